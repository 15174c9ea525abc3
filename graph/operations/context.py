"""What an operation works with."""

from dataclasses import dataclass

from graph.access import Author, Door, Viewer
from graph.analysts.twin import Twin
from graph.exchange.workers import Imports
from graph.log.feed import Feed
from graph.matching.duplicates import Duplicates
from graph.ranking.partners import Partners
from graph.store import Store


@dataclass(frozen=True, slots=True)
class Context:
    """The database, the ranking, the work list of duplicates, the feed of changes, the analysts' twin, who asks and by which door, the key of a repeated request, whether webhooks may be private, and the imports that a service does."""

    store: Store
    partners: Partners
    duplicates: Duplicates
    feed: Feed
    analysts: Twin
    viewer: Viewer
    door: Door
    key: str | None = None
    private_webhooks: bool = False
    imports: Imports | None = None

    @property
    def author(self) -> Author:
        """Who writes."""
        return Author(self.viewer, self.door)
