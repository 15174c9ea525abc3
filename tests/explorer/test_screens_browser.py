"""How six key screens look, against the pictures in ``docs/screens``, which ``make screenshots`` takes anew.

Fonts differ from machine to machine, and so do the pictures in detail; what is compared is where on a page it is how dark.
"""

import os
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from tests.explorer.browsing import Browser
from tests.explorer.test_explorer_browser import KROMERIZ, QUESTION

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FOLDER = Path(__file__).parents[2] / "docs" / "screens"
KEEP = os.environ.get("SPOJENCI_TEST_SCREENS") == "keep"
SCREENS = {
    "start": "/",
    "partners": QUESTION,
    "partners-map": f"{QUESTION}&view=map",
    "explore": f"/explore?of={KROMERIZ}",
    "profile": f"/elements/{KROMERIZ}",
    "meeting": f"/meeting?for={KROMERIZ}",
}
THERE = {
    "partners": "section ol > li",
    "partners-map": "main svg g text",
    "explore": "aside h2",
    "meeting": "main section.card h2",
}
"""What is on a screen as soon as the answer is there."""

SETTLED = 1500
"""Milliseconds in which a picture is drawn."""

WIDTH = 800
"""Pixels of the pictures that are kept."""

COARSE = (32, 24)
"""Fields that are compared, across and down."""

DIFFERENCE = 4.0
"""How many of 255 steps of grey the fields may differ on average: the same screen by less than 1, others by 7 to 10."""


@pytest.mark.parametrize("language", ["cs-CZ"])
@pytest.mark.parametrize("name", SCREENS)
def test_a_key_screen_looks_as_it_did(browser: Browser, name: str) -> None:
    page = browser.page
    page.goto(SCREENS[name])
    page.wait_for_selector("main h1")
    page.locator(THERE.get(name, "main h1")).first.wait_for()
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(SETTLED)
    seen = Image.open(BytesIO(page.screenshot())).convert("RGB")
    kept = FOLDER / f"{name}.webp"
    if KEEP:
        FOLDER.mkdir(exist_ok=True)
        seen.resize((WIDTH, seen.height * WIDTH // seen.width)).save(kept, quality=60)
    assert difference(seen, Image.open(kept)) < DIFFERENCE


def test_another_screen_is_told_apart() -> None:
    start, partners = (Image.open(FOLDER / f"{name}.webp") for name in ("start", "partners"))
    assert difference(start, start) == 0
    assert difference(start, partners) > DIFFERENCE


def difference(one: Image.Image, other: Image.Image) -> float:
    """How many steps of grey the fields of two pictures differ on average."""
    first, second = (each.convert("L").resize(COARSE, Image.Resampling.BOX) for each in (one, other))
    return float(ImageStat.Stat(ImageChops.difference(first, second)).mean[0])
