"""STS scores of many similarities at once, and how resamples of the pairs move each of them."""

from dataclasses import dataclass

import numpy as np

from ..geometry.rank_correlation import resample_counts, spearman_rows
from ..geometry.rank_influence import spearman_influence
from ..texts import Texts
from ..texts.units import connected_pairs
from .specification import Estimate, Specification

DRAWS = 1000


@dataclass(frozen=True)
class Scores:
    """Scores in points.

    Attributes
    ----------
    values : ndarray of shape (m,)
    influence : ndarray of shape (m, n_pairs) or None
        None where no draws are wanted.
    """

    values: np.ndarray
    influence: np.ndarray | None

    @classmethod
    def of(cls, similarities: np.ndarray, gold: np.ndarray, draws: bool = True) -> "Scores":
        """Score similarities of shape (m, n_pairs)."""
        return cls(spearman_rows(similarities, gold), spearman_influence(similarities, gold) if draws else None)

    def combined(self, signs: np.ndarray) -> "Scores":
        """Sums of scores with signs of shape (k, m): differences, means."""
        return Scores(signs @ self.values, None if self.influence is None else signs @ self.influence)


class PairDraws:
    """Resamples of the pairs of one text, in groups that share sentences: the same for every space that reads it.

    To first order: a score moves by the influence of the pairs that are drawn, which in simulation is as wide as the
    bootstrap itself and takes a thousandth of its time.
    """

    def __init__(self, texts: Texts, draws: int = DRAWS, seed: int = 0) -> None:
        counts, self.units = resample_counts(texts.n_pairs, seed, draws, connected_pairs(texts))
        self._shares = (counts / counts.sum(axis=1, keepdims=True)).astype(np.float32)

    def deviations(self, scores: Scores) -> np.ndarray | None:
        """How resamples move each score, shape (m, draws)."""
        return None if scores.influence is None else scores.influence.astype(np.float32) @ self._shares.T

    def estimates(self, scores: Scores, specifications: list[Specification]) -> list[Estimate]:
        """One estimate a score."""
        moved = self.deviations(scores)
        return [
            Estimate(specification, float(value), None if moved is None else moved[i])
            for i, (specification, value) in enumerate(zip(specifications, scores.values, strict=True))
        ]
