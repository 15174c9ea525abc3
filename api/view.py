"""GraphQL over HTTP: Strawberry's view, with the compiled reads in place of field-by-field execution."""

from typing import Any

import orjson
from graphql import ExecutionResult, GraphQLError, OperationType, get_operation_ast
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from strawberry.asgi import GraphQL
from strawberry.http import GraphQLHTTPResponse, GraphQLRequestData
from strawberry.subscriptions import GRAPHQL_TRANSPORT_WS_PROTOCOL

from api.errors import RETRY_AFTER, STATUS
from api.execution import Engine, RequestError
from api.schema import SCHEMA_OF_API

_JSON = "application/json"


class GraphQLView(GraphQL[None, None]):
    """``/graphql`` for one application. ``page`` is the HTML of the query page."""

    def __init__(self, engine: Engine, page: str) -> None:
        super().__init__(SCHEMA_OF_API, subscription_protocols=(GRAPHQL_TRANSPORT_WS_PROTOCOL,))
        self._engine = engine
        self._page = page

    async def get_context(self, request: Any, response: Any) -> None:
        return None

    async def execute_single(  # type: ignore[override]
        self, *, request_data: GraphQLRequestData, **_: Any
    ) -> ExecutionResult:
        if not request_data.query:
            return ExecutionResult(None, [_request_error(GraphQLError("The request has no `query`."))])
        try:
            return await self._engine.query(
                request_data.query, request_data.variables or {}, request_data.operation_name
            )
        except RequestError as error:
            return ExecutionResult(None, [_request_error(problem) for problem in error.errors])

    async def process_result(self, request: Request, result: Any) -> GraphQLHTTPResponse:
        answer: dict[str, Any] = {}
        if result.errors:
            answer["errors"] = [error.formatted for error in result.errors]
        if result.data is not None:
            answer["data"] = result.data
        return answer  # type: ignore[return-value]

    def create_response(self, response_data: Any, sub_response: Response) -> Response:
        body = orjson.dumps(response_data)
        errors = response_data.get("errors", ()) if isinstance(response_data, dict) else ()
        codes = {error.get("extensions", {}).get("code") for error in errors}
        if "DATABASE_UNAVAILABLE" in codes:
            return Response(body, 503, {"Retry-After": RETRY_AFTER}, _JSON)
        return Response(body, media_type=_JSON)

    async def render_graphql_ide(self, request: Request) -> Response:
        return HTMLResponse(self._page)


def _request_error(error: GraphQLError) -> GraphQLError:
    error.extensions = {"code": "GRAPHQL_VALIDATION_FAILED", **(error.extensions or {})}
    return error
