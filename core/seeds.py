"""Seeds of k-means, training or initialisation as what they are: a few draws of all seeds that there could be."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .uncertainty import interval95, two_sided_p


@dataclass(frozen=True)
class OverSeeds:
    """The mean of a number over seeds, and how sure it is, both of other texts and of other seeds.

    Attributes
    ----------
    value : float
        Mean over the seeds at hand.
    ci95 : (float, float)
    p : float
        Two-sided, of no difference from 0.
    seeds : int
        How many there are. One says nothing of others: then interval and p are those of this seed.
    sd : float
        Standard deviation over seeds; NaN for one.
    drawn : ndarray of shape (draws,)
        What interval and p were counted from.
    """

    value: float
    ci95: tuple[float, float]
    p: float
    seeds: int
    sd: float
    drawn: np.ndarray

    def words(self, what: str = "seed") -> str:
        """'one seed', or '5 seeds (sd 0.31)'."""
        return f"one {what}" if self.seeds == 1 else f"{self.seeds} {what}s (sd {self.sd:.2g})"


def over_seeds(values: Sequence[float], drawn: np.ndarray, seed: int = 0) -> OverSeeds:
    """A number over seeds as a random effect.

    Parameters
    ----------
    values : sequence of float, of length seeds
        The number, for each seed.
    drawn : ndarray of shape (seeds, draws)
        Its bootstrap draws for each seed: the same pairs or sentences in the same draw.
    seed : int
        Of the draws of seeds.

    Notes
    -----
    Each draw of the texts gives the mean over seeds, to which a draw of the seeds is added: Student's t with seeds - 1
    degrees of freedom times sd / sqrt(seeds). Drawing among the seeds at hand instead would take three of them for
    all that there are. Two seeds leave nearly everything open, as they should.
    """
    given = np.asarray(values, dtype=np.float64)
    mean, seeds = float(given.mean()), len(given)
    combined = drawn.mean(axis=0)
    sd = float(given.std(ddof=1)) if seeds > 1 else float("nan")
    if seeds > 1:
        combined = combined + sd / seeds**0.5 * np.random.default_rng(seed).standard_t(seeds - 1, combined.shape)
    return OverSeeds(mean, interval95(combined), two_sided_p(combined), seeds, sd, combined)
