"""The register reader on small tables: each kind of dirty cell, operators, places."""

from pathlib import Path
from typing import Any

import pytest

from graph.errors import Problem
from graph.rows import Notice, Row
from graph.sources import czech_operators, czech_places, czech_register, seed

_HEADER = (
    "reg_no,name,kind,category,operator,operator_ico,operator_form,street,psc,town,okres,kraj,sigla,web,status,"
    "registered,obec_code"
)
_CLEAN = {
    "reg_no": "900", "name": "Knihovna Kroměřížska", "kind": "základní", "category": "public",
    "operator": "Obec Kroměříž", "operator_ico": "91120", "operator_form": "", "street": "Slovanské nám. 3920",
    "psc": "76701", "town": "Kroměříž", "okres": "Kroměříž", "kraj": "Zlínský", "sigla": "KMG001", "web": "",
    "status": "A", "registered": "2002-07-15", "obec_code": "588296",
}  # fmt: skip


@pytest.fixture(scope="module")
def gazetteer() -> czech_places.Gazetteer:
    return czech_places.load(seed.FOLDER / "cz_municipalities.csv")[0]


class Register:
    """Reads tables made of a clean row and what differs."""

    def __init__(self, path: Path, gazetteer: czech_places.Gazetteer) -> None:
        self.path, self.gazetteer = path / "register.csv", gazetteer

    def __call__(self, *rows: dict[str, str]) -> "Register":
        table = [{**_CLEAN, "reg_no": str(number), **row} for number, row in enumerate(rows, start=1)]
        lines = [",".join(f'"{cell}"' for cell in row.values()) for row in table]
        self.path.write_text("\n".join((_HEADER, *lines)), encoding="utf-8")
        return self.reread()

    def reread(self) -> "Register":
        self.rows = list(czech_register.read(self.path, self.gazetteer))
        self.messages = [f"{item.place}: {item.message}" for item in self.rows if isinstance(item, Notice)]
        self.problems = [f"{item.place}: {item.message}" for item in self.rows if isinstance(item, Problem)]
        return self

    def elements(self, label: str) -> list[dict[str, Any]]:
        return [row.data for row in self.rows if isinstance(row, Row) and row.data.get("label") == label]

    def links(self, link: str) -> set[tuple[str, str]]:
        found = [row.data for row in self.rows if isinstance(row, Row) and row.data.get("link") == link]
        return {(str(data["from"]), str(data["to"])) for data in found}


@pytest.fixture
def register(tmp_path: Path, gazetteer: czech_places.Gazetteer) -> Register:
    return Register(tmp_path, gazetteer)


def test_a_clean_row_says_nothing(register: Register) -> None:
    register({})
    assert register.messages == register.problems == []
    assert register.elements("Library")[0] == {
        "label": "Library", "id": "cz-library-1", "name": "Knihovna Kroměřížska", "registrationNumber": "1",
        "sigla": "KMG001", "libraryKind": "basic", "registered": "2002-07-15", "source": czech_register.SOURCE,
        "address": {"street": "Slovanské nám. 3920", "postalCode": "76701", "town": "Kroměříž"},
    }  # fmt: skip
    assert register.elements("Organization")[0] == {
        "label": "Organization", "id": "ico-00091120", "name": "Obec Kroměříž", "kind": "municipality",
        "ico": "00091120", "source": czech_register.SOURCE,
    }  # fmt: skip
    assert register.links("FOUNDED_BY") == {("cz-library-1", "ico-00091120")}
    assert register.links("LOCATED_IN") == {("cz-library-1", "cz-588296"), ("ico-00091120", "cz-588296")}


