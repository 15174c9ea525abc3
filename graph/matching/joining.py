"""Rows of a map joined with the graph: what is surely there already gets its id, what may be is told."""

from asyncio import to_thread
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz

from graph.errors import LOOK_IT_UP, BadInput, Problem
from graph.mapping.meanings import NOT_DRAWN
from graph.matching.pairs import Known, Pair, compared, host_of, keys_of
from graph.matching.sharing import those_like, those_with_codes, towns
from graph.matching.whereabouts import FAR, Point, Whereabouts, apart, located
from graph.model import Property, Schema, Text
from graph.questions.named import MATCHING, WRITES
from graph.records import REJECTED, ElementSubject, Properties
from graph.rows import Data, Notice, Row, Rows
from graph.said import CONFIRMED_BY, CORRECTED, SOURCES, listed
from graph.store import Store
from graph.store.values import from_neo4j
from graph.validation import accepted, extra
from graph.values.texts import fold

SURE, ONLY, LIKELY = 0.95, 0.9, 0.75
"""The score from which two are the same; from which they are where the names are equal and no other is likely; and from
which they may be."""

ALIKE = 70
"""How alike two names are at least, of a hundred, to be looked at closely."""

MANY = 300
"""Elements that share a word of their names from which on only those in the same place are looked at."""

_BODIES = frozenset({"Organization", "Library", "Community"})
_TERMS = frozenset({"Topic", "Role", "TargetGroup", "Resource"})
_REACHED = (
    "address",
    "adres",
    "email",
    "e-mail",
    "phone",
    "telefon",
    "website",
    "postcode",
    "psc",
    "location",
    "latitude",
)
"""What fields begin with that say where something is or how to reach it, folded."""

_SAID = Text("řekli jste to", "you said so")
_DOING = frozenset({"RUNS", "TAKES_PART_IN"})

_GATHERED = ("fields", "drawn", "private")
"""What is kept of a map beside properties: objects that are filled up."""


@dataclass(frozen=True, slots=True)
class Match:
    """A row that is, or may be, an element of the graph: ``sure`` ones have its id now. ``score`` is from 0 to 1."""

    place: str
    id: str
    name: str
    of: str
    of_name: str
    score: float
    reasons: tuple[Text, ...]
    sure: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """What somebody says of a match: the row with this id is the element ``of``, or another one."""

    row: str
    of: str
    same: bool


@dataclass(frozen=True, slots=True)
class Differing:
    """A property of an element of the graph (``here``) of which a row that is joined with it says something else (``there``).

    ``others`` are the sources of the element, with people who confirmed it.
    """

    place: str
    subject: ElementSubject
    name: str
    here: object
    there: object
    others: frozenset[object]

    @property
    def notice(self) -> Notice:
        """What is told of it where nobody else says what stands here."""
        told = f"{self.subject.id!r} has {self.here!r:.80}, not {self.there!r:.80}; it stays so"
        return Notice(f"{self.place}, {self.name}", told)


JoinedRows = Iterator[Row | Notice | Problem | Differing]
"""The rows of one map with ids of the graph, and where one differs from what it is joined with."""


@dataclass(frozen=True, slots=True)
class Joined:
    """The rows with ids of the graph, and what was found."""

    rows: JoinedRows
    matches: Sequence[Match] = ()


async def joined(store: Store, schema: Schema, rows: Rows, verdicts: Sequence[Verdict] = ()) -> Joined:
    """Join the rows of one map with the graph, as ``verdicts`` say where they do.

    A row that surely is an element of the graph adds to it what it does not say yet; where the two differ, that is told
    among the rows, and the graph stays as it is. Two rows are never joined with one element. What is said to be another one
    is written down, so that nobody is asked again. Raises BadInput where a verdict is about what is not there, and
    DatabaseUnavailable and DatabaseTimeout as ``Store`` does.
    """
    read = await to_thread(list, rows)
    own = {str(row.data["id"]): row for row in read if isinstance(row, Row) and _is_matched(row.data)}
    if strange := [each.row for each in verdicts if each.row not in own]:
        raise BadInput(f"there is no row {strange[0]!r} in the file to be matched", place="matches")
    again = [own.pop(id_).data for id_ in await _standing(store, own)]
    found = await those_like(store, [row.data for row in own.values()], [each.of for each in verdicts]) if own else []
    holders = await those_with_codes(store, again) if again else []
    listed = {each.id for each in found}
    there = [*found, *(each for each in holders if each.id not in listed)]
    if not there:
        return Joined(iter(read))
    [[corners, countries]] = await store.read(MATCHING["around"].text, name="around")
    joining = await to_thread(_Joining, schema, there, [(north, east) for north, east in corners], countries)
    joining.hear([each for each in verdicts if each.row in own])
    links = [row.data for row in read if isinstance(row, Row) and "link" in row.data]
    await to_thread(joining.match, own, [link for link in links if link["link"] == "LOCATED_IN"])
    joining.confirm(await _organizers(store, joining.likely("Activity")), links)
    standing = await _standing(store, joining.ids.values())
    return Joined(joining.rewritten(read, standing), joining.matches)


