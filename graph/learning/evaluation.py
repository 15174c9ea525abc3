"""How good the engine is on questions with known answers, beside the baselines."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field

import numpy as np
import orjson

from graph.access import VISIBILITIES
from graph.errors import InvalidFile, Problem
from graph.learning.baselines import UNCONNECTED, Baselines
from graph.learning.metrics import FIGURES, Comparison, Interval, comparison, figures, interval, resampled, tied_ranks
from graph.learning.splits import QuestionLine
from graph.network.tables import Floats, Ints
from graph.progress import Progress
from graph.ranking.engine import Engine, Ranking, Request
from graph.ranking.model import SHIPPED, Model

FITTED, SHIPPED_NAME = "fitted", "shipped"
COMPARED = ("MRR", "Hits@10")
_EDGES = np.concatenate(([0, 0.02, 0.05], np.linspace(0.1, 1, 10)))
"""Scores that divide the calibration; most suggestions have a low one."""

CALIBRATED = 100
"""First suggestions of each question that the calibration looks at."""


@dataclass(frozen=True)
class Asked:
    """One line of a file of questions; ``activity`` names the hidden activity that it comes from, if any."""

    asker: str
    topic: str
    answers: tuple[str, ...]
    activity: str


@dataclass
class Group:
    """Figures of a group of askers: by method and figure, and the engine beside the best of the others."""

    questions: int
    methods: dict[str, dict[str, Interval]] = field(default_factory=dict)
    best: dict[str, str] = field(default_factory=dict)
    compared: dict[str, Comparison] = field(default_factory=dict)


@dataclass
class Report:
    """What was measured.

    ``calibration`` holds mean score, share right and number of the first hundred suggestions; ``note`` says why nothing
    was fitted, if so.
    """

    allies: int
    questions: int
    unusable: int
    groups: dict[str, Group]
    calibration: list[tuple[float, float, int]]
    note: str | None = None

    def data(self) -> dict[str, object]:
        """As JSON."""
        return asdict(self)


def read_questions(lines: Iterable[bytes]) -> list[Asked]:
    """The questions of a JSON Lines file.

    Raises
    ------
    InvalidFile
        With every line that is no question.
    """
    asked, problems = [], []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                asked.append(_asked(orjson.loads(line), number))
            except (orjson.JSONDecodeError, KeyError, TypeError):
                wanted = '{"for": id, "topic": id, "answers": [ids]}'
                problems.append(Problem(f"line {number}", f"is no question; write {wanted}"))
    if problems or not asked:
        raise InvalidFile("The questions cannot be read." if problems else "There is no question.", problems)
    return asked


def _asked(data: QuestionLine, number: int) -> Asked:
    answers = tuple(str(id_) for id_ in data["answers"])
    return Asked(str(data["for"]), str(data["topic"]), answers, str(data.get("activity", f"question {number}")))


def evaluate(engine: Engine, model: Model, asked: Sequence[Asked], progress: Progress) -> Report:
    """Ask the engine with a model and with the shipped one, and the baselines, and compare.

    A question counts if the asker, the topic and an answer are in the graph and the answer is no present partner.
    """
    engines = {FITTED: Engine(engine.tables, model), SHIPPED_NAME: Engine(engine.tables, SHIPPED)}
    for other in engines.values():
        other.share(engine, VISIBILITIES)
    network = engine.network(VISIBILITIES)
    baselines = Baselines(network)
    rows: list[dict[str, list[float]]] = []
    used: list[tuple[Asked, bool]] = []
    scored: list[tuple[Floats, Floats]] = []
    for number, question in enumerate(asked):
        progress("Asking", number / len(asked))
        ids = [engine.ally(id_, VISIBILITIES) for id_ in question.answers]
        asker, topic = engine.ally(question.asker, VISIBILITIES), engine.topic(question.topic, VISIBILITIES)
        if asker is None or topic is None:
            continue
        candidates = np.setdiff1d(np.arange(network.size, dtype=np.int32), np.append(network.known(asker), asker))
        right = np.intersect1d([id_ for id_ in ids if id_ is not None], candidates).astype(np.int32)
        if not len(right):
            continue
        request = Request(asker=question.asker, topic=question.topic, visible=VISIBILITIES)
        rankings = {name: one.ranking(request) for name, one in engines.items()}
        place = np.searchsorted(candidates, right)
        row = {name: figures(*_ranks(ranking, right, len(candidates))) for name, ranking in rankings.items()}
        for name, scores in baselines.scores(asker, topic, candidates).items():
            row[name] = figures(*tied_ranks(scores, place.astype(np.int32)))
        rows.append(row)
        used.append((question, bool(network.degree[asker] == 0)))
        first = rankings[FITTED].allies[:CALIBRATED]
        scored.append((rankings[FITTED].scores[:CALIBRATED], np.isin(first, right).astype(np.float64)))
    if not rows:
        raise InvalidFile("No question has its asker, its topic and a new partner in this graph.")
    groups = dict(_groups(rows, used))
    return Report(network.size, len(rows), len(asked) - len(rows), groups, _calibration(scored))


def _ranks(ranking: Ranking, right: Ints, candidates: int) -> tuple[Floats, Floats]:
    """The rank of each right answer, and how many share it: all that were not measured do."""
    measured = len(ranking.allies)
    place = np.full(ranking.question.network.size, measured + 1.0)
    place[ranking.allies] = np.arange(1, measured + 1)
    return place[right], np.where(place[right] > measured, candidates - measured, 1.0)


def _groups(rows: list[dict[str, list[float]]], used: list[tuple[Asked, bool]]) -> Iterator[tuple[str, Group]]:
    newcomer = np.array([new for _, new in used])
    for name, part in (("all", np.ones(len(used), np.bool_)), ("connected", ~newcomer), ("newcomers", newcomer)):
        at = np.flatnonzero(part)
        if not len(at):
            continue
        times = resampled([used[place][0].activity for place in at])
        values = {method: np.array([rows[place][method] for place in at], np.float64) for method in rows[0]}
        group = Group(len(at))
        for method, table in values.items():
            group.methods[method] = {figure: interval(table[:, n], times) for n, figure in enumerate(FIGURES)}
        others = UNCONNECTED if name == "newcomers" else [m for m in values if m not in (FITTED, SHIPPED_NAME)]
        for figure in COMPARED:
            column = FIGURES.index(figure)
            group.best[figure] = max(others, key=lambda method: float(values[method][:, column].mean()))
            group.compared[figure] = comparison(values[FITTED][:, column], values[group.best[figure]][:, column], times)
        yield name, group


def _calibration(scored: list[tuple[Floats, Floats]]) -> list[tuple[float, float, int]]:
    scores, right = (np.concatenate(part) for part in zip(*scored, strict=True))
    place = np.digitize(scores, _EDGES)
    return [
        (float(scores[place == n].mean()), float(right[place == n].mean()), int((place == n).sum()))
        for n in np.unique(place)
    ]
