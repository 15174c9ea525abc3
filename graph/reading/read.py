"""The compiled read path: one selection, however deep, becomes one Cypher statement and one decoder. Pure.

Nested elements are gathered by ``COLLECT`` subqueries, each limited before anything is projected. Objects travel as
lists without their keys, which the decoder puts back: that is where most of the speed comes from. The text is a pure
function of the selection; values are parameters. Every statement has ``$visible``, the visibilities that may be shown,
and may have ``$hidden``, the others, and ``$rank``, that of the role of whoever asks.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import count
from typing import Any, Self

from graph.log.changes import END
from graph.log.history import expression
from graph.model import Kind
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
    object_,
    objects,
    or_none,
    page,
    taken,
)
from graph.reading.facets import Facet, facets_of
from graph.reading.filters import (
    Anchor,
    Filter,
    anchors,
    foremost,
    has_index,
    predicate,
    rest,
    scans,
    visible,
)
from graph.reading.lists import (
    FOUND,
    ONE,
    Key,
    ListQuery,
    Walk,
    Way,
    beyond_exists,
    cursor_of,
    kilometres,
    rows_of,
    sort_keys,
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
    Target,
    Total,
    Value,
    Window,
)
from graph.reading.values import array, constant, items_of, let, picked, plain, summed_up
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


@dataclass(slots=True)
class _PageArray:
    """The array that Neo4j is to return for one page; ``add`` appends an expression and gives its position."""

    expressions: list[str] = field(default_factory=list)

    def add(self, expression: str) -> int:
        self.expressions.append(expression)
        return len(self.expressions) - 1


_FACETS: dict[str, Facet] = {
    f"{element.label}.{name}": facet for element in SCHEMA.elements for name, facet in facets_of(element).items()
}


class _Compiler:
    """One compilation: it numbers the variables of the statement."""

    def __init__(self) -> None:
        self._numbers: Iterator[int] = count()
        self.through = ""
        self.unpacks = False
        self._single: tuple[str, str] | None = None
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
            each = Way(f"UNWIND {FOUND} AS {ONE} WITH {ONE}[0] AS {node}, {ONE} WHERE true", scored=True)
            return self._shared(root, node, self._searched(root, node), each)
        query = self._all(root, node)
        wanted = {type(part) for part in root.page.parts}
        gathered = query.ways[0].gathered
        if root.filter is None or not (wanted & {Facets, Aggregate} or (Total in wanted and gathered)):
            return _statement(self._page(root.page, query))
        found = query.chosen(lambda way: f"COLLECT {{ {way.match} RETURN {node} }}")
        each = Way(f"UNWIND {FOUND} AS {node} WITH {node} WHERE true")
        return self._shared(root, node, found, each, None if gathered else query)

    def _shared(self, root: Many, node: str, found: str, each: Way, rows: ListQuery | None = None) -> Statement:
        """The statement of a page that counts the whole list in several parts: it is found once.

        ``found`` is an expression of the list, through which ``each`` goes. ``rows`` finds those of the page sooner,
        where something does.
        """
        keys = sort_keys(root.window, node, "")
        query = ListQuery(node, "", (each,), root.window, keys, total=f"size({FOUND})", shared=True, rows=rows)
        page = self._page(root.page, query)
        return _statement(page, " ".join((f"WITH {found} AS {FOUND}", *self._before, "")))

    def _searched(self, root: Many, node: str) -> str:
        """Of each element found a list: itself, and how well it fits."""
        passes = f" AND {predicate(root.filter, node, '', self._numbers)}" if root.filter else ""
        found = f"MATCH ({node}:{root.label}&Element {{id: id}}) WHERE {visible(node)}{passes}"
        return f"COLLECT {{ CALL () {{ {QUESTIONS['search'].statement} }} {found} RETURN [{node}, score] }}"

    def _one(self, root: One, node: str) -> Statement:
        self._single = node, root.label
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

        return Statement.of_one(_by_ids(root.parameter, node, array(parts)), decode)

    def _question_rows(self, root: QuestionRows) -> Statement:
        parts = []
        for selected in root.fields:
            match selected:
                case Constant():
                    parts.append(constant(selected))
                case Column():
                    parts.append(Part(selected.key, selected.name, column(selected)))
                case Elements():
                    parts.append(self._elements(selected))
        text = f"CALL () {{ {root.question.statement} }} RETURN {array(parts)}"
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

    def _all(self, root: Many, node: str) -> ListQuery:
        label, keys = root.label, sort_keys(root.window, node, "")
        whole = Way(f"MATCH ({node}:{label}) WHERE {_in_order(root.window, node)} AND {visible(node)}")
        if root.filter is None:
            total = f"COUNT {{ ({node}:{label}) }} - COUNT {{ ({node}:{label}) WHERE {node}.visibility IN $hidden }}"
            return ListQuery(node, "", (whole,), root.window, keys, total=total)
        found = anchors(root.filter, node, label, self._numbers)
        if not found:
            self.through = "" if scans(root.filter) else label
            return ListQuery(node, "", (self._passing(whole, root.filter, node),), root.window, keys)
        first, *others = found
        ways = [self._anchored(first, root.filter, node)]
        if first.few:
            sure = next((way for way in others if not way.few), None)
            by_index = self._anchored(sure, root.filter, node) if sure else self._passing(whole, root.filter, node)
            ways.append(by_index)
        passes = f"WHERE {visible(node)} AND {predicate(root.filter, node, '', self._numbers)}"
        walk = _walk(first.hub, label, root.window, node, passes) if first.hub else None
        return ListQuery(node, "", tuple(ways), root.window, keys, first.few, walk=walk)

    def _passing(self, way: Way, filter_: Filter | None, node: str) -> Way:
        passes = f" AND {predicate(filter_, node, '', self._numbers)}" if filter_ else ""
        return replace(way, match=f"{way.match}{passes}")

    def _anchored(self, anchor: Anchor, filter_: Filter, node: str) -> Way:
        """The way by an anchor, which asks for what that does not cover."""
        way = Way(f"{anchor.clauses} WHERE {visible(node)}", anchor.group, gathered=anchor.gathered)
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
        way = Way(f"MATCH {path}", once=f" AND {once}")
        total = f"COUNT {{ MATCH {path} RETURN DISTINCT {node} }}"
        keys, walk = (
            sort_keys(nested.window, node, edge),
            self._from_hub(parent, nested, node, f"{way.match}{way.once}"),
        )
        query = ListQuery(node, edge, (way,), nested.window, keys, total=total, walk=walk)
        return replace(self._page(nested.page, query), key=nested.key)

    def _from_hub(self, parent: str, nested: NestedList, node: str, passes: str) -> Walk | None:
        """The walk for a list of the one element that is asked for, where all that it leads to is of one type."""
        if not self._single or self._single[0] != parent:
            return None
        labels = nested.side.far(self._single[1])
        hub = f"WITH COUNT {{ ({parent}){nested.side.pattern('')}() }} AS degree"
        return _walk(hub, next(iter(labels)), nested.window, node, passes, parent) if len(labels) == 1 else None

    def _question_page(self, root: QuestionPage, node: str) -> Part:
        match = f"CALL () {{ {root.question.statement} }} MATCH ({node}:Element {{id: id}}) WHERE {visible(node)}"
        window = Window(root.size, context=root.context)
        # A question's order is its own; a cursor names the number of a row in it.
        keys = (Key("", f"${root.skip}"),)
        rows = f"{match} WITH * ORDER BY score DESC, id SKIP ${root.skip} LIMIT "
        return self._page(root.page, ListQuery(node, "", (Way(match),), window, keys), rows)

    def _page(self, selected: PageSelection, query: ListQuery, rows: str | None = None) -> Part:
        wire, takers, infos = _PageArray(), [], []
        lists = [self._list(part, query) for part in selected.parts if isinstance(part, Edges | Nodes)]
        fields = {f.name for p in selected.parts if isinstance(p, Info) for f in p.fields if isinstance(f, Column)}
        items = [*lists, cursor_of("", query)] if fields & {"startCursor", "endCursor"} else lists
        counted = bool(fields & {"hasNextPage", "hasPreviousPage"})
        alone = len(items) == 1 and items is lists
        item = items[0].expression if alone else array(items)
        size = f"${query.window.size}{' + 1' * counted}"
        clauses = f"{rows + size if rows else rows_of(query, size)} RETURN {item}"
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
                    takers.append((part.key, items_of(lists[slot], None if alone else slot)))
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
        self, query: ListQuery, wire: _PageArray, *, counted: bool, fields: set[str], keys: int | None
    ) -> PageSlots:
        window = query.window
        earlier = later = None
        if "hasPreviousPage" in fields and window.after:
            earlier = wire.add(beyond_exists(query, window.after, later=False))
        if "hasPreviousPage" in fields and not query.keys[0].expression:
            earlier = wire.add(f"{query.keys[0].wire} > 0")
        if "hasNextPage" in fields and window.before:
            later = wire.add(beyond_exists(query, window.before, later=True))
        size = wire.add(f"${window.size}") if counted else None
        return PageSlots(window.backward and bool(wire.expressions), size, keys, earlier, later)

    def _list(self, part: Edges | Nodes, query: ListQuery) -> Part:
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
                    fields.append(cursor_of(selected.key, query))
                case Distance():
                    fields.append(Part(selected.key, kilometres(query.window, node)))
                case Value() | Constant():
                    fields.append(plain(selected, query.edge))
        return Part(part.key, array(fields), object_(fields), objects(fields), tuple(fields))

    def _facets(self, part: Facets, query: ListQuery, wire: _PageArray) -> Decode:
        takers = []
        for selected in part.fields:
            if isinstance(selected, Constant):
                takers.append((selected.key, always(selected.value)))
            else:
                takers.append((selected.key, self._counts(selected, query, wire)))
        return lambda values: {key: take(values) for key, take in takers}

    def _counts(self, selected: Count, query: ListQuery, wire: _PageArray) -> Decode:
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
                    parts.append(constant(part))
                case Column():
                    parts.append(Part(part.key, "amount" if part.name == "count" else value))
        order = f"{value}.sortKey" if facet.target else value
        members = f"m{number}" if any(isinstance(part, Aggregate) for part in selected.fields) else ""
        amounts = _amounts(facet, query, value, f"v{number}", members)
        text = f"{amounts} ORDER BY amount DESC, {order} LIMIT ${selected.first}"
        if query.shared:
            self._before.append(f"CALL ({FOUND}) {{ {text} RETURN collect({array(parts)}) AS f{number} }}")
            slot = wire.add(f"f{number}")
        else:
            slot = wire.add(f"COLLECT {{ {text} RETURN {array(parts)} }}")
        decode_all = objects(parts)
        return lambda values: decode_all(values[slot])

    def _aggregate(self, selected: Aggregate, members: str) -> Part:
        """The numbers of elements; ``members`` is an expression of their list, or the variable of it."""
        all_ = f"g{next(self._numbers)}"
        parts = [constant(f) if isinstance(f, Constant) else summed_up(f, all_) for f in selected.fields]
        return Part(selected.key, let(all_, members, array(parts)), object_(parts))

    # ----------------------------------------------------------------------------------------------------- elements

    def _node(self, key: str, node: str, selection: ElementSelection) -> Part:
        first, *others = selection.branches
        if all(branch.fields == first.fields for branch in others):
            fields = self._fields(node, first.fields)
            return Part(key, array(fields), object_(fields), objects(fields), tuple(fields))
        # What several types share is read once, whatever the type; what a node does not have costs next to nothing.
        distinct: list[Field] = []
        for branch in selection.branches:
            distinct += (field for field in branch.fields if not isinstance(field, Constant) and field not in distinct)
        parts = self._fields(node, distinct)
        cases = " ".join(f"WHEN {node}:{branch.label} THEN {n}" for n, branch in enumerate(selection.branches))
        # What a row names elsewhere, by an id of another type, is none of these.
        made: dict[int | None, Decode] = {None: lambda _: None}
        made |= enumerate(picked(branch.fields, distinct, parts) for branch in selection.branches)
        whole = (0, *(position for position, part in enumerate(parts, 1) if ID.fullmatch(part.expression)))
        listed = array([Part("", f"CASE {cases} END"), *parts])
        return Part(key, listed, lambda values: made[values[0]](values), whole=whole)

    def _fields(self, node: str, fields: Sequence[Field]) -> list[Part]:
        return [self._field(node, selected) for selected in fields]

    def _field(self, node: str, selected: Field) -> Part:
        match selected:
            case NestedList():
                return self._nested(node, selected)
            case History():
                return self._history(node, selected)
        return plain(selected, node)

    def _history(self, node: str, selected: History) -> Part:
        self.unpacks = True
        selections = [self._node("", node, node_) for node_ in selected.nodes]
        limit, before = history.limit_of(selected.parts), f"${selected.before}"
        counted = expression(node, f"[{END.sequence}, {END.number}]", str(history.COUNTED + 1))
        expressions = (
            f"{node}.id",
            "$rank",
            f"${selected.size}",
            before,
            limit,
            expression(node, before, limit),
            array(selections),
            counted if selected.counted else "null",
        )
        decoders = [or_none(part.decode) for part in selections]
        return Part(selected.key, f"[{', '.join(expressions)}]", history.decoder(selected.fields, decoders))


def _in_order(window: Window, node: str) -> str:
    """A condition that holds for every element, and lets the planner read an index in the order of a list."""
    by = window.orders[0].by
    times = [f"{node}.{by.value}"] if by in (Order.CREATED, Order.UPDATED) else []
    return " AND ".join(f"{each} IS NOT NULL" for each in (*times, f"{node}.sortKey"))


def _walk(hub: str, label: str, window: Window, node: str, passes: str, given: str = "") -> Walk | None:
    """The walk through the elements of a type, if an index has them in the order of the list."""
    orders = [each.by for each in window.orders]
    if label not in SCHEMA.by_label or orders not in ([Order.NAME], [Order.CREATED], [Order.UPDATED]):
        return None
    return Walk(hub, label, f"MATCH ({node}:{label}) WHERE {_in_order(window, node)}", passes, given)


def _statement(page: Part, before: str = "") -> Statement:
    """The statement of a page; ``before`` binds what the page is about."""
    if plain := page.plain:
        make = objects(plain.parts)
        return Statement(before + plain.clauses, lambda row: next(iter(make(row)), None), partial(_listed, plain.key))
    return Statement.of_one(f"{before}RETURN {page.expression}", page.decode)


def _listed(key: str, rows: list[object]) -> dict[str, list[object]]:
    """The rows of a page but for those of what has no id, for plain Cypher has made it."""
    return {key: [row for row in rows if row is not None]}


def _by_ids(parameter: str, node: str, expression: str) -> str:
    found = f"OPTIONAL MATCH ({node}:{SCHEMA.element.label} {{id: ${parameter}[i]}}) WHERE {visible(node)}"
    rows = f"UNWIND range(0, size(${parameter}) - 1) AS i {found} WITH i, {node} ORDER BY i"
    return f"RETURN COLLECT {{ {rows} RETURN CASE WHEN {node} IS NOT NULL THEN {expression} END }}"


def _amounts(facet: Facet, query: ListQuery, value: str, over: str, members: str) -> str:
    """How many elements of a list share each ``value``; one that leads to it in several ways counts once.

    Neo4j takes no aggregation within a nested expression, so there each value is counted by itself. ``members`` is the
    variable of the elements themselves, where these are needed.
    """
    [way] = query.ways
    rows = f"{way.match} {facet.rows.format(n=query.node, v=over, t=value)}"
    kept = f", size({members}) AS amount, {members}" if members else ", amount"
    if not query.edge:
        each = f"collect(DISTINCT {query.node}) AS {members}" if members else f"count(DISTINCT {query.node}) AS amount"
        counted = f"WITH {value}, {each} WHERE {facet.counts(value)}"
        return f"{rows} {counted} WITH {value}{kept}"
    again = facet.rows.format(n=query.node, v=f"{over}a", t=f"{value}a")
    same = f"WITH {query.node}, {value}a WHERE {value}a = {value} RETURN DISTINCT {query.node}"
    distinct = f"{rows} WITH DISTINCT {value} WHERE {facet.counts(value)}"
    found = f"{way.match} {again} {same}"
    if members:
        return f"{distinct} WITH {value}, COLLECT {{ {found} }} AS {members} WITH {value}{kept}"
    return f"{distinct} WITH {value}, COUNT {{ {found} }} AS amount"


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
