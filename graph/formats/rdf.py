"""RDF in Turtle, N-Triples, RDF/XML and JSON-LD: vocabularies in SKOS, and what schema.org, ORG and others describe.

What has a name or an address and a type is an element; a statement between two of them is a connection; all others are
fields, with what has no name of its own (a postal address, an identifier) within them. Words are those of the
vocabularies: ``startDate`` is "start date". Nothing is fetched from anywhere.
"""

import logging
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import sha256
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import unquote

from graph.errors import InvalidFile, Problem
from graph.formats import drawn, json, xml
from graph.formats.format import Draw, Format
from graph.formats.items import connection, element
from graph.formats.writers.linked import ADDRESSES
from graph.mapping.drawing import Drawing, Item
from graph.mapping.remarks import Remarks
from graph.model import Text
from graph.rows import Data

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

_BASE = "urn:file:"

_DEEP = 8
"""How far nodes without an address are looked into that stand in one another, to tell them apart."""

WORLDWIDE = re.compile(r"[a-z][a-z0-9+.-]*:.+", re.DOTALL)
"""Addresses: the same wherever they stand."""

DEEPEST = 5
"""Nameless things in one another."""

_TURTLE = re.compile(
    rb"(\xef\xbb\xbf)?(#[^\n]*+\n|\s)*+"
    rb"(@?(prefix|base)\s++[^\s<]*+\s*+<|<[^<>\s]*+>\s++(<[^<>\s]+>|a\s|[\w-]*+:[\w-]+)|_:\w++\s++<[^<>\s]+>)",
    re.IGNORECASE,
)
_ENTITY = re.compile(
    rb"""<!ENTITY\s++(%|\S++\s++(SYSTEM|PUBLIC|"[^"]*&|'[^']*&|"[^"]{999}|'[^']{999}))""", re.IGNORECASE
)
"""Entities that could grow or lead elsewhere; short ones, as ontologies have for their addresses, are read."""

_SCHEMA_ORG = re.compile(r"https?://schema\.org/?(docs/jsonldcontext\.jsonl?d?)?#?")
_CONTEXT = {"@vocab": "http://schema.org/", "schema": "http://schema.org/", "id": "@id", "type": "@type"}
"""What stands for the context of schema.org: all names are its own."""

_LABELS = ("prefLabel", "altLabel", "definition", "scopeNote", "name", "description")
_FOREIGN = {
    **_CONTEXT,
    "uri": "@id",
    **{name: {"@id": f"schema:{name}", "@container": "@language"} for name in _LABELS},
}
"""What stands for any other context: names stand for themselves, and texts may be told by their languages."""

_NAMES = ("prefLabel", "name", "label", "title", "fn", "literalForm", "notation")
_TYPES = {
    "Concept": "Topic", "DefinedTerm": "Topic", "Library": "Library", "NGO": "nonprofit", "Museum": "museum",
    "School": "school", "ElementarySchool": "school", "MiddleSchool": "school", "HighSchool": "school",
    "Preschool": "kindergarten", "CollegeOrUniversity": "university", "GovernmentOrganization": "public authority",
    "Corporation": "company", "LocalBusiness": "company", "OrganizationalCollaboration": "Community", "Hospital": "hospital",
    "Organization": "Organization", "Organisation": "Organization", "FormalOrganization": "Organization",
    "OrganizationalUnit": "Organization", "EducationalOrganization": "Organization", "Person": "Person",
    "Individual": "Person", "FacultyMember": "Person", "Student": "Person", "Course": "course", "Project": "project", "Event": "event", "Service": "service",
    "Audience": "target group", "Role": "Role", "City": "city", "Country": "country", "AdministrativeArea": "Place",
    "Place": "Place", "Location": "Place",
}  # fmt: skip
"""What types of the vocabularies are called in maps, the most telling first."""