@pytest.mark.parametrize(
    ("column", "cell", "name", "expected", "told"),
    [
        ("status", "A ", "closed", None, False),
        ("status", "V", "closed", True, False),
        ("status", "", "closed", None, True),
        ("sigla", "FMR 301", "sigla", "FMR301", False),
        ("sigla", "SME301, LTE301", "sigla", "SME301", True),
        ("sigla", "UOE801 (CRE302)", "sigla", "UOE801", True),
        ("sigla", "OLE3030", "sigla", None, True),
        ("sigla", "ano", "sigla", None, True),
        ("registered", "6.9.2006, ", "registered", "2006-09-06", False),
        ("registered", "6.9.2006, 7.3.2008", "registered", "2006-09-06", True),
        ("registered", "2006-02-30", "registered", None, True),
        ("registered", "loni", "registered", None, True),
        ("kind", "Základní se specializovaným knihovním fondem", "libraryKind", "basicWithSpecialCollection", False),
        ("kind", "základní knihovna", "libraryKind", "basic", False),
        ("kind", "krajská knihovna", "libraryKind", "regional", False),
        ("kind", "bibliobus", "libraryKind", None, True),
        ("category", "krajská", "libraryKind", "regional", False),
        ("category", "muzejní", "category", "muzejní", False),
        ("web", "sweb.cz/mlkzruc", "url", "http://sweb.cz/mlkzruc", False),
        ("web", "www:kkdvyskov.cz", "url", "http://www.kkdvyskov.cz", True),
        ("web", "http:www.stramberk.cz/k.php", "url", "http://www.stramberk.cz/k.php", True),
        ("web", "www.a.cz ; www.b.cz", "url", "http://www.a.cz", True),
        ("web", "www.vlachovobrezi.cz - knihovna", "url", "http://www.vlachovobrezi.cz", True),
        ("web", "www.a.cz/mestska knihovna", "url", None, True),
        ("web", "Používáte automatizovaný knihovní systém?", "url", None, True),
        ("psc", "767 01", "address", {"street": "Slovanské nám. 3920", "postalCode": "76701", "town": "Kroměříž"},
         False),
        ("psc", "339¨01", "address", {"street": "Slovanské nám. 3920", "town": "Kroměříž"}, True),
        ("name", " Knihovna   Kroměřížska ", "name", "Knihovna Kroměřížska", False),
        ("name", "", "name", "Knihovna 1", True),
    ],
)  # fmt: skip
def test_cells_are_cleaned_or_told(
    register: Register, column: str, cell: str, name: str, expected: Any, told: bool
) -> None:
    register({column: cell})
    assert register.elements("Library")[0].get(name) == expected
    assert bool(register.messages) is told
    assert all(message.startswith("row 2: ") for message in register.messages)


@pytest.mark.parametrize(
    ("spelling", "region"),
    [
        ("Středočeský", "cz020"), ("Jihomoravský", "cz064"), ("Jihočeský", "cz031"), ("Vysočina", "cz063"),
        ("Plzeňský", "cz032"), ("Olomoucký", "cz071"), ("Pardubický", "cz053"), ("Královéhradecký", "cz052"),
        ("Zlínský", "cz072"), ("Ústecký", "cz042"), ("Moravskoslezský", "cz080"), ("Liberecký", "cz051"),
        ("Hlavní město Praha", "cz010"), ("Karlovarský", "cz041"), ("jihočeský", "cz031"), ("HMP", "cz010"),
        ("JIhomoravský", "cz064"), ("Praha", "cz010"), ("královéhradecký", "cz052"), ("Severomoravský", "cz080"),
        ("Hradec Králové", "cz052"), ("Plzeńský", "cz032"), ("Kraj Vysočina", "cz063"), ("Atlantida", None),
    ],
)  # fmt: skip
def test_each_spelling_of_a_region(gazetteer: czech_places.Gazetteer, spelling: str, region: str | None) -> None:
    assert gazetteer.region(spelling) == region


@pytest.mark.parametrize(
    ("cells", "place"),
    [
        ({"town": "Karviná-Mizerov", "okres": "Karviná", "kraj": "Moravskoslezský"}, "cz-598917"),
        ({"town": "Nikde", "okres": "Nový JIčín", "kraj": "Moravskoslezský"}, "cz0804"),
        ({"town": "Nikde", "okres": "Praha 6", "kraj": "Praha"}, "cz0100"),
        ({"town": "Nikde", "okres": "", "kraj": "Plzeńský"}, "cz032"),
        ({"town": "Nikde", "okres": "", "kraj": ""}, "cz"),
    ],
)
def test_without_a_code_the_smallest_certain_place_is_taken(
    register: Register, cells: dict[str, str], place: str
) -> None:
    register({"obec_code": "", "operator": "Spolek čtenářů", **cells})
    assert ("cz-library-1", place) in register.links("LOCATED_IN")
    assert len(register.messages) == 1


def test_a_wrong_ico_is_kept_aside_unless_another_row_has_the_right_one(register: Register) -> None:
    register({"operator_ico": "91121"})
    organization = register.elements("Organization")[0]
    assert (organization["id"], organization["icoRaw"]) == ("obec-kromeriz-cz0721", "91121")
    assert "ico" not in organization
    assert "IČO '91121' is not valid" in register.messages[0]
    register({"operator_ico": "91121"}, {})
    assert [o["ico"] for o in register.elements("Organization")] == ["00091120"]


