"""Imports over the web: how far they are, what came of them, and cancelling one. A file itself comes by REST."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any

from graph import czech
from graph.access import Role
from graph.contract.cursors import context as list_context
from graph.contract.cursors import offset
from graph.contract.fields import TYPES, Choice
from graph.contract.operation import Answers, Doc, Localized, Page, declared, operation
from graph.contract.price import LOG
from graph.errors import BadInput
from graph.exchange import jobs
from graph.exchange.jobs import Order, State
from graph.mapping import meanings
from graph.mapping.proposal import Part
from graph.matching import joining
from graph.model import Text
from graph.operations.changes import Subject
from graph.operations.context import Context
from graph.operations.duplicates import Reason
from graph.operations.writes import WRITE
from graph.records import Action
from graph.schema import SCHEMA
from graph.sources.registers import READABLE

_IMPORTS = list_context("imports")

ROLE = Role.REVIEWER
"""Who may import: what comes in by a file is on the map at once."""

declared("ImportState", "What became of an import.", "Co se s importem stalo.")(State)
declared("ImportWordPart", "What a word of a file names.", "Co slovo souboru pojmenovává.")(Part)


TYPES["ImportFormat"] = Choice(
    "ImportFormat",
    Text("Formát souboru, který lze načíst.", "A format of files that can be read."),
    {each.name: each.name for each in READABLE},
)

IMPORT = 200
"""What an import costs; it takes no place of those who read."""

VERDICTS = 10_000
"""Matches that somebody decides on with one import, at most."""


@declared("MatchVerdict", "Whether a row of a file is an element of the map.", "Zda je řádek souboru prvkem mapy.")
@dataclass(frozen=True, slots=True)
class Verdict:
    """What somebody says of a match."""

    row: Annotated[str, Doc("Id of the row, as a dry run tells it.", "Id řádku.", type="ID!")]
    of: Annotated[str, Doc("Id of the element.", "Id prvku.", type="ID!")]
    same: Annotated[bool, Doc("Whether it is the element; else it is another one.", "Zda jím je.")]


@dataclass(frozen=True, kw_only=True)
class Said:
    """What is said of whatever is imported."""

    dry_run: Annotated[bool, Doc("Only tell what it would do.", "Jen říci, co by se stalo.")] = False
    matches: Annotated[
        tuple[Verdict, ...],
        Doc(
            "Which rows are elements of the map and which are others; over REST, as JSON.",
            "Co je totéž a co ne, jako JSON.",
            type="[MatchVerdict!]",
            most=VERDICTS,
        ),
    ] = ()
    strict: Annotated[bool, Doc("Import nothing if any row is wrong.", "Buď vše, nebo nic.")] = False
    why: Annotated[str | None, Doc("Why, in your words.", "Proč, vašimi slovy.")] = None
    source: Annotated[str | None, Doc("Id of the source.", "Id zdroje.", type="ID")] = None
    licence: Annotated[str | None, Doc("Under which terms it may be used.", "Za jakých podmínek.")] = None
    date: Annotated[str | None, Doc("As of when, such as 2026-03.", "K jakému dni.")] = None
    remove_gone: Annotated[bool, Doc("Take back what the source says no more.", "Stáhnout, co už zdroj neříká.")] = (
        False
    )

    def order(self, file: str) -> Order:
        """The order to import a file of this name."""
        return Order(
            file,
            dry_run=self.dry_run,
            strict=self.strict,
            matches=[joining.Verdict(each.row, each.of, each.same) for each in self.matches],
            why=self.why or "",
            source=self.source,
            licence=self.licence,
            date=self.date,
            remove_gone=self.remove_gone,
        )


@dataclass(frozen=True, kw_only=True)
class Asked(Said):
    """What is said of a file that is imported."""

    format: Annotated[
        str | None, Doc("Its format; else it is looked into.", "Formát; jinak se pozná.", type="ImportFormat")
    ] = None
    mapping: Annotated[
        str | None,
        Doc("What its words mean: a mapping file in TOML, or JSON of the same shape.", "Co slova znamenají."),
    ] = None
    peer: Annotated[
        str | None,
        Doc(
            "Address of the other Spojenci whose export it is: what it says is matched with what is here.",
            "Adresa jiných Spojenců, jejichž je to export: co říká, se spáruje s tím, co tu je.",
        ),
    ] = None

    def order(self, file: str) -> Order:
        """The order to import a file of this name."""
        return replace(super().order(file), format=self.format, mapping=self.mapping or "", peer=self.peer)


@dataclass(frozen=True, kw_only=True)
class Drawn(Said):
    """What is drawn in from where."""

    address: Annotated[
        str,
        Doc(
            "Address of another Spojenci, https://maps.example.org, or of a map there, …/v1/maps/ID.kumu.json.",
            "Adresa jiných Spojenců nebo jejich mapy.",
        ),
    ]
    map: Annotated[
        str | None,
        Doc(
            "Id of a map there; if neither this nor the address tells, all that is public.",
            "Id tamní mapy; jinak vše veřejné.",
            type="ID",
        ),
    ] = None


@declared("ImportCounts", "How many elements or connections.", "Kolik prvků nebo spojení.")
@dataclass(frozen=True, slots=True)
class Counts:
    """What an import did to elements or to connections."""

    created: Annotated[int, Doc("New.", "Nových.")]
    updated: Annotated[int, Doc("Changed.", "Změněných.")]
    unchanged: Annotated[int, Doc("As they were.", "Beze změny.")]


@declared("ImportRemark", "What is to be told of a place in a file.", "Co je k místu v souboru.")
@dataclass(frozen=True, slots=True)
class Remark:
    """A problem, or a remark."""

    place: Annotated[str, Doc("Where: sheet, row, column or path.", "Kde: list, řádek, sloupec nebo cesta.")]
    message: Annotated[str, Doc("What, and how to mend it.", "Co, a jak to napravit.")]
    where: Annotated[Localized, Doc("The place, in words.", "Místo slovy.")]
    text: Annotated[Localized, Doc("The message, in words.", "Zpráva slovy.")]


@declared("ImportChange", "What is new or changed.", "Co je nové nebo změněné.")
@dataclass(frozen=True, slots=True)
class Change:
    """A row that made something new, or changed it."""

    place: Annotated[str, Doc("Where in the file.", "Kde v souboru.")]
    where: Annotated[Localized, Doc("The place, in words.", "Místo slovy.")]
    action: Annotated[Action, Doc("New or changed.", "Nové nebo změněné.")]
    subject: Annotated[Subject, Doc("The element or connection.", "Prvek nebo spojení.")]
    before: Annotated[Mapping[str, object] | None, Doc("What it said before.", "Co říkalo předtím.", type="JSON")]
    after: Annotated[Mapping[str, object] | None, Doc("What it says.", "Co říká.", type="JSON")]
    name: Annotated[
        str | None, Doc("Name of the element, or of the source of the connection.", "Název prvku, či zdroje.")
    ]
    to_name: Annotated[str | None, Doc("Name of the target of the connection.", "Název cíle spojení.")]


@declared("ImportMatch", "A row that is on the map, or may be.", "Řádek, který na mapě je, nebo možná je.")
@dataclass(frozen=True, slots=True)
class Match:
    """A row that is an element of the map, or may be."""

    place: Annotated[str, Doc("Where in the file.", "Kde v souboru.")]
    where: Annotated[Localized, Doc("The place, in words.", "Místo slovy.")]
    row: Annotated[str, Doc("Id of the row, to say whether it is so.", "Id řádku, k rozhodnutí.", type="ID!")]
    name: Annotated[str, Doc("Its name in the file.", "Název v souboru.")]
    of: Annotated[str, Doc("Id of the element.", "Id prvku.", type="ID!")]
    of_name: Annotated[str, Doc("Name of the element.", "Název prvku.")]
    score: Annotated[float, Doc("How surely, from 0 to 1.", "S jakou jistotou, od 0 do 1.")]
    sure: Annotated[bool, Doc("Whether it is taken for the element.", "Zda se za něj pokládá.")]
    reasons: Annotated[tuple[Reason, ...], Doc("Why.", "Proč.", type="[DuplicateReason!]!")]


@declared("ImportWord", "A word of a file, and what it may mean.", "Slovo souboru a co asi znamená.")
@dataclass(frozen=True, slots=True)
class Word:
    """A type, a field or the word of a connection, with what is proposed that it means."""

    part: Annotated[Part, Doc("What it names.", "Co pojmenovává.")]
    word: Annotated[str, Doc("As it is written; empty for what has none.", "Jak je psáno; prázdné, kde chybí.")]
    count: Annotated[int, Doc("How often it stands there.", "Kolikrát tam je.")]
    examples: Annotated[tuple[str, ...], Doc("Of what.", "Příklady.", type="[String!]!")]
    label: Annotated[str | None, Doc("The type of elements.", "Typ prvků.")]
    link: Annotated[str | None, Doc("The type of connections.", "Typ spojení.")]
    property: Annotated[str | None, Doc("The property; empty for a field of its own.", "Vlastnost.")]
    kind: Annotated[str | None, Doc("The kind.", "Druh.")]
    reversed: Annotated[bool, Doc("Whether it leads the other way.", "Zda vede opačně.")]
    separator: Annotated[str | None, Doc("What parts several names.", "Co odděluje víc názvů.")]
    sure: Annotated[bool, Doc("Whether it is read so; else it is offered.", "Zda se tak čte; jinak jde o nabídku.")]
    remarks: Annotated[tuple[str, ...], Doc("Why, in English.", "Proč, anglicky.", type="[String!]!")]


@declared("ImportReport", "What an import did, or would do.", "Co import udělal, nebo by udělal.")
@dataclass(frozen=True, slots=True)
class Report:
    """What came of an import; of each list, the first few hundred."""

    format: Annotated[str | None, Doc("The format.", "Formát.")]
    elements: Annotated[Counts, Doc("Elements.", "Prvky.")]
    connections: Annotated[Counts, Doc("Connections.", "Spojení.")]
    problem_count: Annotated[int, Doc("Rows that are wrong, and were left out.", "Kolik řádků je chybných.")]
    problems: Annotated[tuple[Remark, ...], Doc("What is wrong with them.", "Co je s nimi.")]
    remark_count: Annotated[int, Doc("Remarks.", "Kolik je poznámek.")]
    remarks: Annotated[tuple[Remark, ...], Doc("What was cleaned or kept as it is.", "Co se upravilo či ponechalo.")]
    changes: Annotated[
        tuple[Change, ...], Doc("What is new or changed.", "Co je nové či změněné.", type="[ImportChange!]!")
    ]
    matches: Annotated[tuple[Match, ...], Doc("What is on the map, or may be.", "Co na mapě je, či asi je.")]
    words: Annotated[tuple[Word, ...], Doc("Of a dry run, what its words may mean.", "Co asi znamenají jeho slova.")]
    difference_count: Annotated[
        int, Doc("Values that stay as a person corrected them.", "Hodnoty, které zůstaly, jak je opravil člověk.")
    ]
    gone_count: Annotated[int, Doc("What the source does not say any more.", "Kolik toho zdroj už neříká.")]
    source: Annotated[str | None, Doc("Id of the source.", "Id zdroje.", type="ID")]


@declared("ImportJob", "An import of a file.", "Import souboru.")
@dataclass(frozen=True, slots=True)
class Job:
    """An import: whose, how far, and what came of it."""

    id: Annotated[str, Doc("Its id.", "Jeho id.", type="ID!")]
    state: Annotated[State, Doc("What became of it.", "Co se s ním stalo.")]
    file: Annotated[str, Doc("Name of the file.", "Název souboru.")]
    dry_run: Annotated[bool, Doc("Whether it only says what it would do.", "Zda jen říká, co by se stalo.")]
    by: Annotated[str, Doc("Whose it is.", "Čí je.")]
    started_at: Annotated[str, Doc("When it began (ISO 8601).", "Kdy začal.", type="DateTime!")]
    ended_at: Annotated[str | None, Doc("When it ended.", "Kdy skončil.", type="DateTime")]
    done: Annotated[int, Doc("Rows that are done.", "Kolik řádků je hotovo.")]
    total: Annotated[int | None, Doc("Rows that there are, once all are read.", "Kolik řádků je, jsou-li přečteny.")]
    sequence: Annotated[int | None, Doc("Number of the change, to undo it.", "Číslo změny, kterým se vrátí.")]
    error: Annotated[Localized | None, Doc("Why it failed.", "Proč se nezdařil.")]
    report: Annotated[Report | None, Doc("What it did, or would do.", "Co udělal, nebo by udělal.")]


@dataclass(frozen=True, kw_only=True)
class Window:
    """A part of the imports."""

    first: Annotated[int, Doc("How many, from 0 to 20.", "Kolik, od 0 do 20.", bounds=(0, 20))] = 5
    after: Annotated[str | None, Doc("The cursor of the edge before these.", "Kurzor předchozí hrany.")] = None


@dataclass(frozen=True, kw_only=True)
class One:
    """One of them."""

    id: Annotated[str, Doc("Its id.", "Jeho id.", type="ID!")]


@operation(
    Window,
    Job,
    Answers.PAGE,
    Text(
        "Vaše importy za poslední týden; správci vidí všechny.",
        "Your imports of a week, the newest first; admins see all.",
    ),
    cost=LOG,
    role=ROLE,
)
async def imports(context: Context, asked: Window) -> Page[Job]:
    """Imports of the viewer. Raises BadInput for a wrong cursor."""
    skip = offset(asked.after, _IMPORTS, "after")
    found = await jobs.listed(context.store, context.viewer, first=skip + asked.first + 1)
    return Page.of(list(map(_job, found)), _IMPORTS, skip, asked.first)


@operation(
    One,
    Job,
    Answers.ONE,
    Text("Jak daleko import je a co z něj vzešlo.", "How far an import is, and what came of it."),
    role=ROLE,
)
async def import_job(context: Context, asked: One) -> Job:
    """One import. Raises NotFound."""
    return _job(await jobs.one(context.store, context.viewer, asked.id))


@declared("DrawInPayload", "The import that has begun.", "Import, který začal.")
@dataclass(frozen=True, slots=True)
class Begun:
    """The import that has begun."""

    id: Annotated[
        str, Doc("Its id: `importJob` tells how far it is.", "Jeho id: `importJob` řekne, jak je daleko.", type="ID!")
    ]


@operation(
    Drawn,
    Begun,
    Answers.ONE,
    Text(
        "Načte mapu jiných Spojenců jako další zdroj: spáruje ji s tím, co tu je; příště se aktualizuje.",
        "Draws in a map of another Spojenci as one more source: it is matched with what is here, and updated the next time.",
    ),
    cost=IMPORT,
    role=ROLE,
    writes=True,
)
async def draw_in(context: Context, asked: Drawn) -> Begun:
    """Begin to draw a map in. Raises BadInput, and Overloaded where an import of the caller is under way."""
    if context.imports is None:
        raise BadInput("on this machine, it is `spojenci import --peer ADDRESS`", place="address")
    return Begun(await context.imports.draw_in(context.author, asked.address, asked.map, asked.order(asked.address)))


@declared("CancelImportPayload", "Which import was asked to end.", "Který import má skončit.")
@dataclass(frozen=True, slots=True)
class Cancelling:
    """Which one it was."""

    id: Annotated[str, Doc("Its id.", "Jeho id.", type="ID!")]


@operation(
    One,
    Cancelling,
    Answers.ONE,
    Text(
        "Zruší import: nezapíše se nic. Skončí do několika vteřin, nebo byl už zapsán.",
        "Cancels an import: nothing is written. It ends within seconds, unless it was written before; its state tells.",
    ),
    cost=WRITE,
    role=ROLE,
    writes=True,
)
async def cancel_import(context: Context, asked: One) -> Cancelling:
    """Cancel one. Raises NotFound."""
    await jobs.cancel(context.store, context.viewer, asked.id)
    return Cancelling(asked.id)


_LOST = "Its process has ended without a word, as where the service is killed. Nothing was written; begin it again."


def _job(job: Mapping[str, Any]) -> Job:
    state = State(job["state"])
    lost = _LOST if state is State.LOST else None
    report = _report(job["report"]) if job["report"] else None
    return Job(
        job["id"], state, job["file"], job["dryRun"], job["by"], job["startedAt"], job["endedAt"],
        job["done"], job["total"], job["sequence"], _said(job["error"] or lost), report,
    )  # fmt: skip


def _report(told: Mapping[str, Any]) -> Report:
    """What the process of an import told, which says of one that failed no more than what was wrong."""
    none = {"created": 0, "updated": 0, "unchanged": 0}
    return Report(
        told.get("format"),
        Counts(**told.get("elements", none)),
        Counts(**told.get("connections", none)),
        told["refusedCount"],
        tuple(map(_remark, told["refused"])),
        told.get("noticeCount", 0),
        tuple(map(_remark, told.get("notices", ()))),
        tuple(_change(each, told.get("names", {})) for each in told.get("changed", ())),
        tuple(map(_match, told.get("matches", ()))),
        tuple(map(_word, told.get("words", ()))),
        told.get("differenceCount", 0),
        told.get("goneCount", 0),
        told.get("source"),
    )


def _remark(told: Mapping[str, str]) -> Remark:
    place, message = told["place"], told["message"]
    return Remark(place, message, _where(place), Text(czech.message(message), message))


def _said(message: str | None) -> Text | None:
    return None if message is None else Text(czech.message(message), message)


def _where(place: str) -> Text:
    return Text(czech.place(place), place)


def _change(record: Mapping[str, Any], names: Mapping[str, str]) -> Change:
    link, own = record.get("link"), record.get("id")
    subject = Subject(
        record.get("label"),
        link,
        None if link else own,
        record.get("from"),
        record.get("to"),
        own if link else None,
    )
    before, after = record.get("before"), record.get("after")
    name, to_name = names.get(str(record["from"] if link else own)), names.get(record.get("to", ""))
    place = record["place"]
    return Change(place, _where(place), Action(record["action"]), subject, before, after, name, to_name)


def _match(told: Mapping[str, Any]) -> Match:
    reasons = tuple(Reason(Text(each["cs"], each["en"])) for each in told["reasons"])
    place = told["place"]
    return Match(
        place, _where(place), told["row"], told["name"], told["id"], told["of"], told["score"], told["sure"], reasons
    )


def _word(told: Mapping[str, Any]) -> Word:
    said = told["said"]
    return Word(
        Part(told["part"]), told["word"], told["count"], tuple(told["examples"]), said.get("label"), said.get("type"),
        said.get("property"), said.get("kind"), said.get("reversed", False), said.get("separator"),
        told["sure"], tuple(told["remarks"]),
    )  # fmt: skip


# ------------------------------------------------------------------------------------------------ what words can mean


@declared("ImportMeaning", "What a word of a file can mean.", "Co může slovo souboru znamenat.")
@dataclass(frozen=True, slots=True)
class Meaning:
    """A type, a property or a type of connections."""

    part: Annotated[Part, Doc("What words name it: types, connections or fields.", "Jaká slova to pojmenovávají.")]
    name: Annotated[str, Doc("Its name in the model.", "Název v modelu.")]
    text: Annotated[Localized, Doc("What it is.", "Co to je.")]
    of: Annotated[
        tuple[str, ...], Doc("Types that have the property, or that it leads from.", "Typy.", type="[String!]!")
    ]
    to: Annotated[tuple[str, ...], Doc("Types that it leads to.", "Kam vede.", type="[String!]!")]


@dataclass(frozen=True, kw_only=True)
class NoValues:
    """Nothing is asked for."""


@operation(
    NoValues,
    Meaning,
    Answers.MANY,
    Text(
        "Co mohou slova souboru znamenat: typy, vlastnosti a spojení modelu.",
        "What words of a file can mean: the types, properties and connections of the model. A connection that leads between "
        "several pairs of types stands there for each.",
    ),
)
async def import_meanings(_: Context, __: NoValues) -> Sequence[Meaning]:
    """All of them."""
    return [*_types(), *_links(), *_properties()]


def _types() -> Iterator[Meaning]:
    for each in SCHEMA.elements:
        if each.label not in meanings.NOT_DRAWN:
            yield Meaning(Part.TYPES, each.label, each.doc, (), ())


def _links() -> Iterator[Meaning]:
    for each in SCHEMA.connections:
        for ends in each.ends if each.type not in ("SHOWS", "SAME_AS") else ():
            sources, targets = (tuple(end.label for end in side) for side in (ends.sources, ends.targets))
            yield Meaning(Part.CONNECTIONS, each.type, each.doc, sources, targets)


def _properties() -> Iterator[Meaning]:
    having: dict[str, list[str]] = {}
    texts: dict[str, Text] = {}
    for label, fields in meanings.ELEMENT_FIELDS.items():
        for declared_ in {each.name: each for each in fields.values()}.values():
            if not declared_.internal and label not in meanings.NOT_DRAWN:
                having.setdefault(declared_.name, []).append(label)
                texts.setdefault(declared_.name, declared_.doc)
    return (Meaning(Part.FIELDS, name, texts[name], tuple(labels), ()) for name, labels in having.items())


OPERATIONS = [imports, import_job, draw_in, cancel_import, import_meanings]
