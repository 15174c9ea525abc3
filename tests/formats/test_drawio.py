"""Drawings of draw.io: shapes, lines, what is packed, and what no line of words says."""

import zlib
from base64 import b64encode
from urllib.parse import quote

import pytest

from graph.formats import drawio
from tests.formats.drawings import Read

CELLS = """<mxCell id="0"/><mxCell id="1" parent="0"/>
<object id="k" label="&lt;b&gt;Knihovna&lt;/b&gt;&lt;br&gt;Lhota" type="Library" link="https://lhota.example">
  <mxCell style="rounded=1;html=1" vertex="1" parent="1"><mxGeometry x="40" y="80" width="9" height="9" as="geometry"/></mxCell>
</object>
<mxCell id="c" value="Čtení" style="ellipse" vertex="1" parent="1"><mxGeometry x="200" width="9" height="9" as="geometry"/></mxCell>
<mxCell id="s" value="" style="shape=image" vertex="1" parent="1"/>
<mxCell id="e1" edge="1" parent="1" source="k" target="c"/>
<mxCell id="l1" value="pořádá" style="edgeLabel;html=1" vertex="1" connectable="0" parent="e1"/>
<mxCell id="e2" value="zve" style="startArrow=classic;endArrow=none" edge="1" parent="1" source="k" target="c"/>
<mxCell id="e3" value="zná" style="endArrow=none" edge="1" parent="1" source="c" target="k"/>
<mxCell id="e4" edge="1" parent="1" source="k"/>"""


def page(cells: str) -> str:
    return f"<mxGraphModel><root>{cells}</root></mxGraphModel>"


def packed(cells: str) -> str:
    made = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return b64encode(made.compress(quote(page(cells)).encode()) + made.flush()).decode()


def read(*pages: str) -> Read:
    listed = "".join(f'<diagram id="d{n}" name="Strana {n}">{each}</diagram>' for n, each in enumerate(pages))
    found = Read(f'<mxfile host="app.diagrams.net">{listed}</mxfile>'.encode())
    assert found.format is drawio.FORMAT
    return found


@pytest.mark.parametrize("written", [page(CELLS), packed(CELLS)])
def test_shapes_are_elements_and_lines_connections(written: str) -> None:
    found = read(written)
    assert found.labels == {"Knihovna Lhota": "Library", "Čtení": "Item"}
    assert found.named("Knihovna Lhota")["url"] == "https://lhota.example"
    assert (found.shown[found.named("Knihovna Lhota")["id"]]["x"], found.problems) == (40.0, [])
    assert found.triples == [
        ("Knihovna Lhota", "pořádá", "Čtení"),
        ("Čtení", "zná", "Knihovna Lhota"),
        ("Čtení", "zve", "Knihovna Lhota"),
    ]
    assert [link.get("direction") for link in found.links if link["kind"] == "zná"] == ["undirected"]
    assert any("a shape without words is left out" in told for told in found.notices)
    assert any("not fixed to two shapes" in told for told in found.notices)


def test_the_same_ids_on_two_pages_are_two_shapes() -> None:
    found = read(packed('<mxCell id="2" value="Jasan" vertex="1"/>'), page('<mxCell id="2" value="Lípa" vertex="1"/>'))
    assert {row["name"]: row["fields"]["page"] for row in found.elements.values() if row["label"] != "Map"} == {
        "Jasan": "Strana 0",
        "Lípa": "Strana 1",
    }


def test_a_long_text_is_called_by_its_first_line() -> None:
    words = "Naše sousedství&lt;div&gt;" + "slovo " * 40 + "&lt;/div&gt;"
    found = read(page(f'<mxCell id="2" value="{words}" vertex="1"/>'))
    assert found.named("Naše sousedství")["description"].startswith("Naše sousedství\nslovo")


@pytest.mark.parametrize("damaged", ["7Zxb", "%%%"])
def test_a_damaged_page_is_told(damaged: str) -> None:
    found = Read(f'<mxfile><diagram name="a">{damaged}</diagram></mxfile>'.encode())
    assert any("packed and damaged" in told for told in found.problems)


def test_without_shapes_there_is_no_drawing() -> None:
    assert Read(b"<mxfile/>").problems == ["file: has no shapes"]
