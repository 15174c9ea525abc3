"""``python -m bench.picture``: frames per second of the explorer's picture in Chromium without a GPU, dragged around.

Needs Chromium and what ``make explorer`` installs. The page that is measured is ``web/bench/picture.tsx``.
"""

import subprocess
import tempfile
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import sync_playwright
from rich.console import Console
from rich.table import Table

from tests.explorer.browsing import CHROMIUM, FLAGS

WEB = Path(__file__).parents[1] / "web"
SIZES = ((60, 120), (500, 2_000), (5_000, 20_000))
TARGET = 30.0
"""Frames per second of the largest network."""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


def measured(folder: Path) -> list[dict[str, float]]:
    """What the page measures, for each size of a network."""
    with (
        ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server,
        sync_playwright() as pw,
    ):
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = pw.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        found = []
        for nodes, links in SIZES:
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.goto(f"http://127.0.0.1:{server.server_port}")
            page.wait_for_function("document.title === 'ready'")
            found.append(page.evaluate(f"measure({nodes}, {links})"))
            page.close()
        browser.close()
        server.shutdown()
    return found


def main() -> None:
    """Build the page, measure, and say whether the largest network is quick enough."""
    table = Table("elements", "connections", "drawn after", "frames per second")
    with tempfile.TemporaryDirectory() as folder:
        build = ["vite", "build", "bench", "--outDir", folder, "--emptyOutDir", "--base", "./", "--logLevel", "error"]
        subprocess.run(["./npm", "exec", "--", *build], cwd=WEB, check=True)
        rows = measured(Path(folder))
    for row in rows:
        table.add_row(
            *(f"{row[name]:,}" for name in ("nodes", "links")), f"{row['drawnAfter']} ms", f"{row['framesPerSecond']}"
        )
    Console().print(table)
    print("holds" if rows[-1]["framesPerSecond"] >= TARGET else f"below {TARGET}")


if __name__ == "__main__":
    main()
