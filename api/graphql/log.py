"""The log of changes as root fields: the feed, the history of an element, open proposals."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from typing import Any

import strawberry
from strawberry import UNSET

from api.graphql.computed import Context, Source, Stream
from api.graphql.types import after, argument, field, first, make, make_connection, make_enum, make_input
from api.graphql.windows import size
from graph.access import Viewer
from graph.cursors import encode
from graph.errors import Forbidden
from graph.log import changes
from graph.log.changes import BEGINNING, END, Filter
from graph.log.entries import connection, cursor, position, row
from graph.records import Action
from graph.schema import ELEMENT, SCHEMA


def wanted(given: Mapping[str, Any] | None, viewer: Viewer) -> Filter:
    """The argument ``filter`` as a filter of the log. Raises Forbidden where it asks for what is not told."""
    if given and given.get("by") is not None and viewer.role is None:
        raise Forbidden("who changed what is told to those alone who have a key; leave out by", place="filter.by")
    known = {name: frozenset(values) for name, values in (given or {}).items() if values is not None}
    if "actions" in known:
        known["actions"] = frozenset(map(Action, known["actions"]))
    return Filter(**known)


async def _changes(asked: Context, given: Mapping[str, Any]) -> Any:
    after_ = position(given.get("after"), "changes.after")
    found = await changes.changes(
        asked.store,
        SCHEMA,
        asked.viewer,
        after=after_ or BEGINNING,
        filter=wanted(given.get("filter"), asked.viewer),
        first=size(given, "changes"),
    )
    return connection(found, asked.viewer, begun=after_ is not None)


async def _history(asked: Context, given: Mapping[str, Any]) -> Any:
    before = position(given.get("after"), "history.after")
    count = size(given, "history")
    found = await changes.history(asked.store, SCHEMA, asked.viewer, given["of"], before=before or END, first=count)
    return connection(found, asked.viewer, begun=before is not None)


async def _proposals(asked: Context, given: Mapping[str, Any]) -> Any:
    found = await changes.proposals(
        asked.store, SCHEMA, asked.viewer, after=given.get("after") or 0, first=size(given, "proposals")
    )
    return [
        {
            "sequence": each.change.sequence,
            "at": each.change.at,
            "by": each.change.by,
            "note": each.change.note,
            "changes": [row(entry, asked.viewer) for entry in each.entries],
        }
        for each in found
    ]


async def _changed(asked: Context, given: Mapping[str, Any]) -> AsyncGenerator[dict[str, Any], None]:
    after_ = position(given.get("after"), "changed.after")
    filter_ = wanted(given.get("filter"), asked.viewer)
    async with aclosing(asked.feed.watch(asked.viewer, after=after_, filter=filter_)) as entries:
        async for entry in entries:
            yield {"cursor": encode(cursor(entry.position)), "node": row(entry, asked.viewer)}


STREAMS: dict[str, Stream] = {"changed": _changed}

SOURCES: dict[str, Source] = {"changes": _changes, "history": _history, "proposals": _proposals}

make_enum(
    "ChangeAction",
    "What was done. / Co se stalo.",
    {action.value: action.value for action in Action},
)
make_enum(
    "ChangeStatus",
    "What became of a change; only applied ones are in the graph. / Co se se změnou stalo.",
    {status.upper(): status for status in ("applied", "proposed", "accepted", "rejected")},
)
make(
    "ChangeSubject",
    "The element or connection that changed. / Prvek nebo spojení, které se změnilo.",
    {
        "label": field("str | None", "Type of the element. / Typ prvku."),
        "link": field("str | None", "Type of the connection. / Typ spojení."),
        "id": field("strawberry.ID | None", "Its id. / Jeho id."),
        "from": field("strawberry.ID | None", "Where the connection leads from. / Odkud spojení vede."),
        "to": field("strawberry.ID | None", "Where it leads to. / Kam vede."),
    },
)
make(
    "Change",
    "What one write did to one element or connection. / Co jeden zápis udělal s jedním prvkem nebo spojením.",
    {
        "id": field("strawberry.ID", "Its place in the log. / Místo v záznamu."),
        "sequence": field("int", "Number of the write. / Číslo zápisu."),
        "number": field("int", "Number within the write. / Pořadí v zápisu."),
        "at": field("str", "When (ISO 8601). / Kdy."),
        "by": field("str | None", "Who; told to those who have a key. / Kdo; jen pro ty, kdo mají klíč."),
        "role": field("str", "In which role. / V jaké roli."),
        "door": field("str", "By which way in: graphql, rest, cli. / Kudy."),
        "reason": field("str", "Why: mutation, import, seed, undo, review. / Proč."),
        "note": field("str | None", "In the author's words. / Slovy autora."),
        "status": field("ChangeStatus", "What became of it. / Co se s ní stalo."),
        "refers": field("int | None", "The write that it undoes or accepts. / Který zápis vrací nebo schvaluje."),
        "action": field("ChangeAction", "What was done. / Co se stalo."),
        "subject": field("ChangeSubject", "What changed. / Co se změnilo."),
        "element": field(f"{ELEMENT.label} | None", "The element as it is now. / Prvek v nynější podobě."),
        "before": field("JSON | None", "Properties before, the changed ones of an update. / Vlastnosti předtím."),
        "after": field("JSON | None", "Properties after. / Vlastnosti potom."),
        "version": field("int | None", "Version of the element after it. / Verze prvku po změně."),
    },
)
make(
    "Proposal",
    "A change that waits for a reviewer. / Změna, která čeká na schválení.",
    {
        "sequence": field("int", "Its number in the log. / Číslo v záznamu."),
        "at": field("str", "When (ISO 8601). / Kdy."),
        "by": field("str", "Who. / Kdo."),
        "note": field("str | None", "In the author's words. / Slovy autora."),
        "changes": field("list[Change]", "What it would do. / Co by udělala."),
    },
)
make_input(
    "ChangeFilter",
    "Which changes; all that is given holds. / Které změny; platí vše uvedené.",
    {
        "types": ("list[str]", "Types of elements and connections. / Typy prvků a spojení."),
        "actions": ("list[ChangeAction]", "What was done. / Co se stalo."),
        "touching": ("list[strawberry.ID]", "About these elements. / O těchto prvcích."),
        "by": ("list[str]", "By these authors. / Od těchto autorů."),
        "doors": ("list[str]", "By these ways in. / Těmito cestami."),
        "reasons": ("list[str]", "For these reasons. / Z těchto důvodů."),
    },
)
make_connection("ChangeConnection", "Change", {}, "Changes. / Změny.", listed=False)
make(
    "HistoryConnection",
    "Changes of one element. / Změny jednoho prvku.",
    {
        "edges": field("list[ChangeEdge]", "The changes, each with its cursor. / Změny, každá se svým kurzorem."),
        "nodes": field("list[Change]", "The changes alone. / Samotné změny."),
        "pageInfo": field("PageInfo", "Whether there are more. / Zda jsou další."),
        "totalCount": field(
            "int | None",
            "How many there are in all; null if too many to count. / Kolik jich je celkem, lze-li to spočíst.",
        ),
    },
)


def fields() -> dict[str, Any]:
    """The root fields."""
    which = argument("filter", "ChangeFilter | None", "Only these. / Jen tyto.", UNSET)
    of = argument("of", strawberry.ID, "Id of the element. / Id prvku.")
    since = argument("after", int | None, "Number of the last one seen. / Číslo poslední viděné.", UNSET)
    return {
        "changes": field(
            "ChangeConnection | None",
            "What changed, the earliest first: read on from the last cursor. / Co se změnilo, od nejstaršího.",
            [first(), after(), which],
        ),
        "history": field(
            "ChangeConnection | None",
            "What happened to an element and its connections, the latest first, be it deleted or there. / "
            "Historie prvku, i smazaného, od nejnovějšího.",
            [of, first(), after()],
        ),
        "proposals": field(
            "list[Proposal] | None",
            "What waits for a reviewer; of contributors, their own. / Co čeká na schválení.",
            [first(), since],
        ),
    }


def subscriptions() -> dict[str, Any]:
    """The root fields of subscriptions."""
    which = argument("filter", "ChangeFilter | None", "Only these. / Jen tyto.", UNSET)
    since = argument(
        "after", str | None, "The cursor of the last one seen; from now on if not said. / Od kurzoru.", UNSET
    )
    doc = "Changes as they happen, none twice and none left out after a cursor. / Změny, jak přicházejí."
    return {"changed": field("ChangeEdge", doc, [since, which])}
