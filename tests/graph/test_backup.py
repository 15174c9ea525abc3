"""Backups: what is made of a filled database while others write comes back whole in an empty one."""

import asyncio
import gzip
import math
import os
import zlib
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import orjson
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from graph import database, keys
from graph.access import Role
from graph.backup import content, restoring, snapshot
from graph.backup.content import Backup
from graph.derived import constraints
from graph.errors import Conflict, DatabaseNewer, InvalidFile, SpojenciError
from graph.schema import SCHEMA
from graph.settings import Settings
from graph.store import Store
from graph.store.values import tagged, untagged
from graph.upkeep import migrations
from graph.writing.commands import Create, Update
from graph.writing.write import undo
from tests.conftest import WIPE
from tests.graph.writing import ADMIN, TEAM, do, log

pytestmark = pytest.mark.anyio

ODD = """
CREATE (odd:`Odd ``label`:Element {id: 'odd', visibility: 'private', unknown: 'ano', numbers: [1, 2], none: [],
  whole: 1.0, part: 0.1, nan: 0.0 / 0.0, infinite: -1.0 / 0.0, large: 9223372036854775807, yes: [true, false],
  long: reduce(text = '', n IN range(1, 5000) | text + 'ěščř'), day: date('2024-02-29'),
  times: [time('10:11:12.000000013+02:00')], local: localtime('23:59:59.999999999'),
  at: datetime('2024-10-27T02:30:00.000000001+01:00[Europe/Prague]'), earlier: datetime('2024-10-27T02:30+02:00[Europe/Prague]'),
  zulu: datetime('2024-01-01T00:00Z'), there: localdatetime('0001-01-01T00:00'), spell: duration('P1M-2DT3.000000004S'),
  here: point({latitude: 49, longitude: 17}), high: point({latitude: 49, longitude: 17, height: 2}),
  flat: [point({x: 1, y: 2})], solid: point({x: 1, y: 2, z: 3}), bytes: $bytes})
CREATE (odd)-[:`ODD ``type` {at: datetime('2024-01-01T00:00+05:45')}]->(odd)
CREATE (:Bare), ()
"""

TOLD = (
    "MATCH (n) RETURN n.id, labels(n), [key IN keys(n) | [key, valueType(n[key]), toStringOrNull(n[key])]]",
    "MATCH (n)-[r]->(m) RETURN n.id, m.id, type(r), [key IN keys(r) | [key, valueType(r[key]), toStringOrNull(r[key])]]",
)


def quiet(_: str, __: float | None) -> None:
    pass


async def told(store: Store) -> list[list[str]]:
    """Everything that a database holds, as Neo4j itself tells it."""
    rows = [await store.read(text) for text in TOLD]
    return [
        sorted(repr([sorted(part) if isinstance(part, list) else part for part in row]) for row in each)
        for each in rows
    ]


def declared() -> set[str]:
    """Every label that the service keeps something under."""
    return {each.label for each in constraints.declared(SCHEMA)} | {each.label for each in SCHEMA.elements}


@pytest.fixture
async def filled(fresh: Store) -> Store:
    """A database with something of every label and type, a log, and what the model does not know."""
    await do(fresh, *TEAM)
    await migrations.apply(fresh, migrations.load(), quiet)
    for label in declared():
        await fresh.command(f"CREATE (:`{label}` {{of: 'filled'}})")
    for each in SCHEMA.connections:
        await fresh.command(f"CREATE (:Item {{id: '{each.type}'}})-[:`{each.type}`]->(:Item {{id: 'to-{each.type}'}})")
    async with fresh.transaction("odd", timeout=30) as transaction:
        await transaction.run(ODD, {"bytes": bytes(range(256))})
    return fresh


@pytest.fixture(scope="module")
async def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Store]:
    """A store on a second Neo4j, an embedded one."""
    own = Settings(home=tmp_path_factory.mktemp("elsewhere"), seed="none", heap="512m", pagecache="64m")
    with database.connected(own, service=True, progress=quiet) as endpoint:
        async with endpoint.open(own) as store:
            yield store


