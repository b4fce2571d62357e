"""What each principal direction is worth on its own: the score with that one alone removed."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..uncertainty import simultaneous95
from .rank_correlation import Resamples, change_interval, spearman_rows
from .windows import window_cosines

DRAWS = 500
SHUFFLED = 10  # times that the gold scores are dealt to other pairs


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
        95 % paired-bootstrap interval of `change`, each direction by itself: some leave out 0 by chance, see `by_chance`.
    all_low, all_high : ndarray of shape (d,)
        Intervals that hold all d changes together in 95 of 100 cases: those without 0 are directions that matter.
    by_chance : float
        How many of `low` .. `high` leave out 0, on average, where the gold scores are dealt to other pairs. Directions
        share pairs, so that it is rather none or many.
    """

    before: float
    change: np.ndarray
    low: np.ndarray
    high: np.ndarray
    all_low: np.ndarray
    all_high: np.ndarray
    by_chance: float


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
    unit: np.ndarray | None = None,
) -> LeaveOneOut:
    """Change of the Spearman score, against nothing removed, with each direction alone removed.

    Parameters
    ----------
    first, second : ndarray of shape (n_pairs, d)
        As in `without_each`.
    gold : ndarray of shape (n_pairs,)
    seed : int
        Of the resamples, which are the same for all directions and for nothing removed, and of the dealing.
    draws : int
    progress : callable
        Called with (directions done, d, 'directions'); may raise to stop.
    unit : ndarray of int of shape (n_pairs,), optional
        Which pairs hang together, see `Resamples`.

    Notes
    -----
    Cost: d bootstraps of `draws` resamples, each ranked by one sum along one sorted order, and `SHUFFLED` products with
    these ranks.
    """
    nothing = window_cosines(first, second, [(0, 0)])
    cosines = without_each(first, second)
    d, n = len(cosines), len(gold)
    random = np.random.default_rng(seed)
    golds = [gold, *(random.permutation(gold) for _ in range(SHUFFLED))]
    changes = np.stack([spearman_rows(cosines, one) - spearman_rows(nothing, one) for one in golds])
    every = [Resamples(one, seed, draws, unit) for one in golds]
    ranked = every[0].ranks(nothing[0])
    before = [one.with_ranks(*ranked) for one in every]
    drawn, intervals = np.empty((draws, d)), np.full((len(golds), d, 2), np.nan)
    for i, similarity in enumerate(cosines):
        progress(i, d, "directions")
        same = np.array_equal(similarity, nothing[0])
        ranked = every[0].ranks(similarity)
        for dealt, resamples in enumerate(every):
            moved = resamples.with_ranks(*ranked) - before[dealt]
            if not dealt:
                drawn[:, i] = moved
            if same:
                intervals[dealt, i] = 0.0 if np.isfinite(moved).any() else np.nan
            else:
                intervals[dealt, i] = change_interval(moved, float(changes[dealt, i]), n, resamples.units)[0]
    progress(d, d, "directions")
    together = simultaneous95(drawn, changes[0])
    without = (intervals[..., 0] > 0) | (intervals[..., 1] < 0)
    return LeaveOneOut(
        float(spearman_rows(nothing, gold)[0]),
        changes[0],
        intervals[0, :, 0],
        intervals[0, :, 1],
        *together,
        float(without[1:].sum(axis=1).mean()),
    )
