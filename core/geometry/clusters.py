"""k-means clusters of tokens: seeded, and described by their centres alone."""

import numpy as np

from core.errors import UsageError
from core.geometry.rows import Rows, sample

MAX_FITTED = 200_000  # rows; a larger space is clustered on a seeded sample of this size


def cluster_centres(rows: Rows, clusters: int, seed: int) -> np.ndarray:
    """Centres of k-means (k-means++ start, Lloyd's iterations), shape (clusters, d), float64.

    Parameters
    ----------
    rows : Rows of shape (n, d)
    clusters : int
        Number of clusters; the paper uses 27.
    seed : int

    Raises
    ------
    UsageError
        More clusters than rows, or fewer than one.
    """
    from sklearn.cluster import KMeans

    if not 1 <= clusters <= len(rows):
        raise UsageError(f"{clusters} clusters cannot be made of {len(rows):,} tokens: give 1 to {len(rows):,}.")
    fitted = sample(rows, MAX_FITTED, seed).to_array(np.float32)
    found = KMeans(n_clusters=clusters, n_init=1, max_iter=300, random_state=seed).fit(fitted)
    return np.asarray(found.cluster_centers_, dtype=np.float64)


def nearest_centre(block: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """Index of the nearest centre of each row: block (b, d), centres (k, d) -> (b,)."""
    # |x - c|^2 = |x|^2 - 2 x.c + |c|^2, and |x|^2 is the same for every centre.
    return np.asarray(np.argmin(np.einsum("ij,ij->i", centres, centres) - 2.0 * (block @ centres.T), axis=1))


def labels(rows: Rows, centres: np.ndarray) -> np.ndarray:
    """Cluster of each row, shape (n,)."""
    return np.concatenate([nearest_centre(block, centres) for _, block in rows.blocks()])
