"""Which places may lie elsewhere after a change, so that ``around`` of them and of all within has to be made anew."""

from collections.abc import Iterable, Iterator

from graph.records import Action, StoredRecord
from graph.schema import PLACE


def moved(records: Iterable[StoredRecord]) -> Iterator[str]:
    """The ids of places that were made, hidden or shown, and of what is surely part of something else than before."""
    for record in records:
        if record.get("label") == PLACE.label:
            changed = {**record.get("before", {}), **record.get("after", {})}
            if record["action"] == Action.CREATED or "visibility" in changed:
                yield record["id"]
        elif record.get("link") == "PART_OF" and (
            record["action"] != Action.UPDATED or "status" in record.get("after", {})
        ):
            yield record["from"]
