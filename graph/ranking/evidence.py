"""Why a candidate is suggested: paths through the map, and what the map does not say."""

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from itertools import islice
from typing import Annotated, TypedDict

import numpy as np

from graph.contract.operation import Doc, declared
from graph.model import Text
from graph.network.network import kilometres
from graph.network.tables import LABELS, LINKS, Ints, date_text
from graph.questions.explain import ElementName, Evidence, Step, bare_name, plain_name
from graph.ranking.features import CROWD, NEARLY_THE_TOPIC, OWN, Question, served
from graph.ranking.reach import nationwide
from graph.schema import ORGANIZATION

PATHS = 3
"""Greatest number of paths of one suggestion."""

LEAST = 0.25
"""Contribution of its signal from which on a path is shown, as a share of the greatest contribution."""

STANDING = 0.8
"""Relevance that is left from a topic to an ally that works on it without an activity."""

OLD = 5
"""Years after which an activity is said to be the newest word."""

KINDS = ORGANIZATION.named("kind")
"""Kinds of organization."""


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
        self._met: dict[int, dict[int, int]] = {}
        self._served: dict[int, Ints] = {}
        self._mine = self._attended(question.asker, OWN)
        self._partners = question.walks.first.strongest(CROWD).descending().tolist()
        self._neighbours = question.walks.neighbours.strongest(CROWD).descending().tolist()
        self._groups = self._topical_groups()

    def _topical_groups(self) -> Ints:
        """The groups that the asker keeps serving, and those of its activities on the topic."""
        net = self.network
        standing = net.standing("SERVES")
        node = net.meetings.node[np.fromiter(self._mine, np.int64)]
        node = node[node >= 0]
        node = node[self.question.relevant(node) >= NEARLY_THE_TOPIC]
        rows = net.of_activities("FOR")
        at, _ = rows.entries(node, CROWD)
        return np.unique(np.concatenate((standing.column[standing.of(self.question.asker)], rows.column[at])))

    def paths(self, candidate: int, contributions: dict[str, float]) -> list[list[int]]:
        """Up to three paths as connections (rows of the tables): those of the topic first, then of the strongest signals."""
        ways: dict[str, Callable[[int], Iterable[list[int]]]] = {
            "topic": self._topic,
            "network": self._network,
            "programme": self._programme,
            "surroundings": self._surroundings,
            "nearness": self._place,
            "targetGroup": lambda ally: self._standing(ally, "SERVES", self.question.served),
            "resources": lambda ally: self._standing(ally, "OFFERS", self.question.offered),
        }
        worth = {signal: contributions.get(signal, 0) for signal in ways}
        ordered = sorted(
            (signal for signal in ways if worth[signal] > 0), key=lambda each: (each != "topic", -worth[each])
        )
        least = LEAST * max(worth.values())
        found: list[list[int]] = []
        for signal in ordered:
            if len(found) < PATHS and (worth[signal] >= least or not found):
                others = (path for path in ways[signal](candidate) if path and path not in found)
                found += list(islice(others, PATHS - len(found)))
        return found

    # One signal each.

    def _meetings(self, ally: int) -> dict[int, int]:
        """Where an ally is, read once for all candidates: meeting to the connection that says so."""
        if ally not in self._met:
            self._met[ally] = self._attended(ally, CROWD)
        return self._met[ally]

    def _attended(self, ally: int, cap: int) -> dict[int, int]:
        net = self.network
        part = net.attends.of(ally)
        return dict(zip(net.attends.column[part][:cap].tolist(), net.attends.origin[part][:cap].tolist(), strict=True))

    def _topic(self, ally: int) -> Iterator[list[int]]:
        """Standing interests and activities, each once, the most relevant first; else the seat of a kind usually on it."""
        net, relevance = self.network, self.question.relevance
        part = net.works_on.of(ally)
        standing = zip(net.works_on.column[part].tolist(), net.works_on.origin[part].tolist(), strict=True)
        found = [(float(relevance[topic]) * STANDING, 0.0, [link], -1) for topic, link in standing]
        meetings = np.fromiter(theirs := self._meetings(ally), np.int64)
        node = net.meetings.node[meetings]
        meetings, node = meetings[node >= 0], node[node >= 0]
        at, counts = net.about.entries(node, CROWD)
        relevant = relevance[net.about.column[at]]
        owner = np.repeat(meetings, counts)
        order = np.argsort(-relevant, kind="stable")
        _, first = np.unique(owner[order], return_index=True)  # the most relevant topic of each activity
        for place in order[np.sort(first)]:
            meeting = int(owner[place])
            path = [theirs[meeting], int(net.about.origin[at[place]])]
            found.append((float(relevant[place]), float(net.fresh[meeting]), path, meeting))
        found = sorted((way for way in found if way[0] > 0), key=lambda way: (-way[0], -way[1]))
        for path, meeting in islice(self._each_once((path, meeting) for _, _, path, meeting in found), PATHS):
            yield path if meeting < 0 else [*self._with_organizer(path[0], meeting), path[1]]
        if not found and self._is_usual(ally):
            yield self._seat(ally)

    def _each_once(self, ways: Iterable[tuple[list[int], int]]) -> Iterator[tuple[list[int], int]]:
        """Without activities of a name that was told, as a service at several addresses, and interests that one told of."""
        names: set[str] = set()
        topics: set[int] = set()
        for path, meeting in ways:
            topic = int(self.tables.target[path[-1]])
            name = self.tables.names[int(self.network.meetings.node[meeting])] if meeting >= 0 else ""
            told = name in names if name else topic in topics
            if told:
                continue
            names.add(name)
            topics.add(topic)
            yield path, meeting

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
        yield from self._through(theirs, self._partners)

    def _through(self, theirs: dict[int, int], others: list[int]) -> Iterator[list[int]]:
        for other in others:
            common = self._meetings(other)
            over = [m for m in common if m in theirs and m not in self._mine]
            mine = [m for m in common if m in self._mine]
            if over and mine:
                yield _path(theirs[over[0]], common[over[0]], common[mine[0]], self._mine[mine[0]])

    def _programme(self, ally: int) -> Iterator[list[int]]:
        """A programme of which activities of both are part."""
        for meeting, link in self._meetings(ally).items():
            for whole, path in self._wholes(meeting, link):
                if whole in self._own_wholes:
                    yield [*path, *reversed(self._own_wholes[whole])]
                    return

    @cached_property
    def _own_wholes(self) -> dict[int, list[int]]:
        """The programmes of the asker, each with the way to it."""
        return {whole: path for meeting, link in self._mine.items() for whole, path in self._wholes(meeting, link)}

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
        for other in self._neighbours:
            common = self._meetings(other)
            over = [meeting for meeting in common if meeting in theirs]
            if over and other != ally:
                seats = self._seat(other) + (
                    self._seat(self.question.asker) if net.place[other] == net.place[self.question.asker] else []
                )
                yield _path(theirs[over[0]], common[over[0]], *seats)
                return

    def _seat(self, ally: int) -> list[int]:
        """The connection that says where an ally is."""
        links = self.network.seat_link[self.network.node[ally]]
        return [int(links)] if links >= 0 else []

    def _place(self, ally: int) -> Iterator[list[int]]:
        """The place."""
        if self._seat(ally):
            yield self._seat(ally)

    def _standing(self, ally: int, type_: str, wanted: Ints) -> Iterator[list[int]]:
        rows = self.network.standing(type_)
        part = rows.of(ally)
        for target, link in zip(rows.column[part], rows.origin[part], strict=True):
            if target in wanted:
                yield [int(link)]

    def served(self, ally: int) -> Ints:
        """The groups that an ally serves, itself or by its activities."""
        if ally not in self._served:
            self._served[ally] = served(self.network, np.array([ally], np.int32)).column
        return self._served[ally]

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

    def evidence(self, ally: int, path: list[int]) -> Evidence:
        """A path in words."""
        if path == self._seat(ally) and self._is_usual(ally):
            return Evidence(self._by_kind(ally), self._noted(path))
        return Evidence.of(self._noted(path))

    def _is_usual(self, ally: int) -> bool:
        """Whether all that is known is that its kind usually works on the topic."""
        net = self.network
        return bool(net.usual[net.kind[ally], self.question.topic] > 0 and not self._on_topic(ally))

    def _by_kind(self, ally: int) -> Text:
        net, who = self.network, self._who(ally)
        name, topic = plain_name(self.element(int(net.node[ally]))), self.element(int(net.topics[self.question.topic]))
        return Text(
            f"{name}: {who.cs}; žádná aktivita na téma {topic['name']} zatím není známa",
            f"{name}: {who.en}; no activity about {inside(topic)} is known yet",
        )

    def _who(self, ally: int) -> Text:
        """A body by its kind, and where it is from the asker."""
        net, code, km = self.network, self.tables.kinds[self.network.kind[ally]], self.kilometres(ally)
        kind = KINDS.get(code, Text(code, code))
        own, there = net.province(net.place[[self.question.asker, ally]])
        if code == "region" and own == there >= 0:
            return Text("váš kraj", "your region")
        if net.place[ally] == net.place[self.question.asker]:
            kind = Text("samospráva", "local authority") if code == "municipality" else kind
            return Text(f"{kind.cs} ve vaší obci", f"{_article(kind.en)} {kind.en} in your town")
        where = (
            Text(f"{km:.0f} km od vás", f"{km:.0f} km from you") if km is not None else Text("na mapě", "on the map")
        )
        return Text(f"{kind.cs} {where.cs}", f"{_article(kind.en)} {kind.en} {where.en}")

    def kilometres(self, ally: int) -> float | None:
        """How far it is from the asker; None where its place is not known or a country, or it works everywhere and has no seat."""
        net, whole = self.network, np.array([ally])
        if net.country_wide(np.array([ally, self.question.asker])).any() or (
            not net.stands[ally] and nationwide(self.question, whole)[0]
        ):
            return None
        km = kilometres(np.asarray(math.dist(net.point[self.question.asker], net.point[ally])))
        return round(float(km), 1) if np.isfinite(km) else None

    def place(self, ally: int) -> ElementName | None:
        """The place that it is in itself, not only by its activities; None where that is not known."""
        place = int(self.network.place[ally])
        return self.named(place) if self.network.stands[ally] and place >= 0 else None

    def _noted(self, path: list[int]) -> list[Step]:
        """The steps of a path with what there is to note: years, what is over, how far a place is, that a topic is another one."""
        steps = self.steps(path)
        past = self.network.past(np.array(path, np.int64))
        for link, step, is_over in zip(path, steps, past, strict=True):
            ends = (step["from"], self.tables.source[link]), (step["to"], self.tables.target[link])
            for element, row in ends:
                if note := self._note(step["link"], int(row), self.tables.source[link]):
                    element["note"] = note
            if is_over and "note" not in step["to"]:
                year = int(self.tables.ended[link]) // 10000
                step["to"]["note"] = Text(f"skončilo {year}", f"ended {year}")
        return steps

    def _note(self, link: str, row: int, source: int) -> Text | None:
        label = LABELS[self.tables.label[row]]
        if label == "Activity":
            return self._years(row)
        if label == "Topic" and self.question.relevance[self.network.topic[row]] < NEARLY_THE_TOPIC:
            return Text("příbuzné téma", "a related topic")
        if label == "Place" and link == "LOCATED_IN" and self.network.ally[source] >= 0:
            return self._away(int(self.network.ally[source]))
        return None

    def _years(self, row: int) -> Text | None:
        """When an activity was, and whether nothing newer is known."""
        since, until = int(self.tables.since[row]) // 10000, int(self.tables.until[row]) // 10000
        years = "–".join(dict.fromkeys(str(year) for year in (since, until) if year))
        if not years:
            return None
        if self.tables.recurring[row] and not until:
            return Text(f"od {years}", f"since {years}")
        if max(since, until) < self.today // 10000 - OLD:
            return Text(f"{years}, novější zpráva není", f"{years}, no newer word")
        return Text(years, years)

    def _away(self, ally: int) -> Text | None:
        net, asker = self.network, self.question.asker
        if ally == asker:
            return None
        if net.place[ally] == net.place[asker]:
            return Text("jako vy", "where you are too")
        km = self.kilometres(ally)
        return None if km is None else Text(f"{km:.0f} km od vás", f"{km:.0f} km from you")

    def element(self, row: int) -> Element:
        """An element as a path shows it."""
        tables = self.tables
        return {
            "elementId": tables.ids[row],
            "type": LABELS[tables.label[row]],
            "name": tables.names[row],
            "nameEn": tables.english[row],
        }

    def named(self, row: int) -> ElementName:
        """An element as answers name it."""
        return ElementName(self.tables.ids[row], LABELS[self.tables.label[row]], self.tables.names[row])

    def newest(self, paths: list[list[int]]) -> str | None:
        """The newest date in paths that is not in the future."""
        tables = self.tables
        links = np.array([link for path in paths for link in path], np.int64)
        if not len(links):
            return None
        ends = np.concatenate((tables.source[links], tables.target[links]))
        days = np.concatenate((tables.begun[links], tables.ended[links], tables.since[ends], tables.until[ends]))
        return date_text(int(days[days <= self.today].max(initial=0)))

    def unknown(self, ally: int) -> list[Unknown]:
        """What the map does not say of a candidate, in the order of the signals."""
        net, question = self.network, self.question
        missing = []
        idle = net.degree[ally] == 0
        if idle:
            missing.append(Unknown("experience", None, Text("žádná aktivita není zaznamenána", "no activity recorded")))
        if not self._on_topic(ally) and not idle:
            topic = self.element(int(net.topics[question.topic]))
            cs, en = topic["name"], inside(topic)
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
        """Groups of the asker's activities on the topic, and those that it keeps serving, of which nothing is known."""
        if not len(self._groups):
            return
        for row in self._groups[:PATHS]:
            if not np.isin(self.network.below(np.array([row])), self.served(ally)).any():
                group = self.element(int(row))
                cs = f"žádná aktivita pro skupinu {group['name']} není zaznamenána"
                yield Unknown("targetGroup", group["elementId"], Text(cs, f"no activity for {inside(group)} recorded"))


def inside(term: Element) -> str:
    """The English name of a term inside a sentence, else its name."""
    return bare_name({**term}, "en")


def _article(words: str) -> str:
    return "an" if words[:1] in set("aeio") else "a"


def _path(*links: int) -> list[int]:
    """A path of connections; -1, a community as its own meeting, is no connection."""
    return list(dict.fromkeys(link for link in links if link >= 0))
