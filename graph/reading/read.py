"""The compiled read path: one selection, however deep, becomes one Cypher statement and one decoder. Pure.

Nested elements are gathered by ``COLLECT`` subqueries, each limited before anything is projected. Objects travel as
lists without their keys, which the decoder puts back: that is where most of the speed comes from. The text is a pure
function of the selection; values are parameters. Every statement has ``$visible``, the visibilities that may be shown,
and may have ``$hidden``, the others, and ``$rank``, that of the role of whoever asks.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any, Self

import orjson

from graph.cursors import encode
from graph.log.changes import END
from graph.log.history import expression
from graph.model import Kind, Property
from graph.questions.named import QUESTIONS
from graph.reading import history
from graph.reading.decoding import (
    ID,
    Decode,
    PageSlots,
    Part,
    PlainPage,
    Wire,
    always,
    column,
    enumeration,
    object_,
    objects,
    or_none,
    page,
    summed,
    taken,
)
from graph.reading.facets import Facet, facets_of
from graph.reading.filters import (
    Anchor,
    Filter,
    anchors,
    counted,
    distance,
    foremost,
    has_index,
    predicate,
    rest,
    scans,
    visible,
)
from graph.reading.selection import (
    Aggregate,
    ByIds,
    Column,
    Constant,
    Count,
    Cursor,
    Distance,
    Edges,
    Elements,
    ElementSelection,
    Facets,
    Field,
    History,
    Info,
    Many,
    NestedList,
    Nodes,
    One,
    Order,
    PageSelection,
    QuestionPage,
    QuestionRows,
    Referred,
    Root,
    Summed,
    Target,
    Total,
    Value,
    Window,
)
from graph.reading.sides import Side
from graph.schema import SCHEMA


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement and its decoders: ``row`` for each row as it arrives, ``whole`` for the list of what these gave.

    So a row is decoded while Neo4j looks for the next one. ``through`` is the label whose elements a filter goes through,
    for nothing leads to what passes. Of a statement that reads the log, decoding ``unpacks`` parts of it.
    """

    text: str
    row: Decode
    whole: Callable[[list[object]], Any]
    through: str = ""
    unpacks: bool = False

    @classmethod
    def of_one(cls, text: str, decode: Decode | None) -> Self:
        """A statement that returns one value; the answer is null where that is null or there is no row."""
        made = or_none(decode)
        return cls(text, lambda row: made(row[0]), lambda rows: rows[0] if rows else None)


def compile_read(root: Root) -> Statement:
    """The statement of one root field, with its decoders."""
    compiler = _Compiler()
    return replace(compiler.root(root), through=compiler.through, unpacks=compiler.unpacks)


@dataclass(frozen=True, slots=True)
class _Key:
    """One of the things that a list is sorted by: an expression, and the one of its value in a cursor.

    ``given`` is the pattern of an expression that makes such a value, in a parameter, comparable with the first.
    """

    expression: str
    wire: str
    given: str = "{}"
    descending: bool = False


@dataclass(frozen=True, slots=True)
class _Way:
    """One way to find the elements of a list: ``MATCH … WHERE …``, to which callers append ``AND …``.

    ``group`` is an expression that is the same for all elements and by which an index sorts before the keys. Where
    parallel connections lead to one element, the condition ``once`` leaves one of them. What is ``gathered`` is found
    whole before the first row of a page is known.
    """

    match: str
    group: str = ""
    once: str = ""
    gathered: bool = False


