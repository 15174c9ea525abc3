"""A server whose cache has no GraphiQL, and a browser that reports what it does."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from api.page import view as page
from graph.settings import Settings
from graph.store import Endpoint
from tests.page.browsing import Browser, ask
from tests.serving import address_of

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session")
def plain_server(endpoint: Endpoint, settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server that has never downloaded GraphiQL."""
    empty = settings.model_copy(update={"cache": tmp_path_factory.mktemp("cache")})
    with address_of(empty, endpoint) as address:
        yield address


@pytest.fixture(scope="session")
def graphiql(settings: Settings) -> None:
    """GraphiQL's files are in the cache."""
    page.fetch(settings).join(120)
    if not (settings.cache / "assets" / "graphiql.min.js").exists():
        pytest.skip("GraphiQL's files are not in the cache, and cannot be downloaded here")


@pytest.fixture
def browser(client: httpx.Client, tmp_path: Path) -> Iterator[Browser]:
    """A Czech browser on the seeded graph; it fails the test on any error on the page and any other host."""
    if CHROMIUM is None:
        pytest.skip("no Chromium here (Debian, Ubuntu: apt-get install chromium)")
    assert "errors" not in ask(client, page.examples()[0].query)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            tmp_path / "profile", executable_path=CHROMIUM, headless=True, args=FLAGS, locale="cs-CZ",
            viewport={"width": 1280, "height": 800},
        )  # fmt: skip
        opened = Browser(context.pages[0])
        opened.watch()
        opened.page.set_default_timeout(20_000)
        yield opened
        context.close()
    assert not opened.problems
    assert opened.hosts <= {"127.0.0.1", ""}
