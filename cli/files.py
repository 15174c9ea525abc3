"""``spojenci seed``, ``import`` and ``export``: rows into the graph and out of it."""

import gzip
import inspect
import shutil
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import IO, Annotated, BinaryIO, Unpack, cast, get_args

import typer

from cli import output
from cli.session import read_settings, run, with_graph
from graph import database
from graph.access import OPERATOR
from graph.errors import BadInput, InvalidFile
from graph.exchange import exporter, fetching, importer, peers, reporting
from graph.exchange import page as exchange_page
from graph.exchange.chosen import MOST_STEPS, Chosen
from graph.exchange.importer import Loading
from graph.exchange.peers import Peer
from graph.exchange.sourcing import Origin
from graph.formats import canonical, packing, registry
from graph.formats.format import Format, Option, Options, Writer
from graph.formats.writers import registry as writers
from graph.formats.writers.linked import ADDRESSES
from graph.mapping import proposal
from graph.matching.duplicates import known_names
from graph.model import Language
from graph.progress import Progress
from graph.rows import Rows
from graph.schema import SCHEMA
from graph.settings import Settings
from graph.sources import czech_register
from graph.sources import seed as seed_source
from graph.sources.registers import READABLE
from graph.store import Store
from graph.writable import written

STDIO = Path("-")

Way = Callable[..., Awaitable[importer.Report]]
"""What imports rows."""

