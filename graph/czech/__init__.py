"""What is wrong, in Czech. Messages are made in English, where they arise; here each has its pattern."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from graph.czech.errors import ERRORS
from graph.czech.remarks import REMARKS
from graph.schema import SCHEMA

_PLACES = {'sheet "{}", row {}.{}': "list „{}“, řádek {}, {}", 'sheet "{}", row {}': "list „{}“, řádek {}", "row {}.{}": "řádek {}, {}", "row {}": "řádek {}", 'sheet "{}"': "list „{}“", "file": "soubor", "source": "soubor jako pramen",
           "line {}, column {}": "řádek {}, sloupec {}", "line {}": "řádek {}"}  # fmt: skip

_PROPERTIES = (
    *(declared for element in SCHEMA.elements for declared in element.properties),
    *(declared for connection in SCHEMA.connections for declared in connection.properties),
)
_CALLED = (
    {declared.name: f"„{declared.label.cs}“" for declared in _PROPERTIES if declared.label}
    | {element.label: element.one.cs for element in SCHEMA.elements}
    | {"Ally": "organizace, knihovna nebo komunita"}
    | {connection.type: f"„{connection.reads.cs.format(source='…', target='…')}“" for connection in SCHEMA.connections}
)
"""What people call properties, types and connections, where a message names one."""

DEEPEST = 3
"""How many messages one within the other are read; what a text of a client's holds further in stays as it is."""

LONGEST_KEPT = 300
"""Letters of the longest message that is not read anew each time: the longer ones hold texts of clients."""

_OFTEN = re.compile(r" \((\d+)x, here first\)$")


def message(told: str) -> str:
    """A remark, problem or error in Czech; one that is not known stays English."""
    often = _OFTEN.search(told)
    said = _said(told[: often.start()] if often else told, "messages")
    return f"{said} ({often[1]}×, poprvé zde)" if often else said


def place(told: str) -> str:
    """Where something stands, in Czech."""
    return _said(told, "places")


def _said(told: str, which: str, depth: int = DEEPEST) -> str:
    return (_kept if len(told) <= LONGEST_KEPT else _read)(told, which, depth)


def _read(told: str, which: str, depth: int) -> str:
    for pieces, czech in _PATTERNS[which]:
        if (held := _between(pieces, told)) is not None:
            return czech.format(*(_HELD[which](each, depth) for each in held))
    return told


_kept = lru_cache(maxsize=4096)(_read)


def _between(pieces: Sequence[str], told: str) -> list[str] | None:
    """What a message has between the pieces of a pattern, each as short as can be and never empty; None where it has not these.

    It looks at each letter once for each piece, whatever a client has written into the message.
    """
    if len(pieces) == 1:
        return [] if told == pieces[0] else None
    first, *middle, last = pieces
    if not told.startswith(first) or not told.endswith(last):
        return None
    found, at = [], len(first)
    for piece in middle:
        if (following := told.find(piece, at + 1)) < 0:
            return None
        found.append(told[at:following])
        at = following + len(piece)
    end = len(told) - len(last)
    return [*found, told[at:end]] if at < end else None


def _held(told: str, depth: int) -> str:
    """What a message holds: another one, a place, or a name; all else is of the file."""
    if not depth:
        return told
    return _CALLED.get(told) or place(_said(told, "messages", depth - 1))


_HELD: Mapping[str, Callable[[str, int], str]] = {
    "messages": _held,
    "places": lambda told, _: "název" if told == "label" else told,
}


def _ordered(listed: Mapping[str, str]) -> list[tuple[tuple[str, ...], str]]:
    """The patterns by their pieces, those that say more before those that say less."""
    ordered = sorted(listed.items(), key=lambda each: -len(each[0].replace("{}", "")))
    return [(tuple(said.split("{}")), czech) for said, czech in ordered]


_PATTERNS = {"messages": _ordered(ERRORS | REMARKS), "places": _ordered(_PLACES)}