@dataclass(frozen=True, slots=True)
class _ListQuery:
    """The Cypher of one list: the ways to find its elements, and what counts them where that is known sooner.

    ``node`` and ``edge`` are the variables of an element and of the connection to it, ``keys`` what the list is sorted
    by. Of two ways, the expression ``few`` tells at run time whether the first one finds few elements; else the second
    one is better, which goes through a whole list in its order. A ``shared`` list is at hand already, in a variable;
    ``rows`` then finds the rows of a page sooner, if something does.
    """

    node: str
    edge: str
    ways: tuple[_Way, ...]
    window: Window
    keys: tuple[_Key, ...]
    few: str = ""
    total: str = ""
    shared: bool = False
    rows: "_ListQuery | None" = None

    def chosen(self, expression: Callable[[_Way], str]) -> str:
        """An expression over the list, for the way that is better at run time."""
        first, *others = map(expression, self.ways)
        return f"CASE WHEN {self.few} THEN {first} ELSE {others[0]} END" if others else first

    def counted(self) -> str:
        """How many elements the list has, as an expression."""
        return self.total or self.chosen(lambda way: f"COUNT {{ {way.match} RETURN {self.node} }}")

    def members(self) -> str:
        """The elements of the list, each once, as an expression."""
        return self.chosen(lambda way: f"COLLECT {{ {way.match} RETURN DISTINCT {self.node} }}")


@dataclass(slots=True)
class _PageArray:
    """The array that Neo4j is to return for one page; ``add`` appends an expression and gives its position."""

    expressions: list[str] = field(default_factory=list)

    def add(self, expression: str) -> int:
        self.expressions.append(expression)
        return len(self.expressions) - 1


_FOUND = "found"
"""The variable of the elements of a list that several parts of a page go through."""

_ONE = "one"
"""The variable of one of these, with how well it fits."""


