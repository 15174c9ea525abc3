"""Deciding what is twice on the map: two elements are one, or they are not the same, or one is two."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any

from graph.access import Role
from graph.contract.fields import TYPES, Field, Shape
from graph.contract.operation import Answers, Doc, Operation, Values, declared, fields_of, made
from graph.contract.price import TOUCHED
from graph.errors import BadInput
from graph.model import Text
from graph.operations.context import Context
from graph.operations.writes import WRITE, Status, Touching, batch
from graph.records import REJECTED
from graph.schema import ELEMENT, SCHEMA
from graph.writing import write
from graph.writing.commands import Command, Connect, Merge, Split
from graph.writing.merging import SAME_AS

MERGED = 20
"""What one merge costs for each element that goes."""

LARGEST = 20
"""Elements that are merged into one at once, at most."""

SPLIT = 1000
"""Connections that go to a new element at once, at most."""

TYPES["PairInput"] = Shape(
    "PairInput",
    Text("Dva prvky.", "Two elements."),
    (
        Field("one", "ID!", None, Text("Id jednoho.", "Id of one of them.")),
        Field("other", "ID!", None, Text("Id druhého.", "Id of the other one.")),
    ),
)


def _apart(given: Mapping[str, Any], path: tuple[str | int, ...]) -> Connect:
    return Connect(SAME_AS, given["one"], given["other"], None, {"status": REJECTED}, path)


not_the_same: Operation = batch(
    "not_the_same",
    Text(
        "Řekne, že dva prvky nejsou totéž; ze seznamu možných duplicit zmizí.",
        "Says that two elements are not the same: they leave the list of duplicates.",
    ),
    "PairInput",
    ELEMENT.label,
    "WritePayload",
    _apart,
)


# --------------------------------------------------------------------------------------------------------------- merging


@declared("MergeConflict", "A property in which merged elements differ.", "Vlastnost, v níž se sloučené prvky liší.")
@dataclass(frozen=True, slots=True)
class Conflict:
    """A property in which merged elements contradict each other."""

    property: Annotated[str, Doc("Its name.", "Její název.")]
    kept: Annotated[object, Doc("The value that was kept.", "Hodnota, která zůstala.", type="JSON")]
    gone: Annotated[
        object, Doc("The value that is in the history alone.", "Hodnota, která je už jen v historii.", type="JSON")
    ]


@dataclass(frozen=True, kw_only=True)
class Merged:
    """What becomes one."""

    keep: Annotated[str, Doc("The element that stays.", "Prvek, který zůstane.", type="ID!")]
    gone: Annotated[
        tuple[str, ...],
        Doc(
            "Those that become one with it; their ids answer for it from then on.",
            "Ty, které s ním splynou.",
            type="[ID!]!",
            most=LARGEST,
        ),
    ]
    dry_run: Annotated[bool, Doc("Only tell what it would do.", "Jen říci, co by se stalo.")] = False
    note: Annotated[str | None, Doc("Why, in your words.", "Proč, vašimi slovy.")] = None
    client_mutation_id: Annotated[
        str | None, Doc("Sent again with the same input, it writes nothing.", "Opakování nic nezapíše.")
    ] = None


@declared("MergePayload", "What merging came to.", "Jak sloučení dopadlo.")
@dataclass(frozen=True, slots=True)
class Merging(Touching):
    """What merging or splitting came to."""

    status: Annotated[
        Status | None, Doc("Done, or waiting for a reviewer.", "Hotovo, nebo navrženo.", type="WriteStatus")
    ]
    sequence: Annotated[
        int | None, Doc("Number of the change, by which it is undone.", "Číslo změny, kterým jde vrátit.")
    ]
    element: Annotated[
        str | None, Doc("The element that was kept, or is new.", "Prvek, který zůstal či vznikl.", type="Element")
    ]
    conflicts: Annotated[Sequence[Conflict], Doc("Where they contradict each other.", "V čem si odporují.")]


def _told(done: write.Written, element: str | None) -> Merging:
    last = done.outcomes[-1]
    found = [Conflict(each.property, each.kept, each.gone) for each in done.contradictions]
    touched = done.touched[:TOUCHED]
    return Merging(touched, len(done.touched), Status(last.status.upper()), last.sequence, element, found)


async def _merge(context: Context, values: Values) -> Merging:
    asked = made(Merged, values)
    if not asked.gone:
        raise BadInput("say which elements become one with it", place="gone")
    commands: list[Command] = [Merge(asked.keep, id_, ("gone", n)) for n, id_ in enumerate(asked.gone)]
    done = await _write(context, commands, asked.note, asked.client_mutation_id, dry_run=asked.dry_run)
    return _told(done, asked.keep)


async def _write(
    context: Context, commands: Sequence[Command], note: str | None, key: str | None = None, *, dry_run: bool = False
) -> write.Written:
    author = replace(context.author, reason="merge", note=note)
    return await write.write(context.store, SCHEMA, commands, author, key=key or context.key, dry_run=dry_run)


merge = Operation(
    "merge",
    Text(
        "Sloučí prvky v jeden: spojení, názvy a co mu chybí přejdou na něj; starší id na něj vede.",
        "Makes one of several elements: connections, names and what it lacks go to the one that is kept, and the ids of the "
        "others lead to it. Undoing brings each back, whatever was merged later. Of contributors, it is a proposal.",
    ),
    fields_of(Merged),
    fields_of(Merging),
    "MergePayload",
    Answers.ONE,
    _merge,
    cost=MERGED,
    role=Role.CONTRIBUTOR,
    writes=True,
    can_wait=True,
)


# ------------------------------------------------------------------------------------------------------------- splitting


@dataclass(frozen=True, kw_only=True)
class Parted:
    """What becomes two."""

    of: Annotated[str, Doc("The element that is two.", "Prvek, který je dvojí.", type="ID!")]
    name: Annotated[str, Doc("Name of the new one, which is of the same type.", "Název nového prvku téhož typu.")]
    move: Annotated[
        tuple[Mapping[str, Any], ...],
        Doc("The connections that go to it.", "Spojení, která přejdou na něj.", type="[DisconnectInput!]!", most=SPLIT),
    ]
    note: Annotated[str | None, Doc("Why, in your words.", "Proč, vašimi slovy.")] = None


async def _split(context: Context, values: Values) -> Merging:
    which = [(each["link"], each["from"], each["to"], each.get("parallel")) for each in values["move"]]
    command = Split(values["of"], {"name": values["name"]}, which, ("of",))
    done = await _write(context, [command], values["note"])
    return _told(done, done.outcomes[-1].subject.get("id"))


split = Operation(
    "split",
    Text(
        "Rozdělí prvek: nový prvek téhož typu dostane vybraná spojení.",
        "Makes two of one element: a new one of the same type gets the connections that are named.",
    ),
    fields_of(Parted),
    fields_of(Merging),
    "MergePayload",
    Answers.ONE,
    _split,
    cost=WRITE,
    role=Role.CONTRIBUTOR,
    writes=True,
    can_wait=True,
)

OPERATIONS = [not_the_same, merge, split]
