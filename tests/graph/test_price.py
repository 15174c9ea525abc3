"""What filters cost, by kind and nesting, and what is charged for time."""

from dataclasses import replace
from typing import Any

import pytest

from graph.contract import price
from graph.contract.price import FOLDED, PLACE, QUANTIFIER, SCAN, SECOND
from graph.operations.questions import of_question
from graph.questions.named import QUESTIONS

ID = {"id": {"eq": "x"}}
KIND = {"kind": {"eq": "club"}}


def some(filter_: dict[str, Any], quantifier: str = "some") -> dict[str, Any]:
    return {"topics": {quantifier: {"node": filter_}}}


@pytest.mark.parametrize(
    ("filter_", "expected"),
    [
        (None, 0),
        ({}, 0),
        (ID, 2),
        (KIND, SCAN * 2),
        ({"kind": {"eq": "club", "ne": "event"}}, SCAN * 3),
        ({"and": [KIND, {"not": KIND}]}, SCAN * 3),
        ({"id": {"in": ["x"] * 40}}, 1 + 3),
        ({"within": "cz"}, SCAN * (1 + PLACE)),
        ({"near": {"place": "cz", "km": 1}}, SCAN * (1 + PLACE)),
        (some(KIND), SCAN * (1 + QUANTIFIER * 2)),
        (some(ID), 1 + QUANTIFIER * 2),
        (some(ID, "none"), SCAN * (1 + QUANTIFIER * 2)),
        ({"topics": {"count": {"gte": 3, "lt": 5}}}, SCAN * (1 + QUANTIFIER * 2)),
        (some(some(ID)), 1 + QUANTIFIER * (1 + QUANTIFIER * 2)),
        ({"and": [KIND, ID]}, 3),
        ({"or": [KIND, ID]}, SCAN * 3),
        ({"sigla": {"startsWith": "A"}}, SCAN * 2),
        ({"name": {"containsFolded": "a"}}, SCAN * (1 + FOLDED)),
        ({"box": {"south": 1}}, SCAN * (1 + PLACE)),
        ("nonsense", 0),
        ({"kind": "nonsense"}, SCAN),
    ],
)
def test_a_filter_costs_what_it_goes_through(filter_: object, expected: int) -> None:
    assert price.filtered(filter_) == expected


def test_in_the_list_of_an_element_a_filter_goes_through_few() -> None:
    assert price.filtered(KIND, nested=True) == 2


def test_quantifiers_within_one_another_are_counted() -> None:
    assert [price.nesting(f) for f in (None, KIND, some(KIND), {"or": [KIND, some({"not": some(KIND)})]})] == [
        0,
        0,
        1,
        2,
    ]


def test_time_beyond_what_was_paid_is_charged() -> None:
    assert price.beyond(0.2, 1) == 0
    assert price.beyond(price.GRACE + 1, 0) == SECOND
    assert price.beyond(price.GRACE + 1, 150) == SECOND - 150
    assert price.beyond(price.GRACE + 1, 500) == 0


@pytest.mark.parametrize(
    ("order", "nested", "whole"),
    [
        (None, 0, 0),
        ("NAME_ASC", 0, 0),
        ("SINCE_DESC", 0, SCAN),
        (["NODE_SINCE_DESC", "NAME_ASC"], 1, SCAN),
        ("ACTIVITIES_COUNT_ASC", QUANTIFIER, SCAN * QUANTIFIER),
    ],
)
def test_an_order_that_no_index_has_is_paid_for(order: object, nested: int, whole: int) -> None:
    assert (price.ordered(order, nested=True), price.ordered(order)) == (nested, whole)


def test_a_question_by_name_pays_for_what_its_lists_hold() -> None:
    asked = {name: of_question(replace(each, answers=each.answers or "many")) for name, each in QUESTIONS.items()}
    assert asked["elements"].price({"ids": ["cz"] * 500}) == price.QUESTION + 500
    assert asked["candidates"].price({"texts": ["Knihovna města Brna"] * 10, "first": 5}) == price.QUESTION + 405
    assert [name for name, each in asked.items() for f in each.parameters if f.name == "first" and not f.bounds] == []


def test_words_are_counted_as_they_are_sought() -> None:
    assert price.words("a b c d") == price.words("a-b-c_d") == 4
