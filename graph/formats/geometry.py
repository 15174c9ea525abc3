"""Where on Earth a geometry of GeoJSON lies: one point for whatever was drawn."""

from collections.abc import Iterator, Sequence

from graph.mapping.drawing import is_number
from graph.rows import Data

_GROUNDS = 0.05
"""Degrees: some kilometres."""

Position = tuple[float, float]
"""Longitude and latitude in degrees."""


def middle(geometry: Data) -> Position | None:
    """The point of a geometry, or the middle of its largest area, else of all its points; None where there is none on Earth."""
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind == "GeometryCollection":
        parts = geometry.get("geometries")
        within = (middle(part) for part in (parts if isinstance(parts, list) else ()) if isinstance(part, dict))
        return next((found for found in within if found), None)
    found = [*_positions(coordinates)]
    if not found or any(abs(latitude) > 90 or abs(longitude) > 180 for longitude, latitude in found):
        return None
    size, centre = max(map(_area, _outlines(kind, coordinates)), default=(0.0, found[0]))
    return centre if size else (_mean([x for x, _ in found]), _mean([y for _, y in found]))


def is_large(geometry: Data) -> bool:
    """Whether it spans more than a building and its grounds do."""
    found = [*_positions(geometry.get("coordinates"))]
    return any(max(side) - min(side) > _GROUNDS for side in zip(*found, strict=True))


def _outlines(kind: object, coordinates: object) -> Iterator[list[Position]]:
    """The outer rings of areas."""
    areas = [coordinates] if kind == "Polygon" else coordinates if kind == "MultiPolygon" else ()
    for rings in areas if isinstance(areas, list) else ():
        if isinstance(rings, list):
            yield [*_positions(rings[:1])]


def _positions(coordinates: object) -> Iterator[Position]:
    """All positions in lists of any depth."""
    if not isinstance(coordinates, list):
        return
    if len(coordinates) > 1 and all(map(is_number, coordinates[:2])):
        yield coordinates[0], coordinates[1]
        return
    for each in coordinates:
        yield from _positions(each)


def _area(ring: Sequence[Position]) -> tuple[float, Position]:
    """How large a ring is, in square degrees, and its centre of gravity."""
    if not ring:
        return 0.0, (0.0, 0.0)
    (x0, y0), size, x_sum, y_sum = ring[0], 0.0, 0.0, 0.0
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)
        size += cross
        x_sum += (x1 + x2 - 2 * x0) * cross
        y_sum += (y1 + y2 - 2 * y0) * cross
    if not size:
        return 0.0, (x0, y0)
    return abs(size) / 2, (x0 + x_sum / (3 * size), y0 + y_sum / (3 * size))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
