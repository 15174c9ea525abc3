"""The elements of a large graph that rows of a map may be, without reading all: those that share a code, a word or a place."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from graph.access import OPERATOR, sized
from graph.matching.duplicates import known_elements
from graph.matching.names import ABBREVIATIONS, Name, is_general, stem, taken_apart
from graph.matching.pairs import PREFIX, Known
from graph.questions.named import MATCHING
from graph.rows import Data
from graph.schema import SCHEMA
from graph.store import Store
from graph.values.texts import fold

MOST = 1000
"""Words from which on all elements are read instead, which takes less than to seek as many."""

TOWNS = frozenset({"obec", "mesto", "town", "city", "municipality", "sidlo", "misto", "location", "place"})
"""Fields that name a municipality, folded."""

_AT_ONCE = 200
"""Words that the index is asked for at once, in each of three fields; it takes 1,024 at most."""

_NOTHING: Mapping[str, Sequence[str]] = {}

_CODES = [p for element in SCHEMA.elements for p in element.properties if p.unique and p.name != "id"]
_NAMES = ("name", "nameEn", "alternateNames")
_PLAIN = re.compile(r"[a-zA-Z0-9* ()]+")
"""What is sought and the index surely has as it is compared."""


async def those_like(store: Store, rows: Sequence[Data], ids: Iterable[str] = ()) -> list[Known]:
    """What is known of all elements that rows may be, and of those with some ids; of all where that is no more work.

    Bodies that are called as very many are, and lie elsewhere, are left out: they are no more alike than any other.
    """
    names = [name for row in rows for name in (*_names(row), *towns(row))]
    words, general = _sought([*map(taken_apart, dict.fromkeys(names))])
    if len(words) + len(general) > MOST or not all(map(_PLAIN.fullmatch, (*words, *general))):
        return await known_elements(store, OPERATOR)
    sought = {*ids, *await _having(store, codes=_codes(rows))}
    for first in range(0, max(len(words), len(general)), _AT_ONCE):
        at = slice(first, first + _AT_ONCE)
        sought |= await _having(store, words=words[at], general=general[at])
    found = await known_elements(store, OPERATOR, ids=[*sought])
    called = set(map(fold, names))
    places = [each.id for each in found if each.label == "Place" and any(fold(name) in called for name in each.names)]
    found += await known_elements(store, OPERATOR, ids=[*await _having(store, places=places) - sought])
    return sorted(found, key=lambda known: known.id)


async def those_with_codes(store: Store, rows: Sequence[Data]) -> list[Known]:
    """What is known of all elements that have a code of some rows."""
    ids = await _having(store, codes=_codes(rows))
    return await known_elements(store, OPERATOR, ids=sorted(ids)) if ids else []


def towns(row: Data) -> Iterator[str]:
    """What the fields of a row call its municipality."""
    fields = row.get("fields")
    if isinstance(fields, dict):
        yield from (str(value) for name, value in fields.items() if fold(name) in TOWNS)


async def _having(
    store: Store,
    *,
    words: Sequence[str] = (),
    general: Sequence[str] = (),
    places: Sequence[str] = (),
    codes: Mapping[str, Sequence[str]] = _NOTHING,
) -> set[str]:
    asked: dict[str, object] = {
        "query": _query(words),
        "general": _query(general),
        "places": [*places],
        "codes": {**codes},
        "visible": sized(OPERATOR.visible),
    }
    [[found]] = await store.read(MATCHING["named"].text, asked, name="named")
    return set(found)


def _query(words: Sequence[str]) -> str:
    return " OR ".join(f"{field}:({' OR '.join(words)})" for field in _NAMES) if words else ""


def _codes(rows: Iterable[Data]) -> dict[str, list[str]]:
    """The codes of rows as the graph has them, by property."""
    found: dict[str, list[str]] = {code.name: [] for code in _CODES}
    for row in rows:
        for code in _CODES:
            if value := row.get(code.name):
                found[code.name].append(code.normalize(str(value)) if code.normalize else str(value))
    return found


def _names(row: Data) -> Iterator[str]:
    for name in _NAMES:
        value = row.get(name)
        yield from (str(each) for each in (value if isinstance(value, list) else [value]) if each)


def _sought(names: Iterable[Name]) -> tuple[list[str], list[str]]:
    """What the index is asked for: words of names that tell something, and the words together of names that do not."""
    begun: set[str] = set()
    general: set[str] = set()
    for name in names:
        telling = {word[:PREFIX] for word in name.words if not is_general(word)}
        begun |= telling
        if name.words and not telling:
            general.add(f"({' AND '.join(f'{word}*' for word in name.words)})")
    short = {
        each for each, long in ABBREVIATIONS.items() if not begun.isdisjoint(stem(w)[:PREFIX] for w in long.split())
    }
    return [*(f"{word}*" for word in sorted(begun)), *sorted(short)], sorted(general)
