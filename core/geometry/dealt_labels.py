"""Labels as chance would deal them: to single rows, or to whole sentences where rows of a sentence hang together."""

import numpy as np


def dealt(codes: np.ndarray, draws: int, seed: int, unit: np.ndarray | None = None) -> np.ndarray:
    """The labels as they are, then dealt out again, shape (1 + draws, n).

    Parameters
    ----------
    codes : ndarray of int of shape (n,)
    draws, seed : int
    unit : ndarray of int of shape (n,), optional
        What the labels belong to, or are alike in: a row's sentence, or its word. Each unit is dealt the labels of
        another, in their order from a random place on and round again, so that labels stay as constant within units as
        they are. Every row by itself by default.

    Notes
    -----
    Rows of a sentence are alike. Where their labels are too, labels shuffled row by row reach less than any others that
    have nothing to do with the vectors, and p-values are far too small.
    """
    random = np.random.default_rng(seed)
    if unit is None:
        return np.stack([codes, *(random.permutation(codes) for _ in range(draws))])
    of_row = np.unique(unit, return_inverse=True)[1]
    order = np.argsort(of_row, kind="stable")
    sizes = np.bincount(of_row)
    firsts = np.cumsum(sizes) - sizes
    ordered, owner = codes[order], of_row[order]
    place = np.arange(len(codes)) - firsts[owner]
    out = np.empty((1 + draws, len(codes)), dtype=codes.dtype)
    out[0] = codes
    for draw in range(1, 1 + draws):
        source = random.permutation(len(sizes))
        begin = random.integers(0, sizes[source])
        out[draw, order] = ordered[firsts[source][owner] + (begin[owner] + place) % sizes[source][owner]]
    return out
