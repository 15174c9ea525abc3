"""Kumu's two JSON formats as canonical rows."""

import random
import sys
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graph.errors import Problem
from graph.formats.format import Options
from graph.formats.kumu import read, recognises
from graph.rows import Notice, Row
from graph.schema import SCHEMA
from graph.validation import Validator
from tests.making_up import MANY

DATA = Path(__file__).parent.parent / "data"
SAMPLES = ("blueprint", "export", "messy", "hostile")
CHECK = Validator(SCHEMA).check


def sample(name: str) -> bytes:
    return (DATA / f"kumu_{name}.json").read_bytes()


class Result:
    """What a reading gave, sorted by kind; every row is checked on the way."""

    def __init__(
        self, source: Any, name: str = "mapa", types: Mapping[str, str] | None = None, mapping: str = ""
    ) -> None:
        data = source if isinstance(source, bytes) else orjson.dumps(source)
        found = list(read(BytesIO(data), Options({"name": name, "mapping": mapping}, {"type": types or {}})))
        self.rows: list[dict[str, Any]] = [each.data for each in found if isinstance(each, Row)]
        self.notices = [each for each in found if isinstance(each, Notice)]
        self.problems = [each for each in found if isinstance(each, Problem)]
        for each in found:
            assert not isinstance(each, Row) or not isinstance(CHECK(each), list), each
        self.elements = {row["id"]: row for row in self.rows if "label" in row}
        self.links = [row for row in self.rows if "link" in row]
        ordered = ["label" in row for row in self.rows]
        assert ordered == sorted(ordered, reverse=True), "elements come before connections"
        assert len(self.elements) == sum(ordered) or self.problems
        for link in self.links:
            assert self._fits(link), link

    def _fits(self, link: dict[str, Any]) -> bool:
        labels = self.elements[link["from"]]["label"], self.elements[link["to"]]["label"]
        return any(labels == (s.label, t.label) for ends in SCHEMA.by_type[link["link"]].ends
                   for s in ends.sources for t in ends.targets)  # fmt: skip

    def named(self, name: str) -> dict[str, Any]:
        return next(row for row in self.elements.values() if row["name"] == name)

    @property
    def triples(self) -> set[tuple[str, str, str]]:
        name = {id_: row["name"] for id_, row in self.elements.items()}
        return {(name[link["from"]], link["link"], name[link["to"]]) for link in self.links if link["link"] != "SHOWS"}

    def places(self) -> list[str]:
        return [problem.place for problem in self.problems]


def blueprint(*elements: dict[str, Any], connections: Any = None, **more: Any) -> dict[str, Any]:
    return {"elements": list(elements), "connections": connections or [], **more}


def pair(source: str, target: str, **connection: Any) -> Result:
    ends = {"id": "a", "label": "A", "type": source}, {"id": "b", "label": "B", "type": target}
    return Result(blueprint(*ends, connections=[{"from": "a", "to": "b", **connection}]))


# ----------------------------------------------------------------------------------------------------- which format


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"", False), (b"[]", False), (b"id,name", False), (b'{"a": 1}', False), (b'{"nodes": []}', False),
        (b'[{"elements": []}]', False), (b'{"elements": {"nodes": []}}', False),
        (b'{"elements": [', True), (b'\xef\xbb\xbf {"elements": []}', True), (b'{"name": "x", "maps" : null,', True),
    ],
)  # fmt: skip
def test_recognises_its_lists(head: bytes, expected: bool) -> None:
    assert recognises(head) is expected


@pytest.mark.parametrize("name", SAMPLES)
def test_recognises_samples(name: str) -> None:
    assert recognises(sample(name))


# ---------------------------------------------------------------------------------------------------------- samples


