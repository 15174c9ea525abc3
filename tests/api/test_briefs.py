"""The founder brief as a document: chosen by Accept or by name, true to the answer, and safe whatever names hold."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any
from xml.etree import ElementTree as ET

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from starlette.exceptions import HTTPException

from api.briefs.document import Brief, brief
from api.briefs.formats import SHEETS, Format, chosen, pages, plain, written
from api.rest.documents import PRINTING
from graph.contract.price import QUESTION
from graph.model import Language
from graph.settings import Settings
from graph.store import Endpoint
from tests.serving import served

ADDRESS = "/v1/founder-brief"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
HOSTILE = '</style><script>alert(1)</script> #panic("x") $x$ *b* [a](http://x) | `c` \\ 1. "q\' &amp; ě š č ř ž ů'


def _answer(name: str = "Knihovna", **changes: Any) -> dict[str, Any]:
    element = {"id": "a", "type": "Organization", "name": name}
    activity = {
        "elementId": "x",
        "name": name,
        "kind": "club",
        "since": "2015",
        "until": "2016",
        "recurring": False,
        "results": name,
        "url": None,
        "source": name,
        "topics": ["t"],
        "targetGroups": ["g"],
        "partners": ["p"],
    }
    counted = {"name": name, "nameEn": None, "activities": 1}
    return {
        "library": {**element, "id": "lib", "type": "Library"},
        "founders": [element],
        "withPartners": 1,
        "since": "2015",
        "dated": 1,
        "population": 9000,
        "similarFrom": 3000,
        "similarTo": 27000,
        "similarCount": 3,
        "similarActivities": 2.25,
        "similarPartners": 0.0,
        "similarTopics": 1.0,
        "similar": [
            {"elementId": f"s{n}", "name": name, "activities": 2, "partners": 0, "topics": 1} for n in range(3)
        ],
        "activityDetails": [activity],
        "topicCounts": [{**counted, "elementId": "t", "nameEn": "In English", "partners": 1}],
        "goalCounts": [{**counted, "elementId": "sdg-4", "scheme": "sdg", "notation": "4"}],
        "targetGroupCounts": [{**counted, "elementId": "g"}],
        "partnerCounts": [{**counted, "elementId": "p", "kind": "museum", "direct": True, "founder": False}],
        "needs": [{"elementId": "n", "name": name, "nameEn": None, "note": name, "activity": None}],
        "sources": [{"kind": k, "name": name, "source": None} for k in ("activity", "partner", "founder", "need")],
        "unconfirmed": [{"link": "PARTNERS_WITH", "elementId": "u", "name": name, "activity": None}],
        "years": [{"year": year, "activities": 1, "partners": 1, "topics": 1} for year in (2015, 2016)],
        **changes,
    }


def _brief(answer: dict[str, Any], language: Language = "cs") -> Brief:
    return brief(answer, language, date(2026, 1, 2), public=True)


def _text(made: Brief, format: Format) -> str:
    return written(made, format)[0].decode()


NOTHING = _answer(
    founders=[],
    withPartners=0,
    since=None,
    dated=0,
    population=None,
    similarFrom=None,
    similarTo=None,
    similarCount=0,
    similar=[],
    needs=[],
    sources=[],
    unconfirmed=[],
    years=[],
    activityDetails=[],
    topicCounts=[],
    goalCounts=[],
    targetGroupCounts=[],
    partnerCounts=[],
)


@pytest.mark.parametrize(
    ("accept", "format"),
    [
        ("*/*", Format.JSON),
        ("application/*", Format.JSON),
        ("application/json, text/html", Format.JSON),
        (BROWSER, Format.HTML),
        ("text/markdown", Format.MARKDOWN),
        ("text/*", Format.MARKDOWN),
        ("application/pdf, */*;q=0.1", Format.PDF),
        ("application/pdf;q=0.2, text/html;q=0.3", Format.HTML),
    ],
)
def test_the_format_is_the_one_that_is_liked_best(accept: str, format: Format) -> None:
    assert chosen(accept, None) is format
    assert chosen(accept, Format.PDF) is Format.PDF


@pytest.mark.parametrize("name", ["Noc s Andersenem 😀", "読書会", "A\x0bB", "A\x00B\ufffe"])
@pytest.mark.parametrize("format", [Format.MARKDOWN, Format.HTML, Format.PDF])
def test_any_sign_in_a_name_can_be_written(format: Format, name: str) -> None:
    assert written(_brief(_answer(name)), format)[0]


@pytest.mark.parametrize("accept", ["image/png", "text/html;q=0", "nonsense"])
def test_none_of_the_formats_is_406(accept: str) -> None:
    with pytest.raises(HTTPException) as refused:
        chosen(accept, None)
    assert refused.value.status_code == 406


@pytest.mark.parametrize(
    ("format", "media", "begin"),
    [
        ("markdown", "text/markdown; charset=utf-8", b"# Podklad"),
        ("html", "text/html; charset=utf-8", b"<!DOCTYPE html>"),
        ("pdf", "application/pdf", b"%PDF-"),
        ("json", "application/json", b"{"),
    ],
)
def test_a_brief_is_had_in_each_format(client: httpx.Client, format: str, media: str, begin: bytes) -> None:
    answer = client.get(ADDRESS, params={"library": "cz-library-900", "lang": "cs", "format": format})
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, media)
    assert "Accept" in answer.headers["Vary"].split(", ")
    assert answer.content.startswith(begin)
    again = client.get(
        ADDRESS, params={"library": "cz-library-900", "lang": "cs"}, headers={"Accept": media.split(";", maxsplit=1)[0]}
    )
    assert again.content == answer.content or format == "pdf"
    if format != "json":
        named = r'inline; filename="podklad-pro-zrizovatele-knihovna-kromerizska-\d{4}-\d\d-\d\d\.(md|html|pdf)"'
        assert re.fullmatch(named, answer.headers["Content-Disposition"])


def test_a_brief_that_cannot_be_had_is_refused(client: httpx.Client) -> None:
    refused = client.get(ADDRESS, params={"library": "cz-library-900"}, headers={"Accept": "image/png"})
    assert (refused.status_code, refused.json()["code"]) == (406, "NOT_ACCEPTABLE")
    assert "application/pdf" in refused.json()["message"]
    assert client.get(ADDRESS, params={"library": "cz-library-900", "format": "docx"}).status_code == 400
    assert client.get(ADDRESS, params={"library": "nobody", "format": "pdf"}).status_code == 404


def test_head_makes_no_document(client: httpx.Client, settings: Settings, endpoint: Endpoint) -> None:
    with served(settings.model_copy(update={"rate": QUESTION + PRINTING - 1}), endpoint) as narrow:
        answer = narrow.head(ADDRESS, params={"library": "cz-library-900", "format": "pdf"})
    assert (answer.status_code, answer.headers["Content-Type"], answer.content) == (200, "application/pdf", b"")
    assert "Content-Length" not in answer.headers
    assert client.head(ADDRESS, params={"library": "nobody", "format": "pdf"}).status_code == 404


def test_a_pdf_costs_more_than_its_question(client: httpx.Client, settings: Settings, endpoint: Endpoint) -> None:
    with served(settings.model_copy(update={"rate": QUESTION + PRINTING - 1}), endpoint) as narrow:
        asked = {"library": "cz-library-900", "format": "html"}
        assert narrow.get(ADDRESS, params=asked).status_code == 200
    with served(settings.model_copy(update={"rate": QUESTION + PRINTING - 1}), endpoint) as narrow:
        assert narrow.get(ADDRESS, params={**asked, "format": "pdf"}).status_code == 429


def test_the_document_tells_what_the_answer_tells(client: httpx.Client) -> None:
    told = client.get(ADDRESS, params={"library": "cz-library-1795"}).json()
    page = client.get(ADDRESS, params={"library": "cz-library-1795", "format": "html", "lang": "en"}).text
    text = " ".join(
        ET.fromstring(
            page.replace("<!DOCTYPE html>", "")
            .replace('<meta charset="utf-8">', "")
            .replace('<meta name="viewport" content="width=device-width, initial-scale=1">', "")
        ).itertext()
    )
    assert all(activity["name"] in text for activity in told["activities"])
    assert all(partner["name"] in text for partner in told["partners"])
    assert all(goal["nameEn"].split(" (")[0] in text for goal in told["goalCounts"])
    assert all(each["source"] in text for each in told["sources"] if each["source"])
    assert all(similar["name"] in text for similar in told["similar"])
    assert "Digital skills" in text and "Město Vsetín" in text


@pytest.mark.parametrize("format", [Format.MARKDOWN, Format.HTML, Format.PDF])
@pytest.mark.parametrize("answer", [_answer(HOSTILE), NOTHING], ids=["hostile", "nothing"])
@pytest.mark.parametrize("language", ["cs", "en"])
def test_whatever_the_map_holds_can_be_written(format: Format, answer: dict[str, Any], language: Language) -> None:
    made = _brief(answer, language)
    body, headers = written(made, format)
    assert body
    assert re.fullmatch(r'inline; filename="[a-z0-9.-]+"', headers["Content-Disposition"])


def test_names_are_no_markup_on_the_page() -> None:
    page = _text(_brief(_answer(HOSTILE)), Format.HTML)
    assert "<script" not in page and page.count("</style>") == 1
    drawn = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    assert len(drawn) == 3
    for svg in drawn:
        ET.fromstring(svg)
    assert not re.search(r"(?:src|href)=|url\(|@import", page)


def test_the_page_may_only_look_as_its_own_style_says() -> None:
    _, headers = written(_brief(_answer()), Format.HTML)
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'sha256-")


@given(st.text(st.characters(exclude_categories=("Cc", "Cs"))))
def test_a_name_reads_the_same_in_markdown(name: str) -> None:
    tokens = MarkdownIt("commonmark").enable("table").parse(f"- x {plain(name)}\n- {plain(name)}\n")
    assert [token.type for token in tokens].count("list_item_open") == 2
    lines = [token for token in tokens if token.type == "inline"]
    read = ["".join(child.content for child in line.children or []) for line in lines]
    assert all(child.type in ("text", "text_special") for line in lines for child in line.children or [])
    wanted = " ".join(name.split())
    assert read == ([f"x {wanted}".rstrip(), wanted] if wanted else ["x"])


def test_a_table_keeps_its_columns() -> None:
    html = MarkdownIt("commonmark").enable("table").render(_text(_brief(_answer(HOSTILE)), Format.MARKDOWN))
    for row in re.findall(r"<tr>.*?</tr>", html, re.DOTALL):
        assert 2 <= len(re.findall(r"<t[hd]", row)) <= 4
    assert "<script" not in html


@pytest.mark.parametrize(
    ("number", "words"), [(1, "1\u00a0aktivitu"), (2, "2\u00a0aktivity"), (4, "4\u00a0aktivity"), (5, "5\u00a0aktivit")]
)
def test_czech_numbers_have_their_forms(number: int, words: str) -> None:
    details = [{**_answer()["activityDetails"][0], "elementId": f"x{each}"} for each in range(number)]
    assert f"pořádá {words} na 1\u00a0téma pro" in _brief(_answer(activityDetails=details)).lead[0]


def test_a_brief_that_may_hold_hidden_facts_says_so() -> None:
    told = brief(_answer(), "en", date(2026, 1, 2), public=False).sections[-1].texts
    assert any("not public" in text for text in told)
    assert not any("not public" in text for text in _brief(_answer(), "en").sections[-1].texts)


def test_english_terms_are_used_where_there_are_any() -> None:
    assert "In English" in _text(_brief(_answer(), "en"), Format.MARKDOWN)
    assert "In English" not in _text(_brief(_answer(), "cs"), Format.MARKDOWN)


def _made(number: int, **changes: Any) -> dict[str, Any]:
    """An answer with so many activities."""
    [activity] = _answer()["activityDetails"]
    return _answer(activityDetails=[{**activity, "elementId": f"x{each}"} for each in range(number)], **changes)


@pytest.mark.parametrize(("number", "tile"), [(1, "aktivita"), (3, "aktivity"), (11, "aktivit")])
def test_tiles_have_the_same_forms(number: int, tile: str) -> None:
    made = _brief(_made(number))
    assert made.figures[0] == (str(number), tile)
    assert f"**{number}** {tile}\n" in _text(made, Format.MARKDOWN)


def test_one_activity_rests_on_partners_in_the_right_case() -> None:
    assert _brief(_answer()).lead[-1].endswith("na partnerech stojí 1 z\u00a01\u00a0aktivity.")
    assert "z\u00a05\u00a0aktivit (" in _brief(_made(5)).lead[-1]


def test_english_counts_what_rests_on_partners() -> None:
    assert "1 of its 5\u00a0activities rests on partners" in _brief(_made(5), "en").lead[-1]
    assert "2 of its 5\u00a0activities rest on partners" in _brief(_made(5, withPartners=2), "en").lead[-1]


def test_what_ended_and_what_is_proposed_is_named_for_what_it_is() -> None:
    need = _answer()["needs"][0] | {"name": "Hall", "ended": True}
    proposed = {"link": "RUNS", "elementId": "u", "name": "Horizon"}
    for activity, word in ((None, "activity"), ("Club", "running it too")):
        made = _brief(_answer(needs=[need], unconfirmed=[{**proposed, "activity": activity}]), "en")
        text = _text(made, Format.MARKDOWN)
        assert f"Horizon ({word})" in text and "Hall (no longer holds)" in text


def test_no_tile_says_that_there_is_nothing() -> None:
    assert _brief(NOTHING).figures == []
    assert "figures" not in _text(_brief(NOTHING), Format.HTML).partition("<body>")[2]


def test_results_and_needs_stand_before_all_else() -> None:
    headings = [section.heading for section in _brief(_answer(), "en").sections]
    assert headings[:2] == ["What came of it", "What the library asks for"]


@pytest.mark.parametrize(
    ("number", "told"),
    [(1, "z\u00a0"), (2, "ze "), (4, "ze "), (5, "z\u00a0"), (14, "ze "), (20, "ze "), (50, "z\u00a0"), (120, "ze ")],
)
def test_czech_says_out_of_as_the_number_is_read(number: int, told: str) -> None:
    assert f"na partnerech stojí 1 {told}{number}\u00a0" in _brief(_made(number)).lead[-1]


def test_a_column_of_which_nothing_is_known_is_left_out() -> None:
    [dated] = _answer()["activityDetails"]
    undated = {**dated, "since": None, "until": None}
    for activities, columns in (([dated], 3), ([undated], 2), ([dated, undated], 3)):
        table = _brief(_answer(activityDetails=activities)).sections[0].table
        assert table and {columns} == {len(table.columns), len(table.numeric), *map(len, table.rows)}


@pytest.mark.parametrize("known", [{"similarCount": 2}, {"activityDetails": []}])
def test_few_libraries_and_idle_ones_are_not_compared(known: dict[str, Any]) -> None:
    assert "Compared with similar libraries" in {section.heading for section in _brief(_answer(), "en").sections}
    made = _brief(_answer(**known), "en")
    assert "Compared with similar libraries" not in {section.heading for section in made.sections}


def test_a_rank_is_told_only_to_the_better_half_with_all_its_equals() -> None:
    assert "ranks" not in _text(_brief(_answer(), "en"), Format.MARKDOWN)
    assert "ranks" not in _text(_brief(_made(2), "en"), Format.MARKDOWN)
    assert "ranks 1 of 4" in _text(_brief(_made(9), "en"), Format.MARKDOWN)


def test_no_rank_is_told_behind_the_libraries_that_are_listed() -> None:
    made = _brief({**_made(1), "similarCount": 43}, "en")
    assert "ranks" not in _text(made, Format.MARKDOWN)
    [table] = [section.table for section in made.annex if section.heading == "Compared with similar libraries"]
    assert table and table.more == "and 40 more"


def test_a_share_of_one_or_two_activities_is_not_told() -> None:
    assert [each for each in _brief(_made(2, withPartners=2)).figures if "%" in each[0]] == []
    assert "100" in _brief(_made(3, withPartners=3)).figures[-1][0]


def test_a_founder_is_named_or_said_to_be_unknown() -> None:
    assert _brief(_answer("Obec")).founder == "Zřizovatel: Obec"
    assert _brief(_answer(founders=[]), "en").founder == "Founder: not on the map"


def test_no_chart_shows_less_than_half() -> None:
    texts = {known: _text(_brief(_made(5, dated=known), "en"), Format.HTML) for known in (2, 3)}
    assert "The years of only 2 of 5\u00a0activities are known" in texts[2] and "Columns by year" not in texts[2]
    assert "the years of 3 of 5\u00a0activities are known" in texts[3] and "Columns by year" in texts[3]


def test_what_is_not_confirmed_is_said_to_be_so() -> None:
    assert "Not confirmed yet, and therefore not counted: Rada (partnership)." in _brief(
        _answer(unconfirmed=[{"link": "PARTNERS_WITH", "elementId": "u", "name": "Rada"}]), "en"
    ).sections[-1].texts  # fmt: skip


def test_each_framework_has_its_table() -> None:
    goals = [
        {
            "elementId": scheme,
            "scheme": scheme,
            "notation": "A",
            "name": f"Cíl ({scheme})",
            "nameEn": None,
            "activities": 1,
        }
        for scheme in ("own", "sdg", "koncepce")
    ]
    made = _brief(_answer(goalCounts=goals))
    headings = [section.heading for section in made.sections + made.annex]
    at = [headings.index(each) for each in headings if "přispívá" in each]
    assert [headings[each].split(":")[0] for each in at] == [
        "Koncepce rozvoje knihoven",
        "Cíle udržitelného rozvoje, ke kterým to přispívá",
        "Rámec own",
    ]
    assert "A. Cíl |" in _text(_brief(_answer(goalCounts=goals)), Format.MARKDOWN)


def test_markdown_embeds_no_picture() -> None:
    text = _text(_brief(_answer()), Format.MARKDOWN)
    assert "base64" not in text and "<svg" not in text and "](" not in text


def test_sources_end_the_document() -> None:
    last = _brief(_answer("Web"), "en").annex[-1].table
    assert last and last.rows == [["no source given", "activities: Web; partners: Web; founder: Web; needs: Web"]]


@pytest.mark.parametrize("format", ["markdown", "html"])
def test_a_document_names_who_is_near_and_whom_to_learn_from(client: httpx.Client, format: str) -> None:
    told = client.get(ADDRESS, params={"library": "cz-library-900", "lang": "en"}).json()
    asked = {"for": "cz-library-900", "topic": told["topicCounts"][0]["elementId"], "first": 5}
    made = client.get(ADDRESS, params={"library": "cz-library-900", "lang": "en", "format": format}).text
    assert "Who could come in: close" in made and "Whom to learn from" in made
    for reach in ("near", "learnFrom"):
        found = client.get("/v1/partners", params={**asked, "reach": reach}).json()["partners"]
        assert found
        assert all(each["name"].split(",")[0] in made for each in found)


def test_lists_of_allies_stand_as_they_come() -> None:
    ally = {"name": "Nemocnice", "place": "Kroměříž", "km": 0.4, "why": "is near"}
    made = brief(
        _answer(), "cs", date(2026, 1, 2), public=True, allies={"near": [ally], "learnFrom": [{**ally, "km": None}]}
    )
    [near] = [section for section in made.sections if section.heading.endswith("spojit: blízko")]
    [learn] = [section for section in made.annex if section.heading == "Od koho se učit"]
    assert near.table is not None and learn.table is not None
    assert near.table.rows == [["Nemocnice", "Kroměříž", "is near"]]
    assert learn.table.rows == [["Nemocnice", "Kroměříž", "is near"]]


def test_an_idle_library_is_told_what_the_like_of_it_run(client: httpx.Client) -> None:
    similar = client.get("/v1/similar-libraries", params={"to": "cz-library-3000", "first": 5}).json()["rows"]
    made = client.get(ADDRESS, params={"library": "cz-library-3000", "lang": "cs", "format": "markdown"}).text
    section = made.split("## Co pořádají podobné knihovny")[-1]  # the whole of it, in the annex
    assert len(similar) == 5
    for each in similar:
        [row] = [line for line in section.splitlines() if line.startswith(f"| {each['library']['name']} ")]
        assert all(activity["name"].split(" ")[0] in row for activity in each["activities"])


LONG = "Městská knihovna v Kroměříži a její pobočky ve Vážanech, Těšnovicích, Zlobici, Miňůvkách a Drahlově"


def _large() -> dict[str, Any]:
    """An answer as long as a busy library's, every name of it long."""
    some = _answer(LONG)

    def many(key: str, number: int) -> list[dict[str, Any]]:
        return [{**some[key][0], "elementId": f"{key}{each}"} for each in range(number)]

    ids = {"topics": "topicCounts", "targetGroups": "targetGroupCounts", "partners": "partnerCounts"}
    details = [
        {**activity, **{name: [f"{key}{each}" for each in range(place % 5)] for name, key in ids.items()}}
        for place, activity in enumerate(many("activityDetails", 40))
    ]
    lists = {key: many(key, 30) for key in (*ids.values(), "needs", "sources", "similar")}
    goals = [
        {**goal, "scheme": scheme} for scheme in ("koncepce", "sdg", "keyCompetence") for goal in many("goalCounts", 12)
    ]
    years = [{"year": year, "activities": year % 7, "partners": 1, "topics": 1} for year in range(2000, 2027)]
    changed = {
        **lists,
        "activityDetails": details,
        "goalCounts": goals,
        "years": years,
        "dated": 40,
        "withPartners": 30,
    }
    return _answer(LONG, **changed)


