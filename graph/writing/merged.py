"""What is kept of an element that was merged into another one: enough to take it out again, in any order. Pure.

The kept element says whose it was in no property of its own; it is all here. ``Merged`` nodes answer for old ids, too.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, cast

import orjson

from graph import said
from graph.log.stored import packed, unpacked
from graph.model import Kind, Property
from graph.records import CONFIRMED, PROPOSED, REJECTED, Properties

State = dict[str, object]

NAMES = "alternateNames"
_OWN = frozenset(("id", "name", NAMES, "visibility", "sortKey", "createdAt", "updatedAt", "version", "around"))
"""Properties of an element that are never taken over by another one."""

_KEPT = frozenset(("x", "y", "awaits", "parallel", "status", said.CORRECTED, *said.CONFIRMATION))
"""Properties of a connection in which two that say the same may differ; those of the kept one stay."""


@dataclass(slots=True, eq=False)
class Tie:
    """A connection as somebody drew it, with its old ends, one of which was merged since or says the same as such a one."""

    type: str
    start: str
    end: str
    parallel: str | None
    properties: State


@dataclass(slots=True)
class Merged:
    """An element that was merged into another one by the change ``sequence``; ``now`` is what answers for it.

    ``gave`` is what the other one got from its ``properties``. ``ties`` are kept by one of the elements that they lead to.
    """

    id: str
    into: str
    now: str
    sequence: int
    label: str
    properties: State
    gave: State = field(default_factory=dict)
    ties: list[Tie] = field(default_factory=list)

    def row(self) -> dict[str, object]:
        """What a node keeps of it."""
        kept = asdict(self)
        head = {name: kept.pop(name) for name in ("id", "into", "now", "sequence")}
        return head | {"kept": packed([kept])}


def merged(properties: Mapping[str, Any]) -> Merged:
    """What a node keeps, read."""
    [kept] = cast("list[dict[str, Any]]", unpacked(properties["kept"]))
    ties = [Tie(**tie) for tie in kept.pop("ties")]
    head = {name: properties[name] for name in ("id", "into", "now", "sequence")}
    return Merged(**head, **kept, ties=ties)


# ------------------------------------------------------------------------------------------------------------ properties


def taken_over(declared: tuple[Property, ...], kept: Properties, gone: Properties) -> State:
    """What an element gets from one that is merged into it: names, items of lists, and values that it lacks."""
    given: State = {}
    if names := _new_names(kept, gone):
        given[NAMES] = names
    for each in declared:
        value, own = gone.get(each.name), kept.get(each.name)
        if (
            each.name in _OWN
            or each.internal
            or value is None
            or each.absent is not None
            or each.name == said.CORRECTED
        ):
            continue
        if isinstance(value, list):
            if more := [item for item in value if item not in _listed(own)]:
                given[each.name] = more
        elif own is None:
            given[each.name] = value
        elif each.kind is Kind.JSON and (more_of := _missing(str(own), str(value))):
            given[each.name] = more_of
    if corrected := [name for name in _protected(kept, gone, given) if name not in said.listed(kept, said.CORRECTED)]:
        given[said.CORRECTED] = corrected
    return given


def _protected(kept: Properties, gone: Properties, given: Properties) -> list[str]:
    """What people said of an element that has other sources by now, and of what it gets from one that is merged into it."""
    own = said.stated(kept) if said.by_people_alone(kept) and not said.by_people_alone(with_given(kept, given)) else []
    return [*own, *(name for name in said.of_people(gone) if name in given and name not in own)]


def _new_names(kept: Properties, gone: Properties) -> list[str]:
    known = {str(name).casefold() for name in (kept.get("name"), *_listed(kept.get(NAMES)))}
    names = dict.fromkeys(str(name) for name in (gone.get("name"), *_listed(gone.get(NAMES))) if name)
    return [name for name in names if name.casefold() not in known]


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _missing(own: str, other: str) -> dict[str, object]:
    """The entries of a JSON object that another one lacks."""
    known = orjson.loads(own)
    return {name: value for name, value in orjson.loads(other).items() if name not in known}


def with_given(state: Properties, given: Properties) -> State:
    """A state with what is given to it."""
    made = dict(state)
    for name, value in given.items():
        if isinstance(value, list):
            made[name] = [*_listed(made.get(name)), *value]
        elif isinstance(value, dict) and isinstance(made.get(name), str):
            made[name] = _json(orjson.loads(str(made[name])) | value)
        else:
            made[name] = value
    return made


def without(state: Properties, given: Properties) -> tuple[State, State]:
    """A state without what was given to it, as far as it still has it; and that."""
    made, taken = dict(state), State()
    for name, value in given.items():
        now = made.get(name)
        if isinstance(value, list):
            taken[name] = [item for item in value if item in _listed(now)]
            made[name] = [item for item in _listed(now) if item not in value] or None
        elif isinstance(value, dict) and isinstance(now, str):
            whole = orjson.loads(now)
            taken[name] = {key: each for key, each in value.items() if whole.get(key) == each}
            made[name] = _json({key: each for key, each in whole.items() if key not in cast(State, taken[name])})
        elif now == value:
            taken[name], made[name] = value, PROPOSED if name == "status" else None
    return {name: value for name, value in made.items() if value is not None}, {n: v for n, v in taken.items() if v}


def _json(value: Mapping[str, object]) -> str:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()


def conflicts(
    declared: tuple[Property, ...], kept: Properties, gone: Properties
) -> Iterator[tuple[str, object, object]]:
    """Properties in which two elements contradict each other, with both values; the first one stays."""
    for each in declared:
        if each.name in _OWN or each.internal or each.managed or each.kind is Kind.STRINGS:
            continue
        own, other = kept.get(each.name, each.absent), gone.get(each.name, each.absent)
        if own is not None and other is not None and own != other:
            yield each.name, own, other


# ----------------------------------------------------------------------------------------------------------- connections


def united(declared: tuple[Property, ...], one: Properties, other: Properties) -> State | None:
    """What a connection gets from another one between the same ends, None where both say something of their own."""
    status, others = one.get("status") or CONFIRMED, other.get("status") or CONFIRMED
    if REJECTED in (status, others) and status != others:
        return None
    given: State = {"status": CONFIRMED} if (status, others) == (PROPOSED, CONFIRMED) else {}
    for each in declared:
        own, value = one.get(each.name), other.get(each.name)
        if value is None or each.name in _KEPT:
            continue
        if isinstance(value, list):
            given |= {each.name: more} if (more := [item for item in value if item not in _listed(own)]) else {}
        elif own is None:
            given[each.name] = value
        elif own != value and each.kind is not Kind.JSON:
            return None
        elif own != value and (rest := _missing(str(own), str(value))):
            given[each.name] = rest
    return given


@dataclass(slots=True)
class Folded:
    """What several ties are as one connection between the elements that are there."""

    parallel: str | None
    properties: State
    ties: list[Tie]


def folded(declared: tuple[Property, ...], ties: Iterable[Tie], ends: tuple[str, str]) -> list[Folded]:
    """Ties between the same two elements as connections: those that add nothing to another one are united with it."""
    made: list[Folded] = []
    for tie in sorted(ties, key=lambda t: (not _is_between(t, ends), t.start, t.end, t.parallel or "")):
        for other in made:
            more = united(declared, other.properties, tie.properties)
            if more is not None:
                other.properties = with_given(other.properties, more)
                other.ties.append(tie)
                break
        else:
            names = {each.parallel for each in made}
            mark = next((id_ for id_ in (tie.start, tie.end) if id_ not in ends), tie.start)
            wanted = (tie.parallel, mark, *(f"{mark} {number}" for number in range(2, len(made) + 3)))
            made.append(Folded(next(name for name in wanted if name not in names), dict(tie.properties), [tie]))
    return made


def _is_between(tie: Tie, ends: tuple[str, str]) -> bool:
    return {tie.start, tie.end} == {*ends}
