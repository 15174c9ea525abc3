"""A batch of commands: done in memory, validated, and the difference written.

The state of everything that the commands name is read first, under the writers' lock. They are applied to it one by
one, and every problem is gathered. The difference between the state before and now is written to the graph, and is what
the log records.
"""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import UTC, datetime

from graph import access, rules, said, texts
from graph.access import Viewer
from graph.collation import sort_key
from graph.errors import Path, Refusal
from graph.model import ConnectionType, ElementType, Property, Schema
from graph.questions.named import CHANGES, WRITES
from graph.reading.sides import Side, sides
from graph.records import PROPOSED, Action, ConnectionSubject, ElementSubject, Properties, Record, Subject, is_confirmed
from graph.schema import COMMON, ELEMENT
from graph.store import Transaction
from graph.store.values import from_neo4j
from graph.validation import accepted, covers
from graph.writing import rights
from graph.writing.around import moved
from graph.writing.circles import circles
from graph.writing.commands import (
    Command,
    Confirm,
    Connect,
    Create,
    Delete,
    Disconnect,
    Known,
    Merge,
    Nested,
    Split,
    Update,
    UpdateConnection,
    renamed,
)
from graph.writing.values import element_row, new_connections, to_neo4j

_MANAGED = frozenset({"version", "createdAt", "updatedAt"})

_TIMES = ("createdAt", "updatedAt")

_State = dict[str, object]
"""All properties of an element or a connection, with values as in the canonical file."""

_Step = tuple[str, Mapping[str, object], Sequence[object]]
"""A statement, its parameters, and the rows among these without which it is not run."""


@dataclass(slots=True)
class ElementState:
    """The properties of an element before the batch and now; None where it does not exist.

    ``path`` and ``paths`` say where in the client's input the element and each of its values stand. ``reverted`` is how
    many log records of this element the batch has reverted so far: an import may hold several. ``was`` is the type before,
    where the batch gives it another one.
    """

    type: ElementType
    id: str
    before: _State | None
    now: _State | None
    path: Path = ()
    paths: dict[str, Path] = field(default_factory=dict)
    reverted: int = 0
    was: ElementType | None = None


@dataclass(slots=True)
class ConnectionState:
    """The properties of a connection before the batch and now; None where it does not exist.

    ``key`` is Neo4j's own id of it, ``visibility`` the narrowest of its ends, ``path`` where it stands in the input.
    """

    type: ConnectionType
    start: str
    end: str
    parallel: str | None
    before: _State | None
    now: _State | None
    key: str | None = None
    visibility: str = access.PUBLIC
    path: Path = ()

    @property
    def subject(self) -> ConnectionSubject:
        """What identifies it in the log."""
        return ConnectionSubject(self.type.type, self.start, self.end, self.parallel)


@dataclass(frozen=True, slots=True)
class Done:
    """What one command did; ``action`` is None where everything was so already."""

    action: Action | None
    subject: Subject


