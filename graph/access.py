"""Who may see and do what. The one place that decides; compiled reads carry ``Viewer.visible`` as a parameter."""

from dataclasses import dataclass
from enum import StrEnum

from graph.errors import Forbidden
from graph.model import Property

PUBLIC, MEMBERS, PRIVATE = VISIBILITIES = ("public", "members", "private")
"""Values of an element's ``visibility``, each seen by fewer than the one before; absent means public."""


class Role(StrEnum):
    """What a key or token entitles to, each to more than the one before."""

    READER = "reader"
    CONTRIBUTOR = "contributor"
    REVIEWER = "reviewer"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who asks: without a ``role`` anybody; ``library`` is the one that a contributor is tied to."""

    role: Role | None = None
    name: str = "anonymous"
    library: str | None = None

    @property
    def visible(self) -> tuple[str, ...]:
        """The visibilities of elements that may be shown: members' to whoever has a role, private ones to reviewers."""
        match self.role:
            case None:
                return (PUBLIC,)
            case Role.READER | Role.CONTRIBUTOR:
                return (PUBLIC, MEMBERS)
            case Role.REVIEWER | Role.ADMIN:
                return VISIBILITIES

    @property
    def hidden(self) -> tuple[str, ...]:
        """The other visibilities."""
        return tuple(each for each in VISIBILITIES if each not in self.visible)


ANYBODY = Viewer()
"""Somebody without a key or token."""

OPERATOR = Viewer(Role.ADMIN, "operator")
"""Who runs commands beside the database: nothing is hidden from them."""


class Door(StrEnum):
    """Where a write came in."""

    GRAPHQL = "graphql"
    REST = "rest"
    CLI = "cli"


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes, where and why: ``reason`` is mutation, import, seed, undo, review; ``note`` is in their own words."""

    viewer: Viewer
    door: Door
    reason: str = "mutation"
    note: str | None = None


def sees(viewer: Viewer, visibility: str | None) -> bool:
    """Whether what has this visibility may be shown."""
    return (visibility or PUBLIC) in viewer.visible


def narrowest(*visibilities: str | None) -> str:
    """The visibility that the fewest see."""
    return max((visibility or PUBLIC for visibility in visibilities), key=VISIBILITIES.index)


def readable(viewer: Viewer, declared: Property) -> bool:
    """Whether a property of a visible element may be shown."""
    return not declared.internal and declared.visibility in viewer.visible


def writable(viewer: Viewer, declared: Property) -> bool:
    """Whether a property is for clients to write."""
    return not declared.managed and readable(viewer, declared)


def require_writer(viewer: Viewer) -> None:
    """Raise :class:`~graph.errors.Forbidden` unless the role may write at all."""
    if viewer.role in (None, Role.READER):
        raise Forbidden("Reading is all that this key or token is for; writing takes the role contributor.")


def require_reviewer(viewer: Viewer) -> None:
    """Raise :class:`~graph.errors.Forbidden` unless the role may decide on proposals."""
    if not decides(viewer):
        raise Forbidden("This takes the role reviewer.")


def decides(viewer: Viewer) -> bool:
    """Whether the role may change anything directly, and decide on what others propose."""
    return viewer.role in (Role.REVIEWER, Role.ADMIN)


def sees_change(viewer: Viewer, status: str, by: str) -> bool:
    """Whether a change may be shown: what was applied to all, a proposal to who decides and who made it."""
    return status == "applied" or decides(viewer) or (viewer.role is not None and viewer.name == by)
