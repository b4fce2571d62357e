"""Cosine from a dot product and two squared norms, with rounding errors kept out of the ranking."""

import numpy as np

DECIMALS = 12  # cosines closer than this are equal: what is left of 15 digits after sums over dimensions


def cosine_from(product: np.ndarray, square_a: np.ndarray, square_b: np.ndarray) -> np.ndarray:
    """a.b / sqrt(|a|^2 |b|^2), arrays of one shape; 0 where a vector is zero.

    Notes
    -----
    A rank correlation would rank rounding errors among pairs whose cosines are equal in truth (identical
    sentences; everything, when one direction is left), so cosines are rounded to `DECIMALS`.
    """
    norm = np.sqrt(square_a) * np.sqrt(square_b)
    found = np.divide(product, norm, out=np.zeros_like(norm), where=norm > 0)
    return np.round(found, DECIMALS, out=found)
