"""The work behind ``spojenci evaluate`` and ``fit``, apart from it because what it imports is slow to come."""

import gzip
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson

from cli import output
from cli.progress import Reporter
from cli.session import PATIENCE, read_settings, run, with_graph
from graph.database import Connection, connected, prepare
from graph.errors import BadInput, InvalidFile
from graph.exchange import exporter, importer
from graph.formats import canonical
from graph.learning import evaluation, splits
from graph.learning import fit as fitting
from graph.learning.metrics import FIGURES
from graph.network.network import Network
from graph.network.reading import read_tables
from graph.network.tables import Flags
from graph.progress import Progress
from graph.ranking.engine import Engine
from graph.ranking.feedback import Good, good, without
from graph.ranking.model import SHIPPED
from graph.ranking.models import store_model
from graph.rows import Row
from graph.schema import SCHEMA
from graph.settings import Settings
from graph.store import Store

GRAPH, QUESTIONS = "graph.jsonl.gz", "questions.jsonl"
"""The files of a split."""

NAMES = {"all": "All questions", "connected": "Askers with connections", "newcomers": "Newcomers: askers without any"}


def evaluate(graph: Path, questions: Path, picture: Path | None, *, as_json: bool) -> None:
    """Measure the engine on a graph that is loaded into a Neo4j of its own, and print the figures."""
    with _opened(questions) as file:
        asked = evaluation.read_questions(file)
    report = _measured(graph, asked)
    if picture:
        from graph.learning.drawing import draw

        draw(report, picture)
    if as_json:
        output.json(report.data())
    else:
        _print(report)


def fit(*, as_json: bool) -> None:
    """Fit a model on the graph at hand, store it, and print what it is worth."""

    async def learn(store: Store, progress: Progress) -> dict[str, Any]:
        progress("Reading the network", None)
        tables = await read_tables(store)
        model, quality = fitting.fit(tables, progress=progress)
        version = await store_model(store, model, quality)
        return {"version": version, "good": quality.good, **quality.data()}

    told = with_graph(learn, asks=True)
    if as_json:
        output.json(told)
        return
    used = "The service uses it." if told["good"] else "It is no better than what is shipped, so it is not used."
    print(f"Model {told['version']} is stored. {used}")
    print(f"Measured on {told['questions']} questions about activities that it had not seen:")
    rows = [[name, *(f"{told[name][figure]:.3f}" for figure in FIGURES)] for name in ("fitted", "shipped", "simple")]
    rows[2][0] = told["bestSimple"]
    output.table(["", *FIGURES], rows)


# Evaluation.


def _measured(graph: Path, asked: list[evaluation.Asked]) -> evaluation.Report:
    with tempfile.TemporaryDirectory(prefix="spojenci-") as home, Reporter() as progress:
        given = read_settings(home=Path(home), seed="none")
        # A Neo4j of the caller's is never touched: what is evaluated is loaded and thrown away.
        settings = given.model_copy(update={"neo4j_uri": None, "read_timeout": PATIENCE})
        with connected(settings, service=True, progress=progress) as connection:
            return run(_evaluated(connection, settings, graph, asked, progress))


async def _evaluated(
    connection: Connection, settings: Settings, graph: Path, asked: list[evaluation.Asked], progress: Progress
) -> evaluation.Report:
    async with connection.open(settings) as store:
        await prepare(store, progress, wait=PATIENCE)
        with _opened_raw(graph) as rows:
            text = f"Loading {graph}"
            await importer.load(store, SCHEMA, rows, progress=lambda done: progress(f"{text}: {done:,} rows", None))
        progress("Reading the network", None)
        engine = Engine(await read_tables(store))
        try:
            model, _ = fitting.fit(engine.tables, progress=progress)
            note = None
        except fitting.TooSmall as reason:
            model, note = SHIPPED, reason.message
        return replace(evaluation.evaluate(engine, model, asked, progress), note=note)


@contextmanager
def _opened_raw(path: Path) -> Iterator[Any]:
    """The rows of a canonical file. Raises BadInput when it cannot be opened."""
    try:
        with path.open("rb") as file:
            yield canonical.read_stream(file)
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}.", place=str(path)) from error


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            yield file
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}.", place=str(path)) from error


def _print(report: evaluation.Report) -> None:
    print(f"{report.questions:,} questions to a graph with {report.allies:,} allies", end="")
    print(f" ({report.unusable:,} left out: nothing new to find)" if report.unusable else "")
    if report.note:
        print(f"Nothing was fitted. {report.note}")
    for name, group in report.groups.items():
        print(f"\n{NAMES[name]} ({group.questions:,})")
        rows = [
            [
                method,
                *(f"{told[figure].mean:.3f} [{told[figure].low:.3f}, {told[figure].high:.3f}]" for figure in FIGURES),
            ]
            for method, told in group.methods.items()
        ]
        output.table(["", *FIGURES], rows)
        for figure, told in group.compared.items():
            print(
                f"{figure}: {told.ratio:.2f} × {group.best[figure]} "
                f"(95 % interval {told.low:.2f} to {told.high:.2f}, not better in {told.chance:.1%} of resamples)"
            )
    print("\nCalibration of the first 100 suggestions: score, share right, number")
    output.table(["score", "right", "number"], [[f"{x:.3f}", f"{y:.3f}", n] for x, y, n in report.calibration])


# Splits.


def split(graph: Path, by_time: bool, share: float, seed: int, folder: Path) -> None:
    """Write a graph without some activities, and the questions that these answer."""
    lines: list[splits.Line] = []
    problems = []
    with _opened_raw(graph) as rows:
        for row in rows:
            if isinstance(row, Row):
                lines.append(row.data)
            else:
                problems.append(row)
    if problems:
        raise InvalidFile(f"{graph} cannot be read.", problems)

    def chosen(network: Network) -> Flags:
        if by_time:
            return splits.hidden_latest(network, share)
        return splits.hidden_at_random(network, share, seed)

    shown, asked = splits.split(lines, chosen)
    if not asked:
        raise BadInput("No hidden activity has a topic and brought anybody a new partner; hide more.", place="--share")
    _write(folder, shown, asked, len(lines))


def feedback(folder: Path) -> None:
    """Write the graph at hand without what came of useful suggestions, and the questions that these answer."""

    async def take(store: Store, progress: Progress) -> tuple[list[splits.Line], list[Good]]:
        progress("Reading the graph", None)
        return [orjson.loads(line) async for line in exporter.lines(store, SCHEMA)], await good(store)

    lines, judged = with_graph(take, asks=True)
    if not judged:
        raise BadInput("Nobody has called a suggestion useful yet; there is nothing to measure.", place="--feedback")
    asked = [{"for": asker, "topic": topic, "answers": partners} for asker, topic, partners in judged]
    _write(folder, list(without(lines, judged)), asked, len(lines))


def _write(folder: Path, shown: Sequence[splits.Line], asked: Sequence[splits.Line], lines: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with gzip.GzipFile(folder / GRAPH, "wb", mtime=0) as file:
        file.writelines(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE) for line in shown)
    (folder / QUESTIONS).write_bytes(b"".join(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE) for line in asked))
    print(f"{folder / GRAPH}: {len(shown):,} of {lines:,} lines")
    print(f"{folder / QUESTIONS}: {len(asked):,} questions")
