"""Which elements are meant: visibility and filters, as predicates of Cypher and as the patterns that find them first.

Every predicate is true or false, never null, so that ``not`` and ``none`` mean the same here as anywhere else. Values
are parameters. A list over all elements of a type is filtered only if an index or a bounded pattern leads to them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Literal

from graph.model import Kind, Property
from graph.reading.sides import Side
from graph.said import CONFIRMED_AT, SOURCES
from graph.schema import SCHEMA

DEPTH_OF_PLACES = 4
"""Steps from a place to the widest one around it: municipality, district, region, country, and one to spare."""

_KNOWN_OF_ALL = frozenset({SOURCES, CONFIRMED_AT})
"""Properties by which a whole type may be gone through: no index has single items of a list, or what has no value."""

FEW_PLACES = 200
"""Places within a place up to which the first elements in them are gathered from there, rather than sought in a whole list."""

FEW_FOR_ALL = 1_200
"""The same where all elements in them are wanted, which a whole list tells last: as many as a region has."""


class Operator(Enum):
    """How a property is compared with a value; the value is the name in filters."""

    EQ = "eq"
    NE = "ne"
    IN = "in"
    CONTAINS = "contains"
    STARTS_WITH = "startsWith"
    EQ_FOLDED = "eqFolded"
    CONTAINS_FOLDED = "containsFolded"
    STARTS_WITH_FOLDED = "startsWithFolded"
    GT = "gt"
    GTE = "gte"
    LT = "lt"
    LTE = "lte"
    IS_NULL = "isNull"
    INCLUDES = "includes"
    INCLUDES_FOLDED = "includesFolded"


FOLDED = (Operator.EQ_FOLDED, Operator.CONTAINS_FOLDED, Operator.STARTS_WITH_FOLDED)
"""Those without regard to case and diacritics; what they compare with is a regular expression."""

OPERATORS: dict[Kind, tuple[Operator, ...]] = {
    Kind.STRING: (
        Operator.EQ,
        Operator.NE,
        Operator.IN,
        Operator.CONTAINS,
        Operator.STARTS_WITH,
        *FOLDED,
        Operator.IS_NULL,
    ),
    Kind.STRINGS: (Operator.INCLUDES, Operator.INCLUDES_FOLDED, Operator.IS_NULL),
    Kind.BOOLEAN: (Operator.EQ, Operator.NE, Operator.IS_NULL),
    **dict.fromkeys(
        (Kind.INTEGER, Kind.FLOAT, Kind.DATE, Kind.DATETIME),
        (
            Operator.EQ,
            Operator.NE,
            Operator.IN,
            Operator.GT,
            Operator.GTE,
            Operator.LT,
            Operator.LTE,
            Operator.IS_NULL,
        ),
    ),
}
"""How properties of each kind are compared; of the other kinds none is."""

COUNTED = tuple(each for each in OPERATORS[Kind.INTEGER] if each is not Operator.IS_NULL)
"""How numbers of connections are compared."""

_SIGNS = {
    Operator.EQ: "=",
    Operator.NE: "<>",
    Operator.IN: "IN",
    Operator.CONTAINS: "CONTAINS",
    Operator.STARTS_WITH: "STARTS WITH",
    Operator.GT: ">",
    Operator.GTE: ">=",
    Operator.LT: "<",
    Operator.LTE: "<=",
}


@dataclass(frozen=True, slots=True)
class Condition:
    """A property compared with a parameter; of the connection if ``edge``, else of the element.

    It ``leads`` to what passes unless the value is one that all pass, an empty text that they start with.
    """

    property: Property
    operator: Operator
    parameter: str
    edge: bool = False
    leads: bool = True


@dataclass(frozen=True, slots=True)
class Every:
    """All of the parts hold."""

    parts: tuple["Filter", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one of the parts holds."""

    parts: tuple["Filter", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: "Filter"


@dataclass(frozen=True, slots=True)
class Quantified:
    """Some, none, all or a single one of the visible elements at the end of a connection pass a filter.

    ``target`` is the label that all of these carry.
    """

    side: Side
    target: str
    quantifier: Literal["some", "none", "all", "single"]
    filter: "Filter"


@dataclass(frozen=True, slots=True)
class Within:
    """The element is in a place, or in a place within it."""

    place: str
    is_place: bool


@dataclass(frozen=True, slots=True)
class Typed:
    """The element's own type is one of those in a parameter; ``labels`` are the types that it may be of."""

    labels: tuple[str, ...]
    parameter: str


@dataclass(frozen=True, slots=True)
class Near:
    """The element is within ``km`` kilometres of a place, or of a point given as two parameters."""

    center: str | tuple[str, str]
    km: str
    is_place: bool


@dataclass(frozen=True, slots=True)
class Box:
    """The element is between two corners: the southwestern and the northeastern one, each given as two parameters."""

    corners: tuple[tuple[str, str], tuple[str, str]]
    is_place: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """The element has so many elements at the end of a connection, each counted once."""

    side: Side
    operator: Operator
    parameter: str


Filter = Condition | Every | Either | Not | Quantified | Counted | Within | Near | Box | Typed


@dataclass(frozen=True, slots=True)
class Center:
    """What distances are measured from: a place, or a point given as two parameters; to places, or to where others are."""

    at: str | tuple[str, str]
    is_place: bool


def visible(variable: str) -> str:
    """The element may be shown to whoever asks. The one place where this becomes Cypher."""
    return f"coalesce({variable}.visibility, 'public') IN $visible"


def confirmed(variable: str) -> str:
    """The connection counts. The one place where this becomes Cypher."""
    return f"coalesce({variable}.status, 'confirmed') = 'confirmed'"


# ------------------------------------------------------------------------------------------------------- predicates


def predicate(filter_: Filter, node: str, edge: str, numbers: Iterator[int]) -> str:
    """Whether the element ``node``, reached over the connection ``edge``, passes."""
    match filter_:
        case Condition():
            return _condition(filter_, edge if filter_.edge else node)
        case Every(parts):
            return "(" + " AND ".join(predicate(part, node, edge, numbers) for part in parts) + ")" if parts else "true"
        case Either(parts):
            return "(" + " OR ".join(predicate(part, node, edge, numbers) for part in parts) + ")" if parts else "false"
        case Not(part):
            return f"NOT {predicate(part, node, edge, numbers)}"
        case Quantified():
            return _quantified(filter_, node, numbers)
        case Counted():
            return f"{counted(filter_.side, node)} {_SIGNS[filter_.operator]} ${filter_.parameter}"
        case Within():
            return _within(filter_, node, f"w{next(numbers)}")
        case Near() | Box():
            return _near(filter_, node, next(numbers))
        case Typed(labels, parameter):
            types = " ".join(f"WHEN {node}:{label} THEN '{label}'" for label in labels)
            return f"CASE {types} ELSE '' END IN ${parameter}"


def _condition(condition: Condition, variable: str) -> str:
    declared, operator, value = condition.property, condition.operator, _given(condition)
    expression = declared.of(variable)
    if operator is Operator.IS_NULL:
        return f"({expression} IS NULL) = {value}"
    if operator is Operator.INCLUDES:
        return f"coalesce({value} IN {expression}, false)"
    if operator is Operator.INCLUDES_FOLDED:
        return f"coalesce(any(item IN {expression} WHERE {_folded('item')} =~ {value}), false)"
    if operator in FOLDED:
        return f"coalesce({_folded(expression)} =~ {value}, false)"
    if declared.absent is not None:
        absent = f"'{declared.absent}'" if isinstance(declared.absent, str) else str(declared.absent).lower()
        return f"coalesce({expression}, {absent}) {_SIGNS[operator]} {value}"
    if declared.kind is Kind.DATE and operator is not Operator.IN:
        # Dates of any precision: a year compares with the year of a day.
        expression = f"left(toStringOrNull({expression}), size({value}))"
    otherwise = "true" if operator is Operator.NE else "false"
    return f"coalesce({expression} {_SIGNS[operator]} {value}, {otherwise})"


def _folded(expression: str) -> str:
    return f"normalize(toStringOrNull({expression}), NFD)"


def _given(condition: Condition) -> str:
    value = f"${condition.parameter}"
    if condition.property.kind is not Kind.DATETIME or condition.operator is Operator.IS_NULL:
        return value
    return f"[t IN {value} | datetime(t)]" if condition.operator is Operator.IN else f"datetime({value})"


def _quantified(filter_: Quantified, node: str, numbers: Iterator[int]) -> str:
    number = next(numbers)
    other, edge = f"m{number}", f"e{number}"
    inner = predicate(filter_.filter, other, edge, numbers)
    pattern = f"({node}){filter_.side.pattern(edge)}({other}) WHERE {visible(other)}"
    match filter_.quantifier:
        case "some":
            return f"EXISTS {{ {pattern} AND {inner} }}"
        case "none":
            return f"NOT EXISTS {{ {pattern} AND {inner} }}"
        case "all":
            return f"NOT EXISTS {{ {pattern} AND NOT {inner} }}"
        case "single":
            return f"COUNT {{ MATCH {pattern} AND {inner} RETURN DISTINCT {other} }} = 1"


def counted(side: Side, node: str) -> str:
    """How many elements an element is connected to for sure, as an expression; parallel connections count once."""
    other, edge = f"{node}o", f"{node}c"
    counts = f"{visible(other)} AND {confirmed(edge)}"
    return f"COUNT {{ MATCH ({node}){side.pattern(edge)}({other}) WHERE {counts} RETURN DISTINCT {other} }}"


def foremost(side: Side, parent: str, node: str, edge: str, passes: str) -> str:
    """Of parallel connections the one that stands for all: confirmed, going on, of the least id; most have no others.

    ``passes`` is a condition on the connection ``{edge}b``, one of the others, with ``AND`` before it.
    """
    other = f"{edge}b"
    plain = f"{edge}.parallel IS NULL AND {edge}.until IS NULL AND {edge}.status IS NULL"
    better = f"({parent}){side.pattern(other)}({node}) WHERE {_standing(other)} < {_standing(edge)}{passes}"
    return f"({plain} OR NOT EXISTS {{ {better} }})"


def _standing(edge: str) -> str:
    return f"[NOT {confirmed(edge)}, {edge}.until IS NOT NULL, coalesce({edge}.parallel, '')]"


def _within(filter_: Within, node: str, place: str) -> str:
    if filter_.is_place:
        return f"({node}.id <> ${filter_.place} AND coalesce({_around(filter_, node)}, false))"
    return f"EXISTS {{ ({node})-{_seat(place)}->({place}:Place) WHERE {_around(filter_, place)} }}"


def _seat(place: str) -> str:
    return f"[{place}i:LOCATED_IN WHERE {confirmed(f'{place}i')}]"


def _around(filter_: Within, place: str) -> str:
    """Whether a place lies in the one that is asked for, over places that may be shown."""
    return f"any(seen IN $visible WHERE seen + ' ' + ${filter_.place} IN {place}.around)"


def _inside(low: int, place: str) -> str:
    """Steps from a place to those in it, over places that may be shown and steps that count."""
    part = f"[{place}p:PART_OF WHERE {confirmed(f'{place}p')}]"
    return f"((:Place)<-{part}-({place}:Place) WHERE {visible(place)}){{{low},{DEPTH_OF_PLACES}}}"


def _near(filter_: Near | Box, node: str, number: int) -> str:
    center, place = f"c{number}", f"l{number}"
    near = node if filter_.is_place else place
    patterns = [] if filter_.is_place else [f"({node})-{_seat(place)}->({place}:Place)"]
    conditions = [] if filter_.is_place else [visible(place)]
    if isinstance(filter_, Near) and isinstance(filter_.center, str):
        patterns.append(f"({center}:Place&Element {{id: ${filter_.center}}})")
        conditions.append(visible(center))
    conditions.append(_distance(filter_, near, center))
    if not patterns:
        return f"coalesce({conditions[0]}, false)"
    return f"EXISTS {{ MATCH {', '.join(patterns)} WHERE {' AND '.join(conditions)} }}"


def _distance(filter_: Near | Box, near: str, center: str) -> str:
    if isinstance(filter_, Box):
        return f"point.withinBBox({near}.location, {', '.join(map(_point, filter_.corners))})"
    point = f"{center}.location" if isinstance(filter_.center, str) else _point(filter_.center)
    return f"point.distance({near}.location, {point}) <= ${filter_.km} * 1000.0"


def distance(center: Center, node: str) -> str:
    """Metres to an element, or to the nearest of its places; null where that is not known."""
    around, place = f"{node}c", node if center.is_place else f"{node}l"
    patterns = [] if center.is_place else [f"({node})-{_seat(place)}->({place}:Place)"]
    conditions = [] if center.is_place else [visible(place)]
    if isinstance(center.at, str):
        patterns.append(f"({around}:Place&Element {{id: ${center.at}}})")
        conditions.append(visible(around))
    point = f"{around}.location" if isinstance(center.at, str) else _point(center.at)
    metres = f"point.distance({place}.location, {point})"
    if not patterns:
        return metres
    found = f"MATCH {', '.join(patterns)} WHERE {' AND '.join(conditions)}"
    return f"head(COLLECT {{ {found} WITH {metres} AS metres WHERE metres IS NOT NULL RETURN metres ORDER BY metres LIMIT 1 }})"


def _point(coordinates: tuple[str, str]) -> str:
    latitude, longitude = coordinates
    return f"point({{latitude: ${latitude}, longitude: ${longitude}}})"


# ---------------------------------------------------------------------------------------------------------- anchors


@dataclass(frozen=True, slots=True, order=True)
class Anchor:
    """Clauses that find the few elements of a type among which are all that pass a filter, the lowest ``rank`` best.

    They bind the element and nothing else. What they find passes the part ``covers`` of the filter, and all that passes
    is found; the :func:`rest` of it still has to be applied. Where an index keeps them in alphabetical order within one
    value of a property, ``group`` is that property; those that are ``gathered`` come in no order. Where it is known at run
    time only whether they find few elements indeed, ``few`` are queries that have few rows then; where one element leads to
    all of them, ``hub`` are clauses that bind their number, ``degree``.
    """

    rank: int
    clauses: str
    group: str = ""
    few: tuple[str, ...] = ()
    hub: str = field(default="", compare=False)
    covers: Filter | None = field(default=None, compare=False)
    gathered: bool = field(default=False, compare=False)


def anchor(filter_: Filter, node: str, label: str, numbers: Iterator[int]) -> Anchor | None:
    """The best way to find what passes; None where every element of the type would be read."""
    return min(anchors(filter_, node, label, numbers), default=None)


def anchors(filter_: Filter, node: str, label: str, numbers: Iterator[int]) -> list[Anchor]:
    """The ways to find what passes, the best first."""
    parts = filter_.parts if isinstance(filter_, Every) else (filter_,)
    nested = [inner for part in parts if isinstance(part, Every) for inner in part.parts]
    return sorted(filter(None, (_anchored(part, node, label, numbers) for part in (*parts, *nested))))


def rest(filter_: Filter, covered: Filter | None) -> Filter | None:
    """What a filter asks for besides a part of it; None where that is nothing."""
    if covered is not None and filter_ is covered:
        return None
    if not isinstance(filter_, Every):
        return filter_
    left = tuple(each for part in filter_.parts if (each := rest(part, covered)))
    return Every(left) if left else None


def _anchored(part: Filter, node: str, label: str, numbers: Iterator[int]) -> Anchor | None:
    match part:
        case Condition() if part.leads and not part.edge:
            return _by_property(part, node, label)
        case Either(parts):
            return _by_branches(part, parts, node, label, numbers)
        case Quantified(side, target, "some", inner):
            other = f"m{next(numbers)}"
            if found := anchor(inner, other, target, numbers):
                own = node if side.belongs_to(label, target) else f"{node}:{label}"
                path = f"({own}){side.pattern('')}({other})"
                clauses = f"{found.clauses} MATCH {path} WHERE {visible(other)} WITH DISTINCT {node}"
                covers = None if rest(inner, found.covers) else part
                hub = (
                    f"{found.clauses} WITH COUNT {{ (){side.pattern('')}({other}) }} AS degree"
                    if found.rank == 0
                    else ""
                )
                return Anchor(1, clauses, few=found.few, hub=hub, covers=covers, gathered=True)
        case Within():
            return _by_place(part, node, label, f"w{next(numbers)}")
        case Near() | Box():
            return _by_distance(part, node, label, next(numbers))
    return None


def _by_branches(
    filter_: Filter, parts: Sequence[Filter], node: str, label: str, numbers: Iterator[int]
) -> Anchor | None:
    """What passes one of several filters, where something leads to what passes each of them."""
    found = [each for part in parts if (each := anchor(part, node, label, numbers))]
    if len(found) < len(parts):
        return None
    if not found:
        return Anchor(0, f"MATCH ({node}:{label}) WHERE false WITH {node}", covers=filter_)
    united = " UNION ".join(f"{each.clauses} RETURN {node}" for each in found)
    few = tuple(each for one in found for each in one.few)
    covers = None if any(rest(part, each.covers) for part, each in zip(parts, found, strict=True)) else filter_
    rank = max(each.rank for each in found)
    return Anchor(rank, f"CALL () {{ {united} }} WITH {node}", few=few, covers=covers, gathered=True)


def scans(filter_: Filter) -> bool:
    """Whether a filter asks for types, counts, sources and confirmations alone.

    To go through a list is all that it takes, and has its price.
    """
    match filter_:
        case Condition(declared, edge=False):
            return declared.name in _KNOWN_OF_ALL
        case Every(parts) | Either(parts):
            return all(map(scans, parts))
        case Not(part):
            return scans(part)
    return isinstance(filter_, Typed | Counted)


def has_index(declared: Property) -> bool:
    """Whether an index leads to the elements with a value of this property."""
    return (declared.identifies or declared.indexed or declared.groups) and declared.absent is None


def _by_property(condition: Condition, node: str, label: str) -> Anchor | None:
    declared, operator = condition.property, condition.operator
    if not has_index(declared):
        return None
    value, expression = _given(condition), f"{node}.{declared.name}"
    if declared.kind is Kind.DATE and operator in (Operator.EQ, Operator.GT):
        sign = "STARTS WITH" if operator is Operator.EQ else ">="
    elif declared.kind is Kind.DATE and operator is Operator.LTE:
        sign, value = "<=", f"{value} + '~'"
    elif operator in FOLDED:
        # No index has them so; it knows at least which elements have a value, and their number is bounded.
        return _scanned(condition, label, node, f"{_folded(expression)} =~ {value}")
    elif operator in (Operator.NE, Operator.CONTAINS, Operator.IS_NULL, Operator.INCLUDES, Operator.INCLUDES_FOLDED):
        return None
    else:
        sign = _SIGNS[operator]
    labels = _indexed(declared, label)
    if not labels:
        return None
    exact = operator in (Operator.EQ, Operator.IN)
    rank = 0 if declared.identifies and exact else 3 if exact or operator is Operator.STARTS_WITH else 4
    # This holds for every element; an index over both properties serves only where both are asked for.
    ordered = f" AND {node}.sortKey IS NOT NULL" if declared.keeps_order else ""
    group = expression if declared.keeps_order and operator is Operator.EQ else ""
    # Of dates, an index has more for these two: the whole of the last year, and more exact ones within the first.
    covers = None if declared.kind is Kind.DATE and operator in (Operator.GT, Operator.LTE) else condition
    return Anchor(
        rank, f"MATCH ({node}{labels}) WHERE {expression} {sign} {value}{ordered} WITH {node}", group, covers=covers
    )


def _scanned(condition: Condition, label: str, node: str, passes: str) -> Anchor | None:
    labels = _indexed(condition.property, label)
    return Anchor(5, f"MATCH ({node}{labels}) WHERE {passes} WITH {node}", covers=condition) if labels else None


def _indexed(declared: Property, label: str) -> str | None:
    """The label of the elements and the one that the index of a property stands on, as in a pattern."""
    if declared.name == "id":
        return f":{label}&{SCHEMA.element.label}" if label != SCHEMA.element.label else f":{label}"
    if label not in SCHEMA.by_label:
        return None
    owners = (element.label for element in SCHEMA.elements if declared in element.properties)
    owner = next(owners, label)
    return f":{label}" if owner == label else f":{label}&{owner}"


def _by_place(part: Within, node: str, label: str, around: str) -> Anchor:
    top = f"MATCH ({around}:Place&Element {{id: ${part.place}}}) WHERE {visible(around)}"
    places = f"MATCH ({around}) {_inside(0, around + 's')} ({around}l:Place)"
    few = (f"{top} {places} RETURN {around}l",)
    if part.is_place:
        path = f"MATCH ({around}) {_inside(1, around + 's')} ({node}:Place)"
    else:
        path = f"{places}<-{_seat(around)}-({node}:{label})"
    return Anchor(2, f"{top} {path} WITH DISTINCT {node}", few=few, covers=part, gathered=True)


def _by_distance(part: Near | Box, node: str, label: str, number: int) -> Anchor:
    center, place = f"c{number}", node if part.is_place else f"l{number}"
    text = ""
    if isinstance(part, Near) and isinstance(part.center, str):
        text = f"MATCH ({center}:Place&Element {{id: ${part.center}}}) WHERE {visible(center)} "
    text += f"MATCH ({place}:Place) WHERE {_distance(part, place, center)} "
    few = (f"{text}RETURN {place}",)
    if not part.is_place:
        text += f"AND {visible(place)} MATCH ({place})<-{_seat(place)}-({node}:{label}) "
    return Anchor(2, f"{text}WITH DISTINCT {node}", few=few, covers=part, gathered=True)
