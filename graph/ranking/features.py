"""The features of a candidate: one implementation for serving, fitting and evaluation.

Every feature is a number that is 0 when nothing is known. ``FEATURES`` says in words what each means, and to which
signal it belongs; ``docs/signals.md`` is written from it.
"""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import scipy.sparse

from graph.network.network import EARTH, Network, kilometres
from graph.network.sparse import EMPTY, Longs, Rows, SparseVector, gathered, step
from graph.network.tables import LINK, Flags, Floats, Ints

WALKERS = 300
"""Allies from which a walk goes on: the most probable ones."""

MEETINGS = 600
"""Meetings through which a walk goes on: the most probable ones."""

CROWD = 40
"""Connections of one ally or one meeting that a walk follows; of an ally the most recent ones."""

OWN = 1000
"""Meetings of the asker that a walk follows, the most recent ones."""

NEIGHBOURS = 50
"""Nearest allies whose partners count as usual around the asker."""

FAR = 3000.0
"""Kilometres that stand for an unknown distance."""

HERE = 10.0
"""Kilometres added to distances, so that their ratio tells nothing within a town."""

NEAR_TERMS = 3
"""Steps in the hierarchy from a topic to related ones."""

LEAST_RELEVANT = 0.4
"""Relevance below which a topic has nothing to do with the one asked for."""

DOING, FURTHER = 0.85, 0.85
"""Relevance that is left from a topic to an activity about it, and the part of the gap to 1 that a further one leaves."""

MOST_FURTHER = 9
"""Further activities on a topic that count."""

NEARLY_THE_TOPIC = 0.8
"""Relevance from which on a further activity counts: of the topic itself and of narrower ones."""

ONE_STEP, MORE_STEPS = 1e3, 1e4
"""Factors of the probabilities of walks before their logarithm: walks of more steps spread over more allies."""

DIRECT = 100
"""The same for partners of the asker, who are few."""

SCALES = {"near.town": 10, "near.district": 40, "near.region": 150, "near.country": 600}
"""Kilometres within which each feature of nearness decays by the factor e."""

BESIDE, IN_CIRCLE = 30, 150
"""The same for the distance to a partner of the asker."""

AROUND = 50
"""The same for the weight of the allies around the asker."""

OWN_KIND = 3
"""Weight of an ally around the asker that is of its kind, beside 1 of the others."""

UNDATED = 0.02
"""Freshness added to each meeting, so that old and undated ones count a little."""

NEAREST_PARTNERS = 64
"""Partners of the asker to which distances are measured."""

TOPICAL_PROGRAMMES = 30
"""Factor of the share of a topic in programmes before its logarithm."""

STRONGEST = 10
"""Topics and programmes from which candidates of a large network are taken."""

MANY_MET = 101
"""Allies that a candidate has met, plus one, from which on the feature of bridging is 1."""


@dataclass(frozen=True)
class Feature:
    """One number about a candidate. A ``free`` one may also count against it."""

    name: str
    signal: str
    says: str
    free: bool = False


