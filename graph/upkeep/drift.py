"""What plain Cypher has done to the map beside the log: found by comparing the two, and taken into the log.

Analysts may write with their own tools. What they write is then known to nobody who follows the log, and may lack what
every element has. So the log is done again in memory, from its first record, and whatever stands otherwise in the graph
becomes one change.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import orjson

from graph import access
from graph.access import OPERATOR, Author, Door
from graph.errors import Problem
from graph.log.changes import Log
from graph.log.stored import unpacked
from graph.model import ElementType, Property, Schema
from graph.questions.named import CHANGES, UPKEEP, WRITES
from graph.records import Action, ConnectionSubject, ElementSubject, Properties, Record, Subject, record
from graph.rows import Row
from graph.store import Store, Transaction
from graph.store.values import from_neo4j, is_odd, of_kind
from graph.validation import Connection, Element, Validator
from graph.writing.around import moved
from graph.writing.commands import new_id
from graph.writing.values import to_neo4j

ADOPTING = Author(OPERATOR, Door.CLI, "adopt")
"""Who takes it into the log, as the log says it."""

TIMEOUT = 3600.0
"""Seconds that reading everything and writing the difference may take."""

ROWS = 2000
"""Nodes that are brought into form at once."""

_MOST = 2**31 - 1
"""No version is as high: a higher one was written by hand, and cannot be counted on from."""

_OWN = frozenset({"id", "version", "createdAt", "updatedAt"})
"""What the service itself says of an element; the log has it only of what comes back when a merge is undone."""


@dataclass(frozen=True, slots=True)
class _Node:
    """An element as it stands: Neo4j's own id, labels, values as Neo4j has them, and whether it has both times."""

    key: str
    labels: frozenset[str]
    properties: Properties
    created: str | None
    dated: bool


@dataclass(slots=True)
class Drift:
    """What stands otherwise than in the log: ``records`` of it, what else is ``unformed``, and what is ``refused``.

    ``foreign`` counts nodes of no label of the model, ``lost`` says that the log itself is gone.
    """

    records: list[Record] = field(default_factory=list)
    unformed: int = 0
    refused: list[Problem] = field(default_factory=list)
    foreign: int = 0
    lost: bool = False
    sequence: int | None = None

    @property
    def adoptable(self) -> bool:
        """Whether there is something to take into the log."""
        return bool(self.records or self.unformed)

    def __str__(self) -> str:
        """How much it is, in words."""
        counted = [
            f"{sum(isinstance(r.subject, kind) and r.action is action for r in self.records):,} {what} {action.lower()}"
            for kind, what in ((ElementSubject, "elements"), (ConnectionSubject, "connections"))
            for action in Action
            if any(isinstance(r.subject, kind) and r.action is action for r in self.records)
        ]
        more = [f"{self.unformed:,} incomplete or of wrong types"] if self.unformed else []
        return ", ".join(counted + more)


async def find(store: Store, schema: Schema) -> Drift:
    """What plain Cypher has done. Raises DatabaseUnavailable and DatabaseTimeout as ``Store`` does."""
    async with store.transaction("drift", timeout=TIMEOUT) as transaction:
        return (await _compared(transaction, schema)).drift


async def adopt(store: Store, schema: Schema) -> Drift:
    """Take it into the log as one change, but for what the model does not allow; what the change was."""
    async with store.transaction("adopt", timeout=TIMEOUT) as transaction:
        log = await Log.open(transaction)
        found = await _compared(transaction, schema)
        await found.write(transaction, log)
        if found.drift.records:
            found.drift.sequence = await log.close(ADOPTING, (each.data() for each in found.drift.records))
    return found.drift


async def _compared(transaction: Transaction, schema: Schema) -> "_Comparison":
    found = _Comparison(schema)
    async for [records] in transaction.stream(UPKEEP["logged"].text):
        found.log(map(record, unpacked(records)))
    async for key, labels, properties, created, dated in transaction.stream(UPKEEP["standing_nodes"].text):
        found.element(_Node(key, frozenset(labels), properties, created, dated))
    async for key, type_, start, end, properties in transaction.stream(UPKEEP["standing_connections"].text):
        found.connection(key, type_, start, end, properties)
    found.end()
    return found


