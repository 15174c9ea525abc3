"""Shapes of files that other people and tools write, each as small as it gets: all load as they stand, and nothing is false."""

import json
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import networkx as nx
import pytest
from networkx.readwrite import json_graph
from openpyxl.workbook import Workbook

from tests.formats.drawings import Read


def of_json(content: Any) -> Read:
    return Read(json.dumps(content, ensure_ascii=False).encode())


def of_sheets(**sheets: list[list[object]]) -> Workbook:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return book


def saved(book: Workbook) -> Read:
    content = BytesIO()
    book.save(content)
    return Read(content.getvalue())


# --------------------------------------------------------------------------------------------------------------- tables


def test_headings_in_two_rows_sections_across_a_sum_and_a_note_below() -> None:
    book = of_sheets(
        Organizace=[
            ["Organizace kraje 2024"],
            [],
            ["Organizace", None, "Kontakt", None],
            ["Název", "IČO", "Web", "Telefon"],
            ["Neziskové"],
            ["Lípa", None, "lipa.example", "1"],
            ["Školy"],
            ["Jasan", None, None, "2"],
            ["Celkem", None, None, 2],
            [],
            ["Zdroj: evidence knihovny"],
        ]
    )
    for cells in ("A1:D1", "A3:B3", "C3:D3", "A5:D5", "A7:D7"):
        book["Organizace"].merge_cells(cells)
    found = saved(book)
    assert found.labels == {"Lípa": "Organization", "Jasan": "Organization"}
    for name, phone, section in (("Lípa", "1", "Neziskové"), ("Jasan", "2", "Školy")):
        assert found.named(name)["fields"].items() >= {"Telefon": phone, "section": section}.items()
    assert any("'Celkem 2' stands below the list" in notice for notice in found.notices)
    assert any("'Zdroj: evidence knihovny' stands below" in notice for notice in found.notices)


def test_an_address_without_https_gets_it_and_is_told_once() -> None:
    found = Read("Název;Web\nA;www.a.example\nB;b.example/x\nC;zatím nemá\nD;n/a\n".encode())
    assert [found.named(name).get("url") for name in "ABCD"] == [
        "https://www.a.example",
        "https://b.example/x",
        None,
        None,
    ]
    assert [notice for notice in found.notices if "is a guess" in notice and "(2x, here first)" in notice]
    assert [notice for notice in found.notices if "kept as it is, not as url (2x, here first)" in notice]


@pytest.mark.parametrize(
    "before", ["sep=;\n", "Seznam spolků\n\n", "Seznam spolků;;\n", "Stav;1. 1. 2024\nKraj;Zlín\n"]
)
def test_what_stands_above_a_list_is_not_its_headings(before: str) -> None:
    found = Read(f"{before}Název;Obec;Témata\nŽížala;Dub;čtení\nLípa;Dub;šití\n".encode("cp1250"))
    assert found.labels == {"Žížala": "Item", "Lípa": "Item"} and not found.problems


def test_a_list_of_one_column() -> None:
    assert set(Read("Název\nKnihovna A\nKnihovna B\n".encode()).labels) == {"Knihovna A", "Knihovna B"}


def test_a_list_without_headings_loses_no_row() -> None:
    found = Read(b"Library A;https://a.example;777123456\nLibrary B;https://b.example;777123457\n")
    assert set(found.labels) == {"Library A", "Library B"}
    assert any("no row has headings" in notice for notice in found.notices)


def test_a_table_with_dates_from_and_to_lists_activities_and_no_connections() -> None:
    found = Read("Název;Od;Do\nNoc;1. 3. 2024;2. 3. 2024\nDen;2024-05-01;2024-05-02\n".encode())
    assert set(found.labels) == {"Noc", "Den"} and not found.links


def test_two_columns_of_one_heading_with_1_and_2_are_ends() -> None:
    found = Read(b"Organizace 1;Organizace 2;Rok\nA;B;2019\nA;B;2021\nB;C;2020\n")
    assert [(a, b) for a, _, b in found.triples] == [("A", "B"), ("A", "B"), ("B", "C")]
    assert sorted(link["fields"]["Rok"] for link in found.links) == ["2019", "2020", "2021"]


