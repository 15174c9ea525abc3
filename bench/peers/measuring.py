"""Asking all in turn, in slices, so that whatever else the machine does falls on all of them."""

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import orjson

from bench.peers.contestants import Client, Contestant, numbered
from bench.peers.processes import spent
from bench.peers.questions import Question, Sample, leaves
from bench.serving import times_of

WARM = 0.5
"""Seconds that each is asked before anything counts."""

COMPARED = 10
"""Samples whose answers are compared."""


@dataclass(frozen=True)
class Slice:
    """What one was asked without a break: seconds of each call, in all, and of the processor."""

    times: list[float]
    elapsed: float
    service: float
    neo4j: float


@dataclass(frozen=True)
class Figures:
    """Milliseconds (of a request), requests a second, and what the first of all takes, as a part of what this one takes."""

    p50: float
    p95: float
    rate: float
    service: float
    neo4j: float
    ratio: float


@dataclass(frozen=True)
class Plan:
    """How long is measured."""

    rounds: int
    seconds: float


Open = Callable[[], Client]


def opened(contestants: Sequence[Contestant], question: Question, samples: Sequence[Sample]) -> dict[Contestant, Open]:
    """Those who can answer a question."""
    prepared = {each: each.prepare(question, samples) for each in contestants}
    return {each: client for each, client in prepared.items() if client}


def measured(those: Mapping[Contestant, Open], neo4j: int, clients: int, plan: Plan) -> dict[str, Figures]:
    """The figures of each, by name; the first one is what the others are compared with."""
    for client in those.values():
        _asked(client, clients, WARM)
    slices: dict[str, list[Slice]] = {each.name: [] for each in those}
    order = [*those]
    for number in range(plan.rounds):
        turn = number % len(order)
        for each in order[turn:] + order[:turn]:
            slices[each.name].append(_slice(each, those[each], neo4j, clients, plan.seconds))
    first = slices[order[0].name]
    return {name: _figures(own, first, clients) for name, own in slices.items()}


def _asked(client: Open, clients: int, seconds: float) -> list[float]:
    return times_of(clients, seconds, lambda number: numbered(client(), number * 7))


def _slice(one: Contestant, client: Open, neo4j: int, clients: int, seconds: float) -> Slice:
    before, begin = (spent(one.pid), spent(neo4j)), time.perf_counter()
    times = _asked(client, clients, seconds)
    elapsed = time.perf_counter() - begin
    return Slice(times, elapsed, spent(one.pid) - before[0], spent(neo4j) - before[1])


def _figures(own: Sequence[Slice], first: Sequence[Slice], clients: int) -> Figures:
    times = sorted(each for one in own for each in one.times)
    number = len(times)
    pairs = zip(first, own, strict=True)
    return Figures(
        statistics.median(times) * 1000,
        times[int(number * 0.95)] * 1000,
        number / sum(each.elapsed for each in own),
        sum(each.service for each in own) / number * 1000,
        sum(each.neo4j for each in own) / number * 1000,
        statistics.median(_taken(a, clients) / _taken(b, clients) for a, b in pairs),
    )


def _taken(one: Slice, clients: int) -> float:
    """Seconds of a request: the median for one client, else what the throughput comes to."""
    return statistics.median(one.times) if clients == 1 else one.elapsed / len(one.times)


def equal(those: Mapping[Contestant, Open]) -> dict[str, int]:
    """How many of the compared answers of each hold the same values in the same order as those of the first."""
    clients = [(each.name, client()) for each, client in those.items()]
    _, ours = clients[0]
    expected = [values(ours(number)) for number in range(COMPARED)]
    return {name: sum(values(ask(n)) == each for n, each in enumerate(expected)) for name, ask in clients[1:]}


def values(answer: object) -> list[object]:
    """What an answer holds."""
    return [*leaves(orjson.loads(answer)["data"] if isinstance(answer, bytes) else answer)]
