"""Migrations of stored data, from folders of the tests' own, each applied once, whoever starts and whatever ends."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from graph import database
from graph.derived import constraints
from graph.errors import DatabaseNewer, MigrationChanged, MigrationFailed
from graph.exchange import exporter
from graph.schema import SCHEMA
from graph.store import Endpoint, Store
from graph.upkeep import migrations

pytestmark = pytest.mark.anyio

COUNTED = "CREATE (:Ran);\n"
"""Not harmless when it is repeated, so that a test sees how often it ran."""

GATED = """\
// Ten steps in transactions of their own; the fifth needs the gate, which a test can hold shut.
UNWIND range(1, 10) AS number
CALL (number) {
  MERGE (step:Step {number: number})
  ON CREATE SET step.times = 0
  SET step.times = step.times + 1
  WITH number WHERE number = 5
  MATCH (gate:Gate) SET gate.passed = true
} IN TRANSACTIONS OF 1 ROW;
"""

Write = Callable[..., Path]
Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def folder(tmp_path: Path) -> Write:
    """Writes a chain, one text for each migration."""

    def write(*texts: str) -> Path:
        for number, text in enumerate(texts, 1):
            tmp_path.joinpath(f"V{number:04}__step_{number}.cypher").write_text(text, "utf-8")
        return tmp_path

    return write


@pytest.fixture
def start(endpoint: Endpoint) -> Iterator[Start]:
    """Starts processes that migrate; those that are left at the end of a test are killed."""
    processes: list[subprocess.Popen[str]] = []

    def begin(folder: Path, lease: float = migrations.LEASE) -> subprocess.Popen[str]:
        program = str(Path(__file__).with_name("migrating.py"))
        given = [endpoint.uri, endpoint.username, endpoint.password, str(folder), str(lease)]
        processes.append(subprocess.Popen([sys.executable, program, *given], stdout=subprocess.PIPE, text=True))
        return processes[-1]

    yield begin
    for process in processes:
        process.kill()
        process.communicate()


@asynccontextmanager
async def shut_gate(store: Store) -> AsyncIterator[None]:
    """Holds the gate shut."""
    await store.command("MERGE (:Gate)")
    async with store.transaction("gate", timeout=60) as transaction:
        await transaction.run("MATCH (gate:Gate) SET gate.shut = true")
        yield


async def apply(store: Store, folder: Path, lease: float = migrations.LEASE) -> list[str]:
    """Apply a chain; returns the progress."""
    said: list[str] = []
    await migrations.apply(store, migrations.load(folder), lambda text, _: said.append(text), lease=lease)
    return said


async def until(store: Store, condition: str) -> None:
    """Wait until a condition holds in the database; the test's time limit ends it."""
    while True:
        if await store.read(f"RETURN {condition}") == [[True]]:
            return
        await asyncio.sleep(0.05)


async def ran(store: Store) -> int:
    [[number]] = await store.read("MATCH (n:Ran) RETURN count(n)")
    assert isinstance(number, int)
    return number


# The chain.


async def test_what_ships_can_be_repeated(fresh: Store) -> None:
    for _ in range(2):
        await database.prepare(fresh, lambda *_: None)
        assert [mark.version for mark in await migrations.marks(fresh)] == [
            migration.version for migration in migrations.load()
        ]
        await fresh.command("MATCH (n:Internal {kind: 'Migration'}) DELETE n")


async def test_times_of_other_zones_become_those_of_utc(fresh: Store) -> None:
    await fresh.command(
        "CREATE (:Element:Topic {id: 'a', createdAt: datetime('2026-03-01T12:00:00.123456789+01:00'), "
        "updatedAt: datetime('2026-01-01T12:00[Europe/London]')}), (:Element:Topic {id: 'b', createdAt: 'before', "
        "updatedAt: datetime('2026-03-01T12:00+02:00')}), (:Element:Topic {id: 'c', createdAt: datetime('2026-03-01T12:00Z')})"
    )
    for _ in range(2):
        await migrations.apply(fresh, migrations.load(), lambda *_: None)
        read = "MATCH (n:Element) RETURN toString(n.createdAt), toString(n.updatedAt) ORDER BY n.id"
        assert await fresh.read(read) == [
            ["2026-03-01T11:00:00.123456789Z", "2026-01-01T12:00:00Z"],
            ["before", "2026-03-01T10:00:00Z"],
            ["2026-03-01T12:00:00Z", None],
        ]
        await fresh.command("MATCH (n:Internal {kind: 'Migration'}) DELETE n")


