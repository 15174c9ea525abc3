"""The log of changes: what changed, what is proposed, and what changes from now on."""

from collections.abc import AsyncGenerator, Awaitable, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from graph.access import Viewer
from graph.contract.cursors import context as list_context
from graph.contract.cursors import encode, offset
from graph.contract.operation import Answers, Doc, Edge, Follows, Page, declared, operation
from graph.contract.price import LOG, SIFTING
from graph.errors import Unauthenticated
from graph.log import changes as log
from graph.log.changes import BEGINNING, END, Filter
from graph.log.entries import cursor, position, row
from graph.log.history import history as history_of
from graph.model import Text
from graph.operations import codes
from graph.operations.context import Context
from graph.records import Action
from graph.schema import ELEMENT, SCHEMA

Row = Mapping[str, object]

_PROPOSALS = list_context("proposals")


def _sifted(given: Mapping[str, object]) -> int:
    """What it costs more to look for what a filter wants."""
    return SIFTING if given.get("filter") else 0


declared("ChangeAction", "What was done.", "Co se stalo.")(Action)


@declared("ChangeStatus", "What became of a change; only applied ones are in the graph.", "Co se se změnou stalo.")
class Status(StrEnum):
    """What became of a change."""

    APPLIED = "APPLIED"
    PROPOSED = "PROPOSED"
    ACCEPTED = "ACCEPTED"
    REJECTED = "REJECTED"
    WITHDRAWN = "WITHDRAWN"
    REPLACED = "REPLACED"


@declared("ChangeSubject", "The element or connection that changed.", "Prvek nebo spojení, které se změnilo.")
@dataclass(frozen=True, slots=True)
class Subject:
    """What changed, by its identity."""

    label: Annotated[str | None, Doc("Type of the element.", "Typ prvku.", type="ElementType")]
    link: Annotated[str | None, Doc("Type of the connection.", "Typ spojení.", type="ConnectionType")]
    element_id: Annotated[str | None, Doc("Id of the element.", "Id prvku.", type="ID")]
    start: Annotated[str | None, Doc("Where the connection leads from.", "Odkud spojení vede.", name="from", type="ID")]
    end: Annotated[str | None, Doc("Where it leads to.", "Kam vede.", name="to", type="ID")]
    parallel: Annotated[str | None, Doc("Which, where several run in parallel.", "Které, běží-li jich víc.")]


@declared(
    "Change",
    "What one write did to one element or connection.",
    "Co jeden zápis udělal s jedním prvkem nebo spojením.",
)
@dataclass(frozen=True, slots=True)
class Change:
    """An entry of the log as its viewer may see it."""

    id: Annotated[str, Doc("Its place in the log.", "Místo v záznamu.", type="ID!")]
    sequence: Annotated[int, Doc("Number of the write.", "Číslo zápisu.")]
    number: Annotated[int, Doc("Number within the write.", "Pořadí v zápisu.")]
    at: Annotated[str, Doc("When (ISO 8601).", "Kdy.", type="DateTime!")]
    by: Annotated[str | None, Doc("Who; told to those who have a key.", "Kdo; jen pro ty, kdo mají klíč.")]
    role: Annotated[str, Doc("In which role.", "V jaké roli.")]
    door: Annotated[str, Doc("By which way in: graphql, rest, cli.", "Kudy.")]
    reason: Annotated[str, Doc("Why: mutation, import, seed, merge, undo, review.", "Proč.")]
    note: Annotated[str | None, Doc("In the author's words.", "Slovy autora.")]
    status: Annotated[Status, Doc("What became of it.", "Co se s ní stalo.")]
    refers: Annotated[
        int | None,
        Doc("The write that it undoes, accepts or takes the place of.", "Který zápis vrací, schvaluje nebo nahrazuje."),
    ]
    action: Annotated[Action, Doc("What was done.", "Co se stalo.")]
    subject: Annotated[Subject, Doc("What changed.", "Co se změnilo.")]
    element: Annotated[str | None, Doc("The element as it is now.", "Prvek v nynější podobě.", type="Element")]
    before: Annotated[
        Row | None, Doc("Properties before, the changed ones of an update.", "Vlastnosti předtím.", type="JSON")
    ]
    after: Annotated[Row | None, Doc("Properties after.", "Vlastnosti potom.", type="JSON")]
    version: Annotated[int | None, Doc("Version of the element after it.", "Verze prvku po změně.")]
    place: Annotated[
        str | None,
        Doc("Of an import: where in the file, as sheet and row or line.", "U importu kde v souboru: list a řádek."),
    ]


