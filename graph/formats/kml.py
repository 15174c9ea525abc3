"""KML, as Google Earth, My Maps and geoportals write it; packed (KMZ) it is an archive of such a file and pictures."""

import re
from typing import BinaryIO
from xml.etree.ElementTree import Element

from graph.errors import InvalidFile
from graph.formats import drawn, geojson, xml
from graph.formats.format import Format
from graph.formats.xml import local
from graph.mapping.drawing import Drawing
from graph.mapping.remarks import Remarks
from graph.model import Text
from graph.rows import Data

_FOLDERS = ("Document", "Folder")
_LEFT_OUT = ("NetworkLink", "GroundOverlay", "ScreenOverlay", "PhotoOverlay", "Tour")
_DRAWING = frozenset({"styleUrl", "Style", "StyleMap", "LookAt", "Camera", "visibility", "open", "Region"})
"""How a placemark looks, and from where."""

_SHAPES = {"Point": "Point", "LineString": "LineString", "LinearRing": "LineString", "Track": "LineString",
           "Polygon": "Polygon", "MultiGeometry": "GeometryCollection", "MultiTrack": "GeometryCollection"}  # fmt: skip
_TEXTS = {"name": "name", "description": "description", "Snippet": "snippet", "address": "address", "when": "when",
          "phoneNumber": "phone", "begin": "begin", "end": "end"}  # fmt: skip

_BLANKS = re.compile(r"(?:(?<!\s)\s++)?,\s*")
"""Blanks around commas, which do not belong there."""


def recognises(head: bytes) -> bool:
    """Whether the outermost element is one of KML."""
    return xml.root(head) == "kml"


def draw(stream: BinaryIO, remarks: Remarks) -> Drawing:
    """The placemarks of a file, as features."""
    features: list[tuple[str, Data]] = []
    about: Data = {}
    folders: dict[int, str] = {}
    for around, ended in xml.ended(stream):
        parent, name = (local(around[-1].tag) if around else ""), local(ended.tag)
        if parent in _FOLDERS and name in ("name", "description") and (said := (ended.text or "").strip()):
            if parent == "Document":
                about.setdefault(name, said)
            elif name == "name":
                folders[len(around)] = said
        elif name in _FOLDERS:
            folders.pop(len(around) + 1, None)
        elif name in _LEFT_OUT:
            remarks.count(f"a {name} is left out; only placemarks are read", name)
        elif name == "Placemark":
            feature = _feature(ended, remarks, place := f"Placemark[{len(features)}]")
            layer = folders[max(folders)] if folders else ""
            features.append((place, geojson.within(layer, feature) if layer else feature))
            ended.clear()
    if not features:
        raise InvalidFile("has no placemarks")
    return geojson.drawn_features(features, about, remarks)


FORMAT = Format(
    "kml",
    (".kml", ".kmz"),
    Text("KML a KMZ z Google Earth, My Maps a geoportálů.", "KML and KMZ of Google Earth, My Maps and geoportals."),
    recognises,
    drawn.reader(draw),
    options=drawn.DRAWN,
    draw=draw,
)


def _feature(placemark: Element, remarks: Remarks, place: str) -> Data:
    """A placemark as a feature of GeoJSON."""
    properties: Data = {}
    geometry = None
    for child in placemark:
        name = local(child.tag)
        if name in _SHAPES:
            geometry = _geometry(child)
        elif name == "ExtendedData":
            continue
        elif name in _DRAWING:
            remarks.count("how placemarks are drawn is left out", place)
        elif href := child.get("href"):
            properties["url"] = href
        else:
            properties |= {
                _TEXTS.get(local(each.tag), local(each.tag)): said for each in child.iter() if (said := _text(each))
            }
    for key, said in _data(placemark):
        properties.setdefault(key, said)
    own = placemark.get("id")
    return {"properties": properties, "geometry": geometry} | ({"id": own} if own else {})


def _data(placemark: Element) -> list[tuple[str, str]]:
    """What the placemark's maker says of it, by names of their own."""
    found = []
    for each in placemark.iter():
        name = each.get("name", "")
        if local(each.tag) == "Data":
            found.append((name, "".join(_text(child) for child in each if local(child.tag) == "value")))
        elif local(each.tag) == "SimpleData":
            found.append((name, _text(each)))
    return [(name, said) for name, said in found if name and said]


def _geometry(shape: Element) -> Data:
    """A shape as a geometry of GeoJSON."""
    kind = _SHAPES[local(shape.tag)]
    if kind == "GeometryCollection":
        return {"type": kind, "geometries": [_geometry(each) for each in shape if local(each.tag) in _SHAPES]}
    if kind == "Polygon":
        rings = [_positions(each) for each in shape.iter() if local(each.tag) == "LinearRing"]
        return {"type": kind, "coordinates": rings}
    positions = _positions(shape)
    return {"type": kind, "coordinates": positions[0] if kind == "Point" and positions else positions}


def _positions(shape: Element) -> list[object]:
    """The positions of a shape: in a text of triples, or each in an element of its own."""
    found: list[object] = []
    for each in shape.iter():
        if local(each.tag) == "coordinates":
            found += [_position(part.split(",")) for part in _BLANKS.sub(",", _text(each)).split()]
        elif local(each.tag) == "coord":
            found.append(_position(_text(each).split()))
    return found


def _position(parts: list[str]) -> list[object]:
    return [xml.number(part, "double") for part in parts[:2]]


def _text(element: Element) -> str:
    return (element.text or "").strip()