async def test_statements_end_with_a_semicolon_at_the_end_of_a_line(folder: Write) -> None:
    text = "// One;\nCREATE (:A {text: 'a;b'});\n\n// Two\nCREATE (:B)\n// still two;\nSET n.x = 1;"
    [migration] = migrations.load(folder(text))
    assert migration.statements == ("CREATE (:A {text: 'a;b'})", "CREATE (:B)\nSET n.x = 1")


async def test_line_ends_are_no_change(folder: Write) -> None:
    [one] = migrations.load(folder("CREATE (:A);\n"))
    (folder("") / "V0001__step_1.cypher").write_bytes(b"CREATE (:A);\r\n")
    assert migrations.load(folder())[0].checksum == one.checksum


@pytest.mark.parametrize("name", ["V1__short.cypher", "V0001_single.cypher", "V0001__Upper.cypher", "notes.cypher"])
async def test_a_name_that_is_none_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(COUNTED, "utf-8")
    with pytest.raises(ValueError, match="no name of a migration"):
        migrations.load(tmp_path)


@pytest.mark.parametrize("names", [("V0002__late",), ("V0001__a", "V0001__b")])
async def test_a_gap_or_a_number_given_twice_is_refused(tmp_path: Path, names: tuple[str, ...]) -> None:
    for name in names:
        (tmp_path / f"{name}.cypher").write_text(COUNTED, "utf-8")
    with pytest.raises(ValueError, match="stands where number"):
        migrations.load(tmp_path)


# One process.


async def test_each_runs_once_in_order_and_later_ones_are_added(fresh: Store, folder: Write) -> None:
    await apply(fresh, folder(COUNTED, "MATCH (n:Ran) SET n.seen = true;\nMATCH (n:Ran) SET n.twice = n.seen;\n"))
    assert await apply(fresh, folder()) == []
    said = await apply(fresh, folder(*[path.read_text("utf-8") for path in sorted(folder().iterdir())], COUNTED))
    assert said == ["Migrating the data: V0003__step_3"]
    assert await fresh.read("MATCH (n:Ran) RETURN n.twice ORDER BY n.twice") == [[True], [None]]
    found = await migrations.marks(fresh)
    assert [(mark.version, mark.name) for mark in found] == [
        (1, "V0001__step_1"),
        (2, "V0002__step_2"),
        (3, "V0003__step_3"),
    ]
    assert all(mark.ended and mark.begun <= mark.ended for mark in found)


async def test_marks_are_no_elements(fresh: Store, folder: Write) -> None:
    await apply(fresh, folder("MATCH (n:Element) SET n.seen = true;"))
    assert await database.is_empty(fresh)
    assert [row async for row in exporter.rows(fresh, SCHEMA)] == []


