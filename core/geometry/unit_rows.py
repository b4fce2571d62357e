"""Rows on the unit sphere."""

import numpy as np

from ..errors import GeometryError
from .rows import Rows, as_rows


def unit_rows(vectors: "np.ndarray | Rows") -> np.ndarray:
    """Rows of a space of shape (n, d) divided by their norms, all in memory, float64; zero rows stay zero.

    Raises
    ------
    GeometryError
        NaN or infinite values.
    """
    rows = as_rows(vectors)
    unit = np.empty(rows.shape)
    for start, block in rows.blocks():
        length = np.sqrt(np.einsum("ij,ij->i", block, block))
        if not np.isfinite(length).all():
            raise GeometryError("The space has NaN or infinite values, so nothing can be measured on it.")
        block *= np.divide(1.0, length, out=np.zeros_like(length), where=length > 0)[:, None]
        unit[start : start + len(block)] = block
    return unit
