"""How the command line speaks: errors to stderr, results to stdout."""

import csv
import sys
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Annotated, Any, TextIO, TypeGuard

import orjson
import typer
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from graph.errors import InvalidFile, Problem, SpojenciError, WriteRefused, address
from graph.exchange import reporting
from graph.exchange.importer import Report
from graph.formats.csv import protected
from graph.matching.joining import Match
from graph.records import Action
from graph.rows import Notice
from graph.values import texts


class Format(StrEnum):
    """How an answer is printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


AsJson = Annotated[bool, typer.Option("--json", help="Print everything as JSON.")]

WIDEST = 10_000
"""Columns of a table that no terminal shows."""

LISTED = 20
"""How many problems of a file are printed; ``--json`` prints all."""


def say(text: str = "", to: TextIO | None = None) -> None:
    """Print a text at once, so that nothing in it acts on the terminal."""
    print(texts.escaped(text), file=to or sys.stdout, flush=True)


def complain(text: str) -> None:
    """Say one error on stderr."""
    say(f"error: {text}", to=sys.stderr)


def warn(text: str) -> None:
    """Say on stderr what is not as it should be, but does not stand in the way."""
    say(f"warning: {text}", to=sys.stderr)


def error(problem: SpojenciError) -> None:
    """Say an expected error on stderr, with the list of what is wrong in a file."""
    complain(problem.message)
    if isinstance(problem, WriteRefused) and len(problem.problems) > 1:
        for refusal in problem.problems[:LISTED]:
            say(f"  {address(refusal.path)}: {refusal.message}", to=sys.stderr)
    if isinstance(problem, InvalidFile):
        for item in problem.problems[:LISTED]:
            say(f"  {item.place}: {item.message}", to=sys.stderr)
        if (more := len(problem.problems) - LISTED) > 0:
            say(f"  … and {more} more", to=sys.stderr)


def json(value: object) -> None:
    """Print a value as JSON."""
    say(orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS, default=str).decode())


def json_line(value: object) -> None:
    """Print a value as JSON in one line, at once."""
    say(orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS, default=str).decode())


def rows(columns: Sequence[str], found: Sequence[Sequence[object]], format: Format) -> None:
    """Print rows in a format."""
    match format:
        case Format.JSON:
            json([dict(zip(columns, row, strict=True)) for row in found])
        case Format.CSV:
            table_csv(columns, found)
        case Format.TABLE:
            table(columns, found)


def partners(found: Sequence[Mapping[str, Any]]) -> None:
    """Print potential partners with the parts of their score and the reasons."""
    if not found:
        say("Nobody was found. Another topic or a broader one may help, or --include-known.")
    for number, partner in enumerate(found, 1):
        known = ", a partner already" if partner["known"] else ""
        place = f", {partner['place']['name']}" if partner["place"] else ""
        away = "" if partner["km"] is None else f", {partner['km']:.0f} km"
        say(f"{number:2}. {partner['name']} ({partner['type']}{known}{place}{away})")
        signals = ", ".join(f"{s['signal']} {s['contribution']:.2f}" for s in partner["signals"] if s["contribution"])
        say(f"    {partner['score']:.2f} = {signals}    {partner['id']}")
        for reason in partner["evidence"]:
            say(f"    • {reason['text']}")
        for proposal in partner["propose"]:
            say(f"    → {proposal['text']}")
        if partner["url"]:
            say(f"    {partner['url']}")
    if found:
        say(_made(found[0]))


def writes(found: Sequence[Mapping[str, Any]]) -> None:
    """Print writes of the log, each with the first of what it did."""
    for write in found:
        note = f": {write['note']}" if write["note"] else ""
        refers = f" of {write['refers']}" if write["refers"] else ""
        say(f"{write['sequence']:6}  {write['at'][:16]}  {write['status'].lower()}  {write['reason']}{refers}{note}")
        say(f"        by {write['by']} ({write['role']}, {write['door']}), touching {write['records']:,}")
        for change in write["changes"]:
            say(f"        {change['action'].lower()} {_subject(change['subject'])}")
    if not found:
        say("Nothing was written.")


def _subject(subject: Mapping[str, Any]) -> str:
    if subject.get("label"):
        return f"{subject['label']} {subject['elementId']}"
    return f"{subject['from']} {subject['link']} {subject['to']}"


def _made(partner: Mapping[str, Any]) -> str:
    """What the scores of a list are, and what made them."""
    model = partner["model"]
    by = f"model {model['version']} of {model['fittedAt'][:10]}" if model["version"] else "the shipped weights"
    return f"Scores are a {'measured chance' if partner['basis'] == 'chance' else 'scale'}, by {by}."


def as_data(problem: SpojenciError) -> dict[str, object]:
    """An error as JSON shows it, with every problem of a file."""
    data: dict[str, object] = {"code": problem.code, "message": problem.message}
    if isinstance(problem, InvalidFile):
        data["problems"] = [{"place": item.place, "message": item.message} for item in problem.problems]
    return {"error": data}


def report(done: Report, *, as_json: bool) -> None:
    """Print what an import did."""
    if as_json:
        json(reporting.data(done))
        return
    say("Would be imported (nothing was changed):" if done.dry_run else "Imported:")
    for name, counts in (("elements", done.elements), ("connections", done.connections)):
        say(f"  {name:12}{counts.created:>8,} created {counts.updated:>8,} updated {counts.unchanged:>8,} unchanged")
    if done.unmapped:
        names = ", ".join(f"{name} ({count:,}×)" for name, count in done.unmapped.most_common(LISTED))
        say(f"  Kept, though the model does not know them: {names}")
    _changed(done)
    _listed(done.notices, done.notice_count, "remarks")
    for told, sure in (("In the graph already:", True), ("May be in the graph already:", False)):
        _matched(told, [match for match in done.matches if match.sure is sure])
    _differing(done)
    if done.refused:
        say(f"Left out, {done.refused_count:,} wrong:")
        _listed(done.refused, done.refused_count, "that are wrong")
    if done.sequence is not None:
        say(f"To take it back: spojenci undo --sequence {done.sequence}")


def _changed(done: Report) -> None:
    """Say what changes, property by property, and what is new."""
    told = sorted(done.changed, key=lambda each: each[1]["action"] == Action.CREATED)
    for place, record in told[:LISTED]:
        after, before = _flat(record.get("after", {})), _flat(record.get("before", {}))
        called = done.names.get(str(record.get("id")), "")
        what = f"{_what(record)}{f' ({called})' if called else ''}"
        names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
        values = (f"{name} {_value(before.get(name))} → {_value(after.get(name))}" for name in names)
        is_new = record["action"] == Action.CREATED
        say(f"  {place}: new {what}" if is_new else f"  {place}: {what}: {', '.join(values)}")
    counts = (done.elements, done.connections)
    if (more := sum(each.created + each.updated for each in counts) - min(len(told), LISTED)) > 0:
        say(f"  … and {more:,} more that are new or change; --json prints the first of them")


def _flat(properties: Mapping[str, Any]) -> dict[str, Any]:
    """Properties, with what the model does not know beside the others."""
    kept = properties.get("extra")
    known = {name: value for name, value in properties.items() if name != "extra"}
    return known | (orjson.loads(kept) if isinstance(kept, str) else {})


def _what(record: Mapping[str, Any]) -> str:
    if "link" in record:
        return f"{record['link']} from {record['from']} to {record['to']}"
    return f"{record['label']} {record['id']}"


def _value(value: object) -> str:
    return "nothing" if value is None else _text(value)


def _matched(told: str, matches: Sequence[Match]) -> None:
    if matches:
        say(told)
    for match in matches[:LISTED]:
        reasons = ", ".join(reason.en for reason in match.reasons)
        say(f"  {match.place}: {match.name} is {match.of_name} ({match.of}): {match.score:.2f}, {reasons}")
    if (more := len(matches) - LISTED) > 0:
        say(f"  … and {more:,} more; --json prints them")


def _differing(done: Report) -> None:
    """Say what stays as people corrected it, and what a source does not say any more."""
    for each in done.differences[:LISTED]:
        told = f"{each.property} stays {_text(each.here)}, as a person or another source says, not {_text(each.there)}"
        say(f"  {each.place}: {each.subject.text}: {told}")
    if (more := done.difference_count - LISTED) > 0:
        say(f"  … and {more:,} more that differ; --json prints them")
    for gone in done.deleted[:LISTED]:
        say(
            f"  {gone.place}: {gone.subject.text} stays deleted, as a person wished; spojenci undo --sequence {gone.sequence} brings it back"
        )
    if (more := done.deleted_count - LISTED) > 0:
        say(f"  … and {more:,} more that stay deleted; --json prints them")
    if done.gone:
        say(f"  {len(done.gone):,} that {done.source} does not say any more: {_fate(done)}")
        for subject in done.gone[:LISTED]:
            called = done.names.get(subject.touches[0], "") if len(subject.touches) == 1 else ""
            say(f"    {subject.text}{f' ({called})' if called else ''}")
        if (more := len(done.gone) - LISTED) > 0:
            say(f"    … and {more:,} more; --json prints them")


def _fate(done: Report) -> str:
    """What becomes of what the source does not say any more."""
    if done.closed:
        return "libraries are closed, and of the rest connections are taken back"
    return "what rests on it alone is taken back" if done.removed else "it stays, unless --remove-gone takes it back"


def _listed(found: Sequence[Notice | Problem], number: int, what: str) -> None:
    for each in found[:LISTED]:
        say(f"  {each.place}: {each.message}")
    if (more := number - LISTED) > 0:
        say(f"  … and {more:,} more {what}; --json prints them")


def table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print rows for people: as wide as the terminal, or as they need where there is none."""
    console = Console() if sys.stdout.isatty() else Console(width=WIDEST)
    grid = Table(*columns, box=box.SIMPLE_HEAD, pad_edge=False)
    for row in rows:
        grid.add_row(*(Text(_cell(value)) for value in row))
    with console.capture() as drawn:
        console.print(grid)
    for line in drawn.get().splitlines():
        if line.strip():
            say(line.rstrip())


def _cell(value: object) -> str:
    if value is None:
        return ""
    if _is_named(value):
        return str(value["name"])
    if isinstance(value, list) and all(_is_plain(item) for item in value):
        return ", ".join(map(_cell, value))
    if isinstance(value, float):
        return f"{value:.3g}"
    return value if isinstance(value, str) else orjson.dumps(value, default=str).decode()


def _is_named(value: object) -> TypeGuard[dict[str, object]]:
    return isinstance(value, dict) and "name" in value and not {"id", "elementId"}.isdisjoint(value)


def _is_plain(value: object) -> bool:
    return not isinstance(value, list | dict) or _is_named(value)


def table_csv(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print rows as CSV; lists and maps as JSON in their cell."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow(
            value if value is None or type(value) in (int, float) else protected(texts.escaped(_text(value)))
            for value in row
        )


def _text(value: object) -> str:
    return value if isinstance(value, str) else orjson.dumps(value, default=str).decode()
