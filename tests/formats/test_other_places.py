"""Maps of places that are no GeoJSON: TopoJSON and KML, and what says of others how to save them."""

import zipfile
from io import BytesIO
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import InvalidFile
from graph.formats import kml, registry, topojson
from tests.formats.drawings import Read
from tests.making_up import MANY

SQUARES = {
    "type": "Topology", "transform": {"scale": [0.001, 0.001], "translate": [14, 49]}, "name": "Mapa",
    "arcs": [[[1000, 0], [0, 1000]], [[1000, 1000], [-1000, 0], [0, -1000], [1000, 0]], [[1000, 1000], [1000, 0], [0, -1000], [-1000, 0]]],
    "objects": {
        "obce": {"type": "GeometryCollection", "geometries": [
            {"type": "Polygon", "id": "west", "properties": {"name": "Západ"}, "arcs": [[0, 1]]},
            {"type": "Polygon", "properties": {"name": "Východ"}, "arcs": [[-3, 0]]}]},
        "okraje": {"type": "Point", "properties": {"name": "Bod"}, "coordinates": [500, 250]},
    },
}  # fmt: skip


def test_a_topology_is_drawn_as_its_features() -> None:
    found = Read(orjson.dumps(SQUARES))
    assert (found.format, found.problems, found.labels) == (
        topojson.FORMAT, [], {"Západ": "Place", "Východ": "Place", "Bod": "Item"},
    )  # fmt: skip
    west, east = found.named("Západ"), found.named("Východ")
    assert west["location"] == pytest.approx({"latitude": 49.5, "longitude": 14.5})
    assert east["location"] == pytest.approx({"latitude": 49.5, "longitude": 15.5})
    assert west["id"] == "mapa-west"
    assert found.named("Bod")["fields"] == {"layer": "okraje", "location": {"latitude": 49.25, "longitude": 14.5}}
    assert found.map["fields"] == {"name": "Mapa"}


_NUMBERS = (
    st.none() | st.integers(-4, 4) | st.lists(st.integers(-4, 4) | st.lists(st.integers(-4, 4), max_size=2), max_size=3)
)
_GEOMETRIES: st.SearchStrategy[Any] = st.none() | st.fixed_dictionaries(
    {"type": st.sampled_from(["Point", "Polygon", "MultiPolygon", "LineString", "GeometryCollection", None])},
    optional={"arcs": _NUMBERS, "coordinates": _NUMBERS, "geometries": st.lists(st.none() | st.dictionaries(st.just("type"), _NUMBERS)),
              "properties": _NUMBERS | st.dictionaries(st.sampled_from(["name", "type"]), _NUMBERS)},
)  # fmt: skip


@settings(max_examples=MANY)
@given(st.fixed_dictionaries({"type": st.just("Topology")}, optional={
    "objects": _NUMBERS | st.dictionaries(st.sampled_from("ab"), _GEOMETRIES), "arcs": _NUMBERS, "transform": _NUMBERS,
}))  # fmt: skip
def test_any_mess_of_a_topology_is_read(content: Any) -> None:
    Read(orjson.dumps(content), topojson.FORMAT)


def _kml(inside: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2">{inside}</kml>'.encode()


PLACES = _kml("""<Document><name>Okolí</name><Style id="s"/>
<Folder><name>Knihovny</name>
  <Placemark id="k1"><name>Knihovna Dub</name><description>V parku</description><styleUrl>#s</styleUrl>
    <ExtendedData><Data name="web"><value>https://a.example</value></Data>
      <SchemaData><SimpleData name="fond">1200</SimpleData></SchemaData></ExtendedData>
    <Point><coordinates>16.5, 49.25,0</coordinates></Point></Placemark>
  <Placemark><Point><coordinates>16.6,49.25</coordinates></Point></Placemark>
</Folder>
<Folder><name>Cesty</name><Placemark><name>Okruh</name><TimeSpan><begin>2020</begin></TimeSpan><MultiGeometry>
  <LineString><coordinates>1,1 3,3</coordinates></LineString></MultiGeometry></Placemark></Folder>
<Placemark><name>Park</name><Polygon><outerBoundaryIs><LinearRing><coordinates>0,0 0,2 2,2 2,0 0,0</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>
<NetworkLink><Link><href>https://a.example/more.kml</href></Link></NetworkLink></Document>""")


def test_placemarks_are_elements() -> None:
    found = Read(PLACES)
    assert (found.format, found.problems) == (kml.FORMAT, [])
    assert found.labels == {
        "Knihovna Dub": "Library",
        "Knihovny (49.25000, 16.60000)": "Library",
        "Okruh": "Item",
        "Park": "Item",
    }
    library = found.named("Knihovna Dub")
    assert (library["id"], library["description"], library["url"]) == ("mapa-k1", "V parku", "https://a.example")
    assert library["fields"]["fond"] == "1200"
    assert library["fields"]["location"] == {"latitude": 49.25, "longitude": 16.5}
    way = found.named("Okruh")["fields"]
    assert (way["layer"], way["location"], way["begin"]) == ("Cesty", {"latitude": 2, "longitude": 2}, "2020")
    assert found.named("Park")["fields"]["location"] == {"latitude": 1, "longitude": 1}
    assert found.map["fields"] == {"name": "Okolí"}
    told = " ".join(found.notices)
    assert "a NetworkLink is left out" in told and "how placemarks are drawn is left out" in told


def test_an_archive_of_a_map_and_pictures_is_read() -> None:
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("doc.kml", PLACES)
        packed.writestr("files/icon.png", b"\x89PNG")
    found = Read(archive.getvalue())
    assert len(found.labels) == 4 and any(
        "files/icon.png: is left out: it is a picture" in each for each in found.notices
    )


def test_a_map_without_placemarks_is_told() -> None:
    assert Read(_kml("<Document><Folder/></Document>")).problems == ["file: has no placemarks"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b'<gml:FeatureCollection xmlns:gml="g"/>', "GML, a map of places; open it in QGIS and save it as GeoJSON"),
        (b'<?xml version="1.0"?><gpx version="1.1"/>', "GPX"),
        (b"\x00\x00\x27\x0a\x00\x00", "a Shapefile; open it in QGIS"),
        (b"digraph { a -> b }", "Graphviz; save it as GraphML"),
        (b"1 2 3\n2 1\n", "save a list, also one of neighbours, as CSV with headings such as From and To"),
    ],
)
def test_what_is_not_read_is_told_with_how_to_save_it(data: bytes, said: str) -> None:
    with pytest.raises(InvalidFile, match=said):
        registry.recognised(BytesIO(data))
