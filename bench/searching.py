"""Requests that ask for as much as the schema lets them: every list, filter, quantifier, facet, order and question."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

from graphql import get_named_type, get_operation_ast, parse, validate

from api.graphql import types
from api.graphql.limits import MAX_ROOT_FIELDS, Limits, TooComplex
from api.graphql.operations import BY_FIELD
from api.graphql.schema import GRAPHQL_SCHEMA
from graph.contract.operation import Answers, Operation
from graph.model import ElementType, Kind, Property
from graph.operations.all import OPERATIONS
from graph.reading.facets import facets_of, numbers_of
from graph.reading.filters import OPERATORS, Operator
from graph.reading.sides import sides
from graph.schema import SCHEMA
from graph.settings import Settings

LIMITS = Limits(GRAPHQL_SCHEMA, Settings(max_cost=10**9))

BROAD = 'createdAt: {gte: "2000-01-01T00:00:00Z"}'
"""A condition that an index leads by to every element."""

FROM = ', distanceFrom: {place: "cz"}'
DISTANCES = " ".join(f"d{n}: distance" for n in range(30))
"""A field that goes to other elements, as often as there may be aliases."""

_ALL = {
    Kind.STRING: (Operator.CONTAINS, '"a"'),
    Kind.STRINGS: (Operator.INCLUDES, '"zzzz"'),
    Kind.INTEGER: (Operator.GTE, "0"),
    Kind.FLOAT: (Operator.GTE, "-1000"),
    Kind.BOOLEAN: (Operator.NE, "true"),
    Kind.DATE: (Operator.GTE, '"1000"'),
    Kind.DATETIME: (Operator.GTE, '"2000-01-01T00:00:00Z"'),
}

Hubs = Mapping[str, Sequence[str]]
"""Of each label, ids of elements with most connections, or with most below them."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A request with one root field, without its outer braces, and what it costs."""

    name: str
    field: str
    cost: int

    @property
    def document(self) -> str:
        """The whole document."""
        return f"{{ {self.field} }}"

    def times(self, budget: int) -> int:
        """How many of them one request of this cost can hold."""
        return max(1, min(MAX_ROOT_FIELDS, budget // self.cost))


def candidates(fields: Iterable[tuple[str, str]], budget: int) -> Iterator[Candidate]:
    """What of these fields can be asked for at most this cost; of what takes a number, as many as that allows."""
    for name, field in fields:
        if found := _largest(name, field, budget):
            yield found


def fields(hubs: Hubs) -> Iterator[tuple[str, str]]:
    """Names and root fields of everything that can be asked for; ``$n`` stands for how many."""
    for element in SCHEMA.elements:
        yield from _lists(element)
        for hub in hubs.get(element.label, ()):
            yield from _from_hub(element, hub)
    for operation in OPERATIONS.values():
        if not operation.writes and operation.answers is not Answers.STREAM:
            yield from _questions(operation, hubs)


def _largest(name: str, field: str, budget: int) -> Candidate | None:
    numbers: Sequence[int] = (500, 250, 100, 50, 20, 10, 5, 2, 1, 0) if "$n" in field else (0,)
    if validate(GRAPHQL_SCHEMA, parse(f"{{ {field.replace('$n', '1')} }}")):
        return None
    for number in filter(partial(_taken, field), numbers):
        text = field.replace("$n", str(number))
        document = parse(f"{{ {text} }}")
        operation = get_operation_ast(document)
        assert operation
        with suppress(TooComplex):
            if (cost := LIMITS.cost(document, operation, {})) <= budget:
                return Candidate(name, text, cost)
    return None


def _taken(field: str, number: int) -> bool:
    """Whether an operation takes such a number as its ``first``."""
    operation = BY_FIELD.get(field.partition("(")[0])
    bounds = [each.bounds for each in operation.parameters if each.name == "first"] if operation else []
    return all(low <= number <= high for low, high in filter(None, bounds))


def _lists(element: ElementType) -> Iterator[tuple[str, str]]:
    plural = element.plural
    for order in (f"{key}_DESC" for key in types.orders(element.label, connected=False)):
        far = FROM if order == "DISTANCE_DESC" else ""
        yield (
            f"{plural} by {order}",
            f"{plural}(first: $n, orderBy: {order}{far}) {{ nodes {{ id name description }} pageInfo {{ hasNextPage }} }}",
        )
    if types.is_place(element.label) is not None:
        yield f"{plural}, distance", f"{plural}(first: $n{FROM}) {{ edges {{ {DISTANCES} }} }}"
    for order in ("NAME_DESC", "UPDATED_ASC"):
        yield (
            f"{plural} with a filter by {order}",
            f"{plural}(last: $n, orderBy: {order}, filter: {{{BROAD}}}) {{ nodes {{ id name }} pageInfo {{ hasNextPage }} }}",
        )
    for facet in facets_of(element):
        yield f"{plural}, facet {facet}", f"{plural}(first: 0) {{ facets {{ {facet}(first: $n) {{ count }} }} }}"
    if numbers_of(element):
        yield (
            f"{plural}, aggregate",
            f"{plural}(first: $n, filter: {{{BROAD}}}) {{ nodes {{ id }} {_summed(element)} }}",
        )
        for facet in facets_of(element):
            counted = f"{facet}(first: $n) {{ count {_summed(element)} }}"
            yield f"{plural}, aggregate by {facet}", f"{plural}(first: 0) {{ facets {{ {counted} }} }}"
    for name, condition in _conditions(element):
        yield (
            f"{plural}, {name}",
            f"{plural}(first: $n, filter: {{{BROAD} {condition}}}) {{ nodes {{ id }} totalCount }}",
        )


def _summed(element: ElementType) -> str:
    """All numbers of a type of element, summed up; nothing where it has none."""
    numbers = " ".join(f"{name} {{ sum avg min max }}" for name in numbers_of(element))
    return f"aggregate {{ {numbers} }}" if numbers else ""


def _conditions(element: ElementType) -> Iterator[tuple[str, str]]:
    """Conditions that many elements pass, or none of which it takes long to see."""
    for declared in SCHEMA.properties_of(element):
        if declared.kind in OPERATORS and not declared.internal and declared.visibility == "public":
            yield f"{declared.name}", f"{declared.name}: {_condition(declared)}"
            if declared.kind is Kind.STRING and not declared.choices:
                yield f"{declared.name} folded", f'{declared.name}: {{containsFolded: "aa"}}'
    if types.is_place(element.label) is not None:
        yield "within", 'within: "cz"'
        yield "box", "box: {south: 45, west: 10, north: 55, east: 20}"
        yield "near", "near: {latitude: 49.8, longitude: 15.5, km: 1000}"
    for side in sides(element):
        yield f"as many {side}", f"{side}: {{count: {{gte: 0, lt: 9000}}}}"
        yield f"no {side}", f'{side}: {{none: {{node: {{name: {{contains: "zzzz"}}}}}}}}'


def _condition(declared: Property) -> str:
    if declared.choices:
        return "{isNull: false}"
    operator, value = _ALL[declared.kind]
    return f"{{{operator.value}: {value}}}"


def _from_hub(element: ElementType, hub: str) -> Iterator[tuple[str, str]]:
    """Lists of the connections of the element that has most of them, and lists within these."""
    start = f'{element.singular}(id: "{hub}")'
    yield f"history of a {element.label}", f"{start} {{ history(first: $n) {{ nodes {{ id before after }} }} }}"
    for name, side in sides(element).items():
        target = types.reached((element,), side)
        inner = "totalCount nodes { id } pageInfo { hasNextPage }"
        yield f"{element.label}.{name}", f"{start} {{ {name}(first: $n) {{ {inner} }} }}"
        for order in types.orders(target, connected=True):
            far = FROM if order == "NODE_DISTANCE" else ""
            by = f"{name}(first: $n, orderBy: {order}_DESC{far}) {{ {inner} }}"
            yield f"{element.label}.{name} by {order}", f"{start} {{ {by} }}"
        numbers = _summed(types.members(target)[0])
        if numbers:
            yield (
                f"{element.label}.{name}, aggregate",
                f"{start} {{ {name}(first: $n) {{ nodes {{ id }} {numbers} }} }}",
            )
        for facet in facets_of(types.members(target)[0]):
            counted = f"{name}(first: 0) {{ facets {{ {facet}(first: $n) {{ count {numbers} }} }} }}"
            yield f"{element.label}.{name}, facet {facet}", f"{start} {{ {counted} }}"
        for further, _, _ in types.shared_sides(types.members(target)):
            deep = f"{further}(first: 1, orderBy: UPDATED_DESC) {{ totalCount nodes {{ id }} }}"
            yield f"{element.label}.{name}.{further}", f"{start} {{ {name}(first: $n) {{ nodes {{ {deep} }} }} }}"
            filtered = f'filter: {{node: {{{further}: {{none: {{node: {{name: {{contains: "zzzz"}}}}}}}}}}}}'
            yield (
                f"{element.label}.{name}, {further} none",
                f"{start} {{ {name}(first: $n, {filtered}) {{ totalCount }} }}",
            )


def _questions(operation: Operation, hubs: Hubs) -> Iterator[tuple[str, str]]:
    selected = _selected(operation)
    for hub in _given(operation, hubs):
        listed = ", ".join(f"{name}: {value}" for name, value in hub.items())
        arguments = f"({listed})" if listed else ""
        yield f"{operation.field}{arguments[:60]}", f"{operation.field}{arguments} {selected}"


def _given(operation: Operation, hubs: Hubs) -> Iterator[dict[str, str]]:
    """Parameters that ask for much: ids of hubs of every label that can be meant, the largest numbers."""
    known: dict[str, str] = {}
    required: list[list[tuple[str, str]]] = []
    for field in operation.parameters:
        if field.name == "first":
            known["first"] = "$n"
        elif field.bounds and field.kind == "Int":
            known[field.name] = str(int(field.bounds[1]))
        elif field.kind == "ID" and field.required:
            ids = [id_ for label in _labels(field.of) for id_ in hubs.get(label, ())]
            required.append([(field.name, f'["{id_}"]' if field.many else f'"{id_}"') for id_ in ids])
        elif field.kind == "ID" and not field.many and len(field.of) == 1 and (meant := hubs.get(field.of[0])):
            known[field.name] = f'"{meant[-1]}"'
        elif field.required:
            required.append([(field.name, value) for value in _VALUES])
    longest = max(map(len, required), default=1)
    for number in range(longest):
        yield known | dict(each[(number + place) % len(each)] for place, each in enumerate(required))


_VALUES = ('"knihovna"', '"a b c d e f g h"', '"k m"')


def _labels(of: Sequence[str]) -> list[str]:
    found = [e.label for e in SCHEMA.elements if {e.label, *(t.label for t in SCHEMA.traits_of(e))} & {*of}]
    return found or [e.label for e in SCHEMA.elements]


def _selected(operation: Operation) -> str:
    query = GRAPHQL_SCHEMA.query_type
    assert query
    return _all_of(query.fields[operation.field].type, 3)


def _all_of(type_: Any, depth: int) -> str:
    """Everything that can be selected without asking for more lists; of elements the name."""
    named = get_named_type(type_)
    fields = getattr(named, "fields", None)
    if fields is None:
        return ""
    if types.is_element(named.name):
        return "{ name }" if "name" in fields else "{ id }"
    parts = []
    for name, field in fields.items():
        inner = get_named_type(field.type)
        if name == "nodes" and "edges" in fields:
            continue
        if not hasattr(inner, "fields"):
            parts.append(name)
        elif depth:
            parts.append(f"{name} {_all_of(field.type, depth - 1)}")
    return "{ " + " ".join(parts) + " }"
