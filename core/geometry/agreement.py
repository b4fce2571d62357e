"""Which of two similarities a third one ranks pairs by, and how far another one has moved from one to the other."""

from dataclasses import dataclass

import numpy as np

from .rank_correlation import DRAWS, Resamples, change_interval, spearman_rows


@dataclass(frozen=True)
class Agreed:
    """Rank correlations of a similarity with two others, in points.

    Attributes
    ----------
    first, second : float
    leads : ndarray of shape (draws,)
        `second - first` in resamples of the pairs.
    """

    first: float
    second: float
    leads: np.ndarray

    @property
    def lead(self) -> float:
        """How much more it agrees with the second, in points."""
        return self.second - self.first


class Agreement:
    """Two similarities of the same pairs, with which others are compared.

    Parameters
    ----------
    first, second : ndarray of shape (n_pairs,)
    seed, draws : int
    unit : ndarray of int of shape (n_pairs,), optional
        Which pairs hang together, see `Resamples`.
    """

    def __init__(
        self, first: np.ndarray, second: np.ndarray, seed: int = 0, unit: np.ndarray | None = None, draws: int = DRAWS
    ) -> None:
        self._known = first, second
        self._resamples = tuple(Resamples(known, seed, draws, unit) for known in self._known)

    def of(self, similarity: np.ndarray) -> Agreed:
        """Correlations of a similarity of shape (n_pairs,) with both."""
        first, second = (float(spearman_rows(similarity[None], known)[0]) for known in self._known)
        drawn_first, drawn_second = (resamples.spearman(similarity) for resamples in self._resamples)
        return Agreed(first, second, drawn_second - drawn_first)

    def moved(self, before: Agreed, after: Agreed) -> tuple[float, tuple[float, float]]:
        """Change of the lead, in points, with its 95 % paired-bootstrap interval."""
        value = after.lead - before.lead
        drawn, units = after.leads - before.leads, self._resamples[0].units
        return value, change_interval(drawn, value, len(self._known[0]), units)[0]
