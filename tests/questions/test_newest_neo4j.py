"""Every statement is understood under ``CYPHER 25``, on a Neo4j that knows it: that of ``NEO4J_URI``, for 5.26 does not."""

import re
from pathlib import Path

import neo4j
import pytest
from neo4j.exceptions import Neo4jError

from graph.questions.named import FOLDER
from graph.store import Endpoint
from graph.upkeep.migrations import Migration

GOLDEN = Path(__file__).parents[1] / "golden"
FILES = sorted((*FOLDER.rglob("*.cypher"), *GOLDEN.glob("*.cypher")))


@pytest.fixture(scope="module")
def newest(endpoint: Endpoint) -> neo4j.Driver:
    """A driver, unless this Neo4j has no Cypher 25."""
    driver = neo4j.GraphDatabase.driver(endpoint.uri, auth=(endpoint.username, endpoint.password))
    try:
        driver.execute_query("CYPHER 25 RETURN 1")
    except Neo4jError:
        driver.close()
        pytest.skip("Cypher 25 begins with Neo4j 2025.06; NEO4J_URI names one")
    return driver


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_file_and_golden_statement_is_cypher_25(newest: neo4j.Driver, path: Path) -> None:
    """Issue 16.11: the planner of the newest Neo4j takes them, with nothing in them that is gone."""
    with newest.session() as session:
        for statement in _statements(path):
            summary = session.run(f"CYPHER 25 EXPLAIN {statement}").consume()
            gone = [each for each in summary.notifications or () if "DEPRECAT" in str(each).upper()]
            assert not gone, gone


def _statements(path: Path) -> tuple[str, ...]:
    text = path.read_text("utf-8")
    if path.parent == GOLDEN:  # each below a comment with its name; what is only told in part has an ellipsis
        parts = map(str.strip, re.split(r"^//.*$", text, flags=re.MULTILINE))
        return tuple(each for each in parts if each and "…" not in each)
    return Migration(0, path.stem, text).statements
