"""Euclidean distances by matrix products."""

import numpy as np


def squared_distances(block: np.ndarray, points: np.ndarray) -> np.ndarray:
    """|x - y|^2 for rows x of shape (b, d) and y of shape (n, d), shape (b, n); not negative.

    Notes
    -----
    |x|^2 - 2 x.y + |y|^2: centre the points first, because the error is 1e-16 of the squared norms. A distance
    of equal rows may come out as 1e-8 of their norm.
    """
    apart = block @ points.T
    apart *= -2.0
    apart += np.einsum("ij,ij->i", block, block)[:, None]
    apart += np.einsum("ij,ij->i", points, points)
    return np.asarray(np.maximum(apart, 0.0, out=apart))
