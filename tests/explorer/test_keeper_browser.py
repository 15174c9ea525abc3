"""A keeper's link: on a phone, without an account, tie by tie."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.access.conftest import Serve, serve
from tests.explorer.conftest import browsing, faults

__all__ = ["serve"]

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROWS: list[dict[str, Any]] = [
    {"label": "Library", "id": "library", "name": "Knihovna Koruna"},
    {"label": "Resource", "id": "hall", "name": "Sál"},
    {"label": "Activity", "id": "cafe", "name": "Paměťová kavárna"},
    {"label": "Topic", "id": "memory", "name": "Paměť"},
    {"link": "OFFERS", "from": "library", "to": "hall"},
    {"link": "RUNS", "from": "library", "to": "cafe"},
    {"link": "ABOUT", "from": "cafe", "to": "memory"},
]
TEXTS = {
    "cs-CZ": {
        "offers": "Knihovna Koruna nabízí", "about": "Paměťová kavárna má téma", "true": "Stále platí", "not": "Už neplatí",
        "confirmed": "Dnes potvrzeno", "ended": "Odebráno z mapy", "back": "Vzít zpět", "later": "Později", "all": "stále platí",
        "before": "Nedávno potvrzeno", "profile": "Co stojí v profilu: Knihovna Koruna",
        "link": "Odkaz pro správce", "made": "Odkaz k odeslání", "make": "Vytvořit odkaz", "end": "Zneplatnit", "over": "už neplatí",
    },
    "en-GB": {
        "offers": "Knihovna Koruna offers", "about": "Paměťová kavárna is about", "true": "Still true", "not": "Not any more",
        "confirmed": "Confirmed today", "ended": "Taken off the map", "back": "Take back", "later": "Later", "all": "are still true",
        "before": "Confirmed or entered lately", "profile": "What stands in the profile of Knihovna Koruna",
        "link": "Link for its keeper", "made": "The link to send", "make": "Make a link", "end": "End it", "over": "does not hold any more",
    },
}  # fmt: skip


def test_a_keeper_confirms_ends_and_takes_back_on_a_phone(serve: Serve, language: str) -> None:
    said = TEXTS[language]
    with serve(ROWS) as map_, browsing(str(map_.client.base_url), language) as browser:
        answer = map_.client.post(
            "/v1/issue-keeper-link", json={"library": "library"}, headers=map_.headers["reviewer"]
        )
        page = browser.page
        page.set_viewport_size({"width": 390, "height": 844})
        address = f"/keeper?library=library#{answer.json()['secret']}"
        page.goto(address)
        page.get_by_role("heading", level=1, name="Knihovna Koruna").wait_for()
        assert "spj_" not in page.url
        assert page.evaluate("document.documentElement.scrollWidth") <= 390

        ties = page.locator("main section section li")
        profile, offered = (ties.filter(has_text=said[tie]) for tie in ("profile", "offers"))
        offered.get_by_text(said["before"]).wait_for()  # an offer is fresh when it is entered
        assert faults(page) == []
        profile.get_by_role("button", name=said["true"]).click()
        profile.get_by_text(said["confirmed"]).wait_for()
        expect(profile.get_by_role("status")).to_be_focused()
        expect(page.get_by_role("progressbar")).to_have_attribute("value", "2")
        offered.get_by_role("button", name=said["not"]).click()
        offered.get_by_text(said["ended"]).wait_for()
        offered.get_by_role("button", name=said["back"]).click()
        offered.get_by_role("button", name=said["true"]).wait_for()
        page.get_by_role("button", name=said["later"]).click()  # what is left of the library itself waits

        about = ties.filter(has_text=said["about"])
        about.get_by_role("button", name=said["not"]).click()
        about.get_by_text(said["ended"]).wait_for()
        about.get_by_role("button", name=said["back"]).click()
        about.get_by_role("button", name=said["true"]).wait_for()
        assert faults(page) == []
        page.get_by_role("button", name=said["all"]).last.click()
        about.get_by_text(said["confirmed"]).wait_for()

        shown = '{ library(id: "library") { confirmedAt activities { nodes { topics { totalCount } } } } }'
        told = map_.client.post("/graphql", json={"query": shown}).json()["data"]["library"]
        assert told["confirmedAt"]
        assert told["activities"]["nodes"][0]["topics"]["totalCount"] == 1

        page.goto("/")
        page.goto(address)  # another day, by the same link
        page.get_by_role("button", name="Knihovna Koruna").last.click()
        profile.get_by_text(said["before"]).wait_for()


def test_a_reviewer_makes_a_link_from_the_profile_by_keyboard_and_ends_it(serve: Serve, language: str) -> None:
    said = TEXTS[language]
    with serve(ROWS) as map_, browsing(str(map_.client.base_url), language) as browser:
        page = browser.page
        page.set_viewport_size({"width": 360, "height": 740})
        page.goto("/elements/library")
        page.get_by_role("heading", level=1, name="Knihovna Koruna").wait_for()
        expect(page.get_by_role("link", name=said["link"])).to_have_count(0)
        secret = map_.headers["reviewer"]["Authorization"].removeprefix("Bearer ")
        page.evaluate("secret => sessionStorage.setItem('spojenci.key', secret)", secret)
        page.reload()
        page.get_by_role("link", name=said["link"]).press("Enter")
        page.get_by_role("button", name=said["make"]).press("Enter")
        made = page.get_by_label(said["made"])
        expect(made).to_be_focused()
        address = made.input_value()
        assert faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        page.get_by_role("button", name=said["end"]).press("Enter")
        expect(page.locator("output :focus")).to_contain_text(said["over"])
        expect(made).to_have_count(0)
        expect(page.get_by_role("button", name=said["end"])).to_have_count(0)

        page.goto("/")
        page.goto(address)
        page.get_by_role("main").get_by_text(said["over"]).wait_for()
        browser.problems.clear()  # the 401
