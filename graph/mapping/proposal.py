"""The mapping file that the known words propose for a drawing, with reasons and counts: for somebody to edit.

What follows from the known words stands there as it is read anyway. What would make a fact of a guess, and what the ends
of a connection decide, stands behind a ``#``.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field

from graph import rules
from graph.mapping import columns, meanings
from graph.mapping.connections import Connections, Link
from graph.mapping.drawing import Drawing, text
from graph.mapping.elements import Elements, Node
from graph.mapping.ids import Ids
from graph.mapping.mapping import Column
from graph.mapping.mapping import Mapping as Meanings
from graph.mapping.remarks import Remarks
from graph.rows import Data
from graph.texts import fold

SHOWN = 3
"""Values that are shown of a field."""

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


@dataclass(frozen=True, slots=True)
class _Column:
    """A field proposed as a column of names: why, where it leads, and whether that is more than a guess."""

    column: Column
    why: str
    leads: str
    sure: bool = True

    @property
    def said(self) -> str:
        """It as the mapping file has it."""
        parts = {name: value for name, value in asdict(self.column).items() if value}
        if parts.keys() == {"label"}:
            return _quoted(self.column.label)
        return _table({name: "true" if value is True else _quoted(value) for name, value in parts.items()})


@dataclass(slots=True)
class _Field:
    """A field as it stands in a drawing: how often, with which labels, and its values."""

    name: str
    labels: Counter[str] = field(default_factory=Counter)
    values: Counter[str] = field(default_factory=Counter)
    raw: list[object] = field(default_factory=list)


def proposal(drawing: Drawing, mapping: Meanings, name: str, known: Mapping[str, str]) -> str:
    """A mapping file for a drawing, beginning from what ``mapping`` says already.

    ``known`` are the labels of elements that there are besides, by their folded names.
    """
    remarks = Remarks()
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
    lines = [
        f"# What the words of {_quoted(name)} mean. Edit it, and give it back by --mapping.",
        "# It serves the next version of the source as well: words that are no longer there do no harm.",
        *_types(read, mapping),
        *_connections(connections.links, mapping),
        *_columns(fields, proposed),
        *_fields({key: seen for key, seen in fields.items() if key not in proposed or not proposed[key].sure}, mapping),
    ]
    return "\n".join(lines) + "\n"


def _types(read: Iterable[tuple[Node, Data, str]], mapping: Meanings) -> Iterator[str]:
    found: dict[str, list[tuple[Node, str]]] = defaultdict(list)
    for node, _, type_ in read:
        found[fold(type_)].append((node, type_))
    if found:
        yield "\n[types]"
    for word, nodes in sorted(found.items(), key=lambda pair: len(pair[1]), reverse=True):
        first, type_ = nodes[0]
        said = mapping.types.get(word)
        known = (said.name, said.kind) if said else meanings.LABELS.get(word)
        alike = all(spelled == type_ for _, spelled in nodes)
        kind = known[1] if known else type_ if first.label == "Item" and alike else ""
        named = ", ".join(_quoted(node.name) for node, _ in nodes[:SHOWN])
        why = "; the model has no such type" if first.label == "Item" and type_ else ""
        yield f"# {len(nodes)} {_of(nodes)}: {named}{why}"
        if not type_:
            yield "# these have no type; say which one by taking away the #"
        yield f"{'' if type_ else '# '}{_quoted(type_)} = {_said('label', first.label, kind)}"


def _of(nodes: Sequence[object]) -> str:
    return "element" if len(nodes) == 1 else "elements"


def _connections(links: Iterable[Link], mapping: Meanings) -> Iterator[str]:
    found: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        found[link.phrase].append(link)
    if found:
        yield "\n[connections]"
    for group in sorted(found.values(), key=len, reverse=True):
        yield from _connection(group, mapping)


def _connection(group: Sequence[Link], mapping: Meanings) -> Iterator[str]:
    first = group[0]
    ends = Counter((link.start.label, link.end.label, link.reading) for link in group)
    yield f"# {_quoted(first.word)}, {len(group)}x" if first.word else f"# without a word, {len(group)}x"
    for (source, target, reading), number in ends.most_common():
        how = " backward" if reading.swaps else ""
        doubt = " (a guess by the two ends, proposed)" if reading.guessed else ""
        doubt = doubt or (" (proposed where it is drawn without an arrow)" if reading.undecided else "")
        yield f"#   {number}x from {source} to {target}: {reading.type}{how}{doubt}"
    type_ = first.reading.type
    kind = _kind(group, mapping)
    way = _way(group)
    if way is None:
        yield "#   its ends decide; take away the # to say one for all"
    elif any(link.reading.guessed for link in group):
        yield "#   take away the # if it is so"
    sure = way is not None and not any(link.reading.guessed or link.reading.undecided for link in group)
    yield f"{'' if sure else '# '}{_quoted(first.word)} = {_said('type', type_, kind, reversed=way is False)}"


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


def _columns(fields: Mapping[str, _Field], proposed: Mapping[str, _Column]) -> Iterator[str]:
    if proposed:
        yield "\n[columns]"
    for key, column in proposed.items():
        yield f"# {_quoted(fields[key].name)}: {column.why}"
        yield f"#   {column.leads}" if column.sure else f"#   {column.leads}; take away the # if it is so"
        yield f"{'' if column.sure else '# '}{_quoted(fields[key].name)} = {column.said}"


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


def _fields(found: Mapping[str, _Field], mapping: Meanings) -> Iterator[str]:
    if found:
        yield "\n[fields]"
    for key, seen in found.items():
        yield from _field(key, seen, mapping)


def _field(key: str, seen: _Field, mapping: Meanings) -> Iterator[str]:
    labels = ", ".join(f"{label} {number}x" for label, number in seen.labels.most_common())
    values = ", ".join(_quoted(value) for value in [*seen.values][:SHOWN])
    yield f"# {_quoted(seen.name)}: {labels}{'; such as ' if values else ''}{values}"
    asked = fold(mapping.fields.get(key, key))
    properties = {p.name for label in seen.labels if (p := meanings.ELEMENT_FIELDS[label].get(asked))}
    if len(properties) > 1:
        yield f"#   {' or '.join(sorted(properties))}, as the element has it; take away the # to say one for all"
        yield f"# {_quoted(seen.name)} = {_quoted(min(properties))}"
        return
    if properties:
        yield f"{_quoted(seen.name)} = {_quoted(properties.pop())}"
        return
    name, why = _shape(seen)
    yield f"#   {why or 'stays a field of its own'}"
    yield f"{_quoted(seen.name)} = {_quoted(name)}"


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


def _said(what: str, name: str, kind: str, *, reversed: bool = False) -> str:
    if not kind and not reversed:
        return _quoted(name)
    parts: Mapping[str, str] = {
        what: _quoted(name),
        **({"kind": _quoted(kind)} if kind else {}),
        **({"reversed": "true"} if reversed else {}),
    }
    return _table(parts)


def _table(parts: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{key} = {value}" for key, value in parts.items()) + "}"


def _quoted(value: str) -> str:
    """A text as TOML has it; its escapes are those of JSON."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
