"""Downloads of locked files into a cache: parallel, resumed, refused when the SHA-256 is wrong."""

import errno
import json
import shutil
import threading
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import filelock
import httpx
from packageurl.validate import MavenTypeDefinition

from graph.embedded.artifacts import Artifact, sha256_of
from graph.errors import EmbeddedError
from graph.progress import Progress

CONNECTIONS = 8
TRIES = 4
SPARE_BYTES = 64 * 1024 * 1024  # left free on the disk besides what is downloaded
STAMP = "verified.json"


def fetch(
    artifacts: Sequence[Artifact],
    folder: Path,
    progress: Progress,
    repository: str = MavenTypeDefinition.default_repository_url,
) -> None:
    """Make sure that ``folder`` holds every artifact, intact; download what is missing or has changed.

    ``repository`` is the address of a Maven repository; by default Maven Central, as the specification of package URLs
    defines it.
    Raises EmbeddedError when the network is absent, the disk is full, or a file is not the locked one.
    """
    if not _unverified(artifacts, folder):
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _exclusive(folder, progress):
            missing = _verify(artifacts, folder, progress)
            if missing:
                _Download(missing, folder, progress).run(repository)
            _write_stamp(artifacts, folder)
    except OSError as error:
        raise disk_error(error, folder) from error


def _exclusive(folder: Path, progress: Progress) -> filelock.BaseFileLock:
    """The lock that lets one process at a time download into ``folder``."""
    lock = filelock.FileLock(folder / "download.lock")
    try:
        lock.acquire(timeout=0)
    except filelock.Timeout:
        progress("Waiting for another process that downloads the same files", None)
        lock.acquire()
    return lock


# Verification: a full one when a file is new or was touched, else only size and times are compared.


def _fingerprint(path: Path) -> list[int] | None:
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return [status.st_size, status.st_mtime_ns, status.st_ctime_ns]


