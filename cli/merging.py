"""``spojenci merge KEEP GONE…``: the operation, with what goes after what stays."""

from typing import Annotated

import typer

from cli.operations import answer, show
from cli.output import Format
from graph.model import Language
from graph.operations.all import OPERATIONS


def merge(
    keep: Annotated[str, typer.Argument(help="Id of the element that stays.")],
    gone: Annotated[
        list[str], typer.Argument(help="Ids of those that become one with it, and lead to it from then on.")
    ],
    note: Annotated[str | None, typer.Option(help="Why, in your words.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell what it would do.")] = False,
    lang: Annotated[Language, typer.Option(help="Language of texts.")] = "en",
    as_json: Annotated[bool, typer.Option("--json", help="Print all as JSON.")] = False,
) -> None:
    """Make one of several elements; ``spojenci undo`` brings each back, whatever was merged later."""
    merging = OPERATIONS["merge"]
    given = {"keep": keep, "gone": gone, "dryRun": dry_run} | ({"note": note} if note else {})
    show(merging, answer(merging, given, lang), Format.JSON if as_json else Format.TABLE)