AsJson = Annotated[bool, typer.Option("--json", help="Print the report, or all that is wrong, as JSON.")]
Why = Annotated[str, typer.Option("--why", metavar="TEXT", help="Why, in your words; the log tells it with the file.")]
Strict = Annotated[bool, typer.Option("--strict", help="Import nothing if any row is wrong, rather than leave it out.")]
ProposeMapping = Annotated[
    bool,
    typer.Option(
        "--propose-mapping", help="Print what the words of a map may mean, to edit for --mapping; import nothing."
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Check everything and say what would change; change nothing.")]
Imported = Annotated[
    list[Path] | None,
    typer.Argument(
        help="The file, plain or packed with gzip or zip; several are read as one map; - reads standard input.",
        show_default=False,
    ),
]
SourceId = Annotated[
    str | None,
    typer.Option(
        metavar="ID", help="Id of the source; if not given, the one of this content or name.", show_default=False
    ),
]
Licence = Annotated[str | None, typer.Option(help="Under which terms it may be used.", show_default=False)]
AsOf = Annotated[str | None, typer.Option(help="As of when, such as 2026-03.", show_default=False)]
RemoveGone = Annotated[
    bool, typer.Option("--remove-gone", help="Take back what the source said last time and does not say now.")
]
OfPeer = Annotated[
    str | None,
    typer.Option(
        metavar="ADDRESS",
        help="Of another Spojenci, or of a map there, as …/v1/maps/ID.kumu.json: what it says is matched with what is "
        "here. Without a file, it is asked for its export.",
        show_default=False,
    ),
]
Page = Annotated[
    Path | None,
    typer.Option(
        "--page", metavar="FILE", help="Also write the report as a page to read or print (HTML).", show_default=False
    ),
]
PageLanguage = Annotated[str, typer.Option(help="Language of the page: cs or en.")]


def seed(
    file: Annotated[
        list[Path] | None, typer.Option(help="Load this file in the canonical form instead; may be repeated.")
    ] = None,
    register: Annotated[
        Path | None,
        typer.Option(help="A newer copy of the register of libraries (CSV); what it has not any more is closed."),
    ] = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Load the seed: Czech places, the register of libraries, the vocabulary, the example activities.

    Loading it again changes nothing. What a person corrected stays.
    """
    if file and register:
        raise BadInput("Say either --file or --register.", place="register")
    with ExitStack() as stack:
        stack.enter_context(_reported(as_json))
        files = [stack.enter_context(_opened(path)) for path in file or ()]
        read = partial(registry.rows, canonical.FORMAT, options=Options())
        rows = chain.from_iterable(map(read, files)) if files else seed_source.read(register=register)
        # An empty graph gets what is asked for here, and not the seed before it.
        settings = read_settings().model_copy(update={"seed": "none"})
        options = Loading(author=database.SEEDING, dry_run=dry_run)
        if register:
            stream = stack.enter_context(_opened(register))
            origin = Origin.of(register.name, stream, czech_register.SOURCE)
            by = replace(database.SEEDING, note=register.name)
            options |= Loading(author=by, origin=origin, close_gone=True)
        _load(rows, as_json, "Loading the seed", settings, **options)


def _takes_options_of(formats: Iterable[Format]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command an option for each one that the formats have, in place of its ``**given``."""
    of_name: dict[str, list[tuple[str, Option]]] = {}
    for format in formats:
        for option in format.options:
            of_name.setdefault(option.name, []).append((format.name, option))

    def derived(command: Callable[..., None]) -> Callable[..., None]:
        own = [p for p in inspect.signature(command).parameters.values() if p.kind is not p.VAR_KEYWORD]
        # Typer reads the options of a command from its signature.
        command.__signature__ = inspect.Signature([*own, *map(_parameter, of_name.values())])  # type: ignore[attr-defined]
        return command

    return derived


def _parameter(options: list[tuple[str, Option]]) -> inspect.Parameter:
    """The option of a command for those of one name."""
    _, option = options[0]
    told = " ".join(f"{format}: {each.doc.en}" for format, each in options)
    declared = typer.Option(f"--{option.name}", help=told, metavar=option.type, show_default=False)
    annotation = Annotated[list[str] | None, declared]
    return inspect.Parameter(option.name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation)


def _format_option(
    formats: Sequence[Format | Writer], named: Callable[[str], Format | Writer], otherwise: str
) -> object:
    told = " ".join(f"{format.name}: {format.doc.en}" for format in formats)
    names = "|".join(format.name for format in formats)
    return typer.Option(parser=named, metavar=names, help=f"{told} {otherwise}", show_default=False)


def _importable(name: str) -> Format:
    return registry.named(name, READABLE)


@_takes_options_of(READABLE)
def import_(
    file: Imported = None,
    format: Annotated[
        Format | None, _format_option(READABLE, _importable, "If not given, the file is looked into.")
    ] = None,
    dry_run: DryRun = False,
    strict: Strict = False,
    why: Why = "",
    as_json: AsJson = False,
    source: SourceId = None,
    licence: Licence = None,
    date: AsOf = None,
    remove_gone: RemoveGone = False,
    peer: OfPeer = None,
    propose_mapping: ProposeMapping = False,
    page: Page = None,
    lang: PageLanguage = "cs",
    **given: list[str] | None,
) -> None:
    """Import a file.

    Rows that are wrong are left out and listed; all others are written at once, or nothing is. What a person corrected
    stays, and what this source does not say any more is listed.
    """
    if not file and not peer:
        raise BadInput("Say which file to import, or --peer.", place="file")
    name = ", ".join(each.name for each in file) if file else str(peer)
    with _reported(as_json), _all_opened(file) if file else _fetched(str(peer)) as stream:
        chosen = format or registry.recognised(stream, READABLE)
        options = chosen.bind(_given(given), registry.stem(file[0]) if file and file[0] != STDIO else "")
        output.say(f"Reading {name} as {chosen.name}.", to=sys.stderr)
        if propose_mapping:
            words = registry.proposed_mapping(chosen, stream, options, _known_names())
            output.say(proposal.written(words, options.texts["name"]).rstrip())
            return
        known = _named(file) if file else str(peer)
        origin = Origin.of(known, stream, chosen.register, source=source, licence=licence, date=date)
        _load(
            registry.rows(chosen, stream, options),
            as_json,
            f"Importing {name}",
            shown=partial(_page, page, name, lang) if page else None,
            way=_way_of(chosen, peer),
            author=replace(importer.BY_OPERATOR, note=f"{name}: {why}" if why else name),
            dry_run=dry_run,
            strict=strict,
            origin=origin,
            remove_gone=remove_gone,
        )


def _way_of(format: Format, peer: str | None) -> Way:
    """How the rows of a format get into the graph."""
    if peer:
        return partial(peers.load, peer=peers.of_file(format.name, peer))
    return importer.load_drawn if format.drawn else importer.load


@contextmanager
def _fetched(address: str) -> Iterator[BinaryIO]:
    """What another Spojenci exports. Raises BadInput."""
    settings = read_settings()
    private = fetching.may_be_inside(address, settings)
    peer = Peer.at(address, private=private)
    with tempfile.TemporaryFile() as file:
        run(fetching.fetch(peer.export, file, most=settings.max_import, private=private))
        file.seek(0)
        yield file


def _known_names() -> Mapping[str, str]:
    """The labels of all elements of the graph, by their folded names."""

    async def names(store: Store, progress: Progress) -> Mapping[str, str]:
        progress("Reading the names in the graph", None)
        return await known_names(store, OPERATOR)

    return with_graph(names)


def _named(files: Iterable[Path]) -> str:
    return ", ".join("standard input" if file == STDIO else file.name for file in files)


def export(
    file: Annotated[Path, typer.Argument(help="Where to, packed when it ends in .gz; - is standard output.")] = STDIO,
    format: Annotated[
        Writer | None, _format_option(writers.WRITERS, writers.named, "If not given, the file's ending decides.")
    ] = None,
    map: Annotated[str | None, typer.Option(metavar="ID", help="Only what this map shows, and the map.")] = None,
    neighbourhood: Annotated[str | None, typer.Option(metavar="ID", help="Only this element and what is near.")] = None,
    steps: Annotated[int, typer.Option(help=f"How many steps away, 1 to {MOST_STEPS}.")] = 1,
    within: Annotated[str | None, typer.Option(metavar="ID", help="Only this place and what is in it.")] = None,
    search: Annotated[str | None, typer.Option(metavar="WORDS", help="Only what a search finds.")] = None,
    label: Annotated[list[str] | None, typer.Option(help="Only elements of this type; may be repeated.")] = None,
    filter: Annotated[
        list[str] | None,
        typer.Option(metavar="PROPERTY=VALUE", help="Only elements with this value; all that are given must fit."),
    ] = None,
    base: Annotated[
        str, typer.Option(help="What the addresses of elements begin with, where a format has these.")
    ] = ADDRESSES,
) -> None:
    """Write the graph into a file, or a part of it with the connections between its elements."""
    chosen = Chosen.of(map, neighbourhood, steps, within, search, label or (), filter or ())
    writer = format or writers.by_ending(file.name) or writers.named("canonical")
    if file == STDIO:
        _export(sys.stdout.buffer, writer, chosen, base, shown=not sys.stdout.isatty())
        return
    with _written(file) as target:
        _export(target, writer, chosen, base, shown=True)


def _export(target: IO[bytes], writer: Writer, chosen: Chosen, base: str, *, shown: bool) -> None:
    async def export(store: Store, progress: Progress) -> None:
        written = 0
        rows = exporter.rows(store, SCHEMA, chosen=chosen, seats=writer.seats)
        async for part in writer.write(rows, base):
            target.write(part)
            written += len(part)
            progress(f"Exporting: {written / 1e6:.1f} MB", None)

    with_graph(export, shown=shown)


def _given(options: Mapping[str, list[str] | None]) -> dict[str, list[str]]:
    return {name: texts for name, texts in options.items() if texts}


@contextmanager
def _all_opened(paths: Sequence[Path]) -> Iterator[BinaryIO]:
    """A file, or several as one archive of them. Raises BadInput when one cannot be opened."""
    with ExitStack() as stack:
        if len(paths) == 1:
            yield stack.enter_context(_opened(paths[0]))
            return
        archive = stack.enter_context(tempfile.TemporaryFile())
        try:
            packing.together(paths, archive)
        except OSError as error:
            raise BadInput(f"{error.filename} cannot be read: {error.strerror}.", place=str(error.filename)) from error
        yield archive


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    """A file, or standard input, to read and read again. Raises BadInput when it cannot be opened."""
    with ExitStack() as stack:
        if path == STDIO:
            copy = stack.enter_context(tempfile.TemporaryFile())
            shutil.copyfileobj(sys.stdin.buffer, copy)
            copy.seek(0)
            yield copy
            return
        try:
            file = stack.enter_context(path.open("rb"))
        except OSError as error:
            raise BadInput(f"{path} cannot be read: {error.strerror}.", place=str(path)) from error
        yield file


def _load(
    rows: Rows,
    as_json: bool,
    what: str,
    settings: Settings | None = None,
    *,
    way: Way = importer.load,
    shown: Callable[[importer.Report], None] | None = None,
    **options: Unpack[Loading],
) -> None:
    async def load(store: Store, progress: Progress) -> importer.Report:
        progress(what, None)
        options["progress"] = lambda done: progress(f"{what}: {done:,} rows", None)
        return await way(store, SCHEMA, rows=rows, **options)

    done = with_graph(load, settings=settings)
    if shown:
        shown(done)
    output.report(done, as_json=as_json)


def _page(path: Path, name: str, language: str, done: importer.Report) -> None:
    """Write the page of a report."""
    if language not in get_args(Language):
        raise BadInput(f"The language is one of {', '.join(get_args(Language))}, not {language!r}.", place="lang")
    with _written(path) as target:
        target.write(exchange_page.written(reporting.data(done), name, language).encode())


@contextmanager
def _reported(as_json: bool) -> Iterator[None]:
    """Print what is wrong with a file as JSON too, if that is wanted."""
    try:
        yield
    except InvalidFile as error:
        if as_json:
            output.json(output.as_data(error))
        raise


@contextmanager
def _written(path: Path) -> Iterator[IO[bytes]]:
    """A file to write, packed where its name says so. Raises BadInput when that is impossible."""
    with written(path) as plain:
        if path.suffix.lower() == registry.GZIP_ENDING:
            with gzip.GzipFile("", "wb", 6, plain, mtime=0) as packed:
                yield cast(IO[bytes], packed)
        else:
            yield plain
