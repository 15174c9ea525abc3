"""The answers of named questions, and why one has none."""

from collections.abc import Mapping

from graph.access import Viewer, sized
from graph.contract.fields import Field
from graph.errors import LOOK_IT_UP, NotFound
from graph.questions.named import QUESTIONS, Named
from graph.schema import SCHEMA
from graph.store import Store, Values

Row = dict[str, object]


async def ask(store: Store, question: Named, values: Mapping[str, object], viewer: Viewer) -> list[Row]:
    """The rows of a question as objects, with what its viewer may see; elements are ids.

    A row that lacks what every row has is about a node without an id, which plain Cypher has made: it is left out.

    Raises
    ------
    BadInput
        A parameter is missing, unknown, of the wrong type or out of its bounds.
    NotFound
        An element that the question names does not exist for the viewer, or is of another type.
    """
    asker = {"visible": sized(viewer.visible), "own": viewer.own}
    told = {field.name: asker[field.name] for field in question.parameters if field.name in asker}
    parameters = question.bind({**values, **told})
    columns, found = await store.read_table(question.text, parameters, name=question.name)
    if not found:
        await require(store, question, parameters, viewer)
    rows = [dict(zip(columns, row, strict=True)) for row in found]
    whole = [field.name for field in question.columns if field.type.endswith("!")]
    return [row for row in rows if all(row[name] is not None for name in whole)]


async def require(store: Store, question: Named, values: Mapping[str, object], viewer: Viewer) -> None:
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
            message = f"there is no {what} with the id {id_!r}, or you may not see it; {LOOK_IT_UP}"
            raise NotFound(message, place=field.name)


_ELEMENTS = {*SCHEMA.by_label, *(trait.label for trait in SCHEMA.traits)}


def is_element(field: Field) -> bool:
    """Whether a column holds elements, by their ids."""
    return field.kind.removeprefix("Any") in _ELEMENTS


async def elements(store: Store, ids: set[str], viewer: Viewer) -> dict[str, Row]:
    """Id, type and name of those elements that a viewer may see, by id."""
    found = await _found(store, ids, viewer)
    return {id_: {"id": id_, "type": type_, "name": name} for id_, type_, _, name in found}


def _listed(value: object) -> list[str]:
    return value if isinstance(value, list) else [] if value is None else [str(value)]


async def _found(store: Store, ids: set[str], viewer: Viewer) -> list[Values]:
    if not ids:
        return []
    question = QUESTIONS["elements"]
    parameters = question.bind({"ids": sorted(ids), "visible": sized(viewer.visible)})
    return await store.read(question.text, parameters, name=question.name)
