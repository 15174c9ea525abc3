"""The query page of ``/graphql``, and the files it is made of: nothing on it comes from another host.

The page is our own and needs nothing but itself. Where GraphiQL's files are in the cache of downloads, it offers
GraphiQL too, for its completion and its view of the schema; where they are not, all else is the same.
"""

import gzip
import hashlib
import json
import re
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from graph.errors import EmbeddedError
from graph.settings import Settings

_FOLDER = Path(__file__).parent
_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
        "font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""What the page may do. GraphiQL's style sheet has its fonts and an image inside it, hence ``data:``."""


@dataclass(frozen=True, slots=True)
class Example:
    """A ready-made question with its label in both languages."""

    name: str
    cs: str
    en: str
    query: str


@dataclass(frozen=True, slots=True)
class File:
    """A file to serve, as it is and packed."""

    content: bytes
    packed: bytes
    digest: str
    media_type: str


@cache
def examples() -> tuple[Example, ...]:
    """The questions of ``api/page/examples``, in the order of the file names. The first line holds the labels."""
    return tuple(_example(path) for path in sorted((_FOLDER / "examples").glob("*.graphql")))


def _example(path: Path) -> Example:
    label, query = path.read_text("utf-8").split("\n", 1)
    cs, en = label.removeprefix("#").split(" | ")
    return Example(path.stem.split("-", 1)[1], cs.strip(), en.strip(), query.strip() + "\n")


def wanted(accept: str) -> bool:
    """Whether an ``Accept`` header asks for a page, rather than for JSON or for anything at all."""
    quality = dict(accepted(accept))
    html = quality.get("text/html", 0.0)
    data = (quality.get(kind, 0.0) for kind in ("application/json", "application/graphql-response+json"))
    return html > 0 and html >= max(data)


def accepted(accept: str) -> Iterator[tuple[str, float]]:
    """The media types of an ``Accept`` header with their qualities."""
    for entry in accept.lower().split(","):
        kind, *parameters = (part.strip() for part in entry.split(";"))
        found = re.fullmatch(r"q=([01](?:\.\d{0,3})?)", next((p for p in parameters if p.startswith("q=")), "q=1"))
        yield kind, float(found[1]) if found else 0.0


def fetch(settings: Settings) -> threading.Thread:
    """Get GraphiQL's files into the cache beside whatever else goes on; without a network, the page does without."""

    def run() -> None:
        try:
            from graph.embedded import webjars

            webjars(settings, _silent)
        except (EmbeddedError, ImportError):
            pass

    thread = threading.Thread(target=run, name="graphiql", daemon=True)
    thread.start()
    return thread


def _silent(_text: str, _share: float | None) -> None:
    pass


class Page:
    """The page and its files, for one application."""

    def __init__(self, settings: Settings) -> None:
        self._downloads = settings.cache / "assets"
        self._files = dict(_own_files())
        self._plain = _html(self._files, {})
        self._with_graphiql = ""

    async def show(self) -> Response:
        """The page itself."""
        html = self._with_graphiql or await to_thread.run_sync(self._look_for_graphiql)
        return HTMLResponse(html, headers={**HEADERS, "Cache-Control": "no-cache", "Vary": "Accept"})

    def _look_for_graphiql(self) -> str:
        """The page as far as the cache allows. Files are read once, and only the very files of the lock are served."""
        names = _locked_names()
        if not names:
            return self._plain
        try:
            found = {name: _file((self._downloads / name).read_bytes(), name) for name in names}
        except OSError:
            return self._plain
        if any(found[name].digest != digest for name, digest in names.items()):
            return self._plain
        self._files |= found
        self._with_graphiql = _html(self._files, names)
        return self._with_graphiql

    async def asset(self, request: Request) -> Response:
        """A file of the page."""
        name = request.path_params["name"]
        if name not in self._files and not self._with_graphiql:
            await to_thread.run_sync(self._look_for_graphiql)
        file = self._files.get(name)
        if file is None:
            return Response("There is no such file.\n", 404, media_type="text/plain")
        return _answer(file, request)


def _answer(file: File, request: Request) -> Response:
    packed = "gzip" in request.headers.get("accept-encoding", "")
    tag = f'"{file.digest[:32]}{"-gzip" if packed else ""}"'
    asked = request.query_params.get("v") == file.digest[:12]
    headers = {
        "ETag": tag,
        "Cache-Control": "public, max-age=31536000, immutable" if asked else "no-cache",
        "Vary": "Accept-Encoding",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if packed:
        headers["Content-Encoding"] = "gzip"
    return Response(file.packed if packed else file.content, headers=headers, media_type=file.media_type)


def _own_files() -> Iterator[tuple[str, File]]:
    for path in sorted((_FOLDER / "assets").iterdir()):
        if path.suffix in _TYPES:
            yield path.name, _file(path.read_bytes(), path.name)


def _file(content: bytes, name: str) -> File:
    packed = gzip.compress(content, 6, mtime=0)
    return File(content, packed, hashlib.sha256(content).hexdigest(), _TYPES[Path(name).suffix])


@cache
def _locked_names() -> dict[str, str]:
    """GraphiQL's files with their SHA-256, in the order in which a browser has to load them."""
    try:
        # Imported late: it takes time, and Windows lacks what its package needs.
        from graph.embedded import artifacts
    except ImportError:
        return {}
    found = {Path(path).name: digest for jar in artifacts.load().assets for path, digest in jar.files.items()}
    return dict(sorted(found.items(), key=lambda entry: ("graphiql" in entry[0], "dom" in entry[0])))


def _html(files: Mapping[str, File], graphiql: Mapping[str, str]) -> str:
    """The page, with the address of each file, and with what its script has to know as a block of data."""
    known = {
        "examples": [{"name": e.name, "cs": e.cs, "en": e.en, "query": e.query} for e in examples()],
        "graphiql": [_address(name, files[name]) for name in graphiql],
    }
    data = json.dumps(known, ensure_ascii=False).replace("<", "\\u003c")
    page = (_FOLDER / "assets" / "page.html").read_text("utf-8")
    addressed = re.sub(r"\{\{(.+?)\}\}", lambda m: _address(m[1], files[m[1]]), page)
    return addressed.replace("<!-- data -->", data)


def _address(name: str, file: File) -> str:
    return f"graphql/assets/{name}?v={file.digest[:12]}"
