"""Answers as documents: Markdown, a page to print, PDF, by ``Accept`` or by ``format``."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from fastapi import Request
from starlette.responses import Response

from api.answers import JSON, headers_alone
from api.briefs.document import Brief, brief
from api.briefs.formats import MEDIA, Format, chosen, written
from api.caller.account import Account
from api.caller.rates import viewer
from api.wire.media import accept_of
from graph.contract.fields import TYPES, Choice, Field
from graph.contract.operation import Operation
from graph.model import Language, Text
from graph.operations.all import OPERATIONS
from graph.operations.context import Context
from graph.operations.partners import potential_partners
from graph.operations.plain import answered
from graph.questions.explain import plain_name
from graph.ranking.engine import Request as Question
from graph.ranking.engine import Suggestion
from graph.ranking.reach import Reach

DOCUMENTS: Mapping[str, Callable[..., Brief]] = {"founder_brief": brief}
"""The questions that are answered as documents too, and what makes these of an answer."""

SIMILAR = OPERATIONS["similar_libraries"]

ALLIES = 5
"""Suggestions of each list in a document."""

PRINTING = 200
"""What it costs to make a PDF, besides the question."""

TYPES["DocumentFormat"] = Choice(
    "DocumentFormat", Text("Formát dokumentu.", "A format of documents."), {each.name: each.value for each in Format}
)
FORMAT = Field(
    "format",
    "DocumentFormat",
    None,
    Text("Má přednost před `Accept`, pro odkazy.", "Wins over `Accept`, for links."),
)
ANNEX = Field(
    "annex",
    "Boolean",
    False,
    Text("Ať má PDF i přílohu: celé tabulky a zdroje.", "Whether a PDF has the annex too: whole tables and sources."),
)

FORMATS: Mapping[str, object] = {
    MEDIA[format]: {"schema": {"type": "string", **({"format": "binary"} if format is Format.PDF else {})}}
    for format in Format
    if format is not Format.JSON
}
"""The further formats of an answer, for OpenAPI."""

_VARY = {"Vary": "Accept"}


async def document(
    request: Request,
    account: Account,
    operation: Operation,
    asker: Context,
    given: Mapping[str, object],
    said: Mapping[str, object],
) -> Response:
    """The answer in the format that a request wants.

    Raises
    ------
    HTTPException
        406, where ``Accept`` takes none of the formats.
    """
    named = said[FORMAT.name]
    format = chosen(accept_of(request.headers), Format(str(named)) if named else None)
    language: Language = "cs" if said["lang"] == "cs" else "en"
    row = await answered(operation, asker, given, language)
    if format is Format.JSON:
        return JSON(row, headers=_VARY)
    if request.scope.get("head"):
        return headers_alone(MEDIA[format], _VARY)
    if format is Format.PDF:
        await account.charge(PRINTING)
    public, day, allies = (
        viewer(request).role is None,
        datetime.now(UTC).date(),
        await _allies(account, asker, row, language),
    )

    def made() -> tuple[bytes, dict[str, str]]:
        return written(
            DOCUMENTS[operation.name](row, language, day, public=public, allies=allies),
            format,
            annex=bool(said[ANNEX.name]),
        )

    body, headers = await asyncio.to_thread(made)
    return Response(body, headers=headers | _VARY, media_type=MEDIA[format])


async def _allies(account: Account, asker: Context, row: Any, language: Language) -> dict[str, list[Mapping[str, Any]]]:
    """Who is near on what a library does most, and whom it could learn from; of one without topics, what the like of it run."""
    if not row["topicCounts"]:
        return {"alike": await _alike(account, asker, row["library"]["id"], language)}
    library, topic = row["library"]["id"], row["topicCounts"][0]["elementId"]
    found: dict[str, list[Mapping[str, Any]]] = {}
    for reach in (Reach.NEAR, Reach.LEARN_FROM):
        await account.charge(potential_partners.price({"first": ALLIES}))
        question = Question(asker=library, topic=topic, reach=reach, first=ALLIES, visible=asker.viewer.visible)
        found[reach.value] = [
            {
                "name": each.node.name,
                "place": each.place and each.place.name,
                "km": each.km,
                "why": _why(each, language),
            }
            for each in await asker.partners.ask(question)
        ]
    return found


def _why(suggestion: Suggestion, language: Language) -> str:
    """The first reason without the name that stands beside it."""
    told = suggestion.evidence[0].text(language) if suggestion.evidence else ""
    name = plain_name({"type": suggestion.node.type, "name": suggestion.node.name})
    return told.removeprefix(name).lstrip(": ") if told.startswith(name) else told


async def _alike(account: Account, asker: Context, library: str, language: Language) -> list[Mapping[str, Any]]:
    given = {"to": library, "first": ALLIES}
    await account.charge(SIMILAR.price(given))
    answer: Any = await answered(SIMILAR, asker, given, language)
    return [
        {
            "name": each["library"]["name"],
            "place": each["place"] and each["place"]["name"],
            "km": each["kilometres"],
            "runs": [activity["name"] for activity in each["activities"]],
        }
        for each in answer["rows"]
    ]
