"""Servers of the shared Neo4j with limits as they come, whatever the graph holds."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import httpx
import pytest

from graph.settings import Settings
from graph.store import Endpoint
from tests.serving import served

Serve = Callable[..., httpx.Client]


@pytest.fixture(scope="session")
def defaults(settings: Settings) -> Settings:
    """The settings that a user starts with, but for the database."""
    return Settings(home=settings.home, seed="none", neo4j_uri=settings.neo4j_uri, webhooks=False)


@pytest.fixture(scope="session")
def development(endpoint: Endpoint, defaults: Settings) -> Iterator[httpx.Client]:
    """A client of a server for development."""
    with served(defaults, endpoint) as client:
        yield client


@pytest.fixture(scope="session")
def production(endpoint: Endpoint, defaults: Settings) -> Iterator[httpx.Client]:
    """A client of a server for production that answers everybody's documents."""
    changes = {"profile": "production", "trusted_documents_only": False}
    with served(defaults.model_copy(update=changes), endpoint) as client:
        yield client


@pytest.fixture
def serve(endpoint: Endpoint, defaults: Settings) -> Iterator[Serve]:
    """Start a server with other settings."""
    with ExitStack() as stack:

        def start(**changes: Any) -> httpx.Client:
            return stack.enter_context(served(defaults.model_copy(update=changes), endpoint))

        yield start
