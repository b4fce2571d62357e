"""Cluster-based approach: zero-mean and direction removal inside each cluster (Rajaee & Pilehvar 2021, ACL)."""

import numpy as np

from ..clusters import cluster_centres, nearest_centre
from ..post_processing import Fitted, Method, Options
from ..principal import principal_directions, rank
from ..projection import drop_rounding, removal_notes, remove_directions
from ..rows import Rows
from .clustering_zero_mean import cluster_means

_SCATTER_CELLS = 2**25  # doubles in memory at once: 27 clusters of 768 x 768 fit, 256 MB at most


def fit(rows: Rows, options: Options) -> Fitted:
    """The method fitted: from each cluster's tokens, its mean and its own D principal directions are taken.

    Notes
    -----
    A cluster of m tokens has at most m - 1 directions. Where that is no more than D, its tokens become
    zero, and a note says so. A token that was not fitted on belongs to its nearest centre.
    """
    centres = options.centres if options.centres is not None else cluster_centres(rows, options.clusters, options.seed)
    means = cluster_means(rows, centres)
    together = max(1, _SCATTER_CELLS // rows.shape[1] ** 2)
    removals, ranks = [], []
    for first in range(0, len(centres), together):
        matrices, sizes = scatters(rows, centres, means, range(first, min(first + together, len(centres))))
        for scatter, size in zip(matrices, sizes, strict=True):
            principal = principal_directions(scatter)
            known = rank(principal.values, int(size))
            span = known if options.elsewhere else rows.shape[1]
            removals.append(remove_directions(principal, options.directions, options.end, span))
            if size:
                ranks.append(known)

    def apply(block: np.ndarray) -> np.ndarray:
        nearest = nearest_centre(block, centres)
        for cluster in np.unique(nearest):
            members = nearest == cluster
            centred = drop_rounding(block[members] - means[cluster], block[members])
            block[members] = removals[cluster](centred)
        return block

    notes = removal_notes(ranks, rows.shape[1], options.directions, options.end, "clusters", options.elsewhere)
    return Fitted(apply, notes)


def scatters(rows: Rows, centres: np.ndarray, means: np.ndarray, clusters: range) -> tuple[np.ndarray, np.ndarray]:
    """Scatter matrices (len(clusters), d, d) and sizes of some clusters."""
    matrices = np.zeros((len(clusters), rows.shape[1], rows.shape[1]))
    sizes = np.zeros(len(clusters), dtype=np.int64)
    for _, block in rows.blocks(4096):
        nearest = nearest_centre(block, centres)
        for cluster in np.intersect1d(nearest, clusters):
            members = block[nearest == cluster] - means[cluster]
            matrices[cluster - clusters.start] += members.T @ members
            sizes[cluster - clusters.start] += len(members)
    return matrices, sizes


CLUSTER_BASED = Method(
    "cluster-based",
    "Cluster-based",
    "Cluster the tokens (k-means); in each cluster subtract the mean and project out D principal directions.",
    "Rajaee & Pilehvar 2021 (ACL); Rajaee & Pilehvar 2021, section 3.2",
    fit,
    uses_directions=True,
    uses_clusters=True,
    order=4,
)