def _is_matched(data: Data) -> bool:
    return "label" in data and data["label"] not in NOT_DRAWN and isinstance(data.get("id"), str)


async def _standing(store: Store, ids: Iterable[str]) -> dict[str, tuple[Sequence[str], Properties]]:
    """Labels and properties of those elements that are there."""
    wanted = {"ids": list(dict.fromkeys(ids))}
    [[found]] = await store.read(WRITES["existing_elements"].text, wanted, name="existing_elements")
    return {id_: (labels, from_neo4j(properties)) for id_, labels, properties in found}


async def _organizers(store: Store, ids: Sequence[str]) -> Mapping[str, frozenset[str]]:
    """Who has to do with each activity."""
    if not ids:
        return {}
    [[_, connections]] = await store.read(WRITES["load"].text, {"ids": [], "pairs": [], "whole": ids}, name="load")
    found: defaultdict[str, set[str]] = defaultdict(set)
    for type_, start, end, *_ in connections:
        if type_ in _DOING:
            found[end].add(start)
    return {id_: frozenset(who) for id_, who in found.items()}


@dataclass
class _Index:
    """Elements of the graph by what they are compared by."""

    elements: Sequence[Known]
    anywhere: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    placed: defaultdict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for number, element in enumerate(self.elements):
            for key in dict.fromkeys(keys_of(element)):
                self.anywhere[key].append(number)
                if element.place:
                    self.placed[element.place[0], key].append(number)

    def near(self, known: Known) -> Iterator[Known]:
        """Elements that share with it what is rare, or the place and anything."""
        numbers: set[int] = set()
        for key in dict.fromkeys(keys_of(known)):
            if len(self.anywhere[key]) <= MANY or key[:2] == "= ":
                numbers.update(self.anywhere[key])
            elif known.place:
                numbers.update(self.placed[known.place[0], key])
        return (self.elements[number] for number in sorted(numbers))


