"""Two lists told apart: who is close, and who does it well. Each has signals and an order of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from graph.contract.operation import declared
from graph.network.network import Network
from graph.network.tables import LABEL, LINK, Flags, Floats, Ints
from graph.ranking.features import CROWD, NAMES, NEARLY_THE_TOPIC, SIGNALS, STRATEGIC, Question
from graph.ranking.model import WEIGHTLESS, Formula

RADII = (15.0, 30.0, 60.0, 100.0)
"""Kilometres within which partners can be met: the first radius with enough of them, the last where none has."""

ENOUGH = 5
"""How many bodies on just the topic are enough."""

VISIT = 40.0
"""Kilometres within which closeness decays by the factor e, and who works on a related topic can be met."""

NATIONWIDE = 0.3
"""Closeness of a body on the topic that works everywhere."""

SEATLESS, ROVING = ("foundation", "publicAuthority"), ("nonprofit",)
"""Kinds of organization that work everywhere if they have no seat on the map; the second, unless one place alone is known."""

UNHEARD = 0.4
"""What a kind that is usually on the topic counts, beside 1 of an activity on it."""

REPEATED, REPEATS = 0.75, 3
"""What is left for each further body of one kind of which no activity on just this topic is known, and how many there may be."""

TOWN, PARTS = 10, 2
"""Bodies in a place from which on its municipality counts whole where only its kind speaks for it, and municipalities in it
from which on they are parts of a city, which only who is on the topic tells apart."""

ON_TOPIC, BESIDE = 0.48, 0.44
"""Relevance of what is on the topic: itself, a narrower or the broader one; and of what is beside it: a sibling."""

RELATED = 0.5
"""What is left of the topic for who is only beside it or on the broader one, so that one on it comes first from farther away."""

KINDS, FEW = 20.0, 3
"""Kilometres within which a kind alone counts, and how many there are to be; where there are fewer, twice as far."""

TEACHERS = 3
"""Bodies on the topic itself or a narrower one below which those on a related one help out."""

TOOK_PART, STANDING = 0.7, 0.6
"""What taking part in an activity and a standing interest count, beside 1 of running it."""

FOCUS = 0.5
"""Share of the value of the topic that goes by which part of all activities is on it."""

OTHER_KIND = 0.4
"""How alike two bodies of different kinds are, beside 1 of the same kind."""

SCALE = 150.0
"""Kilometres within which nearness decays by the factor e where it is a minor matter."""


@declared(
    "PartnerReach",
    "Which list of partners.\n\n"
    "NEAR: who is close: bodies that one can meet, on the topic or of a kind that usually is, within a reach that grows "
    "until there are enough. LEARN_FROM: who does this well, however far. ANY: one list for both.",
    "Který seznam partnerů.\n\n"
    "NEAR: kdo je blízko: s kým se lze sejít, na téma nebo podle druhu, v okruhu, který roste, dokud jich není dost. "
    "LEARN_FROM: od koho se učit, jakkoli daleko. ANY: obojí v jednom seznamu.",
)
class Reach(StrEnum):
    """Which list of partners."""

    ANY = "any"
    NEAR = "near"
    LEARN_FROM = "learnFrom"


def _formula(**weights: float) -> Formula:
    """A scale on which each signal has such a weight; those of strategies have a value and next to none."""
    high = weights | dict.fromkeys(STRATEGIC, WEIGHTLESS)
    return Formula.of({"coefficients": {}, "low": {}, "high": high, "curve": [[0.0, 1.0], [0.0, 1.0]]})


FORMULAS = {
    Reach.NEAR: _formula(topic=0.5, nearness=0.3, targetGroup=0.1, resources=0.1),
    Reach.LEARN_FROM: _formula(topic=0.4, experience=0.2, kind=0.3, nearness=0.1),
}
"""What each signal is worth in a list of its own order, by judgement."""


@dataclass(frozen=True)
class Listing:
    """The values of signals, one row for each candidate, and the factor of their weighted sum: 0 is not in the list."""

    values: Floats
    lift: Floats


def listing(question: Question, candidates: Ints, features: Floats, reach: Reach, *, bounded: bool) -> Listing:
    """What the list of a reach goes by; ``bounded`` says whether how far the near ones are is bounded here."""
    if reach is Reach.NEAR:
        return _near(question, candidates, features, bounded=bounded)
    return _taught(question, candidates)


def _values(length: int, **columns: Floats) -> Floats:
    values = np.zeros((length, len(SIGNALS)))
    for signal, column in columns.items():
        values[:, SIGNALS.index(signal)] = column
    return values


# ------------------------------------------------------------------------------------------------------------------ near


def _near(question: Question, candidates: Ints, features: Floats, *, bounded: bool) -> Listing:
    net = question.network
    distance = np.where(net.country_wide(candidates), np.nan, net.distance(net.point[question.asker], candidates))
    on_topic = _on_topic(net, candidates, _akin(question))
    just = on_topic >= NEARLY_THE_TOPIC
    by_kind = np.where(just, 0.0, UNHEARD * net.usual[net.kind[candidates], question.topic])
    by_kind *= _governing(question, candidates) * net.stands[candidates]
    topical = np.maximum(np.where(just, 1.0, RELATED) * on_topic, by_kind)
    close = np.nan_to_num(np.exp(-distance / VISIT))
    if bounded:
        close = np.where(distance <= _bounds(distance, on_topic, by_kind), close, 0)
    close = np.where(on_topic >= ON_TOPIC, np.maximum(close, NATIONWIDE * nationwide(question, candidates)), close)
    varied = np.where(just, topical, topical * _repeats(net.kind[candidates], np.where(just, 0, topical * close)))
    values = _values(
        len(candidates),
        topic=topical,
        nearness=close,
        targetGroup=_feature(features, "group.shared"),
        resources=_feature(features, "give.offers"),
    )
    return Listing(values, varied * close)


def _feature(features: Floats, name: str) -> Floats:
    return features[:, NAMES.index(name)]


def _on_topic(net: Network, candidates: Ints, relevance: Floats) -> Floats:
    """The relevance of the most relevant topic that each has to do with."""
    rows, _ = net.interests
    at, counts = rows.entries(candidates, CROWD)
    best = np.zeros(len(candidates))
    owner = np.repeat(np.arange(len(candidates)), counts)
    np.maximum.at(best, owner, relevance[rows.column[at]] * np.minimum(rows.weight[at], 1))
    return best


def _akin(question: Question, *, roots: bool = True) -> Floats:
    """The relevance of topics without what is only beside the topic below a root of the tree: that is too wide to tell.

    Without ``roots``, those above the topic do not count either.
    """
    net, relevance = question.network, question.relevance.copy()
    links = net.links("BROADER")
    links = links[net.topic[net.tables.source[links]] >= 0]
    low, high = net.topic[net.tables.source[links]], net.topic[net.tables.target[links]]
    root = np.ones(len(relevance), np.bool_)
    root[low] = False
    above = high[low == question.topic]
    beside = low[np.isin(high, above[~root[above]])]
    wide = np.zeros(len(relevance), np.bool_)
    wide[np.setdiff1d(low[np.isin(high, above[root[above]])], beside)] = True
    if not roots:
        wide[above[root[above]]] = True
    relevance[wide & (relevance < NEARLY_THE_TOPIC)] = 0
    return relevance


def _governing(question: Question, candidates: Ints) -> Floats:
    """A factor of what is told by its kind alone, 1 of all but municipalities and regions.

    A municipality counts by how large it is, which is told by the bodies in it, and one of many parts of a city does not;
    nor does a part of the asker's own town where the asker has to do with another. A region counts where the asker is in it.
    """
    net, place = question.network, question.network.place[candidates]
    own, towns = net.place[question.asker], _among(net, ("municipality",))
    bodies = np.bincount(net.place[net.place >= 0], minlength=len(net.tables.ids))
    parts = np.bincount(net.place[(net.place >= 0) & towns[net.kind]], minlength=len(net.tables.ids))
    size = np.where(parts[place] <= PARTS, np.minimum(bodies[place] / TOWN, 1), 0)
    known = net.known(question.asker)
    at_home = (place == own) & (own >= 0)
    tied = bool((towns[net.kind[known]] & (net.place[known] == own)).any())
    town = np.where(at_home, np.isin(candidates, known) if tied else parts[place] <= PARTS, size)
    region = net.province(place) == net.province(np.array([own]))
    kind = net.kind[candidates]
    return np.where(towns[kind], town, np.where(_among(net, ("region",))[kind], region, 1.0))


def _bounds(distance: Floats, on_topic: Floats, by_kind: Floats) -> Floats:
    """How far each may be: those on just the topic until there are enough of them; a related topic a visit; a kind less."""
    just = on_topic >= NEARLY_THE_TOPIC
    kinds = KINDS if (distance[by_kind > 0] <= KINDS).sum() >= FEW else 2 * KINDS
    others = np.where(on_topic >= BESIDE, VISIT, np.where(by_kind > 0, kinds, 0))
    return np.where(just, _radius(distance[just]), others)


def _radius(distance: Floats) -> float:
    """The first radius within which there are enough."""
    return next((radius for radius in RADII if (distance <= radius).sum() >= ENOUGH), RADII[-1])


def nationwide(question: Question, allies: Ints) -> Flags:
    """Who works everywhere: its seat is the asker's country, or it has none and is a community or needs none by its kind."""
    net = question.network
    own = net.country[question.asker]
    kind, place = net.kind[allies], net.place[allies]
    needless = (net.tables.label[net.node[allies]] == LABEL["Community"]) | _among(net, SEATLESS)[kind]
    needless |= _among(net, ROVING)[kind] & ((place < 0) | net.roves[allies])
    here = net.country_wide(allies) & ((own < 0) | (net.country[allies] == own))
    wide: Flags = np.where(net.stands[allies], here, needless)
    return wide


