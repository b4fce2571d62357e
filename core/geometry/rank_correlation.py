"""Rank correlation of many rows with one target, and its bootstrap."""

import numpy as np

from ..uncertainty import few_units

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

    Parameters
    ----------
    gold : ndarray of shape (n_pairs,)
    seed, draws : int
    unit : ndarray of int of shape (n_pairs,), optional
        Which pairs hang together, because they share a sentence or a source: units are drawn, with all their pairs.
        Each pair by itself by default.

    Notes
    -----
    A resample is its counts per pair; ranks under counts are cumulative sums over one sorted order, so
    nothing is sorted again. Exact, ties included.
    """

    def __init__(self, gold: np.ndarray, seed: int = 0, draws: int = DRAWS, unit: np.ndarray | None = None) -> None:
        self._counts, self.units = resample_counts(len(gold), seed, draws, unit)
        self._middle = (self._counts.sum(axis=1, keepdims=True) + 1) / 2  # the mean rank of each resample
        ranks = _weighted_ranks(gold, self._counts) - self._middle
        self._weighted_gold = self._counts * ranks
        self._square = np.einsum("ij,ij->i", self._weighted_gold, ranks)

    def spearman(self, similarity: np.ndarray) -> np.ndarray:
        """Spearman, in points, of a similarity of shape (n_pairs,) on every resample, shape (draws,)."""
        return self.with_ranks(*self.ranks(similarity))

    def ranks(self, similarity: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(ranks around their mean, their sums of squares) in every resample: (draws, n_pairs), (draws,)."""
        ranks = _weighted_ranks(similarity, self._counts) - self._middle
        return ranks, np.einsum("ij,ij,ij->i", self._counts, ranks, ranks)

    def with_ranks(self, ranks: np.ndarray, square: np.ndarray) -> np.ndarray:
        """`spearman` from what `ranks` gives, of these resamples or of others of the same seed and units."""
        covariance = np.einsum("ij,ij->i", self._weighted_gold, ranks)
        norm = np.sqrt(square * self._square)
        return 100 * np.divide(covariance, norm, out=np.full(len(norm), np.nan), where=norm > 0)


def change_interval(drawn: np.ndarray, value: float, n: int, units: int) -> tuple[tuple[float, float], float]:
    """(95 % interval, two-sided p) of a change of Spearman, in points, of n pairs from its draws over `units`.

    Notes
    -----
    Where units are few, no surer than two of the smallest steps that the ranks of n pairs can make, in which two
    neighbours change places. Where no draw changes anything the two similarities rank the pairs alike, and at n = 10
    much else would, too.
    """
    steps = 2 * 1200 / (n * (n**2 - 1)) if n > 1 else float("nan")
    ci95, p = few_units(drawn, value, units, steps)
    low, high = np.clip(ci95, -200, 200)
    return (float(low), float(high)), p


def resample_counts(n: int, seed: int, draws: int, unit: np.ndarray | None) -> tuple[np.ndarray, int]:
    """(how often each pair was drawn, number of units): (draws, n) and an int."""
    if unit is not None and len(unit) != n:
        raise ValueError(f"{len(unit)} units are named for {n} pairs.")
    of_pair = np.arange(n) if unit is None else np.unique(unit, return_inverse=True)[1]
    units = int(of_pair.max()) + 1 if n else 0
    drawn = np.random.default_rng(seed).integers(0, units, size=(draws, units))
    drawn += np.arange(draws)[:, None] * units
    counts = np.bincount(drawn.ravel(), minlength=draws * units).reshape(draws, units).astype(np.float64)
    return (counts if unit is None else counts[:, of_pair]), units


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
