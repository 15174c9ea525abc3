"""How sensible the suggestions are: a rule that stands for a librarian, applied to the lists of many questions."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass

import numpy as np
import orjson

from graph.errors import InvalidFile, NotFound, Problem
from graph.network.network import Network
from graph.network.tables import Flags, Floats, Ints
from graph.progress import Progress
from graph.ranking.engine import Engine, Request
from graph.ranking.reach import Reach

LISTS = (Reach.NEAR, Reach.LEARN_FROM)
"""The lists that are judged, each by a measure of its own."""

TOPS = (5, 10)
"""How many suggestions of each list are judged."""

WIDE, CLOSE, BESIDE = 100.0, 40.0, 20.0
"""Kilometres within which a body is near: on the topic itself, on a sibling of it, and only of a kind that is usual for it."""

USUAL = 0.7
"""How usual a topic has to be for a kind: the vocabulary says so of the topic or of a broader one."""

FREQUENT = 5
"""How many of the most frequent bodies are told."""


@dataclass(frozen=True)
class Judged:
    """One suggestion with the verdict of the rule; ``km`` is None where a place is unknown."""

    id: str
    name: str
    km: float | None
    sensible: bool


@dataclass(frozen=True)
class Answer:
    """The list of one question."""

    asker: str
    topic: str
    reach: str
    suggestions: tuple[Judged, ...]

    def share(self, top: int) -> float:
        """Which part of the first so many is sensible; 0 for an empty list."""
        first = self.suggestions[:top]
        return sum(each.sensible for each in first) / len(first) if first else 0.0


@dataclass(frozen=True)
class Verdict:
    """What the lists of one reach are worth: mean shares by top, and in which part of the lists the most frequent stand."""

    reach: str
    questions: int
    empty: int
    shares: dict[int, float]
    frequent: dict[str, float]


@dataclass(frozen=True)
class Judgement:
    """All lists, and what each reach is worth."""

    verdicts: tuple[Verdict, ...]
    answers: tuple[Answer, ...]

    def data(self) -> dict[str, object]:
        """As JSON."""
        return asdict(self)


def read_questions(lines: Iterable[bytes]) -> list[tuple[str, str]]:
    """Asker and topic of each line of a JSON Lines file. Raises InvalidFile with every line that is no question."""
    asked, problems = [], []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            data = orjson.loads(line)
            asked.append((str(data["for"]), str(data["topic"])))
        except (orjson.JSONDecodeError, KeyError, TypeError):
            problems.append(Problem(f"line {number}", 'is no question; write {"for": id, "topic": id}'))
    if problems or not asked:
        raise InvalidFile("The questions cannot be read." if problems else "There is no question.", problems)
    return asked


def judge(engine: Engine, asked: Sequence[tuple[str, str]], progress: Progress) -> Judgement:
    """Ask for both lists of each question, and judge them.

    Raises
    ------
    NotFound
        An asker or a topic is not on the map; the place names the line.
    """
    answers: list[Answer] = []
    for number, (asker, topic) in enumerate(asked):
        progress("Asking", number / len(asked))
        try:
            answers += _answers(engine, asker, topic)
        except NotFound as error:
            raise NotFound(error.message, place=f"question {number + 1}") from None
    verdicts = (_verdict(reach.value, [each for each in answers if each.reach == reach.value]) for reach in LISTS)
    return Judgement(tuple(verdicts), tuple(answers))


def _answers(engine: Engine, asker: str, topic: str) -> Iterator[Answer]:
    for reach in LISTS:
        request = Request(asker=asker, topic=topic, reach=reach, first=max(TOPS))
        found = engine.partners(request)
        who, what = engine.ally(asker, request.visible), engine.topic(topic, request.visible)
        assert who is not None
        assert what is not None
        rule = Rule(engine.network(request.visible), who, what)
        allies = np.array([engine.ally(each.id, request.visible) for each in found], np.int32)
        sensible = rule.near(allies) if reach is Reach.NEAR else rule.learn_from(allies)
        far = rule.kilometres(allies).tolist()
        judged = (
            Judged(each.id, each.node.name, None if np.isnan(km) else round(km, 1), good)
            for each, good, km in zip(found, sensible.tolist(), far, strict=True)
        )
        yield Answer(asker, topic, reach.value, tuple(judged))


def _verdict(reach: str, answers: Sequence[Answer]) -> Verdict:
    seen = Counter(each.name for answer in answers for each in answer.suggestions)
    return Verdict(
        reach,
        len(answers),
        sum(not answer.suggestions for answer in answers),
        {top: float(np.mean([answer.share(top) for answer in answers])) for top in TOPS},
        {name: count / len(answers) for name, count in seen.most_common(FREQUENT)},
    )


class Rule:
    """What a librarian would phone about a topic, told from the map alone.

    A body is *on the topic* if an activity or a standing interest of it has the topic, a narrower or the broader one, or,
    for a goal or a competence, a topic that matches it or a narrower one of that; *beside* it, if one has a sibling of the
    topic, not below a root of the tree: that is too wide to tell. Near and sensible is who is on the topic within 100 km,
    or of no place and so of the whole country; beside it within 40 km; or of a kind that is usual for the topic within
    20 km. Worth learning from is who is on the topic, wherever.
    """

    def __init__(self, network: Network, asker: int, topic: int) -> None:
        self.network, self.asker, self.topic = network, asker, topic
        links = network.links("BROADER")
        links = links[network.topic[network.tables.source[links]] >= 0]
        self._low, self._high = (network.topic[ends[links]] for ends in (network.tables.source, network.tables.target))
        broader = self._high[self._low == topic]
        self._usual = network.usual[network.kind, topic] >= USUAL
        self._on = self._doing(np.union1d(self._narrower(self._serving(topic)), broader))
        below_another = broader[np.isin(broader, self._low)]
        self._beside = self._doing(self._narrower(self._low[np.isin(self._high, below_another)]))

    def kilometres(self, allies: Ints) -> Floats:
        """How far from the asker they are, NaN where a place is unknown."""
        return self.network.distance(self.network.point[self.asker], allies)

    def near(self, allies: Ints) -> Flags:
        """Which of them one would phone and could meet."""
        far = np.nan_to_num(self.kilometres(allies), nan=np.inf)
        on, beside, usual = (flags[allies] for flags in (self._on, self._beside, self._usual))
        nationwide = ~self.network.stands[allies]
        return (on & ((far <= WIDE) | nationwide)) | (beside & (far <= CLOSE)) | (usual & (far <= BESIDE))

    def learn_from(self, allies: Ints) -> Flags:
        """Which of them know something about it."""
        return self._on[allies]

    def _serving(self, topic: int) -> Ints:
        """The topic, narrower ones, and those that match any of these as goals."""
        network, links, goals = self.network, self.network.links("MATCHES"), self._narrower([topic])
        one, goal = (network.topic[ends[links]] for ends in (network.tables.source, network.tables.target))
        return np.union1d(goals, one[np.isin(goal, goals)])

    def _narrower(self, topics: Iterable[int]) -> Ints:
        """The topics and all narrower ones."""
        found = np.unique(np.array(list(topics), np.int32))
        while len(more := np.setdiff1d(self._low[np.isin(self._high, found)], found)):
            found = np.union1d(found, more)
        return found

    def _doing(self, topics: Ints) -> Flags:
        """Who has an activity or a standing interest with any of the topics."""
        doing = np.zeros(self.network.size, np.bool_)
        _, of_topic = self.network.interests
        at, _ = of_topic.entries(topics, len(of_topic.column))
        doing[of_topic.column[at]] = True
        return doing
