"""The thirteen tests of graphql-cop, and seven more attacks: refused with a typed error, or as cheap as any request."""

from typing import Any

import httpx
import pytest

from tests.http import attacks
from tests.http.attacks import Question

INVALID, TOO_COMPLEX, BAD_INPUT = "GRAPHQL_VALIDATION_FAILED", "QUERY_TOO_COMPLEX", "BAD_INPUT"

HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture(params=["development", "production"])
def either(request: pytest.FixtureRequest) -> httpx.Client:
    """A client of a server of each profile."""
    client: httpx.Client = request.getfixturevalue(request.param)
    return client


def _refused(answer: httpx.Response) -> dict[str, Any]:
    assert "data" not in answer.json()
    known: dict[str, Any] = answer.json()["errors"][0]["extensions"]
    return known


@pytest.mark.parametrize(
    ("question", "code", "place"),
    [
        (attacks.ALIASES, TOO_COMPLEX, "root fields"),
        (attacks.DIRECTIVES, TOO_COMPLEX, "directives at one place"),
        (attacks.DUPLICATES, TOO_COMPLEX, "pairs of like fields"),
        (attacks.CIRCULAR_INTROSPECTION, INVALID, None),
        ({"query": attacks.doubling(17)}, TOO_COMPLEX, "fields"),
        ({"query": attacks.doubling(50)}, TOO_COMPLEX, "fields"),
        (attacks.CIRCULAR_FRAGMENTS, INVALID, None),
        ({"query": attacks.deep(100)}, TOO_COMPLEX, "nesting"),
        ({"query": attacks.deep(1000)}, TOO_COMPLEX, None),
        (attacks.NESTED_DUPLICATES, TOO_COMPLEX, None),
        (attacks.EXPENSIVE, TOO_COMPLEX, "cost"),
        (attacks.MANY_OPERATIONS, INVALID, None),
    ],
    ids=lambda value: str(value)[:60],
)
def test_an_attack_is_refused_in_both_profiles(
    either: httpx.Client, question: Question, code: str, place: str | None
) -> None:
    answer = either.post("/graphql", json=question)
    known = _refused(answer)
    assert (known["code"], known.get("place")) == (code, place)


def test_aliases_below_the_root_are_bounded_too(either: httpx.Client) -> None:
    aliases = " ".join(f"a{n}: id" for n in range(101))
    answer = either.post("/graphql", json={"query": f"{{ library(id: 1) {{ {aliases} }} }}"})
    assert _refused(answer)["place"] == "aliases"


def test_an_array_of_operations_is_no_request(either: httpx.Client) -> None:
    assert either.post("/graphql", json=[{"query": "{ __typename }"}] * 10).status_code == 400


def test_too_many_elements_are_refused(either: httpx.Client) -> None:
    answer = either.post("/graphql", json=attacks.UNBOUNDED).json()
    assert answer["data"] == {"libraries": None}
    assert answer["errors"][0]["extensions"] | {"requestId": ""} == {
        "code": BAD_INPUT,
        "place": "libraries.first",
        "requestId": "",
    }


def test_huge_variables_are_not_even_read(either: httpx.Client) -> None:
    assert either.post("/graphql", json=attacks.HUGE_VARIABLES).status_code == 413


def test_variables_that_nest_without_end_are_refused(either: httpx.Client) -> None:
    deep: Any = 1
    for _ in range(500):
        deep = {"not": deep}
    asked = {"query": "query ($f: LibraryFilter) { libraries(filter: $f) { totalCount } }", "variables": {"f": deep}}
    assert _refused(either.post("/graphql", json=asked))["place"] == "nesting of values"


@pytest.mark.parametrize(
    ("field", "in_production"),
    [("{ librari }", "Cannot query field 'librari' on type 'Query'."), ("{ library { librari } }", None)],
)
def test_only_development_suggests_names(
    development: httpx.Client, production: httpx.Client, field: str, in_production: str | None
) -> None:
    open_, closed = (c.post("/graphql", json={"query": field}).text for c in (development, production))
    assert "Did you mean" not in closed
    assert in_production is None or (in_production in closed and "Did you mean" in open_)


def test_only_development_tells_its_schema(development: httpx.Client, production: httpx.Client) -> None:
    answer = development.post("/graphql", json=attacks.INTROSPECTION).json()
    assert {"name": "Library"} in answer["data"]["__schema"]["types"]
    assert _refused(production.post("/graphql", json=attacks.INTROSPECTION))["code"] == INVALID
    assert "data" in production.post("/graphql", json={"query": "{ __typename }"}).json()


def test_only_development_has_a_page(development: httpx.Client, production: httpx.Client) -> None:
    assert "<html" in development.get("/graphql", headers=HTML).text
    answer = production.get("/graphql", headers=HTML)
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/json")


def test_production_answers_no_query_in_an_address(production: httpx.Client) -> None:
    answer = production.get("/graphql", params={"query": "{ __typename }"})
    assert answer.status_code == 400
    assert _refused(answer)["place"] == "graphql-require-preflight"


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "text/plain", "multipart/form-data"])
def test_a_form_is_no_request(either: httpx.Client, kind: str) -> None:
    answer = either.post("/graphql", content="query=%7B__typename%7D", headers={"Content-Type": kind})
    assert answer.status_code == 415


@pytest.mark.parametrize("header", ["x-apollo-tracing", "X-Debug", "X-Trace"])
def test_no_header_makes_it_tell_more(either: httpx.Client, header: str) -> None:
    answer = either.post("/graphql", json={"query": "{ __typename }"}, headers={header: "1"})
    assert answer.json()["extensions"].keys() == {"cost"}


@pytest.mark.parametrize(
    "query", ["qwerty cop { abc }", "{ library(id: {}) { id } }", "query { libraries(first: {a: 1}) }"]
)
def test_errors_tell_nothing_of_our_insides(either: httpx.Client, query: str) -> None:
    errors = either.post("/graphql", json={"query": query}).json()["errors"]
    for error in errors:
        assert error["extensions"].keys() <= {"code", "place", "requestId"}
        assert "Traceback" not in error["message"]
