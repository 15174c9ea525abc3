"""Fitting the ranking to a map: activities are hidden, and who took part in them has to be found again."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import isotonic_regression, minimize

from graph.errors import BadInput
from graph.learning.metrics import FIGURES, comparison, figures, resampled
from graph.learning.splits import Case, hidden_at_random, hidden_latest, hideable, questions
from graph.network.network import Network
from graph.network.tables import Flags, Floats, Tables
from graph.progress import Progress
from graph.ranking.features import FEATURES, NAMES, SIGNALS, STRATEGIC, Question
from graph.ranking.model import SHIPPED, Formula, Model, Quality

ENOUGH = 100
"""Activities with a topic and two allies that a map needs for fitting; in fewer, chance weighs more than habit."""

ASKED = 250
"""Greatest number of questions of one split, of askers with connections and of those without each."""

OF_ONE = 5
"""Greatest number of questions about one hidden activity in a split: the guests of a large one are alike."""

HELD = 2000
"""Greatest number of questions of an outer split, likewise, but however many about one activity."""

OTHERS = 200
"""Allies drawn at random beside the promising ones, for each question."""

PROMISING = 600
"""Number of promising allies of each question in fitting, about."""

PENALTY = 100.0
"""Of large coefficients (L2, on features scaled to a standard deviation of 1)."""

SIMPLE = {"nearness": "near.order", "walks": "net.second", "common partners": "net.common", "topic count": "topic.count",
          "degree": "done.meetings"}  # fmt: skip
"""Single features that a fitted model is compared with."""

BIN = 100
"""Candidates in a bin of the calibration at the top of the scale; further down bins grow."""

FOLDS = 3
"""Folds of the calibration: the sums of each come from coefficients learned from the others."""

BINS = 60
"""Greatest number of bins of the calibration."""

OUTER_SHARE, INNER_SHARE = 0.2, 0.3
"""Share of the activities that a split at random hides: an outer one, for measuring, and an inner one, for fitting."""

RANDOM_SPLITS = 6
"""Inner splits at random."""

LATEST_SHARES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7)
"""Shares of the activities that the inner splits by time hide."""

FITS = 3
"""Models fitted in all: one for each outer split, and the one to keep."""

_WEIGHTLESS = 1e-9
"""Coefficient and span of signals of strategies, which have values and next to no weight."""

_MARGIN = 0.1
"""Part by which the span of a signal exceeds what was seen in fitting."""

_SCORES = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
"""Scores that divide the measured reliability; most candidates have a low one."""


class TooSmall(BadInput):
    """The map has too little to learn from."""

    code = "TOO_SMALL"


@dataclass(frozen=True)
class Sample:
    """One question as training data: features of some candidates, which are right, how many others each stands for."""

    features: Floats
    right: Flags
    stands_for: Floats
    newcomer: bool
    group: str


def fit(tables: Tables, progress: Progress = lambda _text, _share: None) -> tuple[Model, Quality]:
    """A model fitted to the public part of a graph, and its quality on activities that it has not seen.

    Weights and the scores that they make are told to everybody, so that nothing else may show in them. The quality comes from two outer splits, at random and by time, each with a fit of its own; the model itself is then
    fitted to the whole.

    Raises
    ------
    TooSmall
        Saying how much there is and how much is needed.
    """
    require_enough(tables)
    hidden = tables.restricted
    registered = _registers(Network(tables, hidden))
    held: list[tuple[Sample, Model]] = []
    for number, (name, chosen) in enumerate(_outer(tables, hidden)):
        model = _learned(tables, hidden | chosen, registered, _part(progress, f"Checking, {name}", number))
        leaves = _leaves(registered=registered, number=number)
        held += [
            (sample, model) for sample in _samples(tables, hidden, chosen, 7, leaves=leaves, most=HELD, of_one=HELD)
        ]
    return _learned(tables, hidden, registered, _part(progress, "Fitting", FITS - 1)), _quality(held)


def require_enough(tables: Tables) -> None:
    """Raise TooSmall unless the map has enough to learn from."""
    network = Network(tables, tables.restricted)
    activities = hideable(network)
    usable = (network.attendance[network.meeting[activities]] >= 2) & (network.about.size[activities] > 0)
    if (count := int(usable.sum())) < ENOUGH:
        raise TooSmall(
            f"The map has {count} public activities with a topic and at least two allies; fitting needs {ENOUGH}. "
            "Until then the shipped weights are used.",
        )


def _part(progress: Progress, text: str, done: int) -> Progress:
    """Progress of one fit, after so many are done."""
    return lambda _, share: progress(text, (done + (share or 0)) / FITS)


def _outer(tables: Tables, hidden: Flags) -> Iterator[tuple[str, Flags]]:
    network = Network(tables, hidden)
    yield "at random", hidden_at_random(network, OUTER_SHARE, 101)
    latest = hidden_latest(network, OUTER_SHARE)
    yield "by time", latest if latest.any() else hidden_at_random(network, OUTER_SHARE, 102)


def _inner(tables: Tables, hidden: Flags) -> list[Flags]:
    network = Network(tables, hidden)
    chosen = [hidden_at_random(network, INNER_SHARE, seed) for seed in range(RANDOM_SPLITS)]
    return chosen + [flags for share in LATEST_SHARES if (flags := hidden_latest(network, share)).any()]


def _samples(
    tables: Tables, hidden: Flags, chosen: Flags, seed: int, *, leaves: bool, most: int, of_one: int
) -> Iterator[Sample]:
    """Samples of some of the questions about chosen activities, with features measured without these."""
    random = np.random.default_rng(seed)
    whole, network = Network(tables, hidden), Network(tables, hidden | chosen)
    absent = (network.degree == 0) & leaves
    cases = [
        replace(case, answers=answers)
        for case in questions(whole, network, _askable(whole, chosen, 2 * most, random))
        if len(answers := case.answers[~absent[case.answers]])
    ]
    for newcomer in (False, True):
        kind = [case for case in cases if (network.degree[case.asker] == 0) == newcomer]
        for case in _drawn(kind, most, of_one, random):
            yield _sample(network, case, absent, random)


def _askable(whole: Network, chosen: Flags, most: int, random: np.random.Generator) -> Flags:
    """Those of the chosen activities that have a topic and an ally, ``most`` of them at random."""
    askable: Flags = chosen & (whole.meeting >= 0) & (whole.about.size > 0)
    rows = np.flatnonzero(askable)
    if len(rows) > most:
        askable[random.choice(rows, len(rows) - most, replace=False)] = False
    return askable


def _drawn(cases: Sequence[Case], most: int, of_one: int, random: np.random.Generator) -> list[Case]:
    """Cases at random: at most ``most``, and ``of_one`` of one activity."""
    asked: Counter[int] = Counter()
    chosen = []
    for number in random.permutation(len(cases)):
        case = cases[number]
        asked[case.activity] += 1
        if asked[case.activity] <= of_one:
            chosen.append(case)
    return chosen[:most]


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


def _sample(network: Network, case: Case, absent: Flags, random: np.random.Generator) -> Sample:
    question, right = Question(network, case.asker, case.topic), case.answers
    allowed = ~absent
    allowed[network.known(case.asker)] = False
    allowed[case.asker] = False
    promising = question.pool(PROMISING, allowed) if network.size > PROMISING else np.flatnonzero(allowed)
    allowed[promising] = False
    allowed[right] = False
    rest = np.flatnonzero(allowed)
    drawn = random.choice(rest, min(OTHERS, len(rest)), replace=False)
    sure = np.union1d(promising, right)
    candidates = np.concatenate((sure, drawn)).astype(np.int32)
    stands = np.concatenate((np.ones(len(sure)), np.full(len(drawn), len(rest) / max(len(drawn), 1))))
    newcomer = bool(network.degree[case.asker] == 0)
    features = question.measure(candidates).astype(np.float32)
    return Sample(features, np.isin(candidates, right), stands, newcomer, str(case.activity))


def _learned(tables: Tables, hidden: Flags, registered: bool, progress: Progress) -> Model:
    samples: list[Sample] = []
    splits = _inner(tables, hidden)
    for number, chosen in enumerate(splits):
        progress("", number / len(splits))
        leaves = _leaves(registered=registered, number=number)
        samples += _samples(tables, hidden, chosen, number, leaves=leaves, most=ASKED, of_one=OF_ONE)
    connected = [sample for sample in samples if not sample.newcomer]
    newcomer = [sample for sample in samples if sample.newcomer]
    if not connected:
        raise TooSmall("No ally on the map has taken part twice, so there is nothing to learn from.")
    return Model(_formula(connected), _formula(newcomer if len(newcomer) >= ENOUGH else samples), calibrated=True)


def _formula(samples: Sequence[Sample]) -> Formula:
    """The formula fitted to samples, with a calibrated curve."""
    return _calibrated(_scaled(_coefficients(samples), samples), samples)


def _coefficients(samples: Sequence[Sample]) -> Floats:
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
    learned = np.array([feature.signal not in STRATEGIC for feature in FEATURES])
    deviation = x.std(axis=0, dtype=np.float64)
    scale = np.where(learned & (deviation > 0), 1 / np.where(deviation > 0, deviation, 1), 0)
    scaled = x * scale.astype(np.float32)

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
    coefficients: Floats = found.x * scale
    return coefficients


def _scaled(coefficients: Floats, samples: Sequence[Sample]) -> Formula:
    """The formula with the span of each signal; those of strategies have next to none, but a value."""
    features = np.concatenate([sample.features for sample in samples])
    coefficients = coefficients.copy()
    for place, feature in enumerate(FEATURES):
        if feature.signal in STRATEGIC:
            coefficients[place] = _WEIGHTLESS
    low, high = np.zeros(len(SIGNALS)), np.zeros(len(SIGNALS))
    for place, signal in enumerate(SIGNALS):
        own = np.array([feature.signal == signal for feature in FEATURES])
        evidence = features[:, own] @ coefficients[own]
        free = any(feature.free for feature in FEATURES if feature.signal == signal)
        low[place] = evidence.min() if free else min(evidence.min(), 0)
        high[place] = evidence.max() + _MARGIN * (evidence.max() - low[place])
        if signal in STRATEGIC:
            low[place], high[place] = 0, _WEIGHTLESS
    line = np.array([0.0, 1.0])
    return Formula(coefficients, low, high, (line, line))


def _calibrated(formula: Formula, samples: Sequence[Sample]) -> Formula:
    """The formula with the isotonic regression (Barlow et al. 1972) of being right on the sum as its curve.

    Each sample's sum is what coefficients make of it that were learned from other activities, so that the curve
    holds for activities that were not seen.
    """
    _, group = np.unique([sample.group for sample in samples], return_inverse=True)
    sums, right, weight = [], [], []
    for fold in range(FOLDS):
        seen = [sample for sample, number in zip(samples, group, strict=True) if number % FOLDS != fold]
        held = [sample for sample, number in zip(samples, group, strict=True) if number % FOLDS == fold]
        coefficients = _coefficients(seen or held)
        sums += [sample.features @ coefficients for sample in held]
        right += [sample.right for sample in held]
        weight += [sample.stands_for for sample in held]
    span = (formula.high - formula.low).sum()
    total = np.clip((np.concatenate(sums) - formula.low.sum()) / span, 0, 1)
    return replace(formula, curve=_steps(total, np.concatenate(right).astype(np.float64), np.concatenate(weight)))


def _steps(sums: Floats, right: Floats, weight: Floats) -> tuple[Floats, Floats]:
    """Isotonic levels at the middles of bins of ``BIN`` candidates: single lucky ones at the top prove nothing."""
    order = np.argsort(sums, kind="stable")
    edges = np.unique(len(sums) - np.unique(np.geomspace(BIN, max(len(sums), BIN + 1), BINS).astype(int)))
    edges = np.concatenate(([0], edges[edges > 0]))
    whole = np.add.reduceat(weight[order], edges)
    share = np.add.reduceat((weight * right)[order], edges) / whole
    middle = np.add.reduceat((weight * sums)[order], edges) / whole
    level = isotonic_regression(share, weights=whole).x
    ends = np.array([0.0]), np.array([1.0])
    return np.concatenate((ends[0], middle, ends[1])), np.concatenate((ends[0], level, level[-1:]))


# Its quality.


def _reliability(held: Sequence[tuple[Sample, Model]]) -> list[list[float]]:
    """Mean score, share right and number of candidates, by score, on activities that the model has not seen."""
    score = np.concatenate([_scores(sample, model) for sample, model in held])
    right = np.concatenate([sample.right for sample, _ in held]).astype(np.float64)
    weight = np.concatenate([sample.stands_for for sample, _ in held])
    place = np.digitize(score, _SCORES)
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
    measured: dict[str, list[list[float]]] = {name: [] for name in ("fitted", "shipped", *simple)}
    for sample, model in held:
        measured["fitted"].append(figures(_ranks(_sums(sample, model), sample)))
        measured["shipped"].append(figures(_ranks(_sums(sample, SHIPPED), sample)))
        for name, column in simple.items():
            measured[name].append(figures(_ranks(sample.features[:, column], sample)))
    values = {name: np.array(table, np.float64) for name, table in measured.items()}
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
