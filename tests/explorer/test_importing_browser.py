"""A spreadsheet of twenty activities, by somebody who has never seen the page: what it would do, what it means, and back."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.explorer.test_keeping_browser import Signed, is_accessible_and_fits_a_phone, said, secrets, signed
from tests.formats.test_tables import book

__all__ = ["said", "secrets", "signed"]

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SHEET = book(
    List1=[
        ["Název", "Garant", "Partner", "Téma", "Kdy"],
        *([f"Beseda {n}", "Knihovna Lhota", "Kluby seniorů Lhota", "Paměť obce", "2026-03"] for n in range(1, 21)),
    ]
)
FILE = {"name": "plan.xlsx", "mimeType": "application/octet-stream", "buffer": SHEET}
LARGE = {
    "name": "hodne.csv", "mimeType": "text/csv",
    "buffer": "\n".join(["label,id,name", *(f"Organization,o-{n},Spolek {n}" for n in range(60_000))]).encode(),
}  # fmt: skip
TWICE = {
    "name": "spolky.csv", "mimeType": "text/csv",
    "buffer": b"label,id,name,url\nOrganization,of-the-file,Klub senior\xc5\xaf Lhota,https://klub.example\n",
}  # fmt: skip
PROGRAM = {"name": "porada.docx", "mimeType": "application/octet-stream", "buffer": b"PK\x03\x04 word"}

CHANGE = """query => fetch("/graphql", {method: "POST", body: JSON.stringify({query}),
headers: {"Content-Type": "application/json", "Authorization": "Bearer " + sessionStorage.getItem("spojenci.key")}})"""
"""Somebody writes by another door."""

WORDS = {
    "cs-CZ": {
        "choose": "Vybrat soubor", "look": "Podívat se, co by se stalo", "import": "Nahrát na mapu", "undo": "Vrátit",
        "undone": "Vráceno", "stays": "od té doby", "done": "je na mapě", "nothing": "Zatím se nic", "what": "Co to je", "way": "Jak to souvisí",
        "same": "Totéž", "rows": "Čím jsou řádky?", "runs": "knihovna pořádá aktivitu …", "failed": "Nepodařilo se to načíst",
        "title": "Nahrát soubor", "signIn": "Přihlásit se", "cancel": "Zrušit", "cancelled": "Zrušeno", "other": "Něco jiného",
        "twice": "Není teď něco na mapě dvakrát?", "merge": "Sloučit", "merged": "Sloučeno",
        "lost": "Služba teď neodpovídá", "earlier": "vyberte ho znovu", "otherFile": "Vybrat jiný soubor",
    },
    "en-GB": {
        "choose": "Choose a file", "look": "Look what would happen", "import": "Import it", "undo": "Undo",
        "undone": "Undone", "stays": "something else has changed", "done": "is on the map", "nothing": "Nothing is written yet", "what": "What it is",
        "way": "How it is connected", "same": "The same", "rows": "What are the rows?", "runs": "library runs …",
        "failed": "could not be read",
        "title": "Bring a file", "signIn": "Sign in", "cancel": "Cancel", "cancelled": "Cancelled", "other": "Something else",
        "twice": "Is something on the map twice now?", "merge": "Merge", "merged": "Merged",
        "lost": "The service does not answer now", "earlier": "choose it again", "otherFile": "Choose another file",
    },
}  # fmt: skip


def choose(page: Any, words: dict[str, str], file: dict[str, Any]) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name=words["choose"]).click()
    chooser.value.set_files(file)


def test_a_spreadsheet_of_twenty_activities_from_map_to_undo(signed: Signed, language: str) -> None:
    words = WORDS[language]
    with signed("reviewer") as browser:
        page = browser.page
        page.goto("/keep")
        page.get_by_role("link", name=words["title"]).click()
        is_accessible_and_fits_a_phone(page)
        expect(page.locator("nav [aria-current=page]")).to_have_attribute("href", "/keep")
        choose(page, words, FILE)
        page.get_by_text(words["nothing"]).wait_for()
        expect(page.get_by_text(words["nothing"])).to_be_focused()
        card = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=words["rows"]))
        card.get_by_label(words["what"]).select_option("Activity")
        card = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=re.compile("Garant")))
        card.get_by_label(words["what"]).select_option("names Library")
        card.get_by_label(words["way"]).select_option(words["runs"])
        card = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=re.compile("Kdy")))
        card.get_by_label(words["what"]).select_option("property since")
        is_accessible_and_fits_a_phone(page)
        page.get_by_role("button", name=words["look"]).click()
        page.get_by_role("radio", name=words["same"], exact=True).first.check()
        is_accessible_and_fits_a_phone(page)
        page.get_by_role("button", name=words["import"]).click()
        page.get_by_text(words["done"]).wait_for()
        is_accessible_and_fits_a_phone(page)
        expect(page.get_by_role("link", name="Beseda 20")).to_have_count(1)
        id_ = str(page.get_by_role("link", name="Beseda 20").get_attribute("href")).split("/")[2]
        page.evaluate(
            CHANGE,
            f'mutation {{ updateActivities(input: [{{id: "{id_}", description: "x"}}]) {{ errors {{ message }} }} }}',
        )
        page.get_by_role("button", name=words["undo"], exact=True).click()
        page.get_by_text(words["undone"]).wait_for()
        page.get_by_text(words["stays"]).wait_for()


def test_a_large_file_is_cancelled_while_it_is_looked_at(signed: Signed, language: str) -> None:
    words = WORDS[language]
    with signed("reviewer") as browser:
        page = browser.page
        page.goto("/keep/import")
        choose(page, words, LARGE)
        page.get_by_role("button", name=words["cancel"]).click()
        page.get_by_role("alert").get_by_text(words["cancelled"]).wait_for()
        is_accessible_and_fits_a_phone(page)


def test_an_import_is_followed_again_after_the_service_was_not_reached(signed: Signed, language: str) -> None:
    words = WORDS[language]
    with signed("reviewer") as browser:
        page = browser.page
        page.goto("/keep/import")
        page.get_by_role("button", name=words["choose"]).wait_for()
        asked = re.compile("/graphql")
        page.route(asked, lambda route: route.abort("internetdisconnected"))
        choose(page, words, FILE)
        page.get_by_text(words["lost"]).wait_for()
        page.unroute(asked)
        page.get_by_text(words["nothing"]).wait_for()
        browser.problems.clear()  # of what was not reached


def test_an_import_is_found_again_after_the_page_is_loaded_anew(signed: Signed, language: str) -> None:
    words = WORDS[language]
    with signed("reviewer") as browser:
        page = browser.page
        page.goto("/keep/import")
        choose(page, words, LARGE)
        page.wait_for_url("**/keep/import?job=*")
        page.reload()
        page.get_by_role("button", name=words["cancel"]).click()
        page.get_by_role("alert").get_by_text(words["cancelled"]).wait_for()
        page.get_by_role("button", name=words["otherFile"]).click()
        expect(page).to_have_url(re.compile("/keep/import$"))
        choose(page, words, TWICE)
        page.get_by_text(words["nothing"]).wait_for()
        page.reload()
        page.get_by_text(words["earlier"]).wait_for()
        choose(page, words, TWICE)
        page.get_by_role("button", name=words["import"]).click()
        page.get_by_text(words["done"]).wait_for()
        page.reload()
        page.get_by_text(words["done"]).wait_for()


def test_what_an_import_has_brought_twice_is_merged(signed: Signed, language: str) -> None:
    words = WORDS[language]
    with signed("reviewer") as browser:
        page = browser.page
        page.goto("/keep/import")
        choose(page, words, TWICE)
        page.get_by_text(words["nothing"]).wait_for()
        for other in page.get_by_role("radio", name=words["other"], exact=True).all():
            other.check()
        page.get_by_role("button", name=words["import"]).click()
        page.get_by_role("link", name=words["twice"]).click()
        page.wait_for_url("**/keep/duplicates?sequence=*")
        cards = page.get_by_role("main").locator("ol > li")
        cards.filter(has_text="of-the-file").first.get_by_role("button", name=words["merge"]).click()
        page.get_by_text(words["merged"]).wait_for()


def test_what_cannot_be_read_is_told(signed: Signed, language: str) -> None:
    words = WORDS[language]
    with signed("reviewer") as browser:
        page = browser.page
        page.goto("/keep/import")
        choose(page, words, PROGRAM)
        page.get_by_role("alert").get_by_text(words["failed"]).wait_for()
        is_accessible_and_fits_a_phone(page)


def test_without_a_key_the_page_says_what_it_takes(signed: Signed, language: str) -> None:
    with signed("contributor") as browser:
        browser.page.goto("/keep/import")
        browser.page.get_by_role("link", name=WORDS[language]["signIn"]).first.wait_for()
        is_accessible_and_fits_a_phone(browser.page)
