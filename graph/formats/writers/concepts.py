"""The terms of a graph as a graph of RDF, which takes a package that takes a third of a second to import."""

from collections.abc import Iterator

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, SKOS

from graph.formats.writers.linked import address
from graph.formats.writers.spool import Spool
from graph.records import is_confirmed
from graph.rows import Data
from graph.schema import SCHEMA, TERM

_TERMS = {element.label for element in SCHEMA.carriers(TERM.label)}


def write(spool: Spool) -> Iterator[bytes]:
    """Concepts with their names in both languages, and how they belong together. It is made whole: terms are few."""
    graph = Graph()
    terms = set()
    for row in spool.elements:
        if row["label"] in _TERMS:
            terms.add(row["id"])
            _concept(graph, row, spool.base)
    for row in spool.connections:
        if (
            row["link"] in ("BROADER", "MATCHES")
            and is_confirmed(row.get("status"))
            and terms >= {row["from"], row["to"]}
        ):
            relation = SKOS.broader if row["link"] == "BROADER" else SKOS.closeMatch
            graph.add((_address(spool.base, row["from"]), relation, _address(spool.base, row["to"])))
    yield graph.serialize(format="turtle", encoding="utf-8")


def _address(base: str, id_: object) -> URIRef:
    return URIRef(address(base, id_))


def _concept(graph: Graph, row: Data, base: str) -> None:
    concept = _address(base, row["id"])
    scheme = _address(f"{base}scheme:", row.get("scheme") or row["label"])
    graph.add((concept, RDF.type, SKOS.Concept))
    graph.add((concept, SKOS.inScheme, scheme))
    graph.add((scheme, RDF.type, SKOS.ConceptScheme))
    graph.add((concept, SKOS.prefLabel, Literal(row["name"], lang="cs")))
    if "nameEn" in row:
        graph.add((concept, SKOS.prefLabel, Literal(row["nameEn"], lang="en")))
    names = row.get("alternateNames")
    for name in names if isinstance(names, list) else ():
        graph.add((concept, SKOS.altLabel, Literal(name, lang="cs")))
    for key, property_ in (("description", SKOS.definition), ("notation", SKOS.notation)):
        if key in row:
            graph.add((concept, property_, Literal(row[key])))
