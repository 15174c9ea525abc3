"""Keeping the map true, in a browser: who suggests, who decides, who undoes."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from graph import keys
from graph.access import Author, Door, Role, Viewer
from graph.exchange import importer
from graph.exchange.sourcing import Origin
from graph.rows import Row
from graph.schema import SCHEMA
from graph.settings import Settings
from graph.store import Endpoint, Store
from graph.writing import write
from graph.writing.commands import Update
from tests.conftest import WIPE
from tests.explorer.browsing import CHROMIUM, FLAGS, Browser
from tests.explorer.conftest import HARMLESS, faults
from tests.serving import address_of, on

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROWS: list[dict[str, Any]] = [
    {"label": "Library", "id": "library", "name": "Knihovna Lhota", "url": "https://lhota.example"},
    {"label": "Organization", "id": "club", "name": "Klub seniorů Lhota", "url": "https://klub.example"},
    {"label": "Organization", "id": "club-again", "name": "Klub seniorů Lhota", "url": "https://klub.example"},
    {"label": "Topic", "id": "memory", "name": "Paměť obce"},
    {"label": "Activity", "id": "cafe", "name": "Paměťová kavárna"},
    {"label": "Activity", "id": "walks", "name": "Vycházky"},
    {"link": "RUNS", "from": "library", "to": "cafe"},
    {"link": "RUNS", "from": "library", "to": "walks"},
    {"link": "WORKS_ON", "from": "club", "to": "memory"},
]
SMALLEST = {"width": 360, "height": 740}

Signed = Callable[[str], AbstractContextManager[Browser]]

TEXTS = {
    "cs-CZ": {
        "key": "Klíč", "signOut": "Odhlásit se", "suggest": "Navrhnout opravu", "description": "Popis", "send": "Odeslat",
        "waits": "Čeká to na správce", "accept": "Přijmout", "accepted": "je přijat", "undo": "Vrátit", "again": "Přece provést",
        "undone": "Vráceno", "none": "Nic nečeká", "changed": "Mapa se mezitím změnila", "merge": "Sloučit", "merged": "Sloučeno",
        "notTheSame": "Nejsou totéž", "signIn": "Přihlásit se", "reject": "Zamítnout", "rejected": "je zamítnut",
        "first": "Ukázat mezi prvními", "arrange": "Vybrat, co ukázat první", "notFirst": "Neukazovat mezi prvními", "there": "Převzít ze zdroje", "settled": "Rozhodnuto",
        "over": "Přihlášení skončilo",
        "useful": "Užitečné",
    },
    "en-GB": {
        "key": "Key", "signOut": "Sign out", "suggest": "Suggest a correction", "description": "Description", "send": "Send",
        "waits": "It waits for a reviewer", "accept": "Accept", "accepted": "is accepted", "undo": "Undo", "again": "Do it again",
        "undone": "Undone", "none": "Nothing waits", "changed": "The map has changed meanwhile", "merge": "Merge", "merged": "Merged",
        "notTheSame": "Not the same", "signIn": "Sign in", "reject": "Reject", "rejected": "is rejected",
        "first": "Show among the first", "arrange": "Choose what to show first", "notFirst": "Do not show among the first", "there": "Take over from the source",
        "settled": "Settled", "over": "Your sign-in has ended", "useful": "Useful",
    },
}  # fmt: skip


@pytest.fixture
def said(language: str) -> dict[str, str]:
    """What is on the page, by its language."""
    return TEXTS[language]


@pytest.fixture
def secrets(endpoint: Endpoint, settings: Settings, contents: Any) -> Iterator[dict[str, str]]:
    """A small map of the test's own, and the keys of two who care for it."""
    contents.seed = False

    async def fill(store: Store) -> dict[str, str]:
        await store.command(WIPE)
        await importer.load(store, SCHEMA, [Row(str(number), row) for number, row in enumerate(ROWS)])
        await _disagree(store)
        await store.read("CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()")
        roles = (Role.CONTRIBUTOR, Role.REVIEWER)
        tied = await keys.create(store, "tied", Role.CONTRIBUTOR, "library", timedelta(days=1))
        return {role: (await keys.create(store, role, role, None, timedelta(days=1))).secret for role in roles} | {
            "tied": tied.secret
        }

    yield on(endpoint, settings, fill)
    on(endpoint, settings, lambda store: store.command(WIPE))


async def _disagree(store: Store) -> None:
    """A file says something else of a body than what somebody has corrected since its last version."""
    society: dict[str, object] = {"label": "Organization", "id": "society"}
    author = Author(Viewer(Role.REVIEWER, "eva"), Door.REST)
    await importer.load(store, SCHEMA, [Row("1", society | {"name": "Spolek"})], origin=Origin("file", "1"))
    await write.write(store, SCHEMA, [Update("society", {"name": "Náš spolek"})], author)
    await importer.load(store, SCHEMA, [Row("1", society | {"name": "Spolek přátel"})], origin=Origin("file", "2"))


