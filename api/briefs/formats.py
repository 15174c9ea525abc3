"""Documents in the forms that clients ask for: Markdown, a page to print, PDF. Names in them are text, never markup."""

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import asdict
from enum import StrEnum
from typing import Any

import orjson
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.exceptions import HTTPException

from api.briefs.document import Brief
from api.briefs.drawings import FOLDER
from api.wire.media import accepted


class Format(StrEnum):
    """How an answer is written."""

    JSON = "json"
    MARKDOWN = "markdown"
    HTML = "html"
    PDF = "pdf"


MEDIA = {
    Format.JSON: "application/json",
    Format.MARKDOWN: "text/markdown",
    Format.HTML: "text/html",
    Format.PDF: "application/pdf",
}
"""The media type of each format."""

_ENDINGS = {Format.MARKDOWN: "md", Format.HTML: "html", Format.PDF: "pdf"}

_SPECIAL = re.compile(r"([\\`*_\[\]<>&|~#$])")
_BLOCK = re.compile(r"^([-+=:]|\d+(?=[.)]))")


def chosen(accept: str, given: Format | None) -> Format:
    """The format that was named, else the one that an ``Accept`` header likes best, JSON first of equals.

    Raises
    ------
    HTTPException
        406, where the header takes none of them.
    """
    if given:
        return given
    quality = dict(accepted(accept))

    def liked(media: str) -> float:
        family = media.partition("/")[0] + "/*"
        return quality.get(media, quality.get(family, quality.get("*/*", 0.0)))

    best = max(MEDIA, key=lambda each: liked(MEDIA[each]))
    if not liked(MEDIA[best]):
        named = ", ".join(MEDIA.values())
        raise HTTPException(406, f"this can be had as {named}; accept one of them, or say format={'|'.join(Format)}")
    return best


def written(brief: Brief, format: Format, *, annex: bool = False) -> tuple[bytes, dict[str, str]]:
    """A document in a format other than JSON, and the headers that go with it. Takes a while for PDF.

    A PDF has the annex where it is asked for; on the page it stands folded, and is printed when it is open.
    """
    headers = {"Content-Disposition": f'inline; filename="{brief.name}-{brief.day}.{_ENDINGS[format]}"'}
    match format:
        case Format.PDF:
            return _pdf(brief, annex=annex), headers
        case Format.HTML:
            return _html(brief).encode(), headers | _SAFE
        case _:
            return _MARKDOWN.get_template("brief.md.jinja").render(asdict(brief)).encode(), headers


# Markdown.


def plain(text: object) -> str:
    """A text as it reads in one line of Markdown, wherever in a line it stands (CommonMark, section 2.4)."""
    line = " ".join(str(text).split())
    return _BLOCK.sub(r"\\\1" if not line[:1].isdigit() else r"\1\\", _SPECIAL.sub(r"\\\1", line))


_OPTIONS: Mapping[str, Any] = {
    "loader": FileSystemLoader(FOLDER),
    "undefined": StrictUndefined,
    "trim_blocks": True,
    "lstrip_blocks": True,
}
_MARKDOWN = Environment(finalize=plain, autoescape=False, keep_trailing_newline=True, **_OPTIONS)  # noqa: S701 - `plain` does


# A page.

_HTML = Environment(autoescape=True, **_OPTIONS)
_STYLE = (FOLDER / "brief.css").read_text("utf-8")
_DIGEST = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_SAFE = {
    "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{_DIGEST}'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
"""What the page may do: nothing but look as its own style sheet says."""


def _html(brief: Brief) -> str:
    # The pictures come from templates that escape what they are given; the style sheet is our own.
    drawn = [Markup(s.picture.svg) if s.picture else "" for s in brief.sections]  # noqa: S704
    page = _HTML.get_template("brief.html.jinja")
    return page.render(asdict(brief), drawn=drawn, style=Markup(_STYLE))  # noqa: S704


# PDF.


_PICTURELESS = re.compile(
    "[\u200d\u2600-\u27bf\u2b50-\u2b5f\u2e80-\ua4cf\uac00-\ud7ff\uf900-\ufaff\ufe00-\ufe0f\uff00-\uffef\U00010000-\U0010ffff]+"
)
"""Emoji and the signs of Chinese, Japanese and Korean: the fonts that come with Typst have none of them."""

_UNDRAWN = re.compile(r'the text `"(.+?)"` could not be displayed')
TRIES = 20
"""How many further signs are left out, one after the other."""


SHEETS = 2
"""Pages of a document without its annex."""

SCALES = (1.0, 0.94, 0.88, 0.82)
"""How large letters and pictures are: the first with which the document fits on its sheets, else the last."""

_PAGE = re.compile(rb"/Type\s*/Page\b")


def pages(pdf: bytes) -> int:
    """How many pages a PDF has that Typst has written."""
    return len(_PAGE.findall(pdf))


def _pdf(brief: Brief, *, annex: bool) -> bytes:
    """The document as PDF. Signs that no font has are left out, not drawn as boxes."""
    text = _PICTURELESS.sub("", orjson.dumps(asdict(brief)).decode())
    for scale in SCALES:
        made = _drawn(text, scale=scale, annex=False)
        if pages(made) <= SHEETS:
            break
    return _drawn(text, scale=scale, annex=True) if annex else made


def _drawn(text: str, **settings: object) -> bytes:
    import typst  # for PDF alone

    for _ in range(TRIES):
        try:
            return _compiled(text, settings, pdf_standards=["ua-1"])
        except typst.TypstError as error:
            found = _UNDRAWN.search(str(error))
            if not found or found[1] not in text:
                break
            text = text.replace(found[1], "")
    return _compiled(text, settings)


def _compiled(text: str, settings: Mapping[str, object], **options: Any) -> bytes:
    import typst

    said = {"brief": text, **{name: str(value).lower() for name, value in settings.items()}}
    made = typst.compile(FOLDER / "brief.typ", root=FOLDER, ignore_system_fonts=True, sys_inputs=said, **options)
    assert isinstance(made, bytes)
    return made
