"""HSDS, the Human Services Data Specification of Open Referral (2 and 3): organizations, services, and where these are.

In JSON its objects stand in one another, in a tabular data package each kind has a CSV file of its own. Either way the
same object may be told several times; it is one. What is no element of ours is a field of the object that it belongs to.
"""

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import BinaryIO

from graph.errors import InvalidFile
from graph.formats import drawn, json
from graph.formats.format import Format
from graph.formats.packing import Part
from graph.formats.tables import text as table
from graph.mapping.drawing import Drawing, Item, folded, text
from graph.mapping.remarks import Remarks
from graph.model import Text
from graph.rows import Data

_ELEMENTS = {
    "organization": "Organization",
    "program": "Programme",
    "service": "Service",
    "location": "Place",
    "taxonomy_term": "Topic",
}
"""Objects that are elements, and their types in words that the mapping knows. Those that name others come first."""

_BETWEEN = frozenset({"service_at_location", "attribute", "service_attribute", "service_taxonomy"})
"""Objects that join two others."""

_WORDS = {
    ("organization", "organization"): "part of",
    ("organization", "program"): "runs",
    ("organization", "service"): "provides",
    ("organization", "location"): "located in",
    ("organization", "taxonomy_term"): "topic",
    ("program", "service"): "contains",
    ("service", "location"): "takes place in",
    ("service", "taxonomy_term"): "about",
    ("location", "taxonomy_term"): "about",
    ("taxonomy_term", "taxonomy_term"): "broader",
}
_PARENTS = {"organization": "parent_organization_id", "taxonomy_term": "parent_id"}
_PRIVATE = frozenset({"contact", "contacts"})
_RENAMED = {"alternate_name": "alternateNames", "website": "url", "code": "notation", "term": "name"}
_NESTED = ("services", "service_at_locations", "organization_identifiers", "service_areas", "locations")
_AROUND = ("contents", "items", "data", "results")
"""Where an answer of its API has the objects."""

_OF_PAGES = frozenset({"total_items", "total_pages", "page_number"})
_OWN = frozenset(
    {"location_type", "interpretation_services", "application_process", "tax_status", "legal_status", "year_incorporated",
     "term_uri", "taxonomy_detail", "transportation", "service_at_locations", "organization_identifiers", "external_identifier",
     "fees_description", "required_documents", "cost_options", "service_areas", "alternate_name", "accessibility"}
)  # fmt: skip
"""What hardly anybody but HSDS says of an object."""

_FEWEST = 2
_SIGNS = (
    ("service", {"interpretation_services", "application_process", "service_at_locations", "organization_id"}),
    ("location", {"location_type", "transportation"}),
    ("taxonomy_term", {"term_uri", "taxonomy_detail"}),
    ("organization", {"tax_status", "legal_status", "year_incorporated", "organization_identifiers"}),
    ("service_at_location", {"location", "service"}),
    ("taxonomy", {"version"}),
)
"""What tells an object that stands in no list of its kind."""

_Ref = tuple[str, str]
"""The kind of an object and its id."""


def recognises(head: bytes) -> bool:
    """Whether it has objects with what only HSDS says of them."""
    content = json.beginning(head)
    if not isinstance(content, dict):
        return any(map(_is_object, _first(content)))
    tables = _tables(content)
    within = next((content[name] for name in _AROUND if isinstance(content.get(name), list)), None)
    listed = [*_first(within), *(each for name in ("organizations", "services") for each in _first(content.get(name)))]
    is_page = "contents" in content and not content.keys().isdisjoint(_OF_PAGES)
    return (
        is_package([f"{name}.csv" for name in tables])
        or any(map(_is_object, listed))
        or any("organization_id" in each for each in listed)
        or _is_object(content)
        or (is_page and bool(_first(within)))
    )


def is_package(names: Sequence[str]) -> bool:
    """Whether files of these names are a tabular data package of HSDS."""
    return {"organization", "service"} <= {_kind(PurePosixPath(name).stem) for name in names if name.endswith(".csv")}


def draw(stream: BinaryIO, remarks: Remarks) -> Drawing:
    """The objects of a file."""
    content = json.parsed(stream.read())
    found = _Objects(remarks)
    if isinstance(content, dict) and not _is_object(content):
        content = _tables(content) or content
        around = {key: found.listed(_kind(key), value, key) for key, value in content.items()}
        found.about = {key: content[key] for key, is_read in around.items() if not is_read}
    else:
        found.listed("", content, "")
    return found.drawing()


def draw_package(parts: Sequence[Part], remarks: Remarks) -> Drawing:
    """The objects of a tabular data package."""
    found = _Objects(remarks)
    for part in parts:
        path = PurePosixPath(part.name)
        if path.suffix != ".csv":
            remarks.notice(part.name, "is left out: what is read are the tables of the package")
            continue
        try:
            rows = table.rows(drawn.whole_in_memory(part.stream), told := Remarks())
        except InvalidFile as error:
            remarks.problem(part.name, error.message)
            continue
        remarks.take(told, part.name)
        names = [text(cell) for cell in rows[0][1]] if rows else []
        for number, cells in rows[1:]:
            raw = {name or f"column {n}": cell for n, (name, cell) in enumerate(_wide(names, cells), 1) if cell != ""}
            found.add(_of_table(path.stem, names), raw, f"{part.name}, row {number}")
    return found.drawing()


