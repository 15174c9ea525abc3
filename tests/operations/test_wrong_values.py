"""Values of wrong types that somebody wrote with plain Cypher: no read and no write fails over them, and the doctor tells of them."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from itertools import product
from typing import Any

import httpx
import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    get_named_type,
    is_leaf_type,
)

from api.graphql.schema import GRAPHQL_SCHEMA
from graph import keys
from graph.access import Role
from graph.exchange import importer
from graph.formats import registry
from graph.formats.writers.registry import WRITERS
from graph.schema import ACTIVITY, LIBRARY, PLACE, SCHEMA
from graph.settings import Settings
from graph.store import Endpoint, Store
from graph.upkeep import drift
from tests.access import doors as asking
from tests.api.conftest import GOLDEN
from tests.conftest import WIPE, Contents
from tests.operations.conftest import _flat
from tests.operations.damage import KINDS as VALUES
from tests.operations.damage import Damage
from tests.operations.test_doors import READING, _given
from tests.serving import on

assert GRAPHQL_SCHEMA.query_type
ROOT = GRAPHQL_SCHEMA.query_type.fields

Document = tuple[str, dict[str, Any]]
"""A document of GraphQL with its variables."""

IDS = ("knihovna", "obec", "kavarna", "pamet", "koruna", "prostor")

SEVERAL = (LIBRARY, ACTIVITY, PLACE)
"""Types that have properties of every kind together."""

DAMAGES = {
    "all properties": Damage(elements=True, connections=True),
    "properties of connections": Damage(connections=True),
    "statuses": Damage(connections=True, names=("status",)),
    "visibilities": Damage(elements=True, names=("visibility",)),
}

ROUNDS = [pytest.param(each, marks=[pytest.mark.slow] if each else []) for each in range(0, VALUES, 5)]


@pytest.fixture
def client(server: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server, timeout=60) as opened:
        yield opened


@pytest.fixture
def settle(endpoint: Endpoint, settings: Settings, contents: Contents, client: httpx.Client) -> Any:
    """Makes the golden graph with some damage in it, and a key that may do everything."""

    def make(damage: Damage, round_: int) -> None:
        contents.seed = False

        async def fill(store: Store) -> str:
            await store.command(WIPE)
            await importer.load(store, SCHEMA, registry.read(GOLDEN / "graph.jsonl"))
            await damage.do(store, round_)
            await store.read("CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()")
            return (await keys.create(store, "doors", Role.ADMIN, None, timedelta(days=1))).secret

        client.headers["Authorization"] = f"Bearer {on(endpoint, settings, fill)}"

    return make


def addresses() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every operation that reads, every export, and everything about some elements."""
    for operation in READING:
        if operation.name != "import_job":
            yield operation.address, _flat(_given(operation))
    for writer in WRITERS:
        yield "/v1/export", {"format": writer.name}
    yield "/v1/export", {"within": "koruna", "search": "Knihovna"}
    for id_ in IDS:
        yield f"/v1/elements/{id_}", {}
        yield f"/v1/maps/{id_}.kumu.json", {}
        yield "/v1/history", {"of": id_}
        yield "/v1/neighbourhood", {"of": id_, "depth": 3}


def selections() -> Iterator[Document]:
    """The golden documents, lists of every type with all that can be selected, and searches."""
    yield from ((path.read_text("utf-8"), {}) for path in sorted(GOLDEN.glob("*.graphql")))
    for element in SCHEMA.elements:
        fields = asking.parts(GRAPHQL_SCHEMA.type_map[element.label], 1)
        for some in asking.batched(list(fields), 4):
            yield f"{{ {element.plural}(first: 50) {{ totalCount nodes {{ __typename {' '.join(some)} }} }} }}", {}
    near = "near: {latitude: 50, longitude: 14, km: 1000}"
    for asked in (
        f"libraries(filter: {{{near}}})",
        f"places(filter: {{{near}}})",
        'libraries(filter: {within: "koruna"})',
    ):
        yield f"{{ {asked} {{ nodes {{ id name }} edges {{ distance }} }} }}", {}
    for words in ("Knihovna", "text", "2020", "1"):
        yield f'{{ search(query: "{words}") {{ edges {{ score node {{ ... on Element {{ id name }} }} }} }} }}', {}
        yield f'{{ libraries(search: "{words}") {{ nodes {{ id name }} }} }}', {}


