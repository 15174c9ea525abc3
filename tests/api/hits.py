"""What every read takes in the database: the reads, their parameters on the graph of ``bench``, and the table."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bench.graph import rows
from graph.access import OPERATOR
from graph.contract.fields import Field
from graph.questions.named import (
    CHANGES,
    EXPORTS,
    FEEDBACK,
    KEYS,
    MATCHING,
    NETWORK,
    NUMBERS,
    QUESTIONS,
    WEBHOOKS,
    Named,
)
from graph.rows import Row
from tests.api.conftest import GOLDEN
from tests.api.planning import runnable

TABLE = Path(__file__).resolve().parents[2] / "bench" / "hits.md"

SIZES = (20, 80, 320)
"""Libraries of the graphs that are measured, each with about 16 elements and 76 connections."""

GROWTH, SLACK = 1.05, 20
"""How much more than the table says a read may take, and hits that are never too many."""

FOLDERS: Mapping[str, Mapping[str, Named]] = {
    "queries": QUESTIONS,
    "network": NETWORK,
    "changes": CHANGES,
    "export": EXPORTS,
    "matching": MATCHING,
    "feedback": FEEDBACK,
    "keys": KEYS,
    "webhooks": WEBHOOKS,
    "numbers": NUMBERS,
}
_WRITING = ("CREATE", "MERGE", "SET ", "DELETE", "REMOVE ")

IDS = {
    "Element": "library-7",
    "Ally": "library-7",
    "Organization": "library-7",
    "Library": "library-7",
    "Topic": "topic-3",
    "TargetGroup": "group-1",
    "Resource": "resource-1",
    "Activity": "activity-7",
    "Place": "place-7",
}

_FILTER: dict[str, Any] = dict.fromkeys(("by", "doors", "reasons", "types", "touching", "from", "to"))
GIVEN: Mapping[str, Any] = {
    "texts": ["Knihovna města 0007", "activity-7"],
    "query": "knihovně 0007",
    "id": "library-7",
    "ids": ["library-7", "topic-3", "activity-7"],
    "asker": "library-7",
    "size": 500,
    "after": "",
    "day": "2020-01-01",
    "sequence": 0,
    "number": 0,
    "touches": "library-7\ntopic-3",
    "parts": 8,
    "changes": 500,
    "before": 10**9,
    "filter": {**_FILTER, "statuses": ["applied"]},
    "first": 10,
    "key": "nobody",
    "by": "nobody",
    "digest": "",
    "hash": "",
    "most": 10,
    "busy": [],
    "skip": 0,
    "types": None,
    "kinds": None,
    "within": "place-7",
    "scheme": None,
    "own": [""],
    "visible": [*OPERATOR.visible],
}
"""Values of parameters that say of themselves what they are."""

APART: Mapping[str, Mapping[str, Any]] = {
    "changes/history": {"before": [10**9, 0]},
    "changes/proposals": {"after": 0},
    "changes/change": {"sequence": 1},
    "changes/parts": {"sequence": 1, "after": 0},
    "export/place": {"of": "place-7"},
    "export/map": {"of": "library-7"},
    "queries/connectors": {"one": "topic-3", "other": "group-1"},
    "queries/paths": {"from": "library-7", "to": "library-9"},
    "queries/visibility": {"of": "topic-3"},
    "feedback/verdicts": {"topic": "topic-3"},
    "matching/elements": {"ids": None},
    "queries/resources_nearby": {"kinds": ["nonprofit"]},
    "queries/social_services": {"kinds": ["nonprofit"]},
}

_ABOUT = 'topics: {some: {node: {id: {eq: "topic-3"}}}}'
READS = {
    "one": '{ library(id: "library-7") { id name description registrationNumber } }',
    "nested": """{ libraries(first: 20) { nodes { id name activities(first: 10) { nodes { id name since
      topics { nodes { id name } } participants { edges { involvement node { id name } } } } } } } }""",
    "deep": """{ topic(id: "topic-3") { activities(first: 10) { nodes { name organizers { nodes { name
      places { nodes { name } } } } participants { nodes { name } } } } } }""",
    "filtered": f"{{ activities(first: 10, filter: {{{_ABOUT}}}) {{ nodes {{ id }} }} }}",
    "filtered and counted": f"{{ activities(first: 10, filter: {{{_ABOUT}}}) {{ totalCount nodes {{ id }} }} }}",
    "filtered, two conditions": f"""{{ activities(first: 10, filter: {{{_ABOUT}, since: {{gt: "2014"}}}}) {{
      totalCount nodes {{ id }} }} }}""",
    "filtered over two connections": f"""{{ organizations(first: 10, filter: {{activities: {{some: {{node: {{{_ABOUT}}}}}}}}}) {{
      totalCount nodes {{ id }} }} }}""",
    "faceted": f"""{{ activities(first: 10, filter: {{{_ABOUT}}}) {{ totalCount nodes {{ id }}
      facets {{ topics(first: 5) {{ count node {{ id }} }} }} }} }}""",
    "of a place": '{ libraries(first: 10, filter: {within: "place-7"}) { totalCount nodes { id } } }',
    "near a place": '{ libraries(first: 10, filter: {near: {place: "place-7", km: 20}}) { totalCount nodes { id } } }',
    "the newest": "{ libraries(first: 10, orderBy: UPDATED_DESC) { nodes { id } } }",
    "how many": "{ libraries { totalCount } }",
    "searched": '{ search(query: "knihovně 0007") { edges { score node { id name } } } }',
    "history": '{ library(id: "library-7") { history(first: 5) { nodes { action } } } }',
}
"""Lists and elements as clients ask for them."""


def graph(libraries: int) -> Iterator[Row]:
    """The graph of ``bench``, with target groups and resources."""
    yield from rows(libraries)
    for number, data in enumerate(_more(libraries), 1):
        yield Row(f"more {number}", data)


def _more(libraries: int) -> Iterator[dict[str, object]]:
    for label, id_ in (("TargetGroup", "group"), ("Resource", "resource")):
        for i in range(10):
            yield {"label": label, "id": f"{id_}-{i}", "name": f"{label} {i}"}
    for i in range(libraries):
        yield {"link": "FOR", "from": f"activity-{i * 12}", "to": f"group-{i % 10}"}
        yield {"link": "OFFERS", "from": f"organization-{i * 3}", "to": f"resource-{i % 10}"}
        yield {"link": "NEEDS", "from": f"library-{i}", "to": f"resource-{(i + 1) % 10}"}


def named() -> dict[str, tuple[str, dict[str, Any]]]:
    """Every file of Cypher that reads, with its parameters."""
    return {
        f"{folder}/{name}": (each.text, _bound(f"{folder}/{name}", each))
        for folder, files in FOLDERS.items()
        for name, each in files.items()
        if not any(word in each.statement for word in _WRITING)
    }


def compiled() -> dict[str, tuple[str, dict[str, Any]]]:
    """The statements of ``READS``, with their parameters."""
    return {name: read for name, query in READS.items() for read in _runnable(query).values()}


def golden() -> dict[str, tuple[str, dict[str, Any]]]:
    """The statements of the golden operations, which are read on a graph of their own."""
    cases = {case.stem: case.read_text(encoding="utf-8") for case in sorted(GOLDEN.glob("*.graphql"))}
    return {f"{name}: {key}": read for name, query in cases.items() for key, read in _runnable(query).items()}


def _runnable(query: str) -> dict[str, tuple[str, dict[str, Any]]]:
    return {key: (text, given | OPERATOR.parameters) for key, (text, given) in runnable(query).items()}


def _bound(name: str, file: Named) -> dict[str, Any]:
    own = APART.get(name, {})
    return {each.name: own[each.name] if each.name in own else _value(each) for each in file.parameters}


def _value(field: Field) -> Any:
    if field.of:
        id_ = IDS[field.of[0]]
        return [id_] if field.many else id_
    return GIVEN.get(field.name, field.default)
