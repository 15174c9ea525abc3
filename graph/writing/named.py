"""Which elements and connections commands name, by ids or codes."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from graph.errors import Path
from graph.model import ElementType
from graph.reading.sides import Side, sides
from graph.schema import ELEMENT, SCHEMA
from graph.validation import accepted
from graph.values import texts
from graph.writing.commands import (
    Command,
    Confirm,
    Connect,
    Create,
    Delete,
    Disconnect,
    Known,
    Merge,
    Nested,
    Split,
    Update,
    UpdateConnection,
)
from graph.writing.identifiers import identifiers


def named(commands: Iterable[Command]) -> tuple[list[str], list[tuple[str, str, str]], list[str]]:
    """The ids, the connections and the elements with all connections that commands name."""
    ids: list[str] = []
    pairs: list[tuple[str, str, str]] = []
    whole: list[str] = []
    for command in commands:
        match command:
            case Create():
                ids += _ids_of(command)
            case Update():
                ids += (command.id, *_ids_around(command.connections))
            case Delete():
                ids.append(command.id)
                whole.append(command.id)
            case Confirm(type=None):
                ids.append(command.start)
            case Connect() | UpdateConnection() | Disconnect() | Confirm():
                ids += (command.start, command.end)
                pairs.append((command.type or "", command.start, command.end))
            case Merge():
                ids += (command.keep, command.gone)
            case Split():
                ids += [command.id, *(id_ for _, *ends, _ in command.connections for id_ in ends)]
                whole.append(command.id)
    return ids, pairs, whole


def _ids_of(create: Create) -> Iterator[str]:
    if create.properties.get("id") is not None:
        yield texts.composed(str(create.properties["id"]))
    yield from _ids_around(create.connections)


def _ids_around(connections: Mapping[str, Sequence[Nested]]) -> Iterator[str]:
    for nested in (one for side in connections.values() for one in side):
        yield from filter(None, (nested.connect, nested.disconnect))
        if nested.create is not None:
            yield from _ids_of(nested.create)


def created_in(commands: Iterable[Command]) -> set[str]:
    """The ids that commands give to new elements."""
    made: set[str] = set()
    for command in commands:
        if isinstance(command, Create) and command.properties.get("id") is not None:
            made.add(texts.composed(str(command.properties["id"])))
        if isinstance(command, Create | Update):
            made |= created_in(n.create for side in command.connections.values() for n in side if n.create)
    return made


def identifiers_in(element: ElementType, command: Create) -> Iterator[tuple[str, object]]:
    """The identifiers that a command gives, by name, as they are kept."""
    for _, declared in identifiers(element):
        if (value := command.properties.get(declared.name)) is not None:
            kept, message = accepted(declared, value)
            if not message:
                yield declared.name, kept


def perhaps_known(commands: Iterable[Command]) -> Iterator[Create]:
    """The commands to create what may be there already, those within others too."""
    for command in commands:
        if isinstance(command, Create) and command.known is not Known.REFUSED:
            yield command
        if isinstance(command, Create | Update):
            yield from perhaps_known(n.create for side in command.connections.values() for n in side if n.create)


Of = tuple[str, ...]
"""The labels of which what is named has one."""

Now = Callable[[Of, str, Path], str]
"""The id of what a value names, which stands at a path of the input."""


def renamed(command: Command, now: Now) -> Command:
    """A command about the elements that its values name; a new element keeps the id that it is given."""
    path, any_ = command.path, (ELEMENT.label,)
    match command:
        case Create():
            return _renamed_create(command, path, now)
        case Update():
            id_ = now(any_ if command.label is None else (command.label,), command.id, (*path, "id"))
            type_ = SCHEMA.by_label.get(command.label or "")
            return replace(command, id=id_, connections=_renamed_inside(type_, command.connections, path, now))
        case Delete():
            return replace(command, id=now(any_, command.id, (*path, "id")))
        case Confirm(type=None):
            return replace(command, start=now(any_, command.start, path))
        case Connect() | UpdateConnection() | Disconnect() | Confirm():
            sources, targets = _ends(command.type)
            start, end = now(sources, command.start, (*path, "from")), now(targets, command.end, (*path, "to"))
            return replace(command, start=start, end=end)
        case Merge():
            keep, gone = now(any_, command.keep, (*path[:-2], "keep")), now(any_, command.gone, path)
            return replace(command, keep=keep, gone=gone)
        case Split():
            moved = [(t, now(any_, a, path), now(any_, b, path), which) for t, a, b, which in command.connections]
            return replace(command, id=now(any_, command.id, path), connections=moved)


def _renamed_create(create: Create, path: Path, now: Now) -> Create:
    type_ = SCHEMA.by_label.get(create.label)
    return replace(create, connections=_renamed_inside(type_, create.connections, path, now))


def _renamed_inside(
    type_: ElementType | None, connections: Mapping[str, Sequence[Nested]], path: Path, now: Now
) -> dict[str, list[Nested]]:
    known = sides(type_) if type_ else {}
    return {
        name: [
            _renamed_nested(known.get(name), one, (*path, "connections", name, number), now)
            for number, one in enumerate(nested)
        ]
        for name, nested in connections.items()
    }


def _renamed_nested(side: Side | None, nested: Nested, path: Path, now: Now) -> Nested:
    far = _far(side)
    create = nested.create and _renamed_create(nested.create, nested.create.path or (*path, "create"), now)
    connect = nested.connect and now(far, nested.connect, (*path, "connect"))
    disconnect = nested.disconnect and now(far, nested.disconnect, (*path, "disconnect"))
    return replace(nested, create=create, connect=connect, disconnect=disconnect)


def _far(side: Side | None) -> Of:
    if side is None:
        return (ELEMENT.label,)
    return _ends(side.connection.type)[side.outgoing]


def _ends(type_: str | None) -> tuple[Of, Of]:
    """The labels that connections of a type lead from and to."""
    connection = SCHEMA.by_type.get(type_ or "")
    if connection is None:
        return (ELEMENT.label,), (ELEMENT.label,)
    sources = {each.label: None for ends in connection.ends for each in ends.sources}
    targets = {each.label: None for ends in connection.ends for each in ends.targets}
    if connection.mutual:
        sources = targets = sources | targets
    return (*sources,), (*targets,)