class Batch:
    """Commands done in memory for one viewer; what the viewer may not see does not exist for the commands.

    ``author`` is who says so, ``on`` which day, where that is not the viewer today: a proposal is its author's word.
    """

    def __init__(self, schema: Schema, viewer: Viewer, author: Viewer | None = None, on: str | None = None) -> None:
        self.problems: list[Refusal] = []
        self.done: list[Done] = []
        self._schema = schema
        self._viewer = viewer
        self._author = author or viewer
        self._by_author: _State = {said.SOURCES: [said.person(self._author.role)]}
        self._today = on or datetime.now(UTC).date().isoformat()
        self._types = {frozenset(schema.labels_of(element)): element for element in schema.elements}
        self._elements: dict[str, ElementState] = {}
        self._instead: dict[str, str] = {}
        self._replaced = False
        self._connections: dict[tuple[str, str, str, str | None], ConnectionState] = {}
        self._around: defaultdict[str, list[ConnectionState]] = defaultdict(list)

    # Reading ----------------------------------------------------------------------------------------------------------

    async def load(
        self,
        transaction: Transaction,
        ids: Iterable[str],
        pairs: Iterable[tuple[str, str, str]],
        whole: Iterable[str] = (),
    ) -> None:
        """Read elements, connections by type and ends, and every connection of some elements."""
        parameters = {
            "ids": sorted(filter(_is_id, set(ids))),
            "pairs": [
                {"type": type_, "start": start, "end": end}
                for type_, start, end in sorted(set(pairs))
                if _is_id(start) and _is_id(end)
            ],
            "whole": sorted(filter(_is_id, set(whole))),
        }
        [[elements, connections]] = await transaction.run(WRITES["load"].text, parameters)
        for labels, properties in elements:
            if element := self._types.get(frozenset(labels)):
                found = _with_times(from_neo4j(properties))
                self._elements[str(found["id"])] = ElementState(element, str(found["id"]), found, found)
        for name, start, end, key, properties, *visibilities in connections:
            if connection := self._schema.by_type.get(name):
                found = from_neo4j(properties)
                visibility = access.narrowest(*visibilities)
                parallel = found.get("parallel")
                self._add(ConnectionState(connection, start, end, parallel, found, found, key, visibility))

    def _add(self, connection: ConnectionState) -> ConnectionState:
        """Add a connection, unless there is one with its key; the one that is there then."""
        key = self._key(connection.type, connection.start, connection.end, connection.parallel)
        kept = self._connections.setdefault(key, connection)
        if kept is connection:
            self._around[connection.start].append(connection)
            self._around[connection.end].append(connection)
        return kept

    def _key(
        self, type_: ConnectionType, start: str, end: str, parallel: str | None
    ) -> tuple[str, str, str, str | None]:
        first, second = sorted((start, end)) if type_.mutual else (start, end)
        return (type_.type, first, second, parallel)

    # Commands ---------------------------------------------------------------------------------------------------------

    async def apply(self, transaction: Transaction, commands: Sequence[Command]) -> None:
        """Do commands one after the other; what cannot be done is added to ``problems``.

        An id of what was merged into another element is that of the other one.
        """
        await self._load_named(transaction, commands)
        if instead := await self._answering(transaction, commands):
            self._instead = instead
            commands = [renamed(command, instead) for command in commands]
            await self._load_named(transaction, commands)
        await self._ready(transaction, commands)
        for command in commands:
            self._do(command)
        await self.validate(transaction)

    async def _load_named(self, transaction: Transaction, commands: Sequence[Command]) -> None:
        ids, pairs, whole = _named(commands)
        await self.load(transaction, [*ids, *await self._holders(transaction, commands)], pairs, whole)
        if around := list(self._pairs_around(commands)):
            await self.load(transaction, (), around)

    async def _ready(self, transaction: Transaction, commands: Sequence[Command]) -> None:
        """Read what else commands need."""

    async def _answering(self, transaction: Transaction, commands: Sequence[Command]) -> dict[str, str]:
        """Which elements answer for ids that are named and not there."""
        missing = sorted(id_ for id_ in set(_named(commands)[0]) - self._elements.keys() if _is_id(id_))
        rows = await transaction.run(WRITES["answering"].text, {"ids": missing}) if missing else []
        self._replaced = any(now is None for _, now, _ in rows)
        return {id_: now for id_, now, visibility in rows if now is not None and access.sees(self._viewer, visibility)}

    def _do(self, command: Command) -> None:
        match command:
            case Create(known=Known.UPDATED):
                self._upsert(command)
            case Create():
                self._create(command, command.path)
            case Update():
                self._update(command)
            case Delete():
                self._delete(command)
            case Connect():
                self._connect(command)
            case UpdateConnection() | Disconnect():
                self._change_connection(command)
            case Confirm():
                self._confirm(command)

    async def validate(self, transaction: Transaction) -> None:
        """Add to ``problems`` every value that another element has alone, and every connection that closes a circle."""
        self.problems += [problem async for problem in self._taken(transaction)]
        self.problems += [problem async for problem in self._circles(transaction)]

    def _refuse(self, path: Path, message: str, code: str = "BAD_INPUT", current: Properties = {}) -> None:
        self.problems.append(Refusal(path, message, code, current))

    def _create(self, command: Create, path: Path) -> ElementState | None:
        element = self._schema.by_label.get(command.label)
        if element is None:
            self._refuse((*path, "label"), f"{command.label!r} is not in the model")
            return None
        declared = self._schema.properties_of(element)
        stated = element.defaults | {name: value for name, value in command.properties.items() if value is not None}
        if command.promised is not None:
            stated = {**stated, "id": command.promised}
        given = self._checked(declared, stated, (*path, "properties"))
        for property_ in declared:
            if property_.required and property_.name not in stated:
                self._refuse((*path, "properties", property_.name), "is missing")
        id_ = given.get("id")
        if id_ in self._elements or id_ in self._instead:
            self._refuse((*path, "properties", "id"), f"{id_!r} is the id of another element already", "TAKEN")
            return None
        made = ElementState(element, str(id_), None, None, path)
        if id_ is not None:
            made.now = {}
            self._elements[made.id] = made
            self._set(made, self._by_author | given, path)
            self.done.append(Done(Action.CREATED, ElementSubject(element.label, made.id)))
        self._connections_of(made, command.connections, path)
        return made

    def _connections_of(self, element: ElementState, connections: Mapping[str, Sequence[Nested]], path: Path) -> bool:
        """Make and delete connections of an element; whether that changes any."""
        place, known = len(self.done), sides(element.type)
        for name, nested in connections.items():
            for number, one in enumerate(nested):
                where = (*path, "connections", name, number)
                if name not in known:
                    self._refuse(where, f"{element.type.label} has no connection {name!r}; it has {', '.join(known)}")
                else:
                    self._nested(element, known[name], one, where)
        changed = any(done.action for done in self.done[place:])
        del self.done[place:]
        return changed

    def _nested(self, element: ElementState, side: Side, nested: Nested, path: Path) -> None:
        if [nested.create, nested.connect, nested.disconnect].count(None) != 2:
            self._refuse(path, "takes one of create, connectOrCreate, connect and disconnect")
            return
        if nested.disconnect is not None:
            self._end(element, side, nested, nested.disconnect, path)
            return
        other, far = self._far(nested, path)
        if other is not None and element.now is not None and other.now is not None:
            start, end = (element, other) if side.outgoing else (other, element)
            self._join(side.connection, start, end, nested.id, nested.properties, path, itself=far, unfit=far)

    def _far(self, nested: Nested, path: Path) -> tuple[ElementState | None, Path]:
        """The element at the other end of a connection, and where in the input it stands."""
        if nested.create is None:
            far = (*path, "connect")
            return self._existing(str(nested.connect), far), far
        far = nested.create.path or (*path, "create")
        if nested.create.known is not Known.KEPT:
            return self._create(nested.create, far), far
        known = self._known(nested.create, far)
        if not self._may_be_created(known, nested.create.if_version, path):
            return known, far
        return self._create(nested.create, far), far

    def _end(self, element: ElementState, side: Side, nested: Nested, other: str, path: Path) -> None:
        if nested.properties:
            self._refuse((*path, "properties"), "are those of a connection that is deleted")
            return
        far = (*path, "disconnect")
        if self._existing(other, far):
            start, end = (element.id, other) if side.outgoing else (other, element.id)
            self._change_connection(Disconnect(side.connection.type, start, end, nested.id, far))

    def _update(self, command: Update) -> None:
        element = self._existing(command.id, (*command.path, "id"), command.label)
        if element is not None:
            self._validate_version(element, command.if_version, command.path)
            self._change(element, command)

    def _change(self, element: ElementState, command: Update | Create) -> None:
        path = command.path
        given = self._checked(self._schema.properties_of(element.type), command.properties, (*path, "properties"))
        if given.get("id", element.id) != element.id:
            self._refuse((*path, "properties", "id"), "stays; an element keeps its id")
            return
        before = element.now or {}
        changed = self._set(element, given, path)
        element.now = _corrected(before, element.now or {})
        changed = self._connections_of(element, command.connections, path) or changed
        self.done.append(Done(Action.UPDATED if changed else None, ElementSubject(element.type.label, element.id)))

    # Identifiers ------------------------------------------------------------------------------------------------------

    def _upsert(self, command: Create) -> None:
        found = self._known(command, command.path)
        if self._may_be_created(found, command.if_version, command.path):
            self._create(command, command.path)
        elif found is not None:
            self._change(found, command)

    def _known(self, command: Create, path: Path) -> ElementState | None:
        """The element that a command to create, or else to update or connect, is about; None where there is none."""
        element = self._schema.by_label.get(command.label)
        if element is None:
            return None
        if not any(_identifiers_in(element, command)):
            names = ", ".join(declared.name for _, declared in identifiers(element))
            self._refuse(path, f"give one of {names}: by it is told whether it is there already")
            return None
        found = self._same(command)
        if len(found) > 1:
            self._refuse(path, f"these identifiers are of several elements: {', '.join(e.id for e in found)}", "TAKEN")
        return found[0] if found else None

    def _same(self, command: Create) -> list[ElementState]:
        """The elements that have one of the identifiers of a command, of those that the viewer may see."""
        element = self._schema.by_label.get(command.label)
        if element is None or command.known is Known.REFUSED:
            return []
        given = dict(_identifiers_in(element, command))
        return [
            known
            for known in self._elements.values()
            if known.now is not None and element.label in self._schema.labels_of(known.type) and self._may_see(known)
            if any(known.now.get(name) == value for name, value in given.items())
        ]

    async def _holders(self, transaction: Transaction, commands: Sequence[Command]) -> list[str]:
        """The ids of the elements that have one of the identifiers of those that may be there already."""
        wanted: defaultdict[tuple[str, str], set[object]] = defaultdict(set)
        for create in _perhaps_known(commands):
            if element := self._schema.by_label.get(create.label):
                given = dict(_identifiers_in(element, create))
                for label, declared in identifiers(element):
                    if declared.name in given:
                        wanted[label, declared.name].add(given[declared.name])
        found: list[str] = []
        for (label, name), values in wanted.items():
            text = f"MATCH (n:{label}) WHERE n.{name} IN $values RETURN n.id"
            found += [id_ for [id_] in await transaction.run(text, {"values": list(values)})]
        return found

    def _pairs_around(self, commands: Iterable[Command]) -> Iterator[tuple[str, str, str]]:
        """The connections, by type and ends, that commands name from elements which are there."""
        for command in commands:
            match command:
                case Update():
                    element = self._elements.get(command.id)
                case Create(known=Known.UPDATED):
                    element = next(iter(self._same(command)), None)
                case _:
                    continue
            if element is not None:
                yield from self._pairs_of(element, command.connections)

    def _pairs_of(
        self, element: ElementState, connections: Mapping[str, Sequence[Nested]]
    ) -> Iterator[tuple[str, str, str]]:
        known = sides(element.type)
        for name, one in ((name, one) for name, nested in connections.items() for one in nested if name in known):
            ends = [
                one.connect or one.disconnect or "",
                *(e.id for e in (self._same(one.create) if one.create else ())),
            ]
            for other in filter(None, ends):
                yield (
                    known[name].connection.type,
                    *((element.id, other) if known[name].outgoing else (other, element.id)),
                )

    def _delete(self, command: Delete) -> None:
        element = self._existing(command.id, (*command.path, "id"), command.label)
        if element is None:
            return
        self._validate_version(element, command.if_version, command.path)
        element.now = None
        for connection in self._around[element.id]:
            connection.now = None
        self.done.append(Done(Action.DELETED, ElementSubject(element.type.label, element.id)))

    def _connect(self, command: Connect) -> None:
        type_ = self._connection_type(command)
        start = self._existing(command.start, (*command.path, "from"))
        end = self._existing(command.end, (*command.path, "to"))
        if type_ and start and end:
            path, to = command.path, (*command.path, "to")
            self._join(type_, start, end, command.id, command.properties, path, itself=to, unfit=path)

    def _join(
        self,
        type_: ConnectionType,
        start: ElementState,
        end: ElementState,
        parallel: str | None,
        properties: Properties,
        path: Path,
        *,
        itself: Path,
        unfit: Path,
    ) -> None:
        """Connect; ``itself`` and ``unfit`` are where it stands that both ends are one, or of types that do not fit."""
        given = self._checked_connection(type_, properties, path)
        if start is end:
            self._refuse(itself, "is the element itself; a connection leads to another one")
            return
        if type_.mutual and not type_.fits(start.type, end.type):
            start, end = end, start
        if not type_.fits(start.type, end.type):
            self._refuse(unfit, f"{type_.type} cannot lead from {start.type.label} to {end.type.label}")
            return
        if parallel is not None and (message := rules.element_id(parallel)):
            self._refuse((*path, "parallel"), message)
            return
        if twin := self._twin(type_, start, end, parallel, given):
            self.done.append(Done(None, twin.subject))
            return
        known = self._add(ConnectionState(type_, start.id, end.id, parallel, None, None))
        created = known.now is None
        fresh = {"parallel": parallel} if parallel is not None else {}
        after = answered(_merged(fresh if known.now is None else known.now, given))
        after = self._stated(type_) | after if known.now is None else _corrected(known.now, after)
        changed = after != known.now
        known.now, known.path = after, path
        self.done.append(Done(Action.CREATED if created else Action.UPDATED if changed else None, known.subject))

    def _stated(self, type_: ConnectionType) -> _State:
        """What is known of a new connection by itself: who says it, and of one that ends by itself since when."""
        return self._by_author | ({said.CONFIRMED_AT: self._today} if type_.lasts else {})

    def _twin(
        self, type_: ConnectionType, start: ElementState, end: ElementState, parallel: str | None, given: Properties
    ) -> ConnectionState | None:
        """Another connection that says already all that a new one would."""
        key = self._key(type_, start.id, end.id, parallel)
        if (known := self._connections.get(key)) and known.now is not None:
            return None
        declared = self._schema.properties_of_connection(type_)
        others = (c for c in self._around[start.id] if self._key(c.type, c.start, c.end, None)[:3] == key[:3])
        return next((c for c in others if c.now is not None and covers(declared, c.now, given)), None)

    def _change_connection(self, command: UpdateConnection | Disconnect) -> None:
        known, given = self._named_connection(command), {}
        if known and isinstance(command, UpdateConnection):
            given = self._checked_connection(known.type, command.properties, command.path)
        if known is None or known.now is None:
            return
        if isinstance(command, Disconnect):
            known.now = None
            self.done.append(Done(Action.DELETED, known.subject))
        else:
            after = _corrected(known.now, answered(_merged(known.now, given)))
            changed = after != known.now
            known.now, known.path = after, command.path
            self.done.append(Done(Action.UPDATED if changed else None, known.subject))

    def _named_connection(self, command: UpdateConnection | Disconnect | Confirm) -> ConnectionState | None:
        """The connection that a command names, which must be there."""
        type_ = self._connection_type(command)
        start = self._existing(command.start, (*command.path, "from"))
        end = self._existing(command.end, (*command.path, "to"))
        if not type_ or not start or not end:
            return None
        known = self._connections.get(self._key(type_, start.id, end.id, command.id))
        if known is not None and known.now is not None:
            return known
        self._refuse(command.path, f"there is no {type_.type} from {start.id!r} to {end.id!r}", "NOT_FOUND")
        return None

    def _confirm(self, command: Confirm) -> None:
        stamp = {said.CONFIRMED_AT: self._today, said.CONFIRMED_BY: self._author.name}
        if command.type is not None:
            self._confirm_connection(command, stamp)
        elif element := self._existing(command.start, command.path):
            changed = self._set(element, stamp, command.path)
            self.done.append(Done(Action.UPDATED if changed else None, ElementSubject(element.type.label, element.id)))

    def _confirm_connection(self, command: Confirm, stamp: Properties) -> None:
        known = self._named_connection(command)
        if known is None or known.now is None:
            return
        if not _confirmed(known.now):
            self._refuse(command.path, f"is {known.now['status']}; say first that it holds: its status is confirmed")
            return
        after = _merged(known.now, stamp)
        self.done.append(Done(Action.UPDATED if after != known.now else None, known.subject))
        known.now = after

    # Validation -------------------------------------------------------------------------------------------------------

    def _existing(self, id_: str, path: Path, label: str | None = None) -> ElementState | None:
        element = self._elements.get(id_)
        fits = element is not None and (label is None or label in self._schema.labels_of(element.type))
        if element is None or element.now is None or not fits or not self._may_see(element):
            self._refuse(path, f"there is no {label or 'element'} with the id {id_!r}", "NOT_FOUND")
            return None
        return element

    def _may_see(self, element: ElementState) -> bool:
        return element.before is None or access.sees(self._viewer, _visibility(element.before))

    def _connection_type(self, command: Connect | UpdateConnection | Disconnect | Confirm) -> ConnectionType | None:
        type_ = self._schema.by_type.get(command.type or "")
        if type_ is None:
            self._refuse((*command.path, "type"), f"{command.type!r} is not in the model")
        return type_

    def _validate_version(self, element: ElementState, expected: int | None, path: Path) -> None:
        version = _version(element.before)
        if expected is not None and expected != version:
            message = f"{element.type.label} {element.id} has changed: it is at version {version}, not {expected}"
            self._refuse((*path, "ifVersion"), message, "CONFLICT", self._readable(element))

    def _may_be_created(self, found: ElementState | None, expected: int | None, path: Path) -> bool:
        """Whether nothing is there and no version is expected; what is there has to be in the expected one.

        Where one is expected of nothing, whether the identifiers are those of somebody unseen is not told.
        """
        if found is not None:
            self._validate_version(found, expected, path)
        elif expected is not None:
            message = f"nothing has these identifiers in version {expected}, or at all"
            self._refuse((*path, "ifVersion"), message, "CONFLICT")
        return found is None and expected is None

    def _readable(self, element: ElementState) -> _State:
        readable = {p.name for p in self._schema.properties_of(element.type) if access.readable(self._viewer, p)}
        found = element.before or {}
        return {"label": element.type.label, **{name: value for name, value in found.items() if name in readable}}

    def _checked(self, declared: Iterable[Property], given: Properties, path: Path) -> _State:
        known = {property_.name: property_ for property_ in declared if not property_.internal}
        state: _State = {}
        for name, value in given.items():
            kept, message = self._accepted(known.get(name), value)
            if message:
                self._refuse((*path, name), message)
            else:
                state[name] = kept
        return state

    def _accepted(self, declared: Property | None, value: object) -> tuple[object, str | None]:
        """A value as it is kept, and what is wrong with it."""
        if declared is None:
            return None, "is not in the model"
        if not access.writable(self._viewer, declared):
            return None, "is not for clients to write"
        if value is None:
            cleared = declared.required and declared.name != "id"
            return None, "is required and cannot be cleared" if cleared else None
        kept, message = accepted(declared, value)
        if not message and declared.name == "visibility" and not access.sees(self._viewer, str(kept)):
            message = "would hide it from yourself"
        return kept, message

    def _checked_connection(self, type_: ConnectionType, given: Properties, path: Path) -> _State:
        declared = [p for p in self._schema.properties_of_connection(type_) if p.name != "parallel"]
        return self._checked(declared, given, (*path, "properties"))

    def _set(self, element: ElementState, given: Properties, path: Path) -> bool:
        before = element.now or {}
        element.now = _merged(before, given)
        element.path = element.path or path
        element.paths |= {name: (*path, "properties", name) for name in given}
        if "name" in given and (name := element.now.get("name")):
            element.now["sortKey"] = sort_key(str(name), element.id)
        return any(before.get(name) != value for name, value in given.items())

    async def _taken(self, transaction: Transaction) -> AsyncIterator[Refusal]:
        wanted: dict[tuple[str, str], dict[object, list[ElementState]]] = {}
        for element in self._elements.values():
            for owner, name in unique_values(element.type):
                value = (element.now or {}).get(name)
                if value is not None and value != (element.before or {}).get(name):
                    wanted.setdefault((owner, name), {}).setdefault(value, []).append(element)
        for (owner, name), values in wanted.items():
            text = f"MATCH (n:{owner}) WHERE n.{name} IN $values RETURN n.{name}, n.id, n.visibility"
            rows = await transaction.run(text, {"values": list(values)})
            holders = {value: (id_, visibility) for value, id_, visibility in rows if self._keeps(id_, name, value)}
            for value, elements in values.items():
                for element in elements[0 if value in holders else 1 :]:
                    id_, visibility = holders.get(value, (elements[0].id, None))
                    whose = f"that of {id_!r}" if access.sees(self._viewer, visibility) else "taken"
                    where = element.paths.get(name, element.path)
                    yield Refusal(where, f"{value!r} is {whose} already; are they the same?", "TAKEN")

    async def _circles(self, transaction: Transaction) -> AsyncIterator[Refusal]:
        for type_ in self._schema.connections:
            own = [c for c in self._connections.values() if c.type is type_ and type_.acyclic]
            made = {(c.start, c.end): c for c in own if _confirmed(c.now) and not _confirmed(c.before)}
            if not made:
                continue
            ended = [(c.start, c.end) for c in own if _confirmed(c.before) and not _confirmed(c.now)]
            found, visibilities = await circles(transaction, type_, made, ended)
            for pair, way in found.items():
                named = (id_ if access.sees(self._viewer, visibilities.get(id_)) else "…" for id_ in way)
                yield Refusal(made[pair].path, f"{type_.type} would lead in a circle: {' → '.join(named)}")

    def _keeps(self, id_: str, name: str, value: object) -> bool:
        known = self._elements.get(id_)
        return known is None or (known.now or {}).get(name) == value

    # Undoing ----------------------------------------------------------------------------------------------------------

    def revert(self, record: Record, at: str) -> bool:
        """Revert one record of a change made ``at`` that time; false, and nothing done, where something came after it."""
        if isinstance(record.subject, ElementSubject):
            return self._revert_element(record, record.subject, at)
        return self._revert_connection(record, record.subject)

    def _revert_element(self, record: Record, subject: ElementSubject, at: str) -> bool:
        element = self._elements.get(subject.id)
        if record.action is Action.DELETED:
            type_ = self._schema.by_label.get(subject.label)
            if element is not None or type_ is None:
                return False
            before = {name: value for name, value in record.before.items() if name != "updatedAt"}
            before |= {"id": subject.id, "version": (record.version or 0) + 1}
            before["sortKey"] = sort_key(str(before.get("name")), subject.id)
            self._elements[subject.id] = ElementState(type_, subject.id, None, before)
            return True
        if element is None or element.now is None or not self._may_see(element):
            return False
        if not _untouched(element, record, at):
            return False
        before = dict(record.before)
        if (label := before.pop("label", None)) is not None and not self._was(element, str(label)):
            return False
        element.reverted += 1
        if record.action is Action.UPDATED:
            self._set(element, before, ())
            return True
        if any(connection.now is not None for connection in self._around[subject.id]):
            return False
        element.now = None
        return True

    def retype(self, element: ElementState, type_: ElementType) -> None:
        """Make an element be of another type."""
        element.was = element.was or element.type
        element.type = type_
        if element.was is type_:
            element.was = None

    def _was(self, element: ElementState, label: str) -> bool:
        """Give an element the type back that it had; false where it has connections by now that this cannot have."""
        type_ = self._schema.by_label.get(label)
        if type_ is None or any(not _may_end(c, element.id, label) for c in self._around[element.id]):
            return False
        self.retype(element, type_)
        return True

    def _revert_connection(self, record: Record, subject: ConnectionSubject) -> bool:
        type_ = self._schema.by_type.get(subject.type)
        if type_ is None:
            return False
        key = self._key(type_, subject.start, subject.end, subject.parallel)
        known = self._connections.get(key)
        own = {"parallel": subject.parallel} if subject.parallel is not None else {}
        if record.action is Action.DELETED:
            ends = (self._elements.get(id_) for id_ in subject.touches)
            if known is not None or any(end is None or end.now is None for end in ends):
                return False
            now = {**record.before, **own}
            self._add(ConnectionState(type_, subject.start, subject.end, subject.parallel, None, now))
            return True
        if known is None or known.now is None:
            return False
        if record.action is Action.CREATED:
            if known.now != {**record.after, **own}:
                return False
            known.now = None
            return True
        if any(known.now.get(name) != value for name, value in record.after.items()):
            return False
        known.now = _merged(known.now, record.before)
        return True

    # Sources ----------------------------------------------------------------------------------------------------------

    def take_back(self, source: str, subjects: Iterable[Subject]) -> None:
        """Take back that a source says something: what rests on that alone goes, but for what something left leads to."""
        elements = []
        for subject in subjects:
            if isinstance(subject, ElementSubject):
                elements.append(self._elements.get(subject.id))
            elif type_ := self._schema.by_type.get(subject.type):
                connection = self._connections.get(self._key(type_, subject.start, subject.end, subject.parallel))
                if connection is not None and connection.now is not None:
                    connection.now = said.without(connection.now, source)
        for element in filter(None, elements):
            now = element.now or {}
            held = any(connection.now is not None for connection in self._around[element.id])
            left = {name: value for name, value in now.items() if name != said.SOURCES}
            element.now = said.without(now, source) or (left if held else None)

    def close(self, id_: str) -> None:
        """Mark a library as closed, unless a person says whether it is."""
        element = self._elements.get(id_)
        closes = element is not None and any(p.name == "closed" for p in self._schema.properties_of(element.type))
        if element is not None and closes and element.now and "closed" not in said.of_people(element.now):
            self._set(element, {"closed": True}, ())

    def accept(self, subject: Subject, name: str, value: object) -> bool:
        """Take over the value that a source says of a property; false where there is nothing that could have it."""
        if isinstance(subject, ElementSubject):
            element = self._elements.get(subject.id)
            if element is None or element.now is None:
                return False
            self._set(element, said.accepted(element.now, name, value), ())
            return True
        type_ = self._schema.by_type.get(subject.type)
        connection = type_ and self._connections.get(self._key(type_, subject.start, subject.end, subject.parallel))
        if not connection or connection.now is None:
            return False
        connection.now = _merged(connection.now, said.accepted(connection.now, name, value))
        return True

    # Rights -----------------------------------------------------------------------------------------------------------

    def settle(self, own: AbstractSet[str]) -> bool:
        """Leave what a contributor says of others to their word; false, and nothing done, where it takes a reviewer."""
        made = {e.id for e in self._elements.values() if e.before is None}
        changed = {e.id for e in self._elements.values() if self._element_record(e)}
        connections = [c for c in self._connections.values() if c.before != c.now]
        said = [rights.Said(c.type, c.start, c.end, c.before, c.now) for c in connections]
        if not changed <= own | made or not all(rights.may_say(each, own | made) for each in said):
            return False
        for connection, each in zip(connections, said, strict=True):
            now = rights.settled(each, own | made)
            connection.now = None if now is None else dict(now)
        return True

    # Writing ----------------------------------------------------------------------------------------------------------

    def records(self) -> list[Record]:
        """What has changed, in an order in which it can be done again: ends exist before what connects them."""
        elements = [r for element in self._elements.values() if (r := self._element_record(element))]
        connections = [r for connection in self._connections.values() if (r := self._connection_record(connection))]
        order = (Action.CREATED, Action.UPDATED, Action.DELETED)
        standing = [r for r in elements if r.action is not Action.DELETED]
        return [
            *sorted(standing, key=lambda r: order.index(r.action)),
            *sorted(connections, key=lambda r: order.index(r.action)),
            *(r for r in elements if r.action is Action.DELETED),
        ]

    def _element_record(self, element: ElementState) -> Record | None:
        difference = _difference(element.before, element.now, self._unlogged(element.type))
        if element.was and element.before is not None and element.now is not None:
            _, old, new = difference or (None, {}, {})
            difference = Action.UPDATED, {**old, "label": element.was.label}, {**new, "label": element.type.label}
        if not difference:
            return None
        action, before, after = difference
        version = _version(element.before)
        if action is Action.CREATED:
            version = _version(element.now, 1)
        elif action is Action.UPDATED:
            version += 1
        visibility = access.narrowest(_visibility(element.before), _visibility(element.now))
        return Record(action, ElementSubject(element.type.label, element.id), before, after, visibility, version)

    def _unlogged(self, type_: ElementType) -> frozenset[str]:
        return frozenset({"id", *(p.name for p in self._schema.properties_of(type_) if p.internal)})

    def _connection_record(self, connection: ConnectionState) -> Record | None:
        if not (difference := _difference(connection.before, connection.now, frozenset({"parallel"}))):
            return None
        ends = (self._elements.get(id_) for id_ in (connection.start, connection.end))
        states = [state for end in ends if end for state in (end.before, end.now)]
        visibility = access.narrowest(connection.visibility, *map(_visibility, states))
        return Record(difference[0], connection.subject, difference[1], difference[2], visibility)

    def touched(self) -> list[str]:
        """The ids of the elements that the batch has read or created."""
        return list(self._elements)

    def version(self, subject: Subject) -> int | None:
        """The version of an element when all is written, None for what is no element or is deleted."""
        element = self._elements.get(subject.id or "") if isinstance(subject, ElementSubject) else None
        if element is None or element.now is None:
            return None
        found = self._element_record(element)
        return found.version if found else _version(element.now)

    async def flush(self, transaction: Transaction, at: str, sequence: int) -> None:
        """Write the difference, as the change of this time and number. What is deleted goes first, and values are released before others get them."""
        elements, connections = self._elements.values(), self._connections.values()
        deleted = [e for e in elements if e.before is not None and e.now is None]
        tombstones = [
            {"id": e.id, "visibility": visibility}
            for e in deleted
            if (visibility := access.narrowest(_visibility(e.before))) != access.PUBLIC
        ]
        created = [e for e in elements if e.before is None and e.now is not None]
        changes = {e.id: self._changes(e) for e in elements if e.before is not None and e.now is not None}
        retyped = [e for e in elements if e.was and e.id in changes]
        updated = [{"id": id_, "properties": changed} for id_, changed in changes.items() if changed]
        updated += [{"id": e.id, "properties": {}} for e in retyped if not changes[e.id]]
        disconnected = [c.key for c in connections if c.key and c.now is None]
        steps: list[_Step] = [
            (WRITES["delete_connections"].text, {"connections": disconnected}, disconnected),
            (WRITES["delete_elements"].text, {"ids": [e.id for e in deleted]}, deleted),
            (CHANGES["leave_tombstones"].text, {"rows": tombstones, "sequence": sequence}, tombstones),
            (WRITES["release_values"].text, {"rows": (released := list(self._released(changes)))}, released),
            (WRITES["relabel_elements"].text, {"rows": [*map(self._relabelled, retyped)]}, retyped),
            (WRITES["update_elements"].text, {"rows": updated, "at": at}, updated),
            (WRITES["create_elements"].text, {"rows": list(map(self._row, created)), "at": at}, created),
            *self._connection_steps(connections),
        ]
        for text, parameters, rows in steps:
            if rows:
                await transaction.run(text, parameters)
        if self._replaced:
            await transaction.run(WRITES["forget_replaced"].text)
        if ids := sorted(set(moved(record.data() for record in self.records()))):
            await transaction.run(WRITES["keep_around"].text, {"ids": ids})

    def _connection_steps(self, connections: Iterable[ConnectionState]) -> Iterator[_Step]:
        created, updated = [], []
        for c in connections:
            if c.now is None or c.before == c.now:
                continue
            if c.before is not None:
                changed = {name: c.now.get(name) for name in c.before | c.now if c.before.get(name) != c.now.get(name)}
                updated.append({"connection": c.key, "properties": changed})
            else:
                created.append((c.type.type, c.start, c.end, c.now))
        yield WRITES["update_connections"].text, {"rows": updated}, updated
        yield WRITES["create_connections"].text, new_connections(created), created

    def _row(self, element: ElementState) -> list[object]:
        return element_row(self._schema, element.type, element.now or {})

    def _relabelled(self, element: ElementState) -> dict[str, object]:
        gone, come = (self._schema.labels_of(type_) for type_ in (element.was or element.type, element.type))
        return {"id": element.id, "gone": [each for each in gone if each not in come], "come": come}

    def _changes(self, element: ElementState) -> dict[str, object]:
        before, now = element.before or {}, element.now or {}
        if not self._element_record(element):
            return {}
        changed = {name: now.get(name) for name in before | now if before.get(name) != now.get(name)}
        return to_neo4j(self._schema.properties_of(element.type), changed)

    def _released(self, changes: Mapping[str, Properties]) -> Iterator[dict[str, object]]:
        for id_, changed in changes.items():
            element = self._elements[id_]
            unique = {name for _, name in unique_values(element.type)}
            if released := {name: None for name in unique & changed.keys() if (element.before or {}).get(name)}:
                yield {"id": id_, "properties": released}


