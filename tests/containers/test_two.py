"""Two instances behind a proxy: one address, of which the loss of an instance costs nothing."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from .conftest import PASSWORD, Stack, eventually

pytestmark = pytest.mark.timeout(1800)


@pytest.fixture(scope="module")
def two(project: Path) -> Iterator[Stack]:
    """Both instances, on an empty map."""
    variables = {"NEO4J_PASSWORD": PASSWORD, "SPOJENCI_SEED": "none", "SPOJENCI_FIT": "false"}
    with Stack(project, variables, "docker-compose.yml", "docker-compose.two.yml").started() as stack:
        yield stack


@pytest.fixture
def address(two: Stack) -> str:
    """Of the proxy, once both instances are known to it."""
    found = f"http://{two.address('proxy', 8000)}"
    eventually(lambda: httpx.get(f"{found}/readyz").status_code, lambda status: status == 200)
    return found


def test_reads_survive_the_loss_of_an_instance(two: Stack, address: str) -> None:
    two.run("kill", "api")
    try:
        lost = [httpx.get(f"{address}/v1/me", timeout=30).status_code for _ in range(40)]
    finally:
        two.run("start", "api")
    assert lost == [200] * 40
    eventually(lambda: httpx.get(f"{address}/v1/me").status_code, lambda status: status == 200)


def test_a_write_is_read_whichever_instance_answers(two: Stack, address: str) -> None:
    key = two.run("exec", "-T", "api-two", "spojenci", "keys", "create", "team", "--role", "reviewer").split()[-1]
    headers = {"Authorization": f"Bearer {key}"}
    for number in range(6):
        made = {"input": [{"id": f"t{number}", "name": "Knihy"}]}
        assert httpx.post(f"{address}/v1/create-topics", json=made, headers=headers, timeout=30).status_code == 200
        read = [httpx.get(f"{address}/v1/elements/t{number}", headers=headers).status_code for _ in range(4)]
        assert read == [200] * 4


def test_figures_of_one_instance_are_not_told_for_both(address: str) -> None:
    assert httpx.get(f"{address}/metrics").status_code == 404
    assert httpx.get(f"{address}/openapi.json").status_code == 200
