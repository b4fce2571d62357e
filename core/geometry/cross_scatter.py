"""What two spaces of the same rows have in common: their cross-scatter X^T Y around the means."""

from dataclasses import dataclass

import numpy as np

from ..errors import GeometryError
from .rows import GRAM_BLOCK, Rows

_EPS = float(np.finfo(np.float64).eps)


@dataclass(frozen=True)
class CrossScatter:
    """Sufficient statistics of a rotation of a space onto another, accumulated in float64.

    Attributes
    ----------
    mean_x, mean_y : ndarray of shape (d1,), (d2,)
    product : ndarray of shape (d1, d2)
        sum_i (x_i - mean_x)(y_i - mean_y)^T.
    square_x, square_y : float
        sum_i |x_i - mean_x|^2, and of y; 0 where all rows are equal.
    """

    mean_x: np.ndarray
    mean_y: np.ndarray
    product: np.ndarray
    square_x: float
    square_y: float


def cross_scatter(x: Rows, y: Rows) -> CrossScatter:
    """The cross-scatter of two spaces of shapes (n, d1) and (n, d2), each read twice, in blocks.

    Raises
    ------
    GeometryError
        Not the same number of rows, NaN or infinite values.
    """
    same_rows(x, y)
    mean_x, mean_y = finite_mean(x), finite_mean(y)
    product, square_x, square_y = np.zeros((x.shape[1], y.shape[1])), 0.0, 0.0
    for (_, block_x), (_, block_y) in zip(x.blocks(GRAM_BLOCK), y.blocks(GRAM_BLOCK), strict=True):
        block_x -= mean_x
        block_y -= mean_y
        product += block_x.T @ block_y
        square_x += float(np.einsum("ij,ij->", block_x, block_x))
        square_y += float(np.einsum("ij,ij->", block_y, block_y))
    return CrossScatter(
        mean_x, mean_y, product, or_no_spread(square_x, len(x), mean_x), or_no_spread(square_y, len(y), mean_y)
    )


def same_rows(*spaces: Rows) -> None:
    """Check that spaces can be compared row by row.

    Raises
    ------
    GeometryError
        They have different numbers of rows.
    """
    counts = sorted({len(rows) for rows in spaces})
    if len(counts) > 1:
        raise GeometryError(f"Spaces are compared row by row; these have {counts[0]:,} and {counts[-1]:,} rows.")


def finite_mean(rows: Rows) -> np.ndarray:
    """Mean of all rows, shape (d,).

    Raises
    ------
    GeometryError
        NaN or infinite values.
    """
    total = np.zeros(rows.shape[1])
    for _, block in rows.blocks(GRAM_BLOCK):
        total += block.sum(axis=0)
    if not np.isfinite(total).all():
        raise GeometryError("The space has NaN or infinite values, so nothing can be measured on it.")
    return total / len(rows)


def or_no_spread(square: float, n: int, mean: np.ndarray) -> float:
    """The summed squared distances from the mean of n rows; 0 where they are only its rounding error."""
    return 0.0 if square <= n * len(mean) * (16 * _EPS) ** 2 * (mean @ mean) else square
