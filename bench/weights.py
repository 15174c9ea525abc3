"""``python -m bench.weights``: learn the weights that are shipped, and measure what they are worth on other maps.

``learn DATA`` writes ``graph/ranking/shipped.py`` from all projects of :mod:`bench.interreg`. ``measure DATA`` learns
weights from the programmes of one half and measures them on those of the other, and the other way round: what is told
of them comes from activities that they were not learned from. It cuts each half to a few activities, as on a map that
has just begun.
"""

import argparse
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from bench import interreg
from graph.access import PRIVATE, PUBLIC, VISIBILITIES
from graph.learning import fit as fitting
from graph.learning.logit import FREE, LEARNED, coefficients
from graph.learning.samples import Drawing, Sample, samples, without_chosen
from graph.learning.splits import Hiding, hidden_at_random, hidden_latest, hideable, tables_of
from graph.network.network import Network
from graph.network.tables import Floats, Tables
from graph.ranking import shipped
from graph.ranking.features import FEATURES, NAMES, SIGNALS, STRATEGIC
from graph.ranking.model import JUDGED, Formula, Model, formula_of
from graph.ranking.shipped import ShippedFormula

FIXED = ("near.place", "near.town", "near.district", "near.region")
"""Coefficients that are just what judgement says: who is near and has nothing to do with the topic comes after those who
have."""

BUSY = ("area.partners", "area.kind", "area.topic", "area.recent", "area.second", "topic.akin")
"""Features that tell who is busy around the asker, or on anything at all: on a small map always the same few, so that
they are not learned. Nor are those that may count against somebody."""

BUSY_TOWNS = ("area.places",)
"""What tells which towns are busy: of those with connections it is learned, for whom it was better on maps of every size."""

CONTINENTAL = ("near.country", "near.order")
"""Features of nearness on the scale of a continent: within one country they tell everybody near."""

CUTS = (10, 30, 60, 100)
"""Activities of a map that has just begun."""

SPLITS = {
    **{f"random {seed}": partial(hidden_at_random, share=0.2, seed=seed) for seed in (11, 12, 13)},
    **{f"latest {share:.0%}": partial(hidden_latest, share=share) for share in (0.2, 0.35)},
}


def carried(learned_from: Sequence[Sample], *, newcomer: bool) -> ShippedFormula:
    """The formula that other maps begin with, from samples of one sort of askers.

    A signal has its full value where the evidence is the most that a right answer had.
    """
    judged = np.array([JUDGED.get(name, 0.0) for name in NAMES])
    left_out = (*FIXED, *BUSY, *CONTINENTAL, *(BUSY_TOWNS if newcomer else ()))
    carries = LEARNED & ~FREE & ~np.isin(NAMES, left_out)
    found = coefficients(learned_from, judged, judged, carries)
    right = np.concatenate([sample.features[sample.right] for sample in learned_from])
    high = {}
    for signal in SIGNALS:
        own = np.array([feature.signal == signal for feature in FEATURES])
        if signal not in STRATEGIC and (most := max((right[:, own] @ found[own]).max(), judged[own].sum())) > 0:
            high[signal] = round(float(most), 3)
    return {"coefficients": _named(found), "high": high}


def _named(values: Floats) -> dict[str, float]:
    return {name: round(float(value), 3) for name, value in zip(NAMES, values, strict=True) if round(value, 3)}


def both(tables: Tables) -> tuple[ShippedFormula, ShippedFormula]:
    """The formulas for askers with connections and for those without, learned from a map."""
    asked = fitting.inner_samples(Network(tables), registered=False, progress=lambda *_: None)
    connected, newcomer = (
        carried([one for one in asked if one.newcomer == new], newcomer=new) for new in (False, True)
    )
    return connected, newcomer


# ----------------------------------------------------------------------------------------------------------------- learn


def written(connected: ShippedFormula, newcomer: ShippedFormula) -> str:
    """The module with the formulas."""
    head = Path(shipped.__file__).read_text(encoding="utf-8").partition("CONNECTED:")[0]
    return (
        f"{head}CONNECTED: ShippedFormula = {_literal(connected)}\n\nNEWCOMER: ShippedFormula = {_literal(newcomer)}\n"
    )


def _literal(formula: ShippedFormula) -> str:
    parts = ("coefficients", formula["coefficients"]), ("high", formula["high"])
    return "{\n" + "".join(f'    "{name}": {{\n{_entries(values)}    }},\n' for name, values in parts) + "}"


def _entries(values: dict[str, float]) -> str:
    return "".join(f'        "{name}": {value},\n' for name, value in values.items())


# --------------------------------------------------------------------------------------------------------------- measure


@dataclass(frozen=True)
class Row:
    """MRR of one sort of askers on one map, and how many questions it was measured on."""

    split: str
    cut: int | None
    newcomer: bool
    questions: int
    shipped: float
    served: float
    full: float


