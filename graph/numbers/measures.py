"""Metrics of the network of allies: how visible each one is in it. Pure; the same network gives the same metrics.

Two allies are tied when they run or take part in the same activity, are partners, one was founded by the other, or one
is a community of which the other is a member: these are the present partners of the ranking. What is only proposed or
over ties nobody, and nor does an activity of more than :data:`CROWD`. Closed libraries and allies without any tie are left out.
"""

from dataclasses import dataclass

import numpy as np
import scipy.sparse
from graspologic_native import leiden
from numpy.typing import NDArray

from graph.errors import SpojenciError
from graph.network.network import Network
from graph.network.tables import LABEL, Floats, Ints, Tables

CROWD = 1000
"""Greatest number of allies in one activity that know each other."""

MOST = 20_000_000
"""Greatest number of pairs of allies in the same activity; beyond, measuring would take hours and gigabytes."""

WORK = 2e9
"""Ties walked for the betweenness, which bounds the number of starting points."""

FEWEST = 256
"""Least number of starting points, or all allies."""

CELLS = 2_000_000
"""Cells of one dense block, which bounds the memory."""

SEED = 0
"""Seed of drawn starting points and of the Leiden method, so that a network always has the same metrics."""

Matrix = scipy.sparse.csr_matrix[np.float64]


@dataclass(frozen=True)
class Ties:
    """The network that is measured: ids of allies, who is tied to whom, who is a library.

    ``libraries`` counts the open public libraries, those without a tie too.
    """

    ids: list[str]
    matrix: Matrix
    library: NDArray[np.bool_]
    libraries: int


@dataclass(frozen=True)
class NetworkMetrics:
    """Metrics of each ally, in the order of ``Ties.ids``; NaN and -1 mean that there is none.

    ``degree``: its ties. ``betweenness``: Freeman's, normalised: the share of shortest paths between others that lead
    over it, from 0 to 1. ``reach``: allies within two steps. ``density``: of the ties that its neighbours could have
    among themselves, the share that there are. ``strongest``: in its community, the one with most ties; communities are
    those that the Leiden method finds (Traag, Waltman, van Eck 2019). ``rank``: among
    libraries by degree, 1 for most. ``percentile``: the share of the other libraries that have fewer ties.
    """

    degree: Ints
    betweenness: Floats
    reach: Ints
    density: Floats
    strongest: Ints
    community_size: Ints
    rank: Ints
    percentile: Floats
    estimated: bool


class TooLarge(SpojenciError):
    """The network has too many ties for its metrics to be computed."""

    code = "TOO_LARGE"


def ties(tables: Tables) -> Ties:
    """The network of what everybody may see; nothing else has any influence on it.

    Raises
    ------
    TooLarge
        Before memory is spent on it.
    """
    network = Network(tables, tables.restricted)
    crowds = network.attendance[network.meetings.close & (network.attendance <= CROWD)]
    if (pairs := int((crowds.astype(np.int64) ** 2).sum())) > MOST:
        raise TooLarge(
            f"the network has up to {pairs:,} pairs of allies in the same activity; at most {MOST:,} are measured"
        )
    matrix = _matrix(network)
    tied = np.flatnonzero(matrix.getnnz(axis=1))
    library = network.tables.label[network.node] == LABEL["Library"]
    ids = [tables.ids[row] for row in network.node[tied]]
    libraries = int((library & network.open).sum())
    return Ties(ids, matrix[tied][:, tied], library[tied], libraries)


def _matrix(network: Network) -> Matrix:
    """1 where two allies are tied; symmetric, with an empty diagonal."""
    attends = network.attends
    seat = np.repeat(np.arange(network.size), attends.size)
    here = network.open[seat] & network.going_on[0]
    meetings = network.meetings
    known = meetings.close & (network.attendance <= CROWD)
    together = here & known[attends.column]
    width = len(meetings.node)
    joined = _ones(seat[together], attends.column[together], (network.size, width))
    member = here & ~meetings.close[attends.column]
    community = network.ally[meetings.node[attends.column[member]]]
    belongs = _ones(seat[member], community, (network.size, network.size))
    found = scipy.sparse.csr_matrix(joined @ joined.T + belongs + belongs.T)
    found.setdiag(0)
    found.eliminate_zeros()
    found.data[:] = 1
    return found


def _ones(row: Ints, column: Ints, shape: tuple[int, int]) -> Matrix:
    return scipy.sparse.csr_matrix((np.ones(len(row)), (row, column)), shape)


