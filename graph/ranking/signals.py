"""The reference page of the ranking: the signals, the features that each is made of, and what is shipped."""

from collections.abc import Iterator

from graph.derived.render import generated, table
from graph.ranking.features import FEATURES, SIGNALS, STRATEGIC
from graph.ranking.model import SHIPPED_COEFFICIENTS, SHIPPED_WEIGHTS

_ABOUT = """\
# Signals

The parts of a score and the features that each is measured by; [how partners are ranked](ranking.md) tells how they come
together. The shipped weights and coefficients count until a model is fitted to the map: what has none is measured, and
has to be learned.
"""


def page() -> str:
    """The page in Markdown."""
    rows = ([f"[{signal}](#{signal.lower()})", _weight(signal)] for signal in SIGNALS)
    overview = table(("signal", "shipped weight"), rows)
    return "\n".join([generated("graph/ranking/features.py"), _ABOUT, overview, *map(_signal, SIGNALS)])


def _weight(signal: str) -> str:
    return "of its strategy" if signal in STRATEGIC else str(SHIPPED_WEIGHTS.get(signal, ""))


def _signal(signal: str) -> str:
    return f"## {signal}\n\n" + table(("feature", "what it says", "shipped coefficient"), _features(signal))


def _features(signal: str) -> Iterator[list[str]]:
    for feature in FEATURES:
        if feature.signal == signal:
            says = f"{feature.says} (may count against)" if feature.free else feature.says
            yield [f"`{feature.name}`", says, str(SHIPPED_COEFFICIENTS.get(feature.name, ""))]
