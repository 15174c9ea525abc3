"""Understanding a map after it was loaded: what is general gets a type of the model; undone like any write.

Ids, histories and sources stay. What the new type has no property for is kept among the fields of the map.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import orjson

from graph import access, said
from graph.access import Author
from graph.errors import NotFound, WriteRefused
from graph.log.changes import Log
from graph.model import ConnectionType, ElementType, Property, Schema
from graph.questions.named import WRITES
from graph.records import ElementSubject, Properties, Subject
from graph.said import CONFIRMED_AT, SOURCES
from graph.schema import ITEM
from graph.store import Store, Transaction
from graph.writing import removed
from graph.writing.batch import Batch
from graph.writing.merged import united, with_given
from graph.writing.states import ConnectionState, ElementState

GENERAL = "RELATED_TO"

TIMEOUT = 600.0
"""Seconds that it may take: a map can be large."""


@dataclass(frozen=True, slots=True)
class Unfit:
    """What stays as it is, and why."""

    subject: Subject
    why: str


@dataclass(frozen=True, slots=True)
class Reclassified:
    """The number of the change, None of a dry run or where nothing fits; what changed, and what stays as it is."""

    sequence: int | None
    changed: Sequence[Subject]
    unfit: Sequence[Unfit]


class Reclassifying(Batch):
    """A batch that gives general elements and connections a type of their own."""

    async def elements(
        self, transaction: Transaction, ids: Sequence[str], type_: ElementType, kind: str
    ) -> list[Unfit]:
        """Make general elements be of a type, but for those with connections that it cannot have."""
        await self.load(transaction, ids, (), ids)
        ends = {end for c in self._connections.values() for end in (c.start, c.end)}
        await self.load(transaction, ends - self._elements.keys(), ())
        wanted = [self._elements[id_] for id_ in ids if id_ in self._elements and self._may_see(self._elements[id_])]
        types = {element.id: type_ for element in wanted}
        unfit: list[Unfit] = []
        while found := self._not_fitting(types):
            for id_, connection in found.items():
                del types[id_]
                unfit.append(
                    Unfit(ElementSubject(ITEM.label, id_), f"{connection.subject.text} cannot be one of {type_.label}")
                )
        for element in wanted:
            if element.id in types:
                self._become(element, type_, kind)
        await self.validate(transaction)
        return unfit

    async def connections(
        self, transaction: Transaction, rows: Sequence[Sequence[str]], type_: ConnectionType, *, reversed: bool
    ) -> list[Unfit]:
        """Make general connections be of a type, whichever way it fits, but for those of which it cannot have the ends."""
        ends = {end for start, end, _ in rows for end in (start, end)}
        pairs = [pair for start, end, _ in rows for pair in ((start, end), (end, start))]
        await self.load(transaction, ends, [(name, *pair) for name in (GENERAL, type_.type) for pair in pairs])
        unfit: list[Unfit] = []
        for start, end, parallel in rows:
            known = self._connections[GENERAL, start, end, parallel]
            if message := self._turn(known, type_, reversed=reversed):
                unfit.append(Unfit(known.subject, message))
        await self.validate(transaction)
        return unfit

    def _not_fitting(self, types: dict[str, ElementType]) -> dict[str, ConnectionState]:
        """The elements among those to change that have a connection which does not fit, with one of these."""
        found: dict[str, ConnectionState] = {}
        for id_ in types:
            for connection in (each for each in self._around[id_] if each.now is not None):
                source, target = (
                    types.get(end) or self._elements[end].type for end in (connection.start, connection.end)
                )
                if not (
                    connection.type.fits(source, target)
                    or (connection.type.mutual and connection.type.fits(target, source))
                ):
                    found.setdefault(id_, connection)
        return found

    def _become(self, element: ElementState, type_: ElementType, kind: str) -> None:
        state = _kept(element.now or {}, self._schema.properties_of(type_))
        named = "level" if any(each.name == "level" for each in type_.properties) else "kind"
        given = self._checked(self._schema.properties_of(type_), {named: kind} if kind else {}, ("newKind",))
        self.retype(element, type_)
        element.now = {**type_.defaults, **state, **given}
        if "visibility" in type_.defaults:  # people are not public because an item was
            element.now["visibility"] = access.narrowest(
                *(str(each.get("visibility", access.PUBLIC)) for each in (type_.defaults, state))
            )

    def _turn(self, known: ConnectionState, type_: ConnectionType, *, reversed: bool) -> str | None:
        """Make a general connection be of a type; or else what is wrong with that."""
        start, end = self._elements[known.start], self._elements[known.end]
        if not (self._may_see(start) and self._may_see(end)):
            return "has an end that you may not see"
        ways = ((end, start), (start, end)) if reversed else ((start, end), (end, start))
        fitting = next((way for way in ways if type_.fits(way[0].type, way[1].type)), None)
        if fitting is None:
            return f"{type_.type} cannot lead from {start.type.label} to {end.type.label}"
        declared = self._schema.properties_of_connection(type_)
        state = _kept(known.now or {}, declared)
        known.now = None
        self._put(type_, fitting, known.parallel, state, declared)
        return None

    def _put(
        self,
        type_: ConnectionType,
        ends: tuple[ElementState, ElementState],
        parallel: str | None,
        state: Properties,
        declared: tuple[Property, ...],
    ) -> None:
        """Say it by a connection that is there and says nothing else, or by a new one."""
        start, end = (each.id for each in ends)
        visibility = access.narrowest(*(str((each.now or {}).get("visibility", access.PUBLIC)) for each in ends))
        told = {name: value for name, value in state.items() if name != "parallel"}
        told[SOURCES] = said.by_person_too(told, self._viewer.role)
        taken = set()
        for other in self._around[start]:
            if other.now is not None and self._key(other.type, other.start, other.end, None) == self._key(
                type_, start, end, None
            ):
                more = united(declared, other.now, told)
                if more is not None:
                    other.now = with_given(other.now, more)
                    return
                taken.add(other.parallel)
        name = next(
            each for each in (parallel, *(f"{GENERAL} {n}" for n in range(1, len(taken) + 2))) if each not in taken
        )
        made = self._add(ConnectionState(type_, start, end, name, None, None, None, visibility))
        since = {CONFIRMED_AT: self._today} if type_.lasts else {}
        made.now = since | told | ({"parallel": name} if name is not None else {})


async def reclassify(
    store: Store,
    schema: Schema,
    kind: str,
    to: ElementType | ConnectionType,
    author: Author,
    *,
    new_kind: str = "",
    reversed: bool = False,
    dry_run: bool = False,
) -> Reclassified:
    """Give the general elements, or the general connections, that a map calls ``kind`` a type of the model.

    Raises
    ------
    NotFound
        Nothing is called so.
    WriteRefused
        It would make a circle, or the new kind is none.
    Forbidden
        The author is no reviewer.
    """
    access.require_reviewer(author.viewer)
    author = replace(author, reason="reclassification")

    async def work(transaction: Transaction) -> Reclassified:
        log = await Log.open(transaction)
        batch = Reclassifying(schema, author.viewer)
        if isinstance(to, ElementType):
            ids = [id_ for [id_] in await _called(transaction, "general_elements", kind)]
            unfit = await batch.elements(transaction, ids, to, new_kind)
        else:
            rows = await _called(transaction, "general_connections", kind)
            unfit = await batch.connections(transaction, rows, to, reversed=reversed)
        if batch.problems:
            raise WriteRefused(batch.problems)
        records = batch.records()
        changed = [record.subject for record in records if record.subject.type == to_name(to)]
        if dry_run or not records:
            return Reclassified(None, changed, unfit)
        await batch.flush(transaction, log.at, log.sequence, records)
        await removed.remember(transaction, schema, records, log.sequence)
        return Reclassified(await log.close(author, (record.data() for record in records)), changed, unfit)

    return await store.write(work, "reclassify", timeout=TIMEOUT)


def to_name(type_: ElementType | ConnectionType) -> str:
    """The label of a type of elements, the name of one of connections."""
    return type_.label if isinstance(type_, ElementType) else type_.type


async def _called(transaction: Transaction, name: str, kind: str) -> list[list[str]]:
    found = await transaction.run(WRITES[name].text, {"kind": kind})
    if not found:
        raise NotFound(f"nothing general is called {kind!r}", place="kind")
    return found


def _kept(state: Properties, declared: Iterable[Property]) -> dict[str, object]:
    """A state with what a type has no property for among the fields of its map."""
    names = {each.name for each in declared} | {"sortKey", "parallel"}
    rest = {name: value for name, value in state.items() if name not in names}
    if not rest:
        return dict(state)
    extra = orjson.loads(str(state.get("extra") or "{}"))
    fields = extra.get("fields")
    extra["fields"] = rest | fields if isinstance(fields, dict) else rest
    told = orjson.dumps(extra, option=orjson.OPT_SORT_KEYS).decode()
    return {name: value for name, value in state.items() if name in names} | {"extra": told}
