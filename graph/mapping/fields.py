"""Fields of a map as properties of the model, as far as that takes no guessing."""

from collections.abc import Mapping

from graph.mapping.drawing import Item, text
from graph.mapping.mapping import Mapping as Meanings
from graph.mapping.remarks import Remarks
from graph.model import Kind, Property
from graph.rows import Data
from graph.texts import fold
from graph.validation import accepted


def mapped(item: Item, known: Mapping[str, Property], mapping: Meanings, remarks: Remarks) -> Data:
    """The fields that are properties of the model; they leave the item."""
    found: Data = {}
    for name in sorted(item.keys):
        key, declared = item.keys[name], known.get(fold(mapping.fields.get(name, name)))
        if key not in item.fields or declared is None:
            continue
        value = _fitted(declared, item.fields[key])
        if declared.name in found or value in ("", []):
            continue
        kept, message = accepted(declared, value)
        if message:
            remarks.notice(f"{item.place}.{text(key):.60}", f"{message}; kept as it is, not as {declared.name}")
        elif kept not in ("", []):
            found[declared.name] = kept
            del item.fields[key]
    return found


def _fitted(declared: Property, value: object) -> object:
    """A value in the shape of a property."""
    if declared.kind is Kind.STRINGS:
        return [value] if isinstance(value, str) else value
    if declared.kind not in (Kind.STRING, Kind.DATE):
        return value
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    said = value if isinstance(value, str) and not (declared.rule or declared.choices) else text(value)
    if not said.strip():
        return value if said == "" and value else ""
    return said
