"""How a question reaches the service and an answer comes back; the other files of this package are generated."""

from collections.abc import Mapping
from typing import Any, Self

import httpx
from pydantic_core import to_jsonable_python

from .base_model import UNSET


class SpojenciError(Exception):
    """What the service refuses: ``code`` is stable, ``request_id`` is what to report."""

    def __init__(self, code: str, message: str, request_id: str | None) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.request_id = request_id


class Service:
    """A Spojenci at its address, asked without a key or with one. Close it, or use it as a context manager."""

    def __init__(self, address: str = "http://127.0.0.1:8000", key: str | None = None, timeout: float = 30) -> None:
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._http = httpx.Client(base_url=address, headers=headers, timeout=timeout)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the connections back."""
        self._http.close()

    def execute(
        self, query: str, operation_name: str | None = None, variables: Mapping[str, object] = {}, **options: Any
    ) -> httpx.Response:
        """Send a document, such as one of your own; ``options`` are those of httpx, such as ``headers``."""
        given = {name: value for name, value in variables.items() if value is not UNSET}
        asked = {"query": query, "operationName": operation_name, "variables": given}
        body = to_jsonable_python(asked, by_alias=True, exclude_none=False)
        return self._http.post("/graphql", json=body, **options)

    def get_data(self, response: httpx.Response) -> dict[str, Any]:
        """What was asked for. Raises SpojenciError with the first of what was refused."""
        answer = response.json()
        for error in answer.get("errors", ()):
            told = error["extensions"]
            raise SpojenciError(told["code"], error["message"], told.get("requestId"))
        data: dict[str, Any] = answer["data"]
        return data
