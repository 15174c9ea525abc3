"""The log shipped beside a backup: any moment after it comes back, and what is damaged is told."""

import asyncio
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry, generate_latest

from graph import database, keys
from graph.access import Role
from graph.backup import drill, replaying, schedule, shipped
from graph.backup.replaying import Reached, log_of
from graph.backup.schedule import Backups
from graph.backup.shipped import Payload, Writer
from graph.backup.shipping import Moved, Shipment
from graph.errors import BadInput, DatabaseTimeout, InvalidFile, NotFound, SpojenciError
from graph.exchange import importer
from graph.log import changes
from graph.log.changes import Position
from graph.ranking import feedback
from graph.ranking.verdicts import Verdict
from graph.rows import Row
from graph.schema import SCHEMA
from graph.settings import Settings
from graph.store import Store
from graph.writing.commands import Connect, Create, Delete, Disconnect, Merge, Update
from graph.writing.reclassifying import reclassify
from graph.writing.write import review, undo
from tests.conftest import WIPE
from tests.disks import fill, small_disk
from tests.graph.writing import ADMIN, CONTRIBUTOR, REVIEWER, TEAM, contents, do, log

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(600)]

REST = "MATCH (n:Internal) WHERE n.kind IN ['Merged', 'Suggestion', 'RequestKey', 'Gone'] RETURN n"


Shipping = Callable[[], Awaitable[Backups]]


def quiet(_: str, __: float | None) -> None:
    pass


@pytest.fixture(scope="module")
async def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Store]:
    """A store on a second Neo4j, an embedded one."""
    own = Settings(home=tmp_path_factory.mktemp("elsewhere"), seed="none", heap="512m", pagecache="64m")
    with database.connected(own, service=True, progress=quiet) as endpoint:
        async with endpoint.open(own) as store:
            yield store


@pytest.fixture
def settings_of_backups(tmp_path: Path) -> Settings:
    return Settings(backup_folder=tmp_path, backup_keep=2)


@pytest.fixture
async def shipping(fresh: Store, settings_of_backups: Settings, tmp_path: Path) -> AsyncIterator[Shipping]:
    """Begins backups: the first one is made, with the log that follows it."""
    made = Backups(fresh, settings_of_backups, tmp_path)

    async def begin() -> Backups:
        await made.ship()
        await made.make()
        return made

    yield begin
    made.release()


async def told(store: Store) -> list[object]:
    """All that a moment is: the map, the log as an operator sees it, and what is in no change."""
    rows = sorted(repr(sorted((k, str(v)) for k, v in dict(node).items())) for [node] in await store.read(REST))
    entries = [(e.position, e.change, e.action, e.subject, e.before, e.after, e.version) for e in await log(store)]
    proposals = await store.read(
        "MATCH (n:Internal {kind: 'Change'}) RETURN n.sequence, n.status, n.answer ORDER BY n.sequence"
    )
    parts = await store.read(
        "MATCH (n:Internal {kind: 'ChangePart'}) RETURN properties(n) ORDER BY n.sequence, n.number"
    )
    [[[nodes]], connections] = await contents(store)
    standing = [[sorted(labels), properties] for labels, properties in nodes]  # in whatever order a database has them
    return [standing, connections, entries, proposals, parts, rows]


async def restored(store: Store, folder: Path, at: str | None = None) -> Reached:
    await store.command(WIPE)
    reached = await replaying.restore(store, replaying.opened(folder, at), quiet)
    await database.prepare(store, quiet)
    return reached


async def now(store: Store) -> str:
    [[at]] = await store.read("RETURN toString(datetime.realtime())")
    return str(at)


async def rows(store: Store, *lines: dict[str, object]) -> object:
    return await importer.load(store, SCHEMA, [Row(f"line {n}", dict(line)) for n, line in enumerate(lines, 1)])


def log_in(folder: Path) -> Path:
    """The newest log of a folder."""
    return max(folder.glob("*.log"))


