"""Constraints and indexes, derived from the schema. ``cypher/schema.cypher`` is this list as a file."""

import asyncio
import math
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from contextvars import copy_context
from dataclasses import dataclass, replace

from graph.errors import SpojenciError
from graph.model import ElementType, Kind, Property, Schema
from graph.questions.named import UPKEEP
from graph.store import Refused, Store

FULL_TEXT = {"search_czech": "czech", "search_folded": "standard-folding"}
"""The two full-text indexes of elements with their analysers: one stems Czech words, one forgets diacritics."""

INTERNAL = "Internal"
"""The one label of what is no element: the log, keys, requests, numbers, models, webhooks … Their ``kind`` says which."""

_INTERNAL_CODES = ("name", "id", "key", "hash", "earlierHash", "version", "day")
"""What only one node of a kind has."""

_INTERNAL_SOUGHT = ("sequence", "status", "at", "now", "owner", "webhook", "snapshot")
"""What nodes of a kind are found by besides."""


@dataclass(frozen=True, slots=True)
class Index:
    """An index, or a constraint with the index that it owns, as it is declared or as Neo4j has it."""

    name: str
    label: str
    properties: tuple[str, ...]
    type: str = "RANGE"
    unique: bool = False
    analyzer: str | None = None

    @property
    def statement(self) -> str:
        """What makes it, unless it is there."""
        columns = ", ".join(f"n.{each}" for each in self.properties)
        if self.unique:
            columns = f"({columns})" if len(self.properties) > 1 else columns
            return f"CREATE CONSTRAINT {self.name} IF NOT EXISTS FOR (n:{self.label}) REQUIRE {columns} IS UNIQUE"
        made = f"CREATE {self.type} INDEX {self.name} IF NOT EXISTS FOR (n:{self.label}) ON "
        if self.analyzer is None:
            return f"{made}({columns})"
        return f"{made}EACH [{columns}] OPTIONS {{indexConfig: {{`fulltext.analyzer`: '{self.analyzer}'}}}}"

    def does(self, other: "Index") -> bool:
        """Whether it does what another one is for. Full-text indexes are asked by their names, the others are not."""
        named = self.type != "FULLTEXT" or self.name == other.name
        return named and replace(self, name=other.name) == other

    def hinders(self, other: "Index") -> bool:
        """Whether the other one cannot be made beside it."""
        over, others = ((each.label, each.properties, each.type) for each in (self, other))
        return self.name == other.name or over == others


MIGRATION = Index("Internal_version", INTERNAL, ("kind", "version"), unique=True).statement
"""What migrations need before the others are made: a migration is claimed once."""

IDS = Index("Element_id", "Element", ("id",), unique=True).statement
"""What finding elements by their ids needs, where the others are made later."""


def declared(schema: Schema) -> tuple[Index, ...]:
    """Every constraint and index that there has to be."""
    return (*_of_elements(schema), *_of_internals(), *_full_text(schema))


def script(schema: Schema) -> str:
    """All statements as one Cypher file."""
    head = "// Generated from graph/schema.py by `make generate`: constraints and indexes of the graph.\n"
    return head + "".join(f"{each.statement};\n" for each in declared(schema))


async def apply(store: Store, schema: Schema, *, first: bool = False) -> None:
    """Make what is missing, anew what is another one, and wait until all can be used. Running it again changes nothing.

    Several processes may do so at once. With ``first``, only those that loading into an empty database needs: to fill the
    others afterwards, all together, takes less than to fill them element by element.
    """
    wanted = [each for each in declared(schema) if not first or _is_first(each)]
    with suppress(SpojenciError):  # one by one tells which is the one that cannot be made
        await _make_missing(store, wanted)
    found = await _found(store)
    for each in wanted:
        if _fault(each, found):
            await _make(store, each)
    await store.define("CALL db.awaitIndexes(300)")


def _is_first(index: Index) -> bool:
    """Whether a load seeks by it: by the ids of elements, and what the log is found by."""
    return index.statement == IDS or (index.label == INTERNAL and index.type != "FULLTEXT")


async def _make_missing(store: Store, wanted: Iterable[Index]) -> None:
    """Make what is missing in one transaction, which takes a fraction of the time that one for each would."""
    found = await _found(store)
    missing = [each for each in wanted if _fault(each, found) == _MISSING and not _in_the_way(each, found)]
    if missing:
        await store.define_together(each.statement for each in missing)


async def _make(store: Store, wanted: Index) -> None:
    found = await _found(store)
    if _is_there(wanted, found):
        return
    try:
        for each in _in_the_way(wanted, found):
            await store.define(f"DROP {'CONSTRAINT' if each.unique else 'INDEX'} `{each.name}` IF EXISTS")
        await store.define(wanted.statement)
    except Refused:
        if not _is_there(wanted, await _found(store)):  # else another process was faster
            raise


