"""Pages of other origins, the names of the service, the proxies before it, and the path below which it stands."""

from collections.abc import Iterator

import httpx
import pytest
from pydantic import ValidationError
from starlette.requests import HTTPConnection
from websockets.exceptions import InvalidStatus

from api.caller.rates import caller
from graph.settings import Settings
from graph.store import Endpoint
from tests.http import raw
from tests.http.conftest import Serve
from tests.live.conftest import talking
from tests.serving import served

MAP = "https://mapa.example"
QUERY = {"query": "{ __typename }"}
ALLOWED = "Access-Control-Allow-Origin"
DOORS = ["/graphql", "/v1/partners", "/healthz", "/openapi.json"]


@pytest.fixture(scope="module")
def shared(endpoint: Endpoint, defaults: Settings) -> Iterator[httpx.Client]:
    """A client of a server that a page of another origin may ask."""
    with served(defaults.model_copy(update={"origins": (MAP,)}), endpoint) as client:
        yield client


def _preflight(client: httpx.Client, door: str, origin: str = MAP, **more: str) -> httpx.Response:
    asked = {"Origin": origin, "Access-Control-Request-Method": "POST", **more}
    return client.options(door, headers=asked)


@pytest.mark.parametrize("door", DOORS)
def test_f3_preflights_are_answered_at_every_door(shared: httpx.Client, door: str) -> None:
    sent = "authorization,x-api-key,idempotency-key,if-none-match,content-type,graphql-require-preflight"
    sent += ",apollo-require-preflight,x-request-id,traceparent"
    answer = _preflight(shared, door, **{"Access-Control-Request-Headers": sent})
    assert (answer.status_code, answer.headers[ALLOWED]) == (200, MAP)
    assert {"GET", "POST", "HEAD"} <= set(answer.headers["Access-Control-Allow-Methods"].split(", "))
    assert set(sent.split(",")) <= set(answer.headers["Access-Control-Allow-Headers"].lower().split(", "))


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://mapa.example", "http://[", "https://mapa.example.evil"]
)
@pytest.mark.parametrize("door", DOORS)
def test_other_origins_are_not_let_in(shared: httpx.Client, door: str, origin: str) -> None:
    for answer in (_preflight(shared, door, origin), shared.get(door, headers={"Origin": origin})):
        assert ALLOWED not in answer.headers
        assert "Origin" in answer.headers["Vary"]


@pytest.mark.parametrize("door", [*DOORS, "/nowhere", "/v1/partners?for=nobody&topic=nothing", "/icon.svg"])
def test_f3_answers_and_errors_are_marked_at_every_door(shared: httpx.Client, door: str) -> None:
    for method in ("GET", "HEAD", "POST", "PUT"):
        answer = shared.request(method, door, headers={"Origin": MAP})
        assert answer.headers[ALLOWED] == MAP
        assert answer.headers["Access-Control-Expose-Headers"] == "ETag, Retry-After, X-Request-Id, X-Spojenci-Bookmark"
        assert "Access-Control-Allow-Credentials" not in answer.headers
        assert "Origin" in answer.headers["Vary"]


def test_f3_what_is_refused_before_a_door_is_marked_too(serve: Serve) -> None:
    closed, dear = serve(origins=(MAP,), anonymous="none"), serve(origins=(MAP,), rate=1)
    assert _preflight(closed, "/graphql").status_code == 200
    refused = closed.post("/graphql", json=QUERY, headers={"Origin": MAP})
    assert (refused.status_code, refused.headers[ALLOWED]) == (401, MAP)
    for _ in range(2):
        limited = dear.get("/v1/partners?for=no-such-ally&topic=no-such-topic", headers={"Origin": MAP})
    assert (limited.status_code, limited.headers[ALLOWED]) == (429, MAP)
    large = dear.post("/v1/partners", content=b"x" * 10**5, headers={"Origin": MAP, "Content-Type": "application/json"})
    assert (large.status_code, large.headers[ALLOWED]) == (413, MAP)


def test_f3_streams_are_marked(shared: httpx.Client) -> None:
    headers = {"Origin": MAP, "Accept": "text/event-stream"}
    asked = {"query": "subscription { changed { cursor } }"}
    for stream in (
        shared.stream("GET", "/v1/changed", headers=headers),
        shared.stream("POST", "/graphql", json=asked, headers=headers),
    ):
        with stream as answer:
            assert (answer.headers["Content-Type"], answer.headers[ALLOWED]) == (
                "text/event-stream; charset=utf-8",
                MAP,
            )


