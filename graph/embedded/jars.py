"""The jars of the embedded Neo4j and the front-end's files, in the cache that homes share."""

import hashlib
import os
import zipfile
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


def webjars(settings: Settings, progress: Progress) -> Path:
    """Make sure that GraphiQL's and React's files are in the cache; returns the folder that has them.

    The files are ``graphiql.min.js``, ``graphiql.min.css``, ``react.production.min.js`` and
    ``react-dom.production.min.js``. Raises EmbeddedError as ``provision`` does.
    """
    assets = artifacts.load().assets
    folder = settings.cache / "assets"
    if not all(_intact(folder, asset) for asset in assets):
        jars = settings.cache / "jars"
        download.fetch(assets, jars, progress)
        try:
            for asset in assets:
                _extract(jars / asset.filename, asset, folder)
        except OSError as error:
            raise download.disk_error(error, folder) from error
    return folder


def _intact(folder: Path, asset: artifacts.Artifact) -> bool:
    return all(_has(folder / Path(member).name, digest) for member, digest in asset.files.items())


def _has(path: Path, digest: str) -> bool:
    return path.exists() and artifacts.sha256_of(path) == digest


def _extract(jar: Path, asset: artifacts.Artifact, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(jar) as archive:
        for member, digest in asset.files.items():
            content = archive.read(member)
            assert hashlib.sha256(content).hexdigest() == digest  # the jar itself was verified
            target = folder / Path(member).name
            part = target.with_suffix(f".{os.getpid()}.part")
            part.write_bytes(content)
            part.replace(target)