class _Joining:
    def __init__(
        self, schema: Schema, there: Sequence[Known], points: Sequence[Point] = (), countries: Sequence[str] = ()
    ) -> None:
        self.ids: dict[str, str] = {}
        self.matches: list[Match] = []
        self._schema = schema
        self._types = {frozenset(schema.labels_of(element)): element for element in schema.elements}
        self._index = _Index(there)
        self._label = {each.id: each.label for each in there}
        self._names = {each.id: each.names[0] for each in there}
        self._same: dict[str, str] = {}
        self._apart: set[tuple[str, str]] = set()
        self._codes = _codes(schema)
        self._towns: defaultdict[str, list[Known]] = defaultdict(list)
        for each in there:
            if each.label == "Place" and each.kind == "municipality":
                self._towns[fold(each.names[0])].append(each)
        self._points, self._countries = points, countries
        self._whereabouts = Whereabouts((), (), {})

    def hear(self, verdicts: Iterable[Verdict]) -> None:
        """Take over what somebody says of matches. Raises BadInput where there is no such element."""
        for each in verdicts:
            if each.of not in self._label:
                raise BadInput(f"there is no element with the id {each.of!r}; {LOOK_IT_UP}", place="matches")
            if each.same:
                self._same[each.row] = each.of
            else:
                self._apart.add((each.row, each.of))

    def match(self, own: Mapping[str, Row], located_in: Iterable[Data]) -> None:
        """Find what each row is, places before what lies in them."""
        places = {str(link["from"]): str(link["to"]) for link in located_in}
        self._whereabouts = Whereabouts(self._points, self._countries, {id_: row.data for id_, row in own.items()})
        ordered = sorted(own.items(), key=lambda item: item[1].data["label"] != "Place")
        claims: dict[str, list[tuple[Match, str]]] = defaultdict(list)
        for id_, row in ordered:
            if found := self._best(self._known(id_, row, own, places), row):
                claims[found.of].append((found, id_))
                if found.sure and row.data["label"] == "Place":
                    self.ids[id_] = found.of
        for of, claiming in claims.items():
            claiming.sort(key=lambda claim: (not claim[0].sure, -claim[0].score))
            for number, (found, id_) in enumerate(claiming):
                sure = found.sure and number == 0
                self.matches.append(replace(found, sure=sure))
                if sure:
                    self.ids[id_] = of
                else:
                    self.ids.pop(id_, None)

    def likely(self, label: str) -> list[str]:
        """The elements of a type that rows may be."""
        return [match.of for match in self.matches if not match.sure and self._label.get(match.of) == label]

    def confirm(self, organizers: Mapping[str, frozenset[str]], links: Iterable[Data]) -> None:
        """Make sure of activities that have the name of a row and whom the row leads from: their organizers are the same."""
        doing: defaultdict[str, set[str]] = defaultdict(set)
        for link in links:
            if link["link"] in _DOING:
                doing[str(link["to"])].add(self.ids.get(str(link["from"]), str(link["from"])))
        for number, match in enumerate(self.matches):
            shared = doing[match.id] & organizers.get(match.of, frozenset())
            if not match.sure and match.score >= ONLY and shared and match.of not in self.ids.values():
                reason = Text("stejný pořadatel", "the same organizer")
                self.matches[number] = replace(match, sure=True, reasons=(*match.reasons, reason))
                self.ids[match.id] = match.of

    def _known(self, id_: str, row: Row, own: Mapping[str, Row], places: Mapping[str, str]) -> Known:
        data = row.data
        names = [data.get("name"), data.get("nameEn"), *_texts(data.get("alternateNames"))]
        codes = {name: normalize(str(data[name])) for name, normalize in self._codes.items() if data.get(name)}
        kind = data.get("level" if data["label"] == "Place" else "kind")
        return Known(
            id_,
            str(data["label"]),
            tuple(str(name) for name in names if name),
            str(kind) if kind and data["label"] != "Item" else None,
            self._place(data, own, places),
            codes,
            host_of(data.get("url")),
            str(data["since"])[:4] if data.get("since") else None,
            located(data),
        )

    def _place(self, data: Data, own: Mapping[str, Row], places: Mapping[str, str]) -> tuple[str, str] | None:
        """The municipality of a row, as far as the graph knows it."""
        where = places.get(str(data["id"]))
        if where in self.ids and where in own:
            return self.ids[where], str(own[where].data.get("name"))
        if self._whereabouts.is_elsewhere(str(data["id"])):
            return None
        at = located(data)
        for name in towns(data):
            called = [each for each in self._towns.get(fold(name), ()) if (apart(at, each.at) or 0) <= FAR]
            if len(called) == 1:
                return called[0].id, called[0].names[0]
        return None

    def _best(self, known: Known, row: Row) -> Match | None:
        if of := self._same.get(known.id):
            return Match(row.place, known.id, known.names[0], of, self._names[of], 1.0, (_SAID,), sure=True)
        found = [
            (pair, other)
            for other in self._index.near(known)
            if (known.id, other.id) not in self._apart and (pair := self._pair(known, other))
        ]
        found.sort(
            key=lambda each: (
                -each[0].score,
                not _is_called(each[1], known),
                each[1].kind != "municipality",
                each[1].id,
            )
        )
        if not found or found[0][0].score < LIKELY:
            return None
        pair, other = found[0]
        sure = self._is_sure(known, row, found)
        return Match(row.place, known.id, known.names[0], other.id, other.names[0], pair.score, pair.reasons, sure)

    def _is_sure(self, known: Known, row: Row, found: Sequence[tuple[Pair, Known]]) -> bool:
        """Whether a row is the first of what it may be."""
        (pair, other), others = found[0], [each[0].score for each in found[1:]]
        if self._whereabouts.is_elsewhere(known.id) and other.label not in _TERMS and not _share_code(known, other):
            return False
        equal = _is_called(other, known)
        same_name = other.taken[0].plain == known.taken[0].plain
        alone = all(score < LIKELY for score in others)
        sure = pair.score >= SURE and all(score < ONLY for score in others)
        if known.label == "Item":
            is_record = "kind" in row.data or bool(row.data.get("fields"))  # of a village called as a synonym, perhaps
            by_synonym = other.label in _TERMS and is_record and not same_name
            may_be = other.label == "Library" or (other.label in _TERMS and not _can_be_reached(row.data))
            return equal and alone and pair.score >= ONLY and may_be and not by_synonym
        if other.label in _TERMS:
            of_another = row.data.get("scheme") not in (None, other.kind)
            return sure and (same_name if of_another else equal)
        if other.label in _BODIES:
            return sure or (equal and alone and pair.score >= ONLY)
        if other.label == "Place":
            return equal and (_only_place(known, found) if known.kind else _only_town(known, found))
        return sure

    def _pair(self, known: Known, other: Known) -> Pair | None:
        """How surely a row is an element; no place of this part of the world is one that a map has elsewhere.

        What is only called as a town may be the town, and not whatever is called after it.
        """
        if other.label == "Place" and self._whereabouts.is_elsewhere(known.id) and not _share_code(known, other):
            return None
        is_town = known.label == "Item" and fold(known.names[0]) in self._towns
        if is_town and other.label in _BODIES and not _is_called(other, known):
            return None
        return _pair(known, other)

    def rewritten(
        self, rows: Iterable[Row | Notice | Problem], standing: Mapping[str, tuple[Sequence[str], Properties]]
    ) -> JoinedRows:
        """The rows with the ids of the graph."""
        labels: dict[str, str] = {}
        places: dict[str, str] = {}
        for row in rows:
            if not isinstance(row, Row):
                yield row
            elif "label" in row.data:
                labels[str(row.data["id"])], places[str(row.data["id"])] = str(row.data["label"]), row.place
                yield from self._element(row, standing)
            else:
                yield from self._connection(row)
        for id_, of in sorted(self._apart):
            ends = (self._schema.by_label[label] for label in (labels[id_], self._label[of]))
            if self._schema.by_type["SAME_AS"].fits(*ends):
                yield Row(places[id_], {"link": "SAME_AS", "from": id_, "to": of, "status": REJECTED})

    def _connection(self, row: Row) -> Iterator[Row | Notice]:
        ends = {side: self.ids.get(str(row.data.get(side)), row.data.get(side)) for side in ("from", "to")}
        if ends["from"] == ends["to"] != row.data.get("from"):
            yield Notice(row.place, f"connects two rows that are both {ends['from']!r} in the graph; left out")
        else:
            yield Row(row.place, row.data | ends)

    def _element(
        self, row: Row, standing: Mapping[str, tuple[Sequence[str], Properties]]
    ) -> Iterator[Row | Notice | Differing]:
        of = self.ids.get(str(row.data["id"]))
        for name, holder in self._others_codes(row.data, of or str(row.data["id"])):
            yield Notice(f"{row.place}, {name}", f"{row.data[name]!r:.60} is that of {holder!r} in the graph; left out")
            row = Row(row.place, {key: value for key, value in row.data.items() if key != name})
        if of is None or of not in standing:
            yield row
            return
        labels, old = standing[of]
        type_ = self._types[frozenset(labels)]
        declared = {property_.in_files: property_ for property_ in self._schema.properties_of(type_)}
        said = {"name": old["name"]} | _of_another_scheme(row.data, old)
        if type_.label == row.data["label"] and "kind" in row.data:
            said["kind"] = row.data["kind"]
        data: Data = {"label": type_.label, "id": of}
        others = frozenset([*listed(old, SOURCES), *listed(old, CORRECTED), *filter(None, [old.get(CONFIRMED_BY)])])
        for name, value in said.items():
            property_ = declared.get(name)
            before = old.get(property_.name) if property_ else extra(old).get(name)
            filled, lost = _filled(name, before, _as_kept(property_, value))
            if (
                name == "name" or filled != before
            ):  # what it has already may be another value once the import has its turn
                data[name] = filled
            for key, here, there in lost:
                differing = Differing(row.place, ElementSubject(type_.label, of), key, here, there, others)
                is_value = property_ and not property_.managed and accepted(property_, there)[1] is None
                yield differing if is_value else differing.notice
        yield Row(row.place, _renamed(data, old, str(row.data.get("name"))))

    def _others_codes(self, data: Data, id_: str) -> Iterator[tuple[str, str]]:
        """The codes of a row that another element of the graph has, and which one."""
        for name, normalize in self._codes.items():
            if data.get(name):
                numbers = self._index.anywhere.get(f"{name} {normalize(str(data[name]))}", [])
                holders = [self._index.elements[number].id for number in numbers]
                if holders and id_ not in holders:
                    yield name, holders[0]


