"""Making one of two elements, and two of one: a batch that can merge, take apart what was merged, and split.

What is merged is kept whole in :class:`~graph.writing.merged.Merged`: its properties, and its connections with their old
ends. The connections that are there follow from these ties and from what answers for their ends: merging and taking apart change
the latter, and make the connections anew where they differ. So each merge can be undone by itself, in any order.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from graph import said
from graph.access import PUBLIC, narrowest, sees
from graph.errors import Conflict
from graph.model import Property
from graph.questions.named import WRITES
from graph.records import REJECTED, Action, ConnectionSubject, ElementSubject, Properties, Record, Subject
from graph.store import Transaction
from graph.values.collation import sort_key
from graph.writing.batch import Batch, Done, answered
from graph.writing.commands import Command, Create, Merge, Split
from graph.writing.merged import Folded, Merged, State, Tie, conflicts, folded, merged, taken_over, with_given, without
from graph.writing.states import ConnectionState, ElementState, visibility_of

SAME_AS = "SAME_AS"

Pairs = list[tuple[str, str]]
"""Elements that were kept, each with one that was merged into it."""

_Place = tuple[str, str, str]
"""Between which elements connections of a type run: type and ids, those of a mutual one in order."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A property in which two merged elements contradict each other: the value that was kept, and the other one."""

    property: str
    kept: object
    gone: object


@dataclass(frozen=True, slots=True)
class Left:
    """What did not come back as it was, and the later merge that holds one of its ends, if that is why."""

    subject: Subject
    sequence: int | None


def pairs_in(stored: str | None) -> Pairs:
    """The pairs that a change keeps of what it merged, or took apart."""
    return [(keep, gone) for keep, gone in orjson.loads(stored)] if stored else []


