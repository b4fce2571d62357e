"""Principal directions: eigenvectors of a space's Gram or scatter matrix."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Principal:
    """Eigenvalues and eigenvectors, most dominant first.

    Attributes
    ----------
    values : ndarray of shape (d,)
        Not negative, decreasing.
    vectors : ndarray of shape (d, d)
        Column j is direction j; its largest-magnitude coordinate is positive, so that the sign, which
        eigenvectors leave open, is the same everywhere.
    """

    values: np.ndarray
    vectors: np.ndarray


def principal_directions(matrix: np.ndarray) -> Principal:
    """Eigenvectors of a symmetric positive semi-definite matrix of shape (d, d)."""
    values, vectors = np.linalg.eigh(matrix)
    values, vectors = np.maximum(values[::-1], 0.0), vectors[:, ::-1]
    largest = vectors[np.abs(vectors).argmax(axis=0), np.arange(vectors.shape[1])]
    return Principal(values, np.ascontiguousarray(vectors * np.where(largest < 0, -1.0, 1.0)))


def rank(values: np.ndarray, n: int) -> int:
    """Number of eigenvalues of a scatter matrix that are not rounding noise."""
    if not len(values) or values[0] <= 0:
        return 0
    return int((values > values[0] * max(n, len(values)) * np.finfo(np.float64).eps).sum())
