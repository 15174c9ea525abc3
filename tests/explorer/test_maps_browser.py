"""Making a map, and drawing one in from another Spojenci."""

import re

import pytest
from playwright.sync_api import expect

from tests.explorer.test_keeping_browser import Signed, is_accessible_and_fits_a_phone, said, secrets, signed

__all__ = ["said", "secrets", "signed"]

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WORDS = {
    "cs-CZ": {
        "maps": "Mapy", "name": "Název mapy", "topics": "Co se týká témat", "make": "Vytvořit mapu", "ready": "je hotová",
        "empty": "Řekněte, co má mapa ukazovat", "open": "Otevřít mapu", "address": "Adresa jiných Spojenců", "undo": "Vrátit",
        "look": "Podívat se, co by přibylo", "would": "Co by se stalo", "signIn": "Přihlásit se", "undone": "Vráceno",
    },
    "en-GB": {
        "maps": "Maps", "name": "Name of the map", "topics": "What has to do with topics", "make": "Make the map",
        "ready": "is ready", "empty": "Say what the map shows", "open": "Open the map", "address": "Address of another Spojenci",
        "look": "Look what it would add", "would": "What would happen", "signIn": "Sign in", "undo": "Undo", "undone": "Undone",
    },
}  # fmt: skip


def test_a_map_is_made_by_keyboard_looked_at_drawn_in_and_taken_back(signed: Signed, language: str) -> None:
    words = WORDS[language]
    with signed("reviewer") as browser:
        page = browser.page
        page.goto("/keep")
        page.get_by_role("link", name=words["maps"], exact=True).click()
        page.get_by_label(words["name"]).press_sequentially("Paměť")
        page.keyboard.press("Enter")
        page.get_by_role("alert").get_by_text(words["empty"]).wait_for()
        page.get_by_label(words["topics"]).press_sequentially("paměť")
        page.keyboard.press("Enter")
        page.get_by_role("button", name=re.compile("Paměť obce")).wait_for()
        is_accessible_and_fits_a_phone(page)
        page.get_by_role("button", name=words["make"], exact=True).click()
        page.get_by_text(words["ready"]).wait_for()
        made = page.get_by_role("link", name=words["open"])
        id_ = str(made.get_attribute("href")).split("/")[2]

        page.get_by_label(words["address"]).fill(f"{page.url.partition('/keep')[0]}/v1/maps/{id_}.kumu.json")
        page.get_by_role("button", name=words["look"]).click()
        page.get_by_role("heading", name=words["would"]).wait_for()
        is_accessible_and_fits_a_phone(page)
        page.get_by_role("button", name=words["undo"], exact=True).first.click()
        page.get_by_text(words["undone"]).wait_for()
        expect(made).to_have_count(0)


def test_an_address_that_cannot_be_asked_is_told(signed: Signed, language: str) -> None:
    words = WORDS[language]
    with signed("reviewer") as browser:
        page = browser.page
        page.goto("/keep/maps")
        page.get_by_label(words["address"]).fill("https://127.0.0.1:1/")
        page.get_by_role("button", name=words["look"]).click()
        page.get_by_role("main").get_by_role("alert").wait_for()
        is_accessible_and_fits_a_phone(page)


def test_without_a_key_the_maps_are_there_and_the_page_says_what_it_takes(signed: Signed, language: str) -> None:
    with signed("") as browser:
        browser.page.goto("/keep/maps")
        browser.page.get_by_role("main").get_by_role("link", name=WORDS[language]["signIn"]).first.wait_for()
        is_accessible_and_fits_a_phone(browser.page)
