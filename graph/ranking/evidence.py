"""Why a candidate is suggested: paths through the map, and what the map does not say."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, TypedDict

import numpy as np

from graph.model import Text
from graph.network.tables import LABELS, LINKS, Ints, date_text
from graph.operation import Doc, declared
from graph.questions.explain import Step
from graph.ranking.features import CROWD, OWN, Question, served

PATHS = 3
"""Greatest number of paths of one suggestion."""

LEAST = 0.25
"""Contribution of its signal from which on a path is shown, as a share of the greatest contribution."""

STANDING = 0.8
"""Relevance that is left from a topic to an ally that works on it without an activity."""


@declared("UnknownFact", "Something that the map does not say about a candidate.", "Co mapa o kandidátovi neříká.")
@dataclass(frozen=True)
class Unknown:
    """Something about a candidate that the map does not say; ``element`` is the term it is about, if any."""

    signal: Annotated[str, Doc("The signal that it leaves open.", "Signál, který nechává otevřený.")]
    element: str | None
    text: Annotated[Text, Doc("In words.", "Slovy.", type="Localized!")]


class Element(TypedDict):
    """An element as a path shows it."""

    elementId: str
    type: str
    name: str
    nameEn: str | None


class Witness:
    """Finds the evidence for candidates of one question."""

    def __init__(self, question: Question) -> None:
        self.question, self.network = question, question.network
        self.tables = question.network.tables
        self.today = int(datetime.now(UTC).strftime("%Y%m%d"))
        self._mine = self._meetings(question.asker, OWN)
        self._partners = question.walks.first.strongest(CROWD)
        self._neighbours = question.walks.neighbours.strongest(CROWD)

    def paths(self, candidate: int, contributions: dict[str, float]) -> list[list[int]]:
        """Up to three paths as connections (rows of the tables), of the strongest signals first."""
        ways: dict[str, Callable[[int], Iterable[list[int]]]] = {
            "topic": self._topic,
            "network": self._network,
            "programme": self._programme,
            "surroundings": self._surroundings,
            "nearness": self._place,
            "targetGroup": lambda ally: self._standing(ally, "SERVES", self.question.served),
            "resources": lambda ally: self._standing(ally, "OFFERS", self.question.offered),
        }
        ordered = sorted(ways, key=lambda signal: -contributions.get(signal, 0))
        least = LEAST * max(contributions.get(ordered[0], 0), 0)
        found: list[list[int]] = []
        for signal in ordered:
            if contributions.get(signal, 0) > 0 and (contributions[signal] >= least or not found):
                found += [path for path in ways[signal](candidate) if path not in found][:PATHS]
        return found[:PATHS]

    # One signal each.

    def _meetings(self, ally: int, cap: int = CROWD) -> dict[int, int]:
        """Where an ally is: meeting to the connection that says so."""
        net = self.network
        part = net.attends.of(ally)
        return dict(zip(net.attends.column[part][:cap].tolist(), net.attends.origin[part][:cap].tolist(), strict=True))

    def _topic(self, ally: int) -> Iterator[list[int]]:
        """The most relevant standing interest, then activities on the topic, the most recent first."""
        net, relevance = self.network, self.question.relevance
        part = net.works_on.of(ally)
        standing = zip(net.works_on.column[part].tolist(), net.works_on.origin[part].tolist(), strict=True)
        found = [(float(relevance[topic]) * STANDING, [link], -1) for topic, link in standing]
        meetings = np.fromiter(theirs := self._meetings(ally), np.int64)
        node = net.meetings.node[meetings]
        meetings, node = meetings[node >= 0], node[node >= 0]
        at, counts = net.about.entries(node, CROWD)
        relevant = relevance[net.about.column[at]]
        owner = np.repeat(meetings, counts)
        for place in np.argsort(-relevant, kind="stable")[:PATHS]:
            meeting = int(owner[place])
            found.append((float(relevant[place]), [theirs[meeting], int(net.about.origin[at[place]])], meeting))
        found = sorted((way for way in found if way[0] > 0), key=lambda way: -way[0])
        for _, path, meeting in found[:PATHS]:
            yield path if meeting < 0 else [*self._with_organizer(path[0], meeting), path[1]]

    def _with_organizer(self, link: int, meeting: int) -> list[int]:
        """Taking part, and who runs the activity."""
        net = self.network
        if LINKS[self.tables.link[link]] != "TAKES_PART_IN":
            return [link]
        part = net.attended.of(meeting)
        runs = [int(o) for o in net.attended.origin[part][:CROWD] if LINKS[self.tables.link[o]] == "RUNS"]
        return [link, *runs[:1]]

    def _network(self, ally: int) -> Iterator[list[int]]:
        """What both attend, then partners that both have met, the strongest first."""
        theirs = self._meetings(ally)
        for meeting in theirs.keys() & self._mine.keys():
            yield _path(theirs[meeting], self._mine[meeting])
        yield from self._through(theirs, self._partners.descending())

    def _through(self, theirs: dict[int, int], others: Ints) -> Iterator[list[int]]:
        for other in others:
            common = self._meetings(int(other))
            over = [m for m in common if m in theirs and m not in self._mine]
            mine = [m for m in common if m in self._mine]
            if over and mine:
                yield _path(theirs[over[0]], common[over[0]], common[mine[0]], self._mine[mine[0]])

    def _programme(self, ally: int) -> Iterator[list[int]]:
        """A programme of which activities of both are part."""
        own = {whole: path for meeting, link in self._mine.items() for whole, path in self._wholes(meeting, link)}
        for meeting, link in self._meetings(ally).items():
            for whole, path in self._wholes(meeting, link):
                if whole in own:
                    yield [*path, *reversed(own[whole])]
                    return

    def _wholes(self, meeting: int, link: int) -> Iterator[tuple[int, list[int]]]:
        net = self.network
        node = int(net.meetings.node[meeting])
        if node >= 0 and link >= 0:
            part = net.part_of.of(node)
            for whole, origin in zip(net.part_of.column[part], net.part_of.origin[part], strict=True):
                yield int(whole), [link, int(origin)]

    def _surroundings(self, ally: int) -> Iterator[list[int]]:
        """Somebody near the asker who has met the candidate."""
        theirs = self._meetings(ally)
        net = self.network
        for other in self._neighbours.descending():
            common = self._meetings(int(other))
            over = [meeting for meeting in common if meeting in theirs]
            if over and other != ally:
                seats = self._seat(int(other)) + (
                    self._seat(self.question.asker) if net.place[other] == net.place[self.question.asker] else []
                )
                yield _path(theirs[over[0]], common[over[0]], *seats)
                return

    def _seat(self, ally: int) -> list[int]:
        """The connection that says where an ally is."""
        links = self.network.seat_link[self.network.node[ally]]
        return [int(links)] if links >= 0 else []

    def _place(self, ally: int) -> Iterator[list[int]]:
        """The place, with the asker's own if it is the same."""
        net, asker = self.network, self.question.asker
        if net.place[ally] == net.place[asker] and self._seat(ally) and self._seat(asker):
            yield [*self._seat(ally), *self._seat(asker)]
        elif self._seat(ally):
            yield self._seat(ally)

    def _standing(self, ally: int, type_: str, wanted: Ints) -> Iterator[list[int]]:
        rows = self.network.standing(type_)
        part = rows.of(ally)
        for target, link in zip(rows.column[part], rows.origin[part], strict=True):
            if target in wanted:
                yield [int(link)]

    # As data.

    def steps(self, path: list[int]) -> list[Step]:
        """A path in the form that ``graph.questions.explain.sentence`` takes."""
        tables = self.tables
        return [
            {
                "link": LINKS[tables.link[link]],
                "from": self.element(int(tables.source[link])),
                "to": self.element(int(tables.target[link])),
            }
            for link in path
        ]

    def element(self, row: int) -> Element:
        """An element as a path shows it."""
        tables = self.tables
        return {
            "elementId": tables.ids[row],
            "type": LABELS[tables.label[row]],
            "name": tables.names[row],
            "nameEn": tables.english[row],
        }

    def newest(self, paths: list[list[int]]) -> str | None:
        """The newest date in paths that is not in the future."""
        tables = self.tables
        links = np.array([link for path in paths for link in path], np.int64)
        if not len(links):
            return None
        ends = np.concatenate((tables.source[links], tables.target[links]))
        days = np.concatenate((tables.begun[links], tables.ended[links], tables.since[ends], tables.until[ends]))
        return date_text(int(days[days <= self.today].max(initial=0)))

    def unknown(self, ally: int, values: dict[str, float]) -> list[Unknown]:
        """What the map does not say of a candidate, in the order of the signals."""
        net, question = self.network, self.question
        missing = []
        if net.degree[ally] == 0:
            missing.append(Unknown("experience", None, Text("žádná aktivita není zaznamenána", "no activity recorded")))
        if not values["topic"] or not self._on_topic(ally):
            topic = self.element(int(net.topics[question.topic]))
            cs, en = topic["name"], _inside(topic)
            text = Text(f"žádná aktivita na téma {cs} není zaznamenána", f"no activity about {en} recorded")
            missing.append(Unknown("topic", topic["elementId"], text))
        missing += self._unserved(ally)
        if net.place[ally] < 0:
            missing.append(Unknown("nearness", None, Text("místo není zaznamenáno", "no place recorded")))
        return missing

    def _on_topic(self, ally: int) -> bool:
        rows, _ = self.network.interests
        return bool((self.question.relevance[rows.column[rows.of(ally)]] > 0).any())

    def _unserved(self, ally: int) -> Iterator[Unknown]:
        if not len(self.question.groups):
            return
        theirs = served(self.network, np.array([ally], np.int32)).column
        for row in self.question.groups[:PATHS]:
            if row not in theirs:
                group = self.element(int(row))
                cs = f"žádná aktivita pro skupinu {group['name']} není zaznamenána"
                yield Unknown("targetGroup", group["elementId"], Text(cs, f"no activity for {_inside(group)} recorded"))


def _inside(term: Element) -> str:
    """The English name of a term inside a sentence, else its name."""
    english = term["nameEn"]
    if not english:
        return term["name"]
    return english[0].lower() + english[1:] if english[1:] == english[1:].lower() else english


def _path(*links: int) -> list[int]:
    """A path of connections; -1, a community as its own meeting, is no connection."""
    return list(dict.fromkeys(link for link in links if link >= 0))
