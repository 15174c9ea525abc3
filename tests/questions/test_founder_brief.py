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
    _link("PARTNERS_WITH", "own", "far", until="2015"),
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


PROPOSED = [
    _link("RUNS", "own", "alike", status="proposed"),
    _link("RUNS", "far", "talk", status="proposed"),
    _link("TAKES_PART_IN", "town-hall", "talk", status="proposed"),
    _link("PARTNERS_WITH", "own", "museum", status="proposed"),
    _link("FOUNDED_BY", "own", "museum", status="proposed"),
    _link("TAKES_PART_IN", "museum", "talk", status="rejected"),
]
ASKED = [
    _element("Resource", "money"),
    _element("Resource", "people"),
    {**_link("NEEDS", "own", "money", note="Na sál"), "source": "letter"},
    _link("NEEDS", "club", "people"),
    _link("NEEDS", "talk", "money", status="proposed"),
]


async def _brief(store: Store, viewer: Viewer = ANYBODY) -> dict[str, Any]:
    [row] = await ask(store, QUESTIONS["founder_brief"], {"library": "own"}, viewer)
    return row


async def _import(store: Store, lines: list[Line]) -> None:
    await load(store, SCHEMA, [Row(f"line {number}", dict(line)) for number, line in enumerate(lines, 1)])


async def test_it_counts_and_compares(empty_graph: None, store: Store) -> None:
    await _import(store, SHOWN)
    brief = await _brief(store)
    assert [activity["elementId"] for activity in brief["activityDetails"]] == ["club", "talk"]
    assert (brief["withPartners"], brief["since"]) == (1, "2018-05")
    assert brief["topicCounts"] == [
        {"elementId": "reading", "name": "READING", "nameEn": "Reading", "activities": 2, "partners": 1}
    ]
    assert [(goal["notation"], goal["activities"]) for goal in brief["goalCounts"]] == [("4", 2)]
    told = [(p["elementId"], p["kind"], p["activities"], p["direct"]) for p in brief["partnerCounts"]]
    assert told == [("museum", "museum", 1, False), ("town-hall", "municipality", 0, True)]
    assert brief["years"][:2] == [
        {"year": 2018, "activities": 1, "partners": 0, "topics": 1},
        {"year": 2019, "activities": 1, "partners": 1, "topics": 1},
    ]
    assert brief["similar"] == [{"elementId": "like", "name": "LIKE", "activities": 1, "partners": 0, "topics": 0}]
    assert (brief["similarCount"], brief["similarActivities"], brief["similarPartners"]) == (1, 1.0, 0.0)
    assert [(partner["elementId"], partner["founder"]) for partner in brief["partnerCounts"]][1] == ("town-hall", True)


async def test_proposed_facts_are_listed_apart(empty_graph: None, store: Store) -> None:
    await _import(store, SHOWN)
    before = await _brief(store)
    await _import(store, PROPOSED)
    brief = await _brief(store)
    assert brief.pop("unconfirmed") == [
        {"link": "FOUNDED_BY", "elementId": "museum", "name": "MUSEUM", "activity": None},
        {"link": "PARTNERS_WITH", "elementId": "museum", "name": "MUSEUM", "activity": None},
        {"link": "RUNS", "elementId": "alike", "name": "ALIKE", "activity": None},
        {"link": "RUNS", "elementId": "far", "name": "FAR", "activity": "TALK"},
        {"link": "TAKES_PART_IN", "elementId": "town-hall", "name": "TOWN-HALL", "activity": "TALK"},
    ]
    assert brief == {key: value for key, value in before.items() if key != "unconfirmed"}


async def test_what_is_over_or_to_come_is_no_fact_of_today(empty_graph: None, store: Store) -> None:
    await _import(store, SHOWN)
    before = await _brief(store)
    others = [
        _link("FOUNDED_BY", "own", "museum", until="2015"),
        *(_link("FOUNDED_BY", "own", "town-hall", id=year, since=year) for year in ("1990", "2001")),
        _link("FOUNDED_BY", "far", "town-hall", until="2015"),
        _element("Library", "new", libraryKind="basic"),
        _element("Activity", "plan", since="2206"),
        _link("RUNS", "new", "plan"),
        _link("FOUNDED_BY", "new", "town-hall"),
    ]
    await _import(store, others)
    brief = await _brief(store)
    assert brief["founders"] == before["founders"]
    assert {c["name"] for c in brief["sources"] if c["kind"] == "founder"} == {"TOWN-HALL"}
    [row] = await ask(store, QUESTIONS["founder_brief"], {"library": "new"}, ANYBODY)
    assert (row["activities"], row["since"]) == (["plan"], None)
    asked = QUESTIONS["founder_of"]
    found = await store.read(asked.text, asked.bind({"library": "own", "visible": ["public"]}))
    assert [(row[0], [each["id"] for each in row[3]]) for row in found] == [("town-hall", ["new"])]


async def test_libraries_of_like_size_are_compared(empty_graph: None, store: Store) -> None:
    await _import(store, SHOWN + HIDDEN)
    await store.command("MATCH (p:Place {id: 'town'}) SET p.population = 3000")
    await store.command("MATCH (p:Place {id: 'hamlet'}) SET p.population = 900, p.visibility = 'public'")
    brief = await _brief(store)
    assert (brief["population"], brief["similarFrom"], brief["similarTo"]) == (3000, 1000, 9000)
    assert [library["elementId"] for library in brief["similar"]] == ["like"]
    await store.command("MATCH (p:Place {id: 'hamlet'}) SET p.population = 1000")
    assert {library["elementId"] for library in (await _brief(store))["similar"]} == {"like", "far"}


async def test_needs_and_sources_are_told(empty_graph: None, store: Store) -> None:
    await _import(store, [*SHOWN, *ASKED])
    brief = await _brief(store)
    assert [(need["elementId"], need["activity"], need["note"]) for need in brief["needs"]] == [
        ("money", None, "Na sál"),
        ("people", "CLUB", None),
    ]
    assert [(claim["kind"], claim["name"], claim["source"]) for claim in brief["sources"]] == [
        ("activity", "CLUB", None),
        ("activity", "TALK", None),
        ("partner", "TOWN-HALL", None),
        ("partner", "MUSEUM", None),
        ("founder", "TOWN-HALL", None),
        ("need", "MONEY", "letter"),
        ("need", "PEOPLE", None),
    ]


async def test_any_framework_that_topics_match_is_told(empty_graph: None, store: Store) -> None:
    strategy = [
        _element("Topic", "strategy-a", scheme="koncepce", notation="A"),
        _element("Topic", "read", scheme="spojenci"),
        _link("MATCHES", "reading", "strategy-a"),
        _link("MATCHES", "reading", "read"),
    ]
    await _import(store, [*SHOWN, *strategy])
    goals = (await _brief(store))["goalCounts"]
    assert [(goal["scheme"], goal["notation"]) for goal in goals] == [("koncepce", "A"), ("sdg", "4")]


async def test_nothing_hidden_is_told_or_counted(empty_graph: None, store: Store) -> None:
    await _import(store, SHOWN)
    before = await _brief(store)
    await _import(store, HIDDEN)
    assert await _brief(store) == before
    everything = await _brief(store, OPERATOR)
    assert everything["since"] == "2001" and everything["similarCount"] == 3
    assert {partner["elementId"] for partner in everything["partnerCounts"]} == {"museum", "town-hall", "secret"}
    assert [goal["notation"] for goal in everything["goalCounts"]] == ["1", "4"]
