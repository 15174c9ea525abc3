"""``make bench-peers``: the service beside its peers on one Neo4j, and ``docs/performance.md`` of it.

Asks in turn, with one client and with 16, on a graph and on one several times as large.
"""

import argparse
import os
import sys
from collections.abc import Sequence

import neo4j
from rich.console import Console

from bench.graph import LIBRARIES
from bench.peers.contestants import KEPT, Contestant, contestants
from bench.peers.measuring import COMPARED, Plan, equal, measured, opened
from bench.peers.page import Run, Size, write
from bench.peers.processes import java, memory
from bench.peers.questions import AGAIN, QUESTIONS, Question, Sample
from bench.serving import driver_of, scratch

console = Console(width=120)


def _size(libraries: int, clients: Sequence[int], plan: Plan) -> Size:
    """Everything on a graph of so many libraries."""
    with scratch(libraries) as (endpoint, graph), contestants(endpoint) as (everybody, samples):
        with driver_of(endpoint) as driver:
            size = Size(graph, _agent(driver))
        console.print(f"{graph}; {size.neo4j}")
        for question in QUESTIONS:
            _ask(size, question, [each for each in everybody if each.name != KEPT], samples, clients, plan)
        for number in clients:
            size.again[number] = measured(opened(everybody, AGAIN, samples[:1]), java(), number, plan)
        size.memory = {each.name: memory(each.pid) for each in everybody} | {"Neo4j": memory(java())}
    return size


def _agent(driver: neo4j.Driver) -> str:
    return driver.get_server_info().agent


def _ask(
    size: Size,
    question: Question,
    those: Sequence[Contestant],
    samples: Sequence[Sample],
    clients: Sequence[int],
    plan: Plan,
) -> None:
    answering = opened(those, question, samples)
    size.equal[question.name] = equal(answering)
    size.figures[question.name] = {number: measured(answering, java(), number, plan) for number in clients}
    ratios = ", ".join(
        f"{name} {' / '.join(f'{each[name].ratio:.2f}' for each in size.figures[question.name].values())}"
        for name in size.equal[question.name]
    )
    console.print(f"{question.name}: ours / it: {ratios}; equal: {size.equal[question.name]}")


def main() -> int:
    """Measure and write; fails when answers differ that should not."""
    parser = argparse.ArgumentParser(prog="python -m bench.peers", description=__doc__)
    parser.add_argument("--libraries", type=int, default=LIBRARIES, help="of the first graph, each with 16 elements")
    parser.add_argument("--times", type=int, default=10, help="how many times as large the second is; 0 leaves it out")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--seconds", type=float, default=0.7, help="of a slice")
    given = parser.parse_args()
    plan, before = Plan(given.rounds, given.seconds), os.getloadavg()[0]
    sizes = [_size(given.libraries, (1, 16), plan)]
    if given.times:
        sizes.append(_size(given.libraries * given.times, (1,), plan))
    write(Run(plan, (before, os.getloadavg()[0]), sizes))
    return int(any(_differs(size, question) for size in sizes for question in QUESTIONS))


def _differs(size: Size, question: Question) -> bool:
    return not question.apart and any(each != COMPARED for each in size.equal[question.name].values())


if __name__ == "__main__":
    sys.exit(main())
