"""Every list of objects is a connection in Relay's sense, or says here why not."""

import re
from collections.abc import Iterator

from graphql import (
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLObjectType,
    get_named_type,
    get_nullable_type,
    is_introspection_type,
    is_leaf_type,
)

from api.graphql.schema import GRAPHQL_SCHEMA

EXCEPTIONS = {
    r"\w+Facets\.\w+": "groups of a list, the largest first: more of them is a larger `first`, and nothing comes after",
    r"Query\.nodes": "as many as the ids that are given, in their order",
    r"\w+Payload\.(elements|outcomes|errors)": "one for each item of the input, in its order",
    r"Query\.(webhooks|keeperLinks)": "a few dozen at most, for whoever looks after them",
    r"(WebhookSecret|IssuedKeeperLink|RevokedKeeperLink)\.errors": "what was wrong with one input",
    r"ImportReport\.\w+": "the first few hundred of each, with the number of all: the rest is mended in the file",
    r"(CancelImport|DrawIn|MakeMap)Payload\.errors": "what was wrong with one input",
    r"Query\.sourcesOf": "those of the connections that `first` asks for; whoever needs all of a hub exports",
    r"ImportMatch\.reasons": "as many as there are rules",
    r"Query\.importMeanings": "the model, as a whole",
    r"MergePayload\.conflicts|UndoPayload\.left|ReclassifyPayload\.unfit": "what one write could not do, told once with its answer",
    r"\w+Payload\.touched": "a hundred at most, for caches of clients; `touchedCount` tells of more",
    r"(Proposal|Write)\.changes": "the parts of one write, which mean something together alone",
    r"Query\.feedback": "a row for each suggestion to one ally that it spoke of; its topic narrows it",
    r"Query\.(connectors|gaps|resourcesNearby|similarLibraries|socialServices)": "the best few, by a score that "
    "changes with the map, so that no cursor would hold",
    r"(Neighbourhood|PlaceMap)\.(nodes|edges)": "one drawing, which `first` bounds as a whole; `truncated` tells of more",
    r"(Evidence|Paths)\.\w+": "a path is whole, and at most a few are told",
    r"(PotentialPartnerEdge|WhyNot|Duplicate)\.\w+": "the reasons for one row, as many as there are rules",
    r"(Connectors|FounderBrief|VisibilityInNumbers|Gaps|SimilarLibraries|SocialServices)\.\w+": "what a row is about, a few of each; the "
    "elements have connections of their own",
}


def _lists() -> Iterator[str]:
    for name, type_ in GRAPHQL_SCHEMA.type_map.items():
        if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType) and not is_introspection_type(type_):
            for field, definition in type_.fields.items():
                listed = isinstance(get_nullable_type(definition.type), GraphQLList)
                if listed and not is_leaf_type(get_named_type(definition.type)):
                    yield f"{name}.{field}"


def test_clients_every_list_is_a_connection_or_says_why_not() -> None:
    others = {name for name in _lists() if not re.fullmatch(r"\w+Connection\.(edges|nodes)", name)}
    excused = {reason: {name for name in others if re.fullmatch(reason, name)} for reason in EXCEPTIONS}
    assert others - set().union(*excused.values()) == set()
    assert [reason for reason, names in excused.items() if not names] == []
