"""The database has the constraints and indexes that the schema says, and no others."""

import re

import neo4j
import pytest

from graph.derived import constraints
from graph.questions.named import QUESTIONS
from graph.schema import SCHEMA
from graph.store import Endpoint, Store

DESCRIBED = """
SHOW INDEXES YIELD name, state, type, entityType, labelsOrTypes, properties, owningConstraint
WHERE type <> 'LOOKUP' RETURN name, state, labelsOrTypes, properties, owningConstraint IS NOT NULL AS unique
"""


@pytest.mark.usefixtures("empty_graph")
async def test_the_database_agrees_with_the_schema(store: Store) -> None:
    await constraints.apply(store, SCHEMA)

    found = {name: (state, labels, properties, unique) for name, state, labels, properties, unique in
             await store.read(DESCRIBED)}  # fmt: skip

    assert found.keys() == constraints.statements(SCHEMA).keys()
    assert {state for state, *_ in found.values()} == {"ONLINE"}
    for element in SCHEMA.elements:
        for declared in element.properties:
            if declared.unique or declared.indexed:
                _, labels, properties, unique = found[f"{element.label}_{declared.name}"]
                assert (labels, properties, unique) == ([element.label], [declared.name], declared.unique)


@pytest.mark.usefixtures("empty_graph")
async def test_what_is_missing_is_named(store: Store) -> None:
    await constraints.apply(store, SCHEMA)
    await store.command("DROP INDEX search_czech")

    assert await constraints.missing(store, SCHEMA) == {"search_czech"}

    await constraints.apply(store, SCHEMA)
    assert await constraints.missing(store, SCHEMA) == set()


@pytest.mark.parametrize("name", QUESTIONS)
def test_questions_know_which_labels_are_wide(name: str) -> None:
    wide = {trait.label for trait in SCHEMA.traits} | {e.parent.label for e in SCHEMA.elements if e.parent}

    for listed in re.findall(r"NOT label IN \[([^\]]*)\]", QUESTIONS[name].text):
        assert set(re.findall(r"'(\w+)'", listed)) == wide


CODES = [
    *((trait.label, "id") for trait in SCHEMA.traits),
    *((each.label, p.name) for each in SCHEMA.elements for p in SCHEMA.properties_of(each) if p.identifies),
]


@pytest.mark.usefixtures("empty_graph")
async def test_analysts_seek_by_every_label_and_code(store: Store, endpoint: Endpoint) -> None:
    """Issue 16.1: `(:Library {id: …})` read every library, and `(:Library {ico: …})` too."""
    await constraints.apply(store, SCHEMA)
    with neo4j.GraphDatabase.driver(endpoint.uri, auth=(endpoint.username, endpoint.password)) as driver:
        for label, name in CODES:
            text = f"EXPLAIN MATCH (n:{label} {{{name}: 'x'}}) RETURN n"
            plan = driver.execute_query(text).summary.plan
            assert plan and "Seek" in str(plan), (label, name)
