"""Potential partners: the question that the service exists for, and who comes to be one."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass, fields, replace
from typing import Annotated

from graph.contract.cursors import context as list_context
from graph.contract.cursors import encode, offset
from graph.contract.operation import Answers, Doc, Edge, Follows, Page, operation
from graph.errors import BadInput
from graph.model import Text
from graph.operations.context import Context
from graph.ranking.engine import MOST, Request, Suggestion
from graph.ranking.standing import Standing

PAUSE = 2.0
"""Seconds at least between two looks for new ones, however often the map changes: each costs as much as a question."""


@dataclass(frozen=True, kw_only=True)
class Paged(Request):
    """A question for partners, from some place of the list on."""

    after: Annotated[str | None, Doc("The cursor of the edge before these.", "Kurzor předchozí hrany.")] = None


@dataclass(frozen=True, kw_only=True)
class Expected(Request):
    """A question for partners, and somebody who was expected among them."""

    of: Annotated[str, Doc("Who was expected.", "Koho jste čekali.", of=("Ally",))]


@dataclass(frozen=True, kw_only=True)
class Watched(Request):
    """A question whose answer is watched."""

    seen: Annotated[
        tuple[str, ...] | None,
        Doc(
            "Those told before, to go on after an interruption: all others among the first are told at once.",
            "Kdo už byl oznámen, pro pokračování po přerušení: všichni ostatní mezi prvními se oznámí hned.",
            of=("Ally",),
            most=MOST,
        ),
    ] = None


@operation(
    Paged,
    Suggestion,
    Answers.PAGE,
    Text(
        "Možní partneři spojence pro téma, a proč právě oni.",
        "Potential partners of an ally on a topic, and why these.",
    ),
    path="partners",
    command="partners",
    listed="partners",
    batch=100,
    follows=Follows.NETWORK,
)
async def potential_partners(context: Context, asked: Paged) -> Page[Suggestion]:
    """A page of suggestions, best first. Raises NotFound and BadInput as ``Partners.ask``."""
    list_ = list_context(
        "potentialPartners",
        [[f.name, getattr(asked, f.name)] for f in fields(asked) if f.name not in ("first", "after")],
    )
    skip = offset(asked.after, list_, "after")
    if skip >= MOST:
        raise BadInput(f"only the first {MOST} can be paged through; ask more narrowly", place="after")
    count = min(skip + asked.first + 1, MOST)
    found = await context.partners.ask(replace(asked, first=count, visible=context.viewer.visible))
    return Page.of(found, list_, skip, asked.first)


@operation(
    Expected,
    Standing,
    Answers.ONE,
    Text(
        "Proč někdo není mezi prvními: kde stojí, díky čemu, a co by mu pomohlo.",
        "Why somebody is not among the first: where it stands, by what, and what would lift it.",
    ),
    command="why-not",
    follows=Follows.NETWORK,
)
async def why_not(context: Context, asked: Expected) -> Standing:
    """Where somebody stands. Raises NotFound and BadInput as ``Partners.ask``."""
    return await context.partners.why_not(replace(asked, visible=context.viewer.visible), asked.of)


@operation(
    Watched,
    Suggestion,
    Answers.STREAM,
    Text(
        "Kdo se při změnách mapy nebo novém naučení pořadí dostane mezi první možné partnery, každý jednou.",
        "Those who come to be among the first potential partners while the map changes or the ranking is fitted anew, "
        "each once.",
    ),
)
async def new_potential_partners(context: Context, asked: Watched) -> AsyncGenerator[Edge[Suggestion], None]:
    """Suggestions as they come. Raises NotFound and BadInput as ``Partners.ask``."""
    question = replace(asked, visible=context.viewer.visible)
    engine = await context.partners.engine()
    found = await context.partners.ask(question)
    seen = {suggestion.id for suggestion in found} if asked.seen is None else set(asked.seen)
    while True:
        for suggestion in found:
            if suggestion.id not in seen:
                seen.add(suggestion.id)
                yield Edge(encode(["newPotentialPartners", len(seen)]), suggestion)
        await asyncio.sleep(PAUSE)
        engine = await context.partners.changed(engine)
        found = await context.partners.ask(question)


OPERATIONS = [potential_partners, why_not, new_potential_partners]
