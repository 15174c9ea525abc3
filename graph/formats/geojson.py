"""GeoJSON (RFC 7946): features are elements with a location. Formats of other maps of places are drawn as features, too."""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from html import unescape
from typing import BinaryIO

from graph.errors import InvalidFile
from graph.formats import drawn, json
from graph.formats.format import Format
from graph.formats.geometry import Position, is_large, middle
from graph.formats.items import element
from graph.formats.naming import ELEMENT_TYPES, NAMES, naming, type_of_rows
from graph.formats.shapes import kind_of
from graph.mapping.drawing import Drawing, Item, folded, text
from graph.mapping.meanings import LABELS
from graph.mapping.remarks import Remarks
from graph.model import Text
from graph.rows import Data
from graph.values.texts import fold

_NAMED = frozenset(NAMES)

_TYPES = frozenset(ELEMENT_TYPES)

_WHERE = ("address", "adresa", "addr:full", "street address", "adresse", "adres", "direccion", "indirizzo")
"""Fields that say where something without a name is, folded."""

_CALLED = "name"

_OF_OSM = re.compile(r"(node|way|relation)/\d+")
"""An id of OpenStreetMap."""

_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>")

_KEPT = 2000
"""Characters of a geometry that is kept; the outline of a country is no field of an element."""


def recognises(head: bytes) -> bool:
    """Whether it is a feature or a collection of them, a uMap of such, or features as ArcGIS writes them."""
    content = json.beginning(head)
    return isinstance(content, dict) and (
        content.get("type") in ("FeatureCollection", "Feature") or _is_umap(content) or _is_of_arcgis(content)
    )


def draw(stream: BinaryIO, remarks: Remarks) -> Drawing:
    """The features of a file."""
    content = json.parsed(stream.read())
    if not isinstance(content, dict):
        raise InvalidFile("is no collection of features")
    if _is_umap(content):
        return _drawn_umap(content, remarks)
    if _is_of_arcgis(content):
        made = _of_arcgis(content)
        content = {"features": [made(each) if isinstance(each, dict) else each for each in content["features"]]}
    features = [content] if content.get("type") == "Feature" else content.get("features")
    if not isinstance(features, list):
        raise InvalidFile('has no list of "features"')
    about = {} if content.get("type") == "Feature" else content
    listed: list[tuple[str, Data]] = []
    for number, feature in enumerate(features):
        if isinstance(feature, dict):
            listed.append((f"features[{number}]", feature))
        else:
            remarks.problem(f"features[{number}]", "must be an object in braces")
    said = {key: value for key, value in about.items() if key not in ("type", "features", "bbox")}
    return drawn_features(listed, said, remarks)


def drawn_features(features: Sequence[tuple[str, Data]], about: Data, remarks: Remarks) -> Drawing:
    """The drawing of features, each with its place in the file."""
    said = [properties for _, feature in features if isinstance(properties := feature.get("properties"), dict)]
    named_by = ""
    if all(_NAMED.isdisjoint(folded(each)) for each in said):
        named_by = naming({key: [each.get(key) for each in said] for key in dict.fromkeys(k for e in said for k in e)})
    listed = enumerate(features, 1)
    drawing = Drawing([_element(*named, number, named_by, remarks) for number, named in listed], about=about)
    if type_ := type_of_rows(text(about.get("name")), {fold(key) for each in said for key in each}):
        for item in drawing.elements:
            if not item.type:
                key = "type" if "type" not in item.fields else "type of features"
                item.fields, item.keys = {**item.fields, key: type_}, {**item.keys, "type": key}
    return drawing


def within(layer: str, feature: Data) -> Data:
    """A feature that stands in a layer or folder, whose name says its type where it is a word for one."""
    properties = feature.get("properties")
    said = properties if isinstance(properties, dict) else {}
    is_type = fold(layer) in LABELS and _TYPES.isdisjoint(folded(said))
    return {**feature, "properties": {("type" if is_type else "layer"): layer, **said}}