_FIELDS = {
    "altLabel": "alternateNames", "hiddenLabel": "alternateNames", "alternateName": "alternateNames",
    "definition": "description", "description": "description", "comment": "description", "abstract": "description",
    "homepage": "url", "inScheme": "scheme", "lat": "latitude", "long": "longitude",
}  # fmt: skip
_CODES = frozenset({"ico", "ror", "wikidata", "registrationNumber", "sigla", "isil", "code"})
_SAME = re.compile(
    r"https?://(?:(?:www\.)?(?P<wikidata>wikidata)\.org/(?:entity|wiki)/(?P<q>Q\d+)|(?P<ror>ror)\.org/\w+)"
)
_TURNED = {"narrower": "broader", "narrowerTransitive": "broader", "broaderTransitive": "broader"}
_MATCHES = frozenset({"exactMatch", "closeMatch"})
_BOTH_WAYS = frozenset({*_MATCHES, "related", "relatedMatch"})
_OF_SCHEMES = frozenset({"inScheme", "topConceptOf", "hasTopConcept"})
_NO_ELEMENTS = frozenset({"ConceptScheme", "Ontology", "Property", "DatatypeProperty", "ObjectProperty", "AnnotationProperty",
                          "FunctionalProperty", "Datatype", "Label"})  # fmt: skip
"""Types of schemes, of what ontologies define, and of labels that SKOS-XL makes things."""

_VCARD = "http://www.w3.org/2006/vcard/ns#"

_SHORT = 12
"""Signs of a hash that tell two of one name apart."""

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def recognises_turtle(head: bytes) -> bool:
    """Whether it begins with a prefix or base, or with a statement."""
    return _TURTLE.match(head) is not None


def recognises_xml(head: bytes) -> bool:
    """Whether the outermost element is one of RDF."""
    return xml.root(head) == "RDF"


def recognises_json(head: bytes) -> bool:
    """Whether it has a context or a graph, or lists what has an address or type."""
    content = json.beginning(head)
    first = content[0] if isinstance(content, list) and content else content
    return isinstance(first, dict) and not first.keys().isdisjoint({"@context", "@graph", "@id", "@type"})


def _draw_turtle(stream: BinaryIO, _: Remarks) -> Drawing:
    data = stream.read()
    return _drawing(lambda graph: graph.parse(data=data, format="turtle", publicID=_BASE))


def _draw_xml(stream: BinaryIO, _: Remarks) -> Drawing:
    data = stream.read()
    if _ENTITY.search(data):
        raise _refused("declares entities within entities or from elsewhere, which are not read")
    return _drawing(lambda graph: graph.parse(data=data, format="xml", publicID=_BASE))


def _draw_json(stream: BinaryIO, remarks: Remarks) -> Drawing:
    from rdflib.plugins.parsers.jsonld import to_rdf

    content = json.parsed(stream.read())
    _replace_contexts(content, remarks)
    return _drawing(lambda graph: to_rdf(content, graph, base=_BASE))


def _drawing(parse: Callable[["Graph"], object]) -> Drawing:
    """The drawing of the statements that a parser finds."""
    from rdflib import Graph  # takes a third of a second

    logging.getLogger("rdflib").setLevel(logging.CRITICAL)  # it tells of every odd date, with a traceback
    graph = Graph()
    try:
        parse(graph)
    except RecursionError as error:
        raise _refused("nests too deep to be read") from error
    except Exception as error:  # the parsers raise whatever they stumble on
        lines = str(error).strip().splitlines() or [type(error).__name__]
        raise _refused(f"is not RDF that can be read: {lines[0]:.200}") from error
    return _Drawn(graph).drawing()


def _refused(message: str, place: str = "file") -> InvalidFile:
    return InvalidFile(message, [Problem(place, message)])


def _replace_contexts(value: object, remarks: Remarks) -> None:
    if isinstance(value, list):
        for each in value:
            _replace_contexts(each, remarks)
    elif isinstance(value, dict):
        if "@context" in value:
            value["@context"] = _known(value["@context"], remarks)
        for each in value.values():
            _replace_contexts(each, remarks)


