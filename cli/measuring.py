"""The work behind ``spojenci evaluate``; what it imports is slow to come and belongs to the extra ``measure``."""

import gzip
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from cli import output
from cli.learning import opened_graph
from cli.progress import Reporter
from cli.session import READ_TIMEOUT, read_settings, run
from graph.database import connected, prepare
from graph.errors import BadInput
from graph.exchange import importer
from graph.learning import evaluation
from graph.learning import fit as fitting
from graph.learning.metrics import FIGURES, Interval
from graph.network.reading import read_tables
from graph.progress import Progress
from graph.ranking.engine import Engine
from graph.ranking.model import SHIPPED
from graph.schema import SCHEMA
from graph.settings import Settings
from graph.store import Endpoint

NAMES = {"all": "All questions", "connected": "Askers with connections", "newcomers": "Newcomers: askers without any"}


def evaluate(graph: Path, questions: Path, picture: Path | None, *, as_json: bool) -> None:
    """Measure the engine on a graph that is loaded into a Neo4j of its own, and print the figures."""
    with _opened(questions) as lines:
        asked = evaluation.read_questions(lines)
    report = _measured(graph, asked)
    if picture:
        from graph.learning.drawing import draw  # matplotlib takes a second to come

        draw(report, picture)
    if as_json:
        output.json(report.data())
    else:
        _print(report)


def _measured(graph: Path, asked: list[evaluation.Asked]) -> evaluation.Report:
    with tempfile.TemporaryDirectory(prefix="spojenci-") as home, Reporter() as progress:
        given = read_settings(home=Path(home), seed="none")
        # A Neo4j of the caller's is never touched: what is evaluated is loaded and thrown away.
        settings = given.model_copy(update={"neo4j_uri": None, "read_timeout": READ_TIMEOUT})
        with connected(settings, service=True, progress=progress) as endpoint:
            return run(_evaluated(endpoint, settings, graph, asked, progress))


async def _evaluated(
    endpoint: Endpoint, settings: Settings, graph: Path, asked: list[evaluation.Asked], progress: Progress
) -> evaluation.Report:
    async with endpoint.open(settings) as store:
        await prepare(store, progress, wait=READ_TIMEOUT)
        with opened_graph(graph) as rows:
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
def _opened(path: Path) -> Iterator[Iterable[bytes]]:
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
            [method, *(_interval(intervals[figure]) for figure in FIGURES)]
            for method, intervals in group.methods.items()
        ]
        output.table(["", *FIGURES], rows)
        for figure, found in group.compared.items():
            print(
                f"{figure}: {found.ratio:.2f} × {group.best[figure]} "
                f"(95 % interval {found.low:.2f} to {found.high:.2f}, not better in {found.chance:.1%} of resamples)"
            )
    print("\nCalibration of the first 100 suggestions: score, share right, number")
    output.table(["score", "right", "number"], [[f"{x:.3f}", f"{y:.3f}", n] for x, y, n in report.calibration])


def _interval(value: Interval) -> str:
    return f"{value.mean:.3f} [{value.low:.3f}, {value.high:.3f}]"
