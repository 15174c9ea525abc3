"""The founder brief on a few lines: its counts, its comparison, and that nothing hidden is told or counted."""

from typing import Any

from graph.access import ANYBODY, OPERATOR, Viewer
from graph.exchange.importer import load
from graph.questions.answers import ask
from graph.questions.named import QUESTIONS
from graph.rows import Row
from graph.schema import SCHEMA
from graph.store import Store

Line = dict[str, Any]


def _element(label: str, id_: str, **more: Any) -> Line:
    return {"label": label, "id": id_, "name": id_.upper(), **more}


def _link(type_: str, source: str, target: str, **more: Any) -> Line:
    return {"link": type_, "from": source, "to": target, **more}


SHOWN = [
    *(_element("Library", id_, libraryKind="basic") for id_ in ("own", "like", "idle")),
    _element("Library", "far", libraryKind="basic"),
    _element("Organization", "museum", kind="museum"),
    _element("Organization", "town-hall", kind="municipality"),
    _element("Activity", "club", since="2019", recurring=True),
    _element("Activity", "talk", since="2018-05", until="2018-06"),
    _element("Activity", "alike"),
    _element("Activity", "elsewhere"),
    _element("Topic", "reading", nameEn="Reading"),
    _element("Topic", "sdg-4", scheme="sdg", notation="4"),
    _element("TargetGroup", "children"),
    _element("Place", "town", level="municipality"),
    _element("Place", "region", level="region"),
    _link("PART_OF", "town", "region"),
    *(_link("LOCATED_IN", id_, "town") for id_ in ("own", "like", "idle")),
    _link("FOUNDED_BY", "own", "town-hall"),
    *(_link("RUNS", "own", id_) for id_ in ("club", "talk")),
    _link("RUNS", "like", "alike"),
    _link("RUNS", "far", "elsewhere"),
    _link("ABOUT", "club", "reading"),
    _link("ABOUT", "talk", "reading"),
    _link("MATCHES", "reading", "sdg-4"),
    _link("FOR", "club", "children"),
    _link("TAKES_PART_IN", "museum", "club"),
    _link("PARTNERS_WITH", "own", "town-hall"),
    _link("PARTNERS_WITH", "own", "like", status="rejected"),
]
HIDDEN = [
    _element("Organization", "secret", visibility="members"),
    _element("Activity", "quiet", since="2001", visibility="private"),
    _element("Topic", "hush", visibility="members"),
    _element("Topic", "sdg-1", scheme="sdg", notation="1"),
    _element("TargetGroup", "few", visibility="members"),
    _element("Library", "shy", libraryKind="basic", visibility="members"),
    _element("Place", "hamlet", level="municipality", visibility="members"),
    _link("TAKES_PART_IN", "secret", "talk"),
    _link("PARTNERS_WITH", "own", "secret"),
    _link("FOUNDED_BY", "own", "secret"),
    _link("RUNS", "own", "quiet"),
    _link("TAKES_PART_IN", "museum", "quiet"),
    _link("ABOUT", "talk", "hush"),
    _link("BROADER", "reading", "hush"),
    _link("MATCHES", "hush", "sdg-1"),
    _link("FOR", "talk", "few"),
    _link("LOCATED_IN", "shy", "town"),
    _link("RUNS", "shy", "alike"),
    _link("PART_OF", "hamlet", "region"),
    _link("LOCATED_IN", "far", "hamlet"),
]


async def _brief(store: Store, viewer: Viewer = ANYBODY) -> dict[str, Any]:
    [row] = await ask(store, QUESTIONS["founder_brief"], {"library": "own"}, viewer)
    return row


async def _import(store: Store, lines: list[Line]) -> None:
    await load(store, SCHEMA, [Row(f"line {number}", dict(line)) for number, line in enumerate(lines, 1)])


async def test_it_counts_and_compares(empty_graph: None, store: Store) -> None:
    await _import(store, SHOWN)
    brief = await _brief(store)
    assert [activity["id"] for activity in brief["activityDetails"]] == ["club", "talk"]
    assert (brief["withPartners"], brief["since"]) == (1, "2018-05")
    assert brief["topicCounts"] == [
        {"id": "reading", "name": "READING", "nameEn": "Reading", "activities": 2, "partners": 1}
    ]
    assert [(goal["notation"], goal["activities"]) for goal in brief["goalCounts"]] == [("4", 2)]
    told = [(p["id"], p["kind"], p["activities"], p["direct"]) for p in brief["partnerCounts"]]
    assert told == [("museum", "museum", 1, False), ("town-hall", "municipality", 0, True)]
    assert brief["years"][:2] == [
        {"year": 2018, "activities": 1, "partners": 0, "topics": 1},
        {"year": 2019, "activities": 1, "partners": 1, "topics": 1},
    ]
    assert brief["similar"] == [{"id": "like", "name": "LIKE", "activities": 1, "partners": 0, "topics": 0}]
    assert (brief["similarCount"], brief["similarActivities"], brief["similarPartners"]) == (1, 1.0, 0.0)


async def test_nothing_hidden_is_told_or_counted(empty_graph: None, store: Store) -> None:
    await _import(store, SHOWN)
    before = await _brief(store)
    await _import(store, HIDDEN)
    assert await _brief(store) == before
    everything = await _brief(store, OPERATOR)
    assert everything["since"] == "2001" and everything["similarCount"] == 3
    assert {partner["id"] for partner in everything["partnerCounts"]} == {"museum", "town-hall", "secret"}
    assert [goal["notation"] for goal in everything["goalCounts"]] == ["1", "4"]