def test_a_municipality_has_the_ico_that_most_of_its_rows_give(register: Register) -> None:
    register({"operator_ico": "00287351"}, {}, {})
    assert [(o["name"], o["ico"]) for o in register.elements("Organization")] == [("Obec Kroměříž", "00091120")]
    assert register.messages == ["row 2: took 00091120 for the IČO 00287351 of Obec Kroměříž, as in most rows"]


def test_one_operator_in_several_spellings_is_one(register: Register) -> None:
    register({"operator": "Obec Kroměříž"}, {"operator": "Obec Kroměříž"}, {"operator": "Město Kroměříž"})
    (organization,) = register.elements("Organization")
    assert (organization["name"], organization["alternateNames"]) == ("Město Kroměříž", ["Obec Kroměříž"])


def test_one_ico_of_two_municipalities_is_nobodys(register: Register) -> None:
    register(
        {"operator": "Obec Veletiny", "obec_code": "592803", "okres": "Uherské Hradiště"},
        {"operator": "Obec Vyškovec", "obec_code": "592838", "okres": "Uherské Hradiště"},
    )
    assert [(o["name"], "ico" in o) for o in register.elements("Organization")] == [
        ("Obec Veletiny", False),
        ("Obec Vyškovec", False),
    ]


def test_a_library_that_is_its_own_body_operates_its_branches(register: Register) -> None:
    operator = "Knihovna Kroměřížska, p.o."
    register({"operator": operator}, {"operator": operator, "name": "Pobočka Skopalíkova"})
    assert register.elements("Organization") == []
    assert [library.get("ico") for library in register.elements("Library")] == ["00091120", None]
    assert register.links("OPERATED_BY") == {("cz-library-2", "cz-library-1")}
    assert register.links("FOUNDED_BY") == set()


def test_a_municipality_founds_what_it_operates_another_body_only_operates(register: Register) -> None:
    register({}, {"operator": "Muzeum Kroměřížska", "operator_ico": "00091138"})
    assert register.links("FOUNDED_BY") == {("cz-library-1", "ico-00091120")}
    assert register.links("OPERATED_BY") == {("cz-library-1", "ico-00091120"), ("cz-library-2", "ico-00091138")}


def test_a_region_founds_its_regional_library(register: Register) -> None:
    register({"kind": "krajská", "category": "krajská", "operator": "Knihovna Kroměřížska"})
    assert register.links("FOUNDED_BY") == {("cz-library-1", "ico-70891320")}


def test_the_number_of_a_region_is_no_museums(register: Register) -> None:
    register({"operator": "Muzeum a galerie", "operator_ico": "70891320"})
    assert [organization.get("ico") for organization in register.elements("Organization")] == [None]
    assert register.messages == ["row 2: IČO 70891320 is that of the region, not of Muzeum a galerie; left out"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Statutární město Pardubice", "municipality"), ("Městská část Praha 5", "municipality"),
        ("Městské muzeum Pacov", "museum"), ("Základní škola Kunratice", "school"),
        ("Masarykova univerzita", "university"),
        ("Fakultní nemocnice Brno", "healthcare"), ("Ministerstvo financí", "publicAuthority"),
        ("Prague Pride, z.s.", "nonprofit"), ("ARCHIP s.r.o.", "company"), ("Židovská obec Brno", "church"),
        ("ČTE!", None),
    ],
)  # fmt: skip
def test_kind_is_guessed_where_the_name_tells(name: str, kind: str | None) -> None:
    assert czech_operators.kind(name) == kind


def test_what_identifies_a_library_must_be_there_once(register: Register) -> None:
    register({}, {"reg_no": "1"}, {"reg_no": "x"})
    assert [problem.split(":")[0] for problem in register.problems] == ["row 3, reg_no", "row 4, reg_no"]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"reg_no,name\n1,a", "row 1: lacks the columns kind"),
        (b"", "row 1: lacks the columns reg_no"),
        (_HEADER.encode() + b"\n1,a", "row 2: has 2 cells, the header has 17"),
        (_HEADER.encode() + b"\n1,M\xecsto", "file: is not UTF-8"),
    ],
)
def test_a_table_of_another_shape_is_a_problem(register: Register, content: bytes, problem: str) -> None:
    register.path.write_bytes(content)
    register.reread()
    assert register.problems[0].startswith(problem)


def test_semicolons_and_blank_lines_are_read(register: Register) -> None:
    register({})
    text = register.path.read_text(encoding="utf-8")
    register.path.write_text("\ufeff" + text.replace(",", ";") + "\n\n", encoding="utf-8")
    register.reread()
    assert len(register.elements("Library")) == 1
    assert register.messages == ["row 3: is empty"]
