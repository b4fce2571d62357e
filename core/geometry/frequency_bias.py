"""Frequency bias: how much a space knows of how frequent a token's word is, and where that stands in it.

Every word counts once, however often it occurs: a word's tokens share its weight. Otherwise a handful of words
('the', 'a', '.') would decide every number. No vectors are averaged over a word's occurrences, because averages of many
occurrences lie nearer to the centre than averages of few, which would be frequency bias by construction.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..errors import GeometryError
from ..uncertainty import interval95
from .bootstrap import bootstrap_sums
from .neighbours import NOBODY, K, nearest_neighbours
from .rank_correlation import average_ranks
from .ridge import held_out
from .rows import Rows, as_rows, take

SHUFFLINGS = 20  # of the words' frequencies, for chance
LEAST_WORDS = 20
Statistic = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Estimate:
    """A number with its 95 % interval from resampling words."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Predictability:
    """How well frequency is read off the vectors by a linear probe that has not seen the word.

    Attributes
    ----------
    r2 : Estimate
        1: exactly; 0: no better than the mean frequency; negative: worse. The interval is that of these probes on
        other words: it does not contain what other words would have taught them (see `fold_sd`).
    fold_sd : float
        Standard deviation of R^2 over folds.
    chance, chance_high : float
        R^2 when the words' frequencies are dealt out at random: mean and largest of `SHUFFLINGS`.
    error : ndarray of shape (words,)
        Mean squared error of each word; NaN for words without a row.
    """

    r2: Estimate
    fold_sd: float
    chance: float
    chance_high: float
    error: np.ndarray


@dataclass(frozen=True)
class NeighbourGap:
    """How different in frequency nearest neighbours are.

    Attributes
    ----------
    ratio : Estimate
        `gap` / `expected`: 1 where neighbours have nothing to do with frequency, lower where they share it.
    gap : float
        Mean |difference in Zipf frequency| between a word and its k nearest neighbours among other words.
    expected : float
        The same with frequencies dealt out at random, exactly: the mean over all pairs of words.
    p : float
        Share of permutations with a gap as small, itself counted as one.
    k, n : int
        Neighbours, and words they were sought among.
    of_word : ndarray of shape (words,)
        Each word's own gap; NaN for words that were not drawn.
    """

    ratio: Estimate
    gap: float
    expected: float
    p: float
    k: int
    n: int
    of_word: np.ndarray


