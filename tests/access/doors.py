"""Every way to ask for something, as requests; what is asked for derives from the schema where it can."""

from collections.abc import Container, Iterator, Mapping
from itertools import product
from typing import Any, NamedTuple
from urllib.parse import urlencode

import orjson
from graphql import GraphQLInterfaceType, GraphQLObjectType, get_named_type, is_leaf_type, is_required_argument

from api.graphql.operations import BY_FIELD
from api.graphql.schema import GRAPHQL_SCHEMA
from graph.formats.writers.registry import WRITERS
from graph.questions.named import QUESTIONS, Named
from graph.schema import SCHEMA
from tests.access.hidden import IDS


class Request(NamedTuple):
    """One request: a query, or an address of REST, with a body if that is posted to."""

    query: str = ""
    variables: Mapping[str, Any] = {}
    address: str = ""
    body: Mapping[str, Any] | None = None


assert GRAPHQL_SCHEMA.query_type
QUERY = GRAPHQL_SCHEMA.query_type


def _of_levels(name: str) -> tuple[str, ...]:
    return tuple(f"{name}{level}" for level in ("", "-mmm", "-ppp"))


def parts(type_: Any, depth: int, skipped: Container[str] = (), counted: set[str] | None = None) -> Iterator[str]:
    """What can be selected of a type: its own values, and those of what it leads to, so many elements away.

    Histories have a door of their own. Facets are planned for long, so of each type they are selected once in ``counted``.
    """
    counted = set() if counted is None else counted
    for name, field in type_.fields.items():
        inner = get_named_type(field.type)
        if any(is_required_argument(argument) for argument in field.args.values()):
            continue
        if name == "history" or name in skipped or (name == "facets" and inner.name in counted):
            continue
        if name == "facets":
            counted.add(inner.name)
        if is_leaf_type(inner):
            yield name
        elif name == "nodes" and "edges" in type_.fields:
            yield "nodes { id }"  # those of the edges, and planning takes its time
        elif depth and isinstance(inner, GraphQLObjectType | GraphQLInterfaceType):
            is_element = "id" in inner.fields and "name" in inner.fields
            yield f"{name} {{ {selection(inner, depth - is_element, counted)} }}"


def selection(type_: Any, depth: int, counted: set[str] | None = None) -> str:
    """All parts of a type."""
    return " ".join(("__typename", *parts(type_, depth, (), counted)))


INTERFACES = [
    type_
    for type_ in GRAPHQL_SCHEMA.type_map.values()
    if isinstance(type_, GraphQLInterfaceType) and {"id", "name"} <= type_.fields.keys()
]
"""Of elements of several types."""

ALL_IDS = orjson.dumps(IDS).decode()


def edges() -> Iterator[Request]:
    """All connections of all elements, from both sides, with totals: each at the widest type that has it."""
    counted: set[str] = set()
    for type_ in (*INTERFACES, *(GRAPHQL_SCHEMA.type_map[element.label] for element in SCHEMA.elements)):
        assert isinstance(type_, GraphQLInterfaceType | GraphQLObjectType)
        wider = {name for interface in type_.interfaces for name in interface.fields}
        for some in batched(list(parts(type_, 1, wider, counted)), 8):
            yield Request(f"{{ nodes(ids: {ALL_IDS}) {{ __typename ... on {type_.name} {{ {' '.join(some)} }} }} }}")


def batched(listed: list[str], size: int) -> Iterator[list[str]]:
    """So many at a time, for one request may not ask for everything."""
    yield from (listed[begin : begin + size] for begin in range(0, len(listed), size))


def fragments() -> Iterator[Request]:
    """Two elements away, through fragments on types and traits."""
    named = "... on Library { name private } ... on Community { name private }"
    inner = (
        f"activities {{ totalCount edges {{ note private node {{ participants {{ nodes {{ {named} }} }} ...F }} }} }}"
    )
    fragment = "fragment F on Element { id name visibility description }"
    for id_ in IDS:
        yield Request(
            f'{{ node(id: "{id_}") {{ ... on Element {{ ...F }} ... on Library {{ {inner} }} }} }} {fragment}'
        )


