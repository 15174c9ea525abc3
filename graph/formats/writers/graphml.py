"""GraphML, for Gephi, yEd, Cytoscape and networkx."""

from collections.abc import Iterator

from graph.formats.format import Writer
from graph.formats.writers.flat import Columns, Connection, Drawing, Element, text
from graph.formats.writers.spool import Spool, spooled
from graph.formats.writers.xml import Xml
from graph.model import Text


def write(spool: Spool) -> Iterator[bytes]:
    """A key for each name of a field, with the narrowest type that holds its values; lists are texts with ``|``."""
    xml, drawing = Xml(), Drawing(spool)
    xml.begin("graphml", xmlns="http://graphml.graphdrawing.org/xmlns")
    nodes = _keys(xml, "node", "n", ("label", "type", "tags"), Columns(drawing.elements))
    edges = _keys(xml, "edge", "e", ("type", "direction", "tags"), Columns(drawing.connections))
    xml.begin("graph", edgedefault="directed")
    for item in drawing.elements:
        xml.begin("node", id=item.id)
        _data(xml, nodes, item, label=item.label)
        xml.end("node")
        yield xml.taken()
    for number, edge in enumerate(drawing.connections):
        xml.begin("edge", id=f"e{number}", source=edge.source, target=edge.target)
        _data(xml, edges, edge, direction=edge.direction)
        xml.end("edge")
        yield xml.taken()
    xml.end("graph")
    xml.end("graphml")
    yield xml.taken()


WRITER = Writer(
    "graphml",
    (".graphml",),
    "application/graphml+xml",
    Text("GraphML pro Gephi, yEd, Cytoscape a networkx.", "GraphML for Gephi, yEd, Cytoscape and networkx."),
    spooled(write),
)


def _keys(xml: Xml, of: str, letter: str, fixed: tuple[str, ...], columns: Columns) -> dict[str, str]:
    """Declare the keys of nodes or edges; returns their ids by name."""
    named = dict.fromkeys(fixed, "string") | {name: type_ for name, type_ in columns if name not in fixed}
    ids = {name: f"{letter}{number}" for number, name in enumerate(named)}
    for name, type_ in named.items():
        kind = "string" if type_ == "list" else type_
        xml.leaf("key", id=ids[name], for_=of, **{"attr.name": name, "attr.type": kind})
    return ids


def _data(xml: Xml, keys: dict[str, str], item: Element | Connection, **own: str) -> None:
    tags = {"tags": item.tags} if item.tags else {}
    for name, value in {**item.fields, **own, "type": item.type, **tags}.items():
        xml.leaf("data", text(value), key=keys[name])
