"""Alignment and uniformity of sentence vectors on the unit sphere (Wang & Isola 2020)."""

import numpy as np

from ..errors import GeometryError
from .rows import Rows
from .unit_rows import unit_rows

THRESHOLD = 4.0  # gold score above which two sentences mean the same (SimCSE's choice on STS-B)
SHARPNESS = 2.0
_CELLS = 2**21  # doubles kept at once: 16 MB


def alignment(first: np.ndarray, second: np.ndarray, gold: np.ndarray, threshold: float = THRESHOLD) -> float:
    """Mean squared distance of two sentences that mean the same, on the unit sphere.

    Parameters
    ----------
    first, second : ndarray of shape (n_pairs, d)
        Sentence vectors of each pair, of any norm.
    gold : ndarray of shape (n_pairs,)
    threshold : float
        Pairs with a gold score above it count.

    Returns
    -------
    float
        From 0 (each pair in one point) to 4. NaN where no pair counts; pairs with a zero vector never do.

    Raises
    ------
    GeometryError
        Arrays that are not pairs, NaN or infinite values.

    Notes
    -----
    E |x - y|^2 over pairs with gold > threshold, x and y of unit norm.

    References
    ----------
    Wang & Isola 2020, ICML. Gao, Yao & Chen 2021 (SimCSE), EMNLP.
    """
    if first.shape != second.shape or first.ndim != 2 or gold.shape != first.shape[:1]:
        raise GeometryError(
            f"Vectors of shape {first.shape} and {second.shape} with gold scores of shape {gold.shape} are not pairs."
        )
    chosen = gold > threshold
    if not chosen.any():
        return float("nan")
    x, y = (unit_rows(part[chosen]) for part in (first, second))
    there = x.any(axis=1) & y.any(axis=1)
    if not there.any():
        return float("nan")
    apart = x[there] - y[there]
    return float(np.einsum("ij,ij->", apart, apart) / there.sum())


def uniformity(vectors: "np.ndarray | Rows", sharpness: float = SHARPNESS) -> float:
    """How evenly sentences spread over the unit sphere: the lower, the more even.

    Parameters
    ----------
    vectors : ndarray of shape (n, d) or Rows
        Sentence vectors, of any norm.
    sharpness : float
        Wang & Isola's t.

    Returns
    -------
    float
        From -4 `sharpness` to 0 (all in one point); evenly spread in many dimensions: near -2 `sharpness`. NaN
        where fewer than two vectors are not zero.

    Raises
    ------
    GeometryError
        NaN or infinite values.

    Notes
    -----
    log E exp(-t |x - y|^2) over all pairs of two different rows, exactly; equal rows are pairs too, zero ones
    are left out. Cost: n^2 d / 2 and n^2 / 2 exponentials. Memory: the vectors in float64 and 16 MB.

    References
    ----------
    Wang & Isola 2020, ICML.
    """
    unit = unit_rows(vectors)
    unit = np.ascontiguousarray(unit[unit.any(axis=1)])
    n = len(unit)
    if n < 2:
        return float("nan")
    size = max(1, min(512, _CELLS // n))
    total = 0.0
    for start in range(0, n, size):
        block = unit[start : start + size]
        # |x - y|^2 = 2 - 2 x.y; rounding may leave a cosine just above 1.
        cosines = np.minimum(block @ unit[start:].T, 1.0)
        cosines -= 1.0
        cosines *= 2 * sharpness
        near = np.exp(cosines, out=cosines)
        total += near[:, len(block) :].sum() + np.triu(near[:, : len(block)], 1).sum()
    return float(np.log(total / (n * (n - 1) / 2)))
