"""What every format and source yields and the importer takes: rows of the canonical form, each with its place."""

from collections.abc import Iterator
from dataclasses import dataclass

from graph.errors import Problem

Data = dict[str, object]
"""An element or connection in the canonical form, as JSON has it.

``{"label": …, "id": …, …}`` for an element, ``{"link": …, "from": …, "to": …, …}`` for a connection.
"""


@dataclass(slots=True)  # frozen ones take three times as long to make
class Row:
    """One element or connection, not yet validated."""

    place: str
    data: Data


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that a reader cleaned, could not use or could not map; the import goes on."""

    place: str
    message: str


Rows = Iterator[Row | Notice | Problem]
"""Elements before connections. A ``Problem`` refuses the whole import; reading goes on to find the others."""
