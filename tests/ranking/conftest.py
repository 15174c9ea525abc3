"""Small networks whose answers can be worked out by hand."""

import random
from typing import Any

from graph.learning.splits import Line, tables_of
from graph.ranking.engine import Engine


def element(label: str, id_: str, **more: Any) -> Line:
    return {"label": label, "id": id_, "name": id_.title(), **more}


def link(type_: str, source: str, target: str, **more: Any) -> Line:
    return {"link": type_, "from": source, "to": target, **more}


def place(id_: str, latitude: float, longitude: float) -> Line:
    return element("Place", id_, level="municipality", location={"latitude": latitude, "longitude": longitude})


ELEMENTS = [
    place("town", 49.3, 17.4),
    place("near", 49.4, 17.4),
    place("far", 50.8, 14.2),
    element("Place", "nowhere"),
    element("Topic", "seniors"),
    element("Topic", "reading"),
    element("Topic", "robots"),
    element("TargetGroup", "elderly"),
    element("Resource", "space"),
    element("Library", "library"),
    element("Library", "newcomer"),
    element("Organization", "charity", kind="socialServiceProvider"),
    element("Organization", "school", kind="school"),
    element("Organization", "museum", kind="museum"),
    element("Organization", "remote", kind="school"),
    element("Community", "network"),
    element("Activity", "visits", since="2015"),
    element("Activity", "club", since="2019-03"),
    element("Activity", "lab", since="2020"),
]
CONNECTIONS = [
    link("BROADER", "reading", "seniors"),
    *(link("LOCATED_IN", ally, "town") for ally in ("library", "charity", "newcomer")),
    link("LOCATED_IN", "school", "near"),
    link("LOCATED_IN", "remote", "far"),
    link("RUNS", "library", "visits"),
    link("TAKES_PART_IN", "museum", "visits"),
    link("ABOUT", "visits", "reading"),
    link("RUNS", "museum", "club"),
    link("TAKES_PART_IN", "charity", "club"),
    link("ABOUT", "club", "seniors"),
    link("FOR", "club", "elderly"),
    link("RUNS", "remote", "lab"),
    link("ABOUT", "lab", "robots"),
    link("OFFERS", "school", "space"),
    link("NEEDS", "library", "space"),
]


def engine_of(*more: Line) -> Engine:
    """The small map, with something more."""
    return Engine(tables_of([*ELEMENTS, *more, *CONNECTIONS]))


def planted(size: int = 8, guests: int = 5) -> list[Line]:
    """Forty circles of allies who live anywhere: two meetings of some that share two, then one of most of them.

    Whoever was at one of the first two will meet those of the other with a chance of 0.7, and nobody else.
    """
    choose = random.Random(1)
    elements = [place(f"p{n}", 49 + n % 5 * 0.5, 13 + n // 5 * 0.8) for n in range(20)]
    elements += [element("Topic", f"t{n}") for n in range(6)]
    links = []
    for circle in range(40):
        members = [f"o{circle:02}-{n}" for n in range(size)]
        elements += [element("Organization", ally, kind=f"k{choose.randrange(4)}") for ally in members]
        links += [link("LOCATED_IN", ally, f"p{choose.randrange(20)}") for ally in members]
        crowds = members[:guests], members[-guests:], [ally for ally in members if choose.random() < 0.7]
        for number, crowd in enumerate(crowds):
            activity = f"a{circle:02}-{number}"
            year = choose.randrange(2000, 2010) + 10 * (number == 2)
            elements.append(element("Activity", activity, since=str(year)))
            links.append(link("ABOUT", activity, f"t{choose.randrange(6)}"))
            links += [link("TAKES_PART_IN", ally, activity) for ally in crowd]
    return [*elements, *links]