@pytest.fixture
def signed(
    endpoint: Endpoint, settings: Settings, secrets: dict[str, str], language: str, said: dict[str, str]
) -> Iterator[Signed]:
    """Opens a browser of whoever has the key of a role."""
    if CHROMIUM is None:
        pytest.skip("no Chromium here (Debian, Ubuntu: apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    expect.set_options(timeout=60_000)
    with address_of(settings.model_copy(update={"rate": 0}), endpoint) as address, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)

        @contextmanager
        def opened(role: str) -> Iterator[Browser]:
            context = chromium.new_context(base_url=address, locale=language, viewport={"width": 1280, "height": 900})
            browser = Browser(context.new_page())
            browser.watch()
            browser.page.set_default_timeout(60_000)
            if role:
                _sign_in(browser.page, secrets[role], said)
            yield browser
            assert not [problem for problem in browser.problems if not any(told in problem for told in HARMLESS)]
            assert browser.hosts <= {"127.0.0.1", ""}
            context.close()

        yield opened
        chromium.close()


def _sign_in(page: Any, secret: str, said: dict[str, str]) -> None:
    page.goto("/sign-in?then=/keep")
    page.get_by_label(said["key"], exact=True).fill(secret)
    with page.expect_navigation(url="**/keep"):  # the page is loaded anew, for what was read without the key is over
        page.get_by_role("main").get_by_role("button").click()
    page.get_by_role("banner").get_by_role("button", name=said["signOut"]).wait_for()


def _suggest(page: Any, said: dict[str, str], element: str, description: str) -> None:
    page.goto(f"/elements/{element}")
    page.get_by_role("link", name=said["suggest"]).click()
    page.get_by_label(said["description"]).fill(description)
    page.get_by_role("button", name=said["send"]).click()
    page.get_by_text(said["waits"]).wait_for()


def is_accessible_and_fits_a_phone(page: Any) -> None:
    assert faults(page) == []
    size = page.viewport_size
    page.set_viewport_size(SMALLEST)
    assert page.evaluate("document.documentElement.scrollWidth") <= SMALLEST["width"]
    page.set_viewport_size(size)


def test_what_a_contributor_suggests_a_reviewer_accepts_and_undoes(signed: Signed, said: dict[str, str]) -> None:
    with signed("contributor") as browser:
        _suggest(browser.page, said, "library", "U řeky.")
        is_accessible_and_fits_a_phone(browser.page)
    with signed("reviewer") as browser:
        page = browser.page
        page.goto("/keep/proposals")
        page.get_by_text("U řeky.").wait_for()
        is_accessible_and_fits_a_phone(page)
        page.get_by_role("button", name=said["accept"]).click()
        page.get_by_text(said["accepted"]).wait_for()
        page.get_by_text(said["none"]).wait_for()
        page.get_by_role("button", name=said["undo"]).press("Enter")
        page.get_by_text(said["undone"]).wait_for()
        expect(page.get_by_role("button", name=said["again"])).to_be_focused()
        page.get_by_role("button", name=said["again"]).click()
        page.get_by_role("button", name=said["undo"]).wait_for()
        page.goto("/elements/library")
        page.get_by_text("U řeky.").wait_for()


def test_the_log_undoes_and_what_it_shows_is_fresh(signed: Signed, said: dict[str, str]) -> None:
    with signed("reviewer") as browser:
        page = browser.page
        page.goto("/keep/suggest?of=library")
        page.get_by_label(said["description"]).fill("U řeky.")
        page.get_by_role("button", name=said["send"]).click()
        page.get_by_role("button", name=said["undo"]).wait_for()
        page.goto("/keep/log?by=reviewer")
        page.get_by_text("U řeky.").wait_for()
        is_accessible_and_fits_a_phone(page)
        cards = page.get_by_role("main").locator("ol > li")
        expect(cards).to_have_count(1)
        cards.first.get_by_role("button", name=said["undo"]).click()
        expect(cards).to_have_count(2)
        page.get_by_role("button", name=said["again"]).click()
        expect(cards).to_have_count(3)


def test_a_proposal_that_would_come_to_something_else_by_now_is_told(signed: Signed, said: dict[str, str]) -> None:
    with signed("contributor") as browser:
        _suggest(browser.page, said, "memory", "Vzpomínky.")
    with signed("reviewer") as browser, signed("reviewer") as other:
        browser.page.goto("/keep/proposals")
        browser.page.get_by_text("Vzpomínky.").wait_for()
        other.page.goto("/keep/suggest?of=memory")
        other.page.get_by_label(said["description"]).fill("Kronika.")
        other.page.get_by_role("button", name=said["send"]).click()
        other.page.get_by_role("button", name=said["undo"]).wait_for()
        browser.page.get_by_role("button", name=said["accept"]).click()
        browser.page.get_by_text(said["changed"]).first.wait_for()
        browser.page.get_by_text("Kronika.").wait_for()
        browser.page.get_by_role("button", name=said["reject"]).click()
        browser.page.get_by_text(said["rejected"]).wait_for()


