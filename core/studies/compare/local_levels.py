"""How well one space keeps groups of words apart, without intervals: what stands beside a comparison of two others."""

from dataclasses import dataclass

import numpy as np

from ...geometry.local_structure import mutual_information, neighbour_agreement, silhouette
from ...geometry.neighbours import nearest_neighbours
from ...progress import Progress
from ...spaces.alignment import word_vectors
from ...tokens.word_kinds import NO_BAND, word_bands, word_kinds
from ..comparison import PairContext
from ..question import Context, of_one
from .aligned import aligned_words
from .drift import NEIGHBOURHOOD, neighbours_sought
from .local import BAND, CLUSTER, KIND, MEASURES, SAME, cluster_labels, clusters_sought, spellings


@dataclass(frozen=True)
class LocalLevel:
    """One measure of one grouping."""

    groups: str
    measure: str
    value: float


@dataclass(frozen=True)
class LocalLevels:
    """Every measure of every grouping, as a comparison has them."""

    rows: tuple[LocalLevel, ...]


def local_levels(context: Context, progress: Progress) -> LocalLevels:
    """Measure the words that a comparison of spaces with the same tokenizer would take."""
    words, _ = aligned_words(PairContext(context, context), NEIGHBOURHOOD)
    vectors = word_vectors(context.space.vectors(context.selection.layer), words.first).to_array(np.float32)
    kinds, bands = word_kinds(words, context.texts.language), word_bands(words)
    clusters = cluster_labels(vectors, clusters_sought(context.selection.clusters, len(words)), context.selection.seed)
    has_band = bands != NO_BAND
    groupings = [(KIND, vectors, kinds, clusters), (CLUSTER, vectors, clusters, clusters)]
    if has_band.sum() > 3:
        groupings.append((BAND, vectors[has_band], bands[has_band], clusters[has_band]))
    rows = []
    for name, some, groups, own in groupings:
        near = nearest_neighbours(some, neighbours_sought(len(some)))
        values = {
            "silhouette": silhouette(some, groups, draws=1).value,
            "neighbours": neighbour_agreement(near, groups, draws=1).value,
            "clusters": mutual_information(own, groups, draws=1).value,
        }
        wanted = [measure for measure in MEASURES if (name, measure) != (CLUSTER, "clusters")]
        rows += [LocalLevel(name, measure, values[measure]) for measure in wanted]
        if name == KIND:
            same = neighbour_agreement(near, spellings(words), draws=1).value
            rows.append(LocalLevel(SAME, "neighbours", same))
    return LocalLevels(tuple(rows))


LOCAL_LEVELS = of_one("local-levels", "Local structure", ("layer", "clusters", "seed"), local_levels, LocalLevels)
