"""``search.cypher``: what a librarian types has to find what a librarian means."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.questions.named import question
from graph.schema import SCHEMA
from graph.store import Store
from tests.making_up import MANY

pytestmark = pytest.mark.anyio

SEARCHES: tuple[tuple[str, str], ...] = (
    # places, libraries and bodies by name, with and without diacritics, in any case of the noun
    ("Kroměříž", "cz-588296"),
    ("kromeriz", "cz-588296"),
    ("knihovna kroměříž", "cz-library-900"),
    ("knihovne kromeriz", "cz-library-900"),
    ("knihovny v Kroměříži", "cz-library-900"),
    ("mestska knihovna vsetin", "cz-library-1795"),
    ("MVK Vsetín", "cz-library-1795"),
    ("masarykova knihovna vsetin", "cz-library-1795"),
    ("mahenova knihovna", "cz-library-877"),
    ("jiří mahen brno", "cz-library-877"),
    ("mestska knihovna v praze", "cz-library-25"),
    ("roznov pod radhostem knihovna", "cz-library-1393"),
    ("olomouc vedecka knihovna", "cz-library-40"),
    ("velke karlovice", "cz-library-112"),
    ("praha", "cz-554782"),
    ("zlin", "cz-585068"),
    ("hradec kralove", "cz-569810"),
    ("horizont", "horizont-kromeriz"),
    ("psychiatricka nemocnice", "ico-00567914"),
    ("psychiatrická léčebna kroměříž", "ico-00567914"),
    ("muzeum vsetin", "ico-00098574"),
    ("nadace via", "nadace-via"),
    ("open society fund", "nadace-osf"),
    ("úřad práce", "urad-prace-cr"),
    ("urad prace", "urad-prace-cr"),
    ("ministerstvo kultury", "ministerstvo-kultury-cr"),
    ("KISK", "kisk-muni"),
    ("skip", "ico-40765407"),
    ("wikimedia", "wikimedia-cr"),
    ("ukliďme česko", "uklidme-cesko"),
    ("coderdojo", "coderdojo"),
    ("zdravá města", "zdrava-mesta"),
    ("jeden svet", "jeden-svet"),
    ("udržitelná knihovna", "udrzitelna-knihovna"),
    ("bibliotheca inspirans", "bibliotheca-inspirans"),
    # identifiers
    ("00851817", "cz-library-1795"),
    ("851817", "cz-library-1795"),
    ("FMR301", "cz-library-3"),
    ("fmr301", "cz-library-3"),
    ("cz-library-900", "cz-library-900"),
    ("588296", "cz-588296"),
    ("CZ0721", "cz0721"),
    # topics, groups and resources: names, synonyms, English, inflected
    ("dusevni zdravi", "dusevni-zdravi"),
    ("duševního zdraví", "dusevni-zdravi"),
    ("psychické zdraví", "dusevni-zdravi"),
    ("mental health", "dusevni-zdravi"),
    ("biblioterapii", "biblioterapie"),
    ("aktivizace seniorů", "aktivizace-senioru"),
    ("trenovani pameti", "trenovani-pameti"),
    ("komunitni planovani", "komunitni-planovani"),
    ("cestina pro cizince", "cestina-pro-cizince"),
    ("roboti", "robotika"),
    ("klima", "klima"),
    ("fair trade", "fair-trade"),
    ("sdg 3", "sdg-3"),
    ("digital skills", "digitalni-kompetence"),
    ("seniorum", "group-seniori"),
    ("důchodci", "group-seniori"),
    ("older people", "group-seniori"),
    ("dětem", "group-deti"),
    ("nevidomi", "group-nevidomi"),
    ("pro nevidomé", "group-nevidomi"),
    ("zrakově postižení", "group-nevidomi"),
    ("lidé z ukrajiny", "group-uprchlici"),
    ("dotace", "resource-grant"),
    # activities
    ("ferova snidane", "ferova-snidane-prostejov"),
    ("semínkovny", "seminkovna-tachov"),
    ("lekoteka", "lekoteka-hradec-kralove"),
    ("biblioterapeutické čtvrtky", "biblioterapeuticke-ctvrtky"),
)
"""What is typed, and what has to be among the first three answers."""

FINDING_ONESELF = Path(__file__).parent.parent / "data" / "finding_oneself.jsonl"
MISSED = 0.05
"""Which part of these may be missed; 97 in 100 of all are found."""

HOSTILE = (
    "", "   ", "!?", "*", "?", '"', "\\", "~", "^", ":", "/", "()", "[* - ]", '+-&&||!(){}[]^"~*?:\\/', "\0", "\ud7ff",
    "🙂", "́̌",
)  # fmt: skip


async def _search(store: Store, query: str, types: Sequence[str] | None = None, first: int = 10) -> list[list[Any]]:
    search = question("search")
    return await store.read(search.text, search.bind({"query": query, "types": types, "first": first}))


async def _ids(store: Store, query: str, types: Sequence[str] | None = None, first: int = 10) -> list[str]:
    return [row[0] for row in await _search(store, query, types, first)]


@pytest.mark.parametrize(("query", "expected"), SEARCHES)
async def test_what_is_meant_is_among_the_first_three(seeded: Store, query: str, expected: str) -> None:
    assert expected in await _ids(seeded, query, first=3)


async def test_librarian_1_6_one_finds_ones_own_library(seeded: Store) -> None:
    """What people type for their library: town and kind, abbreviations, old names; of towns of one name with the district."""
    asked = [orjson.loads(line) for line in FINDING_ONESELF.read_bytes().splitlines()]
    missed: dict[str, list[str]] = {by: [] for by in ("hand", "rule")}
    for one in asked:
        if one["id"] not in await _ids(seeded, one["query"], first=3):
            missed[one["by"]].append(one["query"])
    for by, queries in missed.items():
        assert len(queries) <= MISSED * sum(one["by"] == by for one in asked), queries


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("městská knihovna praha", "Městská knihovna v Praze"),
        ("mestska knihovna v praze", "Městská knihovna v Praze"),
        ("knihovna havlíčkův brod", "Krajská knihovna Vysočiny"),
        ("Mstska knihovna", "Městská knihovna"),
    ],
)
async def test_what_is_meant_comes_first(seeded: Store, query: str, expected: str) -> None:
    [[_, _, name, _]] = await _search(seeded, query, first=1)
    assert name.startswith(expected)


@pytest.mark.parametrize("query", ["Brno-jih", "Olomouc Prostějov", "Kroměříž Jihlava"])
async def test_reports_f14_many_other_names_do_not_outrank_an_exact_one(seeded: Store, query: str) -> None:
    [[_, _, name, _]] = await _search(seeded, query, first=1)
    assert name in query


@pytest.mark.parametrize("query", ["kroužek robotika", "primární prevence"])
async def test_the_end_of_what_is_typed_is_no_identifier(seeded: Store, query: str) -> None:
    """Ids of topics are words of eight letters too: ``robotika``, ``prevence``."""
    [score] = [score for id_, _, _, score in await _search(seeded, query, first=50) if id_ == query.split()[1]]
    [alone] = [score for id_, _, _, score in await _search(seeded, query.split()[1], first=1)]
    assert score < alone - 10


async def test_only_what_has_every_word_where_that_is_asked(seeded: Store) -> None:
    search = question("search")
    asked = {"query": "dramatický spolek robotika", "types": None, "first": 10}
    assert await seeded.read(search.text, search.bind({**asked, "every": False}))
    assert not await seeded.read(search.text, search.bind({**asked, "every": True}))


async def test_c7_a_list_of_all_that_a_common_word_finds_takes_little_memory(seeded: Store) -> None:
    """Of what was found, no row holds the whole list: a Neo4j with a heap of 512 MB answers, as those of the tests have."""
    search = question("search")
    given = {"query": "knihovna", "types": ["Library"], "first": 100_000, "every": True}
    assert len(await seeded.read(search.text, search.bind(given))) > 6_000


async def test_a_town_finds_its_library(seeded: Store) -> None:
    assert "cz-library-900" in await _ids(seeded, "kromeriz")


async def test_an_inflected_word_finds_the_word(seeded: Store) -> None:
    rows = await _search(seeded, "knihovně")
    assert len(rows) == 10
    assert any("knihovna" in name.lower() for _, _, name, _ in rows)


async def test_types_are_kept_also_where_others_fit_better(seeded: Store) -> None:
    rows = await _search(seeded, "knihovna", ["Topic", "Community"])
    assert {row[1] for row in rows} == {"Topic", "Community"}
    assert {row[1] for row in await _search(seeded, "kromeriz", ["Organization"])} == {"Organization", "Library"}
    assert await _search(seeded, "kromeriz", []) == []


async def test_the_type_is_the_most_specific_label(seeded: Store) -> None:
    for element in SCHEMA.elements:
        found = await seeded.read(f"MATCH (n:{element.label}) RETURN n.name, n.id LIMIT 1")
        for name, id_ in found:
            types = {row[0]: row[1] for row in await _search(seeded, name, [element.label], 100)}
            assert types[id_] in {element.label, *(e.label for e in SCHEMA.elements if e.parent is element)}


async def test_answers_come_best_first_and_each_once(seeded: Store) -> None:
    rows = await _search(seeded, "senioři v knihovně", first=50)
    assert [(-row[3], row[0]) for row in rows] == sorted((-row[3], row[0]) for row in rows)
    assert len({row[0] for row in rows}) == len(rows)
    assert await _search(seeded, "senioři v knihovně", first=5) == rows[:5]


async def test_all_words_come_before_some_words(seeded: Store) -> None:
    rows = await _search(seeded, "vědecká knihovna olomouc dinosauři")
    assert rows[0][0] == "cz-library-40"


async def test_open_libraries_come_before_closed_ones(seeded: Store) -> None:
    [[name, open_id, closed_id]] = await seeded.read(
        "MATCH (a:Library {closed: true}) MATCH (b:Library {name: a.name}) WHERE b.closed IS NULL "
        "RETURN a.name, b.id, a.id ORDER BY size(a.name) DESC, a.id, b.id LIMIT 1"
    )
    ids = await _ids(seeded, name, ["Library"], 100)
    assert ids.index(open_id) < ids.index(closed_id)


@pytest.mark.parametrize("query", HOSTILE)
async def test_symbols_alone_find_nothing(seeded: Store, query: str) -> None:
    assert await _search(seeded, query) == []


@pytest.mark.parametrize(
    "query",
    ["robotika AND", "NOT robotika", "[robotika TO roboti]", "robotika~2", "name:robotika", "(robotika", "/robotika/"],
)
async def test_signs_of_lucene_have_no_meaning(seeded: Store, query: str) -> None:
    assert "robotika" in await _ids(seeded, query)


@settings(max_examples=MANY // 4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text(max_size=300) | st.text('aáčkž01 +-&|!(){}[]^"~*?:\\/ANDORTO', max_size=60))
async def test_no_text_is_an_error(seeded: Store, query: str) -> None:
    assert len(await _search(seeded, query)) <= 10
