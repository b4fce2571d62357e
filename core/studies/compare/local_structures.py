"""The local structure of the same words in two spaces, and what the difference is worth."""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from ...geometry.clusters import cluster_centres, labels
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
from ...uncertainty import UNCLEAR, holm, interval95, placed, two_sided_p, verdict
from .drift import neighbours_sought

DRAWS = 200  # halves of the sentences
SHUFFLED = 200  # times that groups are dealt again
ALPHA = 0.05
_MORE = 5  # times as many neighbours as are sought, so that half of the words have enough among themselves
_ROUNDING = 1e-6
Both = tuple[np.ndarray, np.ndarray]


class LocalStructures:
    """The same words in two spaces.

    Parameters
    ----------
    spaces : (ndarray, ndarray) of shape (n, d1), (n, d2)
    clusterings : list of (ndarray, ndarray) of shape (n,)
        Each space's own clusters, from several seeds of k-means.
    sentence : ndarray of shape (n,)
        Of each word. Intervals are over halves of the sentences, whose words go together: in each, words find their
        neighbours and silhouettes among themselves, and k-means makes clusters of them, with another seed every time.
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
        """Each space's clusters from the words of each half alone, as labels of all words: the slow part, done once.

        `tell` is called with the number of halves done.
        """
        if not self._clusters_of_halves:
            count = 1 + max(int(one.max()) for pair in self._clusterings for one in pair)
            for done, half in enumerate(self._halves):
                tell(done)
                one, other = (self._clustered(vectors, half, count, done) for vectors in self._spaces)
                self._clusters_of_halves.append((one, other))
        return self._clusters_of_halves

    def row(self, measure: str, groups: Both | None = None) -> dict[str, Any]:
        """`first`, `second` (value, chance, chance_sd, p, n), `difference`, `ci95`, `p`, `verdict` of one measure.

        Parameters
        ----------
        measure : {'silhouette', 'neighbours', 'clusters'}
        groups : (ndarray, ndarray) of shape (n,), optional
            Of each word in either space; the spaces' own clusters by default.

        Notes
        -----
        What hangs on k-means is the mean over its seeds. The verdict is this row's alone: of a table of rows, `judged`.
        """
        every = [groups] if groups is not None else self._clusterings
        if measure == "clusters":
            given = groups if groups is not None else self._clusterings[0]
            found = [self._informations(clusters, given) for clusters in self._clusterings]
            drawn = [self._information_among(half, own, given) for half, own in self._with_clusters()]
        elif measure == "silhouette":
            found = [self._silhouettes(one, len(every)) for one in every]
            drawn = self._silhouettes_among(groups)
        else:
            found = [self._agreements(one, len(every)) for one in every]
            drawn = self._agreements_among(groups)
        first, second = _mean([one[0] for one in found]), _mean([one[1] for one in found])
        change = second["value"] - first["value"]
        around = placed(np.array(drawn), change, self._count)
        ci95 = interval95(around)
        row = {"measure": measure, "first": first, "second": second}
        said = verdict(change, ci95, _ROUNDING)
        return row | {"difference": change, "ci95": ci95, "p": two_sided_p(around), "verdict": said}

    def agreement(self) -> dict[str, float]:
        """How far the two spaces' clusters agree (normalised mutual information), and each space's own of two seeds."""
        pairs = zip(self._clusterings, self._clusterings[1:] + self._clusterings[:1], strict=True)
        found = [
            (_information(one, other), _information(one, again), _information(other, another))
            for (one, other), (again, another) in pairs
        ]
        return dict(zip(("value", "first", "second"), np.mean(found, axis=0).tolist(), strict=True))

    def each(self, groups: np.ndarray, names: Iterable[str]) -> list[dict[str, Any]]:
        """Of each group that there is, the share of its words' neighbours that belong to it.

        `name`, `n`, `first`, `second`, `chance`, in the order of `names`.
        """
        share = [agreement_of_rows(near, groups) for near in self._near]
        out = []
        for name in names:
            members = groups == name
            if not members.any():
                continue
            first, second = (float(np.nanmean(one[members])) for one in share)
            chance = float((members.sum() - 1) / max(1, len(members) - 1))
            out.append({"name": name, "n": int(members.sum()), "first": first, "second": second, "chance": chance})
        return out

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

    def _clustered(self, vectors: np.ndarray, half: np.ndarray, count: int, draw: int) -> np.ndarray:
        inside = as_rows(vectors[half])
        centres = cluster_centres(inside, min(count, len(inside)), (self._seed + 7919 * (draw + 1)) % 2**32)
        return labels(as_rows(vectors), centres).astype(np.int16)


def judged(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of one table with `p_holm` and the verdict that it leaves: any false alarm among them is one in twenty."""
    raised = holm([row["p"] for row in rows])
    return [
        row | {"p_holm": p, "verdict": UNCLEAR if p > ALPHA else row["verdict"]}
        for row, p in zip(rows, raised, strict=True)
    ]


def _ordered_neighbours(vectors: np.ndarray, k: int) -> np.ndarray:
    """More neighbours of each row than k, nearest first, shape (n, m)."""
    there = int(np.any(vectors != 0, axis=1).sum())
    return nearest_neighbours(vectors, max(k, min(_MORE * k, there - 1)))


def _mean(found: list[Separation]) -> dict[str, float]:
    """Mean over the seeds of k-means; of the p-values the largest."""
    columns = {name: np.array([getattr(one, name) for one in found]) for name in Separation.__dataclass_fields__}
    return {name: float(values.max() if name == "p" else values.mean()) for name, values in columns.items()}


def _information(one: np.ndarray, other: np.ndarray) -> float:
    cell, shape = _cells(one, other)
    return normalised_information(np.bincount(cell, minlength=shape[0] * shape[1]).reshape(shape))


def _cells(one: np.ndarray, other: np.ndarray) -> tuple[np.ndarray, tuple[int, int]]:
    """(cell of each row, shape) of a contingency table."""
    rows, columns = (np.unique(labels, return_inverse=True)[1] for labels in (one, other))
    shape = int(rows.max()) + 1, int(columns.max()) + 1
    return rows * shape[1] + columns, shape
