"""Generated files are fresh, the same on every run, and true."""

import os
import re
import subprocess
import sys
from pathlib import Path

import orjson
import pytest

from cli import generate
from graph.derived import render
from graph.exchange import importer
from graph.model import ConnectionType, ElementType, Trait
from graph.rows import Row
from graph.schema import SCHEMA
from graph.settings import Settings
from graph.store import Store
from graph.validation import Connection, Element, Validator

_VARIABLE = re.compile(r"\b(?:SPOJENCI|NEO4J)_[A-Z0-9_]*[A-Z0-9]\b")
_FOREIGN = {
    "SPOJENCI_TEST_KILLS",
    "SPOJENCI_TEST_ROOM",
    "SPOJENCI_TEST_SOAK",
    "NEO4J_AUTH",  # of Neo4j's own image
    "NEO4J_PLUGINS",
}


@pytest.mark.parametrize("name", generate.FILES)
def test_is_fresh(name: str) -> None:
    assert name not in generate.stale(), f"{name} is out of date; `make generate` renews it"


@pytest.mark.slow
def test_is_the_same_in_every_process(project: Path) -> None:
    program = "from cli.generate import FILES; print({name: make() for name, make in FILES.items()})"
    made = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=project,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(made) == 1


def test_check_names_the_stale_file_and_how_to_renew_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["generate", "--check"])
    monkeypatch.setattr(generate.stale, "__defaults__", (tmp_path,))
    generate.write(tmp_path)
    assert generate.main() == 0
    (tmp_path / "docs" / "model.md").write_text("edited by hand")
    assert generate.main() == 1
    assert capsys.readouterr().err == "error: docs/model.md is out of date; `make generate` renews it\n"
    assert (tmp_path / "docs" / "model.md").read_text() == "edited by hand"
    assert generate.write(tmp_path) == ["docs/model.md"]


def test_the_model_page_tells_of_everything_in_both_languages() -> None:
    page = render.model(SCHEMA)
    declared: list[ElementType | ConnectionType | Trait] = [*SCHEMA.elements, *SCHEMA.connections, *SCHEMA.traits]
    assert all(each.doc.cs in page and each.doc.en in page for each in declared)
    for element in SCHEMA.elements:
        assert f"### {element.label}\n" in page
        assert all(f"| `{own.name}` |" in page for own in SCHEMA.properties_of(element))
    for connection in SCHEMA.connections:
        assert all(f"{pattern}\n" in page for pattern in render.patterns(SCHEMA, connection))
        assert all(f"| `{own.name}` |" in page for own in SCHEMA.properties_of_connection(connection))


@pytest.mark.parametrize("connection", SCHEMA.connections, ids=lambda connection: connection.type)
def test_patterns_allow_what_the_schema_allows_and_no_more(connection: ConnectionType) -> None:
    for ends in connection.ends:
        for side in (ends.sources, ends.targets):
            labels = render.covering(SCHEMA, side)
            carriers = [element.label for label in labels for element in SCHEMA.carriers(label)]
            assert sorted(carriers) == sorted(element.label for element in side)


def test_the_diagram_shows_every_pattern_and_no_more(project: Path) -> None:
    page = (project / "docs" / "model.md").read_text("utf-8")
    diagram = page.partition("```mermaid\n")[2].partition("```")[0]
    drawn = re.findall(r"^  (\w+) --?>? (\w+) : (.+)$", diagram, re.MULTILINE)
    shown = {f"(:{source})-[:{type_}]->(:{target})" for source, target, types in drawn for type_ in types.split(", ")}
    patterns = {each for connection in SCHEMA.connections for each in render.patterns(SCHEMA, connection)}
    assert shown == {re.sub(r" \{.*?\}", "", each) for each in patterns}


def test_the_example_lines_are_valid() -> None:
    validator = Validator(SCHEMA)
    for number, line in enumerate(render.examples(SCHEMA), 1):
        assert isinstance(validator.check(Row(f"line {number}", line)), Element | Connection)


@pytest.mark.usefixtures("empty_graph")
async def test_the_example_lines_can_be_imported(store: Store, project: Path) -> None:
    page = (project / "docs" / "model.md").read_text("utf-8")
    lines = [line for line in page.splitlines() if line.startswith("{")]
    rows = [Row(f"line {number}", orjson.loads(line)) for number, line in enumerate(lines, 1)]
    report = await importer.load(store, SCHEMA, rows)
    assert report.elements.created >= len(SCHEMA.elements)
    assert report.connections.created == len(SCHEMA.connections)
    assert not report.unmapped


def test_every_variable_in_use_is_documented(project: Path) -> None:
    page = (project / "docs" / "settings.md").read_text("utf-8")
    known = {render.variable(name) for name in Settings.model_fields} | render.OTHER_VARIABLES.keys()
    assert all(f"`{name}`" in page for name in known)
    for path in _sources(project):
        used = set(_VARIABLE.findall(path.read_text("utf-8")))
        assert used <= known | _FOREIGN, f"{path}: {used - known - _FOREIGN}"


def _sources(project: Path) -> list[Path]:
    folders = ("api", "bench", "cli", "graph", ".ci")
    found = (path for folder in folders for path in (project / folder).rglob("*") if path.is_file())
    files = [path for path in found if path.suffix in (".py", ".yml", ".sh", "")]
    tops = (
        "Makefile",
        "Dockerfile",
        "tests/conftest.py",
        "README.md",
        "CONTRIBUTING.md",
        *map(str, project.glob("*.yml")),
    )
    return files + [project / name for name in tops if (project / name).exists()]
