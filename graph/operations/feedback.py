"""What people say about suggested partners."""

from dataclasses import dataclass
from typing import Annotated

from graph.access import Role
from graph.contract.operation import Answers, Doc, declared, operation
from graph.model import Text
from graph.operations.context import Context
from graph.ranking import feedback
from graph.ranking.verdicts import Verdict


@dataclass(frozen=True, kw_only=True)
class Said:
    """What an ally says about one suggested to it."""

    asker: Annotated[str, Doc("Who asked.", "Kdo se ptal.", name="for", of=("Ally",))]
    topic: Annotated[str, Doc("On which topic.", "K jakému tématu.", of=("Topic",))]
    partner: Annotated[str, Doc("Who was suggested.", "Kdo byl doporučen.", of=("Ally",))]
    verdict: Annotated[Verdict, Doc("What became of it.", "Jak to dopadlo.")]
    reason: Annotated[str | None, Doc("Why, in your words.", "Proč, vašimi slovy.")] = None


@declared("FeedbackPayload", "What was kept.", "Co bylo uloženo.")
@dataclass(frozen=True, slots=True)
class Kept:
    """Feedback as it stands in the log."""

    sequence: Annotated[int | None, Doc("Number of the change; null where this was said last.", "Číslo změny.")]
    partner: Annotated[str, Doc("The suggested ally.", "Doporučený spojenec.", type="Ally")]
    verdict: Annotated[Verdict, Doc("What became of the suggestion.", "Jak doporučení dopadlo.", type="Verdict")]


@operation(
    Said,
    Kept,
    Answers.ONE,
    Text(
        "Řekne, jak doporučení dopadlo; další seznamy na to dají.",
        "Says what became of a suggestion; later lists heed it.",
    ),
    cost=10,
    role=Role.CONTRIBUTOR,
    writes=True,
    path="feedback",
    command="feedback",
)
async def give_feedback(context: Context, said: Said) -> Kept:
    """Keep it in the log. Raises as :func:`graph.ranking.feedback.give`."""
    sequence = await feedback.give(
        context.store, context.author, said.asker, said.topic, said.partner, said.verdict, said.reason
    )
    return Kept(sequence, said.partner, said.verdict)


OPERATIONS = [give_feedback]