class _Comparison:
    """The log done again, beside which the graph is laid; what is left of the log in the end is not there any more."""

    def __init__(self, schema: Schema) -> None:
        self.drift = Drift()
        self._schema = schema
        self._check = Validator(schema).check
        self._labels = {e.label: frozenset(schema.labels_of(e)) for e in schema.elements}
        self._internal = {e.label: {p.name for p in schema.properties_of(e) if p.internal} for e in schema.elements}
        self._elements: dict[str, tuple[str, dict[str, object], int | None]] = {}
        self._connections: dict[ConnectionSubject, dict[str, object]] = {}
        self._ids: dict[str, tuple[str, ElementType]] = {}
        self._hidden: dict[str, str | None] = {}
        self._seen: set[Subject] = set()
        self._rows: list[dict[str, object]] = []
        self._updated: list[dict[str, object]] = []

    # The log ----------------------------------------------------------------------------------------------------------

    def log(self, records: Iterable[Record]) -> None:
        """Do some records again."""
        for each in records:
            if isinstance(each.subject, ElementSubject):
                self._log_element(each, each.subject)
            elif each.action is Action.DELETED:
                self._connections.pop(each.subject, None)
            else:
                _merge(self._connections.setdefault(each.subject, {}), each.after)

    def _log_element(self, each: Record, subject: ElementSubject) -> None:
        if each.action is Action.DELETED:
            self._elements.pop(subject.id, None)
            return
        _, held, _ = self._elements.get(subject.id, ("", {}, None))
        _merge(held, {name: value for name, value in each.after.items() if name not in _OWN | {"label"}})
        self._elements[subject.id] = subject.label, held, each.version

    # The graph --------------------------------------------------------------------------------------------------------

    def element(self, node: _Node) -> None:
        """Lay a node beside what the log says of it."""
        type_ = self._type(node.labels)
        if type_ is None:
            self.drift.foreign += 1
            return
        properties, odd = _in_form(self._schema.properties_of(type_), node.properties)
        node = replace(node, properties=properties)
        given = properties.get("id")
        id_ = given if isinstance(given, str) else new_id(properties.get("name"))
        label, logged, _ = self._elements.get(id_, ("", None, None))
        complete = not odd and node.labels == self._labels[type_.label] and self._is_complete(node)
        if complete and label == type_.label and logged == self._image(type_, node.properties):
            self._stands(node, id_, type_)
        else:
            self._element(node, id_, type_)

    def _element(self, node: _Node, id_: str, type_: ElementType) -> None:
        said = self._image(type_, node.properties)
        checked = self._check(Row(f"{type_.label} {id_}", {**_unpacked(said), "label": type_.label, "id": id_}))
        problems = checked if isinstance(checked, list) else list(self._lacking(type_, id_, said))
        if problems:
            self.drift.refused += problems
            if id_ in self._elements:  # else nobody knows it, nor what leads to it
                self._stands(node, id_, type_)
        elif isinstance(checked, Element):
            self._adopt(node, checked)

    def _lacking(self, type_: ElementType, id_: str, said: Properties) -> Iterator[Problem]:
        for each in self._schema.properties_of(type_):
            if each.required and each.name not in said and each.name != "id":
                yield Problem(f"{type_.label} {id_}, {each.name}", "is missing")
        if ElementSubject(type_.label, id_) in self._seen:
            yield Problem(f"{type_.label} {id_}, id", "another element has it too")

    def _adopt(self, node: _Node, checked: Element) -> None:
        type_, id_ = checked.type, checked.id
        label, logged, version = self._elements.get(id_, (type_.label, None, None))
        now = {n: v for n, v in (type_.defaults | checked.properties).items() if v is not None}
        image = {name: value for name, value in now.items() if name not in _OWN | self._internal[type_.label]}
        new = self._record(ElementSubject(type_.label, id_), logged, image, label)
        held = node.properties.get("version")
        version = max(version or 0, held if isinstance(held, int) and held < _MOST else 0)
        version = version + 1 if new is None or new.action is Action.UPDATED else max(version, 1)
        kept = {n: v for n, v in node.properties.items() if n in self._internal[type_.label] and n != "sortKey"}
        come = self._labels[type_.label]
        self._rows.append(
            {
                "node": node.key,
                "come": sorted(come),
                "gone": sorted(node.labels - come),
                "properties": to_neo4j(self._schema.properties_of(type_), {**kept, **now, "version": version}),
                "created": node.created if node.dated else None,
            }
        )
        if new is None:
            self.drift.unformed += 1
        else:
            self.drift.records.append(Record(new.action, new.subject, new.before, new.after, new.visibility, version))
        self._stands(node, id_, type_, _text(image.get("visibility")))

    def _record(
        self, subject: ElementSubject, logged: dict[str, object] | None, image: dict[str, object], label: str
    ) -> Record | None:
        visibility = access.narrowest(_text((logged or {}).get("visibility")), _text(image.get("visibility")))
        if logged is None:
            return Record(Action.CREATED, subject, {}, image, visibility)
        before, after = _difference(logged, image)
        if label != subject.label:
            before, after = {**before, "label": label}, {**after, "label": subject.label}
        return Record(Action.UPDATED, subject, before, after, visibility) if after else None

    def _stands(self, node: _Node, id_: str, type_: ElementType, visibility: str | None = None) -> None:
        self._ids[node.key] = id_, type_
        self._hidden[id_] = visibility or _text(node.properties.get("visibility"))
        self._seen.add(ElementSubject(type_.label, id_))
        self._elements.pop(id_, None)

    def connection(self, key: str, type_: str, start: str, end: str, held: Properties) -> None:
        """Lay a relationship beside what the log says of it."""
        if start not in self._ids or end not in self._ids:
            return  # of what is foreign, or refused already
        (source, source_type), (target, target_type) = self._ids[start], self._ids[end]
        declared = self._schema.by_type.get(type_)
        properties, odd = _in_form(self._schema.properties_of_connection(declared) if declared else (), held)
        subject = ConnectionSubject(type_, source, target, _text(properties.get("parallel")))
        image = {name: value for name, value in properties.items() if name != "parallel"}
        logged = self._connections.pop(subject, None)
        self._seen.add(subject)
        if logged == image and not odd:
            return
        data = {**_unpacked(image), **subject.data()}
        checked = self._check(Row(subject.text, data))
        if isinstance(checked, list):
            self.drift.refused += checked
        elif isinstance(checked, Connection) and not checked.type.fits(source_type, target_type):
            message = f"cannot lead from {source_type.label} to {target_type.label}"
            self.drift.refused.append(Problem(subject.text, message))
        elif isinstance(checked, Connection):
            now = {name: value for name, value in image.items() if name not in odd}
            self._adopt_connection(key, subject, logged, now, checked)

    def _adopt_connection(
        self, key: str, subject: ConnectionSubject, logged: dict[str, object] | None, held: Properties, new: Connection
    ) -> None:
        image = {n: v for n, v in new.properties.items() if v is not None and n != "parallel"}
        visibility = access.narrowest(self._hidden.get(subject.start), self._hidden.get(subject.end))
        if logged is None:
            self.drift.records.append(Record(Action.CREATED, subject, {}, image, visibility))
        elif (difference := _difference(logged, image))[1]:
            self.drift.records.append(Record(Action.UPDATED, subject, *difference, visibility))
        if changed := _difference(dict(held), image)[1]:
            self._updated.append({"connection": key, "properties": changed})
            self.drift.unformed += logged == image

    def end(self) -> None:
        """What is left of the log is not there any more; put everything into an order in which it can be done again."""
        self.drift.lost = bool(self._seen) and not self._elements and self._all_new()
        for subject, before in self._connections.items():
            ends = (self._hidden.get(subject.start), self._hidden.get(subject.end))
            self.drift.records.append(Record(Action.DELETED, subject, before, {}, access.narrowest(*ends)))
        for id_, (label, before, version) in self._elements.items():
            visibility = access.narrowest(_text(before.get("visibility")))
            self.drift.records.append(
                Record(Action.DELETED, ElementSubject(label, id_), before, {}, visibility, version)
            )
        self.drift.records.sort(key=_turn)

    def _all_new(self) -> bool:
        made = sum(each.action is Action.CREATED for each in self.drift.records)
        return made == len(self._seen)

    def _type(self, labels: frozenset[str]) -> ElementType | None:
        """The most specific type of the model among labels."""
        found = [e for e in self._schema.elements if e.label in labels]
        return max(found, key=lambda e: len(self._labels[e.label]), default=None)

    def _is_complete(self, node: _Node) -> bool:
        held = node.properties
        return node.dated and all(
            isinstance(held.get(n), k) for n, k in (("id", str), ("sortKey", str), ("version", int))
        )

    def _image(self, type_: ElementType, properties: Properties) -> dict[str, object]:
        own = _OWN | self._internal[type_.label]
        return {name: value for name, value in properties.items() if name not in own and value is not None}

    # Writing ----------------------------------------------------------------------------------------------------------

    async def write(self, transaction: Transaction, log: Log) -> None:
        """Bring what was adopted into the form of the model; leave tombstones of what is gone."""
        for begin in range(0, len(self._rows), ROWS):
            rows = self._rows[begin : begin + ROWS]
            await transaction.run(UPKEEP["adopt"].text, {"rows": rows, "at": log.at})
        if self._updated:
            await transaction.run(WRITES["update_connections"].text, {"rows": self._updated})
        gone = [
            {"id": each.subject.id, "visibility": each.visibility}
            for each in self.drift.records
            if isinstance(each.subject, ElementSubject)
            and each.action is Action.DELETED
            and each.visibility != access.PUBLIC
        ]
        if gone:
            await transaction.run(CHANGES["leave_tombstones"].text, {"rows": gone, "sequence": log.sequence})
        if ids := sorted(set(moved(each.data() for each in self.drift.records))):
            await transaction.run(WRITES["keep_around"].text, {"ids": ids})


