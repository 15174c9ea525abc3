"""Elements with all properties of their own, in the form of the GraphQL fields."""

from collections.abc import Sequence

from graph.access import Viewer
from graph.contract import price
from graph.model import ElementType, Kind
from graph.reading.read import compile_read
from graph.reading.selection import Branch, ByIds, Column, Constant, ElementSelection, Value
from graph.schema import SCHEMA
from graph.store import Store

Whole = dict[str, object]
"""An element: its type, and its properties by name, null where it has none."""

_COORDINATES = (Column("latitude", "latitude"), Column("longitude", "longitude"))


def _branch(element: ElementType) -> Branch:
    shown = [declared for declared in SCHEMA.properties_of(element) if not declared.internal]
    values = (Value(p.name, p, _COORDINATES if p.kind is Kind.POINT else ()) for p in shown)
    return Branch(element.label, (Constant("type", element.label), *values))


_NARROWEST_FIRST = sorted(SCHEMA.elements, key=lambda element: element.parent is None)
_READ = compile_read(ByIds("ids", ElementSelection(tuple(map(_branch, _NARROWEST_FIRST)))))

PRICE = 1 + max(sum(p.name in price.LONG for p in SCHEMA.properties_of(element)) for element in SCHEMA.elements)
"""What it costs to read one, as in GraphQL."""


async def whole(store: Store, ids: Sequence[str], viewer: Viewer) -> list[Whole | None]:
    """The elements with these ids, None for each that the viewer may not see."""
    rows = await store.read(_READ.text, {"ids": [*ids]} | viewer.parameters, name="elements", row=_READ.row)
    found: list[Whole | None] = _READ.whole(rows)
    return found
