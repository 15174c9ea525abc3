"""The folder of one embedded Neo4j: its configuration, its password, what can go wrong in it."""

import hashlib
import os
import secrets
import shutil
from pathlib import Path

from graph.errors import EmbeddedError
from graph.settings import Settings

USERNAME = "neo4j"
ITERATIONS = 1024
FIRST_HEAP = 1024  # megabytes that Java reserves at once: growing by small steps costs an import many collections

CONFIGURATION = """\
# Written at every start by the service. Changes are lost.
server.config.strict_validation.enabled=true
dbms.usage_report.enabled=false

# Only this machine, only Bolt.
server.default_listen_address=127.0.0.1
server.bolt.enabled=true
server.bolt.listen_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
internal.server.bolt.thread_pool_shutdown_wait_time=0s
internal.server.bolt.connection_shutdown_wait_time=1s
# The service knows itself how long it waits; were Neo4j to say it, the driver would mind each reading of a socket by a task.
server.bolt.connection_keep_alive_for_requests=OFF

# A statement reads no file and no address, loads no plugin.
server.directories.import=import
dbms.security.allow_csv_import_from_file_urls=false
internal.dbms.cypher_ip_blocklist=0.0.0.0/0,::/0
dbms.security.procedures.unrestricted=

# A statement gets neither all the time nor all the memory. Callers set shorter or longer times of their own.
db.transaction.timeout={timeout}
db.transaction.monitor.check.interval=200ms
db.lock.acquisition.timeout=10s
server.memory.heap.initial_size={first_heap}m
server.memory.heap.max_size={heap}
server.memory.pagecache.size={pagecache}
dbms.memory.transaction.total.max={transactions}m
db.memory.transaction.max={transaction}m
server.memory.query_cache.per_db_cache_num_entries={plans}
# One plan for ids, texts and lists of any length: for each power of ten of it, Neo4j would make another one, in seconds.
internal.cypher.use_parameter_size=false
{bounds}
# Small on disk, quiet.
db.tx_log.rotation.size=32m
db.tx_log.rotation.retention_policy=64m size
db.tx_log.preallocate=false
db.logs.query.enabled=OFF
"""

BOUNDS = """\
db.transaction.concurrent.maximum=32
dbms.security.procedures.allowlist=
# It is killed rather than ended, and then there again the sooner, the less there is to do once more.
db.checkpoint.interval.tx=20
"""
"""What else a throwaway Neo4j has, whose statements are anybody's."""

RECOVERY = """\
# When it was killed, it does once more what was written since the last checkpoint: by default, all of a quarter of an hour.
db.checkpoint.interval.tx=20
db.checkpoint.interval.time=20s
"""
"""What else one has that is kept."""


def prepare(settings: Settings, port: int, *, throwaway: bool, emptied: bool) -> str:
    """Make the folders and the configuration for a start at ``port``; returns the password.

    A ``throwaway`` one bounds statements more narrowly; one that is ``emptied`` begins with nothing.

    Raises EmbeddedError when the password is lost; OSError when the home cannot be written.
    """
    folder = settings.home / "neo4j"
    if emptied:
        shutil.rmtree(folder, ignore_errors=True)
    for name in ("conf", "data", "import", "logs", "plugins", "run"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "conf" / "neo4j.conf").write_text(_configuration(settings, port, throwaway=throwaway), "utf-8")
    fresh = not (folder / "data" / "databases" / "system").exists()
    if fresh:
        _create_password(settings.home)
    password = read_password(settings)
    if fresh:
        _set_initial_password(folder / "data" / "dbms" / "auth.ini", password)
    return password


def make_home(home: Path) -> None:
    """Create the home, for its owner only. Raises EmbeddedError when that is impossible."""
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise unwritable(home, error) from error
    if not os.access(home, os.W_OK | os.X_OK):
        raise unwritable(home)


def unwritable(home: Path, error: OSError | None = None) -> EmbeddedError:
    """The error for a home in which this user cannot write."""
    return EmbeddedError(
        f"Cannot write into {home}{f': {error.strerror}' if error else ''}. "
        "Give this user the right to write there, or set SPOJENCI_HOME to another folder."
    )


def password_file(home: Path) -> Path:
    """Where the password is kept."""
    return home / "neo4j-password"


def read_password(settings: Settings) -> str:
    """The password of the database in this home. Raises EmbeddedError when it is lost."""
    path = password_file(settings.home)
    try:
        if password := path.read_text("utf-8").strip():
            return password
    except FileNotFoundError:
        pass
    except PermissionError as error:
        raise EmbeddedError(
            f"{path} belongs to another user. Run as that user, or set SPOJENCI_HOME to a folder of your own."
        ) from error
    raise EmbeddedError(
        f"The password of the database is lost: {path} is gone or empty, but the data are there. Put the file back. "
        f"Or delete {settings.home / 'neo4j'} to begin with an empty database, and import again."
    )


def _create_password(home: Path) -> None:
    path = password_file(home)
    if path.exists() and path.stat().st_size:
        return
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(secrets.token_urlsafe(24) + "\n")
    part.replace(path)


def _set_initial_password(path: Path, password: str) -> None:
    """What ``neo4j-admin dbms set-initial-password`` writes, without starting a second Java for it."""
    salt = secrets.token_bytes(32)
    digest = salt + password.encode()
    for _ in range(ITERATIONS):
        digest = hashlib.sha256(digest).digest()
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(f"{USERNAME}:SHA-256,{digest.hex()},{salt.hex()},{ITERATIONS}:\n")


def _configuration(settings: Settings, port: int, *, throwaway: bool) -> str:
    heap = megabytes(settings.heap)
    return CONFIGURATION.format(
        port=port,
        heap=settings.heap,
        first_heap=min(FIRST_HEAP, heap),
        pagecache=settings.pagecache,
        transactions=heap * 7 // 10,
        transaction=min(heap // 2, 256) if throwaway else heap * 6 // 10,
        timeout="30s" if throwaway else "60s",
        plans=100 if throwaway else 500,
        bounds=BOUNDS if throwaway else RECOVERY,
    )


def megabytes(size: str) -> int:
    """``1g`` or ``512m`` as a number of megabytes."""
    return int(size[:-1]) * (1024 if size.endswith("g") else 1)
