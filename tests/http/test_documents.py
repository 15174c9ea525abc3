"""Documents named by their hash: Apollo's protocol, ``documentId``, and a service that answers trusted ones alone."""

import hashlib
import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.graphql.persisted import LARGEST_SUM, MOST, GraphQLRequest, PersistedDocuments
from graph.errors import BadInput
from graph.settings import Settings
from tests.http.conftest import Serve

TRUSTED = "query Trusted { __typename }"
OTHER = "query Other { __typename }"
INVALID = "query Invalid { nothing }"


def sha(document: str) -> str:
    return hashlib.sha256(document.encode()).hexdigest()


def persisted(document: str) -> dict[str, Any]:
    return {"persistedQuery": {"version": 1, "sha256Hash": sha(document)}}


def code(answer: httpx.Response) -> str:
    found: str = answer.json()["errors"][0]["extensions"]["code"]
    return found


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    path = tmp_path / "documents.json"
    path.write_text(json.dumps({sha(TRUSTED): TRUSTED}), "utf-8")
    return path


def test_a_client_registers_a_document_and_names_it_from_then_on(serve: Serve) -> None:
    client = serve()
    by_hash = {"extensions": persisted(OTHER)}
    missing = client.post("/graphql", json=by_hash)
    assert missing.json()["errors"][0]["message"] == "PersistedQueryNotFound"
    assert code(missing) == "PERSISTED_QUERY_NOT_FOUND"
    assert client.post("/graphql", json={"query": OTHER} | by_hash).json()["data"] == {"__typename": "Query"}
    assert client.post("/graphql", json=by_hash).json()["data"] == {"__typename": "Query"}
    get = client.get("/graphql", params={"extensions": json.dumps(persisted(OTHER))})
    assert get.json()["data"] == {"__typename": "Query"}
    assert client.post("/graphql", json={"documentId": f"sha256:{sha(OTHER)}"}).status_code == 200


def test_what_is_not_valid_is_not_registered(serve: Serve) -> None:
    client = serve()
    client.post("/graphql", json={"query": INVALID, "extensions": persisted(INVALID)})
    assert code(client.post("/graphql", json={"extensions": persisted(INVALID)})) == "PERSISTED_QUERY_NOT_FOUND"


@pytest.mark.parametrize(
    "extensions",
    [
        persisted(OTHER),
        {"persistedQuery": {"version": 2, "sha256Hash": sha(TRUSTED)}},
        {"persistedQuery": {"version": 1}},
        {"persistedQuery": {"version": 1, "sha256Hash": 7}},
        {"persistedQuery": "yes"},
    ],
)
def test_a_hash_that_does_not_fit_is_refused(development: httpx.Client, extensions: dict[str, Any]) -> None:
    answer = development.post("/graphql", json={"query": TRUSTED, "extensions": extensions})
    assert (answer.status_code, code(answer)) == (400, "BAD_INPUT")


def test_registered_documents_are_bounded_in_number_and_size() -> None:
    documents = PersistedDocuments(Settings())
    for number in range(MOST + 10):
        text = f"query Q{number} {{ __typename }}"
        documents.register(GraphQLRequest(query=text, extensions=persisted(text)))
    assert len(documents._registered) == MOST
    large = "#" * (LARGEST_SUM // 2)
    documents.register(GraphQLRequest(query=large, extensions=persisted(large)))
    assert len(documents._registered) <= MOST // 2 + 1
    assert documents._registered.currsize <= LARGEST_SUM


def test_trusted_documents_are_known_from_the_start(serve: Serve, manifest: Path) -> None:
    client = serve(trusted_documents=manifest, profile="production")
    assert client.post("/graphql", json={"documentId": sha(TRUSTED)}).json()["data"] == {"__typename": "Query"}
    assert client.get("/graphql", params={"documentId": sha(TRUSTED)}).json()["data"] == {"__typename": "Query"}
    assert client.post("/graphql", json={"query": OTHER}).status_code == 403


def test_a_service_can_answer_trusted_documents_alone(serve: Serve, manifest: Path) -> None:
    client = serve(trusted_documents=manifest, trusted_documents_only=True)
    for trusted in ({"documentId": sha(TRUSTED)}, {"extensions": persisted(TRUSTED)}, {"query": TRUSTED}):
        assert client.post("/graphql", json=trusted).json()["data"] == {"__typename": "Query"}
    for other in ({"query": OTHER}, {"query": OTHER, "extensions": persisted(OTHER)}, {"query": TRUSTED + " "}):
        answer = client.post("/graphql", json=other)
        assert (answer.status_code, code(answer)) == (403, "DOCUMENT_NOT_TRUSTED")
    assert code(client.post("/graphql", json={"documentId": sha(OTHER)})) == "PERSISTED_QUERY_NOT_FOUND"


@pytest.mark.parametrize(
    "content", ["", "[]", '{"a": "b"}', f'{{"{sha(OTHER)}": "{TRUSTED}"}}', f'{{"{sha(OTHER)}": 7}}']
)
def test_a_manifest_that_is_wrong_is_refused_at_the_start(tmp_path: Path, content: str) -> None:
    path = tmp_path / "documents.json"
    path.write_text(content, "utf-8")
    with pytest.raises(BadInput, match=r"documents\.json"):
        PersistedDocuments(Settings(trusted_documents=path))


def test_a_manifest_that_is_missing_is_refused_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        PersistedDocuments(Settings(trusted_documents=tmp_path / "none.json"))
