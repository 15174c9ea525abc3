"""The work behind ``spojenci judge``; what it imports is slow to come."""

from pathlib import Path

from cli import output
from cli.session import with_graph
from graph.errors import BadInput
from graph.learning import judging
from graph.network.reading import read_tables
from graph.progress import Progress
from graph.ranking.engine import Engine
from graph.ranking.models import newest_model
from graph.sources.seed import FOLDER
from graph.store import Store

QUESTIONS = FOLDER / "questions.jsonl"
"""The questions that come with the service, for the demo map."""


def judge(questions: Path | None, *, lists: bool, as_json: bool) -> None:
    """Ask the questions, judge the lists, and print what they are worth."""
    asked = _asked(questions or QUESTIONS)

    async def work(store: Store, progress: Progress) -> judging.Judgement:
        progress("Reading the network", None)
        return judging.judge(Engine(await read_tables(store), await newest_model(store)), asked, progress)

    judgement = with_graph(work, asks=True)
    if as_json:
        output.json(judgement.data())
        return
    for answer in judgement.answers if lists else ():
        _print_list(answer)
    _print(judgement)


def _asked(path: Path) -> list[tuple[str, str]]:
    try:
        with path.open("rb") as lines:
            return judging.read_questions(lines)
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}.", place=str(path)) from error


def _print_list(answer: judging.Answer) -> None:
    print(f"{answer.asker} × {answer.topic}, {answer.reach}")
    rows = [
        ["+" if each.sensible else "-", "" if each.km is None else f"{each.km:.0f} km", each.name]
        for each in answer.suggestions
    ]
    output.table(["", "distance", "suggestion"], rows)
    print()


def _print(judgement: judging.Judgement) -> None:
    tops = [f"top {top}" for top in judging.TOPS]
    rows = [
        [each.reach, each.questions, each.empty, *(f"{share:.2f}" for share in each.shares.values())]
        for each in judgement.verdicts
    ]
    output.table(["list", "questions", "empty", *tops], rows)
    for each in judgement.verdicts:
        print(f"\nMost frequent in the lists of {each.reach}:")
        output.table(["share of lists", "body"], [[f"{share:.2f}", name] for name, share in each.frequent.items()])
