"""What the elements of a list are counted by, and which of their numbers are summed up: derived from the schema."""

from collections.abc import Iterator
from dataclasses import dataclass

from graph.model import ElementType, Kind, Property, Text
from graph.reading.filters import confirmed, visible
from graph.schema import ACTIVITY, ALLY, ELEMENT, PLACE, SCHEMA, TARGET_GROUP, TERM, TOPIC


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to count. ``rows`` are clauses that lead from an element ``{n}`` over ``{v}`` to what is counted, ``{t}``.

    ``{t}`` is an element, or a text where there is no ``target``. The names are filled in.
    """

    name: str
    doc: Text
    target: ElementType | None
    rows: str

    def counts(self, value: str) -> str:
        """Whether what rows lead to is counted; asked once for each value rather than in each row."""
        return f"{value}:{self.target.label} AND {visible(value)}" if self.target else f"{value} IS NOT NULL"


_COUNTS = f"all(step IN relationships({{v}}w) WHERE {confirmed('step')})"

_BY_TOPIC = Text("Podle témat, vlastních i témat aktivit.", "By topic, its own and those of its activities.")
_BY_GROUP = Text(
    "Podle cílových skupin, vlastních i u aktivit.", "By target group, its own and those of its activities."
)
_BY_REGION = Text("Podle krajů, kde prvek nebo jeho pořadatel sídlí.", "By the region where it, or who runs it, is.")


def facets_of(element: ElementType) -> dict[str, Facet]:
    """What lists of a type of element are counted by, by name: its properties, the terms that it says, and more."""
    return {facet.name: facet for facet in (*_by_property(element), *_by_term(element), *_by_way(element))}


def numbers_of(element: ElementType) -> dict[str, Property]:
    """The numbers of a type of element that mean something when they are summed up, by name."""
    declared = SCHEMA.properties_of(element)
    return {p.name: p for p in declared if _told(p) and p.kind in (Kind.INTEGER, Kind.FLOAT)}


def _told(declared: Property) -> bool:
    """Whether a property says something of an element, and not of how it is kept."""
    return declared.visibility == "public" and declared not in SCHEMA.common and not declared.internal


def _by_property(element: ElementType) -> Iterator[Facet]:
    for declared in SCHEMA.properties_of(element):
        if _told(declared) and (value := _value(declared)):
            by_year = Text(f"{declared.doc.cs} Podle roku.", f"{declared.doc.en} By the year.")
            doc = by_year if declared.kind is Kind.DATE else declared.doc
            yield Facet(declared.name, doc, None, f"WITH {{n}}, {value} AS {{t}}")


def _value(declared: Property) -> str:
    """What elements are counted by that have a property, as GraphQL says it; nothing where values hardly repeat."""
    value = f"{{n}}.{declared.name}"
    if declared.choices:
        return f"toUpper(toStringOrNull({value}))"
    if declared.kind is Kind.BOOLEAN:
        return f"toString(coalesce(toBooleanOrNull({value}), {str(bool(declared.absent)).lower()}))"
    if declared.kind is Kind.DATE:
        return f"left(toStringOrNull({value}), 4)"
    return f"toStringOrNull({value})" if declared.kind is Kind.STRING and (declared.groups or declared.usual) else ""


def _by_term(element: ElementType) -> Iterator[Facet]:
    for connection in SCHEMA.connections:
        targets = {target for ends in connection.ends if element in ends.sources for target in ends.targets}
        if len(targets) == 1 and not connection.mutual and TERM in SCHEMA.traits_of(target := targets.pop()):
            yield Facet(connection.out, connection.doc, target, _said(connection.type))


def _by_way(element: ElementType) -> Iterator[Facet]:
    """Those that follow more than one connection: what an ally's activities say, and where an activity's organizers are."""
    if element is ACTIVITY:
        yield Facet("topics", _BY_TOPIC, TOPIC, _said("ABOUT"))
        yield Facet("targetGroups", _BY_GROUP, TARGET_GROUP, _said("FOR"))
        organizers = "{v}w = ({n})<-[:RUNS*0..1]-({v})-[:LOCATED_IN]->({v}l:Place)"
        yield Facet("regions", _BY_REGION, PLACE, _in_region(organizers, f"{visible('{v}')} AND {_COUNTS}"))
    elif ALLY in SCHEMA.traits_of(element):
        yield Facet("topics", _BY_TOPIC, TOPIC, _said_by_activities("ABOUT|WORKS_ON"))
        yield Facet("targetGroups", _BY_GROUP, TARGET_GROUP, _said_by_activities("FOR|SERVES"))
        own = "({n})-[{v}:LOCATED_IN]->({v}l:Place)"
        yield Facet("regions", _BY_REGION, PLACE, _in_region(own, confirmed("{v}")))


def _said(types: str) -> str:
    return f"MATCH ({{n}})-[{{v}}:{types}]->({{t}}) WHERE {confirmed('{v}')}"


def _said_by_activities(types: str) -> str:
    pattern = f"({{n}})-[:RUNS|TAKES_PART_IN*0..1]->({{v}})-[:{types}]->({{t}})"
    return f"MATCH {{v}}w = {pattern} WHERE {visible('{v}')} AND {_COUNTS}"


def _in_region(located: str, counts: str) -> str:
    around = "UNWIND [seen IN {v}l.around WHERE split(toStringOrNull(seen), ' ')[0] IN $visible | split(toStringOrNull(seen), ' ')[1]] AS {v}a"
    region = f"MATCH ({{t}}:{ELEMENT.label} {{{{id: {{v}}a}}}}) WHERE {{t}}.level = 'region'"
    return f"MATCH {located} WHERE {counts} {around} {region}"
