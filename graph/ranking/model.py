"""How features become signals and signals a score: a log-linear sum with a calibrated scale, stored as JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Self, TypedDict

import numpy as np

from graph.errors import BadInput
from graph.network.tables import Floats
from graph.ranking.features import FEATURES, NAMES, SIGNALS, STRATEGIC
from graph.ranking.shipped import CONNECTED, NEWCOMER, ShippedFormula

FORMAT = 2
"""Version of the stored form; a model of another one, or of other features, is not used."""

_OF_SIGNAL = np.array([[feature.signal == signal for signal in SIGNALS] for feature in FEATURES], np.float64)
_STEEPNESS = 1e-6
"""Slope that keeps a flat piece of the calibration rising, so that order is never lost."""

WEIGHTLESS = 1e-9
"""Coefficient and span of signals of strategies, which have values and next to no weight."""

FAVOURED = 0.5
"""Share of all weight that the signal of a strategy gets."""

JUDGED = {
    "topic.direct": 3.5,
    "topic.usual": 1.1,
    "group.shared": 1.1,
    "near.place": 0.5,
    "near.district": 0.4,
    "near.region": 0.6,
    "net.direct": 0.2,
    "net.common": 0.75,
    "give.offers": 0.75,
}
"""The least that shipped coefficients are, by judgement: among libraries topic and nearness decide, whatever decides
elsewhere. They are where ``bench/weights.py`` has the centre of its penalty when it learns the rest."""

FEWEST = 8
"""Activities at least on which a formula has to be better: fewer prove nothing."""

SIGNIFICANT = 0.05
"""Greatest share of resamples in which a model may be no better than what is shipped, for it to be used."""


class StoredFormula(TypedDict):
    """A formula as JSON; coefficients by feature, ends by signal, what is 0 left out."""

    coefficients: dict[str, float]
    low: dict[str, float]
    high: dict[str, float]
    curve: list[list[float]]


class StoredModel(TypedDict):
    """A model as JSON; what is shipped serves the askers who have no formula."""

    format: int
    connected: StoredFormula | None
    newcomer: StoredFormula | None


@dataclass(frozen=True)
class Formula:
    """One log-linear sum.

    A signal's evidence is the sum of its features times their coefficients. Its value is where that lies between
    ``low`` and ``high``, the least and the most there was in fitting; its weight is how far these are apart, as a share.
    ``curve`` leads from the weighted sum of values (0 to 1) to the score: pairs, rising. ``calibrated`` says whether that
    is a chance measured on held-out data.
    """

    coefficients: Floats
    low: Floats
    high: Floats
    curve: tuple[Floats, Floats]
    calibrated: bool = False

    @property
    def weights(self) -> Floats:
        """The weight of each signal; they add up to 1."""
        span = self.high - self.low
        whole: Floats = span / span.sum()
        return whole

    def values(self, features: Floats) -> Floats:
        """The value of each signal, 0 to 1, one row for each candidate."""
        span = self.high - self.low
        evidence = features @ (self.coefficients[:, np.newaxis] * _OF_SIGNAL) - self.low
        return np.clip(evidence / np.where(span > 0, span, np.inf), 0, 1)

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
    def of(cls, stored: StoredFormula, *, calibrated: bool = False) -> Self:
        """The formula as it was stored."""
        sum_, score = (np.array(part, np.float64) for part in stored["curve"])
        low, high = (
            np.array([ends.get(signal, 0.0) for signal in SIGNALS]) for ends in (stored["low"], stored["high"])
        )
        coefficients = np.array([stored["coefficients"].get(name, 0.0) for name in NAMES])
        return cls(coefficients, low, high, (sum_, score), calibrated)


@dataclass(frozen=True)
class Measured:
    """What was measured of one group of askers on activities hidden from fitting.

    Figures are those of ``graph.learning.metrics.FIGURES``. ``chance`` is how often resamples of the activities found
    the fitted formula no better than the shipped one, ``steady`` whether it was no worse in any of the splits.
    """

    questions: int
    activities: int
    fitted: dict[str, float]
    shipped: dict[str, float]
    best_simple: str
    simple: dict[str, float]
    chance: float
    calibration: list[list[float]]
    steady: bool = True

    @property
    def good(self) -> bool:
        """Whether it did better than what is shipped."""
        return self.steady and self.chance < SIGNIFICANT and self.activities >= FEWEST


@dataclass(frozen=True)
class Quality:
    """What a fitted model is worth to askers with connections and to those without; None where nothing was fitted."""

    connected: Measured | None = None
    newcomer: Measured | None = None

    @property
    def good(self) -> bool:
        """Whether it did better than what is shipped, for some of the askers."""
        return any(measured and measured.good for measured in (self.connected, self.newcomer))

    def data(self) -> dict[str, object]:
        """As JSON."""
        return asdict(self)

    @classmethod
    def of(cls, data: Mapping[str, dict[str, Any] | None]) -> Self:
        """What was stored as JSON."""
        return cls(**{name: Measured(**measured) for name, measured in data.items() if measured})


@dataclass(frozen=True)
class Model:
    """A formula for askers with connections and one for those without any.

    ``version`` is 0 for what is shipped; ``quality`` is what was measured when it was fitted.
    """

    connected: Formula
    newcomer: Formula
    version: int = 0
    fitted_at: str | None = None
    quality: Quality = field(default_factory=Quality)

    def formula(self, *, newcomer: bool) -> Formula:
        """The formula for an asker."""
        return self.newcomer if newcomer else self.connected

    def measured(self, *, newcomer: bool) -> Measured | None:
        """What the formula for an asker is worth; None of a shipped one."""
        if not self.formula(newcomer=newcomer).calibrated:
            return None
        return self.quality.newcomer if newcomer else self.quality.connected

    def stored(self) -> StoredModel:
        """The model as it is stored: what was fitted of it."""
        connected, newcomer = (one.stored() if one.calibrated else None for one in (self.connected, self.newcomer))
        return {"format": FORMAT, "connected": connected, "newcomer": newcomer}

    @classmethod
    def of(cls, stored: StoredModel, version: int, fitted_at: str, quality: Quality) -> Self | None:
        """The model as it was stored; None where it has another format."""
        if stored.get("format") != FORMAT:
            return None
        formulas = stored["connected"], stored["newcomer"]
        if any(one and set(one["coefficients"]) - set(NAMES) for one in formulas):
            return None
        connected, newcomer = (
            Formula.of(one, calibrated=True) if one else shipped
            for one, shipped in zip(formulas, (SHIPPED.connected, SHIPPED.newcomer), strict=True)
        )
        return cls(connected, newcomer, version, fitted_at, quality)


def formula_of(table: ShippedFormula) -> Formula:
    """A formula as it is shipped: its score is a scale."""
    # Signals of strategies have no weight of their own, but a value.
    strategic = {feature.name: WEIGHTLESS for feature in FEATURES if feature.signal in STRATEGIC}
    coefficients = {name: max(JUDGED.get(name, 0.0), table["coefficients"].get(name, 0.0)) for name in NAMES}
    full = {s: sum(JUDGED.get(f.name, 0.0) for f in FEATURES if f.signal == s) for s in SIGNALS}
    high = {signal: max(most, table["high"].get(signal, 0.0)) for signal, most in full.items()}
    return Formula.of(
        {
            "coefficients": coefficients | strategic,
            "low": {},
            "high": high | dict.fromkeys(STRATEGIC, WEIGHTLESS),
            "curve": [[0.0, 1.0], [0.0, 1.0]],
        }
    )


SHIPPED = Model(formula_of(CONNECTED), formula_of(NEWCOMER))
"""What suits a map on which nothing can be learned yet: learned from another one, see ``bench/weights.py``."""


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
