"""Hiding activities: nothing of them remains, and nothing else goes."""

import numpy as np

from graph.learning.splits import Hiding, hidden_at_random, hidden_latest, split, tables_of
from graph.network.network import Network
from tests.ranking.conftest import CONNECTIONS, ELEMENTS, element, link, place

SPLIT = [
    place("only-there", 50.0, 15.0),
    element("Topic", "only-its-topic"),
    element("Activity", "festival", since="2024"),
    element("Activity", "evening", since="2024"),
    element("Organization", "stranger", kind="school"),
]
JOINED = [
    link("PART_OF", "evening", "festival"),
    link("RUNS", "library", "festival"),
    link("TAKES_PART_IN", "charity", "festival"),
    link("TAKES_PART_IN", "stranger", "evening"),
    link("LOCATED_IN", "stranger", "only-there"),
    link("ABOUT", "festival", "only-its-topic"),
    link("ABOUT", "festival", "seniors"),
]
LINES = [*ELEMENTS, *SPLIT, *CONNECTIONS, *JOINED]


def _festival(network: Network) -> Hiding:
    chosen = np.array([id_ == "festival" for id_ in network.tables.ids])
    return Hiding(chosen, np.zeros(len(chosen), np.bool_))


def test_nothing_of_a_hidden_activity_remains() -> None:
    register = [line for line in LINES if line.get("id") not in ("newcomer", "network", "school")]
    register = [line for line in register if not {"newcomer", "network", "school"} & {line.get("from"), line.get("to")}]
    shown, asked = split(register, _festival)
    values = {value for line in shown for value in line.values() if isinstance(value, str)}
    assert not values & {"festival", "evening", "stranger", "only-there", "only-its-topic"}
    kept = [line for line in register if not {"festival", "evening", "stranger", "only-there", "only-its-topic"} &
            {line.get("id"), line.get("from"), line.get("to")}]  # fmt: skip
    assert shown == kept
    assert {(q["for"], *q["answers"]) for q in asked} <= {("library", "charity"), ("charity", "library")}


def test_a_register_keeps_those_who_lose_everything() -> None:
    shown, _ = split(LINES, _festival)
    assert {line["id"] for line in shown if line.get("label") == "Organization"} >= {"stranger", "school"}


def test_questions_ask_for_new_partners_only() -> None:
    known = [*LINES, link("FOUNDED_BY", "library", "charity")]
    _, asked = split(known, _festival)
    assert asked == []


def test_the_latest_are_hidden_and_chance_can_be_repeated() -> None:
    network = Network(tables_of(LINES))
    latest = hidden_latest(network, 0.25).asked
    assert [network.tables.ids[row] for row in np.flatnonzero(latest)] == ["evening"]
    assert (hidden_at_random(network, 0.5, 3).asked == hidden_at_random(network, 0.5, 3).asked).all()
