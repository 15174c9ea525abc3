"""What the guides print runs as printed, on the seed."""

import re
from pathlib import Path

import httpx
import pytest
from graphql import build_schema, parse, validate

from api.graphql.registry import printed
from api.graphql.schema import GRAPHQL_SCHEMA
from graph.questions.named import QUESTIONS

ROOT = Path(__file__).resolve().parents[2]
GUIDES = [(name, (ROOT / "docs" / name).read_text("utf-8")) for name in ("graphql.md", "uses.md", "access.md")]
BLOCKS = [(name, block) for name, text in GUIDES for block in re.findall(r"```graphql\n(.*?)```", text, re.DOTALL)]
ADDRESSES = [address for _, text in GUIDES for address in re.findall(r"`(/v1/[^`]+\?[^`]+)`", text)]


@pytest.mark.parametrize(("name", "block"), BLOCKS, ids=lambda value: value[:40])
def test_an_operation_of_a_guide_fits_the_schema_and_is_answered(client: httpx.Client, name: str, block: str) -> None:
    assert validate(build_schema(printed(GRAPHQL_SCHEMA)), parse(block)) == [], name
    if block.startswith("{"):
        answer = client.post("/graphql", json={"query": block}).json()
        assert "errors" not in answer, answer
        assert all(answer["data"].values())


FUNNEL = {column.name for column in QUESTIONS["funnel"].columns}
"""It tells nothing to those without a key."""


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_of_a_guide_is_answered(client: httpx.Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert any(told.values()) or set(told) == FUNNEL
