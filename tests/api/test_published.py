"""What clients rely on stays: the schema breaks nothing of the published one.

A break that is meant gets a line in CHANGELOG.md; ``pytest tests/api --publish`` then publishes the schema anew.
"""

from pathlib import Path

import pytest
from graphql import GraphQLSchema, build_schema, find_breaking_changes, lexicographic_sort_schema, print_schema

from api.graphql.registry import printed
from api.graphql.schema import GRAPHQL_SCHEMA

PUBLISHED = Path(__file__).with_name("published.graphql")


def _without_texts(schema: GraphQLSchema) -> str:
    lines, quoted = [], False
    for line in print_schema(lexicographic_sort_schema(schema)).splitlines():
        if line.strip().startswith('"""'):
            quoted = not quoted if line.strip() == '"""' else quoted
        elif not quoted and line.strip():
            lines.append(line)
    return "\n".join(lines) + "\n"


def test_nothing_of_the_published_schema_breaks(request: pytest.FixtureRequest) -> None:
    schema = build_schema(printed(GRAPHQL_SCHEMA))
    if request.config.getoption("--publish", default=False):
        PUBLISHED.write_text(_without_texts(schema), encoding="utf-8")
    broken = find_breaking_changes(build_schema(PUBLISHED.read_text(encoding="utf-8")), schema)
    assert [change.description for change in broken] == []


def test_a_break_is_found() -> None:
    published = PUBLISHED.read_text(encoding="utf-8")
    lost = build_schema(published.replace("  sigla: String\n", "", 1))
    assert find_breaking_changes(build_schema(published), lost)
