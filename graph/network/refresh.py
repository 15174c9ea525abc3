"""The columns of the ranking brought up to date by the log, without reading the whole graph again."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from graph.log.changes import Position, read_block
from graph.network.reading import Page, read_tables, rows_of
from graph.network.tables import ElementRow, Tables, coded, tables
from graph.questions.named import NETWORK
from graph.store import Store

Scalar = TypeVar("Scalar", bound=np.generic)
Value = TypeVar("Value", bound=str | tuple[str, ...] | None)

MANY = 5000
"""Changed elements from which reading everything is about as fast."""

_ELEMENTS = (
    "label",
    "visibility",
    "closed",
    "since",
    "until",
    "latitude",
    "longitude",
    "country",
    "results",
    "recurring",
)
_CONNECTIONS = ("link", "informed", "begun", "ended")


async def refreshed(store: Store, old: Tables, after: Position, day: str | None = None) -> Tables:
    """The columns with all that changed after a position of the log; the same object where nothing did.

    What ended by itself since a ``day``, where one is given, has changed too.

    Raises DatabaseUnavailable and DatabaseTimeout as ``Store`` does.
    """
    ended = await store.read(NETWORK["ended"].text, {"day": day}, name="network_ended") if day else []
    touched: set[str] = {id_ for [id_] in ended}
    more = True
    while more:
        block = await read_block(store, after)
        touched.update(id_ for _, _, record in block.records for id_ in record.subject.touches)
        after, more = block.end, block.more
        if len(touched) > MANY:
            return await read_tables(store)
    if not touched:
        return old
    [[some]] = await store.read(NETWORK["some"].text, {"ids": sorted(touched)}, name="network")
    return patched(old, touched, some)


def patched(old: Tables, touched: AbstractSet[str], some: Page) -> Tables:
    """Columns in which some elements, and the connections that leave them, are as read anew, or gone.

    The same as ``tables`` of everything. ``some`` are rows of ``cypher/network/some``.
    """
    # A row for each end that the new connections lead to, so that `tables` knows them; only its number is of use.
    elements, connections = rows_of(some)
    own = {row.id for row in elements}
    known = set(old.ids) - touched
    ends = {row.target for row in connections} - own
    stand_ins = [ElementRow(id_, "Topic", "") for id_ in ends & known]
    new = tables([*elements, *stand_ins], connections)

    kept = np.array([id_ not in touched for id_ in old.ids], np.bool_)
    fresh = np.array([id_ in own for id_ in new.ids], np.bool_)
    ids = sorted(
        [id_ for id_, keep in zip(old.ids, kept, strict=True) if keep] + [id_ for id_ in new.ids if id_ in own]
    )
    row = {id_: number for number, id_ in enumerate(ids)}
    of_old = np.array([row.get(id_, -1) for id_ in old.ids], np.int64)
    of_new = np.array([row.get(id_, -1) for id_ in new.ids], np.int64)

    def column(before: NDArray[Scalar], now: NDArray[Scalar]) -> NDArray[Scalar]:
        made = np.empty(len(ids), before.dtype)
        made[of_old[kept]] = before[kept]
        made[of_new[fresh]] = now[fresh]
        return made

    def listed(before: list[Value], now: list[Value]) -> list[Value]:
        made: list[Value] = column(_objects(before), _objects(now)).tolist()
        return made

    stay = kept[old.source] & (of_old[old.target] >= 0)
    source = np.concatenate((of_old[old.source[stay]], of_new[new.source]))
    target = np.concatenate((of_old[old.target[stay]], of_new[new.target]))
    joined = {name: np.concatenate((getattr(old, name)[stay], getattr(new, name))) for name in _CONNECTIONS}
    order = np.lexsort((target, source, joined["link"]))
    kinds, kind = coded(column(_spelled(old), _spelled(new)).tolist())
    return Tables(
        ids=ids,
        names=listed(old.names, new.names),
        english=listed(old.english, new.english),
        usual=listed(old.usual, new.usual),
        kind=kind,
        kinds=kinds,
        source=source[order].astype(np.int32),
        target=target[order].astype(np.int32),
        **{name: column(getattr(old, name), getattr(new, name)) for name in _ELEMENTS},
        **{name: whole[order] for name, whole in joined.items()},
    )


def _objects(values: Sequence[object]) -> NDArray[np.object_]:
    """One object each, also of tuples, of which an array would otherwise make columns."""
    return np.fromiter(values, object, len(values))


def _spelled(of: Tables) -> NDArray[np.object_]:
    return np.array(of.kinds, object)[of.kind]