def steps(store: Store) -> list[Callable[[], Awaitable[object]]]:
    """Writes of every kind, each of which stands on those before."""
    gym: dict[str, object] = {"label": "Organization", "id": "gym", "name": "Tělocvična", "ico": "00000001"}
    return [
        lambda: do(
            store,
            Create("Place", {"id": "kraj", "name": "Kraj", "location": {"latitude": 49, "longitude": 17}}),
            Create("Place", {"id": "okres", "name": "Okres"}),
            Connect("PART_OF", "okres", "kraj"),
            Create("Topic", {"id": "topic", "name": "Téma"}),
        ),
        lambda: do(
            store, Update("club", {"name": "Łódź", "description": "x"}), Connect("ABOUT", "club", "topic"), key="k1"
        ),
        lambda: do(store, Update("club", {"description": None, "visibility": "members"}), Delete("fair")),
        lambda: do(
            store, Create("Topic", {"id": "fair", "name": "Jiné"}), Disconnect("ABOUT", "club", "topic"), key="k2"
        ),
        lambda: rows(
            store,
            gym,
            {"label": "Organization", "id": "gym", "description": "podruhé"},
            {"link": "PARTNERS_WITH", "from": "gym", "to": "kkfb"},
        ),
        lambda: do(store, Merge("school", "gym")),
        lambda: keys.create(store, "eva", Role.REVIEWER, None, timedelta(days=1)),
        lambda: feedback.give(store, ADMIN, "kkfb", "topic", "school", Verdict.USEFUL),
        lambda: do(store, Update("school", {"name": "Gymnázium"}), author=CONTRIBUTOR),
        lambda: review(store, SCHEMA, 9, REVIEWER, accept=True),
        lambda: do(store, Create("Item", {"id": "thing", "name": "Věc", "kind": "spolek"})),
        lambda: reclassify(store, SCHEMA, "spolek", SCHEMA.by_label["Organization"], REVIEWER),
        lambda: undo(store, SCHEMA, 7, ADMIN),
        lambda: keys.revoke(store, "eva"),
        lambda: do(store, Delete("okres")),
    ]


@pytest.mark.slow
async def test_issue_16_10_any_moment_comes_back(
    fresh: Store, shipping: Shipping, elsewhere: Store, tmp_path: Path
) -> None:
    await do(fresh, *TEAM)
    backups = await shipping()
    moments = []
    for step in steps(fresh):
        await step()
        await backups.ship()
        moments.append((await now(fresh), await told(fresh)))
    for at, state in moments[::2]:  # a restore takes ten seconds, and each does again all that came before
        reached = await restored(elsewhere, tmp_path, at)
        assert reached.sound, reached.unfit
        now_told = await told(elsewhere)
        assert [a == b for a, b in zip(now_told, state, strict=True)] == [True] * 6, (at, reached, now_told, state)
    # Whoever comes later goes on where the log ends.
    await do(elsewhere, Create("Topic", {"id": "later", "name": "Potom"}))


@pytest.mark.slow
async def test_issue_16_10_moments_between_two_looks_come_back_too(
    fresh: Store, shipping: Shipping, elsewhere: Store, tmp_path: Path
) -> None:
    await do(fresh, *TEAM)
    backups = await shipping()
    moments = []
    for step in steps(fresh)[:6]:
        await step()
        moments.append((await now(fresh), (await told(fresh))[:5]))
    await backups.ship()
    for at, state in moments:
        assert (await restored(elsewhere, tmp_path, at)).sound
        assert (await told(elsewhere))[:5] == state


@pytest.mark.slow
async def test_issue_16_10_another_process_goes_on_with_the_log(
    fresh: Store, shipping: Shipping, elsewhere: Store, settings_of_backups: Settings, tmp_path: Path
) -> None:
    backups = await shipping()
    await do(fresh, *TEAM)
    await backups.ship()
    second = Backups(fresh, settings_of_backups, tmp_path)
    await second.ship()  # the first one holds the lock
    assert not second.leads
    backups.release()
    path = log_in(tmp_path)
    with path.open("ab") as file:
        file.write(b'0123 {"torn')
    await do(fresh, Update("club", {"name": "Kroužek"}))
    await second.ship()
    assert second.leads
    assert len(schedule.backups(tmp_path)) == 1
    state = await told(fresh)
    await restored(elsewhere, tmp_path)
    assert await told(elsewhere) == state
    second.release()


async def test_issue_16_10_a_log_of_another_past_is_not_gone_on_with(
    fresh: Store, shipping: Shipping, settings_of_backups: Settings, tmp_path: Path
) -> None:
    backups = await shipping()
    await do(fresh, *TEAM)
    await backups.ship()
    backups.release()
    before = shipped.head_of(log_in(tmp_path))
    await fresh.command("MATCH (n:Internal {kind: 'ChangeLog'}) SET n.last = 0")
    after = Backups(fresh, settings_of_backups, tmp_path)
    await after.ship()
    await after.make()
    assert shipped.head_of(log_in(tmp_path)) != before
    after.release()


