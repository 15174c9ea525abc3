"""Values of elements: the expression that Neo4j evaluates, and what is made of what it returns."""

from collections.abc import Sequence

from graph.model import Kind, Property
from graph.reading.decoding import Decode, Part, Wire, always, enumeration, object_, or_none, summed, taken
from graph.reading.selection import Column, Constant, Field, Summed, Value
from graph.store.values import object_of, texts_of


def let(variable: str, expression: str, result: str) -> str:
    """An expression in which ``variable`` stands for another one that is evaluated once."""
    return f"head([{variable} IN [{expression}] | {result}])"


def summed_up(selected: Summed, members: str) -> Part:
    """How many of the elements have a number, their sum, the least and the greatest."""
    name, all_ = selected.property.name, f"{members}v"
    value = of_its_kind(selected.property, f"x.{name}")
    known = f"[x IN {members} WHERE {value} IS NOT NULL | {value}]"
    least, greatest = (
        f"reduce(a = {all_}[0], x IN {all_} | CASE WHEN x {sign} a THEN x ELSE a END)" for sign in ("<", ">")
    )
    found = f"[size({all_}), reduce(a = 0.0, x IN {all_} | a + x), {least}, {greatest}]"
    return Part(selected.key, let(all_, known, found), summed(selected))


def array(parts: Sequence[Part]) -> str:
    """The expressions of parts, in one array."""
    return f"[{', '.join(part.expression for part in parts)}]"


def plain(selected: Value | Constant, variable: str) -> Part:
    """A property of an element or a connection, or what is the same for all."""
    if isinstance(selected, Constant):
        return constant(selected)
    declared, expression = selected.property, selected.property.of(variable)
    if declared.visibility != "public":
        expression = f"CASE WHEN '{declared.visibility}' IN $visible THEN {expression} END"
    if declared.kind is Kind.POINT:
        parts = [_coordinate(part, "p") for part in selected.parts]
        return Part(selected.key, in_degrees(expression, array(parts)), or_none(object_(parts)))
    expression = of_its_kind(declared, expression)
    if declared.required and declared.name != "id":
        expression = f"coalesce({expression}, {variable}.id)"
    return Part(selected.key, expression, _value_decoder(declared))


_CONVERSIONS = {
    Kind.STRING: "toStringOrNull({})",
    Kind.DATE: "toStringOrNull({})",
    Kind.DATETIME: "toStringOrNull({})",
    Kind.INTEGER: "toIntegerOrNull({})",
    Kind.FLOAT: "toFloatOrNull({})",
    Kind.BOOLEAN: "toBooleanOrNull({})",
}


def of_its_kind(declared: Property, expression: str) -> str:
    """A value as one of the kind of its property, for plain Cypher may have written others: null where none can be made of it."""
    return expression if declared.name == "id" else _CONVERSIONS.get(declared.kind, "{}").format(expression)


def in_degrees(expression: str, result: str) -> str:
    """What ``result`` makes of a point ``p`` on the earth, for only such a one has a latitude; null of anything else."""
    return f"head([p IN [{expression}] WHERE p IS :: POINT AND p.crs STARTS WITH 'wgs-84' | {result}])"


def _value_decoder(declared: Property) -> Decode | None:
    if declared.kind is Kind.JSON:
        return object_of
    if declared.kind is Kind.STRINGS:
        return texts_of
    if declared.choices:
        return enumeration(declared.choices)
    return None


def _coordinate(part: Column | Constant, point: str) -> Part:
    if isinstance(part, Constant):
        return constant(part)
    return Part(part.key, f"{point}.{part.name}")


def constant(selected: Constant) -> Part:
    """What needs nothing of Neo4j."""
    return Part(selected.key, "0", always(selected.value))


def picked(fields: Sequence[Field], distinct: list[Field], parts: list[Part]) -> Decode:
    """The object of one type, from the values of all types, of which the first tells the type."""
    takers: list[tuple[str, Decode]] = []
    for selected in fields:
        if isinstance(selected, Constant):
            takers.append((selected.key, always(selected.value)))
        else:
            slot = distinct.index(selected)
            takers.append((selected.key, taken(slot + 1, parts[slot].decode)))
    return lambda values: {key: take(values) for key, take in takers}


def items_of(part: Part, slot: int | None) -> Decode:
    """The decoder of the elements of a list; ``slot`` is their place in each row, None where the row is the element."""
    decode, decode_all = part.decode, part.decode_all
    assert decode
    if decode_all and slot is None:
        return lambda wire: decode_all(wire[0])
    whole = part.whole

    def decode_whole(wire: list[Wire]) -> list[object]:
        nodes = wire[0] if slot is None else [item[slot] for item in wire[0]]
        return [decode(node) for node in nodes if all(node[position] is not None for position in whole)]

    return decode_whole
