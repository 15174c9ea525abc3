"""REST addresses of the named questions that are fields of the API too: ``/v1/similar-libraries?to=…``.

Some are answered as documents too, by ``Accept`` or by ``format``.
"""

import asyncio
import inspect
from collections.abc import Callable, Coroutine, Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from api.answers import JSON
from api.briefs.document import Brief, brief
from api.briefs.formats import MEDIA, Format, chosen, written
from api.caller.rates import caller, charged, viewer
from api.graphql.limits import QUESTION
from api.graphql.schema import HIDDEN, TOLD, told
from api.rest.health import FAILURES, Failure
from graph.errors import NotFound
from graph.questions.answers import Row, ask
from graph.questions.explain import Language
from graph.questions.named import Field, Named
from graph.schema import SCHEMA

router = APIRouter(tags=["questions"], dependencies=[charged(QUESTION)])

_LABELS: Any = Literal.__getitem__(tuple(SCHEMA.by_label))
_TYPES = {"ID": str, "String": str, "ElementType": _LABELS, "Int": int, "Float": float, "Boolean": bool}
_LANGUAGE = Annotated[Literal["cs", "en"], Query(description="Language of texts. / Jazyk textů.")]
_FORMAT = Annotated[
    Format | None, Query(description="Wins over `Accept`, for links. / Má přednost před `Accept`, pro odkazy.")
]

DOCUMENTS: Mapping[str, Callable[..., Brief]] = {"founder_brief": brief}
"""The questions that are answered as documents too, and what makes these of an answer."""

PRINTING = 200
"""What it costs to make a PDF, besides the question."""

_FORMATS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The answer, in the format that `Accept` or `format` says.",
        "content": {
            MEDIA[format]: {"schema": {"type": "string", **({"format": "binary"} if format is Format.PDF else {})}}
            for format in Format
            if format is not Format.JSON
        },
    },
    406: {"model": Failure, "description": "`Accept` takes none of the formats."},
}


def address(question: Named) -> str:
    """Where a question is asked over REST."""
    return f"/v1/{question.name.replace('_', '-')}"


def _parameter(field: Field) -> inspect.Parameter:
    kind: Any = _TYPES[field.type.strip("[]!")]
    low, high = field.bounds or (None, None)
    query = Query(alias=field.name, description=field.doc, ge=low, le=high)
    annotation: Any = list[kind] if field.type.startswith("[") else kind
    if field.required:
        return inspect.Parameter(
            f"{field.name}_", inspect.Parameter.KEYWORD_ONLY, annotation=Annotated[annotation, query]
        )
    return inspect.Parameter(
        f"{field.name}_",
        inspect.Parameter.KEYWORD_ONLY,
        annotation=Annotated[annotation | None, query],
        default=field.default,
    )


def _endpoint(question: Named) -> Callable[..., Coroutine[Any, Any, Response]]:
    documented = question.name in DOCUMENTS

    async def endpoint(request: Request, lang: Language, format: Format | None = None, **given: Any) -> Response:
        format = chosen(request.headers.get("accept") or "*/*", format) if documented else Format.JSON
        values = {name.removesuffix("_"): value for name, value in given.items()}
        rows = await ask(request.app.state.store, question, values, viewer(request), lang)
        if question.answers == "many":
            return JSON({"rows": rows})
        if not rows:
            raise NotFound("there is no such element, or you may not see it; look it up with search")
        if not documented:
            return JSON(rows[0])
        return await _document(request, question, rows[0], lang, format)

    asked = [_parameter(field) for field in question.parameters if field.name not in HIDDEN]
    language = inspect.Parameter("lang", inspect.Parameter.KEYWORD_ONLY, annotation=_LANGUAGE, default="en")
    request = inspect.Parameter("request", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=Request)
    format = inspect.Parameter("format", inspect.Parameter.KEYWORD_ONLY, annotation=_FORMAT, default=None)
    parameters = [request, language, *([format] if documented else []), *asked]
    endpoint.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    return endpoint


async def _document(request: Request, question: Named, row: Row, language: Language, format: Format) -> Response:
    vary = {"Vary": "Accept", "Cache-Control": "private, no-cache"}
    if format is Format.JSON:
        return JSON(row, headers=vary)
    if format is Format.PDF:
        await request.app.state.rates.charge(caller(request), PRINTING)
    public = viewer(request).role is None
    made = DOCUMENTS[question.name](row, language, datetime.now(UTC).date(), public=public)
    body, headers = await asyncio.to_thread(written, made, format)
    return Response(body, headers=headers | vary, media_type=MEDIA[format])


for _question in TOLD.values():
    router.add_api_route(
        address(_question),
        _endpoint(_question),
        methods=["GET"],
        name=_question.name,
        summary=_question.doc.partition(": ")[0],
        description=told(_question),
        responses=FAILURES | (_FORMATS if _question.name in DOCUMENTS else {}),
    )
