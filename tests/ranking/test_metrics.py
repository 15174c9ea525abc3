"""Figures against examples worked by hand."""

import numpy as np
import pytest

from graph.learning.metrics import comparison, figures, interval, resampled, tied_ranks


def test_figures_of_one_question() -> None:
    # Right ones at 2, 4 and 60: MRR 1/2; precision 1/2 at 2 and 2/4 at 4, of three; two of three within 50.
    assert figures(np.array([60.0, 2.0, 4.0])) == pytest.approx([1 / 2, 0, 1, 1, (1 / 2 + 2 / 4) / 3, 2 / 3])
    assert figures(np.array([1.0])) == pytest.approx([1, 1, 1, 1, 1, 1])
    assert figures(np.array([11.0, 51.0])) == pytest.approx([1 / 11, 0, 0, 0, 0, 1 / 2])


def test_ties_stand_in_the_middle() -> None:
    scores = np.array([3.0, 1.0, 1.0, 1.0, 0.0])
    assert tied_ranks(scores, np.array([0, 2, 4])) == pytest.approx([1, 3, 5])


def test_bootstrap_draws_groups_together() -> None:
    times = resampled(["a", "a", "b", "c"])
    assert (times[:, 0] == times[:, 1]).all()
    assert interval(np.ones(4), times).mean == 1
    found = comparison(np.array([1.0, 1, 1, 1]), np.array([0.5, 0.5, 0.5, 0.5]), times)
    assert (found.ratio, found.chance) == (2, 0)
    assert comparison(np.ones(4), np.ones(4), times).chance == 1