async def test_data_are_migrated_before_new_constraints_are_made(
    fresh: Store, folder: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fresh.command("DROP CONSTRAINT Organization_ico")
    await fresh.command("UNWIND [1, 2] AS n CREATE (:Element:Organization {id: toString(n), ico: '1'})")
    chain = migrations.load(folder("MATCH (n:Organization {id: '2'}) REMOVE n.ico;"))
    monkeypatch.setattr(migrations, "load", lambda: chain)
    await database.prepare(fresh, lambda *_: None)
    assert await constraints.faults(fresh, SCHEMA) == {}


async def test_in_a_database_that_holds_nothing_the_chain_counts_as_applied(fresh: Store, folder: Write) -> None:
    chain = migrations.load(folder(COUNTED, COUNTED))
    await asyncio.gather(*(migrations.begin(fresh, chain) for _ in range(3)))
    assert migrations.pending(chain, await migrations.marks(fresh)) == []
    assert await fresh.read("MATCH (ran:Ran) RETURN ran") == []


async def test_in_a_database_that_holds_something_the_chain_is_not_begun(fresh: Store, folder: Write) -> None:
    await fresh.command("CREATE (:Anything)")
    await migrations.begin(fresh, migrations.load(folder(COUNTED)))
    assert await migrations.marks(fresh) == []


async def test_a_failure_is_told_and_a_mended_file_goes_on_at_once(fresh: Store, folder: Write) -> None:
    await fresh.command("CREATE (:Element {id: 'a'}), (:Element {id: 'b'})")
    for wrong in ("MATCH (n:Element) SET n.id = 'a';", "MATCH (n) RETRUN n;", "MATCH (n:Element) SET n.x = 1 / 0;"):
        with pytest.raises(MigrationFailed, match="V0001__step_1") as raised:
            await apply(fresh, folder(wrong))
        assert (raised.value.code, raised.value.exit_code) == ("MIGRATION_FAILED", 6)
    assert await apply(fresh, folder(COUNTED)) == ["Migrating the data: V0001__step_1"]
    [mark] = await migrations.marks(fresh)
    assert mark.ended and mark.checksum == migrations.load(folder())[0].checksum


# Refusals.


async def test_a_newer_database_is_refused(fresh: Store, folder: Write) -> None:
    await apply(fresh, folder(COUNTED, COUNTED))
    (folder() / "V0002__step_2.cypher").unlink()
    with pytest.raises(DatabaseNewer, match=r"V0002__step_2.*V0001__step_1.*newer version") as raised:
        await apply(fresh, folder())
    assert (raised.value.code, raised.value.exit_code) == ("DATABASE_NEWER", 6)


async def test_a_database_that_a_newer_version_began_to_migrate_is_refused(fresh: Store, folder: Write) -> None:
    await fresh.command(
        "CREATE (:Internal {kind: 'Migration', version: 2, name: 'V0002__x', checksum: '', begun: datetime()})"
    )
    with pytest.raises(DatabaseNewer):
        await apply(fresh, folder(COUNTED))
    assert await ran(fresh) == 0


@pytest.mark.parametrize("change", ["text", "name"])
async def test_a_changed_file_is_refused(fresh: Store, folder: Write, change: str) -> None:
    await apply(fresh, folder(COUNTED))
    path = folder() / "V0001__step_1.cypher"
    if change == "text":
        path.write_text("// nothing\n" + COUNTED, "utf-8")
    else:
        path.rename(path.with_name("V0001__another.cypher"))
    with pytest.raises(MigrationChanged, match="Restore that file") as raised:
        await apply(fresh, folder())
    assert (raised.value.code, raised.value.exit_code) == ("MIGRATION_CHANGED", 6)
    assert await ran(fresh) == 1


async def test_a_mended_file_says_what_it_was(fresh: Store, folder: Write) -> None:
    await apply(fresh, folder(COUNTED))
    [before] = migrations.load(folder())
    await apply(fresh, folder(f"// instead of {before.checksum}\n{COUNTED}"))
    assert await ran(fresh) == 1


@pytest.mark.parametrize("properties", ["", "{name: 'x', sortKey: 'ł', source: 's'}"])
async def test_issue_16_1_what_analysts_made_and_deleted_keeps_no_service_from_starting(
    fresh: Store, properties: str
) -> None:
    """All that is no element was deleted, the marks of migrations too, and nodes of every type were made by hand."""
    await database.prepare(fresh, lambda *_: None)
    await fresh.command("MATCH (n) WHERE NOT n:Element DETACH DELETE n")
    labels = [*(each.label for each in SCHEMA.elements), "Element", "Migration", "AllyNumbers"]
    for label in labels:
        await fresh.command(f"CREATE (:{label} {properties})-[:PART_OF]->(:{label})-[:NEEDS]->(:{label})")
    await database.prepare(fresh, lambda *_: None)
    assert len(await migrations.marks(fresh)) == len(migrations.load())


# Several processes, and those that die.


async def test_two_at_once_run_each_once_and_wait_for_each_other(fresh: Store, folder: Write, start: Start) -> None:
    chain = folder(COUNTED, GATED, COUNTED)
    async with shut_gate(fresh):
        both = [start(chain), start(chain)]
        heard: dict[int, list[str]] = {0: [], 1: []}
        for number, process in enumerate(both):
            assert process.stdout
            while not any("step_2" in line for line in heard[number]):
                heard[number].append(process.stdout.readline())
    assert [process.wait(60) for process in both] == [0, 0]
    second = sorted(line.split(":")[0] for lines in heard.values() for line in lines if "step_2" in line)
    assert second == ["Migrating the data", "Waiting for another process to migrate the data"]
    assert await ran(fresh) == 2
    assert await fresh.read("MATCH (step:Step) RETURN collect(DISTINCT step.times), count(step)") == [[[1], 10]]


async def test_a_lease_is_renewed_while_its_process_works(fresh: Store, folder: Write, start: Start) -> None:
    chain = folder(GATED)
    async with shut_gate(fresh):
        first = start(chain, 2.0)
        await until(fresh, "EXISTS { MATCH (:Step {number: 4}) }")
        [[ends]] = await fresh.read("MATCH (m:Internal {kind: 'Migration'}) RETURN toString(m.leaseUntil)")
        await until(fresh, f"datetime.realtime() > datetime('{ends}')")
        assert await fresh.read("MATCH (m:Internal {kind: 'Migration'}) RETURN m.leaseUntil > datetime.realtime()") == [
            [True]
        ]
    assert first.wait(60) == 0
    assert await fresh.read("MATCH (step:Step) RETURN collect(DISTINCT step.times)") == [[[1]]]


async def test_what_was_killed_in_the_middle_is_resumed(fresh: Store, folder: Write, start: Start) -> None:
    chain = folder(COUNTED, GATED)
    async with shut_gate(fresh):
        killed = start(chain, 2.0)
        await until(fresh, "EXISTS { MATCH (:Step {number: 4}) }")
        killed.kill()
        killed.wait(60)
    assert [mark.ended is None for mark in await migrations.marks(fresh)] == [False, True]
    said = await apply(fresh, chain)
    assert said[-1] == "Migrating the data: V0002__step_2"
    assert await ran(fresh) == 1, "what was finished is not done again"
    assert await fresh.read("MATCH (step:Step) RETURN count(step)") == [[10]]
    assert all(mark.ended for mark in await migrations.marks(fresh))


async def test_a_lease_that_is_lost_ends_the_work(fresh: Store, folder: Write, start: Start) -> None:
    async with shut_gate(fresh):
        late = asyncio.create_task(apply(fresh, folder(GATED), 1.0))
        await until(fresh, "EXISTS { MATCH (:Step {number: 4}) }")
        await fresh.command(
            "MATCH (m:Internal {kind: 'Migration'}) SET m.owner = 'another', m.ended = datetime.realtime()"
        )
        await late
    assert await fresh.read("MATCH (step:Step) RETURN max(step.number) < 10") == [[True]]


async def test_tombstones_of_older_versions_go_on_hiding(fresh: Store) -> None:
    await fresh.command("CREATE (:Gone {id: 'a', visibility: 'private'}), (:ChangeLog {name: 'changes', last: 7})")
    [migration] = [each for each in migrations.load() if each.version == 3]
    for _ in range(2):
        for statement in migration.statements:
            await fresh.command(statement)
    found = await fresh.read("MATCH (t:Gone) RETURN t.visibilities, t.sequences, t.visibility")
    assert found == [[["private"], [7], None]]


async def test_codes_of_older_versions_are_found_in_capitals(fresh: Store) -> None:
    await fresh.command(
        "UNWIND ['CZ-PrNK', 'CZ-abc', 'CZ-ABC'] AS isil CREATE (:Element:Library {id: isil, isil: isil})"
    )
    [migration] = [each for each in migrations.load() if each.version == 4]
    for _ in range(2):
        for statement in migration.statements:
            await fresh.command(statement)
    found = await fresh.read("MATCH (n:Library) RETURN n.isil ORDER BY n.isil")
    assert found == [["CZ-ABC"], ["CZ-PRNK"], ["CZ-abc"]]


async def test_the_one_source_of_older_versions_is_the_first_of_several(fresh: Store) -> None:
    await fresh.command("CREATE (a:Element {source: 'register'})-[:RUNS {source: 'page'}]->(b:Element)")
    [migration] = [each for each in migrations.load() if each.version == 6]
    for _ in range(2):
        for statement in migration.statements:
            await fresh.command(statement)
    found = await fresh.read("MATCH (a)-[c]->(b) RETURN a.sources, a.source, c.sources, c.source, b.sources")
    assert found == [[["register"], None, ["page"], None, None]]


async def test_parallel_connections_of_older_versions_are_told_apart(fresh: Store) -> None:
    await fresh.command("CREATE (a:Element)-[:RUNS {id: '1'}]->(b:Element), (a)-[:RUNS]->(b)")
    [migration] = [each for each in migrations.load() if each.version == 5]
    for _ in range(2):
        for statement in migration.statements:
            await fresh.command(statement)
    assert await fresh.read("MATCH ()-[c:RUNS]->() RETURN c.parallel, c.id ORDER BY c.parallel") == [
        ["1", None],
        [None, None],
    ]


OLDER = """
CREATE (c:Change {sequence: 3, key: 'k', status: 'applied'})<-[:OF]-(:ChangePart {sequence: 3, number: 1}),
  (:ApiKey {name: 'eva', hash: 'x'}), (:Migration {version: 1, name: 'V0001__around_places', checksum: 'x', ended: datetime()}),
  (:NetworkSnapshot {day: '2026-01-01', done: true}), (:Element:Place {id: 'p', name: 'P'})
WITH c UNWIND range(0, 600) AS n
CREATE (:AllyNumbers {day: '2026-01-01', of: 'a' + right('000' + n, 3), degree: n, betweenness: 0.5, reach: n, density: null,
  community: 'a000', communitySize: 2, rank: CASE WHEN n < 2 THEN n END, percentile: null})
"""


async def test_what_is_no_element_of_older_versions_gets_one_label(fresh: Store) -> None:
    """Issue 16.1: 11 of 24 labels were no part of the map."""
    await fresh.command(OLDER)
    [migration] = [each for each in migrations.load() if each.version == 8]
    for _ in range(2):
        for statement in migration.statements:
            await fresh.command(statement)
    found = await fresh.read("MATCH (n) WHERE NOT n:Element RETURN DISTINCT labels(n), n.kind ORDER BY n.kind")
    kinds = ("AllyNumbers", "ApiKey", "Change", "ChangePart", "NetworkSnapshot")
    assert found == [[["Internal"], kind] for kind in kinds]
    numbers = await fresh.read(
        "MATCH (n:Internal {kind: 'AllyNumbers', snapshot: '2026-01-01'}) "
        "RETURN n.first, n.last, size(n.of), n.degree[1], n.density[1], n.rank[..3] ORDER BY n.first"
    )
    assert numbers == [
        ["a000", "a499", 500, 1, -1.0, [0, 1, -1]],
        ["a500", "a600", 101, 501, -1.0, [-1, -1, -1]],
    ]
    assert await fresh.read("MATCH (c:Internal {kind: 'Change'}) RETURN c.key, c.requestKey") == [[None, "k"]]


async def test_what_was_made_by_hand_under_a_label_of_older_versions_stays_what_it_is(fresh: Store) -> None:
    await fresh.command(
        "CREATE (:ApiKey {name: 'mine'}), (:Person:Change {sequence: 1}), (:Gone), (:Suggestion {id: 'x'})"
    )
    [migration] = [each for each in migrations.load() if each.version == 8]
    for statement in migration.statements:
        await fresh.command(statement)
    found = await fresh.read("MATCH (n) RETURN labels(n), n.kind ORDER BY labels(n)")
    assert found == [[["ApiKey"], None], [["Gone"], None], [["Person", "Change"], None], [["Suggestion"], None]]