def single() -> Iterator[Request]:
    """One element at a time, by id and by other identifiers, under aliases."""
    for element in SCHEMA.elements:
        asked = " ".join(f'a{n}: {element.singular}(id: "{id_}") {{ id name }}' for n, id_ in enumerate(IDS[:6]))
        yield Request(f"{{ {asked} }}")
        yield Request(f"{{ {asked.replace('a0:', 'b0:')} }}")
    for id_ in IDS:
        yield Request(
            "query($id: ID!) { node(id: $id) { __typename ... on Element { id name private } } }", {"id": id_}
        )
    for ico in ("00064581", "00287351", "26520559", "70947422", "00094943", "00567914"):
        yield Request(f'{{ organization(ico: "{ico}") {{ id name }} library(ico: "{ico}") {{ id name private }} }}')
    for code in ("CZ", "CZ-mmm", "CZ-ppp"):
        yield Request(f'{{ place(code: "{code}") {{ id name }} }}')


def lists() -> Iterator[Request]:
    """Lists of everything, with totals and facets."""
    for element in SCHEMA.elements:
        made = GRAPHQL_SCHEMA.type_map[f"{element.label}Connection"]
        assert isinstance(made, GraphQLObjectType)
        facets = (
            f"facets {{ {selection(get_named_type(made.fields['facets'].type), 1)} }}"
            if "facets" in made.fields
            else ""
        )
        yield Request(f"{{ {element.plural}(first: 50) {{ totalCount nodes {{ id name private }} {facets} }} }}")


QUANTIFIERS = ("some", "none", "all", "single")


def filters() -> Iterator[Request]:
    """Filters that ask about what is hidden: at the root, nested, by all quantifiers, on connections, by place."""
    hidden = [id_ for id_ in IDS if id_.endswith(("mmm", "ppp"))]
    given: dict[str, Any]
    for element in SCHEMA.elements:
        name = f"{element.plural}(first: 50, filter: $f) {{ totalCount nodes {{ id }} }}"
        label = "AnyOrganization" if element.label == "Organization" else element.label
        query = f"query($f: {label}Filter) {{ {name} }}"
        for given in (
            {"id": {"in": IDS}},
            {"id": {"in": hidden}},
            {"name": {"startsWith": ""}, "visibility": {"eq": "PRIVATE"}},
            {"name": {"startsWith": ""}, "not": {"visibility": {"eq": "PUBLIC"}}},
        ):
            yield Request(query, {"f": given})
    wanted = ["mmm", "ppp"]
    activities = (
        "query($f: ActivityFilter) { activities(filter: $f) { totalCount nodes { id } facets { topics { count } } } }"
    )
    libraries = "query($f: LibraryFilter) { libraries(filter: $f) { totalCount nodes { id } } }"
    everything = {"name": {"startsWith": ""}}
    for quantifier, mark in product(QUANTIFIERS, wanted):
        for condition in ({"id": {"eq": f"topic-{mark}"}}, {"name": {"contains": mark}}):
            yield Request(activities, {"f": {**everything, "topics": {quantifier: {"node": condition}}}})
        deep = {"node": {"topics": {quantifier: {"node": {"name": {"contains": mark}}}}}}
        yield Request(libraries, {"f": {**everything, "activities": {"some": deep}}})
        yield Request(libraries, {"f": {**everything, "activities": {quantifier: {"note": {"contains": mark}}}}})
        yield Request(libraries, {"f": {**everything, "not": {"activities": {quantifier: deep}}}})
    for mark in wanted:
        inner = {"node": {"id": {"eq": f"activity-{mark}"}}}
        yield Request(libraries, {"f": {"activities": {"some": inner}}})
        for side in ("note", "node"):
            given = {"note": {"contains": mark}} if side == "note" else {"node": {"name": {"contains": mark}}}
            query = 'query($f: %s) { library(id: "library") { activities(filter: $f) { totalCount nodes { id } } } }'
            yield Request(query % _filter_of("Library", "activities"), {"f": given})
    for place in ("place", "place-mmm", "place-ppp", "hamlet"):
        yield Request(libraries, {"f": {"within": place}})
        yield Request(libraries, {"f": {**everything, "not": {"within": place}}})
        yield Request(libraries, {"f": {"near": {"place": place, "km": 20}}})
        near = "query($f: AnyOrganizationFilter) { organizations(filter: $f) { totalCount nodes { id } facets { regions { count } } } }"
        yield Request(near, {"f": {"within": place}})
        yield Request(near, {"f": {"near": {"latitude": 50.08, "longitude": 14.42, "km": 20}}})
        yield Request("query($f: PlaceFilter) { places(filter: $f) { nodes { id } } }", {"f": {"within": place}})


