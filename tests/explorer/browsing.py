"""A browser that reports what it does."""

import shutil
from dataclasses import dataclass, field
from typing import Any

import httpx

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
    "--enable-unsafe-swiftshader",  # WebGL is drawn by the processor where there is no GPU
]  # fmt: skip


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
