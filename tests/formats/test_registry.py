"""Which format a file is in, what it can be told, and packed files: the same for every format."""

import gzip
import random
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from time import process_time
from zipfile import ZIP_DEFLATED, ZipFile

import orjson
import pytest
from openpyxl.workbook import Workbook

from graph.errors import BadInput, InvalidFile, Problem
from graph.formats import drawn, packing, registry
from graph.formats.format import Format, Options, OptionType, Writer
from graph.formats.registry import FORMATS
from graph.formats.writers.registry import WRITERS, by_ending
from graph.rows import Data, Notice, Row
from tests.formats.drawings import Read


def workbook() -> bytes:
    """A workbook as openpyxl writes it."""
    made, content = Workbook(), BytesIO()
    sheet = made.active
    assert sheet is not None
    for row in (("Label", "Type"), ("Paměť", "Topic")):
        sheet.append(row)
    made.save(content)
    return content.getvalue()


SAMPLES = {
    "geojson": '{"type": "Feature", "geometry": null, "properties": {"name": "Paměť", "type": "Topic"}}'.encode(),
    "topojson": (
        '{"type": "Topology", "arcs": [], "objects": {"a": {"type": null, "properties": {"name": "Paměť", "type": "Topic"}}}}'
    ).encode(),
    "kml": "<kml><Folder><name>Topics</name><Placemark><name>Paměť</name></Placemark></Folder></kml>".encode(),
    "jsonld": '{"@context": "https://schema.org", "@type": "DefinedTerm", "name": "Paměť"}'.encode(),
    "turtle": '<urn:p> a <http://www.w3.org/2004/02/skos/core#Concept> ; <urn:x#label> "Paměť" .'.encode(),
    "rdfxml": (
        '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:s="http://www.w3.org/2004/02/skos/core#">'
        '<s:Concept r:about="urn:p"><s:prefLabel>Paměť</s:prefLabel></s:Concept></r:RDF>'
    ).encode(),
    "graphml": (
        '<graphml><key id="t" for="node" attr.name="type"/><graph><node id="Paměť"><data key="t">Topic</data></node>'
        "</graph></graphml>"
    ).encode(),
    "gml": 'graph [ node [ id 1 label "Paměť" type "Topic" ] ]'.encode(),
    "drawio": (
        '<mxfile><diagram><object id="a" label="Paměť" type="Topic"><mxCell vertex="1"/></object></diagram></mxfile>'
    ).encode(),
    "gexf": '<gexf><graph><nodes><node id="p" label="Paměť" type="Topic"/></nodes></graph></gexf>'.encode(),
    "nodelink": b'{"nodes": [{"id": "pamet", "name": "Pam\xc4\x9b\xc5\xa5", "type": "Topic"}], "links": []}',
    "canonical": b'{"label": "Topic", "id": "pamet", "name": "Pam\xc4\x9b\xc5\xa5"}\n',
    "kumu": b'{"elements": [{"label": "Pam\xc4\x9b\xc5\xa5", "type": "Topic"}], "connections": []}',
    "hsds": (
        '{"organizations": [{"id": "o", "name": "O", "services": [{"id": "s", "name": "S"}]}], "taxonomy_terms": '
        '[{"id": "p", "name": "Paměť"}]}'
    ).encode(),
    "openfairdb": "title,lat,lng,categories,tags,opening_hours,license\nPaměť,50,14,Topic,,,CC0-1.0\n".encode(),
    "xlsx": workbook(),
    "table": "Label;Type\r\nPaměť;Topic\r\n".encode("cp1250"),
    "csv": "label;id;name\r\nTopic;pamet;Paměť\r\n".encode("cp1250"),
}
"""The smallest file of each format. A format that is added has one too."""

GIVEN = {"name": ["mapa"]}
CASES = pytest.mark.parametrize("format", [pytest.param(each, id=each.name) for each in FORMATS])


def zipped(*files: tuple[str, bytes]) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return packed.getvalue()


def read(format: Format, data: bytes) -> list[Row | Notice | Problem]:
    given = {option.name: GIVEN[option.name] for option in format.options if option.default_is_stem}
    return list(registry.rows(format, BytesIO(data), format.bind(given)))


@CASES
def test_a_format_recognises_its_own_and_no_other_does(format: Format) -> None:
    assert registry.recognised(BytesIO(SAMPLES[format.name])) is format
    assert [other.name for other in FORMATS if other.recognises(SAMPLES[format.name])] == [format.name]