def test_blueprint() -> None:
    result = Result(sample("blueprint"), "most")
    assert not result.problems
    assert result.triples == {
        ("Knihovna U Mostu", "RUNS", "Čtení pod lípou"),
        ("Čtení pod lípou", "ABOUT", "Osamělost"),
        ("Čtení pod lípou", "FOR", "Senioři"),
        ("Spolek Lípa", "TAKES_PART_IN", "Čtení pod lípou"),
        ("Knihovna U Mostu", "PARTNERS_WITH", "Spolek Lípa"),
        ("Knihovna U Mostu", "PLAYS", "Průvodce"),
        ("Spolek Lípa", "MEMBER_OF", "Sousedé z návsi"),
        ("Horní Lhotka", "RELATED_TO", "Průvodce"),
    }
    library = result.elements["most-e1"]
    assert (library["label"], library["sigla"], library["tags"]) == ("Library", "XYA001", ["pilot", "kraj"])
    assert library["fields"]["Kapacita"] == 40
    activity = result.elements["most-e2"]
    assert (activity["since"], activity["description"]) == ("2019-05", "Společné **čtení** v parku.")
    assert result.elements["most-e5"]["url"] == "https://lipa.example"
    shown = {link["to"] for link in result.links if link["link"] == "SHOWS"}
    assert shown == result.elements.keys() - {"map-most"}


def test_what_the_model_does_not_name_is_related_in_the_words_of_the_map() -> None:
    result = Result(sample("blueprint"), "most")
    (related,) = (link for link in result.links if link["link"] == "RELATED_TO")
    assert related["from"] == "most-e7" and related["kind"] == "souvisí"
    assert any(n.place == "connections[6]" and "Place and Role" in n.message for n in result.notices)


def test_export() -> None:
    result = Result(sample("export"), "udoli")
    assert not result.problems
    assert result.named("Knihovna Údolí")["id"] == "kumu-elem-aaaa1111"
    assert result.named("Dům dětí")["ico"] == "00851817"
    assert result.elements["projekt-2024"]["name"] == "2024"
    assert ("Knihovna Údolí", "RUNS", "2024") in result.triples
    run = next(link for link in result.links if link["link"] == "RUNS")
    assert run["note"] == "od začátku" and run["drawn"]["reversed"] is True
    partner = next(link for link in result.links if link["link"] == "PARTNERS_WITH")
    assert partner["kinds"] == ["funder"]


def test_export_maps() -> None:
    result = Result(sample("export"))
    shows = {link["to"]: link for link in result.links if link["link"] == "SHOWS"}
    assert (shows["kumu-elem-aaaa1111"]["x"], shows["kumu-elem-aaaa1111"]["y"]) == (12.5, -3)
    assert "x" not in shows["kumu-elem-aaaa2222"]
    first, home = result.elements["kumu-map-aaaa1111"], result.elements["kumu-map-bbbb2222"]
    assert first["kumu"]["connections"][0]["curvature"] == 0.3
    assert first["kumu"]["elements"][0]["element"] == "elem-zzzz9999"
    assert home["name"] == "Mapa údolí"
    assert home["kumu"]["project"]["perspectives"][0]["style"].startswith("@settings")
    assert any("1 loops" in notice.message for notice in result.notices)


def test_private_values_stand_only_under_private() -> None:
    result = Result(sample("export"))
    for row in result.rows:
        public = {key: value for key, value in row.items() if key != "private"}
        assert "Tajná Osoba" not in orjson.dumps(public).decode()
    assert result.named("Knihovna Údolí")["private"] == {"kontaktní osoba": "Tajná Osoba"}
    home = result.elements["kumu-map-bbbb2222"]["private"]
    assert home["attributes"][0]["values"] == ["Tajná Osoba"]
    assert home["connections"][0]["private"] == {"kontaktní osoba": "Tajná Osoba"}
    assert not any("Tajná" in notice.message for notice in result.notices)


def test_private_values_of_connections_are_told_too() -> None:
    export = orjson.loads(sample("export"))
    export["elements"][0]["attributes"].pop("kontaktní osoba")
    told = [n.place for n in Result(export).notices if "extra.private" in n.message]
    assert told == ["connections[1]"]