def _is_umap(content: Data) -> bool:
    return content.get("type") == "umap" and isinstance(content.get("layers"), list)


def _drawn_umap(content: Data, remarks: Remarks) -> Drawing:
    """The features of all layers of a uMap, whose styles are left out; the map is called by its own name."""
    listed = [
        (f"layers[{number}].features[{place}]", within(_layer(layer), _unstyled(feature)))
        for number, layer in enumerate(_listed(content["layers"]))
        for place, feature in enumerate(_listed(layer.get("features")))
    ]
    said = content.get("properties")
    about = {key: said[key] for key in ("name", "description") if said.get(key)} if isinstance(said, dict) else {}
    return drawn_features(listed, about, remarks)


def _layer(layer: Data) -> str:
    """What a layer of a uMap is called."""
    styles = (layer.get(key) for key in _STYLES)
    return next((text(said.get("name")) for said in styles if isinstance(said, dict)), "")


def _unstyled(feature: Data) -> Data:
    said = feature.get("properties")
    kept = {key: value for key, value in said.items() if key not in _STYLES} if isinstance(said, dict) else {}
    return {**feature, "properties": kept}


def _is_of_arcgis(content: Data) -> bool:
    return isinstance(content.get("features"), list) and str(content.get("geometryType")).startswith("esriGeometry")


def _of_arcgis(content: Data) -> Callable[[Data], Data]:
    """How features of an answer of ArcGIS become those of GeoJSON: by their aliases, in degrees where their reference is known."""
    named = {text(each.get("name")): text(each.get("alias")) for each in _listed(content.get("fields"))}
    places = _PLACES.get(_reference(content))

    def made(feature: Data) -> Data:
        said = feature.get("attributes")
        fields = said if isinstance(said, dict) else {}
        properties = {named.get(name) or name: value for name, value in fields.items()}
        geometry = feature.get("geometry")
        return {
            "type": "Feature",
            "properties": properties if len(properties) == len(fields) else fields,
            "geometry": _geometry(geometry, places) if places and isinstance(geometry, dict) else None,
        }

    return made


def _reference(content: Data) -> str:
    """The number of the reference of places, as a text."""
    said = content.get("spatialReference")
    return text(said.get("latestWkid", said.get("wkid"))) if isinstance(said, dict) else ""


def _geometry(shape: Data, places: Callable[[float, float], list[float]]) -> Data | None:
    """A geometry of ArcGIS as that of GeoJSON."""

    def placed(value: object) -> object:
        match value:
            case [int() | float() as x, int() | float() as y, *_]:
                return places(x, y)
            case list():
                return [*map(placed, value)]
        return value

    match shape:
        case {"x": int() | float() as x, "y": int() | float() as y}:
            return {"type": "Point", "coordinates": places(x, y)}
        case {"rings": list(rings)}:
            return {"type": "Polygon", "coordinates": placed(rings)}
        case {"paths": list(paths)}:
            return {"type": "MultiLineString", "coordinates": placed(paths)}
        case {"points": list(points)}:
            return {"type": "MultiPoint", "coordinates": placed(points)}
    return None


def _of_mercator(x: float, y: float) -> list[float]:
    """The degrees of a place in the projection of web maps (EPSG:3857)."""
    return [math.degrees(x / _EARTH), math.degrees(2 * math.atan(math.exp(min(y / _EARTH, 10))) - math.pi / 2)]


def _in_degrees(x: float, y: float) -> list[float]:
    return [x, y]


_EARTH = 6_378_137.0
"""Metres from the middle of the earth to its equator, in WGS 84."""

_PLACES: Mapping[str, Callable[[float, float], list[float]]] = {
    **dict.fromkeys(("4326", "4258"), _in_degrees),
    **dict.fromkeys(("3857", "102100", "102113"), _of_mercator),
}
"""How the references of places that are known (EPSG, and those of ArcGIS) become degrees."""

_STYLES = ("_umap_options", "_storage", "_storage_options")
"""Where a uMap keeps how something is shown, and what a layer is called."""