ALLIES: dict[str, list[Mapping[str, Any]]] = {
    key: [{"name": LONG, "place": LONG, "km": 12.0, "why": LONG}] * 5 for key in ("near", "learnFrom")
}


@pytest.mark.parametrize(
    ("answer", "allies"),
    [
        (_answer(), {}),
        (_large(), ALLIES),
        (NOTHING, {"alike": [{"name": LONG, "place": LONG, "km": 3.0, "runs": [LONG] * 9}] * 5}),
    ],
    ids=["small", "large", "idle"],
)
def test_a_brief_takes_two_sheets_of_paper_and_its_annex_more(answer: dict[str, Any], allies: Any) -> None:
    made = brief(answer, "cs", date(2026, 1, 2), public=True, allies=allies)
    short, whole = (written(made, Format.PDF, annex=annex)[0] for annex in (False, True))
    assert 1 <= pages(short) <= SHEETS
    assert (pages(whole) > pages(short)) == bool(made.annex)


def test_what_is_cut_on_the_sheets_is_whole_in_the_annex() -> None:
    made = brief(_large(), "en", date(2026, 1, 2), public=True, allies=ALLIES)
    [cut] = [section.table for section in made.sections if section.heading == "What the library runs"]
    [whole] = [section.table for section in made.annex if section.heading == "What the library runs"]
    assert cut and whole and len(cut.rows) < len(whole.rows) == 40
    assert cut.more == f"and {40 - len(cut.rows)} more"


def test_on_the_page_the_annex_is_folded(client: httpx.Client) -> None:
    page = client.get(ADDRESS, params={"library": "cz-library-1795", "format": "html", "lang": "en"}).text
    assert '<details class="annex">' in page
    asked = {"library": "cz-library-1795", "format": "pdf"}
    assert pages(client.get(ADDRESS, params=asked).content) <= SHEETS
    assert pages(client.get(ADDRESS, params={**asked, "annex": True}).content) > SHEETS
