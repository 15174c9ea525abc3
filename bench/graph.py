"""The graph that is measured: the size of a national map, made the same at every run."""

import random
from collections.abc import Iterator

from graph.rows import Row

LIBRARIES = 1_000
ORGANIZATIONS_EACH = 3
TOPICS = 60
PLACES = 200
ACTIVITIES_EACH = 12


def rows(libraries: int = LIBRARIES, seed: int = 1) -> Iterator[Row]:
    """Libraries with activities, their topics and participants: 92 rows for each, about 16 of them elements."""
    for number, data in enumerate(_elements(libraries), 1):
        yield Row(f"element {number}", data)
    choose = random.Random(seed)  # noqa: S311 - it only has to be the same each time
    for number, data in enumerate(_connections(libraries, choose), 1):
        yield Row(f"connection {number}", data)


def _elements(libraries: int) -> Iterator[dict[str, object]]:
    for i in range(PLACES):
        location = {"latitude": 48.6 + i % 20 * 0.12, "longitude": 12.2 + i // 20 * 0.6}
        yield {
            "label": "Place",
            "id": f"place-{i}",
            "name": f"Město {i}",
            "level": "municipality",
            "location": location,
        }
    for i in range(TOPICS):
        yield {"label": "Topic", "id": f"topic-{i}", "name": f"Téma {i}"}
    for i in range(libraries):
        yield {
            "label": "Library",
            "id": f"library-{i}",
            "name": f"Knihovna města {i:04}",
            "description": "Městská knihovna s pobočkou a dětským oddělením.",
            "registrationNumber": str(i),
        }
    for i in range(libraries * ORGANIZATIONS_EACH):
        yield {"label": "Organization", "id": f"organization-{i}", "name": f"Spolek přátel {i:04}", "kind": "nonprofit"}
    for i in range(libraries * ACTIVITIES_EACH):
        yield {"label": "Activity", "id": f"activity-{i}", "name": f"Čtvrteční čtení {i:05}", "since": "2015"}


def _connections(libraries: int, choose: random.Random) -> Iterator[dict[str, object]]:
    organizations = range(libraries * ORGANIZATIONS_EACH)
    for i in range(TOPICS - 6):
        yield {"link": "BROADER", "from": f"topic-{i}", "to": f"topic-{TOPICS - 1 - i % 6}"}
    for i in range(libraries):
        yield {"link": "LOCATED_IN", "from": f"library-{i}", "to": f"place-{i % PLACES}"}
    for i in organizations:
        yield {"link": "LOCATED_IN", "from": f"organization-{i}", "to": f"place-{choose.randrange(PLACES)}"}
    for i in range(libraries * ACTIVITIES_EACH):
        yield {"link": "RUNS", "from": f"library-{i // ACTIVITIES_EACH}", "to": f"activity-{i}"}
        for topic in choose.sample(range(TOPICS), 2):
            yield {"link": "ABOUT", "from": f"activity-{i}", "to": f"topic-{topic}"}
        for organization in choose.sample(organizations, 3):
            part = {"link": "TAKES_PART_IN", "from": f"organization-{organization}", "to": f"activity-{i}"}
            yield {**part, "involvement": "involved", "since": "2016"}
