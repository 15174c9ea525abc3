"""The words of the schema: element types, connection types and their properties. Data only, see ``schema.py``."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Literal

Language = Literal["cs", "en"]
"""A language of texts for users."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text for users in the two languages of the service."""

    cs: str
    en: str

    def __call__(self, language: Language) -> str:
        """The text in one of them."""
        return self.cs if language == "cs" else self.en


class Kind(StrEnum):
    """What a property holds; the value is its name in the reference docs."""

    STRING = "string"
    STRINGS = "list of strings"
    INTEGER = "integer"
    FLOAT = "number"
    BOOLEAN = "true or false"
    DATE = "date (2015, 2015-03 or 2015-03-12)"
    DATETIME = "time (ISO 8601 with zone)"
    POINT = "point ({latitude, longitude} in degrees, WGS 84)"
    JSON = "JSON"


Rule = Callable[[str], str | None]
"""Tells what is wrong with a string and how to mend it, or None."""


@dataclass(frozen=True, slots=True)
class Property:
    """One property of an element or a connection.

    ``label`` is what people call it, where they see it. ``choices`` closes the list of values (a GraphQL enum derives from it, named ``enum``); ``usual`` only names
    the common ones, and ``named`` tells what people call either. ``unique`` and ``indexed`` become constraints and indexes, ``searchable`` joins the full-text
    indexes, ``groups`` an index that keeps the elements of each value in alphabetical order, as that of a time always does; ``lookup`` marks an identifier
    that several elements may share, ``long`` a text of many paragraphs. ``managed`` properties are the service's own: read by everyone, written by nobody; ``internal`` ones are not even read. ``visibility`` says who reads a
    property of an element that they see. ``absent`` is what no value means, where it means one. ``normalize`` gives the form in
    which a code is kept and compared, ``file_name`` what the canonical file calls it, where that is not its name. What has a
    ``formula`` is stored nowhere: that is its value in Cypher, of ``{it}``.
    """

    name: str
    kind: Kind
    doc: Text
    label: Text | None = None
    required: bool = False
    unique: bool = False
    indexed: bool = False
    groups: bool = False
    searchable: bool = False
    lookup: bool = False
    long: bool = False
    managed: bool = False
    internal: bool = False
    visibility: str = "public"
    absent: str | bool | None = None
    enum: str = ""
    choices: tuple[str, ...] = ()
    usual: tuple[str, ...] = ()
    named: Mapping[str, Text] = field(default_factory=dict, hash=False)
    rule: Rule | None = None
    normalize: Callable[[str], str] | None = None
    file_name: str = ""
    formula: str = ""

    @property
    def identifies(self) -> bool:
        """Whether an element can be looked up by it."""
        return self.unique or self.lookup

    def of(self, variable: str) -> str:
        """Its value in Cypher."""
        return self.formula.format(it=variable) if self.formula else f"{variable}.{self.name}"

    @property
    def keeps_order(self) -> bool:
        """Whether its index keeps the elements of each value in alphabetical order."""
        return self.groups or (self.indexed and self.kind is Kind.DATETIME)

    @property
    def in_files(self) -> str:
        """What the canonical file calls it."""
        return self.file_name or self.name


@dataclass(frozen=True, slots=True)
class Trait:
    """What several element types have in common: a further Neo4j label and a GraphQL interface."""

    label: str
    doc: Text


@dataclass(frozen=True, slots=True, eq=False)  # there is one of each; to compare all that it says takes long
class ElementType:
    """A type of element. ``singular`` and ``plural`` name its two GraphQL root fields, ``one`` and ``many`` are what people say.

    A type with a ``parent`` also carries the parent's label, properties and connections. ``visibility`` is that of
    elements which are created without one.
    """

    label: str
    singular: str
    plural: str
    one: Text
    many: Text
    doc: Text
    properties: tuple[Property, ...] = ()
    traits: tuple[Trait, ...] = ()
    parent: "ElementType | None" = None
    visibility: str = "public"

    def named(self, name: str) -> Mapping[str, Text]:
        """What people call the values of one of its own properties."""
        return next(each.named for each in self.properties if each.name == name)

    @property
    def defaults(self) -> dict[str, object]:
        """Properties of an element that is created without them."""
        return {} if self.visibility == "public" else {"visibility": self.visibility}