class _Compiler:
    """One compilation: it numbers the variables of the statement."""

    def __init__(self) -> None:
        self._numbers: Iterator[int] = count()
        self.through = ""
        self.unpacks = False
        self._before: list[str] = []

    def root(self, root: Root) -> Statement:
        node = f"n{next(self._numbers)}"
        match root:
            case One():
                return self._one(root, node)
            case ByIds():
                return self._by_ids(root, node)
            case Referred():
                return self._referred(root, node)
            case QuestionRows():
                return self._question_rows(root)
            case Many():
                return self._many(root, node)
            case QuestionPage():
                return _statement(self._question_page(root, node))

    def _many(self, root: Many, node: str) -> Statement:
        if root.searched:
            return self._shared(root, node, self._searched(root, node))
        query = self._all(root, node)
        wanted = {type(part) for part in root.page.parts}
        gathered = query.ways[0].gathered
        if root.filter is None or not (wanted & {Facets, Aggregate} or (Total in wanted and gathered)):
            return _statement(self._page(root.page, query))
        found = query.chosen(lambda way: f"COLLECT {{ {way.match} RETURN [{node}] }}")
        return self._shared(root, node, found, None if gathered and not query.few else query)

    def _shared(self, root: Many, node: str, found: str, rows: _ListQuery | None = None) -> Statement:
        """The statement of a page that counts the whole list in several parts: it is found once.

        ``found`` is an expression: of each element a list, itself and how well it fits what was searched for. ``rows``
        finds those of the page sooner, where something does.
        """
        way = _Way(f"UNWIND {_FOUND} AS {_ONE} WITH {_ONE}[0] AS {node}, {_ONE} WHERE true")
        keys = _keys(root.window, node, "")
        query = _ListQuery(node, "", (way,), root.window, keys, total=f"size({_FOUND})", shared=True, rows=rows)
        page = self._page(root.page, query)
        return _statement(page, " ".join((f"WITH {found} AS {_FOUND}", *self._before, "")))

    def _searched(self, root: Many, node: str) -> str:
        passes = f" AND {predicate(root.filter, node, '', self._numbers)}" if root.filter else ""
        found = f"MATCH ({node}:{root.label}&Element {{id: id}}) WHERE {visible(node)}{passes}"
        return f"COLLECT {{ CALL () {{ {QUESTIONS['search'].statement} }} {found} RETURN [{node}, score] }}"

    def _one(self, root: One, node: str) -> Statement:
        part = self._node("", node, root.node)
        labels = root.label if root.label == root.owner else f"{root.label}&{root.owner}"
        text = f"MATCH ({node}:{labels} {{{root.property.name}: ${root.parameter}}}) WHERE {visible(node)}"
        if root.property.lookup:
            # Several elements may share it: the one that is open and was numbered first stands for them.
            text += f" WITH {node} ORDER BY coalesce({node}.closed, false), size({node}.id), {node}.id LIMIT 1"
        return Statement.of_one(f"{text} RETURN {part.expression}", part.decode)

    def _by_ids(self, root: ByIds, node: str) -> Statement:
        part = self._node("", node, root.node)
        decode = or_none(part.decode)
        return Statement.of_one(_by_ids(root.parameter, node, part.expression), lambda rows: list(map(decode, rows)))

    def _referred(self, root: Referred, node: str) -> Statement:
        parts = [self._node("", node, selected) for selected in root.nodes]
        decoders = [or_none(part.decode) for part in parts]

        def decode(rows: list[Wire]) -> list[Wire]:
            return [row and [take(value) for take, value in zip(decoders, row, strict=True)] for row in rows]

        return Statement.of_one(_by_ids(root.parameter, node, _listed(parts)), decode)

    def _question_rows(self, root: QuestionRows) -> Statement:
        parts = []
        for selected in root.fields:
            match selected:
                case Constant():
                    parts.append(_constant(selected))
                case Column():
                    parts.append(Part(selected.key, selected.name, column(selected)))
                case Elements():
                    parts.append(self._elements(selected))
        text = f"CALL () {{ {root.question.statement} }} RETURN {_listed(parts)}"
        decode = object_(parts)
        many = root.question.answers == "many"
        return Statement(text, lambda row: decode(row[0]), lambda rows: rows if many else next(iter(rows), None))

    def _elements(self, selected: Elements) -> Part:
        node, number = f"n{next(self._numbers)}", f"i{next(self._numbers)}"
        part = self._node(selected.key, node, selected.node)
        found = f"({node}:{SCHEMA.element.label} {{id: {selected.column}"
        if not selected.many:
            one = f"MATCH {found}}}) WHERE {visible(node)} RETURN {part.expression}"
            return Part(selected.key, f"head(COLLECT {{ {one} }})", or_none(part.decode))
        rows = (
            f"UNWIND range(0, size({selected.column}) - 1) AS {number} MATCH {found}[{number}]}}) WHERE {visible(node)}"
        )
        text = f"COLLECT {{ {rows} WITH {number}, {node} ORDER BY {number} RETURN {part.expression} }}"
        decode = part.decode
        assert decode
        return Part(selected.key, text, lambda values: list(map(decode, values)))

    # -------------------------------------------------------------------------------------------------------- lists

    def _all(self, root: Many, node: str) -> _ListQuery:
        label, keys = root.label, _keys(root.window, node, "")
        # The first condition holds for every element; it lets the planner read the index in order.
        by = root.window.orders[0].by
        indexed = keys[0].expression if isinstance(by, Order) and by is not Order.DISTANCE else f"{node}.sortKey"
        whole = _Way(f"MATCH ({node}:{label}) WHERE {indexed} IS NOT NULL AND {visible(node)}")
        if root.filter is None:
            total = f"COUNT {{ ({node}:{label}) }} - COUNT {{ ({node}:{label}) WHERE {node}.visibility IN $hidden }}"
            return _ListQuery(node, "", (whole,), root.window, keys, total=total)
        found = anchors(root.filter, node, label, self._numbers)
        if not found:
            self.through = "" if scans(root.filter) else label
            return _ListQuery(node, "", (self._passing(whole, root.filter, node),), root.window, keys)
        first, *others = found
        ways = [self._anchored(first, root.filter, node)]
        if first.few:
            sure = next((way for way in others if not way.few), None)
            by_index = self._anchored(sure, root.filter, node) if sure else self._passing(whole, root.filter, node)
            ways.append(by_index)
        return _ListQuery(node, "", tuple(ways), root.window, keys, first.few)

    def _passing(self, way: _Way, filter_: Filter | None, node: str) -> _Way:
        passes = f" AND {predicate(filter_, node, '', self._numbers)}" if filter_ else ""
        return replace(way, match=f"{way.match}{passes}")

    def _anchored(self, anchor: Anchor, filter_: Filter, node: str) -> _Way:
        """The way by an anchor, which asks for what that does not cover."""
        way = _Way(f"{anchor.clauses} WHERE {visible(node)}", anchor.group, gathered=anchor.gathered)
        return self._passing(way, rest(filter_, anchor.covers), node)

    def _nested(self, parent: str, nested: NestedList) -> Part:
        number = next(self._numbers)
        node, edge = f"n{number}", f"r{number}"
        path = f"({parent}){nested.side.pattern(edge)}({node}) WHERE {visible(node)}"
        passes = ""
        if nested.filter:
            path += f" AND {predicate(nested.filter, node, edge, self._numbers)}"
            passes = f" AND {predicate(nested.filter, node, f'{edge}b', self._numbers)}"
        once = foremost(nested.side, parent, node, edge, passes)
        way = _Way(f"MATCH {path}", once=f" AND {once}")
        total = f"COUNT {{ MATCH {path} RETURN DISTINCT {node} }}"
        query = _ListQuery(node, edge, (way,), nested.window, _keys(nested.window, node, edge), total=total)
        return replace(self._page(nested.page, query), key=nested.key)

    def _question_page(self, root: QuestionPage, node: str) -> Part:
        match = f"CALL () {{ {root.question.statement} }} MATCH ({node}:Element {{id: id}}) WHERE {visible(node)}"
        window = Window(root.size, context=root.context)
        # A question's order is its own; a cursor names the number of a row in it.
        keys = (_Key("", f"${root.skip}"),)
        rows = f"{match} WITH * ORDER BY score DESC, id SKIP ${root.skip} LIMIT "
        return self._page(root.page, _ListQuery(node, "", (_Way(match),), window, keys), rows)

    def _page(self, selected: PageSelection, query: _ListQuery, rows: str | None = None) -> Part:
        wire, takers, infos = _PageArray(), [], []
        lists = [self._list(part, query) for part in selected.parts if isinstance(part, Edges | Nodes)]
        fields = {f.name for p in selected.parts if isinstance(p, Info) for f in p.fields if isinstance(f, Column)}
        items = [*lists, _cursor("", query)] if fields & {"startCursor", "endCursor"} else lists
        counted = bool(fields & {"hasNextPage", "hasPreviousPage"})
        alone = len(items) == 1 and items is lists
        item = items[0].expression if alone else _listed(items)
        size = f"${query.window.size}{' + 1' * counted}"
        clauses = f"{rows + size if rows else _rows(query, size)} RETURN {item}"
        if items or any(isinstance(part, Info) for part in selected.parts):
            wire.add(f"COLLECT {{ {clauses} }}")
        slots = self._slots(query, wire, counted=counted, fields=fields, keys=None if items is lists else len(lists))
        places = iter(range(len(lists)))
        for part in selected.parts:
            match part:
                case Constant():
                    takers.append((part.key, always(part.value)))
                case Total():
                    takers.append((part.key, taken(wire.add(query.counted()), None)))
                case Edges() | Nodes():
                    slot = next(places)
                    takers.append((part.key, _items(lists[slot], None if alone else slot)))
                case Facets():
                    takers.append((part.key, self._facets(part, query, wire)))
                case Aggregate():
                    made = self._aggregate(part, query.members())
                    takers.append((part.key, taken(wire.add(made.expression), made.decode)))
                case Info():
                    infos.append((part.key, part))
                    takers.append((part.key, always("")))
        if rows is not None:
            slots = replace(slots, numbered=_numbered(selected, lists, items))
        expression = f"[{', '.join(wire.expressions)}]"
        simple = slots == PageSlots() and alone and len(takers) == 1 and lists[0].parts
        plain = PlainPage(lists[0].key, clauses, lists[0].parts) if simple else None
        return Part("", expression, page(slots, takers, infos), plain=plain)

    def _slots(
        self, query: _ListQuery, wire: _PageArray, *, counted: bool, fields: set[str], keys: int | None
    ) -> PageSlots:
        window = query.window
        earlier = later = None
        if "hasPreviousPage" in fields and window.after:
            earlier = wire.add(_beyond_exists(query, window.after, later=False))
        if "hasPreviousPage" in fields and not query.keys[0].expression:
            earlier = wire.add(f"{query.keys[0].wire} > 0")
        if "hasNextPage" in fields and window.before:
            later = wire.add(_beyond_exists(query, window.before, later=True))
        size = wire.add(f"${window.size}") if counted else None
        return PageSlots(window.backward and bool(wire.expressions), size, keys, earlier, later)

    def _list(self, part: Edges | Nodes, query: _ListQuery) -> Part:
        node = query.node
        if isinstance(part, Nodes):
            return self._node(part.key, node, part.node)
        fields = []
        for selected in part.fields:
            match selected:
                case Target():
                    fields.append(self._node(selected.key, node, selected.node))
                case Column():
                    fields.append(Part(selected.key, selected.name, column(selected)))
                case Cursor():
                    fields.append(_cursor(selected.key, query))
                case Distance():
                    fields.append(Part(selected.key, _kilometres(query.window, node)))
                case Value() | Constant():
                    fields.append(_plain(selected, query.edge))
        return Part(part.key, _listed(fields), object_(fields), objects(fields), tuple(fields))

    def _facets(self, part: Facets, query: _ListQuery, wire: _PageArray) -> Decode:
        takers = []
        for selected in part.fields:
            if isinstance(selected, Constant):
                takers.append((selected.key, always(selected.value)))
            else:
                takers.append((selected.key, self._counts(selected, query, wire)))
        return lambda values: {key: take(values) for key, take in takers}

    def _counts(self, selected: Count, query: _ListQuery, wire: _PageArray) -> Decode:
        facet = _FACETS[selected.facet]
        number = next(self._numbers)
        value = f"t{number}"
        parts = []
        for part in selected.fields:
            match part:
                case Target():
                    parts.append(self._node(part.key, value, part.node))
                case Aggregate():
                    parts.append(self._aggregate(part, f"m{number}"))
                case Constant():
                    parts.append(_constant(part))
                case Column():
                    parts.append(Part(part.key, "amount" if part.name == "count" else value))
        order = f"{value}.sortKey" if facet.target else value
        members = f"m{number}" if any(isinstance(part, Aggregate) for part in selected.fields) else ""
        amounts = _amounts(facet, query, value, f"v{number}", members)
        text = f"{amounts} ORDER BY amount DESC, {order} LIMIT ${selected.first}"
        if query.shared:
            self._before.append(f"CALL ({_FOUND}) {{ {text} RETURN collect({_listed(parts)}) AS f{number} }}")
            slot = wire.add(f"f{number}")
        else:
            slot = wire.add(f"COLLECT {{ {text} RETURN {_listed(parts)} }}")
        decode_all = objects(parts)
        return lambda values: decode_all(values[slot])

    def _aggregate(self, selected: Aggregate, members: str) -> Part:
        """The numbers of elements; ``members`` is an expression of their list, or the variable of it."""
        all_ = f"g{next(self._numbers)}"
        parts = [_constant(f) if isinstance(f, Constant) else _summed(f, all_) for f in selected.fields]
        return Part(selected.key, _let(all_, members, _listed(parts)), object_(parts))

    # ----------------------------------------------------------------------------------------------------- elements

    def _node(self, key: str, node: str, selection: ElementSelection) -> Part:
        first, *others = selection.branches
        if all(branch.fields == first.fields for branch in others):
            fields = self._fields(node, first.fields)
            return Part(key, _listed(fields), object_(fields), objects(fields), tuple(fields))
        # What several types share is read once, whatever the type; what a node does not have costs next to nothing.
        distinct: list[Field] = []
        for branch in selection.branches:
            distinct += (field for field in branch.fields if not isinstance(field, Constant) and field not in distinct)
        parts = self._fields(node, distinct)
        cases = " ".join(f"WHEN {node}:{branch.label} THEN {n}" for n, branch in enumerate(selection.branches))
        made = [_picked(branch.fields, distinct, parts) for branch in selection.branches]
        whole = (0, *(position for position, part in enumerate(parts, 1) if ID.fullmatch(part.expression)))
        listed = _listed([Part("", f"CASE {cases} END"), *parts])
        return Part(key, listed, lambda values: made[values[0]](values), whole=whole)

    def _fields(self, node: str, fields: Sequence[Field]) -> list[Part]:
        return [self._field(node, selected) for selected in fields]

    def _field(self, node: str, selected: Field) -> Part:
        match selected:
            case NestedList():
                return self._nested(node, selected)
            case History():
                return self._history(node, selected)
        return _plain(selected, node)

    def _history(self, node: str, selected: History) -> Part:
        self.unpacks = True
        selections = [self._node("", node, node_) for node_ in selected.nodes]
        limit, before = f"${selected.parts}", f"${selected.before}"
        counted = expression(node, f"[{END.sequence}, {END.number}]", str(history.COUNTED + 1))
        expressions = (
            f"{node}.id",
            "$rank",
            f"${selected.size}",
            before,
            limit,
            expression(node, before, limit),
            _listed(selections),
            counted if selected.counted else "null",
        )
        decoders = [or_none(part.decode) for part in selections]
        return Part(selected.key, f"[{', '.join(expressions)}]", history.decoder(selected.fields, decoders))


