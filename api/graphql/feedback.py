"""What people say about suggested partners, as a mutation."""

from api.graphql.computed import Context, Source
from api.graphql.inputs import refused
from api.graphql.registry import Argument, Field, Registry
from api.graphql.windows import Arguments
from graph.access import Author, Door
from graph.errors import BadInput, NotFound, Refusal
from graph.ranking import feedback
from graph.ranking.feedback import Verdict


async def _give(asked: Context, given: Arguments) -> dict[str, object]:
    author = Author(asked.viewer, Door.GRAPHQL)
    ids = (given["for"], given["topic"], given["partner"])
    verdict = Verdict(given["verdict"])
    try:
        sequence = await feedback.give(asked.store, author, *ids, verdict, given.get("reason"))
    except (BadInput, NotFound) as error:
        problem = Refusal((error.place or "for",), error.message, error.code)
        return {"sequence": None, "partner": None, "verdict": None, **refused([problem])}
    return {"sequence": sequence, "partner": given["partner"], "verdict": verdict.name, "errors": []}


SOURCES: dict[str, Source] = {"giveFeedback": _give}


def declare(registry: Registry) -> None:
    """Declare the types."""
    registry.enum(
        "Verdict",
        "What became of a suggestion. / Jak doporučení dopadlo.\n\n"
        "USEFUL: it comes first in later lists / v dalších seznamech je první. NOT_USEFUL: it is left out of them / není v "
        "nich. CONTACTED: somebody spoke to them / někdo je oslovil. BECAME_PARTNER: from now on a present partner / od teď "
        "stávající partner.",
        {verdict.name: verdict.value for verdict in Verdict},
    )
    registry.object(
        "FeedbackPayload",
        "What was kept. / Co bylo uloženo.",
        {
            "sequence": Field("Int", "Number of the change; null where this was said last. / Číslo změny."),
            "partner": Field("Ally", "The suggested ally. / Doporučený spojenec."),
            "verdict": Field("Verdict", "What became of the suggestion. / Jak doporučení dopadlo."),
            "errors": Field("[WriteError!]!", "What stands in the way. / Co tomu brání."),
        },
    )


def fields() -> dict[str, Field]:
    """The root field of mutations."""
    arguments = [
        Argument("for", "ID!", "Who asked. / Kdo se ptal."),
        Argument("topic", "ID!", "On which topic. / K jakému tématu."),
        Argument("partner", "ID!", "Who was suggested. / Kdo byl doporučen."),
        Argument("verdict", "Verdict!", "What became of it. / Jak to dopadlo."),
        Argument("reason", "String", "Why, in your words. / Proč, vašimi slovy."),
    ]
    doc = "Says what became of a suggestion; later lists heed it.\n\nŘekne, jak doporučení dopadlo; další seznamy na to dají."
    return {"giveFeedback": Field("FeedbackPayload", doc, arguments)}
