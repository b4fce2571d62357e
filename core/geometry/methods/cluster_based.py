"""Cluster-based approach: zero-mean and direction removal inside each cluster (Rajaee & Pilehvar 2021, ACL)."""

import numpy as np

from core.geometry.clusters import cluster_centres, nearest_centre
from core.geometry.methods.clustering_zero_mean import cluster_means
from core.geometry.post_processing import Fitted, Method, Options
from core.geometry.principal import principal_directions, rank
from core.geometry.projection import remove_directions
from core.geometry.rows import Rows


def fit(rows: Rows, options: Options) -> Fitted:
    """Per cluster: subtract its mean, project out its own principal directions.

    Notes
    -----
    A cluster of m tokens has at most m - 1 directions. Where D is more than that, all its directions
    go, its tokens become zero, and a note says so.
    """
    centres = options.centres if options.centres is not None else cluster_centres(rows, options.clusters, options.seed)
    means = cluster_means(rows, centres)
    scatters = np.zeros((len(centres), rows.shape[1], rows.shape[1]))
    sizes = np.zeros(len(centres), dtype=np.int64)
    for _, block in rows.blocks(4096):
        nearest = nearest_centre(block, centres)
        for cluster in np.unique(nearest):
            members = block[nearest == cluster] - means[cluster]
            scatters[cluster] += members.T @ members
            sizes[cluster] += len(members)
    removals, short = [], []
    for cluster, scatter in enumerate(scatters):
        principal = principal_directions(scatter)
        removals.append(remove_directions(principal, options.directions, options.end))
        if (
            options.end == "dominant"
            and sizes[cluster]
            and rank(principal.values, int(sizes[cluster])) < options.directions
        ):
            short.append(int(sizes[cluster]))

    def apply(block: np.ndarray) -> np.ndarray:
        nearest = nearest_centre(block, centres)
        for cluster in np.unique(nearest):
            members = nearest == cluster
            block[members] = removals[cluster](block[members] - means[cluster])
        return block

    notes = (
        (
            f"{len(short)} of {len(centres)} clusters (the smallest has {min(short)} tokens) have fewer than "
            f"{options.directions} directions; all of theirs were removed.",
        )
        if short
        else ()
    )
    return Fitted(apply, notes)


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
