"""The Cypher of one list: the ways to find its elements, their order, and the window that is shown."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from graph.contract.cursors import encode
from graph.model import Kind, Property
from graph.reading.decoding import Part
from graph.reading.filters import FEW_FOR_ALL, FEW_PLACES, counted, distance
from graph.reading.selection import Order, Window
from graph.reading.sides import Side
from graph.reading.values import let, of_its_kind

FOUND = "found"
"""The variable of the elements of a list that several parts of a page go through."""

ONE = "one"
"""The variable of one of these, with how well it fits."""

HUB = 2_000
"""Connections of an element from which the first of these are sought among all elements of their type, in their order."""

WALKED = 1_000
"""Elements of a type that are gone through at most for the first that are connected to a hub; then all of its own are gathered."""

_LEAST = "-1.7976931348623157E308"
"""A number before all others."""

_MOST = _LEAST.removeprefix("-")
"""A number after all others."""


@dataclass(frozen=True, slots=True)
class Key:
    """One of the things that a list is sorted by: an expression, and the one of its value in a cursor.

    ``given`` is the pattern of an expression that makes such a value, in a parameter, comparable with the first.
    """

    expression: str
    wire: str
    given: str = "{}"
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Way:
    """One way to find the elements of a list: ``MATCH … WHERE …``, to which callers append ``AND …``.

    ``group`` is an expression that is the same for all elements and by which an index sorts before the keys. Where
    parallel connections lead to one element, the condition ``once`` leaves one of them. What is ``gathered`` is found
    whole before the first row of a page is known; what is ``scored`` binds how well each fits, too.
    """

    match: str
    group: str = ""
    once: str = ""
    gathered: bool = False
    scored: bool = False


@dataclass(frozen=True, slots=True)
class Walk:
    """Going through all elements of a type, in the order of a list, for those that are connected to a hub.

    ``hub`` are clauses that bind its ``degree``, ``label`` is that of the elements, ``all`` finds these in their order by an
    index, and ``passes`` are the clauses after it that leave those of the list; they need the variable ``given``, if any.
    """

    hub: str
    label: str
    all: str
    passes: str
    given: str = ""


@dataclass(frozen=True, slots=True)
class ListQuery:
    """The Cypher of one list: the ways to find its elements, and what counts them where that is known sooner.

    ``node`` and ``edge`` are the variables of an element and of the connection to it, ``keys`` what the list is sorted
    by. Of two ways, the queries ``few`` have few rows where the first one finds few elements; else the second one is
    better, which goes through a whole list in its order. A ``shared`` list is at hand already, in a variable;
    ``rows`` then finds the rows of a page sooner, if something does. Where a hub leads to the list, ``walk`` may.
    """

    node: str
    edge: str
    ways: tuple[Way, ...]
    window: Window
    keys: tuple[Key, ...]
    few: tuple[str, ...] = ()
    total: str = ""
    shared: bool = False
    rows: "ListQuery | None" = None
    walk: Walk | None = None

    def chosen(self, expression: Callable[[Way], str], most: int = FEW_FOR_ALL) -> str:
        """An expression over the list, for the way that is better at run time: the first one up to ``most`` rows."""
        first, *others = map(expression, self.ways)
        few = " AND ".join(f"COUNT {{ {each} LIMIT {most} }} < {most}" for each in self.few)
        return f"CASE WHEN {few} THEN {first} ELSE {others[0]} END" if others else first

    def counted(self) -> str:
        """How many elements the list has, as an expression."""
        return self.total or self.chosen(lambda way: f"COUNT {{ {way.match} RETURN {self.node} }}")

    def members(self) -> str:
        """The elements of the list, each once, as an expression."""
        return self.chosen(lambda way: f"COLLECT {{ {way.match} RETURN DISTINCT {self.node} }}")


def sort_keys(window: Window, node: str, edge: str) -> tuple[Key, ...]:
    """The keys of a list: the first one of each order, and of the last one also those that break ties."""
    found: list[Key] = []
    for number, ordering in enumerate(window.orders, 1):
        keys = _keys_of(ordering.by, window, node, edge)[: None if number == len(window.orders) else 1]
        found += (replace(key, descending=ordering.descending) for key in keys)
    return tuple(found)


def _keys_of(by: Order | Property | Side, window: Window, node: str, edge: str) -> tuple[Key, ...]:
    by_name = Key(f"{node}.sortKey", f"toStringOrNull({node}.sortKey)")
    match by:
        case Property():
            return (_same(_sortable(by, node)), by_name)
        case Side():
            return (_same(counted(by, node)), by_name)
        case Order.NAME:
            return (by_name,)
        case Order.FIT:
            return (_same(f"-{ONE}[1]"), by_name)
        case Order.DISTANCE:
            assert window.center
            return (_same(f"coalesce({distance(window.center, node)}, {_MOST})"), by_name)
        case Order.SINCE:
            return (_same(f"coalesce(toStringOrNull({edge}.since), '')"), by_name)
        case Order.CREATED | Order.UPDATED:
            time = f"{node}.{by.value}"
            return (Key(time, f"toStringOrNull({time})", "datetime({})"), by_name)


def kilometres(window: Window, node: str) -> str:
    """How far an element is, to the metre."""
    return f"round({distance(window.center, node)} / 1000, 3)" if window.center else "null"


def _sortable(declared: Property, node: str) -> str:
    """What elements are compared by that may have no value: that comes before all others."""
    least = {Kind.INTEGER: _LEAST, Kind.FLOAT: _LEAST, Kind.BOOLEAN: "false"}.get(declared.kind, "''")
    return f"coalesce({of_its_kind(declared, f'{node}.{declared.name}')}, {least})"


def _same(expression: str) -> Key:
    return Key(expression, expression)


def rows_of(query: ListQuery, size: str) -> str:
    """What binds the rows of a window, in their order."""
    if query.rows:
        return rows_of(query.rows, size)
    if query.walk:
        return _bound(query, _walked(query, query.walk, size))
    if not query.few:
        return _rows_by(query, query.ways[0], size)
    return _bound(query, query.chosen(lambda way: _collected(query, _rows_by(query, way, size)), FEW_PLACES))


def _bound(query: ListQuery, rows: str) -> str:
    """What binds the variables of each row of a list."""
    if not query.edge:
        return f"UNWIND {rows} AS {query.node} WITH {query.node}"
    return f"UNWIND {rows} AS row WITH row[0] AS {query.node}, row[1] AS {query.edge}"


def _collected(query: ListQuery, clauses: str) -> str:
    """The rows that clauses bind, as a list."""
    row = f"[{query.node}, {query.edge}]" if query.edge else query.node
    return f"COLLECT {{ {clauses} RETURN {row} }}"


def _walked(query: ListQuery, walk: Walk, size: str) -> str:
    """The rows of a window: from a hub the first that come by in their order, if they come soon; else of all that it leads to.

    They come soon where they are many among all of their type, unless their order has to do with the hub.
    """
    soon = f"degree > {HUB} AND degree * {WALKED // 2} > ${query.window.size} * COUNT {{ (:{walk.label}) }}"
    ordered = f"ORDER BY {_order(query.window, query.keys)} LIMIT"
    kept = ", ".join(filter(None, (query.node, walk.given)))
    variables = ", ".join(filter(None, (query.node, query.edge)))
    some = f"{walk.all}{_bounds(query)} WITH {kept} {ordered} {WALKED} {walk.passes} WITH {variables} {ordered} {size}"
    first = f"CASE WHEN EXISTS {{ {walk.hub} WHERE {soon} RETURN 1 }} THEN {_collected(query, some)} ELSE [] END"
    gathered = _collected(query, _rows_by(query, query.ways[0], size))
    return let("first", first, f"CASE WHEN size(first) = {size} THEN first ELSE {gathered} END")


def _rows_by(query: ListQuery, way: Way, size: str) -> str:
    window = query.window
    grouped = [replace(query.keys[0], expression=way.group)] if way.group and window.orders[0].by is Order.NAME else []
    variables = ", ".join(filter(None, (query.node, query.edge, ONE if way.scored else "")))
    order = _order(window, (*grouped, *query.keys))
    return f"{way.match}{way.once}{_bounds(query)} WITH {variables} ORDER BY {order} LIMIT {size}"


def _order(window: Window, keys: Sequence[Key]) -> str:
    turned = " DESC", ""
    return ", ".join(f"{key.expression}{turned[key.descending is window.backward]}" for key in keys)


def _bounds(query: ListQuery) -> str:
    """The conditions that rows lie between the cursors."""
    return "".join(
        f" AND {_beyond(query.keys, cursor, later=later)}"
        for cursor, later in ((query.window.after, True), (query.window.before, False))
        if cursor
    )


def _beyond(keys: Sequence[Key], cursor: str, number: int = 0, *, later: bool) -> str:
    """Rows after a cursor, or before it, in the order of the keys; the first comparison is one for an index."""
    key, *others = keys
    sign = ">" if later is not key.descending else "<"
    given = key.given.format(f"${cursor}[{number}]")
    if not others:
        return f"{key.expression} {sign} {given}"
    rest = _beyond(others, cursor, number + 1, later=later)
    return f"{key.expression} {sign}= {given} AND ({key.expression} {sign} {given} OR {rest})"


def beyond_exists(query: ListQuery, cursor: str, *, later: bool) -> str:
    """Whether there are rows at a cursor or on the far side of it."""
    inside = _beyond(query.keys, cursor, later=not later)
    return (query.rows or query).chosen(
        lambda way: f"EXISTS {{ {way.match}{way.once} AND NOT ({inside}) RETURN 1 }}", FEW_PLACES
    )


def cursor_of(key: str, query: ListQuery) -> Part:
    """The cursor of a row: the context of the list, and the values of its keys."""
    return Part(key, f"[${query.window.context}, {', '.join(k.wire for k in query.keys)}]", encode)
