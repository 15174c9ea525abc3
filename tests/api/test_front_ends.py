"""What front ends ask every day: words however they are typed, and what a map shows."""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from tests.api.conftest import Ask
from tests.api.test_schema import ELEMENTS

PLACE, CODE = "koruna", "500011"


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


@pytest.mark.parametrize(("typed", "found"), [("TYM a", {"mapa"}), ("tým", set()), ("Tým B", {"mapa"}), (".*", set())])
def test_of_lists_one_item_is_compared_so(ask: Ask, typed: str, found: set[str]) -> None:
    assert ids(ask, f'maps(filter: {{mappedBy: {{includesFolded: "{typed}"}}}})') == found


def test_what_is_too_long_to_be_compared_so_is_told_at_once(ask: Ask) -> None:
    """Neo4j takes seconds to compare each name of a map with an expression of thousands of letters."""
    for operator in ("containsFolded", "startsWithFolded", "eqFolded"):
        answer: Any = ask(f'{{ libraries(filter: {{name: {{{operator}: "{"a" * 201}"}}}}) {{ totalCount }} }}')
        assert answer["errors"][0]["extensions"]["place"] == f"libraries.filter.name.{operator}"


@pytest.mark.parametrize(
    "time", ["2026-03-01T12:00:00+19:00", "2026-03-01T12:00:00-18:01", "2026-03-01T12:00:00+00:00:30"]
)
def test_a_time_of_a_zone_that_neo4j_does_not_know_is_a_time(ask: Ask, time: str) -> None:
    answer: Any = ask(f'{{ libraries(first: 1, filter: {{createdAt: {{gt: "{time}"}}}}) {{ totalCount }} }}')
    assert "errors" not in answer, answer


def test_a_moment_is_the_same_in_every_zone(ask: Ask) -> None:
    first: Any = ask("{ libraries(first: 1, orderBy: CREATED_ASC) { nodes { id createdAt } } }")
    [library] = first["data"]["libraries"]["nodes"]
    moment = datetime.fromisoformat(library["createdAt"])
    for hours in (-11, 0, 14):
        there = moment.astimezone(timezone(timedelta(hours=hours))).isoformat()
        same = f'{{createdAt: {{eq: "{there}", gte: "{there}", lte: "{there}", in: ["{there}"]}}}}'
        answer: Any = ask(f"{{ libraries(filter: {same}) {{ totalCount }} }}")
        assert answer["data"]["libraries"]["totalCount"] > 0, answer


@pytest.mark.parametrize("time", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-03-01T12:00:00"])
def test_what_is_no_time_in_utc_is_told(ask: Ask, time: str) -> None:
    answer: Any = ask(f'{{ libraries(first: 1, filter: {{createdAt: {{gt: "{time}"}}}}) {{ totalCount }} }}')
    assert answer["errors"][0]["extensions"]["place"] == "libraries.filter.createdAt.gt"


def test_a_place_is_named_by_its_code_in_filters_too(ask: Ask) -> None:
    """At the root, nested, in a question, and where distances are measured from; ids come before codes."""
    for field in ("within: {0}", "near: {{place: {0}, km: 50}}"):
        by_id, by_code = (field.format(f'"{place}"') for place in (PLACE, f" {CODE.lower()} "))
        assert ids(ask, f"libraries(filter: {{{by_code}}})") == ids(ask, f"libraries(filter: {{{by_id}}})") != set()
        nested = "organizers: {{some: {{node: {{{0}}}}}}}"
        found = ids(ask, f"activities(filter: {{{nested.format(by_code)}}})")
        assert found == ids(ask, f"activities(filter: {{{nested.format(by_id)}}})") != set()
    asked = 'libraries(first: 3, orderBy: DISTANCE_ASC, distanceFrom: {{place: "{0}"}}) {{ edges {{ distance }} }}'
    answers = [ask(f"{{ {asked.format(place)} }}")["data"] for place in (PLACE, CODE)]
    assert answers[0] == answers[1] != {"libraries": {"edges": [{"distance": None}] * 3}}
    assert ids(ask, 'libraries(filter: {within: "nowhere"})') == set()


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


def ordered(ask: Ask, field: str, key: str) -> list[Any]:
    """What a key comes to along a list that is gone through two at a time, forwards and backwards."""
    pages: dict[str, list[Any]] = {}
    for way, end in (("first", "after"), ("last", "before")):
        found: list[Any] = []
        cursor, more = "", True
        while more:
            bound = f'{way}: 2, {end}: "{cursor}"' if cursor else f"{way}: 2"
            info = "pageInfo { hasNextPage hasPreviousPage startCursor endCursor }"
            answer = ask(f"{{ it: {field.replace('$page', bound)} {{ nodes {{ id {key} }} {info} }} }}")
            assert "errors" not in answer, answer
            page = answer["data"]["it"]
            found = found + page["nodes"] if way == "first" else page["nodes"] + found
            more = page["pageInfo"]["hasNextPage" if way == "first" else "hasPreviousPage"]
            cursor = page["pageInfo"]["endCursor" if way == "first" else "startCursor"]
        pages[way] = found
    assert pages["first"] == pages["last"]
    return pages["first"]


def test_c12_activities_are_in_order_of_their_dates(ask: Ask) -> None:
    dates = [node["since"] or "" for node in ordered(ask, "activities($page, orderBy: SINCE_DESC)", "since")]
    assert dates == sorted(dates, reverse=True) and len(set(dates)) > 1


def test_c12_a_list_is_in_order_of_how_many_connections_there_are(ask: Ask) -> None:
    nodes = ordered(ask, "organizations($page, orderBy: ACTIVITIES_COUNT_DESC)", "activities { totalCount }")
    counts = [node["activities"]["totalCount"] for node in nodes]
    assert counts == sorted(counts, reverse=True) and counts[0] > counts[-1] == 0


def test_c12_ties_are_in_the_next_order(ask: Ask) -> None:
    nodes = ordered(ask, "libraries($page, orderBy: [CLOSED_ASC, NAME_DESC])", "closed name")
    open_ = [node["name"] for node in nodes if not node["closed"]]
    alone = ordered(ask, "libraries($page, orderBy: NAME_DESC, filter: {closed: {eq: false}})", "name")
    assert open_ == [node["name"] for node in alone]
    assert [bool(node["closed"]) for node in nodes] == sorted(bool(node["closed"]) for node in nodes)


def test_c12_connected_elements_are_in_order_of_what_is_theirs(ask: Ask) -> None:
    answer = ask(
        """query ($order: [ConnectedActivityOrder!]) { library(id: "knihovna") {
        activities(orderBy: $order) { nodes { since } } } }""",
        order=["NODE_SINCE_DESC", "NAME_ASC"],
    )
    dates = [node["since"] or "" for node in answer["data"]["library"]["activities"]["nodes"]]
    assert dates == sorted(dates, reverse=True) and len(dates) > 1
