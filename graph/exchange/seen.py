"""What an import has read so far: of each element and connection one, merged, and where a file contradicts itself."""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import orjson

from graph.errors import Problem
from graph.model import Schema
from graph.records import ElementSubject, Properties, Subject
from graph.said import listed
from graph.validation import Connection, Element, covers, extra
from graph.writing.identifiers import unique_values

_UNITED = frozenset({"extra", "sources"})
"""Properties in which two rows about the same add to each other."""

CACHE = 32 * 1024
"""Kilobytes of what was seen that stay in memory."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows, one for each element and connection. An earlier batch has said something of those ``again``."""

    elements: dict[str, Element]
    connections: list[Connection]
    again: list[Connection]
    problems: list[Problem]


class Seen:
    """What a file has said so far, on disk once it is large, so that memory stays flat."""

    def __init__(self, schema: Schema) -> None:
        self._unique = {element.label: list(unique_values(element)) for element in schema.elements}
        self._internal = internal(schema)
        self._declared = {each.type: schema.properties_of_connection(each) for each in schema.connections}
        self._mutual = {each.type for each in schema.connections if each.mutual}
        self._parallel = False
        self._batch = 0
        self._database = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._database.execute("PRAGMA page_size = 16384")
        self._database.execute("PRAGMA journal_mode = OFF")  # nothing is ever rolled back
        self._database.execute(f"PRAGMA cache_size = -{CACHE}")
        self._database.execute(
            "CREATE TABLE seen (key TEXT PRIMARY KEY, batch INTEGER, place TEXT, properties BLOB) WITHOUT ROWID"
        )
        self._database.execute("BEGIN")

    def add(self, rows: Iterable[Element | Connection]) -> Batch:
        """Remember rows, and tell how they contradict each other and earlier ones.

        What one that yields says otherwise than another one is left out.
        """
        self._batch += 1
        problems: list[Problem] = []
        merged: dict[str, Element | Connection] = {}
        repeated: dict[str, list[tuple[str, dict[str, object]]]] = {}
        for row in rows:
            known = merged.setdefault(key := _key(row), row)
            if known is not row:
                _give_way(known, row)
                before, now = {**self._stated(known)}, self._stated(row)
                problems += _contradictions(row.place, known.place, before, now)
                repeated.setdefault(key, [(known.place, before)]).append((row.place, now))
                # In place: the row's own dictionary is nobody else's.
                known.properties.update(united(known.properties, row.properties))
        again = self._insert((key, row.place, self._told(row)) for key, row in merged.items())
        for key, (place, told) in again.items():
            before = orjson.loads(told)
            _leave_out(merged[key], before)
            now = self._stated(merged[key])
            for own, said in repeated.get(key, [(merged[key].place, now)]):
                problems += _contradictions(own, place, before, said)
            update = "UPDATE seen SET properties = ? WHERE key = ?"
            self._database.execute(update, (orjson.dumps(united(before, now)), key))
        elements = {row.id: row for row in merged.values() if isinstance(row, Element)}
        problems += self._taken(elements.values())
        connections = {key: row for key, row in merged.items() if isinstance(row, Connection)}
        told_before = [connections.pop(key) for key in again if key in connections]
        return Batch(elements, self._telling(connections), told_before, problems)

    def lacking(self, subjects: Iterable[Subject]) -> list[Subject]:
        """Those elements and connections of which no row has said anything."""
        of_key = {self._key_of(subject): subject for subject in subjects}
        lacks = "SELECT value FROM json_each(?) WHERE value NOT IN (SELECT key FROM seen)"
        found = self._database.execute(lacks, (orjson.dumps([*of_key]).decode(),))
        return [of_key[key] for (key,) in found]

    def _key_of(self, subject: Subject) -> str:
        if isinstance(subject, ElementSubject):
            return subject.id
        mutual = subject.type in self._mutual
        return _connection_key(subject.type, subject.start, subject.end, subject.parallel, mutual=mutual)

    def _telling(self, connections: dict[str, Connection]) -> list[Connection]:
        """Those of new connections that say what no earlier one of their type between their ends does."""
        self._parallel = self._parallel or any(row.parallel is not None for row in connections.values())
        if not self._parallel:
            return list(connections.values())
        known = self._between({_pair(key) for key in connections})
        telling = []
        for key, row in connections.items():
            said = known.setdefault(_pair(key), [])
            declared = self._declared[row.type.type]
            if not any(covers(declared, earlier, row.properties) for earlier in said):
                telling.append(row)
            said.append(row.properties)
        return telling

    def _between(self, pairs: Iterable[str]) -> dict[str, list[Properties]]:
        """What earlier batches have said of connections, by type and ends."""
        found = self._database.execute(
            "SELECT pair.value, seen.properties FROM json_each(?) AS pair JOIN seen "
            "ON seen.key >= pair.value AND seen.key < pair.value || char(1114111) WHERE batch < ?",
            (orjson.dumps([*pairs]).decode(), self._batch),
        )
        known: dict[str, list[Properties]] = {}
        for pair, told in found:
            known.setdefault(pair, []).append(orjson.loads(told))
        return known

    def _told(self, row: Element | Connection) -> bytes:
        return orjson.dumps({} if isinstance(row, Element) and row.yields else self._stated(row))

    def _stated(self, row: Element | Connection) -> dict[str, object]:
        if isinstance(row, Connection):
            return row.properties
        own = {name: value for name, value in row.properties.items() if name not in self._internal}
        return {"label": row.type.label, **own}

    def _insert(self, entries: Iterable[tuple[str, str, bytes]]) -> dict[str, tuple[str, bytes]]:
        """Remember texts under keys with their places; what an earlier batch has put under some of them stays."""
        stored = [(key, self._batch, place, text) for key, place, text in entries]
        inserted = self._database.executemany("INSERT OR IGNORE INTO seen VALUES (?, ?, ?, ?)", stored).rowcount
        if inserted == len(stored) or not stored:
            return {}
        keys = orjson.dumps([key for key, *_ in stored]).decode()
        found = self._database.execute(
            "SELECT key, place, properties FROM seen WHERE key IN (SELECT value FROM json_each(?)) AND batch < ?",
            (keys, self._batch),
        )
        return {key: (place, text) for key, place, text in found}

    def _taken(self, elements: Iterable[Element]) -> Iterator[Problem]:
        """Values of which each belongs to one element, and which a file gives to two; only the first keeps it."""
        claims: dict[str, Element] = {}
        for element in elements:
            for owner, name in self._unique[element.type.label]:
                value = element.properties.get(name)
                if value is None:
                    continue
                first = claims.setdefault(f"\n{owner}.{name}\n{value}", element)
                if first is not element:
                    yield _same(element, name, first.id, first.place)
                    del element.properties[name]
        standing = self._insert((key, element.place, element.id.encode()) for key, element in claims.items())
        for key, (place, id_) in standing.items():
            if id_.decode() != claims[key].id:
                name = key.split("\n")[1].partition(".")[2]
                yield _same(claims[key], name, id_.decode(), place)
                del claims[key].properties[name]