@declared("Proposal", "A change that waits for a reviewer.", "Změna, která čeká na schválení.")
@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal with what it would do."""

    sequence: Annotated[int, Doc("Its number in the log.", "Číslo v záznamu.")]
    at: Annotated[str, Doc("When (ISO 8601).", "Kdy.", type="DateTime!")]
    by: Annotated[str, Doc("Who.", "Kdo.")]
    note: Annotated[str | None, Doc("In the author's words.", "Slovy autora.")]
    refers: Annotated[int | None, Doc("The proposal that it takes the place of.", "Návrh, na jehož místo přišel.")]
    changes: Annotated[tuple[Change, ...], Doc("What it would do.", "Co by udělala.")]


@declared("ChangeFilter", "Which changes; all that is given holds.", "Které změny; platí vše uvedené.")
@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries of the log; None is any."""

    types: Annotated[tuple[str, ...] | None, Doc("Types of elements and connections.", "Typy prvků a spojení.")] = None
    actions: Annotated[tuple[Action, ...] | None, Doc("What was done.", "Co se stalo.")] = None
    touching: Annotated[tuple[str, ...] | None, Doc("About these elements.", "O těchto prvcích.", of=("Element",))] = (
        None
    )
    by: Annotated[tuple[str, ...] | None, Doc("By these authors.", "Od těchto autorů.")] = None
    doors: Annotated[tuple[str, ...] | None, Doc("By these ways in.", "Těmito cestami.")] = None
    reasons: Annotated[tuple[str, ...] | None, Doc("For these reasons.", "Z těchto důvodů.")] = None
    statuses: Annotated[
        tuple[Status, ...] | None,
        Doc(
            "Of which this became; applied if not said. Proposals are told to reviewers and their authors.",
            "S nimiž se stalo toto; jinak jen provedené. Návrhy vidí správci a jejich autoři.",
        ),
    ] = None

    def filter(self, viewer: Viewer) -> Filter:
        """The filter of the log. Raises Unauthenticated where it asks for what is told to those who have a role."""
        if self.by is not None and viewer.role is None:
            message = "who changed what is told to those alone who have a key or token; leave out filter.by"
            raise Unauthenticated(message, missing=True)
        given = ((name, getattr(self, name)) for name in ("types", "actions", "touching", "by", "doors", "reasons"))
        statuses = (Status.APPLIED,) if self.statuses is None else self.statuses
        return Filter(
            **{name: frozenset(values) for name, values in given if values is not None},
            statuses=frozenset(status.lower() for status in statuses),
        )


@dataclass(frozen=True, kw_only=True)
class Window:
    """A part of the log."""

    first: Annotated[int, Doc("How many, from 0 to 100.", "Kolik, od 0 do 100.", bounds=(0, 100))] = 10
    after: Annotated[str | None, Doc("The cursor of the edge before these.", "Kurzor předchozí hrany.")] = None


@dataclass(frozen=True, kw_only=True)
class Changes(Window):
    """A part of the log, the earliest first."""

    filter: Annotated[Wanted | None, Doc("Only these.", "Jen tyto.")] = None


@dataclass(frozen=True, kw_only=True)
class History(Window):
    """A part of what happened to one element."""

    of: Annotated[str, Doc("Id of the element.", "Id prvku.", type="ID!")]


@dataclass(frozen=True, kw_only=True)
class Watched:
    """What is listened to."""

    after: Annotated[str | None, Doc("The cursor of the last one seen; from now on if not said.", "Od kurzoru.")] = None
    filter: Annotated[Wanted | None, Doc("Only these.", "Jen tyto.")] = None


