"""Which media type a request wants of an answer."""

import re
from collections.abc import Iterator

from starlette.datastructures import Headers


def every_line(headers: Headers, name: str) -> str:
    """A header that is a list, all lines of it as one (RFC 9110, section 5.3); empty where there is none."""
    return ", ".join(headers.getlist(name))


def accept_of(headers: Headers) -> str:
    """What a request accepts: its header ``Accept``, else anything."""
    return every_line(headers, "accept") or "*/*"


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