def _known(context: object, remarks: Remarks) -> object:
    """A context in which nothing is fetched: the names that another one would explain are read as they stand."""
    if isinstance(context, list):
        return [_known(each, remarks) for each in context]
    address = context.get("@import") if isinstance(context, dict) else context
    if not isinstance(address, str):
        return context
    if not _SCHEMA_ORG.fullmatch(address):
        message = f"names the context {address!r:.80}, and nothing is fetched; the names in it are read as they stand"
        remarks.count(message, "@context")
    stands = _CONTEXT if _SCHEMA_ORG.fullmatch(address) else _FOREIGN
    if isinstance(context, dict):
        return {**stands, **{name: each for name, each in context.items() if name != "@import"}}
    return stands


def _told_apart(graph: "Graph") -> "Mapping[Node, str]":
    """What is said of each node without an address, some nodes deep, as a text of one length."""
    from rdflib import BNode

    told: dict[Node, str] = {}
    for _ in range(_DEEP):
        said: dict[Node, list[str]] = defaultdict(list)
        for subject, predicate, value in graph:
            if isinstance(subject, BNode):
                said[subject].append(f"{predicate} {told.get(value, '') if isinstance(value, BNode) else value}")
        told = {node: sha256("\n".join(sorted(each)).encode()).hexdigest() for node, each in said.items()}
    return told


