"""What the elements of a list are counted by."""

from dataclasses import dataclass

from graph.model import ElementType, Text
from graph.reading.filters import confirmed, inside, visible
from graph.schema import ACTIVITY, ALLY, LIBRARY, PLACE, SCHEMA, TARGET_GROUP, TOPIC


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to count. ``rows`` are clauses that lead from an element ``{n}`` over ``{v}`` to what is counted, ``{t}``.

    ``{t}`` is an element of the type ``target``, or a text where there is none. The names are filled in.
    """

    name: str
    doc: Text
    target: ElementType | None
    rows: str


_VISIBLE = f"{visible('{v}')} AND {visible('{t}')}"
_COUNTS = f"all(step IN relationships({{v}}w) WHERE {confirmed('step')})"
_AROUND = inside(0, "PLACE", up=True).replace("{", "{{").replace("}", "}}").replace("PLACE", "{v}s")

_TOPICS = Facet(
    "topics",
    Text("Podle témat, vlastních i témat aktivit.", "By topic, its own and those of its activities."),
    TOPIC,
    f"MATCH {{v}}w = ({{n}})-[:RUNS|TAKES_PART_IN*0..1]->({{v}})-[:ABOUT|WORKS_ON]->({{t}}:Topic) "
    f"WHERE {_VISIBLE} AND {_COUNTS}",
)
_GROUPS = Facet(
    "targetGroups",
    Text("Podle cílových skupin, vlastních i u aktivit.", "By target group, its own and those of its activities."),
    TARGET_GROUP,
    f"MATCH {{v}}w = ({{n}})-[:RUNS|TAKES_PART_IN*0..1]->({{v}})-[:FOR|SERVES]->({{t}}:TargetGroup) "
    f"WHERE {_VISIBLE} AND {_COUNTS}",
)
_REGIONS = Facet(
    "regions",
    Text("Podle krajů, kde prvek nebo jeho pořadatel sídlí.", "By the region where it, or who runs it, is."),
    PLACE,
    f"MATCH {{v}}w = ({{n}})<-[:RUNS*0..1]-({{v}})-[:LOCATED_IN]->({{v}}l:Place WHERE {visible('{v}l')}) WHERE {_COUNTS} "
    f"MATCH ({{v}}l) {_AROUND} ({{t}}:Place) WHERE {{t}}.level = 'region' AND {_VISIBLE}",
)
_YEARS = Facet(
    "years", Text("Podle roku, kdy začala.", "By the year when it began."), None, "WITH {n}, left({n}.since, 4) AS {t}"
)
_KINDS = Facet("kinds", Text("Podle druhu.", "By kind."), None, "WITH {n}, {n}.kind AS {t}")
_LIBRARY_KINDS = Facet(
    "kinds", Text("Podle druhu knihovny.", "By kind of library."), None, "WITH {n}, {n}.libraryKind AS {t}"
)


def facets_of(element: ElementType) -> dict[str, Facet]:
    """What lists of a type of element are counted by, by name."""
    found = []
    if element is ACTIVITY or ALLY in SCHEMA.traits_of(element):
        found += [_TOPICS, _GROUPS, _REGIONS]
    if any(declared.name == "kind" for declared in SCHEMA.properties_of(element)):
        found.append(_LIBRARY_KINDS if element is LIBRARY else _KINDS)
    if element is ACTIVITY:
        found.append(_YEARS)
    return {facet.name: facet for facet in found}
