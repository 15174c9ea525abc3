"""``python -m cli`` is ``spojenci``."""

from cli.main import run

run()
