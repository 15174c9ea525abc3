"""The picture of the model, an SVG derived from the schema. Pure; the same schema gives the same bytes.

The layout follows from who connects to whom: the trait that most connections lead from stands on the left, the type
that most other connections lead from on the right, what both lead to in a column between them. So every connection is
a straight line and none crosses another. A type that connects to everything stands below all others. What has no
place for a line is told in words.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from textwrap import wrap

from graph.derived.render import covering
from graph.model import ConnectionType, ElementType, Ends, Schema

MARGIN, PANEL, GAP, COLUMN = 36, 232, 216, 216
"""Widths in pixels: of the frame's margin, the two panels, the gaps for connections, the column between them."""

ROW, LINE, PAD, TITLE = 34, 16, 14, 26
"""Heights in pixels: of a connection, a line of small text, a box's padding, a box's title."""

LETTERS = 34
"""Letters of small text that fit into a panel."""

COLOURS = (("#2e7d4f", "#e9f5ee"), ("#b35900", "#fdf1e3"), ("#5b3fa0", "#f1edfa"), ("#1f5f99", "#e8f1fa"),
           ("#555555", "#f4f4f4"))  # fmt: skip
"""Line and ground of: the left panel, the right one, types with a trait, types without, what stands below."""

STYLE = """\
text { font-family: "Segoe UI", "Helvetica Neue", Arial, "DejaVu Sans", sans-serif; fill: #222; font-size: 12px }
.title { font-size: 16px; font-weight: 600 } .trait { font-size: 16px; font-style: italic } .small { fill: #555 }
.mark { fill: #555; font-style: italic }
.type { font-family: "DejaVu Sans Mono", Menlo, Consolas, monospace; font-size: 12px; font-weight: 600 }
"""


@dataclass(frozen=True, slots=True)
class Arrow:
    """A connection between two different places of the picture; ``forth`` when it leads rightwards."""

    connection: ConnectionType
    sources: str
    forth: bool


@dataclass
class Box:
    """A type in the middle column: its connections to the left and right panel, and those it has with itself."""

    element: ElementType
    left: list[Arrow] = field(default_factory=list)
    right: list[Arrow] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def texts(self) -> list[str]:
        """Lines of small text."""
        return _property_lines(self.element)

    @property
    def height(self) -> int:
        """As high as its text and its connections need."""
        inside = TITLE + PAD + LINE * (len(self.texts) + len(self.notes)) + bool(self.notes) * PAD // 2
        return max(inside, ROW * max(len(self.left), len(self.right)) + PAD)


def svg(schema: Schema) -> str:
    """The picture as SVG."""
    return _Picture(schema).draw()


