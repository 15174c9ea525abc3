"""GraphQL over HTTP beyond the audits: methods, media types, statuses, and pages of other origins."""

import httpx
import pytest

from tests.http import lines
from tests.http.conftest import Serve

QUERY = {"query": "{ __typename }"}
RESPONSE = "application/graphql-response+json"
PREFLIGHT = {"GraphQL-Require-Preflight": "1"}
TWO = {"query": "query A { __typename } query B { __typename }"}


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        (None, "application/json"),
        ("*/*", "application/json"),
        ("application/*", "application/json"),
        ("application/json", "application/json"),
        (RESPONSE, RESPONSE),
        (f"{RESPONSE}, application/json;q=0.9", RESPONSE),
        (f"{RESPONSE};q=0.5, application/json;q=0.9", "application/json"),
        (f"application/json;q=0.5, {RESPONSE}", RESPONSE),
        (f"{RESPONSE};charset=utf-8", RESPONSE),
        ("application/json;q=0, */*", RESPONSE),
        ("image/png, */*;q=0.1", "application/json"),
        ("text/event-stream, application/json;q=0.1", "application/json"),
        (f"{RESPONSE}, application/json, text/event-stream, multipart/mixed", RESPONSE),
    ],
)
def test_the_answer_has_the_media_type_that_is_liked_best(
    development: httpx.Client, accept: str | None, media: str
) -> None:
    request = development.build_request("POST", "/graphql", json=QUERY)
    del request.headers["Accept"]
    if accept:
        request.headers["Accept"] = accept
    answer = development.send(request)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, media)


@pytest.mark.parametrize("accept", ["image/png", "text/html", "application/json;q=0", "nonsense"])
def test_an_answer_that_nobody_wants_is_406(production: httpx.Client, accept: str) -> None:
    answer = production.post("/graphql", json=QUERY, headers={"Accept": accept})
    assert answer.status_code == 406
    assert answer.json()["errors"][0]["extensions"]["place"] == "Accept"


@pytest.mark.parametrize(
    ("content", "kind", "status", "code"),
    [
        (b'{"query": "{"}', "application/json", 200, "GRAPHQL_VALIDATION_FAILED"),
        (b'{"query": "subscription { nothing }"}', "application/json", 200, "GRAPHQL_VALIDATION_FAILED"),
        (b'{"query": ', "application/json", 400, "BAD_INPUT"),
        (b"query=1", "application/x-www-form-urlencoded", 415, "BAD_INPUT"),
    ],
)
def test_errors_are_events_too(development: httpx.Client, content: bytes, kind: str, status: int, code: str) -> None:
    answer = development.post("/graphql", content=content, headers=lines.EVENTS | {"Content-Type": kind})
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "text/event-stream; charset=utf-8")
    assert lines.framed(answer.text)["errors"][0]["extensions"]["code"] == code


def test_who_asks_too_much_for_events_has_to_wait(serve: Serve) -> None:
    answer = serve(rate=1).post(
        "/graphql", json=QUERY | {"query": "{ __typename } # ..........."}, headers=lines.EVENTS
    )
    assert (answer.status_code, int(answer.headers["Retry-After"]) > 0) == (429, True)
    assert lines.framed(answer.text)["errors"][0]["extensions"]["code"] == "RATE_LIMITED"


def test_a_subscription_needs_a_line_that_lasts(development: httpx.Client) -> None:
    asked = {"query": "subscription { changed { cursor } }"}
    [error] = development.post("/graphql", json=asked, headers={"Accept": RESPONSE}).json()["errors"]
    assert error["message"] == "Subscribe over a websocket or with Accept: text/event-stream."