def measure(ties: Ties) -> NetworkMetrics:
    """All metrics; this takes from less than a second to minutes."""
    degree = ties.matrix.getnnz(axis=1).astype(np.int64)
    reach, density = _around(ties.matrix, degree)
    betweenness, estimated = between(ties.matrix)
    strongest, size = _communities(ties.matrix, degree)
    rank, percentile = _ranks(degree, ties.library, ties.libraries)
    return NetworkMetrics(degree, betweenness, reach, density, strongest, size, rank, percentile, estimated)


def _around(matrix: Matrix, degree: Ints) -> tuple[Ints, Floats]:
    """Allies within two steps, and the density of each neighbourhood (Wasserman and Faust 1994, chapter 2)."""
    reach, shared = np.zeros(len(degree), np.int64), np.zeros(len(degree))
    step = max(CELLS // max(len(degree), 1), 1)
    for begin in range(0, len(degree), step):
        part = matrix[begin : begin + step]
        twice = part @ matrix
        # Two steps lead back to where they began, too.
        reach[begin : begin + step] = (twice + part).getnnz(axis=1) - 1
        shared[begin : begin + step] = np.asarray(part.multiply(twice).sum(axis=1)).ravel()
    possible = degree * (degree - 1.0)
    return reach, np.divide(shared, possible, out=np.full(len(degree), np.nan), where=possible > 0)


def between(matrix: Matrix, work: float = WORK) -> tuple[Floats, bool]:
    """Freeman's betweenness, normalised, and whether it is an estimate.

    Brandes' algorithm (2001) for many starting points at once, as products of matrices (Kepner and Gilbert, Graph
    Algorithms in the Language of Linear Algebra, 2011, chapter 6). For a large network it starts from some allies only,
    drawn at random, the same ones every time (Brandes and Pich 2007).
    """
    count = matrix.shape[0]
    if count < 3:
        return np.zeros(count), False
    number = min(count, max(FEWEST, int(work / max(matrix.nnz, 1))))
    starts = np.sort(np.random.default_rng(SEED).choice(count, number, replace=False))
    total = np.zeros(count)
    step = max(CELLS // count, 1)
    for begin in range(0, number, step):
        total += _dependencies(matrix, starts[begin : begin + step])
    return total * (count / number) / ((count - 1) * (count - 2)), number < count


def _dependencies(matrix: Matrix, starts: Ints) -> Floats:
    """For each ally, the share of shortest paths from these starting points to others that lead over it, summed up."""
    at = (starts, np.arange(len(starts)))
    paths = np.zeros((matrix.shape[0], len(starts)))
    paths[at] = 1
    depth = np.where(paths > 0, 0, -1)
    last = 0
    while True:
        found = (matrix @ np.where(depth == last, paths, 0.0)) * (depth < 0)
        if not found.any():
            break
        last += 1
        depth[found > 0] = last
        paths += found
    depends = np.zeros_like(paths)
    for level in range(last, 0, -1):
        share = np.divide(1 + depends, paths, out=np.zeros_like(paths), where=depth == level)
        depends += (matrix @ share) * np.where(depth == level - 1, paths, 0.0)
    depends[at] = 0
    total: Floats = depends.sum(axis=1)
    return total


def _communities(matrix: Matrix, degree: Ints) -> tuple[Ints, Ints]:
    """For each ally the one with most ties in its community, the first of several, and how many are in it."""
    if not matrix.nnz:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    names = [str(number) for number in range(len(degree))]
    upper = scipy.sparse.triu(matrix).tocoo()
    _, found = leiden(
        edges=[
            (names[one], names[other], 1.0) for one, other in zip(upper.row.tolist(), upper.col.tolist(), strict=True)
        ],
        starting_communities=None,
        resolution=1.0,
        randomness=0.001,
        iterations=1,
        use_modularity=True,
        seed=SEED,
        trials=1,
    )
    community = np.array([found[name] for name in names])
    order = np.lexsort((np.arange(len(degree)), -degree, community))
    _, first, member, size = np.unique(community[order], return_index=True, return_inverse=True, return_counts=True)
    strongest, sizes = np.empty_like(degree), np.empty_like(degree)
    strongest[order], sizes[order] = order[first][member], size[member]
    return strongest, sizes


def _ranks(degree: Ints, library: NDArray[np.bool_], libraries: int) -> tuple[Ints, Floats]:
    own = np.sort(degree[library])
    rank = np.where(library, 1 + len(own) - np.searchsorted(own, degree, "right"), -1)
    fewer = libraries - len(own) + np.searchsorted(own, degree, "left")
    share = fewer / (libraries - 1) if libraries > 1 else np.full(len(degree), np.nan)
    return rank, np.where(library, share, np.nan)
