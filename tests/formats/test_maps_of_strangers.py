"""Shapes of files met in public repositories, each as small as it gets: what they say is read, and nothing is false."""

import json
from pathlib import Path
from typing import Any

from tests.formats.drawings import Read


def of_json(content: Any) -> Read:
    return Read(json.dumps(content, ensure_ascii=False).encode())


def labels(found: Read) -> dict[str, str]:
    return {row["name"]: row["label"] for row in found.elements.values() if row["label"] != "Map"}


# ----------------------------------------------------------------------------------------------------------------- JSON


def test_ends_that_are_objects_are_read_by_whatever_id_they_hold() -> None:
    cells = of_json(
        {
            "nodes": [{"id": "a", "label": "A"}, {"id": "b", "label": "B"}],
            "edges": [{"source": {"cell": "a", "port": "p1"}, "target": {"cell": "b"}}],
        }
    )
    gids = of_json(
        {
            "nodes": [{"gid": "1", "label": "A"}, {"gid": "2", "label": "B"}],
            "edges": [{"source": {"gid": "1"}, "target": {"gid": "2"}}],
        }
    )
    for found in (cells, gids):
        assert (found.problems, len(found.links), {*labels(found)}) == ([], 1, {"A", "B"})


def test_nodes_in_several_lists_beside_links_are_of_the_types_of_these_lists() -> None:
    found = of_json(
        {
            "people": [{"id": 1, "name": "Jan"}],
            "organisations": [{"id": 2, "name": "Spolek"}],
            "legend": [{"name": "barvy"}],
            "links": [{"source": 1, "target": 2}],
        }
    )
    assert labels(found) == {"Jan": "Person", "Spolek": "Organization"}
    assert len(found.links) == 1


def test_connections_of_a_map_whose_elements_are_called_otherwise() -> None:
    people = [
        {"name": "Jana", "role": "ředitelka", "organization": "Nadace", "category": "ally"},
        {"name": "Petr", "role": "starosta", "organization": "Obec", "category": "obstacle"},
    ]
    found = of_json(
        {"name": "Mapa", "stakeholders": people, "connections": [{"from": "Jana", "to": "Petr", "type": "supports"}]}
    )
    assert labels(found) == {"Jana": "Person", "Petr": "Person"}
    assert found.named("Jana")["fields"].items() >= {"organization": "Nadace", "category": "ally"}.items()
    assert [link["link"] for link in found.links] == ["RELATED_TO"]


def test_a_list_in_an_envelope_is_taken_out_of_it() -> None:
    found = of_json({"status": "ok", "data": {"count": 1, "libraries": [{"name": "Knihovna A", "city": "Brno"}]}})
    assert labels(found) == {"Knihovna A": "Library"}


# --------------------------------------------------------------------------------------------------------------- tables


def test_people_of_organizations_are_people_whatever_they_are_to_somebody() -> None:
    found = Read("name,role,organization,category\nJana,Editor,Noviny,ally\nPetr,Head,Úřad,obstacle\n".encode())
    assert labels(found) == {"Jana": "Person", "Petr": "Person"}
    typed = Read(b"name,role,organization,type\nRobotika,leader,DDM,Activity\n")
    assert labels(typed) == {"Robotika": "Activity"}


def test_ids_that_few_rows_have_are_no_ends() -> None:
    rows = "\n".join(f"{n},,{n % 9},,{600 + n},voice" for n in range(30))
    found = Read(f"id,contact_id,location_id,organization_id,number,kind\n{rows}\n".encode())
    assert (len(found.elements), found.links, found.problems) == (31, [], [])


def test_what_few_bodies_do_is_not_called_by_them() -> None:
    rows = "\n".join(f"A-{n},{'ABCD'[n % 4]} Agency,2023" for n in range(200))
    found = Read(f"contract_number,agency_name,year\n{rows}\n".encode())
    assert "A Agency" not in labels(found)
    assert len(labels(found)) == 200


def test_bytes_that_are_no_letters_are_told_and_the_rest_is_read() -> None:
    found = Read(b"name;town\nCaf\xe9;Paris\nVieux Carr\x81;Lyon\n")
    assert {*labels(found)} == {"Café", "Vieux Carr\N{REPLACEMENT CHARACTER}"}
    assert any(each.startswith("row 3: has letters of no encoding") for each in found.notices)


# ------------------------------------------------------------------------------------------------- libraries of a region


def test_a_layer_of_libraries_is_of_libraries_without_the_number_of_their_town() -> None:
    def feature(name: str, form: str, ico: str) -> dict[str, Any]:
        properties = {
            "nazev": name,
            "ico": ico,
            "pravni_forma": form,
            "evidencni_cislo": "4090",
            "typ_knihovny": "základní",
            "psc": "54952",
        }
        return {
            "type": "Feature",
            "properties": properties,
            "geometry": {"type": "Point", "coordinates": [16.07, 50.62]},
        }

    features = [
        feature("Obecní knihovna Dolní Lhota", "organizační složka obce", "00653560"),
        feature("Městská knihovna Horní Lhota", "příspěvková organizace obce", "00094820"),
    ]
    found = of_json({"type": "FeatureCollection", "name": "Knihovny", "features": features})
    assert {*labels(found).values()} == {"Library"}
    assert "ico" not in found.named("Obecní knihovna Dolní Lhota")
    assert found.named("Obecní knihovna Dolní Lhota")["fields"]["ico"] == "00653560"
    assert found.named("Městská knihovna Horní Lhota")["ico"] == "00094820"


def test_a_column_of_kinds_says_what_the_rows_are() -> None:
    for heading in ("typ knihovny", "library type", "tipo de biblioteca", "druh knihovny"):
        found = Read(f"name,{heading},address\nU Mostu,basic,Ulice 1\n".encode())
        assert labels(found)["U Mostu"] == "Library", heading


# --------------------------------------------------------------------------------------------------------------- people


def test_whom_to_ask_is_not_shown_to_everybody_unless_a_mapping_says_so(tmp_path: Path) -> None:
    of_table = Read("Název;Kontaktní osoba\nSpolek A;Jan Novák\n".encode())
    of_nodes = of_json({"nodes": [{"id": "1", "name": "Spolek A", "Contact Person": "Jan Novák"}], "links": []})
    for found in (of_table, of_nodes):
        row = found.named("Spolek A")
        assert "Jan Novák" in row["private"].values()
        assert "Jan Novák" not in row.get("fields", {}).values()
        assert any("is kept private" in each for each in found.notices)
    mapping = tmp_path / "mapa.toml"
    mapping.write_text('[columns]\n"Kontaktní osoba" = "Person"\n')
    wanted = Read("Název;Kontaktní osoba\nSpolek A;Jan Novák\n".encode(), options={"mapping": [str(mapping)]})
    assert labels(wanted)["Jan Novák"] == "Person"
