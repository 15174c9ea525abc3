"""Learning the ranking's numbers from a map: its own activities are hidden, and who took part has to be found again."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.optimize import isotonic_regression, minimize

from graph.errors import BadInput
from graph.ranking.features import FEATURES, NAMES, SIGNALS, Question
from graph.ranking.metrics import FIGURES, comparison, figures, resampled
from graph.ranking.model import SHIPPED, Formula, Model
from graph.ranking.network import Network
from graph.ranking.splits import Case, hidden_at_random, hidden_latest, hideable, questions
from graph.ranking.tables import Flags, Floats, Tables

Progress = Callable[[str, float | None], None]

ENOUGH = 100
"""Activities with a topic and two allies that a map needs for fitting; fewer tell more about chance than about partners."""

ASKED = 400
"""Questions of one split at most."""

OTHERS = 200
"""Allies drawn at random beside the promising ones, for each question."""

PROMISING = 600
"""About how many promising allies each question has in fitting."""

PENALTY = 100.0
"""Of large coefficients (L2, on features scaled to a standard deviation of 1)."""

SIMPLE = {"nearness": "near.order", "walks": "net.second", "common partners": "net.common", "topic count": "topic.count",
          "degree": "done.meetings"}  # fmt: skip
"""Single features that a fitted model is compared with."""

BIN = 250
"""Candidates that the calibration takes together at the top of the scale; further down more and more."""

_STRATEGIC = ("closure", "bridging", "complement")
_MARGIN = 0.1


class TooSmall(BadInput):
    """The map has too little to learn from."""

    code = "TOO_SMALL"


@dataclass(frozen=True)
class Sample:
    """What one question teaches: features of some candidates, which are right, and for how many others each stands."""

    features: Floats
    right: Flags
    stands_for: Floats
    newcomer: bool
    group: str


@dataclass(frozen=True)
class Quality:
    """What was measured on activities hidden from fitting; see ``metrics.FIGURES``."""

    questions: int
    fitted: dict[str, float]
    shipped: dict[str, float]
    best_simple: str
    simple: dict[str, float]
    chance: float
    calibration: list[list[float]]

    @property
    def good(self) -> bool:
        """Whether it did better than what is shipped."""
        return self.chance < 0.05

    def data(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "questions": self.questions,
            "fitted": self.fitted,
            "shipped": self.shipped,
            "bestSimple": self.best_simple,
            "simple": self.simple,
            "chance": self.chance,
            "calibration": self.calibration,
        }


def fit(
    tables: Tables, hidden: Flags | None = None, progress: Progress = lambda _text, _share: None
) -> tuple[Model, Quality]:
    """A model learned from the shown part of a graph, and what it is worth on activities it has not seen.

    Two outer splits, at random and by time, each fitted within, tell the quality; the model itself is then fitted on
    the whole.

    Raises
    ------
    TooSmall
        Saying how much there is and how much is needed.
    """
    hidden = np.zeros(len(tables.ids), np.bool_) if hidden is None else hidden
    require_enough(tables, hidden)
    registered = _registers(Network(tables, hidden))
    held: list[tuple[Sample, Model]] = []
    for number, (name, chosen) in enumerate(_outer(tables, hidden)):
        model = _learned(tables, hidden | chosen, registered, _part(progress, f"Checking, {name}", number / 3))
        leaves = _leaves(registered=registered, number=number)
        held += [(sample, model) for sample in _samples(tables, hidden, chosen, 7, leaves=leaves, most=10**9)]
    return _learned(tables, hidden, registered, _part(progress, "Fitting", 2 / 3)), _quality(held)


def require_enough(tables: Tables, hidden: Flags) -> None:
    """Raise TooSmall unless the map has enough to learn from."""
    network = Network(tables, hidden)
    activities = hideable(network)
    usable = (network.attendance[network.meeting[activities]] >= 2) & (network.about.size[activities] > 0)
    if (count := int(usable.sum())) < ENOUGH:
        raise TooSmall(
            f"The map has {count} activities with a topic and at least two allies; fitting needs {ENOUGH}. "
            "Until then the shipped weights are used.",
        )


def _part(progress: Progress, text: str, begin: float) -> Progress:
    return lambda _, share: progress(text, begin + (share or 0) / 3)


def _outer(tables: Tables, hidden: Flags) -> Iterator[tuple[str, Flags]]:
    network = Network(tables, hidden)
    yield "at random", hidden_at_random(network, 0.2, 101)
    latest = hidden_latest(network, 0.2)
    yield "by time", latest if latest.any() else hidden_at_random(network, 0.2, 102)


def _inner(tables: Tables, hidden: Flags) -> list[Flags]:
    network = Network(tables, hidden)
    chosen = [hidden_at_random(network, 0.3, seed) for seed in range(6)]
    return chosen + [flags for share in (0.2, 0.4, 0.6) if (flags := hidden_latest(network, share)).any()]


def _samples(
    tables: Tables, hidden: Flags, chosen: Flags, seed: int, *, leaves: bool, most: int | None = None
) -> Iterator[Sample]:
    """What the questions about chosen activities teach, everything measured without these."""
    most = ASKED if most is None else most
    random = np.random.default_rng(seed)
    whole, network = Network(tables, hidden), Network(tables, hidden | chosen)
    cases = questions(whole, network, chosen)
    absent = (network.degree == 0) & leaves
    for newcomer in (False, True):
        kind = [case for case in cases if (network.degree[case.asker] == 0) == newcomer]
        limit = most if not newcomer else most // 3
        kind = kind if len(kind) <= limit else [kind[n] for n in sorted(random.choice(len(kind), limit, replace=False))]
        for case in kind:
            sample = _sample(network, case, absent, random)
            if sample:
                yield sample


def _registers(network: Network) -> bool:
    """Whether the map lists allies that have no activity, as a register does."""
    return bool((network.degree == 0).any())


def _leaves(*, registered: bool, number: int) -> bool:
    """Whether allies that lose everything in a split leave the map with it.

    Where no ally is without activity, such an ally was not known before, and could not have been suggested. Where a
    register is on the map, nobody can tell those who are about to begin from those who never will: in every third split
    they stay, so that having done nothing is neither the best sign nor the worst.
    """
    return not registered or number % 3 != 1


def _sample(network: Network, case: Case, absent: Flags, random: np.random.Generator) -> Sample | None:
    question = Question(network, case.asker, case.topic)
    out = absent.copy()
    out[network.known(case.asker)] = True
    out[case.asker] = True
    right = case.answers[~out[case.answers]]
    if not len(right):
        return None
    allowed = ~out
    promising = question.pool(PROMISING, allowed) if network.size > PROMISING else np.flatnonzero(allowed)
    allowed[promising] = False
    allowed[right] = False
    rest = np.flatnonzero(allowed)
    drawn = random.choice(rest, min(OTHERS, len(rest)), replace=False)
    sure = np.union1d(promising, right)
    candidates = np.concatenate((sure, drawn)).astype(np.int32)
    stands = np.concatenate((np.ones(len(sure)), np.full(len(drawn), len(rest) / max(len(drawn), 1))))
    newcomer = bool(network.degree[case.asker] == 0)
    return Sample(question.measure(candidates), np.isin(candidates, right), stands, newcomer, str(case.activity))


def _learned(tables: Tables, hidden: Flags, registered: bool, progress: Progress) -> Model:
    samples: list[Sample] = []
    splits = _inner(tables, hidden)
    for number, chosen in enumerate(splits):
        progress("", number / len(splits))
        leaves = _leaves(registered=registered, number=number)
        samples += _samples(tables, hidden, chosen, number, leaves=leaves)
    connected = [sample for sample in samples if not sample.newcomer]
    newcomer = [sample for sample in samples if sample.newcomer]
    if not connected:
        raise TooSmall("No ally on the map has taken part twice, so there is nothing to learn from.")
    return Model(_formula(connected), _formula(newcomer if len(newcomer) >= ENOUGH else samples), calibrated=True)


def _formula(samples: Sequence[Sample]) -> Formula:
    """Coefficients that make right answers likely among all candidates.

    A conditional logit (McFadden 1974) in which any right answer counts: the sum over questions of the logarithm of
    the share of exp(sum) that the right ones have.
    """
    x = np.concatenate([sample.features for sample in samples])
    right = np.concatenate([sample.right for sample in samples])
    offset = np.log(np.concatenate([sample.stands_for for sample in samples]))
    lengths = [len(sample.right) for sample in samples]
    begin = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    owner = np.repeat(np.arange(len(samples)), lengths)
    learned = np.array([feature.signal not in _STRATEGIC for feature in FEATURES])
    deviation = x.std(axis=0)
    scale = np.where(learned & (deviation > 0), 1 / np.where(deviation > 0, deviation, 1), 0)
    scaled = (x * scale).astype(np.float32)

    def loss(weights: Floats) -> tuple[float, Floats]:
        sums = scaled @ weights.astype(np.float32) + offset
        share = np.exp(sums - np.maximum.reduceat(sums, begin)[owner])
        share /= np.add.reduceat(share, begin)[owner]
        hit = np.where(right, share, 0)
        found = np.add.reduceat(hit, begin) + 1e-12
        slope = (share - hit / found[owner]).astype(np.float32) @ scaled
        return float(-np.log(found).sum() + PENALTY / 2 * weights @ weights), slope + PENALTY * weights

    bounds = [(None, None) if feature.free else (0, None) for feature in FEATURES]
    found = minimize(
        loss, np.zeros(len(NAMES)), jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 200, "ftol": 1e-7}
    )
    return _calibrated(_scaled(found.x * scale, x), samples)


def _scaled(coefficients: Floats, features: Floats) -> Formula:
    """The formula with the span of each signal; those of strategies have next to none, but a value."""
    coefficients = coefficients.copy()
    for place, feature in enumerate(FEATURES):
        if feature.signal in _STRATEGIC:
            coefficients[place] = 1e-9
    low, high = np.zeros(len(SIGNALS)), np.zeros(len(SIGNALS))
    for place, signal in enumerate(SIGNALS):
        own = np.array([feature.signal == signal for feature in FEATURES])
        evidence = features[:, own] @ coefficients[own]
        free = any(feature.free for feature in FEATURES if feature.signal == signal)
        low[place] = evidence.min() if free else min(evidence.min(), 0)
        high[place] = evidence.max() + _MARGIN * (evidence.max() - low[place])
        if signal in _STRATEGIC:
            low[place], high[place] = 0, 1e-9
    line = np.array([0.0, 1.0])
    return Formula(coefficients, low, high, (line, line))


def _calibrated(formula: Formula, samples: Sequence[Sample]) -> Formula:
    """The formula with the isotonic regression (Barlow et al. 1972) of being right on the sum as its curve."""
    sums = np.concatenate([formula.values(sample.features) @ formula.weights for sample in samples])
    right = np.concatenate([sample.right for sample in samples]).astype(np.float64)
    weight = np.concatenate([sample.stands_for for sample in samples])
    return replace(formula, curve=_steps(sums, right, weight))


def _steps(sums: Floats, right: Floats, weight: Floats) -> tuple[Floats, Floats]:
    """Isotonic levels at the middles of bins of ``BIN`` candidates: single lucky ones at the top prove nothing."""
    order = np.argsort(sums, kind="stable")
    edges = np.unique(len(sums) - np.unique(np.geomspace(BIN, max(len(sums), BIN + 1), 60).astype(int)))
    edges = np.concatenate(([0], edges[edges > 0]))
    whole = np.add.reduceat(weight[order], edges)
    share = np.add.reduceat((weight * right)[order], edges) / whole
    middle = np.add.reduceat((weight * sums)[order], edges) / whole
    level = isotonic_regression(share, weights=whole).x
    ends = np.array([0.0]), np.array([1.0])
    return np.concatenate((ends[0], middle, ends[1])), np.concatenate((ends[0], level, level[-1:]))


# What it is worth.


def _reliability(held: Sequence[tuple[Sample, Model]]) -> list[list[float]]:
    """Mean score, share right and number of candidates, by score, on activities that the model has not seen."""
    score = np.concatenate([_scores(sample, model) for sample, model in held])
    right = np.concatenate([sample.right for sample, _ in held]).astype(np.float64)
    weight = np.concatenate([sample.stands_for for sample, _ in held])
    place = np.digitize(score, [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9])
    points = []
    for number in np.unique(place):
        at = place == number
        whole = weight[at].sum()
        points.append([float(weight[at] @ score[at] / whole), float(weight[at] @ right[at] / whole), float(whole)])
    return points


def _scores(sample: Sample, model: Model) -> Floats:
    return model.formula(newcomer=sample.newcomer).score(_sums(sample, model))


def _sums(sample: Sample, model: Model) -> Floats:
    formula = model.formula(newcomer=sample.newcomer)
    return formula.values(sample.features) @ formula.weights


def _quality(held: Sequence[tuple[Sample, Model]]) -> Quality:
    """Ranks among the candidates that were measured, each counted for those it stands for."""
    simple = {name: NAMES.index(feature) for name, feature in SIMPLE.items()}
    told: dict[str, list[list[float]]] = {name: [] for name in ("fitted", "shipped", *simple)}
    for sample, model in held:
        told["fitted"].append(figures(_ranks(_sums(sample, model), sample)))
        told["shipped"].append(figures(_ranks(_sums(sample, SHIPPED), sample)))
        for name, column in simple.items():
            told[name].append(figures(_ranks(sample.features[:, column], sample)))
    values = {name: np.array(table, np.float64) for name, table in told.items()}
    best = max(simple, key=lambda name: float(values[name][:, 0].mean()))
    times = resampled([sample.group for sample, _ in held])
    chance = comparison(values["fitted"][:, 0], values["shipped"][:, 0], times).chance
    means = {name: dict(zip(FIGURES, table.mean(axis=0).tolist(), strict=True)) for name, table in values.items()}
    return Quality(len(held), means["fitted"], means["shipped"], best, means[best], chance, _reliability(held))


def _ranks(sums: Floats, sample: Sample) -> Floats:
    """The expected rank of each right candidate among all that the sample stands for."""
    wanted = sums[sample.right]
    above = ((sums[None, :] > wanted[:, None]) * sample.stands_for).sum(axis=1)
    equal = ((sums[None, :] == wanted[:, None]) * sample.stands_for).sum(axis=1)
    ranks: Floats = above + (equal + 1) / 2
    return ranks
