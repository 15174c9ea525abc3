"""What the tests of the page share."""

from dataclasses import dataclass, field
from typing import Any

import httpx


def ask(client: httpx.Client, query: str, **more: Any) -> Any:
    """The answer to a question."""
    return client.post("/graphql", json={"query": query, **more}, timeout=120).json()


@dataclass
class Browser:
    """A page of a browser, with what went wrong on it and where it went."""

    page: Any
    problems: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)

    def watch(self) -> None:
        """Take note of errors and of every request."""
        self.page.on("console", lambda m: self.problems.append(m.text) if m.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("request", lambda request: self.hosts.add(httpx.URL(request.url).host))
