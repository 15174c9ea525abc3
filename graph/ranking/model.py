"""How features become signals and signals a score: a log-linear sum with a calibrated scale, stored as JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self, TypedDict

import numpy as np

from graph.errors import BadInput
from graph.network.tables import Floats
from graph.ranking.features import FEATURES, NAMES, SIGNALS, STRATEGIC

FORMAT = 1
"""Version of the stored form; a model of another one, or of other features, is not used."""

_OF_SIGNAL = np.array([[feature.signal == signal for signal in SIGNALS] for feature in FEATURES], np.float64)
_STEEPNESS = 1e-6
"""Slope that keeps a flat piece of the calibration rising, so that order is never lost."""

_WEIGHTLESS = 1e-12
"""Coefficient and span of a signal that has a value and next to no weight."""


FAVOURED = 0.5
"""Share of all weight that the signal of a strategy gets."""

SIGNIFICANT = 0.05
"""Greatest share of resamples in which a model may be no better than what is shipped, for it to be used."""


class StoredFormula(TypedDict):
    """A formula as JSON; coefficients by feature, ends by signal, what is 0 left out."""

    coefficients: dict[str, float]
    low: dict[str, float]
    high: dict[str, float]
    curve: list[list[float]]


class StoredModel(TypedDict):
    """A model as JSON."""

    format: int
    connected: StoredFormula
    newcomer: StoredFormula


@dataclass(frozen=True)
class Formula:
    """One log-linear sum.

    A signal's evidence is the sum of its features times their coefficients. Its value is where that lies between
    ``low`` and ``high``, the least and the most there was in fitting; its weight is how far these are apart, as a share.
    ``curve`` leads from the weighted sum of values (0 to 1) to the score: pairs, rising.
    """

    coefficients: Floats
    low: Floats
    high: Floats
    curve: tuple[Floats, Floats]

    @property
    def weights(self) -> Floats:
        """The weight of each signal; they add up to 1."""
        span = self.high - self.low
        whole: Floats = span / span.sum()
        return whole

    def values(self, features: Floats) -> Floats:
        """The value of each signal, 0 to 1, one row for each candidate."""
        span = self.high - self.low
        evidence = (features * self.coefficients) @ _OF_SIGNAL - self.low
        return np.clip(np.divide(evidence, span, out=np.zeros_like(evidence), where=span > 0), 0, 1)

    def score(self, total: Floats) -> Floats:
        """The calibrated score of weighted sums; a greater sum has a greater score."""
        return np.clip(np.interp(total, *self.curve) + _STEEPNESS * (total - 1), 0, 1)

    def stored(self) -> StoredFormula:
        """The formula as it is stored."""
        return {
            "coefficients": _named(NAMES, self.coefficients),
            "low": _named(SIGNALS, self.low),
            "high": _named(SIGNALS, self.high),
            "curve": [part.tolist() for part in self.curve],
        }

    @classmethod
    def of(cls, stored: StoredFormula) -> Self:
        """The formula as it was stored."""
        sum_, score = (np.array(part, np.float64) for part in stored["curve"])
        low, high = (
            np.array([ends.get(signal, 0.0) for signal in SIGNALS]) for ends in (stored["low"], stored["high"])
        )
        coefficients = np.array([stored["coefficients"].get(name, 0.0) for name in NAMES])
        return cls(coefficients, low, high, (sum_, score))


@dataclass(frozen=True)
class Model:
    """A formula for askers with connections and one for those without any.

    ``version`` is 0 for what is shipped; ``calibrated`` says whether the score is a chance measured on held-out data.
    """

    connected: Formula
    newcomer: Formula
    version: int = 0
    calibrated: bool = False
    fitted_at: str | None = None

    def formula(self, *, newcomer: bool) -> Formula:
        """The formula for an asker."""
        return self.newcomer if newcomer else self.connected

    def stored(self) -> StoredModel:
        """The model as it is stored."""
        return {"format": FORMAT, "connected": self.connected.stored(), "newcomer": self.newcomer.stored()}

    @classmethod
    def of(cls, stored: StoredModel, version: int, fitted_at: str) -> Self | None:
        """The model as it was stored; None where it has another format."""
        if stored.get("format") != FORMAT or set(stored["connected"]["coefficients"]) - set(NAMES):
            return None
        connected, newcomer = Formula.of(stored["connected"]), Formula.of(stored["newcomer"])
        return cls(connected, newcomer, version, calibrated=True, fitted_at=fitted_at)


def weighted(formula: Formula, given: Mapping[str, float], favoured: str | None) -> Floats:
    """The weights of signals as asked for; they add up to 1.

    A given weight replaces the formula's; a signal that a strategy favours gets half of all weight.

    Raises
    ------
    BadInput
        A signal is unknown, a weight is negative or no number, or nothing has weight.
    """
    weights = formula.weights.copy()
    for signal, weight in given.items():
        if signal not in SIGNALS:
            raise BadInput(f"There is no signal {signal!r}; there are {', '.join(SIGNALS)}.", place="weights")
        if not (np.isfinite(weight) and weight >= 0):
            raise BadInput(f"The weight of {signal} must be 0 or more, not {weight!r}.", place="weights")
        weights[SIGNALS.index(signal)] = weight
    if not weights.sum() > 0:
        raise BadInput("All weights are 0; give at least one signal a weight.", place="weights")
    weights /= weights.sum()
    if favoured:
        weights *= 1 - FAVOURED
        weights[SIGNALS.index(favoured)] += FAVOURED
    return weights


def _named(names: Sequence[str], values: Floats) -> dict[str, float]:
    return {name: float(value) for name, value in zip(names, values, strict=True) if value}


SHIPPED_WEIGHTS = {
    "topic": 0.4,
    "targetGroup": 0.15,
    "nearness": 0.2,
    "network": 0.15,
    "resources": 0.1,
}
"""What each signal is worth before anything is learned, by judgement; the rest has no weight."""

SHIPPED_COEFFICIENTS = {
    "topic.direct": 0.4,
    "topic.usual": 0.15,
    "group.shared": 0.15,
    "near.place": 0.1,
    "near.district": 0.05,
    "near.region": 0.05,
    "net.direct": 0.03,
    "net.common": 0.1,
    "give.offers": 0.1,
}
"""A signal has its full value where the sum of its features, times their coefficients, is its weight."""


def _shipped() -> Formula:
    # Signals of strategies have no weight of their own, but a value.
    coefficients = dict.fromkeys(("reach.common", "reach.new", "reach.lacking"), _WEIGHTLESS)
    high = dict.fromkeys(STRATEGIC, _WEIGHTLESS)
    return Formula.of(
        {
            "coefficients": SHIPPED_COEFFICIENTS | coefficients,
            "low": {},
            "high": SHIPPED_WEIGHTS | high,
            "curve": [[0.0, 1.0], [0.0, 1.0]],
        }
    )


SHIPPED = Model(_shipped(), _shipped())
"""What suits a library map on which nothing can be learned yet: a few signals, weighted by judgement."""


@dataclass(frozen=True)
class Quality:
    """What was measured on activities hidden from fitting; see ``graph.learning.metrics.FIGURES``."""

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
        return self.chance < SIGNIFICANT

    def data(self) -> dict[str, object]:
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