FORMAT = Format(
    "hsds",
    (".json", ".zip"),
    Text(
        "HSDS od Open Referral: organizace, služby a místa, v JSON nebo jako balík tabulek.",
        "HSDS of Open Referral: organizations, services and locations, in JSON or as a package of tables.",
    ),
    recognises,
    drawn.reader(draw),
    options=drawn.DRAWN,
    draw=draw,
)


def _tables(content: Data) -> Data:
    """The tables of a data package in one object: by the names of its files, or as resources with their data."""
    resources = content.get("resources")
    if isinstance(resources, list):
        listed = [each for each in resources if isinstance(each, dict) and isinstance(each.get("data"), list)]
        return {text(each.get("name")): each["data"] for each in listed}
    return {key.removesuffix(".csv"): value for key, value in content.items() if key.endswith(".csv")}


class _Objects:
    """The objects that were read, and what joins them."""

    def __init__(self, remarks: Remarks) -> None:
        self.about: Data = {}
        self._remarks = remarks
        self._elements: dict[_Ref, Item] = {}
        self._joined: dict[tuple[_Ref, _Ref], Item] = {}
        self._at: dict[str, _Ref] = {}
        self._further: list[tuple[str, Data, str]] = []

    def listed(self, kind: str, value: object, place: str, owner: _Ref | None = None) -> bool:
        """Take the objects of a list, or the one; tells whether they are any."""
        listed = value if isinstance(value, list) else [value]
        if not listed or not all(isinstance(each, dict) for each in listed):
            return False
        for number, raw in enumerate(listed):
            at = f"{place}[{number}]" if isinstance(value, list) else place
            known = kind in _ELEMENTS or kind in _BETWEEN or owner
            self.add(kind if known else _guessed(kind, raw), raw, at, owner)
        return True

    def add(self, kind: str, raw: Data, place: str, owner: _Ref | None = None) -> None:
        """Take an object, with all that stands in it."""
        if kind in _BETWEEN:
            self._between(raw, place, owner)
        elif kind in _ELEMENTS:
            self._element(kind, raw, place, owner)
        else:
            self._further.append((kind, raw, place))

    def drawing(self) -> Drawing:
        """All of it."""
        for kind, raw, place in self._further:
            self._keep(kind, raw, place)
        for ref, item in self._elements.items():
            _finish(ref, item)
        ends = {end for joined in self._joined for end in joined}
        for missing in sorted(ends - self._elements.keys()):
            message = f"no {missing[0].replace('_', ' ')} of the file has this id, though something names it"
            self._remarks.count(message, missing[1][:60])
        joined = [item for pair, item in self._joined.items() if self._elements.keys() >= {*pair}]
        return Drawing([*self._elements.values()], joined, about=self.about)

    def _keep(self, kind: str, raw: Data, place: str) -> None:
        """Keep what is no element with the one that it belongs to, or else with the map."""
        refs = [*_named(raw), *filter(None, [self._at.get(text(raw.get("service_at_location_id")))])]
        owner = next((ref for ref in reversed(refs) if ref in self._elements), None)
        private = kind in _PRIVATE
        if owner is None and private:
            self._remarks.problem(place, "is left out: these are people, and nothing says for what they may be asked")
            return
        item = self._elements[owner] if owner else None
        fields = self.about if item is None else item.private if private else item.fields
        listed = fields.setdefault(kind, [])
        if isinstance(listed, list):
            listed.append({key: value for key, value in raw.items() if not owner or key != f"{owner[0]}_id"})
        else:
            self._remarks.problem(place, f"cannot be kept: there is a field {kind} already")

    def _element(self, kind: str, raw: Data, place: str, owner: _Ref | None) -> None:
        id_ = text(raw.get("id")) or text(raw.get(f"{kind.removesuffix('_term')}_id")) or text(raw.get("name")) or place
        ref = (kind, id_)
        item = self._elements.setdefault(ref, Item(place or "file", f"{kind}-{id_}", {"id": id_}, {}))
        if owner:
            self._join(owner, ref, place)
        for other in _named(raw):
            if other != ref:
                self._join(other, ref, place)
        for key, value in raw.items():
            named = key.removesuffix("_id") if key.endswith("_id") else ""
            if key == "id" or named in _ELEMENTS or key == _PARENTS.get(kind) or value in (None, "", [], {}):
                continue
            self._field(ref, item, key, value, place)
        if parent := text(raw.get(_PARENTS.get(kind, ""))):
            self._join(ref, (kind, parent), place, as_told=True)

    def _field(self, ref: _Ref, item: Item, key: str, value: object, place: str) -> None:
        kind = _kind(key)
        if (kind in _ELEMENTS or kind in _BETWEEN) and self.listed(kind, value, f"{place}.{key}", ref):
            return
        into = item.private if kind in _PRIVATE else item.fields
        key = _RENAMED.get(key, key)
        if into.setdefault(key, value) != value:
            self._remarks.count(f"{key} of a {ref[0]} is told in several ways; the first one is kept", place)

    def _between(self, raw: Data, place: str, owner: _Ref | None) -> None:
        """Join what a row between two objects names, or has in it."""
        ends = [owner] if owner else []
        for key, value in raw.items():
            if (kind := _kind(key)) in _ELEMENTS and isinstance(value, dict):
                ends.append((kind, text(value.get("id")) or text(value.get("name"))))
                self._element(kind, value, f"{place}.{key}", None)
        ends += [ref for ref in _named(raw) if ref not in ends]
        if len(ends) < 2:
            self._remarks.problem(place, "joins nothing: the ids of two objects are needed")
            return
        self._at[text(raw.get("id"))] = ends[0]
        fields = {k: v for k, v in raw.items() if k != "id" and not _is_key(k) and v not in (None, "", [], {})}
        for end in ends[1:]:
            self._join(ends[0], end, place, fields)

    def _join(self, one: _Ref, other: _Ref, place: str, fields: Data | None = None, *, as_told: bool = False) -> None:
        order = [*_ELEMENTS]
        pair = (one, other) if as_told or order.index(one[0]) <= order.index(other[0]) else (other, one)
        start, end = (f"{kind}-{id_}" for kind, id_ in pair)
        structure: Data = {"from": start, "to": end, "direction": "directed"}
        word = _WORDS.get((pair[0][0], pair[1][0]), "")
        item = Item(place, "", structure, {**({"type": word} if word else {}), **(fields or {})})
        item.keys = folded(item.fields)
        known = self._joined.setdefault(pair, item)
        for key, value in item.fields.items():
            if known.fields.setdefault(key, value) != value:
                self._remarks.count(f"{key} of a connection is told in several ways; the first one is kept", place)
        known.keys = folded(known.fields)


