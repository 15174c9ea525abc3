"""Connections of a Kumu file in the words of the model."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graph.formats.kumu import meanings
from graph.formats.kumu.document import Document, Item, text
from graph.formats.kumu.elements import Elements, Node
from graph.formats.kumu.fields import mapped
from graph.formats.kumu.ids import Ids, hashed
from graph.formats.kumu.remarks import Remarks
from graph.rows import Data, Row
from graph.schema import SCHEMA
from graph.texts import fold
from graph.validation import covers

_Key = tuple[str, str, str]
"""The type and the ids of the ends of a connection."""


@dataclass(slots=True)
class Link:
    """A connection with its ends as drawn. ``phrase`` is its type, folded."""

    item: Item
    start: Node
    end: Node
    type: str
    phrase: str
    label: str

    @property
    def drawn(self) -> tuple[str, ...]:
        """What tells it apart from others without an id."""
        return (self.start.id, self.end.id, self.phrase, self.label)


class Connections:
    """All connections of a file; ``left`` are those that the model has no type for."""

    def __init__(self, document: Document, elements: Elements, ids: Ids, remarks: Remarks) -> None:
        self.left: list[Link] = []
        self._document = document
        self._elements = elements
        self._ids = ids
        self._remarks = remarks
        parallel: dict[_Key, list[Link]] = defaultdict(list)
        for link in self._links():
            if found := self._understood(link):
                parallel[found].append(link)
        self.rows = [row for key, links in parallel.items() for row in self._parallel(key, links)]

    def _links(self) -> Iterable[Link]:
        merged: dict[tuple[str, ...], Item] = {}
        found: dict[tuple[str, ...], Link] = {}
        for item in self._document.connections():
            start, end = self._elements.end(item, "from"), self._elements.end(item, "to")
            if start and end and start.label and end.label:
                link = _drawn(item, start, end)
                key = (item.own,) if item.own else link.drawn
                self._document.merge(merged, key, item)
                found[key] = link if merged[key] is item else _drawn(merged[key], start, end)
        return found.values()

    def _understood(self, link: Link) -> _Key | None:
        """The connection of the model that a link is."""
        source, target, place = link.start, link.end, link.item.place
        called = f"of the type {link.type!r:.60}" if link.type else "without a type"
        reading = meanings.reading(link.phrase, source.label, target.label)
        if source is target or reading is None:
            between = "an element and itself" if source is target else f"{source.label} and {target.label}"
            self.left.append(link)
            self._remarks.count(f"the model has no connection {called} between {between}; kept with the map", place)
            return None
        if reading.guessed:
            message = f"{called} between {source.label} and {target.label}: read as {reading.type}"
            self._remarks.count(message, place)
        if reading.undecided and text(link.item.structure.get("direction")) in ("undirected", "mutual"):
            self._remarks.count(f"{reading.type} has a direction; it is read as it was drawn", place)
        return (reading.type, *_ends(link, reading))

    def _parallel(self, key: _Key, links: list[Link]) -> Iterator[Row]:
        """The connections of one type between two elements: all but the first have ids of their own."""
        type_, start, end = key
        ordered = sorted(links, key=lambda link: (link.item.own, link.phrase, link.label))
        for number, (link, properties) in enumerate(self._telling(ordered, type_)):
            data: Data = {"link": type_, "from": start, "to": end}
            if number:
                data["id"] = self._ids.own(link.item.own) or f"{self._ids.space}-{hashed(*link.drawn)}"
            yield Row(link.item.place, link.item.kept(data | properties))

    def _telling(self, links: list[Link], type_: str) -> list[tuple[Link, Data]]:
        """Of parallel connections those that say what no other one does, with their properties."""
        fields = [{**link.item.fields} for link in links]
        told = [self._properties(link, type_) for link in links]
        telling: list[int] = []
        for number in sorted(range(len(links)), key=lambda each: (-len(told[each]), each)):
            if _is_plain(links[number]) and any(covers(_DECLARED[type_], told[n], told[number]) for n in telling):
                links[number].item.fields = fields[number]
                self.left.append(links[number])
                message = f"another {type_} between the same two says it already; kept with the map"
                self._remarks.count(message, links[number].item.place)
            else:
                telling.append(number)
        return [(links[number], told[number]) for number in sorted(telling)]

    def _properties(self, link: Link, type_: str) -> Data:
        found = mapped(link.item, meanings.CONNECTION_FIELDS[type_], self._remarks)
        if type_ == "TAKES_PART_IN" and link.phrase in meanings.INVOLVEMENTS:
            found.setdefault("involvement", meanings.INVOLVEMENTS[link.phrase])
        if type_ == "PARTNERS_WITH" and link.phrase in meanings.PARTNERSHIPS:
            found.setdefault("kinds", [meanings.PARTNERSHIPS[link.phrase]])
        return found


_DECLARED = {type_.type: SCHEMA.properties_of_connection(type_) for type_ in SCHEMA.connections}
_OF_ALL = frozenset({"type", "connection type", "label"})


def _is_plain(link: Link) -> bool:
    """Whether nothing is said of a connection that the model has no property for."""
    return not link.item.private and all(fold(name) in _OF_ALL for name in link.item.fields)


def _drawn(item: Item, start: Node, end: Node) -> Link:
    """A connection read from its item; its type and label are those that everyone may see."""
    if item.structure.get("reversed") is True:
        start, end = end, start
    type_ = text(item.find("connection type", "type"))
    return Link(item, start, end, type_, fold(type_), text(item.find("label")))


def _ends(link: Link, reading: meanings.Reading) -> tuple[str, str]:
    source, target = (link.end, link.start) if reading.swaps else (link.start, link.end)
    if SCHEMA.by_type[reading.type].mutual and link.start.label != "Community" != link.end.label:
        return min(source.id, target.id), max(source.id, target.id)  # drawn from either side, it is one
    return source.id, target.id
