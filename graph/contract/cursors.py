"""Cursors: the place of an edge in a list, as the values that the list is sorted by. Opaque and checked.

A cursor holds nothing but what its client has been shown, so it is not encrypted. A digest of its values and of its
list reveals one that was altered or belongs to another list.
"""

from base64 import b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Any

import orjson

from graph.errors import BadInput

_DIGEST = 9
"""Bytes of the digest at the beginning of a cursor."""

_LONGEST = 16_000
"""Characters of the longest cursor that is decoded."""


def context(*parts: object) -> str:
    """A digest that tells lists apart: of the field, its order and its filter with all values."""
    return blake2b(orjson.dumps(parts), digest_size=9).hexdigest()


def encode(values: Sequence[object]) -> str:
    """The cursor of an edge, from the context of its list followed by what the list is sorted by."""
    list_, *keys = values
    body = orjson.dumps(keys)
    return urlsafe_b64encode(_digest(str(list_), body) + body).decode().rstrip("=")


def decode(cursor: str, list_: str, place: str) -> list[Any]:
    """The values of what the list is sorted by, at the edge of a cursor.

    Raises
    ------
    BadInput
        It is no cursor, was altered, or is of another list.
    """
    try:
        raw = b64decode(cursor + "=" * (-len(cursor) % 4), b"-_", validate=True) if len(cursor) <= _LONGEST else b""
    except ValueError:
        raw = b""
    body = raw[_DIGEST:]
    if raw[:_DIGEST] != _digest(list_, body) or not body:
        raise BadInput(
            "this is not a cursor of this list; give one that the same field with the same filter and order returned",
            place=place,
        )
    keys: list[Any] = orjson.loads(body)
    return keys


def offset(cursor: str | None, list_: str, place: str) -> int:
    """How many rows of a list stand before the page after a cursor of it, where its cursors count rows.

    Raises BadInput as :func:`decode`.
    """
    if cursor is None:
        return 0
    match decode(cursor, list_, place):
        case [int(skip)] if skip >= 0:
            return skip
    raise BadInput("this is not a cursor of this list", place=place)


def _digest(list_: str, body: bytes) -> bytes:
    return blake2b(body, digest_size=_DIGEST, key=list_.encode()).digest()


def page(
    edges: Sequence[Mapping[str, object]],
    cursors: Sequence[Sequence[object]],
    *,
    more: bool,
    earlier: bool,
    end: Sequence[object] | None = None,
) -> dict[str, object]:
    """A connection in Relay's sense. ``cursors`` are the values of each edge's cursor.

    ``end`` are those of ``endCursor`` where there is no edge.
    """
    encoded = [encode(values) for values in cursors]
    last = encoded[-1] if encoded else encode(end) if end else None
    info = {
        "hasNextPage": more,
        "hasPreviousPage": earlier,
        "startCursor": encoded[0] if encoded else None,
        "endCursor": last,
    }
    edges = [{**edge, "cursor": cursor} for edge, cursor in zip(edges, encoded, strict=True)]
    return {"edges": edges, "nodes": [edge["node"] for edge in edges], "pageInfo": info}
