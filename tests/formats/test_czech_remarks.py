"""Remarks and problems of files in Czech: none that readers of tables and JSON usually tell stays English."""

import pytest

from graph.mapping import czech
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
    assert czech.place('sheet "Akce", row 3.Pořádá') == "list „Akce“, řádek 3, Pořádá"
