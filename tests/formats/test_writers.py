"""Files for other tools, opened by these tools or by libraries that read their formats."""

from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path
from typing import Any

import networkx as nx
import openpyxl
import orjson
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, SKOS

from graph.errors import Problem
from graph.formats.format import Options
from graph.formats.kumu import read
from graph.formats.writers import gexf, registry
from graph.rows import Data, Row
from tests.formats.drawings import Read
from tests.making_up import MANY

DATA = Path(__file__).parent.parent / "data"
BASE = "https://spojenci.example/v1/elements/"
ROWS: list[Data] = [
    {"label": "Library", "id": "kmg", "name": "Knihovna <Kroměřížska> & \x0bspol.", "alternateNames": ["KK", "Kromka"],
     "tags": ["a", "b, c"], "ico": "00851817", "wikidata": "Q42", "closed": False, "description": "=1+1",
     "drawn": {"_id": "elem-aaaa1111"}, "fields": {"Pole": [1, 2], "Type": "Knihovna", "id": "x"},
     "private": {"tel": "ppp"}, "seat": {"id": "km", "name": "Kroměříž", "location": {"latitude": 49.3, "longitude": 17.4}}},
    {"label": "Place", "id": "km", "name": "Kroměříž", "location": {"latitude": 49.3, "longitude": 17.4}, "population": 28000},
    {"label": "Topic", "id": "pamet", "name": "Paměť", "nameEn": "Memory", "alternateNames": ["vzpomínky"], "scheme": "spojenci"},
    {"label": "Topic", "id": "zdravi", "name": "Zdraví"},
    {"label": "Item", "id": "cil 1", "name": "Cíl", "kind": "Cíl mapy"},
    {"label": "Community", "id": "sit", "name": "Síť"},
    {"label": "Map", "id": "mapa", "name": "Mapa"},
    {"link": "BROADER", "from": "pamet", "to": "zdravi"},
    {"link": "LOCATED_IN", "from": "kmg", "to": "km", "since": "2015", "until": "2016-02"},
    {"link": "MEMBER_OF", "from": "kmg", "to": "sit", "since": "2020-05-06"},
    {"link": "RELATED_TO", "from": "kmg", "to": "cil 1", "kind": "kritizuje", "direction": "undirected", "tags": ["t"]},
    {"link": "SHOWS", "from": "mapa", "to": "kmg", "x": 12.5, "y": -3},
    {"link": "SHOWS", "from": "mapa", "to": "cil 1", "x": 1.0, "y": 2.0},
    {"link": "WORKS_ON", "from": "kmg", "to": "pamet", "status": "proposed"},
]  # fmt: skip


async def written(name: str, rows: list[Data] = ROWS) -> bytes:
    async def each() -> AsyncIterator[Data]:
        for row in rows:
            yield row

    return b"".join([part async for part in registry.named(name).write(each(), BASE)])


async def test_graphml_opens_in_networkx() -> None:
    graph = nx.read_graphml(BytesIO(await written("graphml")))
    library = graph.nodes["kmg"]
    assert library["label"] == "Knihovna <Kroměřížska> & spol."
    assert (library["type"], library["tags"], library["alternateNames"]) == ("Knihovna", "a|b, c", "KK|Kromka")
    assert (library["closed"], graph.nodes["km"]["population"], graph.nodes["km"]["latitude"]) == (False, 28000, 49.3)
    assert {data["type"] for _, _, data in graph.edges(data=True)} >= {"kritizuje", "works on", "located in"}
    assert "ppp" not in str(dict(graph.nodes(data=True)))


async def test_gexf_opens_in_networkx_with_times_and_positions() -> None:
    content = await written("gexf")
    graph = nx.read_gexf(BytesIO(content))
    assert set(graph) == {"kmg", "km", "pamet", "zdravi", "cil 1", "sit"}
    assert b'kind="kritizuje"' in content
    assert b'start="2015-01-01" end="2016-02-29"' in content
    assert b'start="2020-05-06"' in content
    assert b'<viz:position x="12.5" y="3" z="0"/>' in content
    assert b'title="tags" type="liststring"' in content


