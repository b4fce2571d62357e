"""Rank correlation of many rows with one target, and its bootstrap."""

import numpy as np

DRAWS = 1000


def spearman_rows(similarities: np.ndarray, gold: np.ndarray) -> np.ndarray:
    """Spearman, in points, of each row of shape (m, n_pairs) with the gold score of shape (n_pairs,)."""
    ranks = average_ranks(similarities)
    target = average_ranks(gold[None])[0]
    return 100 * pearson_rows(ranks, target)


def pearson_rows(values: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Pearson (-1 to 1) of each row of shape (m, n) with `target` of shape (n,); NaN where one is constant."""
    centred = values - values.mean(axis=1, keepdims=True)
    goal = target - target.mean()
    norm = np.sqrt(np.einsum("ij,ij->i", centred, centred) * (goal @ goal))
    return np.divide(centred @ goal, norm, out=np.full(len(values), np.nan), where=norm > 0)


def average_ranks(values: np.ndarray) -> np.ndarray:
    """Ranks from 1 along each row of shape (m, n), ties at their average: as scipy's rankdata, faster for many ties."""
    order = np.argsort(values, axis=1)
    ordered = np.take_along_axis(values, order, axis=1)
    place = np.arange(values.shape[1])
    begins = np.ones(values.shape, dtype=bool)  # where a run of equal values begins
    begins[:, 1:] = ordered[:, 1:] != ordered[:, :-1]
    ends = np.ones_like(begins)
    ends[:, :-1] = begins[:, 1:]
    first = np.maximum.accumulate(np.where(begins, place, 0), axis=1)
    last = np.minimum.accumulate(np.where(ends, place, len(place))[:, ::-1], axis=1)[:, ::-1]
    ranks = np.empty(values.shape)
    np.put_along_axis(ranks, order, (first + last) / 2 + 1, axis=1)
    return ranks


class Resamples:
    """Bootstrap resamples of pairs, with the ranks of their gold scores, for any number of similarities.

    The same seed draws the same pairs, so that two settings' results pair up draw by draw.

    Notes
    -----
    A resample is its counts per pair; ranks under counts are cumulative sums over one sorted order, so
    nothing is sorted again. Exact, ties included.
    """

    def __init__(self, gold: np.ndarray, seed: int = 0, draws: int = DRAWS) -> None:
        self._counts = _resample_counts(len(gold), seed, draws)
        self._middle = (len(gold) + 1) / 2  # the mean rank of any resample
        ranks = _weighted_ranks(gold, self._counts) - self._middle
        self._weighted_gold = self._counts * ranks
        self._square = np.einsum("ij,ij->i", self._weighted_gold, ranks)

    def spearman(self, similarity: np.ndarray) -> np.ndarray:
        """Spearman, in points, of a similarity of shape (n_pairs,) on every resample, shape (draws,)."""
        ranks = _weighted_ranks(similarity, self._counts) - self._middle
        covariance = np.einsum("ij,ij->i", self._weighted_gold, ranks)
        norm = np.sqrt(np.einsum("ij,ij,ij->i", self._counts, ranks, ranks) * self._square)
        return 100 * np.divide(covariance, norm, out=np.full(len(norm), np.nan), where=norm > 0)


def bootstrap_spearman(similarity: np.ndarray, gold: np.ndarray, seed: int = 0, draws: int = DRAWS) -> np.ndarray:
    """Spearman, in points, of `draws` resamples of the pairs, shape (draws,)."""
    return Resamples(gold, seed, draws).spearman(similarity)


def _resample_counts(n: int, seed: int, draws: int) -> np.ndarray:
    drawn = np.random.default_rng(seed).integers(0, n, size=(draws, n))
    drawn += np.arange(draws)[:, None] * n
    return np.bincount(drawn.ravel(), minlength=draws * n).reshape(draws, n).astype(np.float64)


def _weighted_ranks(values: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Average rank of each value in each resample: values (n,), counts (draws, n) -> (draws, n)."""
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    firsts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    group = np.cumsum(np.r_[False, ordered[1:] != ordered[:-1]])
    sizes = np.add.reduceat(counts[:, order], firsts, axis=1)
    middle = np.cumsum(sizes, axis=1) - (sizes - 1) / 2
    ranks = np.empty_like(counts)
    ranks[:, order] = middle[:, group]
    return ranks
