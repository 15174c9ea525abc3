"""Bodies of requests at every door: bounded, JSON, and read of those alone who may send them."""

import gzip
from collections.abc import Iterator

import httpx
import orjson
import pytest

from graph.settings import Settings
from graph.store import Endpoint
from tests.http import raw
from tests.http.conftest import Serve
from tests.serving import served

LARGEST = 65_536
DOORS = ["/graphql", "/v1/partners"]
WRITES = ["/v1/feedback", "/v1/undo", "/v1/create-libraries"]

BAD = {
    "half": b'{"a": ',
    "lone-surrogate": b'{"requests": [{"for": "\\ud800", "topic": "x"}], "query": "{ __typename }"}',
    "bytes": b'{"query": "\xff"}',
    "brackets": b"[" * 60_000,
    "deep": b'{"query": "{ __typename }", "variables": ' + b'{"a":' * 900 + b"1" + b"}" * 901,
    "deep-list": b'{"requests": ' + b"[" * 300 + b"]" * 300 + b"}",
    "huge-number": b'{"requests": [{"for": ' + b"9" * 4000 + b', "topic": "x"}]}',
    "too-far": b'{"requests": [{"for": 1e999, "topic": "x"}]}',
    "nothing": b"",
    "array": b"[]",
}


def _errors(answer: httpx.Response) -> dict[str, object]:
    said: dict[str, object] = answer.json()
    match said:
        case {"errors": [{"extensions": dict(known)}]}:
            return known
    return said


def _post(client: httpx.Client, door: str, content: bytes | Iterator[bytes], **headers: str) -> httpx.Response:
    return client.post(door, content=content, headers={"Content-Type": "application/json", **headers})


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("content", BAD.values(), ids=BAD)
def test_m3_what_is_no_proper_json_is_400_with_its_place(development: httpx.Client, door: str, content: bytes) -> None:
    answer = _post(development, door, content)
    assert answer.status_code == 400
    assert _errors(answer).keys() >= {"code", "place", "requestId"}


@pytest.mark.parametrize("door", DOORS)
def test_c2_a_body_is_bounded_at_once_where_its_length_is_told(development: httpx.Client, door: str) -> None:
    head = f"POST {door} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: {LARGEST + 1}\r\n"
    assert raw.answer(development, head.encode() + b"Connection: close\r\n\r\n").startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize("door", DOORS)
def test_c2_a_body_is_bounded_while_it_streams_in(development: httpx.Client, door: str) -> None:
    answer = _post(development, door, (b" " * 10_000 for _ in range(100)))
    assert (answer.status_code, _errors(answer)["place"]) == (413, "body")


@pytest.mark.parametrize("door", DOORS)
def test_a_body_of_the_largest_size_is_read(development: httpx.Client, door: str) -> None:
    assert _post(development, door, b"{}".ljust(LARGEST)).status_code == 400
    assert _post(development, door, b"{}".ljust(LARGEST + 1)).status_code == 413


def test_the_bound_can_be_set(serve: Serve) -> None:
    assert _post(serve(max_body=10), "/v1/partners", b'{"requests": []}').status_code == 413


def test_a_body_that_nobody_asked_for_is_not_read(development: httpx.Client) -> None:
    answer = development.request("GET", "/healthz", content=b" " * 10**6)
    assert (answer.status_code, answer.text) == (200, "ok")


@pytest.mark.parametrize("door", [*DOORS])
@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=a", ""]
)
def test_c2_a_body_is_json_or_415(development: httpx.Client, door: str, kind: str) -> None:
    answer = _post(development, door, b'{"requests": []}', **{"Content-Type": kind})
    assert (answer.status_code, _errors(answer)["place"]) == (415, "Content-Type")


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("packed", ["gzip", "br", "deflate", "gzip, gzip"])
def test_packed_bodies_are_415(development: httpx.Client, door: str, packed: str) -> None:
    answer = _post(development, door, gzip.compress(b'{"query": "{ __typename }"}'), **{"Content-Encoding": packed})
    assert (answer.status_code, _errors(answer)["place"]) == (415, "Content-Encoding")
    assert answer.headers["Accept-Encoding"] == "identity"


@pytest.mark.parametrize("address", WRITES)
@pytest.mark.parametrize("length", ["Content-Length: 57000000", "Transfer-Encoding: chunked"])
def test_c2_who_may_not_write_is_told_before_the_body_comes(
    development: httpx.Client, address: str, length: str
) -> None:
    head = (
        f"POST {address} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n{length}\r\nConnection: close\r\n\r\n"
    )
    assert raw.answer(development, head.encode()).startswith(b"HTTP/1.1 401 ")


def test_who_may_ask_nothing_is_told_before_the_body_comes(endpoint: Endpoint, defaults: Settings) -> None:
    with served(defaults.model_copy(update={"anonymous": "none"}), endpoint) as client:
        for door in DOORS:
            head = f"POST {door} HTTP/1.1\r\nHost: a\r\nContent-Length: 57000000\r\nConnection: close\r\n\r\n"
            assert raw.answer(client, head.encode()).startswith(b"HTTP/1.1 401 ")


def test_one_bad_question_of_several_spoils_no_other(development: httpx.Client) -> None:
    asked = {"requests": [{"for": [["x"]], "topic": {"a": 1}}, {"for": "nope", "topic": "nope"}]}
    answer = _post(development, "/v1/partners", orjson.dumps(asked))
    assert answer.status_code == 200
    assert [each["error"]["code"] for each in answer.json()["results"]] == ["BAD_INPUT", "NOT_FOUND"]


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("encoding", ["cp1250", "utf-16", "latin-1"])
def test_f11_what_is_not_utf_8_is_said_so(development: httpx.Client, door: str, encoding: str) -> None:
    answer = _post(development, door, '{"query": "{ library(id: \\"Dó\\") { id } }"}'.encode(encoding))
    assert answer.status_code == 400
    assert "UTF-8" in answer.text and "surrogate" not in answer.text


@pytest.mark.parametrize("kind", ['application/json; charset="utf-8"; x=y', "application/json;x=y;charset=UTF-8"])
def test_a1_parameters_of_a_media_type_stand_in_any_order(development: httpx.Client, kind: str) -> None:
    assert _post(development, "/graphql", b'{"query": "{ __typename }"}', **{"Content-Type": kind}).status_code == 200
