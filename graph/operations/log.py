"""The log for people: what was written, the newest first, write by write."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from graph.access import Role, Viewer
from graph.contract.cursors import context as list_context
from graph.contract.cursors import encode, offset
from graph.contract.operation import Answers, Doc, Edge, Page, declared, operation
from graph.contract.price import LOG, SIFTING
from graph.errors import BadInput
from graph.log import newest
from graph.log.changes import STATUSES, Filter
from graph.log.entries import row
from graph.log.newest import Between
from graph.model import Text
from graph.operations.changes import Change, Status, Window
from graph.operations.context import Context
from graph.schema import SCHEMA
from graph.values import rules

Row = Mapping[str, object]

_WRITES, _ENTRIES = list_context("writes"), list_context("write_entries")

_NEWEST = 2**53 - 1
"""More than any number of a write."""


@declared("Write", "One write, with the first of what it did.", "Jeden zápis a začátek toho, co udělal.")
@dataclass(frozen=True, slots=True)
class Write:
    """A write as people look for it."""

    sequence: Annotated[int, Doc("Its number in the log.", "Číslo v záznamu.")]
    at: Annotated[str, Doc("When (ISO 8601).", "Kdy.", type="DateTime!")]
    by: Annotated[str, Doc("Who.", "Kdo.")]
    role: Annotated[str, Doc("In which role.", "V jaké roli.")]
    door: Annotated[str, Doc("By which way in: graphql, rest, cli.", "Kudy.")]
    reason: Annotated[str, Doc("Why: mutation, import, seed, undo, review.", "Proč.")]
    note: Annotated[
        str | None, Doc("In the author's words; of an import, its file.", "Slovy autora; u importu soubor.")
    ]
    status: Annotated[Status, Doc("What became of it.", "Co se s ním stalo.")]
    refers: Annotated[
        int | None,
        Doc("The write that it undoes, accepts or takes the place of.", "Který zápis vrací, schvaluje nebo nahrazuje."),
    ]
    records: Annotated[int, Doc("How many elements and connections it touched.", "Kolika prvků a spojení se dotkl.")]
    changes: Annotated[tuple[Change, ...], Doc("The first five of what it did.", "Prvních pět změn.")]


@declared("WriteFilter", "Which writes; all that is given holds.", "Které zápisy; platí vše uvedené.")
@dataclass(frozen=True, slots=True)
class Wanted:
    """Which writes; None is any."""

    begin: Annotated[
        str | None, Doc("Not before this time (ISO 8601, a day or with zone).", "Ne před tímto časem.", name="from")
    ] = None
    end: Annotated[str | None, Doc("Before this time.", "Před tímto časem.", name="to")] = None
    by: Annotated[tuple[str, ...] | None, Doc("By these authors.", "Od těchto autorů.")] = None
    doors: Annotated[tuple[str, ...] | None, Doc("By these ways in.", "Těmito cestami.")] = None
    reasons: Annotated[tuple[str, ...] | None, Doc("For these reasons.", "Z těchto důvodů.")] = None
    touching: Annotated[tuple[str, ...] | None, Doc("About these elements.", "O těchto prvcích.", of=("Element",))] = (
        None
    )
    sources: Annotated[
        tuple[str, ...] | None, Doc("Which brought or took what these sources say.", "Z těchto zdrojů.", type="[ID!]")
    ] = None
    statuses: Annotated[tuple[Status, ...] | None, Doc("Of which this became.", "S nimiž se stalo toto.")] = None

    def filter(self) -> Filter:
        """The filter of the log."""
        given = ((name, getattr(self, name)) for name in ("by", "doors", "reasons", "touching"))
        statuses = STATUSES if self.statuses is None else (status.lower() for status in self.statuses)
        return Filter(
            **{name: frozenset(values) for name, values in given if values is not None},
            statuses=frozenset(statuses),
        )

    def between(self) -> Between:
        """The times. Raises BadInput for what is no time."""
        return Between(_time(self.begin, "filter.from"), _time(self.end, "filter.to"))


def _time(text: str | None, place: str) -> str | None:
    if text is None:
        return None
    try:
        return rules.utc(text, here=True)
    except ValueError as error:
        raise BadInput("a time looks like 2026-03-01 or 2026-03-01T12:00:00Z", place=place) from error


@dataclass(frozen=True, kw_only=True)
class Writes(Window):
    """A part of the writes, the newest first."""

    filter: Annotated[Wanted | None, Doc("Only these.", "Jen tyto.")] = None


@dataclass(frozen=True, kw_only=True)
class OfWrite(Window):
    """A part of what one write did."""

    sequence: Annotated[int, Doc("Number of the write in the log.", "Číslo zápisu v záznamu.")]


@operation(
    Writes,
    Write,
    Answers.PAGE,
    Text("Kdo co zapsal, od nejnovějšího.", "Who wrote what, the newest first; of contributors, their own."),
    cost=LOG,
    more=lambda given: SIFTING if given.get("filter") else 0,
    role=Role.CONTRIBUTOR,
    command="log",
)
async def writes(context: Context, asked: Writes) -> Page[Row]:
    """Writes that the viewer may see. Raises BadInput for a wrong cursor or time."""
    before = offset(asked.after, _WRITES, "after") or _NEWEST
    wanted = asked.filter or Wanted()
    found = await newest.newest(
        context.store,
        SCHEMA,
        context.viewer,
        wanted.filter(),
        wanted.between(),
        sources=wanted.sources,
        before=before,
        first=asked.first + 1,
    )
    edges: list[Edge[Row]] = [
        Edge(encode([_WRITES, each.change.sequence]), _row(each, context.viewer)) for each in found[: asked.first]
    ]
    return Page(
        edges, len(found) > asked.first, before < _NEWEST, edges[-1].cursor if edges else encode([_WRITES, before])
    )


def _row(write: newest.Write, viewer: Viewer) -> Row:
    change = write.change
    known = {
        name: getattr(change, name) for name in ("sequence", "at", "by", "role", "door", "reason", "note", "refers")
    }
    entries = [row(entry, viewer) for entry in write.entries]
    return known | {"status": change.status.upper(), "records": write.records, "changes": entries}


@operation(
    OfWrite,
    Change,
    Answers.PAGE,
    Text("Co jeden zápis udělal.", "What one write did, element by element."),
    cost=LOG,
    command="show",
)
async def write_entries(context: Context, asked: OfWrite) -> Page[Row]:
    """Entries of one write. Raises BadInput for a wrong cursor."""
    after = offset(asked.after, _ENTRIES, "after")
    found = await newest.of_write(context.store, SCHEMA, context.viewer, asked.sequence, after=after, first=asked.first)
    edges: list[Edge[Row]] = [
        Edge(encode([_ENTRIES, each.number]), row(each, context.viewer)) for each in found.entries
    ]
    return Page(edges, found.more, after > 0, encode([_ENTRIES, found.end.number]))


OPERATIONS = [writes, write_entries]
