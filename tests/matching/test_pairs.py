"""Whether two elements are the same: the labelled pairs, and each rule by itself.

``tests/data/duplicates.jsonl`` is made of public registers, as README.md of ``seed`` names them: schools and libraries of
one number under two names, names as people write them, and what only looks the same: other schools of the town, branches,
the same name in another town. Where nobody could tell from name and place, a pair was left out.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from graph.matching.duplicates import LARGEST_GROUP, _known, pairs_of
from graph.matching.pairs import Known, compared, host_of
from graph.operations.duplicates import USUAL

LABELLED = Path(__file__).parent.parent / "data" / "duplicates.jsonl"
BRNO, OLOMOUC = ("582786", "Brno"), ("500496", "Olomouc")


def known(id_: str, *names: str, label: str = "Organization", **more: Any) -> Known:
    return Known(id_, label, names, **more)


def score(one: Known, other: Known) -> float:
    pair = compared(one, other)
    assert pair == compared(other, one)
    return pair.score


def _labelled(id_: str, given: dict[str, Any]) -> Known:
    place = (given["place"][0], given["place"][1]) if "place" in given else None
    return known(id_, given["name"], label=given.get("label", "Organization"), kind=given.get("kind"), place=place)


def test_labelled_organisations_are_told_with_precision_and_recall() -> None:
    rows = [json.loads(line) for line in LABELLED.read_text(encoding="utf-8").splitlines()]
    same = {True: [0, 0], False: [0, 0]}
    for row in rows:
        found = compared(_labelled("one", row["one"]), _labelled("other", row["other"])).score >= USUAL
        same[row["same"]][found] += 1
    (missed, right), (_, wrong) = same[True], same[False]
    assert right / (right + wrong) >= 0.95
    assert right / (right + missed) >= 0.8


def test_the_same_number_is_the_same_whatever_the_name() -> None:
    assert score(known("a", "Spolek", codes={"ror": "x"}), known("b", "Sdružení", codes={"ror": "x"})) > 0.95


def test_what_lies_far_apart_is_not_the_same_unless_its_places_say_so() -> None:
    here, there = (49.2, 16.6), (56.5, -2.9)
    towns = [known(id_, "Brno", label="Place", kind="municipality", at=at) for id_, at in (("a", here), ("b", there))]
    assert score(*towns) < 0.6
    regions = [known(id_, "Morava", label="Place", kind="region", at=at) for id_, at in (("a", here), ("b", there))]
    assert score(*regions) > 0.9
    bodies = [known(id_, "Domov Slunečnice", at=at) for id_, at in (("a", here), ("b", there))]
    assert score(*bodies) < 0.6 < score(*(known(id_, "Domov Slunečnice", at=here) for id_ in "ab"))
    placed = [known(id_, "Domov Slunečnice", place=BRNO, at=at) for id_, at in (("a", here), ("b", there))]
    assert score(*placed) > 0.9


def test_other_numbers_are_not_the_same() -> None:
    one = known("a", "Domov Slunečnice", place=BRNO, codes={"ico": "00000001"}, kind="school")
    assert score(one, known("b", "Domov Slunečnice Brno", place=BRNO, codes={"ico": "00000002"}, kind="school")) < USUAL


def test_a_municipality_with_two_numbers_is_listed_with_the_reason() -> None:
    one = known("a", "Obec Pšov", place=BRNO, codes={"ico": "00254941"}, kind="municipality")
    pair = compared(one, known("b", "Obec Pšov", place=BRNO, codes={"ico": "00584941"}, kind="municipality"))
    assert pair.score >= USUAL
    assert [reason.en for reason in pair.reasons] == [
        "the same name",
        "in the same municipality: Brno",
        "different IČO: 00254941 and 00584941",
    ]
    assert pair.reasons[0].cs == "stejný název"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Charita Zábřeh", "Charita Zábřeh, z.s."),
        ("Mateřská škola Slunečnice, příspěvková organizace", "MŠ Slunečnice"),
        ("Knihovna Jiřího Mahena", "Knihovna Jiriho Mahena"),
        ("Městská knihovna Svitavy", "Knihovna Svitavy"),
        ("Klub přátel muzea", "Klub přatel muzea"),
    ],
)
def test_one_name_in_two_spellings_is_the_same(one: str, other: str) -> None:
    assert score(known("a", one), known("b", other)) >= USUAL


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Základní škola č. 5", "Základní škola č. 6"),
        ("Základní škola Husova 1", "Mateřská škola Husova 1"),
        ("Městská knihovna Svitavy", "Městská knihovna Svitavy, pobočka Lány"),
        ("Obecní knihovna Svitavy", "Školní knihovna Svitavy"),
        ("Charita Zábřeh", "Charita Šumperk"),
    ],
)
def test_numbered_schools_kinds_and_branches_of_one_town_are_not_the_same(one: str, other: str) -> None:
    assert score(known("a", one, place=BRNO), known("b", other, place=BRNO)) < USUAL


def test_one_name_in_two_towns_is_not_the_same() -> None:
    assert score(known("a", "Základní škola", place=BRNO), known("b", "Základní škola", place=OLOMOUC)) < 0.5
    assert score(known("a", "Domov Slunečnice", place=BRNO), known("b", "Domov Slunečnice", place=OLOMOUC)) < USUAL


def test_other_names_initials_and_web_addresses_count() -> None:
    assert score(known("a", "Knihovna Jiřího Mahena", "KJM"), known("b", "KJM")) >= USUAL
    assert score(known("a", "MKP", place=BRNO), known("b", "Městská knihovna v Praze", place=BRNO)) >= USUAL
    one, other = known("a", "Kino Art", host="art.cz"), known("b", "Kino Art Brno", host="art.cz")
    assert score(one, other) > score(known("a", "Kino Art"), known("b", "Kino Art Brno"))
    assert host_of("https://www.art.cz/program") == "art.cz"
    assert host_of("https://www.facebook.com/art") is None


def test_a_library_is_not_the_museum_that_founded_it() -> None:
    library = known("a", "Knihovna Muzea skla", label="Library", place=BRNO)
    assert score(library, known("b", "Muzeum skla", place=BRNO)) < USUAL
    assert score(library, known("c", "Knihovna Muzea skla", place=BRNO)) >= USUAL


def test_terms_are_the_same_by_their_words_not_by_some_of_them() -> None:
    def term(id_: str, *names: str) -> Known:
        return known(id_, *names, label="Topic")

    assert score(term("a", "Duševní zdraví"), term("b", "duševní zdraví")) >= USUAL
    assert score(term("a", "Duševní zdraví", "Mental health"), term("b", "Mental health")) >= USUAL
    assert score(term("a", "Děti"), term("b", "Předškolní děti")) < USUAL


def test_a_person_is_the_same_in_any_order_and_without_titles() -> None:
    one = known("a", "Ing. Jana Nováková, Ph.D.", label="Person")
    assert score(one, known("b", "Nováková Jana", label="Person")) >= USUAL
    assert score(one, known("b", "Petr Novák", label="Person")) < USUAL


def test_places_of_one_name_with_other_codes_are_not_the_same() -> None:
    one = known("a", "Březina", label="Place", place=("okres", "okres Brno"), codes={"code": "1"})
    assert score(one, known("b", "Březina", label="Place", place=("okres", "okres Brno"), codes={"code": "2"})) < USUAL


def test_schools_of_two_districts_are_not_the_same_and_of_one_told_shorter_are() -> None:
    chrast = known("a", "Základní škola Chrást, okres Plzeň-město, příspěvková organizace")
    assert score(chrast, known("b", "Základní škola Chrást, okres Chrudim")) < USUAL
    assert score(chrast, known("b", "Základní škola Chrást, okres Plzeň")) >= USUAL


def test_a_foundation_is_not_the_company_that_it_is_called_after() -> None:
    fund, company = (
        known(id_, name, place=BRNO) for id_, name in (("a", "Nadační fond Veolia"), ("b", "Veolia, a.s."))
    )
    assert score(fund, company) < 1


def test_of_very_many_names_the_first_are_compared() -> None:
    many = known("a", *(f"Spolek číslo {number}" for number in range(1000)))
    assert len(many.taken) == 20


def test_what_has_no_type_or_two_is_compared_with_nothing() -> None:
    for labels in (["Element"], ["Element", "Topic", "Activity"], ["Element", "Source"]):
        assert _known(["a", labels, ["Jméno"], None, None, {}, None, None, None]) is None


def test_no_group_grows_beyond_twenty_by_what_lies_between() -> None:
    chain = [known(f"{n:02}", f"Spolek Alfa{n} Beta", f"Spolek Alfa{n + 1} Beta") for n in range(60)]
    found = pairs_of(chain)
    members: dict[str, set[str]] = {}
    for each in found:
        members.setdefault(each.group, set()).add(each.pair.one)
    assert len(found) >= 59
    assert max(map(len, members.values())) <= LARGEST_GROUP
