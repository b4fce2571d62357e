"""Whether local structure fades: how well two spaces keep kinds of words, frequency bands and clusters apart."""

from dataclasses import dataclass

import numpy as np

from ...geometry.clusters import cluster_centres, labels
from ...geometry.rows import as_rows
from ...progress import Progress
from ...spaces.alignment import Alignment
from ...texts.frequency import BANDS
from ...texts.units import distinct_sentences
from ...texts.words import folded
from ...tokens.word_kinds import KINDS, NO_BAND, word_bands, word_kinds
from ..comparison import PairContext, of_two
from .aligned import SETTINGS, OnWords, aligned_spaces, on_words
from .drift import NEIGHBOURHOOD
from .local_structures import DRAWS, Both, ClusterAgreement, GroupShare, LocalDifference, LocalStructures, judged

SEEDS = 5  # of k-means
KIND, BAND, CLUSTER, SAME = "kinds of words", "frequency bands", "its own clusters", "the same word"
MEASURES = {
    "silhouette": "Silhouette by cosine: 1 far apart, 0 not apart, below 0 mixed up.",
    "neighbours": "Share of the nearest neighbours that are of a word's own group.",
    "clusters": "Mutual information of k-means clusters and the groups, normalised: 0 independent, 1 the same.",
}


@dataclass(frozen=True)
class ComparedLocal(OnWords):
    """How well the groups of each grouping of the same words are separated in either space.

    Attributes
    ----------
    k : int
        Neighbours of a word.
    n_clusters : int
    rows : tuple of LocalDifference
        Groupings (`KIND`, `BAND`, `CLUSTER`) by measures (`MEASURES`), and `SAME`: how far neighbours are the same word
        elsewhere, which the others owe much to.
    each : tuple of GroupShare
        Each kind and band.
    agreement : ClusterAgreement
    """

    k: int
    n_clusters: int
    rows: tuple[LocalDifference, ...]
    each: tuple[GroupShare, ...]
    agreement: ClusterAgreement


def compared_local(context: PairContext, progress: Progress) -> ComparedLocal:
    """How well the groups of each grouping of the same words are separated in either space, and the verdict on the difference."""
    spaces = aligned_spaces(context, progress, NEIGHBOURHOOD)
    seed, words = context.first.selection.seed, spaces.words
    n_clusters = clusters_sought(context.first.selection.clusters, len(words))
    clusterings: list[Both] = []
    for done in range(SEEDS):
        progress(done, SEEDS, "clusterings")
        first, second = (cluster_labels(vectors, n_clusters, seed + done) for vectors in (spaces.first, spaces.second))
        clusterings.append((first, second))
    progress(SEEDS, SEEDS, "clusterings")
    sentence = distinct_sentences(context.texts)[words.sentence]
    every = LocalStructures((spaces.first, spaces.second), clusterings, sentence, seed)
    every.clusters_of_halves(lambda done: progress(done, DRAWS, "draws"))
    kinds, bands = word_kinds(words, context.texts.language), word_bands(words)
    has_band = bands != NO_BAND
    banded = every.take(has_band) if has_band.sum() > 3 else None
    rows = []
    for done, measure in enumerate(MEASURES):
        progress(done, len(MEASURES), "measures")
        rows.append(every.difference(KIND, measure, kinds))
        if banded:
            rows.append(banded.difference(BAND, measure, bands[has_band]))
        if measure != "clusters":
            rows.append(every.difference(CLUSTER, measure))
    progress(len(MEASURES), len(MEASURES), "measures")
    rows.append(every.difference(SAME, "neighbours", spellings(words)))
    each = every.shares(KIND, kinds, KINDS)
    if banded:
        each += banded.shares(BAND, bands[has_band], BANDS)
    return ComparedLocal(
        *on_words(context, words, spaces.total),
        every.k,
        n_clusters,
        judged(rows),
        each,
        every.agreement(),
    )


def clusters_sought(wanted: int, n_words: int) -> int:
    """As many clusters as are asked for, of at least five words each."""
    return max(1, min(wanted, n_words // 5))


def cluster_labels(vectors: np.ndarray, count: int, seed: int) -> np.ndarray:
    """Each row's k-means cluster, shape (n,)."""
    rows = as_rows(vectors)
    return labels(rows, cluster_centres(rows, count, seed % 2**32))


def spellings(words: Alignment) -> np.ndarray:
    """A number for each word, shape (m,), the same for every spelling of it."""
    return np.unique([folded(str(word)) for word in words.words[words.word]], return_inverse=True)[1]


# Version 4: halves are clustered from where k-means settled on all words; a sentence that comes twice is one.
COMPARED_LOCAL = of_two("local", "Local structure of two spaces", SETTINGS, compared_local, ComparedLocal, version=4)
