"""The questions of ``cypher/queries`` that say what they answer, as operations."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from dataclasses import replace

import graph.questions.counts  # noqa: F401  (declares types that headers of questions name)
from graph.contract.cursors import context as list_context
from graph.contract.cursors import offset
from graph.contract.fields import Field, pascal
from graph.contract.operation import Answers, Follows, Operation, Page, Values
from graph.contract.price import QUESTION, WORD, words
from graph.errors import LOOK_IT_UP, BadInput, NotFound
from graph.model import Text
from graph.operations.context import Context
from graph.questions.answers import Row, ask
from graph.questions.named import QUESTIONS, Named

LONGEST_PAGE = 100
"""Rows of a page at most."""

MOST_ROWS = 500
"""Rows of an answer of which there are no pages."""

FARTHEST = 1000
"""How far down the answers of a question one can page."""

COSTS = {"search": 10, "founder_brief": 80, "pins": 100}
"""What a question costs that is cheaper or dearer than others, as ``python -m bench.dearest`` measures."""


def _words(given: Values) -> int:
    return WORD * max(0, words(given.get("query") or "") - 1)


def _names(given: Values) -> int:
    texts = given.get("texts")
    return sum(WORD * (1 + words(each)) for each in texts) if isinstance(texts, list) else 0


def _values(given: Values) -> int:
    return sum(len(value) for value in given.values() if isinstance(value, list))


MORE = {"search": _words, "candidates": _names}
"""What else a question costs with some values; of all others, each value of a list is 1."""

_HIDDEN = ("visible", "own")
"""Parameters that are none for clients: what the asker may see and owns is not theirs to say."""

_ROWS = {"visibility": "VisibilityInNumbers"}
"""Names of types of rows where another type has the question's."""

AFTER = Field("after", "String", None, Text("Kurzor předchozí hrany.", "The cursor of the edge before these."))
"""The parameter that says where a page begins."""

Run = Callable[[Context, Values], Awaitable[object]] | Callable[[Context, Values], AsyncGenerator[object, None]]


def of_question(question: Named) -> Operation:
    """The operation of a question."""
    answers = Answers(question.answers)
    # The statement of a page is asked for all pages before as well, so that the bound is that of clients alone.
    most = MOST_ROWS if answers is Answers.MANY else LONGEST_PAGE
    parameters = tuple(_bounded(field, most) for field in question.parameters if field.name not in _HIDDEN)
    if answers is Answers.PAGE:
        parameters = (*parameters, AFTER)
    return Operation(
        question.name,
        Text(question.czech, question.doc),
        parameters,
        question.columns,
        _ROWS.get(question.name, pascal(question.name)),
        answers,
        _run(question, answers),
        cost=COSTS.get(question.name, QUESTION),
        more=MORE.get(question.name, _values),
        from_file=True,
        follows=Follows.STORED,
    )


def _bounded(field: Field, most: int) -> Field:
    is_open = field.name == "first" and field.bounds is None
    return replace(field, bounds=(0, most)) if is_open else field


def _run(question: Named, answers: Answers) -> Run:
    async def one(context: Context, values: Values) -> Row:
        rows = await ask(context.store, question, values, context.viewer)
        if not rows:
            raise NotFound(f"there is no such element, or you may not see it; {LOOK_IT_UP}")
        return rows[0]

    async def many(context: Context, values: Values) -> list[Row]:
        return await ask(context.store, question, values, context.viewer)

    async def page(context: Context, values: Values) -> Page[Row]:
        wanted, skip, list_ = window(question, values)
        asked = {name: value for name, value in values.items() if name != AFTER.name} | {"first": skip + wanted + 1}
        found = await ask(context.store, question, asked, context.viewer)
        return Page.of(found, list_, skip, wanted)

    return {Answers.ONE: one, Answers.MANY: many, Answers.PAGE: page}[answers]


def window(question: Named, given: Mapping[str, object]) -> tuple[int, int, str]:
    """How many rows are asked for, after how many, and the context of cursors of this list.

    Raises BadInput for a wrong cursor, and beyond FARTHEST.
    """
    asked = {name: value for name, value in given.items() if name not in ("first", AFTER.name)}
    list_, wanted, cursor = list_context(question.name, asked), given["first"], given.get(AFTER.name)
    assert isinstance(wanted, int)
    skip = offset(cursor if isinstance(cursor, str) else None, list_, AFTER.name)
    if skip + wanted > FARTHEST:
        raise BadInput(f"only the first {FARTHEST} answers can be paged through", place=AFTER.name)
    return wanted, skip, list_


OPERATIONS = [of_question(question) for question in QUESTIONS.values() if question.answers]
