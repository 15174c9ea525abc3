"""``spojenci keys``: give out API keys, change their secrets, and take them back."""

import re
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, TypeVar

import typer

from cli import output
from cli.session import with_graph
from graph import keys
from graph.access import OPERATOR, Role
from graph.errors import BadInput
from graph.keys import Issued
from graph.operations import codes
from graph.schema import LIBRARY
from graph.store import Store

T = TypeVar("T")

app = typer.Typer(help="API keys: who may do what.", no_args_is_help=True)

_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_LONGEST = 3650
"""Days that a key may hold."""

Name = Annotated[str, typer.Argument(help="Its name, under which the log tells what was done with it.")]


@app.command()
def create(
    name: Name,
    role: Annotated[Role, typer.Option(help="What it is for.")],
    library: Annotated[
        str | None, typer.Option(help="Id or a code of the library that a contributor is tied to.")
    ] = None,
    expires: Annotated[str, typer.Option(help="For how long (90d) or until which day (2027-01-31).")] = "365d",
    as_json: output.AsJson = False,
) -> None:
    """Make a key. Its secret is printed this once."""
    lifetime = _until(expires)

    async def make(store: Store) -> Issued:
        named = library and await codes.found(store, (LIBRARY.label,), library, OPERATOR, "library")
        return await keys.create(store, name, role, named, lifetime)

    _print(_do(make), as_json=as_json)


@app.command("list")
def list_(as_json: output.AsJson = False) -> None:
    """Show all keys, without their secrets, of which only hashes are stored."""
    rows = _do(keys.listed)
    if as_json:
        output.json(rows)
    elif rows:
        output.table(list(rows[0]), [list(row.values()) for row in rows])
    else:
        print("There are no keys. Make one with `spojenci keys create NAME --role reader`.")


@app.command()
def rotate(
    name: Name,
    grace: Annotated[str, typer.Option(help="For how long the old secret goes on working (30m, 24h, 7d).")] = "24h",
    as_json: output.AsJson = False,
) -> None:
    """Give a key a new secret, which is printed this once and holds as long as the old one was meant to."""
    overlap = _duration(grace, "grace")
    _print(_do(lambda store: keys.rotate(store, name, overlap)), as_json=as_json)


@app.command()
def revoke(name: Name, as_json: output.AsJson = False) -> None:
    """End a key for good. Services that run notice within half a minute."""
    _do(lambda store: keys.revoke(store, name))
    if as_json:
        output.json({"name": name, "state": "revoked"})
    else:
        print(f"The key {name} has ended.")


def _do(action: Callable[[Store], Awaitable[T]]) -> T:
    return with_graph(lambda store, _: action(store))


def _print(issued: Issued, *, as_json: bool) -> None:
    if as_json:
        output.json({"name": issued.name, "key": issued.secret, "expiresAt": issued.expires})
        return
    print(issued.secret)
    advice = f"Keep it now, it is not shown again. It holds until {issued.expires}."
    print(advice, file=sys.stderr)


def _until(text: str) -> timedelta:
    try:
        day = datetime.combine(date.fromisoformat(text), datetime.min.time(), UTC)
    except ValueError:
        return _duration(text, "expires")
    return _bounded(day - datetime.now(UTC), text, "expires")


def _duration(text: str, place: str) -> timedelta:
    found = re.fullmatch(r"(\d{1,6})([mhdw])", text)
    if not found:
        more = " or a day (2027-01-31)" if place == "expires" else ""
        raise BadInput(f"--{place} {text!r}: write a time such as 30m, 24h, 90d, 8w{more}.", place=place)
    return _bounded(timedelta(**{_UNITS[found[2]]: int(found[1])}), text, place)


def _bounded(given: timedelta, text: str, place: str) -> timedelta:
    if given > timedelta(days=_LONGEST):
        raise BadInput(f"--{place} {text!r}: {_LONGEST} days are the most.", place=place)
    return given
