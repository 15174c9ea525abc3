"""Changes and their records in the form in which Neo4j keeps them: a node a change, records in parts as JSON."""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import NotRequired, TypedDict

import orjson

from graph.records import StoredRecord

COMPRESSED = 2000
"""Bytes from which the records of a part are compressed."""


class StoredChange(TypedDict):
    """Properties of a node ``Change``. ``at`` is a time of Neo4j, ``commands`` and ``digest`` are those of a proposal.

    ``merges`` are the elements that it made one of, as pairs in JSON, ``unmerges`` those that it took apart again.
    """

    sequence: int
    at: object
    by: str
    role: str
    door: str
    reason: str
    status: str
    records: int
    note: NotRequired[str | None]
    requestKey: NotRequired[str | None]
    refers: NotRequired[int | None]
    commands: NotRequired[str]
    digest: NotRequired[str]
    merges: NotRequired[str]
    unmerges: NotRequired[str]


def touches(ids: Iterable[str]) -> str:
    """Ids as the text that the full-text index splits at blanks; no id has a no-break space or a line break."""
    return "\n".join(ids).replace(" ", "\N{NO-BREAK SPACE}")


def packed(records: Sequence[Mapping[str, object]]) -> str | bytes:
    """The records of a part, compressed where they are long."""
    text = orjson.dumps(records)
    return text.decode() if len(text) < COMPRESSED else zlib.compress(text, 1)


def unpacked(records: str | bytes) -> list[StoredRecord]:
    """The records of a part."""
    found: list[StoredRecord] = orjson.loads(records if isinstance(records, str) else zlib.decompress(records))
    return found
