"""Potential partners as a root field."""

import asyncio
from collections.abc import AsyncGenerator

from api.graphql.computed import Context, Source, Stream
from api.graphql.registry import Argument, Field, Registry
from api.graphql.types import after, connection, first
from api.graphql.windows import Arguments, size
from graph.cursors import context, decode, encode, page
from graph.errors import BadInput
from graph.ranking.engine import MOST, Request, Strategy, Suggestion, Within
from graph.ranking.features import SIGNALS
from graph.ranking.feedback import Verdict
from graph.ranking.partners import signals
from graph.schema import ALLY

NAME, NEW = "potentialPartners", "newPotentialPartners"

PAUSE = 2.0
"""Seconds at least between two looks for new ones, however often the map changes: each costs as much as a question."""


def request(given: Arguments, first_: int, visible: tuple[str, ...]) -> Request:
    """The question that these arguments ask."""
    within = given.get("within")
    return Request(
        given["for"],
        given["topic"],
        first_,
        bool(given.get("includeKnown")),
        {name: weight for name, weight in (given.get("weights") or {}).items() if weight is not None},
        Within(within.get("place"), within.get("km")) if within else None,
        given.get("kinds") or (),
        given.get("targetGroups") or (),
        given.get("resources") or (),
        Strategy(given.get("strategy") or Strategy.BALANCED),
        given.get("diversity") or 0.0,
        visible,
    )


async def _partners(asked: Context, given: Arguments) -> dict[str, object]:
    wanted = size(given, NAME)
    list_ = context(NAME, {name: value for name, value in given.items() if name not in ("first", "after")})
    cursor = given.get("after")
    skip = 0 if cursor is None else int(decode(cursor, list_, f"{NAME}.after")[0])
    if skip >= MOST:
        raise BadInput(f"only the first {MOST} can be paged through; ask more narrowly", place=f"{NAME}.after")
    count = min(skip + wanted + 1, MOST)
    found = await asked.partners.ask(request(given, count, asked.viewer.visible))
    shown = found[skip : skip + wanted]
    cursors = [[list_, skip + number] for number in range(1, len(shown) + 1)]
    return page(list(map(_edge, shown)), cursors, more=len(found) > skip + wanted, earlier=skip > 0)


def _edge(suggestion: Suggestion) -> dict[str, object]:
    return {
        "node": suggestion.id,
        "score": suggestion.score,
        "signals": signals(suggestion),
        "evidence": [{"path": path} for path in suggestion.evidence],
        "known": suggestion.known,
        "newestEvidence": suggestion.newest_evidence,
        "unknown": [{"signal": each.signal, "text": each.text} for each in suggestion.unknown],
        "verdict": Verdict(suggestion.verdict).name if suggestion.verdict else None,
    }


async def _new_partners(asked: Context, given: Arguments) -> AsyncGenerator[dict[str, object], None]:
    question = request(given, size(given, NEW), asked.viewer.visible)
    engine = await asked.partners.engine()
    found, seen = await asked.partners.ask(question), given.get("seen")
    told = {suggestion.id for suggestion in found} if seen is None else set(seen)
    while True:
        for suggestion in found:
            if suggestion.id not in told:
                told.add(suggestion.id)
                yield {"cursor": encode([NEW, len(told)]), **_edge(suggestion)}
        await asyncio.sleep(PAUSE)
        engine = await asked.partners.changed(engine)
        found = await asked.partners.ask(question)


SOURCES: dict[str, Source] = {NAME: _partners}

STREAMS: dict[str, Stream] = {NEW: _new_partners}


