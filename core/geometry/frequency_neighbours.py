"""Frequency bias among neighbours: whether words stand next to words that are as frequent."""

from dataclasses import dataclass

import numpy as np

from .jackknife import groups_of, jackknife95
from .neighbours import NOBODY, K, nearest_neighbours
from .rows import Rows, as_rows, take
from .word_estimate import Estimate


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
    without : ndarray of shape (groups,)
        `ratio` with each group of words left out, among the others' neighbours as well: what the interval is made of.
    """

    ratio: Estimate
    gap: float
    expected: float
    p: float
    k: int
    n: int
    of_word: np.ndarray
    without: np.ndarray


def neighbour_gap(
    vectors: "np.ndarray | Rows",
    row: np.ndarray,
    word: np.ndarray,
    zipf: np.ndarray,
    k: int = K,
    seed: int = 0,
    draws: int = 200,
    group: np.ndarray | None = None,
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
    group : ndarray of int of shape (words,), optional
        As in `predictability`.

    Notes
    -----
    Where a group of words is left out, the others find their neighbours among themselves.

    Raises
    ------
    GeometryError
        Not more than k words with a vector that is not zero.
    """
    ordered = _more_neighbours(take(as_rows(vectors), row), k)
    near = ordered[:, :k]
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
    value = float(ratio_of(np.stack([gaps, expected], axis=1)[there].sum(axis=0, keepdims=True))[0])
    of_row = (groups_of(len(zipf), seed) if group is None else group)[word]
    without = np.array([_ratio_among(ordered, frequency, there & (of_row != one), k) for one in np.unique(of_row)])
    ratio = Estimate(value, *jackknife95(value, without))
    p = reached / (draws + 1)
    return NeighbourGap(ratio, observed, float(expected[there].mean()), p, k, len(row), of_word, without)


def _more_neighbours(rows: Rows, k: int) -> np.ndarray:
    """Twice as many neighbours of each row as are sought, nearest first, where there are so many."""
    nonzero = sum(int(np.any(block != 0, axis=1).sum()) for _, block in rows.blocks())
    return nearest_neighbours(rows, max(k, min(2 * k, nonzero - 1)))


def _ratio_among(ordered: np.ndarray, frequency: np.ndarray, chosen: np.ndarray, k: int) -> float:
    """`NeighbourGap.ratio` of the rows `chosen` (n,) among themselves, from more than k neighbours of all, (n, m)."""
    rows = np.flatnonzero(chosen)
    near = ordered[rows]
    inside = chosen[near]
    inside &= np.cumsum(inside, axis=1) <= k
    count, away = inside.sum(axis=1), np.abs(frequency[near] - frequency[rows][:, None])
    there = count > 0
    if not there.any():
        return float("nan")
    gap = ((away * inside).sum(axis=1)[there] / count[there]).mean()
    expected = mean_difference(frequency[rows]).mean()
    return float(gap / expected) if expected > 0 else float("nan")


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
