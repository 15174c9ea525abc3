"""The log of changes: what it holds, who sees what of it, and that it and the graph tell the same."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.access import ANYBODY, OPERATOR, Author, Door, Role, Viewer
from graph.errors import BadInput, Conflict, FeedBehind, InvalidFile, WriteRefused
from graph.exchange import importer
from graph.log import changes as log_of
from graph.log.changes import Entry, Filter, Position, changes, latest
from graph.log.feed import Feed
from graph.log.history import history
from graph.records import Action, ElementSubject
from graph.rows import Row
from graph.schema import SCHEMA
from graph.store import Store
from graph.store.values import from_neo4j
from graph.writing.commands import Command, Connect, Create, Delete, Disconnect, Update
from graph.writing.write import undo
from tests.graph.writing import ADMIN, BY_ADMIN, CLUB, LIBRARY, RUNS, SCHOOL, TEAM, brief, contents, do, log
from tests.making_up import MANY
from tests.waiting import until

pytestmark = pytest.mark.anyio

TOWN = {"label": "Place", "id": "zlin", "name": "Zlín", "location": {"latitude": 49, "longitude": 17.5}}
SECRET = {"label": "Place", "id": "secret", "name": "Tajné", "visibility": "private"}
MEMBER = Viewer(Role.READER, "Radim")


async def load(store: Store, *data: dict[str, Any], **options: Any) -> importer.Report:
    return await importer.load(store, SCHEMA, [Row(f"line {n}", one) for n, one in enumerate(data, 1)], **options)


def numbers(entries: list[Entry]) -> list[tuple[int, int]]:
    return [(entry.change.sequence, entry.number) for entry in entries]


# Imports --------------------------------------------------------------------------------------------------------------


async def test_an_import_is_one_change(fresh: Store) -> None:
    linked = {"link": "PART_OF", "from": "zlin", "to": "secret", "since": "2015"}
    await load(fresh, TOWN, SECRET, linked, author=Author(Viewer(Role.ADMIN, "Eva"), Door.REST, "seed"))
    found = await log(fresh)
    assert numbers(found) == [(1, 1), (1, 2), (1, 3)]
    assert brief(found) == [
        ("CREATED", "zlin", {}, {"name": "Zlín", "location": {"latitude": 49, "longitude": 17.5}}),
        ("CREATED", "secret", {}, {"name": "Tajné", "visibility": "private"}),
        ("CREATED", "zlin", "secret", {}, {"since": "2015"}),
    ]
    change = found[0].change
    assert (change.by, change.role, change.door, change.reason, change.status) == (
        "Eva", "admin", "rest", "seed", "applied"
    )  # fmt: skip
    assert change.at == from_neo4j((await fresh.read("MATCH (n {id: 'zlin'}) RETURN n.updatedAt"))[0][0])
    assert brief(await log(fresh, ANYBODY)) == brief(found)[:1]

    await load(fresh, {**TOWN, "name": "Gottwaldov"}, SECRET, {**linked, "since": None, "note": "ano"})
    assert brief((await log(fresh))[3:]) == [
        ("UPDATED", "zlin", {"name": "Zlín"}, {"name": "Gottwaldov"}),
        ("UPDATED", "zlin", "secret", {"since": "2015", "note": None}, {"since": None, "note": "ano"}),
    ]
    assert [entry.version for entry in await log(fresh)] == [1, 1, None, 2, None]


async def test_what_changes_nothing_is_no_change(fresh: Store) -> None:
    await load(fresh, TOWN)
    await load(fresh, TOWN)
    await load(fresh)
    await load(fresh, SECRET, dry_run=True)
    with pytest.raises(InvalidFile):
        await load(fresh, SECRET, {"label": "Place", "id": "x"})
    await do(fresh, SCHOOL)
    assert numbers(await log(fresh)) == [(1, 1), (2, 1)]
    assert await latest(fresh) == (2, 1)


async def test_an_import_is_undone(fresh: Store) -> None:
    await load(fresh, TOWN)
    before = await contents(fresh)
    known = {"createdAt": "2020-01-02T03:04:05Z", "updatedAt": "2021-01-02T03:04:00+02:00", "version": 3}
    places = [{"label": "Place", "id": f"p{n}", "name": f"p{n}", **known} for n in range(1200)]
    linked = [{"link": "PART_OF", "from": f"p{n}", "to": "zlin"} for n in range(1200)]
    await load(fresh, *places, *linked)
    [[parts, packed]] = await fresh.read(
        "MATCH (p:Internal {kind: 'ChangePart', sequence: 2}) RETURN count(p), sum(size(split(p.touches, '\n')))"
    )
    assert (parts, packed) == (6, 2400 + 3)
    assert (await undo(fresh, SCHEMA, 2, ADMIN)).sequence == 3
    assert await contents(fresh) == before


async def test_an_import_is_undone_around_what_was_corrected_since(fresh: Store) -> None:
    school = {"label": "Organization", "id": "school", "name": "Škola"}
    club, runs = {"label": "Activity", "id": "club", "name": "Klub"}, {"link": "RUNS", "from": "school", "to": "club"}
    await load(fresh, TOWN, school, club, runs)
    await do(fresh, Update("school", {"url": "https://skola.cz"}))
    with pytest.raises(Conflict):
        await undo(fresh, SCHEMA, 1, ADMIN, strict=True)
    done = await undo(fresh, SCHEMA, 1, ADMIN)
    assert [left.subject.data() for left in done.left] == [{"label": "Organization", "id": "school"}]
    [[ids]] = await fresh.read("MATCH (n:Element) RETURN collect(n.id)")
    assert ids == ["school"]
    await undo(fresh, SCHEMA, done.sequence, ADMIN)
    [[ids]] = await fresh.read("MATCH (n:Element) RETURN collect(n.id)")
    assert set(ids) == {"school", "club", "zlin"}


async def test_an_import_of_which_everything_was_touched_is_not_undone(fresh: Store) -> None:
    await load(fresh, TOWN)
    await do(fresh, Update("zlin", {"url": "https://zlin.eu"}))
    with pytest.raises(Conflict, match="zlin"):
        await undo(fresh, SCHEMA, 1, ADMIN)


async def test_an_import_that_comes_to_something_twice_is_undone(fresh: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importer, "BATCH", 2)
    linked = {"link": "PART_OF", "from": "zlin", "to": "secret"}
    more: list[dict[str, Any]] = [{**TOWN, "level": "municipality"}, {"label": "Topic", "id": "t", "name": "t"}]
    await load(fresh, TOWN, SECRET, *more, linked, {**linked, "note": "x"}, {**linked, "note": "x", "since": "2015"})
    assert [str(e.action) for e in await log(fresh)] == [
        "CREATED",
        "CREATED",
        "CREATED",
        "UPDATED",
        "CREATED",
        "UPDATED",
    ]
    await undo(fresh, SCHEMA, 1, ADMIN)
    assert await contents(fresh) == [[[[]]], [[[]]]]


# Pages ----------------------------------------------------------------------------------------------------------------


async def all_pages(store: Store, viewer: Viewer, first: int, **options: Any) -> list[Entry]:
    found: list[Entry] = []
    page = await changes(store, SCHEMA, viewer, first=first, **options)
    found += page.entries
    while page.more:
        page = await changes(store, SCHEMA, viewer, first=first, after=page.end, **options)
        found += page.entries
    return found


@pytest.mark.parametrize("first", [1, 3, 7, 1000])
async def test_pages_meet(fresh: Store, monkeypatch: pytest.MonkeyPatch, first: int) -> None:
    for name, value in {"PART": 3, "PARTS": 2, "CHANGES_READ": 3, "SCANNED": 2}.items():
        monkeypatch.setattr(log_of, name, value)
    await load(fresh, *({"label": "Place", "id": f"p{n}", "name": f"p{n}"} for n in range(11)))
    for n in range(5):
        await do(fresh, Update("p1", {"description": str(n)}), Update(f"p{n + 2}", {"description": "x"}))
    assert numbers(await all_pages(fresh, OPERATOR, first)) == [
        *((1, n) for n in range(1, 12)), *((s, n) for s in range(2, 7) for n in (1, 2))
    ]  # fmt: skip
    only = Filter(touching=frozenset({"p1"}), actions=frozenset({Action.UPDATED}))
    assert numbers(await all_pages(fresh, OPERATOR, first, filter=only)) == [(s, 1) for s in range(2, 7)]
    assert numbers(await all_pages(fresh, OPERATOR, first, filter=Filter(doors=frozenset({"rest"})))) == []

    back: list[Entry] = []
    before, more = log_of.END, True
    while more:
        page = await history(fresh, SCHEMA, OPERATOR, "p1", before=before, first=first)
        back, before, more = back + page.entries, page.end, page.more
    assert numbers(back) == [*((s, 1) for s in range(6, 1, -1)), (1, 2)]


async def test_only_parts_that_may_hold_what_is_wanted_are_unpacked(fresh: Store) -> None:
    await do(fresh, Create("Place", {"id": "one-two", "name": "a"}))
    await do(fresh, Create("Topic", {"id": "one", "name": "b"}))
    for wanted, ids in {
        Filter(): ["one-two", "one"],
        Filter(touching=frozenset({"nope"})): [],
        Filter(touching=frozenset({"one"})): ["one"],
        Filter(touching=frozenset({"one-two"})): ["one-two"],
        Filter(types=frozenset({"Topic"})): ["one"],
        Filter(types=frozenset({"RUNS"})): [],
    }.items():
        block = await log_of.read_block(fresh, log_of.BEGINNING, wanted)
        assert [id_ for each in block.records for id_ in each.record.subject.touches] == ids
        assert (block.end, block.more) == (Position(2, 1), False)


@pytest.mark.parametrize("id_", ['a"b', "a\\", "a b", "a AND b", "touches:*", "ä/ch~", 'a\\" OR touches:\\"zlin', "*"])
async def test_history_finds_whole_ids(fresh: Store, id_: str) -> None:
    await load(
        fresh, TOWN, {"label": "Topic", "id": id_, "name": "x"}, {"label": "Topic", "id": id_ + "x", "name": "x"}
    )
    page = await history(fresh, SCHEMA, OPERATOR, id_)
    assert [entry.subject.touches for entry in page.entries] == [(id_,)]
    assert (await history(fresh, SCHEMA, OPERATOR, "nobody")).entries == []


async def test_history_tells_of_connections_and_after_the_end(fresh: Store) -> None:
    await do(fresh, LIBRARY, CLUB, RUNS)
    await do(fresh, Delete("club"))
    page = await history(fresh, SCHEMA, ANYBODY, "club")
    assert [str(entry.action) for entry in page.entries] == ["DELETED", "DELETED", "CREATED", "CREATED"]


# Who sees what --------------------------------------------------------------------------------------------------------


async def test_what_is_hidden_now_was_never_there(fresh: Store) -> None:
    await do(fresh, LIBRARY, CLUB, RUNS)
    assert len(await log(fresh, ANYBODY)) == 3
    await do(fresh, Update("club", {"visibility": "members"}))
    assert [e.subject.touches for e in await log(fresh, ANYBODY)] == [("kkfb",)]
    assert len(await log(fresh, MEMBER)) == 4
    await do(fresh, Update("club", {"visibility": "private"}))
    await do(fresh, Delete("club"))
    for viewer in (ANYBODY, MEMBER):
        assert [e.subject.touches for e in await log(fresh, viewer)] == [("kkfb",)]
        assert (await history(fresh, SCHEMA, viewer, "club")).entries == []
    await do(fresh, CLUB)
    assert len((await history(fresh, SCHEMA, ANYBODY, "club")).entries) == 1, "what has its id now is another one"


async def test_restricted_properties_are_left_out(fresh: Store) -> None:
    await load(fresh, {**TOWN, "private": {"phone": 1}})
    await load(fresh, {**TOWN, "private": {"phone": 2}})
    assert [entry.after for entry in await log(fresh, MEMBER)] == [
        {"name": "Zlín", "location": {"latitude": 49, "longitude": 17.5}}
    ]
    assert [entry.after["private"] for entry in await log(fresh)] == ['{"phone":1}', '{"phone":2}']


# Live -----------------------------------------------------------------------------------------------------------------


async def taken(entries: AsyncIterator[Entry], count: int) -> list[tuple[int, int]]:
    async with asyncio.timeout(20):
        return numbers([await anext(entries) for _ in range(count)])


async def watched(feed: Feed) -> None:
    """Wait until somebody hears what comes."""
    await asyncio.to_thread(until, lambda: feed.watchers > 0)


async def test_watchers_hear_everything_once(fresh: Store) -> None:
    await do(fresh, *TEAM)
    async with Feed(fresh, SCHEMA, interval=0.02) as feed:
        async with aclosing(feed.watch(ANYBODY)) as now, aclosing(feed.watch(ANYBODY, after=Position(1, 3))) as early:
            assert await taken(early, 2) == [(1, 4), (1, 5)]
            waiting = asyncio.create_task(taken(now, 2))
            await watched(feed)
            await do(fresh, Update("school", {"url": "https://a.cz"}), Update("club", {"url": "https://b.cz"}))
            assert await waiting == [(2, 1), (2, 2)]
            await do(fresh, Update("school", {"visibility": "private"}))
            await do(fresh, Update("fair", {"url": "https://a.cz"}))
            assert await taken(now, 1) == [(4, 1)]
            assert await taken(early, 1) == [(2, 1)]
        only = Filter(touching=frozenset({"fair"}))
        async with aclosing(feed.watch(OPERATOR, after=Position(0, 0), filter=only)) as late:
            assert await taken(late, 2) == [(1, 4), (4, 1)]
            await do(fresh, Delete("fair"))
            assert await taken(late, 1) == [(5, 1)]


async def test_watching_costs_nothing_when_nobody_does(fresh: Store) -> None:
    async with Feed(fresh, SCHEMA, interval=0.01) as feed:
        async with aclosing(feed.watch(ANYBODY)) as watching:
            task = asyncio.create_task(taken(watching, 1))
            await watched(feed)
            await do(fresh, SCHOOL)
            assert await task == [(1, 1)]
            assert feed._polling
        assert feed._polling is None


async def test_whoever_watches_from_now_on_reads_nothing_of_what_was(
    fresh: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last change may be an import of a hundred thousand rows, and a hundred may begin at once."""
    await do(fresh, SCHOOL)
    monkeypatch.setattr("graph.log.changes.changes", None)
    async with Feed(fresh, SCHEMA, interval=0.01) as feed, aclosing(feed.watch(ANYBODY)) as watching:
        task = asyncio.create_task(taken(watching, 1))
        await watched(feed)
        await do(fresh, Update("school", {"url": "https://a.cz"}))
        assert await task == [(2, 1)]


