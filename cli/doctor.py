"""``spojenci doctor``: what is in order here, what is not, and how to mend it."""

import os
import platform
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli import output
from cli.session import read_settings, run, variable, with_graph
from graph.backup import drill
from graph.backup.schedule import backups, troubles
from graph.database import connected
from graph.derived import constraints
from graph.errors import SpojenciError
from graph.progress import Progress
from graph.questions.named import UPKEEP
from graph.schema import SCHEMA
from graph.settings import Settings
from graph.store import Store
from graph.upkeep import drift, migrations
from graph.upkeep.drift import Drift

if TYPE_CHECKING:
    from graph.ranking.model import Model

EXPECTED = "5.26"
LEAST_SPACE = 1024**3
"""Bytes: the jars, a full graph and its transaction log fit in."""

CLOCK_SECONDS = 60
SOME = 3
"""Things against the model that are named."""


class Status(StrEnum):
    """How a check ended."""

    ok = "ok"
    warn = "warn"
    fail = "fail"


@dataclass(frozen=True, slots=True)
class Check:
    """One check: what was looked at, what was seen, and how to mend it."""

    name: str
    status: Status
    seen: str
    mend: str = ""


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Print the checks as JSON.")] = False,
    adopt: Annotated[bool, typer.Option(help="Take what was written by plain Cypher into the log first.")] = False,
) -> None:
    """Check the set-up, and say how to mend what is wrong."""
    adopted = with_graph(_adopted) if adopt else []
    checks = [*adopted, *(check for group in _groups() for check in group)]
    healthy = all(check.status is not Status.fail for check in checks)
    if as_json:
        output.json({"ok": healthy, "checks": [asdict(check) for check in checks]})
    else:
        for check in checks:
            print(f"{check.status:5} {check.name:16} {check.seen}" + (f"\n{'':23}→ {check.mend}" if check.mend else ""))
    if not healthy:
        raise typer.Exit(1)


def _groups() -> Iterator[Iterator[Check]]:
    yield _program()
    try:
        settings = read_settings()
    except SpojenciError as error:
        yield iter([Check("settings", Status.fail, error.message)])
        return
    yield _settings(settings)
    yield _home(settings)
    if not settings.neo4j_uri:
        yield _embedded(settings)
    yield _backups(settings)
    yield _database(settings)


def _backups(settings: Settings) -> Iterator[Check]:
    if settings.backup_folder:
        wrong = troubles(settings, 0)
        drilled = drill.last(settings.backup_folder)
        seen = f"{len(backups(settings.backup_folder))} in {settings.backup_folder}; {drilled.message if drilled else 'no drill yet'}"
        mend = "The log of the service says why; `spojenci drill` holds a drill now."
        yield _judge("backups", not wrong, " ".join(wrong) or seen, mend, Status.warn)


def _judge(name: str, good: bool, seen: str, mend: str, bad: Status = Status.fail) -> Check:
    return Check(name, Status.ok, seen) if good else Check(name, bad, seen, mend)


# Without a database.


def _program() -> Iterator[Check]:
    yield _judge(
        "Python", sys.version_info >= (3, 11), platform.python_version(), "Use Python 3.11 or newer: make clean run"
    )
    yield _judge(
        "platform",
        sys.platform != "win32",
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors",
        "The embedded Neo4j needs Linux or macOS; set NEO4J_URI here.",
        Status.warn,
    )
    yield _judge(
        "clock",
        time.time() > Path(__file__).stat().st_mtime - CLOCK_SECONDS,
        time.strftime("%Y-%m-%dT%H:%M:%S%z"),
        "The clock is before the date of this program; set it.",
        Status.warn,
    )


def _settings(settings: Settings) -> Iterator[Check]:
    shown = " ".join(f"{variable(name)}={value}" for name, value in settings if value is not None)
    yield Check("settings", Status.ok, shown)


