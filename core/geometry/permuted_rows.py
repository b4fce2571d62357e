"""What two spaces share by chance alone, after a fit: rows of one are shuffled, then all is done as usual.

A rotation of d dimensions fits n rows of whatever has nothing to do with each other, the better the fewer rows there are,
and both spaces' large directions first. So dominant subspaces overlap by more than k / d, and rows that do not belong
together are nearer than sqrt(2).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .common_frame import common_frame, distances
from .moments import moments
from .principal import principal_directions
from .principal_angles import shares_inside, subspace_overlap
from .rows import Rows, as_rows

DRAWS = 5

Progress = Callable[[float, float, str], None]


def _quiet(done: float, total: float, unit: str) -> None:
    return None


@dataclass(frozen=True)
class ByChance:
    """Two spaces in one frame, fitted to shuffled rows.

    Attributes
    ----------
    overlap : ndarray of shape (draws, d)
        `subspace_overlap` at every k.
    distance : ndarray of shape (draws,)
        Mean distance of rows that the frame was told belong together.
    residual : ndarray of shape (draws,)
        `CommonFrame.residual`.
    """

    overlap: np.ndarray
    distance: np.ndarray
    residual: np.ndarray


def permuted_rows(
    first: "np.ndarray | Rows",
    second: np.ndarray,
    rotate: bool = True,
    draws: int = DRAWS,
    seed: int = 0,
    progress: Progress = _quiet,
) -> ByChance:
    """What the common frame of two spaces gives where row i of one has nothing to do with row i of the other.

    Parameters
    ----------
    first : ndarray of shape (n, d1) or Rows
    second : ndarray of shape (n, d2)
    rotate : bool
        As in `common_frame`. Without a fit nothing but the distance depends on which rows belong together.
    draws, seed : int
        Of the shufflings. Each is the mean over n rows, so that few are enough.
    progress : callable
        Called with (draws done, draws, 'draws'); may raise to stop.

    Notes
    -----
    Cost of a draw: that of `common_frame`, two scatter matrices and their eigenvectors.
    """
    random = np.random.default_rng(seed)
    overlaps, away, residuals = [], [], []
    for draw in range(draws):
        progress(draw, draws, "draws")
        shuffled = as_rows(second[random.permutation(len(second))])
        frame = common_frame(first, shuffled, rotate)
        x, y = frame.both(first, shuffled)
        one, other = (principal_directions(moments(rows).scatter) for rows in (x, y))
        overlaps.append(subspace_overlap(shares_inside(one, other)))
        away.append(float(distances(x, y).mean()))
        residuals.append(frame.residual)
    progress(draws, draws, "draws")
    return ByChance(np.array(overlaps), np.array(away), np.array(residuals))
