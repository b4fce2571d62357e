"""The local structure of the same words in two spaces, and what the difference is worth."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ...geometry.clusters import labels, settled_centres
from ...geometry.local_structure import (
    SILHOUETTE_SIZE,
    Separation,
    agreement_among,
    agreement_of_rows,
    mutual_information,
    neighbour_agreement,
    normalised_information,
    pairwise_distances,
    silhouette,
    silhouette_among,
)
from ...geometry.neighbours import nearest_neighbours
from ...geometry.resampled import half_samples
from ...geometry.rows import as_rows, sample_index, take
from ...p_value import PValue, holm_of, p_of
from ...uncertainty import UNCLEAR, interval95, placed, verdict
from .drift import neighbours_sought

DRAWS = 200  # halves of the sentences
SHUFFLED = 200  # times that groups are dealt again
ALPHA = 0.05
_MORE = 5  # times as many neighbours as are sought, so that half of the words have enough among themselves
_ROUNDING = 1e-6
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
        95 % interval over halves of the sentences, each clustered from the seeds of k-means in turn.
    p : float
        Two-sided, of no difference.
    p_holm : float
        As `judged` raises it among the rows of a table; p of a row by itself.
    verdict : str
        As `core.uncertainty.verdict` gives it; of a table's row, what Holm's correction leaves of it.
    drawn : tuple of float
        Second minus first in each half of the sentences: the same halves in every row.
    tests : int
        That Holm's correction multiplied `p` by.
    """

    groups: str
    measure: str
    first: Separation
    second: Separation
    difference: float
    ci95: tuple[float, float]
    p: float
    p_holm: float
    verdict: str
    drawn: tuple[float, ...] = ()
    tests: int = 1

    @property
    def p_value(self) -> PValue:
        """`p_holm` as it is printed."""
        return PValue(self.p_holm, 2 * int(np.isfinite(self.drawn).sum()), tests=self.tests)


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
        Of each word. Intervals are over halves of the sentences, whose words go together: in each, words find their
        neighbours and silhouettes among themselves, and k-means makes clusters of them, from the seeds in turn.
        Groups are dealt by chance to whole sentences.
    seed : int
    draws : int
        Halves.
    """

    def __init__(
        self, spaces: Both, clusterings: list[Both], sentence: np.ndarray, seed: int, draws: int = DRAWS
    ) -> None:
        self._spaces, self._clusterings, self._seed = spaces, clusterings, seed
        self._sentence = np.unique(sentence, return_inverse=True)[1]
        self._count = int(self._sentence.max()) + 1
        self._halves = np.stack([half[self._sentence] > 0 for half in half_samples(self._count, draws, seed)])
        self._clusters_of_halves: list[Both] = []
        self.k = neighbours_sought(len(sentence))
        self._ordered = tuple(_ordered_neighbours(vectors, self.k) for vectors in spaces)
        self._near = tuple(ordered[:, : self.k] for ordered in self._ordered)
        self._chosen = sample_index(len(sentence), SILHOUETTE_SIZE, seed)

    def take(self, chosen: np.ndarray) -> "LocalStructures":
        """Some of the words, which find their neighbours among themselves; the clusters stay those of all."""
        spaces = self._spaces[0][chosen], self._spaces[1][chosen]
        clusterings = [(one[chosen], other[chosen]) for one, other in self._clusterings]
        found = LocalStructures(spaces, clusterings, self._sentence[chosen], self._seed, len(self._halves))
        found._halves = self._halves[:, chosen]
        found._clusters_of_halves = [(one[chosen], other[chosen]) for one, other in self.clusters_of_halves()]
        return found

    def clusters_of_halves(self, tell: Callable[[int], None] = lambda done: None) -> list[Both]:
        """Each space's clusters of the words of each half alone, as labels of all words: the slow part, done once.

        k-means begins where it settled on all words, from each of its seeds in turn: what varies is the words and the seed,
        at a fifth of the time that new starting points take.

        `tell` is called with the number of halves done.
        """
        if not self._clusters_of_halves:
            begin = [
                tuple(_means(vectors, own) for vectors, own in zip(self._spaces, pair, strict=True))
                for pair in self._clusterings
            ]
            for done, half in enumerate(self._halves):
                tell(done)
                starts = begin[done % len(begin)]
                one, other = (_clustered(*each, half) for each in zip(self._spaces, starts, strict=True))
                self._clusters_of_halves.append((one, other))
            tell(len(self._halves))
        return self._clusters_of_halves

    def difference(self, name: str, measure: str, groups: np.ndarray | None = None) -> LocalDifference:
        """How well a grouping is separated in both spaces by a measure, and the difference with its interval.

        Parameters
        ----------
        name : str
            Of the grouping.
        measure : {'silhouette', 'neighbours', 'clusters'}
        groups : ndarray of shape (n,), optional
            Of each word; the spaces' own clusters by default.

        Notes
        -----
        What hangs on k-means is the mean over its seeds. The verdict is this row's alone: of a table of rows, `judged`.
        """
        both = None if groups is None else (groups, groups)
        every = self._clusterings if both is None else [both]
        if measure == "clusters":
            given = self._clusterings[0] if both is None else both
            trials = [self._informations(clusters, given) for clusters in self._clusterings]
            drawn = [self._information_among(half, own, given) for half, own in self._with_clusters()]
        elif measure == "silhouette":
            trials = [self._silhouettes(pair, len(every)) for pair in every]
            drawn = self._silhouettes_among(both)
        else:
            trials = [self._agreements(pair, len(every)) for pair in every]
            drawn = self._agreements_among(both)
        first, second = (_mean(of_space) for of_space in zip(*trials, strict=True))
        change = second.value - first.value
        around = placed(np.array(drawn), change, self._count)
        ci95, p = interval95(around), p_of(around).value
        said = verdict(change, ci95, _ROUNDING)
        return LocalDifference(name, measure, first, second, change, ci95, p, p, said, tuple(drawn))

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

    def _silhouettes(self, groups: Both, trials: int) -> tuple[Separation, Separation]:
        first, second = (
            silhouette(vectors, group, seed=self._seed, draws=SHUFFLED // trials, unit=self._sentence)
            for vectors, group in zip(self._spaces, groups, strict=True)
        )
        return first, second

    def _agreements(self, groups: Both, trials: int) -> tuple[Separation, Separation]:
        first, second = (
            neighbour_agreement(near, group, self._seed, SHUFFLED // trials, self._sentence)
            for near, group in zip(self._near, groups, strict=True)
        )
        return first, second

    def _informations(self, clusters: Both, groups: Both) -> tuple[Separation, Separation]:
        first, second = (
            mutual_information(*pair, self._seed, SHUFFLED // len(self._clusterings), self._sentence)
            for pair in zip(clusters, groups, strict=True)
        )
        return first, second

    def _with_clusters(self) -> Iterable[tuple[np.ndarray, Both]]:
        """(words of a half, its clusters), half by half."""
        return zip(self._halves, self.clusters_of_halves(), strict=True)

    def _grouped_halves(self, groups: Both | None) -> Iterable[tuple[np.ndarray, Both]]:
        """(words of a half, their groups), half by half."""
        return self._with_clusters() if groups is None else ((half, groups) for half in self._halves)

    def _silhouettes_among(self, groups: Both | None) -> list[float]:
        """Second minus first in each half."""
        apart = [
            pairwise_distances(take(as_rows(vectors), self._chosen).to_array(), "cosine") for vectors in self._spaces
        ]
        drawn = []
        for half, both in self._grouped_halves(groups):
            inside = half[self._chosen]
            one, other = (
                silhouette_among(distances, group[self._chosen], inside)
                for distances, group in zip(apart, both, strict=True)
            )
            drawn.append(other - one)
        return drawn

    def _agreements_among(self, groups: Both | None) -> list[float]:
        drawn = []
        for half, both in self._grouped_halves(groups):
            one, other = (
                agreement_among(ordered, group, half, self.k)
                for ordered, group in zip(self._ordered, both, strict=True)
            )
            drawn.append(other - one)
        return drawn

    def _information_among(self, half: np.ndarray, clusters: Both, groups: Both) -> float:
        one, other = (_information(own[half], group[half]) for own, group in zip(clusters, groups, strict=True))
        return other - one


def judged(rows: Sequence[LocalDifference]) -> tuple[LocalDifference, ...]:
    """Rows of one table with `p_holm` and the verdict that it leaves: any false alarm among them is one in twenty."""
    raised = holm_of([row.p_value for row in rows])
    return tuple(
        replace(row, p_holm=p.value, tests=p.tests, verdict=UNCLEAR if p.value > ALPHA else row.verdict)
        for row, p in zip(rows, raised, strict=True)
    )


def _ordered_neighbours(vectors: np.ndarray, k: int) -> np.ndarray:
    """More neighbours of each row than k, nearest first, shape (n, m)."""
    there = int(np.any(vectors != 0, axis=1).sum())
    return nearest_neighbours(vectors, max(k, min(_MORE * k, there - 1)))


def _clustered(vectors: np.ndarray, begin: np.ndarray, half: np.ndarray) -> np.ndarray:
    """Clusters of the words of a half, from given centres, as labels of all words, shape (n,)."""
    inside = vectors[half]
    return labels(as_rows(vectors), settled_centres(inside, begin[: len(inside)])).astype(np.int16)


def _means(vectors: np.ndarray, clusters: np.ndarray) -> np.ndarray:
    """Mean of each cluster's rows, shape (clusters, d)."""
    there = np.unique(clusters)
    return np.stack([vectors[clusters == each].mean(axis=0, dtype=np.float64) for each in there])


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
