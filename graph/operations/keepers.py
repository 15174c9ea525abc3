"""Keepers' links: a key for one library that ends soon, for whoever works there and has no account."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from graph import keys
from graph.access import Role
from graph.contract.operation import Answers, Doc, declared, operation
from graph.errors import NotFound
from graph.model import Text
from graph.operations.context import Context
from graph.operations.writes import WRITE

DAYS = 30
"""Days for which a link holds, unless fewer or more are asked for."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """For whom, and for how long."""

    library: Annotated[str, Doc("The library.", "Knihovna.", of=("Library",))]
    days: Annotated[int, Doc("For how many days it holds.", "Kolik dní platí.", bounds=(1, 90))] = DAYS


@declared("IssuedKeeperLink", "A keeper's link.", "Odkaz pro správce knihovny.")
@dataclass(frozen=True, slots=True)
class Issued:
    """A link, as it is told this once."""

    name: Annotated[str | None, Doc("Its name in the log, to revoke it by.", "Jméno v záznamu, pro zneplatnění.")]
    secret: Annotated[
        str | None, Doc("Shown this once; sent as Authorization: Bearer.", "Ukáže se jen teď; posílá se jako Bearer.")
    ]
    expires: Annotated[str | None, Doc("Until when it holds.", "Do kdy platí.", type="DateTime")]


@operation(
    Wanted,
    Issued,
    Answers.ONE,
    Text("Vydá odkaz pro správce jedné knihovny.", "Issues a link for the keeper of one library."),
    cost=WRITE,
    role=Role.REVIEWER,
    writes=True,
)
async def issue_keeper_link(context: Context, asked: Wanted) -> Issued:
    """Issue a link. Raises NotFound where there is no such library."""
    made = await keys.issue_link(context.store, asked.library, timedelta(asked.days))
    return Issued(made.name, made.secret, made.expires)


@dataclass(frozen=True, kw_only=True)
class Named:
    """Which one."""

    name: Annotated[str, Doc("Its name.", "Jeho jméno.")]


@declared("RevokedKeeperLink", "A link that holds no more.", "Odkaz, který už neplatí.")
@dataclass(frozen=True, slots=True)
class Revoked:
    """What was revoked."""

    name: Annotated[str | None, Doc("Its name.", "Jeho jméno.")]


@operation(
    Named,
    Revoked,
    Answers.ONE,
    Text("Zneplatní odkaz pro správce.", "Ends a keeper's link."),
    cost=WRITE,
    role=Role.REVIEWER,
    writes=True,
)
async def revoke_keeper_link(context: Context, asked: Named) -> Revoked:
    """End a link. Raises NotFound where there is none of this name, or it was revoked: other keys are not ended so."""
    if not asked.name.startswith(keys.LINK):
        raise NotFound(f"there is no link {asked.name!r}", place="name")
    await keys.revoke(context.store, asked.name)
    return Revoked(asked.name)


@dataclass(frozen=True, kw_only=True)
class Sought:
    """Of which library."""

    library: Annotated[str | None, Doc("Only of this library.", "Jen této knihovny.", of=("Library",))] = None


@declared("KeeperLink", "A keeper's link as it stands.", "Vydaný odkaz pro správce.")
@dataclass(frozen=True, slots=True)
class Listed:
    """A link without its secret."""

    name: Annotated[str, Doc("Its name.", "Jeho jméno.")]
    library: Annotated[str | None, Doc("For which library.", "Pro kterou knihovnu.", type="Library")]
    state: Annotated[str, Doc("active, expired or revoked.", "active, expired nebo revoked.")]
    issued: Annotated[str, Doc("When it was issued.", "Kdy byl vydán.", type="DateTime!")]
    expires: Annotated[str, Doc("Until when it holds.", "Do kdy platí.", type="DateTime!")]
    used: Annotated[str | None, Doc("The last day on which it was used.", "Kdy byl naposledy použit.", type="Date")]


@operation(
    Sought,
    Listed,
    Answers.MANY,
    Text(
        "Vydané odkazy pro správce knihoven, od nejnovějšího.", "The keepers' links that were issued, the newest first."
    ),
    role=Role.REVIEWER,
)
async def keeper_links(context: Context, asked: Sought) -> list[Listed]:
    """The links, the newest first."""
    rows = await keys.listed(context.store)
    links = [row for row in rows if str(row["name"]).startswith(keys.LINK)]
    chosen = [row for row in links if asked.library in (None, row["library"])]
    return [_listed(row) for row in sorted(chosen, key=lambda row: str(row["createdAt"]), reverse=True)]


def _listed(row: dict[str, object]) -> Listed:
    library, used = (None if row[name] is None else str(row[name]) for name in ("library", "lastUsed"))
    name, state, issued, expires = (str(row[name]) for name in ("name", "state", "createdAt", "expiresAt"))
    return Listed(name, library, state, issued, expires, used)


OPERATIONS = [issue_keeper_link, revoke_keeper_link, keeper_links]
