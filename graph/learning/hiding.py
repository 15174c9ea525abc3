"""Hiding activities with all that restates them, so that no answer tells what is asked for."""

from dataclasses import replace

import numpy as np
import scipy.sparse

from graph.network.network import Network
from graph.network.tables import LABEL, LINK, Flags, Floats, Ints, Tables

STANDING = {"WORKS_ON": "ABOUT", "SERVES": "FOR", "OFFERS": "NEEDS"}
"""Standing connections of allies, each with the connection by which an activity says the same."""

RESTATING = (*STANDING, "PARTNERS_WITH")
"""Connections that may restate an activity."""

Pairs = scipy.sparse.csr_matrix[np.float64]


def remaining(tables: Tables, hidden: Flags, chosen: Flags) -> Network:
    """The network without hidden elements, without chosen activities, and without what only restates these."""
    restating, elsewhere = restatements(tables, chosen, hidden | chosen)
    return Network(without(tables, restating & ~elsewhere), hidden | chosen)


def without(tables: Tables, links: Flags) -> Tables:
    """The tables without some connections."""
    kept = {name: getattr(tables, name)[~links] for name in ("link", "source", "target", "informed", "begun", "ended")}
    return replace(tables, **kept)


def restatements(tables: Tables, chosen: Flags, hidden: Flags) -> tuple[Flags, Flags]:
    """Which connections say what an activity that is chosen says, and which say what one that is shown does.

    A standing interest says the same as an activity of its ally on the topic, a group served as one for the group, a
    partnership as one of both. What is offered says the same as any activity of the ally: it is what it came with.
    """
    gone, shown = _attendance(tables, chosen), _attendance(tables, ~hidden)
    restating, elsewhere = (_said(tables, attendance) for attendance in (gone, shown))
    return restating, elsewhere


def _attendance(tables: Tables, activities: Flags) -> Pairs:
    """Which ally is in which of these activities, both by row."""
    joined = np.isin(tables.link, [LINK["RUNS"], LINK["TAKES_PART_IN"]])
    joined &= activities[tables.target] & (tables.label[tables.target] == LABEL["Activity"])
    return _pairs(tables, np.flatnonzero(joined))


def _pairs(tables: Tables, links: Ints) -> Pairs:
    size = len(tables.ids)
    ends = tables.source[links], tables.target[links]
    return scipy.sparse.csr_matrix((np.ones(len(links)), ends), (size, size))


def _said(tables: Tables, attendance: Pairs) -> Flags:
    """Which standing connections and partnerships follow from attending activities."""
    said = np.zeros(len(tables.link), np.bool_)
    for standing, of_activity in STANDING.items():
        links = np.flatnonzero(tables.link == LINK[standing])
        terms = attendance @ _pairs(tables, np.flatnonzero(tables.link == LINK[of_activity]))
        said[links] = _at(terms, tables.source[links], tables.target[links]) > 0
    offers = np.flatnonzero(tables.link == LINK["OFFERS"])
    said[offers] = np.diff(attendance.indptr)[tables.source[offers]] > 0
    ties = np.flatnonzero(tables.link == LINK["PARTNERS_WITH"])
    common = attendance[tables.source[ties]].multiply(attendance[tables.target[ties]])
    said[ties] = np.asarray(common.sum(axis=1)).ravel() > 0
    return said


def _at(matrix: Pairs, rows: Ints, columns: Ints) -> Floats:
    # Of no entries SciPy makes a matrix.
    return np.asarray(matrix[rows, columns], np.float64).ravel() if len(rows) else np.zeros(0)
