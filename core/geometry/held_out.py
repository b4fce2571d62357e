"""Variance along a direction as sentences show it that did not choose the direction: cross-validated eigenvalues.

The largest eigenvalue of a sample is large partly because its direction was chosen for that. Along the same direction,
other sentences of the same kind have the space's own variance, without bias and whatever the rows are like: tokens of a
sentence that share much of their vector, rows of unequal length, heavy tails. How far it swings by chance shows in the
draws. So there is no null to be assumed and no effective number of rows to be estimated.

References
----------
Chen, Roch, Rohe & Yu 2021, arXiv:2108.03336 (cross-validated eigenvalues); Politis & Romano 1994, Annals of Statistics
22 (subsampling without replacement).
"""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from .deflation import count_in_a_row, count_longer, rest_shares, share_of
from .moments import Moments

ONE_SIDED = NormalDist().inv_cdf(0.95)


def held_out_shares(known: Moments, chosen: Moments, directions: np.ndarray) -> np.ndarray:
    """`rest_shares` of directions on the rows of a space that are not among those they were chosen on.

    Parameters
    ----------
    known, chosen : Moments
        Of the whole space, and of the part that `directions` are of.
    directions : ndarray of shape (d, d)
        Unit columns, most dominant first.

    Returns
    -------
    ndarray of shape (d - 1,)
    """
    others = known.n - chosen.n
    apart = (chosen.mean - known.mean) * np.sqrt(known.n * chosen.n / others)
    scatter = known.scatter - chosen.scatter - np.outer(apart, apart)  # of the others around their own mean
    along = np.einsum("ij,ij->j", directions, scatter @ directions)
    rounding = np.finfo(np.float64).eps * max(known.n, known.dim) * np.trace(known.scatter)
    return rest_shares(np.where(along > rounding, along, 0.0))


@dataclass(frozen=True)
class HeldOut:
    """Held-out shares of several half-samples.

    Attributes
    ----------
    shares : ndarray of shape (draws, d - 1)
    """

    shares: np.ndarray

    @property
    def margin(self) -> np.ndarray:
        """How far a share may lie above its true value by chance, in 5 % of samples; shape (d - 1,).

        Half-samples without replacement swing around the whole as much as samples of the whole's size do around the truth.
        """
        return ONE_SIDED * self.shares.std(axis=0, ddof=1)

    def count(self, ratio: float) -> int:
        """Directions with more than `ratio` times the mean variance of the rest, by the mean over half-samples."""
        return self._count(self.shares.mean(axis=0), ratio)

    def counts(self, ratio: float) -> list[int]:
        """The same for each half-sample by itself."""
        return [self._count(shares, ratio) for shares in self.shares]

    def _count(self, shares: np.ndarray, ratio: float) -> int:
        leading = count_in_a_row(shares - self.margin > share_of(1.0))
        return count_longer(shares, leading, ratio)
