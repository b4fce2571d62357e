"""Principal angles between the dominant subspaces of two spaces in the same coordinates, and what lies inside."""

import numpy as np

from ..errors import GeometryError, UsageError
from .principal import Principal, rank


def principal_angles(first: Principal, second: Principal, k: int) -> np.ndarray:
    """Angles between the subspaces of the k most dominant directions of each space.

    Parameters
    ----------
    first, second : Principal
        Of the same d coordinates: layers of one checkpoint, or of one fine-tuned from the other.
    k : int

    Returns
    -------
    ndarray of shape (k,)
        Radians, increasing, from 0 (a shared direction) to pi / 2.

    Raises
    ------
    GeometryError
        Different widths, or fewer than k directions with any variance.
    UsageError
        k is not 1 to d.

    Notes
    -----
    The cosines are the singular values of A^T B. Below 45 degrees, where a cosine says little (arccos turns a
    rounding error of 1e-16 into 1e-8), the angle is had from the sines, the singular values of B - A A^T B.

    References
    ----------
    Bjorck & Golub 1973, Mathematics of Computation 27. Knyazev & Argentati 2002, SIAM J. Sci. Comput. 23(6).
    """
    a, b = _dominant(first, second, k)
    cross = a.T @ b
    cosines = np.clip(np.linalg.svd(cross, compute_uv=False), 0.0, 1.0)
    sines = np.clip(np.linalg.svd(b - a @ cross, compute_uv=False)[::-1], 0.0, 1.0)
    return np.where(cosines**2 >= 0.5, np.arcsin(sines), np.arccos(cosines))


def shares_inside(first: Principal, second: Principal) -> np.ndarray:
    """Share of each direction of the second space inside the k most dominant directions of the first, for all k.

    Parameters
    ----------
    first, second : Principal
        Of the same d coordinates.

    Returns
    -------
    ndarray of shape (d, d)
        Entry [k - 1, j] is |A_k^T v_j|^2, from 0 to 1: A_k the first k directions of the first space, v_j
        direction j of the second. Its last row is 1. A random direction has k / d. Directions without variance
        are arbitrary in their subspace.

    Raises
    ------
    GeometryError
        Different widths.
    """
    _same_width(first, second)
    cosines = first.vectors.T @ second.vectors
    return np.minimum(np.cumsum(np.square(cosines, out=cosines), axis=0), 1.0)


def subspace_overlap(shares: np.ndarray) -> np.ndarray:
    """Mean share of the second space's k most dominant directions inside the first's k, for all k.

    Parameters
    ----------
    shares : ndarray of shape (d, d)
        As `shares_inside` gives them.

    Returns
    -------
    ndarray of shape (d,)
        Entry k - 1 is the mean squared cosine of the k principal angles; 1: the same subspace; k / d: by chance.
    """
    return np.asarray(np.diagonal(np.cumsum(shares, axis=1)) / np.arange(1, len(shares) + 1))


def _dominant(first: Principal, second: Principal, k: int) -> tuple[np.ndarray, np.ndarray]:
    """The k most dominant directions of each, shape (d, k)."""
    d = _same_width(first, second)
    if not 1 <= k <= d:
        raise UsageError(f"There is no subspace of {k} directions in {d} dimensions: give 1 to {d}.")
    most = min(rank(one.values, d) for one in (first, second))
    if most < k:
        raise GeometryError(f"A space has {most} directions of any variance, so its {k} most dominant are not defined.")
    return first.vectors[:, :k], second.vectors[:, :k]


def _same_width(first: Principal, second: Principal) -> int:
    widths = len(first.values), len(second.values)
    if widths[0] != widths[1]:
        raise GeometryError(
            f"Directions are compared in the same coordinates; these spaces have {widths[0]} and {widths[1]} dimensions."
        )
    return widths[0]