@CASES
def test_it_is_read_plain_and_packed_and_the_same_each_time(format: Format) -> None:
    plain = SAMPLES[format.name]
    first = read(format, plain)
    assert [row.data["name"] for row in first if isinstance(row, Row) and row.data.get("label") == "Topic"] == ["Paměť"]
    assert read(format, gzip.compress(plain)) == first == read(format, plain)
    assert registry.recognised(BytesIO(gzip.compress(plain))) is format


@CASES
def test_it_is_read_out_of_an_archive_and_in_utf_16(format: Format) -> None:
    plain = SAMPLES[format.name]
    read_plain = read(format, plain)
    assert read(format, zipped(("mapa/data", plain), ("__MACOSX/x", b"?"))) == read_plain
    if format.name not in ("csv", "table", "xlsx"):  # in the encoding of Czech spreadsheets, or no text
        for encoding in ("utf-16-le", "utf-16-be"):
            data = f"\ufeff{plain.decode()}".encode(encoding)
            assert registry.recognised(BytesIO(data)) is format
            assert (
                read(format, data)
                == read(format, gzip.compress(data))
                == read(format, zipped(("d", data)))
                == read_plain
            )


def test_a_map_in_several_files_is_one() -> None:
    elements = b'{"elements": [{"label": "K", "type": "Library"}, {"label": "C", "type": "Activity"}]}'
    graph = b'<graphml><graph><node id="X"/><node id="Y"/></graph></graphml>'
    data = zipped(("e.json", elements), ("c.json", b'[{"from": "K", "to": "C", "type": "runs"}]'), ("README.md", b"# Hello"),
                  ("x.jsonl", SAMPLES["canonical"]), ("g.graphml", graph), ("broken.json", b'{"nodes": [{"id": 1}],'))  # fmt: skip
    stream = BytesIO(data)
    rows = list(registry.rows(registry.recognised(stream), stream, Options({"name": "m"}, {"type": {}})))
    assert [row.data["link"] for row in rows if isinstance(row, Row) and "link" in row.data][:1] == ["RUNS"]
    places = {row.place for row in rows if isinstance(row, Row)}
    assert {"e.json, elements[0]", "c.json, [0]", "g.graphml, node[1]"} <= places
    notices = {row.place: row.message for row in rows if isinstance(row, Notice)}
    assert (
        "text that begins with '# Hello'" in notices["README.md"]
        and "canonical, which is read alone" in notices["x.jsonl"]
    )
    assert [row.place for row in rows if isinstance(row, Problem)] == ["broken.json, line 1, column 23"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (zipped(), "no file in it"),
        (zipped(*((f"{i}", b"[]") for i in range(101))), "101 files"),
        (b"PK\x03\x04\x14", "damaged or cut short"),
        (b"\xff\xfea", "not the UTF-16 text"),
    ],
)
def test_an_archive_that_cannot_be_read(data: bytes, message: str) -> None:
    with pytest.raises(InvalidFile, match=message):
        registry.recognised(BytesIO(data))
    (problem,) = read(registry.named("kumu"), data)
    assert isinstance(problem, Problem) and message in problem.message


def test_a_drawing_larger_than_memory_should_hold_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawn, "LARGEST", 2**20)
    bomb = gzip.compress(b'{"nodes": [{"id": 1}], "links": []' + b" " * 2**21 + b"}")
    (problem,) = read(registry.named("nodelink"), bomb)
    assert isinstance(problem, Problem) and "more than 1 MB" in problem.message


@pytest.mark.parametrize("blank", [b"\n", b" \r\n", b"\t"])
@pytest.mark.parametrize(
    "begins",
    [b'{"label": "Topic", "id": "a", "name": "A"}\n', b"name,kind\na,b\n", b'{"nodes": [{"id": 1}], "links": []}'],
)
def test_blank_lines_without_end_are_refused(monkeypatch: pytest.MonkeyPatch, begins: bytes, blank: bytes) -> None:
    """A file of 3 MB unpacked to 3·10⁸ blank lines, which took minutes."""
    monkeypatch.setattr(packing, "BLANKS", 2**21)
    bomb = gzip.compress(begins + blank * 2**22, 1)
    format_ = registry.recognised(BytesIO(bomb))
    *_, problem = read(format_, bomb)
    assert isinstance(problem, Problem) and "blank lines in a row" in problem.message
    *_, row = read(format_, begins + blank * 2**18)
    assert not (isinstance(row, Problem) and "blank lines in a row" in row.message)