class Concerns(StrEnum):
    """Of whom a connection says something, whose word it therefore takes."""

    SOURCE = "source"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Ends:
    """Which types a connection may lead from and to."""

    sources: tuple[ElementType, ...]
    targets: tuple[ElementType, ...]


@dataclass(frozen=True, eq=False)  # as for elements
class ConnectionType:
    """A type of connection, with its name as read from the source (``out``) and from the target (``back``).

    A ``mutual`` connection is stored once and read the same from both sides, ``acyclic`` ones never lead in a circle. ``reads`` is the sentence of one
    connection, with ``{source}`` and ``{target}`` for the names, in both languages. ``joins`` and ``back_joins`` go on, after a
    comma, from a sentence that ended with the source or with the target. ``concerns`` says of whom it tells something: that
    an activity has a topic is said of the activity, that an ally runs one is said of both. It ``lasts`` so many
    months after it was stated or last confirmed.
    """

    type: str
    ends: tuple[Ends, ...]
    out: str
    back: str
    doc: Text
    reads: Text
    joins: Text
    back_joins: Text
    properties: tuple[Property, ...] = field(default=())
    mutual: bool = False
    acyclic: bool = False
    concerns: Concerns = Concerns.SOURCE
    lasts: int | None = None

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """The labels between which it may lead: source and target."""
        return frozenset((s.label, t.label) for ends in self.ends for s in ends.sources for t in ends.targets)

    def fits(self, source: ElementType, target: ElementType) -> bool:
        """Whether it may lead from one type to another."""
        return (source.label, target.label) in self.pairs


@dataclass(frozen=True)
class Schema:
    """All types together, with what derives from them. Build one, keep it, ask it.

    Raises ValueError, when it is built, with every mistake that is in it.
    """

    element: Trait
    elements: tuple[ElementType, ...]
    connections: tuple[ConnectionType, ...]
    common: tuple[Property, ...]
    connection_common: tuple[Property, ...]

    def __post_init__(self) -> None:
        # In this order: each relies on what those before it make sure of.
        for mistakes in (_wrong_types, _wrong_parts, _wrong_ends, _unknown_types, _doubled_names):
            if found := [*mistakes(self)]:
                raise ValueError("the schema is wrong:" + "".join(f"\n- {mistake}" for mistake in found))

    @cached_property
    def by_label(self) -> dict[str, ElementType]:
        """Element types by label."""
        return {element.label: element for element in self.elements}

    @cached_property
    def by_type(self) -> dict[str, ConnectionType]:
        """Connection types by type."""
        return {connection.type: connection for connection in self.connections}

    @cached_property
    def traits(self) -> tuple[Trait, ...]:
        """Every trait, the one of all elements first."""
        return (self.element, *dict.fromkeys(trait for element in self.elements for trait in element.traits))

    def traits_of(self, element: ElementType) -> tuple[Trait, ...]:
        """The traits of a type, with its parent's."""
        inherited = self.traits_of(element.parent) if element.parent else (self.element,)
        return (*inherited, *element.traits)

    def labels_of(self, element: ElementType) -> tuple[str, ...]:
        """Every Neo4j label that a node of this type carries, its own first."""
        parents = (element.parent.label,) if element.parent else ()
        return (element.label, *parents, *(trait.label for trait in reversed(self.traits_of(element))))

    def properties_of(self, element: ElementType) -> tuple[Property, ...]:
        """Common, inherited and own properties of a type, in this order."""
        inherited = self.properties_of(element.parent) if element.parent else self.common
        return (*inherited, *element.properties)

    def properties_of_connection(self, connection: ConnectionType) -> tuple[Property, ...]:
        """Common and own properties of a connection type."""
        return (*self.connection_common, *connection.properties)

    def carriers(self, label: str) -> tuple[ElementType, ...]:
        """The element types whose nodes carry a label."""
        return self._carriers.get(label, ())

    @cached_property
    def _carriers(self) -> dict[str, tuple[ElementType, ...]]:
        found: dict[str, tuple[ElementType, ...]] = {}
        for element in self.elements:
            for label in self.labels_of(element):
                found[label] = (*found.get(label, ()), element)
        return found


