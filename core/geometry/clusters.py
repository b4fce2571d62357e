"""k-means clusters of tokens: seeded, and described by their centres alone."""

import numpy as np

from ..errors import UsageError
from ..registry import pick
from .rows import Rows, sample

ALGORITHMS = {
    "k-means++": "scikit-learn, spread-out starting points, until it settles",
    "kmeans2": "scipy's kmeans2 from random points, ten iterations, as in the authors' code",
}
MAX_FITTED = 200_000  # rows; a larger space is clustered on a seeded sample of this size


def cluster_centres(rows: Rows, clusters: int, seed: int, algorithm: str = "k-means++", starts: int = 1) -> np.ndarray:
    """Centres of k-means (Lloyd's iterations), shape (clusters, d), float64.

    Parameters
    ----------
    rows : Rows of shape (n, d)
    clusters : int
        Number of clusters; the paper uses 27.
    seed : int
    algorithm : str
        Key of `ALGORITHMS`.
    starts : int
        Initialisations, of which the one with the least squared distances is taken.

    Raises
    ------
    UsageError
        More clusters than rows, or fewer than one; no start; an algorithm that is not known.
    """
    pick(ALGORITHMS, algorithm, "k-means algorithm")
    if starts < 1:
        raise UsageError("k-means needs one start or more.")
    if not 1 <= clusters <= len(rows):
        raise UsageError(f"{clusters} clusters cannot be made of {len(rows):,} tokens: give 1 to {len(rows):,}.")
    fitted = sample(rows, MAX_FITTED, seed).to_array(np.float32)
    if algorithm == "kmeans2":
        return _from_points(fitted, clusters, seed, starts)
    from sklearn.cluster import KMeans

    kmeans = KMeans(n_clusters=clusters, n_init=starts, max_iter=300, random_state=seed).fit(fitted)
    return np.asarray(kmeans.cluster_centers_, dtype=np.float64)


def settled_centres(vectors: np.ndarray, begin: np.ndarray) -> np.ndarray:
    """Centres that k-means of rows (n, d) settles at from given ones, shape (clusters, d): where rows changed little, soon."""
    from sklearn.cluster import KMeans

    fitted = np.ascontiguousarray(vectors, dtype=np.float32)
    found = KMeans(n_clusters=len(begin), init=begin.astype(np.float32), n_init=1, max_iter=300).fit(fitted)
    return np.asarray(found.cluster_centers_, dtype=np.float64)


def _from_points(fitted: np.ndarray, clusters: int, seed: int, starts: int) -> np.ndarray:
    """As the authors' code: scipy's kmeans2 from random points, its ten iterations."""
    import warnings

    from scipy.cluster.vq import kmeans2

    generator = np.random.default_rng(seed)
    best, least = np.empty(0), np.inf
    for _ in range(starts):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an empty cluster keeps its centre and owns no token
            centres, owner = kmeans2(fitted, clusters, minit="points", rng=generator)
        spread = float(np.square(fitted - centres[owner]).sum(dtype=np.float64))
        if spread < least:
            best, least = np.asarray(centres, dtype=np.float64), spread
    return best


def nearest_centre(block: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """Index of the nearest centre of each row: block (b, d), centres (k, d) -> (b,)."""
    # |x - c|^2 = |x|^2 - 2 x.c + |c|^2, and |x|^2 is the same for every centre.
    return np.asarray(np.argmin(np.einsum("ij,ij->i", centres, centres) - 2.0 * (block @ centres.T), axis=1))


def labels(rows: Rows, centres: np.ndarray) -> np.ndarray:
    """Cluster of each row, shape (n,)."""
    return np.concatenate([nearest_centre(block, centres) for _, block in rows.blocks()])
