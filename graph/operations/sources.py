"""Sources: taking one back, and settling where a source and a person differ."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated, Any

import orjson

from graph.access import Role, decides, require_role, sized
from graph.contract.cursors import context as list_context
from graph.contract.cursors import offset
from graph.contract.operation import Answers, Doc, Page, declared, operation
from graph.contract.price import LOG, QUESTION
from graph.errors import LOOK_IT_UP, NotFound
from graph.log.changes import Entry, Log
from graph.log.history import history
from graph.model import Text
from graph.operations.changes import Subject
from graph.operations.context import Context
from graph.operations.writes import WRITE
from graph.questions.named import WRITES
from graph.records import ConnectionSubject, ElementSubject
from graph.said import SOURCES, listed
from graph.schema import SCHEMA
from graph.store import Transaction
from graph.store.values import from_neo4j, texts_of
from graph.writing import taking_back

HISTORY = 2000
"""Entries of the log that are looked through for where a source came from."""

LISTED = 10_000
"""Differences that are looked at; the newest first."""

_ASKED = {"key": None, "source": None, "verdict": None, "open": False, "most": LISTED}


@dataclass(frozen=True, kw_only=True)
class Source:
    """Which source is taken back."""

    source: Annotated[str, Doc("Id of the source.", "Id zdroje.", type="ID!")]
    note: Annotated[str | None, Doc("Why, in your words.", "Proč, vašimi slovy.")] = None
    dry_run: Annotated[bool, Doc("Only say what would go.", "Jen řekne, co by zmizelo.")] = False


@declared("WithdrawSourcePayload", "What taking back a source came to.", "Jak stažení zdroje dopadlo.")
@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What taking back a source came to."""

    sequence: Annotated[int | None, Doc("Number of the change, to undo it.", "Číslo změny, kterým se vrátí.")]
    deleted: Annotated[int | None, Doc("What rested on it alone and went.", "Kolik zmizelo, protože jiný zdroj nemá.")]
    kept: Annotated[
        int | None, Doc("What stays, for others say it too.", "Kolik zůstalo, protože to říká i někdo jiný.")
    ]


@operation(
    Source,
    Withdrawn,
    Answers.ONE,
    Text(
        "Stáhne zdroj: co stojí jen na něm, zmizí; co říkají i jiní nebo opravil člověk, zůstane.",
        "Takes a source back: what rests on it alone goes, what others say too or a person corrected stays.",
    ),
    cost=WRITE,
    role=Role.REVIEWER,
    writes=True,
)
async def withdraw_source(context: Context, asked: Source) -> Withdrawn:
    """Take a source back. Raises as :func:`graph.writing.taking_back.withdraw_source`."""
    author = replace(context.author, note=asked.note)
    done = await taking_back.withdraw_source(context.store, SCHEMA, asked.source, author, dry_run=asked.dry_run)
    return Withdrawn(done.sequence, done.deleted, done.kept)


