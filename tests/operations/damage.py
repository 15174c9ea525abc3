"""A map that somebody has written into with plain Cypher: every property holds values of types that it cannot have."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from neo4j.spatial import CartesianPoint
from neo4j.time import Date, DateTime, Duration, Time

from graph.model import Property
from graph.schema import SCHEMA
from graph.store import Store
from graph.store.values import point

ELEMENTS = "MATCH (n:Element) WITH n ORDER BY n.id RETURN n.id, labels(n)"
CONNECTIONS = "MATCH (:Element)-[r]->(:Element) WITH r ORDER BY elementId(r) RETURN elementId(r), type(r)"
INTO_ELEMENTS = "UNWIND $rows AS row MATCH (n:Element {id: row.of}) SET n += row.values"
INTO_CONNECTIONS = "UNWIND $rows AS row MATCH ()-[r]->() WHERE elementId(r) = row.of SET r += row.values"


def _wrong(number: int) -> tuple[Any, ...]:
    """A value of each type that Neo4j keeps."""
    return (
        number,
        number + 0.5,
        math.nan,
        math.inf,
        2**63 - 1 - number,
        True,
        Date(2020, 1, 1) + Duration(days=number),
        DateTime(2020, 1, 1, number % 24, number % 60, 1),
        Time(number % 24, 5),
        point(number % 90, 1),
        CartesianPoint((number, 2)),
        Duration(days=number),
        "",
        f"text {number}",
        f"\0 \x0b\ufffe {number}",
        [f"one {number}", "two"],
        [number, 2],
        [1.5, float(number)],
        [Date(2020, 1, 1) + Duration(days=number)],
        [],
        bytes([number % 256]),
    )


KINDS = len(_wrong(0))
"""How many kinds of values there are: after so many rounds each property has held each of them."""

KEPT = frozenset({"id", "visibility", "status"})
"""What everything is found by; it is damaged in rounds of its own."""


@dataclass(frozen=True)
class Damage:
    """Wrong values in the properties with these ``names``, or in all but those that things are found by."""

    elements: bool = False
    connections: bool = False
    names: tuple[str, ...] = ()

    async def do(self, store: Store, round_: int) -> None:
        """Write them; each round writes others."""
        if self.elements:
            rows = []
            for number, (id_, labels) in enumerate(await store.read(ELEMENTS)):
                label = max((each for each in LABELS if each in labels), key=lambda each: len(LABELS[each]))
                rows.append({"of": id_, "values": self._values(LABELS[label], number, round_)})
            await store.command(INTO_ELEMENTS, {"rows": rows})
        if self.connections:
            rows = [
                {"of": key, "values": self._values(TYPES[type_], number, round_)}
                for number, (key, type_) in enumerate(await store.read(CONNECTIONS))
            ]
            await store.command(INTO_CONNECTIONS, {"rows": rows})

    def _values(self, declared: Iterable[Property], number: int, round_: int) -> dict[str, Any]:
        wrong, found = _wrong(number), {}
        for place, each in enumerate(declared):
            if each.name in self.names or not (self.names or each.formula or each.name in KEPT):
                found[each.name] = wrong[(number + place + round_) % KINDS]
        return found


LABELS = {each.label: SCHEMA.properties_of(each) for each in SCHEMA.elements}
TYPES = {each.type: SCHEMA.properties_of_connection(each) for each in SCHEMA.connections}
