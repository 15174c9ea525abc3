"""Node-link JSON as tools and people write it."""

import json
from io import BytesIO
from typing import Any

import networkx as nx
import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import InvalidFile, Problem
from graph.formats import nodelink, registry
from tests.formats.drawings import Read
from tests.making_up import MANY


def read(content: Any) -> Read:
    found = Read(orjson.dumps(content))
    assert found.format is nodelink.FORMAT
    return found


KNIHOVNA = {"name": "Knihovna", "type": "Library"}
CTENI = {"name": "Čtení", "type": "Activity"}
RUNS = ("Knihovna", "RUNS", "Čtení")


@pytest.mark.parametrize(
    "content",
    [
        {"nodes": [{"id": "k", **KNIHOVNA}, {"id": "c", **CTENI}], "links": [{"source": "k", "target": "c", "type": "runs"}]},
        {"Vertices": [{"ID": 1, **KNIHOVNA}, {"ID": 2, **CTENI}], "EDGES": [{"From": 1, "To": 2, "Relationship": "runs"}]},
        {"nodes": [KNIHOVNA, CTENI], "links": [{"source": 0, "target": 1, "label": "pořádá"}]},
        {"nodes": [KNIHOVNA, CTENI], "edges": [{"start": "knihovna", "end": "Čtení", "relation": "runs"}]},
        {"nodes": {"k": KNIHOVNA, "c": CTENI}, "edges": {"e": {"sourceId": "k", "targetId": "c", "kind": "runs"}}},
        {"nodes": [{"id": 7, **KNIHOVNA}, {"id": 8, **CTENI}],
         "links": [{"source": {"id": 7, **KNIHOVNA}, "target": {"id": 8}, "type": "runs"}]},
        {"elements": {"nodes": [{"data": {"id": "k", **KNIHOVNA}}, {"data": {"id": "c", **CTENI}}],
                      "edges": [{"data": {"id": "e", "source": "k", "target": "c", "interaction": "runs"}}]}},
        {"elements": [{"data": {"id": "k", **KNIHOVNA}}, {"data": {"id": "c", **CTENI}},
                      {"data": {"source": "k", "target": "c", "label": "runs"}}]},
        {"graph": {"directed": True, "nodes": {"k": {"label": "Knihovna", "metadata": {"type": "Library"}},
                   "c": {"label": "Čtení", "metadata": {"type": "Activity"}}},
                   "edges": [{"source": "k", "target": "c", "relation": "runs"}]}},
        {"graphs": [{"nodes": [{"id": "k", **KNIHOVNA}, {"id": "c", **CTENI}], "edges": [["k", "c", "runs"]]}]},
        {"nodes": [{"key": "k", "attributes": {"label": "Knihovna", "category": "Library"}},
                   {"key": "c", "attributes": {"label": "Čtení", "category": "Activity"}}],
         "edges": [{"key": "e", "source": "k", "target": "c", "attributes": {"type": "runs"}}]},
        {"nodes": [{"id": "0", "labels": ["Library"], "properties": {"name": "Knihovna"}},
                   {"id": "1", "labels": ["Activity"], "properties": {"name": "Čtení"}}],
         "relationships": [{"id": "0", "type": "RUNS", "startNode": "0", "endNode": "1", "properties": {}}]},
        {"nodes": [{"id": "O1", "name": "Knihovna", "label": ["Library"]}, {"id": "O2", "name": "Čtení", "label": "activity"}],
         "links": [{"source": 0, "target": 1, "type": "runs"}]},
        [{"id": "k", **KNIHOVNA}, {"id": "c", **CTENI}, {"source": "k", "target": "c", "type": "runs"}],
        {"data": {"network": {"nodes": [KNIHOVNA, CTENI], "links": [{"source": 0, "target": 1, "type": "runs"}]}}},
    ],
)  # fmt: skip
def test_one_map_in_many_words(content: Any) -> None:
    found = read(content)
    assert not found.problems
    assert found.triples == [RUNS]
    assert found.labels == {"Knihovna": "Library", "Čtení": "Activity"}


def test_bare_lists() -> None:
    assert read([KNIHOVNA, CTENI]).labels == {"Knihovna": "Library", "Čtení": "Activity"}
    connections = read([{"from": "Knihovna", "to": "Spolek", "type": "spolupracuje"}])
    assert connections.triples == [("Knihovna", "spolupracuje", "Spolek")]
    assert connections.labels == {"Knihovna": "Item", "Spolek": "Item"}
    assert len(connections.notices) >= 2


