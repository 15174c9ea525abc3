"""For every role, our compiled reads answer as graphql-core does on a graph that lacks what the role may not see."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from graphql import execute_sync, parse, validate
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from graph.access import MEMBERS, PRIVATE, PUBLIC
from tests.access.conftest import ROLES, Serve, Served
from tests.api import model
from tests.api.conftest import GOLDEN
from tests.api.operations import operations
from tests.making_up import MANY

SCHEMA = model.plain_schema()
STEPS = (PUBLIC, MEMBERS, PUBLIC, PRIVATE, PUBLIC)


def _sprinkled() -> Iterator[dict[str, Any]]:
    """The golden graph with every kind of visibility, and with values for reviewers only."""
    for number, line in enumerate((GOLDEN / "graph.jsonl").read_bytes().splitlines()):
        row = orjson.loads(line)
        if "label" in row:
            row["visibility"] = STEPS[number % len(STEPS)]
        yield row | ({"private": {"note": number}} if number % 3 == 0 else {})


ROWS = list(_sprinkled())


@pytest.fixture(scope="module")
def sprinkled(serve: Serve) -> Iterator[Served]:
    with serve(ROWS) as served:
        yield served


@pytest.fixture(scope="module")
def roots(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What queries start from, and where places are, by role."""
    return {name: _root(viewer.visible, tmp_path_factory.mktemp(name)) for name, viewer in ROLES.items()}


def _root(visible: tuple[str, ...], folder: Path) -> tuple[Any, dict[str, Any]]:
    hidden = set() if PRIVATE in visible else {"private"}
    rows = [{name: value for name, value in row.items() if name not in hidden} for row in ROWS]
    (folder / "graph.jsonl").write_bytes(b"\n".join(map(orjson.dumps, rows)))
    located = {row["id"]: row["location"] for row in rows if "location" in row and row["visibility"] in visible}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(model, "GOLDEN", folder)
        return model.root(*visible), located


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
@given(data=st.data())
@settings(
    max_examples=MANY // 10,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],  # to shrink an operation takes minutes
    suppress_health_check=list(HealthCheck),
)
def test_answers_are_those_of_a_graph_without_what_is_hidden(
    sprinkled: Served, roots: dict[str, Any], role: str, data: st.DataObject
) -> None:
    text, variables = data.draw(operations(SCHEMA))
    document = parse(text)
    assume(not validate(SCHEMA, document))
    root, located = roots[role]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(model, "_LOCATIONS", located)
        expected = execute_sync(SCHEMA, document, root, variable_values=variables)
    assert not expected.errors, text
    body = {"query": text, "variables": variables}
    answer = sprinkled.client.post("/graphql", json=body, headers=sprinkled.headers[role]).json()
    refused = [error["extensions"]["code"] for error in answer.get("errors", ())]
    assume(refused != ["QUERY_TOO_COMPLEX"])
    assert "errors" not in answer, (text, variables, answer["errors"])
    assert orjson.dumps(answer["data"]) == orjson.dumps(expected.data), (text, variables)
