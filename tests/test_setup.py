"""What ``make`` does to a checkout. A stand-in for Python writes down what it is asked to do, so nothing is fetched."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

TOOLS = ("sh", "ls", "touch", "sed", "awk", "mkdir", "cp", "rm")

PYTHON = """\
#!/bin/sh
echo "$*" >> "$LOG"
case "$*" in
    "-c import sys"*) exit "${TOO_OLD:-0}" ;;
    "-m venv"*) rm -rf .venv; mkdir -p .venv/bin; cp "$0" .venv/bin/python ;;
    *.lock) exit "${OFFLINE:-0}" ;;
esac
"""


class Checkout:
    """A folder, with a blank in its name, in which ``make`` is called."""

    def __init__(self, project: Path, folder: Path) -> None:
        self.folder = folder / "a checkout"
        self.log = folder / "log"
        self._bin = folder / "bin"
        self._bin.mkdir()
        for tool in TOOLS:
            (self._bin / tool).symlink_to(shutil.which(tool) or tool)
        shutil.copytree(project / "locks", self.folder / "locks")
        for name in ("Makefile", "pyproject.toml"):
            shutil.copy(project / name, self.folder / name)
        self.python = self._bin / "python3"
        self.python.write_text(PYTHON)
        self.python.chmod(0o755)

    def make(self, *arguments: str, **changes: str) -> tuple[int, str]:
        """Call ``make``: its exit code, and what it said."""
        environment = {"PATH": str(self._bin), "LOG": str(self.log)}
        done = subprocess.run(
            [shutil.which("make") or "make", *arguments],
            cwd=self.folder, env=environment | changes, capture_output=True, text=True, timeout=30, check=False,
        )  # fmt: skip
        return done.returncode, done.stdout + done.stderr

    def asked(self) -> list[str]:
        """What Python was asked to do since the last time, but for trying whether it works."""
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        self.log.unlink(missing_ok=True)
        return [line for line in lines if not line.startswith("-c")]


@pytest.fixture
def checkout(project: Path, tmp_path: Path) -> Checkout:
    """A fresh checkout."""
    if not shutil.which("make"):
        pytest.skip("there is no make")
    return Checkout(project, tmp_path)


def _age(path: Path) -> None:
    os.utime(path, (1, 1))


def test_make_alone_lists_what_can_be_made(checkout: Checkout) -> None:
    code, said = checkout.make()
    assert code == 0
    for target in ("run", "test", "check", "bench", "generate", "lock", "clean", "test-containers"):
        assert f"make {target} " in said


def test_a_set_up_is_made_once(checkout: Checkout) -> None:
    assert checkout.make(".venv/run.stamp")[0] == 0
    venv, installer, locked, build, project = checkout.asked()
    assert venv == "-m venv --clear .venv"
    assert installer.endswith("--require-hashes -r locks/install.lock")
    assert locked.endswith("--require-hashes -r locks/run.lock")
    assert build.endswith("--require-hashes -r locks/build.lock")
    assert project.endswith("--no-deps --no-build-isolation -e .")
    assert checkout.make(".venv/run.stamp")[0] == 0
    assert checkout.asked() == []


def test_what_tests_need_serves_for_running_too(checkout: Checkout) -> None:
    checkout.make(".venv/dev.stamp")
    assert "-r locks/dev.lock" in checkout.asked()[2]
    checkout.make(".venv/run.stamp")
    assert checkout.asked() == []


def test_a_changed_lock_is_installed_into_the_same_place(checkout: Checkout) -> None:
    checkout.make(".venv/run.stamp")
    checkout.asked()
    _age(checkout.folder / ".venv" / "run.stamp")
    checkout.make(".venv/run.stamp")
    assert "-r locks/run.lock" in checkout.asked()[1]


def test_uv_installs_where_there_is_one(checkout: Checkout) -> None:
    checkout.make(".venv/run.stamp")
    checkout.asked()
    _age(checkout.folder / ".venv" / "run.stamp")
    (checkout.folder / ".venv" / "bin" / "uv").symlink_to(checkout.python)
    checkout.make(".venv/run.stamp")
    assert checkout.asked()[1:] == [
        f"pip install --python .venv/bin/python {given}"
        for given in (
            "--require-hashes -r locks/run.lock",
            "--quiet --require-hashes -r locks/build.lock",
            "--quiet --no-deps --no-build-isolation -e .",
        )
    ]


def test_an_interrupted_set_up_is_begun_anew(checkout: Checkout) -> None:
    code, _ = checkout.make(".venv/run.stamp", OFFLINE="1")
    assert code != 0
    checkout.asked()
    assert checkout.make(".venv/run.stamp")[0] == 0
    assert checkout.asked()[0] == "-m venv --clear .venv"


def test_without_a_fitting_python_it_says_what_to_install(checkout: Checkout) -> None:
    code, said = checkout.make(".venv/run.stamp", TOO_OLD="1")
    assert code != 0
    assert "no Python 3.11 or newer" in said
    assert "python3-venv" in said
    assert checkout.asked() == []


def test_a_python_can_be_named(checkout: Checkout) -> None:
    other = checkout.python.rename(checkout.folder / "my python")
    assert checkout.make(".venv/run.stamp")[0] != 0
    assert checkout.make(".venv/run.stamp", f"PYTHON={other}")[0] == 0
    assert checkout.asked()[0] == "-m venv --clear .venv"