def lists(plural: str) -> Iterator[Document]:
    """Lists of one type in all orders, through all filters, and what they sum up to."""
    page: Any = get_named_type(ROOT[plural].type)
    for name in sorted(page.fields.keys() & {"facets", "aggregate"}):
        selected = asking.selection(get_named_type(page.fields[name].type), 1)
        yield f"{{ {plural}(first: 50) {{ {name} {{ {selected} }} }} }}", {}
    orders: Any = get_named_type(ROOT[plural].args["orderBy"].type)
    for order in orders.values:
        if not order.startswith(("DISTANCE", "FIT")):
            yield f"{{ {plural}(first: 2, orderBy: [{order}]) {{ {asking.PAGE} }} }}", {}
    type_: Any = get_named_type(ROOT[plural].args["filter"].type)
    for given in filters(type_):
        yield f"query($f: {type_}) {{ {plural}(filter: $f) {{ totalCount nodes {{ id }} }} }}", {"f": given}


GIVEN = {
    "Int": 3,
    "Float": 3.5,
    "Boolean": True,
    "String": "a",
    "ID": "a",
    "Date": "2020",
    "DateTime": "2020-01-01T00:00:00Z",
}


def filters(type_: GraphQLInputObjectType) -> Iterator[dict[str, Any]]:
    """Each property of a type compared in each way."""
    for name, field in type_.fields.items():
        compared = get_named_type(field.type)
        if not isinstance(compared, GraphQLInputObjectType) or name in ("and", "or", "not", "near", "box"):
            continue
        for operator, argument in compared.fields.items():
            scalar = get_named_type(argument.type)
            value = next(iter(scalar.values)) if isinstance(scalar, GraphQLEnumType) else GIVEN.get(scalar.name)
            if value is not None and operator != "isNull":
                given = [value] if isinstance(argument.type, GraphQLList) else value
                yield {"id": {"in": list(IDS)}, name: {operator: given}}


def misfits(type_: Any, value: Any, path: str) -> Iterator[str]:
    """Where an answer is not what the schema promises."""
    if isinstance(type_, GraphQLNonNull):
        type_ = type_.of_type
        if value is None:
            yield f"{path} is null"
    if value is None:
        return
    if isinstance(type_, GraphQLList):
        for each in value if isinstance(value, list) else [value]:
            yield from misfits(type_.of_type, each, path)
    elif is_leaf_type(type_):
        if not (
            value in type_.values
            if isinstance(type_, GraphQLEnumType)
            else isinstance(value, KINDS.get(type_.name, object))
        ):
            yield f"{path}: {value!r} is no {type_}"
    else:
        fields = getattr(GRAPHQL_SCHEMA.type_map.get(value.get("__typename"), type_), "fields", {})
        for name in value.keys() & fields.keys():
            yield from misfits(fields[name].type, value[name], f"{path}.{name}")


KINDS: dict[str, Any] = dict.fromkeys(("String", "ID", "Date", "DateTime"), str)
KINDS |= {"Int": int, "Float": (int, float), "Boolean": bool}


def failing_addresses(client: httpx.Client) -> Iterator[str]:
    """What goes wrong over REST."""
    for address, given in addresses():
        answer = client.get(address, params=given)
        if answer.status_code >= 400 and answer.status_code != 404:
            yield f"{address} {given}: {answer.text}"


def failing_documents(client: httpx.Client, asked: Iterator[Document]) -> Iterator[str]:
    """What goes wrong over GraphQL, and what is answered that the schema does not promise."""
    for query, variables in asked:
        answered = client.post("/graphql", json={"query": query, "variables": variables}).json()
        if any(error["extensions"]["code"] != "NOT_FOUND" for error in answered.get("errors", ())):
            yield f"{query} {variables}: {answered['errors']}"
        for name, value in (answered.get("data") or {}).items():
            if name in ROOT:
                yield from misfits(ROOT[name].type, value, name)


