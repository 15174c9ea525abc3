"""The recipes of CONTRIBUTING.md run as printed: they are followed one after the other on a copy of the project.

The sentence before a block says where it goes; a block of ``sh`` is run, with the shared Neo4j. To save time,
all recipes share a copy, which has only the libraries and places of the seed that its activities name; ``make generate``
runs after the first and the last recipe, and the tests that they name run together.
"""

import asyncio
import csv
import gzip
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
import pytest

from graph.settings import Settings
from graph.sources.seed import ALLIES, FILES
from graph.store import Endpoint, Store
from tests.conftest import WIPE

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")

TYPE, QUESTION, ARGUMENT, SIGNAL, OPERATION, FORMAT = RECIPES = (
    "Add an element type or a connection",
    "Add a question",
    "Add an argument to the headline question",
    "Add a signal to the ranking",
    "Add an operation",
    "Add a format",
)

MOST_CHANGED = 660
"""Lines of ``api/schema.graphql`` that a new type may change."""

_FENCE = re.compile(r"^( *)```(\w+)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
_GOES = re.compile(
    r"(?P<where>a new file,|in|at the beginning of|at the end of) `(?P<file>[^`]+)`"
    r"(?:, (?P<side>before|after|in place of) `(?P<line>[^`]+)`)?[^`]*(?:`\w+` as \w+)?:$",
    re.IGNORECASE,
)
GENERATE, PYTEST = "make generate", ".venv/bin/python -m pytest"
_PROGRAMS = {GENERATE: "-m cli.generate", ".venv/bin/python": "", ".venv/bin/spojenci": "-m cli"}
_PROGRAM = re.compile("|".join(map(re.escape, _PROGRAMS)))


@dataclass(frozen=True)
class Block:
    """A block of a recipe, with the paragraph before it."""

    language: str
    text: str
    lead: str

    def put(self, root: Path) -> None:
        """Put it where the paragraph says."""
        goes = _GOES.search(self.lead)
        assert goes, f"this does not say where the block after it goes: {self.lead!r}"
        file = root / goes["file"]
        if goes["where"].lower() == "a new file,":
            assert not file.exists()
            file.touch()
        lines = file.read_text("utf-8").splitlines(keepends=True)
        begin, end = _span(lines, goes)
        file.write_text("".join([*lines[:begin], self.text, *lines[end:]]), "utf-8")


def _span(lines: list[str], goes: re.Match[str]) -> tuple[int, int]:
    """The lines in whose place a block goes; none, where it goes between two."""
    if goes["line"] is None:
        at = 0 if goes["where"].lower() == "at the beginning of" else len(lines)
        return at, at
    found = [number for number, line in enumerate(lines) if line.strip().startswith(goes["line"])]
    assert len(found) == 1, f"{len(found)} lines of {goes['file']} begin with {goes['line']}"
    return found[0] + (goes["side"] == "after"), found[0] + (goes["side"] != "before")


def blocks(recipe: str) -> Iterator[Block]:
    """The blocks of a recipe, in order; where it says NAME, the name of its example."""
    section = re.search(rf"^## {recipe}\n(.*?)(?=^## )", PAGE, re.MULTILINE | re.DOTALL)
    assert section, f"there is no recipe {recipe!r}"
    name = re.search(r"`(\w+)`\s+as\s+NAME", section[1])
    text = section[1].replace("NAME", name[1]) if name else section[1]
    for found in _FENCE.finditer(text):
        indent, language, block = found.groups()
        lead = text[: found.start()].rstrip().rpartition("\n\n")[2]
        yield Block(language, re.sub(f"^{indent}", "", block, flags=re.MULTILINE), " ".join(lead.split()))


@dataclass
class Copy:
    """A copy of the project, and what came of the recipes in it."""

    root: Path
    environment: dict[str, str]
    printed: dict[str, list[str]] = field(default_factory=dict)
    tested: str = ""

    def follow(self, recipe: str) -> None:
        """Put each block where it goes, and run the commands."""
        for block in blocks(recipe):
            if block.language != "sh":
                block.put(self.root)
        self.printed[recipe] = [self.must(line) for line in shell(recipe) if line != GENERATE and PYTEST not in line]

    def must(self, line: str) -> str:
        """Run a line, which has to succeed; returns what it prints."""
        done = self.run(line)
        assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
        return done.stdout + done.stderr

    def run(self, line: str) -> subprocess.CompletedProcess[str]:
        """Run a line of a shell, with this interpreter in the place of that of ``.venv``."""
        meant = _PROGRAM.sub(lambda found: f"{sys.executable} {_PROGRAMS[found[0]]}", line)
        return subprocess.run(
            meant, shell=True, cwd=self.root, env=self.environment, capture_output=True, text=True, check=False
        )

    def test(self) -> None:
        """Run all tests that the recipes name."""
        asked = [each for recipe in RECIPES for each in checks(recipe)]
        words = dict.fromkeys(word for each in asked for word in (*each.paths, *each.options))
        names = dict.fromkeys(name for each in asked for name in each.names)
        done = self.run(f'{PYTEST} -v -p no:cacheprovider {" ".join(words)} -k "{" or ".join(names)}"')
        self.tested = done.stdout + done.stderr


@dataclass(frozen=True)
class Check:
    """What pytest is asked for: tests of some files that have one of some names."""

    paths: list[str]
    options: list[str]
    names: list[str]


def checks(recipe: str) -> Iterator[Check]:
    """The tests that a recipe names; all of a file have its name."""
    for line in shell(recipe):
        if line.startswith(PYTEST):
            asked, _, names = line.removeprefix(PYTEST).partition(" -k ")
            paths = [word for word in asked.split() if not word.startswith("-")]
            chosen = names.strip('"').split(" or ") if names else [Path(path).stem for path in paths]
            yield Check(paths, [word for word in asked.split() if word.startswith("-")], chosen)


def shell(recipe: str) -> list[str]:
    """The lines of a recipe for a shell."""
    return [line for block in blocks(recipe) if block.language == "sh" for line in block.text.splitlines()]


@pytest.fixture(scope="module")
def copy(
    tmp_path_factory: pytest.TempPathFactory, endpoint: Endpoint, settings: Settings, contents: Any
) -> Iterator[Copy]:
    """A copy in which all recipes were followed, in the order of the page."""
    contents.seed = False
    before = asyncio.run(_emptied(endpoint, settings))
    root = tmp_path_factory.mktemp("copy")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, root / name)
    _shrink(root / "seed")
    made = Copy(root, _environment(root, endpoint))
    made.follow(TYPE)
    made.must(GENERATE)
    shutil.copy(root / "api" / "schema.graphql", root / "with_type.graphql")
    for recipe in RECIPES[1:]:
        made.follow(recipe)
    made.must(GENERATE)
    made.test()
    yield made
    asyncio.run(_emptied(endpoint, settings, before))


