"""What caches and clients may keep, what is packed, and the methods that every address has."""

import json
from collections.abc import Iterator

import httpx
import pytest

from api.explorer.build import current
from graph.settings import Settings
from graph.store import Endpoint
from tests.http import raw
from tests.http.conftest import Serve
from tests.http.lines import EVENTS
from tests.serving import served

QUERY = "{ __schema { types { name } } }"
ASKED = {"query": "{ __schema { types { name description } } }"}
PREFLIGHT = {"GraphQL-Require-Preflight": "1"}
GETS = [
    "/graphql?query={__typename}",
    "/v1/search?query=a",
    "/v1/changes",
    "/openapi.json",
    "/healthz",
    "/readyz",
]


@pytest.fixture(scope="module")
def free(endpoint: Endpoint, defaults: Settings) -> Iterator[httpx.Client]:
    """A client of a server without limits."""
    with served(defaults.model_copy(update={"rate": 0}), endpoint) as client:
        yield client


@pytest.mark.parametrize("path", [*GETS, "/nowhere", "/v1/search", "/metrics"])
def test_f5_an_answer_is_for_who_asked(free: httpx.Client, path: str) -> None:
    for headers in ({}, {"X-API-Key": "spj_wrong"}):
        answer = free.get(path, headers={**PREFLIGHT, **headers})
        assert answer.headers["Cache-Control"] == "private, no-cache"
        assert {"Authorization", "X-API-Key"} <= set(answer.headers["Vary"].split(", "))
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_f5_answers_to_post_are_for_who_asked(free: httpx.Client) -> None:
    for path, asked in (("/graphql", {"query": "{ __typename }"}), ("/v1/partners", {"requests": []})):
        answer = free.post(path, json=asked)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-cache")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_graphql_differs_by_what_is_accepted(free: httpx.Client) -> None:
    for headers in ({"Accept": "text/html"}, PREFLIGHT):
        answer = free.get("/graphql?query={__typename}", headers=headers)
        assert "Accept" in answer.headers["Vary"].split(", ")


def test_no_name_stands_twice_in_vary(free: httpx.Client) -> None:
    for path in (*GETS, "/icon.svg"):
        names = free.get(path, headers=PREFLIGHT).headers.get("Vary", "").split(", ")
        assert len(names) == len(set(names))


@pytest.mark.parametrize("path", GETS)
def test_every_get_has_a_tag_and_is_not_sent_again(free: httpx.Client, path: str) -> None:
    first = free.get(path, headers=PREFLIGHT)
    tag = first.headers["ETag"]
    for known in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
        again = free.get(path, headers={**PREFLIGHT, "If-None-Match": known})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["ETag"] == tag
        assert again.headers["Cache-Control"] == first.headers["Cache-Control"]
        assert set(again.headers["Vary"].split(", ")) == set(first.headers["Vary"].split(", "))
    assert free.get(path, headers={**PREFLIGHT, "If-None-Match": '"other"'}).status_code == 200


def test_the_page_is_not_sent_again(free: httpx.Client) -> None:
    if current() is None:
        pytest.skip("the explorer is not built (make explorer)")
    html = {"Accept": "text/html"}
    tag = free.get("/graphql", headers=html).headers["ETag"]
    assert free.get("/graphql", headers={**html, "If-None-Match": tag}).status_code == 304


def test_what_is_left_to_the_caller_makes_no_other_answer(serve: Serve) -> None:
    client = serve()
    first, second = (client.get("/graphql?query={__typename}", headers=PREFLIGHT) for _ in range(2))
    assert first.json() != second.json()
    assert first.headers["ETag"] == second.headers["ETag"]


def test_another_answer_has_another_tag(free: httpx.Client) -> None:
    queries = ("{__typename}", "{a:__typename}", "{node(id:1){id}}")
    tags = {free.get("/graphql", params={"query": query}, headers=PREFLIGHT).headers["ETag"] for query in queries}
    assert len(tags) == len(queries)


def test_errors_are_told_each_time(free: httpx.Client) -> None:
    for path in ("/graphql?query={nothing}", "/v1/search", "/nowhere"):
        assert free.get(path, headers={**PREFLIGHT, "If-None-Match": "*"}).status_code != 304


# -------------------------------------------------------------------------------------------------------------- packing


