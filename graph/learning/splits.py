"""Hiding whole activities, and the questions that they answer."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NotRequired, Protocol, TypedDict

import numpy as np

from graph.network.network import LEVELS, Network
from graph.network.tables import LABEL, LINK, ConnectionRow, ElementRow, Flags, Ints, Tables, tables


class Acquainted(Protocol):
    """What knows present partners, such as a network."""

    def known(self, ally: int) -> Ints:
        """The present partners of an ally."""


@dataclass(frozen=True)
class Case:
    """Who asked, on which topic, and who should be found: the partners that a hidden activity brought."""

    asker: int
    topic: int
    answers: Ints
    activity: int


def hideable(network: Network) -> Ints:
    """Activities (rows of the tables) that allies attend and that nothing else is a part of."""
    node = network.meetings.node
    activities = node[node >= 0]
    activities = activities[network.tables.label[activities] == LABEL["Activity"]]
    whole: Ints = activities[network.programme[activities] < 0]
    return whole


def hidden_at_random(network: Network, share: float, seed: int) -> Flags:
    """Which elements to hide: a share of the activities."""
    activities = hideable(network)
    drawn = np.random.default_rng(seed).choice(activities, round(len(activities) * share), replace=False)
    return _flags(network, drawn)


def hidden_latest(network: Network, share: float) -> Flags:
    """Which elements to hide: the share of the dated activities that began last."""
    activities = hideable(network)
    since = network.tables.since[activities]
    dated, since = activities[since > 0], since[since > 0]
    order = np.argsort(since, kind="stable")
    return _flags(network, dated[order][len(dated) - round(len(dated) * share) :])


def _flags(network: Network, rows: Ints) -> Flags:
    flags = np.zeros(len(network.tables.ids), np.bool_)
    flags[rows] = True
    return flags


def questions(whole: Network, network: Acquainted, hidden: Flags) -> list[Case]:
    """For each ally of a hidden activity: who else of it was no partner before, on the activity's first topic.

    ``whole`` shows the hidden activities, ``network`` does not; both number allies and topics alike.
    """
    cases = []
    rows = np.flatnonzero(hidden)
    for row in rows[whole.meeting[rows] >= 0]:
        topics = whole.about.column[whole.about.of(row)]
        allies = whole.attended.column[whole.attended.of(int(whole.meeting[row]))]
        if not len(topics) or len(allies) < 2:
            continue
        for asker in np.sort(allies):
            answers = np.setdiff1d(allies, np.append(network.known(int(asker)), asker))
            if len(answers):
                cases.append(Case(int(asker), int(topics[0]), answers.astype(np.int32), int(row)))
    return cases


Line = dict[str, object]
"""One line of a canonical file."""

QuestionLine = TypedDict(
    "QuestionLine", {"for": str, "topic": str, "answers": Sequence[str], "activity": NotRequired[str]}
)
"""One line of a file of questions."""


def split(lines: Sequence[Line], chosen: Callable[[Network], Flags]) -> tuple[list[Line], list[QuestionLine]]:
    """A graph without some activities, and the questions that these answer, both as lines of files.

    With a hidden activity goes all that only it brings: its events, every connection of it, allies known by nothing
    else but a place (unless the graph lists others that have nothing else, as a register does), and places, topics
    and other elements that nothing shown is connected with any more. A question is asked for each ally that is left.
    """
    tables = tables_of(lines)
    whole = Network(tables)
    activities = chosen(whole)
    hidden = activities | parts_of(whole, activities)
    network = Network(tables, hidden)
    if not (whole.degree == 0).any():
        lost = hidden.copy()
        lost[network.node[(network.degree == 0) & ~_standing(network)]] = True
        network = Network(tables, lost)
        hidden = lost
    hidden |= _left_alone(tables, hidden)
    asked = [_question(tables, case) for case in _asked(whole, activities, hidden)]
    out = {tables.ids[row] for row in np.flatnonzero(hidden)}
    shown = [line for line in lines if not out & {line.get("id", ""), line.get("from", ""), line.get("to", "")}]
    return shown, asked


def parts_of(network: Network, activities: Flags) -> Flags:
    """The parts of activities, and theirs."""
    tables = network.tables
    links = network.links("PART_OF")
    found = activities.copy()
    for _ in range(LEVELS):
        found[tables.source[links[found[tables.target[links]]]]] = True
    return found


def _standing(network: Network) -> Flags:
    """Who is connected with anything but a place."""
    tables = network.tables
    links = np.setdiff1d(network.links(*LINK), network.links("LOCATED_IN", "SHOWS"))
    connected = np.zeros(len(tables.ids), np.bool_)
    connected[tables.source[links]] = True
    connected[tables.target[links]] = True
    return connected[network.node]


def _left_alone(tables: Tables, hidden: Flags) -> Flags:
    """Elements that had connections and have none left, again and again: an emptied town empties its district."""
    gone = hidden.copy()
    while True:
        shown = ~gone[tables.source] & ~gone[tables.target]
        before, after = np.zeros((2, len(tables.ids)), np.bool_)
        for ends in (tables.source, tables.target):
            before[ends] = True
            after[ends[shown]] = True
        # An ally without connections is a newcomer, and a whole above nothing is still a place or term.
        allies = np.isin(tables.label, [LABEL[name] for name in ("Organization", "Library", "Community")])
        more = before & ~after & ~gone & ~allies
        if not more.any():
            return gone
        gone |= more


def _asked(whole: Network, activities: Flags, hidden: Flags) -> list[Case]:
    network = Network(whole.tables, hidden)
    cases = []
    for case in questions(whole, _Renumbered(whole, network), activities):
        shown = case.answers[network.ally[whole.node[case.answers]] >= 0]
        if network.ally[whole.node[case.asker]] >= 0 and network.topic[whole.topics[case.topic]] >= 0 and len(shown):
            rows = whole.node[shown].astype(np.int32)
            cases.append(Case(int(whole.node[case.asker]), int(whole.topics[case.topic]), rows, case.activity))
    return cases


class _Renumbered:
    """Present partners in a network that shows fewer allies, by the numbers of the whole."""

    def __init__(self, whole: Network, network: Network) -> None:
        self._whole, self._network = whole, network

    def known(self, ally: int) -> Ints:
        number = int(self._network.ally[self._whole.node[ally]])
        if number < 0:
            return np.zeros(0, np.int32)
        return self._whole.ally[self._network.node[self._network.known(number)]]


def _question(tables: Tables, case: Case) -> QuestionLine:
    return {
        "for": tables.ids[case.asker],
        "topic": tables.ids[case.topic],
        "answers": [tables.ids[row] for row in case.answers],
        "activity": tables.ids[case.activity],
    }


def tables_of(lines: Iterable[Line]) -> Tables:
    """The tables of a canonical file."""
    lines = list(lines)
    return tables(
        (_element(line) for line in lines if "label" in line), (_connection(line) for line in lines if "link" in line)
    )


def _element(line: Line) -> ElementRow:
    location = line.get("location")
    point = location if isinstance(location, dict) else {}
    return ElementRow(
        id=str(line["id"]),
        label=str(line["label"]),
        name=str(line.get("name", line["id"])),
        english=_text(line, "nameEn"),
        kind=_text(line, "kind"),
        visibility=_text(line, "visibility"),
        closed=bool(line.get("closed")),
        since=_text(line, "since"),
        until=_text(line, "until"),
        latitude=point.get("latitude"),
        longitude=point.get("longitude"),
        level=_text(line, "level"),
        usual=_texts(line, "usualKinds"),
        results=bool(line.get("results")),
    )


def _connection(line: Line) -> ConnectionRow:
    return ConnectionRow(
        link=str(line["link"]),
        source=str(line.get("from")),
        target=str(line.get("to")),
        status=_text(line, "status"),
        involvement=_text(line, "involvement"),
        since=_text(line, "since"),
        until=_text(line, "until"),
    )


def _texts(line: Line, name: str) -> list[str]:
    value = line.get(name)
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def _text(line: Line, name: str) -> str | None:
    value = line.get(name)
    return value if isinstance(value, str) else None
