"""The CSV of OpenFairDB: entries with categories and tags, and what is private in them."""

from tests.formats.drawings import Read

HEADING = (
    "id,created_at,created_by,version,title,description,lat,lng,street,zip,city,country,state,homepage,contact_name,"
    "contact_email,contact_phone,opening_hours,founded_on,categories,tags,license,image_url,image_link_url"
)
ENTRY = (
    '0a1,1700000000,anna@mapa.example,3,Tauschladen,"Nehmen, geben",51.3,12.4,Gasse 1,04109,Leipzig,Germany,,'
    'https://laden.example,Anna,anna@laden.example,123,Mo-Fr,2019-05-01,"initiative","tausch, unverpackt",CC0-1.0,,'
)


def test_an_entry_is_an_element_of_its_category_with_tags_and_location() -> None:
    found = Read(f"{HEADING}\n{ENTRY}\n".encode())
    assert found.format.name == "openfairdb" and not found.problems
    entry = found.named("Tauschladen")
    assert (entry["label"], entry["kind"], entry["url"]) == ("Item", "initiative", "https://laden.example")
    assert entry["tags"] == ["tausch", "unverpackt"]
    assert entry["fields"]["location"] == {"latitude": 51.3, "longitude": 12.4}


def test_whom_to_ask_and_who_wrote_it_is_private() -> None:
    entry = Read(f"{HEADING}\n{ENTRY}\n".encode()).named("Tauschladen")
    assert entry["private"] == {
        "created_by": "anna@mapa.example",
        "contact_name": "Anna",
        "contact_email": "anna@laden.example",
        "contact_phone": "123",
    }
    assert "anna" not in str(entry["fields"]).lower()


def test_a_company_is_an_organization_and_a_wrong_location_stays_as_it_is() -> None:
    line = ENTRY.replace('"initiative"', "company").replace("51.3", "nord")
    entry = Read(f"{HEADING}\n{line}\n".encode()).named("Tauschladen")
    assert (entry["label"], entry["kind"], entry["fields"]["lat"]) == ("Organization", "company", "nord")
