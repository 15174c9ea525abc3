"""The locked list of files from Maven Central: what the embedded Neo4j is made of."""

import hashlib
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypedDict

LOCK_FILE = Path(__file__).with_name("neo4j.lock.toml")


@dataclass(frozen=True, slots=True)
class Artifact:
    """One jar: its Maven coordinates, its size in bytes and its SHA-256.

    ``classifier`` is empty for most jars; native libraries name their platform in it.
    """

    group: str
    name: str
    version: str
    classifier: str
    size: int
    sha256: str

    @property
    def filename(self) -> str:
        """The name of the jar file."""
        return "-".join(filter(None, (self.name, self.version, self.classifier))) + ".jar"

    @property
    def path(self) -> str:
        """Where the jar is in a Maven repository, relative to the repository's address."""
        return f"{self.group.replace('.', '/')}/{self.name}/{self.version}/{self.filename}"


@dataclass(frozen=True, slots=True)
class Lock:
    """The jars of the server, in the order of the class path."""

    server: tuple[Artifact, ...]


@cache
def load(path: Path = LOCK_FILE) -> Lock:
    """Read a lock file."""
    content = tomllib.loads(path.read_text("utf-8"))
    return Lock(tuple(map(_artifact, content["server"])))


class _Entry(TypedDict):
    """An artifact as the lock file has it."""

    jar: str
    size: int
    sha256: str


def _artifact(entry: _Entry) -> Artifact:
    group, name, version, *classifier = entry["jar"].split(":")
    return Artifact(group, name, version, "".join(classifier), entry["size"], entry["sha256"])


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
