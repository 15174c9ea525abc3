"""Our compiled reads answer as graphql-core does, field by field, on the same graph: data and the order of keys."""

import httpx
import orjson
from graphql import execute_sync, parse, validate
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from tests.api import model
from tests.api.operations import operations
from tests.making_up import MANY

SCHEMA = model.plain_schema()
ROOT = model.root("public")


@given(st.data())
@settings(
    max_examples=MANY // 4,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],  # to shrink an operation takes minutes
    suppress_health_check=list(HealthCheck),
)
def test_an_answer_is_that_of_graphql_core(golden: httpx.Client, data: st.DataObject) -> None:
    text, variables = data.draw(operations(SCHEMA))
    document = parse(text)
    assume(not validate(SCHEMA, document))
    expected = execute_sync(SCHEMA, document, ROOT, variable_values=variables)
    assert not expected.errors, text
    answer = golden.post("/graphql", json={"query": text, "variables": variables}).json()
    assume(all(error["extensions"]["code"] != "QUERY_TOO_COMPLEX" for error in answer.get("errors", ())))
    assert "errors" not in answer, (text, variables, answer["errors"])
    assert orjson.dumps(answer["data"]) == orjson.dumps(expected.data), (text, variables)
