"""Where on earth something lies, as far as it tells whether two are the same: a town of one name abroad is another town."""

import math
from collections.abc import Iterable, Mapping

from graph.mapping.drawing import is_number
from graph.rows import Data
from graph.values.texts import fold

Point = tuple[float, float]
"""Latitude and longitude in degrees."""

FAR = 50.0
"""Kilometres from which on two points are not in one municipality, however carelessly they were set."""

_DEGREE = 111.2
"""Kilometres of a degree of latitude."""

_MARGIN = 0.5
"""Degrees around the places of the graph that count as theirs."""

_COUNTRIES = frozenset({"country", "country name", "address country", "addr:country", "addresscountry", "countryname",
                        "country code", "countrycode", "zeme", "stat", "krajina", "land", "pays", "pais", "paese", "kraj swiata"})  # fmt: skip
"""Fields that name a country, folded."""


def apart(one: Point | None, other: Point | None) -> float | None:
    """Kilometres between two points, nearly; None where one is not known."""
    if one is None or other is None:
        return None
    north = one[0] - other[0]
    east = (abs(one[1] - other[1]) + 180) % 360 - 180
    return _DEGREE * math.hypot(north, east * math.cos(math.radians((one[0] + other[0]) / 2)))


def located(data: Data) -> Point | None:
    """Where the row of an element says that it lies."""
    fields = data.get("fields")
    at = data.get("location") or (fields.get("location") if isinstance(fields, dict) else None)
    latitude, longitude = (at.get("latitude"), at.get("longitude")) if isinstance(at, dict) else (None, None)
    if isinstance(latitude, int | float) and isinstance(longitude, int | float) and is_number(latitude):
        return float(latitude), float(longitude)
    return None


class Whereabouts:
    """Tells which rows of one map are about another part of the world than the places of the graph.

    ``points`` are where these lie, ``countries`` what the country of them is called.
    """

    def __init__(self, points: Iterable[Point], countries: Iterable[str], rows: Mapping[str, Data]) -> None:
        known = list(points)
        self._corners = [(min(axis) - _MARGIN, max(axis) + _MARGIN) for axis in zip(*known, strict=True)]
        self._countries = {fold(name) for name in countries}
        told = {id_: told for id_, data in rows.items() if (told := self._told(data)) is not None}
        abroad = sum(told.values())
        self._told_of = told
        self._mostly = abroad > len(told) - abroad

    def is_elsewhere(self, id_: str) -> bool:
        """Whether a row is about elsewhere: it says so, or it says nothing of it and most that do say so."""
        return self._told_of.get(id_, self._mostly)

    def _told(self, data: Data) -> bool | None:
        """What a row itself says of it."""
        at = located(data)
        if (
            at
            and self._corners
            and not all(low <= axis <= high for axis, (low, high) in zip(at, self._corners, strict=True))
        ):
            return True
        fields = data.get("fields")
        named = [v for k, v in fields.items() if fold(k) in _COUNTRIES and v] if isinstance(fields, dict) else []
        if named and self._countries:
            return fold(str(named[0])) not in self._countries
        return False if at and self._corners else None
