"""Who says what of an element or a connection: its sources, and what a person corrected. Pure."""

from collections.abc import Collection, Iterable

from graph.access import Role
from graph.records import Properties

LABEL, SOURCES, CORRECTED = "Source", "sources", "corrected"
CONFIRMED_AT, CONFIRMED_BY = CONFIRMATION = ("confirmedAt", "confirmedBy")

_PERSON = "person-"
_OWN = frozenset(
    {"id", "parallel", "sortKey", "createdAt", "updatedAt", "version", "awaits", SOURCES, CORRECTED, *CONFIRMATION}
)
"""What no source says of an element or a connection, but the service."""


def person(role: Role | None) -> str:
    """The source that people with a role are."""
    return f"{_PERSON}{role}"


def by_person_too(properties: Properties, role: Role | None) -> list[str]:
    """The sources of what a person with a role says as well as those that said it before."""
    return [*dict.fromkeys((*listed(properties, SOURCES), person(role)))]


def is_person(source: str) -> bool:
    """Whether a source is people, rather than a file or a register."""
    return source.startswith(_PERSON)


def listed(properties: Properties, name: str) -> list[str]:
    """A property that is a list of texts, empty where it has no value."""
    value = properties.get(name)
    return value if isinstance(value, list) else []


def by_people_alone(properties: Properties) -> bool:
    """Whether nobody but people says it."""
    sources = listed(properties, SOURCES)
    return bool(sources) and all(map(is_person, sources))


def of_people(properties: Properties) -> Collection[str]:
    """The names of properties whose values are from people, so that imports leave them."""
    if by_people_alone(properties):
        return stated(properties)
    return listed(properties, CORRECTED)


def stated(properties: Properties) -> list[str]:
    """The names of properties that some source says."""
    return sorted(name for name, value in properties.items() if value is not None and name not in _OWN)


def corrected(before: Properties, changed: Iterable[str]) -> list[str] | None:
    """``corrected`` once a person has changed some properties; None where there is nothing that an import could undo."""
    if by_people_alone(before) or not listed(before, SOURCES):
        return None
    return sorted({*listed(before, CORRECTED), *changed} - _OWN) or None


def accepted(properties: Properties, name: str, value: object) -> dict[str, object]:
    """What changes where a person takes over the value of a source, which may change it again."""
    rest = [each for each in listed(properties, CORRECTED) if each != name]
    return {name: value, CORRECTED: rest or None}


def without(properties: Properties, source: str) -> dict[str, object] | None:
    """What is left of a statement without a source; None where it rests on that alone."""
    rest = [each for each in listed(properties, SOURCES) if each != source]
    if not rest and not listed(properties, CORRECTED):
        return None
    left = {name: value for name, value in properties.items() if name != SOURCES}
    return left | {SOURCES: rest} if rest else left
