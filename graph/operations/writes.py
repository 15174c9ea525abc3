"""Writes, derived from the schema: create and update each type, delete, connect, disconnect, decide, undo.

A write takes a batch and does all of it or nothing.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated, Any

from graph.access import Role
from graph.contract.fields import Field
from graph.contract.operation import Answers, Doc, Operation, Values, declared, fields_of, operation
from graph.contract.price import TOUCHED
from graph.errors import BadInput, Path
from graph.log.entries import shown
from graph.model import ElementType, Text
from graph.operations import inputs
from graph.operations.changes import Subject
from graph.operations.context import Context
from graph.operations.repeats import MUTATION_ID
from graph.records import Action
from graph.schema import ELEMENT, SCHEMA
from graph.writing import write
from graph.writing.commands import Command, Connect, Delete, UpdateConnection

WRITE = 10
"""What each element or connection written costs."""

LARGEST = 100
"""Commands in one batch; more is what an import is for."""

Given = Mapping[str, Any]
ToCommand = Callable[[Given, Path], Command]


@declared("WriteStatus", "What a command came to.", "Jak příkaz dopadl.")
class Status(StrEnum):
    """What a command came to."""

    APPLIED = "APPLIED"
    PROPOSED = "PROPOSED"
    UNCHANGED = "UNCHANGED"


@declared("WriteOutcome", "What one command of a batch came to.", "Jak dopadl jeden příkaz dávky.")
@dataclass(frozen=True, slots=True)
class Outcome:
    """What one command came to."""

    status: Annotated[
        Status, Doc("Written, waiting for a reviewer, or nothing to do.", "Zapsáno, navrženo, beze změny.")
    ]
    action: Annotated[Action | None, Doc("What was done.", "Co se stalo.")]
    subject: Annotated[Subject, Doc("The element or connection.", "Prvek nebo spojení.")]
    sequence: Annotated[int | None, Doc("Number of the change in the log.", "Číslo změny v záznamu.")]
    version: Annotated[int | None, Doc("Version of the element afterwards.", "Verze prvku potom.")]


_NOTE = Field("note", "String", None, Text("Proč, vašimi slovy.", "Why, in your words, for reviewers and the log."))
_REPLACES = Field(
    "replaces",
    "Int",
    None,
    Text(
        "Číslo vašeho návrhu, na jehož místo přijde.",
        "Number of an open proposal of yours that this takes the place of.",
    ),
)


@dataclass(frozen=True, slots=True)
class Touching:
    """What every answer of a write tells, so that clients which keep elements by id are up to date."""

    touched: Annotated[
        Sequence[str],
        Doc(
            f"Elements that were changed, connected or disconnected, up to {TOUCHED}: no connection, for it has no pages.",
            f"Prvky, které byly změněny, spojeny či rozpojeny, nejvýše {TOUCHED}.",
            type="[Element!]!",
        ),
    ]
    touched_count: Annotated[int | None, Doc("How many there are of these.", "Kolik jich je.")]


def _payload(target: str) -> tuple[Field, ...]:
    """What a batch answers; the elements are of a type of GraphQL."""
    return (
        Field("outcomes", "[WriteOutcome!]!", None, Text("Ke každému příkazu.", "One for each command.")),
        Field("elements", f"[{target}]!", None, Text("Prvky potom.", "The elements afterwards; null what is gone.")),
        *fields_of(Touching),
    )


def batch(name: str, doc: Text, input_: str, target: str, row: str, command: ToCommand) -> Operation:
    """A write of a batch of inputs of one type."""

    async def run(context: Context, values: Values) -> Given:
        commands = [command(each, ("input", number)) for number, each in enumerate(values["input"])]
        return await _written(context, values, commands)

    taken = Field(
        "input", f"[{input_}!]!", None, Text("Vše, nebo nic.", f"From 1 to {LARGEST}, all or nothing."), most=LARGEST
    )
    return Operation(
        name,
        doc,
        (taken, _NOTE, _REPLACES, MUTATION_ID),
        _payload(target),
        row,
        Answers.ONE,
        run,
        cost=WRITE,
        role=Role.CONTRIBUTOR,
        writes=True,
        can_wait=True,
    )


async def _written(context: Context, values: Given, commands: Sequence[Command]) -> Given:
    if not commands:
        raise BadInput(f"give from 1 to {LARGEST} of them; larger sets of data are imported", place="input")
    key = values.get(MUTATION_ID.name)
    author = replace(context.author, note=values.get(_NOTE.name))
    replaces = values.get(_REPLACES.name)
    done = await write.write(context.store, SCHEMA, commands, author, key=key or context.key, replaces=replaces)
    return _done(done)


def _done(done: write.Written) -> dict[str, object]:
    rows = [
        {
            "status": outcome.status.upper(),
            "action": outcome.action,
            "subject": shown(outcome.subject),
            "sequence": outcome.sequence,
            "version": outcome.version,
        }
        for outcome in done.outcomes
    ]
    ids = [outcome.subject.get("id") if "label" in outcome.subject else None for outcome in done.outcomes]
    return {"outcomes": rows, "elements": ids, "touched": done.touched[:TOUCHED], "touchedCount": len(done.touched)}


# ------------------------------------------------------------------------------------------------------ of each type


def _snake(name: str) -> str:
    return re.sub("[A-Z]", lambda found: f"_{found[0].lower()}", name)


def _creates(element: ElementType) -> Operation:
    label = element.label
    return batch(
        f"create_{_snake(element.plural)}",
        Text(
            f"Vytvoří prvky typu {label}. {element.doc.cs}", f"Creates elements of the type {label}. {element.doc.en}"
        ),
        f"{label}CreateInput",
        label,
        f"{label}WritePayload",
        lambda given, path: inputs.create(label, given, path),
    )


def _updates(element: ElementType) -> Operation:
    label = element.label
    return batch(
        f"update_{_snake(element.plural)}",
        Text(f"Změní prvky typu {label}. {element.doc.cs}", f"Changes elements of the type {label}. {element.doc.en}"),
        f"{label}UpdateInput",
        label,
        f"{label}WritePayload",
        lambda given, path: inputs.update(label, given, path),
    )


def _upserts(element: ElementType) -> Operation:
    label = element.label
    return batch(
        f"upsert_{_snake(element.plural)}",
        Text(
            f"Změní prvky typu {label}, které podle id nebo kódu jsou, a vytvoří ostatní; co se stalo, říká action. "
            f"{element.doc.cs}",
            f"Changes the elements of the type {label} that are there by their id or one of their codes, and creates the "
            f"others; which it was, action tells. {element.doc.en}",
        ),
        f"{label}UpsertInput",
        label,
        f"{label}WritePayload",
        lambda given, path: inputs.upsert(label, given, path),
    )


def _others() -> list[Operation]:
    declared_: list[tuple[str, str, Text, ToCommand]] = [
        (
            "delete_elements",
            "DeleteInput",
            Text("Smaže prvky i se spojeními.", "Deletes elements with all their connections."),
            lambda given, path: Delete(given["id"], given.get("ifVersion"), None, path),
        ),
        (
            "connect",
            "ConnectionInput",
            Text("Spojí prvky.", "Connects elements; a connection that is there is updated."),
            lambda given, path: inputs.connection(Connect, given, path),
        ),
        (
            "update_connections",
            "ConnectionInput",
            Text("Změní stávající spojení.", "Changes connections that are there."),
            lambda given, path: inputs.connection(UpdateConnection, given, path),
        ),
        ("disconnect", "DisconnectInput", Text("Smaže spojení.", "Deletes connections."), inputs.disconnect),
    ]
    return [
        batch(name, doc, input_, ELEMENT.label, "WritePayload", command) for name, input_, doc, command in declared_
    ]


# ------------------------------------------------------------------------------------------------------------- decisions


@dataclass(frozen=True, kw_only=True)
class Undone:
    """What is undone."""

    sequence: Annotated[int, Doc("Number of the change in the log.", "Číslo změny v záznamu.")]
    strict: Annotated[
        bool,
        Doc(
            "Undo an import as a whole or not at all; else what was changed since stays, and is listed.",
            "Vrátit import celý, nebo vůbec; jinak co se od něj změnilo, zůstává a je vyjmenováno.",
        ),
    ] = False
    note: Annotated[str | None, Doc("Why, in your words.", "Proč, vašimi slovy.")] = None


@dataclass(frozen=True, kw_only=True)
class Decided:
    """A decision on a proposal."""

    sequence: Annotated[int, Doc("Number of the change in the log.", "Číslo změny v záznamu.")]
    accept: Annotated[bool, Doc("Whether to do it.", "Zda ji provést.")]
    note: Annotated[str | None, Doc("Why, in your words.", "Proč, vašimi slovy.")] = None


@dataclass(frozen=True, kw_only=True)
class Withdrawn:
    """What is withdrawn."""

    sequence: Annotated[int, Doc("Number of your proposal in the log.", "Číslo vašeho návrhu v záznamu.")]


@declared("WithdrawPayload", "What withdrawing came to.", "Jak stažení dopadlo.")
@dataclass(frozen=True, slots=True)
class Withdrawing:
    """What withdrawing came to."""

    sequence: Annotated[int | None, Doc("Number of what was withdrawn.", "Číslo staženého návrhu.")]


@operation(
    Withdrawn,
    Withdrawing,
    Answers.ONE,
    Text("Stáhne vlastní návrh, který ještě čeká.", "Takes back a proposal of your own that still waits."),
    cost=WRITE,
    role=Role.CONTRIBUTOR,
    writes=True,
)
async def withdraw(context: Context, asked: Withdrawn) -> Withdrawing:
    """Take back a proposal. Raises as :func:`graph.writing.write.withdraw`."""
    await write.withdraw(context.store, asked.sequence, context.author)
    return Withdrawing(asked.sequence)


@declared("NotUndone", "What did not come back as it was.", "Co se nevrátilo, jak bylo.")
@dataclass(frozen=True, slots=True)
class Left:
    """What did not come back."""

    subject: Annotated[Mapping[str, str], Doc("What it is.", "Co to je.", type="ChangeSubject!")]
    sequence: Annotated[
        int | None,
        Doc(
            "The later merge that holds its other end; null where it was changed or removed since.",
            "Pozdější sloučení, které ho drží.",
        ),
    ]


@declared("UndoPayload", "What undoing came to.", "Jak vrácení dopadlo.")
@dataclass(frozen=True, slots=True)
class Undoing(Touching):
    """What undoing came to."""

    sequence: Annotated[int | None, Doc("Number of the change that undid it.", "Číslo změny, která ji vrátila.")]
    left: Annotated[
        Sequence[Left],
        Doc(
            "Of a merge, connections that did not come back as they were; of an import, what was changed since and stays.",
            "U sloučení spojení, která se nevrátila, jak byla; u importu co se od něj změnilo a zůstává.",
        ),
    ] = ()


@operation(
    Undone,
    Undoing,
    Answers.ONE,
    Text("Vrátí změnu.", "Reverses a change."),
    cost=WRITE,
    role=Role.CONTRIBUTOR,
    writes=True,
    command="undo",
)
async def undo(context: Context, asked: Undone) -> Undoing:
    """Reverse a change. Raises as :func:`graph.writing.write.undo`."""
    author = replace(context.author, note=asked.note)
    done = await write.undo(context.store, SCHEMA, asked.sequence, author, strict=asked.strict)
    left = [Left(shown(each.subject.data()), each.sequence) for each in done.left]
    return Undoing(done.touched[:TOUCHED], len(done.touched), done.sequence, left)


async def _review(context: Context, values: Values) -> Given:
    done = await write.review(
        context.store, SCHEMA, values["sequence"], context.author, accept=values["accept"], note=values["note"]
    )
    return _done(done)


review = Operation(
    "review",
    Text("Rozhodne o návrhu.", "Decides on a proposal."),
    fields_of(Decided),
    _payload(ELEMENT.label),
    "WritePayload",
    Answers.ONE,
    _review,
    cost=WRITE,
    role=Role.REVIEWER,
    writes=True,
    command="review",
)


OPERATIONS = [
    *map(_creates, SCHEMA.elements),
    *map(_updates, SCHEMA.elements),
    *map(_upserts, SCHEMA.elements),
    *_others(),
    review,
    withdraw,
    undo,
]