class _Drawn:
    """Statements as elements and connections."""

    def __init__(self, graph: "Graph") -> None:
        from rdflib import RDF, BNode, Literal

        self._type, self._literal, self._blank = RDF.type, Literal, BNode
        self._said: dict[Node, dict[str, list[Node]]] = defaultdict(lambda: defaultdict(list))
        contents: dict[Node, list[str]] = defaultdict(list)
        for subject, predicate, value in graph:
            if isinstance(subject, BNode) and not isinstance(value, BNode):
                contents[subject].append(f"{predicate} {value}")
        deeper = _told_apart(graph)

        def order(node: "Node") -> tuple[str, ...]:
            """Nodes without an address are called otherwise each time; they are told by what is said of them."""
            is_blank = isinstance(node, BNode)
            return ("", *sorted(contents[node]), deeper.get(node, "")) if is_blank else (type(node).__name__, str(node))

        for subject, predicate, value in sorted(graph, key=lambda statement: [order(node) for node in statement]):
            self._said[subject][_local(str(predicate))].append(value)
        self._deeper = deeper
        self._kinds = {subject: self._types(said) for subject, said in self._said.items()}
        self._cards = {subject for subject, said in self._said.items() if self._is_card(said)}
        self._elements = [subject for subject in self._said if self._is_element(subject)]
        names = Counter(self._name(self._said[each], {}) for each in self._elements)
        self._shared = {name for name, times in names.items() if times > 1}

    def drawing(self) -> Drawing:
        known = set(self._elements)
        drawing = Drawing(tool="iri", worldwide=WORLDWIDE)
        drawing.elements = [self._element(subject, known) for subject in self._elements]
        drawing.connections = list(self._connections(known))
        drawing.about = self._about(known)
        return drawing

    def _types(self, said: Mapping[str, "list[Node]"]) -> list[str]:
        named = (_local(str(type_)) for type_ in said.get("type", ()) if not isinstance(type_, self._literal))
        return [*dict.fromkeys(named)]

    def _is_element(self, subject: "Node") -> bool:
        said, types = self._said[subject], self._kinds[subject]
        if _NO_ELEMENTS.intersection(types) or subject in self._cards:
            return False
        named = any(name in said for name in _NAMES)
        return named if isinstance(subject, self._blank) else named or bool(types)

    def _about(self, known: "set[Node]") -> Data:
        """What is said of the schemes, and of what is nothing else."""
        within = {value for said in self._said.values() for values in said.values() for value in values}
        alone = [
            each for each in self._said
            if each not in known and not self._ends(each, known) and not (self._is_inner(each) and each in within)
        ]  # fmt: skip
        return {
            f"_:{number}" if isinstance(each, self._blank) else str(each): fields
            for number, each in enumerate(alone) if (fields := self._fields(each, known | set(alone), 0))
        }  # fmt: skip

    # ------------------------------------------------------------------------------------------------------- elements

    def _element(self, subject: "Node", known: "set[Node]") -> Item:
        said, types = self._said[subject], self._kinds[subject]
        fields = self._fields(subject, known, 0)
        is_blank = isinstance(subject, self._blank)
        own = str(subject)
        structure: Data = {} if is_blank else {"id": own}
        if own.startswith(ADDRESSES):
            fields["spojenci id"] = unquote(own.removeprefix(ADDRESSES))
        if name := self._name(said, fields):
            fields["label"] = name
        elif not is_blank:
            fields["label"] = _local(own)
        if types:
            fields["type"] = next((word for type_, word in _TYPES.items() if type_ in types), None) or _type_word(types)
            if len(types) > 1 or fields["type"] != types[0]:
                fields["types"] = types
        if is_blank:
            named = self._end(own)
            return element(f"_:{fields.get('label')}", "" if named == fields.get("label") else named, structure, fields)
        return element(own, own, structure, fields)

    def _name(self, said: Mapping[str, "list[Node]"], fields: Data) -> str:
        """The name in the language that comes first; the others stay fields."""
        for key in _NAMES:
            texts = self._by_language(said.get(key, ()))
            if texts:
                language = min(texts, key=_language)
                if english := texts.get("en", []) if language != "en" else []:
                    fields["nameEn"] = english[0]
                fields.pop(_word(key), None)
                return texts[language][0]
        for label in said.get("prefLabel", ()):  # SKOS-XL: a label is a thing of its own
            if label in self._said and (name := self._name(self._said[label], fields)):
                return name
        return ""

    def _by_language(self, values: "Iterable[Node]") -> dict[str, list[str]]:
        texts: dict[str, list[str]] = defaultdict(list)
        for value in values:
            if isinstance(value, self._literal) and str(value).strip():
                texts[(value.language or "").partition("-")[0]].append(str(value).strip())
        return texts

    def _fields(self, subject: "Node", known: "set[Node]", depth: int) -> Data:
        """What is said of something, but not of its type, and not what leads to elements."""
        fields: Data = {}
        for key, values in self._said[subject].items():
            told = [value for value in values if depth or value not in known]
            if key == "type" or not told:
                continue
            if key == "identifier" and not depth:
                told = [value for value in told if not self._take_code(value, fields)]
            if key in ("inScheme", "topConceptOf"):
                schemes = [self._scheme(value) for value in told]
                fields.setdefault("scheme", schemes[0] if len(schemes) == 1 else schemes)
            elif found := self._values(told, known, depth):
                self._put(fields, key, found)
        return fields if depth else _lifted(fields)

    def _put(self, fields: Data, key: str, found: Mapping[str, list[object]]) -> None:
        """Keep values by their language: that of the name as the field, the others beside it."""
        name = _FIELDS.get(key, _word(key))
        if name == "alternateNames":
            earlier = fields.get(name, [])
            fields[name] = [
                *(earlier if isinstance(earlier, list) else []),
                *(each for texts in found.values() for each in texts),
            ]
            return
        if name in fields and name != _word(key):
            name = _word(key)
        for number, language in enumerate(sorted(found, key=_language)):
            fields[f"{name} {language}".strip() if number else name] = _one(
                found[language], is_text=name == "description"
            )
        if key == "sameAs":
            for value in (each for texts in found.values() for each in texts):
                if same := _SAME.match(str(value)):
                    fields.setdefault("wikidata" if same["wikidata"] else "ror", same["q"] or str(value))

    def _values(self, values: "Iterable[Node]", known: "set[Node]", depth: int) -> dict[str, list[object]]:
        found: dict[str, list[object]] = defaultdict(list)
        for value in values:
            if isinstance(value, self._literal):
                found[(value.language or "").partition("-")[0]].append(_plain(value.toPython(), str(value)))
            elif depth < DEEPEST and value not in known and self._is_inner(value):
                self._add_inner(found, value, known, depth)
            else:
                found[""].append(str(value))
        return found

    def _is_inner(self, value: "Node") -> bool:
        """Whether what is said of something belongs to what leads to it: it has no address, or is a mere label or card."""
        is_inner = isinstance(value, self._blank) or value in self._cards or "Label" in self._kinds.get(value, ())
        return value in self._said and is_inner

    def _is_card(self, said: Mapping[str, "list[Node]"]) -> bool:
        """Whether it is a piece of vCard, such as the telephone of somebody, and not somebody with a name."""
        return "fn" not in said and any(str(type_).startswith(_VCARD) for type_ in said.get("type", ()))

    def _add_inner(self, found: dict[str, list[object]], value: "Node", known: "set[Node]", depth: int) -> None:
        texts = self._by_language(self._said[value].get("literalForm", ()))
        for language, listed in texts.items():
            found[language] += listed
        if not texts:
            found[""].append(self._nested(value, known, depth))

    def _nested(self, value: "Node", known: "set[Node]", depth: int) -> object:
        types = self._kinds[value]
        within = self._fields(value, known, depth + 1)
        return {"type": types[0] if len(types) == 1 else types, **within} if types else within

    def _take_code(self, value: "Node", fields: Data) -> bool:
        """Whether a value is an identifier of a kind that the model has; it is a field then."""
        said = self._said.get(value, {})
        kind, codes = said.get("propertyID", ()), said.get("value", ())
        if len(kind) == len(codes) == 1 and str(kind[0]) in _CODES:
            fields[str(kind[0])] = str(codes[0])
            return True
        return False

    def _scheme(self, scheme: "Node") -> str:
        return self._name(self._said.get(scheme, {}), {}) or _local(str(scheme).rstrip("/#")) or str(scheme)

    # ---------------------------------------------------------------------------------------------------- connections

    def _connections(self, known: "set[Node]") -> Iterator[Item]:
        drawn_already: set[tuple[str, str, str]] = set()
        for subject in self._elements:
            for key, values in self._said[subject].items():
                for value in values if key not in ("type", *_OF_SCHEMES) else ():
                    if value in known and value != subject:
                        yield from self._connection(subject, key, value, drawn_already)
        for subject in self._said:
            if subject not in known and (ends := self._ends(subject, known)):
                yield self._reified(subject, ends, known)

    def _connection(
        self, subject: "Node", key: str, value: "Node", already: set[tuple[str, str, str]]
    ) -> Iterator[Item]:
        start, end = str(subject), str(value)
        if key in ("narrower", "narrowerTransitive"):
            start, end = end, start
        word = "matches" if key in _MATCHES else _TURNED.get(key, key)
        if (start, word, end) in already or (key in _BOTH_WAYS and (end, word, start) in already):
            return
        already.add((start, word, end))
        direction = "undirected" if key in _BOTH_WAYS - _MATCHES else "directed"
        structure: Data = {"from": self._end(start), "to": self._end(end), "direction": direction}
        yield connection(f"{self._end(str(subject))} {key}", "", structure, {"type": _word(word)})

    def _ends(self, subject: "Node", known: "set[Node]") -> "tuple[Node, Node] | None":
        """The two elements between which something without a name is, such as a membership."""
        said = self._said[subject]
        for start, end in (("from", "to"), ("member", "organization"), ("subject", "object")):
            if len(said.get(start, ())) == len(said.get(end, ())) == 1 and {said[start][0], said[end][0]} <= known:
                return said[start][0], said[end][0]
        return None

    def _reified(self, subject: "Node", ends: "tuple[Node, Node]", known: "set[Node]") -> Item:
        types = self._kinds[subject]
        fields = self._fields(subject, known, 0)
        if "Membership" in types:
            fields["type"] = "member of"
        elif predicate := self._said[subject].get("predicate"):
            fields["type"] = _word(_local(str(predicate[0])))
        elif types:
            fields["type"] = _word(types[0])
        structure: Data = {"from": self._end(str(ends[0])), "to": self._end(str(ends[1])), "direction": "directed"}
        own = "" if isinstance(subject, self._blank) else str(subject)
        return connection(
            str(subject) if own else f"{structure['from']} {fields.get('type', '')}".strip(), own, structure, fields
        )

    def _end(self, subject: str) -> str:
        """How an end is named: by its address, or by its name where it has none, with what is said of it where others share it."""
        from rdflib import BNode

        if (blank := BNode(subject)) not in self._said:
            return subject
        name = self._name(self._said[blank], {})
        return f"{name} ({self._deeper[blank][:_SHORT]})" if name in self._shared else name


