"""What ``web/`` is built into: the page and the documents that it asks; read anew when it is built anew."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import orjson

BUILT = Path(__file__).parent / "built"
"""Where the build puts its files. ``make run`` builds while the service starts, so they may come later than it."""


@dataclass(frozen=True, slots=True)
class Build:
    """The page, GraphiQL's page, and the documents that the explorer asks, by their SHA-256."""

    html: str
    graphiql: str
    documents: Mapping[str, str]


def current() -> Build | None:
    """The build that is there now, if any."""
    try:
        return _read((BUILT / "index.html").stat().st_mtime_ns)
    except OSError:
        return None


def documents() -> Mapping[str, str]:
    """The documents that the explorer asks, none without a build."""
    build = current()
    return build.documents if build else {}


@lru_cache(1)
def _read(_built_at: int) -> Build:
    known: dict[str, str] = orjson.loads((BUILT / "documents.json").read_bytes())
    return Build(
        (BUILT / "index.html").read_text("utf-8"),
        (BUILT / "graphiql.html").read_text("utf-8"),
        {name.removeprefix("sha256:"): document for name, document in known.items()},
    )