async def test_a_slow_watcher_learns_where_to_go_on(fresh: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.log.feed.QUEUE", 2)
    await do(fresh, SCHOOL)
    async with Feed(fresh, SCHEMA, interval=0.01) as feed, aclosing(feed.watch(ANYBODY)) as watching:
        first = asyncio.create_task(taken(watching, 1))
        await watched(feed)
        for n in range(6):
            await do(fresh, Update("school", {"url": f"https://{n}.cz"}))
            await asyncio.sleep(0.1)
        assert await first == [(2, 1)]
        with pytest.raises(FeedBehind) as caught:
            await taken(watching, 6)
        assert 2 < caught.value.sequence < 7
        resume = Position(caught.value.sequence, caught.value.number)
    async with Feed(fresh, SCHEMA, interval=0.01) as feed, aclosing(feed.watch(ANYBODY, after=resume)) as again:
        assert await taken(again, 1) == [(resume.sequence + 1, 1)]
        with pytest.raises(BadInput):
            await anext(feed.watch(ANYBODY, after=Position(99, 1)))


async def test_readers_never_see_a_gap(fresh: Store) -> None:
    await do(fresh, SCHOOL)
    stop = asyncio.Event()

    async def read() -> None:
        end = Position(0, 0)
        while not stop.is_set():
            page = await changes(fresh, SCHEMA, OPERATOR, after=end)
            seen = [entry.change.sequence for entry in page.entries]
            assert seen == list(range(end.sequence + 1, end.sequence + 1 + len(seen)))
            end = page.end

    async def write() -> None:
        for _ in range(10):
            await do(fresh, Create("Topic", {"name": "t"}))

    readers = [asyncio.create_task(read()) for _ in range(2)]
    await asyncio.gather(*(write() for _ in range(3)))
    stop.set()
    await asyncio.gather(*readers)
    assert await latest(fresh) == (31, 1)


# The log and the graph ------------------------------------------------------------------------------------------------

_IDS = ("a", "b", "c", "d")
_LABELS = st.sampled_from(["Organization", "Library", "Topic", "Activity"])
_VALUES = st.fixed_dictionaries(
    {},
    optional={
        "description": st.sampled_from(["x", "y", None]),
        "alternateNames": st.lists(st.sampled_from(["p", "q"]), max_size=2, unique=True) | st.none(),
        "name": st.sampled_from(["Č", "ch"]),
    },
)
_ID = st.sampled_from(_IDS)
_COMMANDS = st.one_of(
    st.builds(lambda label, id_, more: Create(label, {"name": "n", **more, "id": id_}), _LABELS, _ID, _VALUES),
    st.builds(Update, _ID, _VALUES),
    st.builds(Delete, _ID),
    st.builds(
        Connect,
        st.sampled_from(["RUNS", "PARTNERS_WITH", "ABOUT"]),
        _ID,
        _ID,
        st.sampled_from([None, "1"]),
        st.sampled_from([{}, {"since": "2015"}, {"since": None, "note": "x"}]),
    ),
    st.builds(Disconnect, st.sampled_from(["RUNS", "PARTNERS_WITH"]), _ID, _ID),
)
_ENDS = {
    "RUNS": ({"Organization", "Library"}, {"Activity"}),
    "PARTNERS_WITH": ({"Organization", "Library"}, {"Organization", "Library"}),
    "ABOUT": ({"Activity"}, {"Topic"}),
}


class Model:
    """What the graph must hold, as a plain program would keep it."""

    def __init__(self) -> None:
        self.elements: dict[str, tuple[str, dict[str, Any]]] = {}
        self.connections: dict[tuple[str, str, str, str | None], dict[str, Any]] = {}

    def copy(self) -> "Model":
        other = Model()
        other.elements = {id_: (label, dict(held)) for id_, (label, held) in self.elements.items()}
        other.connections = {key: dict(held) for key, held in self.connections.items()}
        return other

    def does(self, command: Command, before: set[str]) -> bool:
        """Do a command if it can be done; ``before`` are the ids that were taken before the batch."""
        match command:
            case Create(label, given):
                id_ = str(given["id"])
                if id_ in self.elements or id_ in before:
                    return False
                before.add(id_)
                self.elements[id_] = (label, {**BY_ADMIN})
                return self.merge(self.elements[id_][1], given)
            case Update(id_, given):
                return id_ in self.elements and self.merge(self.elements[id_][1], given)
            case Delete(id_):
                self.connections = {k: v for k, v in self.connections.items() if id_ not in k[1:3]}
                return self.elements.pop(id_, None) is not None
            case Connect(type_, start, end, own, given):
                labels = [self.elements.get(id_, ("",))[0] for id_ in (start, end)]
                if start == end or labels[0] not in _ENDS[type_][0] or labels[1] not in _ENDS[type_][1]:
                    return False
                return self.merge(self.connections.setdefault(self.key(type_, start, end, own), {**BY_ADMIN}), given)
            case Disconnect(type_, start, end, own):
                return self.connections.pop(self.key(type_, start, end, own), None) is not None
        return False

    def key(self, type_: str, start: str, end: str, own: str | None) -> tuple[str, str, str, str | None]:
        if type_ == "PARTNERS_WITH" and (type_, end, start, own) in self.connections:
            return (type_, end, start, own)
        return (type_, start, end, own)

    @staticmethod
    def merge(held: dict[str, Any], given: Any) -> bool:
        held.update(given)
        for name in [name for name, value in held.items() if value is None]:
            del held[name]
        return True


async def replayed(store: Store) -> Model:
    """What the after-images of the log come to, from nothing."""
    model = Model()
    for entry in await all_pages(store, OPERATOR, 1000):
        subject = entry.subject
        if isinstance(subject, ElementSubject):
            if entry.action is Action.DELETED:
                del model.elements[subject.id]
                continue
            held = model.elements.setdefault(subject.id, (subject.label, {"id": subject.id}))[1]
            Model.merge(held, {**entry.after, "version": entry.version})
        else:
            key = (subject.type, subject.start, subject.end, subject.parallel)
            if entry.action is Action.DELETED:
                del model.connections[key]
            else:
                Model.merge(model.connections.setdefault(key, {}), entry.after)
    return model


async def found(store: Store) -> Model:
    """What the graph holds."""
    model = Model()
    for labels, held in await store.read(
        "MATCH (n:Element) RETURN labels(n), n {.*, createdAt: null, updatedAt: null, sortKey: null}"
    ):
        [label] = [e.label for e in SCHEMA.elements if set(SCHEMA.labels_of(e)) == set(labels)]
        model.elements[held["id"]] = (label, {name: value for name, value in held.items() if value is not None})
    for type_, start, end, held in await store.read(
        "MATCH (a:Element)-[c]->(b) RETURN type(c), a.id, b.id, properties(c)"
    ):
        model.connections[(type_, start, end, held.pop("parallel", None))] = held
    return model


@settings(max_examples=MANY // 4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(_COMMANDS, min_size=1, max_size=4), min_size=3, max_size=10))
async def test_graph_model_and_log_agree(fresh: Store, batches: list[list[Command]]) -> None:
    await fresh.command("MATCH (n) DETACH DELETE n")
    model = Model()
    for batch in batches:
        after, before = model.copy(), set(model.elements)
        possible = all(after.does(command, before) for command in batch)
        try:
            await do(fresh, *batch)
        except WriteRefused:
            assert not possible
        else:
            assert possible
            model = after
    graph = await found(fresh)
    logged = await replayed(fresh)
    assert (logged.elements, logged.connections) == (graph.elements, graph.connections)
    for _, held in graph.elements.values():
        del held["version"]
    assert (graph.elements, graph.connections) == (model.elements, model.connections)
