"""What each principal direction is worth on its own: the score with that one alone removed."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .rank_correlation import Resamples, spearman_rows
from .windows import window_cosines

DRAWS = 500


@dataclass(frozen=True)
class LeaveOneOut:
    """Scores without one direction, in points.

    Attributes
    ----------
    before : float
        Spearman with nothing removed.
    change : ndarray of shape (d,)
        Spearman without direction i, minus `before`; positive: the direction hurt.
    low, high : ndarray of shape (d,)
        95 % paired-bootstrap interval of `change`, each direction by itself: of d directions that change
        nothing, about d / 20 have an interval without 0.
    """

    before: float
    change: np.ndarray
    low: np.ndarray
    high: np.ndarray


def without_each(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Cosine of every pair with direction i alone removed, for every i.

    Parameters
    ----------
    first, second : ndarray of shape (n_pairs, d)
        The pairs' sentences, centred and in the principal basis; d at least 2.

    Returns
    -------
    ndarray of shape (d, n_pairs)
    """
    every = np.arange(first.shape[1])
    return window_cosines(first, second, np.stack([every, every + 1], axis=1))


def leave_one_out(
    first: np.ndarray,
    second: np.ndarray,
    gold: np.ndarray,
    seed: int = 0,
    draws: int = DRAWS,
    progress: Callable[[float, float, str], None] = lambda done, total, unit: None,
) -> LeaveOneOut:
    """Change of the Spearman score, against nothing removed, with each direction alone removed.

    Parameters
    ----------
    first, second : ndarray of shape (n_pairs, d)
        As in `without_each`.
    gold : ndarray of shape (n_pairs,)
    seed : int
        Of the resamples, which are the same for all directions and for nothing removed.
    draws : int
    progress : callable
        Called with (directions done, d, 'directions'); may raise to stop.

    Notes
    -----
    Cost: d bootstraps of `draws` resamples; a resample is ranked by one sum along one sorted order.
    """
    nothing = window_cosines(first, second, [(0, 0)])
    resamples = Resamples(gold, seed, draws)
    before = resamples.spearman(nothing[0])
    base = float(spearman_rows(nothing, gold)[0])
    cosines = without_each(first, second)
    d = len(cosines)
    intervals = np.full((d, 2), np.nan)
    for i, similarity in enumerate(cosines):
        progress(i, d, "directions")
        drawn = resamples.spearman(similarity) - before
        if np.isfinite(drawn).any():
            intervals[i] = np.nanpercentile(drawn, [2.5, 97.5])
    progress(d, d, "directions")
    return LeaveOneOut(base, spearman_rows(cosines, gold) - base, intervals[:, 0], intervals[:, 1])