@pytest.mark.parametrize(
    ("accepted", "chosen"),
    [
        ("gzip", "gzip"),
        ("gzip, br", "br"),
        ("br;q=0, gzip", "gzip"),
        ("identity", None),
        ("deflate", None),
        ("gzip;q=0", None),
        ("*", "zstd"),
    ],
)
def test_f9_large_answers_are_packed(free: httpx.Client, accepted: str, chosen: str | None) -> None:
    for media in ("application/json", "application/graphql-response+json"):
        headers = {"Accept-Encoding": accepted, "Accept": media}
        with free.stream("POST", "/graphql", json=ASKED, headers=headers) as answer:
            content = b"".join(answer.iter_raw())
        assert answer.headers.get("Content-Encoding") == chosen
        assert int(answer.headers["Content-Length"]) == len(content)
        assert "Accept-Encoding" in answer.headers["Vary"].split(", ")
        plain = httpx.Response(200, headers=answer.headers, content=content).content
        assert chosen is None or len(plain) > 2 * len(content)
        assert json.loads(plain)["data"]


def test_small_answers_are_not_packed(free: httpx.Client) -> None:
    answer = free.post("/graphql", json={"query": "{ __typename }"}, headers={"Accept-Encoding": "gzip, br"})
    assert "Content-Encoding" not in answer.headers


def test_a_packed_answer_has_the_tag_of_the_plain_one(free: httpx.Client) -> None:
    plain, packed = (free.get("/openapi.json", headers={"Accept-Encoding": each}) for each in ("identity", "br"))
    assert packed.headers["Content-Encoding"] == "br"
    assert plain.headers["ETag"] == packed.headers["ETag"]
    assert plain.headers["ETag"].startswith("W/")
    known = {"Accept-Encoding": "br", "If-None-Match": packed.headers["ETag"]}
    assert free.get("/openapi.json", headers=known).status_code == 304


def test_streams_of_events_are_never_packed(free: httpx.Client) -> None:
    packing = {"Accept-Encoding": "gzip, br, zstd", **EVENTS}
    asked = {"query": "subscription { changed { cursor } }"}
    for stream in (
        free.stream("GET", "/v1/changed", headers=packing),
        free.stream("POST", "/graphql", json=asked, headers=packing),
        free.stream("POST", "/graphql", json=ASKED, headers=packing),
    ):
        with stream as answer:
            assert "Content-Encoding" not in answer.headers
            assert next(answer.iter_raw()).startswith((b":", b"event: next"))


# -------------------------------------------------------------------------------------------------------------- methods

ADDRESSES = {
    "/graphql": "GET, HEAD, OPTIONS, POST",
    "/v1/partners": "GET, HEAD, OPTIONS, POST",
    "/v1/paths": "GET, HEAD, OPTIONS",
    "/v1/changed": "GET, HEAD, OPTIONS",
    "/v1/undo": "OPTIONS, POST",
    "/healthz": "GET, HEAD, OPTIONS",
    "/openapi.json": "GET, HEAD, OPTIONS",
    "/": "GET, HEAD, OPTIONS",
}


@pytest.mark.parametrize(("path", "allowed"), ADDRESSES.items())
def test_options_tells_what_an_address_takes(free: httpx.Client, path: str, allowed: str) -> None:
    answer = free.options(path)
    assert (answer.status_code, answer.headers["Allow"], answer.content) == (204, allowed, b"")
    wrong = free.put(path)
    assert (wrong.status_code, wrong.headers["Allow"]) == (405, allowed)


def test_options_of_nothing_is_404(free: httpx.Client) -> None:
    assert free.options("/nowhere").status_code == 404


@pytest.mark.parametrize("path", [*GETS, "/", "/metrics", "/v1/search", "/nowhere"])
def test_head_is_get_without_the_body(free: httpx.Client, path: str) -> None:
    get, head = (free.request(method, path, headers=PREFLIGHT) for method in ("GET", "HEAD"))
    assert (head.status_code, head.content) == (get.status_code, b"")
    for name in ("Content-Type", "Content-Length", "ETag", "Cache-Control", "Vary", "Location"):
        if name != "Content-Length" or path != "/metrics":  # its figures go on
            assert head.headers.get(name) == get.headers.get(name) or "ETag" in name


@pytest.mark.parametrize("path", ["/v1/undo", "/v1/create-libraries"])
def test_what_only_writes_has_no_head(free: httpx.Client, path: str) -> None:
    assert free.head(path).status_code == 405


def test_head_of_a_stream_ends(free: httpx.Client) -> None:
    said = raw.answer(free, b"HEAD /v1/changed HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    assert said.startswith(b"HTTP/1.1 200 ")
    assert b"content-length" not in said.lower()
    assert said.endswith(b"\r\n\r\n")
