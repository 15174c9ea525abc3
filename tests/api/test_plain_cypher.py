"""What analysts write with plain Cypher, beside the service, breaks no answer."""

import asyncio

import httpx
import orjson
import pytest

from graph.formats.writers.registry import WRITERS
from graph.model import ElementType
from graph.schema import SCHEMA
from graph.settings import Settings
from graph.store import Endpoint
from tests.api.conftest import GOLDEN, Ask

HANDMADE = [
    *(f"CREATE (:{each.label} {{name: 'Ruční'}})" for each in SCHEMA.elements),
    *(f"CREATE (:{each.label} {{id: 'rucni-{each.singular}'}})" for each in SCHEMA.elements),
    "CREATE (:Element), (:Element {name: 'Ruční'}), (:Element:Ally:Organization {name: 'Ruční'}), (:Ally {name: 'Ruční'})",
    "CREATE (:Note {text: 'mine'})-[:ABOUT]->(:Note)",
    "MATCH (n:Library {id: 'alfa-knihovna'}) CREATE (n)-[:PARTNERS_WITH]->(:Organization {name: 'Ruční'})-[:PARTNERS_WITH]->(n)",
    "MATCH (n:Activity) CREATE (n)<-[:TAKES_PART_IN]-(:Organization {name: 'Ruční'}), (n)-[:ABOUT]->(:Topic {name: 'Ruční'})",
    "MATCH (n:Library) CREATE (n)-[:RUNS]->(:Activity {name: 'Ruční'})-[:ABOUT]->(:Topic)",
    "MATCH (n:Place) CREATE (n)<-[:LOCATED_IN]-(:Library {name: 'Ruční', libraryKind: 'basic'})",
    "MATCH (n:Library) CREATE (n)-[:LIKES]->(:Note)",
]


@pytest.fixture(scope="module", autouse=True)
def handmade(golden_graph: None, endpoint: Endpoint, settings: Settings) -> None:
    """The golden graph with all of this in it."""

    async def run() -> None:
        async with endpoint.open(settings) as store:
            for text in HANDMADE:
                await store.command(text)

    asyncio.run(run())


ASKED = sorted(path.stem for path in GOLDEN.glob("*.graphql"))


@pytest.mark.parametrize("name", ASKED)
def test_handmade_nodes_break_no_answer(ask: Ask, name: str) -> None:
    """Issue 16.1: a hand-made `(:Organization)` has no id, which every answer promises."""
    answer = ask((GOLDEN / f"{name}.graphql").read_text("utf-8"))
    assert "errors" not in answer
    assert '"id":null' not in orjson.dumps(answer).decode()


@pytest.mark.parametrize("element", SCHEMA.elements, ids=lambda each: each.label)
def test_handmade_nodes_are_in_no_list(golden: httpx.Client, ask: Ask, element: ElementType) -> None:
    query = f"{{ {element.plural}(first: 100) {{ nodes {{ id name version createdAt }} }} }}"
    answer = ask(query)
    assert "errors" not in answer, answer
    assert "Ruční" not in str(answer) and "rucni" not in str(answer)


@pytest.mark.parametrize("format_", [writer.name for writer in WRITERS])
def test_handmade_nodes_are_in_no_export(golden: httpx.Client, format_: str) -> None:
    answer = golden.get(f"/v1/export?format={format_}")
    assert answer.status_code == 200, answer.text
    assert "rucni" not in answer.text and "Ruční" not in answer.text
