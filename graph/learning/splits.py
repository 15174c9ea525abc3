"""Hiding whole activities, and the questions that they answer."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NotRequired, Protocol, TypedDict

import numpy as np

from graph.learning.hiding import RESTATING, restatements
from graph.network.network import LEVELS, Network
from graph.network.tables import LABEL, LINK, LINKS, ConnectionRow, ElementRow, Flags, Ints, Tables, tables


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


@dataclass(frozen=True)
class Hiding:
    """Which elements a split hides: activities to ask about, and those that only must not show."""

    asked: Flags
    unasked: Flags


def hidden_at_random(network: Network, share: float, seed: int) -> Hiding:
    """Hide a share of the activities."""
    activities = hideable(network)
    drawn = np.random.default_rng(seed).choice(activities, round(len(activities) * share), replace=False)
    return Hiding(_flags(network, drawn), _flags(network, activities[:0]))


def hidden_latest(network: Network, share: float) -> Hiding:
    """Hide the share of the dated activities that began last.

    An activity without a date of its own has that of what it is part of. Those without either are hidden too, but not
    asked about: nobody knows whether they were there before the others.
    """
    activities = hideable(network)
    since = _begun(network)[activities]
    dated, order = activities[since > 0], np.argsort(since[since > 0], kind="stable")
    latest = dated[order][len(dated) - round(len(dated) * share) :]
    return Hiding(_flags(network, latest), _flags(network, activities[since == 0]))


def _begun(network: Network) -> Ints:
    tables = network.tables
    own = np.where(tables.since > 0, tables.since, tables.until)
    parts = network.links("PART_OF")
    whole = own.copy()
    whole[tables.source[parts]] = own[tables.target[parts]]
    return np.where(own > 0, own, whole)


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


def split(lines: Sequence[Line], chosen: Callable[[Network], Hiding]) -> tuple[list[Line], list[QuestionLine]]:
    """A graph without some activities, and the questions that these answer, both as lines of files.

    With a hidden activity goes all that only it brings: its events, every connection of it, allies known by nothing
    else but a place (unless the graph lists others that have nothing else, as a register does), and places, topics
    and other elements that nothing shown is connected with any more; and what restates it (``graph.learning.hiding``),
    proposed partnerships as well. A question is asked for each ally that is left.
    """
    tables = tables_of(lines)
    whole = Network(tables)
    hiding = chosen(whole)
    hidden = hiding.asked | hiding.unasked
    hidden |= parts_of(whole, hidden)
    told = _untold(lines, hidden)
    network = Network(tables_of(told), hidden)
    if not (whole.degree == 0).any():
        lost = hidden.copy()
        lost[network.node[(network.degree == 0) & ~_standing(network)]] = True
        hidden = lost
    hidden |= _left_alone(tables, network.tables, hidden)
    asked = [_question(tables, case) for case in _asked(whole, Network(network.tables, hidden), hiding.asked)]
    out = {tables.ids[row] for row in np.flatnonzero(hidden)}
    shown = [line for line in told if not out & {line.get("id", ""), line.get("from", ""), line.get("to", "")}]
    return shown, asked


def _untold(lines: Sequence[Line], hidden: Flags) -> list[Line]:
    """The lines without those that restate hidden activities, whatever the status of a partnership is.

    One that something shown says as well goes too where it is from the same source as the activity.
    """
    # A proposed partnership is none, but would tell; a proposed participation is nothing that an ally has.
    tables = tables_of(line | {"status": None} if line.get("link") in RESTATING else line for line in lines)
    restating, elsewhere = restatements(tables, hidden, hidden)
    sources = _sources(lines, {tables.ids[row] for row in np.flatnonzero(hidden)})
    said = {_ends(tables, link): bool(elsewhere[link]) for link in np.flatnonzero(restating).tolist()}

    def tells(line: Line) -> bool:
        ends = frozenset((line.get("from"), line.get("to")))
        also_shown = said.get((line.get("link"), ends))
        return also_shown is not None and (not also_shown or _nearest(line) in sources)

    return [line for line in lines if not tells(line)]


def _ends(tables: Tables, link: int) -> tuple[object, frozenset[object]]:
    ends = frozenset((tables.ids[tables.source[link]], tables.ids[tables.target[link]]))
    return LINKS[tables.link[link]], ends


def _sources(lines: Sequence[Line], activities: set[str]) -> set[object]:
    """What hidden activities, and who takes part in them, were taken from."""
    told = (_nearest(line) for line in lines if activities & {line.get("id", ""), line.get("to", "")})
    return {source for source in told if source}


def _nearest(line: Line) -> object:
    """The source that a line itself names first."""
    sources = line.get("sources")
    return sources[0] if isinstance(sources, list) and sources else None


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


def _left_alone(tables: Tables, told: Tables, hidden: Flags) -> Flags:
    """Elements that had connections and have none left, again and again: an emptied town empties its district."""
    gone = hidden.copy()
    before = np.zeros(len(tables.ids), np.bool_)
    before[tables.source] = before[tables.target] = True
    while True:
        shown = ~gone[told.source] & ~gone[told.target]
        after = np.zeros(len(tables.ids), np.bool_)
        after[told.source[shown]] = after[told.target[shown]] = True
        # An ally without connections is a newcomer, and a whole above nothing is still a place or term.
        allies = np.isin(tables.label, [LABEL[name] for name in ("Organization", "Library", "Community")])
        more = before & ~after & ~gone & ~allies
        if not more.any():
            return gone
        gone |= more


def _asked(whole: Network, network: Network, activities: Flags) -> list[Case]:
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
        recurring=bool(line.get("recurring")),
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
