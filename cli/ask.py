"""``spojenci query`` and ``partners``: questions to the graph, and their answers for people and for programs."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any

import typer

from cli import output
from cli.session import with_graph
from graph.access import OPERATOR
from graph.errors import BadInput, NotFound
from graph.progress import Progress
from graph.questions.answers import require
from graph.questions.named import QUESTIONS, Named, question
from graph.schema import ALLY, TOPIC
from graph.store import Store

SUGGESTED = 3

SUGGESTABLE = {"for": ALLY.label, "topic": TOPIC.label}
"""What each parameter of the partner question may be."""


class Format(StrEnum):
    """How an answer is printed."""

    table = "table"
    json = "json"
    csv = "csv"


class Language(StrEnum):
    """The language of reasons."""

    cs = "cs"
    en = "en"


class Strategy(StrEnum):
    """What kind of partner is looked for."""

    balanced = "balanced"
    closure = "closure"
    bridging = "bridging"
    complement = "complement"


def query(
    name: Annotated[str | None, typer.Argument(help="The question; without it, all are listed.")] = None,
    values: Annotated[list[str] | None, typer.Argument(metavar="[KEY=VALUE]...", help="Its parameters.")] = None,
    format: Annotated[Format, typer.Option(help="How the answer is printed.")] = Format.table,
) -> None:
    """Ask a named question of cypher/queries, or list them."""
    if name is None:
        _list(format)
        return
    asked = question(name)
    parameters = _bound(asked, values or [])

    async def ask(store: Store, _: Progress) -> tuple[list[str], list[list[Any]]]:
        columns, rows = await store.read_table(asked.text, parameters, name=asked.name)
        if not rows:
            await require(store, asked, parameters, OPERATOR)
        return columns, rows

    _print(*with_graph(ask, asks=True), format)


def partners(
    ally: Annotated[str, typer.Option("--for", help="Id of the library, organization or community.")],
    topic: Annotated[str, typer.Option(help="Id of the topic.")],
    first: Annotated[int, typer.Option(min=1, max=100, help="How many at most.")] = 10,
    include_known: Annotated[
        bool, typer.Option("--include-known", help="Also those that are partners already.")
    ] = False,
    strategy: Annotated[
        Strategy, typer.Option(help="What kind of partner is looked for; see docs/ranking.md.")
    ] = Strategy.balanced,
    lang: Annotated[Language, typer.Option(help="Language of the reasons.")] = Language.en,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
) -> None:
    """Potential partners on a topic, and why."""
    # Imported late: of all questions, only this one computes with arrays.
    from graph.ranking import engine
    from graph.ranking.partners import told

    kind = engine.Strategy(strategy.value)
    request = engine.Request(ally, topic, first, include_known, strategy=kind, visible=OPERATOR.visible)

    async def ask(store: Store, _: Progress) -> list[dict[str, Any]]:
        try:
            loaded = await engine.Engine.load(store)
            return told(loaded.partners(request), lang.value)
        except NotFound as error:
            raise await _with_suggestions(store, error, {"for": ally, "topic": topic}) from error

    found = with_graph(ask, asks=True)
    if as_json:
        output.json(found)
    else:
        _print_partners(found)


# Questions.


def _list(format: Format) -> None:
    rows = [[each.name, _first_sentence(each.doc), [f.name for f in each.parameters]] for each in QUESTIONS.values()]
    _print(["question", "what it answers", "parameters"], rows, format)


def _first_sentence(doc: str) -> str:
    return doc.split(". ", 1)[0].rstrip(".") + "."


def _bound(asked: Named, values: list[str]) -> dict[str, Any]:
    """The parameters as typed. Raises BadInput, which says what the question takes."""
    fields = {field.name: field for field in asked.parameters}
    given: dict[str, Any] = {}
    try:
        for value in values:
            key, found, text = value.partition("=")
            if not found:
                raise BadInput(f"{value!r} is no parameter; write name=value.", place=value)
            given[key] = fields[key].parse(text) if key in fields else text
        return asked.bind(given)
    except BadInput as error:
        raise BadInput(f"{error.message}\n{_usage(asked)}", place=error.place) from error


def _usage(asked: Named) -> str:
    lines = [f"usage: spojenci query {asked.name} {' '.join(f'{f.name}=…' for f in asked.parameters if f.required)}"]
    for field in asked.parameters:
        default = "" if field.default is None else f" (else {field.default})"
        lines.append(f"  {field.name:14} {field.type:12} {field.doc}{default}")
    return "\n".join(lines)


def _print(columns: list[str], rows: list[list[Any]], format: Format) -> None:
    match format:
        case Format.json:
            output.json([dict(zip(columns, row, strict=True)) for row in rows])
        case Format.csv:
            output.table_csv(columns, rows)
        case Format.table:
            output.table(columns, rows)


# Partners.


async def _with_suggestions(store: Store, error: NotFound, values: Mapping[str, Any]) -> NotFound:
    """The error, with what a search finds for the id that does not exist."""
    place = error.place or ""
    if place not in SUGGESTABLE:
        return error
    search = QUESTIONS["search"]
    words = str(values[place]).replace("-", " ")
    parameters = search.bind({"query": words, "types": [SUGGESTABLE[place]], "first": SUGGESTED})
    columns, rows = await store.read_table(search.text, parameters, name=search.name)
    hits = [dict(zip(columns, row, strict=True)) for row in rows]
    if not hits:
        return error
    listed = ", ".join(f"{hit['id']} ({hit['name']})" for hit in hits)
    return NotFound(f"{error.message}. Did you mean {listed}?", place=error.place)


def _print_partners(found: list[dict[str, Any]]) -> None:
    if not found:
        print("Nobody was found. Another topic or a broader one may help, or --include-known.")
    for number, partner in enumerate(found, 1):
        known = ", a partner already" if partner["known"] else ""
        print(f"{number:2}. {partner['name']} ({partner['type']}{known})")
        signals = ", ".join(f"{s['signal']} {s['contribution']:.2f}" for s in partner["signals"] if s["contribution"])
        print(f"    {partner['score']:.2f} = {signals}    {partner['id']}")
        for reason in partner["evidence"]:
            print(f"    • {reason['text']}")