def _statement(page: Part, before: str = "") -> Statement:
    """The statement of a page; ``before`` binds what the page is about."""
    if plain := page.plain:
        make = objects(plain.parts)
        return Statement(before + plain.clauses, lambda row: make(row)[0], lambda rows: {plain.key: rows})
    return Statement.of_one(f"{before}RETURN {page.expression}", page.decode)


def _by_ids(parameter: str, node: str, expression: str) -> str:
    found = f"OPTIONAL MATCH ({node}:{SCHEMA.element.label} {{id: ${parameter}[i]}}) WHERE {visible(node)}"
    rows = f"UNWIND range(0, size(${parameter}) - 1) AS i {found} WITH i, {node} ORDER BY i"
    return f"RETURN COLLECT {{ {rows} RETURN CASE WHEN {node} IS NOT NULL THEN {expression} END }}"


def _let(variable: str, expression: str, result: str) -> str:
    """An expression in which ``variable`` stands for another one that is evaluated once."""
    return f"head([{variable} IN [{expression}] | {result}])"


def _summed(selected: Summed, members: str) -> Part:
    """How many of the elements have a number, their sum, the least and the greatest."""
    name, all_ = selected.property.name, f"{members}v"
    known = f"[x IN {members} WHERE x.{name} IS NOT NULL | x.{name}]"
    least, greatest = (
        f"reduce(a = {all_}[0], x IN {all_} | CASE WHEN x {sign} a THEN x ELSE a END)" for sign in ("<", ">")
    )
    found = f"[size({all_}), reduce(a = 0, x IN {all_} | a + x), {least}, {greatest}]"
    return Part(selected.key, _let(all_, known, found), summed(selected))


