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


def test_other_geometries_are_told() -> None:
    ring = [[[float(i), 0.0] for i in range(500)]]
    found = read(feature([[0, 0], [1, 1]], "LineString", name="Řeka"), feature(ring, "Polygon", name="Kraj"),
                 {"type": "Feature", "geometry": None, "properties": {"name": "Nikde"}}, feature([999, 0], name="Mimo"))  # fmt: skip
    assert found.named("Řeka")["fields"]["geometry"]["type"] == "LineString"
    assert "geometry" not in found.named("Kraj").get("fields", {})
    assert found.named("Mimo")["fields"]["geometry"]["coordinates"] == [999, 0]
    told = " ".join(found.notices)
    assert "LineString is kept" in told and "Polygon of many points is left out" in told and "no geometry" in told


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