def _with_times(found: _State) -> _State:
    """The properties of an element, its times written as everywhere."""
    for name in _TIMES:
        at = found.pop(name, None)
        if at is not None:
            found[name] = datetime.fromisoformat(str(at)).isoformat()
    return found


def unique_values(element: ElementType) -> Iterator[tuple[str, str]]:
    """Properties of which each value belongs to one element, after the label that carries the constraint."""
    yield from ((element.label, declared.name) for declared in element.properties if declared.unique)
    if element.parent:
        yield from unique_values(element.parent)


def identifiers(element: ElementType) -> Iterator[tuple[str, Property]]:
    """The properties by which an element is known, each after the label that carries its index."""
    yield from ((ELEMENT.label, declared) for declared in COMMON if declared.identifies)
    yield from _codes(element)


def _codes(element: ElementType) -> Iterator[tuple[str, Property]]:
    yield from ((element.label, declared) for declared in element.properties if declared.identifies)
    if element.parent:
        yield from _codes(element.parent)


def _identifiers_in(element: ElementType, command: Create) -> Iterator[tuple[str, object]]:
    """The identifiers that a command gives, by name, as they are kept."""
    for _, declared in identifiers(element):
        if (value := command.properties.get(declared.name)) is not None:
            kept, message = accepted(declared, value)
            if not message:
                yield declared.name, kept