async def test_issue_16_10_a_database_that_became_another_one_is_backed_up_anew(
    fresh: Store, shipping: Shipping, tmp_path: Path
) -> None:
    backups = await shipping()
    await do(fresh, *TEAM)
    await backups.ship()
    before = log_in(tmp_path)
    await fresh.command("MATCH (n:Internal {kind: 'ChangeLog'}) SET n.id = 'another'")
    await do(fresh, Create("Topic", {"id": "later", "name": "Později"}))
    with pytest.raises(Moved):
        await backups.ship()
    await backups.ship()
    await backups.make()
    assert log_in(tmp_path) != before
    await backups.ship()


async def test_a_change_that_was_deleted_by_hand_ends_a_log_and_the_next_backup_begins_another(
    fresh: Store, shipping: Shipping, tmp_path: Path
) -> None:
    backups = await shipping()
    before = log_in(tmp_path)
    for name in "abc":
        await do(fresh, Create("Topic", {"id": name, "name": name}))
    gone = "MATCH (c:Internal {kind: 'Change'}) WHERE c.sequence IS NOT NULL WITH c ORDER BY c.sequence LIMIT 1 DETACH DELETE c"
    await fresh.command(gone)
    assert await watched(fresh) == []  # a writer may be just finishing
    with suppress(Moved):
        await backups.ship()
    await fresh.command("MATCH (c:Internal {kind: 'Change'}) SET c.at = c.at - duration('PT5M')")
    assert await watched(fresh) == ["b", "c"]
    with pytest.raises(Moved, match="change 1 is missing"):
        await backups.ship()
    await backups.ship()
    await backups.make()
    assert log_in(tmp_path) != before
    await do(fresh, Create("Topic", {"id": "d", "name": "d"}))
    await backups.ship()
    assert any("change" in line.payload for line in shipped.read(log_in(tmp_path)))


async def watched(store: Store) -> list[str]:
    """The ids that whoever reads the log from its beginning hears of."""
    page = await changes.changes(store, SCHEMA, ADMIN.viewer, after=Position(0, 0))
    return [entry.subject.touches[0] for entry in page.entries]


async def test_an_old_log_that_is_damaged_hinders_no_other(fresh: Store, shipping: Shipping, tmp_path: Path) -> None:
    backups = await shipping()
    await do(fresh, *TEAM)
    await backups.ship()
    newest = log_in(tmp_path)
    old = tmp_path / "spojenci-2000-01-01T000000Z.log"
    old.write_bytes(newest.read_bytes().replace(b'"format"', b'"farmat"', 1))
    (tmp_path / "spojenci-2000-01-01T000000Z.backup.gz").write_bytes(b"")
    assert replaying.opened(tmp_path, None).log == newest
    newest.unlink()
    with pytest.raises(InvalidFile, match="damaged"):
        replaying.opened(tmp_path, None)


@pytest.mark.slow
async def test_issue_16_10_what_is_damaged_is_told_with_the_last_moment_before(
    fresh: Store, shipping: Shipping, elsewhere: Store, tmp_path: Path
) -> None:
    backups = await shipping()
    await do(fresh, *TEAM)
    await backups.ship()
    at, state = await now(fresh), await told(fresh)
    await do(fresh, Update("club", {"name": "Kroužek"}))
    await backups.ship()
    path = log_in(tmp_path)
    sound = path.read_bytes()
    lines = sound.splitlines(keepends=True)
    changed = b"".join(lines).replace("Kroužek".encode(), b"Krouzky")
    for damaged in (changed, b"".join(lines[:-2] + lines[-1:]), b"".join([*lines[:-2], lines[-1], lines[-2]])):
        path.write_bytes(damaged)
        with pytest.raises(InvalidFile, match="is damaged: line . has another checksum") as told_so:
            replaying.opened(tmp_path, None)
        last = told_so.value.message.split(" --at ")[1].split(". ")[0]
        await restored(elsewhere, tmp_path, last)
        assert await told(elsewhere) == state
    path.write_bytes(sound[:-40])  # its end was not written any more
    await restored(elsewhere, tmp_path)
    path.write_bytes(lines[0].replace(b'"format":1', b'"format":9'))
    with pytest.raises(InvalidFile, match="Nothing of it is whole"):
        replaying.opened(tmp_path, at)


def without_a_change(payloads: list[Payload]) -> list[Payload]:
    """Lines of a log of which the last change but one is missing."""
    place = [n for n, payload in enumerate(payloads) if "change" in payload][-2]
    return payloads[:place] + payloads[place + 1 :]


