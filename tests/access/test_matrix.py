"""What each role gets at each door is what it would get if all that it may not see were not there.

The same requests go to the whole graph and to one without the hidden elements; answers may not differ. The log has to
be judged otherwise, for its numbers tell of everything: no text of what is hidden stands in it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import httpx
import orjson
import pytest
from graphql import FieldNode, OperationDefinitionNode, parse

from api.mcp.marks import NOTICE
from graph.access import VISIBILITIES
from graph.contract.cursors import encode
from graph.contract.operation import Answers
from graph.log.changes import BEGINNING
from graph.log.entries import cursor
from graph.operations.all import OPERATIONS
from tests.access import doors, hidden
from tests.access.conftest import ROLES, Serve, Served
from tests.access.doors import Request

Answer = tuple[int, str]
AnswersOfDoors = dict[str, list[Answer]]
Questions = dict[str, list[Request]]
"""What is asked, by door."""

RESTRICTED = {"anonymous": ("anonymous",), "reader": ("reader", "contributor", "tied")}
"""Who may not see all, by the one of them that is asked on a graph without it."""


UNASKED = ("BAD_INPUT", "QUERY_TOO_COMPLEX", "GRAPHQL_VALIDATION_FAILED", "INTERNAL")
"""Codes of answers that would hide that a door was not tried."""


SAMPLE = 12
"""Of so many questions at a door, and of so many writes, one is asked where not all are."""


@dataclass(frozen=True, slots=True)
class Told:
    """The answers by role: on the whole graph, and on those that hold only what the role sees."""

    questions: Questions
    whole: dict[str, AnswersOfDoors]
    reduced: dict[str, AnswersOfDoors]
    addresses: set[str]
    log: dict[str, list[Answer]]
    live: dict[str, list[Answer]]


def send(served: Served, role: str, request: Request) -> Answer:
    """The status and the text of an answer, without what differs from one time to the next."""
    headers = served.headers[role]
    if request.body:
        answer = served.client.post(request.address, json=request.body, headers=headers)
    elif request.address:
        answer = served.client.get(request.address, headers=headers)
    else:
        body = {"query": request.query, "variables": request.variables}
        answer = served.client.post("/graphql", json=body, headers=headers)
    assert not any(code in answer.text for code in UNASKED), f"{request} is no question: {answer.text}"
    return answer.status_code, _steady(answer)


def _steady(answer: httpx.Response) -> str:
    def kept(value: Any) -> Any:
        match value:
            case dict():
                return {key: kept(item) for key, item in value.items() if key not in ("requestId", "extensions")} | (
                    {"code": value["extensions"]["code"]} if "code" in value.get("extensions", ()) else {}
                )
            case list():
                return [kept(item) for item in value]
            case float():
                return round(value, 9)
            case str() if value.startswith(f"{NOTICE} "):  # each has a mark of its own
                return kept(orjson.loads(value.split("\n")[2]))
        return value

    plain = answer.text.replace(f"//{answer.url.netloc.decode()}", "")  # servers differ in their ports
    if answer.headers["Content-Type"] != "application/json":
        return plain
    return orjson.dumps(kept(orjson.loads(plain))).decode()


def ask(served: Served, role: str, requests: Iterable[Request]) -> list[Answer]:
    return [send(served, role, request) for request in requests]


def writes_of(role: str) -> Iterator[Request]:
    """Writes of what a role may not see, so that they change nothing."""
    ids = [id_ for id_ in hidden.IDS if any(hidden.MARKS[visibility] in id_ for visibility in ROLES[role].hidden)]
    if ids:
        yield from doors.writes(ids)


def through(
    served: Served, roles: Iterable[str], questions_of: Questions, writes: Questions
) -> dict[str, AnswersOfDoors]:
    """The answers at all doors by role. All roles ask a question one after the other, while Neo4j has its plan."""
    found: dict[str, AnswersOfDoors] = {role: {} for role in roles}
    for door, questions in questions_of.items():
        asked = [(role, send(served, role, question)) for question, role in product(questions, found)]
        for role, answers in found.items():
            answers[door] = [answer for other, answer in asked if other == role]
    for role, answers in found.items():
        answers["writes"] = ask(served, role, writes[role])
    return found


def heard(served: Served, role: str, number: int) -> list[Answer]:
    """What a subscription tells: all that came before it, and then what is written while it lasts."""
    query, variables, *_ = doors.live(encode(cursor(BEGINNING)))
    headers = {"Accept": "text/event-stream", **served.headers[role]}
    found: list[Answer] = []
    body = {"query": query, "variables": variables}
    with served.client.stream("POST", "/graphql", json=body, headers=headers) as answer:
        lines = (line for line in answer.iter_lines() if line.startswith("data: {"))
        for last in (f"{doors.MARKER} {number}", f"{doors.MARKER} {number + 1}"):
            assert all(
                '"errors":[]' in text for _, text in ask(served, "admin", doors.told_live(int(last.split()[-1])))
            )
            while not found or last not in found[-1][1]:
                found.append((answer.status_code, next(lines)))
    return found


def cursors_of(served: Served) -> list[tuple[str, str]]:
    """The cursor of every library, activity and place, as an admin gets them."""
    found = []
    for plural in ("libraries", "activities", "places"):
        query = f"{{ {plural}(first: 50) {{ edges {{ cursor }} }} }}"
        edges = orjson.loads(send(served, "admin", Request(query))[1])["data"][plural]["edges"]
        found += [(plural, edge["cursor"]) for edge in edges]
    return found


@pytest.fixture(scope="module", params=[SAMPLE, pytest.param(1, marks=pytest.mark.slow)], ids=["sample", "all"])
def told(serve: Serve, request: pytest.FixtureRequest) -> Told:
    reduced = {}
    writes = {role: list(writes_of(role))[:: request.param] for role in ROLES}
    with serve(hidden.rows(*VISIBILITIES)) as served:
        made = {door: made() for door, made in doors.DOORS.items()} | {"pages": doors.pages(cursors_of(served))}
        questions_of = {door: list(questions)[:: request.param] for door, questions in made.items()}
        whole = through(served, ROLES, questions_of, writes)
        log = {role: ask(served, role, doors.log()) for role in ROLES}
        live = {role: heard(served, role, 2 * number) for number, role in enumerate(ROLES)}
        addresses = {path for path in served.client.get("/openapi.json").json()["paths"] if path.startswith("/v1/")}
    for representative, others in RESTRICTED.items():
        with serve(hidden.rows(*ROLES[representative].visible)) as served:
            found = through(served, [representative], questions_of, writes)[representative]
            for role in others:
                own = {} if role == representative else {"writes": ask(served, role, writes[role])}
                reduced[role] = found | own
    return Told(questions_of, whole, reduced, addresses, log, live)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("door", [*doors.DOORS, "pages", "writes"])
@pytest.mark.parametrize("role", [role for others in RESTRICTED.values() for role in others])
def test_what_is_hidden_might_as_well_not_be_there(told: Told, role: str, door: str) -> None:
    pairs = enumerate(zip(told.whole[role][door], told.reduced[role][door], strict=True))
    different = {number: pair for number, pair in pairs if pair[0] != pair[1]}
    asked = told.questions.get(door)
    tell = [(asked[number] if asked else number, *pair) for number, pair in different.items()]
    assert not tell, f"{len(tell)} answers tell of what {role} may not see, such as {tell[0]}"


@pytest.mark.slow
@pytest.mark.parametrize("told", [1], ids=["all"], indirect=True)
@pytest.mark.parametrize("door", [*doors.DOORS, "pages"])
def test_each_door_has_something_to_hide(told: Told, door: str) -> None:
    assert told.whole["anonymous"][door] != told.whole["reader"][door] != told.whole["reviewer"][door]
    assert told.whole["reader"][door] == told.whole["contributor"][door] == told.whole["tied"][door]
    assert told.whole["reviewer"][door] == told.whole["admin"][door]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("door", ["log", "live"])
def test_no_text_of_what_is_hidden_is_told(told: Told, role: str, door: str) -> None:
    said = " ".join(text for _, text in getattr(told, door)[role])
    marks = {visibility: mark in said for visibility, mark in hidden.MARKS.items()}
    assert marks == {visibility: visibility in ROLES[role].visible for visibility in hidden.MARKS}
    assert "library" in said


def _requests() -> Iterator[Request]:
    for door in doors.DOORS.values():
        yield from door()
    yield from (*doors.log(), *doors.writes(["library-ppp"]))


def test_every_question_has_a_door() -> None:
    asked = [parse(request.query) for request in _requests() if request.query]
    operations = [d for document in asked for d in document.definitions if isinstance(d, OperationDefinitionNode)]
    roots = {s.name.value for o in operations for s in o.selection_set.selections if isinstance(s, FieldNode)}
    assert doors.QUERY.fields.keys() <= roots


def test_every_address_has_a_door(told: Told) -> None:
    # All types are written by one function; streams are told apart by `heard`.
    alike = {each.address for each in OPERATIONS.values() if each.name.startswith(("create_", "update_", "upsert_"))}
    streams = {each.address for each in OPERATIONS.values() if each.answers is Answers.STREAM}
    asked = {
        re.sub("(?<=/elements/).*|(?<=/maps/).*(?=.kumu.json)", "{id}", request.address.partition("?")[0])
        for request in _requests()
    }
    if any(address.startswith("/v1/queries/") for address in asked):
        asked.add("/v1/queries/{name}")
    # The twin of analysts holds what readers see and nothing else; the list of questions holds nothing of the map, and
    # nobody cancels the import of another.
    apart = {"/v1/cypher", "/v1/queries", "/v1/cancel-import"}
    assert told.addresses <= asked | alike | streams | apart


@pytest.mark.parametrize("role", ROLES)
def test_no_write_of_what_is_hidden_is_done(told: Told, role: str) -> None:
    for status, text in told.whole[role]["writes"]:
        # 409 says that nothing is in a version, as it does of what never was.
        assert (status == 200 and '"errors":[]' not in text) or status in (401, 403, 404, 409), text
