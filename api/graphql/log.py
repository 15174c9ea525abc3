"""The log of changes as root fields: the feed, the history of an element, open proposals."""

from collections.abc import AsyncGenerator
from contextlib import aclosing

from api.graphql import types
from api.graphql.computed import Context, Source, Stream
from api.graphql.registry import Argument, Field, Registry
from api.graphql.types import after, first
from api.graphql.windows import Arguments, size
from graph.access import Viewer
from graph.cursors import encode
from graph.errors import Forbidden
from graph.log import changes
from graph.log.changes import BEGINNING, END, Filter
from graph.log.entries import connection, cursor, position, row
from graph.log.history import history
from graph.records import Action
from graph.schema import ELEMENT, SCHEMA


def wanted(given: Arguments | None, viewer: Viewer) -> Filter:
    """The argument ``filter`` as a filter of the log. Raises Forbidden where it asks for what is not told."""
    if given and given.get("by") is not None and viewer.role is None:
        raise Forbidden("who changed what is told to those alone who have a key; leave out by", place="filter.by")
    known = {name: frozenset(values) for name, values in (given or {}).items() if values is not None}
    if "actions" in known:
        known["actions"] = frozenset(map(Action, known["actions"]))
    return Filter(**known)


async def _changes(asked: Context, given: Arguments) -> object:
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


async def _history(asked: Context, given: Arguments) -> object:
    before = position(given.get("after"), "history.after")
    count = size(given, "history")
    found = await history(asked.store, SCHEMA, asked.viewer, given["of"], before=before or END, first=count)
    return connection(found, asked.viewer, begun=before is not None)


async def _proposals(asked: Context, given: Arguments) -> object:
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


async def _changed(asked: Context, given: Arguments) -> AsyncGenerator[dict[str, object], None]:
    after_ = position(given.get("after"), "changed.after")
    filter_ = wanted(given.get("filter"), asked.viewer)
    async with aclosing(asked.feed.watch(asked.viewer, after=after_, filter=filter_)) as entries:
        async for entry in entries:
            yield {"cursor": encode(cursor(entry.position)), "node": row(entry, asked.viewer)}


STREAMS: dict[str, Stream] = {"changed": _changed}

SOURCES: dict[str, Source] = {"changes": _changes, "history": _history, "proposals": _proposals}


def declare(registry: Registry) -> None:
    """Declare the types."""
    _change(registry)
    _change_filter(registry)
    _proposal(registry)
    types.connection(registry, "ChangeConnection", "Change", {}, "Changes. / Změny.", listed=False)
    _history_connection(registry)


def _change(registry: Registry) -> None:
    registry.enum(
        "ChangeAction",
        "What was done. / Co se stalo.",
        {action.value: action.value for action in Action},
    )
    registry.enum(
        "ChangeStatus",
        "What became of a change; only applied ones are in the graph. / Co se se změnou stalo.",
        {status.upper(): status for status in ("applied", "proposed", "accepted", "rejected")},
    )
    registry.object(
        "Change",
        "What one write did to one element or connection. / Co jeden zápis udělal s jedním prvkem nebo spojením.",
        {
            "id": Field("ID!", "Its place in the log. / Místo v záznamu."),
            "sequence": Field("Int!", "Number of the write. / Číslo zápisu."),
            "number": Field("Int!", "Number within the write. / Pořadí v zápisu."),
            "at": Field("String!", "When (ISO 8601). / Kdy."),
            "by": Field("String", "Who; told to those who have a key. / Kdo; jen pro ty, kdo mají klíč."),
            "role": Field("String!", "In which role. / V jaké roli."),
            "door": Field("String!", "By which way in: graphql, rest, cli. / Kudy."),
            "reason": Field("String!", "Why: mutation, import, seed, undo, review. / Proč."),
            "note": Field("String", "In the author's words. / Slovy autora."),
            "status": Field("ChangeStatus!", "What became of it. / Co se s ní stalo."),
            "refers": Field("Int", "The write that it undoes or accepts. / Který zápis vrací nebo schvaluje."),
            "action": Field("ChangeAction!", "What was done. / Co se stalo."),
            "subject": Field("ChangeSubject!", "What changed. / Co se změnilo."),
            "element": Field(ELEMENT.label, "The element as it is now. / Prvek v nynější podobě."),
            "before": Field("JSON", "Properties before, the changed ones of an update. / Vlastnosti předtím."),
            "after": Field("JSON", "Properties after. / Vlastnosti potom."),
            "version": Field("Int", "Version of the element after it. / Verze prvku po změně."),
        },
    )