def _amounts(facet: Facet, query: _ListQuery, value: str, over: str, members: str) -> str:
    """How many elements of a list share each ``value``; one that leads to it in several ways counts once.

    Neo4j takes no aggregation within a nested expression, so there each value is counted by itself. ``members`` is the
    variable of the elements themselves, where these are needed.
    """
    [way] = query.ways
    rows = f"{way.match} {facet.rows.format(n=query.node, v=over, t=value)}"
    kept = f", size({members}) AS amount, {members}" if members else ", amount"
    if not query.edge:
        each = f"collect(DISTINCT {query.node}) AS {members}" if members else f"count(DISTINCT {query.node}) AS amount"
        counted = f"WITH {value}, {each} WHERE {value} IS NOT NULL"
        return f"{rows} {counted} WITH {value}{kept}"
    again = facet.rows.format(n=query.node, v=f"{over}a", t=f"{value}a")
    same = f"WITH {query.node}, {value}a WHERE {value}a = {value} RETURN DISTINCT {query.node}"
    distinct = f"{rows} WITH DISTINCT {value} WHERE {value} IS NOT NULL"
    found = f"{way.match} {again} {same}"
    if members:
        return f"{distinct} WITH {value}, COLLECT {{ {found} }} AS {members} WITH {value}{kept}"
    return f"{distinct} WITH {value}, COUNT {{ {found} }} AS amount"