@pytest.mark.slow
async def test_all_of_a_filled_database_comes_back_in_another_one(
    filled: Store, elsewhere: Store, tmp_path: Path
) -> None:
    secret = (await keys.create(filled, "eva", Role.REVIEWER, None, timedelta(days=1))).secret
    path, stop = tmp_path / "map.backup.gz", asyncio.Event()

    async def writing() -> int:
        number = 0
        while not stop.is_set():
            await do(
                filled,
                Create("Topic", {"id": f"new-{number}", "name": "Nové"}),
                Update("club", {"name": f"K {number}"}),
            )
            number += 1
        return number

    writer = asyncio.create_task(writing())
    head = await snapshot.make(filled, path, quiet)
    stop.set()
    assert await writer > 0
    assert path.stat().st_mode & 0o777 == 0o600
    assert os.listdir(tmp_path) == [path.name]

    await elsewhere.command(WIPE)
    await restoring.restore(elsewhere, restoring.opened(path), quiet)
    await database.prepare(elsewhere, quiet)
    # Every write is in it whole, or not at all.
    [[topics, changes, club]] = await elsewhere.read(
        "RETURN COUNT { (n:Topic) WHERE n.id STARTS WITH 'new-' }, COUNT { (n:Internal {kind: 'Change'}) WHERE n.sequence > 0 }, "
        "COLLECT { MATCH (n:Element {id: 'club'}) RETURN n.name }[0]"
    )
    assert changes == head.sequence == topics + 1
    assert club == (f"K {topics - 1}" if topics else "Klub")
    assert declared() | {"Odd `label", "Bare"} <= set(head.labels)
    assert {each.type for each in SCHEMA.connections} | {"ODD `type"} <= set(head.types)

    # Now that nobody writes: the same again, all that Neo4j tells of it.
    await snapshot.make(filled, path, quiet)
    await elsewhere.command(WIPE)
    await restoring.restore(elsewhere, restoring.opened(path), quiet)
    await database.prepare(elsewhere, quiet)
    here, there = await told(filled), await told(elsewhere)
    assert [set(a) ^ set(b) for a, b in zip(here, there, strict=True)] == [set(), set()]
    assert await log(elsewhere) == await log(filled)
    assert (await keys.find(elsewhere, secret)) is not None
    [[newest]] = await elsewhere.read("MATCH (n:Internal {kind: 'Change'}) RETURN max(n.sequence)")
    assert (await undo(elsewhere, SCHEMA, newest, ADMIN)).sequence == newest + 1


async def test_only_an_empty_database_is_restored_into(filled: Store, tmp_path: Path) -> None:
    await snapshot.make(filled, tmp_path / "a.gz", quiet)
    before = await told(filled)
    with pytest.raises(Conflict, match="is not empty"):
        await restoring.restore(filled, restoring.opened(tmp_path / "a.gz"), quiet)
    assert await told(filled) == before


async def test_a_restore_that_did_not_end_is_begun_again(fresh: Store, tmp_path: Path) -> None:
    await do(fresh, *TEAM)
    await snapshot.make(fresh, tmp_path / "a.gz", quiet)
    before = await told(fresh)
    backup = restoring.opened(tmp_path / "a.gz")
    [_, [first, *_]] = next(backup.lines())
    await fresh.command(WIPE)
    await fresh.command(
        "CREATE (:Restoring {begun: true}), (:Element:Restoring {id: 'a', restoring: '4:x:1'}), (:Topic {id: 'b'}), "
        "(:Internal:Restoring {kind: 'Migration', begun: datetime(), restoring: $first})",
        {"first": first},
    )
    with pytest.raises(Conflict, match="did not end"):
        await database.prepare(fresh, quiet)
    await restoring.restore(fresh, backup, quiet)
    assert await told(fresh) == before


@pytest.fixture
async def file(fresh: Store, tmp_path: Path) -> Path:
    await do(fresh, *TEAM)
    await snapshot.make(fresh, tmp_path / "a.gz", quiet)
    return tmp_path / "a.gz"


async def test_what_is_damaged_is_told_before_anything_is_written(file: Path) -> None:
    require_refused(file)


