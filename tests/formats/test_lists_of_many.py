"""Lists as communities of many languages keep them: with one mapping, each is what its maker says, and nothing is false."""

from pathlib import Path

import pytest

from tests.formats.drawings import Read

LISTS = {
    "cs: spolky": (
        "Název;Druh;Obec;Témata;Kontakt na web\nSpolek Lípa;Spolek;Dub;paměť, klima;https://lipa.example\n",
        '[columns]\n"Obec" = "Place"\n"Témata" = {label = "Topic", separator = ","}\n[fields]\n"Kontakt na web" = "url"\n',
        {"Spolek Lípa": "Organization", "Dub": "Place", "paměť": "Topic", "klima": "Topic"},
        {"LOCATED_IN": 1, "WORKS_ON": 2},
    ),
    "sk: knižnice": (
        "Názov,Typ,Zriaďovateľ\nKnižnica Lipa,Knižnica,Mesto Lipa\n",
        '[types]\n"Knižnica" = "Library"\n[columns]\n"Zriaďovateľ" = {label = "Organization", type = "FOUNDED_BY"}\n',
        {"Knižnica Lipa": "Library", "Mesto Lipa": "Organization"},
        {"FOUNDED_BY": 1},
    ),
    "pl: organizacje": (
        "Nazwa;Rodzaj;Obszar działania\nLipa;Fundacja;pamięć|klimat\n",
        (
            '[types]\nFundacja = {label = "Organization", kind = "foundation"}\n'
            '[columns]\n"Obszar działania" = {label = "Topic", type = "WORKS_ON"}\n'
        ),
        {"Lipa": "Organization", "pamięć": "Topic", "klimat": "Topic"},
        {"WORKS_ON": 2},
    ),
    "de: Initiativen": (
        "Name;Kategorie;Ort;Träger\nLinde;Initiative;Berlin;Verein Eiche e. V.\n",
        (
            '[types]\nInitiative = {label = "Activity", kind = "project"}\n'
            '[columns]\n"Träger" = {label = "Organization", type = "RUNS"}\nOrt = {label = "Place", type = "LOCATED_IN"}\n'
        ),
        {"Linde": "Activity", "Verein Eiche e. V.": "Organization", "Berlin": "Place"},
        {"RUNS": 1, "LOCATED_IN": 1},
    ),
    "fr: tiers-lieux": (
        "Nom,Type,Réseau\nLe Tilleul,Tiers-lieu,Réseau du Sud\n",
        '[types]\n"Tiers-lieu" = "Organization"\n[columns]\n"Réseau" = {label = "Community", type = "MEMBER_OF"}\n',
        {"Le Tilleul": "Organization", "Réseau du Sud": "Community"},
        {"MEMBER_OF": 1},
    ),
    "es: asociaciones": (
        "Nombre;Tipo;Colectivo\nEl Tilo;Asociación;mayores\n",
        '[types]\n"Asociación" = "Organization"\n[columns]\nColectivo = {label = "TargetGroup", type = "SERVES"}\n',
        {"El Tilo": "Organization", "mayores": "TargetGroup"},
        {"SERVES": 1},
    ),
    "it: attività": (
        "Titolo;Categoria;Organizzatore\nLettura;Laboratorio;Biblioteca Tiglio\n",
        (
            '[types]\nLaboratorio = {label = "Activity", kind = "course"}\n'
            '[columns]\nOrganizzatore = {label = "Library", type = "RUNS"}\n'
        ),
        {"Lettura": "Activity", "Biblioteca Tiglio": "Library"},
        {"RUNS": 1},
    ),
    "nl: buurthuizen": (
        "Naam,Soort,Partners\nDe Linde,Buurthuis,Bibliotheek Eik; De Beuk\nDe Beuk,Buurthuis,De Linde\n",
        '[types]\nBuurthuis = "Organization"\n[columns]\nPartners = {label = "Organization", type = "PARTNERS_WITH"}\n',
        {"De Linde": "Organization", "De Beuk": "Organization", "Bibliotheek Eik": "Organization"},
        {"PARTNERS_WITH": 2},
    ),
    "pt: membros": (
        "Nome;Tipo;Membro de\nTília;ONG;Rede Norte\n",
        (
            '[types]\nONG = {label = "Organization", kind = "nonprofit"}\n'
            '[columns]\n"Membro de" = {label = "Community", type = "MEMBER_OF"}\n'
        ),
        {"Tília": "Organization", "Rede Norte": "Community"},
        {"MEMBER_OF": 1},
    ),
    "en: food banks": (
        "Name\tType\tTarget groups\tNeeds\nLinden\tNonprofit\tseniors; families\tvolunteers\n",
        '[columns]\n"Target groups" = "TargetGroup"\nNeeds = "Resource"\n',
        {"Linden": "Organization", "seniors": "TargetGroup", "families": "TargetGroup", "volunteers": "Resource"},
        {"SERVES": 2, "NEEDS": 1},
    ),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_what_its_maker_says(name: str, tmp_path: Path) -> None:
    content, mapping, labels, links = LISTS[name]
    path = tmp_path / "mapping.toml"
    path.write_text(mapping, "utf-8")
    found = Read(content.encode(), options={"mapping": [str(path)]})
    assert not found.problems
    assert found.labels == labels
    types = [link["link"] for link in found.links]
    assert {type_: types.count(type_) for type_ in types} == links
    assert not [link for link in found.links if link.get("status") == "proposed"]


@pytest.mark.parametrize("name", LISTS)
def test_without_a_mapping_nothing_is_guessed_of_it(name: str) -> None:
    found = Read(LISTS[name][0].encode())
    assert not found.problems and not found.links
    assert {*found.labels} <= {*LISTS[name][2]}


@pytest.mark.parametrize(("called", "label"), [("people", "Person"), ("Lidé", "Person"), ("Knihovny", "Item")])
def test_a_table_of_people_is_of_people(called: str, label: str) -> None:
    found = Read("name,institution\nAnna Lípová,Univerzita\nJan Dub,\n".encode(), options={"name": [called]})
    assert found.labels["Anna Lípová"] == found.labels["Jan Dub"] == label


def test_numbers_of_rows_are_no_ends() -> None:
    rows = [
        f"{number},{name},{other}"
        for number, name, other in ((1, "Lípa", 2), (2, "Dub", 3), (3, "Buk", 1), (4, "Jedle", 4))
    ]
    found = Read("\n".join(rows).encode())
    assert not found.links and {"Lípa", "Dub", "Buk", "Jedle"} <= found.labels.keys()


def test_a_cell_may_be_long() -> None:
    outline = ", ".join(["14.42 50.08"] * 40_000)
    found = Read(f'Label,Type,Outline\nLípa,Spolek,"{outline}"\nDub,Spolek,\n'.encode())
    assert found.named("Lípa")["fields"]["Outline"] == outline
    assert found.labels["Dub"] == "Organization"