def test_a_private_field_fills_no_property() -> None:
    export = {
        "attributes": [{"name": "Description", "private": True}],
        "elements": [{"_id": "e", "attributes": {"label": "A", "element type": "Role", "description": "x"}}],
    }
    (element, _) = Result(export).elements.values()
    assert "description" not in element and element["private"] == {"description": "x"}


def test_messy_problems_say_where_and_how_to_mend() -> None:
    result = Result(sample("messy"))
    assert sorted(result.places()) == ["connections[0].from", "connections[2].from", "elements[7].label"]
    messages = {problem.place: problem.message for problem in result.problems}
    assert "ids" in messages["connections[0].from"]


def test_what_the_model_does_not_name_is_an_item() -> None:
    result = Result(sample("messy"))
    told = {notice.place: notice.message for notice in result.notices}
    assert "'Cíl'" in told["elements[5]"] and "(2x, here first)" in told["elements[5]"]
    assert "without a type" in told["elements[8]"]
    assert {row["kind"] for row in result.elements.values() if row["label"] == "Item" and "kind" in row} == {"Cíl"}


def test_an_end_that_is_nowhere_becomes_an_item() -> None:
    ends = {"label": "Knihovna Kroměřížska", "type": "Knihovna"}, {"label": "Čtení", "type": "Akce"}
    drawn = [{"from": "knihovna kromerizska", "to": "Čtení", "type": "pořádá"},
             {"from": "Knihovna Kroměřížka", "to": "Čtení", "type": "pořádá"}]  # fmt: skip
    result = Result(blueprint(*ends, connections=drawn))
    assert not result.problems
    assert result.triples == {
        ("Knihovna Kroměřížska", "RUNS", "Čtení"),
        ("Knihovna Kroměřížka", "RELATED_TO", "Čtení"),
    }
    told = [notice.message for notice in result.notices if notice.place == "connections[1].from"]
    assert any("did you mean 'Knihovna Kroměřížska'?" in message for message in told)


def test_messy_values_are_kept_with_a_notice() -> None:
    result = Result(sample("messy"))
    places = {notice.place for notice in result.notices}
    assert {"elements[0].ico", "elements[3].od", "elements[3].visibility", "elements[1]"} <= places
    merged = result.named("Spolek Lípa")
    assert merged["fields"] == {"type": "organizace", "ico": "12345678", "phone": "není"}
    assert result.named("Klub-A")["until"] == "2021"


def test_an_end_before_the_beginning_is_kept_as_it_is() -> None:
    result = Result(blueprint({"label": "Klub", "type": "Aktivita", "od": "2015", "do": "2013"}))
    assert not result.problems
    club = result.named("Klub")
    assert (club["since"], club["fields"]) == ("2015", {"type": "Aktivita", "do": "2013"})
    assert "until" not in club
    [told] = [notice for notice in result.notices if notice.place == "elements[0].do"]
    assert told.message == "'2013': nothing ends before it begins; kept as it is, not as until"


def test_hostile_words_are_only_data() -> None:
    result = Result(sample("hostile"))
    assert not result.problems
    topic = result.elements["mapa-__proto__"]
    assert topic["fields"]["link"] == "RUNS" and topic["fields"][""] == "prázdné"
    assert topic.keys() == {"label", "id", "name", "fields", "drawn"}
    assert all(len(id_) <= 200 and id_.isprintable() for id_ in result.elements)
    assert result.named("Zlé jméno")


# ------------------------------------------------------------------------------------------------------------ types


