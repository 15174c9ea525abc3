"""What to propose to a candidate: what it can give, what it can get, for whom to do something together, what to ask."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Annotated

import numpy as np

from graph.contract.operation import Doc, declared
from graph.model import Text
from graph.network.tables import LABEL, LINK, Ints
from graph.questions.explain import plain_name
from graph.ranking.evidence import Element, Witness, inside
from graph.ranking.features import CROWD, NEARLY_THE_TOPIC

MOST = 3
"""Proposals to one candidate at most."""


@declared("PartnerProposal", "Something to propose to a potential partner.", "Co možnému partnerovi navrhnout.")
@dataclass(frozen=True)
class Proposal:
    """Something to propose."""

    about: Annotated[str, Doc("Id of the resource, group, activity or topic.", "Id zdroje, skupiny, aktivity, tématu.")]
    text: Annotated[Text, Doc("In words.", "Slovy.", type="Localized!")]


def proposals(witness: Witness, ally: int) -> tuple[Proposal, ...]:
    """What to propose, the most definite first; there is always something."""
    found = chain(_given(witness, ally), _taken(witness, ally), _together(witness, ally), _asked(witness, ally))
    return tuple(islice(found, MOST))


def _given(witness: Witness, ally: int) -> Iterator[Proposal]:
    """What it offers of what the asker needs."""
    for row in np.intersect1d(_ends(witness, "OFFERS", ally), witness.question.offered).tolist():
        cs, en = _names(witness.element(row))
        yield _proposal(witness, row, f"nabízí, co potřebujete: {cs}", f"it offers what you need: {en}")


def _taken(witness: Witness, ally: int) -> Iterator[Proposal]:
    """What it needs of what the asker offers."""
    offered, needed = _ends(witness, "OFFERS", witness.question.asker), _ends(witness, "NEEDS", ally)
    if not len(offered) or not len(needed):
        return
    for row in np.intersect1d(offered, witness.network.below(needed)).tolist():
        cs, en = _names(witness.element(row))
        yield _proposal(witness, row, f"potřebuje, co nabízíte: {cs}", f"it needs what you offer: {en}")


def _together(witness: Witness, ally: int) -> Iterator[Proposal]:
    """A group that was asked for or that the asker serves, or a narrower one, that it serves; first one that both do."""
    if not len(witness.question.served):
        return
    topic_cs, topic_en = _names(witness.element(int(witness.network.topics[witness.question.topic])))
    theirs, mine = np.intersect1d(witness.served(ally), witness.question.served), witness.served(witness.question.asker)
    both = np.intersect1d(theirs, mine)
    for row in (both if len(both) else theirs)[:1].tolist():
        cs, en = _names(witness.element(row))
        yield _proposal(
            witness,
            row,
            f"společná aktivita na téma {topic_cs} pro skupinu {cs}" + (": věnujete se jí oba" if len(both) else ""),
            f"something about {topic_en} together for {en}" + (", whom you both serve" if len(both) else ""),
        )


def _asked(witness: Witness, ally: int) -> Iterator[Proposal]:
    """How it does what it runs on the topic, else whether it works on it."""
    activity = _run(witness, ally)
    if activity is not None:
        name = witness.element(activity)["name"]
        yield _proposal(
            witness,
            activity,
            f"zeptejte se, jak dělá aktivitu {name} a co přinesla",
            f"ask how it does {name} and what came of it",
        )
        return
    row = int(witness.network.topics[witness.question.topic])
    cs, en = _names(witness.element(row))
    yield _proposal(
        witness,
        row,
        f"zeptejte se, co dělá na téma {cs} a s čím by pomohla společná aktivita",
        f"ask what it does about {en} and what something together would help with",
    )


def _run(witness: Witness, ally: int) -> int | None:
    """The most relevant activity on the topic that it runs, as a row of the tables."""
    net = witness.network
    at, _ = net.attends.entries(np.array([ally], np.int32), CROWD)
    led = at[net.tables.link[net.attends.origin[at]] == LINK["RUNS"]]
    rows = net.meetings.node[net.attends.column[led]]
    rows = rows[rows >= 0]
    rows = rows[net.tables.label[rows] == LABEL["Activity"]]
    relevance = witness.question.relevant(rows)
    best = int(np.argmax(relevance)) if len(rows) else -1
    return int(rows[best]) if best >= 0 and relevance[best] >= NEARLY_THE_TOPIC else None


def _ends(witness: Witness, type_: str, ally: int) -> Ints:
    rows = witness.network.standing(type_)
    return rows.column[rows.of(ally)]


def _names(element: Element) -> tuple[str, str]:
    return plain_name(element), inside(element)


def _proposal(witness: Witness, row: int, cs: str, en: str) -> Proposal:
    return Proposal(witness.tables.ids[row], Text(cs, en))
