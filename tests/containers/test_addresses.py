"""Every kind of address that Neo4j can have, on a Neo4j with a certificate of its own making."""

from collections.abc import Iterator

import pytest
from testcontainers.community.neo4j import Neo4jContainer

from graph import database
from graph.errors import DatabaseUnavailable
from graph.settings import Settings
from graph.store import Endpoint

from .conftest import PASSWORD, PATIENCE, docker

pytestmark = [
    pytest.mark.timeout(600),
    # The driver does not await the end of a connection with TLS, which is why uvloop sees one at its own end.
    pytest.mark.filterwarnings("ignore:unclosed resource <TCPTransport:ResourceWarning"),
]

MAKE_CERTIFICATE = """\
cd /tmp && openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -keyout key -out certificate 2>error \
&& cat key certificate || { cat error >&2; exit 1; }"""


@pytest.fixture(scope="module")
def neo4j_with_tls() -> Iterator[Neo4jContainer]:
    """A Neo4j that takes connections with TLS, its certificate trusted by nobody, and without."""
    begin = "-----BEGIN CERTIFICATE-----"
    key, certificate = docker("run", "--rm", "python:3.11-slim", "sh", "-c", MAKE_CERTIFICATE).split(begin)
    container = (
        Neo4jContainer("neo4j:5.26-community", username="neo4j", password=PASSWORD)
        .with_env("NEO4J_server_memory_heap_max__size", "512m")
        .with_env("NEO4J_server_bolt_tls__level", "OPTIONAL")
        .with_env("NEO4J_dbms_ssl_policy_bolt_enabled", "true")
        .with_env("NEO4J_dbms_ssl_policy_bolt_base__directory", "/tls")
        .with_copy_into_container(key.encode(), "/tls/private.key")
        .with_copy_into_container((begin + certificate).encode(), "/tls/public.crt")
    )
    try:
        yield container.start()
    finally:
        container.stop()


def endpoint(container: Neo4jContainer, scheme: str) -> Endpoint:
    """How the service would connect by an address with this scheme."""
    return Endpoint(container.get_connection_url().replace("bolt", scheme, 1), "neo4j", PASSWORD)


@pytest.mark.parametrize("scheme", ["bolt", "neo4j", "bolt+ssc", "neo4j+ssc"])
async def test_address_is_served(neo4j_with_tls: Neo4jContainer, scheme: str) -> None:
    async with endpoint(neo4j_with_tls, scheme).open(Settings(seed="none")) as store:
        await database.prepare(store, lambda *_: None, wait=PATIENCE)
        assert await store.read("RETURN $x", {"x": 1}) == [[1]]


@pytest.mark.parametrize("scheme", ["bolt+s", "neo4j+s"])
async def test_untrusted_certificate_is_refused_at_once(neo4j_with_tls: Neo4jContainer, scheme: str) -> None:
    waited: list[str] = []
    async with endpoint(neo4j_with_tls, scheme).open(Settings(seed="none")) as store:
        with pytest.raises(DatabaseUnavailable, match="certificate"):
            await database.prepare(store, lambda text, _: waited.append(text), wait=20)
    assert waited == []


async def test_wrong_password_is_named(neo4j_with_tls: Neo4jContainer) -> None:
    uri = endpoint(neo4j_with_tls, "neo4j").uri
    async with Endpoint(uri, "neo4j", "wrong-password").open(Settings(seed="none")) as store:
        with pytest.raises(DatabaseUnavailable, match="NEO4J_PASSWORD"):
            await database.prepare(store, lambda *_: None)
