"""The explorer over HTTP: its first HTML, what it may do, its size."""

import re
import shutil
from pathlib import Path

import httpx
import pytest

from api.explorer.addresses import PAGES
from api.explorer.build import BUILT
from graph.settings import Settings
from graph.store import Endpoint
from tests.serving import served

KROMERIZ = "cz-library-900"
LARGEST = 200_000
"""Bytes of packed script before the first view is there."""


@pytest.mark.parametrize("path", [*PAGES, f"/elements/{KROMERIZ}", f"/elements/{KROMERIZ}/anything"])
def test_pages_are_the_explorers_and_may_ask_this_service_alone(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert not re.search(r"unsafe|https?:|\*", policy)


def test_first_html_of_an_element_tells_what_it_is(client: httpx.Client) -> None:
    html = client.get(f"/elements/{KROMERIZ}/any-name").text
    assert f'<link rel="canonical" href="elements/{KROMERIZ}" />' in html
    assert "<title>Knihovna Kroměřížska · Spojenci</title>" in html
    assert '<meta property="og:title" content="Knihovna Kroměřížska" />' in html


def test_what_nobody_may_see_is_not_found(client: httpx.Client) -> None:
    assert client.get("/elements/no-such-element").status_code == 404


def test_address_that_there_is_not_is_told_to_people_and_to_programs(client: httpx.Client) -> None:
    page = client.get("/partner", headers={"Accept": "text/html,*/*;q=0.8"})
    assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert client.get("/partner").json()["code"] == "NOT_FOUND"


def test_pages_are_open_where_reading_takes_a_key(settings: Settings, endpoint: Endpoint, seeded: None) -> None:
    closed = settings.model_copy(update={"anonymous": "none"})
    with served(closed, endpoint) as client:
        assert client.get("/").status_code == 200
        assert "Kroměřížska" not in client.get(f"/elements/{KROMERIZ}").text
        assert client.get(f"/v1/elements/{KROMERIZ}").status_code == 401


def test_only_development_leads_to_graphiql(settings: Settings, endpoint: Endpoint, client: httpx.Client) -> None:
    assert '<meta name="graphiql"' in client.get("/").text
    with served(settings.model_copy(update={"profile": "production"}), endpoint) as production:
        assert '<meta name="graphiql"' not in production.get("/").text


def test_explorer_asks_trusted_documents(settings: Settings, endpoint: Endpoint, seeded: None) -> None:
    trusting = settings.model_copy(update={"trusted_documents_only": True})
    script = "".join(path.read_text("utf-8") for path in (BUILT / "assets").glob("*.js"))
    [*known] = set(re.findall(r"sha256:([0-9a-f]{64})", script))
    assert len(known) >= 5
    with served(trusting, endpoint) as client:
        for digest in known:
            sent = {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": digest}}}
            answer = client.post("/graphql", json=sent).json()
            codes = {error["extensions"]["code"] for error in answer.get("errors", ())}
            assert not codes & {"PERSISTED_QUERY_NOT_FOUND", "DOCUMENT_NOT_TRUSTED", "GRAPHQL_VALIDATION_FAILED"}


def test_files_are_kept_by_browsers_and_packed_small(client: httpx.Client) -> None:
    html = client.get("/").text
    scripts = re.findall(r'(?:src|href)="\./(assets/[^"]+\.js)"', html)
    scripts += [f"assets/{path.name}" for path in Path(BUILT / "assets").glob("cs-*.js")]
    taken = 0
    for path in scripts:
        with client.stream("GET", f"/{path}", headers={"Accept-Encoding": "br"}) as answer:
            assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
            taken += sum(map(len, answer.iter_raw()))
    assert 0 < taken < LARGEST


def test_files_are_sent_as_the_build_has_packed_them(client: httpx.Client) -> None:
    for packed in sorted((BUILT / "assets").glob("index-*.br")):
        path = f"/assets/{packed.stem}"
        with client.stream("GET", path, headers={"Accept-Encoding": "br"}) as answer:
            assert answer.headers["content-encoding"] == "br"
            assert "javascript" in answer.headers["content-type"] or "css" in answer.headers["content-type"]
            assert b"".join(answer.iter_raw()) == packed.read_bytes()
        plain = client.get(path, headers={"Accept-Encoding": "identity"})
        assert (plain.headers.get("content-encoding"), plain.headers["vary"]) == (None, "Accept-Encoding")
        assert plain.content == packed.with_suffix("").read_bytes()


def test_until_it_is_built_the_explorer_says_so_and_asks_again(
    client: httpx.Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.explorer.build.BUILT", tmp_path)
    answer = client.get("/partners")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "3")
    assert 'http-equiv="refresh"' in answer.text
    assert client.post("/graphql", json={"query": "{ __typename }"}).status_code == 200
    shutil.copytree(BUILT, tmp_path, dirs_exist_ok=True)
    assert client.get("/partners").status_code == 200
