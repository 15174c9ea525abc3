"""A service as one writes it by hand: Strawberry with a DataLoader for each connection, on FastAPI and uvicorn.

``python -m bench.peers.dataloader PORT`` with NEO4J_URI, NEO4J_USERNAME and NEO4J_PASSWORD. Documents are parsed and validated
once; a page goes on from a key of the order; what is not public is left out.
"""

import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import neo4j
import strawberry
import uvicorn
from fastapi import FastAPI
from strawberry.dataloader import DataLoader
from strawberry.extensions import ParserCache, ValidationCache
from strawberry.fastapi import BaseContext, GraphQLRouter

from bench.peers.cypher import PARTNERS, SEARCH

CONNECTIONS = {
    "activities": "(n)-[r:RUNS]->(m:Activity)",
    "organizers": "(n)<-[r:RUNS]-(m:Organization)",
    "participants": "(n)<-[r:TAKES_PART_IN]-(m:Ally)",
    "topics": "(n)-[r:ABOUT]->(m:Topic)",
    "about": "(n)<-[r:ABOUT]-(m:Activity)",
    "places": "(n)-[r:LOCATED_IN]->(m:Place)",
}
FAR_ENDS = """UNWIND $ids AS id MATCH (n:Element {{id: id}})
RETURN COLLECT {{ MATCH {pattern} WHERE coalesce(m.visibility, 'public') = 'public'
  WITH m, r ORDER BY m.sortKey LIMIT $first RETURN m {{.id, .name, .since, involvement: r.involvement}} }}"""
LIBRARY = """MATCH (n:Library&Element {id: $id}) WHERE coalesce(n.visibility, 'public') = 'public'
RETURN n {.id, .name, .description, .registrationNumber, .url}"""
LIBRARIES = """MATCH (n:Library) WHERE n.sortKey > $after AND coalesce(n.visibility, 'public') = 'public'
WITH n ORDER BY n.sortKey LIMIT $first RETURN n {.id, .name, .description, .registrationNumber, .url}"""
TOPIC = "MATCH (n:Topic&Element {id: $id}) WHERE coalesce(n.visibility, 'public') = 'public' RETURN n {.id, .name}"
ABOUT = """MATCH (t:Topic&Element {id: $topic})<-[:ABOUT]-(n:Activity)
WHERE coalesce(t.visibility, 'public') = 'public' AND coalesce(n.visibility, 'public') = 'public'
WITH DISTINCT n ORDER BY n.sortKey WITH collect(n) AS found
RETURN {ids: [n IN found[..$first] | n.id], count: size(found)}"""
TOPICS = """MATCH (t:Topic&Element {id: $topic})<-[:ABOUT]-(n:Activity)
MATCH (n)-[:ABOUT]->(other:Topic)
WHERE coalesce(t.visibility, 'public') = 'public' AND coalesce(n.visibility, 'public') = 'public'
  AND coalesce(other.visibility, 'public') = 'public'
WITH other, count(DISTINCT n) AS count ORDER BY count DESC, other.sortKey LIMIT $first RETURN {id: other.id, count: count}"""

Row = dict[str, Any]


class Context(BaseContext):
    """What the resolvers of one request share."""

    def __init__(self, driver: neo4j.AsyncDriver) -> None:
        super().__init__()
        self._driver = driver
        self._loaders: dict[tuple[str, int], DataLoader[str, list[Row]]] = {}

    async def rows(self, text: str, **parameters: Any) -> list[Any]:
        """The first column of a statement."""
        async with self._driver.session(database="neo4j", default_access_mode=neo4j.READ_ACCESS) as session:
            return [row[0] for row in await (await session.run(text, parameters)).values()]

    async def far(self, id: str, connection: str, first: int) -> list["Element"]:
        """What a connection leads to, read for all that ask in the same turn of the loop."""
        if (connection, first) not in self._loaders:
            self._loaders[connection, first] = DataLoader(partial(self._load, CONNECTIONS[connection], first))
        loader = self._loaders[connection, first]
        return [element(row) for row in await loader.load(id)]

    async def _load(self, pattern: str, first: int, ids: list[str]) -> list[list[Row]]:
        return await self.rows(FAR_ENDS.format(pattern=pattern), ids=ids, first=first)


Info = strawberry.Info[Context]


