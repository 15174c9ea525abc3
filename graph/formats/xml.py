"""XML as formats read it: element by element, without entities, and nothing fetched from anywhere."""

import re
from collections.abc import Iterator
from typing import BinaryIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from graph.errors import InvalidFile, Problem

DEEPEST = 200
"""Elements in one another."""

_BEFORE_ROOT = re.compile(rb"\s*(<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(\[.*?\]\s*)?>)", re.DOTALL | re.IGNORECASE)
_ROOT = re.compile(rb"\s*<([\w.-]+:)?([\w.-]+)")


def root(head: bytes) -> str:
    """The local name of the outermost element of a file with these first bytes; nothing where it is no XML."""
    at = len(b"\xef\xbb\xbf") if head.startswith(b"\xef\xbb\xbf") else 0
    while found := _BEFORE_ROOT.match(head, at):
        at = found.end()
    opened = _ROOT.match(head, at)
    return opened[2].decode(errors="replace") if opened else ""


def ended(stream: BinaryIO) -> Iterator[tuple[tuple[Element, ...], Element]]:
    """Each element when it has been read, with those around it, from the outermost on.

    Whoever is done with an element clears it, so that memory stays flat. Raises InvalidFile with the place of a mistake.
    """
    around: list[Element] = []
    try:
        for event, element in iterparse(stream, events=("start", "end")):
            if event == "start":
                around.append(element)
                if len(around) > DEEPEST:
                    raise _wrong(f"nests deeper than {DEEPEST} levels")
            else:
                around.pop()
                yield tuple(around), element
    except ParseError as error:
        line, column = error.position
        raise _wrong(f"is not XML: {str(error).partition(':')[0]}", f"line {line}, column {column + 1}") from error
    except DefusedXmlException as error:
        raise _wrong("declares entities, which are not read; save the file without them") from error
    except (LookupError, ValueError) as error:  # an encoding that is not known, or wrong
        raise _wrong(f"cannot be read: {error}") from error


def local(name: str) -> str:
    """The name of an element or attribute without its namespace."""
    return name.rpartition("}")[2]


def number(text: str, type_: str) -> object:
    """A text as a number or truth of an XML type; a text that is none stays."""
    plain = text.strip()
    try:
        if type_ in _WHOLE:
            return whole if -(2**63) <= (whole := int(plain)) < 2**63 else text
        if type_ in _DECIMAL:
            return float(plain) if float(plain) - float(plain) == 0 else text  # neither infinite nor no number
    except ValueError:
        return text
    return {"true": True, "false": False}.get(plain.lower(), text) if type_ == "boolean" else text


_WHOLE = frozenset({"int", "integer", "long", "short", "byte", "biginteger"})
_DECIMAL = frozenset({"float", "double", "bigdecimal"})


def _wrong(message: str, place: str = "file") -> InvalidFile:
    return InvalidFile(message, [Problem(place, message)])