def _one(values: list[object], *, is_text: bool) -> object:
    """A value, or all of several; texts that are paragraphs of one."""
    if is_text and all(isinstance(value, str) for value in values):
        return "\n\n".join(map(str, values))
    return values[0] if len(values) == 1 else values


def _language(language: str) -> tuple[int, str]:
    """The order of languages of a name."""
    order = ("cs", "", "en")
    return (order.index(language) if language in order else len(order), language)


def _local(address: str) -> str:
    """The last part of an address: the name of a property or type."""
    return unquote(re.split(r"[/#:]", address.rstrip("/#"))[-1]) or address


def _word(name: str) -> str:
    """A name of a vocabulary as words: ``startDate`` is "start date"."""
    return name if name.isupper() else _CAMEL.sub(" ", name).lower()


def _type_word(types: list[str]) -> str:
    """What a type that maps do not know is called: by its last one, for the general ones are known."""
    if any(type_.endswith("Event") for type_ in types):
        return "event"
    return ", ".join(_CAMEL.sub(" ", type_) for type_ in types)


def _plain(value: object, text: str) -> object:
    """A value as JSON has it."""
    if isinstance(value, bool | int) and abs(value) < 2**53:
        return value
    if isinstance(value, float) and value - value == 0:
        return value
    return text


