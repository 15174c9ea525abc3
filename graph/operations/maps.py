"""Making a map: of a place, of topics, of what a search finds, or by hand."""

import math
from asyncio import to_thread
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from graph.access import Role, sized
from graph.contract.operation import Answers, Doc, declared, operation
from graph.errors import LOOK_IT_UP, BadInput, NotFound
from graph.model import Text
from graph.operations.context import Context
from graph.operations.writes import WRITE, Status
from graph.questions.answers import ask, elements
from graph.questions.named import EXPORTS, QUESTIONS
from graph.schema import SCHEMA
from graph.writing import write
from graph.writing.commands import Create, Nested

MOST = 500
"""Elements that a map is made of at most: more cannot be read on one sheet."""

NEAR = 100
"""How far apart two neighbours are drawn, about; Kumu counts in pixels."""

_IDS = 200
"""Ids that one may name."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the map shows, and what is said of it."""

    name: Annotated[str, Doc("Its name.", "Její název.")]
    place: Annotated[
        str | None,
        Doc("Who and what is in a place; with topics, only what is about these.", "Co je v místě.", of=("Place",)),
    ] = None
    topics: Annotated[
        tuple[str, ...],
        Doc(
            "Who and what has to do with these topics or narrower ones.", "Co se týká témat.", of=("Topic",), most=_IDS
        ),
    ] = ()
    search: Annotated[str | None, Doc("What a search finds too.", "I co najde hledání.")] = None
    elements: Annotated[
        tuple[str, ...], Doc("These elements too, chosen by hand.", "I tyto prvky.", of=("Element",), most=_IDS)
    ] = ()
    first: Annotated[int, Doc(f"How many elements, from 1 to {MOST}.", "Kolik prvků.", bounds=(1, MOST))] = 100
    purpose: Annotated[str | None, Doc("What the map is for.", "K čemu mapa slouží.")] = None
    mapped_by: Annotated[tuple[str, ...], Doc("Who maps.", "Kdo mapuje.", most=_IDS)] = ()
    language: Annotated[str | None, Doc("Its language (ISO 639-1).", "Její jazyk.")] = None
    members_only: Annotated[bool, Doc("Only those who have a key see it.", "Uvidí ji jen ti, kdo mají klíč.")] = False
    note: Annotated[str | None, Doc("Why, in your words.", "Proč, vašimi slovy.")] = None


@declared("MakeMapPayload", "The map that was made.", "Mapa, která vznikla.")
@dataclass(frozen=True, slots=True)
class Made:
    """What making it came to."""

    id: Annotated[str, Doc("Id of the map.", "Id mapy.", type="ID!")]
    status: Annotated[Status, Doc("Written, or waiting for a reviewer.", "Zapsána, nebo navržena.")]
    sequence: Annotated[int | None, Doc("Number of the change, to undo it.", "Číslo změny, kterým se vrátí.")]
    shows: Annotated[int, Doc("How many elements it shows.", "Kolik prvků ukazuje.")]
    truncated: Annotated[bool, Doc("Whether more were found.", "Zda se našlo víc.")]


@operation(
    Asked,
    Made,
    Answers.ONE,
    Text(
        "Vytvoří mapu: z místa, z témat, z hledání nebo z vybraných prvků, hned rozvrženou.",
        "Makes a map: of a place, of topics, of what a search finds, or of chosen elements, laid out at once.",
    ),
    cost=WRITE * 20,
    role=Role.CONTRIBUTOR,
    writes=True,
)
async def make_map(context: Context, asked: Asked) -> Made:
    """Make a map. Raises BadInput where nothing is chosen, NotFound, and as :func:`graph.writing.write.write`."""
    found = await _chosen(context, asked)
    shown = found[: asked.first]
    positions = await _positions(context, shown)
    shows = [Nested(connect=each, properties={"x": x, "y": y}) for each, (x, y) in zip(shown, positions, strict=True)]
    author = replace(context.author, note=asked.note)
    map_ = Create("Map", _said(asked), {"shows": shows})
    done = await write.write(context.store, SCHEMA, [map_], author, key=context.key)
    outcome = done.outcomes[0]
    made = str(outcome.subject.get("id"))
    return Made(made, Status(outcome.status.upper()), outcome.sequence, len(shown), len(found) > asked.first)


def _said(asked: Asked) -> dict[str, object]:
    visibility = "members" if asked.members_only else None
    said = {
        "name": asked.name,
        "purpose": asked.purpose,
        "mappedBy": list(asked.mapped_by) or None,
        "language": asked.language,
        "visibility": visibility,
    }
    return {name: value for name, value in said.items() if value is not None}


async def _chosen(context: Context, asked: Asked) -> list[str]:
    """The ids of what the map may show, what was chosen by hand first, then what matters most; one more than it shows."""
    most = asked.first + 1
    found = await _there(context, asked.elements, "elements")
    if asked.place:
        values = {"place": asked.place, "topics": list(asked.topics) or None, "first": min(most, MOST)}
        [row] = await ask(context.store, QUESTIONS["place_map"], values, context.viewer)
        nodes = row["nodes"]
        found += nodes if isinstance(nodes, list) else []
    elif asked.topics:
        topics = await _there(context, asked.topics, "topics", "Topic")
        values = {"topics": topics, "most": most, "visible": sized(context.viewer.visible)}
        found += [id_ for [id_] in await context.store.read(EXPORTS["topics"].text, values, name="map_of_topics")]
    if asked.search:
        rows = await ask(context.store, QUESTIONS["search"], {"query": asked.search, "first": most}, context.viewer)
        found += [str(row["id"]) for row in rows if row["type"] not in ("Map", "Source")]
    if not found:
        raise BadInput("say a place, topics, a search or elements of which there are any", place="place")
    return list(dict.fromkeys(found))


async def _there(context: Context, ids: Sequence[str], place: str, label: str = "") -> list[str]:
    """The ids, each of an element that the viewer may see. Raises NotFound."""
    known = await elements(context.store, set(ids), context.viewer)
    for id_ in ids:
        if id_ not in known or (label and known[id_]["type"] != label):
            raise NotFound(f"there is no {label or 'element'} with the id {id_!r}; {LOOK_IT_UP}", place=place)
    return list(ids)


async def _positions(context: Context, ids: Sequence[str]) -> list[tuple[float, float]]:
    """Where each element is drawn: what is connected is near, and the same graph is always drawn alike."""
    rows = await context.store.read(EXPORTS["between"].text, {"ids": list(ids)}, name="map_between")
    place = {id_: number for number, id_ in enumerate(ids)}
    return await to_thread(_laid_out, len(ids), [(place[start], place[end]) for start, end in sorted(rows)])


def _laid_out(size: int, pairs: Sequence[tuple[int, int]]) -> list[tuple[float, float]]:
    from rustworkx import PyGraph, spring_layout  # of no use to whoever makes no map

    graph = PyGraph[None, None](multigraph=False)
    graph.add_nodes_from([None] * size)
    graph.add_edges_from([(start, end, None) for start, end in pairs])
    laid = spring_layout(graph, num_iter=200, seed=1)
    widest = max(abs(value) for each in laid.values() for value in each) or 1
    factor = NEAR * math.sqrt(size) / 2 / widest
    return [(round(laid[each][0] * factor, 1), round(laid[each][1] * factor, 1)) for each in range(size)]


OPERATIONS = [make_map]