def _filter_of(label: str, name: str) -> str:
    type_ = GRAPHQL_SCHEMA.type_map[label]
    assert isinstance(type_, GraphQLObjectType)
    return str(get_named_type(type_.fields[name].args["filter"].type))


ORDERS = ("NAME", "CREATED", "UPDATED")
DIRECTIONS = ("ASC", "DESC")
PAGE = "pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor node { id } }"


def orders() -> Iterator[Request]:
    """Lists in every order, from both ends, and those of one element."""
    for plural, order, direction, end in product(("libraries", "places"), ORDERS, DIRECTIONS, ("first", "last")):
        yield Request(f"{{ {plural}({end}: 2, orderBy: {order}_{direction}) {{ {PAGE} }} }}")
    for order, direction, end in product((*ORDERS, "SINCE"), DIRECTIONS, ("first", "last")):
        listed = f"activities({end}: 2, orderBy: {order}_{direction}) {{ {PAGE} }}"
        yield Request(f'{{ library(id: "library") {{ {listed} }} }}')


def pages(cursors: list[tuple[str, str]]) -> Iterator[Request]:
    """On from cursors that somebody else got, at elements that the asker may not see."""
    for (plural, cursor), (argument, size) in product(cursors, (("after", "first"), ("before", "last"))):
        yield Request(f'{{ {plural}({size}: 2, {argument}: "{cursor}") {{ totalCount {PAGE} }} }}')


def searches() -> Iterator[Request]:
    """Words, identifiers and parts of what is hidden."""
    query = "query($q: String!) { search(query: $q, first: 50) { nodes { id name } edges { score } } }"
    for words in ("mmm", "ppp", "Knihovna ppp", "Kavárna", "library-ppp", "26520559", "Popis", "tajná", "Kraj"):
        yield Request(query, {"q": words})
        yield Request("query($q: String!) { search(query: $q, first: 2) { nodes { id } } }", {"q": words})
        yield Request("query($q: String!) { organizations(search: $q) { totalCount nodes { id name } } }", {"q": words})
        yield _rest("search", query=words, first=50)


def neighbourhoods() -> Iterator[Request]:
    for id_ in IDS:
        yield _rest("neighbourhood", of=id_, depth=3)
        shown = "nodes { id name } edges { link from to } truncated"
        yield Request(f'{{ neighbourhood(of: "{id_}", first: 5) {{ {shown} }} }}')


PAIRS = list(product(("library", "library-far", "library-ppp", "organization-lost"), ("topic", "topic-ppp", "hamlet", "activity-mmm")))  # fmt: skip


def paths() -> Iterator[Request]:
    for start, end in PAIRS:
        yield _rest("paths", **{"from": start, "to": end, "first": 1})
        yield Request(
            f'{{ paths(from: "{start}", to: "{end}", first: 1) {{ paths {{ text path {{ link from {{ elementId }} }} }} }} }}'
        )


def whole() -> Iterator[Request]:
    """Each element by itself."""
    yield from (Request(address=f"/v1/elements/{id_}") for id_ in IDS)


def exports() -> Iterator[Request]:
    """Everything and parts of it in every format, and each map as Kumu reads it."""
    yield from (_rest("export", format=writer.name) for writer in WRITERS if writer.is_text)
    for id_ in IDS:
        yield Request(address=f"/v1/maps/{id_}.kumu.json")
        yield _rest("export", neighbourhood=id_, steps=3)
        yield _rest("export", within=id_, search="Knihovna")


def many_paths() -> Iterator[Request]:
    """As many as there may be."""
    for start, end in product(("library", "library-far"), ("topic", "hamlet")):
        yield _rest("paths", **{"from": start, "to": end, "first": 20})


def similar() -> Iterator[Request]:
    for id_ in ("library", "library-far", "library-mmm", "library-ppp", "nobody"):
        yield _rest("similar-libraries", to=id_)
        yield Request(f'{{ similarLibraries(to: "{id_}") {{ score library {{ id name }} shared {{ id name }} }} }}')


def partners() -> Iterator[Request]:
    for asker, topic in product(
        ("library", "library-far", "library-ppp", "nobody"), ("topic", "topic-mmm", "topic-ppp")
    ):
        yield _rest("partners", **{"for": asker, "topic": topic, "includeKnown": "true", "first": 50})
        shown = "nodes { id name } edges { score signals { signal value } evidence { text } known unknown { text } url sources propose { text } }"
        yield Request(f'{{ potentialPartners(for: "{asker}", topic: "{topic}") {{ {shown} }} }}')
    batch = [{"for": asker, "topic": "topic", "includeKnown": True} for asker in ("library", "library-ppp", "nobody")]
    yield Request(address="/v1/partners", body={"requests": batch})


