"""A file is there once it is whole, or it is told why it cannot be."""

import errno
import os
import stat
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import BinaryIO

import pytest

from graph.errors import BadInput
from graph.writable import require_place, written

FULL = Path("/dev/full")


@pytest.mark.parametrize("name", ["nowhere/a.gz", "file/a.gz", "folder"])
@pytest.mark.parametrize("attempt", [written, require_place])
def test_where_nothing_can_be_written_is_told(
    tmp_path: Path, name: str, attempt: Callable[[Path], AbstractContextManager[object] | None]
) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(BadInput, match="cannot be written"), attempt(tmp_path / name) or nullcontext():
        pass
    assert sorted(tmp_path.rglob("*")) == before


def test_what_fails_half_way_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "a.gz"
    path.write_bytes(b"before")
    with pytest.raises(BadInput, match="No space left"), written(path) as target:
        _fail_after(target)
    assert (path.read_bytes(), [*tmp_path.iterdir()]) == (b"before", [path])


def _fail_after(target: BinaryIO) -> None:
    target.write(b"after")
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.skipif(not FULL.exists(), reason="needs Linux' /dev/full")
def test_what_is_no_file_is_never_replaced(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(FULL)
    with pytest.raises(BadInput, match="no file"):
        require_place(link)
    with pytest.raises(BadInput, match="No space left"), written(link) as target:
        target.write(b"it is written as it stands")
    assert link.is_symlink()
    assert stat.S_ISCHR(FULL.stat().st_mode)


def test_only_its_owner_reads_what_is_private(tmp_path: Path) -> None:
    with written(tmp_path / "a", 0o600) as target:
        target.write(b"private")
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o600
