"""Who may see and do what. Only this module decides it; statements get ``Viewer.visible`` as a parameter."""

from dataclasses import dataclass
from enum import StrEnum

from graph.errors import Forbidden, SpojenciError, Unauthenticated
from graph.model import Property

PUBLIC, MEMBERS, PRIVATE = VISIBILITIES = ("public", "members", "private")
"""Values of an element's ``visibility``, from the widest to the narrowest; absent means public."""


class Role(StrEnum):
    """The role of a key or token; each may do all that the one before it may."""

    READER = "reader"
    CONTRIBUTOR = "contributor"
    REVIEWER = "reviewer"
    ADMIN = "admin"


RANKS = (None, *Role)
"""All roles, after that of whoever has none."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who asks. Without a key or token there is no ``role``; ``library`` is the one that a contributor is tied to."""

    role: Role | None = None
    name: str = "anonymous"
    library: str | None = None

    @property
    def visible(self) -> tuple[str, ...]:
        """The visibilities of the elements that the viewer may see."""
        match self.role:
            case None:
                return (PUBLIC,)
            case Role.READER | Role.CONTRIBUTOR:
                return (PUBLIC, MEMBERS)
            case Role.REVIEWER | Role.ADMIN:
                return VISIBILITIES

    @property
    def answerable(self) -> str | None:
        """The name of those whose jobs and webhooks this viewer may deal with; None for everybody's."""
        return None if self.role is Role.ADMIN else self.name

    @property
    def rank(self) -> int:
        """The place of the role in ``RANKS``."""
        return RANKS.index(self.role)

    @property
    def parameters(self) -> dict[str, object]:
        """What compiled statements know of the viewer: ``$visible``, ``$hidden``, ``$rank`` and ``$own``."""
        return {"visible": sized(self.visible), "hidden": sized(self.hidden), "rank": self.rank, "own": self.own}

    @property
    def own(self) -> list[str]:
        """The library as a parameter, of one size for all viewers."""
        return [self.library or ""]

    @property
    def hidden(self) -> tuple[str, ...]:
        """The visibilities of the elements that the viewer may not see."""
        return tuple(each for each in VISIBILITIES if each not in self.visible)


ANYBODY = Viewer()
"""The viewer without a key or token."""

OPERATOR = Viewer(Role.ADMIN, "operator")
"""The viewer of the command line: whoever can reach the database may see and do everything."""


class Door(StrEnum):
    """The way by which a write came in."""

    GRAPHQL = "graphql"
    REST = "rest"
    CLI = "cli"
    MCP = "mcp"
    """Of assistants: what comes by it is never more than proposed."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes, by which door and why. ``reason`` is mutation, import, seed, merge, undo or review; ``note`` is free text."""

    viewer: Viewer
    door: Door
    reason: str = "mutation"
    note: str | None = None

    @property
    def only_proposes(self) -> bool:
        """Whether all that is written waits for a reviewer, whatever the role: a person looks at what a model wrote."""
        return self.door is Door.MCP


def sized(visibilities: tuple[str, ...]) -> list[str]:
    """Visibilities as a parameter, for all viewers of one size: Neo4j plans a statement anew where that differs."""
    return [*visibilities, *[""] * (len(VISIBILITIES) - len(visibilities))]


def sees(viewer: Viewer, visibility: str | None) -> bool:
    """Whether the viewer may see what has this visibility."""
    return (visibility or PUBLIC) in viewer.visible


def narrowest(*visibilities: str | None) -> str:
    """The narrowest of some visibilities."""
    return max((_known(visibility) for visibility in visibilities), key=VISIBILITIES.index)


def _known(visibility: str | None) -> str:
    """A visibility; a word that is none hides an element from everybody, and so what is told of it."""
    return PUBLIC if visibility is None else visibility if visibility in VISIBILITIES else PRIVATE


def readable(viewer: Viewer, declared: Property) -> bool:
    """Whether the viewer may see a property of an element that they see."""
    return not declared.internal and declared.visibility in viewer.visible


def writable(viewer: Viewer, declared: Property) -> bool:
    """Whether the viewer may write a property."""
    return not declared.managed and readable(viewer, declared)


def require_role(viewer: Viewer, least: Role) -> None:
    """Raise Forbidden unless the role is this one or entitles to more; Unauthenticated where there is no role at all."""
    if viewer.rank < RANKS.index(least):
        raise _lacking(viewer, f"This takes a key or token with the role {least.value}.")


def require_writer(viewer: Viewer) -> None:
    """Raise as :func:`require_role` unless the role may write at all."""
    if viewer.role in (None, Role.READER):
        raise _lacking(viewer, "Reading is all that this key or token is for; writing takes the role contributor.")


def require_reviewer(viewer: Viewer) -> None:
    """Raise as :func:`require_role` unless the role may decide on proposals."""
    if not decides(viewer):
        raise _lacking(viewer, "This takes the role reviewer.")


def _lacking(viewer: Viewer, message: str) -> SpojenciError:
    """The error of a viewer whose role is not enough: where they showed no key or token, one would do."""
    if viewer.role is None:
        return Unauthenticated("This takes a key or token: send it as Authorization: Bearer …", missing=True)
    return Forbidden(message)


def decides(viewer: Viewer) -> bool:
    """Whether the viewer may apply every change directly, and decide on proposals."""
    return viewer.role in (Role.REVIEWER, Role.ADMIN)


def sees_change(viewer: Viewer, status: str, by: str) -> bool:
    """Whether the viewer may see a change: everybody an applied one, reviewers and its author a proposal."""
    return status == "applied" or decides(viewer) or (viewer.role is not None and viewer.name == by)
