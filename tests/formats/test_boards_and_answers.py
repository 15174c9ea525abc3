"""Boards of Excalidraw's, maps of uMap's, and answers of services whose columns stand apart from their rows."""

import math
from contextlib import suppress
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import InvalidFile
from graph.formats import geojson, nodelink
from tests.formats.drawings import Read


def read(content: Any) -> Read:
    return Read(orjson.dumps(content))


def box(id_: str, **more: Any) -> dict[str, Any]:
    return {"id": id_, "type": "rectangle", "x": 1, "y": 2, "isDeleted": False, **more}


def words(id_: str, said: str, within: str | None = None) -> dict[str, Any]:
    return {"id": id_, "type": "text", "text": said, "containerId": within}


def arrow(id_: str, start: str | None, end: str | None, **more: Any) -> dict[str, Any]:
    bound = {f"{side}Binding": at and {"elementId": at} for side, at in (("start", start), ("end", end))}
    return {"id": id_, "type": "arrow", **bound, **more}


def test_a_board_has_what_is_written_and_the_arrows_between_two() -> None:
    drawn = [
        box("a"), words("ta", "Knihovna", "a"), box("b", type="ellipse"), words("tb", "Škola", "b"), words("t", "Nadpis"),
        box("empty"), box("gone", isDeleted=True), words("tg", "Zrušeno", "gone"),
        arrow("1", "a", "b"), words("t1", "spolupracuje", "1"), arrow("2", "b", "t", startArrowhead="dot"),
        arrow("3", "a", "t", startArrowhead="dot", endArrowhead=None), arrow("4", "a", None), words("t4", "kam?", "4"), arrow("5", "a", "b", type="line"),
    ]  # fmt: skip
    found = read({"type": "excalidraw", "version": 2, "elements": drawn, "appState": {}, "files": {}})
    assert found.format is nodelink.FORMAT
    assert not found.problems
    assert set(found.labels) == {"Knihovna", "Škola", "Nadpis"}
    assert found.map["fields"] == {"on loose lines": ["kam?"]}
    names = {id_: row["name"] for id_, row in found.elements.items()}
    ties = [(names[tie["from"]], tie.get("kind"), tie.get("direction"), names[tie["to"]]) for tie in found.links]
    assert sorted(ties, key=str) == sorted(
        [
            ("Knihovna", "spolupracuje", None, "Škola"),
            ("Škola", None, "mutual", "Nadpis"),
            ("Nadpis", None, None, "Knihovna"),
            ("Knihovna", None, "undirected", "Škola"),
        ],
        key=str,
    )


def test_a_umap_has_the_features_of_its_layers() -> None:
    def layer(name: str, *names: str) -> dict[str, Any]:
        at = {"type": "Point", "coordinates": [17.4, 49.3]}
        features = [
            {"type": "Feature", "properties": {"name": each, "_umap_options": {"color": "red"}}, "geometry": at}
            for each in names
        ]
        return {"type": "FeatureCollection", "features": features, "_umap_options": {"name": name, "color": "red"}}

    about = {"name": "Okolí", "zoom": 9, "licence": {"name": "ODbL"}}
    found = read(
        {"type": "umap", "properties": about, "layers": [layer("Knihovny", "Lhota"), layer("Vrstva 2", "Oko", "Sad")]}
    )
    assert found.format is geojson.FORMAT
    assert found.labels == {"Lhota": "Library", "Oko": "Item", "Sad": "Item"}
    assert found.named("Oko")["fields"] == {"layer": "Vrstva 2", "location": {"latitude": 49.3, "longitude": 17.4}}
    assert found.map["fields"] == {"name": "Okolí"}


X, Y = (math.radians(17.6) * 6_378_137, math.log(math.tan(math.pi / 4 + math.radians(49.2) / 2)) * 6_378_137)


