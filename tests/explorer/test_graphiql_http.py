"""GraphiQL over HTTP: who gets it, what it may do, and that its examples have answers."""

import re
from typing import Any

import httpx
import pytest
from graphql import get_introspection_query

from api.explorer.build import current
from api.graphql.examples import examples
from api.wire.media import wanted

HTML = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}

needs_build = pytest.mark.skipif(current() is None, reason="the explorer is not built (make explorer)")


@pytest.fixture(autouse=True)
def built() -> None:
    """Most of this needs no build."""


def _ask(client: httpx.Client, query: str, **more: Any) -> Any:
    return client.post("/graphql", json={"query": query, **more}, timeout=120).json()


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (HTML["Accept"], True),
        ("text/html", True),
        ("TEXT/HTML; charset=utf-8", True),
        ("text/html;q=0.5, application/json;q=0.4", True),
        ("application/json, text/html;q=0.9", False),
        ("application/graphql-response+json, text/html;q=0.1", False),
        ("text/html;q=0", False),
        ("text/html;q=many", False),
        ("*/*", False),
        ("application/json", False),
        ("", False),
    ],
)
def test_page_is_for_those_who_ask_for_html(accept: str, expected: bool) -> None:
    assert wanted(accept) is expected


@needs_build
@pytest.mark.parametrize("query", [{}, {"query": "{ __typename }"}])
def test_browser_gets_graphiql_at_deep_links_too(client: httpx.Client, query: dict[str, str]) -> None:
    answer = client.get("/graphql", params=query, headers=HTML)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "GraphQL" in answer.text
    assert "Accept" in answer.headers["vary"]


@pytest.mark.parametrize("accept", ["application/json", "*/*"])
def test_others_get_json(client: httpx.Client, accept: str) -> None:
    answer = client.get("/graphql", params={"query": "{ __typename }"}, headers={"Accept": accept})
    assert answer.json()["data"] == {"__typename": "Query"}
    assert client.get("/graphql", headers={"Accept": accept}).headers["content-type"] == "application/json"


@needs_build
def test_graphiql_may_load_nothing_from_elsewhere(client: httpx.Client) -> None:
    answer = client.get("/graphql", headers=HTML)
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";"))
    assert policy["default-src"] == policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == policy["connect-src"] == "'self'"
    assert not re.search(r"unsafe|https?:|\*", answer.headers["content-security-policy"])
    assert re.findall(r"<script(?![^>]*src=)", answer.text) == []


def test_without_a_build_a_browser_is_told_so(client: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.explorer.view.current", lambda: None)
    answer = client.get("/graphql", headers=HTML)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "3")


def _nonempty(value: Any) -> bool:
    if isinstance(value, dict):
        return any(_nonempty(part) for key, part in value.items() if key != "totalCount")
    if isinstance(value, list):
        return any(map(_nonempty, value))
    return value is not None


@pytest.mark.parametrize("name", examples())
def test_example_has_an_answer(client: httpx.Client, seeded: None, name: str) -> None:
    answer = _ask(client, examples()[name])
    assert "errors" not in answer
    assert all(_nonempty(root) for root in answer["data"].values())


@pytest.mark.parametrize("language", ["CS", "EN"])
def test_first_example_speaks_both_languages(client: httpx.Client, seeded: None, language: str) -> None:
    answer = _ask(client, examples()["partners"], variables={"language": language})
    texts = [e["text"] for edge in answer["data"]["potentialPartners"]["edges"] for e in edge["evidence"]]
    assert texts
    assert ("pořádá" in " ".join(texts)) is (language == "CS")


def test_graphiql_gets_the_schema_it_asks_for(client: httpx.Client) -> None:
    query = get_introspection_query(input_value_deprecation=True)
    answer = _ask(client, query, operationName="IntrospectionQuery")
    assert "errors" not in answer
    names = {kind["name"] for kind in answer["data"]["__schema"]["types"]}
    assert {"Query", "Library", "PotentialPartnerConnection", "Language"} <= names