def measured(learned_from: Tables, asked: Tables) -> Iterator[Row]:
    """What weights of one map are worth on another, whole and cut.

    ``served`` is what a service on the cut map answers by: fitted where that was better, else shipped. ``full`` is
    fitted to all that the split leaves, and asked on the same cut map.
    """
    connected, newcomer = both(learned_from)
    model = Model(formula_of(connected), formula_of(newcomer))
    whole = Network(asked)
    for name, choose in SPLITS.items():
        hiding = choose(whole)
        full = fitting.learned(without_chosen(whole, hiding), registered=False, progress=lambda *_: None, shipped=model)
        for count in (None, *CUTS):
            cut = whole if count is None else _cut(whole, hiding, count)
            if cut is None:
                continue
            left = without_chosen(cut, hiding)
            questions = list(samples(cut, hiding, Drawing(7, fitting.HELD, fitting.HELD, leaves=True)))
            served = full if count is None else _served(left, model)
            for new in (False, True):
                own = [sample for sample in questions if sample.newcomer == new]
                if own:
                    figures = (_mrr(own, one.formula(newcomer=new)) for one in (model, served, full))
                    yield Row(name, count, new, len(own), *figures)


def _served(left: Network, shipped_model: Model) -> Model:
    """The model of a service on a map."""
    # Those whom only the questions bring are not there before: as candidates they would tell who is about to come.
    hidden = ~left.shown
    hidden[left.node[left.degree == 0]] = True
    left = Network(left.tables, hidden)
    try:
        return fitting.fit(_shown(left), shipped=shipped_model)[0]
    except fitting.TooSmall:
        return shipped_model


def _mrr(asked: Iterable[Sample], formula: Formula) -> float:
    return float(np.mean([fitting.figures_of(fitting.sums(sample, formula), sample)[0] for sample in asked]))


def _cut(whole: Network, hiding: Hiding, count: int) -> Network | None:
    """A map with so many activities beside those to ask about, and only who is in any of them; None of a smaller one."""
    usable = hideable(whole)
    usable = usable[(whole.attendance[whole.meeting[usable]] >= 2) & (whole.about.size[usable] > 0)]
    usable = usable[~(hiding.asked | hiding.unasked)[usable]]
    if len(usable) < count:
        return None
    kept = hiding.asked.copy()
    kept[np.random.default_rng(1).choice(usable, count, replace=False)] = True
    hidden = np.zeros(len(kept), np.bool_)
    hidden[hideable(whole)] = True
    hidden &= ~kept
    there = Network(whole.tables, hidden)
    hidden[there.node[there.degree == 0]] = True
    return Network(whole.tables, hidden)


def _shown(network: Network) -> Tables:
    """The tables of a network, as public alone is fitted to."""
    visibility = np.where(network.shown, VISIBILITIES.index(PUBLIC), VISIBILITIES.index(PRIVATE)).astype(np.int8)
    return replace(network.tables, visibility=visibility)


def _told(rows: Sequence[Row]) -> Table:
    """MRR by cut and sort of askers: the mean over splits and halves, and in how many of them the served was worse."""
    table = Table(
        "activities", "askers", "questions", "shipped", "served", "full fit", "shipped / full", "served worse"
    )
    for place, activities in enumerate((None, *CUTS)):
        for newcomer in (False, True):
            own = [row for row in rows if row.newcomer == newcomer and row.cut == activities]
            if own:
                weight = np.array([row.questions for row in own])
                means = [np.average([getattr(row, name) for row in own], weights=weight) for name in _FIGURES]
                worse = sum(row.served < row.shipped for row in own)
                table.add_row(
                    "all" if place == 0 else str(activities),
                    "newcomers" if newcomer else "connected",
                    str(weight.sum()),
                    *(f"{mean:.3f}" for mean in means),
                    f"{means[0] / means[2]:.2f}",
                    f"{worse} of {len(own)}",
                )
    return table


_FIGURES = ("shipped", "served", "full")


def main() -> None:
    """Learn, or measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("learn", "measure"))
    parser.add_argument("data", type=Path, help="folder with the CSV files")
    given = parser.parse_args()
    halves = interreg.halves(given.data)
    if given.what == "learn":
        all_ = [*halves[0], *halves[1]]
        Path(shipped.__file__).write_text(written(*both(tables_of(interreg.lines(given.data, all_)))), encoding="utf-8")
        return
    one, other = (tables_of(interreg.lines(given.data, half)) for half in halves)
    rows = []
    for row in chain(measured(one, other), measured(other, one)):
        Console(stderr=True).print(row)
        rows.append(row)
    Console().print(_told(rows))


if __name__ == "__main__":
    main()
