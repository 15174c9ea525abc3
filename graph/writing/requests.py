"""Keys of requests: what a write with a key got is remembered for a day, so that a repeat gets the same and writes nothing."""

from collections.abc import Sequence
from hashlib import sha256

from graph.access import Viewer
from graph.errors import BadInput, KeyReused
from graph.questions.named import CHANGES
from graph.store import Transaction
from graph.values import rules


def named(viewer: Viewer, key: str) -> str:
    """The name of a request; keys are each author's own. Raises BadInput where the key is none."""
    _require_key(key)
    return f"{viewer.name}\n{key}"


def one_of(key: str, number: int) -> str:
    """The key of one of several writes that came with a key. Raises as :func:`named`."""
    _require_key(key)
    return sha256(f"{key}\n{number}".encode()).hexdigest()


def _require_key(key: str) -> None:
    if rules.element_id(key):
        raise BadInput("A key has 1 to 200 printable characters.", place="key")


async def recalled(transaction: Transaction, request: str, digest: str) -> tuple[str, list[str]] | None:
    """What a request got, as JSON, and the elements that it touched; None where it is new.

    Raises KeyReused where another one had its name: its ``digest`` differs.
    """
    rows = await transaction.run(CHANGES["recall_request"].text, {"key": request})
    if not rows:
        return None
    [[first_digest, outcomes, touched]] = rows
    if first_digest != digest:
        raise KeyReused("This key came before with another request; a new request needs a new key.")
    return outcomes, touched


async def remember(
    transaction: Transaction, request: str, digest: str, outcomes: bytes, at: str, touched: Sequence[str] = ()
) -> None:
    """Keep what a request got, ``outcomes`` in JSON."""
    stored = {"key": request, "digest": digest, "outcomes": outcomes.decode(), "touched": [*touched], "at": at}
    await transaction.run(CHANGES["remember_request"].text, stored)
