"""I(W) and the pairs' cosines of the cluster-based method after removing k directions a cluster, for every k.

One more direction is a rank-one change of a cluster's tokens, of its part of the Gram matrix, and of its
share of the sentences. Tokens lose directions upwards, k = 0, 1, ...; what is left of the Gram matrix and of
the sentences is summed downwards, from the most removed to none, so that these only ever add.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..errors import UsageError
from .clusters import labels, nearest_centre
from .isotropy import CONVENTIONS, Isotropy, from_partition
from .methods.cluster_based import scatters
from .methods.clustering_zero_mean import cluster_means
from .partition import log_partition
from .pooling import cosine, mean_pool
from .principal import principal_directions, rank
from .projection import drop_rounding, or_zero
from .removal_curve import ENDS
from .rows import Rows

MOST = 128
_CELLS = 2**24  # doubles in memory at once: 128 MB


@dataclass(frozen=True)
class ClusterDirections:
    """Each cluster's mean and the directions it loses, first to be removed first.

    Attributes
    ----------
    centres, means : ndarray of shape (clusters, d)
    vectors : ndarray of shape (most, clusters, d)
    values : ndarray of shape (most, clusters)
        Their eigenvalues in the cluster's scatter matrix.
    left : ndarray of shape (d, d)
        Gram matrix of all tokens when all of these are removed.
    ranks : ndarray of shape (clusters,)
        Directions with any variance; 0 for a cluster without tokens.
    sizes : ndarray of shape (clusters,)
        Tokens.
    """

    centres: np.ndarray
    means: np.ndarray
    vectors: np.ndarray
    values: np.ndarray
    left: np.ndarray
    ranks: np.ndarray
    sizes: np.ndarray


@dataclass(frozen=True)
class ClusterCurve:
    """The cluster-based method over k = 0 .. K.

    Attributes
    ----------
    isotropy : dict of convention -> ndarray of shape (K + 1,)
        log10 I(W). Entry 0 is 'Clustering + ZM', entry k is 'Cluster-based' with k directions.
    cosines : ndarray of shape (K + 1, n_pairs)
    gone : ndarray of int of shape (K + 1,)
        Tokens in clusters that have no more than k directions of any variance: with the dominant k removed,
        nothing is left of them.
    """

    isotropy: dict[str, np.ndarray]
    cosines: np.ndarray
    gone: np.ndarray


def cluster_curve(
    rows: Rows,
    sentence: np.ndarray,
    n_sentences: int,
    n_pairs: int,
    directions: ClusterDirections,
    progress: Callable[[float, float, str], None],
) -> ClusterCurve:
    """The cluster-based method with k = 0 .. K directions removed from each cluster.

    Parameters
    ----------
    rows : Rows of shape (n, d)
    sentence : ndarray of shape (n,)
        Sentence of each row, not decreasing.
    n_sentences, n_pairs : int
        Sentence i and sentence n_pairs + i make pair i.
    directions : ClusterDirections
        Of these rows, as `cluster_directions` gives them: K of each cluster.
    progress : callable
        Called with (directions done, K + 1, 'directions'), fractions included; may raise to stop.

    Notes
    -----
    Cost of one k: an eigendecomposition, and a product with d columns and an exp pass over the tokens, as
    for I(W). Memory: about 300 MB plus the cosines, whatever n: directions are taken in batches, with one
    reading of the rows for each.
    """
    steps, d, clusters = len(directions.vectors), rows.shape[1], len(directions.centres)
    batch = max(1, _CELLS // (d * d + len(rows)))
    gram, sentences = directions.left.copy(), mean_pool(_removed(rows, directions, steps), sentence, n_sentences)
    sentence_and_cluster = sentence * clusters + labels(rows, directions.centres)
    per_token = 1.0 / np.maximum(np.bincount(sentence, minlength=n_sentences), 1)[:, None]
    isotropies: list[Isotropy] = []
    cosines = np.zeros((steps + 1, n_pairs))
    for stop in range(steps + 1, 0, -batch):
        ks = range(max(0, stop - batch), stop)

        def report(part: float, done: int = steps + 1 - stop, now: int = len(ks)) -> None:
            progress(done + part * now, steps + 1, "directions")

        partition, coefficients = _pass(rows, directions, ks, _bases(gram, directions, ks), report)
        isotropies[:0] = [from_partition(plus, minus) for plus, minus in partition]
        for k in reversed(ks):
            if k < steps:
                share = np.bincount(sentence_and_cluster, coefficients[k - ks.start], n_sentences * clusters)
                sentences += (share.reshape(n_sentences, -1) * per_token) @ directions.vectors[k]
            cosines[k] = cosine(sentences[:n_pairs], sentences[n_pairs : 2 * n_pairs])
    progress(steps + 1, steps + 1, "directions")
    curves = {name: np.array([getattr(isotropy, name) for isotropy in isotropies]) for name in CONVENTIONS}
    return ClusterCurve(curves, cosines, (directions.ranks <= np.arange(steps + 1)[:, None]) @ directions.sizes)


def cluster_directions(rows: Rows, centres: np.ndarray, most: int = MOST, end: str = "dominant") -> ClusterDirections:
    """The principal directions of every cluster, in the order in which a curve removes them.

    Parameters
    ----------
    rows : Rows of shape (n, d)
    centres : ndarray of shape (clusters, d)
    most : int
        Directions of each; fewer where d, or (dominant end) the largest rank of a cluster, leaves nothing then.
    end : {'dominant', 'least'}

    Raises
    ------
    UsageError
        Unknown end.

    Notes
    -----
    Cost: one product with d columns over the tokens, one eigendecomposition a cluster.
    """
    if end not in ENDS:
        raise UsageError(f"Unknown end {end!r}. Choose 'dominant' or 'least'.")
    d, clusters = rows.shape[1], len(centres)
    most = max(0, min(most, d - 1))
    means = cluster_means(rows, centres)
    vectors, values = np.zeros((most, clusters, d)), np.zeros((most, clusters))
    left, ranks, sizes = np.zeros((d, d)), np.zeros(clusters, dtype=np.int64), np.zeros(clusters, dtype=np.int64)
    together = max(1, _CELLS // (d * d))
    for start in range(0, clusters, together):
        group = range(start, min(start + together, clusters))
        matrices, sizes[group.start : group.stop] = scatters(rows, centres, means, group)
        for cluster, scatter in zip(group, matrices, strict=True):
            _drop_rounding_of_mean(scatter, means[cluster], int(sizes[cluster]))
            principal = principal_directions(scatter)
            ranks[cluster] = rank(principal.values, int(sizes[cluster]))
            order = slice(None) if end == "dominant" else slice(None, None, -1)
            ordered, lengths = principal.vectors.T[order], principal.values[order]
            vectors[:, cluster], values[:, cluster] = ordered[:most], lengths[:most]
            left += (ordered[most:].T * lengths[most:]) @ ordered[most:]
    used = most if end == "least" else min(most, max(0, int(ranks.max()) - 1))
    for k in range(used, most):
        left += (vectors[k].T * values[k]) @ vectors[k]
    return ClusterDirections(centres, means, vectors[:used], values[:used], left, ranks, sizes)


def _drop_rounding_of_mean(scatter: np.ndarray, mean: np.ndarray, size: int) -> None:
    """Set the scatter of `size` equal vectors to zero, as `moments` does: it is the rounding of their mean."""
    if np.trace(scatter) <= size * len(mean) * (16 * np.finfo(np.float64).eps) ** 2 * (mean @ mean):
        scatter[:] = 0.0


def _bases(gram: np.ndarray, directions: ClusterDirections, ks: range) -> np.ndarray:
    """Eigenvectors of the Gram matrix at each of `ks`, shape (len(ks), d, d).

    `gram`, of what is left above `ks`, is changed to what is left at their lowest.
    """
    bases = np.empty((len(ks), *gram.shape))
    for k in reversed(ks):
        if k < len(directions.vectors):
            gram += (directions.vectors[k].T * directions.values[k]) @ directions.vectors[k]
        bases[k - ks.start] = principal_directions(gram).vectors
    return bases


def _start(block: np.ndarray, directions: ClusterDirections, k: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A block with k directions of each row's cluster removed, the rows' clusters, their squared norms before."""
    nearest = nearest_centre(block, directions.centres)
    x = drop_rounding(block - directions.means[nearest], block)
    whole = np.einsum("ij,ij->i", x, x)
    if k:
        for cluster in np.unique(nearest):
            members, removed = nearest == cluster, directions.vectors[:k, cluster]
            x[members] -= (x[members] @ removed.T) @ removed
        _drop_rounding(x, whole)
    return x, nearest, whole