def _perhaps_known(commands: Iterable[Command]) -> Iterator[Create]:
    """The commands to create what may be there already, those within others too."""
    for command in commands:
        if isinstance(command, Create) and command.known is not Known.REFUSED:
            yield command
        if isinstance(command, Create | Update):
            yield from _perhaps_known(n.create for side in command.connections.values() for n in side if n.create)


def _may_end(connection: ConnectionState, id_: str, label: str) -> bool:
    """Whether a connection may have an element of a type at the end where this one is, whatever is at the other one."""
    if connection.now is None:
        return True
    pairs = connection.type.pairs
    near = 0 if connection.start == id_ else 1
    return any(label == pair[near] or (connection.type.mutual and label in pair) for pair in pairs)


def _is_id(value: object) -> bool:
    return isinstance(value, str) and rules.element_id(value) is None


def _named(commands: Iterable[Command]) -> tuple[list[str], list[tuple[str, str, str]], list[str]]:
    """The ids, the connections and the elements with all connections that commands name."""
    ids: list[str] = []
    pairs: list[tuple[str, str, str]] = []
    whole: list[str] = []
    for command in commands:
        match command:
            case Create():
                ids += _ids_of(command)
            case Update():
                ids += (command.id, *_ids_around(command.connections))
            case Delete():
                ids.append(command.id)
                whole.append(command.id)
            case Confirm(type=None):
                ids.append(command.start)
            case Connect() | UpdateConnection() | Disconnect() | Confirm():
                ids += (command.start, command.end)
                pairs.append((command.type or "", command.start, command.end))
            case Merge():
                ids += (command.keep, command.gone)
            case Split():
                ids += [command.id, *(id_ for _, *ends, _ in command.connections for id_ in ends)]
                whole.append(command.id)
    return ids, pairs, whole


