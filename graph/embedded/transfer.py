"""Parallel downloads of locked files, resumed where they were interrupted. Imported only where something is missing."""

import errno
import shutil
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx

from graph.embedded.artifacts import Artifact, sha256_of
from graph.errors import EmbeddedError
from graph.progress import Progress

CONNECTIONS = 8
TRIES = 4
SPARE_BYTES = 64 * 1024 * 1024  # left free on the disk besides what is downloaded


class Transfer:
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
        """Bring all files. Raises EmbeddedError, and OSError where the disk is full."""
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
