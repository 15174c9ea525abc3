"""Operations: what the service can be asked or told, each declared once for every door.

An operation has a name, texts in both languages, parameters, columns, and what answers it: a file of ``cypher/queries``
or a Python function. GraphQL fields, REST addresses with their OpenAPI, and commands derive from the declaration.
"""

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, Protocol, TypeVar, cast

from graph.access import Role, Viewer, require_role
from graph.declared import fields_of, made, name_of
from graph.fields import Field, camel, checked
from graph.model import Text

T = TypeVar("T")


class Answers(StrEnum):
    """What an operation answers."""

    ONE = "one"
    MANY = "many"
    PAGE = "page"
    """A part of a list, as a connection in Relay's sense."""
    STREAM = "stream"
    """One row after the other, as it happens."""


@dataclass(frozen=True, slots=True)
class Edge(Generic[T]):
    """A row with its cursor."""

    cursor: str
    row: T


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A part of a list; ``end`` is the cursor to go on from, also where no row is left."""

    edges: Sequence[Edge[T]]
    more: bool
    earlier: bool
    end: str | None

    @property
    def rows(self) -> list[T]:
        """The rows alone."""
        return [edge.row for edge in self.edges]


QUESTION = 50
"""What a question costs, whichever door it comes by."""

Values = Mapping[str, Any]
"""Checked values of parameters, by name."""


@dataclass(frozen=True)
class Operation:
    """What the service can be asked or told.

    ``row`` names the type of a row. ``cost`` is what it costs beside the elements of its answer; of a write, what each item
    written costs. ``role`` is the least that it takes, None where anybody may. ``path`` is its address below ``/v1``,
    ``command`` its command; by default both are its name. ``listed`` is the name of the list in answers of REST. Up to
    ``batch`` sets of parameters can be posted at once.

    ``run`` is called with a :class:`graph.operations.context.Context` and the checked values. Of a question in
    ``cypher/queries`` it is made by :mod:`graph.operations.questions`.
    """

    name: str
    doc: Text
    parameters: tuple[Field, ...]
    columns: tuple[Field, ...]
    row: str
    answers: Answers
    run: Callable[[Any, Values], Awaitable[object]] | Callable[[Any, Values], AsyncGenerator[object, None]]
    cost: int = QUESTION
    role: Role | None = None
    writes: bool = False
    path: str = ""
    command: str = ""
    listed: str = "rows"
    batch: int = 0
    from_file: bool = False

    @property
    def field(self) -> str:
        """Its name in GraphQL."""
        return camel(self.name)

    @property
    def address(self) -> str:
        """Where it is asked over REST."""
        return f"/v1/{self.path or self.name.replace('_', '-')}"

    async def answer(self, context: "Asker", given: Mapping[str, object]) -> object:
        """Answer with these values of parameters; of a stream, use :meth:`stream`.

        Raises
        ------
        Forbidden
            It takes a higher role.
        BadInput
            A value is unknown, missing, or of the wrong type.
        SpojenciError
            As its function says.
        """
        return await cast("Awaitable[object]", self.run(context, self._checked(context, given)))

    def stream(self, context: "Asker", given: Mapping[str, object]) -> AsyncGenerator[Edge[object], None]:
        """The rows of a stream as they come. Raises as :meth:`answer`."""
        return cast("AsyncGenerator[Edge[object], None]", self.run(context, self._checked(context, given)))

    def check(self, given: Mapping[str, object]) -> Values:
        """All parameters from the given values and the defaults. Raises BadInput."""
        return checked(self.parameters, given, self.name)

    def _checked(self, context: "Asker", given: Mapping[str, object]) -> Values:
        if self.role is not None:
            require_role(context.viewer, self.role)
        return self.check(given)


class Asker(Protocol):
    """Whatever tells who asks: :class:`graph.operations.context.Context`."""

    @property
    def viewer(self) -> Viewer:
        """Who asks."""


P = TypeVar("P")


def operation(takes: type[P], gives: type, answers: Answers, doc: Text, **more: Any) -> Callable[[Any], Operation]:
    """Make an operation of a function: ``takes`` is the dataclass of its parameters, ``gives`` that of a row.

    The name is that of the function; ``more`` are further fields of :class:`Operation`.
    """

    def make(function: Callable[[Any, P], Any]) -> Operation:
        def run(context: Any, values: Values) -> Any:
            return function(context, made(takes, values))

        row = name_of(gives)
        return Operation(function.__name__, doc, fields_of(takes), fields_of(gives), row, answers, run, **more)

    return make
