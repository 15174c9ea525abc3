"""Understanding what was loaded as general: one operation for all that a map calls by a word."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from graph.access import Role
from graph.contract.operation import Answers, Doc, declared, operation
from graph.errors import BadInput
from graph.model import ConnectionType, ElementType, Text
from graph.operations.changes import Subject
from graph.operations.context import Context
from graph.operations.writes import WRITE
from graph.records import ElementSubject
from graph.schema import SCHEMA
from graph.writing import reclassifying
from graph.writing.reclassifying import GENERAL, Unfit

LISTED = 100
"""What stays as it is, listed at most."""

_NOT = frozenset({"Item", "Map", "Source", GENERAL, "SHOWS", "SAME_AS"})
"""What nothing general becomes."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is understood as what."""

    kind: Annotated[
        str, Doc("What the map calls them, in any case: the kind of Items, or of RELATED_TO.", "Jak jim mapa říká.")
    ]
    label: Annotated[
        str | None, Doc("What the Items of this kind are.", "Čím jsou prvky toho druhu.", type="ElementType")
    ] = None
    new_kind: Annotated[str | None, Doc("Their kind, or level, as of that type.", "Jejich druh v tomto typu.")] = None
    link: Annotated[
        str | None,
        Doc("What the RELATED_TO of this kind are.", "Čím jsou spojení toho druhu.", type="ConnectionType"),
    ] = None
    reversed: Annotated[
        bool,
        Doc(
            "They lead the other way than drawn; what fits one way only is read that way.",
            "Vedou opačně, než jsou nakreslena; co se hodí jen jedním směrem, čte se tak.",
        ),
    ] = False
    note: Annotated[str | None, Doc("Why, in your words.", "Proč, vašimi slovy.")] = None
    dry_run: Annotated[bool, Doc("Only say what would change.", "Jen řekne, co by se změnilo.")] = False


@declared("ReclassifyLeft", "What stays as it is.", "Co zůstane, jak je.")
@dataclass(frozen=True, slots=True)
class Stays:
    """What does not fit."""

    subject: Annotated[Subject, Doc("Which one.", "Co.")]
    why: Annotated[str, Doc("Why it does not fit.", "Proč se nehodí.")]


@declared("ReclassifyPayload", "What reclassifying came to.", "Jak přeřazení dopadlo.")
@dataclass(frozen=True, slots=True)
class Done:
    """What reclassifying came to."""

    sequence: Annotated[int | None, Doc("Number of the change, to undo it.", "Číslo změny, kterým se vrátí.")]
    changed: Annotated[int | None, Doc("How many have the new type.", "Kolik jich má nový typ.")]
    left: Annotated[int | None, Doc("How many do not fit and stay.", "Kolik se jich nehodí a zůstává.")]
    unfit: Annotated[Sequence[Stays], Doc(f"The first {LISTED} of these, and why.", f"Prvních {LISTED} z nich a proč.")]


@operation(
    Asked,
    Done,
    Answers.ONE,
    Text(
        "Přeřadí, co mapa nazývá svým slovem: prvky Item na typ modelu, nebo RELATED_TO na typ spojení. Id, historie a "
        "zdroje zůstanou.",
        "Says what a map means by a word of its own: Items of a kind are of a type of the model, or RELATED_TO of a kind "
        "are connections of a type. Ids, histories and sources stay; what does not fit is listed and stays as it is.",
    ),
    cost=WRITE,
    role=Role.REVIEWER,
    writes=True,
)
async def reclassify(context: Context, asked: Asked) -> Done:
    """Reclassify. Raises BadInput, and as :func:`graph.writing.reclassifying.reclassify`."""
    done = await reclassifying.reclassify(
        context.store,
        SCHEMA,
        asked.kind,
        _target(asked),
        replace(context.author, note=asked.note),
        new_kind=asked.new_kind or "",
        reversed=asked.reversed,
        dry_run=asked.dry_run,
    )
    return Done(done.sequence, len(done.changed), len(done.unfit), [_stays(each) for each in done.unfit[:LISTED]])


def _target(asked: Asked) -> ElementType | ConnectionType:
    if (asked.label is None) == (asked.link is None):
        raise BadInput("say either label, for elements, or link, for connections", place="label")
    if (name := asked.label or asked.link) in _NOT:
        raise BadInput(f"{name} is nothing that a word of a map means", place="label" if asked.label else "link")
    return SCHEMA.by_label[asked.label] if asked.label else SCHEMA.by_type[str(asked.link)]


def _stays(unfit: Unfit) -> Stays:
    subject = unfit.subject
    if isinstance(subject, ElementSubject):
        return Stays(Subject(subject.label, None, subject.id, None, None, None), unfit.why)
    return Stays(Subject(None, subject.type, None, subject.start, subject.end, subject.parallel), unfit.why)


OPERATIONS = [reclassify]
