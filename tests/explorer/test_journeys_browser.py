"""What people come for, done as whoever sees the pages for the first time does it: by keyboard alone, and on paper."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.explorer.browsing import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]

USES = [
    "/meeting/town?place=cz-588296",
    "/meeting/town?place=cz0723",
    "/meeting/gaps?place=cz-588296",
    "/meeting/similar?library=cz-library-900",
    "/meeting/connectors?one=dusevni-zdravi&other=biblioterapie",
    "/meeting/resources?near=cz-library-900&resource=resource-experts",
    "/meeting/services?group=group-deti&place=cz0721",
    "/meeting/visibility?of=cz-library-900",
]

TEXTS = {
    "cs-CZ": {
        "partners": "Najít partnery", "for": "Pro koho", "topic": "Pro jaké téma", "found": "Nalezeno", "near": "Blízko vás",
        "pick": "Vybrat k tisku", "print": "Vytisknout vybrané (3)", "meeting": "Připravit jednání", "library": "Knihovna",
        "open": "Otevřít k tisku", "brief": "Podklad pro jednání",
    },
    "en-GB": {
        "partners": "Find partners", "for": "For whom", "topic": "On what topic", "found": "Found", "near": "Near you",
        "pick": "Pick for print", "print": "Print those picked (3)", "meeting": "Prepare a meeting", "library": "Library",
        "open": "Open to print", "brief": "A brief for the founder",
    },
}  # fmt: skip


@pytest.fixture
def said(language: str) -> dict[str, str]:
    """What is on the pages, by their language."""
    return TEXTS[language]


def _tab_to(page: Any, target: Any, most: int) -> None:
    """Presses Tab until something has the focus; there are so many stops before it at most."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            assert target.evaluate("element => element.matches(':focus-visible')")
            return
    pytest.fail(f"{most} stops do not lead to {target}")


def _choose(page: Any, label: str, text: str) -> None:
    """Types into the box that has the focus, and takes the first that is found."""
    expect(page.get_by_label(label, exact=True)).to_be_focused()
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def _ask_for_partners(page: Any, said: dict[str, str], library: str, topic: str) -> None:
    page.goto("/")
    _tab_to(page, page.get_by_role("navigation").get_by_role("link", name=said["partners"]), 4)
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name=said["partners"]).wait_for()
    _tab_to(page, page.get_by_label(said["for"], exact=True), 2)
    _choose(page, said["for"], library)
    page.wait_for_url("**for=*")
    _tab_to(page, page.get_by_label(said["topic"], exact=True), 1)
    _choose(page, said["topic"], topic)
    page.get_by_text(said["found"]).wait_for()  # what a screen reader says
    page.get_by_role("heading", level=2, name=said["near"]).wait_for()


def test_somebody_sees_by_keyboard_why_a_hospital_is_suggested(browser: Browser, said: dict[str, str]) -> None:
    page = browser.page
    _ask_for_partners(page, said, "knihovna kroměřížska", "duševní zdraví")
    card = page.locator("section ol > li").filter(has=page.get_by_role("heading", name="nemocnice")).first
    _tab_to(page, card.get_by_role("link").first, 70)
    expect(card.get_by_role("listitem").first).to_contain_text("emocnice")
    _tab_to(page, card.locator("summary"), 4)
    page.keyboard.press("Enter")
    expect(card.get_by_role("meter").first).to_be_visible()


def test_somebody_prints_three_partners_on_paper(browser: Browser, said: dict[str, str]) -> None:
    page = browser.page
    page.add_init_script("window.printed = 0; window.print = () => { window.printed += 1 }")
    _ask_for_partners(page, said, "místní knihovna postoupky", "duševní zdraví")
    boxes = page.get_by_role("checkbox", name=said["pick"])
    for place in range(3):
        _tab_to(page, boxes.nth(place), 25)
        page.keyboard.press("Space")
        expect(boxes.nth(place)).to_be_checked()
    page.get_by_role("button", name=said["print"]).press("Enter")
    assert page.evaluate("window.printed") == 1
    page.emulate_media(media="print")
    expect(page.locator("section ol > li").filter(visible=True)).to_have_count(3)


def test_somebody_prepares_the_brief_for_the_founder_by_keyboard(browser: Browser, said: dict[str, str]) -> None:
    page = browser.page
    page.goto("/")
    _tab_to(page, page.get_by_role("navigation").get_by_role("link", name=said["meeting"]), 6)
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name=said["meeting"]).wait_for()
    _tab_to(page, page.get_by_label(said["library"], exact=True), 2)
    _choose(page, said["library"], "knihovna kroměřížska")
    page.get_by_role("heading", level=2, name=said["brief"]).wait_for()
    _tab_to(page, page.get_by_role("link", name=said["open"]), 2)
    page.keyboard.press("Enter")
    page.get_by_text("Knihovna Kroměřížska").first.wait_for()
    assert "format=html" in page.url


PAPER = {"prefer_css_page_size": True, "print_background": False}


def _sheets(page: Any) -> int:
    """How many sheets of paper the page takes."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(**PAPER)))


@pytest.mark.parametrize("library", ["cz-library-900", "cz-library-1795", "cz-library-3000"])
def test_the_brief_takes_two_sheets_and_with_its_annex_more(browser: Browser, language: str, library: str) -> None:
    page = browser.page
    page.goto(f"/v1/founder-brief?library={library}&lang={language[:2]}&format=html")
    assert _sheets(page) <= 2
    page.locator("summary").click()
    assert _sheets(page) > 1


@pytest.mark.parametrize("address", USES)
def test_what_is_prepared_for_a_meeting_takes_two_sheets(browser: Browser, address: str) -> None:
    page = browser.page
    page.goto(address)
    page.get_by_role("heading", level=1).wait_for()
    page.wait_for_load_state("networkidle")
    expect(page.locator("main output.notice")).to_have_count(0)
    assert 1 <= _sheets(page) <= 2


def test_what_is_picked_and_opened_is_there_after_going_away_and_loading_anew(browser: Browser) -> None:
    page = browser.page
    page.goto("/partners?for=cz-library-900&topic=dusevni-zdravi")
    boxes = page.locator("section ol > li").get_by_role("checkbox")
    boxes.nth(1).check()
    page.locator("section ol > li").get_by_role("link").first.click()
    page.wait_for_url("**/elements/**")
    page.go_back()
    expect(boxes.nth(1)).to_be_checked()
    page.reload()
    expect(boxes.nth(1)).to_be_checked()
    page.goto("/explore?of=cz-library-900")
    size = page.get_by_text(re.compile(r"prvků: |elements")).first
    size.wait_for()
    for key in ("ArrowRight", "Enter"):
        page.get_by_role("application").press(key)
    page.wait_for_url("**open=*")
    page.wait_for_load_state("networkidle")
    told = size.inner_text()
    page.reload()
    expect(size).to_have_text(told)


def test_asking_again_keeps_the_focus_on_the_page(browser: Browser) -> None:
    page = browser.page
    page.route("**/graphql*", lambda route: route.fulfill(status=504))
    page.goto("/explore?of=cz-library-900")
    again = page.get_by_role("alert").get_by_role("button")
    again.wait_for()
    page.unroute("**/graphql*")
    again.press("Enter")
    page.get_by_role("application").wait_for()
    expect(page.get_by_role("main")).to_be_focused()
    browser.problems.clear()  # that it failed
