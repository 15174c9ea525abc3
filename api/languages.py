"""The language of a request, in which whoever asks is told what went wrong: what ``Accept-Language`` prefers, else English."""

from contextvars import ContextVar

from graph import czech
from graph.model import Language

_LANGUAGE: ContextVar[Language] = ContextVar("language", default="en")

_READ: dict[str, Language] = {"cs": "cs", "sk": "cs", "en": "en"}
"""Languages that people read, with ours that they read best."""


def begin(accepted: str) -> None:
    """From here on, errors are told as a header ``Accept-Language`` asks for (RFC 9110, section 12.5.4)."""
    _LANGUAGE.set(preferred(accepted))


def preferred(accepted: str) -> Language:
    """Which of our languages is preferred; a weight that is none counts as none."""
    ranges = [each.partition(";") for each in accepted.lower().split(",")]
    weights = [(_weight(weight), tag.strip().partition("-")[0]) for tag, _, weight in ranges]
    for weight, tag in sorted(weights, key=lambda each: -each[0]):
        if weight > 0 and tag in _READ:
            return _READ[tag]
    return "en"


def _weight(text: str) -> float:
    name, _, value = text.strip().partition("=")
    try:
        return float(value) if name == "q" else 1.0
    except ValueError:
        return 0.0


def told(message: str) -> str:
    """A message in the language of the request."""
    return czech.message(message) if _LANGUAGE.get() == "cs" else message
