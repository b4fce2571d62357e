"""Elongated directions by sequential deflation: each direction is compared with what remains once it is removed.

Deflation makes the count independent of the basis and of how large the first directions are: direction k is set against
the mean variance of directions k + 1 .. d, in which neither it nor the longer ones take part.

A simulated space has a flat bulk, where the count ends. The spectrum of a trained space falls all the way, and with
tens of thousands of rows every direction differs from the rest by more than chance. So a count has a ratio as well: how
many times the mean variance of the rest a direction must have. At ratio 1 it answers "is there a flat bulk, and where
does it begin?" (at most half of the directions are called elongated: what they stand out of is to be the larger part);
at ratio 4, "how many directions must go until none is twice as long as the rest are on average?".

References
----------
Dobriban & Owen 2019, J. Royal Statistical Society B 81 (deflated parallel analysis); Kritchman & Nadler 2009, IEEE
Trans. Signal Processing 57 (sequential tests of the largest eigenvalue, noise level estimated from the rest).
"""

import numpy as np

from .tracy_widom import largest_eigenvalue_edge


def rest_shares(variances: np.ndarray) -> np.ndarray:
    """For each direction v / (v + r): v its variance, r the mean variance of all later directions.

    Parameters
    ----------
    variances : ndarray of shape (d,)
        Not negative, of directions from the most dominant on.

    Returns
    -------
    ndarray of shape (d - 1,)
        In [0, 1]; 1/2 is as long as the rest, 1 where nothing is left, 0 where the direction itself has nothing. A
        share, not v / r, so that an empty rest is a number too.
    """
    later = np.cumsum(variances[::-1])[::-1][1:] / np.arange(len(variances) - 1, 0, -1)
    later = np.where(later > variances.max(initial=0.0) * len(variances) * np.finfo(np.float64).eps, later, 0.0)
    both = variances[:-1] + later
    return np.divide(variances[:-1], both, out=np.zeros_like(both), where=both > 0)


def share_of(ratio: float) -> float:
    """The share that `rest_shares` gives a direction with `ratio` times the mean variance of the rest."""
    return ratio / (1 + ratio)


def count_in_a_row(above: np.ndarray) -> int:
    """Number of leading directions that are above, ending at the first that is not; at most half of the d directions.

    Parameters
    ----------
    above : ndarray of bool, shape (d - 1,)
    """
    return int(np.logical_and.accumulate(above)[: (len(above) + 1) // 2].sum())


def count_longer(shares: np.ndarray, leading: int, ratio: float) -> int:
    """Number of directions up to the last one whose variance exceeds `ratio` times the mean of the rest.

    Parameters
    ----------
    shares : ndarray of shape (d - 1,)
        As `rest_shares` gives them.
    leading : int
        How many directions differ from the rest by more than chance; only these are looked at.
    ratio : float

    Notes
    -----
    Up to the last, not to the first that fails: among twenty directions of equal length the first stands out of a rest
    that holds nineteen like it.
    """
    longer = np.flatnonzero(shares[:leading] > share_of(ratio))
    return int(longer[-1]) + 1 if len(longer) else 0


def deflated_count(values: np.ndarray, n: float) -> int:
    """Number of leading eigenvalues that the rest of the spectrum, taken for noise, does not explain.

    Parameters
    ----------
    values : ndarray of shape (d,)
        Eigenvalues of a sample covariance, decreasing.
    n : float
        Independent rows that it is of.

    Notes
    -----
    With k directions removed, the rest is a sample covariance of d - k dimensions with n - 1 - k degrees of freedom; its
    largest eigenvalue is compared with the mean of the others, and with what it is by chance in 5 % of samples.

    Rows that hang together or have heavy tails swing more than independent Gaussian ones, and are taken for
    directions: with sentences at hand use `held_out`.
    """
    d = len(values)
    edges = np.array([_chance_share(n - 1 - k, d - k) for k in range(d - 1)])
    return count_in_a_row(rest_shares(values) > edges)


def _chance_share(freedom: float, d: int) -> float:
    """`rest_shares` of the largest eigenvalue of noise, exceeded in 5 % of samples; never, where there is no freedom."""
    if freedom < 1:
        return 1.0
    largest = largest_eigenvalue_edge(freedom, d)
    return share_of(largest * (d - 1) / (d - largest)) if largest < d else 1.0