# ------------------------------------------------------------------------------------------------- order and window


_LEAST = "-1.7976931348623157E308"
"""A number before all others."""

_MOST = _LEAST.removeprefix("-")
"""A number after all others."""


def _keys(window: Window, node: str, edge: str) -> tuple[_Key, ...]:
    """The keys of a list: the first one of each order, and of the last one also those that break ties."""
    found: list[_Key] = []
    for number, ordering in enumerate(window.orders, 1):
        keys = _keys_of(ordering.by, window, node, edge)[: None if number == len(window.orders) else 1]
        found += (replace(key, descending=ordering.descending) for key in keys)
    return tuple(found)


def _keys_of(by: Order | Property | Side, window: Window, node: str, edge: str) -> tuple[_Key, ...]:
    by_name = _same(f"{node}.sortKey")
    match by:
        case Property():
            return (_same(_sortable(by, node)), by_name)
        case Side():
            return (_same(counted(by, node)), by_name)
        case Order.NAME:
            return (by_name,)
        case Order.FIT:
            return (_same(f"-{_ONE}[1]"), by_name)
        case Order.DISTANCE:
            assert window.center
            return (_same(f"coalesce({distance(window.center, node)}, {_MOST})"), by_name)
        case Order.SINCE:
            return (_same(f"coalesce({edge}.since, '')"), by_name)
        case Order.CREATED | Order.UPDATED:
            time = f"{node}.{by.value}"
            return (_Key(time, f"toString({time})", "datetime({})"), _same(f"{node}.id"))


