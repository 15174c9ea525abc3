"""The command line: every command, and the options before them."""

import os
from importlib.metadata import version
from typing import Annotated

import typer

from cli import keys
from cli.analysts import connect
from cli.assistants import mcp
from cli.backup import backup, drill, restore
from cli.cypher import cypher
from cli.doctor import doctor
from cli.files import export, import_, seed
from cli.merging import merge
from cli.operations import commands, query
from cli.quality import evaluate, fit, judge
from cli.serve import serve

app = typer.Typer(
    name="spojenci",
    help="Potential partners for a library, and why: a queryable graph of libraries and their allies.",
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (serve, query, cypher, seed, export, backup, restore, drill, doctor, connect, evaluate, fit, judge):
    app.command()(command)
app.command("import")(import_)
app.command()(merge)
app.command()(mcp)
commands(app)
app.add_typer(keys.app, name="keys")


@app.callback(invoke_without_command=True)
def options(
    context: typer.Context,
    version_wanted: Annotated[bool, typer.Option("--version", help="Show the version and end.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show where an unexpected error came from.")] = False,
) -> None:
    """What stands before the command."""
    if debug:
        os.environ["SPOJENCI_DEBUG"] = "1"
    if version_wanted:
        print(f"spojenci {version('spojenci')}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        print(context.get_help())
