"""Whether local structure fades: how well two spaces keep kinds of words, frequency bands and clusters apart."""

from dataclasses import asdict
from typing import Any

import numpy as np

from core.geometry.clusters import cluster_centres, labels
from core.geometry.local_structure import (
    SILHOUETTE_SIZE,
    agreement_of_rows,
    mutual_information,
    neighbour_agreement,
    silhouette,
    silhouette_of_rows,
)
from core.geometry.neighbours import nearest_neighbours
from core.geometry.resampled import sentence_draws
from core.geometry.rows import as_rows, sample_index
from core.spaces.encode import Progress
from core.studies.aligned import aligned_spaces, described, word_notes
from core.studies.compared_layers import NEIGHBOURHOOD, neighbours_sought
from core.studies.pair import PairContext, PairStudy
from core.studies.word_kinds import NO_BAND, word_bands, word_kinds
from core.uncertainty import interval95, placed, verdict

DRAWS = 1000
KIND, BAND, CLUSTER = "kinds of words", "frequency bands", "its own clusters"
MEASURES = {
    "silhouette": "Silhouette by cosine: 1 far apart, 0 not apart, below 0 mixed up.",
    "neighbours": "Share of the nearest neighbours that are of a word's own group.",
    "clusters": "Mutual information of k-means clusters and the groups, normalised: 0 independent, 1 the same.",
}


