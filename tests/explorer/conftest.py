"""The explorer as it is built, in a browser."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.explorer.build import current
from tests.explorer.browsing import CHROMIUM, FLAGS, Browser
from tests.waiting import until

HARMLESS = ("GL Driver Message", "status of 503")
"""What a browser tells and people do not meet: how it draws, and that a busy service was asked again a little later."""

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture(autouse=True)
def built() -> None:
    """Skips where there is no build."""
    if current() is None:
        pytest.skip("the explorer is not built (make explorer)")


@pytest.fixture(params=["cs-CZ", "en-GB"])
def language(request: pytest.FixtureRequest) -> str:
    """The language of the browser."""
    return str(request.param)


@pytest.fixture
def browser(server: str, seeded: None, language: str) -> Iterator[Browser]:
    """A browser on the seeded graph."""
    with browsing(server, language) as opened:
        yield opened


@contextmanager
def browsing(address: str, language: str) -> Iterator[Browser]:
    """A browser on a server; any error on a page fails the test, and so does any other host."""
    if CHROMIUM is None:
        pytest.skip("no Chromium here (Debian, Ubuntu: apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    until(lambda: httpx.get(f"{address}/readyz").is_success, 60)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = chromium.new_context(base_url=address, locale=language, viewport={"width": 1280, "height": 900})
        opened = Browser(context.new_page())
        opened.watch()
        opened.page.set_default_timeout(60_000)  # the first search on a cold database takes its time
        yield opened
        chromium.close()
    assert not [problem for problem in opened.problems if not any(told in problem for told in HARMLESS)]
    assert opened.hosts <= {"127.0.0.1", ""}


def faults(page: Any) -> list[str]:
    """What axe finds on a page: the rule, and the first place."""
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']})")
    return [f"{fault['id']}: {fault['nodes'][0]['html'][:200]}" for fault in found["violations"]]