@operation(
    Changes,
    Change,
    Answers.PAGE,
    Text("Co se změnilo, od nejstaršího.", "What changed, the earliest first: read on from the last cursor."),
    cost=LOG,
    more=_sifted,
)
async def changes(context: Context, asked: Changes) -> Page[Row]:
    """Entries of the log that the viewer may see. Raises BadInput for a wrong cursor, Forbidden."""
    after = position(asked.after, "after")
    found = await log.changes(
        context.store,
        SCHEMA,
        context.viewer,
        after=after or BEGINNING,
        filter=(asked.filter or Wanted()).filter(context.viewer),
        first=asked.first,
    )
    return _page(found, context.viewer, begun=after is not None)


@operation(
    History,
    Change,
    Answers.PAGE,
    Text(
        "Historie prvku, i smazaného, od nejnovějšího.",
        "What happened to an element and its connections, the latest first, be it deleted or there.",
    ),
)
async def history(context: Context, asked: History) -> Page[Row]:
    """Entries of the log about one element. Raises BadInput for a wrong cursor, and for a code of several elements."""
    before = position(asked.after, "after")

    def entries(of: str) -> Awaitable[log.Page]:
        return history_of(context.store, SCHEMA, context.viewer, of, before=before or END, first=asked.first)

    found = await entries(asked.of)
    if not found.entries and not found.more:  # what is deleted has a past, so ids are not looked for beforehand
        named = await codes.found(context.store, (ELEMENT.label,), asked.of, context.viewer, "of")
        found = found if named == asked.of else await entries(named)
    return _page(found, context.viewer, begun=before is not None)


def _page(found: log.Page, viewer: Viewer, *, begun: bool) -> Page[Row]:
    edges: list[Edge[Row]] = [Edge(encode(cursor(each.position)), row(each, viewer)) for each in found.entries]
    return Page(edges, found.more, begun, edges[-1].cursor if edges else encode(cursor(found.end)))


@operation(
    Window,
    Proposal,
    Answers.PAGE,
    Text("Co čeká na schválení.", "What waits for a reviewer, the earliest first; of contributors, their own."),
    cost=LOG,
    command="proposals",
)
async def proposals(context: Context, asked: Window) -> Page[Row]:
    """Open proposals. Raises BadInput for a wrong cursor."""
    after = offset(asked.after, _PROPOSALS, "after")
    found = await log.proposals(context.store, SCHEMA, context.viewer, after=after, first=asked.first + 1)
    edges = [
        Edge(encode([_PROPOSALS, each.change.sequence]), _proposal(each, context.viewer))
        for each in found[: asked.first]
    ]
    end = edges[-1].cursor if edges else encode([_PROPOSALS, after])
    return Page(edges, len(found) > asked.first, after > 0, end)


def _proposal(proposal: log.Proposal, viewer: Viewer) -> Row:
    known = {name: getattr(proposal.change, name) for name in ("sequence", "at", "by", "note", "refers")}
    return known | {"changes": [row(entry, viewer) for entry in proposal.entries]}


@operation(
    Watched,
    Change,
    Answers.STREAM,
    Text(
        "Změny, jak přicházejí.",
        "Changes as they happen, none twice and none left out after a cursor.",
    ),
    cost=LOG,
    more=_sifted,
    follows=Follows.STORED,
)
async def changed(context: Context, asked: Watched) -> AsyncGenerator[Edge[Row], None]:
    """Entries as they come. Raises BadInput for a wrong cursor, Forbidden, FeedBehind."""
    after = position(asked.after, "after")
    filter_ = (asked.filter or Wanted()).filter(context.viewer)
    async with aclosing(context.feed.watch(context.viewer, after=after, filter=filter_)) as entries:
        async for entry in entries:
            yield Edge(encode(cursor(entry.position)), row(entry, context.viewer))


OPERATIONS = [changes, history, proposals, changed]
