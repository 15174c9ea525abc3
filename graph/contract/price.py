"""What a request costs: one formula for every door. 1 stands for five milliseconds of the database.

The static price is known before anything runs; ``docs/limits.md`` tells it to users. Where a request took longer than it
paid for, :func:`beyond` is the rest.
"""

import re
from collections.abc import Iterator, Mapping

from graph.model import Kind
from graph.schema import SCHEMA

_WORDS = re.compile(r"[^\W_]+")

SECOND = 200
"""What a second of the database costs."""

GRACE = 0.5
"""Seconds of the database that need not be paid for: Neo4j plans a new statement, or the machine is busy."""

SCAN = 5
"""How many times a list is as much work as what an identifier leads to, where a filter has to go through it."""

PLACE = 5
"""Conditions that ``within`` or ``near`` is as much work as."""

FOLDED = 4
"""Conditions that one without regard to case and diacritics is as much work as."""

ITEMS = 20
"""Values in a condition that are as much work as one more condition."""

QUANTIFIER = 4
"""How many times a condition on connected elements is as much work as one on the element."""

NESTED_QUANTIFIERS = 3
"""Quantifiers within one another in a filter."""

FACET = 30
"""What it costs to count a whole list by one facet, or to sum up one of its numbers; of both, each is paid for."""

QUESTION = 50
"""What a question costs, whichever door it comes by."""

WORD = 10
"""What it costs to search for one word more."""

LOG = 20
"""What it costs to read a page of the log."""

SIFTING = 80
"""What it costs to look through the log for what a filter wants."""

TOUCHED = 100
"""Elements that the answer of a write holds of those that it touched; to delete a topic may touch thousands."""

QUANTIFIERS = frozenset(("some", "none", "all", "single"))
_IN_ORDER = frozenset(("NAME", "CREATED", "UPDATED", "SINCE"))
"""What lists cost no more to be sorted by; `SINCE` only where it is that of a connection."""

_TRAVERSED = ("_COUNT", "DISTANCE")
"""How orders end that go to other elements for each one."""

_COMBINED = frozenset(("and", "or", "not", "node"))
_PLACES = frozenset(("within", "near", "box"))
_EXACT = frozenset(("eq", "in"))
_IDENTIFIERS = frozenset(
    p.name for e in SCHEMA.elements for p in SCHEMA.properties_of(e) if p.identifies or p.name == "id"
)


def beyond(seconds: float, paid: int) -> int:
    """What is still to be paid for statements that took so long together."""
    return max(0, round((seconds - GRACE) * SECOND) - paid)


def filtered(given: object, *, nested: bool = False) -> int:
    """What it costs to go once through a list with this filter, ``nested`` in an element or over all of a type."""
    if not isinstance(given, Mapping) or not given:
        return 0
    return (1 if nested or _narrow(given) else SCAN) * (1 + conditions(given))


def searched(text: object) -> int:
    """What it costs to find whatever in a list has all the words of a text."""
    return QUESTION + WORD * words(text) if isinstance(text, str) else 0


def words(text: object) -> int:
    """How many words a text has as they are sought: what is neither letter nor digit parts them."""
    return len(_WORDS.findall(str(text)))


def ordered(given: object, *, nested: bool = False) -> int:
    """What it costs to sort a whole list where no index has it in order."""
    work = [
        _sorting(each, nested=nested) for each in (given if isinstance(given, list) else (given,)) if is_order(each)
    ]
    return (1 if nested else SCAN) * sum(work)


def is_order(value: object) -> bool:
    """Whether a value names an order."""
    return isinstance(value, str) and value.endswith(("_ASC", "_DESC"))


def _sorting(order: object, *, nested: bool) -> int:
    key = str(order).rpartition("_")[0]
    return 0 if key in _IN_ORDER and (nested or key != "SINCE") else QUANTIFIER if key.endswith(_TRAVERSED) else 1


def conditions(given: object) -> int:
    """How much work it is to see whether one element passes a filter, in conditions on single values."""
    return sum(_condition(key, value) for key, value in _entries(given))


def _condition(key: str, value: object) -> int:
    if key in _COMBINED:
        return conditions(value)
    if key in _PLACES:
        return PLACE
    return sum(_compared(name, inner) for name, inner in _entries(value))


def _compared(name: str, value: object) -> int:
    if name in QUANTIFIERS:
        return QUANTIFIER * (1 + conditions(value))
    if name == "count":
        return QUANTIFIER * max(1, conditions({name: value}))
    if name.endswith("Folded"):
        return FOLDED
    return 1 + len(value) // ITEMS if isinstance(value, list) else 1


def nesting(given: object) -> int:
    """How many quantifiers lie within one another in a filter."""
    return max((_nesting(key, value) for key, value in _entries(given)), default=0)


def _nesting(key: str, value: object) -> int:
    if key in _COMBINED:
        return nesting(value)
    return max((1 + nesting(inner) for name, inner in _entries(value) if name in QUANTIFIERS), default=0)


def _narrow(given: Mapping[str, object]) -> bool:
    """Whether an identifier leads to what passes: one of the element, or of something connected to it."""
    for key, value in given.items():
        if key in ("and", "node") and any(_narrow(each) for each in _maps(value)):
            return True
        if not isinstance(value, Mapping):
            continue
        if (key in _IDENTIFIERS and not _EXACT.isdisjoint(value)) or any(map(_narrow, _maps(value.get("some")))):
            return True
    return False


def _entries(given: object) -> Iterator[tuple[str, object]]:
    """The entries of a filter, or of each one of a list of them."""
    for each in _maps(given):
        yield from each.items()


def _maps(given: object) -> Iterator[Mapping[str, object]]:
    yield from (each for each in (given if isinstance(given, list) else (given,)) if isinstance(each, Mapping))


LONG = frozenset(
    [p.name for e in SCHEMA.elements for p in SCHEMA.properties_of(e) if p.long or p.kind is Kind.JSON]
    + [p.name for c in SCHEMA.connections for p in SCHEMA.properties_of_connection(c) if p.long or p.kind is Kind.JSON]
    + ["before", "after", "current"]
)
"""Fields that hold long texts, or whole elements as JSON: each costs 1 wherever it is selected."""
