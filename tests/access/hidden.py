"""A small graph with public, members' and private elements in every place, and what is left of it for a viewer."""

from collections.abc import Iterator
from typing import Any

from graph.access import MEMBERS, PRIVATE, PUBLIC

Row = dict[str, Any]

MARKS = {MEMBERS: "mmm", PRIVATE: "ppp"}
"""Texts that stand in all that only some may see, and nowhere else."""

_LEVELS = {PUBLIC: "", MEMBERS: "-mmm", PRIVATE: "-ppp"}
_TIME = "2026-03-01T12:00:00Z"
_PRAGUE, _BRNO = {"latitude": 50.08, "longitude": 14.42}, {"latitude": 49.2, "longitude": 16.6}


def elements() -> Iterator[Row]:
    """Of each type one of each visibility, and places that are reached through hidden ones only."""
    icos = iter(("00064581", "00287351", "26520559", "70947422", "00094943", "00567914"))
    for visibility, level in _LEVELS.items():
        known: Row = {"visibility": visibility, "createdAt": _TIME, "updatedAt": _TIME}
        named = {label: f"{name} {level[1:]}".strip() for label, name in _NAMES.items()}
        for label, name in named.items():
            row: Row = {"label": label, "id": f"{label.lower()}{level}", "name": name, **known}
            if label in ("Library", "Organization"):
                row |= {"ico": next(icos), "description": f"Popis {level}"}
            if label == "Place":
                row |= {"level": "region", "location": _PRAGUE if level else _BRNO, "code": f"CZ{level}"}
            if label == "Activity":
                row |= {"since": {PUBLIC: "2020", MEMBERS: "2021", PRIVATE: "2022"}[visibility], "kind": f"k{level}"}
            yield row | {"private": {"note": f"tajná poznámka ppp o {label}"}}
    public: Row = {"createdAt": _TIME, "updatedAt": _TIME}
    yield {"label": "Library", "id": "library-far", "name": "Daleká knihovna", **public}
    yield {"label": "Place", "id": "hamlet", "name": "Osada", "level": "municipality", **public}
    yield {"label": "Place", "id": "croft", "name": "Samota", "level": "municipality", **public}
    yield {"label": "Library", "id": "library-lone", "name": "Knihovna na samotě", **public}
    yield {"label": "Organization", "id": "organization-lost", "name": "Ztracený spolek", **public}


_NAMES = {
    "Library": "Knihovna",
    "Organization": "Spolek",
    "Community": "Síť",
    "Activity": "Kavárna",
    "Topic": "Paměť",
    "Role": "Průvodce",
    "TargetGroup": "Senioři",
    "Resource": "Sál",
    "Place": "Kraj",
    "Map": "Mapa",
}
_PATTERNS = (
    ("RUNS", "library", "activity"),
    ("RUNS", "organization", "activity"),
    ("TAKES_PART_IN", "community", "activity"),
    ("ABOUT", "activity", "topic"),
    ("FOR", "activity", "targetgroup"),
    ("FULFILS", "activity", "role"),
    ("PARTNERS_WITH", "library", "organization"),
    ("MEMBER_OF", "library", "community"),
    ("WORKS_ON", "organization", "topic"),
    ("SERVES", "organization", "targetgroup"),
    ("PLAYS", "library", "role"),
    ("OFFERS", "organization", "resource"),
    ("NEEDS", "library", "resource"),
    ("FACES", "place", "topic"),
    ("LOCATED_IN", "library", "place"),
    ("LOCATED_IN", "organization", "place"),
    ("SHOWS", "map", "library"),
)


def connections() -> Iterator[Row]:
    """Each of the patterns between all visibilities, and ways that lead over hidden elements only."""
    for link, start, end in _PATTERNS:
        for one in _LEVELS.values():
            for other in _LEVELS.values():
                hidden = max(one, other, key=list(_LEVELS.values()).index)
                row = {"link": link, "from": f"{start}{one}", "to": f"{end}{other}", "note": f"spojení {hidden}"}
                yield row | {"private": {"why": "ppp o spojení"}}
    for level in ("-mmm", "-ppp"):
        yield {"link": "FOUNDED_BY", "from": "library-far", "to": f"organization{level}"}
        yield {"link": "RUNS", "from": "library-far", "to": f"activity{level}"}
        yield {"link": "PART_OF", "from": "hamlet", "to": f"place{level}"}
        yield {"link": "PART_OF", "from": f"place{level}", "to": "place"}
        yield {"link": "LOCATED_IN", "from": "organization-lost", "to": f"place{level}"}
        yield {"link": "BROADER", "from": f"topic{level}", "to": "topic"}
    yield {"link": "LOCATED_IN", "from": "library-far", "to": "hamlet"}
    yield {"link": "LOCATED_IN", "from": "library-lone", "to": "croft"}
    yield {"link": "PART_OF", "from": "croft", "to": "place-ppp"}
    yield {"link": "ABOUT", "from": "activity-mmm", "to": "topic-ppp"} | {"id": "again"}


def rows(*visible: str) -> Iterator[Row]:
    """The canonical form of the graph as it would be without what is not visible."""
    kept = set()
    for element in elements():
        if element.get("visibility", PUBLIC) in visible:
            kept.add(element["id"])
            yield _shown(element, visible)
    for connection in connections():
        if {connection["from"], connection["to"]} <= kept:
            yield _shown(connection, visible)


def _shown(row: Row, visible: tuple[str, ...]) -> Row:
    return row if PRIVATE in visible else {name: value for name, value in row.items() if name != "private"}


IDS = [element["id"] for element in elements()]
