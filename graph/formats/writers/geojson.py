"""GeoJSON (RFC 7946), for a printed map and for QGIS: whatever has a position of its own, or is in a place that has one."""

from collections.abc import AsyncIterator

import orjson

from graph.formats.format import Writer
from graph.formats.writers import flat
from graph.model import Text
from graph.rows import Data


async def write(rows: AsyncIterator[Data], _: str) -> AsyncIterator[bytes]:
    """A feature for each element that is somewhere; connections have no place in it."""
    yield b'{"type":"FeatureCollection","features":['
    separator = b"\n"
    async for row in rows:
        if "label" in row and (feature := _feature(row)):
            yield separator + orjson.dumps(feature)
            separator = b",\n"
    yield b"\n]}\n"


WRITER = Writer(
    "geojson",
    (".geojson",),
    "application/geo+json",
    Text(
        "GeoJSON pro tištěnou mapu a QGIS: prvky, které mají polohu nebo sídlí v místě, které ji má; bez spojení.",
        "GeoJSON for a printed map and QGIS: elements with a position, or in a place that has one; no connections.",
    ),
    write,
    seats=True,
)


def _feature(row: Data) -> Data | None:
    seat = row.get("seat")
    place = seat if isinstance(seat, dict) else {}
    at = row.get("location") or place.get("location")
    if not isinstance(at, dict):
        return None
    item = flat.element(row)
    fields = {name: value for name, value in item.fields.items() if name not in at}
    said = {"name": item.label, "type": item.type, "place": place.get("name"), "placeId": place.get("id")}
    properties = {**fields, "tags": item.tags, **said}
    return {
        "type": "Feature",
        "id": item.id,
        "geometry": {"type": "Point", "coordinates": [at["longitude"], at["latitude"]]},
        "properties": {name: value for name, value in properties.items() if value not in (None, [])},
    }