def _stamp(folder: Path) -> dict[str, object]:
    try:
        content = json.loads((folder / STAMP).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _unverified(artifacts: Iterable[Artifact], folder: Path) -> list[Artifact]:
    """The artifacts that have not been verified, or were touched since."""
    stamp = _stamp(folder)
    return [a for a in artifacts if stamp.get(a.filename) != [a.sha256, _fingerprint(folder / a.filename)]]


def _verify(artifacts: Iterable[Artifact], folder: Path, progress: Progress) -> list[Artifact]:
    """Hash the files that are not verified; return the missing and the wrong ones, and remove the wrong ones."""
    missing = []
    for artifact in _unverified(artifacts, folder):
        jar = folder / artifact.filename
        if jar.exists() and sha256_of(jar) != artifact.sha256:
            progress(f"{jar.name} is damaged or was changed: fetching it again", None)
            jar.unlink()
        if not jar.exists():
            missing.append(artifact)
    return missing


def _write_stamp(artifacts: Iterable[Artifact], folder: Path) -> None:
    # Entries of other versions in the same folder stay: several checkouts may share a cache.
    stamp = _stamp(folder)
    stamp.update({a.filename: [a.sha256, _fingerprint(folder / a.filename)] for a in artifacts})
    part = folder / f"{STAMP}.part"
    part.write_text(json.dumps(stamp, indent=0), "utf-8")
    part.replace(folder / STAMP)


def disk_error(error: OSError, folder: Path) -> EmbeddedError:
    """What to say when the cache cannot be written."""
    if error.errno == errno.ENOSPC:
        return EmbeddedError(
            f"The disk of {folder} is full. Free some space, or set SPOJENCI_CACHE to a folder on another disk."
        )
    return EmbeddedError(
        f"Cannot write {error.filename or folder}: {error.strerror}. "
        "Give this user the right to write there, or set SPOJENCI_CACHE to another folder."
    )


class _Download:
    """One run of parallel downloads; ``stopped`` ends the threads early when one fails or the user interrupts."""

    def __init__(self, artifacts: Sequence[Artifact], folder: Path, progress: Progress) -> None:
        self.artifacts = artifacts
        self.folder = folder
        self.progress = progress
        self.total = sum(artifact.size for artifact in artifacts)
        self.done = 0
        self.shown = 0.0
        self.counter = threading.Lock()
        self.stopped = threading.Event()

    def run(self, repository: str) -> None:
        self._check_space()
        limits = httpx.Limits(max_connections=CONNECTIONS)
        with (
            httpx.Client(base_url=repository, timeout=30, follow_redirects=True, limits=limits) as client,
            ThreadPoolExecutor(CONNECTIONS, "download") as pool,
        ):
            try:
                # Large files first, so that none is left running alone at the end.
                largest_first = sorted(self.artifacts, key=lambda a: -a.size)
                for task in [pool.submit(self._fetch, client, artifact) for artifact in largest_first]:
                    task.result()
            except httpx.HTTPError as error:
                raise self._network_error(error, repository) from error
            finally:
                self.stopped.set()
                pool.shutdown(cancel_futures=True)

    def _check_space(self) -> None:
        free = shutil.disk_usage(self.folder).free
        if free < self.total + SPARE_BYTES:
            raise OSError(errno.ENOSPC, "disk full")

    def _network_error(self, error: httpx.HTTPError, repository: str) -> EmbeddedError:
        missing = sum(a.size for a in self.artifacts if not (self.folder / a.filename).exists())
        return EmbeddedError(
            f"Cannot download the embedded Neo4j: {missing / 1e6:.1f} MB of its jars are missing, and "
            f"{httpx.URL(repository).host} answered: {error or type(error).__name__}. Check the network and the proxy "
            "(HTTPS_PROXY, SSL_CERT_FILE) and try again: it goes on where it stopped. "
            "Or set NEO4J_URI to use a Neo4j that runs already."
        )

    def _fetch(self, client: httpx.Client, artifact: Artifact) -> None:
        part = self.folder / f"{artifact.filename}.part"
        for last in (False, True):
            self._receive_patiently(client, artifact, part)
            if sha256_of(part) == artifact.sha256:
                part.replace(self.folder / artifact.filename)
                return
            # A damaged part from an earlier run cannot be told from tampering, so a whole fresh copy decides.
            part.unlink()
            self._count(-artifact.size)
            if last:
                raise EmbeddedError(
                    f"{artifact.filename} was refused: what {client.base_url.host} sends is not the file that was "
                    "locked (its SHA-256 differs). A proxy may have changed it. Nothing of it was kept; try again "
                    "from another network."
                )

    def _receive_patiently(self, client: httpx.Client, artifact: Artifact, part: Path) -> None:
        for attempt in range(TRIES):
            try:
                self._receive(client, artifact, part)
            except httpx.TransportError:
                if attempt == TRIES - 1 or self.stopped.wait(0.5 * 2**attempt):
                    raise
            else:
                return

    def _receive(self, client: httpx.Client, artifact: Artifact, part: Path) -> None:
        """Bring ``part`` to its full length, going on behind what is there already."""
        start = part.stat().st_size if part.exists() else 0
        if start >= artifact.size:
            self._count(artifact.size)
            return
        headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={start}-"} if start else {})
        with client.stream("GET", artifact.path, headers=headers) as response:
            response.raise_for_status()
            resumed = response.status_code == httpx.codes.PARTIAL_CONTENT
            received = start if resumed else 0
            self._count(received)
            try:
                with part.open("ab" if resumed else "wb") as file:
                    for chunk in response.iter_bytes():
                        self._stop_if_asked()
                        file.write(chunk)
                        received += len(chunk)
                        self._count(len(chunk))
            except BaseException:
                self._count(-received)
                raise

    def _stop_if_asked(self) -> None:
        if self.stopped.is_set():
            raise httpx.ReadError("the download was interrupted")

    def _count(self, size: int) -> None:
        with self.counter:
            self.done += size
            now = time.monotonic()
            if size > 0 and now - self.shown > 0.1:
                self.shown = now
                text = f"Downloading Neo4j ({self.done / 1e6:.0f} of {self.total / 1e6:.0f} MB)"
                self.progress(text, min(1.0, self.done / self.total))
