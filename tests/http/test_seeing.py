"""What operators see: the line of a request, its id and trace, slow statements, and figures that dashboards name."""

import errno
import json
import logging
import re
import subprocess
import sys
from pathlib import Path

import httpx
import orjson
import pytest

from api.wire.requests import Failures
from cli.logs import Lines, Objects
from graph.questions.named import CHANGES, QUESTIONS, WRITES
from graph.store.transaction import shape
from tests.http.conftest import Serve

TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
QUERY = {"query": "query Topics { topics(first: 1) { nodes { name } } }"}


def test_id_and_trace_are_taken_over_and_given_back(development: httpx.Client) -> None:
    for path in ("/v1/search?query=a", "/healthz", "/nowhere"):
        answer = development.get(path, headers={"X-Request-Id": "edge/1f:2", "traceparent": TRACE})
        assert answer.headers["X-Request-Id"] == "edge/1f:2"
        assert answer.headers["traceparent"] == TRACE
    assert development.get("/nowhere", headers={"X-Request-Id": "mine"}).json()["requestId"] == "mine"


@pytest.mark.parametrize("id_", ["two words", "a" * 129, "č", '"', ""])
def test_an_id_that_is_no_word_is_replaced(development: httpx.Client, id_: str) -> None:
    headers = {b"X-Request-Id": id_.encode(), b"traceparent": b"00-0-0-00"}
    answer = development.get("/healthz", headers=headers)
    assert re.fullmatch("[0-9a-f]{32}", answer.headers["X-Request-Id"])
    assert "traceparent" not in answer.headers


def _lines(caplog: pytest.LogCaptureFixture) -> list[dict[str, object]]:
    return [json.loads(Objects().format(each)) for each in caplog.records if each.name == "spojenci.requests"]


def test_each_request_is_one_line(
    development: httpx.Client, empty_graph: None, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "spojenci.requests"):
        development.post("/graphql", json=QUERY, headers={"X-Request-Id": "one", "traceparent": TRACE})
        development.get("/v1/search?query=a", headers={"X-Request-Id": "two"})
        development.get("/v1/similar-libraries?to=nobody", headers={"X-Request-Id": "three"})
        development.get("/readyz")
    first, second, third = _lines(caplog)
    assert (first["id"], first["door"], first["operation"], first["status"]) == ("one", "graphql", "Topics", 200)
    assert first["traceparent"] == TRACE
    assert str(first["caller"]).startswith("address/")
    assert (second["door"], second["operation"]) == ("rest", "search")
    assert (third["status"], third["errors"]) == (404, "NOT_FOUND")
    for line in (first, second, third):
        assert isinstance(line["ms"], float)
        assert isinstance(line["cost"], int)
        assert line["cost"] > 0
        assert line["statements"] != 0


def test_a_line_of_text_is_one_line_whatever_is_in_it() -> None:
    record = logging.makeLogRecord({"msg": "a\nb", "levelname": "INFO", "caller": 'key/Eve\n2026 "x"', "status": 200})
    assert Lines().format(record).partition("Z ")[2] == 'INFO a b caller="key/Eve\\n2026 \\"x\\"" status=200'
    assert orjson.loads(Objects().format(record))["caller"] == 'key/Eve\n2026 "x"'


def test_what_a_process_logs_last_is_written_in_its_order() -> None:
    code = (
        "import logging; from cli import logs; logs.set_up('text'); [logging.warning('line %d', n) for n in range(300)]"
    )
    written = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    ).stderr.splitlines()
    assert [line.split(" ", 2)[2] for line in written] == [f"line {n}" for n in range(300)]


def test_a_slow_statement_is_logged_with_its_cypher_and_no_values(
    serve: Serve, empty_graph: None, caplog: pytest.LogCaptureFixture
) -> None:
    client = serve(slow=0.000001)
    query = '{ topics(filter: {name: {eq: "geheim"}}) { totalCount } }'
    assert client.post("/graphql", json={"query": query}).status_code == 200
    told = [each.__dict__ for each in caplog.records if each.message == "slow statement"]
    assert any("n0.name" in each["cypher"] for each in told)
    assert "geheim" not in str([each["cypher"] for each in told])


def test_a_slow_statement_is_told_in_a_line_that_can_be_read() -> None:
    assert shape(CHANGES["page"].text).startswith("MATCH ")
    assert shape("MATCH (n)\n  RETURN n") == "MATCH (n) RETURN n"
    assert shape("MATCH (n)\n" * 1000 + "RETURN n").endswith("MATCH …")
    assert max(len(shape(each.text)) for each in [*QUESTIONS.values(), *CHANGES.values(), *WRITES.values()]) <= 200


@pytest.mark.anyio
async def test_a_full_disk_of_the_service_is_told() -> None:
    async def export(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    transport = httpx.ASGITransport(app=Failures(export))
    async with httpx.AsyncClient(transport=transport, base_url="http://a") as client:
        answer = await client.get("/v1/export")
    assert (answer.status_code, answer.json()["code"]) == (503, "DATABASE_UNAVAILABLE")
    assert answer.headers["Retry-After"]


def test_dashboard_and_alerts_name_figures_that_there_are(serve: Serve, project: Path, tmp_path: Path) -> None:
    client = serve(backup_folder=tmp_path)
    client.post("/graphql", json={"query": "{ nothing }"})
    known = set()
    for name, kind in re.findall(r"^# TYPE (\S+) (\S+)$", client.get("/metrics").text, re.MULTILINE):
        known |= {f"{name}{end}" for end in ("_bucket", "_count", "_sum")} if kind == "histogram" else {name}
    for path in ("deploy/grafana/spojenci.json", "deploy/prometheus/alerts.yaml"):
        text = (project / path).read_text("utf-8")
        named = set(re.findall(r"\b(?:spojenci|process|python)_\w+", text))
        assert len(named) > 5
        assert named <= known, path
