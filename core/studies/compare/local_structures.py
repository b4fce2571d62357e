"""The local structure of the same words in two spaces, and what the difference is worth."""

from collections.abc import Iterable
from typing import Any

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
        clusterings = [(one[chosen], other[chosen]) for one, other in self._clusterings]
        return LocalStructures(spaces, clusterings, self._sentence[chosen], self._seed)

    def row(self, measure: str, groups: Both | None = None) -> dict[str, Any]:
        """`first`, `second` (value, chance, chance_sd, p, n), `difference`, `ci95`, `verdict` of one measure.

        Parameters
        ----------
        measure : {'silhouette', 'neighbours', 'clusters'}
        groups : (ndarray, ndarray) of shape (n,), optional
            Of each word in either space; the spaces' own clusters by default.

        Notes
        -----
        What hangs on k-means is the mean over its seeds.
        """
        if measure == "clusters" and groups is not None:
            trials = [(clusters, groups) for clusters in self._clusterings]
            found = [self._information(*trial, len(trials)) for trial in trials]
        else:
            compute = {"silhouette": self._silhouettes, "neighbours": self._agreements}[measure]
            every = [groups] if groups is not None else self._clusterings
            found = [compute(one, len(every)) for one in every]
        first, second = _mean([one[0] for one in found]), _mean([one[1] for one in found])
        change = second["value"] - first["value"]
        ci95 = interval95(placed(np.concatenate([one[2] for one in found]), change))
        said = verdict(change, ci95, rounding=1e-6)
        row = {"measure": measure, "first": first, "second": second}
        return row | {"difference": change, "ci95": ci95, "verdict": said}

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

    def _silhouettes(self, groups: Both, trials: int) -> tuple[Separation, Separation, np.ndarray]:
        pairs = list(zip(self._spaces, groups, strict=True))
        chosen = sample_index(len(self._sentence), SILHOUETTE_SIZE, self._seed)
        one, other = (silhouette_of_rows(vectors[chosen], group[chosen]) for vectors, group in pairs)
        first, second = (
            silhouette(vectors, group, seed=self._seed, draws=SHUFFLED // trials) for vectors, group in pairs
        )
        return first, second, self._drawn_means(other - one, self._sentence[chosen], DRAWS // trials)

    def _agreements(self, groups: Both, trials: int) -> tuple[Separation, Separation, np.ndarray]:
        pairs = list(zip(self._near, groups, strict=True))
        one, other = (agreement_of_rows(near, group) for near, group in pairs)
        first, second = (neighbour_agreement(near, group, self._seed, SHUFFLED // trials) for near, group in pairs)
        return first, second, self._drawn_means(other - one, self._sentence, DRAWS // trials)

    def _information(self, clusters: Both, groups: Both, trials: int) -> tuple[Separation, Separation, np.ndarray]:
        pairs = list(zip(clusters, groups, strict=True))
        first, second = (mutual_information(*pair, self._seed, SHUFFLED // trials) for pair in pairs)
        one, other = (self._drawn_information(*pair, DRAWS // trials) for pair in pairs)
        return first, second, other - one

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
