"""The packages of examples/: installed as a user does it, and what generates them."""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from graph.settings import default_cache
from tests import npm

UNREACHABLE = ("Temporary failure in name resolution", "NewConnectionError", "Failed to establish", "Max retries")


@pytest.fixture(scope="session")
def python_package(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the Python package is installed, beside its example."""
    folder = tmp_path_factory.mktemp("python")
    options = ["--quiet", "--disable-pip-version-check", "--no-deps", "--no-build-isolation", "--target", str(folder)]
    subprocess.run([sys.executable, "-m", "pip", "install", *options, str(project / "examples" / "python")], check=True)
    shutil.copy(project / "examples" / "python" / "partners.py", folder)
    return folder


@pytest.fixture(scope="session")
def npm_package(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the TypeScript package is installed, beside its example."""
    folder = tmp_path_factory.mktemp("typescript")
    (folder / "package.json").write_text('{"name": "user", "private": true, "type": "module"}')
    npm.run(folder, "install", "--no-audit", "--no-fund", str(project / "examples" / "typescript"))
    shutil.copy(project / "examples" / "typescript" / "partners.ts", folder)
    return folder


@pytest.fixture(scope="session")
def python_generator() -> Path:
    """The command that generates the Python package; skips where it cannot be had."""
    lock = Path(__file__).resolve().parents[2] / "locks" / "clients.lock"
    home = default_cache() / "clients" / hashlib.sha256(lock.read_bytes()).hexdigest()[:16]
    command = home / "bin" / "ariadne-codegen"
    if not command.exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(home)], check=True)
        install = [str(home / "bin" / "python"), "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(lock)]
        done = subprocess.run(install, check=False, capture_output=True, text=True)
        if done.returncode and any(sign in done.stderr for sign in UNREACHABLE):
            pytest.skip(f"pip cannot reach its index to install {lock.name}: {done.stderr[-300:]!r}")
        assert done.returncode == 0, done.stderr
    return command


@pytest.fixture
def copy(project: Path, tmp_path: Path) -> Path:
    """A copy of all that the packages are generated from, with the packages."""
    ignore = shutil.ignore_patterns("node_modules", "__pycache__")
    shutil.copytree(project / "examples", tmp_path / "examples", ignore=ignore)
    (tmp_path / "api").mkdir()
    shutil.copy(project / "api" / "schema.graphql", tmp_path / "api")
    return tmp_path / "examples"


@pytest.fixture
def typescript(project: Path, copy: Path) -> Path:
    """The TypeScript package in the copy, with what generates it; skips where that cannot be had."""
    folder = copy / "typescript"
    (folder / "node_modules").symlink_to(npm.installed(project / "examples" / "typescript") / "node_modules")
    return folder
