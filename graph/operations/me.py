"""Who asks: what a page says of whoever has signed in, and by what it decides what to offer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from graph.contract.operation import Answers, Doc, declared, operation
from graph.model import Text
from graph.operations.context import Context


@dataclass(frozen=True)
class Nothing:
    """No parameter."""


@declared("Caller", "Who asks.", "Kdo se ptá.")
@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, as the log of changes would name them."""

    name: Annotated[str, Doc("The name of the key or token, or anonymous.", "Název klíče, nebo anonymous.")]
    role: Annotated[str | None, Doc("The role; null without a key.", "Role; bez klíče nic.")]
    library: Annotated[
        str | None, Doc("Id of the library to which a contributor is tied.", "Id knihovny přispěvatele.")
    ]


@operation(
    Nothing,
    Caller,
    Answers.ONE,
    Text("Kdo se ptá, a v jaké roli.", "Who asks, and in which role."),
    cost=1,
)
async def me(context: Context, _: Nothing) -> Mapping[str, object]:
    """The viewer."""
    viewer = context.viewer
    return {"name": viewer.name, "role": viewer.role, "library": viewer.library}


OPERATIONS = [me]
