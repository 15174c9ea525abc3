"""Decoders: they make the objects of a response of the arrays that compiled reads return."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from operator import itemgetter
from typing import Any

from graph.contract.cursors import encode
from graph.contract.fields import TYPES, Choice
from graph.questions.explain import sentence
from graph.reading.selection import Column, Constant, Fields, Info, Maps, Reference, RowField, Sentence, Summed

Wire = Any
"""What Neo4j returns for an expression; the decoder that is made with the expression knows its form."""

Decode = Callable[[Wire], object]
DecodeList = Callable[[Wire], list[object]]

PythonRow = Mapping[str, Any]
"""A row that Python makes; what its values are is known to the GraphQL fields of its type."""


@dataclass(frozen=True, slots=True)
class PlainPage:
    """A page of which a single list is selected and nothing else, so that its rows can be a statement's own rows.

    ``key`` is that of the list in the response, ``clauses`` find the rows, ``parts`` are those of each row.
    """

    key: str
    clauses: str
    parts: "tuple[Part, ...]"


@dataclass(frozen=True, slots=True)
class Part:
    """One item of an array that Neo4j returns: its key in the response, its expression, its decoder if it needs one.

    ``decode_all`` decodes an array of such items, faster than ``decode`` one by one. ``parts`` are those of an object
    that is never null and always of the same type. ``plain`` is set for a page that can be more than ``decode`` makes
    of it. ``whole`` are the positions in an array of whatever type that every element has.
    """

    key: str
    expression: str
    decode: Decode | None = None
    decode_all: DecodeList | None = None
    parts: tuple["Part", ...] = ()
    plain: PlainPage | None = None
    whole: tuple[int, ...] = ()


def always(value: str) -> Decode:
    """The decoder of a constant."""
    return lambda _: value


def or_none(decode: Decode | None) -> Decode:
    """The decoder, but null stays null."""
    return lambda value: None if value is None else decode(value) if decode else value


def enumeration(choices: Iterable[str]) -> Decode:
    """The decoder of an enum: GraphQL's name of a value; null stays null, and is what no choice is."""
    return {choice: choice.upper() for choice in choices}.get


def taken(slot: int, decode: Decode | None) -> Decode:
    """The decoder of an array of which one item is wanted."""
    return itemgetter(slot) if decode is None else lambda values: decode(values[slot])


# -------------------------------------------------------------------------------------------------------- objects


def objects(parts: Sequence[Part]) -> DecodeList:
    """The decoder of an array of objects: source text of one list comprehension, which Python runs fastest."""
    scope: dict[str, object] = {}
    decode_all: DecodeList = eval(f"lambda items: {_list_source(parts, 'v', 'items', scope)}", scope)  # noqa: S307
    return decode_all


ID = re.compile(r"n\d+\.id")


def _list_source(parts: Sequence[Part], name: str, items: str, scope: dict[str, object]) -> str:
    """The list comprehension. A node without an id was made by plain Cypher, beside the service: it is left out."""
    pattern, made = _source(parts, name, scope)
    named = " and ".join(_whole(parts, name))
    return f"[{made} for {pattern} in {items}{f' if {named}' if named else ''}]"


def _whole(parts: Sequence[Part], name: str) -> Iterator[str]:
    for number, part in enumerate(parts):
        if ID.fullmatch(part.expression):
            yield f"{name}_{number}.__class__ is str"
        elif part.whole:
            yield from (f"{name}_{number}[{position}] is not None" for position in part.whole)
        elif not part.plain:
            yield from _whole(part.parts, f"{name}_{number}")


def _source(parts: Sequence[Part], name: str, scope: dict[str, object]) -> tuple[str, str]:
    """The pattern that takes the array of an object apart, and the dict display. Keys are GraphQL names."""
    patterns, fields = [], []
    for number, part in enumerate(parts):
        variable = f"{name}_{number}"
        pattern, made = variable, variable
        if part.plain:
            made = f"{{{part.plain.key!r}: {_list_source(part.plain.parts, variable, f'{variable}[0]', scope)}}}"
        elif part.parts:
            pattern, made = _source(part.parts, variable, scope)
        elif part.decode:
            scope[f"decode_{variable}"] = part.decode
            made = f"decode_{variable}({variable})"
        patterns.append(pattern)
        fields.append(f"{part.key!r}: {made}")
    return f"[{', '.join(patterns)}]", f"{{{', '.join(fields)}}}"


def object_(parts: Sequence[Part]) -> Decode:
    """The decoder of one object."""
    keys = [part.key for part in parts]
    decoded = [(part.key, part.decode) for part in parts if part.decode]
    if not decoded:
        return lambda values: dict(zip(keys, values, strict=False))

    def decode(values: list[Wire]) -> dict[str, object]:
        made: dict[str, object] = dict(zip(keys, values, strict=False))
        for key, take in decoded:
            made[key] = take(made[key])
        return made

    return decode


# ----------------------------------------------------------------------------------------------------- aggregates

_DECIMALS = 6
"""To so many places are sums told, for the order in which their numbers are added varies."""


def summed(selected: Summed) -> Decode:
    """The decoder of a number summed up: of how many there are, their sum, the least and the greatest."""

    def decode(values: list[Any]) -> dict[str, object]:
        number, total, least, greatest = values
        known: dict[str, object] = {"count": number, **dict.fromkeys(("sum", "avg", "min", "max"))}
        if number:
            known |= {"sum": round(float(total), _DECIMALS), "avg": round(total / number, _DECIMALS)}
            known |= {"min": float(least), "max": float(greatest)}
        return {f.key: f.value if isinstance(f, Constant) else known[f.name] for f in selected.fields}

    return decode