FEATURES = (
    Feature(
        "topic.direct", "topic", "how directly its activities and standing interests touch the topic or a related one"
    ),
    Feature("topic.count", "topic", "how many of its activities are about the topic"),
    Feature("topic.share", "topic", "which part of its activities is about the topic"),
    Feature("topic.akin", "topic", "how much it does on topics that the same allies work on"),
    Feature("topic.programme", "topic", "how usual the topic is in the programmes it takes part in"),
    Feature("topic.kind", "topic", "whether allies of its kind work on the topic more often than others", free=True),
    Feature(
        "topic.usual",
        "topic",
        "whether it is of a kind that usually works on the topic, fading within 40 km and where it does",
    ),
    Feature("group.shared", "targetGroup", "how much the groups it serves are those that the asker serves"),
    Feature("near.place", "nearness", "whether it is in the same place"),
    Feature("near.town", "nearness", "how near it is, fading within 10 km"),
    Feature("near.district", "nearness", "how near it is, fading within 40 km"),
    Feature("near.region", "nearness", "how near it is, fading within 150 km"),
    Feature("near.country", "nearness", "how near it is, fading within 600 km"),
    Feature("near.order", "nearness", "how near it is on a scale of ratios: 20 km to 10 km as 200 km to 100 km"),
    Feature("near.same", "nearness", "whether it is in the same country"),
    Feature("near.usual", "nearness", "whether allies of the two countries meet more often than by chance", free=True),
    Feature("near.partners", "nearness", "how near it is to a partner of the asker, fading within 30 km"),
    Feature("near.circle", "nearness", "how near it is to a partner of the asker, fading within 150 km"),
    Feature("net.direct", "network", "whether both are in the same community"),
    Feature("net.second", "network", "how often one gets to it from a partner of the asker through a common activity"),
    Feature("net.third", "network", "how often one gets to it in one step more"),
    Feature("net.common", "network", "how many partners they have in common, those whom everybody knows counting less"),
    Feature("net.recent", "network", "how often one gets to it from a partner through recent activities"),
    Feature("net.recentThird", "network", "how often one gets to it in one step more through recent activities"),
    Feature("net.topic", "network", "how often one gets to it from a partner through activities on the topic"),
    Feature("net.topicThird", "network", "how often one gets to it in one step more through activities on the topic"),
    Feature("net.places", "network", "how much of the walks ends in its town, at others"),
    Feature("net.farPlaces", "network", "how much of the walks of one step more ends in its town, at others"),
    Feature("prog.own", "programme", "how much it does in the programmes of the asker, large ones counting less"),
    Feature("prog.shared", "programme", "whether both take part in one programme"),
    Feature("prog.recent", "programme", "how much it does in programmes of the asker that run now"),
    Feature("prog.partners", "programme", "how much it does in the programmes of the asker's partners"),
    Feature("prog.circle", "programme", "how much it does in the programmes of their partners"),
    Feature("prog.partnersNow", "programme", "how much it does in programmes of the asker's partners that run now"),
    Feature("prog.circleNow", "programme", "how much it does in programmes of their partners that run now"),
    Feature("area.partners", "surroundings", "how often bodies near the asker meet it"),
    Feature("area.kind", "surroundings", "how often bodies near the asker and of its kind meet it"),
    Feature("area.topic", "surroundings", "how often bodies near the asker meet it in activities on the topic"),
    Feature("area.recent", "surroundings", "how often bodies near the asker meet it in recent activities"),
    Feature("area.second", "surroundings", "how often partners of bodies near the asker meet it"),
    Feature("area.programme", "surroundings", "how much it does in the programmes of bodies near the asker"),
    Feature("area.programmeNow", "surroundings", "how much it does in those of them that run now"),
    Feature("area.places", "surroundings", "how often bodies near the asker meet others in its town"),
    Feature("kind.usual", "kind", "whether allies of the two kinds meet more often than by chance", free=True),
    Feature("kind.same", "kind", "whether both are of one kind", free=True),
    Feature("done.meetings", "experience", "how many activities, communities and partnerships it has", free=True),
    Feature("done.company", "experience", "with how many others", free=True),
    Feature("done.nothing", "experience", "whether it has none", free=True),
    Feature("done.newest", "experience", "how recent the newest is", free=True),
    Feature("done.recent", "experience", "how many are recent", free=True),
    Feature("done.leads", "experience", "how many activities it runs", free=True),
    Feature("give.offers", "resources", "which part of what the asker needs it offers"),
    Feature("reach.common", "closure", "how much of what they have in common is with the same partners"),
    Feature("reach.new", "bridging", "how many it knows in a community that the asker does not touch"),
    Feature(
        "reach.lacking",
        "complement",
        "which part of what the asker lacks it has: needs, topics, groups, a kind of partner",
    ),
)
SIGNALS = tuple(dict.fromkeys(feature.signal for feature in FEATURES))
NAMES = tuple(feature.name for feature in FEATURES)