def declare(registry: Registry) -> None:
    """Declare the types."""
    registry.enum(
        "PartnerStrategy",
        "What kind of partner is looked for. / Jakého partnera hledáme.\n\n"
        "CLOSURE: friends of friends / přátelé přátel. BRIDGING: who reaches communities that the asker does not touch / "
        "kdo sahá do komunit, kam tazatel ne. COMPLEMENT: who has what the asker lacks / kdo má, co tazateli chybí. "
        "BALANCED: all of it / od všeho.",
        {strategy.name: strategy.value for strategy in Strategy},
    )
    registry.input(
        "PartnerWeights",
        "Weights of signals instead of the usual ones, from 0; only proportions count. / Váhy signálů místo obvyklých.",
        [Argument(name, "Float", f"Of the signal `{name}`. / Signálu `{name}`.") for name in SIGNALS],
    )
    registry.input(
        "PartnerWithin",
        "Inside a place, or so many kilometres around it or around the asker. / V místě nebo kolem.",
        [
            Argument("place", "ID", "Id of the place. / Id místa."),
            Argument("km", "Float", "Kilometres. / Kilometry."),
        ],
    )
    registry.object(
        "UnknownFact",
        "Something that the map does not say about a candidate. / Co mapa o kandidátovi neříká.",
        {
            "signal": Field("String!", "The signal that it leaves open. / Signál, který nechává otevřený."),
            "text": Field(
                "String!",
                "In words. / Slovy.",
                (Argument("language", "Language", "In which language. / V jakém jazyce."),),
            ),
        },
    )
    connection(
        registry,
        "PotentialPartnerConnection",
        ALLY.label,
        {
            "score": Field(
                "Float!",
                "0 to 1, comparable within one list. Where the ranking was fitted to this map, and without weights or a "
                "strategy of one's own, it estimates the chance of a partnership.\n\n"
                "0 až 1, srovnatelné v jednom seznamu. Kde je pořadí naučené z této mapy a bez vlastních vah a strategie, "
                "odhaduje pravděpodobnost partnerství.",
            ),
            "signals": Field("[Signal!]!", "The parts that add up to the score. / Z čeho se skóre skládá."),
            "evidence": Field("[Evidence!]!", "Up to three paths, the strongest first. / Nejvýše tři cesty."),
            "known": Field("Boolean!", "Whether it is a partner already. / Zda už je partnerem."),
            "newestEvidence": Field("String", "Date of the newest evidence. / Datum nejnovějšího dokladu."),
            "unknown": Field("[UnknownFact!]!", "What the map does not say. / Co mapa neříká."),
            "verdict": Field(
                "Verdict",
                "What the asker said last about it; told to those who have a key. / Co o něm tazatel řekl; jen s klíčem.",
            ),
        },
        "Potential partners of an ally on a topic, and why these. / Možní partneři spojence pro téma, a proč právě oni.",
        listed=False,
    )


def fields() -> dict[str, Field]:
    """The root field."""
    doc = "Potential partners of an ally on a topic, and why these.\n\nMožní partneři spojence pro téma, a proč právě oni."
    return {NAME: Field("PotentialPartnerConnection", doc, [*_arguments(), after()])}


def subscriptions() -> dict[str, Field]:
    """The root field of subscriptions."""
    doc = (
        "Those who come to be among the first potential partners while the map changes or the ranking is fitted anew, "
        "each once.\n\n"
        "Kdo se při změnách mapy nebo novém naučení pořadí dostane mezi první možné partnery, každý jednou."
    )
    seen = Argument(
        "seen",
        "[ID!]",
        "Those told before, to go on after an interruption: all others among the first are told at once. / Kdo už byl "
        "oznámen, pro pokračování po přerušení: všichni ostatní mezi prvními se oznámí hned.",
    )
    return {NEW: Field("PotentialPartnerEdge!", doc, [*_arguments(), seen])}


def _arguments() -> list[Argument]:
    return [
        Argument("for", "ID!", "Who asks: an organization, library or community. / Kdo se ptá."),
        Argument("topic", "ID!", "On which topic. / Pro jaké téma."),
        Argument("includeKnown", "Boolean!", "Whether present partners are listed too. / I stávající partneři.", False),
        Argument("strategy", "PartnerStrategy", "What kind of partner. / Jakého partnera."),
        Argument("within", "PartnerWithin", "Only there. / Jen tam."),
        Argument("kinds", "[String!]", "Only these kinds of organization. / Jen tyto druhy organizací."),
        Argument("targetGroups", "[ID!]", "Only who serves any of these. / Jen kdo je tu pro některou z nich."),
        Argument("resources", "[ID!]", "Only who offers any of these. / Jen kdo nabízí některý z nich."),
        Argument("weights", "PartnerWeights", "Weights of signals. / Váhy signálů."),
        Argument("diversity", "Float", "0: the best; 1: each unlike the others. / Pestrost, 0 až 1."),
        first(),
    ]
