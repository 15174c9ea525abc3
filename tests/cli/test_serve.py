"""``spojenci serve``: it opens, says where, ends when told to, and refuses what cannot be."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.samples import Sample

from graph.settings import Settings
from graph.store import Endpoint
from tests.waiting import until

Serve = Callable[..., subprocess.Popen[str]]

PATIENCE = 60
"""Seconds that anything may take on a busy machine; an idle one needs a twentieth of it."""


@pytest.fixture
def serve(tmp_path: Path, endpoint: Endpoint) -> Iterator[Serve]:
    """Starts services on the shared Neo4j, or as the environment given says."""
    shared = {
        "NEO4J_URI": endpoint.uri,
        "NEO4J_USERNAME": endpoint.username,
        "NEO4J_PASSWORD": endpoint.password,
        "SPOJENCI_HOME": str(tmp_path),
        "SPOJENCI_SEED": "none",
        "SPOJENCI_PORT": "0",
    }
    processes: list[subprocess.Popen[str]] = []

    def start(*arguments: str, **changes: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "cli", "serve", *arguments],
            env=os.environ | shared | changes, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        processes.append(process)
        return process

    # What a shell has put into the background ignores Ctrl-C, and so would these.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield start
    signal.signal(signal.SIGINT, before)
    for process in processes:
        process.kill()
        process.communicate()


def _said(process: subprocess.Popen[str]) -> str:
    """What a service prints once it is open."""
    assert process.stdout
    said = ""
    while "Stop with" not in said:
        line = process.stdout.readline()
        assert line, process.communicate()
        said += line
    return said


def _opened(process: subprocess.Popen[str]) -> str:
    """The address of a service, once it is open."""
    address: str = re.findall(r"http://127.0.0.1:\d+", _said(process))[0]
    return address


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_it_says_where_to_click_and_ends_when_told(serve: Serve, number: signal.Signals, code: int) -> None:
    process = serve()
    said = _said(process)
    assert "potentialPartners" in said
    assert "bolt://" in said
    [page] = set(re.findall(r"http://127.0.0.1:\d+", said))
    assert httpx.get(page + "/healthz", timeout=PATIENCE).status_code == 200
    assert httpx.get(page + "/openapi.json", timeout=PATIENCE).status_code == 200
    process.send_signal(number)
    assert process.wait(PATIENCE) == code
    assert process.stderr
    lines = process.stderr.read().splitlines()
    assert any(" INFO request " in line and " status=200 " in line for line in lines)
    expected = r"Starting…$|Migrating the data|\S+Z INFO request |\S+Z WARNING slow statement "
    assert all(re.match(expected, line) for line in lines), lines


def test_ctrl_c_while_starting_is_quiet(serve: Serve) -> None:
    process = serve(NEO4J_URI="bolt://127.0.0.1:1")
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=PATIENCE)
    # A shell sees 130 either way: interrupted inside an exec of text, as dataclasses use it, Python ends by the signal.
    assert process.returncode in (130, -signal.SIGINT)
    assert "Traceback" not in said


def test_a_taken_port_is_told_before_anything_starts(serve: Serve) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        _, said = (process := serve(SPOJENCI_PORT=port)).communicate(timeout=PATIENCE)
    assert process.returncode == 2
    assert said.startswith(f"error: Port {port} on 127.0.0.1 cannot be used: another program uses it.")
    assert "SPOJENCI_PORT" in said


def test_an_address_of_another_machine_is_refused(serve: Serve) -> None:
    _, said = (process := serve("--host", "192.0.2.1")).communicate(timeout=PATIENCE)
    assert process.returncode == 2
    assert "SPOJENCI_HOST" in said


@pytest.mark.usefixtures("endpoint")
def test_a_home_has_one_service(serve: Serve, settings: Settings) -> None:
    if not (settings.home / "neo4j.json").exists():
        pytest.skip("the shared Neo4j is not embedded")
    _, said = (process := serve(NEO4J_URI="", SPOJENCI_HOME=str(settings.home))).communicate(timeout=PATIENCE)
    assert process.returncode == 5
    assert f"process {os.getpid()} (" in said


def _children(pid: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()]


def _workers(process: subprocess.Popen[str]) -> set[int]:
    """They are forked from a process that the service has started for that."""
    forking = [pid for pid in _children(process.pid) if b"forkserver" in Path(f"/proc/{pid}/cmdline").read_bytes()]
    return {worker for pid in forking for worker in _children(pid)}


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for the workers as Linux shows them")
def test_several_workers_serve_one_address_and_a_lost_one_is_replaced(serve: Serve) -> None:
    process = serve(SPOJENCI_WORKERS="2", SPOJENCI_WEBHOOKS="false")
    page = _opened(process)
    lost, stays = sorted(before := _workers(process))
    os.kill(lost, signal.SIGKILL)
    assert [httpx.get(page + "/readyz", timeout=PATIENCE).status_code for _ in range(10)] == [200] * 10
    until(lambda: len(_workers(process) - {lost}) == 2, PATIENCE)
    assert stays in _workers(process) != before
    process.send_signal(signal.SIGTERM)
    assert process.wait(PATIENCE) == 0
    assert not any(Path(f"/proc/{pid}").exists() for pid in before)


def _figures(page: str) -> list[Sample]:
    """The figures that a worker tells, of whomever they are."""
    text = httpx.get(page + "/metrics", timeout=PATIENCE).text
    return [sample for family in text_string_to_metric_families(text) for sample in family.samples]


def _told_of(page: str) -> set[str]:
    """The workers whose figures are told."""
    return {sample.labels["worker"] for sample in _figures(page) if sample.name == "process_start_time_seconds"}


def _answered(figures: list[Sample]) -> float:
    """How many requests all workers together have answered."""
    return sum(each.value for each in figures if each.name == "spojenci_request_seconds_count")


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for the workers as Linux shows them")
@pytest.mark.timeout(300)
def test_whichever_worker_is_asked_tells_the_figures_of_all(serve: Serve) -> None:
    process = serve(SPOJENCI_WORKERS="2", SPOJENCI_WEBHOOKS="false")
    page = _opened(process)
    until(lambda: len(_told_of(page)) == 2, PATIENCE)
    before = _answered(_figures(page))
    for _ in range(12):
        assert httpx.get(page + "/healthz", timeout=PATIENCE).status_code == 200
    told = [_answered(_figures(page)) - before for _ in range(12)]
    assert told == sorted(told)  # whichever of the two it is
    assert told[0] >= 12
    os.kill(min(before_kill := _workers(process)), signal.SIGKILL)
    until(lambda: len(_workers(process) - before_kill) == 1, PATIENCE)
    until(lambda: _told_of(page) == {"1", "2"}, PATIENCE)


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for the workers as Linux shows them")
def test_workers_outlive_nobody(serve: Serve) -> None:
    process = serve("--workers", "2")
    page = _opened(process)
    process.kill()
    process.wait()
    until(lambda: not _answers(page), PATIENCE)


def _answers(page: str) -> bool:
    try:
        return httpx.get(page + "/healthz", timeout=5).status_code == 200
    except httpx.TransportError:
        return False
