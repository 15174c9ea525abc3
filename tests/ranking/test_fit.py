"""Learning: on a generated map with planted habits, and when there is too little."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.access import MEMBERS, PRIVATE
from graph.errors import InvalidFile
from graph.learning import fit as fitting
from graph.learning.evaluation import Asked, evaluate, read_questions
from graph.learning.fit import TooSmall, fit
from graph.learning.logit import steps
from graph.learning.samples import drawn
from graph.learning.splits import Case, Hiding, split, tables_of
from graph.network.network import Network
from graph.ranking.basis import Basis
from graph.ranking.engine import Engine, Request
from graph.ranking.model import SHIPPED, Measured, Model, Quality
from tests.ranking.conftest import CONNECTIONS, ELEMENTS, planted


def _third_meetings(network: Network) -> Hiding:
    """Those of every third circle."""
    chosen = np.array(
        [id_.endswith("-2") and id_.startswith("a") and int(id_[1:3]) % 3 == 0 for id_ in network.tables.ids]
    )
    return Hiding(chosen, np.zeros(len(chosen), np.bool_))


def test_a_small_map_is_declined_with_a_reason() -> None:
    with pytest.raises(TooSmall, match="2 public activities with a topic and at least two allies; fitting needs 30"):
        fit(tables_of([*ELEMENTS, *CONNECTIONS]))


def test_m6_what_not_everybody_may_see_is_not_learned_from() -> None:
    lines = planted(size=4, guests=3)
    fitting.require_enough(tables_of(lines))
    for visibility in (MEMBERS, PRIVATE):
        hidden = [line | {"visibility": visibility} if line.get("label") == "Activity" else line for line in lines]
        with pytest.raises(TooSmall, match="has 0 public activities"):
            fit(tables_of(hidden))


@pytest.mark.slow
def test_what_is_planted_is_learned_and_scored_with_the_right_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fitting, "OF_ONE", 1)
    lines, asked = split(planted(), _third_meetings)
    texts: list[str] = []
    tables = tables_of(lines)
    model, quality = fit(tables, progress=lambda text, _: texts.append(text))
    assert quality.connected and quality.connected.good
    assert quality.connected.fitted["MRR"] > quality.connected.shipped["MRR"]
    assert texts
    restored = Model.of(model.stored(), 3, "2026-01-01T00:00:00Z", quality)
    assert restored
    request = Request(asker="o01-1", topic="t1")
    kept = replace(model, version=3, fitted_at="2026-01-01T00:00:00Z")
    assert Engine(tables, restored).partners(request) == Engine(tables, kept).partners(request)
    again = fitting.learned(Network(tables), registered=False, progress=lambda *_: None)
    assert again.connected.stored() == model.connected.stored()

    questions = [Asked(q["for"], q["topic"], tuple(q["answers"]), q["activity"]) for q in asked]
    report = evaluate(Engine(tables), model, [*questions, Asked("o00-0", "none", ("o00-1",), "x")], lambda *_: None)
    assert (report.questions, report.unusable) == (len(questions), 1)
    assert report.groups["all"].methods["fitted"]["MRR"].mean > report.groups["all"].methods["random"]["MRR"].mean
    for suggestion in Engine(tables, kept).partners(request):
        assert (suggestion.basis, suggestion.model.version) == (Basis.CHANCE, 3)
        assert sum(part.contribution for part in suggestion.signals) == pytest.approx(suggestion.score)

    # Near 0.7 about 70 % are right, on activities that the fit has not seen; and next to nobody else is promised.
    score, right, number = np.array([bin_ for bin_ in report.calibration if bin_[0] > 0.1]).T
    assert number.sum() > 100
    assert 0.55 < score @ number / number.sum() < 0.85
    assert abs((score - right) @ number) / number.sum() < 0.15


def test_a_model_of_another_format_is_not_used() -> None:
    assert Model.of(SHIPPED.stored() | {"format": 0}, 1, "", Quality()) is None
    stored = Model(replace(SHIPPED.connected, calibrated=True), SHIPPED.newcomer).stored()
    assert stored["connected"] and not stored["newcomer"]
    stored["connected"]["coefficients"]["unheard.of"] = 1.0
    assert Model.of(stored, 1, "", Quality()) is None


def test_questions_that_cannot_be_read() -> None:
    with pytest.raises(InvalidFile) as error:
        read_questions([b'{"for": "a", "topic": "t", "answers": ["b"]}\n', b"{}\n", b"nonsense\n"])
    assert [problem.place for problem in error.value.problems] == ["line 2", "line 3"]


def test_a_large_activity_is_asked_about_a_few_times_only() -> None:
    cases = [Case(asker, 0, np.array([asker + 1]), min(asker, 3)) for asker in range(60)]
    chosen = [drawn(cases, most, 2, np.random.default_rng(1)) for most in (100, 3)]
    assert sorted(case.activity for case in chosen[0]) == [0, 1, 2, 3, 3]
    assert [case.asker for case in chosen[1]] == [case.asker for case in chosen[0][:3]]


@settings(deadline=None)
@given(st.integers(60, 600), st.floats(0.1, 8), st.integers(0, 2**32 - 1))
def test_a_greater_sum_has_a_greater_score(count: int, skew: float, seed: int) -> None:
    chance = np.random.default_rng(seed)
    sums = chance.random(count) ** skew
    right = chance.random(count) < sums
    curve = steps(sums, right.astype(np.float64), np.ones(count))
    scores = replace(SHIPPED.connected, curve=curve).score(np.linspace(0, 1, 200))
    assert (np.diff(scores) >= 0).all()
    assert scores.min() >= 0 and scores.max() <= 1


def test_a_formula_is_used_if_it_is_surely_better_in_every_split() -> None:
    better = Measured(40, 9, {}, {}, "", {}, 0.01, [])
    assert better.good
    assert not replace(better, steady=False).good
    assert not replace(better, chance=0.2).good
    assert not replace(better, activities=2).good
    assert Quality(None, better).good
    assert not Quality(replace(better, steady=False), None).good
