"""A condition of a filter is asked once: what leads to the elements that pass is not tested for each of them again."""

from typing import Any

import httpx
import pytest

from tests.api.planning import statements

TOPIC = 'topics: {some: {node: {id: {eq: "pamet"}}}}'
COVERED = [
    f"activities(filter: {{{TOPIC}}})",
    f"activities(filter: {{and: [{{{TOPIC}}}]}})",
    'activities(filter: {or: [{id: {eq: "a"}}, {id: {in: ["b"]}}]})',
    'activities(filter: {since: {eq: "2015"}})',
    'activities(filter: {since: {gte: "2015"}})',
    'organizations(filter: {kind: {eq: "nonprofit"}})',
    'organizations(filter: {activities: {some: {node: {topics: {some: {node: {id: {eq: "pamet"}}}}}}}})',
    'libraries(filter: {sigla: {startsWith: "A"}})',
]
"""Lists whose whole filter leads to what passes."""
NEAR = "libraries(filter: {near: {latitude: 49.3, longitude: 17.4, km: 900}})"
"""A list that may also be gone through in its order."""

NOT_COVERED = [
    f'activities(filter: {{{TOPIC}, since: {{gt: "2015"}}}})',
    'activities(filter: {topics: {some: {node: {id: {eq: "pamet"}, name: {contains: "a"}}}}})',
    'activities(filter: {or: [{id: {eq: "a"}}, {id: {eq: "b"}, since: {gt: "2015"}}]})',
]
"""Lists of which something more is asked."""


@pytest.mark.parametrize("list_", COVERED)
def test_f17_a_condition_that_leads_to_what_passes_is_not_asked_again(list_: str) -> None:
    [text] = statements(f"{{ {list_} {{ nodes {{ id }} }} }}").values()
    leading, _, passing = text.rpartition(" IN $visible")
    assert "$p0_f" in leading
    assert "$p0_f" not in passing


@pytest.mark.parametrize("list_", NOT_COVERED)
def test_f17_what_more_is_asked_is_still_asked(list_: str) -> None:
    [text] = statements(f"{{ {list_} {{ nodes {{ id }} }} }}").values()
    assert "$p0_f" in text.rpartition(" IN $visible")[2]


@pytest.mark.parametrize("list_", [*COVERED, *NOT_COVERED, NEAR])
def test_f17_the_answer_is_that_of_the_condition_itself(golden: httpx.Client, list_: str) -> None:
    """Beside the same filter within two denials, to which nothing leads."""
    name, _, filter_ = list_.rstrip(")").partition("(filter: ")
    plain = f"{{ {list_} {{ totalCount nodes {{ id }} }} }}"
    denied = f"{{ {name}(filter: {{not: {{not: {filter_}}}}}) {{ totalCount nodes {{ id }} }} }}"
    answers: list[Any] = [golden.post("/graphql", json={"query": each}).json() for each in (plain, denied)]
    assert answers[0]["data"][name] == answers[1]["data"][name]


def test_f17_what_is_gathered_from_a_place_is_not_asked_where_it_lies() -> None:
    [text] = statements('{ libraries(filter: {within: "cz072"}) { totalCount nodes { id } } }').values()
    gathered, _, gone_through = text.partition(" ELSE ")
    assert ".around" not in gathered
    assert gone_through.count(".around") == 1


def test_f17_a_list_and_its_count_share_what_leads_to_them() -> None:
    [text] = statements(f"{{ activities(filter: {{{TOPIC}}}) {{ totalCount nodes {{ id }} }} }}").values()
    assert text.count("MATCH") == 2
