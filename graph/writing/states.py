"""What a batch has read of the graph, what that is to become, and the difference between them.

The difference is validated, written to the graph, and what the log records.
"""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from graph import access
from graph.access import Viewer
from graph.errors import Path, Refusal
from graph.model import ConnectionType, ElementType, Schema
from graph.questions.named import CHANGES, WRITES
from graph.reading.codes import holders
from graph.records import Action, ConnectionSubject, ElementSubject, Properties, Record, Subject, is_confirmed
from graph.store import Transaction
from graph.store.values import in_kinds
from graph.validation import text
from graph.values import rules
from graph.values.collation import sort_key
from graph.writing.around import moved
from graph.writing.circles import circles
from graph.writing.identifiers import unique_values
from graph.writing.values import element_row, new_connections, to_neo4j

_MANAGED = frozenset({"version", "createdAt", "updatedAt"})

_TIMES = ("createdAt", "updatedAt")

State = dict[str, object]
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
    before: State | None
    now: State | None
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
    before: State | None
    now: State | None
    key: str | None = None
    visibility: str = access.PUBLIC
    path: Path = ()

    @property
    def subject(self) -> ConnectionSubject:
        """What identifies it in the log."""
        return ConnectionSubject(self.type.type, self.start, self.end, self.parallel)