class _Plan:
    """Which type stands where, and which connection is drawn how."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self.bottom = [e for e in schema.elements if any(self.leads_everywhere(c, e) for c in schema.connections)]
        traits = [trait for trait in schema.traits if trait is not schema.element]
        self.trait = max(traits, key=lambda trait: self._leaving(schema.carriers(trait.label)))
        self.left = schema.carriers(self.trait.label)
        others = [e for e in schema.elements if e not in self.left and e not in self.bottom]
        self.hub = max(others, key=lambda element: self._leaving((element,)))
        self.boxes = {e.label: Box(e) for e in others if e is not self.hub}
        self.across: list[Arrow] = []
        self.within: dict[str, list[str]] = defaultdict(list)
        self.down: list[tuple[ConnectionType, str, str]] = []
        for connection in schema.connections:
            for ends in connection.ends:
                self._place(connection, ends)
        self._neighbours()

    def leads_everywhere(self, connection: ConnectionType, element: ElementType) -> bool:
        """Whether a connection leads from this type to every other one."""
        return any(set(e.targets) == set(self.schema.elements) and element in e.sources for e in connection.ends)

    def _leaving(self, elements: Iterable[ElementType]) -> int:
        wanted = set(elements)
        return sum(any(wanted & set(ends.sources) for ends in c.ends) for c in self.schema.connections)

    def _zone(self, element: ElementType) -> str:
        if element in self.left:
            return "left"
        return "right" if element is self.hub else "below" if element in self.bottom else element.label

    def _zones(self, elements: Iterable[ElementType]) -> dict[str, list[ElementType]]:
        found: dict[str, list[ElementType]] = defaultdict(list)
        for element in elements:
            found[self._zone(element)].append(element)
        return found

    def _place(self, connection: ConnectionType, ends: Ends) -> None:
        if set(ends.targets) == set(self.schema.elements):
            return
        for near, sources in self._zones(ends.sources).items():
            for far, targets in self._zones(ends.targets).items():
                self._draw(connection, near, sources, far, targets)

    def _draw(
        self, connection: ConnectionType, near: str, sources: list[ElementType], far: str, targets: list[ElementType]
    ) -> None:
        said = "" if self._whole(sources) else " / ".join(covering(self.schema, sources))
        if near == far:
            self._note(connection, near, sources, targets)
        elif {near, far} == {"left", "right"}:
            self.across.append(Arrow(connection, said, near == "left"))
        elif far in self.boxes and near in ("left", "right"):
            side = self.boxes[far].left if near == "left" else self.boxes[far].right
            side.append(Arrow(connection, said, near == "left"))
        elif near in self.boxes and far in ("left", "right"):
            side = self.boxes[near].left if far == "left" else self.boxes[near].right
            side.append(Arrow(connection, "", far == "right"))
        elif near in self.boxes and far in self.boxes:
            self.down.append((connection, near, far))
        else:
            self._note(connection, "below", sources, targets)

    def _whole(self, sources: list[ElementType]) -> bool:
        return set(sources) == set(self.left) or (len(sources) == 1 and sources[0] not in self.left)

    def _note(
        self, connection: ConnectionType, zone: str, sources: list[ElementType], targets: list[ElementType]
    ) -> None:
        if zone in self.boxes:
            self.boxes[zone].notes.append(connection.type)
            return
        start, end = (" / ".join(covering(self.schema, side)) for side in (sources, targets))
        self.within[zone] += [connection.type, f"{start} {'–' if connection.mutual else '→'} {end}"]

    def _neighbours(self) -> None:
        """Put boxes that are connected next to each other; where that fails, a note in the first says it."""
        order = list(self.boxes)
        for _, near, far in self.down:
            order.remove(near)
            order.insert(order.index(far), near)
        self.boxes = {label: self.boxes[label] for label in order}
        for connection, near, far in list(self.down):
            if abs(order.index(near) - order.index(far)) != 1:
                self.boxes[near].notes.append(f"{connection.type} → {far}")
                self.down.remove((connection, near, far))


class _Picture:
    """The plan in pixels."""

    def __init__(self, schema: Schema) -> None:
        self._plan = _Plan(schema)
        self._x = (MARGIN + PAD, MARGIN + PAD + PANEL + GAP, MARGIN + PAD + PANEL + GAP + COLUMN + GAP)
        self._width = self._x[2] + PANEL + PAD + MARGIN

    @cached_property
    def _top(self) -> int:
        return MARGIN + TITLE + PAD

    @cached_property
    def _tops(self) -> dict[str, int]:
        """Where each box of the middle column begins."""
        y, found = self._top + ROW * len(self._plan.across) + PAD, {}
        downward = {frozenset((near, far)) for _, near, far in self._plan.down}
        order = list(self._plan.boxes)
        for label, following in zip(order, [*order[1:], ""], strict=True):
            found[label] = y
            y += self._plan.boxes[label].height + (ROW if frozenset((label, following)) in downward else PAD)
        return found

    @cached_property
    def _panel_height(self) -> int:
        ends = [top + self._plan.boxes[label].height for label, top in self._tops.items()]
        inside = TITLE + sum(self._inner_height(e) + PAD for e in self._plan.left if e.parent not in self._plan.left)
        notes = LINE * len(self._plan.within["left"])
        return max([*(end - self._top for end in ends), inside + notes + PAD])

    def draw(self) -> str:
        """The whole picture."""
        bottom = self._top + self._panel_height + PAD
        height = (
            bottom
            + PAD
            + MARGIN // 2
            + max(len(self._plan.bottom) * (TITLE + 2 * PAD), len(self._plan.within["below"]) * LINE + PAD)
        )
        parts = [
            _root(self._width, height),
            '<title id="title">Element types and connections of the model</title>',
            f"<style>{STYLE}</style>",
            f'<rect width="{self._width}" height="{height}" fill="#ffffff"/>',
            *self._frame(height),
            *self._left(),
            *self._right(),
            *self._across(),
            *(line for label in self._plan.boxes for line in self._box(label)),
            *(line for entry in self._plan.down for line in self._down(*entry)),
            *self._below(bottom),
            "</svg>",
        ]
        return "\n".join(parts) + "\n"

    def _frame(self, height: int) -> Iterator[str]:
        """The dashed frame around everything: the trait of all elements."""
        half = MARGIN // 2
        yield (
            f'<rect x="{half}" y="{half}" width="{self._width - MARGIN}" height="{height - MARGIN}" rx="10" '
            'fill="none" stroke="#999999" stroke-dasharray="6 5"/>'
        )
        yield _text(half + PAD, half + TITLE - 4, self._plan.schema.element.label, "trait")

    def _left(self) -> Iterator[str]:
        x, y = self._x[0], self._top
        yield _rect(x, y, PANEL, self._panel_height, COLOURS[0], self._plan.trait.doc.en)
        yield _text(x + PAD, y + TITLE - 6, self._plan.trait.label, "trait")
        y += TITLE + PAD // 2
        for element in self._plan.left:
            if element.parent not in self._plan.left:
                yield from self._inner(element, x + PAD, y, PANEL - 2 * PAD)
                y += self._inner_height(element) + PAD
        yield from self._notes(x + PAD, y + PAD - 4, self._plan.within["left"])

    def _inner(self, element: ElementType, x: int, y: int, width: int) -> Iterator[str]:
        ground = "#ffffff" if element.parent is None else COLOURS[0][1]
        yield _rect(x, y, width, self._inner_height(element), (COLOURS[0][0], ground), element.doc.en)
        yield from _titled(element, x + PAD, y, _property_lines(element))
        y += _own_height(element)
        for child in self._children(element):
            yield from self._inner(child, x + PAD // 2, y, width - PAD)
            y += self._inner_height(child) + PAD // 2

    def _inner_height(self, element: ElementType) -> int:
        """The height of a box in the left panel with the boxes inside it."""
        children = self._children(element)
        return _own_height(element) + sum(self._inner_height(child) + PAD // 2 for child in children)

    def _children(self, element: ElementType) -> list[ElementType]:
        return [child for child in self._plan.left if child.parent is element]

    def _notes(self, x: int, y: int, notes: list[str]) -> Iterator[str]:
        for number, note in enumerate(notes):
            yield _text(x, y + LINE * number, note, "small" if number % 2 else "type")

    def _right(self) -> Iterator[str]:
        x, element = self._x[2], self._plan.hub
        yield _rect(x, self._top, PANEL, self._panel_height, COLOURS[1], element.doc.en)
        texts = _property_lines(element)
        yield from _titled(element, x + PAD, self._top, texts)
        yield from self._notes(x + PAD, self._top + TITLE + PAD + LINE * (len(texts) + 1), self._plan.within["right"])

    def _across(self) -> Iterator[str]:
        for number, arrow in enumerate(self._plan.across):
            y = self._top + ROW * number + ROW // 2 + PAD // 2
            yield from _arrow(arrow, self._x[0] + PANEL, self._x[2], y, COLOURS[0 if arrow.forth else 1][0])

    def _box(self, label: str) -> Iterator[str]:
        box, x, y = self._plan.boxes[label], self._x[1], self._tops[label]
        colours = COLOURS[2 if box.element.traits else 3]
        yield _rect(x, y, COLUMN, box.height, colours, box.element.doc.en)
        yield from _titled(box.element, x + PAD, y, box.texts)
        traits = ", ".join(trait.label for trait in box.element.traits)
        yield _text(x + COLUMN - PAD, y + TITLE - 5, traits, "mark", "end")
        base = y + TITLE + LINE * len(box.texts) + 17
        for number, note in enumerate(box.notes):
            yield _text(x + PAD, base + LINE * number, f"↻ {note}", "type")
        for arrows, start, end, colour in (
            (box.left, self._x[0] + PANEL, x, COLOURS[0][0]),
            (box.right, x + COLUMN, self._x[2], COLOURS[1][0]),
        ):
            first = y + (box.height - ROW * len(arrows)) // 2 + ROW // 2 + 5
            for number, arrow in enumerate(arrows):
                yield from _arrow(arrow, start, end, first + ROW * number, colour)

    def _down(self, connection: ConnectionType, near: str, far: str) -> Iterator[str]:
        x = self._x[1] + COLUMN // 2
        above, below = sorted((near, far), key=self._tops.__getitem__)
        ends = self._tops[above] + self._plan.boxes[above].height, self._tops[below]
        start, end = ends if above == near else ends[::-1]
        yield _line(x, start, x, end, COLOURS[3][0])
        yield _text(x + 10, sum(ends) // 2 + 4, connection.type, "type")

    def _below(self, y: int) -> Iterator[str]:
        """The types that connect to everything: each with an arrow to the frame that stands for all elements."""
        yield from self._notes(self._x[0], y + 2 * PAD, self._plan.within["below"])
        for number, element in enumerate(self._plan.bottom):
            x, top = self._x[1], y + PAD + number * (TITLE + 2 * PAD)
            yield _rect(x, top, COLUMN, TITLE + PAD, COLOURS[4], element.doc.en)
            yield _text(x + PAD, top + TITLE, element.label, "title")
            types = ", ".join(c.type for c in self._plan.schema.connections if self._plan.leads_everywhere(c, element))
            start, end = x + COLUMN, self._width - MARGIN // 2
            yield _line(start, top + TITLE - 5, end, top + TITLE - 5, COLOURS[4][0])
            yield _text((start + end) // 2, top + TITLE - 11, types, "type", "middle")
            yield _text((start + end) // 2, top + TITLE + 10, "every element", "small", "middle")


def _root(width: int, height: int) -> str:
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-labelledby="title">'


def _own_height(element: ElementType) -> int:
    return TITLE + PAD + LINE * len(_property_lines(element))


def _property_lines(element: ElementType) -> list[str]:
    """The names of a type's own properties, in lines that fit."""
    return wrap(", ".join(declared.name for declared in element.properties), LETTERS - 6)