@pytest.mark.parametrize(
    ("since", "until", "times"),
    [
        ("2015", "2016", {"start": "2015-01-01", "end": "2016-12-31"}),
        ("2015-03", "2015-04", {"start": "2015-03-01", "end": "2015-04-30"}),
        ("2015-03-12", None, {"start": "2015-03-12"}),
        (None, None, {}),
        ("unknown", "2020-13", {}),
        ("spring of 2012", "2020/21", {}),
    ],
)
def test_a_time_of_gexf_is_a_day(since: str | None, until: str | None, times: dict[str, str]) -> None:
    assert gexf.times({"since": since, "until": until}) == times


async def test_geojson_has_what_is_somewhere() -> None:
    found = orjson.loads(await written("geojson"))["features"]
    assert [each["id"] for each in found] == ["kmg", "km"]
    assert {tuple(each["geometry"]["coordinates"]) for each in found} == {(17.4, 49.3)}
    assert (found[0]["properties"]["place"], found[0]["properties"]["tags"]) == ("Kroměříž", ["a", "b, c"])


async def test_a_workbook_is_read_by_people_and_by_kumu() -> None:
    book = openpyxl.load_workbook(BytesIO(await written("xlsx")))
    assert book.sheetnames == ["Elements", "Connections"]
    elements, connections = (list(book[name].iter_rows(values_only=True)) for name in book.sheetnames)
    assert elements[0][:4] == ("ID", "Label", "Type", "Tags")
    assert connections[0][:7] == ("From", "To", "From name", "Type", "To name", "Direction", "Tags")
    library = dict(zip(elements[0], elements[1], strict=True))
    assert (library["ID"], library["Tags"], library["description"], library["Pole"]) == ("kmg", "a|b, c", "=1+1", "1|2")
    assert library["closed"] is False
    assert library["id (field)"] == "x"
    assert book["Elements"].freeze_panes == "C2"
    assert ("cil 1", "Knihovna <Kroměřížska> & spol.", "kritizuje", "Cíl", "undirected", "t") in [
        row[1:7] for row in connections
    ]
    assert "mapa" not in {row[0] for row in (*elements, *connections)}


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")  # rdflib's own use of it
async def test_json_ld_is_taken_by_a_kept_processor() -> None:
    graph = Graph().parse(data=await written("jsonld"), format="json-ld")
    library, topic = URIRef(BASE + "kmg"), URIRef(BASE + "pamet")
    schema, org = "https://schema.org/", "http://www.w3.org/ns/org#"
    assert {URIRef(schema + "Library"), URIRef(org + "FormalOrganization")} <= set(graph.objects(library, RDF.type))
    assert (library, URIRef(org + "memberOf"), URIRef(BASE + "sit")) in graph
    assert (library, URIRef(schema + "sameAs"), URIRef("http://www.wikidata.org/entity/Q42")) in graph
    assert (topic, SKOS.prefLabel, Literal("Memory", lang="en")) in graph
    assert (library, URIRef(schema + "knowsAbout"), topic) not in graph, "what is proposed is no statement yet"
    assert (URIRef(BASE + "cil%201"), URIRef(schema + "name"), Literal("Cíl")) in graph
    assert not [each for each in graph.all_nodes() if "ppp" in str(each)]


async def test_the_vocabulary_is_skos() -> None:
    graph = Graph().parse(data=await written("skos"), format="turtle")
    topic, broader = URIRef(BASE + "pamet"), URIRef(BASE + "zdravi")
    assert set(graph.subjects(RDF.type, SKOS.Concept)) == {topic, broader}
    assert set(graph.objects(topic, SKOS.prefLabel)) == {Literal("Paměť", lang="cs"), Literal("Memory", lang="en")}
    assert (topic, SKOS.altLabel, Literal("vzpomínky", lang="cs")) in graph
    assert (topic, SKOS.broader, broader) in graph


