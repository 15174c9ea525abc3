"""The map of another Spojenci: one more source, matched with what is here, and updated when it is drawn in again.

What is here keeps its values; the other map adds what is not said yet. Only what rests on it alone follows it.
"""

import re
from asyncio import to_thread
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import filterfalse
from typing import Self, Unpack
from urllib.parse import parse_qs, quote, unquote, urlencode, urlsplit

from graph.errors import BadInput, Problem
from graph.exchange import importer
from graph.exchange.importer import Loading, Report
from graph.exchange.sourcing import Origin
from graph.formats import canonical
from graph.matching.joining import JoinedRows, Verdict, joined
from graph.model import Property, Schema
from graph.questions.named import WRITES
from graph.records import Properties
from graph.rows import Data, Notice, Row, Rows
from graph.said import CONFIRMED_AT, SOURCES, is_person, listed, of_people
from graph.store import Store
from graph.store.values import from_neo4j
from graph.validation import extra
from graph.values.addresses import checked
from graph.values.texts import fold

LIKE = "https://maps.example.org/v1/maps/ID.kumu.json"

_PAIRS = 4000
"""Connections that are looked up at once."""

_OF_ROWS = frozenset({"label", "id", "link", "from", "to"})
_KEPT_BACK = frozenset({"visibility", "private", "source", SOURCES})
"""What another Spojenci does not decide here."""


@dataclass(frozen=True, slots=True)
class Peer:
    """Another Spojenci by its address, and a map of it; None is all that it shows."""

    base: str
    map: str | None = None

    @classmethod
    def at(cls, address: str, map: str | None = None, *, private: bool, place: str = "peer") -> Self:
        """The one at an address, which may be that of a map or an export there. Raises BadInput."""
        parts = urlsplit(checked(address.strip(), place, LIKE, private=private))
        prefix, _, rest = parts.path.partition("/v1/")
        named = re.fullmatch(r"(?:maps/(?P<map>.+)\.kumu\.json|elements/(?P<id>.+))", rest)
        told = next((each for each in named.groups() if each), None) if named else None
        asked = parse_qs(parts.query).get("map", [None])[0]
        return cls(f"{parts.scheme}://{parts.netloc}{prefix.rstrip('/')}", map or asked or (told and unquote(told)))

    @property
    def export(self) -> str:
        """The address of what is drawn in."""
        map_ = {"map": self.map} if self.map else {}
        return f"{self.base}/v1/export?{urlencode({'format': 'canonical', **map_})}"

    @property
    def prefix(self) -> str:
        """What ids begin with that are taken here by something else."""
        return re.sub(r"[^a-z0-9.]+", "-", self.base.partition("://")[2].lower())


def of_file(format: str, address: str) -> Peer:
    """The Spojenci that a file of a format is said to be from. Raises BadInput."""
    if format != canonical.FORMAT.name:
        raise BadInput("a file of another Spojenci is its export in the canonical form", place="peer")
    return Peer.at(address, private=True)


async def load(
    store: Store, schema: Schema, peer: Peer, rows: Rows, verdicts: Sequence[Verdict] = (), **options: Unpack[Loading]
) -> Report:
    """Import what another Spojenci has exported in the canonical form, as one source. As :func:`importer.load_drawn`."""
    read = await to_thread(list, rows)
    origin = _origin(peer, [row.data for row in read if isinstance(row, Row)], options.get("origin"))
    fitting = _Fitting(schema, peer, str(origin.id))
    options["origin"] = origin
    found = await joined(store, schema, iter(await fitting.elements(store, read)), verdicts)
    fitted = await fitting.connections(store, found.rows)
    report = await importer.load(store, schema, fitted, **options)
    report.matches = found.matches
    return report


