"""Codes in the place of ids: a sigla, an ISIL, an IČO or the code of a place names an element wherever an id does."""

from collections.abc import Mapping
from typing import Any

from graph.access import Viewer, sized
from graph.errors import LOOK_IT_UP, BadInput, NotFound
from graph.fields import TYPES, Field, Shape
from graph.operation import Operation
from graph.operations.context import Context
from graph.reading.codes import CODES, LOOKUP, MOST
from graph.reading.whole import Whole, whole
from graph.schema import ELEMENT
from graph.store import Store
from graph.validation import sought

Given = Mapping[str, object]


async def answer(operation: Operation, context: Context, given: Given) -> Any:
    """The answer of an operation, of which values may be codes: they are looked up where there is no such id.

    Raises as the operation, and BadInput where several elements share a code.
    """
    try:
        return await operation.answer(context, given)
    except NotFound:
        named = await with_ids(context.store, operation.parameters, given, context.viewer)
        if named == given:
            raise
        return await operation.answer(context, named)


async def with_ids(
    store: Store, fields: tuple[Field, ...], given: Given, viewer: Viewer, place: str = ""
) -> dict[str, object]:
    """Values with ids in the place of codes and of ids of merged elements, where there are no such ids."""
    made = dict(given)
    for field in fields:
        value, here = given.get(field.name), f"{place}{field.name}"
        shape = TYPES.get(field.kind)
        if field.of and isinstance(value, str):
            made[field.name] = await found(store, field.of, value, viewer, here)
        elif field.of and isinstance(value, list):
            made[field.name] = [await found(store, field.of, str(each), viewer, here) for each in value]
        elif isinstance(shape, Shape) and isinstance(value, Mapping):
            made[field.name] = await with_ids(store, shape.fields, value, viewer, f"{here}.")
    return made


async def found(store: Store, of: tuple[str, ...], value: str, viewer: Viewer, place: str) -> str:
    """The id of the one element, of one of these labels, that has a value as its id or else as a code.

    It is the value itself where there is none. Raises BadInput where several elements share the code.
    """
    codes = {f"c{number}": sought(declared, value) for number, (_, declared) in enumerate(CODES)}
    asked = {"id": value.strip(), "of": list(of), "visible": sized(viewer.visible)}
    rows = await store.read(LOOKUP, asked | codes, name="codes")
    if rows and (len(rows) == 1 or rows[0][2] == 0):
        return str(rows[0][0])
    if rows:
        named = ", ".join(f"{id_} ({name})" for id_, name, _ in rows[: MOST - 1])
        raise BadInput(f"{value!r} is the code of several elements; use the id of one of them: {named}", place=place)
    return value


async def element(store: Store, value: str, viewer: Viewer) -> Whole:
    """The element that has a value as its id or as a code, or that answers for what had it as its id.

    Raises NotFound, and BadInput where several elements share the code.
    """
    [it] = await whole(store, [value], viewer)
    if it is None:
        [it] = await whole(store, [await found(store, (ELEMENT.label,), value, viewer, "id")], viewer)
    if it is None:
        message = f"there is no element with the id or code {value!r}, or you may not see it; {LOOK_IT_UP}"
        raise NotFound(message, place="id")
    return it
