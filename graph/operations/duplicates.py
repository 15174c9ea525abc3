"""What may be twice on the map, as a work list: for all of it, or for one element."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from graph.access import Role
from graph.contract.cursors import context as list_context
from graph.contract.cursors import decode, encode
from graph.contract.operation import Answers, Doc, Edge, Localized, Page, declared, operation
from graph.errors import LOOK_IT_UP, BadInput, NotFound
from graph.log import newest
from graph.matching.duplicates import LEAST, Grouped, elsewhere
from graph.model import Text
from graph.operations.context import Context
from graph.questions.answers import elements
from graph.schema import SCHEMA

COST = 200
"""What the list costs: it is worked out once for everybody, and again when the map has changed."""

USUAL = 0.75
"""The score from which a pair is listed unless another one is asked for: of a hundred, ninety-five are the same."""


Rank = tuple[float, str, str]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which pairs."""

    of: Annotated[
        str | None, Doc("Only what may be the same as this element.", "Jen co může být totéž.", of=("Element",))
    ] = None
    sequence: Annotated[
        int | None,
        Doc(
            "Only elements that this write touched, by its number in the log.",
            "Jen čeho se dotkl zápis s tímto číslem.",
        ),
    ] = None
    types: Annotated[tuple[str, ...] | None, Doc("Only these types.", "Jen tyto typy.", type="[ElementType!]")] = None
    min_score: Annotated[
        float, Doc("Only what is as surely the same.", "Jen s aspoň takovou jistotou.", bounds=(LEAST, 1))
    ] = USUAL
    first: Annotated[int, Doc("How many, from 0 to 100.", "Kolik, od 0 do 100.", bounds=(0, 100))] = 20
    after: Annotated[str | None, Doc("The cursor of the edge before these.", "Kurzor předchozí hrany.")] = None


@declared("DuplicateReason", "Why two elements may be the same, or may not.", "Proč to může být totéž, nebo proč ne.")
@dataclass(frozen=True, slots=True)
class Reason:
    """One reason."""

    text: Annotated[Localized, Doc("In words.", "Slovy.")]


@declared("Duplicate", "Two elements that may be the same.", "Dva prvky, které mohou být totéž.")
@dataclass(frozen=True, slots=True)
class Duplicate:
    """A pair of the work list."""

    one: Annotated[str, Doc("One of them.", "Jeden z nich.", type="Element")]
    other: Annotated[str, Doc("The other one.", "Druhý z nich.", type="Element")]
    score: Annotated[float, Doc("How surely, from 0 to 1.", "S jakou jistotou, od 0 do 1.")]
    group: Annotated[
        str, Doc("The same for all that may be one and the same.", "Stejné u všech, které mohou být totéž.", type="ID!")
    ]
    reasons: Annotated[tuple[Reason, ...], Doc("Why.", "Proč.")]


@operation(
    Asked,
    Duplicate,
    Answers.PAGE,
    Text(
        "Co je na mapě možná dvakrát, od nejjistějšího: celá mapa, nebo k jednomu prvku.",
        "What may be twice on the map, the surest first: of the whole map, or of one element. Pairs of which somebody said "
        "that they are not the same are left out. Other numbers of registers mean that two are not the same.",
    ),
    cost=COST,
    role=Role.READER,
)
async def duplicates(context: Context, asked: Asked) -> Page[Duplicate]:
    """The pairs that a viewer may see. Raises NotFound, and BadInput for a wrong cursor."""
    list_ = list_context("duplicates", [asked.of, asked.sequence, asked.types, asked.min_score])
    last = None if asked.after is None else _last(asked.after, list_)
    found = await _found(context, asked)
    left = found if last is None else [each for each in found if _rank(each) > last]
    shown: list[Grouped] = []
    while left and len(shown) < asked.first:  # what is known may be some seconds old
        wanted, left = left[: asked.first - len(shown)], left[asked.first - len(shown) :]
        shown += await _standing(context, wanted)
    edges = [Edge(encode([list_, *_rank(each)]), _row(each)) for each in shown]
    return Page(edges, bool(left), last is not None, edges[-1].cursor if edges else asked.after)


def _rank(found: Grouped) -> Rank:
    """What the list is sorted by: it goes on behind a pair also when that is decided."""
    return -found.pair.score, found.pair.one, found.pair.other


def _last(cursor: str, list_: str) -> Rank:
    match decode(cursor, list_, "after"):
        case [float(score), str(one), str(other)]:
            return score, one, other
    raise BadInput("this is not a cursor of this list", place="after")


async def _found(context: Context, asked: Asked) -> list[Grouped]:
    if asked.of is not None:
        await _require(context, asked.of)
        found = sorted(await elsewhere(context.store, context.viewer, asked.of), key=_rank)
    else:
        found = await context.duplicates.listed(context.viewer, after=asked.sequence or 0)
    found = [each for each in found if _is_wanted(each, asked)]
    if asked.sequence is None:
        return found
    among = {id_ for each in found for id_ in (each.pair.one, each.pair.other)}
    touched = await newest.elements_of(context.store, SCHEMA, context.viewer, asked.sequence, among)
    return [each for each in found if not touched.isdisjoint((each.pair.one, each.pair.other))]


def _is_wanted(found: Grouped, asked: Asked) -> bool:
    return found.pair.score >= asked.min_score and (asked.types is None or found.pair.label in asked.types)


async def _require(context: Context, id_: str) -> None:
    if not await elements(context.store, {id_}, context.viewer):
        raise NotFound(f"there is no element with the id {id_!r}, or you may not see it; {LOOK_IT_UP}", place="of")


async def _standing(context: Context, found: Sequence[Grouped]) -> list[Grouped]:
    """Those of which both are still there, and may be seen."""
    ids = {id_ for each in found for id_ in (each.pair.one, each.pair.other)}
    known = await elements(context.store, ids, context.viewer)
    return [each for each in found if each.pair.one in known and each.pair.other in known]


def _row(found: Grouped) -> Duplicate:
    pair = found.pair
    return Duplicate(pair.one, pair.other, pair.score, found.group, tuple(map(Reason, pair.reasons)))


OPERATIONS = [duplicates]
