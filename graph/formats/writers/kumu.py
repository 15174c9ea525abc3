"""Both JSON formats of Kumu: the blueprint, and the full export of a project with its maps, positions and views."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from hashlib import blake2s
from itertools import chain, groupby

import orjson

from graph.formats.format import Writer
from graph.formats.kumu.document import KUMU_ID
from graph.formats.writers import flat
from graph.formats.writers.spool import Spool, spooled
from graph.mapping.meanings import NOT_DRAWN
from graph.model import Text
from graph.rows import Data
from graph.values.texts import fold

_OWN_KEYS = frozenset({"id", "type", "element type", "connection type", "tags", "from", "to", "direction"})
"""Names, folded, that mean something to Kumu itself."""

_OF_ELEMENTS = _OWN_KEYS | {"label"}
"""The same of an element, whose label is its name; that of a connection is a field."""

_SETTINGS = ("delayed", "reversed")


class _Drawn:
    """How elements and connections stand on the maps that they came from; maps themselves are neither."""

    def __init__(self, spool: Spool) -> None:
        self.maps = {str(row["id"]): row for row in spool.elements if row["label"] == "Map"}
        self._left_out = {row["id"] for row in spool.elements if row["label"] in NOT_DRAWN}
        self.left = list(chain.from_iterable(map(_left, self.maps.values())))
        said = {_text(row.get(side)) for row in self.left for side in ("from", "to")}
        self._kumu: dict[object, str] = {}
        self._left_ends: dict[str, str] = {}
        for row in spool.elements:
            own = _object(row, "drawn")
            names = {_text(own.get("_id") or own.get("id")), _text(row["name"])} - {""}
            if KUMU_ID.fullmatch(kumu := _text(own.get("_id"))):
                self._kumu[row["id"]] = kumu
            self._left_ends |= dict.fromkeys(names & said, str(row["id"]))

    def joins(self, row: Data) -> bool:
        """Whether a connection is one between elements, not what a map shows."""
        return self._left_out.isdisjoint((row["from"], row["to"]))

    def id_of(self, element: object) -> str:
        """The id of an element in Kumu: the one that Kumu gave it, or one of that form."""
        return self._kumu.get(element) or _made("elem", element)

    def left_ends(self, raw: Data) -> tuple[str, str] | None:
        """The elements that a connection which is no row leads from and to, if they are there."""
        source, target = (self._left_ends.get(_text(raw.get(side))) for side in ("from", "to"))
        return (source, target) if source and target else None


def _left(row: Data) -> Iterator[Data]:
    """The connections of a map that the model could not hold."""
    for kept in (_object(_object(row, "kumu"), "project"), _object(row, "private")):
        yield from _objects(kept.get("connections"))


# ----------------------------------------------------------------------------------------------------------- blueprint


def blueprint(spool: Spool) -> Iterator[bytes]:
    """Elements and connections, and nothing else, as Kumu reads them from an address too; private fields are left out."""
    drawn = _Drawn(spool)
    yield b'{"elements":['
    yield from _listed(_element(row) for row in spool.elements if row["label"] not in NOT_DRAWN)
    yield b'],"connections":['
    own = (_connection(row) for row in spool.connections if drawn.joins(row))
    yield from _listed(chain(own, _left_connections(drawn)))
    yield b"]}\n"


BLUEPRINT = Writer(
    "kumu-blueprint",
    (".blueprint.json", ".kumu.json"),
    "application/json",
    Text(
        "Mapa pro Kumu (blueprint): prvky a spojení s typy, štítky a poli.",
        "A blueprint for Kumu: elements and connections with types, tags and fields.",
    ),
    spooled(blueprint),
)


def _element(row: Data) -> Data:
    item = flat.element(row)
    tags = {"tags": item.tags} if item.tags else {}
    return {"id": item.id, "label": item.label, "type": item.type, **tags, **_free(item.fields, _OF_ELEMENTS)}


def _connection(row: Data) -> Data:
    edge = flat.connection(row)
    source, target = _arrow(row)
    type_ = {"type": edge.type} if _is_said(row) else {}
    tags = {"tags": edge.tags} if edge.tags else {}
    head: Data = {"id": edge.id, "from": source, "to": target, **type_, "direction": edge.direction, **tags}
    return head | _free(edge.fields)


def _left_connections(drawn: _Drawn) -> Iterator[Data]:
    for raw in drawn.left:
        if (ends := drawn.left_ends(raw)) and "private" not in raw:
            head: Data = {"id": _text(raw.get("_id") or raw.get("id")), "from": ends[0], "to": ends[1]}
            kept = {name: value for name, value in head.items() if value}
            yield _object(raw, "fields") | kept | ({"direction": raw["direction"]} if "direction" in raw else {})


def _arrow(row: Data) -> tuple[object, object]:
    """The elements from and to which a connection is drawn, which its type may tell the other way."""
    ends = (row["from"], row["to"])
    return ends[::-1] if _object(row, "drawn").get("backward") is True else ends


def _is_said(row: Data) -> bool:
    """Whether a connection has a type to tell: a word of its own, or more than a guess at what none means."""
    said = {fold(name): value for name, value in _object(row, "fields").items() if value}
    if not flat.TYPES.isdisjoint(said):
        return True
    if row["link"] == "RELATED_TO":
        return "kind" in row and row["kind"] != said.get("label")
    return "drawn" not in row or row.get("status") != "proposed"


def _free(fields: Data, own: frozenset[str] = _OWN_KEYS) -> Data:
    return {f"{name} (field)" if fold(name) in own else name: value for name, value in fields.items()}


# ------------------------------------------------------------------------------------------------------------- project


def project(spool: Spool) -> Iterator[bytes]:
    """All that Kumu keeps of a project, so that it comes back as it was: maps, positions, fields, loops and views."""
    drawn = _Drawn(spool)
    yield orjson.dumps(_head(spool, drawn))[:-1]
    yield b',"elements":['
    yield from _listed(_project_element(row, drawn) for row in spool.elements if row["label"] not in NOT_DRAWN)
    yield b'],"connections":['
    own = (_project_connection(row, drawn) for row in spool.connections if drawn.joins(row))
    yield from _listed(chain(own, _project_left(drawn)))
    yield b'],"maps":['
    yield from _listed(_maps(spool, drawn))
    yield b"]}\n"


PROJECT = Writer(
    "kumu",
    (".json",),
    "application/json",
    Text(
        "Celý projekt pro Kumu s mapami, polohami a pohledy; Kumu jej obnoví jako zálohu.",
        "A whole project for Kumu with maps, positions and views, which Kumu restores as a backup.",
    ),
    spooled(project),
)


def _head(spool: Spool, drawn: _Drawn) -> Data:
    """What stands before the elements: what came with the maps, their lists joined, and every field declared."""
    named = next((row["name"] for row in drawn.maps.values()), "Spojenci")
    head: Data = {"name": named, "attributes": [], "loops": [], "perspectives": []}
    for row in drawn.maps.values():
        for kept in (_object(_object(row, "kumu"), "project"), _object(row, "private")):
            for key, value in kept.items():
                known = head.get(key)
                if key not in ("connections", "elements", "maps"):
                    head[key] = [*known, *value] if isinstance(known, list) and isinstance(value, list) else value
    head.setdefault("defaultMap", next(map(_map_id, drawn.maps.values()), None))
    declared = [*_objects(head["attributes"]), *_undeclared(spool, drawn, _objects(head["attributes"]))]
    # private ones are kept apart from the others, and come last each time
    head["attributes"] = sorted(declared, key=lambda each: bool(each.get("private")))
    return head


def _undeclared(spool: Spool, drawn: _Drawn, declared: Iterable[Data]) -> list[Data]:
    """Declarations of fields that have none."""
    known = {fold(_text(each.get("name"))) for each in declared}
    made: dict[str, Data] = {}
    elements = (row for row in spool.elements if row["label"] not in NOT_DRAWN)
    for row in chain(elements, filter(drawn.joins, spool.connections)):
        hidden = _object(row, "private")
        is_element = "label" in row
        fields = flat.element(row).fields if is_element else flat.connection(row).fields
        for name in chain(_free(fields, _OF_ELEMENTS if is_element else _OWN_KEYS), hidden):
            if fold(name) not in known:
                declaration = {"_id": _made("attr", name)[:13], "name": name, "format": "string"}
                made.setdefault(fold(name), {**declaration, "private": name in hidden})
    return list(made.values())


def _project_element(row: Data, drawn: _Drawn) -> Data:
    item = flat.element(row)
    tags = {"tags": item.tags} if item.tags else {}
    attributes = {"label": item.label, "element type": item.type, **tags, **_lower(item.fields, _OF_ELEMENTS)}
    return {"_id": drawn.id_of(item.id), "attributes": attributes | _object(row, "private")}


def _lower(fields: Data, own: frozenset[str] = _OWN_KEYS) -> Data:
    """Fields by their keys in a project, which are in small letters."""
    return {name.lower(): value for name, value in _free(fields, own).items()}


def _project_connection(row: Data, drawn: _Drawn) -> Data:
    edge = flat.connection(row)
    known = _object(row, "drawn")
    source, target = reversed(_arrow(row)) if known.get("reversed") is True else _arrow(row)
    type_ = {"connection type": edge.type} if _is_said(row) else {}
    tags = {"tags": edge.tags} if edge.tags else {}
    return {
        "_id": _connection_id(row),
        "direction": edge.direction,
        **{key: known.get(key, False) for key in _SETTINGS},
        "from": drawn.id_of(source),
        "to": drawn.id_of(target),
        "attributes": type_ | tags | _lower(edge.fields) | _object(row, "private"),
    }


def _project_left(drawn: _Drawn) -> Iterator[Data]:
    for raw in drawn.left:
        if ends := drawn.left_ends(raw):
            kept = {key: value for key, value in raw.items() if key not in ("fields", "private")}
            attributes = _object(raw, "fields") | _object(raw, "private")
            yield {**kept, "from": drawn.id_of(ends[0]), "to": drawn.id_of(ends[1]), "attributes": attributes}


def _maps(spool: Spool, drawn: _Drawn) -> Iterator[Data]:
    """The maps, with where their elements stand, and the connections between these."""
    edges = _edges(spool, drawn)
    shown = (row for row in spool.connections if row["link"] == "SHOWS")
    entries = {id_: [_entry(row, drawn) for row in rows] for id_, rows in groupby(shown, lambda row: str(row["from"]))}
    for id_, row in drawn.maps.items():
        kept = {key: value for key, value in _object(row, "kumu").items() if key != "project"}
        said = {"description": row["description"]} if "description" in row else {}
        yield {
            **kept,
            "_id": _map_id(row),
            "name": row["name"],
            **said,
            "elements": [*entries.get(id_, ()), *_objects(kept.get("elements"))],
            "connections": edges[id_],
        }


def _edges(spool: Spool, drawn: _Drawn) -> dict[str, list[Data]]:
    """The connections on each map: those that it had and that are there, and what else is between its elements."""
    on: defaultdict[object, set[str]] = defaultdict(set)
    for row in spool.connections:
        if row["link"] == "SHOWS":
            on[row["to"]].add(str(row["from"]))
    known: defaultdict[str, dict[str, Data]] = defaultdict(dict)
    for id_, row in drawn.maps.items():
        for entry in _objects(_object(row, "kumu").get("connections")):
            known[_text(entry.get("connection"))][id_] = entry
    found: dict[str, list[Data]] = {id_: [] for id_ in drawn.maps}
    for row in filter(drawn.joins, spool.connections):
        connection = _connection_id(row)
        had = known.get(connection, {})
        for id_ in sorted(had.keys() | (on.get(row["from"], set()) & on.get(row["to"], set()))):
            found[id_].append(had.get(id_) or {"_id": _made("edge", id_, connection), "connection": connection})
    return found


def _entry(row: Data, drawn: _Drawn) -> Data:
    at = {"x": row["x"], "y": row["y"]} if "x" in row and "y" in row else None
    made: Data = {"_id": _made("node", row["from"], row["to"]), "position": at, "pinned": at is not None}
    return made | _object(row, "kumu") | {"element": drawn.id_of(row["to"])}


def _connection_id(row: Data) -> str:
    own = _text(_object(row, "drawn").get("_id"))
    return own if KUMU_ID.fullmatch(own) else _made("conn", row["link"], row["from"], row["to"], row.get("id"))


def _map_id(row: Data) -> str:
    return _text(_object(row, "kumu").get("_id")) or _made("map", row["id"])


def _made(prefix: str, *parts: object) -> str:
    """An id of the form of Kumu's."""
    return f"{prefix}-{blake2s(chr(0).join(map(str, parts)).encode(), digest_size=8).hexdigest()}"


# ---------------------------------------------------------------------------------------------------------------- JSON


def _listed(items: Iterable[Data]) -> Iterator[bytes]:
    """The items of a list, one a line."""
    for number, item in enumerate(items):
        yield (b",\n" if number else b"\n") + orjson.dumps(item)


def _object(row: Data, key: str) -> Data:
    value = row.get(key)
    return value if isinstance(value, dict) else {}


def _objects(value: object) -> list[Data]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _text(value: object) -> str:
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