def _ids_of(create: Create) -> Iterator[str]:
    if create.properties.get("id") is not None:
        yield texts.composed(str(create.properties["id"]))
    yield from _ids_around(create.connections)


def _ids_around(connections: Mapping[str, Sequence[Nested]]) -> Iterator[str]:
    for nested in (one for side in connections.values() for one in side):
        yield from filter(None, (nested.connect, nested.disconnect))
        if nested.create is not None:
            yield from _ids_of(nested.create)


def _visibility(state: _State | None) -> str | None:
    value = (state or {}).get("visibility")
    return None if value is None else str(value)


def _confirmed(state: _State | None) -> bool:
    """Whether a connection is there and holds."""
    return state is not None and is_confirmed(state.get("status"))


def _version(state: _State | None, default: int = 0) -> int:
    value = (state or {}).get("version")
    return value if isinstance(value, int) else default


def _merged(before: Properties, given: Properties) -> _State:
    return {name: value for name, value in {**before, **given}.items() if value is not None}


def _corrected(before: _State, now: _State) -> _State:
    """A state after a person changed it, which says what an import is not to undo."""
    changed = [name for name in before | now if before.get(name) != now.get(name)]
    names = said.corrected(before, changed) if changed else None
    return now | {said.CORRECTED: names} if names else now


