"""What most measures need of a space: its mean, its scatter, and two sums, in one reading."""

from dataclasses import dataclass

import numpy as np

from ..errors import GeometryError
from .rows import GRAM_BLOCK, Rows, as_rows


@dataclass(frozen=True)
class Moments:
    """Sufficient statistics of a space W of shape (n, d), accumulated in float64.

    Attributes
    ----------
    n : int
        Number of rows.
    mean : ndarray of shape (d,)
    scatter : ndarray of shape (d, d)
        sum_i (w_i - mean)(w_i - mean)^T; the covariance is scatter / n.
    unit_sum : ndarray of shape (d,)
        sum_i w_i / |w_i| over rows that are not zero.
    n_nonzero : int
        Number of rows that are not zero.
    quartic : float
        sum_i |w_i - mean|^4.
    """

    n: int
    mean: np.ndarray
    scatter: np.ndarray
    unit_sum: np.ndarray
    n_nonzero: int
    quartic: float

    @property
    def dim(self) -> int:
        """Number of dimensions d."""
        return len(self.mean)

    @property
    def gram(self) -> np.ndarray:
        """W^T W (uncentred), shape (d, d)."""
        return self.scatter + self.n * np.outer(self.mean, self.mean)


def moments(vectors: "np.ndarray | Rows") -> Moments:
    """The moments of a space, read twice in blocks: for the mean, then for everything around it.

    Parameters
    ----------
    vectors : ndarray of shape (n, d) or Rows

    Raises
    ------
    GeometryError
        Empty, or with NaN or infinite values.
    """
    rows = as_rows(vectors)
    n, d = rows.shape
    total = np.zeros(d)
    for _, block in rows.blocks():
        total += block.sum(axis=0)
    if not np.isfinite(total).all():
        raise GeometryError("The space has NaN or infinite values, so nothing can be measured on it.")
    mean = total / n
    scatter, unit_sum = np.zeros((d, d)), np.zeros(d)
    n_nonzero, quartic = 0, 0.0
    for _, block in rows.blocks(GRAM_BLOCK):
        length = np.sqrt(np.einsum("ij,ij->i", block, block))
        nonzero = length > 0
        n_nonzero += int(nonzero.sum())
        unit_sum += np.divide(1.0, length, out=np.zeros_like(length), where=nonzero) @ block
        block -= mean
        scatter += block.T @ block
        square = np.einsum("ij,ij->i", block, block)
        quartic += float(square @ square)
    if np.trace(scatter) <= n * d * (16 * np.finfo(np.float64).eps) ** 2 * (mean @ mean):
        scatter[:], quartic = 0.0, 0.0  # the same vector n times: what is left is the rounding of its mean
    return Moments(n, mean, scatter, unit_sum, n_nonzero, quartic)