@dataclass(frozen=True)
class Band:
    """Words of one band of frequency.

    Attributes
    ----------
    number : int
        Which band.
    n_words, n_tokens : int
    norm, distance : Estimate
        Mean norm, and mean distance from the mean of all rows (a word counts once); the interval is 1.96 standard
        errors over words, NaN for a single word.
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


def predictability(
    vectors: "np.ndarray | Rows",
    word: np.ndarray,
    zipf: np.ndarray,
    fold: np.ndarray,
    seed: int = 0,
    equal_words: bool = True,
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

    Raises
    ------
    GeometryError
        Fewer than `LEAST_WORDS` words.
    """
    counts = _counted(word, len(zipf))
    random = np.random.default_rng(seed)
    there = np.flatnonzero(counts)
    targets = np.tile(zipf[:, None], (1, 1 + SHUFFLINGS))
    for column in range(1, 1 + SHUFFLINGS):
        targets[there, column] = zipf[random.permutation(there)]
    share = 1.0 / np.maximum(counts, 1) if equal_words else np.ones(len(counts))
    weight = np.where(word >= 0, share[word], 0.0)
    found = held_out(vectors, word, targets, fold, weight)
    known = word >= 0
    squares = (found.predicted[known] - zipf[word[known]]) ** 2
    error = np.bincount(word[known], squares, len(zipf)) / np.maximum(counts, 1)
    error[counts == 0] = np.nan
    per_word = np.ones(len(there)) if equal_words else counts[there].astype(np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        folds = 1 - found.square[:, 0] / found.around[:, 0]
        shuffled = 1 - found.square[:, 1:].sum(axis=0) / found.around[:, 1:].sum(axis=0)
    r2 = _estimate(r2_columns(error[there], zipf[there], per_word), r2_of, seed)
    return Predictability(r2, float(folds.std(ddof=1)), float(shuffled.mean()), float(shuffled.max()), error)


def r2_columns(error: np.ndarray, zipf: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """What `r2_of` needs the sums of, shape (words, 4): mean squared errors, frequencies and weights of words (words,)."""
    return np.stack([weight, weight * error, weight * zipf, weight * zipf**2], axis=1)


def r2_of(sums: np.ndarray) -> np.ndarray:
    """R^2 from sums of shape (draws, 4): 1 - sum w e / sum w (y - mean)^2; NaN where all words are equally frequent."""
    weight, error, first, second = sums.T
    around = second - first**2 / weight
    there = around > 1e-12 * np.abs(second)
    return np.asarray(1 - np.divide(error, around, out=np.full(len(sums), np.nan), where=there))


def neighbour_gap(
    vectors: "np.ndarray | Rows",
    row: np.ndarray,
    word: np.ndarray,
    zipf: np.ndarray,
    k: int = K,
    seed: int = 0,
    draws: int = 200,
) -> NeighbourGap:
    """Mean difference in frequency between words that are neighbours.

    Parameters
    ----------
    vectors : ndarray of shape (n, d) or Rows
    row : ndarray of int of shape (m,)
        One row for each word that takes part, so that a word is never its own neighbour; increasing.
    word : ndarray of int of shape (m,)
        Their words, all different.
    zipf : ndarray of shape (words,)
    k : int
        Nearest neighbours, by cosine.
    seed, draws : int
        Of the permutations.

    Notes
    -----
    The interval resamples words and takes their neighbourhoods as they are.

    Raises
    ------
    GeometryError
        Not more than k words with a vector that is not zero.
    """
    near = nearest_neighbours(take(as_rows(vectors), row), k)
    there = near[:, 0] != NOBODY
    frequency = zipf[word]
    gaps = np.abs(frequency[near] - frequency[:, None]).mean(axis=1)
    expected = mean_difference(frequency)
    random = np.random.default_rng(seed)
    kept, known = (np.cumsum(there) - 1)[near[there]], frequency[there]
    observed, reached = float(gaps[there].mean()), 1
    for _ in range(draws):
        shuffled = random.permutation(known)
        reached += bool(np.abs(shuffled[kept] - shuffled[:, None]).mean() <= observed)
    of_word = np.full(len(zipf), np.nan)
    of_word[word[there]] = gaps[there]
    ratio = _estimate(np.stack([gaps, expected], axis=1)[there], ratio_of, seed)
    return NeighbourGap(ratio, observed, float(expected[there].mean()), reached / (draws + 1), k, len(row), of_word)


def ratio_of(sums: np.ndarray) -> np.ndarray:
    """First over second column of sums of shape (draws, 2); NaN where the second is 0."""
    return np.asarray(np.divide(sums[:, 0], sums[:, 1], out=np.full(len(sums), np.nan), where=sums[:, 1] > 0))


def mean_difference(values: np.ndarray) -> np.ndarray:
    """Mean |difference| of each value from all the others, shape (n,); 0 for a single one."""
    order = np.argsort(values, kind="stable")
    ordered, n = values[order], len(values)
    below = np.cumsum(ordered) - ordered
    i = np.arange(n)
    sums = ordered * i - below + (ordered.sum() - below - ordered) - ordered * (n - 1 - i)
    out = np.empty(n)
    out[order] = np.maximum(sums, 0.0) / max(1, n - 1)
    return out


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
    counts = _counted(word, len(zipf))
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


def difference(
    first: np.ndarray, second: np.ndarray, statistic: Statistic, seed: int = 0
) -> tuple[Estimate, Estimate, Estimate]:
    """A statistic of two spaces on the same words, and the second minus the first, from the same resamples.

    Parameters
    ----------
    first, second : ndarray of shape (words, m)
        What `statistic` needs the sums of; row i of both is the same word.
    statistic : callable
        `r2_of` or `ratio_of`: sums of shape (draws, m) -> values of shape (draws,).
    seed : int
    """
    both, m = np.concatenate([first, second], axis=1), first.shape[1]
    sums = np.concatenate([both.sum(axis=0, keepdims=True), bootstrap_sums(both, seed=seed)])
    one, two = statistic(sums[:, :m]), statistic(sums[:, m:])
    return _first_and_interval(one), _first_and_interval(two), _first_and_interval(two - one)


def _estimate(columns: np.ndarray, statistic: Statistic, seed: int) -> Estimate:
    sums = np.concatenate([columns.sum(axis=0, keepdims=True), bootstrap_sums(columns, seed=seed)])
    return _first_and_interval(statistic(sums))


def _first_and_interval(values: np.ndarray) -> Estimate:
    return Estimate(float(values[0]), *interval95(values[1:]))


def _mean_estimate(values: np.ndarray) -> Estimate:
    mean = float(values.mean())
    if len(values) < 2:
        return Estimate(mean, float("nan"), float("nan"))
    margin = 1.96 * float(values.std(ddof=1)) / np.sqrt(len(values))
    return Estimate(mean, mean - margin, mean + margin)


def _trend(values: np.ndarray, zipf: np.ndarray, seed: int) -> Estimate:
    """Spearman correlation; its resamples correlate the ranks of the whole."""
    x, y = (ranks - ranks.mean() for ranks in average_ranks(np.stack([values, zipf])))
    return _estimate(np.stack([np.ones(len(x)), x, y, x * x, y * y, x * y], axis=1), _correlation_of, seed)


def _correlation_of(sums: np.ndarray) -> np.ndarray:
    n, x, y, xx, yy, xy = sums.T
    square = np.maximum(xx - x**2 / n, 0.0) * np.maximum(yy - y**2 / n, 0.0)
    return np.asarray(np.divide(xy - x * y / n, np.sqrt(square), out=np.full(len(sums), np.nan), where=square > 0))


def _counted(word: np.ndarray, words: int) -> np.ndarray:
    """Rows of each word, shape (words,)."""
    counts = np.bincount(word[word >= 0], minlength=words)
    if (counts > 0).sum() < LEAST_WORDS:
        raise GeometryError(
            f"Frequency bias needs {LEAST_WORDS} different words of known frequency; these texts have {(counts > 0).sum()}."
        )
    return counts
