"""How good rankings are: figures of the field with bootstrap intervals."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from graph.network.tables import Floats, Ints

RESAMPLES = 2000
FIGURES = ("MRR", "Hits@1", "Hits@3", "Hits@10", "MAP@10", "Recall@50")


def figures(ranks: Floats) -> list[float]:
    """The figures of one question, from the ranks of its right answers (1 is best), in the order of ``FIGURES``.

    Average precision is cut at 10 and divided by what could be found there; recall is cut at 50.
    """
    ordered = np.sort(ranks)
    best = ordered[0]
    top = ordered[ordered <= 10]
    precision = np.arange(1, len(top) + 1) / top
    average = precision.sum() / min(len(ordered), 10)
    return [1 / best, best <= 1, best <= 3, best <= 10, average, np.mean(ordered <= 50)]


def tied_ranks(scores: Floats, right: Ints) -> Floats:
    """The expected rank of each right answer when those of equal score stand in any order."""
    ordered = np.sort(-scores)
    wanted = -scores[right]
    above = np.searchsorted(ordered, wanted, "left")
    upto = np.searchsorted(ordered, wanted, "right")
    return (above + 1 + upto) / 2


@dataclass(frozen=True)
class Interval:
    """A mean and its 95 % interval."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class Comparison:
    """How many times as good as another: the ratio of means, its 95 % interval, and how often it was not above 1."""

    ratio: float
    low: float
    high: float
    chance: float


def resampled(groups: Sequence[str], seed: int = 1) -> Floats:
    """How often each question counts in each resample; questions of one group are drawn together."""
    _, group = np.unique(np.array(groups), return_inverse=True)
    count = int(group.max(initial=-1)) + 1
    draws = np.random.default_rng(seed).multinomial(count, np.full(count, 1 / max(count, 1)), RESAMPLES)
    times: Floats = draws[:, group].astype(np.float64)
    return times


def interval(values: Floats, times: Floats) -> Interval:
    """The mean of a figure over questions, with its percentile bootstrap interval."""
    means = times @ values / np.maximum(times.sum(axis=1), 1)
    low, high = np.percentile(means, [2.5, 97.5])
    return Interval(float(values.mean()), float(low), float(high))


def comparison(ours: Floats, theirs: Floats, times: Floats) -> Comparison:
    """The paired bootstrap of two methods on the same questions."""
    one, other = times @ ours, times @ theirs
    ratios = one / np.maximum(other, 1e-12)
    low, high = np.percentile(ratios, [2.5, 97.5])
    return Comparison(
        float(ours.sum() / max(theirs.sum(), 1e-12)), float(low), float(high), float(np.mean(one <= other))
    )
