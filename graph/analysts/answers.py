"""How answers to free Cypher are written: JSON, CSV, Arrow, and a graph to draw."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import ClassVar

import orjson

from graph.formats.csv import protected
from graph.store.analysis import GraphNode, GraphPath, GraphRelationship, Plan


@dataclass(frozen=True, slots=True)
class Outcome:
    """What there is to say of an answer when its last row is written; ``error`` is what it broke off with."""

    truncated: bool
    plan: Plan | None = None
    error: Mapping[str, object] | None = None

    @property
    def told(self) -> dict[str, object]:
        """The same as JSON."""
        told: dict[str, object] = {"truncated": self.truncated}
        if self.plan:
            told |= {"dbHits": _hits(self.plan), "plan": orjson.Fragment(_told_plan(self.plan))}
        return told | ({"error": self.error} if self.error else {})


class Writer:
    """Writes one answer as ``media``; ``tells`` says whether the answer has a place for its outcome."""

    media: ClassVar[str]
    tells: ClassVar[bool] = True

    def begin(self, columns: Sequence[str]) -> bytes:
        """What stands before the rows."""
        raise NotImplementedError

    def row(self, row: Sequence[object]) -> bytes:
        """One row."""
        raise NotImplementedError

    def end(self, _: Outcome) -> bytes:
        """What stands after the rows."""
        return b""


class JSONWriter(Writer):
    """``{"columns": […], "rows": [[…], …], "truncated": false}``, with ``plan`` and ``dbHits`` where these are wanted."""

    media = "application/json"

    def __init__(self) -> None:
        self._comma = b""

    def begin(self, columns: Sequence[str]) -> bytes:
        """The columns."""
        return b'{"columns":%b,"rows":[' % orjson.dumps(columns)

    def row(self, row: Sequence[object]) -> bytes:
        """A list of values."""
        comma, self._comma = self._comma, b",\n"
        return comma + encoded(row)

    def end(self, outcome: Outcome) -> bytes:
        """What there is to say of the whole."""
        return b"]," + orjson.dumps(outcome.told)[1:]


class GraphWriter(Writer):
    """``{"nodes": […], "relationships": […], "truncated": false}``: each that is in a row, once."""

    media = "application/vnd.spojenci.graph+json"

    def __init__(self) -> None:
        self._nodes: dict[str, bool] = {}
        self._relationships: dict[str, GraphRelationship] = {}
        self._comma = b""

    def begin(self, _: Sequence[str]) -> bytes:
        """Where nodes follow."""
        return b'{"nodes":['

    def row(self, row: Sequence[object]) -> bytes:
        """The nodes of a row that are new."""
        written = bytearray()
        for each in _entities(row):
            if isinstance(each, GraphRelationship):
                self._relationships.setdefault(each.element_id, each)
            elif each.element_id not in self._nodes:
                self._nodes[each.element_id] = True
                written += self._comma + orjson.dumps(_drawn(each))
                self._comma = b",\n"
        return bytes(written)

    def end(self, outcome: Outcome) -> bytes:
        """The relationships whose nodes are both there, for no other can be drawn."""
        drawn = [
            jsonable(each)
            for each in self._relationships.values()
            if each.start in self._nodes and each.end in self._nodes
        ]
        left = len(self._relationships) - len(drawn)
        said = outcome.told | ({"withoutNodes": left} if left else {})
        return b'],"relationships":' + orjson.dumps(drawn) + b"," + orjson.dumps(said)[1:]


class CSVWriter(Writer):
    """A table with a line for the names of the columns; of nodes the names, lists and maps as JSON."""

    media = "text/csv"
    tells = False

    def begin(self, columns: Sequence[str]) -> bytes:
        """The names of the columns."""
        return _line(protected(name) for name in columns)

    def row(self, row: Sequence[object]) -> bytes:
        """A line."""
        return _line(map(_cell, row))


class ArrowWriter(Writer):
    """A stream of Arrow IPC with one batch, which data frames are made of; nodes, lists and maps are JSON in a text."""

    media = "application/vnd.apache.arrow.stream"
    tells = False

    def __init__(self) -> None:
        self._columns: Sequence[str] = ()
        self._rows: list[Sequence[object]] = []

    def begin(self, columns: Sequence[str]) -> bytes:
        """Nothing yet: what type a column has, its values tell."""
        self._columns = columns
        return b""

    def row(self, row: Sequence[object]) -> bytes:
        """Nothing yet."""
        self._rows.append(row)
        return b""

    def end(self, _: Outcome) -> bytes:
        """The whole."""
        import nanoarrow  # most answers are written without it
        from nanoarrow import ipc

        columns = [_column([row[place] for row in self._rows]) for place in range(len(self._columns))]
        names = [name or " " for name in self._columns]
        schema = nanoarrow.struct({name: kind for name, (kind, _) in zip(names, columns, strict=True)})
        children = [nanoarrow.c_array(values, kind) for kind, values in columns]
        batch = nanoarrow.c_array_from_buffers(schema, len(self._rows), [None], children=children)
        written = BytesIO()
        with ipc.StreamWriter.from_writable(written) as stream:
            stream.write_stream(batch)
        return written.getvalue()


def _column(values: Sequence[object]) -> tuple[object, list[object]]:
    """The Arrow type of a column, and its values as that."""
    import nanoarrow

    kinds = {type(value) for value in values if value is not None}
    if kinds and kinds <= {bool}:
        return nanoarrow.bool_(), list(values)
    if kinds and kinds <= {int}:
        return nanoarrow.int64(), list(values)
    if kinds and kinds <= {int, float}:
        return nanoarrow.float64(), [None if value is None else float(str(value)) for value in values]
    return nanoarrow.string(), [None if value is None else _text(value) for value in values]


def _text(value: object) -> str:
    return value if isinstance(value, str) else encoded(value).decode()


FORMATS: Mapping[str, type[Writer]] = {
    "json": JSONWriter,
    "csv": CSVWriter,
    "graph": GraphWriter,
    "arrow": ArrowWriter,
}
"""The formats of answers, by name."""


def encoded(value: object) -> bytes:
    """A value as JSON, with nodes, relationships and paths in it."""
    return orjson.dumps(value, default=jsonable, option=orjson.OPT_PASSTHROUGH_DATACLASS)


def jsonable(value: object) -> object:
    """What JSON has for a node, a relationship, a path or a plan, named as Neo4j's own HTTP door names them."""
    match value:
        case GraphNode():
            return {"elementId": value.element_id, "labels": value.labels, "properties": value.properties}
        case GraphRelationship():
            return {
                "elementId": value.element_id,
                "type": value.type,
                "startNodeElementId": value.start,
                "endNodeElementId": value.end,
                "properties": value.properties,
            }
        case GraphPath():
            return {"nodes": value.nodes, "relationships": value.relationships}
    raise TypeError(type(value).__name__)