def _home(settings: Settings) -> Iterator[Check]:
    for name, folder in (("home", settings.home), ("cache", settings.cache)):
        there = next(path for path in (folder, *folder.absolute().parents) if path.exists())
        free = shutil.disk_usage(there).free
        variable = f"SPOJENCI_{name.upper()}"
        seen = f"{folder}{'' if folder.exists() else ' (not there yet)'}, {free / 1e9:.1f} GB free"
        if not (there.is_dir() and os.access(there, os.W_OK | os.X_OK)):
            yield Check(name, Status.fail, f"{seen}, not writable", f"Set {variable} to a folder of your own.")
        else:
            mend = f"Free some space, or set {variable} to a folder on another disk."
            yield _judge(name, free > LEAST_SPACE, seen, mend, Status.warn)


def _embedded(settings: Settings) -> Iterator[Check]:
    # Imported late: it cannot be on Windows, where the checks above say so.
    from graph import embedded

    yield _jars(settings)
    yield _java(settings)
    server = embedded.running(settings)
    if server:
        yield Check("service", Status.ok, f"{server.uri}, process {server.pid} since {server.since} ({server.command})")
    else:
        yield Check("service", Status.ok, "not running; `spojenci serve` starts it")
        yield _port(settings)


def _jars(settings: Settings) -> Check:
    from graph.embedded import artifacts

    jars = artifacts.load().server
    folder = settings.cache / "jars"
    missing = [jar for jar in jars if not (folder / jar.filename).exists()]
    wrong = [
        jar.filename for jar in jars if jar not in missing and artifacts.sha256_of(folder / jar.filename) != jar.sha256
    ]
    if wrong:
        return Check("Neo4j's jars", Status.warn, f"damaged: {', '.join(wrong)}", "The next start fetches them again.")
    if missing:
        size = sum(jar.size for jar in missing) / 1e6
        return Check("Neo4j's jars", Status.warn, f"{len(missing)} of {len(jars)} not there yet", f"The next start "
                     f"fetches {size:.0f} MB; it needs the network.")  # fmt: skip
    return Check("Neo4j's jars", Status.ok, f"{len(jars)}, all verified")


def _java(settings: Settings) -> Check:
    from graph.embedded import java

    try:
        executable = java.find(settings)
        answer = subprocess.run([executable, "-version"], capture_output=True, text=True, check=True).stderr
    except SpojenciError as error:
        return Check("Java", Status.fail, error.message)
    except (OSError, subprocess.SubprocessError) as error:
        return Check("Java", Status.fail, str(error), "make clean run installs the bundled one anew.")
    match = re.search(r'"(.+?)"', answer)
    return Check("Java", Status.ok, f"{match[1] if match else '?'} ({settings.java}, {executable})")


def _port(settings: Settings) -> Check:
    # Imported late: it brings the web server.
    from cli.serve import listening

    try:
        listening(settings).close()
    except SpojenciError as error:
        return Check("port", Status.fail, error.message)
    return Check("port", Status.ok, f"{settings.host}:{settings.port} is free")


# With a database.


def _database(settings: Settings) -> Iterator[Check]:
    if not settings.neo4j_uri and not _runs(settings):
        yield Check("database", Status.ok, "not asked, for it is not running")
        return
    try:
        with connected(settings, service=False, progress=lambda *_: None) as endpoint:
            facts = run(_facts(endpoint.open, settings))
    except SpojenciError as error:
        yield Check("database", Status.fail, error.message)
        return
    yield from _judged(facts)
    yield _migrated(facts.marks)
    if facts.drift:
        yield from _drifted(facts.drift)


def _runs(settings: Settings) -> bool:
    from graph import embedded

    return embedded.running(settings) is not None


@dataclass(frozen=True, slots=True)
class _Facts:
    """Facts about a database; ``skew`` is the difference of the clocks in seconds."""

    uri: str
    version: str
    edition: str
    indexes: Sequence[str]
    marks: Sequence[migrations.Mark]
    elements: int
    connections: int
    skew: float
    model: "Model"
    drift: Drift | None