def test_two_rows_of_the_same_ends_that_differ_are_two_connections_with_ids_of_their_own_in_any_order() -> None:
    rows = ["Lípa;Síť;člen;2019", "Lípa;Síť;člen;2021"]
    one, other = (Read("\n".join(["Od;Komu;Typ;Rok", *some]).encode()) for some in (rows, rows[::-1]))
    assert len(one.links) == 2
    assert {(link.get("id"), link["fields"]["Rok"]) for link in one.links} == {
        (link.get("id"), link["fields"]["Rok"]) for link in other.links
    }


def test_edges_of_gephi_say_their_direction_in_the_column_type() -> None:
    found = Read(b"Source,Target,Type,Id,Label,Weight\na,b,Undirected,1,2.0,3\nb,c,Directed,2,,1\n")
    assert [link.get("direction") for link in found.links] == ["undirected", None]
    assert not any(link.get("kind") for link in found.links)


@pytest.mark.parametrize("both_ways", [True, False])
def test_a_matrix_of_names_is_connections(both_ways: bool) -> None:
    found = Read(f";A;B;C\nA;0;1;0\nB;{int(both_ways)};0;0\nC;0;0;0\n".encode())
    assert set(found.labels) == {"A", "B", "C"}
    assert [(a, b) for a, _, b in found.triples] == [("A", "B")]


def test_letters_of_windows_1252_are_not_read_as_those_of_1250() -> None:
    found = Read("Nom;Ville\nBibliothèque à Nîmes;Nîmes\nMédiathèque;Bègles, là\n".encode("cp1252"))
    assert set(found.labels) == {"Bibliothèque à Nîmes", "Médiathèque"}
    assert found.notices[0] == "file: is not UTF-8; it was read as Windows-1252"


def test_columns_that_only_look_like_those_of_our_csv() -> None:
    found = Read(b"Id,Label,Name\n1,A,x\n2,B,y\n")
    assert set(found.labels) == {"A", "B"}


# ----------------------------------------------------------------------------------------------------------------- JSON


def test_the_shapes_of_networkx() -> None:
    graph = nx.Graph()
    graph.add_nodes_from([(1, {"name": "A"}), (2, {"name": "B"}), (3, {"name": "C"})])
    graph.add_edges_from([(1, 2), (2, 3)])
    shapes = (json_graph.node_link_data, json_graph.adjacency_data, json_graph.cytoscape_data)
    for found in (of_json(shape(graph)) for shape in shapes):
        assert set(found.labels) == {"A", "B", "C"} and len(found.links) == 2
    tree = of_json(json_graph.tree_data(nx.DiGraph([("a", "b"), ("b", "c")]), "a"))  # type: ignore[no-untyped-call]
    assert tree.triples == [("a", "child", "b"), ("b", "child", "c")]


def test_a_hierarchy_of_d3() -> None:
    found = of_json(
        {"name": "Kořen", "children": [{"name": "List"}, {"name": "Větev", "children": [{"name": "List"}]}]}
    )
    assert found.triples == [("Kořen", "child", "List"), ("Kořen", "child", "Větev"), ("Větev", "child", "List")]


def test_openstreetmap_as_overpass_answers_it() -> None:
    found = of_json(
        {"generator": "Overpass API", "elements": [
            {"type": "node", "id": 1, "lat": 49.1, "lon": 17.2, "tags": {"amenity": "library", "name": "Knihovna Dub"}},
            {"type": "node", "id": 2, "lat": 49, "lon": 17},
            {"type": "way", "id": 5, "nodes": [2], "center": {"lat": 49.5, "lon": 17}, "tags": {"leisure": "park", "name": "Sad"}},
        ]}
    )  # fmt: skip
    assert found.labels == {"Knihovna Dub": "Library", "Sad": "Item"} and found.named("Sad")["kind"] == "park"
    assert found.named("Knihovna Dub")["fields"]["location"] == {"latitude": 49.1, "longitude": 17.2}


