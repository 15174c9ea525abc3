"""What makes response objects of the lists that compiled reads return."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from graph.cursors import encode
from graph.questions.explain import sentence
from graph.reading.selection import Column, Constant, Info, Maps, Reference, RowField, Sentence

Wire = Any
"""What Neo4j returns for an expression; the decoder that is made with the expression knows its form."""

Decode = Callable[[Wire], Any]
"""Makes a value of the answer."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a page that has nothing else: the key they stand under, what finds them, and what each is made of."""

    key: str
    clauses: str
    parts: "tuple[Part, ...]"


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a list on the wire: the key it gets, the expression, and its decoder if it needs one.

    ``decode_all`` does for a whole list what ``decode`` does for one; ``parts`` are those of an object that is never
    null, and of which there is only one kind. ``rows`` tells of a page that has nothing else, for who can do better than
    ``decode``.
    """

    key: str
    expression: str
    decode: Decode | None = None
    decode_all: Decode | None = None
    parts: tuple["Part", ...] = ()
    rows: Rows | None = None


def always(value: str) -> Decode:
    """The same, whatever comes."""
    return lambda _: value


def or_none(decode: Decode | None) -> Decode:
    """The decoder, but null stays null."""
    return lambda value: None if value is None else decode(value) if decode else value


class _Names(dict[str | None, str | None]):
    """GraphQL's names of the values of an enumeration, each made once."""

    def __missing__(self, value: str) -> str:
        name = self[value] = value.upper()
        return name


def enumeration() -> Decode:
    """What makes GraphQL's name of a value of an enumeration; null stays null."""
    return _Names({None: None}).__getitem__


def taken(slot: int, decode: Decode | None) -> Decode:
    """What stands at one place of a list."""
    return itemgetter(slot) if decode is None else lambda values: decode(values[slot])


# -------------------------------------------------------------------------------------------------------- objects


def objects(parts: Sequence[Part]) -> Decode:
    """Makes a list of objects from a list of lists; written as one comprehension, which Python runs fastest."""
    scope: dict[str, Any] = {}
    pattern, made = _source(parts, "v", scope)
    decode_all: Decode = eval(f"lambda items: [{made} for {pattern} in items]", scope)  # noqa: S307
    return decode_all


def _source(parts: Sequence[Part], name: str, scope: dict[str, Any]) -> tuple[str, str]:
    """What takes the list of an object apart, and what puts the object together. Keys are GraphQL names."""
    patterns, fields = [], []
    for number, part in enumerate(parts):
        variable = f"{name}_{number}"
        pattern, made = variable, variable
        if part.rows:
            row, item = _source(part.rows.parts, variable, scope)
            made = f"{{{part.rows.key!r}: [{item} for {row} in {variable}[0]]}}"
        elif part.parts:
            pattern, made = _source(part.parts, variable, scope)
        elif part.decode:
            scope[f"decode_{variable}"] = part.decode
            made = f"decode_{variable}({variable})"
        patterns.append(pattern)
        fields.append(f"{part.key!r}: {made}")
    return f"[{', '.join(patterns)}]", f"{{{', '.join(fields)}}}"


def object_(parts: Sequence[Part]) -> Decode:
    """Makes an object from a list."""
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


# ---------------------------------------------------------------------------------------------------------- pages


@dataclass(frozen=True, slots=True)
class PageSlots:
    """Where things stand in the list of a page: what ``parts`` need, and how its rows are to be taken.

    ``size`` is the slot of the size asked for, where one row more was read to see whether there are more; ``keys`` is
    the place of the cursor in a row; ``earlier`` and ``later`` are slots that tell of rows beyond the two cursors.
    """

    backward: bool = False
    size: int | None = None
    keys: int | None = None
    earlier: int | None = None
    later: int | None = None
    numbered: tuple[tuple[int, ...], ...] = ()


def page(slots: PageSlots, takers: list[tuple[str, Decode]], infos: list[tuple[str, Info]]) -> Decode:
    """Makes a connection in Relay's sense from the list of a page, whose first item are its rows."""
    if slots == PageSlots() and not infos:
        if len(takers) == 1:
            [(key, take)] = takers
            return lambda wire: {key: take(wire)}
        return lambda wire: {key: take(wire) for key, take in takers}
    order = [key for key, _ in takers]
    info_fields = dict(infos)

    def decode(wire: list[Any]) -> dict[str, Any]:
        more = _cut(wire, slots)
        made = {key: take(wire) for key, take in takers if key not in info_fields}
        for key, info in info_fields.items():
            made[key] = _info(wire, slots, more, info)
        return {key: made[key] for key in order}

    return decode


def _cut(wire: list[Any], slots: PageSlots) -> bool:
    """Leave only the rows of this page, in order; whether there were more."""
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


def _info(wire: list[Any], slots: PageSlots, more: bool, info: Info) -> dict[str, Any]:
    rows = wire[0]
    earlier = slots.earlier is not None and wire[slots.earlier]
    later = slots.later is not None and wire[slots.later]
    made: dict[str, Any] = {}
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


def maps(selected: Maps | None) -> Decode | None:
    """Makes what is selected of a map that a named question returns, or of a list of them."""
    if selected is None:
        return None
    fields = [(field.key, _map_field(field)) for field in selected.fields]

    def one(value: Any) -> dict[str, Any] | None:
        return None if value is None else {key: take(value) for key, take in fields}

    return (lambda values: [one(value) for value in values]) if selected.many else one


def _map_field(field: Column | Constant | Sentence) -> Decode:
    match field:
        case Constant():
            return always(field.value)
        case Sentence():
            return lambda path: sentence(path, field.language)
        case Column():
            inner = or_none(maps(field.maps))
            return (lambda value: inner(value.get(field.name))) if field.name else inner


# ------------------------------------------------------------------------------------------ rows that Python makes


def made(fields: Sequence[RowField], row: Mapping[str, Any], found: Mapping[str, Any]) -> dict[str, Any]:
    """What is selected of a row; ``found`` holds of each element that it names what each selection comes to."""
    return {field.key: _row_value(field, row, found) for field in fields}


def _row_value(field: RowField, row: Mapping[str, Any], found: Mapping[str, Any]) -> Any:
    match field:
        case Constant():
            return field.value
        case Sentence():
            return sentence(row["path"], field.language) if "path" in row else getattr(row["text"], field.language)
        case Column():
            return row.get(field.name)
    value: Any = row.get(field.name)
    one = _referred if isinstance(field, Reference) else _row_object
    return [one(field, each, found) for each in value] if field.many else one(field, value, found)


def _referred(field: Any, id_: str | None, found: Mapping[str, Any]) -> Any:
    selections = found.get(id_) if id_ is not None else None
    return None if selections is None else selections[field.slot]


def _row_object(field: Any, row: Mapping[str, Any] | None, found: Mapping[str, Any]) -> Any:
    return None if row is None else made(field.fields, row, found)
