"""An Excel workbook that a person likes to read and that Kumu takes: the sheets Elements and Connections."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing

from graph.formats.format import Writer
from graph.formats.writers.flat import Columns, Drawing
from graph.formats.writers.sheets import Cells, Sheet, written
from graph.formats.writers.spool import Spool, spooled
from graph.model import Text

_WIDTHS = {
    "ID": 24,
    "Label": 42,
    "From": 24,
    "To": 24,
    "From name": 42,
    "To name": 42,
    "Type": 20,
    "Tags": 24,
    "description": 60,
    "url": 34,
}
_WIDTH = 18


def write(spool: Spool) -> Iterator[bytes]:
    """Both sheets, row by row."""
    drawing = Drawing(spool)
    with closing(sqlite3.connect("", check_same_thread=False)) as names:
        elements = _sheet("Elements", *_elements(drawing))
        yield from written([elements, _sheet("Connections", *_connections(drawing, names))])


WRITER = Writer(
    "xlsx",
    (".xlsx",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Text(
        "Sešit Excelu s listy Elements a Connections, jak je čte člověk i Kumu.",
        "An Excel workbook with the sheets Elements and Connections, for people and for Kumu.",
    ),
    spooled(write),
    is_text=False,
)


def _elements(drawing: Drawing) -> tuple[list[str], Cells]:
    names = [name for name, _ in Columns(drawing.elements)]
    rows = (
        [item.id, item.label, item.type, item.tags, *(item.fields.get(name) for name in names)]
        for item in drawing.elements
    )
    return ["ID", "Label", "Type", "Tags", *map(_free, names)], rows


def _connections(drawing: Drawing, names: sqlite3.Connection) -> tuple[list[str], Cells]:
    """Kumu wants ids at the ends, a person names; these are looked up on disk. Ids tell parallel connections apart."""
    names.execute("CREATE TABLE names (id TEXT PRIMARY KEY, name TEXT) WITHOUT ROWID")
    names.executemany("INSERT INTO names VALUES (?, ?)", ((item.id, item.label) for item in drawing.elements))
    fields = [name for name, _ in Columns(drawing.connections)]

    def name(id_: str) -> object:
        found = names.execute("SELECT name FROM names WHERE id = ?", (id_,)).fetchone()
        return found[0] if found else None

    are_parallel = any(edge.is_parallel for edge in drawing.connections)
    rows = (
        [edge.id] * are_parallel
        + [edge.source, edge.target, name(edge.source), edge.type, name(edge.target), edge.direction, edge.tags]
        + [edge.fields.get(field) for field in fields]
        for edge in drawing.connections
    )
    head = ["ID"] * are_parallel + ["From", "To", "From name", "Type", "To name", "Direction", "Tags"]
    return [*head, *map(_free, fields)], rows


def _free(name: str) -> str:
    """The name of a field that is not that of a column of Kumu's own."""
    return f"{name} (field)" if name.casefold() in {"id", "label", "type", "tags", "from", "to", "direction"} else name


def _sheet(name: str, columns: Sequence[str], rows: Cells) -> Sheet:
    return Sheet(name, [(column, _WIDTHS.get(column, _WIDTH)) for column in columns], rows)
