"""GeoJSON: points with properties."""

from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.formats import geojson
from tests.formats.drawings import Read
from tests.making_up import MANY


def feature(coordinates: Any, type_: str = "Point", **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": {"type": type_, "coordinates": coordinates}, "properties": properties}


def read(*features: Any, **more: Any) -> Read:
    found = Read(orjson.dumps({"type": "FeatureCollection", "features": features, **more}))
    assert found.format is geojson.FORMAT
    return found


def test_points_are_elements_with_a_location() -> None:
    found = read({**feature([16.6, 49.2], název="Brno", typ="město", population=400000), "id": 7},
                 feature([14.4, 50.1, 200], name="Spolek", category="spolek", amenity=None), name="Mapa")  # fmt: skip
    assert not found.problems
    place, group = found.named("Brno"), found.named("Spolek")
    assert (place["label"], place["location"], place["population"]) == (
        "Place",
        {"latitude": 49.2, "longitude": 16.6},
        400000,
    )
    assert place["id"] == "mapa-7"
    assert (group["label"], group["fields"]["location"]) == ("Organization", {"latitude": 50.1, "longitude": 14.4})
    assert found.map["fields"] == {"name": "Mapa"}


def test_other_geometries_lie_at_their_middle() -> None:
    ring = [[[0, 0], [0, 4], *([i / 200, 4] for i in range(400)), [2, 4], [2, 0], [0, 0]]]
    two = [[[[0, 0], [0, 1], [1, 1], [0, 0]]], [[[10, 10], [10, 14], [14, 14], [14, 10], [10, 10]]]]
    found = read(feature([[0, 0], [1, 1]], "LineString", name="Řeka"), feature(ring, "Polygon", name="Kraj"),
                 feature(two, "MultiPolygon", name="Ostrovy"), feature([999, 0], name="Mimo"),
                 {"type": "Feature", "geometry": None, "properties": {"name": "Nikde"}})  # fmt: skip
    at = {name: found.named(name).get("fields", {}).get("location") for name in ("Řeka", "Kraj", "Ostrovy", "Mimo")}
    assert at["Řeka"] == {"latitude": 0.5, "longitude": 0.5}
    assert at["Kraj"] == pytest.approx({"latitude": 2, "longitude": 1}, abs=0.01)
    assert at["Ostrovy"] == {"latitude": 12, "longitude": 12}
    assert at["Mimo"] is None and found.named("Mimo")["fields"]["geometry"]["coordinates"] == [999, 0]
    assert found.named("Řeka")["fields"]["geometry"]["type"] == "LineString"
    assert "geometry" not in found.named("Kraj")["fields"]
    told = " ".join(found.notices)
    assert "LineString is kept as it is; its location is its middle" in told and "no geometry" in told
    assert "a Polygon of many points is left out" in told and "a Point is kept as it is; it has no longitude" in told


def test_what_has_no_name_is_called_by_type_and_place_or_listed() -> None:
    found = read(feature([16.6, 49.2], amenity="bench"), feature([16.7, 49.2], amenity="bench", Adresa="Dlouhá 3"),
                 feature([16.6, 49.3]), {"type": "Feature", "properties": {}, "geometry": None})  # fmt: skip
    assert found.labels.keys() == {"bench (49.20000, 16.60000)", "bench (Dlouhá 3)", "Point (49.30000, 16.60000)"}
    assert found.problems == ["features[3].label: is missing, empty or private; every element needs a label"]
    assert any("has no name; it is called by its type and place (3x" in each for each in found.notices)


def test_a_page_for_a_name_leaves_its_first_words() -> None:
    page = "<h4>Kluziště&nbsp;Dub</h4> <a href='https://a.example'>web</a>"
    [found] = [each for each in read(feature([1, 2], name=page)).elements.values() if each["label"] != "Map"]
    assert (found["name"], found["fields"]["page"]) == ("Kluziště Dub", page)


@pytest.mark.parametrize("content", [{"type": "Feature", "properties": {"name": "A"}, "geometry": None}])
def test_one_feature_alone(content: Any) -> None:
    assert Read(orjson.dumps(content)).labels == {"A": "Item"}


def test_without_features_there_is_nothing() -> None:
    assert Read(b'{"type": "FeatureCollection"}').problems == ['file: has no list of "features"']


_VALUES = st.none() | st.integers(-200, 200) | st.text(max_size=3) | st.lists(st.integers(-99, 99), max_size=3)


@settings(max_examples=MANY)
@given(st.lists(_VALUES | st.fixed_dictionaries({}, optional={
    "id": _VALUES, "properties": _VALUES | st.dictionaries(st.sampled_from(["name", "type", "location", "id"]), _VALUES),
    "geometry": _VALUES | st.fixed_dictionaries({}, optional={"type": st.just("Point") | _VALUES, "coordinates": _VALUES}),
}), max_size=4))  # fmt: skip
def test_any_mess_is_read(features: list[Any]) -> None:
    Read(orjson.dumps({"type": "FeatureCollection", "features": features}), geojson.FORMAT)


def test_a_region_is_no_library_though_the_file_is_called_so() -> None:
    ring = [[14.0, 50.0], [14.5, 50.0], [14.5, 50.3], [14.0, 50.0]]
    small = [[14.0, 50.0], [14.001, 50.0], [14.001, 50.001], [14.0, 50.0]]
    for outline, label in ((ring, "Item"), (small, "Library")):
        content = {"type": "FeatureCollection", "features": [feature([outline], "Polygon", name="Dub")]}
        found = Read(orjson.dumps(content), options={"name": ["knihovny"]})
        assert found.labels == {"Dub": label}


def test_what_openstreetmap_says_of_an_operator_is_no_type() -> None:
    found = read(
        feature([14.5, 50.0], **{"@id": "way/1", "name": "Hřiště", "leisure": "park", "operator:type": "community"})
    )
    assert found.named("Hřiště")["label"] == "Item" and found.named("Hřiště")["kind"] == "park"