@pytest.mark.parametrize(
    ("type_", "label", "kind"),
    [
        ("Knihovny", "Library", None), ("LIBRARY", "Library", None), ("organisation", "Organization", None),
        ("škola", "Organization", "school"), ("Komunita/síť", "Community", None), ("SIT", "Community", "network"),
        ("Projekty", "Activity", "project"), ("služba, akce", "Activity", None), ("Potřeba", "Topic", None),
        ("Role", "Role", None), ("cilova  skupina", "TargetGroup", None), ("TargetGroup", "TargetGroup", None),
        ("Zdroje", "Resource", None), ("Obec", "Place", None),
    ],
)  # fmt: skip
def test_types(type_: str, label: str, kind: str | None) -> None:
    row = Result(blueprint({"label": "A", "type": type_})).named("A")
    assert (row["label"], row.get("kind")) == (label, kind)


def test_own_kind_wins() -> None:
    assert Result(blueprint({"label": "A", "type": "Škola", "kind": "gymnázium"})).named("A")["kind"] == "gymnázium"


def test_types_of_the_caller() -> None:
    result = Result(sample("messy"), types={"CÍL": "Topic", "": "Role", "Aktivita": "Topic"})
    assert not {"elements[5]", "elements[8]"} & set(result.places())
    assert result.named("Potkávárna")["label"] == result.named("Klub A")["label"] == "Topic"
    assert result.named("Bez typu")["label"] == "Role"


# ------------------------------------------------------------------------------------------------------ connections


@pytest.mark.parametrize(
    ("source", "type_", "target", "expected"),
    [
        ("Knihovna", "", "Aktivita", ("A", "RUNS", "B")),
        ("Aktivita", "pořádá", "Organizace", ("B", "RUNS", "A")),
        ("Organizace", "", "Aktivita", ("A", "TAKES_PART_IN", "B")),
        ("Komunita", "leads", "Aktivita", ("A", "RELATED_TO", "B")),
        ("Knihovna", "účastní se", "Aktivita", ("A", "TAKES_PART_IN", "B")),
        ("Téma", "", "Aktivita", ("B", "ABOUT", "A")),
        ("Aktivita", "cílí na", "Cílová skupina", ("A", "FOR", "B")),
        ("Organizace", "cílí na", "Cílová skupina", ("A", "SERVES", "B")),
        ("Aktivita", "", "Role", ("A", "FULFILS", "B")),
        ("Role", "", "Knihovna", ("B", "PLAYS", "A")),
        ("Aktivita", "part of", "Projekt", ("A", "PART_OF", "B")),
        ("Projekt", "zahrnuje", "Aktivita", ("B", "PART_OF", "A")),
        ("Téma", "broader", "Téma", ("A", "BROADER", "B")),
        ("Téma", "narrower", "Téma", ("B", "BROADER", "A")),
        ("Téma", "matches", "Téma", ("A", "MATCHES", "B")),
        ("Organizace", "zřizovatel", "Knihovna", ("B", "FOUNDED_BY", "A")),
        ("Knihovna", "zřizovatel", "Organizace", ("A", "FOUNDED_BY", "B")),
        ("Organizace", "founded by", "Organizace", ("A", "FOUNDED_BY", "B")),
        ("Organizace", "founder of", "Organizace", ("B", "FOUNDED_BY", "A")),
        ("Organizace", "něco", "Organizace", ("A", "RELATED_TO", "B")),
        ("Organizace", "kritizuje", "Organizace", ("A", "RELATED_TO", "B")),
        ("Organizace", "", "Organizace", ("A", "PARTNERS_WITH", "B")),
        ("Knihovna", "zřizuje", "Organizace", ("B", "FOUNDED_BY", "A")),
        ("Komunita", "partner", "Knihovna", ("B", "PARTNERS_WITH", "A")),
        ("Komunita", "má člena", "Spolek", ("B", "MEMBER_OF", "A")),
        ("Spolek", "potřebuje", "Zdroj", ("A", "NEEDS", "B")),
        ("Spolek", "", "Zdroj", ("A", "OFFERS", "B")),
        ("Aktivita", "", "Zdroj", ("A", "NEEDS", "B")),
        ("Obec", "", "Téma", ("A", "FACES", "B")),
        ("Knihovna", "čelí", "Téma", ("A", "FACES", "B")),
        ("Knihovna", "", "Téma", ("A", "WORKS_ON", "B")),
        ("Obec", "", "Spolek", ("B", "LOCATED_IN", "A")),
        ("Obec", "leží v", "Okres", ("A", "PART_OF", "B")),
        ("Knihovna", "zřizuje", "Komunita", ("A", "RELATED_TO", "B")),
        ("Role", "", "Obec", ("A", "RELATED_TO", "B")),
        ("Spolek", "", "Role", ("A", "RELATED_TO", "B")),
        ("Téma", "", "Téma", ("A", "RELATED_TO", "B")),
    ],
)
def test_connection_types(source: str, type_: str, target: str, expected: tuple[str, str, str]) -> None:
    result = pair(source, target, type=type_)
    assert result.triples == {expected}
    assert not result.problems
    status = [link.get("status") for link in result.links if link["link"] != "SHOWS"]
    known = (type_ and (type_ != "zřizovatel")) or expected[1] == "RELATED_TO"
    assert status == [None if known else "proposed"]