def _leads(connection: str) -> Any:
    async def resolve(root: "Element | Topic", info: Info, first: int = 10) -> list["Element"]:
        return await info.context.far(root.id, connection, first)

    return strawberry.field(resolve)


@strawberry.type
class Element:
    """One type for all but topics: what a resolver needs of them is the same."""

    id: strawberry.ID
    name: str
    description: str | None = None
    registration_number: str | None = None
    url: str | None = None
    since: str | None = None
    involvement: str | None = None
    activities: list["Element"] = _leads("activities")
    organizers: list["Element"] = _leads("organizers")
    participants: list["Element"] = _leads("participants")
    topics: list["Element"] = _leads("topics")
    places: list["Element"] = _leads("places")


@strawberry.type
class Topic:
    """A topic, with the activities about it."""

    id: strawberry.ID
    name: str
    activities: list[Element] = _leads("about")


@strawberry.type
class Counted:
    """A topic and how many activities have it."""

    count: int
    id: strawberry.ID


@strawberry.type
class Activities:
    """Those on a topic: the first ones, how many there are, and their topics."""

    topic: strawberry.Private[str]
    nodes: list[Element]
    total_count: int

    @strawberry.field
    async def topics(self, info: Info, first: int) -> list[Counted]:
        """Which topics most of them have."""
        return [Counted(**row) for row in await info.context.rows(TOPICS, topic=self.topic, first=first)]


@strawberry.type
class Partner:
    """Who could be a partner, by a count."""

    score: float
    id: strawberry.ID
    name: str


@strawberry.type
class Query:
    """What can be asked."""

    @strawberry.field
    async def library(self, info: Info, id: strawberry.ID) -> Element | None:
        """One library."""
        return next((element(row) for row in await info.context.rows(LIBRARY, id=id)), None)

    @strawberry.field
    async def libraries(self, info: Info, first: int, after: str = "") -> list[Element]:
        """Libraries by name, after a key of this order."""
        return [element(row) for row in await info.context.rows(LIBRARIES, first=first, after=after)]

    @strawberry.field
    async def topic(self, info: Info, id: strawberry.ID) -> Topic | None:
        """One topic."""
        return next((Topic(**row) for row in await info.context.rows(TOPIC, id=id)), None)

    @strawberry.field
    async def activities(self, info: Info, topic: strawberry.ID, first: int) -> Activities:
        """Activities on a topic."""
        [found] = await info.context.rows(ABOUT, topic=topic, first=first)
        return Activities(
            topic=topic, nodes=[Element(id=id, name="") for id in found["ids"]], total_count=found["count"]
        )

    @strawberry.field
    async def search(self, info: Info, words: str, first: int) -> list[Element]:
        """What a full-text index finds."""
        found = await info.context.rows(SEARCH, words=words, first=first)
        return [Element(id=node["id"], name=node["name"]) for node in found]

    @strawberry.field
    async def partners(self, info: Info, id: strawberry.ID, topic: strawberry.ID, first: int) -> list[Partner]:
        """Who takes part in most activities on a topic."""
        return [Partner(**row) for row in await info.context.rows(PARTNERS, id=id, topic=topic, first=first)]


def element(row: Row) -> Element:
    """A row as an element."""
    return Element(**{"registration_number" if name == "registrationNumber" else name: row[name] for name in row})


SCHEMA = strawberry.Schema(Query, extensions=[ParserCache, ValidationCache])


def create_app(endpoint: tuple[str, str, str]) -> FastAPI:
    """The application on the Neo4j at an address, for a user with a password."""
    uri, user, password = endpoint
    driver: list[neo4j.AsyncDriver] = []

    @asynccontextmanager
    async def opened(_: FastAPI) -> AsyncIterator[None]:
        auth = (user, password)
        async with neo4j.AsyncGraphDatabase.driver(uri, auth=auth, notifications_min_severity="OFF") as one:
            driver.append(one)
            yield

    app = FastAPI(lifespan=opened)
    app.include_router(
        GraphQLRouter(SCHEMA, context_getter=lambda: Context(driver[0]), graphql_ide=None), prefix="/graphql"
    )
    return app


if __name__ == "__main__":
    given = (os.environ["NEO4J_URI"], os.environ["NEO4J_USERNAME"], os.environ["NEO4J_PASSWORD"])
    uvicorn.run(
        create_app(given), port=int(sys.argv[1]), loop="uvloop", http="httptools", access_log=False, log_level="error"
    )
