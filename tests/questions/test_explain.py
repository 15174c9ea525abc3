"""Evidence paths in words."""

from typing import Any

import pytest

from graph.model import Language
from graph.questions.explain import Step, sentence
from graph.schema import SCHEMA

NAMES: dict[str, tuple[str, str, str | None]] = {
    "horizont": ("Organization", "Horizont Kroměříž", None),
    "library": ("Library", "Knihovna Kroměřížska", None),
    "museum": ("Organization", "Muzeum", None),
    "thursdays": ("Activity", "Biblioterapeutické čtvrtky", None),
    "mental": ("Topic", "Duševní zdraví", "Mental health"),
    "therapy": ("Topic", "Biblioterapie", "Bibliotherapy"),
    "czech": ("Topic", "Čeština pro cizince", "Czech for foreigners"),
    "sdg": ("Topic", "Zdraví a kvalitní život", "Good Health and Well-being"),
    "town": ("Place", "Kroměříž", None),
    "region": ("Place", "Zlínský kraj", "Zlín Region"),
}


def _end(key: str) -> dict[str, Any]:
    type_, name, english = NAMES[key]
    return {"elementId": key, "type": type_, "name": name, "nameEn": english}


def _path(*steps: tuple[str, str, str]) -> list[Step]:
    return [{"link": link, "from": _end(source), "to": _end(target)} for source, link, target in steps]


@pytest.mark.parametrize(
    ("path", "english", "czech"),
    [
        ([], "", ""),
        (
            _path(("horizont", "WORKS_ON", "mental")),
            "Horizont Kroměříž works on mental health",
            "Horizont Kroměříž se věnuje tématu Duševní zdraví",
        ),
        (
            _path(("horizont", "TAKES_PART_IN", "thursdays"), ("library", "RUNS", "thursdays"),
                  ("thursdays", "ABOUT", "mental")),
            "Horizont Kroměříž takes part in Biblioterapeutické čtvrtky, run by Knihovna Kroměřížska, about mental health",
            "Horizont Kroměříž se účastní aktivity Biblioterapeutické čtvrtky, kterou pořádá Knihovna Kroměřížska, na téma Duševní zdraví",
        ),
        (
            _path(("library", "RUNS", "thursdays"), ("thursdays", "ABOUT", "therapy"), ("therapy", "BROADER", "mental")),
            "Knihovna Kroměřížska runs Biblioterapeutické čtvrtky, about bibliotherapy, which belongs under mental health",
            "Knihovna Kroměřížska pořádá aktivitu Biblioterapeutické čtvrtky, na téma Biblioterapie, což patří pod Duševní zdraví",
        ),
        (
            _path(("horizont", "LOCATED_IN", "town"), ("library", "LOCATED_IN", "town")),
            "Horizont Kroměříž is in Kroměříž, where Knihovna Kroměřížska is too",
            "Horizont Kroměříž sídlí v místě Kroměříž, sídlí tam i Knihovna Kroměřížska",
        ),
        (
            _path(("horizont", "LOCATED_IN", "town"), ("town", "PART_OF", "region")),
            "Horizont Kroměříž is in Kroměříž, part of Zlín Region",
            "Horizont Kroměříž sídlí v místě Kroměříž, součást celku Zlínský kraj",
        ),
    ],
)  # fmt: skip
def test_a_path_is_a_sentence(path: list[Step], english: str, czech: str) -> None:
    assert sentence(path, "en") == english
    assert sentence(path, "cs") == czech


def test_a_mutual_connection_is_told_towards_the_next_step() -> None:
    path = _path(("library", "PARTNERS_WITH", "museum"), ("library", "FOUNDED_BY", "horizont"))
    assert sentence(path, "en") == "Muzeum partners with Knihovna Kroměřížska, founded by Horizont Kroměříž"


def test_a_step_about_something_else_is_a_clause_of_its_own() -> None:
    path = _path(("library", "RUNS", "thursdays"), ("library", "FOUNDED_BY", "horizont"))
    assert sentence(path, "en") == (
        "Knihovna Kroměřížska runs Biblioterapeutické čtvrtky; Knihovna Kroměřížska was founded by Horizont Kroměříž"
    )


def test_english_terms_are_small_unless_they_are_names() -> None:
    assert sentence(_path(("library", "WORKS_ON", "czech")), "en").endswith("works on Czech for foreigners")
    assert sentence(_path(("mental", "MATCHES", "sdg")), "en") == "mental health matches Good Health and Well-being"


def test_an_unknown_connection_is_told_by_its_type() -> None:
    path = _path(("library", "KNOWS", "museum"), ("museum", "LOCATED_IN", "town"))
    assert sentence(path, "en") == "Knihovna Kroměřížska KNOWS Muzeum, in Kroměříž"


@pytest.mark.parametrize("connection", SCHEMA.connections, ids=lambda connection: connection.type)
@pytest.mark.parametrize("language", ["cs", "en"])
def test_every_connection_has_its_words(connection: Any, language: Language) -> None:
    source, target = {"elementId": "a", "type": "X", "name": "Alfa"}, {"elementId": "b", "type": "X", "name": "Beta"}
    other = {"elementId": "c", "type": "X", "name": "Gama"}
    alone = sentence([{"link": connection.type, "from": source, "to": target}], language)
    onward = sentence([{"link": "RUNS", "from": other, "to": source},
                       {"link": connection.type, "from": source, "to": target}], language)  # fmt: skip
    back = sentence([{"link": "RUNS", "from": other, "to": target},
                     {"link": connection.type, "from": source, "to": target}], language)  # fmt: skip
    assert "Alfa" in alone and "Beta" in alone
    assert onward.count(", ") == 1 and onward.split(", ")[1].count("Beta") == 1
    assert back.count(", ") == 1 and back.split(", ")[1].count("Alfa") == 1
    assert "{" not in alone + onward + back
