"""What schemathesis makes up is answered, or refused for a reason."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.core.result import Ok

from graph.contract.operation import Answers
from graph.operations.all import OPERATIONS
from tests.http.conftest import Serve
from tests.making_up import MANY

pytestmark = [pytest.mark.slow, pytest.mark.fuzz]

EXPLAINED = {"UNAUTHENTICATED", "FORBIDDEN", "BAD_INPUT", "NOT_FOUND", "QUERY_TOO_COMPLEX"}
"""Codes of errors that requests which fit the schema can meet."""


@pytest.fixture
def address(serve: Serve, seeded: None) -> str:
    """A server on the seed that answers any number of requests."""
    return str(serve(rate=0).base_url)


def test_whatever_is_asked_over_graphql_is_answered_or_refused(address: str) -> None:
    schema = schemathesis.graphql.from_url(f"{address}/graphql")
    fields = [found.ok().as_strategy() for found in schema.get_all_operations() if isinstance(found, Ok)]
    assert len(fields) > 10

    @given(st.one_of(fields))
    @settings(
        max_examples=MANY // 2,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        print_blob=True,
    )
    def ask(case: schemathesis.Case[Any]) -> None:
        answer = case.call(timeout=60)  # a database just started plans for long
        assert answer.status_code == 200, case.as_curl_command()
        errors = answer.json().get("errors", [])
        # hypothesis-graphql does not know @oneOf.
        codes = {error["extensions"]["code"] for error in errors if "OneOf Input Object" not in error["message"]}
        assert codes <= EXPLAINED, (case.as_curl_command(), answer.text)

    ask()


@pytest.mark.skipif(MANY <= 100, reason="takes minutes: make fuzz")
@pytest.mark.timeout(1800)
def test_rest_is_as_its_description_says(address: str, tmp_path: Path) -> None:
    # A cursor, or a value to filter by, is any text to a description, and refused all the same.
    paged = [each.address for each in OPERATIONS.values() if any(field.name == "after" for field in each.parameters)]
    paged.append("/v1/export")
    lenient = "[[operations]]\ninclude-path = {paths}\n[operations.checks]\npositive_data_acceptance.enabled = false\n"
    configured = tmp_path / "schemathesis.toml"
    configured.write_text(lenient.format(paths=paged))
    streams = "|".join(each.address for each in OPERATIONS.values() if each.answers is Answers.STREAM)
    # What streams never ends; tests/live asks for it.
    options = ["--max-examples", str(max(2, MANY // 20)), "--request-timeout", "60", "--exclude-path-regex", streams]
    options += ["--phases", "examples,fuzzing"]  # to cover each part of the nested inputs of writes takes many minutes
    program = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(configured)]
    done = subprocess.run(
        [*program, "run", f"{address}/openapi.json", *options], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
