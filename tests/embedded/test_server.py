"""The real Neo4j: safe settings, who may start and join it, and that it neither lingers nor loses data."""

import http.server
import os
import shutil
import signal
import socket
import stat
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import neo4j
import pytest

from graph import embedded
from graph.embedded import configuration, java, server
from graph.errors import EmbeddedError
from graph.settings import Settings
from graph.store import AccountRefused, Endpoint
from tests.waiting import until

from .conftest import Other, alive, run, settings_for, state

Shared = tuple[Settings, Endpoint]
Start = Callable[[str, Path], Other]


# With one running server.


def test_it_answers_and_tells_who_runs_it(shared: Shared) -> None:
    settings, endpoint = shared
    assert run(endpoint, "RETURN 1 AS one") == [[1]]
    info = embedded.running(settings)
    assert info is not None
    assert (info.pid, info.uri) == (os.getpid(), endpoint.uri)
    assert "python" in info.command


def test_secrets_are_for_the_owner_only(shared: Shared) -> None:
    settings, endpoint = shared
    password = configuration.password_file(settings.home)
    assert stat.S_IMODE(password.stat().st_mode) == 0o600
    assert stat.S_IMODE(settings.home.stat().st_mode) == 0o700
    assert len(endpoint.password) >= 32
    assert endpoint.answers()
    with pytest.raises(AccountRefused):
        replace(endpoint, password="guessed").answers()


def test_it_listens_on_loopback_only(shared: Shared) -> None:
    settings, _ = shared
    pid = state(settings.home)["java"]
    sockets = {os.readlink(f"/proc/{pid}/fd/{n}") for n in os.listdir(f"/proc/{pid}/fd") if _is_link(pid, n)}
    listening = []
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]:
            columns = line.split()
            if columns[3] == "0A" and f"socket:[{columns[9]}]" in sockets:
                listening.append(columns[1].partition(":")[0])
    assert listening in (["0100007F"], ["0000000000000000FFFF00000100007F"])


def _is_link(pid: int, number: str) -> bool:
    return os.path.lexists(f"/proc/{pid}/fd/{number}")


def test_no_statement_reads_a_file_or_an_address(shared: Shared) -> None:
    settings, endpoint = shared
    (settings.home / "neo4j" / "import" / "rows.csv").write_text("a,b\n")
    asked: list[str] = []

    class Listener(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

    with http.server.HTTPServer(("127.0.0.1", 0), Listener) as listener:
        threading.Thread(target=listener.serve_forever, args=(0.05,), daemon=True).start()
        port = listener.server_port
        for address in (
            "file:///rows.csv",
            "file:///etc/passwd",
            f"http://127.0.0.1:{port}/",
            f"http://localhost:{port}/",
            f"http://[::ffff:127.0.0.1]:{port}/",
            f"http://2130706433:{port}/",
        ):
            with pytest.raises(neo4j.exceptions.ClientError):
                run(endpoint, "LOAD CSV FROM $address AS row RETURN row", address=address)
        listener.shutdown()
    assert asked == []


def test_a_caller_may_set_a_shorter_timeout(shared: Shared) -> None:
    _, endpoint = shared
    slow = "UNWIND range(1, 1000000000) AS x WITH x WHERE x % 7 = 8 RETURN count(x)"
    auth = (endpoint.username, endpoint.password)
    with neo4j.GraphDatabase.driver(endpoint.uri, auth=auth) as driver, driver.session(database="neo4j") as session:
        with pytest.raises(neo4j.exceptions.ClientError) as caught:
            session.run(neo4j.Query(slow, timeout=0.5)).consume()
        assert str(caught.value.code).endswith("TransactionTimedOutClientConfiguration")
    limit = run(endpoint, "SHOW SETTINGS YIELD name, value WHERE name = 'db.transaction.timeout' RETURN value")
    assert limit == [["1m"]]


def test_one_greedy_statement_is_ended_and_the_server_lives(shared: Shared) -> None:
    _, endpoint = shared
    greedy = "UNWIND range(1, 1000000) AS x WITH [y IN range(1, 10000) | x + y] AS l RETURN size(collect(l))"
    auth = (endpoint.username, endpoint.password)
    # Not by execute_query: the driver takes the refusal for passing, and tries again for 30 seconds.
    with neo4j.GraphDatabase.driver(endpoint.uri, auth=auth) as driver, driver.session(database="neo4j") as session:
        with pytest.raises(neo4j.exceptions.TransientError, match="MemoryPoolOutOfMemoryError"):
            session.run(greedy).consume()
        assert session.run("RETURN 1 AS one").single(strict=True)["one"] == 1


def test_another_command_joins(shared: Shared, other: Start) -> None:
    settings, endpoint = shared
    command = other("attached", settings.home)
    assert command.hear() == {"uri": endpoint.uri}
    command.finish()
    assert run(endpoint, "RETURN 1 AS one") == [[1]]


def test_a_second_service_is_refused_and_the_first_named(shared: Shared, other: Start) -> None:
    settings, endpoint = shared
    error = other("started", settings.home).hear()["error"]
    assert f"process {os.getpid()} (" in error
    assert "since 20" in error
    assert "SPOJENCI_HOME" in error
    assert run(endpoint, "RETURN 1 AS one") == [[1]]


def test_a_password_that_does_not_fit_is_reported(shared: Shared) -> None:
    settings, _ = shared
    path = configuration.password_file(settings.home)
    kept = path.read_text()
    try:
        path.write_text("another\n")
        with pytest.raises(EmbeddedError, match="refuses the password"), embedded.attached(settings):
            pass
    finally:
        path.write_text(kept)


# Lives and deaths.


@pytest.mark.slow
def test_two_commands_at_once_on_a_cold_home_with_an_unusual_name(tmp_path: Path, other: Start) -> None:
    home = tmp_path / 'můj domov, "zvláštní" #1' / "žluťoučký"
    first, second = other("attached", home), other("attached", home)
    assert first.hear() == second.hear()
    owner = first if state(home)["pid"] == first.process.pid else second
    joined = second if owner is first else first
    java_pid = state(home)["java"]
    owner.process.kill()
    settings = settings_for(home)
    with embedded.attached(settings) as endpoint:
        joined.finish()
        time.sleep(0.5)
        assert run(endpoint, "RETURN 1 AS one") == [[1]]  # its starter was killed, a joiner left: still there
    until(lambda: not alive(java_pid))
    until(lambda: embedded.running(settings) is None)


@pytest.mark.slow
def test_nothing_lingers_and_nothing_acknowledged_is_lost(tmp_path: Path, other: Start) -> None:
    settings = settings_for(tmp_path / "home")
    with embedded.started(settings) as endpoint:
        first = state(settings.home)
        for number in range(20):
            run(endpoint, "CREATE (:Kept {number: $number})", number=number)
        # Java crashes: the guard starts it again, at the same address.
        os.kill(first["java"], signal.SIGKILL)
        until(lambda: state(settings.home)["java"] != first["java"])
        until(endpoint.answers, 60)
        run(endpoint, "CREATE (:Kept {number: 20})")
        # The guard is killed: Java goes with it.
        second = state(settings.home)
        assert (second["guard"], second["port"]) == (first["guard"], first["port"])
        os.kill(second["guard"], signal.SIGKILL)
        until(lambda: not alive(second["java"]), 5)
    assert embedded.running(settings) is None
    command = other("attached", settings.home)
    uri = command.hear()["uri"]
    third = state(settings.home)
    assert run(Endpoint(uri, "neo4j", endpoint.password), "MATCH (k:Kept) RETURN count(k)") == [[21]]
    # Whoever started it is killed: guard and Java end in good order.
    command.process.kill()
    until(lambda: not alive(third["java"]) and not alive(third["guard"]))
    assert not (settings.home / "neo4j.json").exists()
    log = (settings.home / "neo4j" / "logs" / "java.log").read_text()
    assert "cds" not in log, "class data were not used"
    _check_lost_password(settings)


def _check_lost_password(settings: Settings) -> None:
    configuration.password_file(settings.home).unlink()
    message = r"password of the database is lost.*Put the file back"
    with pytest.raises(EmbeddedError, match=message), embedded.attached(settings):
        pass
    assert embedded.running(settings) is None


# Refusals, each with advice.


def test_a_taken_port(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        settings = settings_for(tmp_path / "home", bolt_port=port)
        with (
            pytest.raises(EmbeddedError, match=rf"127\.0\.0\.1:{port}.*SPOJENCI_BOLT_PORT"),
            embedded.started(settings),
        ):
            pass


def test_java_that_dies_at_once_shows_its_last_words(tmp_path: Path) -> None:
    settings = settings_for(tmp_path / "home").model_copy(update={"heap": "1m", "cache": tmp_path / "cache"})
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "jars").symlink_to(Settings().cache / "jars")
    message = r"(?s)ended while it was starting.*java\.log.*heap"
    with pytest.raises(EmbeddedError, match=message), embedded.attached(settings):
        pass


def test_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: whole._replace(free=1))
    with pytest.raises(EmbeddedError, match=r"full.*SPOJENCI_HOME"), embedded.attached(settings_for(tmp_path / "home")):
        pass


