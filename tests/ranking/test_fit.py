"""Learning: on a generated map with planted habits, and when there is too little."""

import random
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import InvalidFile
from graph.ranking import fit as fitting
from graph.ranking.engine import Engine, Request
from graph.ranking.evaluation import Asked, evaluate, read_questions
from graph.ranking.fit import TooSmall, fit
from graph.ranking.model import SHIPPED, Model
from graph.ranking.splits import Line, hidden_at_random, split, tables_of
from tests.ranking.conftest import CONNECTIONS, ELEMENTS, element, link, place


@cache
def _planted() -> tuple[Line, ...]:
    """Two hundred activities: each gathers allies of one of eight circles, who live anywhere."""
    choose = random.Random(1)
    lines = [place(f"p{n}", 49 + n % 5 * 0.5, 13 + n // 5 * 0.8) for n in range(20)]
    lines += [element("Topic", f"t{n}") for n in range(6)]
    lines += [element("Organization", f"o{n:03}", kind=f"k{n % 4}") for n in range(160)]
    lines += [element("Activity", f"a{n:03}", since=str(2000 + n // 10)) for n in range(200)]
    lines += [link("LOCATED_IN", f"o{n:03}", f"p{n % 20}") for n in range(160)]
    for n in range(200):
        circle = choose.randrange(8)
        crowd = choose.sample(range(20 * circle, 20 * circle + 20), 5)
        lines += [link("TAKES_PART_IN", f"o{o:03}", f"a{n:03}") for o in crowd]
        lines.append(link("ABOUT", f"a{n:03}", f"t{choose.randrange(6)}"))
    return tuple(lines)


def test_a_small_map_is_declined_with_a_reason() -> None:
    with pytest.raises(TooSmall, match="2 activities with a topic and at least two allies; fitting needs 100"):
        fit(tables_of([*ELEMENTS, *CONNECTIONS]))


@pytest.mark.slow
def test_what_is_planted_is_learned_and_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fitting, "ASKED", 120)
    lines, asked = split(_planted(), lambda network: hidden_at_random(network, 0.2, 5))
    told: list[str] = []
    tables = tables_of(lines)
    model, quality = fit(tables, progress=lambda text, _: told.append(text))
    assert quality.good and quality.fitted["MRR"] > quality.shipped["MRR"]
    assert told
    restored = Model.of(model.stored(), 3, "2026-01-01T00:00:00Z")
    assert restored
    request = Request("o001", "t1")
    assert Engine(tables, restored).partners(request) == Engine(tables, model).partners(request)
    again, _ = fit(tables)
    assert again.stored() == model.stored()

    questions = [Asked(q["for"], q["topic"], tuple(q["answers"]), q["activity"]) for q in asked]
    report = evaluate(Engine(tables), model, [*questions, Asked("o000", "none", ("o001",), "x")], lambda *_: None)
    assert (report.questions, report.unusable) == (len(questions), 1)
    assert report.groups["all"].methods["fitted"]["MRR"].mean > report.groups["all"].methods["random"]["MRR"].mean
    for suggestion in Engine(tables, model).partners(request):
        assert sum(part.contribution for part in suggestion.signals) == pytest.approx(suggestion.score)


def test_a_model_of_another_format_is_not_used() -> None:
    assert Model.of(SHIPPED.stored() | {"format": 0}, 1, "") is None
    stored = SHIPPED.stored()
    stored["connected"]["coefficients"]["unheard.of"] = 1.0
    assert Model.of(stored, 1, "") is None


def test_questions_that_cannot_be_read() -> None:
    with pytest.raises(InvalidFile) as error:
        read_questions([b'{"for": "a", "topic": "t", "answers": ["b"]}\n', b"{}\n", b"nonsense\n"])
    assert [problem.place for problem in error.value.problems] == ["line 2", "line 3"]


@settings(deadline=None)
@given(st.integers(60, 600), st.floats(0.1, 8), st.integers(0, 2**32 - 1))
def test_a_greater_sum_has_a_greater_score(count: int, skew: float, seed: int) -> None:
    chance = np.random.default_rng(seed)
    sums = chance.random(count) ** skew
    right = chance.random(count) < sums
    curve = fitting._steps(sums, right.astype(np.float64), np.ones(count))
    scores = replace(SHIPPED.connected, curve=curve).score(np.linspace(0, 1, 200))
    assert (np.diff(scores) >= 0).all()
    assert scores.min() >= 0 and scores.max() <= 1