def test_a_span_of_years_is_no_connection() -> None:
    found = read([{"name": "Festival", "type": "event", "start": "2019", "end": "2021-05"}])
    assert (found.named("Festival")["since"], found.named("Festival")["until"]) == ("2019", "2021-05")


def test_numbers_are_ids_where_a_node_has_one() -> None:
    found = read({"nodes": [{"id": 1, "name": "A"}, {"id": 0, "name": "B"}], "links": [{"source": 1, "target": 0}]})
    assert found.triples == [("A", "RELATED_TO", "B")]


def test_ends_may_be_ids_behind_the_same_letters() -> None:
    nodes = [{"id": 0, "name": "Lípa"}, {"id": 1, "name": "Dub"}, {"id": 12, "name": "Buk"}]
    found = read({"nodes": nodes, "links": [{"source": "n0", "target": "n1"}, {"source": "n1", "target": "n12"}]})
    assert sorted(found.triples) == [("Dub", "RELATED_TO", "Buk"), ("Lípa", "RELATED_TO", "Dub")]
    assert "the ends of links are ids of nodes behind 'n'; they are read so" in str(found.notices)
    strange = read({"nodes": nodes, "links": [{"source": "n0", "target": "n7"}]})
    assert {"n0", "n7"} <= strange.labels.keys()


def test_like_names_of_other_types_stay_apart_by_index() -> None:
    nodes = [{"name": "Most", "type": "Place"}, {"name": "Most", "type": "Activity"}, {"name": "Klub", "type": "ngo"}]
    found = read({"nodes": nodes, "links": [{"source": 2, "target": 1, "type": "účastní se"}]})
    assert not found.problems
    (link,) = found.links
    assert (link["link"], found.elements[link["to"]]["label"]) == ("TAKES_PART_IN", "Activity")


def test_numbers_are_no_types_and_all_fields_are_kept() -> None:
    found = read({"nodes": [{"id": "Valjean", "group": 2, "size": 4.5, "x": 1, "y": -2}, {"id": "Javert", "group": 2}],
                  "links": [{"source": "Valjean", "target": "Javert", "value": 17}]})  # fmt: skip
    valjean = found.named("Valjean")
    assert (valjean["label"], valjean["fields"]["group"], valjean["fields"]["size"]) == ("Item", 2, 4.5)
    assert (found.shown[valjean["id"]]["x"], found.shown[valjean["id"]]["y"]) == (1, -2)
    (link,) = found.links
    assert link["fields"] == {"value": 17} and link["link"] == "RELATED_TO"


def test_what_is_said_of_the_whole_stays_with_the_map() -> None:
    found = read({"title": "Síť", "directed": False, "nodes": [{"id": "a"}, {"id": "b"}],
                  "links": [{"source": "a", "target": "b"}, {"source": "a", "target": "a", "why": "sám"}]})  # fmt: skip
    assert found.map["fields"] == {"title": "Síť", "directed": False}
    assert found.map["connections"] == [{"from": "a", "to": "a", "direction": "undirected", "fields": {"why": "sám"}}]
    assert [link["direction"] for link in found.links] == ["undirected"]


def test_what_is_said_of_several_graphs_is_kept_of_each() -> None:
    graph = {"nodes": {"a": {"label": "A"}}, "edges": []}
    found = read({"graphs": [{"label": "Jedna", **graph}, {"label": "Dvě", **graph}]})
    assert found.map["fields"] == {"graphs": [{"label": "Jedna"}, {"label": "Dvě"}]}
    assert read({"graph": {"nodes": {}, "edges": []}}).labels == {}


def test_a_name_that_is_the_id_is_said_once() -> None:
    found = read({"nodes": [{"id": "Myriel", "label": "Myriel"}], "links": []})
    assert "fields" not in found.named("Myriel")


def test_what_both_levels_name_is_kept_twice() -> None:
    found = read({"nodes": [{"id": "0", "labels": ["Book"], "properties": {"id": 5, "title": "R.U.R."}}], "links": []})
    book = found.named("R.U.R.")
    assert (book["kind"], book["fields"]["properties.id"]) == ("Book", 5)