def answered(connection: _State) -> _State:
    """A connection that waits for nobody's word, unless it is proposed."""
    kept = connection.get("status") == PROPOSED
    return connection if kept else {name: value for name, value in connection.items() if name != "awaits"}


def _untouched(element: ElementState, record: Record, at: str) -> bool:
    """Whether nothing has changed an element since a record of a change made ``at`` that time."""
    now = element.now or {}
    if _version(now) != (record.version or 0) + element.reverted:
        return False
    stated = record.after.get("updatedAt", at) if record.action is Action.CREATED else at
    return element.reverted > 0 or datetime.fromisoformat(str(now["updatedAt"])) == datetime.fromisoformat(str(stated))


def _difference(
    before: _State | None, now: _State | None, unlogged: frozenset[str]
) -> tuple[Action, _State, _State] | None:
    """The action, and the properties before and after as :class:`~graph.records.Record` has them."""
    old = {name: value for name, value in (before or {}).items() if name not in unlogged}
    new = {name: value for name, value in (now or {}).items() if name not in unlogged}
    if before is None:
        return None if now is None else (Action.CREATED, {}, new)
    if now is None:
        return Action.DELETED, old, {}
    changed = [name for name in old | new if name not in _MANAGED and old.get(name) != new.get(name)]
    if not changed:
        return None
    return Action.UPDATED, {n: old.get(n) for n in changed}, {n: new.get(n) for n in changed}
