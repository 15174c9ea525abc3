"""GeoJSON (RFC 7946): features with a point are elements with a location."""

from typing import BinaryIO

from graph.errors import InvalidFile
from graph.formats import drawn, json
from graph.formats.format import Format
from graph.formats.items import element
from graph.formats.naming import NAMES, naming
from graph.mapping.drawing import Drawing, Item, folded, is_number, text
from graph.mapping.remarks import Remarks
from graph.model import Text
from graph.rows import Data

_NAMED = frozenset(NAMES)

_KEPT = 2000
"""Characters of a geometry that is kept; the outline of a country is no field of an element."""


def recognises(head: bytes) -> bool:
    """Whether it is a feature or a collection of them."""
    content = json.beginning(head)
    return isinstance(content, dict) and content.get("type") in ("FeatureCollection", "Feature")


def draw(stream: BinaryIO, remarks: Remarks) -> Drawing:
    """The features of a file."""
    content = json.parsed(stream.read())
    if not isinstance(content, dict):
        raise InvalidFile("is no collection of features")
    features = [content] if content.get("type") == "Feature" else content.get("features")
    if not isinstance(features, list):
        raise InvalidFile('has no list of "features"')
    about = {} if content.get("type") == "Feature" else content
    listed = [
        feature["properties"]
        for feature in features
        if isinstance(feature, dict) and isinstance(feature.get("properties"), dict)
    ]
    named_by = ""
    if all(_NAMED.isdisjoint(folded(each)) for each in listed):
        named_by = naming(
            {key: [each.get(key) for each in listed] for key in dict.fromkeys(k for e in listed for k in e)}
        )
    drawing = Drawing(about={key: value for key, value in about.items() if key not in ("type", "features", "bbox")})
    for number, feature in enumerate(features):
        place = f"features[{number}]"
        if isinstance(feature, dict):
            drawing.elements.append(_element(place, feature, named_by, remarks))
        else:
            remarks.problem(place, "must be an object in braces")
    return drawing


FORMAT = Format(
    "geojson",
    (".geojson",),
    Text("GeoJSON: body na mapě s vlastnostmi.", "GeoJSON: points on a map with their properties."),
    recognises,
    drawn.reader(draw),
    options=drawn.DRAWN,
    draw=draw,
)


def _element(place: str, feature: Data, named_by: str, remarks: Remarks) -> Item:
    properties = feature.get("properties")
    fields = (
        {name: value for name, value in properties.items() if value is not None} if isinstance(properties, dict) else {}
    )
    further = {
        key: value for key, value in feature.items() if key not in ("type", "id", "properties", "geometry", "bbox")
    }
    fields |= {name: value for name, value in further.items() if name not in fields and value is not None}
    _place(fields, feature.get("geometry"), place, remarks)
    own = text(feature.get("id"))
    return element(place, own, {"id": feature["id"]} if own else {}, fields, named_by)


def _place(fields: Data, geometry: object, place: str, remarks: Remarks) -> None:
    """Put a geometry among the fields: a point as a location, any other as it is."""
    if not isinstance(geometry, dict):
        remarks.count("has no geometry", place)
    elif at := _point(geometry.get("coordinates")) if geometry.get("type") == "Point" else None:
        fields["location" if "location" not in fields else "geometry"] = at
    elif len(str(geometry)) <= _KEPT:
        fields["geometry"] = geometry
        remarks.count(f"a {geometry.get('type')!s:.20} is kept as it is: only points are locations", place)
    else:
        remarks.count(f"a {geometry.get('type')!s:.20} of many points is left out: only points are locations", place)


def _point(coordinates: object) -> Data | None:
    if not isinstance(coordinates, list) or len(coordinates) < 2 or not all(map(is_number, coordinates)):
        return None
    longitude, latitude = coordinates[:2]
    if abs(latitude) > 90 or abs(longitude) > 180:
        return None
    return {"latitude": latitude, "longitude": longitude}