def with_an_odd_record(payloads: list[Payload]) -> list[Payload]:
    """Lines of a log in which the last change has records that are none."""
    place = [n for n, payload in enumerate(payloads) if "change" in payload][-1]
    [part] = payloads[place]["parts"]
    odd = {**payloads[place], "parts": [{**part, "records": "[{"}]}
    return [*payloads[:place], odd, *payloads[place + 1 :]]


@pytest.mark.slow
@pytest.mark.parametrize("damage", [without_a_change, with_an_odd_record])
async def test_issue_16_10_a_log_that_cannot_be_done_again_leaves_an_empty_database(
    fresh: Store,
    shipping: Shipping,
    elsewhere: Store,
    tmp_path: Path,
    damage: Callable[[list[Payload]], list[Payload]],
) -> None:
    """Its sums are right, so it is found while the changes are done: why is told, and a moment that can be had."""
    backups = await shipping()
    await do(fresh, *TEAM)
    for name in ("Kroužek", "Parta"):
        await do(fresh, Update("club", {"name": name}))
    await backups.ship()
    path = log_in(tmp_path)
    payloads = [line.payload for line in shipped.read(path)]
    writer = Writer(path)
    for payload in damage(payloads):
        writer.add(payload)
    writer.keep()
    writer.close()
    with pytest.raises(SpojenciError, match=r"after change \d cannot be done again: .* is empty again\.") as told_so:
        await restored(elsewhere, tmp_path)
    assert await elsewhere.read("MATCH (n) RETURN n") == []
    reached = await restored(elsewhere, tmp_path, told_so.value.message.split(" --at ")[1].split(". ")[0])
    assert reached.sound
    assert f"after change {reached.sequence} " in told_so.value.message


async def test_issue_16_10_moments_that_cannot_be_had_are_told(
    fresh: Store, shipping: Shipping, tmp_path: Path
) -> None:
    with pytest.raises(NotFound, match="has no backup with a log"):
        replaying.opened(tmp_path, None)
    await shipping()
    (tmp_path / "spojenci-2019-01-01T000000Z.backup.gz").touch()
    (tmp_path / "spojenci-2019-01-01T000000Z.log").touch()  # whoever began it ended before there was anything in it
    with pytest.raises(NotFound, match="the oldest moment is 20"):
        replaying.opened(tmp_path, "2020-01-01T00:00:00Z")
    with pytest.raises(BadInput, match="is no time such as"):
        replaying.opened(tmp_path, "yesterday")


async def test_issue_16_10_the_newest_are_kept_with_their_logs(
    fresh: Store, shipping: Shipping, tmp_path: Path
) -> None:
    for day in ("01", "02"):
        for end in ("backup.gz", "log"):
            (tmp_path / f"spojenci-2020-01-{day}T000000Z.{end}").touch()
    backups = await shipping()
    await backups.make()  # none is due
    names = sorted(name for name in os.listdir(tmp_path) if name != ".lock")
    assert names[:2] == ["spojenci-2020-01-02T000000Z.backup.gz", "spojenci-2020-01-02T000000Z.log"]
    assert len(names) == 4


async def test_backups_are_made_after_the_clock_was_set_back(
    fresh: Store, settings_of_backups: Settings, tmp_path: Path
) -> None:
    """The newest is of tomorrow then, and the next one was waited for as long as the clock was set back, and longer."""
    tomorrow = tmp_path / "spojenci-2999-01-01T000000Z.backup.gz"
    tomorrow.touch()
    os.utime(tomorrow, (time.time() + 86400,) * 2)
    often = settings_of_backups.model_copy(update={"backup_every": 1 / 36000})
    made = Backups(fresh, often, tmp_path)
    await made.make()
    await asyncio.sleep(0.2)
    await made.make()
    made.release()
    assert [each.name[:25] for each in schedule.backups(tmp_path)] == [
        "spojenci-2999-01-01T00000",
        "spojenci-2999-01-01T00000",
    ]
    assert schedule.backups(tmp_path)[-1].stat().st_size


