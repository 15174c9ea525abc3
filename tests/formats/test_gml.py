"""GML as tools write it."""

from io import BytesIO

import networkx as nx
import pytest

from graph.formats import gml
from tests.formats.drawings import Read

MAP = """Creator "Jana"
Version 1
# a comment
graph
[
  directed 1
  comment "Naše obec"
  node [ id 7 label "Knihovna &amp; spol." type "Library" graphics [ x 1.5 y -2 fill "#fff" ] ]
  node
  [
    id 8
    label "&#268;ten&#237;"
    tags "a" tags "b"
  ]
  edge [ source 7 target 8 label "pořádá" weight 2 ]
  edge [ source 8 target 7 ]
]
"""


def test_nodes_and_edges_with_what_is_said_of_them() -> None:
    found = Read(MAP.encode())
    assert found.format is gml.FORMAT and not found.problems
    assert found.labels == {"Knihovna & spol.": "Library", "Čtení": "Item"}
    assert (found.named("Čtení")["tags"], found.map["fields"]) == (["a", "b"], {"comment": "Naše obec"})
    assert found.shown[found.named("Knihovna & spol.")["id"]]["x"] == 1.5
    assert found.triples == [("Knihovna & spol.", "pořádá", "Čtení"), ("Čtení", "RELATED_TO", "Knihovna & spol.")]
    assert [link["fields"]["weight"] for link in found.links if link.get("kind")] == [2]


def test_what_is_no_finite_number_is_a_word() -> None:
    found = Read(b"graph [ node [ id 1 label Inf size nan weight 1e999 share 2.5 ] ]")
    said = found.named("Inf")["fields"]
    assert (said["size"], said["weight"], said["share"]) == ("nan", "1e999", 2.5)


@pytest.mark.parametrize("make", [nx.karate_club_graph, nx.les_miserables_graph, lambda: nx.path_graph(3, nx.DiGraph)])
def test_what_networkx_writes_has_the_counts_of_the_graph(make: "object") -> None:
    graph = make()  # type: ignore[operator]
    content = BytesIO()
    nx.write_gml(graph, content)
    found = Read(content.getvalue())
    assert len(found.elements) - 1 == graph.number_of_nodes() and len(found.links) == graph.number_of_edges()


def test_a_bracket_too_many_is_told() -> None:
    assert "line 1" in Read(b"graph [ ] ]").problems[0]


def test_what_ends_before_its_brackets_are_closed_is_read() -> None:
    found = Read(b'graph [ node [ id 1 label "A" ] node [ id 2 label "B" ] edge [ source 1 target 2 ]')
    assert (len(found.elements), len(found.links), found.problems) == (3, 1, [])
    assert any("ends before all brackets are closed" in each for each in found.notices)
