"""Pages at 320 CSS pixels, which is 1280 at 400 % (WCAG 1.4.10), whatever elements are called: nothing scrolls sideways."""

from typing import Any

import pytest

from tests.access.conftest import Serve, serve
from tests.explorer.conftest import browsing

__all__ = ["serve"]

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WORD = ("Nejneobhospodařovávatelnější" * 3)[:80]
LONG = ("Spolek přátel knihovny a všech, kdo v obci čtou, píší a pečují o paměť krajiny, " * 3)[:200].strip()

NAMES = {
    "word": WORD,
    "long": LONG,
    "signs": "📚 Čtení 🦊👩‍👩‍👧 pro všechny",
    "leftwards": "مكتبة أصدقاء القراءة",
    "bare": "Holá",
}
ROWS: list[dict[str, Any]] = [
    {"label": "Library", "id": "library", "name": WORD, "alternateNames": [LONG], "url": f"https://{'a' * 60}.example"},
    {"label": "Activity", "id": "activity", "name": WORD, "description": WORD * 3},
    {"label": "Topic", "id": "topic", "name": WORD},
    {"link": "RUNS", "from": "library", "to": "activity"},
    {"link": "ABOUT", "from": "activity", "to": "topic"},
    *({"label": "Organization", "id": id_, "name": name} for id_, name in NAMES.items()),
    *({"link": "TAKES_PART_IN", "from": id_, "to": "activity"} for id_ in NAMES),
    *({"link": "PARTNERS_WITH", "from": "library", "to": id_} for id_ in NAMES),
]
ADDRESSES = [
    "/",
    *(f"/elements/{id_}" for id_ in ("library", "activity", "topic", *NAMES, "nowhere")),
    "/partners?for=library&topic=topic",
    "/explore?of=library",
    "/explore?of=library&view=list",
    "/meeting?for=library",
    "/meeting/visibility?of=library",
    "/keep/suggest?of=library",
    "/keep/links?of=library",
    "/keep/log",
    "/keeper?library=library",
]


def test_nothing_scrolls_sideways_at_400_percent(serve: Serve) -> None:
    with serve(ROWS) as map_, browsing(str(map_.client.base_url), "cs-CZ") as browser:
        page = browser.page
        page.set_viewport_size({"width": 320, "height": 640})
        secret = map_.headers["reviewer"]["Authorization"].removeprefix("Bearer ")
        page.add_init_script(f"sessionStorage.setItem('spojenci.key', '{secret}')")
        wide = {}
        for address in ADDRESSES:
            page.goto(address)
            page.locator("main h1").wait_for()
            page.locator("main output.notice").wait_for(state="detached")
            wide[address] = page.evaluate("document.documentElement.scrollWidth")
        assert {address: width for address, width in wide.items() if width > 320} == {}
        browser.problems.clear()  # the 404 of what is not there
