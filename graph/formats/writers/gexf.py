"""GEXF 1.3, for Gephi: kinds of edges, lists, times, and positions where a map has them."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import orjson

from graph.formats.format import Writer
from graph.formats.writers.flat import Columns, Connection, Drawing, Element, text
from graph.formats.writers.spool import Spool, spooled
from graph.formats.writers.xml import Xml
from graph.model import Text
from graph.rows import Data
from graph.values.rules import partial_date


def write(spool: Spool) -> Iterator[bytes]:
    """A dynamic graph whose parts begin with ``since`` and end with ``until``; maps are layouts and no nodes."""
    xml, drawing = Xml(), Drawing(spool)
    namespaces = {"xmlns:viz": "http://gexf.net/1.3/viz"}
    xml.begin("gexf", xmlns="http://gexf.net/1.3", version="1.3", **namespaces)
    xml.begin("meta", lastmodifieddate=datetime.now(UTC).date().isoformat())
    xml.leaf("creator", "Spojenci")
    xml.end("meta")
    is_directed = any(edge.direction == "directed" for edge in drawing.connections)
    default = "directed" if is_directed else "undirected"
    xml.begin("graph", mode="dynamic", defaultedgetype=default, timeformat="date", timerepresentation="interval")
    nodes = _attributes(xml, "node", Columns(drawing.elements))
    edges = _attributes(xml, "edge", Columns(_edges(drawing, is_directed=is_directed)))
    positions = _positions(spool)
    xml.begin("nodes")
    for item in drawing.elements:
        xml.begin("node", id=item.id, label=item.label, **times(item.fields))
        _values(xml, nodes, item)
        if item.id in positions:
            xml.leaf("viz:position", **positions[item.id])
        xml.end("node")
        yield xml.taken()
    xml.end("nodes")
    xml.begin("edges")
    for number, edge in enumerate(_edges(drawing, is_directed=is_directed)):
        ends = {"id": str(number), "source": edge.source, "target": edge.target}
        xml.begin("edge", **ends, kind=edge.type, label=edge.type, type_=edge.direction, **times(edge.fields))
        _values(xml, edges, edge)
        xml.end("edge")
        yield xml.taken()
    for tag in ("edges", "graph", "gexf"):
        xml.end(tag)
    yield xml.taken()


WRITER = Writer(
    "gexf",
    (".gexf",),
    "application/gexf+xml",
    Text(
        "GEXF 1.3 pro Gephi: druhy spojení, časy, a polohy, má-li je mapa.",
        "GEXF 1.3 for Gephi: kinds of connections, times, and positions where a map has them.",
    ),
    spooled(write),
)


def _positions(spool: Spool) -> dict[object, dict[str, str]]:
    """Where elements stand on the only map that says so; y goes up there, and down on maps in Kumu."""
    shown: dict[object, dict[str, str]] = {}
    of = set()
    for row in spool.connections:
        if (
            row["link"] == "SHOWS"
            and isinstance(x := row.get("x"), int | float)
            and isinstance(y := row.get("y"), int | float)
        ):
            of.add(row["from"])
            shown[row["to"]] = {"x": str(x), "y": str(-y), "z": "0"}
    return shown if len(of) == 1 else {}


def _attributes(xml: Xml, of: str, columns: Columns) -> dict[str, str]:
    """Declare the attributes of nodes or edges; returns their ids by name."""
    named = {"type": "string", "tags": "list"} | dict(columns)
    ids = {name: str(number) for number, name in enumerate(named)}
    xml.begin("attributes", class_=of)
    for name, type_ in named.items():
        xml.leaf("attribute", id=ids[name], title=name, type_="liststring" if type_ == "list" else type_)
    xml.end("attributes")
    return ids


def _edges(drawing: Drawing, *, is_directed: bool) -> Iterator[Connection]:
    """The connections; among those with arrows, one without leads both ways, for networkx opens no graph that has both."""
    for edge in drawing.connections:
        if is_directed and edge.direction == "undirected":
            yield replace(edge, direction="mutual", fields={**edge.fields, "direction": "undirected"})
        else:
            yield edge


def _values(xml: Xml, ids: dict[str, str], item: Element | Connection) -> None:
    xml.begin("attvalues")
    tags = {"tags": item.tags} if item.tags else {}
    for name, value in {**item.fields, "type": item.type, **tags}.items():
        # Gephi takes lists as JSON writes them, and texts with | for one.
        given = orjson.dumps(value).decode() if isinstance(value, list) else text(value)
        xml.leaf("attvalue", for_=ids[name], value=given)
    xml.end("attvalues")


def times(fields: Data) -> dict[str, str]:
    """From when to when, to the day: a year begins in January and ends in December."""
    since, until = _date(fields.get("since")), _date(fields.get("until"))
    start = {"start": f"{since}-01-01"[:10] if len(since) == 4 else f"{since}-01"[:10]} if since else {}
    return start | ({"end": _last_day(until)} if until else {})


def _date(value: object) -> str:
    """A date as the model has it; nothing of what a map only calls so."""
    said = str(value or "")
    return "" if partial_date(said) else said


def _last_day(date: str) -> str:
    if len(date) == 4:
        return f"{date}-12-31"
    if len(date) == 7:
        year, month = map(int, date.split("-"))
        return f"{date}-{monthrange(year, month)[1]:02}"
    return date[:10]
