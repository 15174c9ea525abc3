"""Remarks and problems of files in Czech: none that readers of tables and JSON usually tell stays English."""

import pytest

from graph import czech
from tests.formats.drawings import Read

FILES = {
    "a list": "Seznam;\nNázev;Web;Obec\nLípa;www.a.example;Dub\nLípa;b.example;Lhota\n;c;d\nJasan;n/a;Dub\n \nCelkem;;\n".encode(),
    "in Windows-1250": "Label;Typ\nŽížala;Cosi\nŽížala;Cosi\n".encode("cp1250"),
    "connections": "Od;Komu;Typ\nA;B;zlobí\nA;A;\nA;;x\n".encode(),
    "nodes": b'{"nodes":[{"id":"a","name":"Aaaaa"},null,3],"links":[{"source":"a","target":"Aaaab"},{"source":"a","target":"zz"}]}',
    "features": b'{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"A"},"geometry":null},{}]}',
    "a context": b'{"@context":"https://x.example/c","@id":"http://x/1","@type":"Library","name":"A"}',
}


@pytest.mark.parametrize("what", FILES)
def test_a_remark_is_told_in_czech(what: str) -> None:
    found = Read(FILES[what])
    told = [each.partition(": ") for each in (*found.notices, *found.problems)]
    assert told
    assert not [message for _, _, message in told if czech.message(message) == message]


def test_what_is_not_known_stays_as_it_is() -> None:
    assert czech.message("strange") == "strange" and czech.place("features[0]") == "features[0]"
    assert czech.place('sheet "Akce", row 3') == "list „Akce“, řádek 3"
    assert czech.place('sheet "Akce", row 3.label') == "list „Akce“, řádek 3, název"
    assert czech.place('sheet "Akce", row 3.Pořádá') == "list „Akce“, řádek 3, Pořádá"


def test_messages_within_messages_are_read_a_few_deep() -> None:
    """Each level had patterns tried on all of the rest: .3 s for 900 letters that a client had written."""
    deep = "a: " * 5000
    assert czech.message(deep) == deep


def test_what_is_between_the_pieces_of_a_pattern_is_never_empty() -> None:
    assert czech.message("'' is that of  in the graph; left out") == "'' is that of  in the graph; left out"


def test_what_a_remark_holds_is_told_in_czech_too() -> None:
    assert (
        czech.message('is the same as sheet "Akce", row 9 (2x, here first)')
        == "je totéž co list „Akce“, řádek 9 (2×, poprvé zde)"
    )
    dated = "'jaro 2025': a date looks like 2015, 2015-03 or 2015-03-12; kept as it is, not as since"
    assert (
        czech.message(dated)
        == "'jaro 2025': datum vypadá jako 2015, 2015-03 nebo 2015-03-12; zůstává, jak je, ne jako „Od“"
    )
    twice = "another LOCATED_IN between the same two says it already; kept with the map"
    assert czech.message(twice) == "jiné „… sídlí v místě …“ mezi týmiž dvěma to už říká; uloženo u mapy"


def test_the_words_of_a_file_stay() -> None:
    assert czech.message("fields that the model does not know are kept: 'file' (2x)").endswith("'file' (2x)")
    assert czech.message("'row 3' is the id of no element").startswith("'row 3' ")
