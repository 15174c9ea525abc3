"""Whether what the map says is still true: confirming it, and the list of what nobody has confirmed for long."""

from dataclasses import dataclass
from typing import Annotated

from graph.contract.cursors import context as list_context
from graph.contract.cursors import offset
from graph.contract.operation import Answers, Doc, Operation, Page, declared, operation
from graph.errors import BadInput
from graph.model import Text
from graph.operations import inputs
from graph.operations.context import Context
from graph.operations.questions import FARTHEST
from graph.operations.writes import batch
from graph.questions.answers import Row, ask
from graph.questions.named import QUESTIONS
from graph.schema import ELEMENT
from graph.values import rules

COST = 80
"""What the list costs: that of a region looks at all that its libraries do."""

confirm: Operation = batch(
    "confirm",
    Text(
        "Řekne, že prvky nebo spojení stále platí: kdo a kdy, stojí v confirmedBy a confirmedAt.",
        "Says that elements or connections are still true: who said so and when stands in confirmedBy and confirmedAt.",
    ),
    "ConfirmInput",
    ELEMENT.label,
    "WritePayload",
    inputs.confirm,
)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Whose facts, and since when."""

    of: Annotated[
        str,
        Doc(
            "A library, or a place with all open libraries in it.",
            "Knihovna, nebo místo se všemi otevřenými knihovnami v něm.",
            of=("Library", "Place"),
        ),
    ]
    since: Annotated[
        str | None,
        Doc(
            "The day (2025, 2025-03 or 2025-03-12); eighteen months ago if not said.",
            "Den (2025, 2025-03 nebo 2025-03-12); jinak před osmnácti měsíci.",
            type="Date",
        ),
    ] = None
    first: Annotated[int, Doc("How many, from 0 to 100.", "Kolik, od 0 do 100.", bounds=(0, 100))] = 20
    after: Annotated[str | None, Doc("The cursor of the edge before these.", "Kurzor předchozí hrany.")] = None


@declared("Unconfirmed", "What nobody has confirmed for long.", "Co dlouho nikdo nepotvrdil.")
@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """A work item: an element, or a connection as ``confirm`` takes it."""

    library: Annotated[str, Doc("Whose it is.", "Čí to je.", type="Library!")]
    element: Annotated[
        str,
        Doc(
            "What it is about; of a connection its other end.", "Čeho se týká; u spojení druhý konec.", type="Element!"
        ),
    ]
    link: Annotated[str | None, Doc("Type of the connection.", "Typ spojení.", type="ConnectionType")]
    start: Annotated[str | None, Doc("Where the connection leads from.", "Odkud spojení vede.", name="from", type="ID")]
    end: Annotated[str | None, Doc("Where it leads to.", "Kam vede.", name="to", type="ID")]
    parallel: Annotated[str | None, Doc("Which, where several run in parallel.", "Které, běží-li jich víc.")]
    confirmed_at: Annotated[
        str | None, Doc("When it was last confirmed; null for never.", "Kdy bylo naposledy potvrzeno.", type="Date")
    ]
    ended: Annotated[
        bool, Doc("Whether it is a need or offer that has ended.", "Zda je to potřeba či nabídka, která už neplatí.")
    ]


@operation(
    Asked,
    Unconfirmed,
    Answers.PAGE,
    Text(
        "Co u knihovny nebo v kraji od určitého dne nikdo nepotvrdil; napřed potřeby a nabídky, které už neplatí, pak od nejstaršího.",
        "What nobody has confirmed since a day, of a library or in a region: its profile, its activities, the connections of "
        "both. Needs and offers that have ended come first, then the oldest.",
    ),
    cost=COST,
)
async def unconfirmed(context: Context, asked: Asked) -> Page[Row]:
    """The facts that a viewer may see. Raises NotFound, and BadInput for a wrong day or cursor."""
    if asked.since is not None and (message := rules.partial_date(asked.since)):
        raise BadInput(message, place="since")
    list_ = list_context("unconfirmed", [asked.of, asked.since])
    skip = offset(asked.after, list_, "after")
    if skip + asked.first > FARTHEST:
        raise BadInput(f"only the first {FARTHEST} can be paged through; confirm these first", place="after")
    values = {"of": asked.of, "since": asked.since, "first": skip + asked.first + 1}
    rows = await ask(context.store, QUESTIONS["unconfirmed"], values, context.viewer)
    found = [{**row, "element": row["id"]} for row in rows]
    return Page.of(found, list_, skip, asked.first)


OPERATIONS = [confirm, unconfirmed]
