"""Free Cypher: a reading transaction of an analyst, and what its answer is made of."""

import math
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any, Self

import neo4j
from neo4j import AsyncResult, AsyncTransaction
from neo4j.exceptions import BrokenRecordError
from neo4j.spatial import Point
from neo4j.time import Date, DateTime, Duration, Time

from graph.errors import BadInput
from graph.store.errors import EXPLAIN, as_written, told_of_statement
from graph.store.values import WGS_84, Parameters, Value


@dataclass(frozen=True, slots=True)
class GraphNode:
    """A node in the answer to free Cypher."""

    element_id: str
    labels: tuple[str, ...]
    properties: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class GraphRelationship:
    """A relationship in the answer to free Cypher; ``start`` and ``end`` are the element ids of nodes."""

    element_id: str
    type: str
    start: str
    end: str
    properties: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class GraphPath:
    """A path in the answer to free Cypher."""

    nodes: tuple[GraphNode, ...]
    relationships: tuple[GraphRelationship, ...]


DEEPEST = 64
"""Lists and maps within one another in an answer to free Cypher."""


def plain(value: Value, depth: int = 0) -> object:
    """A value of Neo4j as JSON has it, but for nodes, relationships and paths. Raises BadInput where JSON has none."""
    if depth > DEEPEST:
        raise BadInput(f"more than {DEEPEST} lists and maps are within one another")
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return _finite(value)
        case list():
            return [plain(item, depth + 1) for item in value]
        case dict():
            return {key: plain(item, depth + 1) for key, item in value.items()}
    return _plain_structure(value)


def _plain_structure(value: Value) -> object:
    match value:
        case neo4j.graph.Node():
            return _node(value)
        case neo4j.graph.Relationship():
            return _relationship(value)
        case neo4j.graph.Path():
            return GraphPath(tuple(map(_node, value.nodes)), tuple(map(_relationship, value.relationships)))
        case Point():
            return _point(value)
        case Date() | Time() | DateTime() | Duration():
            return value.iso_format().replace(".000000000", "")
    raise BadInput(f"a value of the type {type(value).__name__} cannot be told")


def _finite(value: float) -> float:
    if not math.isfinite(value):
        raise BadInput(f"{value} is no number that JSON has; use toString or nullIf")
    return value


def _point(value: Point) -> dict[str, object]:
    names = ("longitude", "latitude", "height") if value.srid in WGS_84 else ("x", "y", "z")
    return {**{name: _finite(part) for name, part in zip(names, value, strict=False)}, "srid": value.srid}


def _node(value: neo4j.graph.Node) -> GraphNode:
    return GraphNode(value.element_id, tuple(sorted(value.labels)), _properties(value))


def _relationship(value: neo4j.graph.Relationship) -> GraphRelationship:
    # An end that was not returned itself has no properties, and is false for that.
    start, end = (node.element_id if node is not None else "" for node in value.nodes)
    return GraphRelationship(value.element_id, value.type, start, end, _properties(value))


def _properties(value: neo4j.graph.Entity) -> dict[str, object]:
    return {name: plain(each) for name, each in sorted(value.items())}


@dataclass(frozen=True, slots=True)
class Plan:
    """A step of a plan, with what it took where the statement was profiled."""

    operator: str
    details: str
    rows: int | None
    db_hits: int | None
    children: tuple["Plan", ...]

    @classmethod
    def of(cls, step: Mapping[str, Any]) -> Self:
        """The step that a summary tells of, and those below it."""
        told = step["args"]
        children = tuple(cls.of(child) for child in step.get("children", ()))
        name = step["operatorType"].partition("@")[0]
        return cls(name, str(told.get("Details", "")), told.get("Rows"), told.get("DbHits"), children)


class Analysis:
    """An open transaction for statements of an analyst; see :meth:`Store.analysis`."""

    def __init__(self, transaction: AsyncTransaction) -> None:
        self._transaction = transaction
        self._result: AsyncResult | None = None

    async def explain(self, text: str, parameters: Parameters) -> tuple[str, Plan | None]:
        """What a statement would do (``r`` is to read), and the plan for it."""
        with told_of_statement(as_written):
            summary = await (await self._transaction.run(EXPLAIN + text, dict(parameters))).consume()
        return summary.query_type or "", Plan.of(summary.plan) if summary.plan else None

    async def run(self, text: str, parameters: Parameters, *, profiled: bool) -> list[str]:
        """Begin a statement; returns its columns."""
        self._result = await self._transaction.run(f"PROFILE {text}" if profiled else text, dict(parameters))
        return list(self._result.keys())

    async def rows(self) -> AsyncIterator[list[object]]:
        """Its rows, as they come. Raises BadInput for a value that cannot be told."""
        assert self._result
        number = 0
        async for record in self._result:
            number += 1
            yield [_told(record, place, name, number) for place, name in enumerate(self._result.keys())]

    async def profile(self) -> Plan | None:
        """What it took so far; no further row comes."""
        assert self._result
        summary = await self._result.consume()
        return Plan.of(summary.profile) if summary.profile else None


def _told(record: neo4j.Record, place: int, name: str, number: int) -> object:
    where = f"rows.{number - 1}.{name:.100}"
    try:
        return plain(record[place])
    except BrokenRecordError as error:
        message = "this value is beyond what can be told, as a date after the year 9999 is; use toString"
        raise BadInput(f"row {number}, {name:.100}: {message}", place=where) from error
    except BadInput as error:
        raise BadInput(f"row {number}, {name:.100}: {error.message}", place=where) from error