def _in_the_way(wanted: Index, found: Sequence[tuple[Index, str]]) -> list[Index]:
    return [each for each, _ in found if each.hinders(wanted)]


def _is_there(wanted: Index, found: Sequence[tuple[Index, str]]) -> bool:
    return _fault(wanted, found) in {None, _FILLING}


_FILLING = "is still being filled"
_MISSING = "is missing"

FRESH = 5.0
"""Seconds for which what was seen of constraints and indexes is told."""


async def faults(store: Store, schema: Schema) -> Mapping[str, str]:
    """What is wrong with constraints and indexes, by their names: one is missing, another one, or still being filled."""
    found = await _found(store)
    judged = ((wanted.name, _fault(wanted, found)) for wanted in declared(schema))
    return {name: fault for name, fault in judged if fault}


class Inspection:
    """What :func:`faults` says, for all who ask of it often: that costs as much as many questions, so it is kept for seconds."""

    def __init__(self, store: Store, schema: Schema) -> None:
        self._store, self._schema = store, schema
        self._known: Mapping[str, str] = {}
        self._at = -math.inf
        self._looking: asyncio.Task[None] | None = None
        self._context = copy_context()
        """That of no request: a look is for all."""

    async def faults(self, seconds: float) -> Mapping[str, str]:
        """What is wrong; what was so before where it takes longer to see. Raises DatabaseUnavailable and DatabaseTimeout."""
        if self._looking is None and time.monotonic() - self._at > FRESH:
            self._looking = asyncio.create_task(self._look(), context=self._context)
            self._looking.add_done_callback(lambda look: look.cancelled() or look.exception())  # perhaps nobody waits
        if looking := self._looking:
            await asyncio.wait([looking], timeout=seconds)
            if looking.done():
                looking.result()
        return self._known

    async def _look(self) -> None:
        try:
            self._known = await faults(self._store, self._schema)
            self._at = time.monotonic()
        finally:
            self._looking = None


def _fault(wanted: Index, found: Sequence[tuple[Index, str]]) -> str | None:
    states = {state for each, state in found if each.does(wanted)}
    if "ONLINE" in states:
        return None
    if states:
        return _FILLING if "POPULATING" in states else "has failed"
    return "is another one" if any(each.name == wanted.name for each, _ in found) else _MISSING


async def _found(store: Store) -> list[tuple[Index, str]]:
    """What the database has, with states."""
    rows = await store.read(UPKEEP["indexes"].text, name="indexes")
    return [(Index(name, label, tuple(columns), *rest), state) for name, label, columns, *rest, state in rows]


def _of_elements(schema: Schema) -> Iterator[Index]:
    for trait in schema.traits:
        yield Index(f"{trait.label}_id", trait.label, ("id",), unique=True)
    for element in schema.elements:
        for each in (*schema.common, *element.properties, *_inherited_codes(schema, element)):
            yield from _of_property(element, each)


def _inherited_codes(schema: Schema, element: ElementType) -> Iterator[Property]:
    """What elements of a type with a parent are looked up by too: ``(:Library {ico: …})`` is a seek of its own."""
    if element.parent:
        common = {each.name for each in schema.common}
        yield from (p for p in schema.properties_of(element.parent) if p.identifies and p.name not in common)


def _of_property(element: ElementType, told: Property) -> Iterator[Index]:
    name, label = f"{element.label}_{told.name}", element.label
    if told.unique:
        yield Index(name, label, (told.name,), unique=True)
    elif told.keeps_order:
        yield Index(name, label, (told.name, "sortKey"))
    elif told.indexed:
        yield Index(name, label, (told.name,), "POINT" if told.kind is Kind.POINT else "RANGE")


def _of_internals() -> Iterator[Index]:
    for code in _INTERNAL_CODES:
        yield Index(f"{INTERNAL}_{code}", INTERNAL, ("kind", code), unique=True)
    for sought in _INTERNAL_SOUGHT:
        yield Index(f"{INTERNAL}_{sought}", INTERNAL, ("kind", sought))
    yield Index(f"{INTERNAL}_asker", INTERNAL, ("kind", "asker", "topic"))
    # The ids that a change touches stand in one text: this analyser finds them whole.
    yield Index("change_touches", INTERNAL, ("touches",), "FULLTEXT", analyzer="whitespace")


def _full_text(schema: Schema) -> Iterator[Index]:
    known = {p.name: p for element in schema.elements for p in schema.properties_of(element) if p.searchable}
    texts = tuple(name for name, each in known.items() if not each.identifies)
    for name, sought in (("search_czech", texts), ("search_folded", tuple(known))):
        yield Index(name, schema.element.label, sought, "FULLTEXT", analyzer=FULL_TEXT[name])