@declared("MismatchVerdict", "Who is wrong where a source and a person differ.", "Kdo se mýlí.")
class Verdict(StrEnum):
    """Who is wrong."""

    WRONG_HERE = "WRONG_HERE"
    WRONG_THERE = "WRONG_THERE"
    BOTH_WRONG = "BOTH_WRONG"
    MEANT_SO = "MEANT_SO"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which differences."""

    source: Annotated[str | None, Doc("Only from this source.", "Jen z tohoto zdroje.", type="ID")] = None
    verdict: Annotated[
        Verdict | None,
        Doc(
            "Those with this verdict; if not said, those that wait for one. WRONG_THERE is the list for a register's keeper.",
            "S tímto verdiktem; jinak ty, které na něj čekají. WRONG_THERE je seznam pro správce registru.",
        ),
    ] = None
    first: Annotated[int, Doc("How many, from 0 to 100.", "Kolik, od 0 do 100.", bounds=(0, 100))] = 20
    after: Annotated[str | None, Doc("The cursor of the edge before these.", "Kurzor předchozí hrany.")] = None


@declared("Mismatch", "Where a source says something else than a person.", "Kde zdroj říká něco jiného než člověk.")
@dataclass(frozen=True, slots=True)
class Mismatch:
    """A work item."""

    id: Annotated[str, Doc("To settle it.", "K vyřešení.", type="ID!")]
    subject: Annotated[Subject, Doc("What it is about.", "O čem je.")]
    property: Annotated[str, Doc("Which property.", "Která vlastnost.")]
    here: Annotated[object, Doc("What stands here now.", "Co je tady.", type="JSON")]
    there: Annotated[object, Doc("What the source says.", "Co říká zdroj.", type="JSON")]
    source: Annotated[str, Doc("Id of the source.", "Id zdroje.", type="ID!")]
    at: Annotated[str, Doc("When it was noted.", "Kdy byl zapsán.", type="DateTime!")]
    verdict: Annotated[Verdict | None, Doc("Who is wrong.", "Kdo se mýlí.")]
    note: Annotated[str | None, Doc("In the words of who settled it.", "Slovy toho, kdo rozhodl.")]
    name: Annotated[
        str | None, Doc("Name of the element; of a connection, of where it begins.", "Název prvku, či počátku spojení.")
    ]
    number: Annotated[
        str | None, Doc("Its number in registers: of a library, IČO, code of a place.", "Jeho číslo v registrech.")
    ]


@operation(
    Asked,
    Mismatch,
    Answers.PAGE,
    Text(
        "Kde registr nebo novější import říká něco jiného než člověk, od nejnovějšího.",
        "Where a register or a newer import says something else than a person, the newest first.",
    ),
    cost=LOG,
    role=Role.REVIEWER,
)
async def mismatches(context: Context, asked: Asked) -> Page[Mismatch]:
    """The differences; those that are none any more wait for nobody. Raises BadInput for a wrong cursor."""
    list_ = list_context("mismatches", [asked.source, asked.verdict])
    skip = offset(asked.after, list_, "after")
    found = await _found(context, source=asked.source, verdict=asked.verdict, open=asked.verdict is None)
    wanted = [each for each in found if asked.verdict or each.here not in (None, each.there)]
    return Page.of(wanted[: skip + asked.first + 1], list_, skip, asked.first)


async def _found(context: Context, **wanted: object) -> list[Mismatch]:
    rows = await context.store.read(WRITES["mismatches"].text, _ASKED | wanted, name="mismatches")
    return _read(rows)


def _read(rows: Iterable[Sequence[Any]]) -> list[Mismatch]:
    return [_row(noted, here, *(named or (None, None))) for noted, here, named in rows]


async def for_keeper(context: Context, source: str) -> list[Mismatch]:
    """What a source says wrongly, for whoever keeps it. Raises Forbidden."""
    require_role(context.viewer, Role.REVIEWER)
    found = await _found(context, source=source)
    return [each for each in found if each.verdict in (Verdict.WRONG_THERE, Verdict.BOTH_WRONG)]


def _row(noted: Mapping[str, str], here: object, name: str | None, number: str | None) -> Mismatch:
    told = orjson.loads(noted["subject"])
    link = "link" in told
    own = told.get("id")
    subject = Subject(
        told.get("label"),
        told.get("link"),
        None if link else own,
        told.get("from"),
        told.get("to"),
        own if link else None,
    )
    verdict = noted.get("verdict")
    now = from_neo4j({"here": here})["here"]
    there = orjson.loads(noted["there"])
    return Mismatch(
        noted["key"],
        subject,
        noted["property"],
        now,
        there,
        noted["source"],
        noted["at"],
        Verdict(verdict) if verdict else None,
        noted.get("note"),
        name,
        number,
    )


@dataclass(frozen=True, kw_only=True)
class Settled:
    """A verdict."""

    id: Annotated[str, Doc("Id of the difference.", "Id rozdílu.", type="ID!")]
    verdict: Annotated[
        Verdict,
        Doc(
            "Who is wrong; WRONG_HERE takes over what the source says.",
            "Kdo se mýlí; WRONG_HERE převezme, co říká zdroj.",
        ),
    ]
    note: Annotated[str | None, Doc("Why, in your words.", "Proč, vašimi slovy.")] = None


@declared("SettlePayload", "What settling came to.", "Jak rozhodnutí dopadlo.")
@dataclass(frozen=True, slots=True)
class Settling:
    """What settling came to."""

    sequence: Annotated[int | None, Doc("Number of the change, if one was made.", "Číslo změny, pokud vznikla.")]


@operation(
    Settled,
    Settling,
    Answers.ONE,
    Text("Rozhodne, kdo se mýlí.", "Says who is wrong where a source and a person differ."),
    cost=WRITE,
    role=Role.REVIEWER,
    writes=True,
)
async def settle_mismatch(context: Context, asked: Settled) -> Settling:
    """Settle a difference. Raises NotFound, and as :func:`graph.writing.taking_back.accept`."""
    settled = {"key": asked.id, "verdict": asked.verdict.value, "note": asked.note, "by": context.viewer.name}

    async def work(transaction: Transaction) -> int | None:
        sequence = None
        await Log.open(transaction)  # an import may be about to say something else
        found = _read(await transaction.run(WRITES["mismatches"].text, _ASKED | {"key": asked.id}))
        if not found:
            raise NotFound(f"there is no difference {asked.id!r}", place="id")
        if asked.verdict is Verdict.WRONG_HERE:
            store, author = context.store.within(transaction), replace(context.author, note=asked.note)
            one = found[0]
            sequence = await taking_back.accept(store, SCHEMA, _subject(one.subject), one.property, one.there, author)
        await transaction.run(WRITES["settle_mismatch"].text, settled)
        return sequence

    return Settling(await context.store.write(work, "settle_mismatch", timeout=taking_back.TIMEOUT))


def _subject(told: Subject) -> ElementSubject | ConnectionSubject:
    if told.label is not None:
        return ElementSubject(told.label, str(told.element_id))
    return ConnectionSubject(str(told.link), str(told.start), str(told.end), told.parallel)


@dataclass(frozen=True, kw_only=True)
class Of:
    """Of what."""

    of: Annotated[str, Doc("The element.", "Prvek.", of=("Element",))]
    first: Annotated[
        int, Doc("How many of its connections, from 0 to 500.", "Kolik jeho spojení.", bounds=(0, 500))
    ] = 100


@declared("Statement", "What a source says of an element or a connection.", "Co zdroj říká o prvku nebo spojení.")
@dataclass(frozen=True, slots=True)
class Statement:
    """That a source says something of an element or a connection."""

    subject: Annotated[Subject, Doc("The element or connection.", "Prvek nebo spojení.")]
    source: Annotated[str, Doc("Id of the source.", "Id zdroje.", type="ID!")]
    name: Annotated[str, Doc("Its name.", "Název zdroje.")]
    kind: Annotated[str | None, Doc("Its kind: a file, a register, a page, people.", "Druh zdroje.")]
    licence: Annotated[str | None, Doc("Under which terms.", "Za jakých podmínek.")]
    date: Annotated[str | None, Doc("As of when.", "K jakému dni.")]
    place: Annotated[str | None, Doc("Where in it: sheet, row or line.", "Kde v něm: list, řádek.")]
    at: Annotated[str | None, Doc("Since when it says so here.", "Odkdy to tu říká.", type="DateTime")]
    sequence: Annotated[int | None, Doc("Number of the write that brought it.", "Číslo zápisu, který to přinesl.")]


@operation(
    Of,
    Statement,
    Answers.MANY,
    Text(
        "Kdo co říká o prvku a jeho spojeních: každý zdroj, s řádkem souboru, odkud to je.",
        "Who says what of an element and its connections: each source, with the row of the file that it is from.",
    ),
    cost=LOG + QUESTION,
)
async def sources_of(context: Context, asked: Of) -> list[Statement]:
    """The statements of an element. Raises NotFound."""
    viewer = context.viewer
    values = {"of": asked.of, "most": asked.first, "visible": sized(viewer.visible), "refused": decides(viewer)}
    rows = await context.store.read(WRITES["said_of"].text, values, name="said_of")
    if not rows:
        raise NotFound(f"there is no element with the id {asked.of!r}, or you may not see it; {LOOK_IT_UP}", place="of")
    [[said, known]] = rows
    told = {id_: rest for id_, *rest in known}
    brought = await _brought(context, asked.of)
    subjects = [
        (Subject(label, link, None if link else asked.of, *ends), texts_of(ids) or [])
        for label, link, *ends, ids in said
    ]
    return [
        _statement(subject, source, told.get(source, ()), brought.get((subject, source)))
        for subject, sources in subjects
        for source in sources
    ]


async def _brought(context: Context, of: str) -> Mapping[tuple[Subject, str], Entry]:
    """The latest entries of the log by which sources came to an element or its connections, as far back as is looked."""
    found: dict[tuple[Subject, str], Entry] = {}
    page = await history(context.store, SCHEMA, context.viewer, of, first=HISTORY)
    for entry in page.entries:
        for source in {*listed(entry.after, SOURCES)} - {*listed(entry.before, SOURCES)}:
            found.setdefault((_told(entry.subject), source), entry)
    return found


def _told(subject: ElementSubject | ConnectionSubject) -> Subject:
    if isinstance(subject, ElementSubject):
        return Subject(subject.label, None, subject.id, None, None, None)
    return Subject(None, subject.type, None, subject.start, subject.end, subject.parallel)


def _statement(subject: Subject, source: str, known: Sequence[str | None], brought: Entry | None) -> Statement:
    """One that names a source; a name that no element has is a source all the same."""
    name, kind, licence, date = known or (source, None, None, None)
    if brought is None:
        return Statement(subject, source, str(name), kind, licence, date, None, None, None)
    change = brought.change
    return Statement(subject, source, str(name), kind, licence, date, brought.place, change.at, change.sequence)


OPERATIONS = [withdraw_source, mismatches, settle_mismatch, sources_of]
