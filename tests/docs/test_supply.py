"""What the service is made of is locked, listed and allowed; the threat model names tests that there are."""

import re
from pathlib import Path
from typing import Any, cast

import orjson
import pytest

from graph.embedded import artifacts
from graph.embedded.bom import bom

_NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")

ALLOWED = {"0BSD", "Apache-2.0", "BSD-2-Clause", "ISC", "MIT", "Python-2.0", "Unlicense"}
"""Licences of what the explorer is built of; those of Python's packages stand in pyproject.toml."""


def test_the_tests_that_the_threat_model_names_exist(project: Path) -> None:
    page = (project / "docs" / "threat-model.md").read_text("utf-8")
    rows = [line for line in page.partition("## From whom")[2].splitlines() if re.match(r"\| (?!threat|---)", line)]
    assert len(rows) > 20
    assert [row for row in rows if not _NAMED.search(row)] == []
    for file, name in _NAMED.findall(page):
        assert f"def {name}(" in (project / file).read_text("utf-8"), f"{file} has no {name}"


@pytest.mark.parametrize("lock", ["build", "clients", "dev", "install", "node", "run", "supply"])
def test_every_lock_has_hashes(project: Path, lock: str) -> None:
    lines = (project / "locks" / f"{lock}.lock").read_text("utf-8").splitlines()
    packages = [place for place, line in enumerate(lines) if "==" in line]
    assert packages
    assert all("--hash=sha256:" in lines[place + 1] for place in packages)
    assert not any("://" in line for line in lines)


def test_licences_of_the_explorer_are_allowed(project: Path) -> None:
    lock = orjson.loads((project / "web" / "package-lock.json").read_bytes())
    shipped = {name: each for name, each in lock["packages"].items() if name and not each.get("dev")}
    assert {name: each["license"] for name, each in shipped.items() if each["license"] not in ALLOWED} == {}


def test_every_jar_is_on_the_list() -> None:
    lock = artifacts.load()
    components = cast(list[dict[str, Any]], bom()["components"])
    assert {each["hashes"][0]["content"] for each in components} == {each.sha256 for each in lock.server}
    assert all(each["purl"].startswith("pkg:maven/") for each in components)
