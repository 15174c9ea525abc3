"""Authors and short words for the tests of writing."""

from typing import Any

from graph.access import OPERATOR, Author, Door, Role, Viewer
from graph.log.changes import Entry, changes
from graph.schema import SCHEMA
from graph.store import Store
from graph.writing.commands import Command, Connect, Create
from graph.writing.write import Outcome, write

ADMIN = Author(OPERATOR, Door.CLI)
REVIEWER = Author(Viewer(Role.REVIEWER, "Rita"), Door.REST)
CONTRIBUTOR = Author(Viewer(Role.CONTRIBUTOR, "Klára", "kkfb"), Door.GRAPHQL)
READER = Author(Viewer(Role.READER, "Radim"), Door.GRAPHQL)

BY_ADMIN = {"sources": ["person-admin"]}
"""What everything that an admin makes says of where it is from."""

LIBRARY = Create("Library", {"id": "kkfb", "name": "Krajská knihovna", "ico": "70947422"})
SCHOOL = Create("Organization", {"id": "school", "name": "Škola"})
CLUB = Create("Activity", {"id": "club", "name": "Klub"})
FAIR = Create("Activity", {"id": "fair", "name": "Veletrh"})
RUNS = Connect("RUNS", "kkfb", "club")
TEAM = (LIBRARY, SCHOOL, CLUB, FAIR, RUNS)
"""A library, the club it runs, and a school and a fair that are others'."""


async def do(store: Store, *commands: Command, author: Author = ADMIN, **options: Any) -> list[Outcome]:
    return (await write(store, SCHEMA, commands, author, **options)).outcomes


async def properties(store: Store, id_: str) -> dict[str, Any] | None:
    """What an element holds, without what every write changes; None where it is not there."""
    rows = await store.read("MATCH (n:Element {id: $id}) RETURN n {.*, createdAt: null, updatedAt: null}", {"id": id_})
    return (
        {name: value for name, value in rows[0][0].items() if value is not None and name != "sortKey"} if rows else None
    )


async def contents(store: Store) -> list[Any]:
    """The whole graph but its log, to compare."""
    nodes = "MATCH (n:Element) WITH n ORDER BY n.id RETURN collect([labels(n), properties(n)])"
    links = (
        "MATCH (a:Element)-[c]->(b) WITH * ORDER BY a.id, b.id, type(c), c.parallel "
        "RETURN collect([a.id, type(c), properties(c), b.id])"
    )
    return [await store.read(nodes), await store.read(links)]


async def log(store: Store, viewer: Viewer = OPERATOR, **options: Any) -> list[Entry]:
    """The entries that a viewer sees, of the first page."""
    return (await changes(store, SCHEMA, viewer, **options)).entries


def brief(entries: list[Entry]) -> list[tuple[Any, ...]]:
    return [(str(e.action), *e.subject.touches, dict(e.before), dict(e.after)) for e in entries]
