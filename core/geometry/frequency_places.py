"""Where frequent and rare words stand: their norms, and their distances from the centre."""

from dataclasses import dataclass

import numpy as np

from ..uncertainty import students_t
from .rank_correlation import average_ranks
from .rows import Rows, as_rows
from .word_estimate import Estimate, counted, estimate


@dataclass(frozen=True)
class Band:
    """Words of one band of frequency.

    Attributes
    ----------
    number : int
        Which band.
    n_words, n_tokens : int
    norm, distance : Estimate
        Mean norm, and mean distance from the mean of all rows (a word counts once); the interval is
        Student's over words, NaN for a single word.
    """

    number: int
    n_words: int
    n_tokens: int
    norm: Estimate
    distance: Estimate


@dataclass(frozen=True)
class Places:
    """Where frequent and rare words stand.

    Attributes
    ----------
    bands : list of Band
        Those that have words.
    norm_trend, distance_trend : Estimate
        Spearman correlation (-1 to 1) of a word's frequency with its mean norm, and with its mean distance from the
        centre.
    spread : float
        Root-mean-square distance of all rows from the centre: what distances are compared by between spaces.
    """

    bands: list[Band]
    norm_trend: Estimate
    distance_trend: Estimate
    spread: float


def places(vectors: "np.ndarray | Rows", word: np.ndarray, zipf: np.ndarray, band: np.ndarray, seed: int = 0) -> Places:
    """Norm and distance from the centre by frequency.

    Parameters
    ----------
    vectors : ndarray of shape (n, d) or Rows
        All rows; the centre is the mean of all of them, also of those of no word.
    word : ndarray of int of shape (n,)
        Which word each row belongs to; -1: of none whose frequency is known.
    zipf : ndarray of shape (words,)
    band : ndarray of int of shape (words,)
        Frequency band of each word, from 0.
    seed : int
        Of the bootstrap.

    Raises
    ------
    GeometryError
        Fewer than `LEAST_WORDS` words.
    """
    rows = as_rows(vectors)
    counts = counted(word, len(zipf))
    centre = np.zeros(rows.shape[1])
    for _, block in rows.blocks():
        centre += block.sum(axis=0)
    centre /= len(rows)
    sums, total = np.zeros((2, len(zipf))), 0.0
    for start, block in rows.blocks():
        of = word[start : start + len(block)]
        known = of >= 0
        lengths = [np.sqrt(np.einsum("ij,ij->i", block, block))]
        block -= centre
        lengths.append(np.sqrt(np.einsum("ij,ij->i", block, block)))
        total += float(lengths[1] @ lengths[1])
        for which, values in enumerate(lengths):
            sums[which] += np.bincount(of[known], values[known], len(zipf))
    there = counts > 0
    norm, distance = sums[:, there] / counts[there]
    bands = []
    for number in np.unique(band[there]):
        inside = band[there] == number
        means = [_mean_estimate(values[inside]) for values in (norm, distance)]
        bands.append(Band(int(number), int(inside.sum()), int(counts[there][inside].sum()), means[0], means[1]))
    norm_trend, distance_trend = (_trend(values, zipf[there], seed) for values in (norm, distance))
    return Places(bands, norm_trend, distance_trend, float(np.sqrt(total / len(rows))))


def _mean_estimate(values: np.ndarray) -> Estimate:
    mean = float(values.mean())
    if len(values) < 2:
        return Estimate(mean, float("nan"), float("nan"))
    margin = students_t(len(values) - 1) * float(values.std(ddof=1)) / np.sqrt(len(values))
    return Estimate(mean, mean - margin, mean + margin)


def _trend(values: np.ndarray, zipf: np.ndarray, seed: int) -> Estimate:
    """Spearman correlation; its resamples correlate the ranks of the whole."""
    x, y = (ranks - ranks.mean() for ranks in average_ranks(np.stack([values, zipf])))
    return estimate(np.stack([np.ones(len(x)), x, y, x * x, y * y, x * y], axis=1), _correlation_of, seed)


def _correlation_of(sums: np.ndarray) -> np.ndarray:
    n, x, y, xx, yy, xy = sums.T
    square = np.maximum(xx - x**2 / n, 0.0) * np.maximum(yy - y**2 / n, 0.0)
    return np.asarray(np.divide(xy - x * y / n, np.sqrt(square), out=np.full(len(sums), np.nan), where=square > 0))
