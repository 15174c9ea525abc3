"""The reference page of the ranking: the signals, the features that each is made of, and what is shipped."""

from collections.abc import Iterator

from graph.derived.render import generated, table
from graph.ranking.features import FEATURES, SIGNALS, STRATEGIC
from graph.ranking.model import SHIPPED, Formula

_ABOUT = """\
# Signals

The parts of a score and the features that each is measured by; [how partners are ranked](ranking.md) tells how they come
together. The shipped weights and coefficients count until a model is fitted to the map: what has none is measured, and
has to be learned.
"""


def page() -> str:
    """The page in Markdown."""
    rows = ([f"[{signal}](#{signal.lower()})", *_weights(signal)] for signal in SIGNALS)
    overview = table(("signal", "shipped weight, connected", "newcomer"), rows)
    return "\n".join([generated("graph/ranking/features.py"), _ABOUT, overview, *map(_signal, SIGNALS)])


_FORMULAS = SHIPPED.connected, SHIPPED.newcomer


def _weights(signal: str) -> list[str]:
    if signal in STRATEGIC:
        return ["of its strategy"] * len(_FORMULAS)
    return [_number(formula.weights[SIGNALS.index(signal)], 2) for formula in _FORMULAS]


def _number(value: float, digits: int) -> str:
    return f"{value:.{digits}f}" if value else ""


def _signal(signal: str) -> str:
    heading = ("feature", "what it says", "shipped coefficient, connected", "newcomer")
    return f"## {signal}\n\n" + table(heading, _features(signal))


def _features(signal: str) -> Iterator[list[str]]:
    for place, feature in enumerate(FEATURES):
        if feature.signal == signal:
            says = f"{feature.says} (may count against)" if feature.free else feature.says
            yield [f"`{feature.name}`", says, *(_coefficient(formula, place) for formula in _FORMULAS)]


def _coefficient(formula: Formula, place: int) -> str:
    return "" if FEATURES[place].signal in STRATEGIC else _number(formula.coefficients[place], 3)
