"""How good rankings are: figures of the field with bootstrap intervals."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from graph.network.tables import Floats, Ints

RESAMPLES = 2000
FIGURES = ("MRR", "Hits@1", "Hits@3", "Hits@10", "MAP@10", "Recall@50")


_CUT, _FAR_CUT = 10, 50


def figures(first: Floats, equal: Floats | None = None) -> list[float]:
    """The figures of one question, in the order of ``FIGURES``, from the ranks of its right answers (1 is best).

    ``equal`` says how many candidates share the score of each, itself counted: they stand from ``first`` on in any
    order, and each figure is its mean over all these orders (McSherry, Najork 2008). Average precision is cut at 10 and
    divided by what could be found there; recall is cut at 50.
    """
    begin, among, right = _ties(first, np.ones(len(first)) if equal is None else equal)
    chance, group = _chances(begin, among, right)
    best = int(begin[0]) + np.arange(int(among[0] - right[0]) + 1)
    found = _first_of(int(among[0]), int(right[0]))
    hits = [float(found[best <= cut].sum()) for cut in (1, 3, _CUT)]
    precision = _precision(chance, group, among, right) / min(len(first), _CUT)
    return [float(found @ (1 / best)), *hits, precision, float(chance.sum()) / len(first)]


def _ties(first: Floats, equal: Floats) -> tuple[Ints, Ints, Ints]:
    """Where each group of equals with a right answer begins, how many it has, and how many of these are right."""
    begin, at, right = np.unique(np.round(first).astype(np.int64), return_index=True, return_counts=True)
    return begin, np.maximum(np.round(equal[at]).astype(np.int64), right), right


def _chances(begin: Ints, among: Ints, right: Ints) -> tuple[Floats, Ints]:
    """For each of the first 50 ranks the chance of a right answer there, and the group of equals it is in."""
    rank = np.arange(1, _FAR_CUT + 1)
    group = np.searchsorted(begin, rank, "right") - 1
    inside = (group >= 0) & (rank < (begin + among)[group])
    return np.where(inside, (right / among)[group], 0), group


def _first_of(among: int, right: int) -> Floats:
    """The chance that the first right one of a group in random order is at each of its places."""
    at = np.arange(among - right + 1)
    none_before = np.concatenate(([1.0], np.cumprod((among - right - at[:-1]) / (among - at[:-1]))))
    found: Floats = none_before * right / (among - at)
    return found


def _precision(chance: Floats, group: Ints, among: Ints, right: Ints) -> float:
    """The mean over all orders of equals of the sum of the precisions at the right answers among the first 10."""
    whole = 0.0
    for rank in range(_CUT):
        own = group[rank]
        others = (right[own] - 1) / max(among[own] - 1, 1)
        before = np.where(group[:rank] == own, others, chance[:rank]) * (chance[:rank] > 0)
        whole += chance[rank] * (1 + before.sum()) / (rank + 1)
    return float(whole)


def tied_ranks(scores: Floats, right: Ints) -> tuple[Floats, Floats]:
    """What :func:`figures` takes, from the scores of all candidates and the places of the right ones."""
    ordered = np.sort(-scores)
    wanted = -scores[right]
    above = np.searchsorted(ordered, wanted, "left")
    equal = np.searchsorted(ordered, wanted, "right") - above
    return above + 1.0, equal.astype(np.float64)


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
