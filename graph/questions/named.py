"""Named Cypher: the files of ``cypher/``, each one statement under a header that says what it is.

A header is comment lines: prose, then ``param name: Type = default  what it is``, ``returns name: Type  what it is``
and, for a question, ``example :params {…}`` with every parameter, ready to paste into Neo4j Browser. A number may be
bounded, ``param depth: Int! = 1 [1..3]  how far``; an id says of what, ``param near: ID! of Ally|Place  near what``,
and where there is no such element, the question has no row. A question that is an operation too says ``answers
one``, ``answers many`` rows or ``answers page``, and in ``cs`` what it answers; its texts are ``English / Czech``.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import orjson

from graph.contract.fields import Field, checked
from graph.errors import NotFound
from graph.model import Text

FOLDER = Path(__file__).resolve().parents[2] / "cypher"

_LINE = re.compile(
    r"(?P<name>\w+): (?P<type>\[?\w+!?\]?!?)(?: of (?P<of>[A-Z]\w*(?:\|[A-Z]\w*)*))?(?: = (?P<default>\S+))?"
    r"(?: \[(?P<low>\d+)\.\.(?P<high>\d+)\])?(?:\s+(?P<doc>.*))?"
)


@dataclass(frozen=True)
class Named:
    """One file of ``cypher/``: a question or a write."""

    name: str
    doc: str
    parameters: tuple[Field, ...]
    columns: tuple[Field, ...]
    example: Mapping[str, object]
    text: str
    answers: str = ""
    czech: str = ""

    @cached_property
    def statement(self) -> str:
        """The statement alone, without the semicolon, to stand inside another one."""
        lines = (line for line in self.text.splitlines() if not line.lstrip().startswith("//"))
        return "\n".join(lines).strip().rstrip(";")

    def bind(self, values: Mapping[str, object]) -> dict[str, object]:
        """All parameters from the given values and the defaults.

        Raises
        ------
        BadInput
            A parameter is unknown, missing, or of the wrong type.
        """
        return checked(self.parameters, values, self.name)


def load(folder: str) -> dict[str, Named]:
    """Every file of one folder of ``cypher/``, by name.

    Raises
    ------
    ValueError
        A header is malformed; the message names the file and the line.
    """
    return {path.stem: read(path) for path in sorted((FOLDER / folder).glob("*.cypher"))}


def read(path: Path) -> Named:
    """One file. Raises ``ValueError`` as :func:`load` does."""
    text = path.read_text(encoding="utf-8")
    prose: list[str] = []
    said = {"answers": "", "cs": ""}
    fields: dict[str, list[Field]] = {"param": [], "returns": []}
    example: dict[str, object] = {}
    for line in text.splitlines():
        if not line.startswith("//"):
            break
        word, _, rest = line[2:].strip().partition(" ")
        if word in fields:
            fields[word].append(_field(path, rest.strip()))
        elif word == "example":
            example = orjson.loads(rest.strip().removeprefix(":params"))
        elif word in said:
            said[word] = rest.strip()
        else:
            prose.append(line[2:].strip())
    parameters, columns = tuple(fields["param"]), tuple(fields["returns"])
    return Named(path.stem, " ".join(prose), parameters, columns, example, text, said["answers"], said["cs"])


def _field(path: Path, line: str) -> Field:
    match = _LINE.fullmatch(line)
    if not match:
        raise ValueError(f"{path.name}: cannot read {line!r}; write `name: Type = default  what it is`")
    default = orjson.loads(match["default"]) if match["default"] else None
    bounds = (int(match["low"]), int(match["high"])) if match["low"] else None
    of = tuple(match["of"].split("|")) if match["of"] else ()
    english, _, czech = (match["doc"] or "").partition(" / ")
    return Field(match["name"], match["type"], default, Text(czech, english), bounds, of)


QUESTIONS = load("queries")
WRITES = load("writes")
EXPORTS = load("export")
NETWORK = load("network")
CHANGES = load("changes")
KEYS = load("keys")
NUMBERS = load("numbers")
FEEDBACK = load("feedback")
MATCHING = load("matching")
WEBHOOKS = load("webhooks")
BACKUP = load("backup")
ANALYSTS = load("analysts")
IMPORTS = load("imports")
UPKEEP = load("upkeep")


def question(name: str, *, also: Iterable[str] = ()) -> Named:
    """A question by name. Raises :class:`~graph.errors.NotFound` with the names there are, and those that are ``also``."""
    try:
        return QUESTIONS[name]
    except KeyError:
        known = ", ".join(dict.fromkeys((*QUESTIONS, *also)))
        raise NotFound(f"There is no question {name!r}; there are {known}.", place="name") from None
