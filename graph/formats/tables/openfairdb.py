"""The CSV of OpenFairDB, behind Karte von morgen and its kin: entries with a category, tags and a location."""

import csv

from graph.mapping.drawing import Drawing, Item, folded, text

_ALWAYS = frozenset({"title", "lat", "lng", "tags"})
_USUAL = frozenset({"contact_email", "contact_phone", "opening_hours", "founded_on", "license", "image_link_url"})
_PRIVATE = frozenset({"created by", "contact name", "contact email", "contact phone"})


def recognises(head: bytes) -> bool:
    """Whether the first line has the columns of its export."""
    first = head.removeprefix(b"\xef\xbb\xbf").splitlines()[:1]
    try:
        names = {name.strip() for name in next(csv.reader([each.decode(errors="replace") for each in first]), [])}
    except csv.Error:
        return False
    return names >= _ALWAYS and len(names & _USUAL) > 1


def understand(drawing: Drawing) -> Drawing:
    """The entries as elements; who wrote one and whom to ask stay private."""
    for item in drawing.elements:
        _understand(item)
    return drawing


def _understand(item: Item) -> None:
    fields = item.fields
    for name in ("categories", "tags"):
        if name in fields:
            fields[name] = [part for each in text(fields[name]).split(",") if (part := each.strip())]
    item.keys = {**folded(fields), **({"type": "categories"} if "categories" in fields else {})}
    for name in _PRIVATE & item.keys.keys():
        item.hide(name)