def _among(net: Network, kinds: Sequence[str]) -> Flags:
    return np.array([kind in kinds for kind in net.tables.kinds])


def _repeats(kind: Ints, worth: Floats) -> Floats:
    """A factor that falls with each further one of a kind, the best of which comes first, and is 0 after some."""
    factor = np.ones(len(kind))
    for each in np.unique(kind[worth > 0]):
        at = np.flatnonzero((kind == each) & (worth > 0))
        order = np.argsort(-worth[at], kind="stable")
        further = np.arange(len(at))
        factor[at[order]] = np.where(further < REPEATS, REPEATED**further, 0)
    return factor


# ------------------------------------------------------------------------------------------------------------ learn from


def _taught(question: Question, candidates: Ints) -> Listing:
    net, length, akin_to = question.network, len(candidates), _akin(question, roots=False)
    at, counts = net.attends.entries(candidates, CROWD)
    owner = np.repeat(np.arange(length), counts)
    meeting = net.attends.column[at]
    real = (net.meetings.node[meeting] >= 0) & net.meetings.close[meeting]
    owner, meeting, at = owner[real], meeting[real], at[real]
    relevance = question.relevant(net.meetings.node[meeting], akin_to)
    led = net.tables.link[net.attends.origin[at]] == LINK["RUNS"]
    best = np.maximum(_most(owner, relevance, length), standing := _standing(net, candidates, akin_to))
    depth = np.maximum(_most(owner, relevance * np.where(led, 1.0, TOOK_PART), length), STANDING * standing)
    nearly = relevance >= NEARLY_THE_TOPIC
    newest = _most(owner, np.where(nearly, net.fresh[meeting], 0), length)
    told = _most(owner, nearly & net.tables.results[net.meetings.node[meeting]], length)
    distance = net.distance(net.point[question.asker], candidates)
    values = _values(
        length,
        topic=depth * (1 - FOCUS + FOCUS * _share(owner, nearly, length)),
        experience=(newest + told) / 2,
        kind=np.where(_alike(net, question.asker, candidates), 1.0, OTHER_KIND),
        nearness=np.nan_to_num(np.exp(-distance / SCALE)),
    )
    akin = values[:, SIGNALS.index("nearness")] * _share(owner, relevance > 0, length)
    return Listing(values, depth * _teaching(best, depth * akin, akin))


