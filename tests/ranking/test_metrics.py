"""Figures against examples worked by hand."""

from itertools import permutations

import numpy as np
import pytest

from graph.learning.metrics import comparison, figures, interval, resampled, tied_ranks


def test_figures_of_one_question() -> None:
    # Right ones at 2, 4 and 60: MRR 1/2; precision 1/2 at 2 and 2/4 at 4, of three; two of three within 50.
    assert figures(np.array([60.0, 2.0, 4.0])) == pytest.approx([1 / 2, 0, 1, 1, (1 / 2 + 2 / 4) / 3, 2 / 3])
    assert figures(np.array([1.0])) == pytest.approx([1, 1, 1, 1, 1, 1])
    assert figures(np.array([11.0, 51.0])) == pytest.approx([1 / 11, 0, 0, 0, 0, 1 / 2])


def test_equals_stand_in_any_order() -> None:
    scores = np.array([3.0, 1.0, 1.0, 1.0, 0.0])
    first, equal = tied_ranks(scores, np.array([0, 2, 4]))
    assert (first.tolist(), equal.tolist()) == ([1, 2, 5], [1, 3, 1])
    # One right answer among a hundred equals: the mean of 1 to 1/100, and a tenth of the orders have it in the top ten.
    mrr, top, _, top_ten, _, recall = figures(np.array([1.0]), np.array([100.0]))
    assert mrr == pytest.approx(sum(1 / rank for rank in range(1, 101)) / 100)
    assert (top, top_ten, recall) == pytest.approx((0.01, 0.1, 0.5))


def test_ties_are_the_mean_over_all_orders() -> None:
    # Better than all is one wrong; two of four equals are right; and one of the two last.
    scores, right = np.array([9.0, 5, 5, 5, 5, 1, 1]), np.array([1, 2, 6])
    orders = [
        figures(np.array([1 + [0, *middle, *last].index(place) for place in right], np.float64))
        for middle in permutations((1, 2, 3, 4))
        for last in permutations((5, 6))
    ]
    assert figures(*tied_ranks(scores, right)) == pytest.approx(np.mean(orders, axis=0))


def test_bootstrap_draws_groups_together() -> None:
    times = resampled(["a", "a", "b", "c"])
    assert (times[:, 0] == times[:, 1]).all()
    assert interval(np.ones(4), times).mean == 1
    found = comparison(np.array([1.0, 1, 1, 1]), np.array([0.5, 0.5, 0.5, 0.5]), times)
    assert (found.ratio, found.chance) == (2, 0)
    assert comparison(np.ones(4), np.ones(4), times).chance == 1
