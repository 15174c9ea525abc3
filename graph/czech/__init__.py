"""What is wrong, in Czech. Messages are made in English, where they arise; here each has its pattern."""

import re
from collections.abc import Mapping
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

LONGEST = 1000
"""Letters of a message for which a pattern is sought: that takes up to 0.2 s for one of 1,200 (measured)."""

_OFTEN = re.compile(r" \((\d+)x, here first\)$")


def message(told: str) -> str:
    """A remark, problem or error in Czech; one that is not known, or is too long to be looked for, stays English."""
    if len(told) > LONGEST:
        return told
    often = _OFTEN.search(told)
    said = _said(told[: often.start()] if often else told, "messages")
    return f"{said} ({often[1]}×, poprvé zde)" if often else said


def place(told: str) -> str:
    """Where something stands, in Czech."""
    return _said(told, "places")


@lru_cache(maxsize=4096)
def _said(told: str, which: str) -> str:
    for pattern, czech in _PATTERNS[which]:
        if found := pattern.fullmatch(told):
            return czech.format(*map(_HELD[which], found.groups()))
    return told


def _held(told: str) -> str:
    """What a message holds: another one, a place, or a name; all else is of the file."""
    return _CALLED.get(told) or place(_said(told, "messages"))


_HELD = {"messages": _held, "places": lambda told: "název" if told == "label" else told}


def _compiled(listed: Mapping[str, str]) -> list[tuple[re.Pattern[str], str]]:
    """The patterns, those that say more before those that say less."""
    ordered = sorted(listed.items(), key=lambda each: -len(each[0].replace("{}", "")))
    return [(re.compile("(.+?)".join(map(re.escape, said.split("{}"))), re.DOTALL), czech) for said, czech in ordered]


_PATTERNS = {"messages": _compiled(ERRORS | REMARKS), "places": _compiled(_PLACES)}
