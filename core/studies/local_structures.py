"""The local structure of the same words in two spaces, and what the difference is worth."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

import numpy as np

from core.geometry.local_structure import (
    SILHOUETTE_SIZE,
    Separation,
    agreement_of_rows,
    mutual_information,
    neighbour_agreement,
    normalised_information,
    silhouette,
    silhouette_of_rows,
)
from core.geometry.neighbours import nearest_neighbours
from core.geometry.resampled import sentence_draws
from core.geometry.rows import sample_index
from core.studies.compared_layers import neighbours_sought
from core.uncertainty import interval95, placed, verdict

DRAWS = 1000
Both = tuple[np.ndarray, np.ndarray]


class LocalStructures:
    """The same words in two spaces.

    Parameters
    ----------
    spaces : (ndarray, ndarray) of shape (n, d1), (n, d2)
    clusters : (ndarray, ndarray) of shape (n,)
        Each space's own.
    sentence : ndarray of shape (n,)
        Of each word: intervals are over sentences, whose words go together. Neighbours, silhouettes and clusters stay
        what they are among all words.
    seed : int
    """

    def __init__(self, spaces: Both, clusters: Both, sentence: np.ndarray, seed: int) -> None:
        self._spaces, self._clusters, self._seed = spaces, clusters, seed
        self._sentence = np.unique(sentence, return_inverse=True)[1]
        self._count = int(self._sentence.max()) + 1
        self.k = neighbours_sought(len(sentence))
        self._near = tuple(nearest_neighbours(vectors, self.k) for vectors in spaces)

    def take(self, chosen: np.ndarray) -> "LocalStructures":
        """Some of the words, which find their neighbours among themselves."""
        spaces, clusters = ((one[chosen], other[chosen]) for one, other in (self._spaces, self._clusters))
        return LocalStructures(spaces, clusters, self._sentence[chosen], self._seed)

    def row(self, measure: str, groups: Both) -> dict[str, Any]:
        """`first`, `second` (value, chance, chance_sd, p, n), `difference`, `ci95`, `verdict` of one measure.

        Parameters
        ----------
        measure : {'silhouette', 'neighbours', 'clusters'}
        groups : (ndarray, ndarray) of shape (n,)
            Of each word; not the same in both where they are a space's own.
        """
        compute = {"silhouette": self._silhouettes, "neighbours": self._agreements, "clusters": self._information}
        found, drawn = compute[measure](groups)
        change = found[1].value - found[0].value
        ci95 = interval95(placed(drawn, change))
        first, second = (asdict(one) for one in found)
        said = verdict(change, ci95, rounding=1e-6)
        row = {"measure": measure, "first": first, "second": second}
        return row | {"difference": change, "ci95": ci95, "verdict": said}

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

    def _silhouettes(self, groups: Both) -> tuple[list[Separation], np.ndarray]:
        pairs = list(zip(self._spaces, groups, strict=True))
        chosen = sample_index(len(self._sentence), SILHOUETTE_SIZE, self._seed)
        one, other = (silhouette_of_rows(vectors[chosen], group[chosen]) for vectors, group in pairs)
        found = [silhouette(vectors, group, seed=self._seed) for vectors, group in pairs]
        return found, self._drawn_means(other - one, self._sentence[chosen])

    def _agreements(self, groups: Both) -> tuple[list[Separation], np.ndarray]:
        pairs = list(zip(self._near, groups, strict=True))
        one, other = (agreement_of_rows(near, group) for near, group in pairs)
        found = [neighbour_agreement(near, group, self._seed) for near, group in pairs]
        return found, self._drawn_means(other - one, self._sentence)

    def _information(self, groups: Both) -> tuple[list[Separation], np.ndarray]:
        pairs = list(zip(self._clusters, groups, strict=True))
        one, other = (self._drawn_information(cluster, group) for cluster, group in pairs)
        return [mutual_information(cluster, group, self._seed) for cluster, group in pairs], other - one

    def _drawn_means(self, change: np.ndarray, sentence: np.ndarray) -> np.ndarray:
        """Mean change in resamples of the sentences, shape (DRAWS,)."""
        there = np.isfinite(change)
        sums = np.bincount(sentence[there], change[there], minlength=self._count)
        sizes = np.bincount(sentence[there], minlength=self._count)
        drawn = [(draw @ sums, draw @ sizes) for draw in sentence_draws(self._count, DRAWS, self._seed)]
        return np.array([total / size if size else np.nan for total, size in drawn])

    def _drawn_information(self, clusters: np.ndarray, groups: np.ndarray) -> np.ndarray:
        """Normalised mutual information in resamples of the sentences, shape (DRAWS,)."""
        codes = np.unique(groups, return_inverse=True)[1]
        shape = int(clusters.max()) + 1, int(codes.max()) + 1
        cell = clusters * shape[1] + codes
        tables = (
            np.bincount(cell, draw[self._sentence], minlength=shape[0] * shape[1]).reshape(shape)
            for draw in sentence_draws(self._count, DRAWS, self._seed)
        )
        return np.array([normalised_information(table) for table in tables])
