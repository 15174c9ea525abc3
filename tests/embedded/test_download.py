"""Downloads: parallel, resumed, verified; with a small server on this machine in the place of Maven Central."""

import errno
import hashlib
import os
import shutil
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace

import pytest

from graph.embedded import artifacts, download
from graph.embedded.artifacts import Artifact
from graph.embedded.server import quiet
from graph.errors import EmbeddedError

CONTENT = {f"part{number}": os.urandom(200_000) for number in range(12)}


def artifact(name: str) -> Artifact:
    content = CONTENT[name]
    return Artifact("org.example", name, "1", "", len(content), hashlib.sha256(content).hexdigest())


LOCK = [artifact(name) for name in CONTENT]


class Repository(ThreadingHTTPServer):
    """Serves CONTENT; what it sends can be changed, cut short, and is written down."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, str | None]] = []
        self.replaced: dict[str, bytes] = {}
        self.cut: set[str] = set()
        self.at_once = 0
        self.most_at_once = 0
        self.counter = threading.Lock()
        self.barrier: threading.Barrier | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/maven"


class Handler(BaseHTTPRequestHandler):
    server: Repository
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        name = self.path.split("/")[-3]
        wanted = self.headers.get("Range")
        self.server.asked.append((name, wanted))
        if self.server.barrier:
            self.server.barrier.wait(10)
        content = self.server.replaced.get(name, CONTENT[name])
        start = int(wanted.removeprefix("bytes=").removesuffix("-")) if wanted else 0
        self.send_response(206 if wanted else 200)
        self.send_header("Content-Length", str(len(content) - start))
        self.end_headers()
        if name in self.server.cut:
            self.server.cut.discard(name)
            self.wfile.write(content[start : start + 50_000])
            self.close_connection = True
        else:
            self.wfile.write(content[start:])

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def repository() -> Iterator[Repository]:
    with Repository() as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield server
        server.shutdown()


def intact(folder: Path) -> bool:
    return all((folder / a.filename).read_bytes() == CONTENT[a.name] for a in LOCK)


def test_downloads_at_once_with_progress_and_never_again(repository: Repository, tmp_path: Path) -> None:
    repository.barrier = threading.Barrier(4)  # answers only when four ask at the same time
    shares: list[float] = []
    download.fetch(LOCK, tmp_path, lambda text, share: shares.append(share or 0), repository.address)
    assert intact(tmp_path)
    assert shares
    assert all(0 <= share <= 1 for share in shares)
    assert {path.suffix for path in tmp_path.iterdir()} == {".jar", ".json", ".lock"}
    repository.asked.clear()
    download.fetch(LOCK, tmp_path, quiet, repository.address)
    assert repository.asked == []


def test_goes_on_behind_what_an_interrupted_run_left(repository: Repository, tmp_path: Path) -> None:
    (tmp_path / f"{LOCK[3].filename}.part").write_bytes(CONTENT["part3"][:120_000])
    repository.cut = {"part5"}
    download.fetch(LOCK, tmp_path, quiet, repository.address)
    assert intact(tmp_path)
    assert ("part3", "bytes=120000-") in repository.asked
    assert ("part3", None) not in repository.asked
    assert [wanted for name, wanted in repository.asked if name == "part5"] == [None, "bytes=50000-"]


def test_a_damaged_beginning_is_thrown_away(repository: Repository, tmp_path: Path) -> None:
    (tmp_path / f"{LOCK[3].filename}.part").write_bytes(b"x" * 120_000)
    download.fetch(LOCK, tmp_path, quiet, repository.address)
    assert intact(tmp_path)
    assert [wanted for name, wanted in repository.asked if name == "part3"] == ["bytes=120000-", None]


def test_a_file_that_was_changed_on_disk_is_fetched_again(repository: Repository, tmp_path: Path) -> None:
    download.fetch(LOCK, tmp_path, quiet, repository.address)
    repository.asked.clear()
    jar = tmp_path / LOCK[2].filename
    before = jar.stat()
    jar.write_bytes(b"x" * len(CONTENT["part2"]))
    os.utime(jar, ns=(before.st_atime_ns, before.st_mtime_ns))  # the same size and time do not hide it
    (tmp_path / LOCK[4].filename).touch()  # touched but intact: not fetched
    texts: list[str] = []
    download.fetch(LOCK, tmp_path, lambda text, share: texts.append(text), repository.address)
    assert intact(tmp_path)
    assert [name for name, _ in repository.asked] == ["part2"]
    assert f"{jar.name} is damaged or was changed" in texts[0]


def test_other_content_than_the_locked_is_refused(repository: Repository, tmp_path: Path) -> None:
    repository.replaced = {"part1": b"y" * len(CONTENT["part1"])}
    with pytest.raises(EmbeddedError, match="part1-1.jar was refused: what 127.0.0.1 sends"):
        download.fetch(LOCK, tmp_path, quiet, repository.address)
    assert not list(tmp_path.glob("part1-1.jar*"))
    repository.replaced = {}
    download.fetch(LOCK, tmp_path, quiet, repository.address)
    assert intact(tmp_path)


def test_says_what_to_do_without_a_network(repository: Repository, tmp_path: Path) -> None:
    repository.shutdown()
    repository.server_close()
    with pytest.raises(EmbeddedError, match=r"2\.4 MB of its jars are missing.*goes on where it stopped.*NEO4J_URI"):
        download.fetch(LOCK, tmp_path, quiet, repository.address)


def test_two_at_once_download_each_file_once(repository: Repository, tmp_path: Path) -> None:
    pair = [threading.Thread(target=download.fetch, args=(LOCK, tmp_path, quiet, repository.address)) for _ in range(2)]
    for thread in pair:
        thread.start()
    for thread in pair:
        thread.join()
    assert intact(tmp_path)
    assert len(repository.asked) == len(LOCK)


def test_says_what_to_do_when_the_disk_is_full(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(total=0, used=0, free=1_000_000))
    with pytest.raises(EmbeddedError, match=r"full\. Free some space, or set SPOJENCI_CACHE"):
        download.fetch(LOCK, tmp_path, quiet, repository.address)
    assert repository.asked == []
    assert "SPOJENCI_CACHE" in download.disk_error(OSError(errno.EACCES, "Permission denied"), tmp_path).message


def test_the_committed_lock_names_no_registry() -> None:
    text = artifacts.LOCK_FILE.read_text("utf-8")
    assert "://" not in text
    lock = artifacts.load()
    assert len({a.filename for a in lock.server}) == len(lock.server)
    assert all(len(a.sha256) == 64 and a.size > 0 for a in lock.server)
