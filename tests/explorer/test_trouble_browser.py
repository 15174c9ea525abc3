"""What fails under a page that is open: what is shown stays, and what to do is said."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.explorer.browsing import Browser
from tests.explorer.test_explorer_browser import KROMERIZ, QUESTION, TEXTS
from tests.explorer.test_keeping_browser import Signed, said, secrets, signed

__all__ = ["said", "secrets", "signed"]

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WORDS = {
    "cs-CZ": {
        "unloaded": "Část stránky se nenačetla", "reload": "Načíst znovu", "explore": "Prozkoumat mapu", "map": "Na mapě země",
        "offline": "Jste bez připojení", "lacking": "chybí: Od koho se učit", "again": "Zkusit znovu", "topic": "Téma", "clear": "Zrušit",
        "noTopic": "Téma, které je v adrese, na mapě není", "noPicture": "nemá WebGL", "over": "Přihlášení skončilo", "key": "Klíč",
        "signIn": "Přihlásit se", "description": "Popis", "send": "Odeslat", "waits": "Čeká to na správce", "renewed": "se mezitím změnil",
        "libraries": "knihovny",
    },
    "en-GB": {
        "unloaded": "A part of the page did not load", "reload": "Load again", "explore": "Explore the map", "map": "On a map of the country",
        "offline": "You are offline", "lacking": "missing: To learn from", "again": "Try again", "topic": "Topic", "clear": "Clear",
        "noTopic": "The topic in the address is not on the map", "noPicture": "it has no WebGL", "over": "Your sign-in has ended", "key": "Key",
        "signIn": "Sign in", "description": "Description", "send": "Send", "waits": "It waits for a reviewer", "renewed": "has been renewed",
        "libraries": "libraries",
    },
}  # fmt: skip

NO_WEBGL = """const asked = HTMLCanvasElement.prototype.getContext
HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
  return kind.startsWith('webgl') ? null : asked.call(this, kind, ...more)
}"""


@pytest.fixture
def words(language: str) -> dict[str, str]:
    """What is on the page, by its language."""
    return WORDS[language]


def test_a_page_of_a_build_that_has_gone_is_loaded_anew(browser: Browser, words: dict[str, str]) -> None:
    page = browser.page
    page.goto("/")
    gone = re.compile("/assets/ExplorePage")
    page.route(gone, lambda route: route.fulfill(status=404))
    page.get_by_role("banner").get_by_role("link", name=words["explore"]).click()
    page.get_by_role("alert").get_by_text(words["unloaded"]).wait_for()
    page.get_by_role("banner").get_by_role("link", name=words["explore"]).wait_for()
    page.unroute(gone)
    page.get_by_role("button", name=words["reload"]).click()
    page.get_by_role("heading", level=1, name=words["explore"]).wait_for()
    browser.problems.clear()


def test_a_part_that_does_not_come_leaves_the_rest(browser: Browser, words: dict[str, str]) -> None:
    page = browser.page
    page.goto(QUESTION)
    page.get_by_role("button", name=words["map"]).wait_for()
    page.route(re.compile("/assets/CountryMap"), lambda route: route.fulfill(status=404))
    page.get_by_role("button", name=words["map"]).click()
    page.get_by_role("alert").get_by_text(words["unloaded"]).wait_for()
    page.get_by_role("button", name=words["map"]).click()
    page.locator("section ol > li").first.wait_for()
    browser.problems.clear()


def test_offline_is_said_while_the_page_stays(browser: Browser, words: dict[str, str]) -> None:
    page = browser.page
    page.goto(f"/elements/{KROMERIZ}")
    page.get_by_role("heading", level=1, name="Knihovna Kroměřížska").wait_for()
    page.context.set_offline(True)
    page.get_by_text(words["offline"]).wait_for()
    page.get_by_role("heading", level=1, name="Knihovna Kroměřížska").wait_for()
    page.context.set_offline(False)
    expect(page.get_by_text(words["offline"])).to_have_count(0)
    browser.problems.clear()


def test_half_an_answer_is_shown_and_what_is_missing_is_said(
    browser: Browser, language: str, words: dict[str, str]
) -> None:
    page = browser.page

    def halve(route: Any) -> None:
        answer = route.fetch()
        body = answer.json()
        if body.get("data", {}).get("learnFrom"):
            body["data"]["learnFrom"] = None
            body["errors"] = [{"message": "late", "path": ["learnFrom"], "extensions": {"code": "INTERNAL_ERROR"}}]
        route.fulfill(response=answer, body=json.dumps(body))

    page.route("**/graphql*", halve)
    page.goto(QUESTION)
    page.get_by_role("alert").get_by_text(words["lacking"]).wait_for()
    expect(page.locator("section h2", has_text=TEXTS[language]["near"])).to_be_visible()
    page.unroute("**/graphql*")
    page.get_by_role("button", name=words["again"]).click()
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.locator("section ol")).to_have_count(2)


def test_a_document_of_another_build_means_that_the_page_is_old(browser: Browser, words: dict[str, str]) -> None:
    page = browser.page
    body = {"errors": [{"message": "no", "extensions": {"code": "PERSISTED_QUERY_NOT_FOUND"}}]}
    page.route("**/graphql*", lambda route: route.fulfill(status=400, body=json.dumps(body)))
    page.goto(f"/elements/{KROMERIZ}")
    page.get_by_role("alert").get_by_text(words["renewed"]).wait_for()
    page.get_by_role("button", name=words["reload"]).wait_for()
    browser.problems.clear()


def test_what_is_filtered_stands_in_the_address_and_goes_back(browser: Browser, words: dict[str, str]) -> None:
    page = browser.page
    page.goto(f"/explore?of={KROMERIZ}&topic=dusevni-zdravi&year=2022")
    expect(page.get_by_role("combobox", name=words["topic"])).to_have_value(re.compile("Duševní zdraví|Mental health"))
    boxes = page.get_by_role("checkbox", name=words["libraries"])
    boxes.click()  # what is checked is what the address says
    page.wait_for_url("**hide=Library**")
    page.go_back()
    expect(boxes).to_be_checked()
    expect(page).to_have_url(re.compile("topic=dusevni-zdravi&year=2022"))
    page.goto(f"/explore?of={KROMERIZ}&topic=neni")
    page.get_by_role("alert").get_by_text(words["noTopic"]).wait_for()
    page.get_by_role("button", name=words["clear"]).click()
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page).not_to_have_url(re.compile("topic"))
    browser.problems.clear()  # the answer about a topic that there is not


def test_a_browser_without_webgl_shows_a_list(browser: Browser, words: dict[str, str]) -> None:
    page = browser.page
    page.add_init_script(NO_WEBGL)
    shown = {
        f"/explore?of={KROMERIZ}": "Knihovna Kroměřížska",
        f"{QUESTION}&view=network": "Kroměřížská nemocnice a. s.",
    }
    for address, name in shown.items():
        page.goto(address)
        page.get_by_text(words["noPicture"]).wait_for()
        page.get_by_role("button", name=name, exact=True).first.wait_for()


def test_whoever_s_key_is_over_keeps_what_they_typed_and_signs_in_there(
    signed: Signed, words: dict[str, str], secrets: dict[str, str]
) -> None:
    with signed("contributor") as browser:
        page = browser.page
        page.goto("/keep/suggest?of=library")
        page.get_by_label(words["description"]).fill("psáno dlouho")
        page.evaluate("sessionStorage.setItem('spojenci.key', 'spj_over')")
        page.get_by_role("button", name=words["send"]).click()
        page.get_by_role("main").get_by_role("alert").get_by_role("button", name=words["over"]).click()
        expect(page.get_by_label(words["description"])).to_have_value("psáno dlouho")
        dialog = page.get_by_role("dialog")
        dialog.get_by_label(words["key"], exact=True).fill(secrets["contributor"])
        dialog.get_by_role("button", name=words["signIn"]).click()
        expect(dialog).to_have_count(0)
        page.get_by_role("button", name=words["send"]).click()
        page.get_by_text(words["waits"]).wait_for()
        browser.problems.clear()  # the 401


def test_a_document_is_fetched_with_the_key(signed: Signed) -> None:
    with signed("contributor") as browser:
        page = browser.page
        page.goto("/elements/library")
        asked = page.expect_request("**/v1/elements/library")
        with page.expect_download() as download, asked as request:
            page.get_by_role("link", name="JSON", exact=True).click()
        assert request.value.headers["authorization"].startswith("Bearer ")
        assert json.loads(download.value.path().read_text())["id"] == "library"