def test_the_answer_of_wikidata_to_a_query() -> None:
    rows = [
        {"item": {"type": "uri", "value": f"http://x/Q{n}"}, "itemLabel": {"value": f"Knihovna {n}"}, "coord": {"value": at}}
        for n, at in ((1, "Point(16.6 49.2)"), (2, "Point(17 50)"))
    ]  # fmt: skip
    found = of_json({"head": {"vars": ["item", "itemLabel", "coord"]}, "results": {"bindings": rows}})
    assert found.named("Knihovna 1")["fields"]["location"] == {"latitude": 49.2, "longitude": 16.6}


def test_objects_a_line() -> None:
    lines = [
        {"type": "node", "id": "0", "labels": ["Library"], "properties": {"name": "A"}},
        {"type": "node", "id": "1", "labels": ["Topic"], "properties": {"name": "B"}},
        {"type": "relationship", "id": "0", "label": "WORKS_ON", "start": {"id": "0"}, "end": {"id": "1"}},
    ]
    found = Read("\n".join(map(json.dumps, lines)).encode())
    assert found.labels == {"A": "Library", "B": "Topic"} and found.triples == [("A", "WORKS_ON", "B")]
    broken = Read(b'{"nazev": "A"}\n{"nazev": "B"}\n{"nazev": \n')
    assert not broken.rows and "line 3" in broken.problems[0]


@pytest.mark.parametrize(
    "content",
    [
        {"libraries": [{"name": "A"}, {"name": "B"}], "updated": "2024"},
        {"value": [{"LibraryName": "A", "type": "library"}, {"LibraryName": "B", "type": "library"}]},
        {"result": {"records": [{"name": "A", "type": "library"}, {"name": "B", "type": "library"}]}, "nodes": []},
        [{"branchName": "A", "type": "library"}, {"branchName": "B", "type": "library"}],
    ],
)
def test_records_under_any_key(content: Any) -> None:
    if isinstance(content, dict) and "nodes" in content:
        content = content["result"]
    assert of_json(content).labels == {"A": "Library", "B": "Library"}


def test_geojson_whose_features_are_named_in_a_column_of_their_own() -> None:
    features = [
        {"type": "Feature", "properties": {"NAZ": f"x{n}", "BRANCH_NAME": f"Knihovna {n}"}, "geometry": None}
        for n in "AB"
    ]
    assert set(of_json({"type": "FeatureCollection", "features": features}).labels) == {"Knihovna A", "Knihovna B"}


ORGANIZATION = {"id": "o", "name": "Lípa", "tax_status": "x", "legal_status": "y"}
SERVICE = {"id": "s", "organization_id": "o", "name": "Poradna", "status": "active"}
LOCATION = {"id": "l", "name": "Dům", "location_type": "physical", "transportation": "1", "contacts": [{"name": "Eva"}]}
BETWEEN = {"id": "b", "service_id": "s", "location_id": "l"}


@pytest.mark.parametrize(
    "content",
    [
        {"organizations.csv": [ORGANIZATION], "services.csv": [SERVICE], "locations.csv": [LOCATION],
         "service_at_location.csv": [BETWEEN]},
        {"name": "balík", "resources": [
            {"name": "organizations", "data": [ORGANIZATION]}, {"name": "services", "data": [SERVICE]},
            {"name": "locations", "data": [LOCATION]}, {"name": "service_at_location", "data": [BETWEEN]}]},
        {"total_items": 1, "contents": [{"id": "b", "service": SERVICE | {"organization": ORGANIZATION}, "location": LOCATION}]},
    ],
)  # fmt: skip
def test_hsds_as_tables_in_one_json_and_as_a_page(content: Any) -> None:
    found = of_json(content)
    assert found.format.name == "hsds" and not found.problems
    assert found.labels == {"Lípa": "Organization", "Poradna": "Activity", "Dům": "Place"}
    assert {link["link"] for link in found.links} == {"RUNS", "LOCATED_IN"}
    assert "Eva" not in str(found.named("Dům").get("fields", {}))