async def test_a_scheme_whose_name_has_blanks_comes_back() -> None:
    """Its address was none, and nobody had a vocabulary any more."""
    vocabulary = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        <urn:s> a skos:ConceptScheme ; skos:prefLabel "Místní slovník: <témat>"@cs .
        <urn:t> a skos:Concept ; skos:inScheme <urn:s> ; skos:prefLabel "Paměť"@cs ."""
    first = Read(vocabulary.encode())
    term = first.named("Paměť")
    assert term["scheme"] == "Místní slovník: <témat>"
    assert Read(await written("skos", first.rows)).named("Paměť")["scheme"] == term["scheme"]


@pytest.mark.parametrize("name", [writer.name for writer in registry.WRITERS])
async def test_an_empty_graph_is_a_file(name: str) -> None:
    assert await written(name, []) is not None


# ---------------------------------------------------------------------------------------------------------------- Kumu


def imported(data: bytes) -> list[Data]:
    found = list(read(BytesIO(data), Options({"name": "mapa", "mapping": ""}, {"type": {}})))
    assert not [each for each in found if isinstance(each, Problem)], found
    return [row.data for row in found if isinstance(row, Row)]


def sorted_rows(rows: list[Data]) -> list[Data]:
    """Rows as an export gives them: elements by id, then connections."""
    return sorted(
        rows,
        key=lambda row: ("link" in row, str(row.get("link")), str(row.get("id", row.get("from"))), str(row.get("to"))),
    )


def attributes(data: bytes, kind: str) -> dict[str, Any]:
    return {each["_id"]: each.get("attributes", each) for each in orjson.loads(data)[kind]}


async def test_a_kumu_project_comes_back_with_fields_tags_positions_and_views() -> None:
    given = (DATA / "kumu_export.json").read_bytes()
    first = sorted_rows(
        [
            row.data
            for row in read(BytesIO(given), Options({"name": "mapa", "mapping": ""}, {"type": {}}))
            if isinstance(row, Row)
        ]
    )
    made = await written("kumu", first)
    before, after = orjson.loads(given), orjson.loads(made)
    assert after["perspectives"] == before["perspectives"]
    assert after["loops"] == before["loops"]
    assert all(each in after["attributes"] for each in before["attributes"])
    was = {each["_id"]: each for each in before["maps"][0]["elements"]}
    now = {
        each["_id"]: each for each in next(each for each in after["maps"] if each["_id"] == "map-aaaa1111")["elements"]
    }
    assert {id_: each["position"] for id_, each in was.items()} == {id_: each["position"] for id_, each in now.items()}
    elements = attributes(made, "elements")
    assert set(elements) == set(attributes(given, "elements"))
    assert (elements["elem-aaaa1111"]["tags"], elements["elem-aaaa1111"]["kontaktní osoba"]) == (["a"], "Tajná Osoba")
    for old, new in zip(before["connections"], sorted(after["connections"], key=lambda each: each["_id"]), strict=True):
        assert {key: old[key] for key in ("_id", "direction", "from", "to", "reversed", "delayed")} == {
            key: new[key] for key in ("_id", "direction", "from", "to", "reversed", "delayed")
        }
    again = sorted_rows(imported(made))
    assert await written("kumu", again) == made


async def test_a_blueprint_holds_elements_and_connections_and_nothing_private() -> None:
    made = await written("kumu-blueprint")
    content = orjson.loads(made)
    assert set(content) == {"elements", "connections"}
    library = content["elements"][0]
    assert (library["id"], library["type"], library["tags"]) == ("kmg", "Knihovna", ["a", "b, c"])
    assert b"ppp" not in made
    ids = {each["id"] for each in content["elements"]}
    assert all({each["from"], each["to"]} <= ids for each in content["connections"])
    rows = {str(row.get("id")): row for row in imported(made) if "label" in row}
    assert set(rows) == {"kmg", "km", "pamet", "zdravi", "cil 1", "sit", "map-mapa"} or set(rows) >= {"kmg", "km"}


_WORDS = st.sampled_from(["", "Library", "Organizace", "Téma", "Cíl mapy", "aktivita"])
_FIELDS = st.dictionaries(st.sampled_from(["pole", "description", "IČO", "od", "web"]), st.sampled_from(["2015", "x", 7, True, ["p", "q"]]), max_size=3)  # fmt: skip


@st.composite
def blueprints(draw: st.DrawFn) -> Data:
    """Small maps as people draw them."""
    names = draw(st.lists(st.sampled_from("ABCDEF"), min_size=1, max_size=5, unique=True))
    elements = [{"label": name, "type": draw(_WORDS), "tags": draw(st.lists(st.sampled_from("tuv"), max_size=2)), **draw(_FIELDS)}
                for name in names]  # fmt: skip
    connections = [
        {"from": draw(st.sampled_from(names)), "to": draw(st.sampled_from(names)), **draw(_FIELDS),
         "type": draw(st.sampled_from(["", "pořádá", "zřizovatel", "kritizuje", "je členem", "partner"])),
         "direction": draw(st.sampled_from(["directed", "undirected", "mutual"]))}
        for _ in range(draw(st.integers(0, 5)))
    ]  # fmt: skip
    return {"elements": elements, "connections": connections}


@settings(max_examples=MANY, deadline=None)
@given(blueprints())
@example(
    {
        "elements": [{"label": "A", "type": "Library"}, {"label": "B", "type": "Library"}],
        "connections": [
            {"from": "A", "to": "B", "type": "partner", "direction": "directed"},
            {"from": "B", "to": "A", "type": "partner", "direction": "directed", "pole": "2015"},
        ],
    }
)
async def test_what_comes_from_kumu_goes_back_and_comes_again_the_same(drawn: Data) -> None:
    first = sorted_rows(imported(orjson.dumps(drawn)))
    for name in ("kumu", "kumu-blueprint"):
        again = imported(await written(name, first))
        assert facts(again) == facts(first), name


def facts(rows: list[Data]) -> tuple[set[str], list[str]]:
    """What rows say in the words of the model, without ids that a tool may give anew."""
    ids = {row["id"]: row["name"] for row in rows if "label" in row}
    elements = {orjson.dumps({k: v for k, v in row.items() if k in KEPT}, option=orjson.OPT_SORT_KEYS).decode() for row in rows
                if "label" in row and row["label"] != "Map"}  # fmt: skip
    kept = [{k: ids[v] if k in ("from", "to") else v for k, v in row.items() if k in KEPT_OF_CONNECTIONS} for row in rows
            if "link" in row and row["link"] != "SHOWS"]  # fmt: skip
    return elements, sorted(orjson.dumps(each, option=orjson.OPT_SORT_KEYS).decode() for each in kept)


KEPT = {"label", "id", "name", "kind", "tags", "ico", "url", "since", "description"}
KEPT_OF_CONNECTIONS = {
    "link",
    "from",
    "to",
    "kind",
    "direction",
    "status",
    "since",
    "note",
    "url",
    "kinds",
    "involvement",
}


ODD: list[Data] = [
    {"label": "Item", "id": "a", "name": "Jasan", "fields": {"label": "1", "https://x.example/topic": "Les", "1": "a, b, c, d, e, f"}},
    {"label": "Item", "id": "b", "name": "Lípa", "fields": {"label": "2", "https://x.example/topic": "Háj", "1": "2"}},
    {"link": "RELATED_TO", "from": "a", "to": "b", "kind": "zná", "fields": {"rok": 2020}},
    {"link": "RELATED_TO", "from": "a", "to": "b", "id": "p", "kind": "zná", "fields": {"rok": 2024}},
]  # fmt: skip


@pytest.mark.anyio
@pytest.mark.parametrize("name", ["kumu", "kumu-blueprint", "xlsx", "graphml", "gexf", "csv"])
async def test_names_and_parallel_connections_come_back_whatever_fields_are_called(name: str) -> None:
    found = Read(await written(name, ODD))
    assert [row["name"] for row in found.elements.values() if row["label"] != "Map"] == ["Jasan", "Lípa"]
    assert name == "csv" or found.triples == [("Jasan", "zná", "Lípa")] * 2
    assert not found.problems
