"""The query page over HTTP: who gets it, what it may do, and that its questions have answers."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from graphql import get_introspection_query

from api.page.view import Example, Page, examples, wanted
from graph.settings import Settings
from tests.page.browsing import ask

HTML = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
FOLDER = Path(__file__).parents[2] / "api" / "page"


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


def test_browser_gets_the_page(client: httpx.Client) -> None:
    answer = client.get("/graphql", headers=HTML)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "potentialPartners" in answer.text


def test_deep_link_opens_the_page(client: httpx.Client) -> None:
    answer = client.get("/graphql", params={"query": "{ __typename }"}, headers=HTML)
    assert answer.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("accept", ["application/json", "*/*"])
def test_others_get_json(client: httpx.Client, accept: str) -> None:
    answer = client.get("/graphql", params={"query": "{ __typename }"}, headers={"Accept": accept})
    assert answer.json()["data"] == {"__typename": "Query"}
    assert client.get("/graphql", headers={"Accept": accept}).headers["content-type"] == "application/json"


def test_page_may_load_nothing_from_elsewhere(client: httpx.Client) -> None:
    headers = client.get("/graphql", headers=HTML).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert "Accept" in headers["vary"]


def test_page_has_no_script_or_style_inside(client: httpx.Client) -> None:
    html = client.get("/graphql", headers=HTML).text
    assert re.findall(r"<script(?![^>]*(?:src=|application/json))", html) == []
    assert not re.search(r"<style|\sstyle=|\son\w+=", html)


def _addresses(html: str) -> Iterator[str]:
    yield from dict.fromkeys(re.findall(r'graphql/assets/[^"]+', html))


def test_every_file_of_the_page_is_served_and_kept(client: httpx.Client) -> None:
    html = client.get("/graphql", headers=HTML).text
    addresses = [*_addresses(html)]
    assert len(addresses) >= 3
    for address in addresses:
        answer = client.get("/" + address)
        assert answer.status_code == 200, address
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["x-content-type-options"] == "nosniff"
        known = client.get("/" + address, headers={"If-None-Match": answer.headers["etag"]})
        assert (known.status_code, known.content) == (304, b"")


def test_file_without_its_version_is_checked_each_time(client: httpx.Client) -> None:
    assert client.get("/graphql/assets/page.js").headers["cache-control"] == "no-cache"


def test_file_is_the_same_packed_and_not(client: httpx.Client) -> None:
    packed = client.get("/graphql/assets/page.css", headers={"Accept-Encoding": "gzip"})
    bare = client.get("/graphql/assets/page.css", headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == bare.content == (FOLDER / "assets" / "page.css").read_bytes()
    assert packed.headers["etag"] != bare.headers["etag"]


@pytest.mark.parametrize("name", ["no.js", "page.html", "..%2Fpage.py", "%2e%2e/page.py", "jars"])
def test_nothing_else_is_served(client: httpx.Client, name: str) -> None:
    assert client.get(f"/graphql/assets/{name}").status_code == 404


def test_our_files_name_no_other_host(client: httpx.Client) -> None:
    served = [client.get("/graphql", headers=HTML).text]
    served += [
        client.get(f"/graphql/assets/{p.name}").text for p in (FOLDER / "assets").iterdir() if p.suffix != ".html"
    ]
    hosts = {host for text in served for host in re.findall(r"(?:https?:)?//([\w-]+\.[\w.-]+)", text)}
    assert hosts <= {"www.w3.org"}, "only the name of the SVG namespace, which is no address to fetch"


@pytest.mark.usefixtures("graphiql")
def test_graphiql_is_offered_where_it_is_in_the_cache(client: httpx.Client) -> None:
    html = client.get("/graphql", headers=HTML).text
    names = re.findall(r"graphql/assets/((?:react|graphiql)[\w.-]+\.(?:js|css))", html)
    assert names[:2] == ["react.production.min.js", "react-dom.production.min.js"], "each needs those before it"
    assert {*names[2:]} == {"graphiql.min.js", "graphiql.min.css"}


@pytest.mark.usefixtures("seeded")
def test_without_graphiql_the_page_is_there_all_the_same(plain_server: str) -> None:
    with httpx.Client(base_url=plain_server) as client:
        html = client.get("/graphql", headers=HTML).text
        assert "potentialPartners" in html
        assert '"graphiql": []' in html
        assert client.get("/graphql/assets/graphiql.min.js").status_code == 404


@pytest.mark.usefixtures("graphiql")
async def test_changed_file_in_the_cache_is_not_served(settings: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "assets"
    folder.mkdir()
    for file in (settings.cache / "assets").glob("*.min.*"):
        (folder / file.name).write_bytes(file.read_bytes())
    damaged = Page(settings.model_copy(update={"cache": tmp_path}))
    (folder / "graphiql.min.js").write_text("alert(1)")
    assert b'"graphiql": []' in (await damaged.show()).body


def test_graphiql_files_that_arrive_later_are_used(settings: Settings, tmp_path: Path, graphiql: None) -> None:
    served = Page(settings.model_copy(update={"cache": tmp_path}))
    assert '"graphiql": []' in served._look_for_graphiql()
    (tmp_path / "assets").symlink_to(settings.cache / "assets")
    assert "graphiql.min.js" in served._look_for_graphiql()


# --------------------------------------------------------------------------------------------------------- examples


def test_there_are_examples_in_both_languages() -> None:
    assert len(examples()) >= 8
    assert examples()[0].name == "partners"
    for example in examples():
        assert example.cs and example.en and example.cs != example.en
    assert len({example.name for example in examples()}) == len(examples())


def _nonempty(value: Any) -> bool:
    if isinstance(value, dict):
        return any(_nonempty(part) for key, part in value.items() if key != "totalCount")
    if isinstance(value, list):
        return any(map(_nonempty, value))
    return value is not None


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.name)
def test_example_has_an_answer(client: httpx.Client, example: Example) -> None:
    answer = ask(client, example.query)
    assert "errors" not in answer
    assert all(_nonempty(root) for root in answer["data"].values())


@pytest.mark.parametrize("language", ["CS", "EN"])
def test_first_example_speaks_both_languages(client: httpx.Client, language: str) -> None:
    answer = ask(client, examples()[0].query, variables={"language": language})
    texts = [e["text"] for edge in answer["data"]["potentialPartners"]["edges"] for e in edge["evidence"]]
    assert texts
    assert ("pořádá" in " ".join(texts)) is (language == "CS")


def test_graphiql_gets_the_schema_it_asks_for(client: httpx.Client) -> None:
    query = get_introspection_query(input_value_deprecation=True)
    answer = client.post("/graphql", json={"query": query, "operationName": "IntrospectionQuery"}).json()
    assert "errors" not in answer
    names = {kind["name"] for kind in answer["data"]["__schema"]["types"]}
    assert {"Query", "Library", "PotentialPartnerConnection", "Language"} <= names
