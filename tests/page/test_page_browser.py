"""The query page in a real browser. The fixture fails a test on any console error and any foreign request."""

import json
from urllib.parse import urlencode

import pytest

from api.page.view import Example, examples
from tests.page.browsing import Browser

pytestmark = pytest.mark.browser

PARTNERS = examples()[0]


def _open(browser: Browser, server: str, **parameters: str) -> None:
    browser.page.goto(f"{server}/graphql" + (f"?{urlencode(parameters)}" if parameters else ""))
    browser.page.wait_for_selector("#example-list button", state="attached")


def test_question_of_the_page_is_answered(browser: Browser, server: str) -> None:
    _open(browser, server)
    assert browser.page.input_value("#question") == PARTNERS.query
    browser.page.click("#run")
    browser.page.wait_for_selector(".cards > li")
    assert browser.page.locator(".overview > .root > .cards > li").count() == 5
    assert "knihovna" in browser.page.inner_text(".overview").lower()
    browser.page.click("[data-view=json]")
    shown = json.loads(browser.page.inner_text("pre.json"))
    assert shown["data"]["potentialPartners"]["edges"][0]["node"]["name"]


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.name)
def test_example_is_asked_with_one_click(browser: Browser, server: str, example: Example) -> None:
    _open(browser, server)
    browser.page.click(f"[data-example={example.name}]")
    browser.page.wait_for_selector(".overview .named b")
    assert browser.page.input_value("#question") == example.query
    assert browser.page.locator("#example-list [aria-current=true]").inner_text() == example.cs


def test_language_of_page_and_answer_switches(browser: Browser, server: str) -> None:
    _open(browser, server)
    browser.page.click("#run")
    browser.page.wait_for_selector(".sentences >> text=pořádá")
    browser.page.click("[data-language=en]")
    browser.page.wait_for_selector(".sentences >> text=runs")
    assert browser.page.get_attribute("html", "lang") == "en"
    assert browser.page.inner_text("#run span") == "Ask"
    assert PARTNERS.en in browser.page.inner_text("#example-list")
    browser.page.reload()
    browser.page.wait_for_selector("#run >> text=Ask")


def test_deep_link_and_back(browser: Browser, server: str) -> None:
    query = '{ topic(id: "biblioterapie") { name } }'
    _open(browser, server, query=query, lang="en")
    assert browser.page.input_value("#question") == query
    assert browser.page.get_attribute("html", "lang") == "en"
    browser.page.click("[data-example=seniors]")
    browser.page.wait_for_selector(".overview")
    assert "query=" in browser.page.url
    browser.page.go_back()
    browser.page.wait_for_selector("#example-list:not(:has([aria-current=true]))")
    assert browser.page.input_value("#question") == query


def test_keyboard_alone_is_enough(browser: Browser, server: str) -> None:
    _open(browser, server)
    browser.page.keyboard.press("Tab")
    browser.page.keyboard.press("Enter")
    assert browser.page.evaluate("document.activeElement.id") == "question"
    browser.page.keyboard.press("Control+A")
    browser.page.keyboard.insert_text('{ topic(id: "biblioterapie") { name } }')
    browser.page.keyboard.press("Control+Enter")
    browser.page.wait_for_selector(".overview >> text=Biblioterapie")
    browser.page.keyboard.press("Tab")
    assert browser.page.evaluate("document.activeElement.id") != "question"


def test_errors_are_told(browser: Browser, server: str) -> None:
    _open(browser, server)
    browser.page.fill("#question", "{ nic }")
    browser.page.click("#run")
    browser.page.wait_for_selector(".errors >> text=řádek 1")
    browser.page.fill("#question", '{ topic(id: "biblioterapie") { name } }')
    browser.page.fill("#variables", "{")
    browser.page.click("#run")
    browser.page.wait_for_selector(".errors >> text=Proměnné nejsou platný JSON")


def test_text_of_data_stays_text(browser: Browser, server: str) -> None:
    _open(browser, server, query='{ topic(id: "<img src=x onerror=alert(1)>") { name } } # <script>alert(1)</script>')
    browser.page.click("#run")
    browser.page.wait_for_selector("#result > *")
    assert browser.page.locator("main img, main script").count() == 0


def test_phone_needs_no_sideways_scrolling(browser: Browser, server: str) -> None:
    browser.page.set_viewport_size({"width": 360, "height": 740})
    _open(browser, server)
    browser.page.click("#run")
    browser.page.wait_for_selector(".cards > li")
    assert browser.page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.usefixtures("graphiql")
def test_graphiql_takes_the_question_over(browser: Browser, server: str) -> None:
    _open(browser, server)
    browser.page.click("#editor")
    browser.page.wait_for_selector(".graphiql-query-editor .CodeMirror-line >> text=potentialPartners")
    browser.page.click(".graphiql-execute-button")
    browser.page.wait_for_selector(".result-window >> text=Městská knihovna Staré Město")
    browser.page.click("[data-example=founder]")
    browser.page.wait_for_selector(".graphiql-query-editor >> text=cz-library-2118")
    browser.page.click("#editor")
    assert "cz-library-2118" in browser.page.input_value("#question")


def test_page_works_without_graphiql(browser: Browser, plain_server: str) -> None:
    _open(browser, plain_server)
    assert browser.page.is_hidden("#editor")
    browser.page.click("#run")
    browser.page.wait_for_selector(".cards > li")
