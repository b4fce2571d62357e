"""Resampling rows with replacement, for everything that is made of sums over rows."""

import numpy as np

DRAWS = 1000
_CELLS = 2**20  # counts kept at once: 8 MB


def bootstrap_sums(columns: np.ndarray, draws: int = DRAWS, seed: int = 0) -> np.ndarray:
    """Sums of each column over resamples of the rows.

    Parameters
    ----------
    columns : ndarray of shape (n, m)
        Finite. What is to be paired stands in columns of one array: all of them see the same resamples.
    draws : int
    seed : int

    Returns
    -------
    ndarray of shape (draws, m)

    Notes
    -----
    A resample is how often each row was drawn; resamples of any number of columns are one matrix product.
    """
    n = len(columns)
    random = np.random.default_rng(seed)
    out = np.empty((draws, columns.shape[1]))
    step = max(1, _CELLS // max(1, n))
    for start in range(0, draws, step):
        size = min(step, draws - start)
        drawn = random.integers(0, n, size=(size, n)) + n * np.arange(size)[:, None]
        out[start : start + size] = np.bincount(drawn.ravel(), minlength=size * n).reshape(size, n) @ columns
    return out