def _titled(element: ElementType, x: int, y: int, texts: list[str]) -> Iterator[str]:
    yield _text(x, y + TITLE - 5, element.label, "title")
    for number, text in enumerate(texts):
        yield _text(x, y + TITLE + 12 + LINE * number, text, "small")


def _rect(x: int, y: int, width: int, height: int, colours: tuple[str, str], doc: str) -> str:
    line, ground = colours
    return (
        f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="8" fill="{ground}" stroke="{line}" '
        f'stroke-width="1.5"><title>{escape(doc)}</title></rect>'
    )


def _text(x: int, y: int, text: str, style: str, anchor: str = "start") -> str:
    return f'<text x="{x}" y="{y}" class="{style}" text-anchor="{anchor}">{escape(text)}</text>'


def _arrow(arrow: Arrow, left: int, right: int, y: int, colour: str) -> Iterator[str]:
    """A level connection with its type above it and, on its beginning, the types it is narrowed to."""
    start, end = (left, right) if arrow.forth else (right, left)
    yield _line(start, y, end, y, colour, arrow.connection.doc.en)
    yield _text((left + right) // 2 + (20 if arrow.sources else 0), y - 6, arrow.connection.type, "type", "middle")
    if arrow.sources:
        width = 7 * len(arrow.sources) + 14
        x = left + 8 if arrow.forth else right - 8 - width
        yield f'<rect x="{x}" y="{y - 9}" width="{width}" height="18" rx="9" fill="#ffffff" stroke="{colour}"/>'
        yield _text(x + width // 2, y + 4, arrow.sources, "small", "middle")


def _line(x1: int, y1: int, x2: int, y2: int, colour: str, doc: str = "") -> str:
    """A line with a head at its end."""
    across, along = (y2 > y1) - (y2 < y1), (x2 > x1) - (x2 < x1)
    base_x, base_y = x2 - 9 * along, y2 - 9 * across
    head = f"{x2},{y2} {base_x - 5 * across},{base_y - 5 * along} {base_x + 5 * across},{base_y + 5 * along}"
    title = f"<title>{escape(doc)}</title>" if doc else ""
    return (
        f'<g stroke="{colour}" fill="{colour}">{title}<line x1="{x1}" y1="{y1}" x2="{base_x}" y2="{base_y}" '
        f'stroke-width="1.5"/><polygon points="{head}"/></g>'
    )
