"""REST addresses of the named questions that are fields of the API too: ``/v1/similar-libraries?to=…``."""

import inspect
from collections.abc import Callable, Coroutine
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from api.answers import JSON
from api.limits import QUESTION
from api.rates import charged, viewer
from api.rest import FAILURES
from api.schema import HIDDEN, TOLD, told
from graph.errors import NotFound
from graph.named import Field, Named
from graph.schema import SCHEMA
from graph.told import ask

router = APIRouter(tags=["questions"], dependencies=[charged(QUESTION)])

_LABELS: Any = Literal.__getitem__(tuple(SCHEMA.by_label))
_TYPES = {"ID": str, "String": str, "ElementType": _LABELS, "Int": int, "Float": float, "Boolean": bool}
_LANGUAGE = Annotated[Literal["cs", "en"], Query(description="Language of texts. / Jazyk textů.")]


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
    async def endpoint(request: Request, lang: Literal["cs", "en"], **given: Any) -> Response:
        values = {name.removesuffix("_"): value for name, value in given.items()}
        rows = await ask(request.app.state.store, question, values, viewer(request), lang)
        if question.answers == "many":
            return JSON({"rows": rows})
        if not rows:
            raise NotFound("there is no such element, or you may not see it; look it up with search")
        return JSON(rows[0])

    asked = [_parameter(field) for field in question.parameters if field.name not in HIDDEN]
    language = inspect.Parameter("lang", inspect.Parameter.KEYWORD_ONLY, annotation=_LANGUAGE, default="en")
    request = inspect.Parameter("request", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=Request)
    endpoint.__signature__ = inspect.Signature([request, language, *asked])  # type: ignore[attr-defined]
    return endpoint


for _question in TOLD.values():
    router.add_api_route(
        address(_question),
        _endpoint(_question),
        methods=["GET"],
        name=_question.name,
        summary=_question.doc.partition(": ")[0],
        description=told(_question),
        responses=FAILURES,
    )