@pytest.mark.parametrize(
    ("content", "label"),
    [(LOCATION, "Place"), (ORGANIZATION, "Organization"),
     ({"total_items": 1, "contents": [{"id": "t", "name": "Jídlo", "code": "1", "term_uri": "http://x"}]}, "Topic")],
)  # fmt: skip
def test_hsds_of_one_object(content: Any, label: str) -> None:
    assert list(of_json(content).labels.values()) == [label]


def test_the_terms_of_hsds_1_are_topics() -> None:
    from zipfile import ZipFile

    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr("organizations.csv", "id,name\n1,Lípa\n")
        archive.writestr("services.csv", "id,organization_id,name\n1,1,Poradna\n")
        archive.writestr("taxonomy.csv", "taxonomy_id,name,parent_id\n101,Jídlo,\n101-01,Oběd,101\n")
    found = Read(packed.getvalue())
    assert ("Oběd", "BROADER", "Jídlo") in found.triples or ("Jídlo", "BROADER", "Oběd") in found.triples


def test_a_circle_of_broader_terms_loads_and_one_of_them_is_only_related() -> None:
    turtle = "@prefix s: <http://www.w3.org/2004/02/skos/core#> . @prefix : <http://x/> . "
    terms = (f':{a} a s:Concept ; s:prefLabel "{a}" ; s:broader :{b} .' for a, b in ("ab", "bc", "ca"))
    found = Read((turtle + " ".join(terms)).encode())
    assert [link["link"] for link in found.links].count("BROADER") == 2 and len(found.links) == 3
    assert any("would lead in a circle of BROADER: only related" in notice for notice in found.notices)


def test_the_cards_of_a_canvas_are_called_by_what_stands_on_them() -> None:
    box = {"x": 1, "y": 2, "width": 9, "height": 9}
    nodes = [
        {"id": "t", "type": "text", "text": "## **Knihovna**\n\nspojuje", **box},
        {"id": "f", "type": "file", "file": "lidé/Jana.md", **box},
        {"id": "l", "type": "link", "url": "https://lhota.example", **box},
        {"id": "g", "type": "group", "label": "Lhota", **box},
    ]
    ends = {"fromSide": "right", "toSide": "left"}
    edges = [
        {"id": "1", "fromNode": "t", "toNode": "f", "label": "zve", **ends},
        {"id": "2", "fromNode": "t", "toNode": "l", "toEnd": "none", **ends},
        {"id": "3", "fromNode": "t", "toNode": "g", "fromEnd": "arrow", "toEnd": "none", "label": "je v", **ends},
    ]
    found = of_json({"nodes": nodes, "edges": edges})
    assert found.labels == dict.fromkeys(["Knihovna", "Jana", "https://lhota.example", "Lhota"], "Item")
    assert found.named("Knihovna")["description"] == "## **Knihovna**\n\nspojuje"
    assert [row["name"] for row in found.elements.values() if row.get("kind") == "group"] == ["Lhota"]
    assert found.triples == [
        ("Knihovna", "RELATED_TO", "https://lhota.example"),
        ("Knihovna", "zve", "Jana"),
        ("Lhota", "je v", "Knihovna"),
    ]


def test_what_connects_several_at_once_connects_each_two() -> None:
    graph = {"nodes": {each: {"label": each.upper()} for each in "abcd"}}
    ways = {"hyperedges": [{"id": "h", "source": ["a", "b"], "target": ["c"], "relation": "vede k"}]}
    assert of_json({"graph": graph | ways}).triples == [("A", "vede k", "C"), ("B", "vede k", "C")]
    found = of_json({"graph": graph | {"hyperedges": [{"nodes": ["a", "b", "d"], "metadata": {"weight": 3}}]}})
    assert [(link["direction"], link["fields"]["weight"]) for link in found.links] == [("undirected", 3)] * 3


