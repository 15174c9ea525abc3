"""By which properties an element is known, and which of their values belong to one element alone."""

from collections.abc import Iterator

from graph.model import ElementType, Property
from graph.schema import COMMON, ELEMENT


def unique_values(element: ElementType) -> Iterator[tuple[str, str]]:
    """Properties of which each value belongs to one element, after the label that carries the constraint."""
    yield from ((element.label, declared.name) for declared in element.properties if declared.unique)
    if element.parent:
        yield from unique_values(element.parent)


def identifiers(element: ElementType) -> Iterator[tuple[str, Property]]:
    """The properties by which an element is known, each after the label that carries its index."""
    yield from ((ELEMENT.label, declared) for declared in COMMON if declared.identifies)
    yield from _codes(element)


def _codes(element: ElementType) -> Iterator[tuple[str, Property]]:
    yield from ((element.label, declared) for declared in element.properties if declared.identifies)
    if element.parent:
        yield from _codes(element.parent)
