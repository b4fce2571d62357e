"""A few points that stand for a cloud: well apart, each amid others."""

import numpy as np

CELLS = 12  # along each axis
_MARGIN = 2.0  # percent at either end of an axis that no grid is laid over


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
    Candidates are the points nearest to the mean of their cell of a grid over the middle of the cloud (its fringe is
    outliers, which stand for nothing). The first is that of the fullest cell, each next one the farthest from all
    before. Nothing is random.
    """
    named = np.arange(len(points)) if name is None else np.flatnonzero(name != "")
    if not len(named) or count < 1:
        return np.zeros(0, dtype=np.int64)
    spread = np.percentile(points[named], [_MARGIN, 100 - _MARGIN], axis=0)
    size = np.where(spread[1] > spread[0], spread[1] - spread[0], 1.0)
    scaled = (points[named] - spread[0]) / size
    inside = ((scaled >= 0) & (scaled <= 1)).all(axis=1)
    if not inside.any():
        inside[:] = True
    named, scaled = named[inside], scaled[inside]
    candidates, sizes = _amid_cells(scaled)
    chosen: list[int] = []
    said: set[object] = set()
    apart = np.full(len(candidates), np.inf)
    following = int(sizes.argmax())
    while len(chosen) < count and apart[following] > 0:
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
