"""Journeys through the explorer, in both languages."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.explorer.browsing import Browser
from tests.explorer.conftest import faults

pytestmark = pytest.mark.browser

KROMERIZ = "cz-library-900"
QUESTION = f"/partners?for={KROMERIZ}&topic=dusevni-zdravi"
PAGES = [
    "/",
    QUESTION,
    f"/elements/{KROMERIZ}",
    "/elements/dusevni-zdravi",
    f"/explore?of={KROMERIZ}",
    f"/explore?of={KROMERIZ}&view=map",
    f"{QUESTION}&view=map",
    f"{QUESTION}&view=network",
    f"/meeting?for={KROMERIZ}",
    "/meeting/town?place=cz-588296",
    "/meeting/gaps?place=cz-588296",
    f"/meeting/similar?library={KROMERIZ}",
    "/meeting/connectors?one=dusevni-zdravi&other=biblioterapie",
    f"/meeting/resources?near={KROMERIZ}&resource=resource-experts",
    "/meeting/services?group=group-deti&place=cz0721",
    f"/meeting/visibility?of={KROMERIZ}",
    "/meeting/gaps",
    "/sign-in",
]
SMALLEST = {"width": 360, "height": 740}
SETTLED = 1000
"""Milliseconds in which a picture takes its new size."""

TEXTS = {
    "cs-CZ": {"search": "Hledat na mapě", "useful": "Užitečné", "partners": "Najít partnery", "near": "Blízko vás"},
    "en-GB": {"search": "Search the map", "useful": "Useful", "partners": "Find partners", "near": "Near you"},
}


def _open(page: Any, address: str) -> None:
    page.goto(address)
    page.wait_for_selector("main h1")
    page.wait_for_load_state("networkidle")


def test_search_leads_to_a_profile_by_keyboard(browser: Browser, language: str) -> None:
    page = browser.page
    _open(page, "/")
    page.get_by_label(TEXTS[language]["search"]).press_sequentially("knihovna kroměříž")
    page.get_by_role("option", name="Knihovna Kroměřížska").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="Knihovna Kroměřížska").wait_for()
    assert page.url.endswith(f"/elements/{KROMERIZ}/knihovna-kromerizska")
    assert page.title() == "Knihovna Kroměřížska · Spojenci"


@pytest.mark.slow
def test_enter_takes_the_first_that_was_found(browser: Browser, language: str) -> None:
    page = browser.page
    _open(page, "/")
    page.get_by_label(TEXTS[language]["search"]).press_sequentially("vsetínská knihovna")
    page.get_by_role("option", name="Vsetín").first.wait_for()
    expect(page.get_by_role("option").first).to_contain_text("Vsetín")
    page.keyboard.press("Enter")
    page.wait_for_url("**/elements/**")


@pytest.mark.slow
def test_what_is_chosen_by_mouse_stands_in_the_box(browser: Browser, language: str) -> None:
    page = browser.page
    _open(page, f"/partners?for={KROMERIZ}")
    topic = page.get_by_role("combobox").nth(1)
    czech = language == "cs-CZ"
    for wanted in ("Duševní zdraví", "Místní historie") if czech else ("Mental health", "Local history"):
        topic.fill(wanted)
        page.get_by_role("option", name=wanted).first.click()
        page.get_by_role("listbox").wait_for(state="detached")
        page.get_by_role("heading", level=2).first.wait_for()
        expect(topic).to_have_value(wanted)


@pytest.mark.slow
def test_those_of_one_name_are_told_apart_in_the_search(browser: Browser, language: str) -> None:
    page = browser.page
    _open(page, "/")
    page.get_by_label(TEXTS[language]["search"]).fill("obecní knihovna lhota")
    page.get_by_role("option", name="Obecní knihovna Lhota").filter(has_text="okres Zlín").wait_for()


@pytest.mark.slow
def test_whoever_types_fast_by_keyboard_gets_partners_and_prints_those_picked(browser: Browser, language: str) -> None:
    page = browser.page
    _open(page, "/partners")
    page.locator("main input").first.focus()
    page.keyboard.type("místní knihovna Postoupky")
    page.keyboard.press("Enter")  # before anything is found
    page.wait_for_url("**for=*")
    page.keyboard.press("Tab")
    page.keyboard.type("duševní zdraví")
    page.keyboard.press("Enter")
    page.wait_for_url("**for=*&topic=dusevni-zdravi")
    cards = page.locator("section ol > li")
    cards.first.wait_for()
    expect(page.get_by_role("listbox")).to_have_count(0)
    for card in range(3):
        cards.nth(card).get_by_role("checkbox").check()
    page.emulate_media(media="print")
    expect(cards.filter(visible=True)).to_have_count(3)


def test_partners_are_told_with_reasons_and_what_an_anonymous_caller_may_not_do(
    browser: Browser, language: str
) -> None:
    page = browser.page
    _open(page, QUESTION)
    page.get_by_role("heading", level=2, name=TEXTS[language]["near"]).wait_for()
    card = page.locator("section ol > li").first
    assert card.locator("ul > li").first.inner_text().startswith(card.locator("h3").inner_text()[:8])
    browser.problems.clear()
    card.get_by_role("button", name=TEXTS[language]["useful"], exact=True).click()
    card.get_by_role("alert").wait_for()


def test_my_library_is_remembered_and_asks(browser: Browser, language: str) -> None:
    page = browser.page
    _open(page, f"/elements/{KROMERIZ}")
    page.get_by_role("button", name="moje knihovna" if language == "cs-CZ" else "my library").last.click()
    page.reload()
    page.get_by_role("banner").get_by_role("button", name="Knihovna Kroměřížska").wait_for()
    page.get_by_role("link", name=TEXTS[language]["partners"]).first.click()
    expect(page.locator("main input").first).to_have_value("Knihovna Kroměřížska")


@pytest.mark.slow
def test_the_picture_is_walked_by_keys_and_read_out(browser: Browser) -> None:
    page = browser.page
    _open(page, f"/explore?of={KROMERIZ}")
    said = page.locator("aside output").first
    page.get_by_role("application").focus()
    page.keyboard.press("ArrowRight")
    pointed = said.inner_text()
    assert "Knihovna Kroměřížska" in pointed
    assert "(1 " in pointed
    page.keyboard.press("Enter")
    expect(page.locator("aside h2")).not_to_have_text("Knihovna Kroměřížska")
    assert page.locator("aside h2").inner_text() in pointed
    page.keyboard.press("Backspace")
    page.get_by_role("heading", level=2, name="Knihovna Kroměřížska").wait_for()
    page.get_by_role("application").press("+")
    tie = page.locator("aside li button").first
    tie.press("Enter")
    expect(page.locator("aside h2")).to_be_focused()


@pytest.mark.slow
def test_communities_and_what_is_filtered_out_are_told(browser: Browser, language: str) -> None:
    czech = language == "cs-CZ"
    page = browser.page
    _open(page, f"/explore?of={KROMERIZ}")
    said = page.locator("aside output").first
    page.get_by_role("button", name="Obarvit komunity" if czech else "Colour communities").press("Enter")
    expect(said).to_contain_text(re.compile(r"(komunita|community) \d"))
    page.get_by_role("button", name="Jako seznam" if czech else "As a list").press("Enter")
    page.get_by_role("heading", level=2, name=re.compile(r"(komunita|community) 1", re.IGNORECASE)).wait_for()
    page.get_by_role("checkbox", name="knihovny" if czech else "libraries").press("Space")
    expect(said).to_contain_text("teď není vidět" if czech else "is not shown now")


@pytest.mark.slow
def test_the_same_network_can_be_read_as_a_list(browser: Browser, language: str) -> None:
    page = browser.page
    _open(page, f"/explore?of={KROMERIZ}")
    page.get_by_role("button", name="Jako seznam" if language == "cs-CZ" else "As a list").click()
    page.get_by_role("button", name="Biblioterapeutické čtvrtky", exact=True).click()
    page.get_by_role("heading", level=2, name="Biblioterapeutické čtvrtky").wait_for()
    assert faults(page) == []


@pytest.mark.slow
def test_partners_stand_on_a_map_of_the_country_and_in_a_network(browser: Browser, language: str) -> None:
    page = browser.page
    _open(page, f"{QUESTION}&view=map")
    listed = page.get_by_role("list", name="Kdo je na mapě" if language == "cs-CZ" else "Who is on the map")
    listed.get_by_role("link").first.focus()
    expect(page.locator("main svg circle[r='10.5']")).to_have_count(1)
    page.get_by_role("button", name="V síti" if language == "cs-CZ" else "As a network").click()
    page.get_by_role("application").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("aside output").first).to_contain_text("(1 ")
    page.get_by_role("button", name="V síti" if language == "cs-CZ" else "As a network").click()
    page.get_by_role("heading", level=2, name=TEXTS[language]["near"]).wait_for()


def test_who_operates_a_library_is_told_from_who_founded_it(browser: Browser, language: str) -> None:
    _open(browser.page, "/elements/cz-library-3")
    name = {"cs-CZ": "Provozovatel", "en-GB": "Operator"}[language]
    operators = browser.page.get_by_role("region", name=name)
    expect(operators.get_by_role("link")).to_have_text("Muzeum Beskyd Frýdek-Místek")


@pytest.mark.slow
@pytest.mark.parametrize("address", PAGES)
def test_page_is_accessible_and_fits_a_phone(browser: Browser, address: str) -> None:
    page = browser.page
    _open(page, address)
    assert faults(page) == []
    page.set_viewport_size(SMALLEST)
    page.wait_for_timeout(SETTLED)
    assert page.evaluate("document.documentElement.scrollWidth") <= SMALLEST["width"]


def test_what_is_not_on_the_map_is_told(browser: Browser) -> None:
    _open(browser.page, "/elements/no-such-element")
    assert faults(browser.page) == []
    browser.problems.clear()  # the 404 of the page itself


@pytest.mark.slow
@pytest.mark.parametrize("address", ["/partners?for=nobody&topic=dusevni-zdravi", f"/partners?for={KROMERIZ}&topic=x"])
@pytest.mark.parametrize("language", ["cs-CZ"])
def test_a_question_about_what_is_not_on_the_map_is_told_so(browser: Browser, address: str) -> None:
    _open(browser.page, address)
    browser.page.get_by_role("alert").get_by_role("heading", name="Toto na mapě není.").wait_for()


CROWDED = """() => {
    const boxes = (what) => [...document.querySelectorAll(`main svg g ${what}`)].map(each => each.getBoundingClientRect())
    const [labels, marks] = [boxes('text'), boxes('circle')]
    const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
    const covered = labels.filter((one, at) => labels.some((other, place) => place > at && meet(one, other)) || marks.some(mark => meet(one, mark)))
    return {labels: labels.length, marks: marks.length, covered: covered.length}
}"""
"""How many labels and marks there are on the map of the country, and how many labels cover anything."""


@pytest.mark.slow
@pytest.mark.parametrize("viewport", [SMALLEST, {"width": 1280, "height": 900}], ids=["phone", "desktop"])
@pytest.mark.parametrize("language", ["cs-CZ"])
def test_labels_on_the_map_of_the_country_cover_nothing(browser: Browser, viewport: Any) -> None:
    page = browser.page
    page.set_viewport_size(viewport)
    _open(page, f"{QUESTION}&view=map")
    page.locator("main svg g text").first.wait_for()
    for _ in range(2):
        found = page.evaluate(CROWDED)
        assert found["covered"] == 0 and found["labels"] >= found["marks"] * 0.8, found
        page.get_by_role("button", name="Přiblížit").click()


@pytest.mark.slow
@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
@pytest.mark.parametrize("language", ["cs-CZ"])
def test_the_picture_moves_at_once_for_those_who_want_less_motion(browser: Browser, motion: Any) -> None:
    page = browser.page
    page.emulate_media(reduced_motion=motion)
    _open(page, f"/explore?of={KROMERIZ}")
    picture = page.get_by_role("application")
    picture.locator("canvas").first.wait_for(state="attached")
    page.wait_for_timeout(SETTLED)
    page.clock.install()
    page.clock.pause_at(datetime.now(UTC) + timedelta(hours=1))
    picture.hover()
    page.clock.run_for(100)
    before = picture.screenshot()
    page.mouse.wheel(0, -300)
    page.clock.run_for(60)
    soon = picture.screenshot()
    page.clock.run_for(1000)
    assert soon != before
    assert (picture.screenshot() == soon) == (motion == "reduce")
    assert page.evaluate("document.getAnimations().length") == 0


@pytest.mark.slow
def test_what_is_pressed_is_seen_in_forced_colours(browser: Browser, language: str) -> None:
    page = browser.page
    page.emulate_media(forced_colors="active")
    _open(page, f"/explore?of={KROMERIZ}")
    colour = "element => getComputedStyle(element).backgroundColor"
    button = page.get_by_role("button", name="Obarvit komunity" if language == "cs-CZ" else "Colour communities")
    before = button.evaluate(colour)
    button.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")
    assert button.evaluate(colour) != before
