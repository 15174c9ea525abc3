"""RDF in its syntaxes: SKOS vocabularies, and what schema.org and ORG describe."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Graph

from graph.formats import rdf
from graph.formats.format import Format
from tests.formats.drawings import Read
from tests.making_up import MANY

SKOS = """# slovník
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix : <https://slovnik.example/> .
:s a skos:ConceptScheme ; dct:title "Slovník"@cs .
:pece a skos:Concept ; skos:prefLabel "Péče"@cs, "Care"@en, "Pflege"@de ; skos:inScheme :s ; skos:notation "17.2" ;
  skos:narrower :dusevni ; skos:exactMatch :starost, <http://jinde.example/x> ; skos:scopeNote "Jen péče." .
:dusevni a skos:Concept ; skos:prefLabel "Duševní zdraví"@cs ; skos:altLabel "psychika"@cs, "mental health"@en ;
  skos:broader :pece ; skos:related :starost ; skos:definition "Pohoda."@cs .
:starost a skos:Concept ; skos:prefLabel "Starost"@cs ; skos:related :dusevni ; skos:exactMatch :pece .
"""
ENDS = [("Duševní zdraví", "BROADER", "Péče"), ("Duševní zdraví", "related", "Starost"), ("Péče", "MATCHES", "Starost")]


def test_a_vocabulary() -> None:
    found = Read(SKOS.encode())
    assert found.format is rdf.TURTLE and not found.problems
    assert found.triples == ENDS
    assert not any(link.get("status") for link in found.links)
    care, health = found.named("Péče"), found.named("Duševní zdraví")
    assert (care["label"], care["nameEn"], care["notation"], care["scheme"]) == ("Topic", "Care", "17.2", "Slovník")
    assert (care["fields"]["pref label de"], care["fields"]["exact match"]) == ("Pflege", "http://jinde.example/x")
    assert (health["alternateNames"], health["description"]) == (["mental health", "psychika"], "Pohoda.")
    assert found.map["fields"]["https://slovnik.example/s"] == {"title": "Slovník"}


@pytest.mark.parametrize(
    ("syntax", "format"),
    [("nt", rdf.TURTLE), ("xml", rdf.RDF_XML), ("pretty-xml", rdf.RDF_XML), ("json-ld", rdf.JSON_LD)],
)
def test_each_syntax_says_the_same(syntax: str, format: Format) -> None:
    written = Graph().parse(data=SKOS).serialize(format=syntax)
    found = Read(written.encode())
    assert found.format is format
    assert found.triples == ENDS
    assert found.elements.keys() == Read(SKOS.encode()).elements.keys()


def test_ids_are_the_same_in_every_file() -> None:
    other = Read(SKOS.encode(), options={"name": ["jiná"]})
    assert {row["id"] for row in other.elements.values() if row["label"] == "Topic"} < Read(
        SKOS.encode()
    ).elements.keys()


def schema_org(*graph: dict[str, Any], context: object = "https://schema.org") -> Read:
    return Read(json.dumps({"@context": context, "@graph": graph}).encode(), rdf.JSON_LD)


def test_schema_org() -> None:
    found = schema_org(
        {"@type": ["Library", "LocalBusiness"], "@id": "http://k.example/", "name": "Knihovna", "foundingDate": "1890-01-01",
         "address": {"@type": "PostalAddress", "addressLocality": "Brno"}, "sameAs": "http://www.wikidata.org/entity/Q42",
         "identifier": {"@type": "PropertyValue", "propertyID": "isil", "value": "CZ-BRMZK"}},
        {"@type": "MusicEvent", "name": "Koncert", "startDate": "2024-05-01", "organizer": {"@id": "http://k.example/"}},
        {"@type": "City", "@id": "http://b.example/", "name": "Brno", "geo": {"@type": "GeoCoordinates", "latitude": 49.2, "longitude": "16.6"}},
        {"@type": "Sculpture", "name": "Lev", "location": {"@id": "http://b.example/"}},
    )  # fmt: skip
    assert not found.problems
    library, city = found.named("Knihovna"), found.named("Brno")
    assert (library["label"], library["wikidata"], library["isil"]) == ("Library", "Q42", "CZ-BRMZK")
    assert library["fields"]["address"] == {"type": "PostalAddress", "address locality": "Brno"}
    assert (city["label"], city["location"]) == ("Place", {"latitude": 49.2, "longitude": 16.6})
    assert (found.named("Koncert")["label"], found.named("Koncert")["since"]) == ("Activity", "2024-05-01")
    assert (found.named("Lev")["label"], found.named("Lev")["kind"]) == ("Item", "Sculpture")
    assert found.triples == [("Knihovna", "RUNS", "Koncert"), ("Lev", "location", "Brno")]


def test_what_has_two_ends_is_a_connection() -> None:
    found = Read(b"""@prefix o: <http://www.w3.org/ns/org#> . @prefix s: <http://schema.org/> . @prefix : <http://x/> .
    :a a o:Organization ; s:name "A" . :n a o:OrganizationalCollaboration ; s:name "N" .
    [] a o:Membership ; o:member :a ; o:organization :n ; s:startDate "2020" .""")
    assert found.triples == [("A", "MEMBER_OF", "N")]
    assert found.links[0]["since"] == "2020"


@pytest.mark.parametrize(
    "context", ["https://www.w3.org/ns/org", ["https://schema.org", "http://localhost:9/c"], {"@import": "http://localhost:9/c"},
                {"a": {"@id": "http://x/", "@context": "file:///etc/passwd"}}, "context.jsonld"]
)  # fmt: skip
def test_a_context_elsewhere_is_not_fetched_and_its_names_are_read_as_they_stand(context: object) -> None:
    found = schema_org({"name": "x"}, context=context)
    assert not found.problems
    assert any("@context: names the context" in each and "nothing is fetched" in each for each in found.notices)


def test_a_vocabulary_under_a_context_that_is_not_fetched() -> None:
    found = schema_org(
        {
            "uri": "http://x/1",
            "type": ["http://www.w3.org/2004/02/skos/core#Concept"],
            "prefLabel": {"cs": "Paměť", "en": "Memory"},
        },
        context="https://vocabulary.example/context.json",
    )
    assert found.named("Paměť")["label"] == "Topic" and found.named("Paměť")["nameEn"] == "Memory"


HEAD = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:s="http://schema.org/">'
TAIL = '<s:Place rdf:about="http://x/a"><s:name>{}</s:name></s:Place></rdf:RDF>'


def test_entities_of_ontologies_are_read_and_those_of_files_are_not() -> None:
    plain = Read(f'<!DOCTYPE rdf:RDF [<!ENTITY b "Brno">]>{HEAD}{TAIL.format("&b;")}'.encode())
    assert plain.labels == {"Brno": "Place"}
    outside = Read(f'<!DOCTYPE rdf:RDF [<!ENTITY b SYSTEM "file:///etc/passwd">]>{HEAD}{TAIL.format("&b;")}'.encode())
    assert not outside.rows and "declares entities" in outside.problems[0]
    many = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 10))
    bomb = Read(f'<!DOCTYPE rdf:RDF [<!ENTITY e0 "{"x" * 99}">{many}]>{HEAD}{TAIL.format("&e9;")}'.encode())
    assert not bomb.rows and len(bomb.problems) == 1


@pytest.mark.parametrize("data", [b"@prefix a: <b", b"<a> <b> ", b"@prefix : <x:> . :a :b " + b"[ :c " * 3000])
def test_broken(data: bytes) -> None:
    found = Read(data, rdf.TURTLE)
    assert not found.rows and len(found.problems) == 1


@pytest.mark.parametrize(
    "head", [b"", b"a;b\n1;2", b"<graphml>", b"{}", b"@media print {", b"<html>", b"# Nadpis\ntext", b"prefix;base\n"]
)
def test_other_text_is_not_turtle(head: bytes) -> None:
    assert not rdf.recognises_turtle(head) and not rdf.recognises_xml(head) and not rdf.recognises_json(head)


_PARTS = st.sampled_from(
    [":a", ":b", "_:c", "a", "skos:broader", "skos:prefLabel", "skos:narrower", "s:name", "s:identifier", "s:geo", '"x"@cs', '"x"@en', '""',
     "1", "1.5e999", "true", "[ s:name 5 ]", '[ s:propertyID "ico" ; s:value 7 ]', "skos:Concept", "skos:inScheme", "( 1 2 )", "s:from", "s:to"]
)  # fmt: skip


@settings(max_examples=MANY // 2)
@given(st.lists(st.tuples(_PARTS, _PARTS, _PARTS), max_size=8))
def test_any_mess_is_read(statements: list[tuple[str, str, str]]) -> None:
    head = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix s: <http://schema.org/> . @prefix : <http://x/> .\n"
    subjects = [each for each in statements if each[0][0] in ":_" and each[1][0] not in '_"[(1t']
    Read((head + "".join(f"{' '.join(each)} .\n" for each in subjects)).encode(), rdf.TURTLE)


def test_nodes_without_an_address_keep_their_order_whatever_they_are_called() -> None:
    one, other = (
        "[ <urn:above> <urn:x> ; <urn:chain> ( <urn:a> <urn:b> ) ] .",
        "[ <urn:above> <urn:x> ; <urn:chain> ( <urn:c> <urn:d> ) ] .",
    )
    named = "<urn:n> a <http://www.w3.org/2004/02/skos/core#Concept> ; <http://www.w3.org/2004/02/skos/core#prefLabel> 'N' .\n"
    abouts = [
        Read((named + "\n".join(order)).encode()).map["fields"]
        for order in ((one, other), (other, one))
        for _ in range(4)
    ]
    assert all(about == abouts[0] and list(about) == list(abouts[0]) for about in abouts)


def test_pieces_of_a_card_are_what_leads_to_them_says_and_nobody() -> None:
    found = Read(
        b"""@prefix v: <http://www.w3.org/2006/vcard/ns#> . @prefix : <https://x.example/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix vivo: <http://vivoweb.org/ontology/core#> .
:a a vivo:FacultyMember ; rdfs:label "Anna" ; :card :a-card .
:a-card a v:Individual ; v:hasEmail :a-mail ; v:hasTitle :a-title .
:a-mail a v:Work ; v:email "a@x.example" . :a-title a v:Title ; v:title "Professor" .
:b a v:Individual ; v:fn "Bob" ."""
    )
    assert found.labels == {"Anna": "Person", "Bob": "Person"}
    assert found.named("Anna")["fields"]["card"]["has email"]["email"] == "a@x.example"
