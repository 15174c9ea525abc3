"""HSDS: what stands in one another in JSON, and in tables beside one another, is the same map."""

from io import BytesIO
from zipfile import ZipFile

import orjson
import pytest

from graph.formats import registry
from graph.mapping import proposal
from tests.formats.drawings import Read

SERVICE = {
    "id": "s1",
    "name": "Food bank",
    "status": "active",
    "organization": {"id": "o1", "name": "Pantry", "website": "https://pantry.example"},
    "program": {"id": "p1", "name": "Winter help"},
    "service_at_locations": [
        {
            "id": "x",
            "location": {"id": "l1", "name": "Hall", "latitude": 50.1, "longitude": 14.4},
            "description": "Mondays",
        }
    ],
    "attributes": [{"id": "a", "taxonomy_term": {"id": "t1", "code": "BD-1", "name": "Food"}}],
    "contacts": [{"id": "c", "name": "Eva", "email": "eva@pantry.example"}],
    "phones": [{"id": "n", "number": "123"}],
}
TRIPLES = [
    ("Food bank", "ABOUT", "Food"),
    ("Food bank", "LOCATED_IN", "Hall"),
    ("Food bank", "PART_OF", "Winter help"),
    ("Pantry", "RUNS", "Food bank"),
]
TABLES = {
    "organizations": "id,name,website\no1,Pantry,https://pantry.example\n",
    "programs": "id,organization_id,name\np1,o1,Winter help\n",
    "services": "id,organization_id,program_id,name,status\ns1,o1,p1,Food bank,active\n",
    "locations": "id,name,latitude,longitude\nl1,Hall,50.1,14.4\n",
    "service_at_locations": "id,service_id,location_id,description\nx,s1,l1,Mondays\n",
    "taxonomy_terms": "id,code,name\nt1,BD-1,Food\n",
    "attributes": "id,link_id,link_entity,taxonomy_term_id\na,s1,service,t1\n",
    "contacts": "id,service_id,name,email\nc,s1,Eva,eva@pantry.example\n",
    "phones": "id,service_id,number\nn,s1,123\n",
}


def package(tables: dict[str, str]) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr("data/datapackage.json", "{}")
        for name, content in tables.items():
            archive.writestr(f"data/{name}.csv", content)
    return packed.getvalue()


@pytest.mark.parametrize(
    "content",
    [SERVICE, [SERVICE], {"total_items": 1, "contents": [SERVICE]}, {"services": [SERVICE]}],
    ids=["one", "list", "page", "tables"],
)
def test_what_stands_in_one_another_is_joined(content: object) -> None:
    found = Read(orjson.dumps(content))
    assert (found.format.name, found.problems) == ("hsds", [])
    assert found.triples == TRIPLES
    assert found.labels == {
        "Pantry": "Organization",
        "Winter help": "Activity",
        "Food bank": "Activity",
        "Hall": "Place",
        "Food": "Topic",
    }
    assert found.named("Hall")["location"] == {"latitude": 50.1, "longitude": 14.4}
    assert (found.named("Food")["notation"], found.named("Pantry")["url"]) == ("BD-1", "https://pantry.example")


def test_people_to_ask_are_private() -> None:
    service = Read(orjson.dumps(SERVICE)).named("Food bank")
    assert service["private"]["contacts"][0]["name"] == "Eva"
    assert "Eva" not in str(service["fields"]) and service["fields"]["phones"] == [{"id": "n", "number": "123"}]


def test_an_organization_holds_its_services_and_locations() -> None:
    content = {
        "id": "o1",
        "name": "Pantry",
        "services": [{"id": "s1", "name": "Food bank"}],
        "locations": [{"id": "l1", "addresses": [{"address_1": "Main 1", "city": "Brno"}]}],
    }
    found = Read(orjson.dumps([content]))
    assert found.triples == [("Pantry", "LOCATED_IN", "Main 1, Brno"), ("Pantry", "RUNS", "Food bank")]


def test_a_package_of_tables_is_the_same_map() -> None:
    found = Read(package(TABLES))
    assert (found.format.name, found.problems) == ("hsds", [])
    assert {*found.triples} == {*TRIPLES, ("Pantry", "RUNS", "Winter help")}
    assert found.named("Food bank")["private"]["contacts"] == [
        {"id": "c", "name": "Eva", "email": "eva@pantry.example"}
    ]
    assert [row["note"] for row in found.links if row["link"] == "LOCATED_IN"] == ["Mondays"]


def test_what_names_nothing_in_the_package_is_told() -> None:
    found = Read(package({**TABLES, "service_at_locations": "id,service_id,location_id\nx,s1,gone\ny,,\n"}))
    assert any("no location of the file has this id" in each for each in found.notices)
    assert any("joins nothing" in each for each in found.problems)


def test_whom_nobody_has_is_not_made_public() -> None:
    found = Read(package({**TABLES, "contacts": "id,service_at_location_id,name\nc,x,Eva\nd,,Jan\n"}))
    assert found.named("Food bank")["private"]["contacts"] == [
        {"id": "c", "service_at_location_id": "x", "name": "Eva"}
    ]
    assert "Jan" not in str(found.rows) and any("these are people" in each for each in found.problems)


def test_a_mapping_can_be_proposed() -> None:
    stream = BytesIO(orjson.dumps(SERVICE))
    format = registry.recognised(stream)
    text = proposal.written(registry.proposed_mapping(format, stream, format.bind({}, "mapa")), "mapa")
    assert '"Service" = {label = "Activity", kind = "service"}' in text
    stream = BytesIO(package(TABLES))
    assert '"provides" = "RUNS"' in proposal.written(
        registry.proposed_mapping(format, stream, format.bind({}, "mapa")), "mapa"
    )