@pytest.mark.parametrize(
    ("reference", "x", "y", "known"),
    [
        ({"wkid": 4326}, 17.6, 49.2, True),
        ({"wkid": 102100, "latestWkid": 3857}, X, Y, True),
        ({"wkid": 5514}, -500_000, -1_100_000, False),
        (None, 17.6, 49.2, False),
    ],
)
def test_features_of_arcgis_are_in_degrees_where_their_reference_is_known(
    reference: object, x: float, y: float, known: bool
) -> None:
    found = read({
        "geometryType": "esriGeometryPoint", "spatialReference": reference,
        "fields": [{"name": "NAZEV", "alias": "Název"}, {"name": "OBEC", "alias": "Obec"}],
        "features": [{"attributes": {"NAZEV": "Muzeum", "OBEC": "Zlín"}, "geometry": {"x": x, "y": y}}],
    })  # fmt: skip
    assert found.format is geojson.FORMAT
    fields = found.named("Muzeum")["fields"]
    assert fields["Obec"] == "Zlín"
    assert ("location" in fields) == known
    if known:
        assert fields["location"] == pytest.approx({"latitude": 49.2, "longitude": 17.6})


def test_rings_of_arcgis_are_outlines() -> None:
    ring = [[17.0, 49.0], [18.0, 49.0], [18.0, 50.0], [17.0, 49.0]]
    found = read({
        "geometryType": "esriGeometryPolygon", "spatialReference": {"wkid": 4326},
        "features": [{"attributes": {"name": "Okres"}, "geometry": {"rings": [ring]}}],
    })  # fmt: skip
    assert found.named("Okres")["fields"]["geometry"] == {"type": "Polygon", "coordinates": [ring]}


CKAN = {
    "help": "https://catalogue.example/help",
    "success": True,
    "result": {
        "fields": [{"id": "_id", "type": "int"}, {"id": "Název", "type": "text"}],
        "records": [{"_id": 1, "Název": "A", "Obec": "Zlín"}, {"_id": 2, "Název": "B"}],
        "total": 2,
    },
}
SOCRATA = {
    "meta": {"view": {"columns": [{"name": "sid", "dataTypeName": "meta_data"}, {"name": "Name"}, {"name": "Obec"}]}},
    "data": [["row-1", "A", "Zlín"], ["row-2", "B", None]],
}
SHEET = {
    "version": "0.6",
    "table": {
        "cols": [{"id": "A", "label": "Name"}, {"id": "B", "label": "Obec"}, {"id": "C", "label": "Kdy"}],
        "rows": [
            {"c": [{"v": "A"}, {"v": "Zlín"}, {"v": "Date(2020,0,1)", "f": "2020-01-01"}]},
            {"c": [{"v": "B"}, None]},
        ],
    },
}


@pytest.mark.parametrize("answer", [CKAN, SOCRATA, SHEET], ids=["CKAN", "Socrata", "Google"])
def test_rows_of_an_answer_are_elements_with_the_fields_of_their_columns(answer: object) -> None:
    found = read(answer)
    assert not found.problems
    assert found.labels == {"A": "Item", "B": "Item"}
    assert {name: value for name, value in found.named("A")["fields"].items() if name != "Kdy"} == {"Obec": "Zlín"}
    assert found.links == []


def test_a_value_in_a_call_is_that_value() -> None:
    call = b"/*O_o*/\ngoogle.visualization.Query.setResponse(" + orjson.dumps(SHEET) + b");\n"
    found = Read(call)
    assert found.named("A")["fields"] == {"Obec": "Zlín", "Kdy": "2020-01-01"}
    assert Read(b'callback({"nodes": [{"id": "a"}, {"id": "b"}], "links": [{"source": "a", "target": "b"}]})').links


MESS = st.recursive(
    st.none() | st.integers(-9, 9**9) | st.text(max_size=3), lambda inner: st.lists(inner, max_size=2), max_leaves=3
)
KEYS = st.sampled_from([
    "id", "type", "text", "containerId", "startBinding", "attributes", "geometry", "name", "c", "dataTypeName", "properties",
])  # fmt: skip
ENTRIES = st.lists(st.dictionaries(KEYS, MESS, max_size=5) | MESS, max_size=4)


@settings(deadline=None)
@given(ENTRIES, MESS)
def test_messes_of_these_never_crash(entries: list[Any], mess: Any) -> None:
    for content in (
        {"type": "excalidraw", "elements": entries},
        {"type": "umap", "layers": [*entries, {"features": entries}], "properties": mess},
        {
            "geometryType": "esriGeometryPoint",
            "features": entries,
            "fields": entries,
            "spatialReference": {"wkid": mess},
        },
        {"result": {"fields": [], "records": entries}},
        {"table": {"cols": entries, "rows": entries}},
        {"meta": {"view": {"columns": entries}}, "data": [entries, mess]},
    ):
        with suppress(InvalidFile):
            read(content)
