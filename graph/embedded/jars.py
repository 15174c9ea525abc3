"""The jars of the embedded Neo4j, in the cache that homes share."""

from pathlib import Path

from graph.embedded import artifacts, download
from graph.progress import Progress
from graph.settings import Settings


def provision(settings: Settings, progress: Progress) -> Path:
    """Make sure that the locked jars are in the cache, downloaded and verified; returns their folder.

    Raises EmbeddedError when the network is absent, the disk is full, or a jar is not the locked one.
    """
    folder = settings.cache / "jars"
    download.fetch(artifacts.load().server, folder, progress)
    return folder


def class_path(folder: Path) -> list[Path]:
    """The jars of the server in ``folder``, by name: nothing else in the folder is ever loaded.

    Their order matters: one jar names others in its manifest, and Java 21 takes its class data for those of another
    class path unless the named ones come in the right place.
    """
    return sorted(folder / artifact.filename for artifact in artifacts.load().server)
