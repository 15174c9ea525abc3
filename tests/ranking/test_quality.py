"""``spojenci evaluate`` and ``fit`` as a user runs them."""

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest

from tests.commands import Commands
from tests.ranking.conftest import CONNECTIONS, ELEMENTS, element, link

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(commands: Commands) -> Run:
    """Runs ``spojenci`` with a home."""

    def run(home: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("SPOJENCI_TEST")}
        own = {"SPOJENCI_HOME": str(home), "SPOJENCI_SEED": "none"}
        return commands.run([*map(str, arguments)], environment | own)

    return run


def _written(path: Path) -> Path:
    more = [element("Activity", "festival", since="2024"), *CONNECTIONS]
    more += [link("RUNS", "library", "festival"), link("TAKES_PART_IN", "charity", "festival")]
    more.append(link("ABOUT", "festival", "seniors"))
    path.write_bytes(b"".join(orjson.dumps(line) + b"\n" for line in [*ELEMENTS, *more]))
    return path


@pytest.mark.slow
def test_a_split_is_written_and_nothing_of_what_is_hidden_is_in_it(run: Run, tmp_path: Path) -> None:
    graph = _written(tmp_path / "map.jsonl")
    done = run(tmp_path, "evaluate", "--split", graph, "--by", "time", "--share", "0.25", "-o", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert b"festival" not in gzip.decompress((tmp_path / "out" / "graph.jsonl.gz").read_bytes())
    questions = [json.loads(line) for line in (tmp_path / "out" / "questions.jsonl").read_text().splitlines()]
    assert {"for": "library", "topic": "seniors", "answers": ["charity"], "activity": "festival"} in questions


def test_what_cannot_be_read_is_said(run: Run, tmp_path: Path) -> None:
    graph = _written(tmp_path / "map.jsonl")
    nothing = run(tmp_path, "evaluate", graph)
    assert (nothing.returncode, "Give a file of questions" in nothing.stderr) == (2, True)
    wrong = tmp_path / "questions.jsonl"
    wrong.write_text("{}\n")
    refused = run(tmp_path, "evaluate", graph, wrong)
    assert (refused.returncode, "line 1: is no question" in refused.stderr) == (2, True)


WITHOUT_EXTRA = "import sys; sys.modules['matplotlib'] = None; from cli.main import run; run()"


@pytest.mark.slow
def test_what_only_measuring_needs_is_an_extra(tmp_path: Path) -> None:
    graph = _written(tmp_path / "map.jsonl")

    def run(*arguments: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", WITHOUT_EXTRA, "evaluate", *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)

    assert run("--split", graph, "--by", "time", "--share", "0.25", "-o", tmp_path).returncode == 0
    refused = run(tmp_path / "graph.jsonl.gz", tmp_path / "questions.jsonl")
    assert refused.returncode == 2
    assert "needs matplotlib of the extra `measure`. Install it: pip install 'spojenci[measure]'" in refused.stderr


@pytest.mark.slow
def test_a_small_graph_is_measured_with_the_shipped_weights(run: Run, tmp_path: Path) -> None:
    folder, picture = tmp_path / "out", tmp_path / "picture.svg"
    graph = _written(tmp_path / "map.jsonl")
    run(tmp_path, "evaluate", "--split", graph, "--by", "time", "--share", "0.25", "-o", folder)
    files = folder / "graph.jsonl.gz", folder / "questions.jsonl"
    done = run(tmp_path / "home", "evaluate", *files, "--json", "--picture", picture)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert "fitting needs 30" in report["note"]
    assert report["groups"]["all"]["methods"]["shipped"]["MRR"]["mean"] == 1
    assert picture.read_text(encoding="utf-8").startswith("<?xml")