def test_words_name_rows_rather_than_keys_of_them() -> None:
    book = of_sheets(Služby=[["Service ID", "Service", "Cena"], ["SRV001", "Opravna", 1], ["SRV002", "Šatník", 2]])
    assert saved(book).labels == {"Opravna": "Activity", "Šatník": "Activity"}
    assert Read(b"500046;Libho\xc5\xa1\xc5\xa5\n500062;Krhov\xc3\xa1\n").labels.keys() == {"Libhošť", "Krhová"}


def test_a_body_that_stands_at_most_rows_does_not_name_them() -> None:
    rows: list[list[object]] = [
        ["Location ID", "Location name", "Organisation"],
        ["L1", "Sál", "Jasan"],
        ["L2", "Dvůr", "Jasan"],
        ["L3", "Park"],
    ]
    assert saved(of_sheets(Místa=rows)).labels == dict.fromkeys(["Sál", "Dvůr", "Park"], "Place")


@pytest.mark.parametrize(
    "heading", [["Voornaam", "Naam"], ["Jméno", "Příjmení"], ["First name", "Last name"], ["Prénom", "Nom"]]
)
def test_whoever_has_a_first_and_a_family_name_is_a_person(heading: list[object]) -> None:
    found = saved(of_sheets(Lidé=[[*heading, "Spolek"], ["Jana", "Nová", "Jasan"], ["Jana", "Stará", "Jasan"]]))
    assert found.labels == {"Jana Nová": "Person", "Jana Stará": "Person"} and not found.problems
    bodies = saved(of_sheets(Spolky=[["Organizace", *heading], ["Jasan", "Jana", "Nová"], ["Lípa", "Jan", "Nový"]]))
    assert bodies.labels == {"Jasan": "Item", "Lípa": "Item"}


def test_what_has_an_id_and_no_name_is_called_by_its_id() -> None:
    assert Read(b"Id,Label,Degree\nJasan,,2\nLipa,,1\n").labels.keys() == {"Jasan", "Lipa"}
    linked = of_json(
        {"nodes": [{"id": 1, "name": ["Jasan"]}, {"id": 2, "name": ["Lípa"]}], "rels": [{"source": 1, "target": 2}]}
    )
    assert linked.triples == [("Jasan", "RELATED_TO", "Lípa")]


def test_an_id_that_stands_in_many_rows_is_none() -> None:
    said = b"id,palabra,orden\n" + b"".join(b"p%d,w%d,%d\n" % (n % 2, n, n) for n in range(10))
    found = Read(said)
    assert len(found.labels) == 10 and {row["fields"]["id"] for row in found.elements.values() if "fields" in row} == {
        "p0",
        "p1",
    }


def test_a_comma_after_the_last_entry_and_orders_between_lines_are_no_mistake() -> None:
    assert Read(b'{"elements": [{"label": "A, ]",},], "connections": [],}').labels == {"A, ]": "Item"}
    lines = (
        b'{"index":{"_id":"1"}}\n{"name":"A","type":"Library"}\n{"index":{"_id":"2"}}\n{"name":"B","type":"Library"}\n'
    )
    assert Read(lines).labels == {"A": "Library", "B": "Library"}


def test_what_tools_call_everything_is_no_type_and_what_names_both_ends_no_word() -> None:
    nodes = [{"data": {"id": "1", "name": "A"}, "group": "nodes"}, {"data": {"id": "2", "name": "B"}, "group": "nodes"}]
    edge = {"data": {"source": "1", "target": "2", "name": "A (zve) B", "interaction": "zve"}, "group": "edges"}
    bare = {"data": {"source": "1", "target": "2", "name": "A (1) B"}, "group": "edges"}
    assert of_json([*nodes, edge]).triples == [("A", "zve", "B")]
    assert of_json([*nodes, bare]).triples == [("A", "RELATED_TO", "B")]
    assert not any(row.get("kind") for row in of_json([*nodes, bare]).elements.values())


