"""TopoJSON: GeoJSON whose outlines share their lines, as D3 draws maps of countries and regions."""

from collections.abc import Iterator
from typing import Any, BinaryIO

from graph.errors import InvalidFile
from graph.formats import drawn, geojson, json
from graph.formats.format import Format
from graph.mapping.drawing import Drawing
from graph.mapping.remarks import Remarks
from graph.model import Text
from graph.rows import Data

_BROKEN = (IndexError, KeyError, OverflowError, RecursionError, TypeError, ValueError)
"""What following lines raises that are not as the format has them."""

_ARCS = {"LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}
"""How deep the numbers of lines stand in each kind of geometry."""


def recognises(head: bytes) -> bool:
    """Whether it is a topology."""
    content = json.beginning(head)
    return isinstance(content, dict) and content.get("type") == "Topology"


def draw(stream: BinaryIO, remarks: Remarks) -> Drawing:
    """The geometries of a topology, as features."""
    content = json.parsed(stream.read())
    objects = content.get("objects") if isinstance(content, dict) else None
    if not isinstance(content, dict) or not isinstance(objects, dict):
        raise InvalidFile('has no "objects"')
    lines = _Lines(content, remarks)
    features = [
        (place, geojson.within(layer, lines.feature(raw, place)))
        for layer, root in objects.items()
        for place, raw in _geometries(root, f"objects.{layer:.60}")
    ]
    about = {
        key: value for key, value in content.items() if key not in ("type", "objects", "arcs", "transform", "bbox")
    }
    return geojson.drawn_features(features, about, remarks)


FORMAT = Format(
    "topojson",
    (".topojson",),
    Text("TopoJSON: území a místa s vlastnostmi.", "TopoJSON: areas and places with their properties."),
    recognises,
    drawn.reader(draw),
    options=drawn.DRAWN,
    draw=draw,
)


def _geometries(raw: object, place: str) -> Iterator[tuple[str, Data]]:
    """The geometries of an object, each with its place."""
    if not isinstance(raw, dict):
        return
    within = raw.get("geometries")
    if raw.get("type") != "GeometryCollection" or not isinstance(within, list) or "properties" in raw:
        yield place, raw
        return
    for number, each in enumerate(within):
        yield from _geometries(each, f"{place}.geometries[{number}]")


class _Lines:
    """The lines that geometries share, and how their coordinates are to be read."""

    def __init__(self, content: Data, remarks: Remarks) -> None:
        # Whatever is not as the format has it is told where it is followed.
        self._arcs: Any = content.get("arcs")
        self._transform: Any = content.get("transform")
        self._remarks = remarks

    def feature(self, raw: Data, place: str) -> Data:
        """A geometry as a feature of GeoJSON."""
        feature: Data = {
            key: value for key, value in raw.items() if key not in ("type", "arcs", "coordinates", "geometries")
        }
        try:
            return feature | {"geometry": self._geometry(raw)}
        except _BROKEN:
            self._remarks.count("has lines that the file does not have", place)
            return feature

    def _geometry(self, raw: Any) -> Data | None:
        kind = raw.get("type")
        if kind is None:
            return None
        if kind == "GeometryCollection":
            return {
                "type": kind,
                "geometries": [self._geometry(each) for each in raw["geometries"] if isinstance(each, dict)],
            }
        if depth := _ARCS.get(str(kind)):
            return {"type": kind, "coordinates": self._followed(raw["arcs"], depth)}
        return {"type": kind, "coordinates": self._scaled(raw["coordinates"])}

    def _followed(self, arcs: Any, depth: int) -> list[object]:
        """Lists of numbers of lines as lists of positions; a line begins where the one before it ends."""
        if depth > 1:
            return [self._followed(each, depth - 1) for each in arcs]
        found: list[object] = []
        for number in arcs:
            line = self._line(number)
            found += line[1:] if found else line
        return found

    def _line(self, number: int) -> list[object]:
        line = self._arcs[number if number >= 0 else ~number]
        positions: list[object] = []
        x = y = 0
        for step in line:
            x, y = (x + step[0], y + step[1]) if self._transform else (step[0], step[1])
            positions.append(self._scaled([x, y]))
        return positions if number >= 0 else positions[::-1]

    def _scaled(self, position: Any) -> object:
        """A position, or a list of them, in degrees."""
        if not self._transform:
            return position
        if isinstance(position[0], list):
            return [self._scaled(each) for each in position]
        scale, move = self._transform["scale"], self._transform["translate"]
        return [position[axis] * scale[axis] + move[axis] for axis in (0, 1)]
