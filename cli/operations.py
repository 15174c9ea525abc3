"""Commands derived from operations: ``spojenci partners --for … --topic …``, ``spojenci query similar_libraries to=…``."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Annotated

import typer

from cli import output
from cli.output import Format
from cli.session import read_settings, with_graph
from graph.access import OPERATOR, Door
from graph.contract.fields import TYPES, Choice, Field, Shape, checked, from_texts
from graph.contract.operation import Answers, Operation
from graph.errors import BadInput, NotFound
from graph.model import Language, Text
from graph.operations.all import OPERATIONS
from graph.operations.context import Context, services_on
from graph.operations.plain import answered, rows
from graph.progress import Progress
from graph.questions.answers import require
from graph.questions.named import QUESTIONS, Named, question
from graph.ranking.reach import Reach
from graph.store import Store

SUGGESTED = 3
"""How many elements are named where an id is not known."""

Given = dict[str, object]


# ------------------------------------------------------------------------------------------------------------ answering


def answer(operation: Operation, given: Mapping[str, object], language: Language) -> object:
    """The answer as plain data. Raises as the operation; of an unknown id, the error names what may be meant."""
    return _answers(operation, [given], language)[0]


def _answers(operation: Operation, several: Sequence[Mapping[str, object]], language: Language) -> list[object]:
    for given in several:
        operation.check(given)  # a Neo4j that has to be started first takes seconds

    settings = read_settings()

    async def ask(store: Store, _: Progress) -> list[object]:
        async with services_on(store, settings) as services:
            context = Context.of(services, OPERATOR, Door.CLI)
            return [await _answer(operation, context, given, language) for given in several]

    return with_graph(ask, asks=not operation.writes)


async def _answer(operation: Operation, context: Context, given: Mapping[str, object], language: Language) -> object:
    try:
        if operation.answers is Answers.STREAM:
            await _listen(operation, context, given, language)
            return None
        return await answered(operation, context, given, language)
    except NotFound as error:
        raise await _with_suggestions(operation, context, error, given) from error


async def _listen(operation: Operation, context: Context, given: Mapping[str, object], language: Language) -> None:
    """Print what comes, a line of JSON each, until the command is interrupted."""
    async for edge in operation.stream(context, given):
        [row] = await rows(operation, [edge.row], context, language)
        output.json_line({"cursor": edge.cursor, **row})


async def _with_suggestions(
    operation: Operation, context: Context, error: NotFound, given: Mapping[str, object]
) -> NotFound:
    """The error, with what a search finds for the id that does not exist."""
    field = next((each for each in operation.parameters if each.name == error.place and each.of), None)
    if field is None:
        return error
    search = QUESTIONS["search"]
    words = str(given.get(field.name)).replace("-", " ")
    parameters = search.bind({"query": words, "first": SUGGESTED}) | {"types": list(field.of)}
    hits = await context.store.read(search.text, parameters, name=search.name)
    listed = ", ".join(f"{id_} ({name})" for id_, _, name, *_ in hits)
    return NotFound(f"{error.message}. Did you mean {listed}?", place=error.place) if hits else error


def show(operation: Operation, found: object, format: Format) -> None:
    """Print an answer."""
    if not isinstance(found, dict):
        return
    listed: list[Given] = [found] if operation.answers is Answers.ONE else found[operation.listed]
    if format is Format.JSON:
        output.json(found)
    elif operation is OPERATIONS["potential_partners"] and format is Format.TABLE:
        output.partners(listed)
    elif operation is OPERATIONS["writes"] and format is Format.TABLE:
        output.writes(listed)
    else:
        columns = list(listed[0]) if listed else [column.name for column in operation.columns]
        output.rows(columns, [[row.get(name) for name in columns] for row in listed], format)


# -------------------------------------------------------------------------------------------------------------- commands


def commands(app: typer.Typer) -> None:
    """Add a command for each operation that has one."""
    for operation in OPERATIONS.values():
        if operation.command:
            app.command(operation.command, help=operation.doc.en)(_command(operation))


def _command(operation: Operation) -> Callable[..., None]:
    def run(*, lang: Language, as_json: bool, **values: object) -> None:
        given = _nested(values)
        if operation is OPERATIONS["potential_partners"] and not as_json and "reach" not in given:
            _show_both(operation, given, lang)
        else:
            show(operation, answer(operation, given, lang), Format.JSON if as_json else Format.TABLE)

    options = [option for field in operation.parameters for option in _options(field)]
    # Typer reads the options of a command from its signature.
    run.__signature__ = inspect.Signature([*options, *_SAID])  # type: ignore[attr-defined]
    return run


_HEADINGS = {
    Reach.NEAR: Text("Kdo je blízko", "Who is close"),
    Reach.LEARN_FROM: Text("Od koho se učit", "Whom to learn from"),
}


def _show_both(operation: Operation, given: Given, language: Language) -> None:
    """Print the two lists of partners under their headings."""
    found = _answers(operation, [{**given, "reach": reach.value} for reach in _HEADINGS], language)
    for heading, listed in zip(_HEADINGS.values(), found, strict=True):
        output.say(getattr(heading, language))
        show(operation, listed, Format.TABLE)


_KEYWORD = inspect.Parameter.KEYWORD_ONLY
_SAID = (
    inspect.Parameter(
        "lang", _KEYWORD, default="en", annotation=Annotated[Language, typer.Option(help="Language of texts.")]
    ),
    inspect.Parameter(
        "as_json",
        _KEYWORD,
        default=False,
        annotation=Annotated[bool, typer.Option("--json", help="Print all as JSON.")],
    ),
)


def _options(field: Field, within: str = "") -> list[inspect.Parameter]:
    """The options of a parameter: one, or of an object one for each of its fields."""
    shape = TYPES.get(field.kind)
    if isinstance(shape, Shape) and not field.many:
        return [option for inner in shape.fields for option in _options(inner, f"{field.name}.")]
    name = within + field.name
    flag = f"--{''.join(f'-{c.lower()}' if c.isupper() else c for c in name)}"
    required = field.required and not within
    return [
        inspect.Parameter(
            f"given_{name.replace('.', '__')}",
            _KEYWORD,
            default=inspect.Parameter.empty if required else None,
            annotation=_annotation(field, name, flag, required=required),
        )
    ]


def _annotation(field: Field, name: str, flag: str, *, required: bool) -> object:
    if field.kind == "Boolean":
        both = flag if field.default is False else f"{flag}/--no-{flag.removeprefix('--')}"
        option = typer.Option(both, help=_help(field), show_default=False)
        return Annotated[bool, option] if required else Annotated[bool | None, option]
    parser = partial(field.parse, place=name)
    option = typer.Option(flag, help=_help(field), parser=parser, metavar=_metavar(field), show_default=False)
    if field.many:
        return Annotated[list[str], option] if required else Annotated[list[str] | None, option]
    return Annotated[str, option] if required else Annotated[str | None, option]


def _metavar(field: Field) -> str:
    choice = TYPES.get(field.kind)
    named = "|".join(choice.values.values()) if isinstance(choice, Choice) else field.kind
    return f"{named},…" if field.many else named


def _help(field: Field) -> str:
    return field.doc.en if field.default is None else f"{field.doc.en} [default: {field.default}]"


def _nested(given: Mapping[str, object]) -> Given:
    """Values of options as those of parameters."""
    made: Given = {}
    for name, value in given.items():
        if value is None or value == []:
            continue
        outer, _, inner = name.removeprefix("given_").partition("__")
        into = made.setdefault(outer, {}) if inner else made
        assert isinstance(into, dict)
        into[inner or outer] = _joined(value)
    return made


def _joined(value: object) -> object:
    """The items of an option that is given several times, each of which may be several."""
    if not isinstance(value, list):
        return value
    return [item for part in value for item in (part if isinstance(part, list) else [part])]


# --------------------------------------------------------------------------------------------------------- by any name


def query(
    name: Annotated[str | None, typer.Argument(help="What is asked; without it, all are listed.")] = None,
    values: Annotated[list[str] | None, typer.Argument(metavar="[KEY=VALUE]...", help="Its parameters.")] = None,
    format: Annotated[Format, typer.Option(help="How the answer is printed.")] = Format.TABLE,
    lang: Annotated[Language, typer.Option(help="Language of texts.")] = "en",
) -> None:
    """Ask a question by name, or do any other operation; without a name, list them all.

    The questions are the files of cypher/queries and the operations that GraphQL and REST have too.
    """
    if name is None:
        output.rows(["name", "what it does", "parameters"], _listed(), format)
    elif operation := OPERATIONS.get(name):
        show(operation, answer(operation, _bound(operation, values or []), lang), format)
    else:
        asked = question(name, also=OPERATIONS)
        output.rows(*_plain(asked, _bound(asked, values or [])), format)


def _plain(asked: Named, given: Mapping[str, object]) -> tuple[list[str], list[list[object]]]:
    parameters = asked.bind(given)

    async def ask(store: Store, _: Progress) -> tuple[list[str], list[list[object]]]:
        columns, found = await store.read_table(asked.text, parameters, name=asked.name)
        if not found:
            await require(store, asked, parameters, OPERATOR)
        return columns, found

    return with_graph(ask, asks=True)


def _listed() -> list[list[object]]:
    named = {each.name: (each.doc, each.parameters) for each in QUESTIONS.values()}
    done = {each.name: (each.doc.en, each.parameters) for each in OPERATIONS.values()}
    return [
        [name, doc.split(". ", 1)[0].rstrip(".") + ".", [field.name for field in parameters]]
        for name, (doc, parameters) in (named | done).items()
    ]


def _bound(asked: Operation | Named, values: Sequence[str]) -> Given:
    """The parameters as typed. Raises BadInput, which says what there are."""
    pairs = [(key, text) for key, found, text in (value.partition("=") for value in values) if found]
    try:
        if wrong := [value for value in values if "=" not in value]:
            raise BadInput(f"{wrong[0]!r} is no parameter; write name=value.", place=wrong[0])
        given = from_texts(asked.parameters, pairs, commas=True)
        checked(asked.parameters, given, asked.name)
    except BadInput as error:
        raise BadInput(f"{error.message}\n{_usage(asked)}", place=error.place) from error
    return given


def _usage(asked: Operation | Named) -> str:
    needed = " ".join(f"{field.name}=…" for field in asked.parameters if field.required)
    lines = [f"usage: spojenci query {asked.name} {needed}"]
    return "\n".join([*lines, *(f"  {field.name:14} {field.type:12} {_help(field)}" for field in asked.parameters)])
