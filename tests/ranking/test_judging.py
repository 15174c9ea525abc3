"""The rule that stands for a librarian, and its figures on the demo map."""

import numpy as np
import pytest

from graph.access import PUBLIC
from graph.errors import InvalidFile, NotFound
from graph.learning.judging import Rule, judge, read_questions
from graph.network.reading import read_tables
from graph.network.tables import Ints
from graph.ranking.engine import Engine
from graph.ranking.models import newest_model
from graph.sources.seed import FOLDER
from graph.store import Store
from tests.ranking.conftest import element, engine_of, link

BELOW = [
    link("BROADER", "robots", "seniors"),
    element("Topic", "life"),
    link("BROADER", "seniors", "life"),
]
"""Makes reading and robots siblings, not below a root."""


def _silent(text: str, share: float | None) -> None:
    pass


def _rule(engine: Engine, topic: str) -> tuple[Rule, Ints, list[str]]:
    network = engine.network((PUBLIC,))
    row = network.tables.rows()
    rule = Rule(network, int(network.ally[row["library"]]), int(network.topic[row[topic]]))
    ids = [network.tables.ids[node] for node in network.node]
    return rule, np.arange(network.size, dtype=np.int32), ids


def _sensible(engine: Engine, topic: str, what: str) -> set[str]:
    rule, allies, ids = _rule(engine, topic)
    flags = rule.near(allies) if what == "near" else rule.learn_from(allies)
    return {id_ for id_, flag in zip(ids, flags.tolist(), strict=True) if flag}


def test_near_is_on_the_topic_and_close_or_nationwide() -> None:
    engine = engine_of(link("TAKES_PART_IN", "remote", "club"), link("WORKS_ON", "network", "seniors"))
    assert _sensible(engine, "seniors", "near") == {"charity", "library", "museum", "network"}
    assert _sensible(engine, "seniors", "learn") == {"charity", "library", "museum", "network", "remote"}


def test_a_sibling_of_the_topic_is_near_only_within_forty_kilometres() -> None:
    engine = engine_of(*BELOW, link("WORKS_ON", "school", "robots"))
    assert {"school"} == _sensible(engine, "reading", "near") - _sensible(engine, "reading", "learn")
    assert "remote" not in _sensible(engine, "reading", "near")


def test_who_does_what_matches_a_goal_is_on_the_goal() -> None:
    engine = engine_of(element("Topic", "goal"), link("MATCHES", "seniors", "goal"))
    assert _sensible(engine, "goal", "learn") == _sensible(engine, "seniors", "learn") != set()


def test_a_usual_kind_is_near_only_around_the_corner() -> None:
    topic = element("Topic", "knowledge", usualKinds=["school"])
    engine = engine_of(topic, link("BROADER", "robots", "knowledge"))
    assert _sensible(engine, "robots", "near") == {"school"}


def test_a_question_that_is_none_is_told_by_its_line() -> None:
    with pytest.raises(InvalidFile) as refused:
        read_questions([b'{"for": "a", "topic": "b"}', b"", b"nonsense", b'{"for": "a"}'])
    assert [problem.place for problem in refused.value.problems] == ["line 3", "line 4"]


def test_an_asker_that_is_not_on_the_map_is_told_by_its_question() -> None:
    with pytest.raises(NotFound, match="nobody") as refused:
        judge(engine_of(), [("library", "seniors"), ("nobody", "seniors")], _silent)
    assert refused.value.place == "question 2"


@pytest.mark.anyio
async def test_the_lists_of_the_demo_map_are_sensible(seeded: None, store: Store) -> None:
    with (FOLDER / "questions.jsonl").open("rb") as lines:
        asked = read_questions(lines)
    assert len(asked) >= 60
    near, learn = judge(Engine(await read_tables(store), await newest_model(store)), asked, _silent).verdicts
    assert near.shares[5] >= 0.75
    assert near.shares[10] >= 0.6
    assert learn.shares[5] >= 0.95
    assert learn.shares[10] >= 0.85
    assert max(near.frequent.values()) <= 1 / 3