STRATEGIC = ("closure", "bridging", "complement")
"""The signals of strategies, each of which has weight only where its strategy is asked for."""


@dataclass
class Walks:
    """Where walks from the asker lead, computed once for all candidates."""

    first: SparseVector = EMPTY
    second: SparseVector = EMPTY
    third: SparseVector = EMPTY
    recent: SparseVector = EMPTY
    recent_third: SparseVector = EMPTY
    topical: SparseVector = EMPTY
    topical_third: SparseVector = EMPTY
    neighbours: SparseVector = EMPTY
    around: SparseVector = EMPTY
    around_kind: SparseVector = EMPTY
    around_topic: SparseVector = EMPTY
    around_recent: SparseVector = EMPTY
    around_second: SparseVector = EMPTY
    programmes: dict[str, Floats] = field(default_factory=dict)


class Question:
    """An asker, a topic, and what is looked for; computes the features of candidates.

    ``served`` are the groups with all narrower ones, ``offered`` the needs likewise: who has these has what is asked for.
    """

    def __init__(
        self, network: Network, asker: int, topic: int, *, groups: Ints | None = None, needs: Ints | None = None
    ) -> None:
        self.network, self.asker, self.topic = network, asker, topic
        self.relevance = related(network, topic)
        self.groups = self._groups() if groups is None else groups
        self.needs = self._needs() if needs is None else needs
        self.served, self.offered = network.below(self.groups), network.below(self.needs)
        self.walks = self._walked()

    @property
    def newcomer(self) -> bool:
        """Whether the asker has no connection that a partner could be found by."""
        return bool(self.network.degree[self.asker] == 0)

    # Walks.

    def _walked(self) -> Walks:
        net = self.network
        walks = Walks()
        met = step(SparseVector.unit(self.asker), net.attends, len(net.attendance), OWN)
        walks.first = self._attending(met).without(self.asker)
        if len(walks.first.index):
            met = self._meeting(walks.first)
            walks.second, walks.recent, walks.topical = self._three(met)
            met = self._meeting(walks.second)
            walks.third, walks.recent_third, walks.topical_third = self._three(met)
        self._look_around(walks)
        self._programmes(walks)
        return walks

    def _meeting(self, allies: SparseVector) -> SparseVector:
        """A step from allies to their meetings."""
        return step(allies.strongest(WALKERS), self.network.attends, len(self.network.attendance), CROWD)

    def _attending(self, met: SparseVector) -> SparseVector:
        """A step from meetings to the allies there."""
        return step(met.strongest(MEETINGS), self.network.attended, self.network.size, CROWD)

    def _three(self, met: SparseVector) -> tuple[SparseVector, SparseVector, SparseVector]:
        """The allies at meetings; those at recent ones; those at meetings on the topic."""
        met = met.strongest(MEETINGS)
        return self._attending(met), self._attending(self._now(met)), self._attending(self._on_topic(met))

    def _now(self, met: SparseVector) -> SparseVector:
        return met.scaled(self.network.fresh[met.index] + UNDATED)

    def _on_topic(self, met: SparseVector) -> SparseVector:
        node = self.network.meetings.node[met.index]
        best = np.zeros(len(node))
        best[node >= 0] = self.relevant(node[node >= 0])
        return met.scaled(best)

    def relevant(self, activities: Ints, relevance: Floats | None = None) -> Floats:
        """The relevance of activities (rows of the tables): of their most relevant topic, by another one if given."""
        relevance = self.relevance if relevance is None else relevance
        at, counts = self.network.about.entries(activities, CROWD)
        best = np.zeros(len(activities))
        owner = np.repeat(np.arange(len(activities)), counts)
        np.maximum.at(best, owner, relevance[self.network.about.column[at]])
        return best

    def _look_around(self, walks: Walks) -> None:
        net = self.network
        point = net.point[self.asker]
        if not np.isfinite(point).all() or len(net.located) < 2:
            return
        chord, at = net.tree.query(point, k=range(1, min(NEIGHBOURS + 1, len(net.located)) + 1))
        near = net.located[at]
        weight = np.exp(-kilometres(np.asarray(chord)) / AROUND) + 1e-6
        busy = (near != self.asker) & (net.degree[near] > 0)
        near, weight = near[busy], weight[busy]
        if not len(near):
            return
        walks.neighbours = SparseVector(near, weight / weight.sum())
        met = self._meeting(walks.neighbours)
        walks.around, walks.around_recent, walks.around_topic = self._three(met)
        walks.around_second = self._attending(self._meeting(walks.around))
        alike = np.where(net.kind[near] == net.kind[self.asker], OWN_KIND * weight, weight)
        walks.around_kind = self._attending(self._meeting(SparseVector(near, alike / alike.sum())))

    def _programmes(self, walks: Walks) -> None:
        net = self.network
        for name, allies in (
            ("own", SparseVector.unit(self.asker)),
            ("partners", walks.first),
            ("circle", walks.second),
            ("area", walks.neighbours),
        ):
            at = step(allies.strongest(WALKERS), net.programmes[0], len(net.wholes), CROWD)
            walks.programmes[name] = at.dense(len(net.wholes)) / net.programme_size
            walks.programmes[name + "Now"] = walks.programmes[name] * net.programme_fresh

    # What is looked for.

    def _groups(self) -> Ints:
        """The target groups of the asker and its activities; if there are none, those of activities on the topic."""
        net = self.network
        own = served(net, np.array([self.asker], np.int32)).column
        return np.unique(own).astype(np.int32)

    def _needs(self) -> Ints:
        """The resources that the asker and the activities it runs need."""
        net = self.network
        own = net.standing("NEEDS")
        part = net.attends.of(self.asker)
        meeting, origin = net.attends.column[part][:OWN], net.attends.origin[part][:OWN]
        meeting, origin = meeting[origin >= 0], origin[origin >= 0]
        node = net.meetings.node[meeting[net.tables.link[origin] == LINK["RUNS"]]]
        at, _ = net.of_activities("NEEDS").entries(node[node >= 0], CROWD)
        return np.unique(np.concatenate((own.column[own.of(self.asker)], net.of_activities("NEEDS").column[at])))

    # Candidates.

    def pool(self, most: int, allowed: Flags | None = None) -> Ints:
        """The allies worth measuring, in the order of their numbers: all of a small network, else the promising.

        These are the strongest of each walk, those busiest on the topic and in the asker's programmes, and the nearest.
        """
        net, walks = self.network, self.walks
        if net.size <= most:
            return np.arange(net.size, dtype=np.int32) if allowed is None else np.flatnonzero(allowed).astype(np.int32)
        part = most // 10
        found = [walk.strongest(part).index for walk in (
            walks.first, walks.second, walks.third, walks.recent_third, walks.around, walks.around_topic, walks.around_second
        )]  # fmt: skip
        _, of_topic = net.interests
        topics = [
            int(topic) for topic in np.argsort(-self.relevance, kind="stable")[:STRONGEST] if self.relevance[topic] > 0
        ]
        found += [of_topic.column[of_topic.of(topic)][: int(part * self.relevance[topic])] for topic in topics]
        promise = sum(walks.programmes.values(), np.zeros(len(net.wholes)))
        members = net.programmes[1]
        promising = np.flatnonzero(promise > 0)
        found += [
            members.column[members.of(int(programme))][: part // 5]
            for programme in promising[np.argsort(-promise[promising], kind="stable")[:STRONGEST]]
        ]
        point = net.point[self.asker]
        if np.isfinite(point).all():
            found.append(net.located[net.tree.query(point, k=min(part, len(net.located)))[1]])
        pool = np.unique(np.concatenate(found)).astype(np.int32)
        if allowed is None:
            return pool
        pool = pool[allowed[pool]]
        if len(pool) < part:
            pool = np.unique(np.concatenate((pool, net.busiest[allowed[net.busiest]][:part]))).astype(np.int32)
        return pool

    # Measures.

    def measure(self, candidates: Ints, favoured: str | None = None) -> Floats:
        """The features of candidates, one row each, in the order of ``FEATURES``.

        Those of signals that only a strategy weighs are 0 but for the favoured one.
        """
        columns = _Meter(self, candidates).columns(favoured)
        features = np.zeros((len(NAMES), len(candidates)))
        for place, name in enumerate(NAMES):
            if name in columns:
                features[place] = columns[name]
        return features.T


class _Meter:
    """The features of some candidates, a few at a time."""

    def __init__(self, question: Question, candidates: Ints) -> None:
        self.question, self.candidates = question, candidates
        self.network, self.walks = question.network, question.walks
        self._place = np.zeros(self.network.size, np.int32)
        self._place[candidates] = np.arange(1, len(candidates) + 1)

    def at(self, walk: SparseVector) -> Floats:
        """The weight of a walk at each candidate."""
        value = np.zeros(len(self.candidates) + 1)
        value[self._place[walk.index]] = walk.value
        return value[1:]

    def log(self, walk: SparseVector, factor: float) -> Floats:
        """The logarithm of the weight of a walk, times a factor, at each candidate."""
        logarithm: Floats = np.log1p(self.at(walk) * factor)
        return logarithm

    def columns(self, favoured: str | None) -> dict[str, Floats]:
        """All features, but of the strategies that of the favoured one alone."""
        parts = self.topic(), self.nearness(), self.ways(), self.programmes(), self.itself(), self.fit()
        return {name: values for part in (*parts, self.strategy(favoured)) for name, values in part.items()}

    def topic(self) -> dict[str, Floats]:
        net, topic = self.network, self.question.topic
        of_ally, _ = net.interests
        owner, at = self._interests
        column, number = of_ally.column[at], of_ally.weight[at].astype(np.float64)
        length = len(self.candidates)
        count = np.bincount(owner, number * (column == topic), length)
        direct = self._direct(owner, column, number)
        return {
            "topic.direct": direct,
            "topic.count": np.log1p(count),
            "topic.share": np.minimum(count / np.maximum(net.degree[self.candidates], 1), 1),
            "topic.akin": np.log1p(np.bincount(owner, net.familiar[at] * net.similarity(topic)[column], length)),
            "topic.programme": np.log1p(TOPICAL_PROGRAMMES * (self._programmes @ net.on_topic(topic)) / self._parts),
            "topic.kind": net.kind_topics[net.kind[self.candidates], topic],
            "topic.usual": self._usual(direct),
        }

    def _direct(self, owner: Ints, column: Ints, number: Floats) -> Floats:
        """The most relevant topic's relevance; each further activity closes a part of the gap to 1."""
        best, more = np.zeros(len(self.candidates)), np.zeros(len(self.candidates))
        relevance = self.question.relevance[column]
        np.maximum.at(best, owner, relevance * DOING * np.minimum(number, 1))
        np.add.at(more, owner, np.where(relevance >= NEARLY_THE_TOPIC, number, 0))
        direct: Floats = 1 - (1 - best) * FURTHER ** np.clip(more - 1, 0, MOST_FURTHER)
        return direct

    def _usual(self, direct: Floats) -> Floats:
        """What is usual for its kind, as far as it is near and nothing more direct is known."""
        net = self.network
        distance = net.distance(net.point[self.question.asker], self.candidates)
        near = np.nan_to_num(np.exp(-distance / SCALES["near.district"]))
        usual: Floats = net.usual[net.kind[self.candidates], self.question.topic] * near * (1 - direct)
        return usual

    def nearness(self) -> dict[str, Floats]:
        net, asker, others = self.network, self.question.asker, self.candidates
        distance = net.distance(net.point[asker], others)
        unknown = ~np.isfinite(distance)
        distance = np.where(unknown, FAR, distance)
        same = (net.country[others] == net.country[asker]) & (net.country[asker] >= 0)
        usual = np.zeros(len(others))
        if net.countries and net.country[asker] >= 0:
            usual = np.where(net.country[others] >= 0, net.country_ties[net.country[asker], net.country[others]], 0)
        beside = self._from_partners()
        return {
            "near.place": ((net.place[others] == net.place[asker]) & (net.place[asker] >= 0)).astype(np.float64),
            **{name: np.where(unknown, 0, np.exp(-distance / scale)) for name, scale in SCALES.items()},
            "near.order": np.log((FAR + HERE) / (np.minimum(distance, FAR) + HERE)),
            "near.same": same.astype(np.float64),
            "near.usual": usual,
            "near.partners": np.exp(-beside / BESIDE),
            "near.circle": np.exp(-beside / IN_CIRCLE),
        }

    def _from_partners(self) -> Floats:
        """Kilometres to the nearest partner of the asker; infinite where there is none."""
        net = self.network
        partners = self.walks.first.strongest(NEAREST_PARTNERS).index
        partners = partners[np.isfinite(net.latitude[partners])]
        if not len(partners):
            return np.full(len(self.candidates), np.inf)
        cosine = (net.point[self.candidates] @ net.point[partners].T).max(axis=1)
        away: Floats = np.nan_to_num(EARTH * np.arccos(np.clip(cosine, -1, 1)), nan=np.inf)
        return away

    def ways(self) -> dict[str, Floats]:
        walks = self.walks
        return {
            "net.direct": self.log(walks.first, DIRECT),
            "net.second": self.log(walks.second, MORE_STEPS),
            "net.third": self.log(walks.third, MORE_STEPS),
            "net.common": np.log1p(self._common),
            "net.recent": self.log(walks.recent, MORE_STEPS),
            "net.recentThird": self.log(walks.recent_third, MORE_STEPS),
            "net.topic": self.log(walks.topical, MORE_STEPS),
            "net.topicThird": self.log(walks.topical_third, MORE_STEPS),
            "net.places": self._by_town(walks.second),
            "net.farPlaces": self._by_town(walks.third),
            "area.partners": self.log(walks.around, ONE_STEP),
            "area.kind": self.log(walks.around_kind, ONE_STEP),
            "area.topic": self.log(walks.around_topic, ONE_STEP),
            "area.recent": self.log(walks.around_recent, ONE_STEP),
            "area.second": self.log(walks.around_second, MORE_STEPS),
            "area.places": self._by_town(walks.around),
        }

    def _by_town(self, walk: SparseVector) -> Floats:
        """How much of a walk is in the town of each candidate, at others."""
        net = self.network
        town = net.town[walk.index]
        whole = np.bincount(town + 1, walk.value, net.towns + 1) if len(town) else np.zeros(net.towns + 1)
        whole[0] = 0
        return np.log1p(ONE_STEP * np.maximum(whole[net.town[self.candidates] + 1] - self.at(walk), 0))

    @cached_property
    def _common(self) -> Floats:
        """Adamic-Adar over partners: each way through a partner counts the less, the more others that one has met."""
        net = self.network
        partners = self.walks.first.strongest(WALKERS)
        weight = 1 / np.log(2 + net.tied[partners.index])
        at, counts = net.attends.entries(partners.index, CROWD)
        met = gathered(net.attends.column[at], np.repeat(weight, counts), len(net.attendance)).strongest(MEETINGS)
        at, counts = net.attended.entries(met.index, CROWD)
        return self.at(gathered(net.attended.column[at], np.repeat(met.value, counts), net.size))

    def programmes(self) -> dict[str, Floats]:
        reached = self.walks.programmes
        names = {
            "prog.own": "own",
            "prog.recent": "ownNow",
            "prog.partners": "partners",
            "prog.circle": "circle",
            "prog.partnersNow": "partnersNow",
            "prog.circleNow": "circleNow",
            "area.programme": "area",
            "area.programmeNow": "areaNow",
        }
        values = np.stack(
            [np.where(reached["own"] > 0, 1.0, 0.0), *(MORE_STEPS * reached[name] for name in names.values())]
        )
        shared, *logarithms = (self._programmes @ values.T).T
        return {
            "prog.shared": np.minimum(shared, 1),
            **{feature: np.log1p(found) for feature, found in zip(names, logarithms, strict=True)},
        }

    @cached_property
    def _programmes(self) -> scipy.sparse.csr_matrix[np.float64]:
        """How much each candidate does in each programme."""
        rows = self.network.programmes[0]
        at, counts = rows.entries(self.candidates, CROWD)
        entries = rows.weight[at].astype(np.float64), rows.column[at], np.concatenate(([0], np.cumsum(counts)))
        return scipy.sparse.csr_matrix(entries, (len(self.candidates), len(self.network.wholes)))

    @cached_property
    def _parts(self) -> Floats:
        """How much each candidate does in all programmes, at least 1."""
        return np.maximum(np.asarray(self._programmes.sum(axis=1)).ravel(), 1)

    @cached_property
    def _interests(self) -> tuple[Ints, Longs]:
        """The interests of all candidates: whose (by place), and where they stand among all."""
        at, counts = self.network.interests[0].entries(self.candidates, CROWD)
        return np.repeat(np.arange(len(self.candidates), dtype=np.int32), counts), at

    def itself(self) -> dict[str, Floats]:
        net, asker, others = self.network, self.question.asker, self.candidates
        return {
            "kind.usual": net.kind_ties[net.kind[asker], net.kind[others]],
            "kind.same": ((net.kind[others] == net.kind[asker]) & (net.kind[asker] > 0)).astype(np.float64),
            "done.meetings": np.log1p(net.degree[others]),
            "done.company": np.log1p(net.company[others]),
            "done.nothing": (net.degree[others] == 0).astype(np.float64),
            "done.newest": net.newest[others],
            "done.recent": np.log1p(net.recent[others]),
            "done.leads": np.log1p(net.leads[others]),
        }

    def fit(self) -> dict[str, Floats]:
        """What the candidate has of what is looked for; 0 where nothing is."""
        return {
            "group.shared": self._groups(),
            "give.offers": self._offers(),
        }

    def _groups(self) -> Floats:
        """The cosine of the two sets of target groups."""
        groups, length = self.question.groups, len(self.candidates)
        if not len(groups):
            return np.zeros(length)
        theirs = served(self.network, self.candidates)
        sizes = np.bincount(theirs.owner, minlength=length)
        shared = _overlap(theirs, self.question.served, length)
        cosine: Floats = np.minimum(shared / np.sqrt(np.maximum(sizes, 1) * len(groups)), 1)
        return cosine

    def _offers(self) -> Floats:
        needs = self.question.needs
        if not len(needs):
            return np.zeros(len(self.candidates))
        given = standing(self.network, "OFFERS", self.candidates)
        return np.minimum(_overlap(given, self.question.offered, len(self.candidates)) / len(needs), 1)

    def strategy(self, favoured: str | None) -> dict[str, Floats]:
        """The feature of a strategy's own signal."""
        match favoured:
            case "closure":
                return {"reach.common": 1 - np.exp(-self._common)}
            case "bridging":
                return {"reach.new": self._new()}
            case "complement":
                return {"reach.lacking": self._lacking()}
        return {}

    def _new(self) -> Floats:
        net = self.network
        touched = np.unique(net.world[np.concatenate((self.walks.first.index, [self.question.asker]))])
        new = ~np.isin(net.world[self.candidates], touched)
        return np.where(new, np.minimum(np.log1p(net.company[self.candidates]) / np.log(MANY_MET), 1), 0)

    def _lacking(self) -> Floats:
        """Offers of what is needed, work on the topic that the asker does not do, a kind of partner it lacks."""
        net, topic = self.network, self.question.topic
        of_ally, _ = net.interests
        mine = topic in of_ally.column[of_ally.of(self.question.asker)]
        owner, at = self._interests
        works = np.bincount(owner, of_ally.column[at] == topic, len(self.candidates)) > 0
        kinds = np.unique(net.kind[np.concatenate((self.walks.first.index, [self.question.asker]))])
        other = ~np.isin(net.kind[self.candidates], kinds) & (net.kind[self.candidates] > 0)
        lacking: Floats = 0.5 * self._offers() + 0.25 * (works & (not mine)) + 0.25 * other
        return lacking


@dataclass(frozen=True)
class Pairs:
    """Pairs of a candidate (by its place in a list) and the row of an element that it is connected with."""

    owner: Ints
    column: Ints


def standing(network: Network, type_: str, allies: Ints) -> Pairs:
    """What allies are connected with, by a connection such as OFFERS."""
    rows = network.standing(type_)
    at, counts = rows.entries(allies, CROWD)
    return Pairs(np.repeat(np.arange(len(allies), dtype=np.int32), counts), rows.column[at])


def served(network: Network, allies: Ints) -> Pairs:
    """The target groups that allies serve, themselves or by their activities, each once."""
    own = standing(network, "SERVES", allies)
    at, counts = network.attends.entries(allies, CROWD)
    owner = np.repeat(np.arange(len(allies), dtype=np.int32), counts)
    node = network.meetings.node[network.attends.column[at]]
    owner, node = owner[node >= 0], node[node >= 0]
    rows = network.of_activities("FOR")
    at, counts = rows.entries(node, CROWD)
    pairs = np.unique(
        np.concatenate((own.owner, np.repeat(owner, counts))).astype(np.int64) * len(network.tables.ids)
        + np.concatenate((own.column, rows.column[at]))
    )
    return Pairs(
        (pairs // len(network.tables.ids)).astype(np.int32), (pairs % len(network.tables.ids)).astype(np.int32)
    )


def _overlap(pairs: Pairs, wanted: Ints, length: int) -> Floats:
    return np.bincount(pairs.owner[np.isin(pairs.column, wanted)], minlength=length).astype(np.float64)


def related(network: Network, topic: int) -> Floats:
    """How relevant each topic is for one: 1 itself, less with each step to another.

    A way leads through the hierarchy, and at its beginning or its end once to a topic of another vocabulary: two topics
    are not alike because both serve one goal of sustainable development.
    """
    itself = np.zeros(len(network.topics))
    itself[topic] = 1
    inside = _spread(network, itself)
    matched = _spread(network, _stepped(itself, network.matching))
    relevance = np.maximum(np.maximum(inside, matched), _stepped(inside, network.matching))
    return np.where(relevance >= LEAST_RELEVANT, relevance, 0)


def _spread(network: Network, relevance: Floats) -> Floats:
    """With what up to so many steps in the hierarchy lead to."""
    for _ in range(NEAR_TERMS):
        relevance = np.maximum(relevance, _stepped(relevance, network.hierarchy))
    return relevance


def _stepped(relevance: Floats, steps: Rows) -> Floats:
    """The relevance after one step: of the topics that it leads to, the greatest each."""
    reached = np.flatnonzero(relevance)
    at, counts = steps.entries(reached, len(steps.column))
    onward = np.zeros(len(relevance))
    np.maximum.at(onward, steps.column[at], np.repeat(relevance[reached], counts) * steps.weight[at])
    return onward
