"""GraphML as tools write it."""

from io import BytesIO
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.formats import graphml
from tests.formats.drawings import Read
from tests.making_up import MANY

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<!-- <gexf> -->\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
)
KEYS = """
<key id="d0" for="node" attr.name="name" attr.type="string"/>
<key id="d1" for="node" attr.name="type" attr.type="string"><default>Library</default></key>
<key id="d2" for="all" attr.name="weight" attr.type="double"/>
<key id="d3" for="edge" attr.name="relation" attr.type="string"/>
<key id="d4" for="node" attr.name="open" attr.type="boolean"/>
<key id="d5" for="graph" attr.name="author" attr.type="string"/>
"""


def read(body: str, keys: str = KEYS) -> Read:
    found = Read(f"{HEAD}{keys}{body}</graphml>".encode())
    assert found.format is graphml.FORMAT
    return found


MAP = """<graph edgedefault="undirected"><data key="d5">Jana</data>
<node id="k"><data key="d0">Knihovna</data><data key="d2">1.5</data><data key="d4">true</data></node>
<node id="c"><data key="d0"> Čtení </data><data key="d1">Activity</data><data key="d9">navíc</data></node>
<edge source="k" target="c" directed="true"><data key="d3">pořádá</data><data key="d2">x</data></edge>
<edge source="c" target="k"/></graph>"""


def test_fields_types_and_defaults() -> None:
    found = read(MAP)
    assert not found.problems
    library, activity = found.named("Knihovna"), found.named("Čtení")
    assert (library["label"], library["fields"]["weight"], library["fields"]["open"]) == ("Library", 1.5, True)
    assert (activity["label"], activity["fields"]["d9"]) == ("Activity", "navíc")
    runs, guess = sorted(found.links, key=lambda link: link.get("status", ""))
    assert (runs["link"], runs["from"], runs["fields"]["weight"], runs["drawn"]["direction"]) == (
        "RUNS", library["id"], "x", "directed",
    )  # fmt: skip
    assert (guess["link"], guess["status"]) == ("RUNS", "proposed")
    assert found.map["fields"] == {"author": "Jana"}


YED = """
<key for="node" id="g" yfiles.type="nodegraphics"/><key for="edge" id="h" yfiles.type="edgegraphics"/>
<graph id="G" edgedefault="directed">
<node id="n0" yfiles.foldertype="group"><data key="g"><y:ProxyAutoBoundsNode xmlns:y="urn:y"><y:Realizers><y:GroupNode>
<y:Geometry x="1" y="2"/><y:NodeLabel>Město</y:NodeLabel></y:GroupNode></y:Realizers></y:ProxyAutoBoundsNode></data>
<graph id="n0:" edgedefault="directed"><node id="n0::n0"><data key="g"><y:ShapeNode xmlns:y="urn:y"><y:Geometry x="-3.5" y="4"/>
<y:Fill color="#FFCC00"/><y:NodeLabel>Knihovna<y:LabelModel/></y:NodeLabel></y:ShapeNode></data><port name="p"/></node></graph></node>
<edge id="e0" source="n0::n0" target="n0"><data key="h"><y:PolyLineEdge xmlns:y="urn:y">
<y:EdgeLabel> zdobí </y:EdgeLabel></y:PolyLineEdge></data></edge>
<hyperedge><endpoint node="n0"/></hyperedge></graph>"""


def test_yed() -> None:
    found = read(YED)
    assert found.triples == [("Knihovna", "zdobí", "Město")]
    library = found.named("Knihovna")
    assert library["drawn"] == {"id": "n0::n0", "parent": "n0", "x": -3.5, "y": 4.0, "color": "#FFCC00"}
    assert (found.shown[library["id"]]["x"], found.shown[library["id"]]["y"]) == (-3.5, 4)
    told = " ".join(found.notices)
    assert all(word in told for word in ("read flat", "hyperedge", "ports", "yEd"))


def test_neo4j_labels() -> None:
    body = """<graph edgedefault="directed"><node id="n0" labels=":Library"><data key="d0">K</data></node>
    <node id="n1" labels=":Activity:Reading"><data key="d0">C</data></node><edge id="e0" source="n0" target="n1" label="RUNS"/></graph>"""
    found = read(body, '<key id="d0" for="node" attr.name="name"/>')
    assert found.labels == {"K": "Library", "C": "Item"}
    assert found.named("C")["kind"] == "Activity, Reading"
    assert found.triples == [("K", "RUNS", "C")]


@pytest.mark.parametrize("kind", [nx.Graph, nx.DiGraph, nx.MultiGraph, nx.MultiDiGraph])
def test_networkx(kind: Any) -> None:
    graph = kind()
    graph.add_node(1, label="Knihovna", type="Library", x=1.0, y=2.0)
    graph.add_node(2, label="Čtení", type="Activity", members=3)
    graph.add_node(3, label="Senioři", type="TargetGroup")
    graph.add_edge(1, 2, type="runs", weight=2)
    graph.add_edge(2, 3, type="pro")
    graph.add_edge(1, 2, type="hlídá")
    written = BytesIO()
    nx.write_graphml(graph, written)
    found = Read(written.getvalue())
    assert not found.problems
    assert ("Čtení", "FOR", "Senioři") in found.triples
    assert len(found.links) == (3 if graph.is_multigraph() else 2)
    assert found.shown[found.named("Knihovna")["id"]]["x"] == 1


BOMB = '<!DOCTYPE a [<!ENTITY a "xxxxxxxxxx"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (f"{BOMB}<graphml><graph><node id='&b;'/></graph></graphml>", "declares entities"),
        (f"{OUTSIDE}<graphml><graph><node id='&a;'/></graph></graphml>", "declares entities"),
        ("<graphml><graph><node id='a'>", "line 1, column"),
        ("<graphml>" + "<graph>" * 300, "nests deeper than 200 levels"),
        ('<?xml version="1.0" encoding="nonsense"?><graphml/>', "cannot be read"),
    ],
)
def test_hostile_and_broken(data: str, message: str) -> None:
    found = Read(data.encode(), graphml.FORMAT)
    assert not found.rows and len(found.problems) == 1
    assert message in found.problems[0] and "root:" not in found.problems[0]


def test_a_document_type_that_names_a_file_is_not_fetched() -> None:
    found = Read(
        b'<!DOCTYPE graphml SYSTEM "http://localhost:9/graphml.dtd">\n<graphml><graph><node id="a"/></graph></graphml>'
    )
    assert found.labels == {"a": "Item"}


@settings(max_examples=MANY)
@given(st.lists(st.sampled_from([
    "<graph>", "</graph>", "<node id='a'>", "<node>", "</node>", "<edge source='a' target='b'/>", "<edge/>", "x", "<data key='d0'>",
    "</data>", "<key/>", "<key id='d0' for='node' attr.type='int'><default>1</default></key>", "<hyperedge/>", "&amp;", "<port/>",
]), max_size=12))  # fmt: skip
def test_any_mess_is_read(parts: list[str]) -> None:
    Read(f"<graphml>{''.join(parts)}</graphml>".encode(), graphml.FORMAT)
