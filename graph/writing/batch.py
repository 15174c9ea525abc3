"""A batch of commands, done in memory one by one.

The states of everything that the commands name are read first, under the writers' lock, and every problem is gathered.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, datetime

from graph import access, said
from graph.access import Viewer
from graph.errors import Path, address
from graph.model import ConnectionType, Property, Schema
from graph.questions.named import WRITES
from graph.reading.codes import LOOKUP, Given, chosen, holders, sought_by
from graph.reading.sides import Side, sides
from graph.records import PROPOSED, Action, ElementSubject, Properties, Subject
from graph.store import Transaction
from graph.validation import accepted, covers
from graph.values import rules
from graph.writing import rights
from graph.writing.commands import (
    Command,
    Confirm,
    Connect,
    Create,
    Delete,
    Disconnect,
    Known,
    Nested,
    Update,
    UpdateConnection,
)
from graph.writing.identifiers import identifiers
from graph.writing.named import Of, created_in, identifiers_in, named, perhaps_known, renamed
from graph.writing.states import (
    ConnectionState,
    ElementState,
    State,
    confirmed,
    is_id,
    merged,
    version_of,
)
from graph.writing.undoing import Undoing

_PERIOD = frozenset({"since", "until"})


@dataclass(frozen=True, slots=True)
class Done:
    """What one command did; ``action`` is None where everything was so already."""

    action: Action | None
    subject: Subject


class Batch(Undoing):
    """Commands done in memory for one viewer; what the viewer may not see does not exist for the commands.

    ``author`` is who says so, ``on`` which day, where that is not the viewer today: a proposal is its author's word.
    """

    def __init__(self, schema: Schema, viewer: Viewer, author: Viewer | None = None, on: str | None = None) -> None:
        super().__init__(schema, viewer)
        self.done: list[Done] = []
        self._author = author or viewer
        self._by_author: State = {said.SOURCES: [said.person(self._author.role)]}
        self._today = on or datetime.now(UTC).date().isoformat()
        self._instead: dict[str, str] = {}
        self._answered: set[str] = set()
        self._pairs: set[tuple[str, str, str]] = set()

    # Commands ---------------------------------------------------------------------------------------------------------

    async def apply(self, transaction: Transaction, commands: Sequence[Command]) -> None:
        """Do commands one after the other; what cannot be done is added to ``problems``.

        An id of what was merged into another element is that of the other one, and a code that of what has it.
        Raises BadInput where several elements share a code.
        """
        await self._load_named(transaction, commands)
        if missing := set(named(commands)[0]) - self._elements.keys():
            commands = await self._by_ids(transaction, commands, missing)
        await self._ready(transaction, commands)
        for command in commands:
            self._do(command)
        await self.validate(transaction)

    async def _load_named(self, transaction: Transaction, commands: Sequence[Command]) -> None:
        ids, pairs, whole = named(commands)
        await self.load(transaction, [*ids, *await self._holders(transaction, commands)], pairs, whole)
        self._pairs |= {*pairs}
        if around := list(self._pairs_around(commands)):
            await self.load(transaction, (), around)
            self._pairs |= {*around}

    async def _ready(self, transaction: Transaction, commands: Sequence[Command]) -> None:
        """Read what else commands need."""

    async def _by_ids(
        self, transaction: Transaction, commands: Sequence[Command], missing: AbstractSet[str]
    ) -> Sequence[Command]:
        """Commands with the ids of what answers for ids that are not there: what they were merged into, or has them as codes."""
        self._instead = await self._answering(transaction, missing)
        codes = await self._coded(transaction, commands, missing - self._instead.keys() - created_in(commands))

        def now(of: Of, value: str, _: Path) -> str:
            return self._instead.get(value) or codes.get((of, value), value)

        if not self._instead and not codes:
            return commands
        commands = [renamed(command, now) for command in commands]
        await self._load_named(transaction, commands)
        return commands

    async def _answering(self, transaction: Transaction, missing: AbstractSet[str]) -> dict[str, str]:
        """Which elements answer for ids that are not there, because they were merged into them."""
        ids = sorted(filter(is_id, missing))
        rows = await transaction.run(WRITES["answering"].text, {"ids": ids}) if ids else []
        self._replaced = any(now is None for _, now, _ in rows)
        self._answered = {id_ for id_, now, _ in rows if now is not None}
        return {id_: now for id_, now, visibility in rows if now is not None and access.sees(self._viewer, visibility)}

    async def _coded(
        self, transaction: Transaction, commands: Sequence[Command], missing: AbstractSet[str]
    ) -> dict[tuple[Of, str], str]:
        """Which elements have what are no ids as codes, by the labels that are wanted of them."""
        given: dict[tuple[Of, str], Given] = {}

        def seek(of: Of, value: str, path: Path) -> str:
            if value in missing and is_id(value.strip()):
                given.setdefault((of, value), Given(of, value, address(path)))
            return value

        for command in commands if missing else ():
            renamed(command, seek)
        if not given:
            return {}
        asked = [*given.values()]
        rows = await transaction.run(LOOKUP, sought_by(asked, self._viewer))
        return {(each.of, each.value): id_ for each, id_ in chosen(asked, rows).items()}

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
        if id_ in self._elements or id_ in self._answered:
            self._refuse((*path, "properties", "id"), f"{id_!r} is the id of another element already", "TAKEN")
            return None
        made = ElementState(element, str(id_), None, None, path)
        if id_ is not None:
            made.now = {}
            self._elements[made.id] = made
            self._set(made, self._by_author | given, path)
            self._check_period(given, given, (*path, "properties"))
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
        self._check_period(element.now or {}, given, (*path, "properties"))
        element.now = _corrected(before, element.now or {})
        changed = self._connections_of(element, command.connections, path) or changed
        self.done.append(Done(Action.UPDATED if changed else None, ElementSubject(element.type.label, element.id)))

    # Identifiers ------------------------------------------------------------------------------------------------------

    def _upsert(self, command: Create) -> None:
        found = self._known(command, command.path)
        if self._may_be_created(found, command.if_version, command.path):
            self._create(command, command.path)
        elif found is not None and not self._is_unread(found, command):
            self._change(found, command)

    def _is_unread(self, found: ElementState, command: Create) -> bool:
        """Whether an element, which got its identifier in this batch, has connections that the batch has not read."""
        unread = found.before is not None and not self._pairs.issuperset(self._pairs_of(found, command.connections))
        if unread:
            self._refuse(
                command.path, f"is {found.id!r} since an earlier input of the same batch; send it after that one"
            )
        return unread

    def _known(self, command: Create, path: Path) -> ElementState | None:
        """The element that a command to create, or else to update or connect, is about; None where there is none."""
        element = self._schema.by_label.get(command.label)
        if element is None:
            return None
        if not any(identifiers_in(element, command)):
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
        given = dict(identifiers_in(element, command))
        likely = {known.id: known for name, value in given.items() for known in self.having(name, value)}
        return [
            known
            for known in likely.values()
            if known.now is not None and element.label in self._schema.labels_of(known.type) and self._may_see(known)
            if any(known.now.get(name) == value for name, value in given.items())
        ]

    async def _holders(self, transaction: Transaction, commands: Sequence[Command]) -> list[str]:
        """The ids of the elements that have one of the identifiers of those that may be there already."""
        wanted: defaultdict[tuple[str, str], set[object]] = defaultdict(set)
        for create in perhaps_known(commands):
            if element := self._schema.by_label.get(create.label):
                given = dict(identifiers_in(element, create))
                for label, declared in identifiers(element):
                    if declared.name in given:
                        wanted[label, declared.name].add(given[declared.name])
        found: list[str] = []
        for (label, name), values in wanted.items():
            found += [id_ for _, id_, _ in await transaction.run(holders(label, name), {"values": list(values)})]
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
        after = answered(merged(fresh if known.now is None else known.now, given))
        after = self._stated(type_) | after if known.now is None else _corrected(known.now, after)
        self._check_period(after, given, (*path, "properties"))
        changed = after != known.now
        known.now, known.path = after, path
        self.done.append(Done(Action.CREATED if created else Action.UPDATED if changed else None, known.subject))

    def _stated(self, type_: ConnectionType) -> State:
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
            after = _corrected(known.now, answered(merged(known.now, given)))
            self._check_period(after, given, (*command.path, "properties"))
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
        if not confirmed(known.now):
            self._refuse(command.path, f"is {known.now['status']}; say first that it holds: its status is confirmed")
            return
        after = merged(known.now, stamp)
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

    def _connection_type(self, command: Connect | UpdateConnection | Disconnect | Confirm) -> ConnectionType | None:
        type_ = self._schema.by_type.get(command.type or "")
        if type_ is None:
            self._refuse((*command.path, "type"), f"{command.type!r} is not in the model")
        return type_

    def _validate_version(self, element: ElementState, expected: int | None, path: Path) -> None:
        version = version_of(element.before)
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

    def _readable(self, element: ElementState) -> State:
        readable = {p.name for p in self._schema.properties_of(element.type) if access.readable(self._viewer, p)}
        found = element.before or {}
        return {"label": element.type.label, **{name: value for name, value in found.items() if name in readable}}

    def _checked(self, declared: Iterable[Property], given: Properties, path: Path) -> State:
        known = {property_.name: property_ for property_ in declared if not property_.internal}
        state: State = {}
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
        if not message and declared.name == said.SOURCES and (others := self._others(kept)):
            message = f"{others[0]!r} is other people; who says it is written down by itself"
        if not message and declared.name == "visibility" and not access.sees(self._viewer, str(kept)):
            message = "would hide it from yourself"
        return kept, message

    def _others(self, sources: object) -> list[str]:
        """Those of some sources that are people, but not those with the role of the author."""
        listed = sources if isinstance(sources, list) else []
        return [each for each in listed if said.is_person(each) and each != said.person(self._author.role)]

    def _checked_connection(self, type_: ConnectionType, given: Properties, path: Path) -> State:
        declared = [p for p in self._schema.properties_of_connection(type_) if p.name != "parallel"]
        return self._checked(declared, given, (*path, "properties"))

    def _check_period(self, after: Properties, given: Properties, path: Path) -> None:
        """Refuse what would end before it begins, at that of both which is given."""
        if (message := rules.period(after.get("since"), after.get("until"))) and (named := _PERIOD & given.keys()):
            self._refuse((*path, max(named)), message)

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


def _corrected(before: State, now: State) -> State:
    """A state after a person changed it, which says what an import is not to undo."""
    changed = [name for name in before | now if before.get(name) != now.get(name)]
    names = said.corrected(before, changed) if changed else None
    return now | {said.CORRECTED: names} if names else now


def answered(connection: State) -> State:
    """A connection that waits for nobody's word, unless it is proposed."""
    kept = connection.get("status") == PROPOSED
    return connection if kept else {name: value for name, value in connection.items() if name != "awaits"}