def test_publishers_of_one_name_are_led_to_each() -> None:
    about = "https://a.example/"
    known = "".join(
        f'<{about}{n}> a <urn:x#Set>; <urn:x#title> "S{n}"; <urn:x#by> [ <urn:x#name> "Obec"; <urn:x#key> "{n}" ].\n'
        for n in "12"
    )
    found = Read(known.encode())
    assert found.triples == [("S1", "by", "Obec"), ("S2", "by", "Obec")] and not found.problems
    assert len({link["to"] for link in found.links}) == 2


def test_lines_without_a_name_or_degrees_are_called_by_their_number() -> None:
    line = {
        "type": "Feature",
        "properties": {"Length": 8.5},
        "geometry": {"type": "LineString", "coordinates": [[554143.9, 9370463.6], [554090.7, 9370670.5]]},
    }
    assert of_json({"type": "FeatureCollection", "features": [line, line]}).labels.keys() == {
        "LineString 1",
        "LineString 2",
    }


def test_tables_of_which_each_counts_anew_are_no_one_list() -> None:
    sheets: dict[str, list[list[object]]] = {
        "Spolky": [["id", "name"], [1, "Jasan"], [2, "Lípa"]],
        "Sály": [["id", "name"], [1, "Dvorana"], [2, "Klub"]],
        "Vazby": [["source", "target", "type"], [1, 2, "zná"]],
    }
    found = saved(of_sheets(**sheets))
    assert found.labels.keys() == {"Jasan", "Lípa", "Dvorana", "Klub"} and found.triples == [("Jasan", "zná", "Lípa")]
    same = saved(
        of_sheets(A=[["id", "name"], [1, "Jasan"]], B=[["id", "name", "web"], [1, "Jasan", "https://j.example"]])
    )
    assert [row["url"] for row in same.elements.values() if row["label"] != "Map"] == ["https://j.example"]


@pytest.mark.parametrize(
    "list_",
    [b"Anna;A club\nAnna;B club\nPetr;A club\nPetr;C club\n", b"1,2\n1,3\n2,3\n3,4\n", b"A;X;2\nA;Y;1\nB;X;4\nB;Y;1\n"],
)
def test_connections_without_headings_lose_no_row(list_: bytes) -> None:
    found = Read(list_)
    assert len(found.links) == 4 and not found.problems


def test_a_name_and_its_town_without_headings_lose_no_row_and_are_no_connection() -> None:
    found = Read(b"Knihovna A;Dub\nKnihovna B;Dub\nKnihovna C;Lhota\n")
    assert set(found.labels) == {"Knihovna A", "Knihovna B", "Knihovna C"} and not found.links


def test_a_heading_that_is_the_first_value_of_another_row_stays_one() -> None:
    found = Read("Škola;Druh\nA;Škola\nB;Škola\n".encode())
    assert "Škola" not in found.labels


def test_groups_and_notes_of_any_number_stand_above_the_headings_that_are_as_wide_as_the_list() -> None:
    notes = "".join(f"Note {number};about it;;;;;\n" for number in range(12))
    heading = "Partner;Stakeholder name;Stakeholder description;Country NUTS;Interest;Power\n"
    found = Read(f"Basic;;;Where;;;\n{notes}{heading}P1;Lípa;dobrá;CZ;A;B\nP1;Žížala;lepší;CZ;A;B\n".encode())
    assert set(found.labels) == {"Lípa", "Žížala"}
    assert any("stands above the headings; it is left out (13x, here first)" in notice for notice in found.notices)


def test_a_matrix_with_names_across_only_is_connections() -> None:
    found = Read(b"Anna;Bob;Cyril;Dana\n0;1;0;0\n0;0;0;0\n1;0;0;0\n0;0;0;0\n")
    assert [(a, b) for a, _, b in found.triples] == [("Anna", "Bob"), ("Cyril", "Anna")]