PARTS: dict[str, Callable[[httpx.Client], Iterator[str]]] = {
    "addresses": failing_addresses,
    "selections": lambda client: failing_documents(client, selections()),
} | {
    each.plural: partial(lambda plural, client: failing_documents(client, lists(plural)), each.plural)
    for each in SEVERAL
}


def cases() -> Iterator[Any]:
    for (name, damage), part, round_ in product(DAMAGES.items(), PARTS, range(0, VALUES, 5)):
        is_quick = round_ == 0 and (part == "addresses" or (name == "all properties" and part == "libraries"))
        marks = [] if is_quick else [pytest.mark.slow]
        yield pytest.param(damage, PARTS[part], round_, id=f"{name}, {part}, {round_}", marks=marks)


@pytest.mark.parametrize(("damage", "part", "round_"), [*cases()])
def test_no_read_fails_over_them(
    settle: Any, client: httpx.Client, damage: Damage, part: Any, round_: int, caplog: pytest.LogCaptureFixture
) -> None:
    """Issue 16.1: a date as `until`, a number as `name` and the like were internal errors."""
    settle(damage, round_)
    found = []
    for failure in part(client):
        found.append(failure + "".join(f"\n  {e.exc_info[1]}" for e in caplog.records if e.exc_info))
        caplog.clear()
    assert not found, "\n".join(found)


WRITES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("update-libraries", {"input": [{"id": "knihovna", "description": "Nová"}]}),
    ("update-activities", {"input": [{"id": "kavarna", "results": "Mnoho", "since": "2018"}]}),
    ("update-places", {"input": [{"id": "koruna", "population": 5}]}),
    ("connect", {"input": [{"partnersWith": {"from": "knihovna", "to": "spolek"}}]}),
    ("confirm", {"input": [{"element": "knihovna"}]}),
    ("merge", {"keep": "knihovna", "gone": ["alfa-knihovna"], "dryRun": True}),
    ("merge", {"keep": "knihovna", "gone": ["knihovna-pobocka"]}),
    ("merge", {"keep": "pamet", "gone": ["zdravi"]}),
    ("reclassify", {"kind": "text 1", "label": "Topic"}),
    ("withdraw-source", {"source": "register", "dryRun": True}),
    ("make-map", {"name": "Mapa", "place": "koruna"}),
    ("delete-elements", {"input": [{"id": "kavarna"}]}),
    ("delete-elements", {"input": [{"id": "koruna"}]}),
)


@pytest.mark.parametrize("round_", ROUNDS)
def test_no_write_fails_over_them(
    settle: Any, client: httpx.Client, endpoint: Endpoint, settings: Settings, round_: int, caplog: Any
) -> None:
    settle(DAMAGES["all properties"], round_)
    found: list[tuple[object, ...]] = []
    for name, given in WRITES:
        answer = client.post(f"/v1/{name}", json=given)
        if answer.is_success and (sequence := answer.json().get("sequence")):
            undone = client.post("/v1/undo", json={"sequence": sequence})
            found += [(name, "undone", undone.text)] if undone.status_code >= 500 else []
        found += [(name, answer.status_code, answer.text)] if answer.status_code >= 500 else []
    told = "".join(f"\n  {each.exc_info[1]}" for each in caplog.records if each.exc_info)
    assert not found, f"{found}{told}"
    on(endpoint, settings, lambda store: importer.load(store, SCHEMA, registry.read(GOLDEN / "graph.jsonl")))


@pytest.mark.parametrize("round_", ROUNDS)
def test_the_doctor_tells_them_and_puts_right_what_it_can(
    settle: Any, client: httpx.Client, endpoint: Endpoint, settings: Settings, round_: int
) -> None:
    settle(DAMAGES["all properties"], round_)
    found = on(endpoint, settings, lambda store: drift.find(store, SCHEMA))
    assert found.adoptable and found.refused
    assert on(endpoint, settings, lambda store: drift.adopt(store, SCHEMA)).sequence
    left = on(endpoint, settings, lambda store: drift.find(store, SCHEMA))
    assert not left.adoptable, str(left)
    assert {each.place for each in left.refused} == {each.place for each in found.refused}
    assert not [*failing_addresses(client)]
