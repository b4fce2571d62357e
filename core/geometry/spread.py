"""A few points that stand for a cloud: well apart, each amid others."""

import numpy as np

CELLS = 12  # along each axis
_CROWD = 3  # points that a cell needs to be worth a label, where enough cells have them
_APART = 0.1  # of the extent: labels nearer to each other than this would be printed over each other


def well_spread(points: np.ndarray, count: int, name: np.ndarray | None = None) -> np.ndarray:
    """Choose points to label.

    Parameters
    ----------
    points : ndarray of shape (n, 2) or (n, 3)
    count : int
        Most points to choose.
    name : ndarray of shape (n,), optional
        What the labels would say; none is said twice. A point whose name is '' is never chosen.

    Returns
    -------
    ndarray of int of shape (at most `count`,)
        Row numbers, in the order chosen: the first k of them are well spread too.

    Notes
    -----
    Candidates are the points nearest to the mean of their cell of a grid. The first is that of the fullest cell, each
    next one the farthest from all before, until only near ones are left. Nothing is random.
    """
    named = np.arange(len(points)) if name is None else np.flatnonzero(name != "")
    if not len(named) or count < 1:
        return np.zeros(0, dtype=np.int64)
    least = points.min(axis=0)
    scaled = (points[named] - least) / np.maximum(points.max(axis=0) - least, 1e-12)
    candidates, sizes = _amid_cells(scaled)
    crowded = sizes >= _CROWD
    if crowded.sum() >= min(count, len(sizes)):
        candidates, sizes = candidates[crowded], sizes[crowded]
    chosen: list[int] = []
    said: set[object] = set()
    apart = np.full(len(candidates), np.inf)
    following = int(sizes.argmax())
    while len(chosen) < count and apart[following] >= _APART:
        here = candidates[following]
        text = named[here] if name is None else name[named[here]]
        apart[following] = 0.0
        if text not in said:
            said.add(text)
            chosen.append(int(named[here]))
            apart = np.minimum(apart, np.linalg.norm(scaled[candidates] - scaled[here], axis=1))
        following = int(apart.argmax())
    return np.array(chosen, dtype=np.int64)


def _amid_cells(scaled: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The point nearest to the mean of each occupied cell, and how many points each cell has: scaled (n, 2 or 3)."""
    place = np.minimum((scaled * CELLS).astype(np.int64), CELLS - 1)
    cell = np.ravel_multi_index(tuple(np.clip(place, 0, CELLS - 1).T), (CELLS,) * scaled.shape[1])
    _, index, sizes = np.unique(cell, return_inverse=True, return_counts=True)
    means = np.stack([np.bincount(index, column) / sizes for column in scaled.T], axis=1)
    far = np.linalg.norm(scaled - means[index], axis=1)
    order = np.lexsort((far, index))
    return order[np.searchsorted(index[order], np.arange(len(sizes)))], sizes
