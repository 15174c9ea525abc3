"""What is made ready before the first questions and writes, and again when Neo4j has started anew."""

import logging
from asyncio import sleep
from contextlib import suppress
from itertools import islice

from api.explorer.build import documents
from api.graphql.examples import examples
from api.graphql.execution import Engine
from graph import keys
from graph.access import OPERATOR, VISIBILITIES, Author, Door
from graph.errors import SpojenciError
from graph.log.state import States
from graph.questions.answers import ask
from graph.questions.named import NETWORK, QUESTIONS
from graph.ranking.engine import Request
from graph.ranking.partners import Partners
from graph.reading.codes import Given, named
from graph.reading.whole import whole
from graph.schema import SCHEMA
from graph.store import Store
from graph.writing.commands import Connect, Create, Update
from graph.writing.write import write

logger = logging.getLogger("spojenci")

SOME_ID = "no-such-element"
"""An id as long as most are: a Neo4j that is not set as the embedded one makes other plans for much shorter ones."""

PLANNING = 5.0
"""Seconds that plans made ahead wait: each takes a core for seconds, which who has waited for the start would lack."""

_REHEARSALS = (
    (
        Create("Topic", {"id": "spojenci-rehearsal-1", "name": "Rehearsal"}),
        Create("Topic", {"id": "spojenci-rehearsal-2", "name": "Rehearsal"}),
        Connect("BROADER", "spojenci-rehearsal-1", "spojenci-rehearsal-2"),
        Update("spojenci-rehearsal-1", {"description": "Rehearsal"}),
    ),
    # Neo4j plans anew for lists of another magnitude: of none, of one, of up to ten …
    (Create("Topic", {"name": "Rehearsal"}),),
)


async def warm(store: Store, engine: Engine, partners: Partners) -> None:
    """Have asked once for partners and written once, of which nothing stays: Neo4j plans each statement at its first use.

    Where that fails, the first one to ask waits instead.
    """
    try:
        await store.verify()
        await partners.prepare()
        for library, topic in await store.read(NETWORK["somebody"].text, name="warm"):
            await partners.ask(Request(asker=library, topic=topic, visible=VISIBILITIES))  # who has a key has verdicts
            await whole(store, [library], OPERATOR)
            await named(store, [Given(("Library",), library, "library")], OPERATOR)
        await States(store).now()
        await keys.rehearse(store)
        await engine.warm(islice(examples().values(), 1))
        for commands in _REHEARSALS:
            await write(store, SCHEMA, commands, Author(OPERATOR, Door.CLI), key="rehearsal", dry_run=True)
    except SpojenciError as error:
        logger.warning("the first to ask will wait: %s", error.message)
    except Exception:
        logger.exception("the first to ask will wait")


async def plan_ahead(store: Store, engine: Engine) -> None:
    """Have Neo4j make plans of what the explorer asks, while questions are answered already."""
    await sleep(PLANNING)
    for name, values in (("search", {"query": SOME_ID}), ("founder_brief", {"library": SOME_ID})):
        with suppress(SpojenciError):  # the first to ask it waits then
            await ask(store, QUESTIONS[name], values, OPERATOR)
    narrowed: dict[str, object] = {"types": ["LIBRARY"]}
    for more in ({}, narrowed):  # where it asks for some types alone, it is another statement
        await engine.warm(_asked_by_the_explorer("Suggestions"), query=SOME_ID, **more)
    await engine.warm([*_asked_by_the_explorer("Profile"), *examples().values()], id=SOME_ID)


def _asked_by_the_explorer(name: str) -> list[str]:
    """The explorer's queries whose names begin so."""
    return [text for text in documents().values() if f"query {name}" in text]
