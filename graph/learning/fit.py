"""Fitting the ranking to a map: activities are hidden, and who took part in them has to be found again."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from graph.errors import BadInput
from graph.learning.logit import fitted
from graph.learning.metrics import FIGURES, comparison, figures, resampled
from graph.learning.samples import Drawing, Sample, samples, without_chosen
from graph.learning.splits import Hiding, hidden_at_random, hidden_latest, hideable
from graph.network.network import Network
from graph.network.tables import Floats, Tables
from graph.progress import Progress
from graph.ranking.features import NAMES
from graph.ranking.model import SHIPPED, Formula, Measured, Model, Quality

ENOUGH = 30
"""Activities with a topic and two allies that a map needs for fitting, and questions that a formula needs."""

ASKED = 250
"""Greatest number of questions of one split, of askers with connections and of those without each."""

OF_ONE = 5
"""Greatest number of questions about one hidden activity in a split: the guests of a large one are alike."""

HELD = 2000
"""Greatest number of questions of an outer split, likewise, but however many about one activity."""

SIMPLE = {"nearness": "near.order", "walks": "net.second", "common partners": "net.common", "topic count": "topic.count",
          "degree": "done.meetings"}  # fmt: skip
"""Single features that a fitted model is compared with."""

OUTER_SHARE, INNER_SHARE = 0.2, 0.3
"""Share of the activities that a split hides: an outer one, for measuring, and an inner one at random, for fitting."""

RANDOM_SPLITS = 6
"""Inner splits at random."""

LATEST_SHARES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7)
"""Shares of the activities that the inner splits by time hide."""

FITS = 3
"""Models fitted in all: one for each outer split, and the one to keep."""

_SCORES = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
"""Scores that divide the measured reliability; most candidates have a low one."""


class Held(NamedTuple):
    """A question that the model of an outer split has not seen."""

    sample: Sample
    model: Model
    split: int


class TooSmall(BadInput):
    """The map has too little to learn from."""

    code = "TOO_SMALL"


def fit(
    tables: Tables, progress: Progress = lambda _text, _share: None, shipped: Model = SHIPPED
) -> tuple[Model, Quality]:
    """A model fitted to the public part of a graph, and its quality on activities that it has not seen.

    Weights and the scores that they make are told to everybody, so that nothing else may show in them. The quality
    comes from two outer splits, at random and by time, each with a fit of its own; the model itself is then fitted to
    the whole, each as near to what is shipped as its questions allow. Askers with connections and those without are judged apart: whom it serves no better than what is
    shipped, the shipped formula goes on serving.

    Raises
    ------
    TooSmall
        Saying how much there is and how much is needed.
    """
    require_enough(tables)
    shown = Network(tables, tables.restricted)
    registered = _registers(shown)
    held: list[Held] = []
    for number, (name, hiding) in enumerate(_outer(shown)):
        drawing = Drawing(7, HELD, HELD, _leaves(registered=registered, number=number))
        asked = list(samples(shown, hiding, drawing))
        part = _part(progress, f"Checking, {name}", number)
        model = learned(without_chosen(shown, hiding), registered, part, shipped)
        held += [Held(sample, model, number) for sample in asked]
    quality = Quality(*(_measured(held, shipped, newcomer=newcomer) for newcomer in (False, True)))
    model = learned(shown, registered, _part(progress, "Fitting", FITS - 1), shipped)
    return replace(
        model,
        connected=_better(model.connected, shipped.connected, quality.connected),
        newcomer=_better(model.newcomer, shipped.newcomer, quality.newcomer),
        quality=quality,
    ), quality


def _better(fitted: Formula, shipped: Formula, measured: Measured | None) -> Formula:
    return fitted if measured and measured.good else shipped


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


def _outer(shown: Network) -> Iterator[tuple[str, Hiding]]:
    yield "at random", hidden_at_random(shown, OUTER_SHARE, 101)
    latest = hidden_latest(shown, OUTER_SHARE)
    yield "by time", latest if latest.asked.any() else hidden_at_random(shown, OUTER_SHARE, 102)


def inner(shown: Network) -> list[Hiding]:
    """The splits from which a model is learned."""
    at_random = [hidden_at_random(shown, INNER_SHARE, seed) for seed in range(RANDOM_SPLITS)]
    latest = [hidden_latest(shown, share) for share in LATEST_SHARES]
    return at_random + [hiding for hiding in latest if hiding.asked.any()]


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


def learned(shown: Network, registered: bool, progress: Progress, shipped: Model = SHIPPED) -> Model:
    """The model fitted to all of a map; the shipped formula where there are too few questions."""
    asked = inner_samples(shown, registered, progress)
    connected, newcomer = ([one for one in asked if one.newcomer == new] for new in (False, True))
    return Model(_formula(connected, shipped.connected), _formula(newcomer, shipped.newcomer))


def inner_samples(shown: Network, registered: bool, progress: Progress) -> list[Sample]:
    """Samples of the questions of all splits from which a model is learned."""
    asked: list[Sample] = []
    splits = inner(shown)
    for number, hiding in enumerate(splits):
        progress("", number / len(splits))
        drawing = Drawing(number, ASKED, OF_ONE, _leaves(registered=registered, number=number))
        asked += samples(shown, hiding, drawing)
    return asked


def _formula(samples: Sequence[Sample], shipped: Formula) -> Formula:
    return fitted(samples, shipped) if len(samples) >= ENOUGH else shipped


# Its quality.


def _measured(held: Sequence[Held], shipped: Model, *, newcomer: bool) -> Measured | None:
    """What fitted formulas are worth to one sort of askers, beside the shipped one and single features.

    Ranks are among the candidates that were measured, each counted for those it stands for.
    """
    served = [
        (one.sample, one.model.formula(newcomer=newcomer), one.split) for one in held if one.sample.newcomer == newcomer
    ]
    own = [(sample, formula) for sample, formula, _ in served if formula.calibrated]
    split = np.array([split for _, formula, split in served if formula.calibrated])
    if not own:
        return None
    ways: dict[str, Callable[[Sample, Formula], Floats]] = {
        "fitted": sums,
        "shipped": lambda sample, _: sums(sample, shipped.formula(newcomer=newcomer)),
        **{name: _column(NAMES.index(feature)) for name, feature in SIMPLE.items()},
    }
    values = {
        name: np.array([figures_of(way(sample, formula), sample) for sample, formula in own])
        for name, way in ways.items()
    }
    best = max(SIMPLE, key=lambda name: float(values[name][:, 0].mean()))
    groups = [sample.group for sample, _ in own]
    fitted, from_shipped = values["fitted"][:, 0], values["shipped"][:, 0]
    chance = comparison(fitted, from_shipped, resampled(groups)).chance
    steady = all(fitted[split == one].mean() >= from_shipped[split == one].mean() for one in np.unique(split))
    means = {name: dict(zip(FIGURES, table.mean(axis=0).tolist(), strict=True)) for name, table in values.items()}
    return Measured(
        len(own),
        len(set(groups)),
        means["fitted"],
        means["shipped"],
        best,
        means[best],
        chance,
        _reliability(own),
        steady,
    )


def _column(place: int) -> Callable[[Sample, Formula], Floats]:
    return lambda sample, _: sample.features[:, place]


def sums(sample: Sample, formula: Formula) -> Floats:
    """The weighted sum of each candidate."""
    return formula.values(sample.features) @ formula.weights


def figures_of(sums: Floats, sample: Sample) -> list[float]:
    """The figures of one question among all that the sample stands for."""
    wanted = sums[sample.right]
    above = ((sums[None, :] > wanted[:, None]) * sample.stands_for).sum(axis=1)
    equal = ((sums[None, :] == wanted[:, None]) * sample.stands_for).sum(axis=1)
    return figures(above + 1, equal)


def _reliability(held: Sequence[tuple[Sample, Formula]]) -> list[list[float]]:
    """Mean score, share right and number of candidates, by score, on activities that the formula has not seen."""
    score = np.concatenate([formula.score(sums(sample, formula)) for sample, formula in held])
    right = np.concatenate([sample.right for sample, _ in held]).astype(np.float64)
    weight = np.concatenate([sample.stands_for for sample, _ in held])
    place = np.digitize(score, _SCORES)
    points = []
    for number in np.unique(place):
        at = place == number
        whole = weight[at].sum()
        points.append([float(weight[at] @ score[at] / whole), float(weight[at] @ right[at] / whole), float(whole)])
    return points
