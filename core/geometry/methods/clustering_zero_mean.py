"""Clustering + ZM: make each cluster of tokens zero-mean on its own (Cai et al. 2021)."""

import numpy as np

from ..clusters import cluster_centres, nearest_centre
from ..post_processing import Fitted, Method, Options
from ..projection import drop_rounding
from ..rows import Rows


def fit(rows: Rows, options: Options) -> Fitted:
    """The method fitted: from each row the mean of its cluster's rows is subtracted."""
    centres = options.centres if options.centres is not None else cluster_centres(rows, options.clusters, options.seed)
    means = cluster_means(rows, centres)
    return Fitted(lambda block: drop_rounding(block - means[nearest_centre(block, centres)], block))


def cluster_means(rows: Rows, centres: np.ndarray) -> np.ndarray:
    """Mean of the rows nearest to each centre, shape (clusters, d); the centre itself where there are none.

    A k-means centre is close to this mean but not equal to it once the iterations stop (and not at
    all when the space is larger than what was clustered).
    """
    totals, counts = np.zeros_like(centres), np.zeros(len(centres))
    for _, block in rows.blocks():
        nearest = nearest_centre(block, centres)
        np.add.at(counts, nearest, 1)
        members = np.zeros((len(centres), len(block)))
        members[nearest, np.arange(len(block))] = 1.0
        totals += members @ block
    there = counts > 0
    totals[there] /= counts[there, None]
    totals[~there] = centres[~there]
    return totals


CLUSTERING_ZERO_MEAN = Method(
    "clustering-zero-mean",
    "Clustering + ZM",
    "Cluster the tokens (k-means), subtract each cluster's mean.",
    "Cai et al. 2021; Rajaee & Pilehvar 2021, section 3.2",
    fit,
    uses_clusters=True,
    order=2,
)
