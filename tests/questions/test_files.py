"""Every file of ``cypher/queries``: its header tells the truth, and an analyst can run it as it stands."""

import re

import pytest

from graph.questions.named import QUESTIONS
from graph.store import Store

MISSING = "warn: relationship type does not exist."
"""Neo4j's remark on a connection type of the model that the seed has none of, such as FACES."""

pytestmark = [pytest.mark.anyio, pytest.mark.parametrize("name", QUESTIONS)]


async def test_the_header_says_what_it_is(name: str) -> None:
    question = QUESTIONS[name]
    assert question.doc and question.columns
    assert all(field.doc for field in (*question.parameters, *question.columns))
    assert set(question.example) == {parameter.name for parameter in question.parameters}
    assert question.text.endswith(";\n") and ";" not in question.statement


async def test_parameters_are_those_of_the_header(name: str) -> None:
    question = QUESTIONS[name]
    assert set(re.findall(r"\$(\w+)", question.statement)) == {parameter.name for parameter in question.parameters}


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


async def test_the_example_has_an_answer(seeded: Store, name: str) -> None:
    question = QUESTIONS[name]
    rows = await seeded.read(question.text, question.bind(question.example))
    required = [number for number, column in enumerate(question.columns) if column.type.endswith("!")]
    assert rows or name == "feedback"  # the seed holds none
    assert all(row[number] is not None for row in rows for number in required)
