"""Webhooks as Neo4j keeps them: made, listed, deleted, given a new secret; and their dead letters."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from uuid import uuid4

import orjson

from graph.access import OPERATOR, Role, Viewer
from graph.errors import BadInput, Forbidden, NotFound
from graph.log.changes import EVERYTHING, Filter, latest
from graph.questions.named import WEBHOOKS
from graph.records import Action
from graph.store import Parameters, Store, Values
from graph.values.addresses import checked
from graph.webhooks.signing import new_secret

MOST = 20
"""Webhooks that one key may have: each is asked about as long as it lasts."""

TIMEOUT = 10.0
"""Seconds that one statement about webhooks may take."""


class Event(StrEnum):
    """What a webhook tells."""

    CHANGES = "changes"
    NEW_PARTNERS = "newPartners"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a webhook tells of: changes that pass a filter, or an asker's new partners on a topic beyond those ``seen``."""

    event: Event
    filter: Filter = EVERYTHING
    asker: str | None = None
    topic: str | None = None
    seen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Issued:
    """A secret, which is shown this once."""

    id: str
    secret: str


async def create(store: Store, viewer: Viewer, url: str, wanted: Wanted, *, private: bool) -> Issued:
    """Make a webhook that tells from now on what its maker may see.

    Raises
    ------
    BadInput
        The address is none for webhooks, or there are too many.
    Forbidden
        Who asks has no key: whether a token still holds could not be found out later.
    """
    if viewer.role is None or viewer.name.startswith("oidc/"):
        raise Forbidden("a webhook belongs to an API key, and ends with it; a token is not enough")
    position = await latest(store)
    hook = {
        "id": uuid4().hex,
        "url": checked(url, "url", "https://example.org/hook", private=private),
        "secret": new_secret(),
        "event": wanted.event,
        "filter": _packed(wanted.filter),
        "asker": wanted.asker,
        "topic": wanted.topic,
        "seen": list(wanted.seen),
        "sequence": position.sequence,
        "number": position.number,
        "more": False,
        "attempts": 0,
        "letters": 0,
    }
    if not await write(store, "create", {"owner": viewer.name, "most": MOST, "hook": hook}):
        raise BadInput(f"a key may have {MOST} webhooks; delete one that is no longer needed", place="url")
    return Issued(str(hook["id"]), str(hook["secret"]))


async def listed(store: Store, viewer: Viewer) -> list[Mapping[str, object]]:
    """The webhooks of a viewer, of an admin all, with ``deadLetters`` and, where they have ended, why."""
    rows = await store.read(WEBHOOKS["list"].text, {"owner": viewer.answerable}, name="webhooks")
    return [
        {
            **hook,
            "for": hook["asker"],
            "deadLetters": letters,
            "disabled": KEY_ENDED if ended else hook["disabled"],
        }
        for hook, letters, ended in rows
    ]


KEY_ENDED = "the key that it belongs to has ended"
"""Why the webhooks of a key that was revoked or has expired are told nothing more."""


async def delete(store: Store, viewer: Viewer, id_: str) -> None:
    """Delete one with its dead letters. Raises NotFound."""
    if not await write(store, "delete", {"id": id_, "owner": viewer.answerable}):
        raise _missing("webhook", id_)


async def rotate(store: Store, viewer: Viewer, id_: str, grace: int) -> Issued:
    """Give one a new secret; both sign for so many seconds. Raises NotFound."""
    secret = new_secret()
    values = {"id": id_, "owner": viewer.answerable, "secret": secret, "grace": grace}
    if not await write(store, "rotate", values):
        raise _missing("webhook", id_)
    return Issued(id_, secret)


async def dead_letters(store: Store, viewer: Viewer, webhook: str | None, *, first: int) -> list[Mapping[str, object]]:
    """What could not be delivered, the latest first."""
    values = {"owner": viewer.answerable, "webhook": webhook, "first": first}
    return [letter for [letter] in await store.read(WEBHOOKS["letters"].text, values, name="webhook_letters")]


async def retry(store: Store, viewer: Viewer, id_: str) -> None:
    """Have a dead letter tried once more; its webhook goes on where it was disabled. Raises NotFound."""
    if not await write(store, "retry", {"id": id_, "owner": viewer.answerable}):
        raise _missing("dead letter", id_)


async def try_now(store: Store, viewer: Viewer, id_: str) -> None:
    """Have what waits for its next attempt tried at once; a webhook that was disabled goes on. Raises NotFound."""
    if not await write(store, "try_now", {"id": id_, "owner": viewer.answerable}):
        raise _missing("webhook", id_)


def holder(name: str, role: str | None, library: str | None) -> Viewer | None:
    """Whom a webhook is for, with the rights that the key has now; None where the key has ended."""
    if name == OPERATOR.name:
        return OPERATOR
    return None if role is None else Viewer(Role(role), name, library)


async def write(store: Store, name: str, values: Parameters) -> list[Values]:
    """Run one of the writing statements; it waits for no import."""
    async with store.transaction(f"webhook_{name}", timeout=TIMEOUT) as transaction:
        return await transaction.run(WEBHOOKS[name].text, values)


def _packed(filter_: Filter) -> str:
    given = {each.name: getattr(filter_, each.name) for each in fields(filter_)}
    return orjson.dumps({name: sorted(values) for name, values in given.items() if values is not None}).decode()


def unpacked(text: str) -> Filter:
    """A filter as it was kept."""
    given: Mapping[str, list[str]] = orjson.loads(text)
    plain = {name: frozenset(values) for name, values in given.items() if name != "actions"}
    actions = frozenset(map(Action, given["actions"])) if "actions" in given else None
    return Filter(**plain, actions=actions)


def _missing(what: str, id_: str) -> NotFound:
    return NotFound(f"There is no {what} {id_!r}, or it belongs to another key.", place="id")
