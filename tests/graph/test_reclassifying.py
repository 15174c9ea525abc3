"""A map that is loaded first and understood later: what is general gets a type, with undo."""

from datetime import UTC, datetime
from typing import Any

import pytest

from graph.errors import BadInput, Conflict, Forbidden, NotFound
from graph.exchange import importer
from graph.log import changes
from graph.operations.reclassifying import Asked, _target
from graph.records import ConnectionSubject, ElementSubject
from graph.rows import Row
from graph.schema import SCHEMA
from graph.store import Store
from graph.writing import write
from graph.writing.commands import Connect
from graph.writing.reclassifying import Reclassified, reclassify
from tests.graph.writing import ADMIN, CONTRIBUTOR, REVIEWER, contents, do, log, properties

pytestmark = pytest.mark.anyio

ROWS: list[dict[str, Any]] = [
    {"label": "Item", "id": "memory", "name": "Paměť", "kind": "Problém", "fields": {"colour": "red"}},
    {"label": "Item", "id": "age", "name": "Stáří", "kind": "problém"},
    {"label": "Item", "id": "letter", "name": "Dopis", "kind": "Letter"},
    {"label": "Library", "id": "library", "name": "Knihovna"},
    {"label": "Activity", "id": "club", "name": "Klub"},
    {"link": "RELATED_TO", "from": "club", "to": "library", "kind": "dělá", "note": "v pondělí", "source": "mapa"},
    {"link": "RELATED_TO", "from": "memory", "to": "club", "kind": "dělá"},
    {"link": "RELATED_TO", "from": "memory", "to": "age", "kind": "patří pod", "direction": "undirected"},
]


async def loaded(store: Store) -> list[Any]:
    await importer.load(store, SCHEMA, [Row(f"line {n}", row) for n, row in enumerate(ROWS, 1)])
    return await contents(store)


async def as_type(store: Store, kind: str, to: str, **options: Any) -> Reclassified:
    type_ = SCHEMA.by_label.get(to) or SCHEMA.by_type[to]
    return await reclassify(store, SCHEMA, kind, type_, options.pop("author", REVIEWER), **options)


async def test_items_of_a_kind_become_elements_of_a_type_and_come_back(fresh: Store) -> None:
    before = await loaded(fresh)
    tried = await as_type(fresh, "problém", "Topic", dry_run=True)
    assert (tried.sequence, len(tried.changed), tried.unfit) == (None, 2, [])
    assert await contents(fresh) == before
    done = await as_type(fresh, "problém", "Topic")
    found = await fresh.read("MATCH (n:Topic) RETURN n.id, labels(n) ORDER BY n.id")
    assert [row[0] for row in found] == ["age", "memory"]
    assert {*found[0][1]} == {*SCHEMA.labels_of(SCHEMA.by_label["Topic"])}
    memory = await properties(fresh, "memory")
    assert memory and "kind" not in memory
    assert memory["extra"] == '{"fields":{"colour":"red","kind":"Problém"}}'
    assert done.sequence
    await write.undo(fresh, SCHEMA, done.sequence, REVIEWER)
    [before_elements, links], [after_elements, after_links] = before, await contents(fresh)
    assert after_links == links
    assert [_told(each) for each in after_elements[0][0]] == [_told(each) for each in before_elements[0][0]]


def _told(element: list[Any]) -> tuple[list[str], dict[str, Any]]:
    labels, known = element
    return sorted(labels), {name: value for name, value in known.items() if name not in ("version", "updatedAt")}


async def test_the_history_tells_which_type_it_was_of(fresh: Store) -> None:
    await loaded(fresh)
    await as_type(fresh, "problém", "Topic")
    entries = await log(
        fresh, filter=changes.Filter(touching=frozenset({"age"}), reasons=frozenset({"reclassification"}))
    )
    [entry] = entries
    assert entry.subject == ElementSubject("Topic", "age")
    assert (entry.before["label"], entry.after["label"], entry.version) == ("Item", "Topic", 2)


