"""What all formats of drawn maps share: their options, and the way from a drawing to rows."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import PurePath
from typing import BinaryIO

from graph.errors import InvalidFile, Problem
from graph.formats.format import Draw, Option, Options, OptionType, Read
from graph.formats.naming import CONTACTS, SECRET, type_of_rows
from graph.formats.packing import Part
from graph.mapping import columns, file, meanings, namesakes
from graph.mapping.connections import Connections, Link
from graph.mapping.drawing import Drawing, Item, folded, is_number
from graph.mapping.elements import Elements
from graph.mapping.ids import Ids
from graph.mapping.mapping import Mapping, Meaning
from graph.mapping.remarks import LISTED, Remarks, say_kept
from graph.model import Text
from graph.rows import Data, Row, Rows
from graph.schema import SCHEMA
from graph.values.texts import fold

DRAWN = (
    Option(
        "name",
        Text(
            "Jméno mapy; odlišuje také její id od id z jiných souborů. Jinak jméno souboru.",
            "Name of the map, which also keeps its ids apart from those of other files. Else the name of the file.",
        ),
        default_is_stem=True,
    ),
    Option(
        "type",
        Text(
            "Typ prvků na mapě a čím je v modelu, například Problém=Topic.",
            "A type of elements on the map and what it is in the model, such as Problém=Topic.",
        ),
        OptionType.PAIRS,
        tuple(label for label in SCHEMA.by_label if label not in meanings.NOT_DRAWN),
    ),
    Option(
        "mapping",
        Text(
            "Soubor TOML, který říká, co znamenají typy, pole a spojení mapy.",
            "A TOML file that says what types, fields and connections of the map mean.",
        ),
        OptionType.FILE,
    ),
)


def mapping_of(options: Options) -> Mapping:
    """What the options say that the words of a map mean. Raises InvalidFile as ``file.read``."""
    said = file.read(options.texts.get("mapping", ""))
    types = {fold(word): Meaning(label) for word, label in options.pairs["type"].items()}
    return replace(said, types={**said.types, **types})


LARGEST = 2**29
"""Bytes of a drawing, unpacked: ends of connections name elements anywhere in it, so all of it stands in memory."""


def whole_in_memory(stream: BinaryIO) -> BinaryIO:
    """A stream to be read there and back. Raises InvalidFile where it is too large for that."""
    data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise InvalidFile(f"has more than {LARGEST >> 20} MB, too much for a drawing to be read; divide the file")
    return BytesIO(data)


def reader(draw: Draw) -> Read:
    """Yields the rows of what ``draw`` has drawn."""

    def read(stream: BinaryIO, options: Options) -> Rows:
        remarks = Remarks()
        try:
            drawing = draw(whole_in_memory(stream), remarks)
        except InvalidFile as error:
            yield from error.problems or [Problem("file", error.message)]
            return
        yield from rows(drawing, options, remarks)

    return read


def together(files: Iterable[tuple[Part, Draw | str]], remarks: Remarks) -> Drawing:
    """The drawing of one map that stands in several files. Those that say instead what they are, are told and left out."""
    whole = Drawing()
    for part, draw in files:
        if isinstance(draw, str):
            remarks.notice(part.name, f"is left out: it is {draw}")
            continue
        try:
            drawing = draw(whole_in_memory(part.stream), told := Remarks())
            _say_type(drawing.elements, PurePath(part.name).stem)
            _add(whole, drawing, part.name)
            remarks.take(told, part.name)
        except InvalidFile as error:
            for problem in error.problems or [Problem("file", error.message)]:
                remarks.problem(f"{part.name}, {problem.place}", problem.message)
    return whole


def _say_type(items: Sequence[Item], name: str) -> None:
    """Give the elements of a file that is called as what they are, such as *people* or *knihovny*, this type; where none has one.

    Areas that no building is so large as get none.
    """
    if not any(item.type for item in items) and (
        type_ := type_of_rows(name, {key for item in items for key in item.keys})
    ):
        for item in (each for each in items if not each.is_area):
            item.fields["type"] = "Person" if type_ == "person" else type_
            item.keys = {**folded(item.fields), **item.keys}


def _hide(items: Sequence[Item], names: frozenset[str], remarks: Remarks) -> None:
    """Keep from everybody what nobody means to show."""
    for item in items:
        for name in names & item.keys.keys():
            item.hide(name)
            remarks.count(f"{item.keys[name]:.60} is kept private", item.place)


def _add(whole: Drawing, drawing: Drawing, name: str) -> None:
    for item in (*drawing.elements, *drawing.connections):
        item.place = f"{name}, {item.place}"
    whole.elements += drawing.elements
    whole.connections += drawing.connections
    whole.about |= drawing.about
    whole.named_once |= drawing.named_once
    if drawing.worldwide:
        whole.tool, whole.worldwide = drawing.tool, drawing.worldwide


def rows(drawing: Drawing, options: Options, remarks: Remarks) -> Rows:
    """The rows of a drawing, and of a map that shows all of it where it was drawn."""
    mapping = mapping_of(options)
    _say_type(drawing.elements, options.texts["name"])
    wanted = {fold(name) for name in (*mapping.columns, *mapping.fields)}
    _hide([*drawing.elements, *drawing.connections], SECRET | (CONTACTS - wanted), remarks)
    namesakes.tell_apart(drawing, mapping.columns, remarks)
    columns.connect(drawing, mapping, remarks)
    ids = Ids(options.texts["name"], drawing, remarks)
    elements = Elements(drawing, ids, mapping, remarks)
    connections = Connections(drawing, elements, ids, mapping, remarks)
    map_id = ids.claim(f"map-{ids.space}", "file")
    element_rows = elements.rows
    say_kept([*element_rows, *connections.rows], remarks)
    if drawing.about:
        listed = ", ".join(f"{name!r:.60}" for name in list(drawing.about)[:LISTED])
        remarks.notice("file", f"said of the map as a whole, and kept with it: {listed}")
    yield from remarks.all()
    yield from element_rows
    yield Row("file", {"label": "Map", "id": map_id, "name": ids.name, **_kept(drawing, connections.left)})
    yield from connections.rows
    for node in elements.nodes:
        at = {name: node.item.structure[name] for name in ("x", "y") if is_number(node.item.structure.get(name))}
        yield Row(node.item.place, {"link": "SHOWS", "from": map_id, "to": node.id, **at})


def _kept(drawing: Drawing, left: Sequence[Link]) -> Data:
    """What is kept with the map, for it belongs to no row of its own; what is private apart from the rest."""
    public, private = (
        [_raw(link.item) for link in left if bool(link.item.private) is hidden] for hidden in (False, True)
    )
    kept = {"fields": drawing.about, "connections": public, "private": {"connections": private} if private else {}}
    return {name: value for name, value in kept.items() if value}


def _raw(item: Item) -> Data:
    return {**item.structure, "fields": item.fields, **({"private": item.private} if item.private else {})}
