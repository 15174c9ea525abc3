"""Tables in which maps are drawn, as Kumu has them: elements a row, connections a row, in CSV or in a workbook.

The rules are Kumu's (guides/import/import.md of its documentation): a sheet called ``… (ignore)`` is left out, two blank
rows begin a new table, ``|`` parts the values of a cell, rows of one ID are one element, of which the lowest holds. Any
other list is a table of elements, too: its first column that names things is the label.
"""

from typing import BinaryIO

from graph.formats.drawn import DRAWN, reader
from graph.formats.format import Format
from graph.formats.tables import openfairdb, text, workbook
from graph.mapping.drawing import Drawing
from graph.mapping.remarks import Remarks
from graph.model import Text

XLSX = Format(
    "xlsx",
    (".xlsx", ".xlsm", ".ods"),
    Text(
        "Sešit Excelu nebo LibreOffice s tabulkami prvků a spojení, jak je má Kumu, nebo s jakýmkoli seznamem.",
        "A workbook of Excel or LibreOffice with tables of elements and connections as Kumu has them, or with any list.",
    ),
    workbook.recognises,
    reader(workbook.draw),
    options=DRAWN,
    draw=workbook.draw,
)

TABLE = Format(
    "table",
    (".csv", ".tsv"),
    Text(
        "Tabulka prvků nebo spojení v CSV, jak ji má Kumu, nebo jakýkoli seznam.",
        "A table of elements or of connections in CSV as Kumu has them, or any list.",
    ),
    text.recognises,
    reader(text.draw),
    options=DRAWN,
    draw=text.draw,
)


def _draw_openfairdb(stream: BinaryIO, remarks: Remarks) -> Drawing:
    return openfairdb.understand(text.draw(stream, remarks))


OPENFAIRDB = Format(
    "openfairdb",
    (".csv",),
    Text(
        "CSV z OpenFairDB, na které stojí Karte von morgen.",
        "CSV of OpenFairDB, on which Karte von morgen stands.",
    ),
    openfairdb.recognises,
    reader(_draw_openfairdb),
    options=DRAWN,
    draw=_draw_openfairdb,
)
