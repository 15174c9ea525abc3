"""Answers of operations as plain data: what REST sends and the command line prints.

An element is an object with ``id``, ``type`` and ``name``, null or left out of a list where it may not be shown. A row
whose column ``node`` is an element begins with the fields of that.
"""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from typing import get_args

from graph.contract.fields import TYPES, Choice, Field, Shape
from graph.contract.operation import Answers, Operation, Page, attribute
from graph.model import Language, Text
from graph.operations import codes
from graph.operations.context import Context
from graph.questions.answers import elements, is_element
from graph.questions.explain import ElementName, Evidence

Row = dict[str, object]

TYPES["Language"] = Choice(
    "Language", Text("Jazyk textů.", "A language of texts."), {name.upper(): name for name in get_args(Language)}
)
LANG = Field("lang", "Language", "en", Text("Jazyk textů.", "Language of texts."))
"""What doors take besides the parameters of an operation."""

NODE = "node"
"""The column of an edge that holds its element."""


async def answered(operation: Operation, context: Context, given: Mapping[str, object], language: Language) -> Row:
    """The answer of an operation as REST shows it: a row, or an object with the list of rows.

    Of a page, the object says where it ends; of what can be asked several times at once, also which question it answers.
    Raises as the operation.
    """
    answer = await codes.answer(operation, context, given)
    if isinstance(answer, Page):
        info = {"hasNextPage": answer.more, "endCursor": answer.end}
        listed = await rows(operation, answer.rows, context, language)
        return question(operation, given) | {operation.listed: listed, "pageInfo": info}
    if operation.answers is Answers.MANY and isinstance(answer, Sequence):
        return {operation.listed: await rows(operation, answer, context, language)}
    [row] = await rows(operation, [answer], context, language)
    return row


def question(operation: Operation, given: Mapping[str, object]) -> Row:
    """What tells several questions apart that are asked at once; nothing where that cannot be."""
    needed = operation.parameters if operation.batch else ()
    return {field.name: given.get(field.name) for field in needed if field.required}


def with_ids_of_elements(fields: Sequence[Field], row: object) -> Row:
    """A row as a plain object in which elements are ids and texts of several languages are not made yet."""
    return {field.name: _unread(field, attribute(row, field)) for field in fields}


def _unread(field: Field, value: object) -> object:
    if isinstance(value, list | tuple) and field.many:
        return [_unread_one(field, each) for each in value]
    return None if value is None else _unread_one(field, value)


def _unread_one(field: Field, value: object) -> object:
    declared = TYPES.get(field.kind)
    if isinstance(value, ElementName):
        return value.id
    if isinstance(declared, Shape):
        return with_ids_of_elements(declared.fields, value)
    return value


async def rows(operation: Operation, found: Sequence[object], context: Context, language: Language) -> list[Row]:
    """Rows as plain objects, their texts in a language."""
    ids = {id_ for row in found for id_ in _ids(operation.columns, row)}
    known = await elements(context.store, ids, context.viewer)
    # Many rows, with the sentences of their evidence, take a while.
    return await asyncio.to_thread(lambda: [_row(operation.columns, row, known, language) for row in found])


def _ids(fields: Sequence[Field], row: object) -> Iterator[str]:
    for field in fields:
        shape = TYPES.get(field.kind)
        for value in _listed(attribute(row, field)):
            if is_element(field):
                yield from (value,) if isinstance(value, str) else ()
            elif isinstance(shape, Shape) and not isinstance(value, list):
                yield from _ids(shape.fields, value)


def _row(fields: Sequence[Field], row: object, known: Mapping[str, Row], language: Language) -> Row:
    made: Row = {}
    for field in fields:
        value = _plain(field, attribute(row, field), known, language)
        made |= value if field.name == NODE and isinstance(value, dict) else {field.name: value}
    return made


def _plain(field: Field, value: object, known: Mapping[str, Row], language: Language) -> object:
    if value is None or not field.many:
        return None if value is None else _one(field, value, known, language)
    items = [_one(field, item, known, language) for item in _listed(value)]
    hidden_left_out = is_element(field) and not field.items_may_be_null
    return [item for item in items if item is not None] if hidden_left_out else items


def _one(field: Field, value: object, known: Mapping[str, Row], language: Language) -> object:
    shape = TYPES.get(field.kind)
    if isinstance(value, ElementName):
        return {"id": value.id, "type": value.type, "name": value.name}
    if is_element(field):
        return known.get(str(value))
    if field.kind == "Evidence" and isinstance(value, list):
        value = Evidence.of(value)
    if field.kind == "Localized" and callable(value):
        return value(language)
    if isinstance(shape, Shape):
        return _row(shape.fields, value, known, language)
    return value.value if isinstance(value, Enum) else value


def _listed(value: object) -> Sequence[object]:
    return value if isinstance(value, list | tuple) else () if value is None else (value,)