def test_every_declared_type_is_understood_by_its_own_name() -> None:
    for connection in SCHEMA.connections:
        if connection.type != "SHOWS":
            ends = connection.ends[0]
            result = pair(ends.sources[0].label, ends.targets[0].label, type=connection.type)
            assert {link["link"] for link in result.links} == {connection.type, "SHOWS"}


@pytest.mark.parametrize(("word", "value"), [("Informed", "informed"), ("zapojena", "involved"), ("účastní se", None)])
def test_involvement(word: str, value: str | None) -> None:
    assert pair("Spolek", "Akce", type=word).links[0].get("involvement") == value


def test_a_guess_is_told_once_for_all_alike() -> None:
    ends = {"id": "a", "label": "A", "type": "Akce"}, {"id": "b", "label": "B", "type": "Téma"}
    twice = [{"from": "a", "to": "b", "id": n} for n in (1, 2)]
    told = [n for n in Result(blueprint(*ends, connections=twice)).notices if "proposed as ABOUT" in n.message]
    assert [(n.place, "2x" in n.message) for n in told] == [("connections[0]", True)]


def test_no_direction_is_told() -> None:
    result = pair("Akce", "Projekt", type="part of", direction="undirected")
    assert any("PART_OF" in notice.message for notice in result.notices)


def test_a_partnership_is_one_from_either_side() -> None:
    ends = pair("Spolek", "Knihovna", type="partner").links[0]
    back = pair("Spolek", "Knihovna", type="partner", **{"from": "b", "to": "a"}).links[0]
    assert (ends["from"], ends["to"]) == (back["from"], back["to"])


def test_parallel_connections_get_ids() -> None:
    ends = {"id": "a", "label": "A", "type": "Knihovna"}, {"id": "b", "label": "B", "type": "Akce"}
    both = [
        {"from": "a", "to": "b", "type": "pořádá", "note": "y"},
        {"from": "a", "to": "b", "type": "vede", "note": "x"},
    ]
    result = Result(blueprint(*ends, connections=both))
    ids = [link.get("id") for link in result.links if link["link"] == "RUNS"]
    assert len(ids) == 2 and None in ids and len(set(ids)) == 2
    one = Result(blueprint(*ends, connections=[both[0], {**both[0], "note": "x"}]))
    assert [link["note"] for link in one.links if link["link"] == "RUNS"] == ["x"]


def test_to_itself_is_kept_with_the_map() -> None:
    result = Result(blueprint({"label": "A", "type": "Spolek"}, connections=[{"from": "A", "to": "A"}]))
    assert not result.triples and result.elements["map-mapa"]["kumu"]["project"]["connections"]


# -------------------------------------------------------------------------------------------------- ids and merging


def test_same_label_other_type_is_another_element() -> None:
    result = Result(blueprint({"label": "A", "type": "Role"}, {"label": "A", "type": "Téma"}))
    assert len(result.elements) == 3 and not result.problems