async def test_what_has_connections_that_do_not_fit_stays(fresh: Store) -> None:
    await loaded(fresh)
    await as_type(fresh, "problém", "Topic")
    await do(fresh, Connect("ABOUT", "club", "memory"))
    undone = await log(fresh, filter=changes.Filter(reasons=frozenset({"reclassification"})))
    with pytest.raises(Conflict, match="Later changes touched"):
        await write.undo(fresh, SCHEMA, undone[0].change.sequence, REVIEWER)


async def test_connections_of_a_kind_become_of_a_type_whichever_way_it_fits(fresh: Store) -> None:
    before = await loaded(fresh)
    done = await as_type(fresh, "DĚLÁ", "RUNS")
    assert done.changed == [ConnectionSubject("RUNS", "library", "club"), *done.changed[1:]] and len(done.changed) == 1
    [unfit] = done.unfit
    assert unfit.subject == ConnectionSubject("RELATED_TO", "memory", "club")
    assert "cannot lead from Item to Activity" in unfit.why
    [[note, sources, extra]] = await fresh.read("MATCH ()-[c:RUNS]->() RETURN c.note, c.sources, c.extra")
    assert (note, sources, extra) == ("v pondělí", ["mapa", "person-reviewer"], '{"fields":{"kind":"dělá"}}')
    assert done.sequence
    await write.undo(fresh, SCHEMA, done.sequence, REVIEWER)
    assert await contents(fresh) == before


async def test_a_connection_that_fits_both_ways_leads_as_drawn_or_reversed(fresh: Store) -> None:
    await loaded(fresh)
    await as_type(fresh, "problém", "Topic")
    tried = await as_type(fresh, "patří pod", "BROADER", dry_run=True)
    assert tried.changed == [ConnectionSubject("BROADER", "memory", "age")]
    done = await as_type(fresh, "patří pod", "BROADER", reversed=True)
    assert done.changed == [ConnectionSubject("BROADER", "age", "memory")]


async def test_what_is_there_already_is_not_said_twice(fresh: Store) -> None:
    await loaded(fresh)
    await do(fresh, Connect("RUNS", "library", "club"))
    await as_type(fresh, "dělá", "RUNS")
    [[number, note]] = await fresh.read("MATCH ()-[c:RUNS]->() RETURN count(c), collect(c.note)")
    assert (number, note) == (1, ["v pondělí"])


async def test_people_are_for_members(fresh: Store) -> None:
    await loaded(fresh)
    await as_type(fresh, "letter", "Person")
    person = await properties(fresh, "letter")
    assert person and person["visibility"] == "members"


async def test_nothing_is_done_where_it_may_not(fresh: Store) -> None:
    before = await loaded(fresh)
    with pytest.raises(Forbidden):
        await as_type(fresh, "problém", "Topic", author=CONTRIBUTOR)
    with pytest.raises(NotFound):
        await as_type(fresh, "nic", "Topic")
    assert await contents(fresh) == before


async def test_the_same_file_comes_again_after_it_was_understood(fresh: Store) -> None:
    await loaded(fresh)
    await as_type(fresh, "problém", "Topic", author=ADMIN)
    report = await importer.load(fresh, SCHEMA, [Row(f"line {n}", row) for n, row in enumerate(ROWS, 1)], strict=False)
    assert not report.refused
    assert (report.elements.created, report.connections.created) == (0, 0)


def test_either_elements_or_connections_are_meant() -> None:
    for asked in (Asked(kind="x"), Asked(kind="x", label="Topic", link="RUNS"), Asked(kind="x", label="Map")):
        with pytest.raises(BadInput):
            _target(asked)


async def test_a_need_that_was_general_ends_like_any_other(fresh: Store) -> None:
    rows: list[dict[str, Any]] = [
        {"label": "Library", "id": "library", "name": "Knihovna"},
        {"label": "Resource", "id": "space", "name": "Prostor"},
        {"link": "RELATED_TO", "from": "library", "to": "space", "kind": "chybí"},
    ]
    await importer.load(fresh, SCHEMA, [Row(f"line {n}", row) for n, row in enumerate(rows, 1)])
    await as_type(fresh, "chybí", "NEEDS")
    [[since]] = await fresh.read("MATCH ()-[c:NEEDS]->() RETURN c.confirmedAt")
    assert since == datetime.now(UTC).date().isoformat()
