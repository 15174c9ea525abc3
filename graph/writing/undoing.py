"""Taking back: what a change did, and what a source says."""

from collections.abc import Collection, Iterable
from datetime import datetime
from itertools import chain

from graph import said
from graph.records import Action, ConnectionSubject, ElementSubject, Properties, Record, Subject
from graph.values.collation import sort_key
from graph.writing.states import ConnectionState, ElementState, States, merged, version_of


def added(record: Record, sources: Collection[str]) -> set[str]:
    """Which of some sources say something since a record."""
    before, after = (said.listed(each, said.SOURCES) for each in (record.before, record.after))
    return {*after}.difference(before).intersection(sources)


class Undoing(States):
    """States that go back to what they were, as far as nothing came after."""

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
        if any(connection.now is not None for connection in self._around[subject.id]) or self._is_source(element):
            return False
        element.now = None
        return True

    def forget(self, record: Record, sources: Collection[str]) -> bool:
        """Take back from what stays of a record, for something came after it, that ``sources`` of its change say it.

        True where nothing stays: it is as its change has made it, or what said it before does not any more; and no person
        has corrected or confirmed it.
        """
        gone = added(record, sources)
        known = self._found(record.subject)
        now = known.now or {} if known else {}
        rest = [each for each in said.listed(now, said.SOURCES) if each not in gone]
        if not now or len(rest) == len(said.listed(now, said.SOURCES)):
            return False
        if rest:
            self._restate(record.subject, {said.SOURCES: rest})
            return False
        is_held = said.listed(now, said.CORRECTED) or now.get(said.CONFIRMED_AT)
        is_again = record.action is Action.CREATED and _stated(now) == _stated(record.after)
        return (
            not is_held and (is_again or bool(said.listed(record.before, said.SOURCES))) and self._drop(record.subject)
        )

    def _found(self, subject: Subject) -> ElementState | ConnectionState | None:
        """What a viewer may see of an element or connection of the batch."""
        if isinstance(subject, ElementSubject):
            element = self._elements.get(subject.id)
            return element if element is not None and self._may_see(element) else None
        type_ = self._schema.by_type.get(subject.type)
        if type_ is None:
            return None
        return self._connections.get(self._key(type_, subject.start, subject.end, subject.parallel))

    def _restate(self, subject: Subject, changes: dict[str, object]) -> None:
        known = self._found(subject)
        if isinstance(known, ElementState):
            self._set(known, changes, ())
        elif known is not None and known.now is not None:
            known.now = merged(known.now, changes)

    def _drop(self, subject: Subject) -> bool:
        """Delete something that nobody says; false of an element that something leads to."""
        known = self._found(subject)
        if isinstance(known, ElementState) and any(each.now is not None for each in self._around[known.id]):
            return False
        if known is not None:
            known.now = None
        return known is not None

    def _is_source(self, element: ElementState) -> bool:
        """Whether something that is here names an element as its source."""
        states = chain[ElementState | ConnectionState](self._elements.values(), self._connections.values())
        here = (each.now for each in states if each.now)
        return element.type.label == said.LABEL and any(element.id in said.listed(now, said.SOURCES) for now in here)

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
        known.now = merged(known.now, record.before)
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
        connection.now = merged(connection.now, said.accepted(connection.now, name, value))
        return True


def _stated(properties: Properties) -> dict[str, object]:
    return {name: properties[name] for name in said.stated(properties)}


def _may_end(connection: ConnectionState, id_: str, label: str) -> bool:
    """Whether a connection may have an element of a type at the end where this one is, whatever is at the other one."""
    if connection.now is None:
        return True
    pairs = connection.type.pairs
    near = 0 if connection.start == id_ else 1
    return any(label == pair[near] or (connection.type.mutual and label in pair) for pair in pairs)


def _untouched(element: ElementState, record: Record, at: str) -> bool:
    """Whether nothing has changed an element since a record of a change made ``at`` that time."""
    now = element.now or {}
    if version_of(now) != (record.version or 0) + element.reverted:
        return False
    stated = record.after.get("updatedAt", at) if record.action is Action.CREATED else at
    return element.reverted > 0 or datetime.fromisoformat(str(now["updatedAt"])) == datetime.fromisoformat(str(stated))