@CASES
@pytest.mark.parametrize("cut", [3, 12, -4])
def test_a_damaged_gzip_file_is_a_problem(format: Format, cut: int) -> None:
    packed = gzip.compress(SAMPLES[format.name] + random.Random(1).randbytes(2**12).hex().encode())[:cut]
    last = read(format, packed)[-1]
    assert isinstance(last, Problem)
    assert "damaged or cut short" in last.message
    with pytest.raises(InvalidFile, match="damaged or cut short"):
        registry.recognised(BytesIO(packed))


@CASES
def test_any_bytes_are_read_without_an_error(format: Format) -> None:
    chance = random.Random(7)
    for _ in range(300):
        data = bytearray(SAMPLES[format.name])
        for _ in range(chance.randint(1, 6)):
            data[chance.randrange(len(data))] = chance.choice(b'\0\n\r";,{}[]\x81\xff\xc4')
        format.recognises(bytes(data))
        assert read(format, bytes(data)) == read(format, bytes(data))


BOTH = [pytest.param(each, id=each.name) for each in WRITERS if each.name in registry.NAMES]


@pytest.mark.parametrize("writer", BOTH)
async def test_what_is_written_is_recognised_and_read_again(writer: Writer) -> None:
    async def rows() -> AsyncIterator[Data]:
        yield {"label": "Topic", "id": "pamet", "name": "Paměť"}
        yield {"label": "Place", "id": "brno", "name": "Brno", "location": {"latitude": 49.2, "longitude": 16.6}}

    format = registry.named(writer.name)
    written = b"".join([part async for part in writer.write(rows(), "")])
    assert registry.recognised(BytesIO(written)) is format
    names = {row.data.get("name") for row in read(format, written) if isinstance(row, Row)}
    assert names >= ({"Brno"} if writer.name == "geojson" else {"Paměť"})


@pytest.mark.parametrize(
    ("data", "looks"),
    [
        (b"\xd0\xcf\x11\xe0\xa1", "an Excel workbook of the old kind; save it as .xlsx."),
        (b"graph { a -- b }", "Graphviz; save it as GraphML"),
        (b'digraph "My map" {\n a -> b [label="x"];\n b -> c;\n}\n', "Graphviz; save it as GraphML"),
        (b"*Vertices 2", "a Pajek network"),
        (b"*Network x\n*Vertices 2", "a Pajek network"),
        (b"dl n=3 format=edgelist1", "a UCINET network"),
        (b"graph TD\nA-->B", "Mermaid"),
        (b"%%{init: {}}%%\nsequenceDiagram\nA->>B: x", "Mermaid"),
        (b"@startuml\n[A] --> [B]\n@enduml\n", "PlantUML"),
        (b"nodes = [\n{ id: 'A', b: 'c'},\n{ id: 'B', b: 'c'}]", "JavaScript; save what stands in brackets as JSON"),
        (b"elements:\n  - label: A\n", "YAML; save it as JSON"),
        (b"BEGIN:VCARD\nVERSION:3.0", "vCard"),
        (b'CREATE (a:Topic {name: "b, c"});', "Cypher or SQL"),
        (b"PAR1\x15\x04", "Parquet; save it as CSV"),
        (b"<!DOCTYPE html><html>", "a web page"),
        (b"<?xml version='1.0'?>", "XML or HTML"),
        (b'\xef\xbb\xbf {"type": "Unknown"}', "JSON of another kind"),
        (b"\x7fELF\0\0", "binary data"),
        ("Vážení přátelé,\nposílám".encode(), "text that begins with 'Vážení přátelé,'"),
    ],
)
def test_a_file_in_no_format_is_told_what_it_looks_like(data: bytes, looks: str) -> None:
    with pytest.raises(InvalidFile) as caught:
        registry.recognised(BytesIO(data))
    assert looks in caught.value.message
    assert all(f"{name} (." in caught.value.message for name in registry.NAMES)


_OF_ONE_SIGN = (b" ", b"\n", b"#", b"# \n", b'"', b'\\"', b"<", b"<!ENTITY ", b"{", b"[", b'{"a":', b"Creator ", b"Creator a\n",
                b",", b", ", b";", b"@", b"a", b"1 ", b"a@", b"\xe8")  # fmt: skip


