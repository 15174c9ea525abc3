"""Downloads of locked files into a cache: parallel, resumed, refused when the SHA-256 is wrong."""

import errno
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import filelock
from packageurl.validate import MavenTypeDefinition

from graph.embedded.artifacts import Artifact, sha256_of
from graph.errors import EmbeddedError
from graph.progress import Progress

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
                from graph.embedded.transfer import Transfer  # with a client of HTTP that no later start needs

                Transfer(missing, folder, progress).run(repository)
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
