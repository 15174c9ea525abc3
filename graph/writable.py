"""Files that are there once they are whole."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

from graph.errors import BadInput

PARTS = ".{}.{}.part"
"""What a file is called while it is written, by its name and the process that does so."""


def is_special(path: Path) -> bool:
    """Whether it is there and no file: a pipe, ``/dev/null``, a folder."""
    return path.exists() and not path.is_file()


def require_place(path: Path) -> None:
    """Raise BadInput where no file can be written, for whoever prepares long for it."""
    if is_special(path):
        raise BadInput(f"{path} cannot be written: it is there, and no file.", place=str(path))
    with _told(path), TemporaryFile(dir=path.parent):
        pass


@contextmanager
def written(path: Path, mode: int = 0o666) -> Iterator[BinaryIO]:
    """A file to write, on disk before it takes its name; what is special is written as it stands.

    Raises BadInput when that is impossible, and leaves nothing then.
    """
    special = is_special(path)
    part = path if special else path.with_name(PARTS.format(path.name, os.getpid()))
    try:
        with _told(path):
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as target:
                yield target
                target.flush()
                if not special:
                    os.fsync(target.fileno())
            if not special:
                part.replace(path)
    finally:
        if not special:
            with suppress(OSError):  # why it could not be written says why there is nothing to delete
                part.unlink()


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:  # who reads has gone
        raise
    except OSError as error:
        raise BadInput(f"{path} cannot be written: {error.strerror}.", place=str(path)) from error
