"""Settings: from the environment, from ``.env`` and from files of secrets; what is wrong is told in words."""

from pathlib import Path

import pytest

from cli.session import read_settings
from graph import database
from graph.errors import BadInput, DatabaseUnavailable
from graph.settings import Settings
from graph.store import Endpoint

SECRETS = ("NEO4J_PASSWORD", "SPOJENCI_ANALYSTS_PASSWORD", "SPOJENCI_RATE_STORE")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "meant"), [("SPOJENCI_PROFIL", "SPOJENCI_PROFILE"), ("spojenci_prot", "SPOJENCI_PORT")]
)
def test_an_unknown_name_is_refused_with_the_nearest(name: str, meant: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Issue 16.12: `SPOJENCI_PROFIL=production` served in development, with a warning among others."""
    monkeypatch.setenv(name, "production")
    with pytest.raises(BadInput, match=f"{name.upper()} is no setting; is {meant} meant?"):
        read_settings()


def test_an_unknown_name_in_the_file_is_refused_too(folder: Path) -> None:
    folder.joinpath(".env").write_text("NEO4J_AUTH=neo4j/secret\nSPOJENCI_HAEP=1g\n", "utf-8")
    with pytest.raises(BadInput, match=r"SPOJENCI_HAEP is no setting; is SPOJENCI_HEAP meant\?"):
        read_settings()


def test_the_file_is_read_and_the_environment_wins(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.joinpath(".env").write_text("SPOJENCI_PORT=8123\nSPOJENCI_HOST=0.0.0.0\nNEO4J_PASSWORD=a b\n", "utf-8")
    monkeypatch.setenv("SPOJENCI_HOST", "::1")
    found = read_settings()
    assert (found.port, found.host, found.neo4j_password.get_secret_value()) == (8123, "::1", "a b")


@pytest.mark.parametrize("name", SECRETS)
def test_secrets_come_from_files(name: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.joinpath("secret").write_text("redis://u:s3cret@host\n", "utf-8")
    monkeypatch.setenv(name, "another")
    monkeypatch.setenv(f"{name}_FILE", str(folder / "secret"))
    found = getattr(read_settings(), name.removeprefix("SPOJENCI_").lower())
    assert found.get_secret_value() == "redis://u:s3cret@host"
    assert "s3cret" not in str(read_settings())
    monkeypatch.setenv(f"{name}_FILE", str(folder / "nothing"))
    with pytest.raises(BadInput, match=f"{name}_FILE.*cannot be read"):
        read_settings()


ADDRESSES = {
    "http://localhost:7474": "NEO4J_URI",
    "localhost:7687": "NEO4J_URI",
    "bolt://": "NEO4J_URI",
    "bolt+s://{}": "offers no TLS",
    "neo4j+s://{}": "offers no TLS",
    "bolt+ssc://{}": "offers no TLS",
}


@pytest.mark.anyio
@pytest.mark.parametrize("address", ADDRESSES)
async def test_a_wrong_address_is_told_without_waiting(address: str, endpoint: Endpoint, settings: Settings) -> None:
    """Issue 16.12: a service waits a minute for a Neo4j that starts beside it, never for one that is addressed wrongly."""
    uri = address.format(endpoint.uri.partition("://")[2])
    waited: list[str] = []
    with pytest.raises((BadInput, DatabaseUnavailable)) as refused:
        async with Endpoint(uri, endpoint.username, endpoint.password).open(settings) as store:
            await database.reach(store, lambda text, _: waited.append(text), wait=60)
    assert ADDRESSES[address] in refused.value.message
    assert refused.value.place == "NEO4J_URI" or uri in refused.value.message
    assert waited == []