def _drop_rounding(x: np.ndarray, whole: np.ndarray) -> None:
    """Set rows to zero of whose squared norm `whole` only rounding error is left; `x` is changed."""
    x[or_zero(np.einsum("ij,ij->i", x, x), whole) == 0] = 0.0


def _removed(rows: Rows, directions: ClusterDirections, k: int) -> Rows:
    return Rows(rows.shape, lambda start, stop: _start(rows.read(start, stop), directions, k)[0])


def _pass(
    rows: Rows, directions: ClusterDirections, ks: range, bases: np.ndarray, progress: Callable[[float], None]
) -> tuple[np.ndarray, np.ndarray]:
    """What one reading of the tokens gives for all `ks`.

    Returns
    -------
    partition : ndarray of shape (len(ks), 2, d)
        log F(u) and log F(-u) for the columns u of each of `bases`, shape (len(ks), d, d).
    coefficients : ndarray of shape (len(ks), n)
        Of each token on the direction that it loses next.
    """
    n, d = rows.shape
    partition = np.full((len(ks), 2, d), -np.inf)
    coefficients = np.zeros((len(ks), n))
    for start, block in rows.blocks():
        progress(start / n)
        x, nearest, whole = _start(block, directions, ks.start)
        for i, k in enumerate(ks):
            partition[i] = np.logaddexp(partition[i], log_partition(x, bases[i]))
            if k < len(directions.vectors):
                removed = directions.vectors[k][nearest]
                along = coefficients[i, start : start + len(block)]
                np.einsum("ij,ij->i", x, removed, out=along)
                x -= along[:, None] * removed
                _drop_rounding(x, whole)
    return partition, coefficients
