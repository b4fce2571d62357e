"""Taking principal directions out of vectors."""

from collections.abc import Callable

import numpy as np

from core.geometry.principal import Principal


def remove_directions(principal: Principal, count: int, end: str) -> Callable[[np.ndarray], np.ndarray]:
    """A function that projects `count` directions of one end out of centred rows of shape (b, d).

    Notes
    -----
    The smaller of the two sets, removed or kept, is multiplied with.
    """
    d = len(principal.values)
    kept = slice(count, d) if end == "dominant" else slice(0, d - count)
    gone = slice(0, count) if end == "dominant" else slice(d - count, d)
    if count == 0:
        return lambda block: block
    if 2 * count <= d:
        removed = np.ascontiguousarray(principal.vectors[:, gone])
        return lambda block: block - (block @ removed) @ removed.T
    basis = np.ascontiguousarray(principal.vectors[:, kept])
    return lambda block: (block @ basis) @ basis.T
