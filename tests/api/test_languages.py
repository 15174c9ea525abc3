"""In which language errors are told, and that what people meet on the pages has its Czech."""

from collections.abc import Iterator
from typing import Any

import pytest

from api.languages import preferred
from graph import czech
from tests.access.conftest import Serve, Served, serve

__all__ = ["serve"]

ROWS: list[dict[str, Any]] = [
    {"label": "Library", "id": "library", "name": "Knihovna"},
    {"label": "Topic", "id": "topic", "name": "Téma"},
]

WRITES = [
    'updateLibraries(input: [{id: "library", url: "www"}])',
    'updateLibraries(input: [{id: "library", name: ""}])',
    'updateLibraries(input: [{id: "library", ico: "12345678"}])',
    'updateLibraries(input: [{id: "gone", url: "https://a.example"}])',
    'updateTopics(input: [{id: "library", description: "a"}])',
    'merge(keep: "library", gone: ["library"])',
    'merge(keep: "library", gone: ["topic"])',
    'merge(keep: "library", gone: ["gone"])',
    "undo(sequence: 999)",
    "withdraw(sequence: 999)",
    'issueKeeperLink(library: "gone")',
    'issueKeeperLink(library: "library", days: 900)',
    'revokeKeeperLink(name: "link-1")',
    'drawIn(address: "maps")',
    'confirm(input: [{element: "gone"}])',
    'notTheSame(input: [{one: "library", other: "gone"}])',
    'makeMap(name: "Mapa")',
    'giveFeedback(for: "library", topic: "topic", partner: "library", verdict: USEFUL)',
    'cancelImport(id: "gone")',
]
READS = [
    '{ duplicates(of: "gone") { nodes { score } } }',
    '{ duplicates(after: "x") { nodes { score } } }',
    '{ writes(after: "x") { nodes { sequence } } }',
    '{ unconfirmed(of: "library", after: "x") { nodes { link } } }',
    '{ potentialPartners(for: "gone", topic: "topic") { edges { score } } }',
    '{ potentialPartners(for: "topic", topic: "topic") { edges { score } } }',
    '{ potentialPartners(for: "library", topic: "topic", within: {km: 0}) { edges { score } } }',
    '{ libraries(after: "x") { totalCount } }',
    '{ importJob(id: "gone") { state } }',
    "{ keeperLinks { name } }",
]
FILES = [
    ("picture.png", b"\x89PNG\r\n"),
    ("words.txt", "Prostě text".encode()),
    ("cut.zip", b"PK\x03\x04cut"),
    ("other.json", b'{"a": 1}'),
    ("empty.zip", b"PK\x05\x06" + b"\0" * 18),
]


@pytest.fixture(scope="module")
def map_(serve: Serve) -> Iterator[Served]:
    with serve(ROWS) as served:
        yield served


def _told(map_: Served, query: str, language: str, role: str = "reviewer") -> list[str]:
    headers = map_.headers[role] | {"Accept-Language": language}
    answer = map_.client.post("/graphql", json={"query": query}, headers=headers).json()
    payloads = (answer.get("data") or {}).values()
    refused = [error for each in payloads if each and "errors" in each for error in each["errors"]]
    return [error["message"] for error in (*answer.get("errors", ()), *refused)]


@pytest.mark.parametrize("query", [f"mutation {{ {write} {{ errors {{ message }} }} }}" for write in WRITES] + READS)
def test_what_a_page_may_ask_wrong_is_told_in_its_language(map_: Served, query: str) -> None:
    role = "reader" if "keeperLinks" in query else "reviewer"
    english, said = _told(map_, query, "en", role), _told(map_, query, "cs-CZ,cs;q=0.9", role)
    assert "Cannot query" not in english[0] and len(english) == len(said)
    assert said[0] == czech.message(english[0]) != english[0]


@pytest.mark.parametrize(("name", "content"), FILES)
def test_why_a_file_is_not_read_is_told_in_both_languages(name: str, content: bytes) -> None:
    from io import BytesIO

    from graph.errors import InvalidFile
    from graph.formats.registry import recognised

    with pytest.raises(InvalidFile) as refused:
        recognised(BytesIO(content))
    said = czech.message(refused.value.message)
    assert said.startswith("Soubor ")
    assert not [word for word in ("The ", "with ", "save ", "read") if word in said]


def test_rest_tells_in_the_language_of_the_request_too(map_: Served) -> None:
    address = "/v1/partners?for=gone&topic=topic"
    answer = map_.client.get(address, headers={"Accept-Language": "cs"})
    assert answer.json()["message"].startswith("organizace, knihovna nebo komunita s id 'gone' tu není")
    assert "Accept-Language" in answer.headers["Vary"]


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "en"),
        ("*", "en"),
        ("cs", "cs"),
        ("cs-CZ,cs;q=0.9,en;q=0.8", "cs"),
        ("sk,en;q=0.5", "cs"),
        ("en-GB,cs;q=0.9", "en"),
        ("de,cs;q=0.2,en;q=0.1", "cs"),
        ("cs;q=0,en;q=0.1", "en"),
        ("cs;q=much", "en"),
    ],
)
def test_language_is_the_one_that_is_preferred(accepted: str, language: str) -> None:
    assert preferred(accepted) == language
