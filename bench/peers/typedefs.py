"""The model in the words of ``@neo4j/graphql``: ``python -m bench.peers.typedefs`` prints it.

Traits are types as well: a connection that leads to several types leads to the label that all of them carry. Every type also
has the label of all elements, whose index finds ids. DateTime is left out: on Community it cannot be read without APOC.
"""

import sys
from collections.abc import Iterable, Iterator

import orjson

from bench.peers.cypher import PARTNERS, SEARCH
from graph.derived.render import covering
from graph.model import ConnectionType, ElementType, Kind, Property, Schema, Trait
from graph.reading.sides import Side, sides
from graph.schema import SCHEMA

SCALARS = {
    Kind.STRING: "String",
    Kind.STRINGS: "[String!]",
    Kind.INTEGER: "Int",
    Kind.FLOAT: "Float",
    Kind.BOOLEAN: "Boolean",
    Kind.DATE: "String",
    Kind.POINT: "Point",
}

VISIBLE = """@authorization(filter: [{requireAuthentication: false, where:
  {node: {OR: [{visibility: {eq: null}}, {visibility: {eq: "public"}}]}}}])"""
"""The right to see an element, which the service tests always."""


def type_definitions(schema: Schema, *, checked: bool) -> str:
    """All types, and two questions by statements; with ``checked``, nobody gets what is not public."""
    told: tuple[ElementType | Trait, ...] = (*schema.traits, *schema.elements)
    types = (_type(schema, each, VISIBLE if checked else "") for each in told)
    return "\n".join(
        [
            "extend schema @mutation(operations: []) @subscription(events: [])",
            *types,
            *(_properties(schema, each) for each in schema.connections),
            "type Partner { score: Float! id: ID! name: String! }",
            "type Query {",
            f"  search(words: String!, first: Int!): [Element!]! {_by(SEARCH, 'node')}",
            f"  partners(id: ID!, topic: ID!, first: Int!): [Partner!]! {_by(PARTNERS, 'found')}",
            "}\n",
        ]
    )


def _by(statement: str, column: str) -> str:
    return f'@cypher(statement: {orjson.dumps(statement).decode()}, columnName: "{column}")'


def _type(schema: Schema, told: ElementType | Trait, checked: str) -> str:
    label = told.label
    labels = orjson.dumps([*dict.fromkeys((label, schema.element.label))]).decode()
    carriers = schema.carriers(label)
    properties = schema.properties_of(told) if isinstance(told, ElementType) else schema.common
    lines = (*_fields(properties), *(_field(schema, *each, carriers) for each in _sides_of_all(carriers)))
    return _block(f"type {label} @node(labels: {labels}) {checked}", lines)


def _fields(properties: Iterable[Property]) -> Iterator[str]:
    for each in properties:
        if each.kind in SCALARS and each.visibility == "public" and not each.formula:
            scalar = "ID" if each.name == "id" else SCALARS[each.kind]
            yield f"{each.name}: {scalar}{'!' * each.required}"


def _sides_of_all(carriers: Iterable[ElementType]) -> list[tuple[str, Side]]:
    """The sides that every one of some types has."""
    first, *others = (sides(each) for each in carriers)
    return [(name, side) for name, side in first.items() if all(each.get(name) == side for each in others)]


def _field(schema: Schema, name: str, side: Side, near: tuple[ElementType, ...]) -> str:
    connection = side.connection
    labels = covering(schema, dict.fromkeys(_far(connection, side, near)))
    target = labels[0] if len(labels) == 1 else schema.element.label
    said = [f'type: "{connection.type}"', f"direction: {'OUT' if side.outgoing else 'IN'}"]
    said.append(f'properties: "{_name(connection)}"')
    if connection.mutual:
        said.append("queryDirection: UNDIRECTED")
    return f"{name}: [{target}!]! @relationship({', '.join(said)})"


def _far(connection: ConnectionType, side: Side, near: tuple[ElementType, ...]) -> Iterator[ElementType]:
    for ends in connection.ends:
        if (side.outgoing or connection.mutual) and set(ends.sources) & set(near):
            yield from ends.targets
        if (not side.outgoing or connection.mutual) and set(ends.targets) & set(near):
            yield from ends.sources


def _properties(schema: Schema, connection: ConnectionType) -> str:
    return _block(
        f"type {_name(connection)} @relationshipProperties", _fields(schema.properties_of_connection(connection))
    )


def _block(head: str, lines: Iterable[str]) -> str:
    return "\n".join((f"{head} {{", *(f"  {line}" for line in lines), "}"))


def _name(connection: ConnectionType) -> str:
    return connection.type.title().replace("_", "") + "Properties"


if __name__ == "__main__":
    sys.stdout.write(type_definitions(SCHEMA, checked="--checked" in sys.argv))