@pytest.mark.parametrize(
    ("link", "drawn"),
    [
        ({"arrows": "to"}, {"direction": "directed"}),
        ({"arrows": "to, from"}, {"direction": "mutual"}),
        ({"arrows": "from"}, {"direction": "directed", "reversed": True}),
        ({"undirected": True}, {"direction": "undirected"}),
        ({"directed": False}, {"direction": "undirected"}),
        ({"direction": "mutual"}, {"direction": "mutual"}),
    ],
)
def test_directions(link: dict[str, Any], drawn: dict[str, Any]) -> None:
    found = read({"nodes": [{"id": "a"}, {"id": "b"}], "edges": [{"from": "a", "to": "b", **link}]})
    assert found.links[0]["drawn"] == drawn


@pytest.mark.parametrize(
    "content",
    [
        [], {}, {"a": 1}, [1, 2], {"nodes": 5}, {"type": "FeatureCollection", "features": []}, {"links": {"self": "x"}},
        {"@context": {}, "@graph": [{"id": "a"}]}, {"elements": [], "connections": []}, {"nodes": [], "name": "x"},
        {"elements": [{"label": "A"}], "connections": [{"from": "A", "to": "A"}]}, {"edges": [1]},
    ],
)  # fmt: skip
def test_other_json_is_not_ours(content: Any) -> None:
    assert not nodelink.recognises(orjson.dumps(content))


def test_a_large_file_is_recognised_by_its_beginning() -> None:
    content = orjson.dumps({"name": "x", "nodes": [{"id": i, "name": 'uzel "]}{['} for i in range(9)], "links": []})
    assert all(nodelink.recognises(content[:cut]) for cut in range(40, len(content)))


@pytest.mark.parametrize("make", [nx.node_link_data, nx.cytoscape_data])
@pytest.mark.parametrize("kind", [nx.Graph, nx.DiGraph, nx.MultiDiGraph])
def test_networkx(make: Any, kind: Any) -> None:
    graph = kind(name="Mapa")
    graph.add_node("k", label="Knihovna", type="Library", weight=float("nan"))
    graph.add_node("c", label="Čtení", type="Activity")
    graph.add_edge("k", "c", type="runs")
    graph.add_edge("k", "c", type="hlídá")
    found = Read(json.dumps(make(graph)).encode())
    assert found.format is nodelink.FORMAT and not found.problems
    assert ("Čtení", "Library") not in found.labels.items()
    assert found.labels["Knihovna"] == "Library"
    assert len(found.links) == (2 if kind is nx.MultiDiGraph else 1)


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.text(max_size=3) | st.floats(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)
_ENTRY = st.dictionaries(
    st.sampled_from(
        ["id", "name", "label", "type", "group", "source", "target", "from", "to", "data", "x", "y", "key"]
    ),
    _VALUES,
)
_LISTS = st.lists(_ENTRY | _VALUES, max_size=4) | st.dictionaries(st.text(max_size=2), _ENTRY, max_size=3)


@settings(max_examples=MANY)
@given(
    st.dictionaries(st.sampled_from(["nodes", "links", "elements", "edges", "graph", "name"]), _LISTS | _VALUES)
    | _LISTS
)
def test_any_mess_is_read(content: Any) -> None:
    data = orjson.dumps(content)
    nodelink.recognises(data)
    Read(data, nodelink.FORMAT)


def test_a_type_that_is_a_list_is_that_of_no_card() -> None:
    assert nodelink.recognises(b'{"nodes": [{"type": ["text"], "id": 1}], "links": []}')


def test_a_cell_is_never_lost() -> None:
    content = {"nodes": [{"id": f"n{i}", "name": f"N{i % 5}", "type": f"T{i % 3}", f"f{i}": f"cell{i}"} for i in range(40)],
               "links": [{"source": f"n{i}", "target": f"n{i * 7 % 40}", f"g{i}": f"link{i}"} for i in range(40)]}  # fmt: skip
    kept = orjson.dumps(read(content).rows).decode()
    assert all(f"cell{i}" in kept and f"link{i}" in kept for i in range(40))


def test_nothing_in_it_is_a_problem() -> None:
    rows = list(registry.rows(nodelink.FORMAT, BytesIO(b'{"a": 1}'), nodelink.FORMAT.bind({}, "m")))
    assert isinstance(rows[-1], Problem)


