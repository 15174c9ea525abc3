"""Why somebody is not among the first suggestions: where it stands, by what, and what would lift it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Annotated

import numpy as np

from graph.contract.operation import Doc, declared
from graph.errors import BadInput
from graph.model import Text
from graph.questions.explain import Evidence
from graph.ranking.engine import Engine, Ranking, Request, Signal, Suggestion
from graph.ranking.evidence import Witness
from graph.ranking.reach import Reach

FULL = 0.99
"""Value of a signal that cannot be lifted further."""

_CLOSED = Text("je zavřená", "it is closed")
_KNOWN = Text("už je partnerem (includeKnown ho ukáže)", "it is a partner already (includeKnown shows it)")
_NOT_USEFUL = Text("řekli jste, že se nehodí", "you said that it is not useful")
_FILTERS = {
    "kinds": Text("není žádaného druhu", "it is not of a kind that was asked for"),
    "within": Text("není v žádaném okruhu", "it is not where partners were asked for"),
    "targetGroups": Text("nevěnuje se žádané skupině", "it serves none of the groups that were asked for"),
    "resources": Text("nenabízí nic z žádaného", "it offers nothing that was asked for"),
}
_OUTSIDE = {
    Reach.NEAR: Text(
        "není dost blízko, nebo s tématem nemá nic společného ani podle druhu",
        "it is not close enough, or has nothing to do with the topic, not by its kind either",
    ),
    Reach.LEARN_FROM: Text(
        "žádná jeho aktivita na to téma není zaznamenána", "no activity of it on just this topic is recorded"
    ),
    Reach.ANY: Text("nic pro něj nemluví", "nothing speaks for it"),
}
_LIFTS = {
    "topic": Text("aktivita na to téma, zapsaná v mapě", "an activity on the topic, put on the map"),
    "network": Text("společná aktivita nebo společný partner", "a common activity or a common partner"),
    "targetGroup": Text("skupina, které se věnujete oba", "a group that both serve"),
    "resources": Text("nabídka toho, co potřebujete", "an offer of what you need"),
    "programme": Text("účast ve společném programu", "taking part in a programme of yours"),
    "experience": Text("roky a výsledky jeho aktivit", "years and results of its activities"),
}
"""What would raise each signal that can be raised; nobody moves nearer or becomes of another kind."""


@declared("WhyNotReason", "A reason, and what it is about.", "Důvod a čeho se týká.")
@dataclass(frozen=True)
class Reason:
    """A reason in words; ``about`` is a signal, or the parameter or fact that keeps somebody out."""

    about: Annotated[str, Doc("A signal, a parameter, or `reach`.", "Signál, parametr, nebo `reach`.")]
    text: Annotated[Text, Doc("In words.", "Slovy.", type="Localized!")]


@declared("WhyNot", "Where somebody stands among potential partners.", "Kde kdo stojí mezi možnými partnery.")
@dataclass(frozen=True)
class Standing:
    """Where somebody stands, by what, and what would lift it."""

    partner: Annotated[str, Doc("Who was asked about.", "Na koho byl dotaz.", type="Ally")]
    rank: Annotated[int | None, Doc("Its place, from 1; null if not in the list.", "Pořadí od 1.", type="Int")]
    listed: Annotated[int, Doc("How many are in the list.", "Kolik jich v seznamu je.")]
    score: Annotated[float, Doc("As of a suggestion.", "Jako u doporučení.")]
    km: Annotated[float | None, Doc("Kilometres from the asker.", "Kilometry od tazatele.", type="Float")]
    signals: Annotated[tuple[Signal, ...], Doc("The parts of its score.", "Z čeho se skóre skládá.")]
    evidence: Annotated[tuple[Evidence, ...], Doc("What speaks for it.", "Co pro něj mluví.")]
    because: Annotated[tuple[Reason, ...], Doc("What keeps it out of the list.", "Co mu brání být v seznamu.")]
    lifts: Annotated[tuple[Reason, ...], Doc("What would lift it most.", "Co by mu nejvíc pomohlo.")]


def why_not(engine: Engine, request: Request, of: str) -> Standing:
    """Where somebody stands for a request.

    Raises as ``Engine.partners``; NotFound where ``of`` does not exist for the caller, BadInput where it asks itself.
    """
    if of == request.asker:
        raise BadInput("nobody is a partner of itself", place="of")
    ally = engine.named(request, of, "of")
    ranking = engine.ranking(request, ally)
    wide = engine.ranking(_bare(request), ally)
    found, order = _stand(engine, request, wide, ally), ranking.allies[engine.order(ranking, request)].tolist()
    rank = order.index(ally) + 1 if ally in order else None
    return Standing(
        partner=of,
        rank=rank,
        listed=len(order),
        score=found.score if found else 0.0,
        km=Witness(ranking.question).kilometres(ally),
        signals=found.signals if found else (),
        evidence=found.evidence if found else (),
        because=() if rank else tuple(_because(engine, request, ranking, wide, ally)),
        lifts=_lifts(found),
    )


def _bare(request: Request) -> Request:
    """The request without anything that keeps somebody out."""
    return replace(request, include_known=True, kinds=(), within=None, target_groups=(), resources=(), verdicts={})


def _stand(engine: Engine, request: Request, ranking: Ranking, ally: int) -> Suggestion | None:
    at = np.flatnonzero(ranking.allies == ally)
    return engine.suggestion(ranking, int(at[0]), request, Witness(ranking.question)) if len(at) else None


def _because(engine: Engine, request: Request, ranking: Ranking, wide: Ranking, ally: int) -> Iterator[Reason]:
    network = wide.question.network
    said = None if request.include_known else request.verdicts.get(network.tables.ids[network.node[ally]])
    if not network.open[ally]:
        yield Reason("closed", _CLOSED)
    known = not request.include_known and np.isin(ally, network.known(wide.question.asker))
    if known or said == "becamePartner":
        yield Reason("includeKnown", _KNOWN)
    if said == "notUseful":
        yield Reason("verdict", _NOT_USEFUL)
    for name, alone in _filters(request).items():
        if not engine.passes(ranking.question, ally, alone):
            yield Reason(name, _FILTERS[name])
    if not (wide.sums[wide.allies == ally] > 0).any():
        yield Reason("reach", _OUTSIDE[request.reach])


def _filters(request: Request) -> dict[str, Request]:
    """The filters of a request, each alone."""
    bare = replace(_bare(request), reach=Reach.ANY)
    alone = {
        "kinds": replace(bare, kinds=request.kinds),
        "within": replace(bare, within=request.within),
        "targetGroups": replace(bare, target_groups=request.target_groups),
        "resources": replace(bare, resources=request.resources),
    }
    return {name: each for name, each in alone.items() if each != bare}


def _lifts(found: Suggestion | None) -> tuple[Reason, ...]:
    """What would raise the signals of which most is missing."""
    signals = found.signals if found else ()
    raised = sorted((each for each in signals if each.value < FULL), key=lambda each: -each.weight * (1 - each.value))
    return tuple(Reason(each.signal, _LIFTS[each.signal]) for each in raised if each.signal in _LIFTS)