def test_without_a_key_pages_say_what_it_takes(signed: Signed, said: dict[str, str]) -> None:
    with signed("") as browser:
        for address in (
            "/keep",
            "/keep/log",
            "/keep/proposals",
            "/keep/duplicates",
            "/keep/mismatches",
            "/keep/suggest?of=library",
        ):
            browser.page.goto(address)
            browser.page.wait_for_selector("main h1")
            browser.page.get_by_role("link", name=said["signIn"]).first.wait_for()
            is_accessible_and_fits_a_phone(browser.page)


def test_two_that_are_one_are_merged_and_parted_again(signed: Signed, said: dict[str, str]) -> None:
    with signed("reviewer") as browser:
        page = browser.page
        page.goto("/keep/duplicates")
        cards = page.get_by_role("main").locator("ol > li")
        expect(cards).to_have_count(1)
        is_accessible_and_fits_a_phone(page)
        cards.first.get_by_role("radio").last.check()
        cards.first.get_by_role("button", name=said["merge"]).click()
        page.get_by_text(said["merged"]).wait_for()
        expect(cards).to_have_count(0)
        page.get_by_role("button", name=said["undo"]).click()
        page.get_by_text(said["undone"]).wait_for()
        expect(cards).to_have_count(1)
        cards.first.get_by_role("button", name=said["notTheSame"]).click()
        expect(cards).to_have_count(0)
        page.get_by_role("button", name=said["undo"]).wait_for()


def test_a_library_shows_first_what_it_puts_first(signed: Signed, said: dict[str, str]) -> None:
    with signed("tied") as browser:
        page = browser.page
        page.goto("/elements/library")
        expect(page.get_by_role("button", name=said["first"])).to_have_count(0)
        page.get_by_role("button", name=said["arrange"]).click()
        lines = page.get_by_role("listitem").filter(has=page.get_by_role("button", name=said["first"]))
        expect(lines).to_have_count(2)
        lines.filter(has_text="Vycházky").get_by_role("button").click()
        page.get_by_role("button", name=f"{said['notFirst']} Vycházky").wait_for()
        is_accessible_and_fits_a_phone(page)
    with signed("") as browser:
        browser.page.goto("/elements/library")
        first = browser.page.get_by_role("region").filter(has_text="Vycházky").get_by_role("listitem").first
        expect(first).to_contain_text("Vycházky")
        expect(browser.page.get_by_role("button", name=said["arrange"])).to_have_count(0)


def test_where_a_source_says_something_else_a_reviewer_decides(signed: Signed, said: dict[str, str]) -> None:
    with signed("reviewer") as browser:
        page = browser.page
        page.goto("/keep/mismatches")
        card = page.get_by_role("main").locator("ol > li")
        expect(card).to_contain_text("Spolek přátel")
        is_accessible_and_fits_a_phone(page)
        card.get_by_role("button", name=said["there"]).click()
        page.get_by_text(said["settled"]).wait_for()
        expect(card).to_have_count(0)
        page.goto("/elements/society")
        page.get_by_role("heading", level=1, name="Spolek přátel").wait_for()


def test_whoever_s_key_is_over_reads_on_and_is_told(signed: Signed, said: dict[str, str]) -> None:
    with signed("") as browser:
        page = browser.page
        page.add_init_script(
            "sessionStorage.getItem('spojenci.over') || sessionStorage.setItem('spojenci.key', 'spj_over')"
        )
        page.goto("/elements/library")
        page.get_by_role("heading", level=1, name="Knihovna Lhota").wait_for()
        page.get_by_role("banner").get_by_role("button", name=said["over"]).wait_for()
        browser.problems.clear()  # the 401


def test_what_was_said_of_a_suggestion_is_taken_back_by_a_second_press(signed: Signed, said: dict[str, str]) -> None:
    with signed("contributor") as browser:
        page = browser.page
        page.goto("/partners?for=library&topic=memory")
        useful = page.get_by_role("button", name=said["useful"], exact=True, pressed=True)
        for pressed in (1, 0):
            page.get_by_role("button", name=said["useful"], exact=True).first.click()
            expect(useful.first).to_be_visible() if pressed else expect(useful).to_have_count(0)
            page.reload()
            page.get_by_role("button", name=said["useful"], exact=True).first.wait_for()
            expect(useful.first).to_be_visible() if pressed else expect(useful).to_have_count(0)
