"""Pictures of documents, as SVG: the same data give the same bytes. Texts are fitted by their number of letters."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

FOLDER = Path(__file__).parent

WIDTH, NARROW = 760, 340
"""Of the network and of the charts, in pixels: these are read on a phone as they are."""

ROW, HEAD = 25, 30
"""Heights in pixels: of an entry of the network, and of the headings above."""

LEFT, BOX, RIGHT = 208, (262, 480), 532
"""Where topics end, activities begin and end, and partners begin."""

LETTERS = 30
"""Of an entry's name that fit."""

YEARS = 30
"""Years that are shown at most, the latest."""

_ENVIRONMENT = Environment(
    loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)


@dataclass(frozen=True, slots=True)
class Entry:
    """Something in a column of the network: its name, where its middle stands, and whether it is no real one."""

    name: str
    y: float
    plain: bool = False

    @property
    def short(self) -> str:
        """The name as it fits."""
        return self.name if len(self.name) <= LETTERS else self.name[: LETTERS - 1].rstrip() + "…"


@dataclass(frozen=True, slots=True)
class Pair:
    """A figure of two that are compared, with how they are written."""

    label: str
    own: float
    other: float
    own_text: str
    other_text: str


def network(
    columns: tuple[str, str, str],
    topics: Mapping[str, str],
    activities: Mapping[str, str],
    partners: Mapping[str, str],
    pairs: Iterable[tuple[str, str]],
    plain: str | None = None,
) -> str:
    """Topics, activities and partners in columns with these headings, each by id; ``pairs`` join an activity to others.

    Topics and partners stand as near as they can to what they are joined to. ``plain`` is the activity that is none.
    """
    pairs = list(pairs)
    middle = list(activities)
    height = HEAD + ROW * max(len(topics), len(activities), len(partners), 1)
    place = {id_: number for number, id_ in enumerate(middle)}

    def nearest(ids: Iterable[str]) -> list[str]:
        return sorted(ids, key=lambda id_: fmean([place[a] for a, other in pairs if other == id_] or [0]))

    names = {**topics, **activities, **partners}
    entries: dict[str, Entry] = {}
    for ids in (nearest(topics), middle, nearest(partners)):
        top = HEAD + (height - HEAD - ROW * len(ids)) / 2 + ROW / 2
        entries |= {id_: Entry(names[id_], top + ROW * row, id_ == plain) for row, id_ in enumerate(ids)}
    return _drawn(
        "network.svg.jinja",
        width=WIDTH,
        height=height,
        columns=columns,
        left=[entries[id_] for id_ in topics],
        middle=[entries[id_] for id_ in activities],
        right=[entries[id_] for id_ in partners],
        to_left=[(entries[a].y, entries[o].y) for a, o in pairs if o in topics],
        to_right=[(entries[a].y, entries[o].y) for a, o in pairs if o in partners],
        ends=(LEFT, *BOX, RIGHT),
    )


def comparison(names: tuple[str, str], pairs: Sequence[Pair]) -> str:
    """Two bars for each figure, on one scale: the one that it is about, and what it is compared with."""
    most = max([1.0, *(max(pair.own, pair.other) for pair in pairs)])
    return _drawn(
        "comparison.svg.jinja",
        width=NARROW,
        names=names,
        pairs=pairs,
        scale=(NARROW - 50) / most,
        height=46 + 74 * len(pairs),
    )


def years(counts: Mapping[int, int]) -> str:
    """A column for each year from the first to the last."""
    last = max(counts)
    first = max(min(counts), last - YEARS + 1)
    most = max(counts[year] for year in counts if year >= first)
    columns = [(year, counts.get(year, 0)) for year in range(first, last + 1)]
    step = min((NARROW - 20) / len(columns), 60)
    scale = min(90 / most, 28)
    return _drawn("years.svg.jinja", width=NARROW, columns=columns, step=step, scale=scale, ground=20 + most * scale)


def _drawn(template: str, **values: Any) -> str:
    return _ENVIRONMENT.get_template(template).render(**values)
