"""The local structure of the same words in two spaces, and what the difference is worth."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from ...geometry.local_structure import (
    SILHOUETTE_SIZE,
    Separation,
    agreement_of_rows,
    mutual_information,
    neighbour_agreement,
    normalised_information,
    silhouette,
    silhouette_of_rows,
)
from ...geometry.neighbours import nearest_neighbours
from ...geometry.resampled import sentence_draws
from ...geometry.rows import sample_index
from ...uncertainty import interval95, placed, verdict
from .drift import neighbours_sought

DRAWS = 1000  # resamples of the sentences
SHUFFLED = 200  # times that groups are shuffled
Both = tuple[np.ndarray, np.ndarray]


@dataclass(frozen=True)
class LocalDifference:
    """How well the groups of a grouping of the words are separated in either space, by one measure.

    Attributes
    ----------
    groups : str
        Name of the grouping.
    measure : {'silhouette', 'neighbours', 'clusters'}
    first, second : Separation
        What hangs on k-means is the mean over its seeds; of the p-values the largest.
    difference : float
        Second minus first; NaN where either is not defined.
    ci95 : (float, float)
        95 % interval over sentences and seeds of k-means.
    verdict : str
        As `core.uncertainty.verdict` gives it.
    """

    groups: str
    measure: str
    first: Separation
    second: Separation
    difference: float
    ci95: tuple[float, float]
    verdict: str


@dataclass(frozen=True)
class GroupShare:
    """Share of the neighbours of one group's words that belong to it.

    Attributes
    ----------
    groups, name : str
        Of the grouping, and of the group.
    n : int
        Words of the group.
    first, second : float
        In either space.
    chance : float
        Of shuffled groups.
    """

    groups: str
    name: str
    n: int
    first: float
    second: float
    chance: float


@dataclass(frozen=True)
class ClusterAgreement:
    """How far clusters agree: normalised mutual information, mean over seeds of k-means.

    Attributes
    ----------
    value : float
        Of the two spaces' clusters.
    first, second : float
        Of a single space's own clusters, from two seeds.
    """

    value: float
    first: float
    second: float


class LocalStructures:
    """The same words in two spaces.

    Parameters
    ----------
    spaces : (ndarray, ndarray) of shape (n, d1), (n, d2)
    clusterings : list of (ndarray, ndarray) of shape (n,)
        Each space's own clusters, from several seeds of k-means.
    sentence : ndarray of shape (n,)
        Of each word: intervals are over sentences, whose words go together, and over the seeds of k-means. Neighbours,
        silhouettes and clusters stay what they are among all words.
    seed : int
    """

    def __init__(self, spaces: Both, clusterings: list[Both], sentence: np.ndarray, seed: int) -> None:
        self._spaces, self._clusterings, self._seed = spaces, clusterings, seed
        self._sentence = np.unique(sentence, return_inverse=True)[1]
        self._count = int(self._sentence.max()) + 1
        self.k = neighbours_sought(len(sentence))
        self._near = tuple(nearest_neighbours(vectors, self.k) for vectors in spaces)

    def take(self, chosen: np.ndarray) -> "LocalStructures":
        """Some of the words, which find their neighbours among themselves."""
        spaces = self._spaces[0][chosen], self._spaces[1][chosen]
        clusterings = [(first[chosen], second[chosen]) for first, second in self._clusterings]
        return LocalStructures(spaces, clusterings, self._sentence[chosen], self._seed)

    def difference(self, name: str, measure: str, groups: np.ndarray | None = None) -> LocalDifference:
        """How well a grouping is separated in both spaces by a measure, and the difference with its interval.

        Parameters
        ----------
        name : str
            Of the grouping.
        measure : {'silhouette', 'neighbours', 'clusters'}
        groups : ndarray of shape (n,), optional
            Of each word; the spaces' own clusters by default.
        """
        if measure == "clusters" and groups is not None:
            seeds = len(self._clusterings)
            trials = [self._information(clusters, groups, seeds) for clusters in self._clusterings]
        else:
            compute = {"silhouette": self._silhouettes, "neighbours": self._agreements}[measure]
            groupings = self._clusterings if groups is None else [(groups, groups)]
            trials = [compute(both, len(groupings)) for both in groupings]
        first, second, drawn = zip(*trials, strict=True)
        before, after = _mean(first), _mean(second)
        change = after.value - before.value
        ci95 = interval95(placed(np.concatenate(drawn), change))
        return LocalDifference(name, measure, before, after, change, ci95, verdict(change, ci95, rounding=1e-6))

    def agreement(self) -> ClusterAgreement:
        """How far the two spaces' clusters agree, beside each space's own of two seeds."""
        pairs = zip(self._clusterings, self._clusterings[1:] + self._clusterings[:1], strict=True)
        trials = [
            (_information(first, second), _information(first, again), _information(second, another))
            for (first, second), (again, another) in pairs
        ]
        return ClusterAgreement(*np.mean(trials, axis=0).tolist())

    def shares(self, name: str, groups: np.ndarray, names: Iterable[str]) -> tuple[GroupShare, ...]:
        """Share of neighbours of its own of each group that there is, in the order of `names`.

        Parameters
        ----------
        name : str
            Of the grouping.
        groups : ndarray of str of shape (n,)
            Of each word.
        names : iterable of str
            Of the groups.
        """
        share = [agreement_of_rows(near, groups) for near in self._near]
        shares = []
        for group in names:
            members = groups == group
            if not members.any():
                continue
            first, second = (float(np.nanmean(of_space[members])) for of_space in share)
            chance = float((members.sum() - 1) / max(1, len(members) - 1))
            shares.append(GroupShare(name, group, int(members.sum()), first, second, chance))
        return tuple(shares)

    def _silhouettes(self, groups: Both, trials: int) -> tuple[Separation, Separation, np.ndarray]:
        pairs = list(zip(self._spaces, groups, strict=True))
        chosen = sample_index(len(self._sentence), SILHOUETTE_SIZE, self._seed)
        before, after = (silhouette_of_rows(vectors[chosen], group[chosen]) for vectors, group in pairs)
        first, second = (
            silhouette(vectors, group, seed=self._seed, draws=SHUFFLED // trials) for vectors, group in pairs
        )
        return first, second, self._drawn_means(after - before, self._sentence[chosen], DRAWS // trials)

    def _agreements(self, groups: Both, trials: int) -> tuple[Separation, Separation, np.ndarray]:
        pairs = list(zip(self._near, groups, strict=True))
        before, after = (agreement_of_rows(near, group) for near, group in pairs)
        first, second = (neighbour_agreement(near, group, self._seed, SHUFFLED // trials) for near, group in pairs)
        return first, second, self._drawn_means(after - before, self._sentence, DRAWS // trials)

    def _information(
        self, clusters: Both, groups: np.ndarray, trials: int
    ) -> tuple[Separation, Separation, np.ndarray]:
        first, second = (mutual_information(of_space, groups, self._seed, SHUFFLED // trials) for of_space in clusters)
        before, after = (self._drawn_information(of_space, groups, DRAWS // trials) for of_space in clusters)
        return first, second, after - before

    def _drawn_means(self, change: np.ndarray, sentence: np.ndarray, draws: int) -> np.ndarray:
        """Mean change in resamples of the sentences, shape (draws,)."""
        there = np.isfinite(change)
        sums = np.bincount(sentence[there], change[there], minlength=self._count)
        sizes = np.bincount(sentence[there], minlength=self._count)
        drawn = [(draw @ sums, draw @ sizes) for draw in sentence_draws(self._count, draws, self._seed)]
        return np.array([total / size if size else np.nan for total, size in drawn])

    def _drawn_information(self, clusters: np.ndarray, groups: np.ndarray, draws: int) -> np.ndarray:
        """Normalised mutual information in resamples of the sentences, shape (draws,)."""
        cell, shape = _cells(clusters, groups)
        tables = (
            np.bincount(cell, draw[self._sentence], minlength=shape[0] * shape[1]).reshape(shape)
            for draw in sentence_draws(self._count, draws, self._seed)
        )
        return np.array([normalised_information(table) for table in tables])


def _mean(trials: Sequence[Separation]) -> Separation:
    """Mean over the seeds of k-means; of the p-values the largest. The words are always the same ones."""
    value, chance, chance_sd = (
        float(np.mean([getattr(trial, name) for trial in trials])) for name in ("value", "chance", "chance_sd")
    )
    return Separation(value, chance, chance_sd, float(np.max([trial.p for trial in trials])), trials[0].n)


def _information(clusters: np.ndarray, others: np.ndarray) -> float:
    cell, shape = _cells(clusters, others)
    return normalised_information(np.bincount(cell, minlength=shape[0] * shape[1]).reshape(shape))


def _cells(clusters: np.ndarray, groups: np.ndarray) -> tuple[np.ndarray, tuple[int, int]]:
    """(cell of each row, shape) of a contingency table."""
    rows, columns = (np.unique(labels, return_inverse=True)[1] for labels in (clusters, groups))
    shape = int(rows.max()) + 1, int(columns.max()) + 1
    return rows * shape[1] + columns, shape