def _listed(value: object) -> list[Data]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


FORMAT = Format(
    "geojson",
    (".geojson",),
    Text("GeoJSON: body na mapě s vlastnostmi.", "GeoJSON: points on a map with their properties."),
    recognises,
    drawn.reader(draw),
    options=drawn.DRAWN,
    draw=draw,
)


def _element(place: str, feature: Data, number: int, named_by: str, remarks: Remarks) -> Item:
    item = _featured(place, feature, number, named_by, remarks)
    shape = feature.get("geometry")
    item.is_area = isinstance(shape, dict) and is_large(shape)
    return item


def _featured(place: str, feature: Data, number: int, named_by: str, remarks: Remarks) -> Item:
    """The element of a feature, called by its page, type or place where it has no name."""
    properties = feature.get("properties")
    fields = (
        {name: value for name, value in properties.items() if value is not None} if isinstance(properties, dict) else {}
    )
    further = {
        key: value for key, value in feature.items() if key not in ("type", "id", "properties", "geometry", "bbox")
    }
    fields |= {name: value for name, value in further.items() if name not in fields and value is not None}
    shape = feature.get("geometry")
    geometry: Data = shape if isinstance(shape, dict) else {}
    at = _located(fields, feature.get("geometry"), place, remarks)
    own = text(feature.get("id"))
    structure: Data = {"id": feature["id"]} if own else {}
    if _OF_OSM.fullmatch(text(fields.get("@id")) or own) and (kind := kind_of(fields)):
        fields = {**{("drawn as" if name == "type" else name): value for name, value in fields.items()}, "type": kind}
    item = element(place, own, structure, fields, named_by)
    called = item.keys.get("label", "")
    if _OF_OSM.fullmatch(text(item.fields.get(called))) and item.type:
        called = ""  # a number that nobody calls it by
    if plain := _first_words(fields.get(called)):
        remarks.count("is called by a page; its first words are the name", place)
        rest = {"page" if name == called == _CALLED else name: value for name, value in fields.items()}
        return element(place, own, structure, {_CALLED: plain, **rest}, named_by=_CALLED)
    if not called and (at or geometry):
        remarks.count(f"has no name; it is called by its type and {'place' if at else 'number'}", place)
        name = _called(item, at, geometry, number)
        return element(place, own, structure, {_CALLED: name, **fields}, named_by=_CALLED)
    return item


def _first_words(said: object) -> str:
    """The first words of a text in HTML; nothing where it is none."""
    if not isinstance(said, str) or not _MARKUP.search(said):
        return ""
    return next((words for each in _MARKUP.split(said) if (words := unescape(each).strip())), "")


def _called(item: Item, at: Position | None, geometry: Data, number: int) -> str:
    """What a feature without a name is called."""
    spot = f"{at[1]:.5f}, {at[0]:.5f}" if at else ""
    where = next((said for name in _WHERE if (said := text(item.find(name)))), spot)
    what = item.type or text(item.find("layer")) or ("Point" if at else text(geometry.get("type")))
    return f"{what} ({where})" if where else f"{what} {number}"


def _located(fields: Data, geometry: object, place: str, remarks: Remarks) -> Position | None:
    """Put a geometry among the fields, as a location, and what is more than a point also as it is; where it lies."""
    if not isinstance(geometry, dict):
        remarks.count("has no geometry", place)
        return None
    at = middle(geometry)
    if at:
        fields["location" if "location" not in fields else "geometry"] = {"latitude": at[1], "longitude": at[0]}
    if at and geometry.get("type") == "Point":
        return at
    kind = f"a {geometry.get('type')!s:.20}"
    placed = "its location is its middle" if at else "it has no longitude and latitude"
    if len(str(geometry)) <= _KEPT:
        fields["outline" if "geometry" in fields else "geometry"] = geometry
        remarks.count(f"{kind} is kept as it is; {placed}", place)
    else:
        remarks.count(f"{kind} of many points is left out; {placed}", place)
    return at