def require_refused(file: Path) -> None:
    sound = file.read_bytes()
    for place in range(0, len(sound), len(sound) // 50):
        for damaged in (sound[:place], sound[:place] + bytes([sound[place] ^ 0x55]) + sound[place + 1 :]):
            file.write_bytes(damaged)
            if not same(file, sound):
                with pytest.raises(InvalidFile, match="damaged"):
                    restoring.opened(file)
    head, *lines = gzip.decompress(sound).splitlines(keepends=True)
    for told in (
        [head, *lines[:-1]],
        [head, *lines, lines[-1]],
        [head, lines[0], lines[0], *lines[2:]],
        [b"{}\n"],
        lines,
    ):
        file.write_bytes(gzip.compress(b"".join(told)))
        with pytest.raises(InvalidFile, match="damaged"):
            restoring.opened(file)


def same(file: Path, sound: bytes) -> bool:
    """Whether only what gzip itself does not look at, such as the time, differs."""
    try:
        return gzip.decompress(file.read_bytes()) == gzip.decompress(sound)
    except (OSError, EOFError, ValueError, zlib.error):
        return False


async def test_what_a_newer_version_made_is_refused(file: Path) -> None:
    require_newer_refused(file)


def require_newer_refused(file: Path) -> None:
    head, *lines = gzip.decompress(file.read_bytes()).splitlines(keepends=True)
    later = {"version": 9999, "name": "V9999__later", "checksum": "x", "begun": "2030", "ended": "2030"}
    for change in ({"format": content.FORMAT + 1, "more": 1}, {"migrations": [later]}):
        file.write_bytes(gzip.compress(b"".join([orjson.dumps(orjson.loads(head) | change) + b"\n", *lines])))
        with pytest.raises(DatabaseNewer, match="newer version"):
            restoring.opened(file)


async def test_a_restore_that_comes_to_something_else_is_told(fresh: Store, file: Path) -> None:
    backup = Backup.of(file)
    backup.census.sum += 1
    await fresh.command(WIPE)
    with pytest.raises(SpojenciError, match=r"not those of the backup.* is empty again"):
        await restoring.restore(fresh, backup, quiet)
    assert await fresh.read("MATCH (n) RETURN n") == []


async def test_an_empty_database_has_a_backup_too(fresh: Store, tmp_path: Path) -> None:
    await snapshot.make(fresh, tmp_path / "a.gz", quiet)
    before = await told(fresh)
    await fresh.command(WIPE)
    await restoring.restore(fresh, restoring.opened(tmp_path / "a.gz"), quiet)
    assert await told(fresh) == before


INTEGERS = st.integers(-(2**63), 2**63 - 1)
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
PLAIN = (
    st.booleans(),
    INTEGERS,
    st.floats(),
    TEXT,
    st.binary(),
    TEXT.map(lambda text: text * 20_000),
)
TEMPORAL = (
    ("date", st.dates().map(str)),
    ("localtime", st.times().map(lambda t: t.isoformat("microseconds") + "001")),
    ("time", st.times().map(lambda t: t.isoformat("microseconds") + "001+05:45")),
    ("localdatetime", st.datetimes().map(lambda t: t.isoformat(timespec="microseconds") + "999")),
    ("datetime", st.datetimes().map(lambda t: t.isoformat(timespec="microseconds") + "-03:30")),
)


def alike(left: object, right: object) -> bool:
    """The same value of the same type, where NaN is itself."""
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(alike, left, right))
    if isinstance(left, float) and math.isnan(left):
        return isinstance(right, float) and math.isnan(right)
    return type(left) is type(right) and left == right


@given(st.one_of(*PLAIN, *(st.lists(each, max_size=5) for each in PLAIN[:4])))
@examples(max_examples=200, suppress_health_check=list(HealthCheck))
def test_plain_values_pass_the_file(value: object) -> None:
    assert alike(untagged(orjson.loads(orjson.dumps(tagged(value)))), value)


MADE = st.one_of(*(st.tuples(st.just(name), texts) for name, texts in TEMPORAL))
PARTS = st.lists(st.floats(-80, 80), min_size=2, max_size=3)
AMOUNTS = st.lists(st.integers(-(2**31), 2**31), min_size=4, max_size=4)


@given(MADE, PARTS, AMOUNTS)
@examples(max_examples=40, suppress_health_check=list(HealthCheck), deadline=None)
async def test_values_of_neo4j_pass_the_file(
    store: Store, temporal: tuple[str, str], parts: list[float], amounts: list[int]
) -> None:
    """They go out, through JSON, and back, and Neo4j itself finds them the same."""
    name, text = temporal
    made = (
        f"[{name}($text), {'point({x: $p[0], y: $p[1], z: $p[2]})' if len(parts) == 3 else 'point({x: $p[0], y: $p[1]})'}, "
        f"point({{longitude: $p[0], latitude: $p[1]{', height: $p[2]' if len(parts) == 3 else ''}}}), "
        "duration({months: $d[0], days: $d[1], seconds: $d[2], nanoseconds: $d[3]})]"
    )
    given = {"text": text, "p": parts, "d": amounts}
    [[values]] = await store.read(f"RETURN {made}", given)
    back = untagged(orjson.loads(orjson.dumps(tagged(values))))
    [[same]] = await store.read(
        f"WITH {made} AS made RETURN [n IN range(0, 3) | made[n] = $back[n] AND valueType(made[n]) = valueType($back[n])]",
        {**given, "back": back},
    )
    assert same == [True] * 4