def _of_another_scheme(data: Data, old: Properties) -> Data:
    """What a row says; where it is from another vocabulary than the term that it is, its scheme and code there are fields."""
    said = {name: value for name, value in data.items() if name not in ("label", "id", "name", "kind")}
    fields = said.get("fields")
    if said.get("scheme") in (None, old.get("scheme")) or not old.get("scheme"):
        return said
    further = {f"further {name}": said.pop(name) for name in ("scheme", "notation") if name in said}
    return said | {"fields": further | (fields if isinstance(fields, dict) else {})}


def _as_kept(declared: Property | None, value: object) -> object:
    """A value as it is compared with what the graph has: in the one spelling of its property."""
    kept, wrong = accepted(declared, value) if declared and value is not None else (value, None)
    return value if wrong else kept


def _filled(name: str, before: object, value: object) -> tuple[object, list[tuple[str, object, object]]]:
    """What is kept of a value where there may be one already, and what of it is not: its name, and both values."""
    if before in (None, "", [], {}) or before == value:
        return value, []
    if isinstance(before, list) and isinstance(value, list):
        return list(dict.fromkeys([*before, *value])), []
    if name in _GATHERED and isinstance(before, dict) and isinstance(value, dict):
        both = before.keys() & value.keys() if name == "fields" else ()
        return value | before, [(key, before[key], value[key]) for key in sorted(both) if before[key] != value[key]]
    return before, [(name, before, value)]


