"""Which elements and connections commands name."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from graph import texts
from graph.model import ElementType
from graph.validation import accepted
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