VALUES: Mapping[str, Mapping[str, tuple[Any, ...]]] = {
    "aboutTopic": {"topic": ("topic", "topic-mmm", "topic-ppp")},
    "connectors": {"one": ("library", "place"), "other": ("topic", "organization-ppp")},
    "duplicates": {"minScore": (0.5,), "of": (None, "library", "library-ppp"), "sequence": (None, 1)},
    "founderBrief": {"library": ("library", "library-ppp", "library-far")},
    "feedback": {"for": ("library", "library-ppp"), "topic": (None, "topic-mmm")},
    "funnel": {"for": (None, "library-ppp")},
    "gaps": {"place": ("place", "place-mmm", "hamlet")},
    "pins": {"within": (None, "place", "place-mmm")},
    "placeMap": {"place": ("place", "croft"), "topics": (None, ("topic",), _of_levels("topic"))},
    "resourcesNearby": {"near": ("library", "library-lone"), "resource": ("resource", "resource-mmm"), "km": (50,)},
    "sourcesOf": {"of": tuple(IDS)},
    "socialServices": {"targetGroup": ("targetgroup", "targetgroup-ppp"), "place": (None, "place")},
    "unconfirmed": {"of": ("library", "place", "library-ppp", "place-mmm"), "since": (None, "2999")},
    "visibility": {"of": ("library", "place", "topic-mmm")},
    "whyNot": {"for": ("library",), "topic": ("topic", "topic-mmm"), "of": ("library-far", "library-ppp")},
}
"""What named questions are asked with that have no door of their own, by field."""


def named() -> Iterator[Request]:
    """The questions by name that have no door of their own, about every element that they can be about."""
    yield Request(address="/v1/queries/elements", body={"ids": list(IDS)})
    for name, question in QUESTIONS.items():
        about = next((parameter for parameter in question.parameters if parameter.of), None)
        if not question.answers and about:
            for id_ in IDS:
                yield Request(address=f"/v1/queries/{name}", body=_whole(question, about.name, id_))
    yield Request(address="/v1/queries/topics_overview", body={})


def _whole(question: Named, about: str, id_: str) -> dict[str, Any]:
    more = {"topic": "topic", "includeKnown": True, "includeClosed": True, "since": "2999"}
    taken = {parameter.name for parameter in question.parameters}
    return {name: value for name, value in more.items() if name in taken} | {about: id_}


def _named(type_: Any) -> str:
    return "{ id name }" if {"id", "name"} <= type_.fields.keys() else f"{{ {selection(type_, 1)} }}"


def questions() -> Iterator[Request]:
    """Every combination of values, over REST and GraphQL, with all that they tell, of elements their names."""
    for name, values in VALUES.items():
        field = QUERY.fields[name]
        columns = {n: get_named_type(c.type) for n, c in get_named_type(field.type).fields.items()}
        shown = " ".join(n if is_leaf_type(type_) else f"{n} {_named(type_)}" for n, type_ in columns.items())
        declared = ", ".join(f"${argument}: {field.args[argument].type}" for argument in values)
        given = ", ".join(f"{argument}: ${argument}" for argument in values)
        for combination in product(*values.values()):
            chosen = {key: value for key, value in zip(values, combination, strict=True) if value is not None}
            yield _rest(BY_FIELD[name].address.removeprefix("/v1/"), **chosen)
            yield Request(f"query ({declared}) {{ {name}({given}) {{ {shown} }} }}", chosen)


def _rest(name: str, **values: Any) -> Request:
    return Request(address=f"/v1/{name}?{urlencode(values, doseq=True)}")


def assistants() -> Iterator[Request]:
    """What assistants ask: tools, operations by name, and resources; what they may run depends on the role by itself."""
    for id_ in IDS:
        yield _tool("get_element", id=id_)
        yield _tool("run_operation", name="neighbourhood", parameters={"of": id_, "depth": 3})
        yield _asked("resources/read", uri=f"spojenci://elements/{id_}")
    for words in ("mmm", "ppp", "Knihovna ppp"):
        yield _tool("search", query=words, first=50)
    for asker, topic in product(("library", "library-ppp"), ("topic", "topic-ppp")):
        yield _tool("potential_partners", **{"for": asker, "topic": topic, "includeKnown": True, "first": 50})