@pytest.mark.slow
async def test_issue_16_10_what_is_late_or_fails_is_told(
    fresh: Store, shipping: Shipping, settings_of_backups: Settings, tmp_path: Path
) -> None:
    assert "No backup" in schedule.troubles(settings_of_backups, 0)[0]
    await do(fresh, *TEAM)
    backups = await shipping()
    backups.show(metrics := CollectorRegistry())
    assert b"spojenci_drill_timestamp_seconds 0.0" in generate_latest(metrics)
    assert schedule.troubles(settings_of_backups, 0) == ["No drill has been held for more than 336 hours."]
    held = await asyncio.to_thread(drill.hold, tmp_path, Settings(heap="512m", pagecache="64m"), quiet)
    assert held.ok, held.message
    assert "came back whole, up to change 1" in held.message
    await backups.ship()
    assert schedule.troubles(settings_of_backups, 0) == []
    assert b"spojenci_drill_timestamp_seconds 0.0" not in generate_latest(metrics)
    path = log_in(tmp_path)
    path.write_bytes(path.read_bytes().replace(b"put", b"pot"))
    assert not (await asyncio.to_thread(drill.hold, tmp_path, Settings(), quiet)).ok
    [failed] = schedule.troubles(settings_of_backups, 0)
    assert "The drill of 20" in failed
    assert "checksum" in failed
    os.utime(path, (0, 0))
    assert "is not in the log beside the backups" in schedule.troubles(settings_of_backups, 0)[0]


async def test_a_full_folder_holds_nothing_half_written_and_goes_on_when_there_is_room(
    fresh: Store, tmp_path: Path
) -> None:
    with small_disk(tmp_path / "disk", "2m") as folder:
        settings = Settings(backup_folder=folder, backup_keep=2, backup_every=1e-9, backup_drill=0)
        made = Backups(fresh, settings, folder)
        try:
            await do(fresh, *TEAM)
            await made.ship()
            await made.make()
            [first] = schedule.backups(folder)
            fill(folder / "filler")
            await do(fresh, Create("Topic", {"id": "full", "name": "Plno", "description": os.urandom(8000).hex()}))
            for _ in range(2):
                with pytest.raises(OSError, match="No space left"):
                    await made.ship()
                with pytest.raises(SpojenciError, match="No space left"):
                    await made.make()
            assert {path.name for path in folder.iterdir()} == {".lock", "filler", first.name, log_of(first).name}
            os.utime(log_of(first), (0, 0))
            assert "is not in the log beside the backups" in schedule.troubles(settings, 0)[-1]
            assert replaying.opened(folder, None)  # what is there can be restored
            (folder / "filler").unlink()
            await made.ship()
            assert schedule.troubles(settings.model_copy(update={"backup_every": 24}), 0) == []
            assert b'"full"' in log_of(first).read_bytes()
            await made.make()
            assert len(schedule.backups(folder)) == 2
        finally:
            made.release()


async def test_a_backup_whose_log_cannot_begin_is_not_kept_beside_the_log_that_goes_on(
    fresh: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(backup_folder=tmp_path, backup_keep=2, backup_every=1e-9, backup_drill=0)
    made = Backups(fresh, settings, tmp_path)
    try:
        await do(fresh, *TEAM)
        await made.ship()
        await made.make()
        [first] = schedule.backups(tmp_path)

        async def late(*_: object) -> None:
            raise DatabaseTimeout("too late")

        with monkeypatch.context() as broken:
            broken.setattr(Shipment, "ship", late)
            with pytest.raises(DatabaseTimeout):
                await made.make()
        assert schedule.backups(tmp_path) == [first]
        await do(fresh, Create("Topic", {"id": "then", "name": "Potom"}))
        await made.ship()
        assert b'"then"' in log_of(first).read_bytes()
    finally:
        made.release()


async def test_a_folder_that_was_taken_away_is_kept_by_one_when_it_is_there_again(fresh: Store, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    settings = Settings(backup_folder=folder, backup_drill=0)
    one, other = Backups(fresh, settings, folder), Backups(fresh, settings, folder)
    try:
        await do(fresh, *TEAM)
        for each in (one, other):
            await each.ship()
            assert each.leads == (each is one)
        await one.make()
        folder.rename(tmp_path / "elsewhere")
        for _ in range(2):
            for each in (one, other):
                with suppress(OSError, SpojenciError):
                    await each.ship()
        assert "No backup" in schedule.troubles(settings, 0)[0]
        assert not folder.exists()
        folder.mkdir()
        for each in (other, one, other, one):
            await each.ship()
        assert [one.leads, other.leads].count(True) == 1
        leading = one if one.leads else other
        await leading.make()
        await leading.ship()
        assert len(schedule.backups(folder)) == 1
        assert schedule.troubles(settings, 0) == []
    finally:
        one.release()
        other.release()
