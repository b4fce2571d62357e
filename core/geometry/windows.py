"""I(W) and the STS score after removing any window a .. b-1 of principal directions, for every window at once.

What a window leaves is what lies before it plus what lies after it. With sums (or maxima) accumulated from
both ends, every window costs one addition per pair, and nothing is ever subtracted.
"""

import math
from collections.abc import Callable, Sequence

import numpy as np

from ..errors import UsageError
from .cosine import cosine_from
from .isotropy import from_partition
from .projection import or_zero
from .rank_correlation import spearman_rows
from .removal_curve import CentredSpectrum

EVERY_EDGE = 64  # dimensions up to which a grid has every window
_DENSE, _STEP = 16, 0.05
_CELLS = 2**17  # doubles of one chunk: its arrays, 1 MB each, stay in a core's cache


def window_edges(dim: int, full: bool = False) -> np.ndarray:
    """Where windows may begin and end: increasing, from 0 to `dim`, shape (e,).

    Parameters
    ----------
    dim : int
        Dimensions d of the space.
    full : bool
        Every number, whatever d is; otherwise only where d is at most `EVERY_EDGE`, and beyond that every
        number up to 16 and steps of about 5 % from there on.
    """
    if full or dim <= EVERY_EDGE:
        return np.arange(dim + 1)
    edges = list(range(_DENSE + 1))
    while edges[-1] < dim:
        edges.append(min(dim, edges[-1] + math.ceil(_STEP * edges[-1])))
    return np.array(edges)


def window_cosines(
    a_vectors: np.ndarray, b_vectors: np.ndarray, windows: "np.ndarray | Sequence[tuple[int, int]]"
) -> np.ndarray:
    """Cosine of every pair of sentences after removing each window of principal directions.

    Parameters
    ----------
    a_vectors, b_vectors : ndarray of shape (n_pairs, d)
        The two sentences of each pair, centred and in the principal basis, most dominant first.
    windows : m pairs (a, b)
        Directions a .. b-1 are removed, counted from 0; a = b removes nothing.

    Returns
    -------
    ndarray of shape (m, n_pairs)
        0 where a sentence has nothing left.

    Raises
    ------
    UsageError
        A window that is none, or that removes everything.

    Notes
    -----
    Cost: one pass over the vectors for the sums at the windows' edges, then O(n_pairs) a window.
    """
    removed_windows = _checked(windows, a_vectors.shape[1])
    edges, place = np.unique(removed_windows, return_inverse=True)
    place = place.reshape(removed_windows.shape)
    sums = _sums_at(a_vectors, b_vectors, edges)
    out = np.empty((len(removed_windows), len(a_vectors)))
    step = _chunk(len(a_vectors))
    for start in range(0, len(removed_windows), step):
        out[start : start + step] = _cosines(*sums, place[start : start + step])
    return out


def window_isotropy(spectrum: CentredSpectrum, windows: "np.ndarray | Sequence[tuple[int, int]]") -> np.ndarray:
    """log10 I(W), sign-free, after removing each of m windows; shape (m,).

    Parameters
    ----------
    spectrum : CentredSpectrum
    windows : m pairs (a, b)
        As in `window_cosines`; a = b is zero-mean alone.

    Raises
    ------
    UsageError
        A window that is none, or that removes everything.

    Notes
    -----
    I = n / max F over the directions that remain, as for removal curves. Cost: O(d + m).
    """
    larger = np.maximum(spectrum.plus, spectrum.minus)
    removed_windows = _checked(windows, len(larger))
    before = np.maximum.accumulate(np.r_[-np.inf, larger])
    after = np.maximum.accumulate(np.r_[larger, -np.inf][::-1])[::-1]
    first, last = removed_windows.T
    removed = np.log(spectrum.n) - np.maximum(before[first], after[last])
    none_removed = from_partition(spectrum.plus, spectrum.minus).symmetric
    return np.where(first == last, none_removed, np.minimum(removed, 0.0) / np.log(10))  # F >= n up to rounding


def window_isotropies(spectrum: CentredSpectrum, edges: np.ndarray) -> np.ndarray:
    """log10 I(W), sign-free, of all windows between `edges` of shape (e,).

    Returns
    -------
    ndarray of shape (e, e)
        Row: where the window begins, column: where it ends. NaN below the diagonal and where a window would
        remove everything.
    """
    rows, columns = _upper(edges, len(spectrum.mean))
    out = np.full((len(edges), len(edges)), np.nan)
    out[rows, columns] = window_isotropy(spectrum, np.stack([edges[rows], edges[columns]], axis=1))
    return out


