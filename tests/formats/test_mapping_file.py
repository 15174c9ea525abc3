"""What a mapping file says, and what it cannot."""

import pytest

from graph.errors import InvalidFile
from graph.mapping.file import read
from graph.mapping.mapping import Mapping, Meaning
from tests.formats.test_kumu import Result, blueprint


def test_says_what_words_mean() -> None:
    content = """
    [types]
    "Problém " = "Topic"
    Firma = {label = "Organization", kind = "company"}
    [connections]
    "je řízen" = {type = "RUNS", reversed = true}
    spolupracuje = "PARTNERS_WITH"
    [fields]
    Webovky = "url"
    "Interní" = ""
    """
    assert read(content) == Mapping(
        {"problem": Meaning("Topic"), "firma": Meaning("Organization", "company")},
        {"je rizen": Meaning("RUNS", reversed=True), "spolupracuje": Meaning("PARTNERS_WITH")},
        {"webovky": "url", "interni": ""},
    )
    assert read("") == Mapping()


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("types = 1", "types"),
        ('[types]\na = "Nonsense"', "types.a.label"),
        ('[types]\na = "Map"', "types.a.label"),
        ('[connections]\na = {type = "RUNS", way = "up"}', "connections.a.way"),
        ('[fields]\na = "colour"', "fields"),
        ('[field]\na = "url"', "field"),
        ("[types", "mapping"),
    ],
)
def test_a_mistake_is_told_with_its_place(content: str, place: str) -> None:
    with pytest.raises(InvalidFile) as caught:
        read(content)
    assert place in caught.value.problems[0].place


def test_a_mapping_is_stronger_than_the_known_words() -> None:
    mapping = """
    [types]
    Knihovna = "Item"
    "Aktér" = {label = "Organization", kind = "nonprofit"}
    [connections]
    partner = "RELATED_TO"
    "hlídá" = {type = "RUNS", reversed = true}
    [fields]
    Webovky = "url"
    url = ""
    """
    ends = (
        {"label": "A", "type": "Knihovna", "url": "https://a.example"},
        {"label": "B", "type": "Aktér", "Webovky": "https://b.example"},
        {"label": "C", "type": "Aktér"},
        {"label": "D", "type": "Akce"},
    )
    drawn = [
        {"from": "B", "to": "C", "type": "partner"},
        {"from": "D", "to": "C", "type": "hlídá"},
        {"from": "B", "to": "A", "type": "hlídá"},
    ]
    result = Result(blueprint(*ends, connections=drawn), mapping=mapping)
    assert (result.named("A")["label"], "url" in result.named("A")) == ("Item", False)
    assert (result.named("B")["kind"], result.named("B")["url"]) == ("nonprofit", "https://b.example")
    assert result.triples == {("B", "RELATED_TO", "C"), ("C", "RUNS", "D"), ("B", "RELATED_TO", "A")}


def test_json_of_the_same_shape_says_the_same() -> None:
    said = '{"types": {"Problém": "Topic", "": {"label": "Activity"}}, "fields": {"Kdy": "since"}}'
    mapping = read(said)
    assert mapping.types == {"problem": Meaning("Topic"), "": Meaning("Activity")}
    assert mapping.fields == {"kdy": "since"}


@pytest.mark.parametrize("content", ["{", '{"types": []}', '{"types": {"a": {"label": "Nothing"}}}', "{" * 10_000])
def test_json_that_is_wrong_is_told(content: str) -> None:
    with pytest.raises(InvalidFile, match="mapping"):
        read(content)
