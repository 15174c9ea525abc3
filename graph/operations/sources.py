"""Sources: taking one back, and settling where a source and a person differ."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated

import orjson

from graph.access import Role
from graph.cursors import context as list_context
from graph.cursors import offset
from graph.errors import NotFound
from graph.model import Text
from graph.operation import Answers, Doc, Page, declared, operation
from graph.operations.changes import Subject
from graph.operations.context import Context
from graph.operations.writes import WRITE
from graph.price import LOG
from graph.questions.named import WRITES
from graph.records import ConnectionSubject, ElementSubject
from graph.schema import SCHEMA
from graph.store import Transaction, from_neo4j
from graph.writing import taking_back

LISTED = 10_000
"""Differences that are looked at; the newest first."""


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
    parameters = {"key": None, "source": None, "verdict": None, "open": False, "most": LISTED} | wanted
    rows = await context.store.read(WRITES["mismatches"].text, parameters, name="mismatches")
    return [_row(noted, here) for noted, here in rows]


def _row(noted: Mapping[str, str], here: object) -> Mismatch:
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
    found = await _found(context, key=asked.id)
    if not found:
        raise NotFound(f"there is no difference {asked.id!r}", place="id")
    sequence = None
    if asked.verdict is Verdict.WRONG_HERE:
        one = found[0]
        author = replace(context.author, note=asked.note)
        subject = _subject(one.subject)
        sequence = await taking_back.accept(context.store, SCHEMA, subject, one.property, one.there, author)
    settled = {"key": asked.id, "verdict": asked.verdict.value, "note": asked.note, "by": context.viewer.name}

    async def work(transaction: Transaction) -> None:
        await transaction.run(WRITES["settle_mismatch"].text, settled)

    await context.store.write(work, "settle_mismatch", timeout=taking_back.TIMEOUT)
    return Settling(sequence)


def _subject(told: Subject) -> ElementSubject | ConnectionSubject:
    if told.label is not None:
        return ElementSubject(told.label, str(told.element_id))
    return ConnectionSubject(str(told.link), str(told.start), str(told.end), told.parallel)


OPERATIONS = [withdraw_source, mismatches, settle_mismatch]
