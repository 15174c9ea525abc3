"""The compiled read path: one selection, however deep, becomes one Cypher statement and one decoder. Pure.

Nested elements are gathered by ``COLLECT`` subqueries, each limited before anything is projected. Objects travel as
lists without their keys, which the decoder puts back: that is where most of the speed comes from. The text is a pure
function of the selection; values are parameters.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from operator import itemgetter
from typing import Any

import orjson

from graph.explain import sentence
from graph.model import Kind, Property
from graph.selection import (
    Asked,
    Column,
    Constant,
    Edges,
    Field,
    Many,
    Maps,
    Nested,
    Node,
    Nodes,
    One,
    Page,
    Root,
    Sentence,
    Target,
    Total,
    Value,
)

Decode = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement that returns one row with one column, and what makes the response from that value.

    ``decode`` takes None where there was no row.
    """

    text: str
    decode: Decode


def compile_read(root: Root) -> Statement:
    """The statement and decoder of one root field."""
    return _Compiler().root(root)


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of a list on the wire: the key it gets, the expression, and its decoder if it needs one.

    ``decode_all`` does for a whole list what ``decode`` does for one; ``parts`` are those of an object that is never
    null, and of which there is only one kind.
    """

    key: str
    expression: str
    decode: Decode | None = None
    decode_all: Decode | None = None
    parts: tuple["_Part", ...] = ()


class _Compiler:
    """One compilation; it only counts the variables."""

    def __init__(self) -> None:
        self._numbers: Iterator[int] = count()

    def root(self, root: Root) -> Statement:
        node = f"n{next(self._numbers)}"
        match root:
            case One():
                return self._one(root, node)
            case Many():
                # The predicate holds for every element; it lets the planner read the index on names in order.
                rows = f"MATCH ({node}:{root.label}) WHERE {node}.name IS NOT NULL {_by_name(node)} LIMIT ${root.first}"
                page = self._page(root.page, node, "", rows, f"COUNT {{ ({node}:{root.label}) }}")
            case Asked():
                asked = f"CALL () {{ {root.question.statement} }} MATCH ({node}:Element {{id: id}})"
                page = self._page(root.page, node, "", f"{asked} WITH * ORDER BY score DESC, id", "null")
        return Statement(f"RETURN {page.expression}", _or_none(page.decode))

    def _one(self, root: One, node: str) -> Statement:
        part = self._node("", node, root.node)
        labels = root.label if root.label == root.owner else f"{root.label}:{root.owner}"
        text = f"MATCH ({node}:{labels} {{{root.property.name}: ${root.parameter}}})"
        if root.property.lookup:
            # Several elements may share it: the one that is open and was numbered first stands for them.
            text += f" WITH {node} ORDER BY coalesce({node}.closed, false), size({node}.id), {node}.id LIMIT 1"
        return Statement(f"{text} RETURN {part.expression}", _or_none(part.decode))

    def _page(self, page: Page, node: str, relationship: str, rows: str, total: str) -> _Part:
        lists = [self._list(part, node, relationship) for part in page.parts if isinstance(part, Edges | Nodes)]
        wire = []
        if lists:
            item = lists[0].expression if len(lists) == 1 else _listed(lists)
            wire.append(f"COLLECT {{ {rows} RETURN {item} }}")
        if any(isinstance(part, Total) for part in page.parts):
            wire.append(total)
        return _Part("", f"[{', '.join(wire)}]", _page_decoder(page, lists))

    def _list(self, part: Edges | Nodes, node: str, relationship: str) -> _Part:
        if isinstance(part, Nodes):
            return self._node(part.key, node, part.node)
        fields = []
        for field in part.fields:
            match field:
                case Target():
                    fields.append(self._node(field.key, node, field.node))
                case Column():
                    fields.append(_Part(field.key, field.name, _maps_decoder(field.maps)))
                case Value() | Constant():
                    fields.append(_plain(field, relationship))
        return _Part(part.key, _listed(fields), _object(fields), _objects(fields))

    def _node(self, key: str, node: str, selection: Node) -> _Part:
        first, *others = selection.branches
        if all(branch.fields == first.fields for branch in others):
            fields = self._fields(node, first.fields)
            return _Part(key, _listed(fields), _object(fields), _objects(fields), tuple(fields))
        # What several types share is read once, whatever the type; what a node does not have costs next to nothing.
        distinct: list[Field] = []
        for branch in selection.branches:
            distinct += (field for field in branch.fields if not isinstance(field, Constant) and field not in distinct)
        parts = self._fields(node, distinct)
        cases = " ".join(f"WHEN {node}:{branch.label} THEN {n}" for n, branch in enumerate(selection.branches))
        objects = [_picked(branch.fields, distinct, parts) for branch in selection.branches]
        return _Part(key, _listed([_Part("", f"CASE {cases} END"), *parts]), lambda values: objects[values[0]](values))

    def _fields(self, node: str, fields: Sequence[Field]) -> list[_Part]:
        return [self._nested(node, f) if isinstance(f, Nested) else _plain(f, node) for f in fields]

    def _nested(self, parent: str, nested: Nested) -> _Part:
        number = next(self._numbers)
        node, relationship = f"n{number}", f"r{number}"
        path = f"({parent}){nested.side.pattern(relationship)}({node})"
        rows = f"MATCH {path} {_by_name(node, relationship)}, {relationship}.id LIMIT ${nested.first}"
        total = f"COUNT {{ ({parent}){nested.side.pattern('')}() }}"
        page = self._page(nested.page, node, relationship, rows, total)
        return _Part(nested.key, page.expression, page.decode)


def _by_name(node: str, *others: str) -> str:
    return f"WITH {', '.join((node, *others))} ORDER BY {node}.name, {node}.id"


def _listed(parts: Sequence[_Part]) -> str:
    return f"[{', '.join(part.expression for part in parts)}]"


def _plain(field: Value | Constant, variable: str) -> _Part:
    if isinstance(field, Constant):
        return _constant(field)
    expression = f"{variable}.{field.property.name}"
    if field.property.kind is Kind.POINT:
        parts = [_coordinate(part, expression) for part in field.parts]
        return _Part(
            field.key, f"CASE WHEN {expression} IS NOT NULL THEN {_listed(parts)} END", _or_none(_object(parts))
        )
    if field.property.kind is Kind.DATETIME:
        return _Part(field.key, f"toString({expression})")
    if field.property.kind is Kind.FLOAT:
        return _Part(field.key, f"toFloat({expression})")
    return _Part(field.key, expression, _value_decoder(field.property))


def _value_decoder(declared: Property) -> Decode | None:
    if declared.kind is Kind.JSON:
        return lambda text: None if text is None else orjson.loads(text)
    if declared.choices:
        return lambda value: None if value is None else value.upper()
    return None


def _coordinate(part: Column | Constant, point: str) -> _Part:
    if isinstance(part, Constant):
        return _constant(part)
    return _Part(part.key, f"{point}.{part.name}")


def _constant(field: Constant) -> _Part:
    return _Part(field.key, "0", _always(field.value))


def _objects(parts: Sequence[_Part]) -> Decode:
    """Makes a list of objects from a list of lists; written as one comprehension, which Python runs fastest."""
    scope: dict[str, Any] = {}
    pattern, made = _source(parts, "v", scope)
    decode_all: Decode = eval(f"lambda items: [{made} for {pattern} in items]", scope)  # noqa: S307
    return decode_all


def _source(parts: Sequence[_Part], name: str, scope: dict[str, Any]) -> tuple[str, str]:
    """What takes the list of an object apart, and what puts the object together. Keys are GraphQL names."""
    patterns, fields = [], []
    for number, part in enumerate(parts):
        variable = f"{name}_{number}"
        pattern, made = variable, variable
        if part.parts:
            pattern, made = _source(part.parts, variable, scope)
        elif part.decode:
            scope[f"decode_{variable}"] = part.decode
            made = f"decode_{variable}({variable})"
        patterns.append(pattern)
        fields.append(f"{part.key!r}: {made}")
    return f"[{', '.join(patterns)}]", f"{{{', '.join(fields)}}}"


def _object(parts: Sequence[_Part]) -> Decode:
    keys = [part.key for part in parts]
    decoded = [(part.key, part.decode) for part in parts if part.decode]
    if not decoded:
        return lambda values: dict(zip(keys, values, strict=False))

    def decode(values: list[Any]) -> dict[str, Any]:
        made = dict(zip(keys, values, strict=False))
        for key, take in decoded:
            made[key] = take(made[key])
        return made

    return decode


def _picked(fields: Sequence[Field], distinct: list[Field], parts: list[_Part]) -> Decode:
    """The object of one type, from the values of all types, of which the first tells the type."""
    takers: list[tuple[str, Decode]] = []
    for field in fields:
        if isinstance(field, Constant):
            takers.append((field.key, _always(field.value)))
        else:
            slot = distinct.index(field)
            takers.append((field.key, _taken(slot + 1, parts[slot].decode)))
    return lambda values: {key: take(values) for key, take in takers}


def _taken(slot: int, decode: Decode | None) -> Decode:
    return itemgetter(slot) if decode is None else lambda values: decode(values[slot])


def _or_none(decode: Decode | None) -> Decode:
    return lambda value: None if value is None else decode(value) if decode else value


def _page_decoder(page: Page, lists: list[_Part]) -> Decode:
    alone = len(lists) == 1
    slots = iter(range(len(lists)))
    takers: list[tuple[str, Decode]] = []
    for part in page.parts:
        match part:
            case Constant():
                takers.append((part.key, _always(part.value)))
            case Total():
                takers.append((part.key, lambda wire: wire[-1]))
            case Edges() | Nodes():
                slot = next(slots)
                takers.append((part.key, _items(lists[slot], None if alone else slot)))
    if len(takers) == 1:
        [(key, take)] = takers
        return lambda wire: {key: take(wire)}
    return lambda wire: {key: take(wire) for key, take in takers}


def _items(part: _Part, slot: int | None) -> Decode:
    decode, decode_all = part.decode, part.decode_all
    assert decode
    if slot is not None:
        return lambda wire: [decode(item[slot]) for item in wire[0]]
    if decode_all:
        return lambda wire: decode_all(wire[0])
    return lambda wire: list(map(decode, wire[0]))


def _maps_decoder(maps: Maps | None) -> Decode | None:
    if maps is None:
        return None
    fields = [(field.key, _map_field(field)) for field in maps.fields]

    def one(value: Any) -> dict[str, Any] | None:
        return None if value is None else {key: take(value) for key, take in fields}

    return (lambda values: [one(value) for value in values]) if maps.many else one


def _map_field(field: Column | Constant | Sentence) -> Decode:
    match field:
        case Constant():
            return _always(field.value)
        case Sentence():
            return lambda path: sentence(path, field.language)
        case Column():
            inner = _or_none(_maps_decoder(field.maps))
            return (lambda value: inner(value.get(field.name))) if field.name else inner


def _always(value: str) -> Decode:
    return lambda _: value
