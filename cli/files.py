"""``spojenci seed``, ``import`` and ``export``: rows into the graph and out of it."""

import gzip
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from enum import StrEnum
from io import BufferedReader
from itertools import chain
from pathlib import Path
from typing import IO, Annotated, cast

import orjson
import typer

from cli import output
from cli.session import read_settings, with_graph
from graph import database
from graph.access import Author
from graph.errors import BadInput, InvalidFile
from graph.exchange import exporter, importer
from graph.formats import canonical, kumu
from graph.progress import Progress
from graph.rows import Rows
from graph.schema import SCHEMA
from graph.settings import Settings
from graph.sources import seed as seed_source
from graph.store import Store

STDIO = Path("-")


class Format(StrEnum):
    """What a file is in; ``auto`` looks into it."""

    auto = "auto"
    canonical = "canonical"
    kumu = "kumu"


AsJson = Annotated[bool, typer.Option("--json", help="Print the report, or all that is wrong, as JSON.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Check everything and say what would change; change nothing.")]


def seed(
    file: Annotated[
        list[Path] | None, typer.Option(help="Load this file in the canonical form instead; may be repeated.")
    ] = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Load the seed: Czech places, the register of libraries, the vocabulary, the example activities.

    Loading it again changes nothing.
    """
    with ExitStack() as stack:
        files = [stack.enter_context(_opened(path)) for path in file or ()]
        rows = chain.from_iterable(map(canonical.read_stream, files)) if files else seed_source.read()
        # An empty graph gets what is asked for here, and not the seed before it.
        settings = read_settings().model_copy(update={"seed": "none"})
        _load(rows, dry_run, as_json, "Loading the seed", settings, database.SEEDING)


def import_(
    file: Annotated[Path, typer.Argument(help="The file; - reads standard input.")],
    format: Annotated[Format, typer.Option(help="Its format.")] = Format.auto,
    name: Annotated[str | None, typer.Option(help="Kumu: name of the map; else that of the file.")] = None,
    type: Annotated[
        list[str] | None, typer.Option(help='Kumu: label for a type of elements, such as "Problém=Topic"; repeatable.')
    ] = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Import a file: the canonical JSON Lines (.jsonl, .jsonl.gz), or JSON from Kumu. All or nothing."""
    types = dict(map(_type, type or ()))
    with _opened(file) as stream:
        kind = _detected(stream) if format is Format.auto else format
        if kind is Format.canonical and (name or types):
            raise BadInput(f"{file} is in the canonical form; --name and --type are for Kumu only.", place="--type")
        if kind is Format.kumu and file == STDIO and not name:
            raise BadInput("A Kumu map from standard input needs a name: add --name.", place="--name")
        rows = _kumu(stream, name or file.stem, types) if kind is Format.kumu else canonical.read_stream(stream)
        _load(rows, dry_run, as_json, f"Importing {file}")


def export(file: Annotated[Path, typer.Argument(help="Where to; - is standard output.")] = STDIO) -> None:
    """Write the whole graph in the canonical form; compressed when the file ends in .gz."""
    if file == STDIO:
        _export(sys.stdout.buffer, shown=not sys.stdout.isatty())
        return
    with _written(file) as target:
        _export(target, shown=True)


def _export(target: IO[bytes], *, shown: bool) -> None:
    async def write(store: Store, progress: Progress) -> None:
        written = 0
        async for line in exporter.lines(store, SCHEMA):
            target.write(line)
            written += len(line)
            progress(f"Exporting: {written / 1e6:.1f} MB", None)

    with_graph(write, shown=shown)


def _type(text: str) -> tuple[str, str]:
    name, found, label = text.rpartition("=")
    if not found or not name.strip() or label.strip() not in SCHEMA.by_label:
        raise BadInput(
            f"--type {text!r} is no type of Kumu and a label, such as Problém=Topic; the labels are "
            f"{', '.join(SCHEMA.by_label)}.",
            place="--type",
        )
    return name.strip(), label.strip()


@contextmanager
def _opened(path: Path) -> Iterator[BufferedReader]:
    """A file, or standard input, to read and read again. Raises BadInput when it cannot be opened."""
    with ExitStack() as stack:
        if path == STDIO:
            copy = stack.enter_context(tempfile.TemporaryFile())
            shutil.copyfileobj(sys.stdin.buffer, copy)
            copy.seek(0)
            yield cast(BufferedReader, copy)
            return
        try:
            file = stack.enter_context(path.open("rb"))
        except OSError as error:
            raise BadInput(f"{path} cannot be read: {error.strerror}.", place=str(path)) from error
        yield file


def _detected(stream: BufferedReader) -> Format:
    first = stream.readline(canonical.LONGEST_LINE)
    stream.seek(0)
    if first.startswith(b"\x1f\x8b") or _is_row(first):
        return Format.canonical
    found = kumu.sniff(stream.read())
    stream.seek(0)
    return Format.kumu if found else Format.canonical


def _is_row(line: bytes) -> bool:
    with suppress(orjson.JSONDecodeError):
        row = orjson.loads(line.removeprefix(b"\xef\xbb\xbf"))
        return isinstance(row, dict) and bool(row.keys() & {"label", "link"})
    return False


def _kumu(stream: BufferedReader, name: str, types: dict[str, str]) -> Rows:
    yield from kumu.read(stream.read(), name=name, types=types)


def _load(
    rows: Rows,
    dry_run: bool,
    as_json: bool,
    what: str,
    settings: Settings | None = None,
    author: Author = importer.BY_OPERATOR,
) -> None:
    async def load(store: Store, progress: Progress) -> importer.Report:
        progress(what, None)
        return await importer.load(
            store,
            SCHEMA,
            rows,
            dry_run=dry_run,
            author=author,
            progress=lambda done: progress(f"{what}: {done:,} rows", None),
        )

    try:
        report = with_graph(load, settings=settings)
    except InvalidFile as error:
        if as_json:
            output.json(output.as_data(error))
        raise
    output.report(report, as_json=as_json)


@contextmanager
def _written(path: Path) -> Iterator[IO[bytes]]:
    """A file to write, which takes its name only when all of it is written. Raises BadInput when that is impossible."""
    special = path.exists() and not path.is_file()  # a pipe or /dev/null
    part = path if special else path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as plain:
            if path.suffix == ".gz":
                with gzip.GzipFile("", "wb", 6, plain, mtime=0) as packed:
                    yield cast(IO[bytes], packed)
            else:
                yield plain
        if not special:
            part.replace(path)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise BadInput(f"{path} cannot be written: {error.strerror}.", place=str(path)) from error
    finally:
        if not special:
            part.unlink(missing_ok=True)
