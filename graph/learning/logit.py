"""A formula fitted to samples: a conditional logit with a centre, and an isotonic curve from its sum to a chance."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from scipy.optimize import isotonic_regression, minimize

from graph.learning.samples import Sample
from graph.network.tables import Flags, Floats
from graph.ranking.features import FEATURES, SIGNALS, STRATEGIC
from graph.ranking.model import WEIGHTLESS, Formula

PENALTY = 100.0
"""Of coefficients away from their centre (L2, on features scaled to a standard deviation of 1)."""

BIN = 100
"""Candidates in a bin of the calibration at the top of the scale; further down bins grow."""

FOLDS = 3
"""Folds of the calibration: the sums of each come from coefficients learned from the others."""

BINS = 60
"""Greatest number of bins of the calibration."""

MARGIN = 0.1
"""Part by which the span of a signal exceeds what was seen in fitting."""

LEARNED = np.array([feature.signal not in STRATEGIC for feature in FEATURES])
"""Which features have coefficients that are learned."""

FREE = np.array([feature.free for feature in FEATURES])
"""Which features may count against a candidate."""


def fitted(samples: Sequence[Sample], centre: Formula) -> Formula:
    """The formula fitted to samples, as near to another one as they allow, with a calibrated curve."""
    none = np.zeros(len(FEATURES))
    learned = coefficients(samples, centre.coefficients, none)
    # A map of which more is hidden has fewer candidates, each with a greater chance.
    whole = [sample for sample in samples if sample.whole]
    return _calibrated(scaled(learned, samples), whole or samples, centre)


def coefficients(samples: Sequence[Sample], centre: Floats, least: Floats, learned: Flags = LEARNED) -> Floats:
    """Coefficients that make right answers likely among all candidates, and are not far from a centre.

    A conditional logit (McFadden 1974) in which any right answer counts: the sum over questions of the logarithm of
    the share of exp(sum) that the right ones have. Those that samples tell nothing about are those of the centre. All
    but free ones are at least ``least``.
    """
    x = np.concatenate([sample.features for sample in samples])
    right = np.concatenate([sample.right for sample in samples])
    offset = np.log(np.concatenate([sample.stands_for for sample in samples]))
    lengths = [len(sample.right) for sample in samples]
    begin = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    owner = np.repeat(np.arange(len(samples)), lengths)
    deviation = x.std(axis=0, dtype=np.float64)
    told = np.flatnonzero(learned & (deviation > 0))
    scale = deviation[told]
    middle, lowest = centre[told] * scale, least[told] * scale
    scaled = x[:, told] / scale.astype(np.float32)
    offset += x @ np.where(np.isin(np.arange(len(centre)), told), 0, centre).astype(np.float32)

    def loss(weights: Floats) -> tuple[float, Floats]:
        sums = scaled @ weights.astype(np.float32) + offset
        share = np.exp(sums - np.maximum.reduceat(sums, begin)[owner])
        share /= np.add.reduceat(share, begin)[owner]
        hit = np.where(right, share, 0)
        found = np.add.reduceat(hit, begin) + 1e-12
        slope = (share - hit / found[owner]).astype(np.float32) @ scaled
        away = weights - middle
        return float(-np.log(found).sum() + PENALTY / 2 * away @ away), slope + PENALTY * away

    bounds = [(None if FREE[place] else low, None) for place, low in zip(told, lowest, strict=True)]
    begun = np.where(FREE[told], middle, np.maximum(middle, lowest))
    found = minimize(loss, begun, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 200, "ftol": 1e-7})
    result = centre.copy()
    result[told] = found.x / scale
    return result


def scaled(coefficients: Floats, samples: Sequence[Sample]) -> Formula:
    """The formula with the span of each signal; those of strategies have next to none, but a value."""
    features = np.concatenate([sample.features for sample in samples])
    coefficients = np.where(LEARNED, coefficients, WEIGHTLESS)
    low, high = np.zeros(len(SIGNALS)), np.zeros(len(SIGNALS))
    for place, signal in enumerate(SIGNALS):
        own = np.array([feature.signal == signal for feature in FEATURES])
        evidence = features[:, own] @ coefficients[own]
        low[place] = evidence.min() if FREE[own].any() else min(evidence.min(), 0)
        high[place] = evidence.max() + MARGIN * (evidence.max() - low[place])
        if signal in STRATEGIC:
            low[place], high[place] = 0, WEIGHTLESS
    line = np.array([0.0, 1.0])
    return Formula(coefficients, low, high, (line, line))


def _calibrated(formula: Formula, samples: Sequence[Sample], centre: Formula) -> Formula:
    """The formula with the isotonic regression (Barlow et al. 1972) of being right on the sum as its curve.

    Each sample's sum is what coefficients make of it that were learned from other activities, so that the curve
    holds for activities that were not seen.
    """
    _, group = np.unique([sample.group for sample in samples], return_inverse=True)
    sums, right, weight = [], [], []
    for fold in range(FOLDS):
        seen = [sample for sample, number in zip(samples, group, strict=True) if number % FOLDS != fold]
        held = [sample for sample, number in zip(samples, group, strict=True) if number % FOLDS == fold]
        learned = coefficients(seen or held, centre.coefficients, np.zeros(len(FEATURES)))
        sums += [sample.features @ learned for sample in held]
        right += [sample.right for sample in held]
        weight += [sample.stands_for for sample in held]
    span = (formula.high - formula.low).sum()
    total = np.clip((np.concatenate(sums) - formula.low.sum()) / span, 0, 1)
    curve = steps(total, np.concatenate(right).astype(np.float64), np.concatenate(weight))
    return replace(formula, curve=curve, calibrated=True)


def steps(sums: Floats, right: Floats, weight: Floats) -> tuple[Floats, Floats]:
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
