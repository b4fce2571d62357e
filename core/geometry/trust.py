"""How far the neighbourhoods seen in a projection can be trusted."""

from dataclasses import dataclass

import numpy as np

from ..errors import GeometryError, UsageError
from .distances import squared_distances
from .neighbours import TIE, K, largest, neighbour_overlap, overlap_by_chance
from .rows import Rows, as_rows, sample_index, take
from .unit_rows import unit_rows

SIZE = 3000
METRICS = ("cosine", "euclidean")
_CELLS = 2**21  # doubles in memory at once: 16 MB


@dataclass(frozen=True)
class Trust:
    """What a projection keeps of the neighbourhoods of a space.

    Attributes
    ----------
    trustworthiness : float
        1: who is near in the projection is near in the space; lower: the projection shows false neighbours.
    continuity : float
        1: who is near in the space is near in the projection; lower: the projection tears neighbours apart.
    kept : float
        Share of the k nearest neighbours in the space that are among the k nearest in the projection.
    kept_by_chance : float
        Of a projection that has nothing to do with the space.
    k, n : int
        Neighbours, and rows they were sought among. All numbers depend on both.
    """

    trustworthiness: float
    continuity: float
    kept: float
    kept_by_chance: float
    k: int
    n: int


def trust(
    space: "np.ndarray | Rows",
    projection: "np.ndarray | Rows",
    k: int = K,
    metric: str = "cosine",
    size: int = SIZE,
    seed: int = 0,
) -> Trust:
    """Trustworthiness and continuity of a projection, on a seeded sample.

    Parameters
    ----------
    space : ndarray of shape (n, d) or Rows
    projection : ndarray of shape (n, 2) or Rows
        Of the same rows, in any number of dimensions; its distances are Euclidean.
    k : int
    metric : {'cosine', 'euclidean'}
        Distance in the space. By cosine, a zero row is equally far from all others.
    size : int
        Rows of the sample; 0: all.
    seed : int

    Raises
    ------
    GeometryError
        Not the same rows, NaN or infinite values, or not more than 2 k rows.
    UsageError
        Unknown metric, k below 1.

    Notes
    -----
    Trustworthiness = 1 - 2 / (n k (2 n - 3 k - 1)) sum_i sum_j max(0, r(i, j) - k): j runs over the k nearest of i
    in the projection, r(i, j) is its rank by distance from i in the space. Continuity is the same with the
    two exchanged. Equal distances share the best of their ranks.
    Cost for a sample of n: n^2 d and a sort of n^2 distances. Memory: the sample and about 50 MB.

    References
    ----------
    Venna & Kaski 2001, ICANN; 2006, Neural Networks 19.
    """
    if metric not in METRICS:
        raise UsageError(f"Unknown metric {metric!r}. Choose 'cosine' or 'euclidean'.")
    if k < 1:
        raise UsageError(f"There are no {k} nearest neighbours: give 1 or more.")
    high, low = _sampled(as_rows(space), as_rows(projection), size, seed)
    n = len(high)
    if n <= 2 * k:
        raise GeometryError(f"Trust in {k} neighbours needs more than {2 * k} rows, not {n}.")
    high, low = _scaled(unit_rows(high) if metric == "cosine" else high), _scaled(low)
    false, torn, shared = 0.0, 0.0, 0.0
    step = max(1, _CELLS // n)
    for start in range(0, n, step):
        near_high, near_low = _nearness(high, start, start + step), _nearness(low, start, start + step)
        first, second = largest(near_high, k), largest(near_low, k)
        false += np.maximum(_ranks(near_high, second) - k, 0).sum()
        torn += np.maximum(_ranks(near_low, first) - k, 0).sum()
        shared += neighbour_overlap(first, second).sum()
    worst = n * k * (2 * n - 3 * k - 1) / 2
    return Trust(1 - float(false / worst), 1 - float(torn / worst), float(shared / n), overlap_by_chance(n, k), k, n)


def _sampled(space: Rows, projection: Rows, size: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """The same sample of rows of both, shapes (m, d) and (m, 2)."""
    if len(space) != len(projection):
        raise GeometryError(f"A projection of {len(space):,} rows has a point for each, not {len(projection):,}.")
    chosen = sample_index(len(space), size, seed)
    return take(space, chosen).to_array(), take(projection, chosen).to_array()


def _scaled(points: np.ndarray) -> np.ndarray:
    """Points (n, d) around their mean, with a mean squared norm of 1 (as they are where all are equal)."""
    points = points - points.mean(axis=0)
    if not np.isfinite(points).all():
        raise GeometryError("The space has NaN or infinite values, so nothing can be measured on it.")
    spread = np.sqrt(np.einsum("ij,ij->", points, points) / len(points))
    return np.asarray(points / spread if spread > 0 else points)


def _nearness(points: np.ndarray, start: int, stop: int) -> np.ndarray:
    """Minus the squared distances of points start to stop from all, shape (stop - start, n); -inf from itself."""
    near = -squared_distances(points[start:stop], points)
    here = np.arange(len(near))
    near[here, start + here] = -np.inf
    return near


def _ranks(near: np.ndarray, neighbours: np.ndarray) -> np.ndarray:
    """Rank (from 1, the nearest) of some columns in each row: (b, n), (b, k) -> (b, k)."""
    ordered = np.sort(-near, axis=1)
    distances = -np.take_along_axis(near, neighbours, axis=1)
    return 1 + np.stack([np.searchsorted(row, sought) for row, sought in zip(ordered, distances - TIE, strict=True)])