class Merging(Batch):
    """A batch that also makes one of two elements, and two of one."""

    _kept: dict[str, Merged]
    """What is kept of merged elements, as far as it was read, by their ids."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.contradictions: list[Contradiction] = []
        self.left: list[Left] = []
        self._merges: list[Merged] = []
        self._taken_out: list[Merged] = []
        self._kept = {}
        self._ties: list[Tie] = []
        self._as_read: dict[str, dict[str, object]] = {}

    async def _ready(self, transaction: Transaction, commands: Sequence[Command]) -> None:
        ids = {id_ for each in commands if isinstance(each, Merge) for id_ in (each.keep, each.gone)}
        if found := ids & self._elements.keys():
            await self._read_around(transaction, found)

    def _do(self, command: Command) -> None:
        match command:
            case Merge():
                self._merge(command)
            case Split():
                self._split(command)
            case _:
                super()._do(command)

    def told(self) -> dict[str, object]:
        """What the change says of merges, besides its records."""
        told: dict[str, object] = {}
        if self._merges:
            told["merges"] = orjson.dumps([[each.into, each.id] for each in self._merges]).decode()
        if self._taken_out:
            told["unmerges"] = orjson.dumps([[each.into, each.id] for each in reversed(self._taken_out)]).decode()
        return told

    def settle(self, own: Any) -> bool:
        """As of any batch; a contributor merges nothing without a reviewer."""
        return not self._merges and super().settle(own)

    async def flush(self, transaction: Transaction, at: str, sequence: int, records: Iterable[Record]) -> None:
        """Write the difference, told by these ``records``, and what is kept of merged elements."""
        await super().flush(transaction, at, sequence, records)
        self._store_ties()
        forgotten = [each.id for each in self._taken_out]
        for each in self._merges:
            each.sequence = sequence
        rows = [row for each in self._kept.values() if (row := each.row()) != self._as_read.get(each.id)]
        if forgotten:
            await transaction.run(WRITES["forget_merged"].text, {"ids": forgotten})
        if rows:
            await transaction.run(WRITES["remember_merged"].text, {"rows": rows})

    # Merging ----------------------------------------------------------------------------------------------------------

    def _merge(self, command: Merge) -> None:
        keep = self._existing(command.keep, (*command.path[:-2], "keep"))
        gone = self._existing(command.gone, command.path)
        if keep is None or gone is None or not self._may_become_one(keep, gone, command):
            return
        declared = self._schema.properties_of(keep.type)
        assert keep.now is not None
        assert gone.now is not None
        found = (Contradiction(*each) for each in conflicts(declared, keep.now, gone.now))
        self.contradictions += found
        known = {each.name for each in declared}
        given = taken_over(declared, keep.now, {name: value for name, value in gone.now.items() if name in known})
        self._record_ties(keep.id, gone.id)
        made = Merged(gone.id, keep.id, keep.id, 0, gone.type.label, dict(gone.now), given)
        before = self._places()
        self._merges.append(made)
        self._kept[gone.id] = made
        self._rearrange(before)
        keep.now, keep.path = with_given(keep.now, given), keep.path or command.path
        gone.now = None
        self.done.append(Done(Action.UPDATED, ElementSubject(keep.type.label, keep.id)))

    def _may_become_one(self, keep: ElementState, gone: ElementState, command: Merge) -> bool:
        path = command.path
        if keep is gone:
            self._refuse(path, "is the element itself; it is merged into another one")
        elif keep.type not in (gone.type, gone.type.parent) and gone.type is not keep.type.parent:
            self._refuse(path, f"is of the type {gone.type.label}, not {keep.type.label}")
        elif (keep.now or {}).get("visibility", "public") != (gone.now or {}).get("visibility", "public"):
            self._refuse(path, "is not seen by the same people; give both the same visibility first", "CONFLICT")
        elif self._said_apart(keep.id, gone.id):
            self._refuse(path, "somebody said that these are not the same; undo that first", "CONFLICT")
        else:
            unfit = [c for c in self._around[gone.id] if c.now is not None and not self._fits(c, gone, keep)]
            for c in unfit:
                told = c.subject.text if sees(self._viewer, c.visibility) else c.type.type
                self._refuse(path, f"its connection {told} cannot be one of {keep.type.label}", "CONFLICT")
            return not unfit
        return False

    def _said_apart(self, one: str, other: str) -> bool:
        return any(
            c.type.type == SAME_AS and other in (c.start, c.end) and (c.now or {}).get("status") == REJECTED
            for c in self._around[one]
        )

    def _fits(self, connection: ConnectionState, gone: ElementState, keep: ElementState) -> bool:
        """Whether a connection may have another end: as the type of that may, whatever is at the far one."""
        if keep.type is gone.type or keep.id in (connection.start, connection.end):
            return True
        near = 0 if connection.start == gone.id else 1
        labels = {pair[near] for pair in connection.type.pairs} | (
            {label for pair in connection.type.pairs for label in pair} if connection.type.mutual else set()
        )
        return keep.type.label in labels

    # Connections of what was merged -----------------------------------------------------------------------------------

    def _places(self) -> dict[_Place, list[Tie]]:
        """The ties by where they run now; those that lead from an element to itself are nowhere."""
        found: defaultdict[_Place, list[Tie]] = defaultdict(list)
        for tie in self._ties:
            if place := self._place(tie.type, self._now(tie.start), self._now(tie.end)):
                found[place].append(tie)
        return found

    def _place(self, type_: str, start: str, end: str) -> _Place | None:
        return None if start == end else self._key(self._schema.by_type[type_], start, end, None)[:3]

    def _standing(self, place: _Place) -> dict[str | None, ConnectionState]:
        """The connections that run there, by what tells them apart."""
        return {
            c.parallel: c
            for c in self._around[place[1]]
            if c.now is not None and self._place(c.type.type, c.start, c.end) == place
        }

    def _folded(self, place: _Place, ties: Iterable[Tie]) -> dict[str | None, Folded]:
        declared = self._schema.properties_of_connection(self._schema.by_type[place[0]])
        return {each.parallel: each for each in folded(declared, ties, place[1:])}

    def _record_ties(self, keep: str, gone: str) -> None:
        """Keep the connections of an element that is merged, and those of the kept one that run where they will."""
        places = self._places()
        coming = set()
        for connection in self._around[gone]:
            if connection.now is not None:
                ends = (keep if id_ == gone else id_ for id_ in (connection.start, connection.end))
                coming.add(self._place(connection.type.type, *ends))
        between = {id(connection) for connection in self._around[gone]}
        for connection in [*self._around[gone], *(each for each in self._around[keep] if id(each) not in between)]:
            place = self._place(connection.type.type, connection.start, connection.end)
            if connection.now is None or place is None or (gone not in place and place not in coming):
                continue
            if connection.parallel not in self._folded(place, places.get(place, ())):
                self._ties.append(
                    Tie(
                        *(connection.type.type, connection.start, connection.end),
                        connection.parallel,
                        _said(connection.now),
                    )
                )

    def _rearrange(self, before: Mapping[_Place, list[Tie]]) -> None:
        """Make the connections anew that run elsewhere than before, by what answers now for their ends."""
        after = self._places()
        changed = [place for place in {**before, **after} if before.get(place, []) != after.get(place, [])]
        for place in changed:
            self._clear(place, before.get(place, ()))
        after = self._places()
        for place in changed:
            for each in self._folded(place, after.get(place, ())).values():
                self._put(place, each)

    def _clear(self, place: _Place, ties: Iterable[Tie]) -> None:
        """Take away what stands for ties. These say then what was made of it since; those that were removed are forgotten."""
        standing = self._standing(place)
        for parallel, expected in self._folded(place, ties).items():
            known = standing.get(parallel)
            if known is None:
                self._ties = [tie for tie in self._ties if tie not in expected.ties]
                self.left += [Left(_subject(tie), None) for tie in expected.ties]
                continue
            now, was, first = _said(known.now or {}), self._awaiting(expected.properties), expected.ties[0]
            for name in now.keys() | was.keys():
                if now.get(name) != was.get(name) and name != "awaits":
                    first.properties = _with(first.properties, name, now.get(name))
            known.now = None

    def _awaiting(self, properties: Properties) -> State:
        awaits = properties.get("awaits")
        return {**properties, "awaits": self._now(awaits)} if isinstance(awaits, str) else dict(properties)

    def _put(self, place: _Place, each: Folded) -> None:
        first = each.ties[0]
        start, end = self._now(first.start), self._now(first.end)
        ends = [self._elements.get(id_) for id_ in (start, end)]
        visibility = narrowest(*((state.now or {}).get("visibility") for state in ends if state))  # type: ignore[arg-type]
        type_ = self._schema.by_type[place[0]]
        known = self._add(ConnectionState(type_, start, end, each.parallel, None, None, None, visibility))
        known.now = answered(self._awaiting(each.properties)) | (
            {"parallel": each.parallel} if each.parallel is not None else {}
        )

    def _store_ties(self) -> None:
        """Have each tie kept by an element at its end that was merged; what no merge concerns any more is no tie."""
        places = self._places()
        ties: defaultdict[str, list[Tie]] = defaultdict(list)
        for tie in self._ties:
            ends = [id_ for id_ in (tie.start, tie.end) if id_ in self._kept]
            place = self._place(tie.type, self._now(tie.start), self._now(tie.end))
            others = (id_ for other in places.get(place, ()) for id_ in (other.start, other.end)) if place else ()
            if keeper := next((id_ for id_ in (*ends, *others) if id_ in self._kept), None):
                ties[keeper].append(tie)
        for id_, each in self._kept.items():
            each.ties = ties[id_]

    # Splitting --------------------------------------------------------------------------------------------------------

    def _split(self, command: Split) -> None:
        element = self._existing(command.id, command.path)
        if element is None:
            return
        made = self._create(Create(element.type.label, command.properties, promised=command.promised), command.path)
        if made is None or made.now is None:
            return
        if (visibility := narrowest(visibility_of(element.now), visibility_of(made.now))) != PUBLIC:
            made.now["visibility"] = visibility
        for number, (name, start, end, parallel) in enumerate(command.connections):
            self._hand_over(element, made, (name, start, end, parallel), (*command.path[:-1], "move", number))

    def _hand_over(
        self,
        element: ElementState,
        made: ElementState,
        which: tuple[str, str, str, str | None],
        path: tuple[str | int, ...],
    ) -> None:
        name, start, end, parallel = which
        type_ = self._schema.by_type.get(name)
        known = self._connections.get(self._key(type_, start, end, parallel)) if type_ else None
        is_there = known is not None and known.now is not None and element.id in (known.start, known.end)
        if known is None or known.now is None or not is_there or not sees(self._viewer, known.visibility):
            self._refuse(path, f"{element.id!r} has no {name} from {start!r} to {end!r}", "NOT_FOUND")
            return
        begin, far = (made.id if id_ == element.id else id_ for id_ in (known.start, known.end))
        moved = self._add(ConnectionState(known.type, begin, far, parallel, None, None, None, known.visibility))
        awaits = {"awaits": made.id} if known.now.get("awaits") == element.id else {}
        sources = {said.SOURCES: said.by_person_too(known.now, self._viewer.role)}
        moved.now, moved.path, known.now = {**known.now, **awaits, **sources}, path, None

    # Taking apart -----------------------------------------------------------------------------------------------------

    async def take_apart(self, transaction: Transaction, pairs: Iterable[tuple[str, str]], sequence: int) -> None:
        """Undo the merges of a change. Raises Conflict where they are undone already, or where the kept one is gone."""
        pairs = list(pairs)
        await self._read_kept(transaction, {"ids": [gone for _, gone in pairs]})
        gone = [id_ for _, id_ in pairs if id_ in self._kept and self._kept[id_].sequence == sequence]
        if not gone:
            raise Conflict(f"What change {sequence} merged has been taken apart already.")
        await self._read_around(transaction, {self._kept[id_].now for id_ in gone} | set(gone))
        for id_ in reversed(gone):
            self._take_out(self._kept[id_])
        await self.validate(transaction)

    async def _read_around(self, transaction: Transaction, ids: set[str]) -> None:
        """Read elements with all connections, and what is kept of those that were merged into them or their neighbours."""
        await self.load(transaction, ids, (), ids)
        near = {end for id_ in ids for c in self._around[id_] for end in (c.start, c.end)} | ids
        await self._read_kept(transaction, {"now": sorted(near)})
        far = near | {self._now(end) for tie in self._ties for end in (tie.start, tie.end)}
        await self.load(transaction, far - self._elements.keys(), ())

    async def _read_kept(self, transaction: Transaction, asked: Mapping[str, list[str]]) -> None:
        [[rows]] = await transaction.run(WRITES["merged"].text, {"ids": [], "now": [], **asked})
        for row in rows:
            if row["id"] not in self._kept:
                each = self._kept[row["id"]] = merged(row)
                self._as_read[each.id] = each.row()
                self._ties += each.ties

    def _now(self, id_: str) -> str:
        """The element that answers for an id."""
        seen = set()
        while id_ in self._kept and id_ not in seen:
            seen.add(id_)
            id_ = self._kept[id_].into
        return id_

    def _take_out(self, each: Merged) -> None:
        keep = self._elements.get(self._now(each.id))
        if keep is None or keep.now is None or not self._may_see(keep):
            raise Conflict(f"What {each.id} was merged into is not there any more; undo its deletion first.")
        type_ = self._schema.by_label.get(each.label)
        if each.id in self._elements or type_ is None:
            raise Conflict(f"There is another element with the id {each.id}.")
        before = self._places()
        del self._kept[each.id]
        self._taken_out.append(each)
        self._take_back(each)
        state = {name: value for name, value in each.properties.items() if name != "updatedAt"}
        state |= {"version": _number(state.get("version")) + 1, "sortKey": sort_key(str(state.get("name")), each.id)}
        self._elements[each.id] = ElementState(type_, each.id, None, state)
        self._rearrange(before)
        self.left += self._held(each)
        for other in self._kept.values():
            other.now = self._now(other.id)

    def _held(self, each: Merged) -> Iterator[Left]:
        """The connections of an element that lead elsewhere than before, for their other end was merged later."""
        for tie in self._ties:
            far = tie.end if tie.start == each.id else tie.start
            if each.id in (tie.start, tie.end) and far in self._kept:
                yield Left(_subject(tie), self._kept[far].sequence)

    def _path(self, each: Merged) -> Iterator[str]:
        """The ids of what an element was merged into, and that into, up to what is there."""
        id_ = each.into
        yield id_
        while id_ in self._kept:
            id_ = self._kept[id_].into
            yield id_

    def _take_back(self, each: Merged) -> None:
        """Take from the kept elements what they had from one; what others had too they have from these."""
        given: Properties = each.gave
        for id_ in self._path(each):
            holder, element = self._kept.get(id_), self._elements.get(id_)
            before = holder.properties if holder else (element.now if element else None) or {}
            state, taken = without(before, given)
            for other in self._merged_into(id_):
                declared = self._declared(id_)
                more = {n: v for n, v in taken_over(declared, state, other.properties).items() if n in given}
                if more:
                    state, other.gave = with_given(state, more), _with_more(other.gave, more)
            if holder is None:
                assert element
                element.now = state
                return
            holder.properties = state
            holder.gave, given = without(holder.gave, taken)[0], _common(holder.gave, taken)

    def _declared(self, id_: str) -> tuple[Property, ...]:
        holder = self._kept.get(id_)
        type_ = self._schema.by_label[holder.label] if holder else self._elements[id_].type
        return self._schema.properties_of(type_)

    def _merged_into(self, id_: str) -> list[Merged]:
        return sorted((e for e in self._kept.values() if e.into == id_), key=lambda e: (e.sequence, e.id))


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _said(properties: Properties) -> State:
    return {name: value for name, value in properties.items() if name != "parallel"}


def _with(properties: Properties, name: str, value: object) -> State:
    return {key: each for key, each in {**properties, name: value}.items() if each is not None}


def _subject(tie: Tie) -> ConnectionSubject:
    return ConnectionSubject(tie.type, tie.start, tie.end, tie.parallel)


def _with_more(gave: Properties, more: Properties) -> State:
    """What an element gave, with what it gives now."""
    made = dict(gave)
    for name, value in more.items():
        known = made.get(name)
        made[name] = [*known, *value] if isinstance(known, list) and isinstance(value, list) else value
    return made


def _common(gave: Properties, taken: Properties) -> State:
    """What an element gave of that which was taken from it."""
    made: State = {}
    for name, value in taken.items():
        known = gave.get(name)
        if isinstance(known, list) and isinstance(value, list):
            made[name] = [item for item in value if item in known]
        elif known == value:
            made[name] = value
    return {name: value for name, value in made.items() if value != []}
