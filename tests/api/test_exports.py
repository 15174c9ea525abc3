"""The map as files over REST, maps that Kumu reads live, and elements as JSON-LD."""

from io import BytesIO

import httpx
import openpyxl
import orjson
import pytest
from rdflib import Graph, URIRef

from graph.formats.writers.registry import WRITERS


@pytest.mark.parametrize("name", [writer.name for writer in WRITERS])
def test_each_format_is_a_file_of_its_type(golden: httpx.Client, name: str) -> None:
    [writer] = [each for each in WRITERS if each.name == name]
    answer = golden.get("/v1/export", params={"format": name})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].partition(";")[0] == writer.media
    assert answer.headers["Content-Disposition"] == f'attachment; filename="spojenci{writer.endings[0]}"'
    assert answer.content
    assert "skola" not in answer.text, "a school for members is nothing for the world"
    head = golden.head("/v1/export", params={"format": name})
    assert (head.status_code, head.content) == (200, b"")


def rows(golden: httpx.Client, **parameters: object) -> list[dict[str, object]]:
    answer = golden.get("/v1/export", params=parameters)  # type: ignore[arg-type]
    assert answer.status_code == 200, answer.text
    return [orjson.loads(line) for line in answer.content.splitlines()]


def names(found: list[dict[str, object]]) -> set[object]:
    return {row["id"] for row in found if "label" in row}


def test_a_part_has_the_connections_between_its_elements(golden: httpx.Client) -> None:
    everything = rows(golden)
    of_map = rows(golden, map="mapa")
    shown = {row["to"] for row in everything if row.get("link") == "SHOWS" and row["from"] == "mapa"}
    assert names(of_map) == shown | {"mapa"}
    within = [row for row in everything if "link" in row and {row["from"], row["to"]} <= names(of_map)]
    assert [row for row in of_map if "link" in row] == within


def test_what_several_parameters_choose_holds_together(golden: httpx.Client) -> None:
    assert names(rows(golden, map="mapa", label="Library")) == {"knihovna"}
    assert names(rows(golden, label=["Library", "Topic"])) > names(rows(golden, label="Topic")) > set()
    assert names(rows(golden, filter=["sigla=vsg001"], map="mapa")) == {"knihovna"}
    near, nearer = (names(rows(golden, neighbourhood="knihovna", steps=steps)) for steps in (2, 1))
    assert near > nearer > {"knihovna"}
    assert "mapa" not in near
    assert "knihovna" in names(rows(golden, within="koruna"))
    assert "knihovna" in names(rows(golden, search="Koruna"))


@pytest.mark.parametrize(
    ("parameters", "status", "place"),
    [
        ({"format": "docx"}, 400, "format"),
        ({"map": "nowhere"}, 404, "map"),
        ({"neighbourhood": "skola"}, 404, "neighbourhood"),
        ({"within": "nowhere"}, 404, "within"),
        ({"steps": "9"}, 400, "steps"),
        ({"label": "Cíl"}, 400, "label"),
        ({"filter": "kind"}, 400, "filter"),
        ({"filter": "nonsense=1"}, 400, "filter"),
        ({"private": "1"}, 400, "private"),
    ],
)
def test_what_is_wrong_is_told_before_the_file_begins(
    golden: httpx.Client, parameters: dict[str, str], status: int, place: str
) -> None:
    answer = golden.get("/v1/export", params=parameters)
    assert (answer.status_code, answer.json()["place"]) == (status, place)


def test_a_workbook_opens(golden: httpx.Client) -> None:
    content = golden.get("/v1/export", params={"format": "xlsx", "map": "mapa"}).content
    assert openpyxl.load_workbook(BytesIO(content)).sheetnames == ["Elements", "Connections"]


def test_kumu_reads_a_map_live(golden: httpx.Client) -> None:
    answer = golden.get("/v1/maps/mapa.kumu.json", headers={"Origin": "https://kumu.io"})
    assert answer.status_code == 200
    assert set(answer.json()) == {"elements", "connections"}
    assert {each["label"] for each in answer.json()["elements"]} >= {"Městská knihovna Koruna"}
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    again = golden.get(
        "/v1/maps/mapa.kumu.json",
        headers={"If-None-Match": answer.headers["ETag"], "Origin": "https://kumu.io"},
    )
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["Access-Control-Allow-Origin"] == "*"
    assert golden.get("/v1/maps/knihovna.kumu.json").status_code == 404
    assert golden.get("/v1/maps/mapa.kumu.json?x=1").status_code == 400


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")  # rdflib's own use of it
def test_an_element_is_linked_data_for_who_asks_for_it(golden: httpx.Client) -> None:
    answer = golden.get("/v1/elements/knihovna", headers={"Accept": "application/ld+json"})
    assert answer.headers["Content-Type"] == "application/ld+json"
    assert "Accept" in answer.headers["Vary"].split(", ")
    address = URIRef(str(golden.base_url).rstrip("/") + "/v1/elements/knihovna")
    graph = Graph().parse(data=answer.content, format="json-ld")
    assert (
        address,
        URIRef("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"),
        URIRef("https://schema.org/Library"),
    ) in graph
    assert "skola" not in answer.text


@pytest.mark.parametrize(
    "accept", ["*/*", "application/json", "application/ld+json;q=0.5, application/json", "text/html, */*"]
)
def test_an_element_is_json_for_everybody_else(golden: httpx.Client, accept: str) -> None:
    answer = golden.get("/v1/elements/knihovna", headers={"Accept": accept})
    assert answer.headers["Content-Type"] == "application/json"
    assert "Accept" in answer.headers["Vary"].split(", ")
