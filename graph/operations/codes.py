"""Codes in the place of ids: a sigla, an ISIL, an IČO or the code of a place names an element wherever an id does."""

from collections.abc import Iterator, Mapping
from typing import Any

from graph.access import Viewer
from graph.contract.fields import TYPES, Field, Shape
from graph.contract.operation import Operation
from graph.errors import LOOK_IT_UP, NotFound, WriteRefused
from graph.operations.context import Context
from graph.reading.codes import Given, forget_places, named
from graph.reading.whole import Whole, whole
from graph.schema import ELEMENT
from graph.store import Store

Values = Mapping[str, object]


async def answer(operation: Operation, context: Context, given: Values) -> Any:
    """The answer of an operation, of which values may be codes: they are looked up where there is no such id.

    Raises as the operation, and BadInput where several elements share a code.
    """
    try:
        return await _answer(operation, context, given)
    finally:
        if operation.writes:
            forget_places()


async def _answer(operation: Operation, context: Context, given: Values) -> Any:
    try:
        return await operation.answer(context, given)
    except (NotFound, WriteRefused) as error:
        if isinstance(error, WriteRefused) and not any(each.code == NotFound.code for each in error.problems):
            raise
        renamed = await with_ids(context.store, operation.parameters, given, context.viewer)
        if renamed == given:
            raise
        return await operation.answer(context, renamed)


async def with_ids(store: Store, fields: tuple[Field, ...], given: Values, viewer: Viewer) -> dict[str, object]:
    """Values with ids in the place of codes and of ids of merged elements, where there are no such ids.

    Raises BadInput where several elements share a code.
    """
    wanted = list(_wanted(fields, given))
    return _renamed(fields, given, await named(store, wanted, viewer) if wanted else {})


def _wanted(fields: tuple[Field, ...], given: Values, place: str = "") -> Iterator[Given]:
    """The values that name elements."""
    for field in fields:
        value, here = given.get(field.name), f"{place}{field.name}"
        shape = TYPES.get(field.kind)
        if field.of:
            listed = value if isinstance(value, list) else [value]
            yield from (Given(field.of, each, here) for each in listed if isinstance(each, str))
        elif isinstance(shape, Shape) and isinstance(value, Mapping):
            yield from _wanted(shape.fields, value, f"{here}.")


def _renamed(fields: tuple[Field, ...], given: Values, ids: Mapping[Given, str], place: str = "") -> dict[str, object]:
    made = dict(given)
    for field in fields:
        value, here = given.get(field.name), f"{place}{field.name}"
        shape = TYPES.get(field.kind)
        if field.of and isinstance(value, list):
            made[field.name] = [
                ids.get(Given(field.of, each, here), each) if isinstance(each, str) else each for each in value
            ]
        elif field.of and isinstance(value, str):
            made[field.name] = ids.get(Given(field.of, value, here), value)
        elif isinstance(shape, Shape) and isinstance(value, Mapping):
            made[field.name] = _renamed(shape.fields, value, ids, f"{here}.")
    return made


async def found(store: Store, of: tuple[str, ...], value: str, viewer: Viewer, place: str) -> str:
    """The id of the one element, of one of these labels, that has a value as its id or else as a code.

    It is the value itself where there is none. Raises BadInput where several elements share the code.
    """
    wanted = Given(of, value, place)
    return (await named(store, [wanted], viewer)).get(wanted, value)


async def element(store: Store, value: str, viewer: Viewer) -> Whole:
    """The element that has a value as its id or as a code, or that answers for what had it as its id.

    Raises NotFound, and BadInput where several elements share the code.
    """
    [it] = await whole(store, [value], viewer)
    if it is None and (id_ := await found(store, (ELEMENT.label,), value, viewer, "id")) != value:
        [it] = await whole(store, [id_], viewer)
    if it is None:
        message = f"there is no element with the id or code {value!r}, or you may not see it; {LOOK_IT_UP}"
        raise NotFound(message, place="id")
    return it
