"""``python -m cli.generate``: writes every generated file; with ``--check``, says which are out of date."""

import sys
from argparse import ArgumentParser
from collections.abc import Callable
from functools import partial
from pathlib import Path

from api.graphql.registry import printed
from api.graphql.schema import GRAPHQL_SCHEMA
from api.rest import excerpt
from graph.derived import constraints, operations, render
from graph.operations.all import OPERATIONS
from graph.questions.named import QUESTIONS
from graph.ranking import signals
from graph.schema import SCHEMA

ROOT = Path(__file__).resolve().parent.parent

FILES: dict[str, Callable[[], str]] = {
    "api/schema.graphql": partial(printed, GRAPHQL_SCHEMA),
    "cypher/schema.cypher": partial(constraints.script, SCHEMA),
    "docs/model.md": partial(render.model, SCHEMA),
    "docs/operations.md": lambda: operations.page(OPERATIONS.values()),
    "docs/questions.md": partial(render.questions, QUESTIONS),
    "docs/settings.md": render.settings,
    "docs/signals.md": signals.page,
    "examples/typescript/openapi.json": excerpt.text,
    "web/src/i18n/connections.json": partial(render.sentences, SCHEMA),
    "web/src/i18n/names.json": partial(render.names, SCHEMA),
}
"""Every generated file of the project, and what makes its text."""


def stale(root: Path = ROOT) -> list[str]:
    """The generated files under ``root`` that are missing or not as they would be made now."""
    return [name for name, make in FILES.items() if _content(root / name) != make().encode()]


def write(root: Path = ROOT) -> list[str]:
    """Write the files under ``root`` that are stale; returns their names."""
    names = stale(root)
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(FILES[name]().encode())
    return names


def main() -> int:
    """The command; returns its exit code."""
    parser = ArgumentParser(prog="python -m cli.generate", description="Write every generated file.")
    parser.add_argument("--check", action="store_true", help="Change nothing; fail when a file is out of date.")
    if not parser.parse_args().check:
        for name in write():
            print(f"written: {name}")
        return 0
    names = stale()
    for name in names:
        print(f"error: {name} is out of date; `make generate` renews it", file=sys.stderr)
    return 1 if names else 0


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


if __name__ == "__main__":
    sys.exit(main())
