"""The network in memory: what it takes, and what it keeps of a connection."""

import tracemalloc
from collections.abc import Iterator

import numpy as np
import pytest

from graph.learning.splits import Line, tables_of
from graph.network import network as networks
from graph.network.network import Network
from graph.ranking.engine import Engine, Request
from tests.ranking.conftest import CONNECTIONS, ELEMENTS, element, link, planted

SUBJECT_SCHEME = 13_900
"""Headings of PSH, a subject scheme that Czech libraries use."""


def _subjects(topics: int) -> Iterator[Line]:
    """A tree of topics, and fifty allies that work on ten of them each."""
    yield from (element("Organization", f"ally-{ally}") for ally in range(50))
    yield from (element("Topic", f"topic-{topic}") for topic in range(topics))
    yield from (link("BROADER", f"topic-{topic}", f"topic-{topic // 8}") for topic in range(1, topics))
    for ally in range(50):
        yield from (link("WORKS_ON", f"ally-{ally}", f"topic-{topic}") for topic in range(ally, topics, topics // 10))


def _peak(topics: int) -> int:
    tracemalloc.start()
    engine = Engine(tables_of(_subjects(topics)))
    engine.prepare()
    assert engine.partners(Request(asker="ally-0", topic="topic-1"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def test_a_subject_scheme_takes_at_most_50_mb_more_than_a_hundred_topics() -> None:
    assert _peak(SUBJECT_SCHEME) - _peak(100) < 50_000_000


@pytest.mark.parametrize("kept", [0, networks.SIMILAR])
def test_similarity_of_topics_is_the_row_of_the_whole_matrix(kept: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(networks, "SIMILAR", kept)
    network = Network(tables_of(planted()))
    interests = network.interests[0].matrix(len(network.topics)).log1p()
    norm = np.sqrt(np.asarray(interests.multiply(interests).sum(axis=0)).ravel()) + 1e-9
    whole = (interests.T @ interests).toarray().astype(np.float64) / norm[:, None] / norm[None, :]
    np.fill_diagonal(whole, 0)
    network.gather_similar()
    assert whole.any()
    for topic, row in enumerate(whole):
        assert network.similarity(topic) == pytest.approx(row, rel=0, abs=1e-12)


def test_what_is_proposed_or_rejected_is_not_there() -> None:
    others = [
        link("PARTNERS_WITH", "library", "school", status="proposed"),
        link("TAKES_PART_IN", "charity", "visits", status="proposed"),
        link("BROADER", "seniors", "robots", status="proposed"),
        link("PART_OF", "town", "nowhere", status="rejected"),
    ]
    whole, without = tables_of([*ELEMENTS, *CONNECTIONS, *others]), tables_of([*ELEMENTS, *CONNECTIONS])
    assert all(np.array_equal(getattr(whole, name), getattr(without, name)) for name in ("link", "source", "target"))
