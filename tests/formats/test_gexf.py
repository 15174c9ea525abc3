"""GEXF as Gephi and networkx write it."""

from io import BytesIO

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.formats import gexf
from tests.formats.drawings import Read
from tests.making_up import MANY

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">'
MAP = """<meta lastmodifieddate="2024-05-01"><creator>Jana</creator></meta>
<graph defaultedgetype="undirected" timeformat="date">
<attributes class="node"><attribute id="0" title="Typ" type="string"/><attribute id="1" title="Štítky" type="liststring"/>
<attribute id="2" title="Kapacita" type="integer"><default>10</default></attribute></attributes>
<attributes class="edge"><attribute id="0" title="Poznámka" type="string"/></attributes>
<nodes><node id="k" label="Knihovna"><attvalues><attvalue for="0" value="Knihovna"/><attvalue for="1" value='[a, "b, c"]'/></attvalues>
<viz:position x="1.5" y="-2" z="0"/><viz:size value="4"/><viz:color r="1" g="2" b="3"/></node>
<node id="c" label="Čtení" start="2019-03-01T00:00:00" end="2021"><attvalues><attvalue for="0" value="Akce"/>
<attvalue for="2" value="20" start="2019" end="2020"/><attvalue for="2" value="30" start="2020"/></attvalues></node>
<node id="s" label="Spolek" pid="k"><spells><spell start="2001" end="2002"/><spell start="2005"/></spells></node></nodes>
<edges><edge id="0" source="k" target="c" kind="pořádá" type="directed" start="2020-01-01"><attvalues>
<attvalue for="0" value="od začátku"/></attvalues></edge>
<edge id="1" source="s" target="c" label="hlídá" weight="2.0"/></edges></graph>"""


def read(body: str) -> Read:
    found = Read(f"{HEAD}{body}</gexf>".encode())
    assert found.format is gexf.FORMAT
    return found


def test_a_map_with_time() -> None:
    found = read(MAP)
    assert not found.problems
    library, activity, group = (found.named(name) for name in ("Knihovna", "Čtení", "Spolek"))
    assert (library["label"], library["fields"]["Štítky"], library["fields"]["Kapacita"]) == (
        "Library",
        ["a", "b, c"],
        10,
    )
    assert library["drawn"] == {"id": "k", "x": 1.5, "y": -2.0, "size": 4.0, "color": "1, 2, 3"}
    assert (activity["label"], activity["since"], activity["until"]) == ("Activity", "2019-03-01", "2021")
    assert activity["fields"]["Kapacita"] == [
        {"value": 20, "start": "2019", "end": "2020"}, {"value": 30, "start": "2020"},
    ]  # fmt: skip
    assert group["fields"]["spells"] == [{"start": "2001", "end": "2002"}, {"start": "2005"}]
    assert group["drawn"]["parent"] == "k"
    assert found.triples == [("Knihovna", "RUNS", "Čtení"), ("Spolek", "hlídá", "Čtení")]
    runs = next(link for link in found.links if link["link"] == "RUNS")
    assert (runs["since"], runs["note"], runs["drawn"]["direction"]) == ("2020-01-01", "od začátku", "directed")
    assert found.map["fields"] == {"creator": "Jana", "lastmodifieddate": "2024-05-01"}


def test_nodes_within_nodes() -> None:
    found = read('<graph><nodes><node id="a" label="A"><nodes><node id="b" label="B"/></nodes></node></nodes></graph>')
    assert found.named("B")["drawn"]["parent"] == "a"
    assert any("read flat" in notice for notice in found.notices)


def test_lists_of_older_versions() -> None:
    body = """<graph><attributes class="node"><attribute id="t" title="tags" type="liststring"/></attributes><nodes>
    <node id="a" label="A"><attvalues><attvalue for="t" value="x|y"/></attvalues></node></nodes></graph>"""
    assert read(body).named("A")["tags"] == ["x", "y"]


def test_times_that_are_no_dates() -> None:
    found = read('<graph><nodes><node id="a" label="A" start="8.5" end="10"/></nodes></graph>')
    assert found.named("A")["fields"] == {"start time": "8.5", "end time": "10"}


def test_networkx() -> None:
    graph = nx.DiGraph()
    graph.add_node("k", label="Knihovna", type="Library", viz={"position": {"x": 1.0, "y": 2.0, "z": 0.0}})
    graph.add_node("c", label="Čtení", type="Activity", start="2019-01-01")
    graph.add_edge("k", "c", kind="runs")
    written = BytesIO()
    nx.write_gexf(graph, written)
    found = Read(written.getvalue())
    assert not found.problems
    assert found.triples == [("Knihovna", "RUNS", "Čtení")]
    assert found.shown[found.named("Knihovna")["id"]]["y"] == 2


@pytest.mark.parametrize(
    "data", ['<!DOCTYPE g [<!ENTITY a "x">]><gexf>&a;</gexf>', "<gexf><graph>", "<gexf>" + "<nodes>" * 300]
)
def test_hostile_and_broken(data: str) -> None:
    found = Read(data.encode(), gexf.FORMAT)
    assert not found.rows and len(found.problems) == 1


@settings(max_examples=MANY)
@given(st.lists(st.sampled_from([
    "<graph>", "</graph>", "<nodes>", "</nodes>", "<node id='a' label='b' start='x'>", "<node>", "</node>", "<edge source='a' target='b'/>",
    "<edge/>", "<attvalue/>", "<attvalue for='0' value='1'/>", "<attribute id='0' type='liststring'/>", "<attributes class='x'>",
    "</attributes>", "<spell start='1'/>", "<position x='a'/>", "<meta a='1'>", "</meta>", "<parent/>",
]), max_size=12))  # fmt: skip
def test_any_mess_is_read(parts: list[str]) -> None:
    Read(f"<gexf>{''.join(parts)}</gexf>".encode(), gexf.FORMAT)
