"""The gate: what is no question of an analyst does no harm, and questions pass. On a Neo4j in place of the twin."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import aclosing
from io import BytesIO
from typing import Any

import nanoarrow
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.analysts import gate
from graph.analysts.answers import FORMATS
from graph.analysts.statements import Statement, Statements, require_parameters
from graph.analysts.twin import Twin
from graph.errors import BadInput, DatabaseTimeout, Overloaded, StatementFailed
from graph.settings import Settings
from graph.store import Store
from tests.analysts.attack_statements import BS, FAILING, REFUSED
from tests.analysts.conftest import FELLS
from tests.analysts.honest_statements import HONEST, PARAMETERS
from tests.api.conftest import golden_graph

__all__ = ["golden_graph"]

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("golden_graph")]


class Shared(Twin):
    """The shared Neo4j as a twin; it counts how often it was told that it fell."""

    def __init__(self, settings: Settings, store: Store) -> None:
        super().__init__(settings, store)
        self.shared = store
        self.falls = 0

    async def store(self, wait: float = 0) -> Store:
        """The shared store."""
        return self.shared

    async def fell(self) -> None:
        """Count."""
        self.falls += 1


@pytest.fixture(scope="module")
async def twin(settings: Settings, store: Store) -> Shared:
    """The shared Neo4j as a twin."""
    return Shared(settings, store)


@pytest.fixture(scope="module")
async def statements(twin: Shared) -> AsyncIterator[Statements]:
    """What runs statements on it."""
    async with Statements(twin) as opened:
        yield opened


async def run(statements: Statements, query: str, format: str = "json", **more: Any) -> bytes:
    """The answer to a statement."""
    given = {"parameters": PARAMETERS, "caller": "key/me", "request": "1", **more}
    async with aclosing(statements.run(Statement(query, format=format, **given))) as parts:
        return b"".join([part async for part in parts])


async def asked(statements: Statements, query: str, **more: Any) -> Any:
    """The answer as JSON."""
    return json.loads(await run(statements, query, **more))


async def _content(store: Store) -> list[Any]:
    text = (
        "MATCH (n) WITH count(n) AS nodes, collect(properties(n)) AS all MATCH ()-[r]->() RETURN nodes, all, count(r)"
    )
    return await store.read(text)


@pytest.mark.parametrize("query", REFUSED, ids=range(len(REFUSED)))
async def test_what_is_no_question_is_an_error_of_its_own(statements: Statements, twin: Shared, query: str) -> None:
    with pytest.raises(BadInput) as refused:
        await run(statements, query)
    assert refused.value.place
    assert len(refused.value.message) < 1200
    assert twin.falls == 0


@pytest.mark.parametrize("query", FAILING, ids=range(len(FAILING)))
async def test_what_neo4j_fails_over_is_told_as_that(statements: Statements, twin: Shared, query: str) -> None:
    with pytest.raises(StatementFailed, match="gave up"):
        await run(statements, query)
    assert (await asked(statements, "RETURN 1 AS x"))["rows"] == [[1]]
    assert twin.falls == 0


async def test_attacks_leave_the_database_as_it_was(statements: Statements, store: Store) -> None:
    before = await _content(store)
    indexes = await store.read("SHOW INDEXES YIELD name RETURN name ORDER BY name")
    for query in REFUSED:
        with pytest.raises(BadInput):
            await run(statements, query)
    assert await _content(store) == before
    assert await store.read("SHOW INDEXES YIELD name RETURN name ORDER BY name") == indexes


@pytest.mark.parametrize("query", HONEST, ids=range(len(HONEST)))
async def test_questions_of_analysts_pass(statements: Statements, query: str) -> None:
    for format in FORMATS:
        assert await run(statements, query, format)


LETTERS = st.lists(
    st.sampled_from([*"'\"`/*\\ \n\ra1-;{(", f"{BS}u0027", f"{BS}u000a", f"{BS}u005c", f"{BS}u002f", "//"])
)


@given(LETTERS.map("".join))
def test_what_is_sent_has_no_comment_and_no_escape_that_could_be_read_in_another_way(text: str) -> None:
    try:
        sent, tokens = gate.read(text)
    except BadInput:
        return
    assert gate.read(sent) == (sent, tokens)
    assert not any(token.text.startswith(("//", "/*")) for token in tokens)


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("MATCH (n)\nRETURN file()", "line 2, column 8"),
        ("MATCH (n)\r\nRETURN\r1; RETURN 2", "line 3, column 2"),
        (f"{BS}u0052ETURN 'x", "line 1, column 8"),
    ],
)
def test_an_error_says_where(query: str, place: str) -> None:
    with pytest.raises(BadInput, match=place):
        gate.checked(query)


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ({"a": 2**63}, "parameters.a"),
        ({"a": [1, {"b": -(2**63) - 1}]}, "parameters.a.1.b"),
        ({"a": "\ud800"}, "parameters.a"),
        ({"a": json.loads("[" * 30 + "]" * 30)}, "parameters.a.0"),
    ],
)
def test_what_the_driver_cannot_carry_is_refused_with_its_place(value: object, place: str) -> None:
    with pytest.raises(BadInput) as refused:
        require_parameters(value)
    assert str(refused.value.place).startswith(place)


async def test_the_text_that_is_told_of_an_untellable_value_names_its_row_and_column(statements: Statements) -> None:
    with pytest.raises(BadInput) as refused:
        await run(statements, "UNWIND [1, 0] AS x RETURN x, x / toFloat(x) AS share")
    assert refused.value.place == "rows.1.share"


async def test_an_answer_has_columns_rows_and_whether_it_is_whole(statements: Statements) -> None:
    answer = await asked(statements, "UNWIND [1, 2] AS x RETURN x, $text AS text")
    assert answer == {"columns": ["x", "text"], "rows": [[n, PARAMETERS["text"]] for n in (1, 2)], "truncated": False}


async def test_nodes_and_ties_are_named_as_neo4j_names_them_over_http(statements: Statements) -> None:
    answer = await asked(statements, "MATCH p = (l:Library {id: 'knihovna'})-[r]->(x) RETURN l, r, p, x LIMIT 1")
    node, tie, path, other = answer["rows"][0]
    assert node["properties"]["id"] == "knihovna"
    assert "Library" in node["labels"]
    assert (tie["startNodeElementId"], tie["endNodeElementId"]) == (node["elementId"], other["elementId"])
    assert path == {"nodes": [node, other], "relationships": [tie]}


async def test_a_graph_to_draw_has_each_node_once_and_no_tie_without_its_ends(statements: Statements) -> None:
    query = "MATCH (l:Library {id: 'knihovna'})-[r]-(x) RETURN l, r, x"
    graph = await asked(statements, query, format="graph")
    ids = [node["elementId"] for node in graph["nodes"]]
    assert len(ids) == len(set(ids)) > 1
    assert all(tie["startNodeElementId"] in ids and tie["endNodeElementId"] in ids for tie in graph["relationships"])
    alone = await asked(statements, "MATCH ()-[r]->() RETURN r", format="graph")
    assert (alone["relationships"], alone["withoutNodes"] > 1) == ([], True)


async def test_a_table_tells_nodes_by_name_and_id_and_computes_nothing(statements: Statements) -> None:
    query = "MATCH (l:Library {id: 'knihovna'}) RETURN l, 1.5 AS number, '=1+1' AS formula, [1, 'a'] AS list, null AS nothing"
    table = (await run(statements, query, "csv")).decode()
    assert table == (
        "l,number,formula,list,nothing\r\n"
        'Městská knihovna Koruna (knihovna),1.5,\'=1+1,"[1,""a""]",\r\n'
    )  # fmt: skip


async def test_a_stream_of_arrow_has_typed_columns(statements: Statements) -> None:
    query = "UNWIND [1, null] AS n RETURN n, n / 2.0 AS half, n = 1 AS one, toString(n) AS text, [n] AS list"
    stream = nanoarrow.ArrayStream.from_readable(BytesIO(await run(statements, query, "arrow")))
    assert stream.read_all().to_pylist() == [
        {"n": 1, "half": 0.5, "one": True, "text": "1", "list": "[1]"},
        {"n": None, "half": None, "one": None, "text": None, "list": "[null]"},
    ]


async def test_the_plan_comes_with_its_db_hits(statements: Statements) -> None:
    answer = await asked(statements, "MATCH (l:Library) RETURN l.name", profiled=True)
    assert answer["plan"]["operator"] == "ProduceResults"
    assert answer["dbHits"] > len(answer["rows"]) > 0


async def test_a_plan_of_hundreds_of_steps_comes_whole(statements: Statements) -> None:
    steps = (f"WITH n ORDER BY n.x{i} LIMIT 3 WHERE n.y{i} IS NULL UNWIND [1, 2] AS u{i}" for i in range(38))
    plan = (await asked(statements, f"MATCH (n) {' '.join(steps)} RETURN n.id", profiled=True))["plan"]
    depth = 0
    while plan["children"]:
        plan, depth = plan["children"][0], depth + 1
    assert depth > 127  # a level for the step and one for the list of its children: more than 254


async def test_planning_that_takes_too_long_is_told_as_that(statements: Statements, twin: Shared) -> None:
    chains = (f"OPTIONAL MATCH (c{n}){'-[]-()' * 11}" for n in range(7))
    with pytest.raises(DatabaseTimeout, match="Planning the statement took longer than the 5 s"):
        await run(statements, f"{' '.join(chains)} RETURN count(*)")
    assert (await asked(statements, "RETURN 1 AS x"))["rows"] == [[1]]


async def test_more_rows_than_may_be_are_not_fetched(statements: Statements) -> None:
    answer = await asked(statements, "UNWIND range(1, 100000000) AS x RETURN x")
    assert (len(answer["rows"]), answer["truncated"]) == (10_000, True)


async def test_more_bytes_than_may_be_are_not_fetched(statements: Statements) -> None:
    text = await run(statements, "UNWIND range(1, 5000) AS x RETURN [y IN range(1, 1000) | y] AS list")
    assert json.loads(text)["truncated"]
    assert len(text) < 9 * 2**20


@FELLS
async def test_a_row_too_large_for_memory_costs_its_caller_an_error(statements: Statements, twin: Shared) -> None:
    with pytest.raises(BadInput, match="larger than it may be|more memory"):
        await run(statements, "RETURN [x IN range(1, 3000000) | [x, [x]]] AS large")
    assert (await asked(statements, "RETURN 1 AS x"))["rows"] == [[1]]
    assert twin.falls == 0


@FELLS
async def test_what_takes_too_long_ends_and_only_what_is_stuck_fells_the_twin(
    statements: Statements, twin: Shared
) -> None:
    with pytest.raises(DatabaseTimeout, match="30 s"):
        await run(statements, "UNWIND range(1, 10000000000) AS x RETURN count(x)")
    assert twin.falls == 0
    with pytest.raises(DatabaseTimeout, match="30 s"):  # Neo4j answers nothing at all where it cannot write an answer
        await run(statements, "RETURN reduce(a = [], x IN range(1, 20000) | [a])")
    assert twin.falls == 1
    twin.falls = 0


async def test_only_some_run_at_once_of_one_caller(statements: Statements) -> None:
    endless = "UNWIND range(1, 10000000000) AS x RETURN count(x)"
    running = [asyncio.create_task(run(statements, endless, caller="key/busy")) for _ in range(2)]
    await asyncio.sleep(0.1)
    with pytest.raises(Overloaded):
        await run(statements, "RETURN 1", caller="key/busy")
    assert await run(statements, "RETURN 1")
    for task in running:
        task.cancel()
    await asyncio.wait(running)
    assert await run(statements, "RETURN 1", caller="key/busy")


async def test_every_statement_is_in_the_log(statements: Statements, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "spojenci")
    await run(statements, "RETURN 'a\nb'", request="r-1")
    with pytest.raises(BadInput):
        await run(statements, "CREATE (:X)", request="r-2")
    told = [json.loads(record.message) for record in caplog.records if '"event":"cypher"' in record.message]
    assert [(each["request"], each["rows"], each["outcome"].partition(":")[0]) for each in told] == [
        ("r-1", 1, "answered"),
        ("r-2", 0, "BAD_INPUT"),
    ]
    assert [each["statement"] for each in told] == ["RETURN 'a\nb'", "CREATE (:X)"]
    assert all(each["caller"] == "key/me" and len(each["hash"]) == 16 for each in told)