def internal(schema: Schema) -> frozenset[str]:
    """Names of properties that derive from others."""
    return frozenset(p.name for element in schema.elements for p in schema.properties_of(element) if p.internal)


def united(before: Properties, new: Properties) -> dict[str, object]:
    """Properties with newer ones over them; unknown ones one by one as well, and every source of both."""
    both = {**before, **new}
    if before.get("extra") and new.get("extra"):
        both["extra"] = orjson.dumps(extra(before) | extra(new), option=orjson.OPT_SORT_KEYS).decode()
    if before.get("sources") and "sources" in new:
        both["sources"] = [*dict.fromkeys((*listed(before, "sources"), *listed(new, "sources")))]
    return both


def _give_way(one: Element | Connection, other: Element | Connection) -> None:
    """Have that of two rows about the same which yields not contradict the other one."""
    _leave_out(other, one.properties)
    _leave_out(one, other.properties)
    if isinstance(one, Element) and isinstance(other, Element):
        one.yields = one.yields and other.yields


def _leave_out(row: Element | Connection, said: Properties) -> None:
    if isinstance(row, Element) and row.yields:
        for name in [*_differing(said, row.properties)]:
            if name != "sources":
                del row.properties[name]


def _key(row: Element | Connection) -> str:
    """What a row is about. No id begins with or contains a line break."""
    if isinstance(row, Element):
        return row.id
    return _connection_key(row.type.type, row.start, row.end, row.parallel, mutual=row.type.mutual)


def _connection_key(type_: str, start: str, end: str, parallel: str | None, *, mutual: bool) -> str:
    if mutual and end < start:
        start, end = end, start
    return f"{type_}\n{start}\n{end}\n{parallel or ''}"


def _pair(key: str) -> str:
    """What parallel connections share of their keys: type and ends."""
    return key[: key.rindex("\n") + 1]


def _contradictions(place: str, earlier: str, before: Properties, now: Properties) -> list[Problem]:
    return [
        Problem(f"{place}, {name}", f"contradicts {earlier}, which is about the same")
        for name in _contradicted(before, now)
    ]


def _contradicted(before: Properties, now: Properties) -> Iterator[str]:
    yield from (name for name in _differing(before, now) if name not in _UNITED)
    yield from _differing(extra(before), extra(now))


def _differing(before: Properties, now: Properties) -> Iterator[str]:
    return (name for name, value in now.items() if name in before and before[name] != value)


def _same(element: Element, name: str, other: str, place: str) -> Problem:
    value = element.properties[name]
    return Problem(f"{element.place}, {name}", f"{value!r} is also that of {other!r} ({place}); are they the same?")
