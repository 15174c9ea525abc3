"""Deciding what is twice on the map: two elements are not the same."""

from collections.abc import Mapping
from typing import Any

from graph.fields import TYPES, Field, Shape
from graph.model import Text
from graph.operation import Operation
from graph.operations.writes import batch
from graph.records import REJECTED
from graph.schema import ELEMENT
from graph.writing.commands import Connect

SAME_AS = "SAME_AS"

TYPES["PairInput"] = Shape(
    "PairInput",
    Text("Dva prvky.", "Two elements."),
    (
        Field("one", "ID!", None, Text("Id jednoho.", "Id of one of them.")),
        Field("other", "ID!", None, Text("Id druhého.", "Id of the other one.")),
    ),
)


def _apart(given: Mapping[str, Any], path: tuple[str | int, ...]) -> Connect:
    return Connect(SAME_AS, given["one"], given["other"], None, {"status": REJECTED}, path)


not_the_same: Operation = batch(
    "not_the_same",
    Text(
        "Řekne, že dva prvky nejsou totéž; ze seznamu možných duplicit zmizí.",
        "Says that two elements are not the same: they leave the list of duplicates.",
    ),
    "PairInput",
    ELEMENT.label,
    "WritePayload",
    _apart,
)

OPERATIONS = [not_the_same]