def test_of_hundreds_of_words_the_first_are_told_and_the_others_counted() -> None:
    nodes = [{"id": "a", "type": "Cosi"}, *({"id": f"n{number}", "type": f"Věc {number}"} for number in range(100))]
    links = [{"source": "a", "target": f"n{number}", "label": f"slovo {number}"} for number in range(100)]
    told = Read(orjson.dumps({"nodes": nodes, "links": links})).notices
    assert len(told) < 50
    assert any("has a further word: only related, for the model has no such connection (80x" in each for each in told)
    assert any("is of a further type: an item (81x" in each for each in told)


@pytest.mark.parametrize(
    ("content", "triples"),
    [
        ({"A": ["B", "C"], "B": ["C"], "C": []}, [("A", "B"), ("A", "C"), ("B", "C")]),
        ({"A": ["B"], "B": ["A"]}, [("A", "B")]),
        ({"A": {"B": {"weight": 2}}, "B": {"C": {}}, "C": {}}, [("A", "B"), ("B", "C")]),
        ({"graph": {"A": ["B", "D"], "B": ["A"]}}, [("A", "B"), ("A", "D"), ("B", "A")]),
    ],
)
def test_an_object_of_neighbours(content: Any, triples: list[tuple[str, str]]) -> None:
    found = read(content)
    assert [(a, b) for a, _, b in found.triples] == triples and not found.problems


@pytest.mark.parametrize("content", [{"name": ["A", "B"], "town": ["Dub", "Lhota"]}, {"tags": ["a", "b"]}])
def test_lists_of_something_else_are_no_neighbours(content: Any) -> None:
    with pytest.raises(InvalidFile):
        read(content)


def test_memberships_of_popolo_connect_people_with_organizations_that_count_from_one_too() -> None:
    found = read(
        {
            "persons": [{"id": "1", "name": "Anna"}, {"id": "2", "name": "Petr"}],
            "organizations": [{"id": "1", "name": "Rada"}, {"id": "2", "name": "Strana"}],
            "memberships": [
                {"person_id": "1", "organization_id": "1", "role": "head", "start_date": "2018"},
                {"id": "m", "person_id": "2", "organization_id": "1", "on_behalf_of_id": "2"},
            ],
        }
    )
    assert found.triples == [("Anna", "membership", "Rada"), ("Petr", "membership", "Rada")]
    assert found.labels == {"Anna": "Person", "Petr": "Person", "Rada": "Organization", "Strana": "Organization"}
    assert {link.get("since") for link in found.links} == {"2018", None}


def test_what_has_a_name_and_ids_of_others_is_an_element() -> None:
    found = read({"posts": [{"id": "p", "label": "Head", "organization_id": "o", "person_id": "a"}]})
    assert set(found.labels) == {"Head"} and not found.links


def test_a_name_in_languages_is_told_in_czech_and_the_others_are_kept() -> None:
    found = read([{"id": "a", "name": {"en": "Library", "cs": "Knihovna"}}])
    assert found.named("Knihovna")["fields"]["name en"] == "Library"


def test_tags_of_openstreetmap_that_say_how_it_is_drawn_are_no_type() -> None:
    library = {"amenity": "library", "building": "yes"}
    found = read(
        {
            "elements": [
                {"type": "relation", "id": 1, "tags": {"name": "A", "type": "multipolygon", **library}},
                {"type": "relation", "id": 2, "tags": {"name": "B", "type": "site", **library}},
                {"type": "node", "id": 3, "lat": 50.0, "lon": 14.5, "tags": library},
            ]
        }
    )
    assert found.labels == {"A": "Library", "B": "Library", "library (50.00000, 14.50000)": "Library"}


def test_links_of_pages_are_no_links_of_a_graph() -> None:
    found = read({"links": [{"rel": "self", "href": "x"}], "data": [{"id": "1", "attributes": {"name": "A"}}]})
    assert set(found.labels) == {"A"} and not found.links


def test_a_point_of_geojson_is_where_an_entry_is() -> None:
    found = read([{"type": "Feature", "name": "A", "loc": {"type": "Point", "coordinates": [14.5, 50.0]}}])
    assert found.named("A")["fields"] == {"location": {"latitude": 50.0, "longitude": 14.5}}