class States:
    """The elements and connections that a batch names, before it and now.

    What cannot be is added to ``problems``. What the viewer may not see does not exist.
    """

    def __init__(self, schema: Schema, viewer: Viewer) -> None:
        self.problems: list[Refusal] = []
        self._schema = schema
        self._viewer = viewer
        self._replaced = False
        self._types = {frozenset(schema.labels_of(element)): element for element in schema.elements}
        self._unlogged_of: dict[ElementType, frozenset[str]] = {}
        self._elements: dict[str, ElementState] = {}
        self._connections: dict[tuple[str, str, str, str | None], ConnectionState] = {}
        self._around: defaultdict[str, list[ConnectionState]] = defaultdict(list)
        self._having: defaultdict[tuple[str, object], dict[str, ElementState]] = defaultdict(dict)
        self._indexed: set[str] = set()

    def having(self, name: str, value: object) -> Iterable[ElementState]:
        """The elements that have a value of a property, or had it at some time of the batch."""
        for element in self._elements.values() if len(self._indexed) < len(self._elements) else ():
            if element.id not in self._indexed:
                self._index(element)
        return self._having[name, value].values()

    def _index(self, element: ElementState) -> None:
        self._indexed.add(element.id)
        for name, value in (element.now or {}).items():
            if isinstance(value, str):
                self._having[name, value][element.id] = element

    async def load(
        self,
        transaction: Transaction,
        ids: Iterable[str],
        pairs: Iterable[tuple[str, str, str]],
        whole: Iterable[str] = (),
    ) -> None:
        """Read elements, connections by type and ends, and every connection of some elements."""
        parameters = {
            "ids": sorted(filter(is_id, set(ids))),
            "pairs": [
                {"type": type_, "start": start, "end": end}
                for type_, start, end in sorted(set(pairs))
                if is_id(start) and is_id(end)
            ],
            "whole": sorted(filter(is_id, set(whole))),
        }
        [[elements, connections]] = await transaction.run(WRITES["load"].text, parameters)
        for labels, properties in elements:
            if element := self._types.get(frozenset(labels)):
                found = _with_times(in_kinds(self._schema.properties_of(element), properties))
                self._elements[str(found["id"])] = ElementState(element, str(found["id"]), found, found)
        for name, start, end, key, properties, *visibilities in connections:
            if connection := self._schema.by_type.get(name):
                found = in_kinds(self._schema.properties_of_connection(connection), properties)
                visibility = access.narrowest(*visibilities)
                parallel = text(found, "parallel")
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

    def _set(self, element: ElementState, given: Properties, path: Path) -> bool:
        before = element.now or {}
        element.now = merged(before, given)
        self._index(element)
        element.path = element.path or path
        element.paths |= {name: (*path, "properties", name) for name in given}
        if "name" in given and (name := element.now.get("name")):
            element.now["sortKey"] = sort_key(str(name), element.id)
        return any(before.get(name) != value for name, value in given.items())

    def retype(self, element: ElementState, type_: ElementType) -> None:
        """Make an element be of another type."""
        element.was = element.was or element.type
        element.type = type_
        if element.was is type_:
            element.was = None

    def _may_see(self, element: ElementState) -> bool:
        return element.before is None or access.sees(self._viewer, visibility_of(element.before))

    def _refuse(self, path: Path, message: str, code: str = "BAD_INPUT", current: Properties = {}) -> None:
        self.problems.append(Refusal(path, message, code, current))

    # Validation -------------------------------------------------------------------------------------------------------

    async def validate(self, transaction: Transaction) -> None:
        """Add to ``problems`` every value that another element has alone, and every connection that closes a circle."""
        self.problems += [problem async for problem in self._taken(transaction)]
        self.problems += [problem async for problem in self._circles(transaction)]

    async def _taken(self, transaction: Transaction) -> AsyncIterator[Refusal]:
        wanted: dict[tuple[str, str], dict[object, list[ElementState]]] = {}
        for element in self._elements.values():
            for owner, name in unique_values(element.type):
                value = (element.now or {}).get(name)
                if value is not None and value != (element.before or {}).get(name):
                    wanted.setdefault((owner, name), {}).setdefault(value, []).append(element)
        for (owner, name), values in wanted.items():
            rows = await transaction.run(holders(owner, name), {"values": list(values)})
            held = {value: (id_, visibility) for value, id_, visibility in rows if self._keeps(id_, name, value)}
            for value, elements in values.items():
                for element in elements[0 if value in held else 1 :]:
                    id_, visibility = held.get(value, (elements[0].id, None))
                    whose = f"that of {id_!r}" if access.sees(self._viewer, visibility) else "taken"
                    where = element.paths.get(name, element.path)
                    yield Refusal(where, f"{value!r} is {whose} already; are they the same?", "TAKEN")

    async def _circles(self, transaction: Transaction) -> AsyncIterator[Refusal]:
        for type_ in self._schema.connections:
            own = [c for c in self._connections.values() if c.type is type_ and type_.acyclic]
            made = {(c.start, c.end): c for c in own if confirmed(c.now) and not confirmed(c.before)}
            if not made:
                continue
            ended = [(c.start, c.end) for c in own if confirmed(c.before) and not confirmed(c.now)]
            found, visibilities = await circles(transaction, type_, made, ended)
            for pair, way in found.items():
                named = (id_ if access.sees(self._viewer, visibilities.get(id_)) else "…" for id_ in way)
                yield Refusal(made[pair].path, f"{type_.type} would lead in a circle: {' → '.join(named)}")

    def _keeps(self, id_: str, name: str, value: object) -> bool:
        known = self._elements.get(id_)
        return known is None or (known.now or {}).get(name) == value

    # The difference ---------------------------------------------------------------------------------------------------

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
        version = version_of(element.before)
        if action is Action.CREATED:
            version = version_of(element.now, 1)
        elif action is Action.UPDATED:
            version += 1
        visibility = access.narrowest(visibility_of(element.before), visibility_of(element.now))
        return Record(action, ElementSubject(element.type.label, element.id), before, after, visibility, version)

    def _unlogged(self, type_: ElementType) -> frozenset[str]:
        if type_ not in self._unlogged_of:
            names = (p.name for p in self._schema.properties_of(type_) if p.internal)
            self._unlogged_of[type_] = frozenset({"id", *names})
        return self._unlogged_of[type_]

    def _connection_record(self, connection: ConnectionState) -> Record | None:
        if not (difference := _difference(connection.before, connection.now, frozenset({"parallel"}))):
            return None
        ends = (self._elements.get(id_) for id_ in (connection.start, connection.end))
        states = [state for end in ends if end for state in (end.before, end.now)]
        visibility = access.narrowest(connection.visibility, *map(visibility_of, states))
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
        return found.version if found else version_of(element.now)

    # Writing ----------------------------------------------------------------------------------------------------------

    async def flush(self, transaction: Transaction, at: str, sequence: int, records: Iterable[Record]) -> None:
        """Write the difference, told by these ``records``, as the change of this time and number. What is deleted goes first, and values are released before others get them."""
        elements, connections = self._elements.values(), self._connections.values()
        deleted = [e for e in elements if e.before is not None and e.now is None]
        tombstones = [
            {"id": e.id, "visibility": visibility}
            for e in deleted
            if (visibility := access.narrowest(visibility_of(e.before))) != access.PUBLIC
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
        for statement, parameters, rows in steps:
            if rows:
                await transaction.run(statement, parameters)
        if self._replaced:
            await transaction.run(WRITES["forget_replaced"].text)
        if ids := sorted(set(moved(record.data() for record in records))):
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
        changed = {name: now.get(name) for name in before | now if before.get(name) != now.get(name)}
        if not element.was and changed.keys() <= self._unlogged(element.type) | _MANAGED:
            return {}
        return to_neo4j(self._schema.properties_of(element.type), changed)

    def _released(self, changes: Mapping[str, Properties]) -> Iterator[dict[str, object]]:
        for id_, changed in changes.items():
            element = self._elements[id_]
            unique = {name for _, name in unique_values(element.type)}
            if released := {name: None for name in unique & changed.keys() if (element.before or {}).get(name)}:
                yield {"id": id_, "properties": released}


def _with_times(found: State) -> State:
    """The properties of an element, its times written as everywhere."""
    for name in _TIMES:
        at = found.pop(name, None)
        if at is not None:
            found[name] = datetime.fromisoformat(str(at)).isoformat()
    return found


def is_id(value: object) -> bool:
    """Whether an element can have this id."""
    return isinstance(value, str) and rules.element_id(value) is None


def visibility_of(state: State | None) -> str | None:
    """Who sees what is in such a state."""
    value = (state or {}).get("visibility")
    return None if value is None else str(value)


def confirmed(state: State | None) -> bool:
    """Whether a connection is there and holds."""
    return state is not None and is_confirmed(state.get("status"))


def version_of(state: State | None, default: int = 0) -> int:
    """The version of an element in such a state."""
    value = (state or {}).get("version")
    return value if isinstance(value, int) else default


def merged(before: Properties, given: Properties) -> State:
    """The properties after some are given; those given as None are gone."""
    return {name: value for name, value in {**before, **given}.items() if value is not None}


def _difference(
    before: State | None, now: State | None, unlogged: frozenset[str]
) -> tuple[Action, State, State] | None:
    """The action, and the properties before and after as :class:`~graph.records.Record` has them."""
    if before is None:
        return None if now is None else (Action.CREATED, {}, _logged(now, unlogged))
    if now is None:
        return Action.DELETED, _logged(before, unlogged), {}
    differing = [name for name in before | now if before.get(name) != now.get(name)]
    changed = [name for name in differing if name not in unlogged and name not in _MANAGED]
    if not changed:
        return None
    return Action.UPDATED, {n: before.get(n) for n in changed}, {n: now.get(n) for n in changed}


def _logged(state: State, unlogged: frozenset[str]) -> State:
    return {name: value for name, value in state.items() if name not in unlogged}
