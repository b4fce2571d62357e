"""STS scores: the rank correlation of sentence pairs' cosines with the gold score, and what a change of it is worth."""

from dataclasses import dataclass

import numpy as np

from .geometry.rank_correlation import DRAWS, Resamples, bootstrap_spearman, pearson_rows, spearman_rows
from .uncertainty import interval95, two_sided_p

ROUNDING = 0.005  # points: half of the last digit that is shown


@dataclass(frozen=True)
class StsScore:
    """Correlation of cosine similarity with the gold score, in points (0-100).

    Attributes
    ----------
    spearman, pearson : float
    ci95 : (float, float)
        95 % bootstrap interval of `spearman` over pairs.
    n_pairs : int
    """

    spearman: float
    pearson: float
    ci95: tuple[float, float]
    n_pairs: int


@dataclass(frozen=True)
class Difference:
    """A change of the Spearman score, in points, with its 95 % paired-bootstrap interval and two-sided p-value."""

    value: float
    ci95: tuple[float, float]
    p: float


def score(similarity: np.ndarray, gold: np.ndarray, seed: int = 0, draws: int = DRAWS) -> StsScore:
    """Spearman and Pearson of a similarity with the gold score, each of shape (n_pairs,), with an interval."""
    return _score(similarity, gold, bootstrap_spearman(similarity, gold, seed, draws))


def difference(
    after: np.ndarray, before: np.ndarray, gold: np.ndarray, seed: int = 0, draws: int = DRAWS
) -> tuple[StsScore, Difference]:
    """Score of `after`, and that minus the score of `before`: similarities of the same pairs, each (n_pairs,).

    The same pairs are drawn for both, so that what they share does not widen the interval.
    """
    resamples = Resamples(gold, seed, draws)
    drawn_after, drawn_before = resamples.spearman(after), resamples.spearman(before)
    scores = spearman_rows(np.stack([after, before]), gold)
    drawn = drawn_after - drawn_before
    change = Difference(float(scores[0] - scores[1]), interval95(drawn), two_sided_p(drawn))
    return _score(after, gold, drawn_after), change


def _score(similarity: np.ndarray, gold: np.ndarray, drawn: np.ndarray) -> StsScore:
    pearson = 100 * pearson_rows(similarity[None], gold)[0]
    return StsScore(float(spearman_rows(similarity[None], gold)[0]), float(pearson), interval95(drawn), len(gold))
