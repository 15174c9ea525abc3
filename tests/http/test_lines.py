"""A GraphQL request is answered in the same way, whichever line it came by."""

from collections import Counter
from typing import Any

import httpx
import pytest

from tests.http.conftest import Serve
from tests.http.lines import LINES, Answer, Line
from tests.http.test_documents import INVALID, OTHER, persisted

pytestmark = pytest.mark.parametrize("line", LINES, ids=lambda line: line.__name__)

QUERY = {"query": "{ __typename }"}
FILTERED = "query ($filter: LibraryFilter) { libraries(filter: $filter) { totalCount } }"


def code(answer: Answer) -> str:
    assert answer.keys() == {"errors"}
    found: str = answer["errors"][0]["extensions"]["code"]
    return found


@pytest.mark.parametrize(
    "request_",
    [
        {"query": "{ librarie { id } }"},
        {"query": "{ libraries(frist: 1) { totalCount } }"},
        {"query": "{ libraries(orderBy: NAME_ACS) { totalCount } }"},
        {"query": "query ($filter: LibraryFilte) { libraries(filter: $filter) { totalCount } }"},
        {"query": FILTERED, "variables": {"filter": {"nam": {"eq": "a"}}}},
    ],
    ids=["field", "argument", "enum", "type", "variable"],
)
def test_only_development_suggests_names(
    development: httpx.Client, production: httpx.Client, line: Line, request_: dict[str, Any]
) -> None:
    open_, closed = (line(client, request_)["errors"][0]["message"] for client in (development, production))
    assert "Did you mean" in open_
    assert "Did you mean" not in closed


def test_reading_a_document_is_charged(serve: Serve, line: Line) -> None:
    client = serve()
    documents = ({"query": f"{{ nothing{number:02} }} #".ljust(15_000, "x")} for number in range(80))
    codes = Counter(code(line(client, document)) for document in documents)
    assert codes == {"GRAPHQL_VALIDATION_FAILED": 66, "RATE_LIMITED": 14}


def test_a_document_that_came_with_its_hash_is_known_by_it(serve: Serve, line: Line) -> None:
    client, by_hash = serve(), {"extensions": persisted(OTHER)}
    assert code(line(client, by_hash)) == "PERSISTED_QUERY_NOT_FOUND"
    assert line(client, {"query": OTHER} | by_hash)["data"] == {"__typename": "Query"}
    assert line(client, by_hash)["data"] == {"__typename": "Query"}
    line(client, {"query": INVALID, "extensions": persisted(INVALID)})
    assert code(line(client, {"extensions": persisted(INVALID)})) == "PERSISTED_QUERY_NOT_FOUND"


def test_the_cost_is_told(serve: Serve, line: Line) -> None:
    client = serve(rate=100)
    assert line(client, QUERY)["extensions"]["cost"] == {
        "requested": 1,
        "limit": 5000,
        "remaining": 98,
        "perMinute": 100,
    }
    assert line(client, QUERY)["extensions"]["cost"]["remaining"] == 97


def test_errors_have_the_id_of_their_request(development: httpx.Client, line: Line) -> None:
    ids = [line(development, {"query": "{"})["errors"][0]["extensions"]["requestId"] for _ in range(2)]
    assert len(set(ids)) == 2
    assert all(len(id_) == 32 for id_ in ids)


@pytest.mark.parametrize(("variables", "place"), [({"a": "x" * 16_376}, None), ({"a": "x" * 16_377}, "variables")])
def test_variables_are_bounded(
    development: httpx.Client, line: Line, variables: dict[str, str], place: str | None
) -> None:
    errors = line(development, QUERY | {"variables": variables}).get("errors", [])
    assert [error["extensions"].get("place") for error in errors] == ([place] if place else [])


@pytest.mark.parametrize("query", ["{", "{ nothing }", "subscription { nothing }", "query ($id: ID!) { __typename }"])
def test_what_cannot_be_executed_has_errors_and_no_data(development: httpx.Client, line: Line, query: str) -> None:
    assert code(line(development, {"query": query})) in ("GRAPHQL_VALIDATION_FAILED", "BAD_INPUT")


def test_a_request_without_a_document_is_refused(development: httpx.Client, line: Line) -> None:
    assert code(line(development, {})) == "BAD_INPUT"