@pytest.mark.parametrize("begins", [b"", b'{"a":"', b"[", b'{"index":{"_id":"1"}}\n{', b"@prefix a", b"<a "])
def test_a_head_of_one_sign_is_told_soon(begins: bytes) -> None:
    """Expressions that went there and back took hours for such heads; all of these take three seconds."""
    started = process_time()
    for sign in _OF_ONE_SIGN:
        with suppress(InvalidFile):
            registry.recognised(BytesIO(begins + sign * (2**20 // len(sign))))
    assert process_time() - started < 60


@pytest.mark.parametrize(
    "cell", ["a" * 2**17, "1" * 2**17 + " x", "@" * 2**17, "a@" * 2**16, "." * 2**17, "QUJD" * 2**15]
)
def test_a_long_cell_is_read_soon(cell: str) -> None:
    rows = read(registry.named("table"), f"Name;Key;Mail\nA;{cell};a@b.cz\nB;x;c@d.cz\n".encode())
    assert {row.data.get("name") for row in rows if isinstance(row, Row)} >= {"A", "B"}
    rows = read(registry.named("table"), f"A;{cell}\nB;{cell}\n".encode())
    assert rows


@pytest.mark.parametrize("headings", ["graph;name", "graph TD;name", "Match day;Team", "create;match", "dl;n"])
def test_headings_that_begin_as_a_language_are_those_of_a_table(headings: str) -> None:
    assert registry.recognised(BytesIO(f"{headings}\n1;Klub\n2;Kurz\n".encode())).name == "table"


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("a.jsonl", "canonical"),
        ("a.JSONL.gz", "canonical"),
        ("a.json", "kumu"),
        ("a.kumu.json", "kumu-blueprint"),
        ("a.csv", "csv"),
        ("a", None),
    ],
)
def test_an_ending_names_a_format(file: str, name: str | None) -> None:
    found = by_ending(file)
    assert (found.name if found else None) == name


def test_no_two_formats_share_a_name_and_no_two_that_are_written_an_ending() -> None:
    endings = [ending for writer in WRITERS for ending in writer.endings]
    assert len(set(registry.NAMES)) == len(FORMATS)
    assert len(set(endings)) == len(endings)
    assert len({writer.name for writer in WRITERS}) == len(WRITERS)


def test_the_stem_has_no_ending() -> None:
    assert [registry.stem(Path(name)) for name in ("most.json.GZ", "a/most.json", "most.gz", "most")] == ["most"] * 4


@pytest.mark.parametrize(
    ("format", "given", "place", "message"),
    [
        ("canonical", {"name": ["x"]}, "name", "The format canonical has no option name; it has none."),
        ("csv", {"type": ["x=Topic"]}, "type", "it has label."),
        ("csv", {"label": ["Cíl"]}, "label", "cannot be 'Cíl'; it is one of Organization,"),
        ("kumu", {"name": ["x"], "type": ["Cíl"]}, "type", "takes KEY=VALUE, not 'Cíl'"),
        ("kumu", {"name": ["x"], "type": ["Cíl=Map"]}, "type", "cannot be 'Map'"),
        ("kumu", {}, "name", "the option name is needed"),
    ],
)
def test_an_option_that_does_not_fit_is_refused_by_name(
    format: str, given: Mapping[str, Sequence[str]], place: str, message: str
) -> None:
    with pytest.raises(BadInput) as caught:
        registry.named(format).bind(given)
    assert caught.value.place == place
    assert message in caught.value.message


def test_options_are_bound() -> None:
    kumu = registry.named("kumu")
    assert kumu.bind({}, "most") == Options({"name": "most"}, {"type": {}})
    bound = kumu.bind({"name": ["x", "y"], "type": ["a=b = Topic", "=Role"]}, "most")
    assert bound == Options({"name": "y"}, {"type": {"a=b": "Topic", "": "Role"}})


@CASES
def test_what_a_format_says_of_itself_is_in_both_languages(format: Format) -> None:
    assert all(doc.cs and doc.en for doc in (format.doc, *(option.doc for option in format.options)))
    assert all(option.type is OptionType.TEXT for option in format.options if option.default_is_stem)


def test_a_file_is_read_in_the_format_that_it_is_in(tmp_path: Path) -> None:
    path = tmp_path / "most.json.gz"
    path.write_bytes(gzip.compress(SAMPLES["kumu"]))
    assert {"map-most"} <= {row.data.get("id") for row in registry.read(path) if isinstance(row, Row)}


def test_an_empty_file_is_an_empty_graph() -> None:
    assert registry.recognised(BytesIO()).name == "canonical"
    assert orjson.dumps(read(registry.named("canonical"), b"")) == b"[]"


def test_files_that_are_read_as_one_are_all_read(tmp_path: Path) -> None:
    """Of several files, one whose name begins with a dot was left out; more than a hundred were to be unpacked."""
    paths = []
    for folder, name in (("a", ".people.csv"), ("b", "people.csv"), ("c", "__MACOSX")):
        (tmp_path / folder).mkdir()
        paths.append(tmp_path / folder / name)
        paths[-1].write_bytes(f"Name;Town\n{folder};Brno\nx;Zlín\n".encode())
    packing.together(paths, archive := BytesIO())
    assert [part.name for part in packing.parts(archive)] == ["people.csv", "1-people.csv", "2-__MACOSX"]
    with pytest.raises(InvalidFile, match="101 files are too many"):
        packing.together(paths[:1] * 101, BytesIO())


def test_what_is_packed_with_a_password_and_what_is_a_mistake_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    data = bytearray(zipped(("a.csv", b"Name;Town\na;Brno\n")))
    for header, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(header) + flags] |= 1
    with pytest.raises(InvalidFile, match="cannot be unpacked .*password"):
        registry.recognised(BytesIO(bytes(data)))

    def draw(*_: object) -> None:
        raise RuntimeError("a mistake")

    for name, sample in (("table", b"Name;Town\na;Brno\n"), ("xlsx", SAMPLES["xlsx"])):
        monkeypatch.setattr("graph.formats.tables.grid.draw", draw)
        with pytest.raises(RuntimeError, match="a mistake"):
            read(registry.named(name), sample)


