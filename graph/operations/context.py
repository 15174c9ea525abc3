"""What an operation works with."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from graph.access import Author, Door, Viewer
from graph.admission import Reader
from graph.analysts.twin import Twin
from graph.exchange.workers import Imports
from graph.log.feed import Feed
from graph.matching.duplicates import Duplicates
from graph.ranking.partners import Partners
from graph.schema import SCHEMA
from graph.settings import Settings
from graph.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """What operations work with, whoever asks: the database, and what follows it.

    ``imports`` are those that a service does, none where a command asks; ``private_webhooks`` says whether webhooks may lead to
    addresses that are not public.
    """

    store: Store
    partners: Partners
    duplicates: Duplicates
    feed: Feed
    analysts: Twin
    imports: Imports | None = None
    private_webhooks: bool = False


@asynccontextmanager
async def services_on(store: Store, settings: Settings) -> AsyncIterator[Services]:
    """The services on a store, for a process that asks for itself."""
    async with Partners(store) as partners, Feed(store, SCHEMA) as feed, Twin(settings, store) as analysts:
        yield Services(store=store, partners=partners, duplicates=Duplicates(store), feed=feed, analysts=analysts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Context(Services):
    """What one operation works with: also who asks, by which door, and the key of a request that may be sent again."""

    viewer: Viewer
    door: Door
    key: str | None = None

    @classmethod
    def of(
        cls, services: Services, viewer: Viewer, door: Door, *, reader: Reader | None = None, key: str | None = None
    ) -> "Context":
        """The services for somebody; what they read takes the place of a ``reader`` among the reads under way."""
        return cls(
            store=services.store.read_by(reader) if reader else services.store,
            partners=services.partners,
            duplicates=services.duplicates,
            feed=services.feed,
            analysts=services.analysts,
            imports=services.imports,
            private_webhooks=services.private_webhooks,
            viewer=viewer,
            door=door,
            key=key,
        )

    @property
    def author(self) -> Author:
        """Who writes."""
        return Author(self.viewer, self.door)
