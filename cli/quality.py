"""``spojenci evaluate``, ``judge`` and ``fit``: how good the suggestions are, and how the service learns from a map."""

from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from cli.output import AsJson
from graph.errors import BadInput

EXTRA = ("matplotlib",)
"""Packages of the extra ``measure``, which only measuring imports."""


class By(StrEnum):
    """Which activities a split hides."""

    random = "random"
    time = "time"


def evaluate(
    graph: Annotated[
        Path | None, typer.Argument(help="A graph in the canonical form, without what is asked for.")
    ] = None,
    questions: Annotated[
        Path | None, typer.Argument(help='Questions: {"for": id, "topic": id, "answers": [ids]}, one a line.')
    ] = None,
    as_json: AsJson = False,
    picture: Annotated[Path | None, typer.Option(help="Draw the figures and the calibration (.png, .svg).")] = None,
    split: Annotated[bool, typer.Option("--split", help="Make a graph and its questions instead.")] = False,
    by: Annotated[By, typer.Option(help="With --split: which activities are hidden.")] = By.random,
    share: Annotated[float, typer.Option(min=0.01, max=0.9, help="With --split: which share of them.")] = 0.2,
    seed: Annotated[int, typer.Option(help="With --split by random: another number, another choice.")] = 1,
    feedback: Annotated[
        bool, typer.Option("--feedback", help="Make a graph and questions of the feedback in the running service.")
    ] = False,
    folder: Annotated[
        Path, typer.Option("--output", "-o", help="With --split and --feedback: where the two files go.")
    ] = Path(),
) -> None:
    """Measure the suggestions on questions with known answers, beside what anybody could do without them.

    The graph is loaded into a Neo4j of its own that is deleted afterwards, the ranking is fitted anew on it.
    """
    from cli import learning  # numpy and scipy take half a second to come

    if feedback:
        learning.feedback(folder)
    elif graph is None:
        raise BadInput("Give a file with a graph, or --feedback to make one.", place="GRAPH")
    elif split:
        learning.split(graph, by is By.time, share, seed, folder)
    elif questions is None:
        raise BadInput("Give a file of questions, or --split to make one.", place="QUESTIONS")
    else:
        _require_extra()
        from cli import measuring

        measuring.evaluate(graph, questions, picture, as_json=as_json)


def fit(as_json: AsJson = False) -> None:
    """Learn the ranking from the graph at hand, and keep it there for the service to use."""
    from cli import learning  # as above

    learning.fit(as_json=as_json)


def judge(
    questions: Annotated[
        Path | None,
        typer.Argument(help='Questions: {"for": id, "topic": id}, one a line. Those of the demo map if none is given.'),
    ] = None,
    lists: Annotated[bool, typer.Option("--lists", help="Print every list too, each suggestion with + or -.")] = False,
    as_json: AsJson = False,
) -> None:
    """Judge the suggestions as a librarian would: on the topic, and near enough to meet or worth learning from.

    The rule and its figures on the demo map are in docs/ranking.md.
    """
    from cli import judging  # as above

    judging.judge(questions, lists=lists, as_json=as_json)


def _require_extra() -> None:
    if missing := [name for name in EXTRA if find_spec(name) is None]:
        raise BadInput(
            f"`spojenci evaluate` needs {' and '.join(missing)} of the extra `measure`. "
            "Install it: pip install 'spojenci[measure]'"
        )
