"""The mapping file: TOML, or JSON of the same shape, in which somebody says what the words of a map mean.

::

    [types]
    "Problém" = "Topic"
    "Firma" = {label = "Organization", kind = "company"}

    [connections]
    "spolupracuje" = "PARTNERS_WITH"
    "je řízen" = {type = "RUNS", reversed = true}

    [fields]
    "Webovky" = "url"
    "Interní poznámka" = ""    # stays a field of its own

    [columns]
    "Témata" = "Topic"         # names topics; the connection is what the word means
    "Garant" = {label = "Organization", type = "RUNS", reversed = true, separator = ","}
"""

import tomllib
from collections.abc import Iterable

import orjson
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from graph.errors import InvalidFile, Problem
from graph.mapping.mapping import Column, Mapping, Meaning
from graph.mapping.meanings import NOT_DRAWN
from graph.schema import SCHEMA
from graph.values.texts import fold

_LABELS = [label for label in SCHEMA.by_label if label not in NOT_DRAWN]
_TYPES = [type_ for type_ in SCHEMA.by_type if type_ != "SHOWS"]
_FIELDS = sorted(
    {p.name for e in SCHEMA.elements for p in SCHEMA.properties_of(e) if not p.managed and not p.internal}
    | {p.name for c in SCHEMA.connections for p in SCHEMA.properties_of_connection(c) if not p.managed}
    - {"id", "name", "parallel"}
)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _Type(_Strict):
    label: str
    kind: str = ""

    _known = field_validator("label")(lambda value: _one_of(value, _LABELS))


class _Connection(_Strict):
    type: str
    kind: str = ""
    reversed: bool = False

    _known = field_validator("type")(lambda value: _one_of(value, _TYPES))


class _Column(_Strict):
    label: str
    type: str = ""
    kind: str = ""
    reversed: bool = False
    separator: str = ""

    _known = field_validator("label")(lambda value: _one_of(value, _LABELS))
    _known_type = field_validator("type")(lambda value: value and _one_of(value, _TYPES))


class _File(_Strict):
    types: dict[str, _Type] = Field(default_factory=dict)
    connections: dict[str, _Connection] = Field(default_factory=dict)
    fields: dict[str, str] = Field(default_factory=dict)
    columns: dict[str, _Column] = Field(default_factory=dict)

    @field_validator("types", "connections", "columns", mode="before")
    @classmethod
    def _short(cls, value: object, info: object) -> object:
        """A name alone says the same as a table with nothing but the name."""
        name = "type" if getattr(info, "field_name", "") == "connections" else "label"
        if not isinstance(value, dict):
            return value
        return {word: {name: said} if isinstance(said, str) else said for word, said in value.items()}

    @field_validator("fields")
    @classmethod
    def _known(cls, value: dict[str, str]) -> dict[str, str]:
        for property_ in filter(None, value.values()):
            _one_of(property_, _FIELDS)
        return value


def read(content: str) -> Mapping:
    """The mapping that a file says. Raises InvalidFile, with every mistake and its place."""
    try:
        file = _File.model_validate(_parsed(content))
    except ValidationError as error:
        problems = [Problem(f"mapping, {'.'.join(map(str, each['loc']))}", each["msg"]) for each in error.errors()]
        first = problems[0]
        raise InvalidFile(f"The mapping is wrong at {first.place}: {first.message}.", problems) from error
    return Mapping(
        {fold(word): Meaning(said.label, said.kind) for word, said in file.types.items()},
        {fold(word): Meaning(said.type, said.kind, said.reversed) for word, said in file.connections.items()}
        | {
            fold(word): Meaning(said.type, said.kind, said.reversed) for word, said in file.columns.items() if said.type
        },
        {fold(word): name for word, name in file.fields.items()},
        {fold(word): Column(**said.model_dump()) for word, said in file.columns.items()},
    )


def _parsed(content: str) -> object:
    """The tables of a file. Raises InvalidFile."""
    is_json = content.lstrip().startswith("{")  # TOML begins with nothing of the kind
    try:
        return orjson.loads(content) if is_json else tomllib.loads(content)
    except (tomllib.TOMLDecodeError, orjson.JSONDecodeError, RecursionError) as error:
        name = "JSON" if is_json else "TOML"
        raise InvalidFile(f"The mapping is not {name}: {error}.", [Problem("mapping", str(error))]) from error


def _one_of(value: str, known: Iterable[str]) -> str:
    if value not in known:
        raise ValueError(f"{value!r} is not in the model; it has {', '.join(known)}")
    return value