def test_what_nests_too_deep_is_told_so() -> None:
    nested = b"<urn:a> <urn:b> " + b"[ <urn:b> " * 20_000 + b"1" + b" ]" * 20_000 + b" ."
    (problem,) = read(registry.named("turtle"), nested)
    assert isinstance(problem, Problem) and problem.message == "nests too deep to be read"


_HUGE = "99999999999999999999"


@pytest.mark.parametrize(
    "data",
    [
        f'<graphml><key id="n" attr.name="n" attr.type="long"/><graph><node id="A"><data key="n">{_HUGE}</data></node></graph></graphml>',
        f'graph [ node [ id 1 label "A" n {_HUGE} ] ]',
        (
            '<gexf><graph><attributes class="node"><attribute id="n" title="n" type="long"/></attributes><nodes><node id="a" label="A">'
            f'<attvalues><attvalue for="n" value="{_HUGE}"/></attvalues></node></nodes></graph></gexf>'
        ),
        f'{{"nodes": [{{"id": "a", "name": "A", "n": {_HUGE}}}], "links": []}}',
        f'{{"label": "Topic", "id": "a", "name": "A", "fields": {{"n": {_HUGE}}}}}\n',
    ],
)
def test_a_whole_number_beyond_64_bits_is_kept_as_a_text(data: str) -> None:
    found = Read(data.encode())
    assert not found.problems
    assert found.named("A")["fields"]["n"] == _HUGE


def test_names_like_another_are_sought_among_those_described_and_not_without_end() -> None:
    """6,000 connections of a file without elements took 18 seconds."""
    lines = "".join(f"Knihovna v obci {number};Spolek v obci {number}\n" for number in range(6000))
    started = process_time()
    found = Read(f"From;To\n{lines}".encode())
    assert process_time() - started < 30
    assert any("describes no elements" in notice for notice in found.notices)
    nodes = ", ".join(f'{{"name": "Knihovna v obci {number}"}}' for number in range(1500))
    links = ", ".join(
        f'{{"source": "Knihovna v obcy {number}", "target": "Knihovna v obci {number}"}}' for number in range(1500)
    )
    notices = Read(f'{{"nodes": [{nodes}], "links": [{links}]}}'.encode()).notices
    assert 0 < sum("did you mean" in notice for notice in notices) < 700
    assert any("no name like it was looked for" in notice and "x, here first" in notice for notice in notices)
