"""Nearest neighbours by cosine, exactly, and how many of them two spaces share."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..errors import GeometryError, UsageError
from .cosine import DECIMALS
from .rows import Rows
from .unit_rows import unit_rows

K = 10
NOBODY = -1
TIE = 10.0**-DECIMALS
_CELLS = 2**22  # doubles kept at once: 32 MB


@dataclass(frozen=True)
class GroupMean:
    """Mean of some rows' values.

    Attributes
    ----------
    label : object
        Of these rows.
    mean : float
        NaN where no row of the label has a value.
    n : int
        Rows of the label that have a value.
    """

    label: object
    mean: float
    n: int


def nearest_neighbours(
    vectors: "np.ndarray | Rows",
    k: int = K,
    progress: Callable[[float, float, str], None] = lambda done, total, unit: None,
) -> np.ndarray:
    """The k rows of largest cosine with each row, itself excluded.

    Parameters
    ----------
    vectors : ndarray of shape (n, d) or Rows
    k : int
    progress : callable
        Called with (rows done, n, 'rows'); may raise to stop.

    Returns
    -------
    ndarray of shape (n, k), int64
        Row numbers, nearest first; of equally near ones (cosines equal to `DECIMALS`) the lower number first.
        Rows equal to each other are neighbours like any others. A zero row has no direction: it is nobody's
        neighbour and its own are all `NOBODY`.

    Raises
    ------
    GeometryError
        Fewer than k + 1 rows that are not zero, NaN or infinite values.
    UsageError
        k below 1.

    Notes
    -----
    Cost: n^2 d, and a partition of n^2 cosines. Memory: the vectors in float64 and about 100 MB.
    """
    if k < 1:
        raise UsageError(f"There are no {k} nearest neighbours: give 1 or more.")
    unit = unit_rows(vectors)
    there = np.flatnonzero(unit.any(axis=1))
    if len(there) <= k:
        raise GeometryError(
            f"{k} neighbours of each row need at least {k + 1} rows that are not zero, not {len(there)}."
        )
    found = np.full((len(unit), k), NOBODY, dtype=np.int64)
    unit = unit if len(there) == len(unit) else unit[there]
    n, size = len(unit), max(1, _CELLS // len(unit))
    for start in range(0, n, size):
        progress(start, n, "rows")
        cosines = unit[start : start + size] @ unit.T
        here = np.arange(len(cosines))
        cosines[here, start + here] = -np.inf
        found[there[start : start + size]] = there[largest(cosines, k)]
    progress(n, n, "rows")
    return found


def neighbour_overlap(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Share of each row's neighbours in one space that are also its neighbours in the other.

    Parameters
    ----------
    first, second : ndarray of shape (n, k)
        As `nearest_neighbours` gives them, for the same rows.

    Returns
    -------
    ndarray of shape (n,)
        From 0 to 1; NaN where a row has no neighbours.

    Raises
    ------
    GeometryError
        Not the same rows, or another number of neighbours.
    """
    if first.shape != second.shape:
        raise GeometryError(
            f"Neighbours are compared row by row, the same number of each; these are {first.shape} and {second.shape}."
        )
    kept = np.zeros(len(first))
    for one in first.T:
        kept += (second == one[:, None]).any(axis=1)
    return np.where((first[:, 0] == NOBODY) | (second[:, 0] == NOBODY), np.nan, kept / first.shape[1])


def overlap_by_chance(n: int, k: int = K) -> float:
    """Expected overlap of two unrelated spaces of n rows: k / (n - 1); NaN below two rows."""
    return min(1.0, k / (n - 1)) if n > 1 else float("nan")


def mean_by_label(values: np.ndarray, labels: np.ndarray) -> list[GroupMean]:
    """Mean value of the rows of each label, labels in order.

    Parameters
    ----------
    values : ndarray of shape (n,)
        NaN ones are left out.
    labels : ndarray of shape (n,)

    Raises
    ------
    GeometryError
        Not one label for each value.
    """
    if values.shape != labels.shape:
        raise GeometryError(f"{len(labels):,} labels do not belong to {len(values):,} rows.")
    names, index = np.unique(labels, return_inverse=True)
    there = np.isfinite(values)
    counts = np.bincount(index[there], minlength=len(names))
    sums = np.bincount(index[there], values[there], minlength=len(names))
    means = np.divide(sums, counts, out=np.full(len(names), np.nan), where=counts > 0)
    return [GroupMean(*one) for one in zip(names.tolist(), means.tolist(), counts.tolist(), strict=True)]


def largest(similarity: np.ndarray, k: int) -> np.ndarray:
    """Columns of the k largest values of each row, largest first, ties by column: (b, n) -> (b, k).

    Values are of the order of 1; those equal to `DECIMALS` are ties.
    """
    b, n = similarity.shape
    least = np.partition(similarity, n - k, axis=1)[:, n - k]
    row, column = np.nonzero(similarity >= (least - 2 * TIE)[:, None])
    order = np.lexsort((column, -np.round(similarity[row, column], DECIMALS), row))
    firsts = np.searchsorted(row, np.arange(b))
    return np.asarray(column[order[firsts[:, None] + np.arange(k)]])
