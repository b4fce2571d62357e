"""A space as a stream of row blocks, so that no function needs all of it in memory.

Every measure reads `Rows`: an array, part of a memory map, or either seen through a post-processing
method. A block is float64: sums over rows are accumulated in double precision throughout.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from ..errors import GeometryError

BLOCK = 512  # rows; 512 x 768 doubles are 3 MB, which stays in a core's cache between two passes
GRAM_BLOCK = 2048  # rows; each adds a whole d x d matrix, so fewer are better


@dataclass(frozen=True)
class Rows:
    """Vectors read in blocks.

    Attributes
    ----------
    shape : (int, int)
        (n rows, d dimensions).
    read : callable
        `read(start, stop)` gives float64 rows start to stop, shape (stop - start, d); the caller may write to it.
    """

    shape: tuple[int, int]
    read: Callable[[int, int], np.ndarray]

    def __len__(self) -> int:
        return self.shape[0]

    def blocks(self, size: int = BLOCK) -> Iterator[tuple[int, np.ndarray]]:
        """(first row, block) over all rows in order."""
        for start in range(0, len(self), size):
            yield start, self.read(start, min(start + size, len(self)))

    def to_array(self, dtype: type = np.float64) -> np.ndarray:
        """All rows at once, shape (n, d)."""
        out: np.ndarray = np.empty(self.shape, dtype=dtype)
        for start, block in self.blocks(4096):
            out[start : start + len(block)] = block
        return out


def as_rows(vectors: "np.ndarray | Rows") -> Rows:
    """Rows of a 2-D array (or memory map), shape (n, d).

    Raises
    ------
    GeometryError
        Not two-dimensional, or empty.
    """
    if isinstance(vectors, Rows):
        return vectors
    if vectors.ndim != 2 or 0 in vectors.shape:
        raise GeometryError(
            f"A space is a non-empty array of shape (rows, dimensions); this one has shape {vectors.shape}."
        )
    return Rows(vectors.shape, lambda start, stop: np.array(vectors[start:stop], dtype=np.float64))


def subset(vectors: np.ndarray, index: np.ndarray) -> Rows:
    """The rows `index` (increasing) of an array of shape (n, d); all of them are read in slices."""
    if len(index) == len(vectors):
        return as_rows(vectors)
    return Rows(
        (len(index), vectors.shape[1]), lambda start, stop: np.asarray(vectors[index[start:stop]], dtype=np.float64)
    )


def sample(rows: Rows, size: int, seed: int) -> Rows:
    """A seeded sample of `size` rows without replacement, in their order; all rows where there are no more.

    Used to compare spaces at the same n, on which I(W) and IsoScore depend.
    """
    if size <= 0 or size >= len(rows):
        return rows
    return take(rows, sample_index(len(rows), size, seed))


def sample_index(n: int, size: int, seed: int) -> np.ndarray:
    """Which of n rows `sample` keeps, shape (size,), increasing; all where there are no more than `size`."""
    if size <= 0 or size >= n:
        return np.arange(n)
    return np.sort(np.random.default_rng(seed).choice(n, size=size, replace=False))


def take(rows: Rows, chosen: np.ndarray) -> Rows:
    """The rows `chosen` (increasing) of a space, held in memory."""
    picked = np.concatenate(
        [
            block[chosen[np.searchsorted(chosen, start) : np.searchsorted(chosen, start + len(block))] - start]
            for start, block in rows.blocks(4096)
        ]
    )
    return as_rows(picked)


def scaled(rows: Rows, factor: float) -> Rows:
    """Every row times `factor`."""
    return Rows(rows.shape, lambda start, stop: rows.read(start, stop) * factor)