def test_same_id_in_a_blueprint_merges() -> None:
    first, second = {"id": 1, "label": "A", "type": "Role", "x": 1}, {"id": "1", "label": "B", "type": "Role"}
    result = Result(blueprint(first, second))
    assert result.elements["mapa-1"]["name"] == "B" and result.elements["mapa-1"]["fields"]["x"] == 1


def test_same_id_in_an_export_is_a_problem() -> None:
    element = {"_id": "elem-aaaa1111", "attributes": {"label": "A", "element type": "Role"}}
    assert Result({"elements": [element, element]}).places() == ["elements[1]"]


def test_same_spojenci_id_is_a_problem() -> None:
    same = {"type": "Role", "Spojenci ID": "x"}
    assert Result(blueprint({"label": "A", **same}, {"label": "B", **same})).places() == ["elements[1]"]


def test_a_bad_spojenci_id_is_kept() -> None:
    result = Result(blueprint({"label": "A", "type": "Role", "spojenci id": 7}))
    assert result.named("A")["fields"]["spojenci id"] == 7 and not result.problems


def test_an_identifier_of_several_is_nobodys() -> None:
    same = {"type": "Spolek", "ico": "00851817"}
    result = Result(blueprint({"label": "A", **same}, {"label": "B", **same}))
    assert all("ico" not in row for row in result.elements.values())
    assert result.named("A")["fields"]["ico"] == "00851817"
    assert [n.message for n in result.notices if n.place.endswith(".ico")] == [
        "'00851817' stands at 2 elements; kept as it is (2x, here first)"
    ]


def test_long_and_like_ids_stay_apart() -> None:
    result = Result(blueprint(*({"id": "x" * 300 + end, "label": end, "type": "Role"} for end in "ab")))
    assert len(result.elements) == 3 and not result.problems


def test_identifiers_are_tidied() -> None:
    row = Result(blueprint({"label": "A", "type": "Knihovna", "SIGLA": " xya001 ", "Wikidata": "https://www.wikidata.org/wiki/Q42",
                            "IČO": ["00851817"]})).named("A")  # fmt: skip
    assert (row["sigla"], row["wikidata"], row["ico"]) == ("XYA001", "Q42", "00851817")


@pytest.mark.parametrize("name", ["blueprint", "export", "hostile"])
def test_order_does_not_matter(name: str) -> None:
    document = orjson.loads(sample(name))
    expected = rows_of(document)
    for seed in range(5):
        for key in ("elements", "connections", "maps"):
            random.Random(seed).shuffle(document.get(key, []))
        assert rows_of(document) == expected
    assert rows_of(document) == rows_of(document)


def rows_of(document: Any) -> list[bytes]:
    return sorted(orjson.dumps(row, option=orjson.OPT_SORT_KEYS) for row in Result(document).rows)


def test_names_keep_files_apart() -> None:
    one, two = (Result(sample("blueprint"), name) for name in ("První mapa", "Druhá mapa"))
    assert not one.elements.keys() & two.elements.keys()
    assert "prvni-mapa-e1" in one.elements
    assert one.elements["map-prvni-mapa"]["name"] == "První mapa"


# ----------------------------------------------------------------------------------------------------------- hostile


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"", "line 1, column 1"), (b"{", "line 1, column 2"), (b"\xff\xfe", "line 1, column 1"),
        (b"[]", "file"), (b'"x"', "file"), (b"null", "file"),
        (b'{"elements": {}}', "elements"), (b'{"elements": [1]}', "elements[0]"),
        (b'{"elements": [], "connections": "x"}', "connections"),
        (b'{"elements": [{"attributes": []}]}', "elements[0].attributes"),
        (b'{"elements": [], "maps": 3}', "maps"), (b'{"elements": [], "maps": [[]]}', "maps[0]"),
        (b'{"elements": [], "maps": [{"elements": [4]}]}', "maps[0].elements[0]"),
        (b'{"elements": [], "attributes": {}}', "attributes"),
        (b'{"elements": [{"type": "Role", "label": "\\n "}]}', "elements[0].label"),
        (b'{"elements": [{"type": "Role", "label": true}]}', "elements[0].label"),
    ],
)  # fmt: skip
def test_broken(data: bytes, place: str) -> None:
    assert Result(data).places()[0] == place


