"""What front ends ask every day: words however they are typed, and what a map shows."""

from typing import Any

import pytest

from tests.api.conftest import Ask
from tests.api.test_schema import ELEMENTS


def ids(ask: Ask, field: str) -> set[str]:
    answer: Any = ask(f"{{ it: {field} {{ nodes {{ id }} }} }}")
    assert "errors" not in answer, answer
    return {node["id"] for node in answer["data"]["it"]["nodes"]}


@pytest.mark.parametrize("typed", ["mestska KNIHOVNA", "Městská knihovna", "mĚSTSKÁ knihovna"])
@pytest.mark.parametrize("operator", ["containsFolded", "startsWithFolded"])
def test_f16_case_and_diacritics_do_not_matter(ask: Ask, operator: str, typed: str) -> None:
    assert ids(ask, f'libraries(filter: {{name: {{{operator}: "{typed}"}}}})') == {"knihovna"}
    assert ids(ask, f'organizations(filter: {{name: {{{operator}: "{typed}"}}}})') == {"knihovna"}


def test_f16_signs_of_regular_expressions_stand_for_themselves(ask: Ask) -> None:
    for typed in (".", "(", "[a-z]", "\\\\E", "*", "alfa.*", "^", "$", "|", "{", "}", "-", "&&", "#"):
        assert ids(ask, f'libraries(filter: {{name: {{containsFolded: "{typed}"}}}})') == set(), typed
    assert ids(ask, 'libraries(filter: {name: {eqFolded: "ALFA"}})') == {"alfa-knihovna"}


def test_f16_folded_goes_with_not_and_nested_filters(ask: Ask) -> None:
    libraries = {row["id"] for row in ELEMENTS if row["label"] == "Library"}
    others = ids(ask, 'libraries(first: 100, filter: {not: {name: {containsFolded: "mestska"}}})')
    assert others == libraries - {"knihovna"}
    runs = '{activities: {some: {node: {name: {containsFolded: "pameti"}}}}}'
    assert ids(ask, f"libraries(filter: {runs})") == {"knihovna"}


BOX = "box: {{south: {0}, west: {1}, north: {2}, east: {3}}}"


def test_c15_a_box_holds_what_a_map_shows(ask: Ask) -> None:
    located = {row["id"]: row["location"] for row in ELEMENTS if row["label"] == "Place" and "location" in row}
    for id_, place in located.items():
        latitude, longitude = place["latitude"], place["longitude"]
        edges = (latitude - 0.001, longitude - 0.001, latitude + 0.001, longitude + 0.001)
        assert id_ in ids(ask, f"places(first: 100, filter: {{{BOX.format(*edges)}}})")
    everywhere = BOX.format(-90, -180, 90, 180)
    assert ids(ask, f"places(first: 100, filter: {{{everywhere}}})") == located.keys()
    assert ids(ask, f"organizations(first: 100, filter: {{{everywhere}}})") != set()
    assert ids(ask, f"organizations(first: 100, filter: {{{BOX.format(0, 0, 1, 1)}}})") == set()


@pytest.mark.parametrize("edges", [(50, 17, 49, 18), (49, 17, 91, 18), (49, -181, 50, 18)])
def test_c15_a_box_that_is_none_is_refused(ask: Ask, edges: tuple[float, ...]) -> None:
    [error] = ask(f"{{ places(filter: {{{BOX.format(*edges)}}}) {{ nodes {{ id }} }} }}")["errors"]
    assert error["extensions"]["code"] == "BAD_INPUT"
    assert error["extensions"]["place"].startswith("places.filter.box")