def _tool(name: str, /, **given: Any) -> Request:
    return _asked("tools/call", name=name, arguments=given)


def _asked(method: str, **params: Any) -> Request:
    return Request(address="/mcp", body={"jsonrpc": "2.0", "id": 1, "method": method, "params": params})


CHANGE = "id by note subject { elementId from to } element { id name } before after"


def log() -> Iterator[Request]:
    """The log: the feed, the history of each element from outside and on it, open proposals."""
    yield Request(f"{{ changes(first: 100) {{ nodes {{ {CHANGE} }} }} }}")
    yield Request(f"{{ changes(first: 100, filter: {{touching: {ALL_IDS}}}) {{ nodes {{ {CHANGE} }} }} }}")
    yield Request(f"{{ proposals {{ nodes {{ sequence by changes {{ {CHANGE} }} }} }} }}")
    yield _rest("changes", first=100)
    yield _rest("changes", **{"first": 100, "filter.touching": IDS})
    yield _rest("proposals")
    entries = f"sequence note records changes {{ {CHANGE} }}"
    yield Request(f"{{ writes(first: 100) {{ nodes {{ by {entries} }} }} }}")
    yield Request(f"{{ writes(first: 100, filter: {{touching: {ALL_IDS}}}) {{ nodes {{ {entries} }} }} }}")
    yield _rest("writes", first=100)
    yield _rest("writes", **{"first": 100, "filter.touching": IDS})
    for sequence in range(1, 9):
        yield Request(f"{{ writeEntries(sequence: {sequence}, first: 100) {{ nodes {{ {CHANGE} }} }} }}")
        yield _rest("write-entries", sequence=sequence, first=100)
    yield Request("{ mismatches { nodes { id property here there subject { elementId } } } }")
    yield _rest("mismatches")
    yield _rest("mismatches.csv", source="register")
    yield _rest("mismatches.xlsx", source="register")
    yield Request("{ webhooks { id url } webhookDeliveries { nodes { id } } }")
    yield _rest("webhooks")
    yield _rest("webhook-deliveries")
    yield Request("{ imports { nodes { id file report { source } } } importMeanings { name } }")
    yield Request('{ importJob(id: "nobody") { id } }')
    for address in ("imports", "import-meanings", "import-job?id=nobody", "import-page?id=nobody"):
        yield Request(address=f"/v1/{address}")
    yield Request("{ me { name role library } }")
    yield _rest("me")
    yield _rest("keeper-links")
    yield Request("{ keeperLinks { name library { id name } state issued expires used } }")
    for id_ in IDS:
        yield Request(f'{{ history(of: "{id_}", first: 100) {{ nodes {{ {CHANGE} }} }} }}')
        yield _rest("history", of=id_, first=100)
        own = f"history(first: 100) {{ totalCount nodes {{ {CHANGE} }} }}"
        yield Request(f'{{ node(id: "{id_}") {{ ... on Element {{ {own} }} }} }}')


MARKER = "the-last-one"


def live(cursor: str) -> Request:
    """All changes after a cursor, over a stream of events."""
    query = f"subscription ($after: String) {{ changed(after: $after) {{ node {{ {CHANGE} }} }} }}"
    return Request(query, {"after": cursor})


def told_live(number: int) -> Iterator[Request]:
    """Changes of what only some may see, and of its connections to what all may; then one that all may see."""
    for level in ("-mmm", "-ppp"):
        given = {"id": f"library{level}", "description": f"{level} {number}"}
        yield Request(
            "mutation ($i: [LibraryUpdateInput!]!) { updateLibraries(input: $i) { errors { message } } }",
            {"i": [given]},
        )
        ends = {"from": "library", "to": f"activity{level}", "note": f"{level} {number}"}
        yield Request(
            "mutation ($i: [ConnectionInput!]!) { updateConnections(input: $i) { errors { message } } }",
            {"i": [{"runs": ends}]},
        )
    yield Request(f'mutation {{ createTopics(input: [{{name: "{MARKER} {number}"}}]) {{ errors {{ message }} }} }}')


