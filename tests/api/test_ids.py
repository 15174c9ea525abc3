"""What clients keep by `id` is one thing: a field of that name is globally unique, or is called something else."""

import pytest
from graphql import GraphQLInterfaceType, GraphQLObjectType, get_named_type

from api.graphql.schema import GRAPHQL_SCHEMA

APART = {
    "Change": "its place in the log, which no other change has",
    "CancelImportPayload": "that of its import",
    "DrawInPayload": "that of its import",
    "ImportJob": "made at random, of no element of the map",
    "MakeMapPayload": "that of its map, which may be proposed",
    "Mismatch": "made of what differs and who says otherwise, which no other has",
    "Webhook": "made at random, of no element of the map",
    "WebhookDelivery": "the id of the message, which its receiver knows too",
    "WebhookPayload": "that of its webhook",
    "WebhookSecret": "that of its webhook",
}
"""Types with an `id` that are no Node, and why."""

TYPES = [
    type_ for type_ in GRAPHQL_SCHEMA.type_map.values() if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType)
]


@pytest.mark.parametrize("type_", [each for each in TYPES if "id" in each.fields], ids=lambda type_: type_.name)
def test_whatever_has_an_id_is_a_node(type_: GraphQLObjectType | GraphQLInterfaceType) -> None:
    nodes = {type_.name, *(interface.name for interface in type_.interfaces)}
    assert "Node" in nodes or type_.name in APART
    assert get_named_type(type_.fields["id"].type).name == "ID"


@pytest.mark.parametrize("name", ["StepEnd", "ChangeSubject", "ConnectedEdge", "PartnersWithAllyEdge"])
def test_what_is_no_node_calls_its_id_something_else(name: str) -> None:
    """Finding A5: caches took edges of one id for one edge, and merged an element with the end of a step."""
    type_ = GRAPHQL_SCHEMA.type_map[name]
    assert isinstance(type_, GraphQLObjectType | GraphQLInterfaceType)
    assert "id" not in type_.fields
