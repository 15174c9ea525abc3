"""The headline question, for every door: potential partners for an ally on a topic, and why."""

from collections.abc import Mapping
from typing import Any

from graph.errors import NotFound
from graph.named import QUESTIONS
from graph.schema import ALLY, TOPIC
from graph.store import Store

NAME = "potential_partners"


async def potential_partners(store: Store, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The suggestions, best first: one object a row with the columns of ``cypher/queries/potential_partners.cypher``.

    Raises
    ------
    BadInput
        A parameter is missing, unknown or of the wrong type.
    NotFound
        The asking ally or the topic does not exist.
    """
    question = QUESTIONS[NAME]
    parameters = question.bind(values)
    columns, rows = await store.read_table(question.text, parameters, name=NAME)
    if not rows:
        await require(store, parameters["for"], parameters["topic"])
    return [dict(zip(columns, row, strict=True)) for row in rows]


async def require(store: Store, ally: str, topic: str) -> None:
    """Make sure that the two ids of the question exist and are what they must be.

    Raises
    ------
    NotFound
        Naming the argument that is wrong.
    """
    rows = await store.read(QUESTIONS["elements"].text, {"ids": [ally, topic]}, name="elements")
    labels = {row[0]: row[1] for row in rows}
    for place, id_, label in (("for", ally, ALLY.label), ("topic", topic, TOPIC.label)):
        if label not in labels.get(id_, ()):
            kind = "an organization, library or community" if label == ALLY.label else "a topic"
            found = f"{id_!r} is not {kind}" if id_ in labels else f"there is no {label} with the id {id_!r}"
            raise NotFound(f"{found}; look it up with search", place=place)
