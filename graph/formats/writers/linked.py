"""Elements and connections as linked data: schema.org, the W3C's ORG for organisations and SKOS for the vocabulary."""

from collections.abc import Iterator, Mapping
from urllib.parse import quote

from graph.formats.writers import flat
from graph.records import is_confirmed
from graph.rows import Data

ADDRESSES = "urn:spojenci:element:"
"""What the address of an element begins with where no service is named."""

CONTEXT: Data = {
    "schema": "https://schema.org/",
    "org": "http://www.w3.org/ns/org#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "spojenci": "urn:spojenci:model:",
    "dcterms:created": {"@type": "xsd:dateTime"},
    "dcterms:modified": {"@type": "xsd:dateTime"},
}
"""The prefixes of all names; what neither vocabulary has is named after the model."""

_KINDS: Mapping[str, list[str]] = {
    "Library": ["schema:Library", "org:FormalOrganization"],
    "Organization": ["schema:Organization", "org:FormalOrganization"],
    "Community": ["schema:Organization", "org:OrganizationalCollaboration"],
    "Topic": ["skos:Concept", "schema:DefinedTerm"],
    "Role": ["skos:Concept", "org:Role"],
    "TargetGroup": ["skos:Concept", "schema:Audience"],
    "Resource": ["skos:Concept"],
    "Place": ["schema:Place"],
    "Person": ["schema:Person"],
    "Item": ["schema:Thing"],
    "Map": ["schema:Map"],
}
_ORGANIZATIONS = {"nonprofit": "schema:NGO", "publicAuthority": "schema:GovernmentOrganization",
                  "municipality": "schema:GovernmentOrganization", "region": "schema:GovernmentOrganization",
                  "school": "schema:School", "kindergarten": "schema:Preschool",
                  "artSchool": "schema:School", "university": "schema:CollegeOrUniversity", "museum": "schema:Museum",
                  "archive": "schema:ArchiveOrganization", "research": "schema:ResearchOrganization", "company": "schema:Corporation"}  # fmt: skip

_PROPERTIES: Mapping[str, str] = {
    "alternateNames": "schema:alternateName",
    "description": "schema:description",
    "legalForm": "org:classification",
    "notation": "skos:notation",
    "since": "schema:startDate",
    "until": "schema:endDate",
    "language": "schema:inLanguage",
    "mappedBy": "schema:creator",
    "sources": "dcterms:source",
    "createdAt": "dcterms:created",
    "updatedAt": "dcterms:modified",
}
_CODES = ("ico", "ror", "wikidata", "registrationNumber", "sigla", "isil", "code")
"""Properties that become identifiers, with the property as their kind."""

_SAME: Mapping[str, str] = {"wikidata": "http://www.wikidata.org/entity/", "ror": "https://ror.org/"}
"""What stands before a code where that makes an address of the same thing."""

_CONNECTIONS: Mapping[str, str] = {
    "RUNS": "^schema:organizer",
    "TAKES_PART_IN": "^schema:contributor",
    "ABOUT": "schema:about",
    "FOR": "schema:audience",
    "PART_OF": "schema:isPartOf",
    "PARTNERS_WITH": "org:linkedTo",
    "FOUNDED_BY": "schema:founder",
    "OPERATED_BY": "schema:parentOrganization",
    "MEMBER_OF": "org:memberOf",
    "WORKS_ON": "schema:knowsAbout",
    "LOCATED_IN": "schema:location",
    "BROADER": "skos:broader",
    "MATCHES": "skos:closeMatch",
    "RELATED_TO": "dcterms:relation",
    "SHOWS": "schema:mentions",
}
"""What a connection is as a plain statement; ``^`` says it of its end. Others are named after the model."""

_APART = frozenset(
    {"label", "id", "name", "nameEn", "url", "location", "drawn", "private", "kumu", "fields", "seat", *_CODES}
)


def address(base: str, id_: object) -> str:
    """The address of an element."""
    return base + quote(str(id_), safe="")


def element(row: Data, base: str) -> Data:
    """An element as a node object."""
    label = str(row["label"])
    node: Data = {"@id": address(base, row["id"]), "@type": [f"spojenci:{label}", *_types(row)], **_names(row)}
    for name, value in row.items():
        if name not in _APART and not isinstance(value, dict):
            node[_PROPERTIES.get(name, f"spojenci:{quote(name, safe='')}")] = value
    node |= _codes(row)
    if isinstance(url := row.get("url"), str):
        node["schema:url"] = {"@id": url} if _is_address(url) else url
    if isinstance(at := row.get("location"), dict):
        node["schema:geo"] = {"@type": "schema:GeoCoordinates", "schema:latitude": at["latitude"],
                              "schema:longitude": at["longitude"]}  # fmt: skip
    if isinstance(fields := row.get("fields"), dict):
        node["schema:additionalProperty"] = [_value(name, flat.text(value)) for name, value in fields.items()]
    return node


def connection(row: Data, base: str) -> Iterator[Data]:
    """A connection as node objects: a plain statement if it holds, and a node of its own for what is said of it."""
    type_ = str(row["link"])
    source, target = address(base, row["from"]), address(base, row["to"])
    status = row.get("status")
    if is_confirmed(status) and not row.get("until"):
        name = _CONNECTIONS.get(type_, f"spojenci:{type_}")
        one, other = (target, source) if name.startswith("^") else (source, target)
        yield {"@id": one, name.removeprefix("^"): {"@id": other}}
    said = {name: value for name, value in row.items() if name not in ("link", "from", "to", *_APART)}
    if said and status != "rejected":
        yield {
            "@type": ["org:Membership", f"spojenci:{type_}"] if type_ == "MEMBER_OF" else [f"spojenci:{type_}"],
            **({"org:member": {"@id": source}, "org:organization": {"@id": target}} if type_ == "MEMBER_OF" else {}),
            "spojenci:from": {"@id": source},
            "spojenci:to": {"@id": target},
            **{
                _PROPERTIES.get(name, f"spojenci:{quote(name, safe='')}"): value
                for name, value in said.items()
                if not isinstance(value, dict)
            },
        }


def _types(row: Data) -> list[str]:
    if row["label"] == "Activity":
        is_event = row.get("kind") == "event" or ("since" in row and not row.get("recurring"))
        return ["schema:Event" if is_event else "schema:Service"]
    more = _ORGANIZATIONS.get(str(row.get("kind"))) if row["label"] == "Organization" else None
    return [*_KINDS.get(str(row["label"]), ["schema:Thing"]), *([more] if more else [])]


def _names(row: Data) -> Data:
    """The names, each in its language where that is known: vocabulary and places have an English one."""
    english = row.get("nameEn")
    names = (
        [{"@value": row["name"], "@language": "cs"}, {"@value": english, "@language": "en"}] if english else row["name"]
    )
    is_term = "skos:Concept" in _KINDS.get(str(row["label"]), ())
    return {"schema:name": names, **({"skos:prefLabel": names} if is_term else {})}


def _codes(row: Data) -> Data:
    given = [(name, str(row[name])) for name in _CODES if name in row]
    same = [{"@id": address(_SAME[name], code.rpartition("/")[2])} for name, code in given if name in _SAME]
    codes: Data = {"schema:identifier": [_value(name, code) for name, code in given]} if given else {}
    return codes | ({"schema:sameAs": same} if same else {})


def _value(name: str, value: str) -> Data:
    return {"@type": "schema:PropertyValue", "schema:propertyID": name, "schema:value": value}


def _is_address(url: str) -> bool:
    return url.startswith(("http://", "https://")) and not set(url) & set(' <>"{}|\\^`')
