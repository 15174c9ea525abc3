"""The work behind ``spojenci fit``, ``evaluate --split`` and ``--feedback``; what it imports is slow to come."""

import gzip
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import orjson

from cli import output
from cli.session import with_graph
from graph.errors import BadInput, InvalidFile, Problem
from graph.exchange import exporter
from graph.formats import canonical, registry
from graph.formats.format import Options
from graph.learning import fit as fitting
from graph.learning import splits
from graph.learning.metrics import FIGURES
from graph.network.network import Network
from graph.network.reading import read_tables
from graph.progress import Progress
from graph.ranking.feedback import Good, good, without
from graph.ranking.model import Quality
from graph.ranking.models import store_model
from graph.rows import Row, Rows
from graph.schema import SCHEMA
from graph.store import Store

GRAPH, QUESTIONS = "graph.jsonl.gz", "questions.jsonl"
"""The files of a split."""


def fit(*, as_json: bool) -> None:
    """Fit a model on the graph at hand, store it, and print its measured quality."""

    async def learn(store: Store, progress: Progress) -> tuple[int, Quality]:
        progress("Reading the network", None)
        tables = await read_tables(store)
        model, quality = fitting.fit(tables, progress=progress)
        return await store_model(store, model, quality), quality

    version, quality = with_graph(learn, asks=True)
    if as_json:
        output.json({"version": version, "good": quality.good, **quality.data()})
    else:
        _print(version, quality)


def _print(version: int, quality: Quality) -> None:
    print(f"Model {version} is stored.")
    for whom, measured in (("with connections", quality.connected), ("without connections", quality.newcomer)):
        if measured is None:
            print(f"Askers {whom}: too few questions; the shipped weights serve.")
            continue
        used = (
            "The service uses it" if measured.good else "It is not surely better than the shipped weights: they serve"
        )
        print(
            f"Askers {whom}: measured on {measured.questions} questions about {measured.activities} activities that it"
        )
        print(f"had not seen. {used}.")
        means = {"fitted": measured.fitted, "shipped": measured.shipped, measured.best_simple: measured.simple}
        rows = [[name, *(f"{figures[figure]:.3f}" for figure in FIGURES)] for name, figures in means.items()]
        output.table(["", *FIGURES], rows)


def split(graph: Path, by_time: bool, share: float, seed: int, folder: Path) -> None:
    """Write a graph without some activities, and the questions that these answer."""
    lines: list[splits.Line] = []
    problems = []
    with opened_graph(graph) as rows:
        for row in rows:
            if isinstance(row, Row):
                lines.append(row.data)
            elif isinstance(row, Problem):
                problems.append(row)
    if problems:
        raise InvalidFile(f"{graph} cannot be read.", problems)

    def chosen(network: Network) -> splits.Hiding:
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
        return [row async for row in exporter.rows(store, SCHEMA)], await good(store)

    lines, judged = with_graph(take, asks=True)
    if not judged:
        raise BadInput("Nobody has called a suggestion useful yet; there is nothing to measure.", place="--feedback")
    asked: list[splits.QuestionLine] = [
        {"for": asker, "topic": topic, "answers": partners} for asker, topic, partners in judged
    ]
    _write(folder, list(without(lines, judged)), asked, len(lines))


def _write(folder: Path, shown: Sequence[splits.Line], asked: Sequence[splits.QuestionLine], lines: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with gzip.GzipFile(folder / GRAPH, "wb", mtime=0) as file:
        file.writelines(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE) for line in shown)
    (folder / QUESTIONS).write_bytes(b"".join(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE) for line in asked))
    print(f"{folder / GRAPH}: {len(shown):,} of {lines:,} lines")
    print(f"{folder / QUESTIONS}: {len(asked):,} questions")


@contextmanager
def opened_graph(path: Path) -> Iterator[Rows]:
    """The rows of a canonical file. Raises BadInput when it cannot be opened."""
    try:
        with path.open("rb") as file:
            yield registry.rows(canonical.FORMAT, file, Options())
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}.", place=str(path)) from error
