"""What the known words propose that the words of a drawing mean, with reasons and counts: for somebody to correct.

What follows from the known words is proposed as it is read anyway. What would make a fact of a guess, and what the ends
of a connection decide, is no more than offered: in the mapping file, it stands behind a ``#``.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from itertools import groupby

from graph.mapping import columns, meanings, namesakes
from graph.mapping.connections import Connections, Link
from graph.mapping.drawing import Drawing, text
from graph.mapping.elements import Elements, Node
from graph.mapping.ids import Ids
from graph.mapping.mapping import Column
from graph.mapping.mapping import Mapping as Meanings
from graph.mapping.remarks import Remarks
from graph.rows import Data
from graph.values import rules
from graph.values.texts import fold

SHOWN = 3
"""Values that are shown of a field."""

SEVERAL = 2
"""Properties from which on a field has no single one."""

ENOUGH = 0.9
"""Share of the values of a field from which on their shape says what it is."""

_SHAPES = (
    ("ico", "8 digits with a check digit", rules.normalized_ico, rules.ico),
    ("isil", "an ISIL", rules.normalized_code, rules.isil),
    ("sigla", "a sigla", rules.normalized_code, rules.sigla),
    ("ror", "a ROR id", rules.normalized_ror, rules.ror),
    ("wikidata", "an item of Wikidata", rules.normalized_wikidata, rules.wikidata),
    ("url", "a web address", str, rules.url),
)
"""Properties whose values can be told by their shape: what that is called, and the rule after the usual spelling."""

_LONG_ICO = 7
"""Digits from which on a number is no other number that happens to fit."""

_OWN = frozenset({"label", "type", "element type", "tags", "id", "spojenci id"})
"""Fields that are read for themselves, folded."""


_TERMS = frozenset({"Topic", "TargetGroup", "Role", "Resource"})

FEWEST = 2
"""Names in a field from which on they tell what it is."""

LONGEST = 80
"""Characters of a name; what is longer is a text."""


class Part(StrEnum):
    """A part of the mapping file."""

    TYPES = "types"
    CONNECTIONS = "connections"
    COLUMNS = "columns"
    FIELDS = "fields"


@dataclass(frozen=True, slots=True)
class Word:
    """What one word of a map means, as the mapping file has it (``said``), unless it is no more than offered (``sure``).

    ``count`` is how often it stands there, ``examples`` are of what. ``remarks`` are the reasons.
    """

    part: Part
    word: str
    count: int
    examples: Sequence[str]
    said: Mapping[str, str | bool]
    sure: bool
    remarks: Sequence[str]

    @property
    def lines(self) -> Iterator[str]:
        """It in the mapping file."""
        yield from (f"# {remark}" for remark in self.remarks)
        yield f"{'' if self.sure else '# '}{_quoted(self.word)} = {_toml(self.said)}"


@dataclass(frozen=True, slots=True)
class _Column:
    """A field proposed as a column of names: why, where it leads, and whether that is more than a guess."""

    column: Column
    why: str
    leads: str
    sure: bool = True

    @property
    def said(self) -> Mapping[str, str | bool]:
        """It as the mapping file has it."""
        return {name: value for name, value in asdict(self.column).items() if value}


@dataclass(slots=True)
class _Field:
    """A field as it stands in a drawing: how often, with which labels, and its values."""

    name: str
    labels: Counter[str] = field(default_factory=Counter)
    values: Counter[str] = field(default_factory=Counter)
    raw: list[object] = field(default_factory=list)

    @property
    def shown(self) -> Sequence[str]:
        """Some of its values."""
        return [*self.values][:SHOWN]


def proposal(drawing: Drawing, mapping: Meanings, name: str, known: Mapping[str, str]) -> list[Word]:
    """What the words of a drawing may mean, beginning from what ``mapping`` says already.

    ``known`` are the labels of elements that there are besides, by their folded names.
    """
    remarks = Remarks()
    namesakes.tell_apart(drawing, mapping.columns, remarks)
    before = [(item, {**item.fields}, item.type) for item in drawing.elements]
    columns.connect(drawing, mapping, remarks)
    ids = Ids(name, drawing, remarks)
    elements = Elements(drawing, ids, mapping, remarks)
    connections = Connections(drawing, elements, ids, mapping, remarks)
    nodes = {id(node.item): node for node in elements.nodes}
    read = [(nodes[id(item)], fields, type_) for item, fields, type_ in before if id(item) in nodes]
    fields = _gathered(read)
    names = {**known, **{fold(node.name): node.label for node in elements.nodes}}
    proposed = {key: column for key, seen in fields.items() if (column := _proposed_column(key, seen, mapping, names))}
    plain = {key: seen for key, seen in fields.items() if key not in proposed or not proposed[key].sure}
    return [
        *_types(read, mapping),
        *_connections(connections.links, mapping),
        *(_column(fields[key], column) for key, column in proposed.items()),
        *(_field(key, seen, mapping) for key, seen in plain.items()),
    ]


def written(words: Iterable[Word], name: str) -> str:
    """The mapping file of some words, for somebody to edit."""
    lines = [
        f"# What the words of {_quoted(name)} mean. Edit it, and give it back by --mapping.",
        "# It serves the next version of the source as well: words that are no longer there do no harm.",
    ]
    for part, some in groupby(words, key=lambda word: word.part):
        lines += [f"\n[{part}]", *(line for word in some for line in word.lines)]
    return "\n".join(lines) + "\n"


def _types(read: Iterable[tuple[Node, Data, str]], mapping: Meanings) -> Iterator[Word]:
    found: dict[str, list[tuple[Node, str]]] = defaultdict(list)
    for node, _, type_ in read:
        found[fold(type_)].append((node, type_))
    for word, nodes in sorted(found.items(), key=lambda pair: len(pair[1]), reverse=True):
        first, type_ = nodes[0]
        said = mapping.types.get(word)
        known = (said.name, said.kind) if said else meanings.LABELS.get(word)
        alike = all(spelled == type_ for _, spelled in nodes)
        kind = known[1] if known else type_ if first.label == "Item" and alike else ""
        examples = [node.name for node, _ in nodes[:SHOWN]]
        why = "; the model has no such type" if first.label == "Item" and type_ else ""
        remarks = [f"{len(nodes)} {_of(nodes)}: {', '.join(map(_quoted, examples))}{why}"]
        if not type_ and not said:
            remarks.append("these have no type; say which one by taking away the #")
        means = _means("label", first.label, kind)
        yield Word(Part.TYPES, type_, len(nodes), examples, means, bool(type_ or said), remarks)


def _of(nodes: Sequence[object]) -> str:
    return "element" if len(nodes) == 1 else "elements"


def _connections(links: Iterable[Link], mapping: Meanings) -> Iterator[Word]:
    found: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        found[link.phrase].append(link)
    for group in sorted(found.values(), key=len, reverse=True):
        yield _connection(group, mapping)


def _connection(group: Sequence[Link], mapping: Meanings) -> Word:
    first = group[0]
    type_ = first.reading.type
    way = _way(group)
    guessed = any(link.reading.guessed for link in group)
    remarks = [
        f"{_quoted(first.word)}, {len(group)}x" if first.word else f"without a word, {len(group)}x",
        *_ends(group),
    ]
    if way is None:
        remarks.append("  its ends decide; take away the # to say one for all")
    elif guessed:
        remarks.append("  take away the # if it is so")
    sure = way is not None and not guessed and not any(link.reading.undecided for link in group)
    examples = [f"{link.start.name} → {link.end.name}" for link in group[:SHOWN]]
    means = _means("type", type_, _kind(group, mapping), reversed=way is False)
    return Word(Part.CONNECTIONS, first.word, len(group), examples, means, sure, remarks)


def _ends(group: Iterable[Link]) -> Iterator[str]:
    """How the connections of a word are read, by what they lead from and to."""
    ends = Counter((link.start.label, link.end.label, link.reading) for link in group)
    for (source, target, reading), number in ends.most_common():
        how = " backward" if reading.swaps else ""
        doubt = " (a guess by the two ends, proposed)" if reading.guessed else ""
        doubt = doubt or (" (proposed where it is drawn without an arrow)" if reading.undecided else "")
        yield f"  {number}x from {source} to {target}: {reading.type}{how}{doubt}"


def _kind(group: Sequence[Link], mapping: Meanings) -> str:
    """The kind that a word means; none where it is spelled in several ways, each of which is a kind of its own then."""
    link = group[0]
    if said := mapping.connections.get(link.phrase):
        return said.kind
    if link.reading.type == "RELATED_TO":
        return link.word if all(each.word == link.word for each in group) else ""
    return meanings.PARTNERSHIPS.get(link.phrase, "") if link.reading.type == "PARTNERS_WITH" else ""


def _way(group: Iterable[Link]) -> bool | None:
    """Whether one type fits all connections of a word as they are read, as drawn or backward; None if none does."""
    read = {(link.start.label, link.end.label, link.reading.type, link.reading.swaps) for link in group}
    types = {type_ for *_, type_, _ in read}
    for forward in (True, False):
        if len(types) == 1 and all(meanings.way(t, s, e, forward=forward) == swaps for s, e, t, swaps in read):
            return forward
    return None


def _gathered(read: Iterable[tuple[Node, Data, str]]) -> Mapping[str, _Field]:
    """The fields of a drawing by their folded names."""
    found: dict[str, _Field] = {}
    for node, fields, _ in read:
        known = {fold(name): name for name in reversed(fields)}
        for key, name in known.items():
            if key and key not in _OWN and node.item.keys.get("label") != name:
                seen = found.setdefault(key, _Field(name))
                seen.labels[node.label] += 1
                seen.raw.append(fields[name])
                if value := text(fields[name]):
                    seen.values[value] += 1
    return found


def _column(seen: _Field, column: _Column) -> Word:
    remarks = [
        f"{_quoted(seen.name)}: {column.why}",
        f"  {column.leads}" if column.sure else f"  {column.leads}; take away the # if it is so",
    ]
    return Word(Part.COLUMNS, seen.name, len(seen.raw), seen.shown, column.said, column.sure, remarks)


def _proposed_column(key: str, seen: _Field, mapping: Meanings, names: Mapping[str, str]) -> _Column | None:
    """What a field is that names elements: as its heading says, or because its values are names that are known."""
    if said := mapping.columns.get(key):
        return _Column(said, "as the mapping says", _leads(key, said, seen))
    is_property = any(fold(mapping.fields.get(key, key)) in meanings.ELEMENT_FIELDS[label] for label in seen.labels)
    if is_property or key in mapping.fields or _shape(seen)[0] or not all(map(columns.is_named, seen.raw)):
        return None
    label = meanings.COLUMN_LABELS.get(key, "")
    separator = _separator(seen, label, names)
    parts = [part for value in seen.raw for part in columns.named(value, separator)]
    found = Counter(names[fold(part)] for part in parts if fold(part) in names)
    if label and _are_names(parts):
        column, why = Column(label, separator=separator), f"the heading says so ({len(parts)} names)"
        return _Column(column, why, _leads(key, column, seen))
    if len(parts) < FEWEST or found.total() < ENOUGH * len(parts):
        return None
    column = Column(found.most_common(1)[0][0], separator=separator)
    return _Column(
        column,
        f"{found.total()} of {len(parts)} are names of elements that are known",
        _leads(key, column, seen),
        False,
    )


def _separator(seen: _Field, label: str, names: Mapping[str, str]) -> str:
    """A comma, where no usual separator parts the names and commas do: those of terms, or most parts are known."""
    texts = [value if isinstance(value, str) else "|" * isinstance(value, list) for value in seen.raw]
    if any(mark in value for value in texts for mark in columns.SEPARATORS) or not any("," in value for value in texts):
        return ""
    parts = [part for value in texts for part in columns.named(value, ",")]
    return "," if label in _TERMS or sum(fold(part) in names for part in parts) > len(parts) / 2 else ""


def _are_names(parts: Sequence[str]) -> bool:
    """Whether most are short and have letters."""
    return sum(len(part) <= LONGEST and any(map(str.isalpha, part)) for part in parts) > len(parts) / 2


def _leads(key: str, column: Column, seen: _Field) -> str:
    """Which connections lead to what a field names."""
    word = fold(meanings.COLUMN_WORDS.get(key, key))
    types = {label: column.type or meanings.reading(word, label, column.label).type for label in seen.labels}
    return ", ".join(f"{type_} from {label} to {column.label}" for label, type_ in types.items())


def _field(key: str, seen: _Field, mapping: Meanings) -> Word:
    labels = ", ".join(f"{label} {number}x" for label, number in seen.labels.most_common())
    values = ", ".join(map(_quoted, seen.shown))
    remarks = [f"{_quoted(seen.name)}: {labels}{'; such as ' if values else ''}{values}"]
    asked = fold(mapping.fields.get(key, key))
    properties = {p.name for label in seen.labels if (p := meanings.ELEMENT_FIELDS[label].get(asked))}
    if len(properties) > 1:
        known = " or ".join(sorted(properties))
        remarks.append(f"  {known}, as the element has it; take away the # to say one for all")
    if not properties:
        name, why = _shape(seen)
        remarks.append(f"  {why or 'stays a field of its own'}")
    else:
        name = min(properties)
    said = {"property": name}
    return Word(Part.FIELDS, seen.name, len(seen.raw), seen.shown, said, len(properties) < SEVERAL, remarks)


def _shape(seen: _Field) -> tuple[str, str]:
    """The property that the values of a field look like, and why."""
    had = {p.name for label in seen.labels for p in meanings.ELEMENT_FIELDS[label].values()}
    total = sum(seen.values.values())
    for name, shape, spelled, wrong in _SHAPES:
        fitting = sum(
            number
            for value, number in seen.values.items()
            if wrong(spelled(value)) is None and (name != "ico" or len(value) >= _LONG_ICO)
        )
        if name in had and fitting and fitting >= ENOUGH * total:
            return name, f"{shape}: {name} ({fitting} of {total})"
    return "", ""


def _means(what: str, name: str, kind: str, *, reversed: bool = False) -> Mapping[str, str | bool]:
    return {what: name, **({"kind": kind} if kind else {}), **({"reversed": True} if reversed else {})}


def _toml(said: Mapping[str, str | bool]) -> str:
    """What is said of a word; a name alone says the same as a table with nothing but the name."""
    [first, *more] = said.items()
    if not more:
        return _quoted(str(first[1]))
    parts = (f"{name} = {'true' if value is True else _quoted(str(value))}" for name, value in said.items())
    return "{" + ", ".join(parts) + "}"


def _quoted(value: str) -> str:
    """A text as TOML has it; its escapes are those of JSON."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
