"""Whether local structure fades: how well two spaces keep kinds of words, frequency bands and clusters apart."""

from typing import Any

import numpy as np

from ...geometry.clusters import cluster_centres, labels
from ...geometry.rows import as_rows
from ...progress import Progress
from ...texts.frequency import BANDS
from ...tokens.word_kinds import KINDS, NO_BAND, word_bands, word_kinds
from ..comparison import PairContext
from ..shim import PairStudy
from .aligned import aligned_spaces, described, word_notes
from .drift import NEIGHBOURHOOD
from .local_structures import LocalStructures

SEEDS = 5  # of k-means
KIND, BAND, CLUSTER, SAME = "kinds of words", "frequency bands", "its own clusters", "the same word"
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
        (`KIND`, `BAND`, `CLUSTER`; `SAME`: how far neighbours are the same word elsewhere, which the others owe much to)
        and measure (`MEASURES`) `groups`, `measure`, `first` and `second` (value, chance, chance_sd,
        p, n), `difference` (second - first), `ci95` (over sentences and seeds of k-means), `verdict`; `each`: for each kind and band `groups`,
        `name`, `n`, `first`, `second` (share of neighbours of its own group) and `chance`; `agreement` of both spaces'
        clusters (`value`: normalised mutual information; `first`, `second`: of one space's own from two seeds); `notes`.
    """
    spaces = aligned_spaces(context, progress, NEIGHBOURHOOD)
    seed, words = context.first.selection.seed, spaces.words
    n_clusters = max(1, min(context.first.selection.clusters, len(words) // 5))
    steps = SEEDS + len(MEASURES)
    clusterings = []
    for done in range(SEEDS):
        progress(done, steps, "steps")
        one, other = (_clusters(vectors, n_clusters, seed + done) for vectors in (spaces.first, spaces.second))
        clusterings.append((one, other))
    every = LocalStructures((spaces.first, spaces.second), clusterings, words.sentence, seed)
    kinds, bands = word_kinds(words, context.texts.language), word_bands(words)
    types = np.unique([str(word).casefold() for word in words.words[words.word]], return_inverse=True)[1]
    has_band = bands != NO_BAND
    banded = every.take(has_band) if has_band.sum() > 3 else None
    rows = []
    for done, measure in enumerate(MEASURES, start=SEEDS + 1):
        rows.append({"groups": KIND} | every.row(measure, (kinds, kinds)))
        if banded:
            rows.append({"groups": BAND} | banded.row(measure, (bands[has_band], bands[has_band])))
        if measure != "clusters":
            rows.append({"groups": CLUSTER} | every.row(measure))
        progress(done, steps, "steps")
    rows.append({"groups": SAME} | every.row("neighbours", (types, types)))
    each = [{"groups": KIND} | row for row in every.each(kinds, KINDS)]
    if banded:
        each += [{"groups": BAND} | row for row in banded.each(bands[has_band], BANDS)]
    return {
        "first": described(context.first),
        "second": described(context.second),
        "n_words": len(words),
        "total": spaces.total,
        "k": every.k,
        "n_clusters": n_clusters,
        "rows": rows,
        "each": each,
        "agreement": every.agreement(),
        "notes": word_notes(context, words, spaces.total),
    }


def _clusters(vectors: np.ndarray, count: int, seed: int) -> np.ndarray:
    rows = as_rows(vectors)
    return labels(rows, cluster_centres(rows, count, seed % 2**32))


COMPARED_LOCAL = PairStudy(
    "compare-local",
    "Local structure of two spaces",
    ("layer", "method", "directions", "end", "clusters", "seed", "kmeans", "starts"),
    compared_local,
)
