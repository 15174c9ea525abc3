"""What is charged to whom: findings about requests that cost less than the work they made."""

import asyncio
import time
from types import SimpleNamespace
from typing import Any

import pytest
from graphql import get_operation_ast, parse

from api.caller import rates as rates_module
from api.caller.account import Account
from api.caller.rates import Rates
from api.errors import RateLimited
from api.graphql.limits import Limits, TooComplex
from api.graphql.schema import GRAPHQL_SCHEMA
from api.graphql.windows import MAX_FIRST
from graph.admission import Reader
from graph.contract import price
from graph.contract.price import QUESTION
from graph.operations.all import OPERATIONS
from graph.settings import Settings
from tests.http.conftest import Serve
from tests.http.lines import websocket
from tests.http.test_limits import cost

LIBRARIES = "{ libraries(first: 9) { __typename } }"
NESTED = """query ($n: Int!) { libraries(first: $n) { nodes { places(first: $n) { nodes {
    located(first: $n) { nodes { id } } } } } } }"""


def remaining(answer: Any) -> int:
    return int(answer["extensions"]["cost"]["remaining"])


def test_c1_filters_are_charged_by_kind_and_nesting_and_by_how_often_they_are_gone_through() -> None:
    places = "{ places(first: 1, filter: %s) { %s } }"
    plain = cost(places % ("{}", "nodes { id }"))
    once = cost(places % ('{name: {contains: "zz"}}', "nodes { id }"))
    counted = cost(places % ('{name: {contains: "zz"}}', "nodes { id } totalCount"))
    assert (plain, once, counted) == (2, 2 + 10, 2 + 20)
    one = '{partOf: {none: {node: {name: {contains: "zz"}}}}}'
    two = f"{{parts: {{some: {{node: {one}}}}}}}"
    assert cost(places % (two, "totalCount")) > 3 * cost(places % (one, "totalCount")) > 3 * once


def test_c1_quantifiers_do_not_nest_without_end() -> None:
    filter_ = '{name: {contains: "zz"}}'
    for _ in range(4):
        filter_ = f"{{parts: {{single: {{node: {filter_}}}}}}}"
    with pytest.raises(TooComplex, match="quantifiers within one another 4, and at most 3"):
        cost(f"{{ places(filter: {filter_}) {{ totalCount }} }}")
    with pytest.raises(TooComplex, match="quantifiers"):
        cost("query ($f: PlaceFilter) { places(filter: $f) { totalCount } }", f=_quantified(4))


def _quantified(levels: int) -> dict[str, Any]:
    return {"parts": {"all": {"node": _quantified(levels - 1)}}} if levels else {}


def test_c1_facets_are_charged_each() -> None:
    facets = [cost(f"{{ libraries(first: 0) {{ facets {{ {names} }} }} }}") for names in (
        "kind(first: 0) { count }", "kind(first: 0) { count } regions(first: 0) { count }"
    )]  # fmt: skip
    assert facets == [1 + price.FACET, 1 + 2 * price.FACET]


def test_c1_numbers_that_are_summed_up_are_charged_each() -> None:
    """One number of a list costs a facet; one of the groups of a facet costs it once, however many groups there are."""
    one, by_group = (
        cost(f"{{ places(first: 0) {{ {fields} }} }}")
        for fields in (
            "aggregate { population { sum } averageAge { avg } }",
            "facets { level(first: 4) { count aggregate { population { sum } } } }",
        )
    )
    assert (one, by_group) == (1 + 2 * price.FACET, 1 + 2 * price.FACET + 4)


def test_c3_each_question_of_a_batch_is_charged(serve: Serve) -> None:
    client = serve(rate=10_000)
    question = {"for": "nobody", "topic": "nothing", "first": 100}
    before = remaining(client.post("/graphql", json={"query": LIBRARIES}).json())
    assert client.post("/v1/partners", json={"requests": [question] * 20}).status_code == 200
    spent = before - remaining(client.post("/graphql", json={"query": LIBRARIES}).json())
    beyond = spent - 20 * (QUESTION + 100) - 10  # statements that took longer than was paid for are settled too
    assert 0 <= beyond < QUESTION


def test_c4_the_log_costs_what_it_unpacks() -> None:
    assert cost("{ changes(first: 1) { nodes { id } } }") == price.LOG + 1
    sifted = '{ changes(first: 1, filter: {touching: ["nope"]}) { nodes { id } } }'
    assert cost(sifted) == price.LOG + price.SIFTING + 1
    assert OPERATIONS["changes"].price({"first": 1, "filter": {"touching": ["nope"]}}) == cost(sifted)