async def _facts(opened: Callable[[Settings], Store], settings: Settings) -> _Facts:
    from graph.ranking.models import newest_model

    async with opened(settings) as store:
        [[version, edition, elements, connections, milliseconds, old]] = await store.read(UPKEEP["facts"].text)
        marks = await migrations.marks(store)
        return _Facts(
            uri=store.uri,
            version=version,
            edition=edition,
            indexes=[f"{name} {fault}" for name, fault in (await constraints.faults(store, SCHEMA)).items()],
            marks=marks,
            elements=elements,
            connections=connections,
            skew=abs(time.time() - milliseconds / 1000),
            model=await newest_model(store),
            drift=None if old else await drift.find(store, SCHEMA),
        )


def _judged(facts: _Facts) -> Iterator[Check]:
    yield _judge(
        "database",
        facts.version.startswith(EXPECTED),
        f"{facts.uri}, Neo4j {facts.version} {facts.edition}",
        f"Spojenci is made for Neo4j {EXPECTED}; other versions may work.",
        Status.warn,
    )
    yield _judge(
        "constraints",
        not facts.indexes,
        "; ".join(facts.indexes) or "all there",
        "`spojenci serve` and `spojenci seed` make them, and wait until they are filled.",
        Status.warn,
    )
    yield _judge(
        "graph",
        facts.elements > 0,
        f"{facts.elements:,} elements, {facts.connections:,} connections",
        "The graph is empty; `spojenci seed` or `spojenci import FILE` fills it.",
        Status.warn,
    )
    yield _judge(
        "clock of Neo4j",
        facts.skew < CLOCK_SECONDS,
        f"{facts.skew:.0f} s apart from ours",
        "Set the clocks of both machines (NTP).",
        Status.warn,
    )
    shipped = "the shipped weights; a map with enough activities gets a model of its own, see docs/ranking.md"
    fitted = f"model {facts.model.version} of {facts.model.fitted_at}"
    yield Check("ranking", Status.ok, fitted if facts.model.version else shipped)


async def _adopted(store: Store, _: Progress) -> list[Check]:
    found = await drift.adopt(store, SCHEMA)
    change = f" as change {found.sequence}" if found.sequence else ""
    return [Check("adopted", Status.ok, f"{found or 'nothing'}{change}")]


def _drifted(found: Drift) -> Iterator[Check]:
    adopt = "`spojenci doctor --adopt` takes what plain Cypher wrote into the log, as a change like any other."
    if found.lost:
        yield Check(
            "log",
            Status.fail,
            "gone, and with it history, keys and what was merged",
            "Restore a backup, or begin the log anew with what is on the map: `spojenci doctor --adopt`.",
        )
    else:
        yield _judge("log", not found.adoptable, str(found) or "agrees with the map", adopt, Status.warn)
    if found.refused:
        some = "; ".join(f"{each.place}: {each.message}" for each in found.refused[:SOME])
        yield Check(
            "against the model",
            Status.warn,
            f"{len(found.refused):,}, such as {some}",
            "Correct or delete it with Cypher, then `spojenci doctor --adopt`. Until then answers show what fits the model.",
        )
    if found.foreign:
        yield Check("other nodes", Status.ok, f"{found.foreign:,} of no label of the model; they are in no answer")


def _migrated(marks: Sequence[migrations.Mark]) -> Check:
    applied = f"applied: {', '.join(mark.name for mark in marks if mark.ended) or 'none'}"
    try:
        pending = migrations.pending(migrations.load(), marks)
    except SpojenciError as error:
        return Check("migrations", Status.fail, applied, error.message)
    waiting = f"; pending: {', '.join(migration.name for migration in pending)}" if pending else ""
    return _judge("migrations", not pending, applied + waiting, "The next command or start applies them.", Status.warn)