def window_scores(
    first: np.ndarray,
    second: np.ndarray,
    gold: np.ndarray,
    edges: np.ndarray,
    progress: Callable[[float, float, str], None],
) -> np.ndarray:
    """Spearman, in points, after removing each window between `edges`.

    Parameters
    ----------
    first, second : ndarray of shape (n_pairs, d)
        The pairs' sentences, centred and in the principal basis, most dominant first.
    gold : ndarray of shape (n_pairs,)
    edges : ndarray of shape (e,)
        Increasing, within 0 .. d.
    progress : callable
        Called with (windows done, windows in all, 'windows') after each chunk; may raise to stop.

    Returns
    -------
    ndarray of shape (e, e)
        As `window_isotropies`; also NaN where no sentence has anything left.

    Notes
    -----
    Cost: e^2 / 2 rankings of n_pairs cosines. Memory: six arrays of shape (e, n_pairs) and a
    chunk of windows, tens of megabytes.
    """
    rows, columns = _upper(edges, first.shape[1])
    ranked = np.flatnonzero((rows < columns) | (rows == 0))  # one empty window stands for all of them
    places = np.stack([rows[ranked], columns[ranked]], axis=1)
    sums = _sums_at(first, second, edges)
    out = np.full((len(edges), len(edges)), np.nan)
    step = _chunk(len(gold))
    for start in range(0, len(places), step):
        progress(start, len(places), "windows")
        some = places[start : start + step]
        out[some[:, 0], some[:, 1]] = spearman_rows(_cosines(*sums, some), gold)
    np.fill_diagonal(out, out[0, 0])
    progress(len(places), len(places), "windows")
    return out


def best_window(matrix: np.ndarray, edges: np.ndarray) -> tuple[int, int, float] | None:
    """(a, b, value) of the largest entry of a matrix over windows; None where all are NaN.

    Among equal ones that which removes least, then the most dominant.

    Notes
    -----
    A largest score among many was chosen by the pairs it is scored on, so it is too high as an estimate for
    other pairs.
    """
    if not np.isfinite(matrix).any():
        return None
    value = float(np.nanmax(matrix))
    rows, columns = np.nonzero(matrix == value)
    length, begin = min(zip(edges[columns] - edges[rows], edges[rows], strict=True))
    return int(begin), int(begin + length), value


def _checked(windows: "np.ndarray | Sequence[tuple[int, int]]", dim: int) -> np.ndarray:
    """The windows as integers of shape (m, 2)."""
    removed_windows = np.asarray(windows, dtype=np.int64).reshape(-1, 2)
    first, last = removed_windows.T
    wrong = (first < 0) | (last < first) | (last > dim) | (last - first >= dim)
    if wrong.any():
        a, b = removed_windows[wrong][0]
        raise UsageError(
            f"The window {a} to {b} of {dim} directions cannot be removed: give 0 <= a <= b <= {dim}, and leave one."
        )
    return removed_windows


def _upper(edges: np.ndarray, dim: int) -> tuple[np.ndarray, np.ndarray]:
    """Rows and columns of a matrix over windows that can be removed."""
    rows, columns = np.triu_indices(len(edges))
    allowed = edges[columns] - edges[rows] < dim
    return rows[allowed], columns[allowed]


def _chunk(n_pairs: int) -> int:
    return max(1, _CELLS // max(1, n_pairs))


def _sums_at(first: np.ndarray, second: np.ndarray, edges: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Sums of a.b, |a|^2 and |b|^2 over the directions before each edge, and from it on: two of (3, e, n_pairs)."""
    n, d = first.shape
    before, after = np.zeros((3, len(edges), n)), np.zeros((3, len(edges), n))
    step = _chunk(d)
    inner, outer = edges > 0, edges < d
    for start in range(0, n, step):
        a, b = first[start : start + step], second[start : start + step]
        for i, product in enumerate((a * b, a * a, b * b)):
            before[i, inner, start : start + step] = np.cumsum(product.T, axis=0)[edges[inner] - 1]
            # Upwards from the least dominant: the small terms first.
            after[i, outer, start : start + step] = np.cumsum(product.T[::-1], axis=0)[::-1][edges[outer]]
    return before, after


def _cosines(before: np.ndarray, after: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Cosines, shape (m, n_pairs), of windows from edge `places[:, 0]` to edge `places[:, 1]`."""
    product, square_a, square_b = before[:, places[:, 0]] + after[:, places[:, 1]]
    whole_a, whole_b = before[1:, 0] + after[1:, 0]
    return cosine_from(product, or_zero(square_a, whole_a), or_zero(square_b, whole_b))