def test_c5_documents_over_a_websocket_are_charged_for_their_reading(serve: Serve) -> None:
    client = serve(rate=100)
    long = "{ " + " ".join(f"a{n}: __typename" for n in range(60)) + " }"
    assert "errors" in websocket(client, {"query": long})
    answer = client.post("/graphql", json={"query": "{ __typename }"})
    assert answer.status_code == 429 or remaining(answer.json()) < 50


def test_h6_each_event_is_charged_by_what_is_selected_in_it() -> None:
    limits = Limits(GRAPHQL_SCHEMA, Settings())
    for selected, expected in (("id", 1), ("element { shownOn(first: 50) { nodes { id } } }", 51)):
        text = f"subscription {{ changed {{ node {{ {selected} }} }} }}"
        document = parse(text)
        operation = get_operation_ast(document)
        assert operation
        assert limits.event_cost(document, operation, {}) == expected
        assert limits.cost(document, operation, {}) == price.LOG + (0 if expected == 1 else expected)


def test_m8_long_texts_are_charged_by_alias_too() -> None:
    assert cost("{ libraries(first: 10) { nodes { name } } }") == 11
    assert cost("{ libraries(first: 10) { nodes { a: description b: description } } }") == 11 + 20


def test_m9_first_counts_as_the_number_that_is_executed() -> None:
    assert cost('{ neighbourhood(of: "x", first: 500) { truncated } }') == QUESTION + 500
    assert cost('{ placeMap(place: "x", first: 500.0) { truncated } }') == QUESTION + 500
    assert cost("query ($n: Int!) { libraries(first: $n) { totalCount } }", n=100.0) == 1 + 100
    assert cost(f"{{ libraries(first: {10 * MAX_FIRST}) {{ totalCount }} }}") == 1 + MAX_FIRST, (
        "refused when it is bound"
    )


def test_a4_a_float_in_a_variable_counts_as_the_number_that_is_executed() -> None:
    for number in (100, 100.0):
        with pytest.raises(TooComplex, match="cost"):
            cost(NESTED, n=number)


def test_a_search_is_charged_by_its_words() -> None:
    one, eight = (cost(f'{{ search(query: "{q}", first: 1) {{ nodes {{ id }} }} }}') for q in ("a", "a b c d e f g h"))
    assert eight - one == 7 * price.WORD


async def test_what_took_longer_than_was_paid_for_is_charged_afterwards() -> None:
    async with Rates(Settings(rate=10_000)) as rates:
        async with Account(rates, Reader("a", 1.0)) as account:
            assert await account.charge(10) == 9_990
            account.reader.seconds = price.GRACE + 1
        assert await rates.charge("a", 0) == 10_000 - price.SECOND
        async with Account(rates, Reader("a", 1.0)) as account:
            await account.charge(10)
            account.reader.seconds = price.GRACE / 2
        assert await rates.charge("a", 0) == 10_000 - price.SECOND - 10


async def test_f14_a_clock_that_is_set_back_keeps_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.caller.rates._WINDOW", 1)
    async with Rates(Settings(rate=10)) as rates:
        await rates.charge("a", 10)
        now = time.time
        monkeypatch.setattr(time, "time", lambda: now() - 3600)
        with pytest.raises(RateLimited) as raised:
            await rates.charge("a", 1)
        assert raised.value.seconds == 1
        await asyncio.sleep(1.1)
        assert await rates.charge("a", 1) == 9


async def test_whoever_goes_on_asking_is_refused_more_slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []

    async def paused(seconds: float) -> None:
        pauses.append(seconds)

    monkeypatch.setattr(rates_module, "asyncio", SimpleNamespace(sleep=paused))  # others on the loop go on sleeping
    async with Rates(Settings(rate=1)) as rates:
        for _ in range(rates_module.PATIENCE + 2):
            with pytest.raises(RateLimited):
                await rates.charge("a", 2)
    assert pauses == [rates_module.PAUSE] * 2


@pytest.mark.parametrize("accept", ["application/json", "application/graphql-response+json"])
def test_f16_what_took_too_long_may_be_asked_again(serve: Serve, seeded: None, accept: str) -> None:
    client = serve(read_timeout=0.01, rate=0)
    siblings = '{partOf: {single: {node: {parts: {all: {node: {partOf: {some: {node: {name: {contains: "e"}}}}}}}}}}}'
    query = f'{{ places(filter: {{and: [{{within: "cz"}}, {siblings}]}}) {{ totalCount }} }}'
    answer = client.post("/graphql", json={"query": query}, headers={"Accept": accept})
    assert answer.json()["errors"][0]["extensions"]["code"] == "DATABASE_TIMEOUT"
    assert (answer.status_code, bool(answer.headers.get("Retry-After"))) == (503, True)
