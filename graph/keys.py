"""API keys: a key gives its holder a role until it expires. The graph stores only the hash of its secret.

A secret is 256 random bits, which cannot be guessed from a hash, so that a fast hash is enough; slow ones are for
passwords that people choose.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from secrets import token_hex, token_urlsafe
from typing import NoReturn

from graph.access import ANYBODY, OPERATOR, Role, Viewer
from graph.errors import LOOK_IT_UP, BadInput, NotFound
from graph.questions.named import KEYS, QUESTIONS
from graph.schema import LIBRARY
from graph.store import Parameters, Store, Transaction, Values

PREFIX = "spj_"
"""How every secret begins, so that people and scanners of published code know one when they see it."""

LINK = "link-"
"""How the names of keepers' links begin, and of no other keys, so that a reviewer ends links alone."""

_SECRET = re.compile(re.escape(PREFIX) + r"[A-Za-z0-9_-]{43}")

_NOBODYS = PREFIX + "0" * 43
"""What looks like a secret and is none."""

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_TAKEN = (ANYBODY.name, OPERATOR.name)
_TIMEOUT = 10.0


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a key, for how many ``seconds`` it still works, and the day (ISO 8601) where no use of it is noted on it yet."""

    viewer: Viewer
    seconds: float
    unnoted: str | None


@dataclass(frozen=True, slots=True)
class Issued:
    """A secret, which is shown this once, and until when it works (ISO 8601)."""

    name: str
    secret: str
    expires: str


def looks_like(credential: str) -> bool:
    """Whether it has the form of one of our secrets."""
    return _SECRET.fullmatch(credential) is not None


async def create(store: Store, name: str, role: Role, library: str | None, lifetime: timedelta) -> Issued:
    """Make a key.

    Raises
    ------
    BadInput
        The name is none, or belonged to a key before; the lifetime is none; only contributors are tied to a library.
    NotFound
        There is no such library.
    """
    if not _NAME.fullmatch(name) or name in _TAKEN or name.startswith(LINK):
        raise BadInput(
            f"{name!r} cannot name a key: take up to 64 of a-z, 0-9, dot, underscore, hyphen, beginning with a letter "
            f"or digit; {' and '.join(_TAKEN)} stand for others, and {LINK}… for keepers' links.",
            place="name",
        )
    return await _created(store, name, role, library, lifetime)


async def issue_link(store: Store, library: str, lifetime: timedelta) -> Issued:
    """Make a contributor's key of one library, with a name of its own. Raises NotFound where there is no such library."""
    return await _created(store, f"{LINK}{token_hex(4)}", Role.CONTRIBUTOR, library, lifetime)


async def _created(store: Store, name: str, role: Role, library: str | None, lifetime: timedelta) -> Issued:
    if lifetime <= timedelta(0):
        raise BadInput("A key must end in the future.", place="expires")
    if library is not None:
        await _require_library(store, role, library)
    expires = (datetime.now(UTC) + lifetime).isoformat(timespec="seconds")
    secret = _secret()
    values = {"name": name, "hash": _hashed(secret), "role": role, "library": library, "expires": expires}
    await _write(store, "create", values)
    return Issued(name, secret, expires)


async def rotate(store: Store, name: str, grace: timedelta) -> Issued:
    """Give a key a new secret; the present one goes on working for a time of grace, the one before it ends.

    Raises NotFound where there is no such key, or it was revoked.
    """
    secret = _secret()
    values = {"name": name, "hash": _hashed(secret), "grace": int(grace.total_seconds())}
    [[expires]] = await _write(store, "rotate", values) or _missing(name)
    return Issued(name, secret, expires)


async def revoke(store: Store, name: str) -> None:
    """End a key for good. Raises NotFound where there is no such key, or it was revoked before."""
    await _write(store, "revoke", {"name": name}) or _missing(name)


async def listed(store: Store) -> list[dict[str, object]]:
    """Every key there ever was, as ``cypher/keys/list.cypher`` describes it."""
    columns, rows = await store.read_table(KEYS["list"].text, name="keys")
    return [dict(zip(columns, row, strict=True)) for row in rows]


async def find(store: Store, secret: str) -> Holder | None:
    """Who holds a secret; None when it is unknown or has expired."""
    if not looks_like(secret):
        return None
    rows = await store.read(KEYS["find"].text, {"hash": _hashed(secret)}, name="key")
    if not rows:
        return None
    [[name, role, library, seconds, unnoted]] = rows
    return Holder(Viewer(Role(role), name, library), seconds, unnoted)


async def note_uses(store: Store, days: Mapping[str, str]) -> None:
    """Note by the names of keys on which day (ISO 8601) they were used; it does not queue with the writers, whom an import holds up."""
    uses = [{"name": name, "day": day} for name, day in days.items()]
    async with store.transaction("key_used", timeout=_TIMEOUT) as transaction:
        await transaction.run(KEYS["used"].text, {"uses": uses})


async def rehearse(store: Store) -> None:
    """Look for a key that nobody has and note its use, so that Neo4j has made its plans before the first one comes."""
    await find(store, _NOBODYS)
    await note_uses(store, {"": "2000-01-01"})


async def _require_library(store: Store, role: Role, library: str) -> None:
    if role is not Role.CONTRIBUTOR:
        raise BadInput("Only a contributor is tied to a library; the other roles act everywhere.", place="library")
    question = QUESTIONS["elements"]
    rows = await store.read(question.text, question.bind({"ids": [library]}), name="elements")
    if not any(LIBRARY.label in labels for _, _, labels, _ in rows):
        raise NotFound(f"There is no library with the id {library!r}; {LOOK_IT_UP}.", place="library")


async def _write(store: Store, name: str, values: Parameters) -> list[Values]:
    async def work(transaction: Transaction) -> list[Values]:
        return await transaction.run(KEYS[name].text, values)

    return await store.write(work, f"key_{name}", timeout=_TIMEOUT)


def _missing(name: str) -> NoReturn:
    raise NotFound(f"There is no key {name!r}, or it was revoked; `spojenci keys list` shows all.", place="name")


def _secret() -> str:
    return PREFIX + token_urlsafe(32)


def _hashed(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
