"""Items of a drawing, made of fields as people and tools name them: which one is the name, the type, the position."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from graph.formats.naming import CONNECTION_TYPES, ELEMENT_TYPES, NAMES, are_of_people
from graph.mapping.drawing import Item, folded, is_number, text
from graph.mapping.meanings import LABELS
from graph.rows import Data
from graph.values.texts import fold

_LANGUAGE = re.compile(r"[a-z]{2,3}([-_][A-Za-z]{2,8})*|undefined|und|default|@none")
_LANGUAGES = ("cs", "en")
_CONNECTION_NAMES = ("label", "name", "title", "caption", "popisek")
_OF_TYPES = frozenset({"type", "element type", "connection type", "relationship", "relation"})
"""Where the mapping looks for a type."""

_NO_TYPES = frozenset(
    {"", "node", "vertex", "edge", "link", "relationship", "feature", "nodes", "edges", "way", "relation"}
)
"""What tools call everything that they draw."""


def element(place: str, own: str, structure: Data, fields: Data, named_by: str = "") -> Item:
    """An element whose fields have any names. Without a name, one field names it, or else its id."""
    keys = folded(fields)
    names = (*NAMES, fold(named_by)) if named_by else NAMES
    for key in (keys[name] for name in names if name in keys):
        if isinstance(listed := fields[key], list) and len(listed) == 1 and text(listed[0]):
            fields = {**fields, key: listed[0]}
    named = [keys[name] for name in names if name in keys and text(fields[keys[name]])]
    told = [key for key in named if text(fields[key]) != own]  # tools write the id where a name is wanted
    name = next(iter(told or named), "")
    if not name and own:
        fields = {**fields, (name := _unused("label", fields)): own}
    others = sorted(each for each, key in keys.items() if each.endswith(" type") and ":" not in key)
    type_ = _first_word((*ELEMENT_TYPES, *others), keys, fields, besides=name)
    if are_of_people(keys) and fold(type_) not in _OF_TYPES:
        fields = {**fields, (type_ := _unused("type", fields)): "Person"}
    return Item(place, own, structure, fields, keys=_keys(keys, {"label": name, "type": type_}))


def connection(place: str, own: str, structure: Data, fields: Data) -> Item:
    """A connection whose fields have any names; its ends are in the structure."""
    keys = folded(fields)
    type_ = _first_word(CONNECTION_TYPES, keys, fields)
    name = _first(_CONNECTION_NAMES, keys, fields)
    return Item(place, own, structure, fields, keys=_keys(keys, {"label": name, "type": type_}))


def is_translated(value: object) -> bool:
    """Whether it is a text by the codes of languages."""
    return (
        isinstance(value, dict)
        and any(map(text, value.values()))
        and all(_LANGUAGE.fullmatch(key) and (each is None or isinstance(each, str)) for key, each in value.items())
    )


def in_one_language(fields: Data, key: str) -> Data:
    """The fields, of which one that is translated is a text, in Czech or else English where there is one, others beside it."""
    value = fields[key]
    said = {language: each for language, each in value.items() if text(each)} if isinstance(value, dict) else {}
    chosen = min(said, key=_rank)
    others = {f"{key} {language}": each for language, each in said.items() if language != chosen}
    return {**fields, key: said[chosen], **{name: each for name, each in others.items() if name not in fields}}


def _rank(language: str) -> int:
    short = language[:2].lower()
    return _LANGUAGES.index(short) if short in _LANGUAGES else len(_LANGUAGES)


def told_apart(connections: Iterable[Item]) -> list[Item]:
    """Connections, of which those with one id but other ends get ids of their own: many tools number them anew."""
    listed = list(connections)
    ends: dict[str, set[tuple[object, object]]] = defaultdict(set)
    for item in listed:
        ends[item.own].add((item.structure.get("from"), item.structure.get("to")))
    for item in listed:
        if item.own and len(ends[item.own]) > 1:
            item.own = "-".join(map(text, (item.structure.get("from"), item.structure.get("to"), item.own)))
    return listed


def taken_position(fields: Data) -> Data:
    """The position among fields, which leaves them: two numbers, or an object of two."""
    keys = folded(fields)
    for name in ("position", "pos", "coordinates", ""):
        within = fields.get(keys.get(name, "")) if name else fields
        if isinstance(within, dict) and is_number(within.get("x")) and is_number(within.get("y")):
            found = {"x": within["x"], "y": within["y"]}
            if name and within.keys() == found.keys():
                del fields[keys[name]]
            elif not name:
                del fields["x"], fields["y"]
            return found
    return {}


def _keys(keys: Mapping[str, str], chosen: Mapping[str, str]) -> Mapping[str, str]:
    """Names of fields by how they are looked up: the name and the type by what stands for them here."""
    apart = {name: key for name, key in keys.items() if name not in _OF_TYPES and name != "label"}
    return {**apart, **{name: key for name, key in chosen.items() if key}}


def _first(names: Iterable[str], keys: Mapping[str, str], fields: Data) -> str:
    """The first of some fields that holds a text or number."""
    return next((keys[name] for name in names if name in keys and text(fields.get(keys[name]))), "")


def _first_word(names: Iterable[str], keys: Mapping[str, str], fields: Data, besides: str = "") -> str:
    """The first of some fields that holds words; a number is no type but a mark of its maker."""
    for name in names:
        key = keys.get(name)
        if key and key != besides and _says_type(name, fields[key]):
            return key
    return ""


def _says_type(name: str, value: object) -> bool:
    listed = value if isinstance(value, list) else [value]
    if name == "label" and not isinstance(value, list):  # beside a name: only where it is a type that is known
        return isinstance(value, str) and fold(value) in LABELS
    return bool(listed) and all(
        isinstance(each, str) and fold(each) not in _NO_TYPES and not each.isdecimal() for each in listed
    )


def _unused(name: str, fields: Data) -> str:
    return name if not fields.get(name) else _unused(f"{name} ", fields)