async def _emptied(endpoint: Endpoint, settings: Settings, before: set[str] | None = None) -> set[str]:
    """Empty the shared Neo4j, drop the indexes and constraints that were not there before, and return the names of all."""
    async with endpoint.open(settings) as store:
        await store.command(WIPE)
        names = await _indexes(store)
        for name in names - before if before else ():
            await store.command(f"DROP CONSTRAINT {name} IF EXISTS")
            await store.command(f"DROP INDEX {name} IF EXISTS")
        return names


async def _indexes(store: Store) -> set[str]:
    return {name for [name] in await store.read("SHOW INDEXES YIELD name RETURN name")}


def _shrink(seed: Path) -> None:
    """Leave only the libraries and operators that the files of the base name, and the places of both."""
    named = {id for name in FILES for id in re.findall(r'"([a-z-]+-\d+)"', (seed / name).read_text("utf-8"))}
    libraries = _keep(
        seed / "cz_libraries.csv", lambda row: {f"cz-library-{row['reg_no']}", f"ico-{row['operator_ico']:0>8}"} & named
    )
    named |= {f"cz-{row['obec_code']}" for row in libraries}
    _keep(seed / "cz_municipalities.csv", lambda row: {f"cz-{row['Kód obce']}"} & named)
    for name in ALLIES:
        (seed / name).write_bytes(gzip.compress(b"") if name.endswith(".gz") else b"")


