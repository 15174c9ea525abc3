"""Questions about hidden activities as training data: features of candidates, and which of them are right."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from graph.learning.hiding import remaining
from graph.learning.splits import Case, Hiding, questions
from graph.network.network import Network
from graph.network.tables import Flags, Floats
from graph.ranking.features import Question

OTHERS = 200
"""Allies drawn at random beside the promising ones, for each question."""

PROMISING = 600
"""Number of promising allies of each question in fitting, about."""


@dataclass(frozen=True)
class Sample:
    """One question as training data: features of some candidates, which are right, how many others each stands for.

    ``whole`` says whether the map was as it is but for what is asked about: nothing else was hidden.
    """

    features: Floats
    right: Flags
    stands_for: Floats
    newcomer: bool
    group: str
    whole: bool = True


@dataclass(frozen=True)
class Drawing:
    """How many questions of one split are drawn, and from what seed.

    ``most`` is the greatest number of questions of askers with connections and of those without each, ``of_one`` that
    about one activity. ``leaves`` says whether allies that lose everything in a split leave the map with it.
    """

    seed: int
    most: int
    of_one: int
    leaves: bool


def without_chosen(shown: Network, hiding: Hiding) -> Network:
    """What is left of a map by a split."""
    return remaining(shown.tables, ~shown.shown, hiding.asked | hiding.unasked)


def samples(shown: Network, hiding: Hiding, drawing: Drawing) -> Iterator[Sample]:
    """Samples of some of the questions of a split, with features measured on what it leaves of the map."""
    random = np.random.default_rng(drawing.seed)
    whole = Network(shown.tables, ~shown.shown | hiding.unasked)
    network = without_chosen(shown, hiding)
    absent = (network.degree == 0) & drawing.leaves
    whole_map = not hiding.unasked.any()
    cases = [
        replace(case, answers=answers)
        for case in questions(whole, network, _askable(whole, hiding.asked, 2 * drawing.most, random))
        if len(answers := case.answers[~absent[case.answers]])
    ]
    for newcomer in (False, True):
        kind = [case for case in cases if (network.degree[case.asker] == 0) == newcomer]
        for case in drawn(kind, drawing.most, drawing.of_one, random):
            yield replace(_sample(network, case, absent, random), whole=whole_map)


def _askable(whole: Network, chosen: Flags, most: int, random: np.random.Generator) -> Flags:
    """Those of the chosen activities that have a topic and an ally, ``most`` of them at random."""
    askable: Flags = chosen & (whole.meeting >= 0) & (whole.about.size > 0)
    rows = np.flatnonzero(askable)
    if len(rows) > most:
        askable[random.choice(rows, len(rows) - most, replace=False)] = False
    return askable


def drawn(cases: Sequence[Case], most: int, of_one: int, random: np.random.Generator) -> list[Case]:
    """Cases at random: at most ``most``, and ``of_one`` of one activity."""
    asked: Counter[int] = Counter()
    chosen = []
    for number in random.permutation(len(cases)):
        case = cases[number]
        asked[case.activity] += 1
        if asked[case.activity] <= of_one:
            chosen.append(case)
    return chosen[:most]


def _sample(network: Network, case: Case, absent: Flags, random: np.random.Generator) -> Sample:
    question, right = Question(network, case.asker, case.topic), case.answers
    allowed = ~absent
    allowed[network.known(case.asker)] = False
    allowed[case.asker] = False
    promising = question.pool(PROMISING, allowed) if network.size > PROMISING else np.flatnonzero(allowed)
    allowed[promising] = False
    allowed[right] = False
    rest = np.flatnonzero(allowed)
    others = random.choice(rest, min(OTHERS, len(rest)), replace=False)
    sure = np.union1d(promising, right)
    candidates = np.concatenate((sure, others)).astype(np.int32)
    stands = np.concatenate((np.ones(len(sure)), np.full(len(others), len(rest) / max(len(others), 1))))
    newcomer = bool(network.degree[case.asker] == 0)
    features = question.measure(candidates).astype(np.float32)
    return Sample(features, np.isin(candidates, right), stands, newcomer, str(case.activity))