def _lifted(fields: Data) -> Data:
    """Fields, with the latitude and longitude of ``geo`` among them."""
    geo = fields.get("geo")
    if not isinstance(geo, dict) or not {"latitude", "longitude"} <= geo.keys() or "latitude" in fields:
        return fields
    at = {name: geo.pop(name) for name in ("latitude", "longitude")}
    return {**{name: value for name, value in fields.items() if name != "geo" or value}, **at}


def _format(name: str, endings: tuple[str, ...], doc: Text, recognises: Callable[[bytes], bool], draw: Draw) -> Format:
    return Format(name, endings, doc, recognises, drawn.reader(draw), options=drawn.DRAWN, draw=draw)


TURTLE = _format(
    "turtle",
    (".ttl", ".nt", ".n3"),
    Text(
        "RDF v Turtle nebo N-Triples: slovníky SKOS, schema.org, ORG.",
        "RDF in Turtle or N-Triples: SKOS, schema.org, ORG.",
    ),
    recognises_turtle,
    _draw_turtle,
)
RDF_XML = _format(
    "rdfxml",
    (".rdf", ".owl"),
    Text("RDF v XML: slovníky SKOS, schema.org, ORG.", "RDF in XML: SKOS, schema.org, ORG."),
    recognises_xml,
    _draw_xml,
)
JSON_LD = _format(
    "jsonld",
    (".jsonld",),
    Text(
        "JSON-LD: schema.org, ORG, SKOS; žádný kontext se nestahuje.",
        "JSON-LD: schema.org, ORG, SKOS; no context is fetched.",
    ),
    recognises_json,
    _draw_json,
)