def _turn(each: Record) -> int:
    """Ends exist before what connects them, and longer."""
    is_element, is_deleted = isinstance(each.subject, ElementSubject), each.action is Action.DELETED
    return (3 if is_deleted else 0) if is_element else (2 if is_deleted else 1)


def _merge(held: dict[str, object], after: Properties) -> None:
    held.update(after)
    for name in [name for name, value in held.items() if value is None]:
        del held[name]


def _difference(before: Mapping[str, object], now: Mapping[str, object]) -> tuple[dict[str, object], dict[str, object]]:
    names = [name for name in {**before, **now} if before.get(name) != now.get(name)]
    return {name: before.get(name) for name in names}, {name: now.get(name) for name in names}


def _in_form(declared: Iterable[Property], held: Properties) -> tuple[dict[str, object], frozenset[str]]:
    """Properties as in the canonical file, and which of them Neo4j holds as values of other types.

    What is as good as a value of the right type is one; what nothing can be made of stays, to be told.
    """
    known = {each.name: each for each in declared}
    found: dict[str, object] = {}
    odd: set[str] = set()
    for name, value in held.items():
        told = from_neo4j(value)
        kept = of_kind(known[name], value) if name in known else told
        found[name] = told if kept is None else kept
        if name in known and is_odd(known[name].kind, value):
            odd.add(name)
    return found, frozenset(odd)


def _unpacked(image: Properties) -> dict[str, object]:
    """Properties as a row has them: what the model does not know beside the others."""
    row = {name: value for name, value in image.items() if name not in {"extra", "private"}}
    extra = _read(image.get("extra"))
    row |= extra if isinstance(extra, dict) else {"extra": extra}
    return row | {"private": _read(image["private"])} if "private" in image else row


def _read(kept: object) -> object:
    """What a text of JSON holds; of any other value itself, so that the check tells what is wrong with it."""
    try:
        return orjson.loads(kept) if isinstance(kept, str) else kept or {}
    except orjson.JSONDecodeError:
        return kept


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
