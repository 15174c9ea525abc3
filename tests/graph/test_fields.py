"""Values of parameters, as texts of an address or a command and as JSON: what is taken, and what is refused where."""

from typing import Any

import pytest

from graph.contract.fields import from_texts
from graph.contract.operation import Operation
from graph.errors import BadInput
from graph.operations.all import OPERATIONS

PARTNERS, CHANGES = OPERATIONS["potential_partners"], OPERATIONS["changes"]
QUESTION = [("for", "library"), ("topic", "seniors")]


def _asked(operation: Operation, *pairs: tuple[str, str], commas: bool = False) -> Any:
    return operation.check(from_texts(operation.parameters, pairs, commas=commas))


def test_defaults_are_filled_in() -> None:
    asked = _asked(PARTNERS, *QUESTION)
    assert (asked["first"], asked["strategy"], asked["within"], asked["kinds"]) == (10, "balanced", None, None)


@pytest.mark.parametrize(
    ("pairs", "commas", "name", "value"),
    [
        ([("kinds", "a"), ("kinds", "b,c")], False, "kinds", ["a", "b,c"]),
        ([("kinds", "a, b")], True, "kinds", ["a", "b"]),
        ([("kinds", "")], False, "kinds", []),
        ([("kinds", '["a,b"]')], True, "kinds", ["a,b"]),
        ([("kinds", "[x] y")], False, "kinds", ["[x] y"]),
        ([("within.km", "2.5"), ("within.place", "town")], False, "within", {"km": 2.5, "place": "town"}),
        ([("within", '{"km": 3}')], True, "within", {"km": 3.0}),
        ([("includeKnown", "true")], False, "includeKnown", True),
    ],
)
def test_texts_become_values(pairs: list[tuple[str, str]], commas: bool, name: str, value: Any) -> None:
    assert _asked(PARTNERS, *QUESTION, *pairs, commas=commas)[name] == value


def test_lists_of_choices_take_json_as_lists_of_texts_do() -> None:
    asked = _asked(CHANGES, ("filter.actions", '["CREATED"]'), ("filter.types", '["Library"]'))
    assert asked["filter"] == {"actions": ["CREATED"], "types": ["Library"]}


def test_an_object_is_not_cut_at_its_commas() -> None:
    create = OPERATIONS["create_libraries"]
    assert _asked(create, ("input", '{"name": "x, y"}'), commas=True)["input"] == [{"name": "x, y"}]


@pytest.mark.parametrize(
    ("pairs", "place"),
    [
        ([("first", "1"), ("first", "2")], "first"),
        ([("within", "1"), ("within.km", "2")], "within.km"),
        ([("within", "null"), ("within.km", "2")], "within"),
        ([("first", "null")], "first"),
        ([("within.km", "2"), ("within", '{"km": 3}')], "within"),
        ([("within.k", "2")], "within.k"),
        ([("within.km", "-1")], "within.km"),
        ([("weights.topic", "-1")], "weights.topic"),
        ([("color", "red")], "color"),
        ([("strategy", "luck")], "strategy"),
        ([("diversity", "NaN")], "diversity"),
        ([("kinds", ",".join("x" * 51))], "kinds"),
    ],
)
def test_what_cannot_be_is_refused_where_it_stands(pairs: list[tuple[str, str]], place: str) -> None:
    with pytest.raises(BadInput) as refused:
        _asked(PARTNERS, *QUESTION, *pairs, commas=True)
    assert refused.value.place == place


@pytest.mark.parametrize(
    ("name", "given", "place"),
    [
        ("connect", {"input": [{"runs": None}]}, "input.0"),
        ("connect", {"input": [{}]}, "input.0"),
        ("create_activities", {"input": [{"name": "a", "organizers": [{"create": {"library": None}}]}]},
         "input.0.organizers.0.create"),
        ("create_topics", {"input": [{"nam": "x"}]}, "input.0.nam"),
        ("create_topics", {"input": ["x"]}, "input.0"),
        ("create_topics", {}, "input"),
        ("undo", {"sequence": True}, "sequence"),
    ],
)  # fmt: skip
def test_what_cannot_be_written_is_refused_where_it_stands(name: str, given: Any, place: str) -> None:
    with pytest.raises(BadInput) as refused:
        OPERATIONS[name].check(given)
    assert refused.value.place == place


def test_prices_count_what_is_written_and_what_may_be_answered() -> None:
    nested = {"input": [{"name": "a", "activities": [{}] * 50}]}
    assert OPERATIONS["create_topics"].price(nested) == 510
    assert OPERATIONS["undo"].price({"sequence": 1}) == 10
    assert [PARTNERS.price({"first": first}) for first in (0, 100, 10**9)] == [50, 150, 150]
    assert PARTNERS.price({}) == 60