def _told_plan(plan: Plan) -> bytes:
    """A plan as JSON, step by step: orjson writes no more than 254 levels within one another, and a plan can have more."""
    told = {
        "operator": plan.operator,
        "details": plan.details,
        "rows": plan.rows,
        "dbHits": plan.db_hits,
        "children": [orjson.Fragment(_told_plan(child)) for child in plan.children],
    }
    return orjson.dumps(told)


def _hits(plan: Plan) -> int:
    return (plan.db_hits or 0) + sum(map(_hits, plan.children))


def _entities(value: object) -> Iterable[GraphNode | GraphRelationship]:
    match value:
        case GraphNode() | GraphRelationship():
            yield value
        case GraphPath():
            yield from value.nodes
            yield from value.relationships
        case list():
            for item in value:
                yield from _entities(item)
        case dict():
            for item in value.values():
                yield from _entities(item)


def _drawn(node: GraphNode) -> dict[str, object]:
    """A node with what a drawing shows of it: its caption, and its most telling label."""
    properties = node.properties
    told = jsonable(node)
    assert isinstance(told, dict)
    return told | {"caption": properties.get("name") or properties.get("id") or node.element_id}


def _line(cells: Iterable[object]) -> bytes:
    written = StringIO()
    csv.writer(written, lineterminator="\r\n").writerow(cells)
    return written.getvalue().encode()


def _cell(value: object) -> object:
    match value:
        case None | bool() | int() | float():
            return value
        case str():
            return protected(value)
        case GraphNode():
            return protected(named(value))
    return protected(encoded(value).decode())


def named(node: GraphNode) -> str:
    """A node for people: its name, and its id beside it."""
    name, id_ = node.properties.get("name"), node.properties.get("id")
    return f"{name} ({id_})" if name and id_ else str(name or id_ or ":".join(node.labels))