def _share(owner: Ints, counted: Flags, length: int) -> Floats:
    """Which part of all activities of each is counted."""
    return np.bincount(owner, counted, length) / np.maximum(np.bincount(owner, minlength=length), 1)


def _teaching(relevance: Floats, worth: Floats, akin: Floats) -> Floats:
    """1 for those on the topic; where they are few, for the best on the broader one how near and devoted to it they are."""
    nearly = relevance >= NEARLY_THE_TOPIC
    least = ON_TOPIC if (relevance >= ON_TOPIC).any() else BESIDE
    others = np.where(nearly | (relevance < least), 0, worth)
    more = np.argsort(-others, kind="stable")[: max(TEACHERS - int(nearly.sum()), 0)]
    teaching = nearly.astype(np.float64)
    teaching[more] = np.where(others[more] > 0, akin[more], teaching[more])
    return teaching


def _most(owner: Ints, value: Floats | Flags, length: int) -> Floats:
    best = np.zeros(length)
    np.maximum.at(best, owner, value)
    return best


def _standing(net: Network, candidates: Ints, relevance: Floats) -> Floats:
    rows = net.works_on
    at, counts = rows.entries(candidates, CROWD)
    return _most(np.repeat(np.arange(len(candidates)), counts), relevance[rows.column[at]], len(candidates))


def _alike(net: Network, asker: int, candidates: Ints) -> Flags:
    label = net.tables.label[net.node]
    alike: Flags = (label[candidates] == label[asker]) & (net.kind[candidates] == net.kind[asker])
    return alike
