"""What a file format is: how it is recognised, read and written, and what it can be told besides the file."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from graph.errors import BadInput
from graph.mapping.drawing import Drawing
from graph.mapping.remarks import Remarks
from graph.model import Text
from graph.rows import Data, Rows


class OptionType(StrEnum):
    """What an option takes; the value is how help shows it."""

    TEXT = "TEXT"
    PAIRS = "KEY=VALUE"
    """Any number of them."""
    FILE = "FILE"
    """The path of a text file, whose content is the value."""


@dataclass(frozen=True, slots=True)
class Option:
    """Something that a format can be told besides the file.

    ``choices`` closes the list of values. Where an option with ``default_is_stem`` is not given, the file's name
    without its ending stands in; it has to be given where the file has no name.
    """

    name: str
    doc: Text
    type: OptionType = OptionType.TEXT
    choices: tuple[str, ...] = ()
    default_is_stem: bool = False


@dataclass(frozen=True, slots=True)
class Options:
    """Values of a format's options by name; a text that was not given is not in ``texts``."""

    texts: Mapping[str, str] = field(default_factory=dict)
    pairs: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


Read = Callable[[BinaryIO, Options], Rows]
"""Yields the rows of a stream, which is unpacked, stands at its beginning and can go back there."""

Draw = Callable[[BinaryIO, Remarks], Drawing]
"""Reads a stream as a drawing, and tells what it could not use. Raises InvalidFile where there is none."""

Write = Callable[[AsyncIterator[Data], str], AsyncIterator[bytes]]
"""Yields the content of a file for elements and connections, which come in the order of the canonical file.

The text is what the address of an element begins with, for formats that name elements by addresses.
"""


@dataclass(frozen=True, slots=True)
class Format:
    """A file format as it is read. ``recognises`` judges by a file's first bytes.

    Ids of a format that is ``drawn`` are its own: what its elements are in the graph has to be found out. With ``draw``,
    a map may stand in several files. ``register`` is the source of every file of a format that one register has.
    """

    name: str
    endings: tuple[str, ...]
    doc: Text
    recognises: Callable[[bytes], bool]
    read: Read
    options: tuple[Option, ...] = ()
    draw: Draw | None = None

    @property
    def drawn(self) -> bool:
        """Whether its files hold maps as their makers draw them, and not rows of the model."""
        return self.draw is not None

    register: str = ""

    def bind(self, given: Mapping[str, Sequence[str]], stem: str = "") -> Options:
        """Options as this format takes them. ``given`` are texts by name, ``stem`` the file's name without its ending.

        Raises BadInput, with the option as its place: the format does not have it, or its value does not fit.
        """
        names = [option.name for option in self.options]
        for name in given.keys() - set(names):
            known = f"it has {', '.join(names)}" if names else "it has none"
            raise BadInput(f"The format {self.name} has no option {name}; {known}.", place=name)
        values = {option: _values(option, given, stem) for option in self.options}
        return Options(
            {o.name: _single(o, texts[-1]) for o, texts in values.items() if texts and o.type is not OptionType.PAIRS},
            {
                o.name: dict(_pair(o, text) for text in texts)
                for o, texts in values.items()
                if o.type is OptionType.PAIRS
            },
        )


@dataclass(frozen=True, slots=True)
class Writer:
    """A file format as it is written; one that is read too has the same name.

    ``media`` is its type on the web; what ``is_text`` is worth packing. With ``seats``, rows of elements say in which place
    they are.
    """

    name: str
    endings: tuple[str, ...]
    media: str
    doc: Text
    write: Write
    seats: bool = False
    is_text: bool = True


def _values(option: Option, given: Mapping[str, Sequence[str]], stem: str) -> Sequence[str]:
    values = given.get(option.name, ())
    if values or not option.default_is_stem:
        return values
    if not stem:
        raise BadInput(f"From standard input, the option {option.name} is needed: {option.doc.en}", place=option.name)
    return [stem]


def _single(option: Option, text: str) -> str:
    if option.type is not OptionType.FILE:
        return _checked(option, text)
    try:
        return Path(text).read_text("utf-8")
    except OSError as error:
        raise BadInput(f"{text} cannot be read: {error.strerror}.", place=option.name) from error
    except UnicodeDecodeError as error:
        raise BadInput(f"{text} is not UTF-8 text.", place=option.name) from error


def _pair(option: Option, text: str) -> tuple[str, str]:
    key, found, value = text.rpartition("=")
    if not found:
        raise BadInput(
            f"The option {option.name} takes {option.type}, not {text!r}: {option.doc.en}", place=option.name
        )
    return key.strip(), _checked(option, value.strip())


def _checked(option: Option, value: str) -> str:
    if option.choices and value not in option.choices:
        message = f"The option {option.name} cannot be {value!r}; it is one of {', '.join(option.choices)}."
        raise BadInput(message, place=option.name)
    return value
