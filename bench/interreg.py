"""Projects of Interreg programmes from keep.eu, as lines of a canonical file.

The data are not part of the project: https://keep.eu has them. Expected is a folder with the CSV files ``activities``,
``activity_topics``, ``organisations``, ``org_places``, ``participations``, ``places`` and ``topics``, each compressed.
"""

import csv
import gzip
from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path

from graph.learning.splits import Line

Record = dict[str, str]


def lines(folder: Path, programmes: Collection[str]) -> list[Line]:
    """The projects of some programmes with who took part in them, where these are, and the topics."""
    activities = [row for row in _rows(folder, "activities") if row["programme"] in programmes]
    known = {row["id"] for row in activities}
    joined = [row for row in _rows(folder, "participations") if row["activity"] in known]
    allies = {row["org"] for row in joined}
    seats = [row for row in _rows(folder, "org_places") if row["org"] in allies]
    return [
        *_places(folder, {row["place"] for row in seats}),
        *(_link("LOCATED_IN", row["org"], row["place"]) for row in seats),
        *_allies(folder, allies),
        *_activities(activities),
        *(_link("RUNS" if row["role"] == "lead" else "TAKES_PART_IN", row["org"], row["activity"]) for row in joined),
        *_topics(folder),
        *(
            _link("ABOUT", row["activity"], row["topic"])
            for row in sorted(_rows(folder, "activity_topics"), key=lambda row: int(row["position"]))
            if row["activity"] in known
        ),
    ]


def halves(folder: Path) -> tuple[list[str], list[str]]:
    """The programmes in two halves with about as many projects that have a topic."""
    with_topic = {row["activity"] for row in _rows(folder, "activity_topics")}
    asked, all_ = Counter[str](), Counter[str]()
    for row in _rows(folder, "activities"):
        asked[row["programme"]] += row["id"] in with_topic
        all_[row["programme"]] += 1
    ordered = sorted(all_, key=lambda name: (-asked[name], -all_[name], name))
    return ordered[::2], ordered[1::2]


def _rows(folder: Path, name: str) -> Iterator[Record]:
    with gzip.open(folder / f"{name}.csv.gz", "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _link(type_: str, start: str, end: str) -> Line:
    return {"link": type_, "from": start, "to": end}


def _allies(folder: Path, used: Collection[str]) -> Iterator[Line]:
    for row in _rows(folder, "organisations"):
        if row["id"] in used:
            yield {"label": "Organization", "id": row["id"], "name": row["name"], "kind": row["kind"]}


def _topics(folder: Path) -> Iterator[Line]:
    for row in _rows(folder, "topics"):
        yield {"label": "Topic", "id": row["id"], "name": row["name"]}


def _places(folder: Path, used: Collection[str]) -> Iterator[Line]:
    countries = set()
    for row in _rows(folder, "places"):
        if row["id"] in used:
            place: Line = {"label": "Place", "id": row["id"], "name": row["name"], "level": "municipality"}
            if row["lat"]:
                place["location"] = {"latitude": float(row["lat"]), "longitude": float(row["lng"])}
            countries.add(row["country"])
            yield place
            yield _link("PART_OF", row["id"], f"country:{row['country']}")
    for name in sorted(countries):
        yield {"label": "Place", "id": f"country:{name}", "name": name, "level": "country"}


def _activities(rows: Collection[Record]) -> Iterator[Line]:
    programmes = {row["programme"]: f"programme:{row['programme']}" for row in rows}
    for name, id_ in programmes.items():
        yield {"label": "Activity", "id": id_, "name": name, "kind": "programme"}
    for row in rows:
        activity: Line = {
            "label": "Activity",
            "id": row["id"],
            "name": row["title"] or row["acronym"],
            "kind": "project",
        }
        yield activity | {name: row[key] for name, key in (("since", "start"), ("until", "end")) if row[key]}
        yield _link("PART_OF", row["id"], programmes[row["programme"]])