def test_f3_an_outage_is_marked(defaults: Settings) -> None:
    with served(defaults.model_copy(update={"origins": (MAP,)}), Endpoint("bolt://127.0.0.1:1", "a", "b")) as client:
        answer = client.get("/readyz", headers={"Origin": MAP})
    assert (answer.status_code, answer.headers[ALLOWED]) == (503, MAP)


def test_no_origin_is_let_in_by_default(development: httpx.Client) -> None:
    assert _preflight(development, "/graphql").status_code == 204
    for answer in (_preflight(development, "/graphql"), development.get("/healthz", headers={"Origin": MAP})):
        assert ALLOWED not in answer.headers


async def test_all_origins_can_be_let_in_without_credentials(serve: Serve) -> None:
    client = serve(origins=("*",))
    for answer in (_preflight(client, "/graphql"), client.post("/graphql", json=QUERY, headers={"Origin": MAP})):
        assert (answer.status_code, answer.headers[ALLOWED]) == (200, "*")
        assert "Access-Control-Allow-Credentials" not in answer.headers
    async with talking(str(client.base_url).rstrip("/"), origin=MAP):
        pass


async def test_websockets_follow_the_same_setting(shared: httpx.Client) -> None:
    address = str(shared.base_url).rstrip("/")
    async with talking(address, origin=MAP):
        pass
    for origin in ("https://evil.example", "null"):
        with pytest.raises(InvalidStatus, match="403"):
            async with talking(address, origin=origin):
                pass


@pytest.mark.parametrize("origin", ["http://[", "http://[::1", "//", "http://a]b", "%", "http://\u00e9"])
def test_m4_an_origin_that_is_none_is_403(development: httpx.Client, origin: str) -> None:
    upgrade = (
        "GET /graphql HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n"
        f"Origin: {origin}\r\n\r\n"
    )
    assert raw.answer(development, upgrade.encode()).startswith(b"HTTP/1.1 403 ")


# ------------------------------------------------------------------------------------------------------------- hosts


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("maps.example", 200),
        ("maps.example:8000", 200),
        ("MAPS.example", 200),
        ("a.maps.test", 200),
        ("evil.example", 400),
        ("maps.example.evil", 400),
        ("127.0.0.1", 400),
        ("[::1]:80", 400),
        ("", 400),
        ("a b", 400),
    ],
)
def test_m10_the_service_answers_to_its_names(serve: Serve, host: str, status: int) -> None:
    client = serve(hosts=("maps.example", "*.maps.test"))
    assert client.post("/graphql", json=QUERY, headers={"Host": host}).status_code == status


def test_m10_websockets_heed_the_names_too(serve: Serve) -> None:
    request = b"GET /graphql HTTP/1.1\r\nHost: evil.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    request += b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    assert raw.answer(serve(hosts=("maps.example",)), request).startswith((b"HTTP/1.1 400 ", b"HTTP/1.1 403 "))


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_probes_know_the_service_by_any_name(serve: Serve, path: str) -> None:
    assert serve(hosts=("maps.example",)).get(path).status_code == 200


@pytest.mark.parametrize("path", ["/graphql/", "/v1/partners/", "/"])
def test_m10_no_answer_names_the_host_of_a_request(development: httpx.Client, path: str) -> None:
    answer = development.get(path, headers={"Host": "evil.example"})
    assert "evil.example" not in str(answer.headers) + answer.text


# ------------------------------------------------------------------------------------------------------------- proxies


def _remaining(client: httpx.Client, **headers: str) -> int:
    known = client.post("/graphql", json=QUERY, headers=headers).json()["extensions"]["cost"]
    return int(known["remaining"])


def test_h5_forwarded_headers_of_nobody_in_particular_are_not_believed(serve: Serve) -> None:
    client = serve()
    _remaining(client)
    found = [_remaining(client, **{"X-Forwarded-For": f"9.9.9.{n}"}) for n in range(3)]
    assert found == sorted(found, reverse=True)
    assert len(set(found)) == 3


