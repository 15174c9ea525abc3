"""Every file of ``cypher/queries``: its header tells the truth, and an analyst can run it as it stands."""

import re
from collections.abc import Mapping
from typing import Any

import pytest

from graph.access import OPERATOR
from graph.contract.fields import Field
from graph.errors import NotFound
from graph.questions.answers import require
from graph.questions.named import QUESTIONS
from graph.reading.read import compile_read
from graph.reading.selection import Branch, Elements, ElementSelection, History, QuestionRows
from graph.schema import SCHEMA
from graph.store import Store

LABELS = {*SCHEMA.by_label, *(trait.label for trait in SCHEMA.traits)}

MISSING = (
    "warn: relationship type does not exist.",
    "warn: property key does not exist. The property `parallel`",
    "warn: property key does not exist. The property `population`",
)
"""Neo4j's remarks on what the model has and the seed has none of, such as FACES and parallel connections."""

pytestmark = [pytest.mark.anyio, pytest.mark.parametrize("name", QUESTIONS)]


async def test_the_header_says_what_it_is(name: str) -> None:
    question = QUESTIONS[name]
    assert question.doc and question.columns
    assert all(field.doc for field in (*question.parameters, *question.columns))
    assert set(question.example) == {parameter.name for parameter in question.parameters} >= {"visible"}
    assert question.text.endswith(";\n") and ";" not in question.statement


async def test_parameters_are_those_of_the_header(name: str) -> None:
    question = QUESTIONS[name]
    assert set(re.findall(r"\$(\w+)", question.statement)) == {parameter.name for parameter in question.parameters}


async def test_the_header_says_what_ids_are_of(name: str) -> None:
    for parameter in QUESTIONS[name].parameters:
        assert set(parameter.of) <= LABELS
        # Those of `elements` need not exist: whether they do is what it answers.
        assert bool(parameter.of) == (parameter.type.strip("[]!") == "ID" and name != "elements")


async def test_it_has_no_row_where_an_element_is_missing_or_of_the_wrong_type(seeded: Store, name: str) -> None:
    question = QUESTIONS[name]
    for parameter in (each for each in question.parameters if each.of):
        for id_, labels in (await _one_of_each(seeded)).items():
            values = question.bind({**question.example, parameter.name: _given(question.example, parameter, id_)})
            rows = await seeded.read(question.text, values)
            if labels & set(parameter.of):
                assert len(rows) == 1 or question.answers != "one", f"{parameter.name}={id_}"
                await require(seeded, question, values, OPERATOR)
                continue
            assert rows == [], f"{parameter.name}={id_}"
            with pytest.raises(NotFound, match=f"'{id_}'") as raised:
                await require(seeded, question, values, OPERATOR)
            assert raised.value.place == parameter.name


async def _one_of_each(store: Store) -> dict[str, set[str]]:
    """An element of each type that there is, with its labels, and an id that nothing has."""
    text = "MATCH (n:Element) WITH labels(n) AS labels, min(n.id) AS id RETURN id, labels"
    return {id_: set(labels) for id_, labels in await store.read(text)} | {"nobody": set()}


def _given(example: Mapping[str, Any], parameter: Field, id_: str) -> Any:
    return [*(example[parameter.name] or ()), id_] if parameter.type.startswith("[") else id_


async def test_columns_are_those_of_the_header(seeded: Store, name: str) -> None:
    question = QUESTIONS[name]
    columns, remarks = await seeded.explain(question.text, question.bind(question.example))
    assert columns == [column.name for column in question.columns]
    assert [remark for remark in remarks if not remark.startswith(MISSING)] == []


async def test_it_can_stand_inside_another_statement(seeded: Store, name: str) -> None:
    question = QUESTIONS[name]
    inside = f"CALL () {{ {question.statement} }} RETURN count(*) AS rows"
    _, remarks = await seeded.explain(inside, question.bind(question.example))
    assert [remark for remark in remarks if not remark.startswith(MISSING)] == []
    [[rows]] = await seeded.read(inside, question.bind(question.example))
    assert rows == len(await seeded.read(question.text, question.bind(question.example)))


@pytest.mark.slow
async def test_its_elements_tell_their_history(seeded: Store, name: str) -> None:
    # No column may have the name of a variable of `cypher/changes/history.cypher` or `hidden.cypher`.
    question = QUESTIONS[name]
    history = History("history", "size", "parts", "before", (), (), counted=True)
    node = ElementSelection((Branch(SCHEMA.element.label, (history,)),))
    columns = [Elements(each.name, each.name, node, many=each.type.startswith("[")) for each in question.columns]
    asker = {"size": 1, "parts": 2, "before": [1, 0], "rank": 0, "hidden": [], "visible": [], "own": []}
    await seeded.explain(
        compile_read(QuestionRows(question, tuple(columns))).text, asker | question.bind(question.example)
    )


async def test_the_example_has_an_answer(seeded: Store, name: str) -> None:
    question = QUESTIONS[name]
    rows = await seeded.read(question.text, question.bind(question.example))
    required = [number for number, column in enumerate(question.columns) if column.type.endswith("!")]
    assert rows or name == "feedback"  # the seed holds none
    assert all(row[number] is not None for row in rows for number in required)
