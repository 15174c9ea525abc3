"""Connections of a map in the words of the model."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from graph.mapping import meanings
from graph.mapping.circles import closing_circles
from graph.mapping.drawing import Drawing, Item, text
from graph.mapping.elements import Elements, Node, merged
from graph.mapping.fields import mapped
from graph.mapping.ids import Ids, hashed
from graph.mapping.mapping import Mapping
from graph.mapping.meanings import GENERAL, Reading
from graph.mapping.remarks import Remarks
from graph.records import PROPOSED
from graph.rows import Data, Row
from graph.schema import SCHEMA
from graph.validation import covers
from graph.values.texts import fold

_Key = tuple[str, str, str]
"""The type and the ids of the ends of a connection."""

_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")
"""A label that says how strong a connection is, and not what; no more does one that names its two ends."""

_FURTHER = "has a further word: only related, for the model has no such connection"

_PLAIN = "related to"
"""How writers call a connection that nobody calls anything."""

_NO_ARROW = ("undirected", "mutual")


@dataclass(slots=True)
class Link:
    """A connection with its ends as drawn. ``word`` is what its maker calls it, ``phrase`` that word folded."""

    item: Item
    start: Node
    end: Node
    word: str
    phrase: str
    label: str
    reading: Reading = GENERAL

    @property
    def drawn(self) -> tuple[str, ...]:
        """What tells it apart from others without an id."""
        return (self.start.id, self.end.id, self.phrase, self.label)

    @property
    def direction(self) -> str:
        """Whether it has an arrow, where its maker says so."""
        return text(self.item.structure.get("direction"))


class Connections:
    """All connections of a map as ``links`` and as ``rows``.

    ``left`` are those that the model cannot hold: from an element to itself, or said twice.
    """

    def __init__(self, drawing: Drawing, elements: Elements, ids: Ids, mapping: Mapping, remarks: Remarks) -> None:
        self.left: list[Link] = []
        self._elements = elements
        self._ids = ids
        self._mapping = mapping
        self._remarks = remarks
        parallel: dict[_Key, list[Link]] = defaultdict(list)
        self.links = list(self._links(drawing))
        self._read()
        for link in self.links:
            if found := self._understood(link):
                parallel[found].append(link)
        self.rows = [row for key, links in parallel.items() for row in self._parallel(key, links)]

    def _links(self, drawing: Drawing) -> Iterator[Link]:
        kept = merged(drawing.connections, self._key, drawing, self._remarks)
        for item in kept.values():
            start, end = self._elements.end(item, "from"), self._elements.end(item, "to")
            if start and end and start.label and end.label:
                yield _drawn(item, start, end)

    @staticmethod
    def _key(item: Item) -> tuple[str, ...]:
        """What makes two connections one: their id, or their ends, type and label."""
        if item.own:
            return (item.own,)
        ends = (text(item.structure.get(side)) for side in ("from", "to"))
        return (*ends, item.start.place if item.start else "", fold(_type(item)), text(item.find("label")))

    def _understood(self, link: Link) -> _Key | None:
        """The connection of the model that a link is."""
        if link.start is link.end:
            self.left.append(link)
            self._remarks.count("leads from an element to itself; kept with the map", link.item.place)
            return None
        self._tell(link)
        return (link.reading.type, *_ends(link))

    def _read(self) -> None:
        """Read every link; of those that would lead in a circle where their type must not, one is only related."""
        climbing: dict[str, list[Link]] = defaultdict(list)
        for link in self.links:
            if link.start is not link.end:
                link.reading = self._reading(link)
                if SCHEMA.by_type[link.reading.type].acyclic:
                    climbing[link.reading.type].append(link)
        for type_, links in climbing.items():
            closing = closing_circles(map(_ends, links))
            for link in links:
                if _ends(link) in closing:
                    message = f"{link.word!r:.60} would lead in a circle of {type_}: only related"
                    self._remarks.count(message, link.item.place)
                    link.reading = GENERAL

    def _reading(self, link: Link) -> Reading:
        source, target = link.start.label, link.end.label
        if (said := self._mapping.connections.get(link.phrase)) is None:
            return meanings.reading(link.phrase, source, target)
        swaps = meanings.way(said.name, source, target, forward=not said.reversed)
        return GENERAL if swaps is None else Reading(said.name, swaps)

    def _tell(self, link: Link) -> None:
        reading, between = link.reading, f"between {link.start.label} and {link.end.label}"
        called = f"{link.word!r:.60} {between}" if link.word else f"without a type {between}"
        if reading is GENERAL:
            message = f"{called}: only related, for the model has no such connection"
            self._remarks.count(message, link.item.place, further=_FURTHER)
        elif reading.guessed:
            self._remarks.count(f"{called}: proposed as {reading.type}, a guess", link.item.place)
        elif _needs_arrow(link):
            self._remarks.count(f"{called}: proposed as {reading.type}, which needs a direction", link.item.place)

    def _parallel(self, key: _Key, links: list[Link]) -> Iterator[Row]:
        """The connections of one type between two elements: all but the first have ids of their own."""
        type_, start, end = key
        ordered = sorted(links, key=lambda link: (link.item.own, link.phrase, link.label))
        for number, (link, properties) in enumerate(self._telling(ordered, type_)):
            data: Data = {"link": type_, "from": start, "to": end}
            if number:
                data["id"] = self._ids.own(link.item.own) or f"{self._ids.space}-{hashed(*link.drawn)}"
            if (link.start.id, link.end.id) != (start, end):
                link.item.structure["backward"] = True  # so that it goes back as it was drawn
            yield Row(link.item.place, link.item.kept(data | properties))

    def _telling(self, links: list[Link], type_: str) -> list[tuple[Link, Data]]:
        """Of parallel connections those that say what no other one does, with their properties."""
        fields = [{**link.item.fields} for link in links]
        told = [self._properties(link, type_) for link in links]
        telling: list[int] = []
        for number in sorted(range(len(links)), key=lambda each: (_is_plain(links[each]), -len(told[each]), each)):
            said = told[number]
            others = (told[n] for n in telling if told[n].get("status") == said.get("status"))
            if _is_plain(links[number]) and any(covers(_DECLARED[type_], more, said) for more in others):
                links[number].item.fields = fields[number]
                self.left.append(links[number])
                message = f"another {type_} between the same two says it already; kept with the map"
                self._remarks.count(message, links[number].item.place)
            else:
                telling.append(number)
        return [(links[number], told[number]) for number in sorted(telling)]

    def _properties(self, link: Link, type_: str) -> Data:
        found = mapped(link.item, meanings.CONNECTION_FIELDS[type_], self._mapping, self._remarks)
        if found.get("direction") == "directed":
            del found["direction"]  # as all are of which nothing else is said
        if fold(text(found.get("kind"))) == _PLAIN:
            del found["kind"]
        for name, value in self._said(link, type_):
            if value:
                found.setdefault(name, value)
        return found

    def _said(self, link: Link, type_: str) -> Iterator[tuple[str, object]]:
        """Properties that follow from the word of a link and from how it is drawn."""
        said = self._mapping.connections.get(link.phrase)
        if type_ == "TAKES_PART_IN":
            yield "involvement", meanings.INVOLVEMENTS.get(link.phrase)
        elif type_ == "PARTNERS_WITH":
            kind = said.kind if said else meanings.PARTNERSHIPS.get(link.phrase)
            yield "kinds", [kind] if kind else None
        elif type_ == "RELATED_TO":
            yield "kind", said.kind if said and said.kind else link.word if link.phrase != _PLAIN else None
            yield "direction", link.direction if link.direction in _NO_ARROW else None
        if link.reading.guessed or _needs_arrow(link):
            yield "status", PROPOSED


_DECLARED = {type_.type: SCHEMA.properties_of_connection(type_) for type_ in SCHEMA.connections}
_OF_ALL = frozenset({"type", "connection type", "relationship", "relation", "label"})


def _is_plain(link: Link) -> bool:
    """Whether nothing is said of a connection that the model has no property for."""
    return not link.item.private and all(fold(name) in _OF_ALL for name in link.item.fields)


def _type(item: Item) -> str:
    return text(item.find("connection type", "type", "relationship", "relation"))


def _needs_arrow(link: Link) -> bool:
    return link.reading.undecided and link.direction in _NO_ARROW


def _drawn(item: Item, start: Node, end: Node) -> Link:
    """A connection read from its item; its type and label are those that everyone may see."""
    if item.structure.get("reversed") is True:
        start, end = end, start
    type_, label = _type(item), text(item.find("label"))
    names_ends = start.name in label and end.name in label and start.name != end.name
    word = type_ or ("" if names_ends or _NUMBER.fullmatch(label) else label)
    return Link(item, start, end, word, fold(word), label)


def _ends(link: Link) -> tuple[str, str]:
    source, target = (link.end, link.start) if link.reading.swaps else (link.start, link.end)
    if SCHEMA.by_type[link.reading.type].mutual and link.start.label != "Community" != link.end.label:
        return min(source.id, target.id), max(source.id, target.id)  # drawn from either side, it is one
    return source.id, target.id
