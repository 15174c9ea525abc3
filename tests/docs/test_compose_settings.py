"""The compose file passes on what can be set."""

import re
from pathlib import Path

from cli.session import unknown_variables, variable
from graph.settings import Settings

COMPOSE = Path(__file__).parents[2] / "docker-compose.yml"
_KEPT = {
    "SPOJENCI_HOME",
    "SPOJENCI_CACHE",
    "SPOJENCI_BOLT_PORT",
    "SPOJENCI_ANALYSTS_PORT",
    "SPOJENCI_ANALYSTS_HEAP",
    "SPOJENCI_ANALYSTS_PASSWORD_FILE",
    "SPOJENCI_RATE_STORE_FILE",
    "NEO4J_PASSWORD_FILE",
    "SPOJENCI_WEBHOOK_PRIVATE",
}
"""Folders of the image, what only the embedded Neo4j has, what docker-compose.secret.yml sets, and what is for tests."""


def test_f10_compose_passes_every_setting_on() -> None:
    """Every setting of the service has a line in its environment."""
    passed = re.findall(
        r"^      ((?:SPOJENCI|NEO4J)_[A-Z0-9_]+):", COMPOSE.read_text("utf-8").split("\n  api:\n")[1], re.MULTILINE
    )
    assert {variable(name) for name in Settings.model_fields} - {*passed} == _KEPT
    assert unknown_variables(passed) == []


def test_f10_unknown_names_are_told_with_the_nearest_one() -> None:
    """A slip of the pen does not leave a service open without a word."""
    assert unknown_variables(["SPOJENCI_ANONYMUS", "PATH"]) == [
        "SPOJENCI_ANONYMUS is no setting; is SPOJENCI_ANONYMOUS meant?"
    ]


def test_neo4j_is_set_in_kubernetes_as_in_compose() -> None:
    """The manifests have every setting that the compose file has, with the same value."""
    compose = COMPOSE.read_text("utf-8").split("\n  api:\n")[0]
    manifest = (COMPOSE.parent / "deploy" / "kubernetes" / "neo4j.yaml").read_text("utf-8")
    wanted = {
        name: value.strip('"') for name, value in re.findall(r"^      (NEO4J_[a-z]\w+): (.+)$", compose, re.MULTILINE)
    }
    found = {
        name: value.strip('"')
        for name, value in re.findall(r"name: (NEO4J_[a-z]\w+), value: (.+)}$", manifest, re.MULTILINE)
    }
    assert found == wanted


def test_what_kubernetes_sets_are_settings() -> None:
    """And so has everything that the manifests give the service."""
    manifest = (COMPOSE.parent / "deploy" / "kubernetes" / "spojenci.yaml").read_text("utf-8")
    assert unknown_variables(re.findall(r"^  (?:# )?(SPOJENCI_[A-Z_]+):", manifest, re.MULTILINE)) == []