# ------------------------------------------------------------------------------------------- mistakes in a declaration


def _wrong_types(schema: Schema) -> Iterator[str]:
    yield from _items("elements", schema.elements, ElementType)
    yield from _items("connections", schema.connections, ConnectionType)
    yield from _items("common", schema.common, Property)
    yield from _items("connection_common", schema.connection_common, Property)


def _wrong_parts(schema: Schema) -> Iterator[str]:
    for element in schema.elements:
        yield from _items(f"{element.label}: properties", element.properties, Property)
        yield from _items(f"{element.label}: traits", element.traits, Trait)
    for connection in schema.connections:
        yield from _items(f"{connection.type}: properties", connection.properties, Property)
        yield from _items(f"{connection.type}: ends", connection.ends, Ends)


def _wrong_ends(schema: Schema) -> Iterator[str]:
    for connection in schema.connections:
        for ends in connection.ends:
            yield from _items(f"{connection.type}: sources", ends.sources, ElementType)
            yield from _items(f"{connection.type}: targets", ends.targets, ElementType)


def _items(place: str, items: object, kind: type) -> Iterator[str]:
    if not isinstance(items, tuple):
        yield f"{place} is no tuple but {_what(items)}; write a comma after its only item"
        return
    for number, item in enumerate(items):
        if not isinstance(item, kind):
            hint = "; leave out the brackets around it" if isinstance(item, tuple) else ""
            yield f"{place}[{number}] is no {kind.__name__} but {_what(item)}{hint}"


def _what(item: object) -> str:
    """An object as whoever wrote it recognises it: by its class and its name."""
    if isinstance(item, tuple):
        return f"a tuple of {', '.join(map(_what, item)) or 'nothing'}"
    name = next((getattr(item, name) for name in ("label", "type", "name") if hasattr(item, name)), item)
    return f"{type(item).__name__}({name!r})"


def _unknown_types(schema: Schema) -> Iterator[str]:
    for element in schema.elements:
        if element.parent and element.parent not in schema.elements:
            yield f"{element.label}: its parent {element.parent.label} is not among the elements"
    for connection in schema.connections:
        ends = dict.fromkeys(end for each in connection.ends for end in each.sources + each.targets)
        for end in ends:
            if end not in schema.elements:
                yield f"{connection.type}: {end.label} is not among the elements"


def _doubled_names(schema: Schema) -> Iterator[str]:
    elements, connections = schema.elements, schema.connections
    yield from _doubled("labels", [*(e.label for e in elements), *(t.label for t in schema.traits)])
    yield from _doubled("root fields", [name for each in elements for name in (each.singular, each.plural)])
    yield from _doubled("connection types", [each.type for each in connections])
    for element in elements:
        names = [declared.name for declared in schema.properties_of(element)]
        yield from _doubled(f"fields of {element.label}", [*names, *_side_names(schema, element)])
    for connection in connections:
        names = [declared.name for declared in schema.properties_of_connection(connection)]
        yield from _doubled(f"properties of {connection.type}", names)


def _side_names(schema: Schema, element: ElementType) -> Iterator[str]:
    for connection in schema.connections:
        is_source = any(element in ends.sources for ends in connection.ends)
        is_target = any(element in ends.targets for ends in connection.ends)
        names = [connection.out] * is_source + [connection.back] * is_target
        yield from set(names) if connection.mutual else names


def _doubled(what: str, names: Iterable[str]) -> Iterator[str]:
    for name, times in Counter(names).items():
        if times > 1:
            yield f"two {what} are called {name}"
