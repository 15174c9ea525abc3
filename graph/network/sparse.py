"""Sparse matrices as neighbour lists (``Rows``), and sparse vectors of random walks over them (``SparseVector``)."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import scipy.sparse
from numpy.typing import NDArray

from graph.network.tables import Flags, Floats, Ints

Longs = NDArray[np.int64]


@dataclass(frozen=True)
class Rows:
    """For each row its columns with a weight, and the connection each comes from (-1: none)."""

    start: Longs
    column: Ints
    weight: NDArray[np.float32]
    origin: Ints

    def of(self, row: int) -> slice:
        """Where the entries of a row stand."""
        return slice(int(self.start[row]), int(self.start[row + 1]))

    @property
    def size(self) -> Longs:
        """How many entries each row has."""
        return np.diff(self.start)

    def matrix(self, width: int) -> scipy.sparse.csr_matrix[np.float32]:
        """The weights as a matrix."""
        return scipy.sparse.csr_matrix((self.weight, self.column, self.start), (len(self.start) - 1, width))

    def entries(self, rows: Ints, cap: int) -> tuple[Longs, Longs]:
        """Positions of the first ``cap`` entries of each row, one after another, and how many each row has."""
        begin = self.start[rows]
        counts = np.minimum(self.start[rows + 1] - begin, cap)
        ends = np.cumsum(counts)
        total = int(ends[-1]) if len(ends) else 0
        return np.arange(total) + np.repeat(begin - (ends - counts), counts), counts


def compress(
    height: int,
    row: Ints,
    column: Ints,
    weight: NDArray[np.float32] | None = None,
    origin: Ints | None = None,
    *,
    first: Floats | None = None,
) -> Rows:
    """Rows from triples. Those with the largest ``first`` lead their row, so that a cap keeps them."""
    order = np.argsort(row, kind="stable") if first is None else np.lexsort((-first, row))
    start = np.zeros(height + 1, np.int64)
    np.cumsum(np.bincount(row, minlength=height), out=start[1:])
    weight = np.ones(len(row), np.float32) if weight is None else weight
    origin = np.full(len(row), -1, np.int32) if origin is None else origin
    return Rows(start, column[order].astype(np.int32), weight[order], origin[order].astype(np.int32))


def distinct(keys: Longs, weight: NDArray[np.float32]) -> Longs:
    """Positions of one entry of each key, that of the greatest weight."""
    order = np.lexsort((-weight, keys))
    ordered = keys[order]
    return order[np.concatenate(([True], ordered[1:] != ordered[:-1]))] if len(order) else order


def summed(index: Ints, value: Floats | Flags, length: int) -> Floats:
    """The sum of the values at each of ``length`` indices."""
    return np.bincount(index, value, length).astype(np.float64)


@dataclass(frozen=True)
class SparseVector:
    """Index to weight: where a random walk is and with which probability, up to a factor. Each index stands once."""

    index: Ints
    value: Floats

    @classmethod
    def unit(cls, index: int) -> Self:
        """All weight at one index: where a walk begins."""
        return cls(np.array([index], np.int32), np.ones(1))

    def strongest(self, most: int) -> "SparseVector":
        """The entries of greatest weight, at most so many."""
        if len(self.index) <= most:
            return self
        best = np.argpartition(-self.value, most)[:most]
        return SparseVector(self.index[best], self.value[best])

    def descending(self) -> Ints:
        """The indices, those of greatest weight first."""
        return self.index[np.argsort(-self.value, kind="stable")]

    def without(self, index: int) -> "SparseVector":
        """The vector without one entry."""
        keep = self.index != index
        return SparseVector(self.index[keep], self.value[keep])

    def scaled(self, factor: Floats) -> "SparseVector":
        """Each entry times a factor of its own; entries that become 0 are left out."""
        value = self.value * factor
        keep = value > 0
        return SparseVector(self.index[keep], value[keep])

    def dense(self, length: int) -> Floats:
        """The weight at each of ``length`` indices."""
        return summed(self.index, self.value, length)


EMPTY = SparseVector(np.zeros(0, np.int32), np.zeros(0))


def gathered(index: Ints, value: Floats, length: int) -> SparseVector:
    """The sum of the values of each index that occurs, without touching the rest of ``length``."""
    if not len(index):
        return EMPTY
    turn = np.arange(len(index), dtype=np.int32)
    place = np.empty(length, np.int32)
    place[index] = turn
    found = index[place[index] == turn]
    place[found] = turn[: len(found)]
    return SparseVector(found, summed(place[index], value, len(found)))


def step(walk: SparseVector, rows: Rows, width: int, cap: int) -> SparseVector:
    """One step of a random walk, from each row to its first ``cap`` columns, in proportion to their weights."""
    at, counts = rows.entries(walk.index, cap)
    if not len(at):
        return EMPTY
    weight = rows.weight[at].astype(np.float64)
    owner = np.repeat(np.arange(len(walk.index)), counts)
    whole = np.bincount(owner, weight, len(walk.index))
    share = np.divide(walk.value, whole, out=np.zeros_like(whole), where=whole > 0)
    return gathered(rows.column[at], weight * share[owner], width)
