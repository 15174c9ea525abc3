"""Named questions as plain data, and why one has no answer."""

from collections.abc import Mapping
from typing import Any

from graph.access import Viewer
from graph.errors import NotFound
from graph.questions.explain import Language, sentence
from graph.questions.named import QUESTIONS, Field, Named
from graph.schema import SCHEMA
from graph.store import Store

Row = dict[str, Any]


async def ask(
    store: Store, question: Named, values: Mapping[str, Any], viewer: Viewer, language: Language
) -> list[Row]:
    """The rows of a question as objects, with what its viewer may see.

    Elements are objects with ``id``, ``type`` and ``name``, and null or left out of a list where they may not be
    shown; paths have their ``text`` in ``language`` and their ``path``.

    Raises
    ------
    BadInput
        A parameter is missing, unknown, of the wrong type or out of its bounds.
    NotFound
        An element that the question names does not exist for the viewer, or is of another type.
    """
    parameters = question.bind({**values, "visible": list(viewer.visible)})
    columns, found = await store.read_table(question.text, parameters, name=question.name)
    rows = [dict(zip(columns, row, strict=True)) for row in found]
    if not rows:
        await require(store, question, parameters, viewer)
    elements = [column for column in question.columns if _kind(column) in _ELEMENTS]
    ids = {id_ for row in rows for column in elements for id_ in _listed(row[column.name])}
    known = {id_: {"id": id_, "type": type_, "name": name} for id_, type_, _, name in await _found(store, ids, viewer)}
    for row in rows:
        for column in elements:
            row[column.name] = _shown(row[column.name], known)
        for column in (c for c in question.columns if _kind(c) == "Evidence"):
            row[column.name] = [{"text": sentence(path, language), "path": path} for path in row[column.name]]
    return rows


async def require(store: Store, question: Named, values: Mapping[str, Any], viewer: Viewer) -> None:
    """Say why a question has no answer, if that is for an element that it was asked about.

    A statement has no row where an element is missing, so that only who got none has to ask.

    Raises
    ------
    NotFound
        An element among the values does not exist for the viewer, or is of another type than the question takes.
    """
    given = [(field, id_) for field in question.parameters if field.of for id_ in _listed(values.get(field.name))]
    found = await _found(store, {id_ for _, id_ in given}, viewer)
    labels = {id_: carried for id_, _, carried, _ in found}
    for field, id_ in given:
        if not set(field.of) & set(labels.get(id_, ())):
            what = " or ".join(field.of)
            message = f"there is no {what} with the id {id_!r}, or you may not see it; look it up with search"
            raise NotFound(message, place=field.name)


# In a header, a Map is a plain object.
_ELEMENTS = {*SCHEMA.by_label, *(trait.label for trait in SCHEMA.traits)} - {"Map"}


def _kind(column: Field) -> str:
    return column.type.strip("[]!").removeprefix("Any")


def _listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _shown(value: Any, known: Mapping[str, Row]) -> Any:
    if isinstance(value, list):
        return [known[id_] for id_ in value if id_ in known]
    return known.get(value)


async def _found(store: Store, ids: set[str], viewer: Viewer) -> list[list[Any]]:
    if not ids:
        return []
    question = QUESTIONS["elements"]
    parameters = question.bind({"ids": sorted(ids), "visible": list(viewer.visible)})
    return await store.read(question.text, parameters, name=question.name)
