"""What every source yields and the importer takes: rows of the canonical form, each with the place it came from."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from graph.errors import Problem


@dataclass(slots=True)  # frozen ones take three times as long to make
class Row:
    """One element or connection in the canonical form, not yet validated.

    ``data`` is ``{"label": …, "id": …, …}`` for an element, ``{"link": …, "from": …, "to": …, …}`` for a connection.
    """

    place: str
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that a source cleaned, could not use or could not map; the import goes on."""

    place: str
    message: str


Rows = Iterator[Row | Notice | Problem]
"""Elements before connections. A ``Problem`` refuses the whole import; reading goes on to find the others."""
