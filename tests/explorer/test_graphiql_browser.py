"""GraphiQL in a real browser. The fixture fails a test on any error on the page and any other host."""

from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from tests.explorer.browsing import Browser

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", ["cs-CZ"])
def test_an_example_and_a_question_of_the_address_are_answered(browser: Browser) -> None:
    page = browser.page
    page.goto("/graphql?" + urlencode({"query": '{ topic(id: "biblioterapie") { name } }'}))
    page.locator(".graphiql-query-editor").get_by_text("biblioterapie").wait_for()
    page.locator(".graphiql-execute-button").click()
    page.locator(".result-window").get_by_text("Biblioterapie").wait_for()
    page.get_by_label("Příklady").select_option(index=1)
    expect(page.locator(".graphiql-query-editor")).to_contain_text("potentialPartners")
    page.locator(".graphiql-execute-button").click()
    expect(page.locator(".result-window")).to_contain_text("potentialPartners")