def compared_local(context: PairContext, progress: Progress) -> dict[str, Any]:
    """How well each grouping of the same words is kept apart in either space.

    Returns
    -------
    dict
        `first`, `second`; `n_words` of `total`; `k` neighbours; `n_clusters`; `rows`: for each grouping
        (`KIND`, `BAND`, `CLUSTER`) and measure (`MEASURES`) `groups`, `measure`, `first` and `second` (value, chance, chance_sd,
        p, n), `difference` (second - first), `ci95` (over sentences), `verdict`; `each`: for each kind and band `groups`,
        `name`, `n`, `first`, `second` (share of neighbours of its own group) and `chance`; `agreement` of both spaces'
        clusters (value, chance, ...); `notes`.
    """
    spaces = aligned_spaces(context, progress, NEIGHBOURHOOD)
    seed, words = context.first.selection.seed, spaces.words
    both = spaces.first, spaces.second
    n_clusters = max(1, min(context.first.selection.clusters, len(words) // 5))
    clusters = [_clusters(vectors, n_clusters, seed) for vectors in both]
    kinds, bands = word_kinds(words, context.texts.language), word_bands(words)
    rows: list[dict[str, Any]] = []
    each: list[dict[str, Any]] = []
    banded = np.flatnonzero(bands != NO_BAND)
    every = np.arange(len(words))
    groupings = [(KIND, every, [kinds, kinds]), (BAND, banded, [bands, bands]), (CLUSTER, every, clusters)]
    for done, (name, index, groups) in enumerate(groupings):
        progress(done, len(groupings), "groupings")
        if len(index) < 4:
            continue
        compared = _Grouping(
            [vectors[index] for vectors in both],
            [group[index] for group in groups],
            [found[index] for found in clusters],
            words.sentence[index],
            seed,
        )
        rows += [{"groups": name} | row for row in compared.rows(with_clusters=name != CLUSTER)]
        if name != CLUSTER:
            each += [{"groups": name} | row for row in compared.each()]
    progress(len(groupings), len(groupings), "groupings")
    return {
        "first": described(context.first),
        "second": described(context.second),
        "n_words": len(words),
        "total": spaces.total,
        "k": neighbours_sought(len(words)),
        "n_clusters": n_clusters,
        "rows": rows,
        "each": each,
        "agreement": asdict(mutual_information(clusters[0], clusters[1], seed)),
        "notes": word_notes(context, words, spaces.total),
    }


class _Grouping:
    """The same words in groups, in two spaces; each space has its own list of groups."""

    def __init__(
        self,
        spaces: list[np.ndarray],
        groups: list[np.ndarray],
        clusters: list[np.ndarray],
        sentence: np.ndarray,
        seed: int,
    ) -> None:
        self._spaces, self._groups, self._clusters, self._seed = spaces, groups, clusters, seed
        self._sentence = np.unique(sentence, return_inverse=True)[1]
        k = neighbours_sought(len(sentence))
        self._near = [nearest_neighbours(vectors, k) for vectors in spaces]
        self._share = [agreement_of_rows(near, group) for near, group in zip(self._near, groups, strict=True)]

    def rows(self, with_clusters: bool) -> list[dict[str, Any]]:
        """One for each measure."""
        found = [self._silhouettes(), self._neighbours()]
        return [*found, self._cluster_rows()] if with_clusters else found

    def each(self) -> list[dict[str, Any]]:
        """One for each group: the share of its words' neighbours that belong to it."""
        groups = self._groups[0]
        out = []
        for name in np.unique(groups):
            members = groups == name
            first, second = (float(np.nanmean(share[members])) for share in self._share)
            chance = float((members.sum() - 1) / max(1, len(members) - 1))
            out.append({"name": name, "n": int(members.sum()), "first": first, "second": second, "chance": chance})
        return out

    def _silhouettes(self) -> dict[str, Any]:
        pairs = list(zip(self._spaces, self._groups, strict=True))
        found = [silhouette(vectors, group, seed=self._seed) for vectors, group in pairs]
        chosen = sample_index(len(self._sentence), SILHOUETTE_SIZE, self._seed)
        one, other = (silhouette_of_rows(vectors[chosen], group[chosen]) for vectors, group in pairs)
        return self._row("silhouette", found, self._drawn_means(other - one, self._sentence[chosen]))

    def _neighbours(self) -> dict[str, Any]:
        pairs = zip(self._near, self._groups, strict=True)
        found = [neighbour_agreement(near, group, self._seed) for near, group in pairs]
        return self._row("neighbours", found, self._drawn_means(self._share[1] - self._share[0], self._sentence))

    def _cluster_rows(self) -> dict[str, Any]:
        pairs = list(zip(self._clusters, self._groups, strict=True))
        found = [mutual_information(cluster, group, self._seed) for cluster, group in pairs]
        one, other = (self._drawn_information(cluster, group) for cluster, group in pairs)
        return self._row("clusters", found, other - one)

    def _drawn_means(self, change: np.ndarray, sentence: np.ndarray) -> np.ndarray:
        """Mean change of resamples of the sentences, shape (DRAWS,)."""
        there, count = np.isfinite(change), int(self._sentence.max()) + 1
        sums = np.bincount(sentence[there], change[there], minlength=count)
        sizes = np.bincount(sentence[there], minlength=count)
        with np.errstate(invalid="ignore"):
            return np.array([(drawn @ sums) / (drawn @ sizes) for drawn in sentence_draws(count, DRAWS, self._seed)])

    def _drawn_information(self, clusters: np.ndarray, groups: np.ndarray) -> np.ndarray:
        """Normalised mutual information of resamples of the sentences, shape (DRAWS,)."""
        codes = np.unique(groups, return_inverse=True)[1]
        shape = int(clusters.max()) + 1, int(codes.max()) + 1
        cell, count = clusters * shape[1] + codes, int(self._sentence.max()) + 1
        tables = (
            np.bincount(cell, drawn[self._sentence], minlength=shape[0] * shape[1]).reshape(shape)
            for drawn in sentence_draws(count, DRAWS, self._seed)
        )
        return np.array([_normalised_information(table) for table in tables])

    @staticmethod
    def _row(measure: str, found: list[Any], drawn: np.ndarray) -> dict[str, Any]:
        change = found[1].value - found[0].value
        ci95 = interval95(placed(drawn, change))
        return {
            "measure": measure,
            "first": asdict(found[0]),
            "second": asdict(found[1]),
            "difference": change,
            "ci95": ci95,
            "verdict": verdict(change, ci95, 1e-6),
        }


def _clusters(vectors: np.ndarray, count: int, seed: int) -> np.ndarray:
    rows = as_rows(vectors)
    return labels(rows, cluster_centres(rows, count, seed))


def _normalised_information(table: np.ndarray) -> float:
    """2 I / (H + H) of a contingency table of shape (a, b)."""
    shares = table / table.sum()
    both = [-float(np.sum(one[one > 0] * np.log(one[one > 0]))) for one in (shares.sum(1), shares.sum(0), shares)]
    return 2 * (both[0] + both[1] - both[2]) / (both[0] + both[1]) if both[0] + both[1] > 0 else float("nan")


COMPARED_LOCAL = PairStudy(
    "compare-local",
    "Local structure of two spaces",
    ("layer", "method", "directions", "end", "clusters", "seed"),
    compared_local,
)