def _proposal(registry: Registry) -> None:
    registry.object(
        "Proposal",
        "A change that waits for a reviewer. / Změna, která čeká na schválení.",
        {
            "sequence": Field("Int!", "Its number in the log. / Číslo v záznamu."),
            "at": Field("String!", "When (ISO 8601). / Kdy."),
            "by": Field("String!", "Who. / Kdo."),
            "note": Field("String", "In the author's words. / Slovy autora."),
            "changes": Field("[Change!]!", "What it would do. / Co by udělala."),
        },
    )


def _change_filter(registry: Registry) -> None:
    registry.input(
        "ChangeFilter",
        "Which changes; all that is given holds. / Které změny; platí vše uvedené.",
        [
            Argument("types", "[String!]", "Types of elements and connections. / Typy prvků a spojení."),
            Argument("actions", "[ChangeAction!]", "What was done. / Co se stalo."),
            Argument("touching", "[ID!]", "About these elements. / O těchto prvcích."),
            Argument("by", "[String!]", "By these authors. / Od těchto autorů."),
            Argument("doors", "[String!]", "By these ways in. / Těmito cestami."),
            Argument("reasons", "[String!]", "For these reasons. / Z těchto důvodů."),
        ],
    )


def _history_connection(registry: Registry) -> None:
    registry.object(
        "HistoryConnection",
        "Changes of one element. / Změny jednoho prvku.",
        {
            "edges": Field("[ChangeEdge!]!", "The changes, each with its cursor. / Změny, každá se svým kurzorem."),
            "nodes": Field("[Change!]!", "The changes alone. / Samotné změny."),
            "pageInfo": Field("PageInfo!", "Whether there are more. / Zda jsou další."),
            "totalCount": Field(
                "Int",
                "How many there are in all; null if too many to count. / Kolik jich je celkem, lze-li to spočíst.",
            ),
        },
    )


def fields() -> dict[str, Field]:
    """The root fields."""
    which = Argument("filter", "ChangeFilter", "Only these. / Jen tyto.")
    of = Argument("of", "ID!", "Id of the element. / Id prvku.")
    since = Argument("after", "Int", "Number of the last one seen. / Číslo poslední viděné.")
    return {
        "changes": Field(
            "ChangeConnection",
            "What changed, the earliest first: read on from the last cursor. / Co se změnilo, od nejstaršího.",
            [first(), after(), which],
        ),
        "history": Field(
            "ChangeConnection",
            "What happened to an element and its connections, the latest first, be it deleted or there. / "
            "Historie prvku, i smazaného, od nejnovějšího.",
            [of, first(), after()],
        ),
        "proposals": Field(
            "[Proposal!]",
            "What waits for a reviewer; of contributors, their own. / Co čeká na schválení.",
            [first(), since],
        ),
    }


def subscriptions() -> dict[str, Field]:
    """The root fields of subscriptions."""
    which = Argument("filter", "ChangeFilter", "Only these. / Jen tyto.")
    since = Argument("after", "String", "The cursor of the last one seen; from now on if not said. / Od kurzoru.")
    doc = "Changes as they happen, none twice and none left out after a cursor. / Změny, jak přicházejí."
    return {"changed": Field("ChangeEdge!", doc, [since, which])}