def _kilometres(window: Window, node: str) -> str:
    """How far an element is, to the metre."""
    return f"round({distance(window.center, node)} / 1000, 3)" if window.center else "null"


def _sortable(declared: Property, node: str) -> str:
    """What elements are compared by that may have no value: that comes before all others."""
    least = {Kind.INTEGER: _LEAST, Kind.FLOAT: _LEAST, Kind.BOOLEAN: "false"}.get(declared.kind, "''")
    return f"coalesce({node}.{declared.name}, {least})"


def _same(expression: str) -> _Key:
    return _Key(expression, expression)


def _rows(query: _ListQuery, size: str) -> str:
    if query.rows:
        return _rows(query.rows, size)
    if not query.few:
        return _rows_of(query, query.ways[0], size)
    rows = query.chosen(lambda way: f"COLLECT {{ {_rows_of(query, way, size)} RETURN {query.node} }}")
    return f"UNWIND {rows} AS {query.node} WITH {query.node}"


def _rows_of(query: _ListQuery, way: _Way, size: str) -> str:
    window = query.window
    bounds = "".join(
        f" AND {_beyond(query.keys, cursor, later=later)}"
        for cursor, later in ((window.after, True), (window.before, False))
        if cursor
    )
    grouped = [replace(query.keys[0], expression=way.group)] if way.group and window.orders[0].by is Order.NAME else []
    turned = " DESC", ""
    order = ", ".join(f"{key.expression}{turned[key.descending is window.backward]}" for key in (*grouped, *query.keys))
    variables = ", ".join(filter(None, (query.node, query.edge, _ONE if query.shared else "")))
    return f"{way.match}{way.once}{bounds} WITH {variables} ORDER BY {order} LIMIT {size}"


def _beyond(keys: Sequence[_Key], cursor: str, number: int = 0, *, later: bool) -> str:
    """Rows after a cursor, or before it, in the order of the keys; the first comparison is one for an index."""
    key, *others = keys
    sign = ">" if later is not key.descending else "<"
    given = key.given.format(f"${cursor}[{number}]")
    if not others:
        return f"{key.expression} {sign} {given}"
    rest = _beyond(others, cursor, number + 1, later=later)
    return f"{key.expression} {sign}= {given} AND ({key.expression} {sign} {given} OR {rest})"


def _beyond_exists(query: _ListQuery, cursor: str, *, later: bool) -> str:
    """Whether there are rows at a cursor or on the far side of it."""
    inside = _beyond(query.keys, cursor, later=not later)
    return (query.rows or query).chosen(lambda way: f"EXISTS {{ {way.match}{way.once} AND NOT ({inside}) RETURN 1 }}")


