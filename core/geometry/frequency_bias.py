"""Frequency bias: how much a space knows of how frequent a token's word is, and where that stands in it.

Every word counts once, however often it occurs: a word's tokens share its weight. Otherwise a handful of words
('the', 'a', '.') would decide every number. No vectors are averaged over a word's occurrences, because averages of many
occurrences lie nearer to the centre than averages of few, which would be frequency bias by construction.
"""

from dataclasses import dataclass

import numpy as np

from .frequency_neighbours import NeighbourGap, mean_difference, neighbour_gap, ratio_of
from .frequency_places import Band, Places, places
from .jackknife import groups_of, jackknife95
from .ridge import held_out
from .rows import Rows
from .word_estimate import LEAST_WORDS, Estimate, Statistic, counted

__all__ = [
    "LEAST_WORDS",
    "Band",
    "Estimate",
    "NeighbourGap",
    "Places",
    "Predictability",
    "Statistic",
    "difference",
    "mean_difference",
    "neighbour_gap",
    "places",
    "predictability",
    "r2_columns",
    "r2_of",
    "ratio_of",
]

SHUFFLINGS = 20  # of the words' frequencies, for chance
_FEWER = 8  # groups left out, where each has sums of its own in every fold


@dataclass(frozen=True)
class Predictability:
    """How well frequency is read off the vectors by a linear probe that has not seen the word.

    Attributes
    ----------
    r2 : Estimate
        1: exactly; 0: no better than the mean frequency; negative: worse. Of the interval, see `without`.
    fold_sd : float
        Standard deviation of R^2 over folds.
    chance, chance_high : float
        R^2 when the words' frequencies are dealt out at random: mean and largest of `SHUFFLINGS`, above which a space that
        knows nothing comes once in `SHUFFLINGS` + 1 times.
    p : float
        Share of these that reach the space's, itself counted: exact, and at least 1 / (`SHUFFLINGS` + 1).
    error : ndarray of shape (words,)
        Mean squared error of each word; NaN for words without a row.
    without : ndarray of shape (groups,)
        R^2 with each group of words left out, of what the probes learn from as well: what the interval is made of.
    """

    r2: Estimate
    fold_sd: float
    chance: float
    chance_high: float
    p: float
    error: np.ndarray
    without: np.ndarray


def predictability(
    vectors: "np.ndarray | Rows",
    word: np.ndarray,
    zipf: np.ndarray,
    fold: np.ndarray,
    seed: int = 0,
    equal_words: bool = True,
    group: np.ndarray | None = None,
) -> Predictability:
    """Cross-validated R^2 of a ridge regression of Zipf frequency on the vectors.

    Parameters
    ----------
    vectors : ndarray of shape (n, d) or Rows
    word : ndarray of int of shape (n,)
        Which word each row belongs to; -1: of none whose frequency is known.
    zipf : ndarray of shape (words,)
    fold : ndarray of int of shape (n,)
        Where all rows of a word are in one fold, the probe has never seen the word that it is asked for. Where they are
        not, it can learn the words by heart: then shuffled frequencies are predicted just as well, see `chance`.
    seed : int
        Of the shufflings and the bootstrap.
    equal_words : bool
        Whether a word counts once (its tokens share its weight) or each of its tokens does.
    group : ndarray of int of shape (words,), optional
        Which words are left out together for the interval; by chance and `seed` if not given. For a difference of two
        spaces the same word must be in the same group of both.

    Raises
    ------
    GeometryError
        Fewer than `LEAST_WORDS` words.
    """
    counts = counted(word, len(zipf))
    random = np.random.default_rng(seed)
    there = np.flatnonzero(counts)
    targets = np.tile(zipf[:, None], (1, 1 + SHUFFLINGS))
    for column in range(1, 1 + SHUFFLINGS):
        targets[there, column] = zipf[random.permutation(there)]
    share = 1.0 / np.maximum(counts, 1) if equal_words else np.ones(len(counts))
    weight = np.where(word >= 0, share[word], 0.0)
    known = word >= 0
    group = groups_of(len(zipf), seed) if group is None else group
    if len(np.unique(np.stack([word, fold], axis=1)[known], axis=0)) > len(there):
        group = group % _FEWER  # words in several folds: as many sums again for each group
    found = held_out(vectors, word, targets, fold, weight, group[word])
    squares = (found.predicted[known] - zipf[word[known]]) ** 2
    error = np.bincount(word[known], squares, len(zipf)) / np.maximum(counts, 1)
    error[counts == 0] = np.nan
    per_word = np.ones(len(there)) if equal_words else counts[there].astype(np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        folds = 1 - found.square[:, 0] / found.around[:, 0]
        every = 1 - found.square.sum(axis=0) / found.around.sum(axis=0)
    value = float(r2_of(r2_columns(error[there], zipf[there], per_word).sum(axis=0, keepdims=True))[0])
    p = (1 + int((every[1:] >= every[0]).sum())) / (1 + SHUFFLINGS) if np.isfinite(value) else float("nan")
    return Predictability(
        Estimate(value, *jackknife95(value, found.r2_without)),
        float(folds.std(ddof=1)),
        float(every[1:].mean()),
        float(every[1:].max()),
        p,
        error,
        found.r2_without,
    )


def r2_columns(error: np.ndarray, zipf: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """What `r2_of` needs the sums of, shape (words, 4): mean squared errors, frequencies and weights of words (words,)."""
    return np.stack([weight, weight * error, weight * zipf, weight * zipf**2], axis=1)


def r2_of(sums: np.ndarray) -> np.ndarray:
    """R^2 from sums of shape (draws, 4): 1 - sum w e / sum w (y - mean)^2; NaN where all words are equally frequent."""
    weight, error, first, second = sums.T
    around = second - first**2 / weight
    there = around > 1e-12 * np.abs(second)
    return np.asarray(1 - np.divide(error, around, out=np.full(len(sums), np.nan), where=there))


def difference(
    first: np.ndarray, second: np.ndarray, statistic: Statistic, without: tuple[np.ndarray, np.ndarray]
) -> tuple[Estimate, Estimate, Estimate]:
    """A statistic of two spaces on the same words, and the second minus the first.

    Parameters
    ----------
    first, second : ndarray of shape (words, m)
        What `statistic` needs the sums of; row i of both is the same word.
    statistic : callable
        `r2_of` or `ratio_of`: sums of shape (draws, m) -> values of shape (draws,).
    without : (ndarray, ndarray) of shape (groups,)
        `Predictability.without` or `NeighbourGap.without` of both spaces, for the same groups of words: resampled words
        alone would leave probes and neighbours what they are, and intervals too short.
    """
    values = [float(statistic(columns.sum(axis=0, keepdims=True))[0]) for columns in (first, second)]
    change = values[1] - values[0]
    return (
        Estimate(values[0], *jackknife95(values[0], without[0])),
        Estimate(values[1], *jackknife95(values[1], without[1])),
        Estimate(change, *jackknife95(change, without[1] - without[0])),
    )
