"""A keeper's link: on a phone, without an account, tie by tie."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.access.conftest import Serve, serve
from tests.explorer.conftest import browsing, faults

__all__ = ["serve"]

pytestmark = pytest.mark.browser

ROWS: list[dict[str, Any]] = [
    {"label": "Library", "id": "library", "name": "Knihovna Koruna"},
    {"label": "Resource", "id": "hall", "name": "Sál"},
    {"label": "Activity", "id": "cafe", "name": "Paměťová kavárna"},
    {"label": "Topic", "id": "memory", "name": "Paměť"},
    {"link": "OFFERS", "from": "library", "to": "hall"},
    {"link": "RUNS", "from": "library", "to": "cafe"},
    {"link": "ABOUT", "from": "cafe", "to": "memory"},
]
TIE = "Knihovna Koruna nabízí"


def test_a_keeper_confirms_ends_and_takes_back_on_a_phone(serve: Serve) -> None:
    with serve(ROWS) as map_, browsing(str(map_.client.base_url), "cs-CZ") as browser:
        answer = map_.client.post(
            "/v1/issue-keeper-link", json={"library": "library"}, headers=map_.headers["reviewer"]
        )
        page = browser.page
        page.set_viewport_size({"width": 390, "height": 844})
        page.goto(f"/keeper?library=library#{answer.json()['secret']}")
        page.get_by_role("heading", level=1, name="Knihovna Koruna").wait_for()
        assert "spj_" not in page.url
        assert faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 390

        about = page.locator("main ul > li").filter(has_text="Paměťová kavárna má téma")
        expect(about).to_have_count(1)
        offered = page.locator("main ul > li").filter(has_text=TIE)
        offered.get_by_role("button", name="Stále platí").click()
        offered.get_by_text("Dnes potvrzeno").wait_for()
        about.get_by_role("button", name="Už neplatí").click()
        about.get_by_text("Odebráno z mapy").wait_for()
        about.get_by_role("button", name="Vzít zpět").click()
        about.get_by_role("button", name="Stále platí").wait_for()

        shown = '{ library(id: "library") { offers { edges { confirmedAt } } activities { nodes { topics { totalCount } } } } }'
        told = map_.client.post("/graphql", json={"query": shown}).json()["data"]["library"]
        assert told["offers"]["edges"][0]["confirmedAt"]
        assert told["activities"]["nodes"][0]["topics"]["totalCount"] == 1