def test_a_column_that_names_where_a_row_is_does_not_name_it_and_no_row_is_refused() -> None:
    found = Read(
        "Code,City name,Street\nA1,Dub,Dlouhá 3\nA2,Dub,Krátká 4\nA3,Lhota,\nA4,Dub,Nová 8\nA5,Dub,Stará 1\nA6,Dub,Malá 2\n".encode()
    )
    assert len(found.labels) == 6 and not found.problems
    assert "Dub" not in found.labels
    assert any("it is called by its first cell" in notice for notice in found.notices)


def test_the_item_of_wikidata_is_the_id_of_its_row() -> None:
    entity = "http://www.wikidata.org/entity/Q"
    found = Read(f"item,itemLabel,code\n{entity}1,Dub,5\n{entity}2,Lhota,6\n".encode())
    assert found.named("Dub")["fields"]["wikidata"] == "Q1" and found.named("Lhota")["id"].endswith("Q2")


def test_a_table_of_two_ids_connects_the_rows_of_other_tables_each_by_its_own_ids() -> None:
    found = Read(
        zipped(
            {
                "people.csv": "person_ID,name\n1,Anna\n2,Petr\n",
                "organizations.csv": "org_ID,org_name\n1,Lípa\n2,Žížala\n",
                "positions.csv": "person_ID,org_ID,job_title,start_date\n1,2,Assistant,2003\n2,2,Head,2008\n",
            }
        )
    )
    assert [(a, b) for a, _, b in found.triples] == [("Anna", "Žížala"), ("Petr", "Žížala")]
    assert found.labels == {"Anna": "Person", "Petr": "Person", "Lípa": "Item", "Žížala": "Item"}
    assert not found.problems


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Navn;By\nSøren Sørensen;Århus\nPæl Bødskov;Ærø\n", "cp1252"),
        ("Название;Город\nБиблиотека имени Гоголя;Москва\n", "cp1251"),
        ("Název;Obec\nJiří Kovář;Řež\nKuća;Dub\n", "cp1250"),
        ("Nazwa;Miasto\nŁąka;Łódź\n", "cp1250"),
    ],
)
def test_letters_are_read_in_the_encoding_of_their_language(text: str, named: str) -> None:
    found = Read(text.encode(named))
    assert {*found.labels} == {line.partition(";")[0] for line in text.splitlines()[1:]}


def test_bars_part_the_cells_where_nothing_else_does() -> None:
    found = Read(b'"ORG_ID"|"ORG_NAVN"|"TYPE"\n1|"Club"|"sport"\n2|"Band"|"music"\n')
    assert found.named("Club")["kind"] == "sport" and found.named("Club")["id"] == "mapa-1"


def test_keys_of_one_table_are_what_connections_of_another_name() -> None:
    found = Read(
        zipped(
            {
                "persons.csv": "key,name,gender\nQ1,Anna,F\nQ2,Petr,M\n",
                "links.csv": "rel,source,target\nspouse,Q1,Q2\nchild,Q1,Q3\n",
            }
        )
    )
    assert found.triples == [("Anna", "child", "Q3"), ("Anna", "spouse", "Petr")]
    assert not any("did you mean" in notice for notice in found.notices)


def test_two_columns_of_ids_that_come_again_are_ends() -> None:
    rows = "".join(f"P{number // 2},I{number % 3},owner\n" for number in range(6))
    found = Read(f"parcel_id,holder_id,role\n{rows}".encode())
    assert len(found.links) == 6 and len(found.labels) == 6


def test_rows_of_several_types_are_no_people_for_a_column_that_only_people_have() -> None:
    found = Read(b"ID,Name,Type,profession\na,Anna,1,baker\nb,Main Street 5,2,\n")
    assert set(found.labels.values()) == {"Item"}


def test_what_is_only_related_gets_no_kind_from_how_writers_call_it() -> None:
    found = Read(b"From,To,Type,Direction\nA,B,related to,directed\nB,C,,\n")
    assert not any("kind" in link or "direction" in link for link in found.links)


def zipped(files: dict[str, str]) -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()
