"""What reconciliation asks and answers: queries with their candidates, and values of properties (sections 4 and 7)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, Field, TypeAdapter, ValidationError

from api.reconcile.manifest import BATCH, TYPES
from api.wire.bodies import parsed
from graph.access import Viewer
from graph.contract import price
from graph.errors import BadInput
from graph.matching.candidates import LONGEST, Candidate, Sought, candidates
from graph.reading.codes import of_now
from graph.reading.whole import PRICE, Whole, whole
from graph.schema import SCHEMA
from graph.store import Store
from graph.values.texts import fold

MOST = 20
"""Candidates of one query at most."""

_PLACES = frozenset(("place", "locatedIn", "municipality", "town"))
"""Properties of a query that name the place where a candidate is."""

_CODES = frozenset(p.name for element in SCHEMA.elements for p in element.properties if p.identifies)

_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")

T = TypeVar("T")


class Given(BaseModel):
    """A value that is known of what is looked for."""

    pid: str
    v: object


class Query(BaseModel):
    """A name to find candidates for."""

    query: Annotated[str, AfterValidator(lambda text: text[:LONGEST])] = ""
    type: str | list[str] | None = None
    limit: Annotated[int, Field(ge=1)] = 5
    properties: Annotated[list[Given], Field(max_length=BATCH)] = []
    type_strict: Literal["any", "all", "should"] = "any"


class Property(BaseModel):
    """A property whose values are wanted."""

    id: str


class Extension(BaseModel):
    """Elements, and the properties of which values are wanted."""

    ids: Annotated[list[str], Field(max_length=BATCH)]
    properties: Annotated[list[Property], Field(max_length=BATCH)]


_QUERIES = TypeAdapter(Annotated[dict[str, Query], Field(max_length=BATCH)])
_EXTENSION = TypeAdapter(Extension)


def read_queries(text: str) -> dict[str, Query]:
    """The queries of a request. Raises BadInput naming what is wrong, and Refused where it is not JSON."""
    return _read(_QUERIES, text, "queries")


def read_extension(text: str) -> Extension:
    """What a request wants to know of elements. Raises as :func:`read_queries`.

    Of a property that nobody has, the answer holds no values: the specification wants a list for each that is asked for.
    """
    return _read(_EXTENSION, text, "extend")


def _read(adapter: TypeAdapter[T], text: str, place: str) -> T:
    try:
        return adapter.validate_python(parsed(text, place))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, (place, *first["loc"])))
        raise BadInput(f"{first['msg']}; see the Reconciliation Service API 0.2", place=where) from None


def cost(queries: Mapping[str, Query]) -> int:
    """What it costs to answer them."""
    return sum(price.WORD * (1 + len(fold(each.query).split())) for each in queries.values())


def price_of(extension: Extension) -> int:
    """What it costs to answer it."""
    return PRICE * len(extension.ids)


async def answer(store: Store, queries: Mapping[str, Query], viewer: Viewer) -> dict[str, object]:
    """The result batch: the candidates of each query, also by the id of what was merged. Raises BadInput for an unknown type."""
    named = await of_now(store, [each.query for each in queries.values()], viewer)
    asked = zip(queries.items(), named, strict=True)
    sought = [_sought(key, query.model_copy(update={"query": now})) for (key, query), now in asked]
    found = await candidates(store, sought, viewer)
    return {key: {"result": [*map(_candidate, those)]} for key, those in zip(queries, found, strict=True)}


def _sought(key: str, query: Query) -> Sought:
    types = [query.type] if isinstance(query.type, str) else query.type or []
    if unknown := next((each for each in types if each not in TYPES), None):
        raise BadInput(f"there is no type {unknown!r}; there are {', '.join(TYPES)}", place=f"queries.{key}.type")
    given = [(each.pid, value) for each in query.properties for value in _texts(each.v)]
    places = [value for pid, value in given if pid in _PLACES]
    codes = frozenset(value for pid, value in given if pid in _CODES)
    strict = () if query.type_strict == "should" else tuple(types)
    return Sought(query.query, strict, min(query.limit, MOST), places[0] if places else None, codes)


def _texts(value: object) -> Iterator[str]:
    """A value that is known, or several, as texts; of an element its name, else its id."""
    for each in value if isinstance(value, list) else [value]:
        known = each.get("name") or each.get("id") if isinstance(each, Mapping) else each
        if known not in (None, ""):
            yield str(known)


def _candidate(found: Candidate) -> dict[str, object]:
    return {
        "id": found.id,
        "name": found.name,
        "description": found.place or "",
        "type": [{"id": found.type, "name": found.type}],
        "score": found.score,
        "match": found.sure,
    }


async def extend(store: Store, wanted: Extension, viewer: Viewer) -> dict[str, object]:
    """The values of properties of elements; none of those that the viewer may not see."""
    ids = list(dict.fromkeys(wanted.ids))
    names = list(dict.fromkeys(each.id for each in wanted.properties))
    found = await whole(store, await of_now(store, ids, viewer), viewer)
    rows = {id_: {name: _values(element, name) for name in names} for id_, element in zip(ids, found, strict=True)}
    return {"meta": [{"id": name, "name": name} for name in names], "rows": rows}


def _values(element: Whole | None, name: str) -> Sequence[dict[str, object]]:
    value = element.get(name) if element else None
    values = value if isinstance(value, list) else [] if value is None else [value]
    return [*map(_value, values)]


def _value(value: object) -> dict[str, object]:
    match value:
        case bool():
            return {"str": "true" if value else "false"}
        case int():
            return {"int": value}
        case float():
            return {"float": value}
        case {"latitude": latitude, "longitude": longitude}:
            return {"str": f"{latitude}, {longitude}"}
    text = str(value)
    return {"date": text} if _DATE.match(text) else {"str": text}
