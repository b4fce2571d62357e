"""Rows on the unit sphere."""

import numpy as np

from core.errors import GeometryError


def unit_rows(vectors: np.ndarray) -> np.ndarray:
    """Rows divided by their norms, shape (n, d), float64; zero rows stay zero.

    Raises
    ------
    GeometryError
        NaN or infinite values.
    """
    unit = np.array(vectors, dtype=np.float64)
    length = np.sqrt(np.einsum("ij,ij->i", unit, unit))
    if not np.isfinite(length).all():
        raise GeometryError("The space has NaN or infinite values, so nothing can be measured on it.")
    unit *= np.divide(1.0, length, out=np.zeros_like(length), where=length > 0)[:, None]
    return unit