# ---------------------------------------------------------------------------------------------------------- pages


@dataclass(frozen=True, slots=True)
class PageSlots:
    """Positions in the array that Neo4j returns for one page, whose first item is the array of rows.

    None is a position that the selection does not need.
    """

    backward: bool = False
    """Whether the rows come in reverse order."""

    size: int | None = None
    """Of the page size; one row more was read, to learn whether more follow."""

    keys: int | None = None
    """In a row: of what the cursor of the row encodes."""

    earlier: int | None = None
    """Of whether there are rows before the page."""

    later: int | None = None
    """Of whether there are rows after the page."""

    numbered: tuple[tuple[int, ...], ...] = ()
    """In a row, as paths: of cursors that encode a row number, which counts from the first row of the page."""


def page(slots: PageSlots, takers: list[tuple[str, Decode]], infos: list[tuple[str, Info]]) -> Decode:
    """The decoder of a page; ``takers`` make its fields in order, those of ``pageInfo`` are in ``infos`` instead."""
    if slots == PageSlots() and not infos:
        if len(takers) == 1:
            [(key, take)] = takers
            return lambda wire: {key: take(wire)}
        return lambda wire: {key: take(wire) for key, take in takers}
    order = [key for key, _ in takers]
    info_fields = dict(infos)

    def decode(wire: list[Wire]) -> dict[str, object]:
        more = _cut(wire, slots)
        made = {key: take(wire) for key, take in takers if key not in info_fields}
        for key, info in info_fields.items():
            made[key] = _info(wire, slots, more, info)
        return {key: made[key] for key in order}

    return decode


def _cut(wire: list[Wire], slots: PageSlots) -> bool:
    """Leave only the rows of this page, in order. True if there were more."""
    rows = wire[0]
    more = False
    if slots.size is not None:
        more = len(rows) > wire[slots.size]
        del rows[wire[slots.size] :]
    if slots.backward:
        rows.reverse()
    for path in slots.numbered:
        for number, row in enumerate(rows, 1):
            keys = row
            for step in path:
                keys = keys[step]
            keys[1] += number
    return more


def _info(wire: list[Wire], slots: PageSlots, more: bool, info: Info) -> dict[str, object]:
    rows = wire[0]
    earlier = slots.earlier is not None and wire[slots.earlier]
    later = slots.later is not None and wire[slots.later]
    made: dict[str, object] = {}
    for field in info.fields:
        if isinstance(field, Constant):
            made[field.key] = field.value
            continue
        match field.name:
            case "hasNextPage":
                made[field.key] = later or (more and not slots.backward)
            case "hasPreviousPage":
                made[field.key] = earlier or (more and slots.backward)
            case name:
                row = (rows[0] if name == "startCursor" else rows[-1]) if rows else None
                made[field.key] = None if row is None else encode(row[slots.keys])
    return made


# ------------------------------------------------------------------------------------------ maps of named questions


def column(selected: Column) -> Decode | None:
    """The decoder of a column of a named question, or of a key of a map in it; None where the value stays as it is."""
    if selected.choice:
        return partial(_named, selected)
    return _maps(selected.maps) if selected.maps else None


@cache
def _names(choice: str) -> Mapping[str, str]:
    """The names in GraphQL of the values of an enum."""
    declared = TYPES[choice]
    assert isinstance(declared, Choice)
    return {value: name for name, value in declared.values.items()}


def _maps(selected: Maps) -> Decode:
    fields = [(field.key, _map_field(field)) for field in selected.fields]

    def one(value: Wire) -> dict[str, object] | None:
        return None if value is None else {key: take(value) for key, take in fields}

    return (lambda values: [one(value) for value in values]) if selected.many else one


def _map_field(field: Column | Constant | Sentence) -> Decode:
    match field:
        case Constant():
            return always(field.value)
        case Sentence():
            return lambda path: sentence(path, field.language)
        case Column():
            inner = or_none(column(field))
            return (lambda value: inner(value.get(field.name))) if field.name else inner


# ------------------------------------------------------------------------------------------ rows that Python makes


Selections = Mapping[str, Sequence[object] | None]
"""Of each element that rows name, by id: what each selection comes to; None for one that the viewer may not see."""


def made(fields: Sequence[RowField], row: PythonRow, found: Selections) -> dict[str, object]:
    """What is selected of a row."""
    return {field.key: _row_value(field, row, found) for field in fields}


def _row_value(field: RowField, row: PythonRow, found: Selections) -> object:
    match field:
        case Constant():
            return field.value
        case Column():
            return _named(field, row.get(field.name))
        case Sentence():
            said = row[field.name]
            return None if said is None else said(field.language)
        case Reference(many=True):
            nodes = [_referred(field, id_, found) for id_ in row.get(field.name, ())]
            return nodes if field.holes else [node for node in nodes if node is not None]
        case Reference():
            return _referred(field, row.get(field.name), found)
        case Fields(many=True):
            return [_object(field, each, found) for each in row.get(field.name, ())]
        case Fields():
            return _object(field, row.get(field.name), found)


def _named(field: Column, value: object) -> object:
    """A value by its name in GraphQL, where it belongs to an enum."""
    if not field.choice or value is None:
        return value
    names = _names(field.choice)
    return [names[each] for each in value] if isinstance(value, list | tuple) else names.get(str(value))


def _referred(field: Reference, id_: str | None, found: Selections) -> object:
    selections = found.get(id_) if id_ is not None else None
    return None if selections is None else selections[field.slot]


def _object(field: Fields, row: PythonRow | None, found: Selections) -> dict[str, object] | None:
    return None if row is None else made(field.fields, row, found)