def _finish(ref: _Ref, item: Item) -> None:
    """Give an element its name and type."""
    fields = item.fields
    name = text(fields.pop("name", "")) or _address(fields) or ref[1]
    item.fields = {"label": name, "element type": _ELEMENTS[ref[0]], **fields}
    item.keys = folded(item.fields)


def _address(fields: Data) -> str:
    listed = fields.get("addresses") or fields.get("address") or fields.get("physical_address")
    first = listed[0] if isinstance(listed, list) and listed else listed
    return (
        ", ".join(text(first.get(key)) for key in ("address_1", "city") if first.get(key))
        if isinstance(first, dict)
        else ""
    )


def _named(raw: Data) -> Iterator[_Ref]:
    """The objects that a row names by their ids, in the order of ``_ELEMENTS``."""
    for kind in _ELEMENTS:
        for key in (f"{kind}_id", "taxonomy_id" if kind == "taxonomy_term" else ""):
            if id_ := text(raw.get(key)):
                yield kind, id_
    if (kind := _kind(text(raw.get("link_entity") or raw.get("link_type")))) in _ELEMENTS and (
        id_ := text(raw.get("link_id"))
    ):
        yield kind, id_


def _is_key(name: str) -> bool:
    return name.endswith("_id") or name in ("link_entity", "link_type") or _kind(name) in _ELEMENTS


def _kind(name: str) -> str:
    """The kind that a table or list holds."""
    name = name.removesuffix(".csv")
    singular = name[:-3] + "y" if name.endswith("ies") else name.removesuffix("s")
    if name in ("services_at_location", "services_at_locations"):
        return "service_at_location"
    return singular if singular in _ELEMENTS or singular in _BETWEEN else name


def _of_table(name: str, headings: Sequence[str]) -> str:
    """The kind that a table holds; HSDS 1 has no taxonomies apart from their terms."""
    kind = _kind(name)
    return "taxonomy_term" if kind == "taxonomy" and "parent_id" in headings else kind


def _guessed(kind: str, raw: Data) -> str:
    """The kind of an object that stands in no list of its kind."""
    if kind and kind not in _AROUND:
        return kind
    if {"organization", "service_at_locations"} & raw.keys():
        return "service"
    return next((each for each, signs in _SIGNS if signs & raw.keys()), "organization")


def _first(listed: object) -> list[Data]:
    return [each for each in listed[:1] if isinstance(each, dict)] if isinstance(listed, list) else []


def _is_object(raw: Data) -> bool:
    """Whether it is an organization or service with others in it."""
    nested = any(_first(raw.get(name)) for name in _NESTED)
    told = nested or isinstance(raw.get("organization"), dict) or len(_OWN & raw.keys()) >= _FEWEST
    joins = isinstance(raw.get("service"), dict) and isinstance(raw.get("location"), dict)
    return "id" in raw and (joins or ("name" in raw and told))


def _wide(names: Sequence[str], cells: Sequence[object]) -> Iterator[tuple[str, object]]:
    for number, cell in enumerate(cells):
        yield (names[number] if number < len(names) else "", cell)
