"""Named Cypher: the files of ``cypher/``, each one statement under a header that says what it is.

A header is comment lines: prose, then ``param name: Type = default  what it is``, ``returns name: Type  what it is``
and, for a question, ``example :params {…}`` with every parameter, ready to paste into Neo4j Browser. A number may be
bounded, ``param depth: Int! = 1 [1..3]  how far``; an id says of what, ``param near: ID! of Ally|Place  near what``,
and where there is no such element, the question has no row. A question that is a field of the API too says ``answers
one`` or ``answers many`` rows, and in ``cs`` what it answers; its texts are ``English / Czech``.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import orjson

from graph.errors import BadInput, NotFound

FOLDER = Path(__file__).resolve().parents[2] / "cypher"

_LINE = re.compile(
    r"(?P<name>\w+): (?P<type>\[?\w+!?\]?!?)(?: of (?P<of>[A-Z]\w*(?:\|[A-Z]\w*)*))?(?: = (?P<default>\S+))?"
    r"(?: \[(?P<low>\d+)\.\.(?P<high>\d+)\])?(?:\s+(?P<doc>.*))?"
)
_SCALARS: dict[str, tuple[type | tuple[type, ...], str]] = {
    "ID": (str, "a text"),
    "String": (str, "a text"),
    "Int": (int, "a whole number"),
    "Float": ((int, float), "a number"),
    "Boolean": (bool, "true or false"),
    "Map": (dict, "an object"),
    "ElementType": (str, "a type of element"),
}


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter or a column: name, type in GraphQL's notation, default of a parameter, what it is, and its bounds.

    An id in ``of`` names an element with one of these labels, which has to exist.
    """

    name: str
    type: str
    default: Any
    doc: str
    bounds: tuple[int, int] | None = None
    of: tuple[str, ...] = ()

    @property
    def required(self) -> bool:
        """Whether a parameter must be given."""
        return self.type.endswith("!") and self.default is None

    def check(self, value: Any) -> Any:
        """A parameter's value, if it is of the right type.

        Raises
        ------
        BadInput
            Naming the parameter and what it must be.
        """
        inner = self.type.rstrip("!")
        if value is None:
            if self.required:
                raise BadInput(f"{self.name} is missing: {self.doc or self.type}", place=self.name)
            return self.default
        if inner.startswith("["):
            items = value if isinstance(value, list) else [value]
            return [self._scalar(item, inner.strip("[]!")) for item in items]
        return self._scalar(value, inner)

    def _scalar(self, value: Any, name: str) -> Any:
        kind, expected = _SCALARS[name]
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise BadInput(f"{self.name} must be {expected}, not {value!r}", place=self.name)
        if isinstance(value, int) and not -(2**63) <= value < 2**63:
            raise BadInput(f"{self.name} is too large a number", place=self.name)
        low, high = self.bounds or (None, None)
        if isinstance(value, int | float) and low is not None and high is not None and not low <= value <= high:
            raise BadInput(f"{self.name} must be from {low} to {high}, not {value}", place=self.name)
        # Neo4j plans a statement anew for another type of parameter.
        return float(value) if name == "Float" and isinstance(value, int) else value

    def parse(self, text: str) -> Any:
        """A parameter's value as typed on a command line or in an address."""
        inner = self.type.rstrip("!")
        if inner.startswith("["):
            return [self._parsed(part.strip(), inner.strip("[]!")) for part in text.split(",") if part.strip()]
        return self._parsed(text, inner)

    def _parsed(self, text: str, name: str) -> Any:
        if name in ("ID", "String"):
            return text
        try:
            return self._scalar(orjson.loads(text), name)
        except orjson.JSONDecodeError:
            raise BadInput(f"{self.name} must be {_SCALARS[name][1]}, not {text!r}", place=self.name) from None


@dataclass(frozen=True)
class Named:
    """One file of ``cypher/``: a question or a write."""

    name: str
    doc: str
    parameters: tuple[Field, ...]
    columns: tuple[Field, ...]
    example: Mapping[str, Any]
    text: str
    answers: str = ""
    czech: str = ""

    @cached_property
    def statement(self) -> str:
        """The statement alone, without the semicolon, to stand inside another one."""
        lines = (line for line in self.text.splitlines() if not line.lstrip().startswith("//"))
        return "\n".join(lines).strip().rstrip(";")

    def bind(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """All parameters from the given values and the defaults.

        Raises
        ------
        BadInput
            A parameter is unknown, missing, or of the wrong type.
        """
        unknown = values.keys() - {field.name for field in self.parameters}
        if unknown:
            takes = ", ".join(field.name for field in self.parameters)
            raise BadInput(f"{self.name} has no parameter {min(unknown)!r}; it takes {takes}", place=min(unknown))
        return {field.name: field.check(values.get(field.name)) for field in self.parameters}


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
    told = {"answers": "", "cs": ""}
    fields: dict[str, list[Field]] = {"param": [], "returns": []}
    example: dict[str, Any] = {}
    for line in text.splitlines():
        if not line.startswith("//"):
            break
        word, _, rest = line[2:].strip().partition(" ")
        if word in fields:
            fields[word].append(_field(path, rest.strip()))
        elif word == "example":
            example = orjson.loads(rest.strip().removeprefix(":params"))
        elif word in told:
            told[word] = rest.strip()
        else:
            prose.append(line[2:].strip())
    parameters, columns = tuple(fields["param"]), tuple(fields["returns"])
    return Named(path.stem, " ".join(prose), parameters, columns, example, text, told["answers"], told["cs"])


def _field(path: Path, line: str) -> Field:
    match = _LINE.fullmatch(line)
    if not match:
        raise ValueError(f"{path.name}: cannot read {line!r}; write `name: Type = default  what it is`")
    default = orjson.loads(match["default"]) if match["default"] else None
    bounds = (int(match["low"]), int(match["high"])) if match["low"] else None
    of = tuple(match["of"].split("|")) if match["of"] else ()
    return Field(match["name"], match["type"], default, match["doc"] or "", bounds, of)


QUESTIONS = load("queries")
WRITES = load("writes")
EXPORTS = load("export")
NETWORK = load("network")
CHANGES = load("changes")
KEYS = load("keys")
NUMBERS = load("numbers")
FEEDBACK = load("feedback")


def question(name: str) -> Named:
    """A question by name. Raises :class:`~graph.errors.NotFound` with the names there are."""
    try:
        return QUESTIONS[name]
    except KeyError:
        raise NotFound(f"There is no question {name!r}; there are {', '.join(QUESTIONS)}.", place="name") from None
