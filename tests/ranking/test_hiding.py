"""What restates a hidden activity is hidden with it."""

from collections.abc import Callable

import numpy as np
import pytest

from graph.learning.hiding import remaining
from graph.learning.splits import Hiding, Line, hidden_latest, hideable, questions, split, tables_of
from graph.network.network import Network
from graph.rows import Row
from graph.sources import seed
from tests.ranking.conftest import CONNECTIONS, ELEMENTS, element, link

FAIR = [
    element("Activity", "fair", since="2024", sources=["gazette"]),
    link("RUNS", "library", "fair"),
    link("TAKES_PART_IN", "school", "fair"),
    link("ABOUT", "fair", "robots"),
    link("FOR", "fair", "elderly"),
    link("NEEDS", "fair", "space"),
]
LINES = [*ELEMENTS, *CONNECTIONS, *FAIR]


def _only(activity: str) -> Callable[[Network], Hiding]:
    def chosen(network: Network) -> Hiding:
        flags = np.array([id_ == activity for id_ in network.tables.ids])
        return Hiding(flags, np.zeros(len(flags), np.bool_))

    return chosen


def _lost(lines: list[Line], activity: str = "fair") -> list[Line]:
    """The lines about neither end hidden that a split leaves out."""
    shown, _ = split(lines, _only(activity))
    return [line for line in lines if line not in shown and activity not in line.values()]


@pytest.mark.parametrize(
    "standing",
    [
        link("WORKS_ON", "school", "robots"),
        link("SERVES", "school", "elderly"),
        link("OFFERS", "school", "space"),
        link("PARTNERS_WITH", "school", "library"),
        link("PARTNERS_WITH", "library", "school", status="proposed"),
    ],
)
def test_what_only_restates_a_hidden_activity_is_hidden(standing: Line) -> None:
    lines = [line for line in LINES if line != link("OFFERS", "school", "space")]
    assert _lost([*lines, standing]) == [standing]


def test_what_something_shown_says_as_well_stays_unless_it_is_from_the_same_source() -> None:
    more = [link("TAKES_PART_IN", "school", "lab"), link("OFFERS", "museum", "space")]
    assert _lost([*LINES, *more, link("WORKS_ON", "school", "robots")]) == []
    told = link("WORKS_ON", "school", "robots") | {"sources": ["gazette"]}
    assert _lost([*LINES, *more, told]) == [told]
    assert _lost([*LINES, *more, link("WORKS_ON", "school", "seniors") | {"sources": ["gazette"]}]) == []


def test_partners_only_by_a_restated_partnership_are_asked_for() -> None:
    _, asked = split([*LINES, link("PARTNERS_WITH", "library", "school")], _only("fair"))
    assert ("library", ["school"]) in [(question["for"], question["answers"]) for question in asked]


def test_fitting_hides_what_restates_a_hidden_activity() -> None:
    tables = tables_of([*LINES, link("WORKS_ON", "school", "robots"), link("PARTNERS_WITH", "library", "school")])
    chosen = _only("fair")(Network(tables)).asked
    left = remaining(tables, np.zeros(len(tables.ids), np.bool_), chosen)
    kept = {
        (tables.ids[start], tables.ids[end]) for start, end in zip(left.tables.source, left.tables.target, strict=True)
    }
    assert not kept & {("school", "robots"), ("library", "school"), ("school", "space")}


def test_the_undated_are_not_the_past() -> None:
    undated = element("Activity", "once")
    network = Network(tables_of([*LINES, undated, link("RUNS", "museum", "once")]))
    ids = network.tables.ids
    hiding = hidden_latest(network, 0.25)
    assert [ids[row] for row in np.flatnonzero(hiding.asked)] == ["fair"]
    assert [ids[row] for row in np.flatnonzero(hiding.unasked)] == ["once"]
    shown, _ = split([*LINES, undated, link("RUNS", "museum", "once")], lambda network: hidden_latest(network, 0.25))
    assert not {"once", "fair"} & {str(line.get("id")) for line in shown}


def test_what_is_part_of_something_dated_is_dated() -> None:
    parts = [element("Activity", "whole", since="2025"), element("Activity", "part"), link("PART_OF", "part", "whole")]
    network = Network(tables_of([*LINES, *parts, link("RUNS", "museum", "part")]))
    hiding = hidden_latest(network, 0.2)
    assert network.tables.ids[int(np.flatnonzero(hiding.asked)[-1])] == "part"
    assert not hiding.unasked.any()


@pytest.mark.slow
def test_no_answer_on_the_map_that_is_shipped_shows_the_hidden_topic() -> None:
    tables = tables_of([row.data for row in seed.read() if isinstance(row, Row)])
    whole, none = Network(tables), np.zeros(len(tables.ids), np.bool_)
    asked = 0
    for activity in hideable(whole)[::3]:
        chosen = none.copy()
        chosen[activity] = True
        network = remaining(tables, none, chosen)
        for case in questions(whole, network, chosen):
            elsewhere = network.about.matrix(len(network.topics))[:, case.topic].toarray().ravel()
            for answer in case.answers:
                met = network.meetings.node[network.attends.column[network.attends.of(int(answer))]]
                if not elsewhere[met[met >= 0]].any():
                    shown = network.interests[0]
                    assert case.topic not in shown.column[shown.of(int(answer))]
                    asked += 1
    assert asked > 20