@pytest.mark.parametrize("depth", [10, 150, 190, 201, 250, 900, 100_000])
def test_nesting(depth: int) -> None:
    inner = b'{"elements": [{"label": "A", "type": "Role", "x": ' + b"[" * depth + b"]" * depth + b"}]}"
    result = Result(inner)
    assert bool(result.problems) is (depth > 195)


@pytest.mark.parametrize("document", [{"elements": None}, {"connections": None}, {"elements": [None], "maps": [None]}])
def test_null_is_nothing(document: Any) -> None:
    result = Result(document)
    assert not result.problems and len(result.elements) == 1


def test_refused_elements_bring_no_further_problems() -> None:
    result = Result(blueprint({"id": "a", "label": "", "type": "Role"}, {"label": "B", "type": "Role"},
                              connections=[{"from": "a", "to": "B"}]))  # fmt: skip
    assert result.places() == ["elements[0].label"]


def test_many_elements_take_work_in_proportion() -> None:
    def calls(number: int) -> int:
        elements = [{"label": f"Prvek {n}", "type": "Akce", "pole": n} for n in range(number)]
        drawn = [{"from": f"Prvek {n}", "to": f"Prvek {n - 1}", "type": "part of"} for n in range(1, number)]
        data = orjson.dumps({"elements": elements, "connections": drawn})
        counted = 0

        def count(*_: object) -> None:
            nonlocal counted
            counted += 1

        sys.setprofile(count)
        try:
            rows = sum(1 for _ in read(BytesIO(data), Options({"name": "velká"}, {"type": {}})))
        finally:
            sys.setprofile(None)
        assert rows > 2 * number
        return counted

    assert calls(2_000) < 20 * calls(200)


WORDS = st.sampled_from(
    ["label", "type", "element type", "connection type", "id", "_id", "from", "to", "direction", "tags", "ico", "url",
     "since", "od", "name", "position", "x", "y", "element", "elements", "connections", "maps", "attributes", "private",
     "defaultMap", "loops", "description", "spojenci id", "location", "closed", "reversed", "", "kumu", "fields"]
)  # fmt: skip
VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**63), 2**64 - 1), st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=8),
    st.sampled_from(["Role", "Akce", "Knihovna", "elem-aaaa1111", "a", "2020", "partner", "mutual"]),
)  # fmt: skip
JSON = st.recursive(
    VALUES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS | st.text(max_size=4), inner, max_size=6),
    max_leaves=30,
)  # fmt: skip
FIELDS = st.dictionaries(WORDS, VALUES | JSON, max_size=6)
EXPORTED = st.fixed_dictionaries({"_id": VALUES, "attributes": FIELDS}, optional={"from": VALUES, "to": VALUES})
ENTRIES = st.lists(FIELDS | EXPORTED)
DOCUMENTS = st.fixed_dictionaries(
    {"elements": ENTRIES | JSON},
    optional={"connections": ENTRIES | JSON, "maps": ENTRIES | JSON, "attributes": ENTRIES | JSON, "loops": JSON},
)


@settings(max_examples=MANY, deadline=None)
@example({"elements": [], "maps": [{"description": "a\x1fb"}]}, "m")
@given(JSON | DOCUMENTS, st.text(max_size=5))
def test_any_json_gives_rows_or_problems(document: Any, name: str) -> None:
    Result(orjson.dumps(document), name)


@settings(max_examples=MANY, deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_give_rows_or_problems(data: bytes) -> None:
    Result(data)