@pytest.mark.parametrize(("accept", "status"), [("application/json", 200), (RESPONSE, 400)])
@pytest.mark.parametrize(
    "asked",
    [TWO, {"query": "{"}, {"query": "{ nothing }"}, {"query": "query ($id: ID!) { __typename }"}],
    ids=["ambiguous", "syntax", "schema", "variables"],
)
def test_what_cannot_be_executed_has_no_data(
    development: httpx.Client, accept: str, status: int, asked: dict[str, str]
) -> None:
    answer = development.post("/graphql", json=asked, headers={"Accept": accept})
    assert answer.status_code == status
    assert answer.json().keys() == {"errors"}


@pytest.mark.parametrize(("method", "status"), [("PUT", 405), ("PATCH", 405), ("DELETE", 405), ("OPTIONS", 204)])
def test_other_methods_are_refused(development: httpx.Client, method: str, status: int) -> None:
    answer = development.request(method, "/graphql", json=QUERY)
    assert (answer.status_code, answer.headers["Allow"]) == (status, "GET, HEAD, OPTIONS, POST")


def test_only_queries_are_sent_with_get(development: httpx.Client) -> None:
    mutation = {"query": "mutation { __typename }"}
    answer = development.get("/graphql", params=mutation, headers=PREFLIGHT)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")


@pytest.mark.parametrize("origin", ["cross-site", "same-site"])
def test_pages_of_other_origins_cannot_ask(development: httpx.Client, production: httpx.Client, origin: str) -> None:
    headers = {"Sec-Fetch-Site": origin}
    assert development.get("/graphql", params=QUERY, headers=headers).status_code == 400
    assert development.get("/graphql", params=QUERY, headers=headers | PREFLIGHT).status_code == 200
    assert development.get("/graphql", params=QUERY, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 200
    assert production.get("/graphql", params=QUERY, headers=PREFLIGHT).status_code == 200


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("application/json", 200),
        ("Application/JSON; charset=UTF-8", 200),
        ('application/json; charset="utf-8"', 200),
        ("application/json; charset=iso-8859-2", 415),
        ("application/graphql", 415),
    ],
)
def test_requests_are_json_in_utf_8(development: httpx.Client, kind: str, status: int) -> None:
    answer = development.post("/graphql", content=b'{"query": "{ __typename }"}', headers={"Content-Type": kind})
    assert answer.status_code == status


def test_variables_that_are_too_large_are_413(development: httpx.Client) -> None:
    answer = development.post("/graphql", json=QUERY | {"variables": {"a": "x" * 20_000}})
    assert answer.status_code == 413
    assert answer.json()["errors"][0]["extensions"]["place"] == "variables"


def test_a_long_query_is_no_variables(development: httpx.Client) -> None:
    long = {"query": "{ __typename }" + " " * 60_000, "variables": {"a": 1}}
    assert development.post("/graphql", json=long).status_code == 200


def test_narrow_limits_are_kept_and_disturb_nothing_else(serve: Serve, caplog: pytest.LogCaptureFixture) -> None:
    client = serve(max_depth=1, max_tokens=10)
    assert client.post("/graphql", json=QUERY).json()["data"] == {"__typename": "Query"}
    answer = client.post("/graphql", json={"query": "{ libraries { facets { __typename } } }"}).json()
    assert answer["errors"][0]["extensions"]["place"] == "depth"
    assert caplog.records == []


@pytest.mark.parametrize("door", ["/graphql?query={__typename}", "/v1/search?query=nothing"])
def test_a1_a_header_in_several_lines_is_one_list(development: httpx.Client, door: str) -> None:
    """Of proxies that fold or unfold lines, and of clients that add one to another (RFC 9110, section 5.3)."""
    accept = [("Accept", "image/png"), ("Accept", "application/json")]
    answer = development.get(door, headers=accept)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/json")
    known = [("If-None-Match", '"other"'), ("If-None-Match", answer.headers["ETag"])]
    assert development.get(door, headers=[*accept, *known]).status_code == 304


def test_f4_what_is_given_twice_is_refused(development: httpx.Client) -> None:
    answer = development.get("/graphql?query={__typename}&query={nope}", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["place"]) == (400, "query")
