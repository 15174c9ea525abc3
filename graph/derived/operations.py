"""The reference page of operations: what each is called at every door, what it takes and what it answers."""

from collections.abc import Iterable, Iterator

from graph.contract.fields import TYPES, Choice, Field, Shape
from graph.contract.operation import Answers, Operation
from graph.derived.render import generated, parameter, table

_ABOUT = """\
# Operations

Everything that the service can be asked or told besides reading elements and lists, once for all doors. Parameters have
the same names everywhere: arguments in GraphQL; in the address of a GET, with `outer.inner=` for those within an object;
in the JSON object of a POST; `key=value` on the command line. Inputs of writes are in `api/schema.graphql`.
"""

_ANSWERS = {
    Answers.ONE: "one row",
    Answers.MANY: "a list of rows",
    Answers.PAGE: "a page of a list, with cursors",
    Answers.STREAM: "a stream of rows, as they happen",
}


def page(operations: Iterable[Operation]) -> str:
    """The page in Markdown."""
    listed = list(operations)
    rows = ([f"[{each.name}](#{each.name})", each.doc.en, each.doc.cs] for each in listed)
    head = [generated("the declarations in graph/operations and cypher/queries"), _ABOUT]
    overview = table(("operation", "what it does", "česky"), rows)
    return "\n".join([*head, overview, *(part for each in listed for part in _operation(each))])


def _operation(operation: Operation) -> Iterator[str]:
    yield f"## {operation.name}\n"
    yield f"{operation.doc.en}\n\n{operation.doc.cs}\n"
    role = f"the role {operation.role.value}" if operation.role else "no key"
    cost = f"{operation.cost} for each item written" if operation.writes else f"{operation.cost}"
    yield f"It answers {_ANSWERS[operation.answers]}, takes {role}, and costs {cost}.\n"
    yield table(("door", "how"), _doors(operation))
    if operation.parameters:
        yield table(("parameter", "type", "default", "meaning"), map(_parameter, operation.parameters))
    yield table(
        ("column", "type", "meaning"), ([f"`{c.name}`", f"`{c.type}`", c.description] for c in operation.columns)
    )


def _doors(operation: Operation) -> Iterator[list[str]]:
    root = "mutation" if operation.writes else "subscription" if operation.answers is Answers.STREAM else "query"
    method = "POST" if operation.writes else "GET"
    given = " ".join(f"{field.name}=…" for field in operation.parameters if field.required)
    yield ["GraphQL", f"`{root} {{ {operation.field} }}`"]
    yield ["REST", f"`{method} {operation.address}`"]
    if operation.batch:
        yield ["", f"`POST {operation.address}` with up to {operation.batch} sets of parameters in `requests`"]
    yield ["command line", f"`spojenci query {operation.name} {given}`".replace(" `", "`")]
    if operation.command:
        yield ["", f"`spojenci {operation.command}`"]


def _parameter(field: Field) -> list[str]:
    *start, meaning = parameter(field)
    return [*start, meaning + _inside(TYPES.get(field.kind))]


def _inside(declared: Choice | Shape | None) -> str:
    if isinstance(declared, Choice):
        return f" ({', '.join(f'`{value}`' for value in declared.values.values())})"
    if declared is None or declared.name.endswith("Input"):
        return ""
    return f" ({', '.join(f'`{field.name}`' for field in declared.fields)})"
