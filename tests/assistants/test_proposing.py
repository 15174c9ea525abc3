"""What assistants write waits for a person, whatever their key may do."""

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from graph.access import Role
from graph.settings import Settings
from graph.store import Endpoint
from tests.assistants.conftest import Connect
from tests.assistants.test_tools import told

NEW = {"name": "create_topics", "parameters": {"input": [{"id": "brand-new", "name": "Nové téma"}], "note": "asked"}}


@pytest.fixture(autouse=True)
def restored(endpoint: Endpoint, settings: Settings, secrets: object) -> Iterator[None]:
    """The golden graph again, with the same keys."""
    yield

    async def delete() -> None:
        async with endpoint.open(settings) as store:
            await store.command("MATCH (n:Element {id: 'brand-new'}) DETACH DELETE n")

    asyncio.run(delete())


def _rest(server: str, key: str, address: str, **given: Any) -> Any:
    return httpx.post(f"{server}/v1/{address}", json=given, headers={"Authorization": f"Bearer {key}"}).json()


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.REVIEWER, Role.ADMIN])
async def test_a_write_is_a_proposal_until_a_person_accepts_it(
    connect: Connect, server: str, secrets: dict[Role, str], role: Role
) -> None:
    async with connect(role) as client:
        [outcome] = told(await client.call_tool("propose", NEW))["outcomes"]
        assert outcome["status"] == "PROPOSED"
        assert told(await client.call_tool("get_element", {"id": "brand-new"}))["code"] == "NOT_FOUND"
        accepted = _rest(server, secrets[Role.REVIEWER], "review", sequence=outcome["sequence"], accept=True)
        assert accepted["outcomes"][0]["status"] == "APPLIED"
        assert told(await client.call_tool("get_element", {"id": "brand-new"}))["name"] == "Nové téma"
        given = {"name": "write_entries", "parameters": {"sequence": outcome["sequence"]}}
        assert told(await client.call_tool("run_operation", given))["rows"]


async def test_a_merge_is_a_proposal_too(connect: Connect) -> None:
    given = {"name": "merge", "parameters": {"keep": "knihovna", "gone": ["knihovna-pobocka"], "dryRun": True}}
    async with connect(Role.ADMIN) as client:
        answer = told(await client.call_tool("propose", given))
    assert answer.get("status") == "PROPOSED", answer


@pytest.mark.parametrize("role", [None, Role.READER])
async def test_who_may_not_write_may_not_propose(connect: Connect, role: Role | None) -> None:
    async with connect(role) as client:
        assert told(await client.call_tool("propose", NEW))["code"] == ("FORBIDDEN" if role else "UNAUTHENTICATED")