def test_a_guard_that_could_not_be_replaced_at_once_is_replaced_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = settings_for(tmp_path / "home")
    with server._held(settings, server.quiet) as (held, endpoint):
        os.kill(state(settings.home)["guard"], signal.SIGKILL)
        until(lambda: not held.is_guarded)
        with monkeypatch.context() as full:
            full.setattr(server, "is_full", lambda *_: True)
            for _ in range(2):
                with pytest.raises(EmbeddedError, match="is \\(almost\\) full"):
                    held.renew(endpoint.uri)
        held.renew(endpoint.uri)
        assert run(endpoint, "RETURN 1") == [[1]]


def test_a_port_that_the_last_neo4j_still_holds_is_awaited() -> None:
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
        with pytest.raises(EmbeddedError, match="Address already in use"):
            server._check_port(port, 0)
        timer = threading.Timer(0.3, held.close)
        timer.start()
        server._check_port(port, 30)
        timer.join()


def test_a_disk_that_fills_while_neo4j_starts_is_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    free = [1 << 40, 1 << 20]
    monkeypatch.setattr(
        shutil, "disk_usage", lambda _: SimpleNamespace(free=free[0] if len(free) == 1 else free.pop(0))
    )
    with pytest.raises(EmbeddedError, match="is \\(almost\\) full"), embedded.started(settings_for(tmp_path)):
        pass


def test_a_home_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    settings = settings_for(tmp_path / "file" / "home")
    with pytest.raises(EmbeddedError, match="Cannot write into .*SPOJENCI_HOME"), embedded.attached(settings):
        pass


def test_a_system_java_that_is_absent_or_too_old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    settings = settings_for(tmp_path / "home", java="system")
    with pytest.raises(EmbeddedError, match="there is no java in"):
        java.find(settings)
    (tmp_path / "bin").mkdir()
    old = tmp_path / "bin" / "java"
    old.write_text("#!/bin/sh\necho 'openjdk version \"1.8.0_402\"' >&2\n")
    old.chmod(0o755)
    with pytest.raises(EmbeddedError, match="is Java 8; Neo4j needs 17 or 21"):
        java.find(settings)