def test_h5_those_of_a_named_proxy_are(serve: Serve) -> None:
    client = serve(proxies=("127.0.0.0/8", "10.0.0.1"))
    _remaining(client)
    first = _remaining(client, **{"X-Forwarded-For": "9.9.9.9"})
    assert _remaining(client, **{"X-Forwarded-For": "9.9.9.9:1234"}) == first - 1
    assert _remaining(client, **{"X-Forwarded-For": "1.1.1.1, 9.9.9.9, 10.0.0.1"}) == first - 2
    assert _remaining(client, **{"X-Forwarded-For": "9.9.9.10"}) == first


@pytest.mark.parametrize("proxies", [(), ("127.0.0.1",)])
@pytest.mark.parametrize(
    "value",
    [
        "1.2.3.4:5678",
        "junk:x",
        "[::1",
        "[2001:db8::1]:80",
        "::::",
        ",,",
        "a" * 10_000,
        "1.2.3.4:x",
        "\u00e9",
        "%00",
        ":",
    ],
)
def test_h5_whatever_is_forwarded_raises_nothing(serve: Serve, proxies: tuple[str, ...], value: str) -> None:
    headers = {name: value.encode() for name in (b"X-Forwarded-For", b"X-Forwarded-Proto", b"Forwarded")}
    assert serve(proxies=proxies).post("/graphql", json=QUERY, headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("host", "account"),
    [
        ("1.2.3.4", "1.2.3.4"),
        ("1.2.3.4:5678", "1.2.3.4"),
        ("2001:db8::1", "2001:db8::/64"),
        ("2001:db8::ffff:1", "2001:db8::/64"),
        ("[2001:db8::1]:80", "2001:db8::/64"),
        ("[2001:db8::1]", "2001:db8::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:1.2.3.4", "1.2.3.4"),
        ("junk:x", "junk:x"),
        ("[::1", "::/64"),
        ("", ""),
        ("x" * 1000, "x" * 253),
    ],
)
def test_h5_a_caller_is_an_address_whatever_a_proxy_says(host: str, account: str) -> None:
    assert caller(HTTPConnection({"type": "http", "client": (host, 0)})) == f"address/{account}"


# ------------------------------------------------------------------------------------------------------------- addresses


def test_f15_the_way_to_the_page_is_relative(development: httpx.Client) -> None:
    answer = development.get("/graphql/", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.headers["Location"]) == (307, "../graphql")
    assert "<html" in development.get("/graphql/", headers={"Accept": "text/html"}, follow_redirects=True).text


@pytest.mark.parametrize("before", ["", "/maps"], ids=["stripped", "kept"])
def test_f15_the_service_stands_below_a_path(serve: Serve, before: str) -> None:
    client = serve(prefix="/maps")
    assert client.post(f"{before}/graphql", json=QUERY).json()["data"] == {"__typename": "Query"}
    assert client.get(f"{before}/v1/partners?for=no-such-ally&topic=no-such-topic").status_code == 404
    assert client.get(f"{before}/healthz").text == "ok"
    described = client.get(f"{before}/openapi.json").json()
    assert described["servers"] == [{"url": "/maps"}]
    assert "/v1/partners" in described["paths"]


def test_f15_the_page_is_found_below_a_path(serve: Serve) -> None:
    client = serve(prefix="/maps")
    for path, page in {"/maps": "/maps/", "/maps/": "/maps/", "/maps/graphql/": "/maps/graphql"}.items():
        answer = client.get(path, headers={"Accept": "text/html"}, follow_redirects=True)
        assert (answer.url.path, "<html" in answer.text) == (page, True)


async def test_websockets_stand_below_a_path_too(serve: Serve) -> None:
    async with talking(f"{str(serve(prefix='/maps').base_url).rstrip('/')}/maps"):
        pass


@pytest.mark.parametrize(
    "given",
    [
        {"origins": "mapa.example"},
        {"origins": "https://mapa.example/path"},
        {"hosts": "maps.example:8000"},
        {"hosts": "*maps.example"},
        {"proxies": "*"},
        {"proxies": "proxy.example"},
        {"proxies": "10.0.0.1/8"},
        {"prefix": "maps"},
        {"prefix": "/maps/"},
    ],
)
def test_what_cannot_be_meant_is_refused_at_the_start(given: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        Settings.model_validate(given)


def test_origins_are_taken_as_people_write_them() -> None:
    assert Settings.model_validate({"origins": "https://Mapa.example/, http://localhost:5173"}).origins == (
        MAP,
        "http://localhost:5173",
    )
