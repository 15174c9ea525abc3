"""Columns of a list that name other elements become connections, as the mapping says."""

from io import BytesIO
from pathlib import Path

import orjson

from graph.formats import registry
from graph.mapping import file, proposal
from graph.mapping.mapping import Column
from tests.formats.drawings import Read

LIST = (
    "Název;Typ;Partner;Témata;Zřizovatel;Pro koho\n"
    "Knihovna Lípa;Knihovna;Spolek Lípa, z. s.|Knihovna Dub;Paměť;Město Lípa;\n"
    "Knihovna Dub;Knihovna;;Paměť|Klima;;Senioři\n"
).encode()
MAPPING = """
[columns]
"Partner" = {label = "Organization", type = "PARTNERS_WITH"}
"Témata" = "Topic"
"Zřizovatel" = "Organization"
"Pro koho" = {label = "TargetGroup"}
"""


def read(data: bytes, mapping: str, folder: Path) -> Read:
    path = folder / "mapping.toml"
    path.write_text(mapping, "utf-8")
    return Read(data, options={"mapping": [str(path)]})


def test_a_column_of_names_becomes_connections(tmp_path: Path) -> None:
    found = read(LIST, MAPPING, tmp_path)
    told = {(frozenset((start, end)), word) for start, word, end in found.triples}
    assert told == {
        (frozenset(("Knihovna Dub", "Senioři")), "SERVES"),
        (frozenset(("Knihovna Dub", "Klima")), "WORKS_ON"),
        (frozenset(("Knihovna Dub", "Paměť")), "WORKS_ON"),
        (frozenset(("Knihovna Lípa", "Paměť")), "WORKS_ON"),
        (frozenset(("Knihovna Lípa", "Město Lípa")), "FOUNDED_BY"),
        (frozenset(("Knihovna Lípa", "Knihovna Dub")), "PARTNERS_WITH"),
        (frozenset(("Knihovna Lípa", "Spolek Lípa, z. s.")), "PARTNERS_WITH"),
    }
    assert ("Knihovna Lípa", "FOUNDED_BY", "Město Lípa") in found.triples
    assert found.labels["Paměť"] == "Topic" and found.labels["Senioři"] == "TargetGroup"
    assert all(link.get("status") != "proposed" for link in found.links)
    assert any("Partner becomes connections" in each for each in found.notices)
    assert not found.problems


def test_an_activity_is_organized_by_whom_its_row_names(tmp_path: Path) -> None:
    data = b"Name,Type,Organizer,City\nReading,Event,Library Oak,Brno\n"
    found = read(data, '[columns]\nOrganizer = "Library"\nCity = "Place"\n', tmp_path)
    assert found.triples == [("Library Oak", "RUNS", "Reading"), ("Reading", "LOCATED_IN", "Brno")]


def test_how_a_library_belongs_to_the_activity_of_its_row_is_a_guess(tmp_path: Path) -> None:
    data = "Název;Typ;Knihovna\nČtení;Akce;Knihovna Lípa\n".encode()
    found = read(data, '[columns]\n"Knihovna" = "Library"\n', tmp_path)
    assert found.triples == [("Knihovna Lípa", "RUNS", "Čtení")]
    assert [link["status"] for link in found.links] == ["proposed"]


def test_what_the_ends_do_not_allow_is_only_related(tmp_path: Path) -> None:
    data = b"Name,Type,Guarantor\nBridge,Letter,Oak\n"
    found = read(data, '[columns]\nGuarantor = {label = "Topic", type = "RUNS", kind = "guards"}\n', tmp_path)
    assert found.triples == [("Bridge", "guards", "Oak")]


def test_names_are_parted_as_the_mapping_says(tmp_path: Path) -> None:
    data = b'Name,Type,Topics\nA,NGO,"x, y"\nB,NGO,"x; z"\n'
    assert [t[2] for t in read(data, '[columns]\nTopics = "Topic"\n', tmp_path).triples] == ["x, y", "x", "z"]
    by_comma = '[columns]\nTopics = {label = "Topic", separator = ",;"}\n'
    assert [t[2] for t in read(data, by_comma, tmp_path).triples] == ["x", "y", "x", "z"]


def test_one_name_of_two_types_is_two_elements(tmp_path: Path) -> None:
    data = b"Name,Type,Topics\nMemory,NGO,Memory\n"
    found = read(data, '[columns]\nTopics = "Topic"\n', tmp_path)
    assert found.triples == [("Memory", "WORKS_ON", "Memory")] and not found.problems


def test_tags_and_fields_of_other_formats_are_columns_too(tmp_path: Path) -> None:
    drawn = {"elements": [{"label": "A", "type": "NGO", "tags": ["x", "y"], "n": {"a": 1}}], "connections": []}
    found = read(orjson.dumps(drawn), '[columns]\ntags = "Topic"\nn = "Topic"\n', tmp_path)
    assert {t[2] for t in found.triples} == {"x", "y"} and found.named("A")["fields"]["n"] == {"a": 1}
    assert any("holds no names" in each for each in found.notices)


def test_columns_are_proposed_by_their_headings() -> None:
    stream = BytesIO(LIST)
    format = registry.recognised(stream)
    text = proposal.written(registry.proposed_mapping(format, stream, format.bind({}, "mapa")), "mapa")
    assert file.read(text).columns == {
        "partner": Column("Organization"),
        "temata": Column("Topic"),
        "zrizovatel": Column("Organization"),
        "pro koho": Column("TargetGroup"),
    }
    assert "PARTNERS_WITH" in text and "FOUNDED_BY" in text


def test_columns_are_proposed_by_names_that_are_known() -> None:
    stream = BytesIO(b'Name,Type,Who\nA,NGO,Library Oak\nB,NGO,"Library Oak; C"\nC,NGO,\n')
    format = registry.recognised(stream)
    text = proposal.written(
        registry.proposed_mapping(format, stream, format.bind({}, "mapa"), {"library oak": "Library"}), "mapa"
    )
    assert "3 of 3 are names of elements" in text
    assert '# "Who" = {label = "Library"}' in text or '# "Who" = "Library"' in text
    assert not file.read(text).columns


def test_a_column_of_rows_that_share_a_name_but_not_the_type_leads_from_each_of_them(tmp_path: Path) -> None:
    rows = "Název;Typ;Zřizovatel\nDub;Knihovna;Lhota\nDub;Spolek;Lhota\n"
    found = read(rows.encode(), '[columns]\n"Zřizovatel" = "Organization"\n', tmp_path)
    assert len(found.links) == 2 and not found.problems