def _renamed(data: Data, old: Properties, name: str) -> Data:
    """A joined row with the name of the map among the other names, if it is another one."""
    names = [
        str(old["name"]),
        str(old.get("nameEn") or ""),
        *_texts(data.get("alternateNames") or old.get("alternateNames")),
    ]
    if fold(name) in map(fold, names):
        return data
    return data | {"alternateNames": [*names[2:], name]}


def _share_code(known: Known, other: Known) -> bool:
    return any(other.codes.get(name) == code for name, code in known.codes.items())


def _pair(known: Known, other: Known) -> Pair | None:
    """How surely a row is an element, where the two can be compared at all."""
    if not _fits(known.label, other.label):
        return None
    shared = _share_code(known, other)
    alike = any(fuzz.token_set_ratio(n.plain, m.plain) >= ALIKE for n in known.taken for m in other.taken)
    if not alike:
        return None if not shared else replace(compared(known, other), score=LIKELY)
    return compared(replace(known, label=other.label) if known.label == "Item" else known, other)


def _is_called(other: Known, known: Known) -> bool:
    """Whether an element has the very name of a row, and not just one that is declined like it."""
    return any(name.plain == known.taken[0].plain for name in other.taken)


def _of_one_name(known: Known, found: Sequence[tuple[Pair, Known]]) -> list[Known]:
    """Those of some places that have the very name of a row."""
    return [other for pair, other in found if pair.score >= ONLY and _is_called(other, known)]


def _only_place(known: Known, found: Sequence[tuple[Pair, Known]]) -> bool:
    """Whether the first of some places is surely a row, and the only one of its name."""
    return found[0][0].score >= SURE and len(_of_one_name(known, found)) == 1


def _only_town(known: Known, found: Sequence[tuple[Pair, Known]]) -> bool:
    """Whether the first of some places is the one municipality of its name, which is what people mean by a name alone."""
    kinds = [other.kind for other in _of_one_name(known, found)]
    return found[0][0].score >= SURE and kinds.count("municipality") == 1 and kinds[0] == "municipality"


def _fits(label: str, other: str) -> bool:
    """Whether an element of one type may be one of another: what is only a body may turn out to be a library."""
    return (
        label == other
        or (label == "Organization" and other == "Library")
        or (label == "Item" and other in _BODIES | _TERMS)
    )


def _codes(schema: Schema) -> dict[str, Callable[[str], str]]:
    """How codes of which each belongs to one element are kept, by property."""
    declared = {p.name: p for element in schema.elements for p in schema.properties_of(element) if p.unique}
    return {name: p.normalize or str for name, p in declared.items() if name != "id"}


def _can_be_reached(data: Data) -> bool:
    """Whether a row says where something is or how to reach it, as is said of a body and not of a term."""
    fields = data.get("fields")
    names = [fold(name) for name in fields] if isinstance(fields, dict) else []
    return "url" in data or any(name.startswith(_REACHED) for name in names)


def _texts(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else []
