"""The vocabulary as SKOS in Turtle: topics, roles, target groups and resources."""

from collections.abc import Iterator

from graph.formats.format import Writer
from graph.formats.writers.spool import Spool, spooled
from graph.model import Text


def write(spool: Spool) -> Iterator[bytes]:
    """Concepts with their names in both languages, and how they belong together."""
    from graph.formats.writers import concepts  # it imports much

    yield from concepts.write(spool)


WRITER = Writer(
    "skos",
    (".ttl",),
    "text/turtle",
    Text(
        "Slovník jako SKOS (Turtle): témata, role, cílové skupiny, zdroje.",
        "The vocabulary as SKOS (Turtle): topics, roles, target groups, resources.",
    ),
    spooled(write),
)