def _cursor(key: str, query: _ListQuery) -> Part:
    return Part(key, f"[${query.window.context}, {', '.join(k.wire for k in query.keys)}]", encode)


def _numbered(selected: PageSelection, lists: list[Part], items: list[Part]) -> tuple[tuple[int, ...], ...]:
    """The places of cursors that are yet to be told the number of their row."""
    paths: list[tuple[int, ...]] = []
    for number, part in enumerate(p for p in selected.parts if isinstance(p, Edges | Nodes)):
        within = () if len(items) == 1 else (number,)
        if isinstance(part, Edges):
            paths += ((*within, place) for place, f in enumerate(part.fields) if isinstance(f, Cursor))
    if len(items) > len(lists):
        paths.append((len(lists),))
    return tuple(paths)


def counting(label: str) -> str:
    """The statement that counts the elements of a type, which Neo4j has at hand."""
    return f"MATCH (n:{label}) RETURN count(n)"


def unbounded(label: str) -> str:
    """Why a filter over all elements of a type is refused, and what would lead to what passes."""
    properties = SCHEMA.properties_of(SCHEMA.by_label[label])
    names = [p.name for p in properties if has_index(p) and not p.internal and p.kind is not Kind.POINT]
    return (
        f"this filter would read every {label}: add a condition on {', '.join(names)}, some connected element by its "
        "id, within a place, or near one; or use search for words"
    )


# ------------------------------------------------------------------------------------------------------------ values

_FACETS: dict[str, Facet] = {
    f"{element.label}.{name}": facet for element in SCHEMA.elements for name, facet in facets_of(element).items()
}


def _listed(parts: Sequence[Part]) -> str:
    return f"[{', '.join(part.expression for part in parts)}]"


def _plain(selected: Value | Constant, variable: str) -> Part:
    if isinstance(selected, Constant):
        return _constant(selected)
    declared, expression = selected.property, selected.property.of(variable)
    if declared.visibility != "public":
        expression = f"CASE WHEN '{declared.visibility}' IN $visible THEN {expression} END"
    if declared.kind is Kind.POINT:
        parts = [_coordinate(part, expression) for part in selected.parts]
        return Part(
            selected.key, f"CASE WHEN {expression} IS NOT NULL THEN {_listed(parts)} END", or_none(object_(parts))
        )
    if declared.kind is Kind.DATETIME:
        return Part(selected.key, f"toString({expression})")
    if declared.kind is Kind.FLOAT:
        return Part(selected.key, f"toFloat({expression})")
    return Part(selected.key, expression, _value_decoder(declared))


def _value_decoder(declared: Property) -> Decode | None:
    if declared.kind is Kind.JSON:
        return lambda text: None if text is None else orjson.loads(text)
    if declared.choices:
        return enumeration()
    return None


def _coordinate(part: Column | Constant, point: str) -> Part:
    if isinstance(part, Constant):
        return _constant(part)
    return Part(part.key, f"{point}.{part.name}")


def _constant(selected: Constant) -> Part:
    return Part(selected.key, "0", always(selected.value))


def _picked(fields: Sequence[Field], distinct: list[Field], parts: list[Part]) -> Decode:
    """The object of one type, from the values of all types, of which the first tells the type."""
    takers: list[tuple[str, Decode]] = []
    for selected in fields:
        if isinstance(selected, Constant):
            takers.append((selected.key, always(selected.value)))
        else:
            slot = distinct.index(selected)
            takers.append((selected.key, taken(slot + 1, parts[slot].decode)))
    return lambda values: {key: take(values) for key, take in takers}


def _items(part: Part, slot: int | None) -> Decode:
    decode, decode_all = part.decode, part.decode_all
    assert decode
    if decode_all and slot is None:
        return lambda wire: decode_all(wire[0])
    whole = part.whole

    def decode_whole(wire: list[Wire]) -> list[object]:
        nodes = wire[0] if slot is None else [item[slot] for item in wire[0]]
        return [decode(node) for node in nodes if all(node[position] is not None for position in whole)]

    return decode_whole
