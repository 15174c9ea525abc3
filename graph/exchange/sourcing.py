"""Of which source an import is: found again by its content or its name, and what has gone from it since."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import BinaryIO, Self

from graph.errors import BadInput
from graph.exchange.seen import Seen
from graph.model import ElementType
from graph.questions.named import WRITES
from graph.records import ConnectionSubject, ElementSubject, Properties, Subject
from graph.rows import Row
from graph.said import SOURCES, listed
from graph.schema import SOURCE
from graph.store import Transaction
from graph.validation import Connection, Element
from graph.values import rules
from graph.values.collation import sort_key

CHUNK = 1 << 20
"""Bytes of a file that are read at once."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What is known of the source of an import: the file's ``name``, and ``digest`` of its content.

    ``id`` is that of the source, where somebody says which one it is. Otherwise it is the one that had this content
    last, or had it under this name.
    """

    name: str
    digest: str | None = None
    id: str | None = None
    kind: str = "file"
    licence: str | None = None
    date: str | None = None

    @classmethod
    def of(
        cls,
        name: str,
        content: BinaryIO,
        register: str = "",
        *,
        source: str | None = None,
        licence: str | None = None,
        date: str | None = None,
    ) -> Self:
        """The origin of a file with this content, which may be that of a ``register``. Raises BadInput."""
        for what, value, wrong in (("source", source, rules.element_id), ("date", date, rules.partial_date)):
            if value is not None and (message := wrong(value)):
                raise BadInput(f"{what} {value}: {message}", place=what)
        digest = sha256()
        content.seek(0)
        while part := content.read(CHUNK):
            digest.update(part)
        content.seek(0)
        kind = "register" if register else "file"
        return cls(register or name, digest.hexdigest(), source or register or None, kind, licence, date)


@dataclass
class Sourcing:
    """The source of one import under way; None for rows that come without one."""

    origin: Origin | None
    id: str | None = None
    _known: bool = False
    _same: bool = False
    _used: bool = False
    is_met: bool = False
    """Whether it says again any of what it said before."""

    async def find(self, transaction: Transaction) -> None:
        """Find out which source it is."""
        if origin := self.origin:
            asked = {"id": origin.id, "digest": origin.digest, "made": f"{origin.kind}-{origin.name}"[:200]}
            [[self.id, self._known, digest]] = await transaction.run(WRITES["source_of_import"].text, asked)
            self._same = digest is not None and digest == origin.digest

    def stamp(self, row: Row, made: Element | Connection) -> None:
        """Add the source to what a row says, unless the row tells all of its sources, or is a source itself."""
        if self.id is None or (isinstance(made, Element) and made.type is SOURCE):
            return
        if SOURCES in row.data:
            self._used = self._used or self.id in listed(made.properties, SOURCES)
            return
        self._used = True
        made.properties[SOURCES] = [*dict.fromkeys((*listed(made.properties, SOURCES), self.id))]

    def meet(self, old: Properties) -> None:
        """Note what stood before a row of it."""
        self.is_met = self.is_met or self.id in listed(old, SOURCES)

    @property
    def element(self) -> Element | None:
        """The source as an element to be written; None where no row needed it."""
        if not (origin := self.origin) or self.id is None or not self._used:
            return None
        properties = {"digest": origin.digest, "licence": origin.licence, "date": origin.date}
        if not self._known:
            properties |= {"name": origin.name, "kind": origin.kind, "sortKey": sort_key(origin.name, self.id)}
        given = {name: value for name, value in properties.items() if value is not None}
        return Element("source", SOURCE, self.id, {"id": self.id, **given})

    async def gone(
        self, transaction: Transaction, seen: Seen, types: Mapping[frozenset[str], ElementType]
    ) -> list[Subject]:
        """What rests on the source and is not in this version of it; nothing where the content is the same as last time."""
        if self.id is None or not self._known or self._same or not self._used:
            return []
        [[elements, connections]] = await transaction.run(WRITES["said_by"].text, {"source": self.id})
        subjects: list[Subject] = [
            ElementSubject(type_.label, id_) for id_, labels in elements if (type_ := types.get(frozenset(labels)))
        ]
        subjects += [ConnectionSubject(*each) for each in connections]
        return seen.lacking(subjects)