def _origin(peer: Peer, rows: Iterable[Data], told: Origin | None) -> Origin:
    """The source: the one map that the rows are of, else the other Spojenci as a whole."""
    maps = [row for row in rows if row.get("label") == "Map"]
    own = maps[0] if len(maps) == 1 else {}
    address = f"{peer.base}/v1/elements/{quote(str(own['id']), safe='')}" if own else peer.base
    known = told or Origin(address)
    name = f"{own.get('name', '')}, {peer.base}".strip(", ")
    return replace(known, name=name, id=known.id or f"map-{address}"[:200], kind="map")


class _Fitting:
    """Fits rows into what is here: ids that are taken by something else, and what may be said of what is here."""

    def __init__(self, schema: Schema, peer: Peer, source: str) -> None:
        self._schema = schema
        self._prefix = peer.prefix
        self._source = source
        self._types = {frozenset(schema.labels_of(element)): element for element in schema.elements}
        self._mutual = [each.type for each in schema.connections if each.mutual]

    async def elements(self, store: Store, rows: Sequence[Row | Notice | Problem]) -> list[Row | Notice | Problem]:
        """The rows with ids that are free or mean the same here, and of elements what is news."""
        own = {str(row.data["id"]): row.data for row in rows if isinstance(row, Row) and _is_element(row.data)}
        there = await self._standing(store, [*own, *map(self._other, own)])
        ids = {id_: self._id(id_, data, there) for id_, data in own.items()}
        return [fitted for row in rows for fitted in self._fitted(row, ids, there)]

    async def _standing(self, store: Store, ids: Iterable[str]) -> dict[str, tuple[str, Properties]]:
        """The type and properties of those elements that are here."""
        wanted = {"ids": list(dict.fromkeys(ids))}
        [[found]] = await store.read(WRITES["existing_elements"].text, wanted, name="existing_elements")
        types = ((id_, self._types.get(frozenset(labels)), properties) for id_, labels, properties in found)
        return {id_: (type_.label if type_ else "", from_neo4j(properties)) for id_, type_, properties in types}

    def _other(self, id_: str) -> str:
        return f"{self._prefix}-{id_}"[:200]

    def _id(self, id_: str, data: Data, there: Mapping[str, tuple[str, Properties]]) -> str:
        if self._other(id_) in there:
            return self._other(id_)
        return id_ if id_ not in there or self._is_same(data, *there[id_]) else self._other(id_)

    def _is_same(self, data: Data, label: str, old: Properties) -> bool:
        """Whether an element of the same id is the one of a row: from one source, by a code, or by its name."""
        if data["label"] != label:
            return False
        sources = {self._source, *filterfalse(_is_local, _texts(data.get(SOURCES)))}
        if not sources.isdisjoint(listed(old, SOURCES)):
            return True
        codes = [p for p in self._schema.properties_of(self._schema.by_label[label]) if p.unique and p.name != "id"]
        both = [(data[p.in_files], old[p.name]) for p in codes if data.get(p.in_files) and old.get(p.name)]
        if both:
            return all(here == told for told, here in both)
        return not _names(data).isdisjoint(_names(old))

    def _fitted(
        self, row: Row | Notice | Problem, ids: Mapping[str, str], there: Mapping[str, tuple[str, Properties]]
    ) -> Iterator[Row | Notice | Problem]:
        """What is left of a row, and what is to be told of it; sources there are not those here."""
        if not isinstance(row, Row):
            yield row
        elif row.data.get("label") == "Source":
            return
        elif _is_element(row.data):
            id_ = ids[str(row.data["id"])]
            _, old = there.get(id_, ("", None))
            element = self._schema.by_label.get(str(row.data["label"]))
            declared = self._schema.properties_of(element) if element else ()
            said, stays = self._news(row.data, declared, old)
            yield Row(
                row.place, said | self._sources(row.data, said, declared, old) | {"label": row.data["label"], "id": id_}
            )
            for name in stays:
                yield Notice(f"{row.place}, {name}", f"{id_!r} says something else here; it stays so")
        else:
            ends = {side: ids.get(str(row.data.get(side)), row.data.get(side)) for side in ("from", "to")}
            yield Row(row.place, row.data | ends)

    async def connections(self, store: Store, matched: JoinedRows) -> JoinedRows:
        """The rows, and of connections that are here what is news."""
        rows = list(matched)
        links = [row for row in rows if isinstance(row, Row) and "link" in row.data]
        standing: dict[tuple[object, ...], Properties] = {}
        for first in range(0, len(links), _PAIRS):
            keys = [_key(row.data) for row in links[first : first + _PAIRS]]
            asked = {"rows": [[*key[:3]] for key in keys], "mutual": self._mutual}
            [[found]] = await store.read(WRITES["existing_connections"].text, asked, name="existing_connections")
            standing |= {(*keys[at][:3], old.get("parallel")): from_neo4j(old) for at, _, old in found}
        return (self._linked(row, standing) if isinstance(row, Row) and "link" in row.data else row for row in rows)

    def _linked(self, row: Row, standing: Mapping[tuple[object, ...], Properties]) -> Row:
        old = standing.get(_key(row.data))
        type_ = self._schema.by_type.get(str(row.data["link"]))
        declared = self._schema.properties_of_connection(type_) if type_ else ()
        head = {name: value for name, value in row.data.items() if name in _OF_ROWS}
        said, _ = self._news(row.data, declared, old)
        return Row(row.place, head | said | self._sources(row.data, said, declared, old))

    def _sources(self, data: Data, said: Data, declared: Iterable[Property], old: Properties | None) -> Data:
        """The sources here, where the row says nothing new, and there rests on none but these: then it is no further one."""
        if old is None:
            return {}
        known = {each.in_files: each for each in declared}
        here, there = listed(old, SOURCES), _texts(data.get(SOURCES))
        is_news = any(_standing(known.get(name), name, old) != value for name, value in said.items())
        is_echo = not is_news and set(there).issubset(here) and (bool(there) or not here)
        return {SOURCES: here or None} if is_echo else {}

    def _news(self, data: Data, declared: Iterable[Property], old: Properties | None) -> tuple[Data, list[str]]:
        """What a row says that is not said here, and the names of what is said otherwise; ``old`` is what stands here."""
        known = {each.in_files: each for each in declared}
        said: Data = {}
        stays = []
        for name, value in data.items():
            each = known.get(name)
            if name in _OF_ROWS | _KEPT_BACK or (each and each.managed and each.name != CONFIRMED_AT):
                continue
            if old is None or listed(old, SOURCES) == [self._source] or (each and each.name in of_people(old)):
                said[name] = value
                continue
            before = _standing(each, name, old)
            if isinstance(before, list) and isinstance(value, list):
                said[name] = [*dict.fromkeys([*before, *value])]
            elif before in (None, "", []):
                said[name] = value
            elif before != value:
                stays.append(name)
        return said, stays


def _standing(declared: Property | None, name: str, old: Properties) -> object:
    """What stands here under a name of files."""
    return old.get(declared.name, declared.absent) if declared else extra(old).get(name)


def _is_element(data: Data) -> bool:
    """Whether it is one with an id; what has none is refused when it is imported."""
    return "label" in data and isinstance(data.get("id"), str)


def _key(data: Data) -> tuple[str, str, str, str | None]:
    parallel = data.get("id")
    return str(data["link"]), str(data.get("from")), str(data.get("to")), None if parallel is None else str(parallel)


def _names(data: Mapping[str, object]) -> set[str]:
    named = (data.get("name"), data.get("nameEn"), *_texts(data.get("alternateNames")))
    return {fold(str(each)) for each in named if each}


def _texts(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else []


def _is_local(source: str) -> bool:
    """Whether another Spojenci may have another source of this id: people, and files, which are called by their names."""
    return is_person(source) or source.startswith("file-")