def writes(ids: list[str]) -> Iterator[Request]:
    """Changes that name what their author may not see, so that nothing comes of them."""
    for id_ in ids:
        label = next(e for e in SCHEMA.elements if e.label.lower() == id_.partition("-")[0])
        yield from _both(
            f"update{label.plural[0].upper()}{label.plural[1:]}", [{"id": id_, "name": "x", "ifVersion": 7}]
        )
        yield from _both(
            f"upsert{label.plural[0].upper()}{label.plural[1:]}", [{"id": id_, "name": "x", "ifVersion": 7}]
        )
        yield from _both("deleteElements", [{"id": id_}])
        yield _tool("propose", name="delete_elements", parameters={"input": [{"id": id_}]})
        deletion = {"name": "delete_elements", "parameters": {"input": [{"id": id_}]}}
        yield Request(address="/v1/atomic", body={"writes": [deletion]})
        yield from _both("connect", [{"shows": {"from": "map", "to": id_}}])
        yield from _both("disconnect", [{"link": "SHOWS", "from": "map", "to": id_}])
        yield from _both("confirm", [{"element": id_}])
        yield from _both("confirm", [{"connection": {"link": "SHOWS", "from": "map", "to": id_}}])
        yield from _both("createActivities", [{"name": "x", "organizers": [{"connect": id_}]}])
        for address, body in (
            ("merge", {"keep": id_, "gone": [id_.partition("-")[0]]}),
            ("split", {"of": id_, "name": "x", "move": []}),
            ("not-the-same", {"input": [{"one": id_, "other": id_.partition("-")[0]}]}),
        ):
            yield Request(address=f"/v1/{address}", body=body)
        for partners in ({"for": id_, "topic": "topic"}, {"for": "library", "topic": id_}):
            made = {"url": "https://example.org/hook", "event": "newPartners"} | partners
            yield Request(address="/v1/create-webhook", body=made)
        yield Request(address="/v1/issue-keeper-link", body={"library": id_})
        yield Request(address="/v1/make-map", body={"name": "x", "elements": [id_, "nobody"]})
        said = {"for": "library", "topic": "topic", "verdict": "useful"}
        yield Request(address="/v1/feedback", body={**said, "partner": id_})
    yield Request("mutation { withdraw(sequence: 1) { sequence errors { code message } } }")
    yield Request(address="/v1/withdraw", body={"sequence": 1})
    yield Request("mutation { undo(sequence: 1) { sequence errors { code message } } }")
    yield Request("mutation { review(sequence: 1, accept: true) { errors { code message } } }")
    yield Request(address="/v1/undo", body={"sequence": 1})
    yield Request('mutation { withdrawSource(source: "nobody") { sequence errors { code message } } }')
    yield Request(address="/v1/withdraw-source", body={"source": "nobody"})
    yield Request(address="/v1/draw-in", body={"address": "ftp://nobody.example"})
    yield Request('mutation { reclassify(kind: "x", label: TOPIC) { sequence errors { code message } } }')
    yield Request(address="/v1/reclassify", body={"kind": "x", "label": "Topic"})
    yield Request('mutation { settleMismatch(id: "x", verdict: MEANT_SO) { sequence errors { code message } } }')
    yield Request(address="/v1/settle-mismatch", body={"id": "x", "verdict": "MEANT_SO"})
    for name in ("delete-webhook", "rotate-webhook-secret", "retry-webhook", "retry-webhook-delivery"):
        yield Request(address=f"/v1/{name}", body={"id": "nobody"})
    yield Request(address="/v1/revoke-keeper-link", body={"name": "link-nobody"})
    yield Request(address="/v1/review", body={"sequence": 1, "accept": True})


def _both(name: str, rows: list[dict[str, Any]]) -> Iterator[Request]:
    """A write over GraphQL and over REST."""
    assert GRAPHQL_SCHEMA.mutation_type
    shown = "outcomes { status } elements { __typename } errors { code message path current { id name } }"
    type_ = GRAPHQL_SCHEMA.mutation_type.fields[name].args["input"].type
    yield Request(f"mutation ($input: {type_}) {{ {name}(input: $input) {{ {shown} }} }}", {"input": rows})
    yield Request(address=BY_FIELD[name].address, body={"input": rows})


DOORS = {
    "edges": edges,
    "whole": whole,
    "fragments": fragments,
    "single": single,
    "lists": lists,
    "filters": filters,
    "orders": orders,
    "search": searches,
    "neighbourhood": neighbourhoods,
    "paths": paths,
    "assistants": assistants,
    "exports": exports,
    "many paths": many_paths,
    "similar": similar,
    "partners": partners,
    "questions": questions,
    "questions by name": named,
}
"""Doors whose answers are those of a graph without what is hidden, by name."""
