"""A number over words, and its interval from resampling them: every word counts once."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..errors import GeometryError
from ..uncertainty import interval95
from .bootstrap import bootstrap_sums

LEAST_WORDS = 20
Statistic = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Estimate:
    """A number with its 95 % interval over words."""

    value: float
    low: float
    high: float


def estimate(columns: np.ndarray, statistic: Statistic, seed: int) -> Estimate:
    """A statistic of the sums of columns (words, m), with its interval from resampling the words."""
    sums = np.concatenate([columns.sum(axis=0, keepdims=True), bootstrap_sums(columns, seed=seed)])
    return first_and_interval(statistic(sums))


def first_and_interval(values: np.ndarray) -> Estimate:
    """The first of some values, with the interval of the others."""
    return Estimate(float(values[0]), *interval95(values[1:]))


def counted(word: np.ndarray, words: int) -> np.ndarray:
    """Rows of each word, shape (words,)."""
    counts = np.bincount(word[word >= 0], minlength=words)
    if (counts > 0).sum() < LEAST_WORDS:
        raise GeometryError(
            f"Frequency bias needs {LEAST_WORDS} different words of known frequency; these texts have {(counts > 0).sum()}."
        )
    return counts
