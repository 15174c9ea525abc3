"""The explorer's addresses: one page, whose script shows what each of them names, and the files that `web/` is built into.

Search engines and previews of links read the first HTML alone, so the page of an element is sent with its name and what
it is, as far as everybody may see it. Without a build (``make run`` makes one), the explorer has no addresses.
"""

import re
from collections.abc import Mapping
from html import escape
from mimetypes import guess_type
from pathlib import Path

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from api.caller.rates import viewer
from api.explorer.addresses import PAGES
from graph.reading.whole import PRICE, Whole, whole
from graph.settings import Settings

BUILT = Path(__file__).parent / "built"
"""Where the build of ``web/`` puts its files."""

_PRESSABLE = "'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o='"
"""The one style sheet that the library of components writes into the page, of what can be pressed."""

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        f"default-src 'none'; script-src 'self'; style-src 'self' {_PRESSABLE}; connect-src 'self'; img-src 'self' data: blob:; "
        "worker-src 'self'; base-uri 'self'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-cache",
}
"""What the page may do: ask this service, and nobody else."""

_DESCRIBED = 300
"""Characters of a description in the head of a page; those who read it cut it there."""


def is_built() -> bool:
    """Whether there is a build."""
    return (BUILT / "index.html").is_file()


def documents() -> list[Path]:
    """The manifest of the documents that the explorer asks, which the build writes; none without a build."""
    return [BUILT / "documents.json"] if is_built() else []


class Explorer:
    """The explorer of one application. Its files are read once."""

    def __init__(self, settings: Settings) -> None:
        html = (BUILT / "index.html").read_text("utf-8")
        self._html = html.replace('<base href="/" />', f'<base href="{escape(settings.prefix)}/" />')
        self._prefix = settings.prefix
        self._shows_elements = settings.anonymous == "read"

    @property
    def routes(self) -> list[BaseRoute]:
        """The addresses, for those of the application."""
        pages = [Route(path, self._page) for path in PAGES]
        elements = [Route("/elements/{id}", self._element), Route("/elements/{id}/{slug}", self._element)]
        return [*pages, *elements, Mount("/assets", _Files(directory=BUILT / "assets")), Route("/icon.svg", _icon)]

    async def _page(self, _: Request) -> Response:
        return HTMLResponse(self._html, headers=HEADERS)

    async def _element(self, request: Request) -> Response:
        found = await self._read(request) if self._shows_elements else None
        if found is None:  # the script says so, or shows what a key may see
            return HTMLResponse(self._html, 404 if self._shows_elements else 200, headers=HEADERS)
        head = re.sub(r"<title>.*?</title>\s*<!-- head -->", lambda _: self._head(found), self._html, flags=re.DOTALL)
        return HTMLResponse(head, headers=HEADERS)

    async def _read(self, request: Request) -> Whole | None:
        async with request.app.state.accounts.of(request) as account:
            await account.charge(PRICE)
            store = request.app.state.store.read_by(account.reader)
            [found] = await whole(store, [request.path_params["id"]], viewer(request))
        return found

    def _head(self, element: Whole) -> str:
        name, id_ = str(element["name"]), str(element["id"])
        told = " ".join(str(element.get("description") or "").split())
        description = told if len(told) <= _DESCRIBED else f"{told[: _DESCRIBED - 1]}…"
        return "\n    ".join(
            (
                f"<title>{escape(name)} · Spojenci</title>",
                f'<meta name="description" content="{escape(description or name)}" />',
                f'<meta property="og:title" content="{escape(name)}" />',
                f'<meta property="og:description" content="{escape(description or name)}" />',
                '<meta property="og:type" content="website" />',
                f'<link rel="alternate" type="application/ld+json" href="v1/elements/{escape(id_)}" />',
            )
        )


class _Files(StaticFiles):
    """Files whose names have a hash of their content, so that nobody needs to ask for one twice."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        accepted = Headers(scope=scope).get("accept-encoding", "")
        packed = "br" in accepted and self.lookup_path(f"{path}.br")[1] is not None
        answer = await super().get_response(f"{path}.br" if packed else path, scope)
        if packed:
            answer.headers["Vary"] = "Accept-Encoding"
            answer.headers["Content-Encoding"] = "br"
            answer.headers["Content-Type"] = guess_type(path)[0] or "application/octet-stream"
        if answer.status_code == 200:
            answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
            answer.headers["X-Content-Type-Options"] = "nosniff"
        return answer


async def _icon(_: Request) -> Response:
    return Response((BUILT / "icon.svg").read_bytes(), media_type="image/svg+xml")