def _keep(path: Path, wanted: Callable[[dict[str, str]], object]) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows = [row for row in reader if wanted(row)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, reader.fieldnames or ())
        writer.writeheader()
        writer.writerows(rows)
    return rows


def _environment(root: Path, endpoint: Endpoint) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    return kept | {
        "PYTHONPATH": str(root),
        "NEO4J_URI": endpoint.uri,
        "NEO4J_USERNAME": endpoint.username,
        "NEO4J_PASSWORD": endpoint.password,
        "SPOJENCI_HOME": str(root / "home"),
        "SPOJENCI_SEED": "none",
        "SPOJENCI_TEST_WIPE": "1",
    }


@pytest.mark.parametrize("recipe", RECIPES)
def test_every_block_of_a_recipe_goes_somewhere(recipe: str) -> None:
    assert [block.lead for block in blocks(recipe) if block.language != "sh" and not _GOES.search(block.lead)] == []
    assert (GENERATE in shell(recipe)) == (recipe != FORMAT)


@pytest.mark.slow
@pytest.mark.parametrize("recipe", RECIPES)
def test_the_tests_that_a_recipe_names_pass(copy: Copy, recipe: str) -> None:
    assert re.search(r"^=+ \d+ passed.*=$", copy.tested, re.MULTILINE), copy.tested[-10_000:]
    for check in checks(recipe):
        passed = [line for line in copy.tested.splitlines() if " PASSED" in line and line.startswith((*check.paths,))]
        assert all(any(name in line for line in passed) for name in check.names), f"{check} finds no test"


@pytest.mark.slow
def test_the_style_of_the_recipes_is_that_of_the_project(copy: Copy) -> None:
    copy.must(".venv/bin/python -m ruff check .")
    copy.must(".venv/bin/python -m ruff format --check .")


@pytest.mark.slow
def test_a_new_type_changes_little_of_the_schema(copy: Copy) -> None:
    done = copy.run(f"git diff --no-index --numstat {ROOT}/api/schema.graphql with_type.graphql")
    added, removed, *_ = done.stdout.split()
    assert 0 < int(added) + int(removed) <= MOST_CHANGED


@pytest.mark.slow
def test_what_was_added_answers(copy: Copy) -> None:
    assert "Sál Knihovny Kroměřížska" in copy.printed[QUESTION][-1]
    assert "gaps" in copy.printed[OPERATION][-1]
    assert (copy.root / "out.headings").read_text("utf-8").startswith("#headings\n")
    assert "pamet\tPaměť\n" in (copy.root / "out.headings").read_text("utf-8")


@pytest.mark.slow
def test_an_argument_and_a_signal_are_in_what_derives(copy: Copy) -> None:
    schema = (copy.root / "api" / "schema.graphql").read_text("utf-8")
    assert "minScore: Float" in schema
    assert "`minScore`" in (copy.root / "docs" / "operations.md").read_text("utf-8")
    assert "`need.faced`" in (copy.root / "docs" / "signals.md").read_text("utf-8")
    answer = orjson.loads((copy.root / "tests" / "golden" / "potential_partners.json").read_bytes())
    signals = [signal["signal"] for edge in answer["data"]["potentialPartners"]["edges"] for signal in edge["signals"]]
    assert "need" in signals


@pytest.mark.slow
def test_a_tuple_for_a_connection_is_told_where_it_was_declared(copy: Copy) -> None:
    declared = copy.root / "graph" / "schema.py"
    right = declared.read_text("utf-8")
    begin = right.index('    ConnectionType(\n        "HAS"')
    end = right.index("    ),\n", begin) + len("    ),\n")
    try:
        declared.write_text(f"{right[:begin]}    (\n{right[begin:end]}    ),\n{right[end:]}", "utf-8")
        told = copy.run(".venv/bin/python -m cli.generate").stderr
    finally:
        declared.write_text(right, "utf-8")
    assert "graph/schema.py" in told
    assert "connections[0] is no ConnectionType but a tuple of ConnectionType('HAS'); leave out the brackets" in told
