"""What assistants can ask: every operation, for the same price, rights and errors as at every other door."""

import json
from typing import Any

import httpx
import pytest
from mcp import MCPError
from mcp_types import CallToolResult, TextContent

from api.mcp.marks import NOTICE
from api.mcp.tools import DIRECT, LONGEST, TOOLS, _matching
from graph.access import Role
from graph.contract.operation import Answers, Operation
from graph.operations.all import OPERATIONS
from graph.settings import Settings
from graph.store import Endpoint
from tests.assistants.conftest import MODES, Connect, connected
from tests.operations.test_doors import READING, _given
from tests.serving import address_of

LARGEST = 6000
"""Tokens of all descriptions; a token of English and JSON has about four characters."""


def told(result: CallToolResult) -> Any:
    """The answer of a tool, or its error, as a model reads it."""
    [content] = result.content
    assert isinstance(content, TextContent)
    notice, _, text, _ = content.text.split("\n")
    assert notice.startswith(NOTICE)
    answer = json.loads(text)
    assert result.is_error or result.structured_content == {"notice": NOTICE, "answer": answer}
    return answer["error"] if result.is_error else answer


def call(operation: Operation, given: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The tool that runs an operation, and what it is called with."""
    if operation.name in DIRECT:
        return operation.name, given
    return "propose" if operation.writes else "run_operation", {"name": operation.name, "parameters": given}


@pytest.mark.parametrize("mode", MODES)
async def test_about_twelve_tools_are_listed_of_those_that_the_caller_may_use(connect: Connect, mode: str) -> None:
    async with connect(mode=mode) as anybody, connect(Role.CONTRIBUTOR, mode) as contributor:
        names = [tool.name for tool in (await anybody.list_tools()).tools]
        assert names == [name for name in TOOLS if name != "propose"]
        tools = {tool.name: tool for tool in (await contributor.list_tools()).tools}
    assert [*tools] == [*TOOLS]
    assert len(tools) == 12
    writing = [name for name, tool in tools.items() if not (tool.annotations and tool.annotations.read_only_hint)]
    assert writing == ["propose"]
    assert all(tool.output_schema and tool.description and tool.title for tool in tools.values())


def test_what_is_sought_is_read_as_far_as_anybody_would_write_it() -> None:
    known = [*OPERATIONS.values()]
    assert "potential_partners" in {each.name for each in _matching("who are potential partners", known)}
    assert _matching("x" * LONGEST + " potential partners", known) == []


async def test_descriptions_have_6000_tokens_at_most(connect: Connect) -> None:
    async with connect(Role.ADMIN) as client:
        listed = (await client.list_tools()).model_dump_json(by_alias=True, exclude_none=True)
    assert len(listed) / 4 <= LARGEST


@pytest.mark.parametrize("operation", READING, ids=lambda operation: operation.name)
async def test_each_answers_as_over_rest(
    server: str, secrets: dict[Role, str], connect: Connect, operation: Operation
) -> None:
    given = _given(operation)
    key = {"Authorization": f"Bearer {secrets[Role.ADMIN]}"}
    async with connect(Role.ADMIN) as client, httpx.AsyncClient(base_url=server, headers=key) as rest:
        address = httpx.URL(operation.address, params=_flat(given))
        tool, taken = call(operation, given)
        await client.list_tools()  # by their schemas the client checks what comes
        ours, theirs = told(await client.call_tool(tool, taken)), (await rest.get(address)).json()
    for answer in (ours, theirs):
        answer.pop("requestId", None)  # of the error that what is not there is
    assert ours == theirs


def _flat(given: dict[str, Any]) -> dict[str, Any]:
    inner = {f"{name}.{part}": v for name, each in given.items() if isinstance(each, dict) for part, v in each.items()}
    return {name: value for name, value in given.items() if not isinstance(value, dict)} | inner


WRITING = [each for each in OPERATIONS.values() if each.writes]


@pytest.mark.parametrize("operation", WRITING, ids=lambda operation: operation.name)
async def test_each_write_is_reached_as_a_proposal_or_not_at_all(connect: Connect, operation: Operation) -> None:
    async with connect(Role.ADMIN) as client:
        error = told(await client.call_tool(*call(operation, {})))
    assert error["code"] == ("BAD_INPUT" if operation.can_wait else "NOT_FOUND")
    assert not operation.can_wait or error["place"] == operation.parameters[0].name


async def test_what_takes_no_person_to_decide_is_refused(connect: Connect) -> None:
    refused = {each.name for each in WRITING if not each.can_wait}
    assert {"give_feedback", "review", "withdraw", "undo", "withdraw_source", "settle_mismatch"} <= refused
    async with connect(Role.ADMIN) as client:
        error = told(await client.call_tool("run_operation", {"name": "delete_elements", "parameters": {}}))
        assert (error["code"], error["place"]) == ("NOT_FOUND", "name")


async def test_streams_are_for_other_doors(connect: Connect) -> None:
    streams = [each.name for each in OPERATIONS.values() if each.answers is Answers.STREAM]
    async with connect() as client:
        for name in streams:
            error = told(await client.call_tool("run_operation", {"name": name, "parameters": {}}))
            assert error["code"] == "NOT_FOUND"


@pytest.mark.parametrize("mode", MODES)
async def test_errors_are_those_of_other_doors(connect: Connect, server: str, mode: str) -> None:
    async with connect(mode=mode) as client, httpx.AsyncClient(base_url=server) as rest:
        for given in ({"to": "nobody"}, {"to": "knihovna", "first": 1000}, {"unheard": "x"}, {}):
            error = told(await client.call_tool("similar_libraries", given))
            other = (await rest.get("/v1/similar-libraries", params={k: str(v) for k, v in given.items()})).json()
            assert error | {"requestId": ""} == other | {"requestId": ""}
        assert told(await client.call_tool("similar_libraries", {"to": 7}))["place"] == "to"
        with pytest.raises(MCPError, match="no tool"):
            await client.call_tool("unheard", {})


async def test_nobody_reads_by_it_what_takes_a_role(connect: Connect) -> None:
    async with connect() as client:
        error = told(await client.call_tool("run_operation", {"name": "duplicates", "parameters": {}}))
        assert error["code"] == "UNAUTHENTICATED"
        found = told(await client.call_tool("find_operation", {"about": "duplicates that may be twice on the map"}))
        assert "duplicates" not in [each["name"] for each in found["operations"]]


FINDABLE = {
    "who has a room near": "resources_nearby",
    "kdo nabízí prostor v okolí": "resources_nearby",
    "sociální služby pro seniory": "social_services",
    "how are two elements connected": "paths",
    "historie prvku": "history",
    "create an activity": "create_activities",
    "sloučit duplicitní prvky": "merge",
    "what is twice": "duplicates",
}
"""What somebody wants to do, and the operation that does it."""


@pytest.mark.parametrize("about", FINDABLE)
async def test_an_operation_is_found_by_what_it_does(connect: Connect, about: str) -> None:
    async with connect(Role.ADMIN) as client:
        found = told(await client.call_tool("find_operation", {"about": about}))["operations"]
    names = [each["name"] for each in found]
    assert FINDABLE[about] in names
    known = OPERATIONS[FINDABLE[about]]
    [one] = [each for each in found if each["name"] == known.name]
    assert one["tool"] == ("propose" if known.writes else "run_operation")
    assert [*one["parameters"]["properties"]] == [each.name for each in known.parameters]


async def test_where_no_word_is_known_all_operations_are_told(connect: Connect) -> None:
    async with connect() as client:
        found = told(await client.call_tool("find_operation", {"about": "xyzzy"}))["operations"]
    assert [each["name"] for each in found] == [each.name for each in READING if each.role is None]


async def test_texts_of_the_service_come_in_czech(connect: Connect) -> None:
    async with connect(Role.ADMIN) as client:
        given = _given(OPERATIONS["potential_partners"])
        czech, english = [
            told(await client.call_tool("potential_partners", {**given, **lang})) for lang in ({"lang": "cs"}, {})
        ]
    assert czech["partners"][0]["evidence"][0]["text"] != english["partners"][0]["evidence"][0]["text"]


@pytest.mark.parametrize("lacking", [0, 1])
async def test_the_price_is_that_of_other_doors(
    endpoint: Endpoint, settings: Settings, secrets: dict[Role, str], lacking: int
) -> None:
    given: dict[str, Any] = {"place": "koruna", "first": 10}
    limited = settings.model_copy(update={"rate": OPERATIONS["gaps"].price(given) - lacking})
    key = {"Authorization": f"Bearer {secrets[Role.READER]}"}
    with address_of(limited, endpoint) as address:
        async with connected(address, secrets[Role.CONTRIBUTOR], "auto") as client:
            code = told(await client.call_tool("gaps", given)).get("code")
        async with httpx.AsyncClient(base_url=address, headers=key) as rest:
            answer = await rest.get("/v1/gaps", params=given)
    assert (code, answer.status_code) == (("RATE_LIMITED", 429) if lacking else (None, 200))
