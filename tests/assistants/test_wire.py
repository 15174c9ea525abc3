"""The address of assistants: what is checked before a tool is asked, and what is told and kept of a request."""

import json
import logging
import subprocess
import sys
from typing import Any

import httpx
import pytest

from graph.access import Role
from graph.settings import Settings
from graph.store import Endpoint
from tests.serving import served

VERSIONS = ("2025-03-26", "2025-06-18", "2025-11-25", None)
"""What older clients name in the header ``MCP-Protocol-Version``, or nothing at all."""


def asked(tool: str, **given: Any) -> dict[str, Any]:
    params = {"name": tool, "arguments": given}
    return {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}


@pytest.fixture
def client(server: str, golden_graph: None) -> httpx.Client:
    return httpx.Client(base_url=server, headers={"Accept": "application/json, text/event-stream"})


@pytest.mark.parametrize("version", VERSIONS)
def test_older_protocols_are_answered(client: httpx.Client, version: str | None) -> None:
    headers = {"MCP-Protocol-Version": version} if version else {}
    answer = client.post("/mcp", json=asked("search", query="knihovna"), headers=headers)
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.json()["result"]["structuredContent"]["answer"]["rows"]
    assert "Mcp-Session-Id" not in answer.headers


def test_an_error_has_the_id_of_its_request(client: httpx.Client) -> None:
    answer = client.post("/mcp", json=asked("gaps", place="nowhere"))
    text = answer.json()["result"]["content"][0]["text"]
    error = json.loads(text.split("\n")[2])["error"]
    assert error["requestId"] == answer.headers["X-Request-Id"]
    assert 'door="mcp",status="200"' in client.get("/metrics").text


def test_a_page_of_another_origin_is_refused(client: httpx.Client) -> None:
    body = asked("search", query="knihovna")
    statuses = [
        client.post("/mcp", json=body, headers={"Origin": origin}).status_code
        for origin in ("https://evil.example", "null", str(client.base_url))
    ]
    assert statuses == [403, 403, 200]


def test_a_page_of_an_origin_that_may_is_answered(endpoint: Endpoint, settings: Settings, golden_graph: None) -> None:
    allowed = settings.model_copy(update={"origins": ["https://map.example"], "hosts": ["map.example"]})
    with served(allowed, endpoint) as client:
        page = {"Origin": "https://map.example", "Host": "map.example"}
        asking = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "mcp-protocol-version"}
        assert client.options("/mcp", headers=page | asking).status_code == 200
        body = asked("search", query="knihovna")
        assert client.post("/mcp", json=body, headers=page).status_code == 200
        assert client.post("/mcp", json=body, headers={"Host": "evil.example"}).status_code == 400


def test_a_wrong_key_is_refused(client: httpx.Client) -> None:
    answer = client.post("/mcp", json=asked("search", query="x"), headers={"Authorization": "Bearer wrong"})
    assert (answer.status_code, answer.json()["code"]) == (401, "UNAUTHENTICATED")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_bodies_are_checked_as_at_every_door(client: httpx.Client, settings: Settings) -> None:
    plain = {"Content-Type": "application/json"}
    deep = b"[" * 100 + b"]" * 100
    given = {b"{": 400, b"\xff": 400, deep: 400, b'"' + b"x" * settings.max_body + b'"': 413}
    assert {body: client.post("/mcp", content=body, headers=plain).status_code for body in given} == given
    assert client.post("/mcp", content=b"{}", headers={"Content-Type": "text/plain"}).status_code == 415
    assert client.post("/mcp", json=[asked("search", query="x")] * 2).status_code == 400


def test_there_are_no_sessions_to_open_or_close(client: httpx.Client) -> None:
    for method in ("GET", "DELETE"):
        answer = client.request(method, "/mcp")
        assert (answer.status_code, answer.headers["Allow"]) == (405, "OPTIONS, POST")


def test_keys_are_not_logged(client: httpx.Client, secrets: dict[Role, str], caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    key = secrets[Role.READER]
    for tool in ("search", "unheard"):
        answer = client.post("/mcp", json=asked(tool, query="x"), headers={"Authorization": f"Bearer {key}"})
        assert key not in answer.text
    assert "mcp" in {record.name.partition(".")[0] for record in caplog.records}
    assert key not in caplog.text


def test_the_sdk_is_imported_for_the_first_assistant_alone() -> None:
    script = "import sys, api.app, cli.app; sys.exit('mcp' in sys.modules or 'mcp_types' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
