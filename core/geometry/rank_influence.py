"""How much each pair moves a rank correlation: the bootstrap of any number of similarities, to first order, at once."""

import numpy as np

from .rank_correlation import average_ranks


def spearman_influence(similarities: np.ndarray, gold: np.ndarray) -> np.ndarray:
    """Influence of each pair on Spearman's correlation, in points.

    Parameters
    ----------
    similarities : ndarray of shape (m, n_pairs)
    gold : ndarray of shape (n_pairs,)

    Returns
    -------
    ndarray of shape (m, n_pairs)
        Summing to 0 along each row. Resampled with counts c (n_pairs,), the correlation moves by c @ influence / sum(c),
        up to terms of the order of 1 / n_pairs. NaN where it is not defined.

    Notes
    -----
    The correlation of (F(x), G(y)), mid-ranks as a share of n. A pair counts by its own ranks, and by lifting the
    ranks of all pairs above it: both are sums along one sorted order.

    References
    ----------
    Croux & Dehon 2010, Statistical Methods & Applications 19.
    """
    n = len(gold)
    u, v = average_ranks(similarities) / n, average_ranks(gold[None]) / n
    u, v = u - u.mean(axis=1, keepdims=True), v - v.mean()
    uu, vv, uv = np.einsum("ij,ij->i", u, u) / n, float(v[0] @ v[0]) / n, (u @ v[0]) / n
    norm = np.sqrt(uu * vv)
    with np.errstate(divide="ignore", invalid="ignore"):
        of_uv = u * v + _lifted(u, np.broadcast_to(v, u.shape)) + _lifted(np.broadcast_to(v, u.shape), u)
        of_uu = u * u + 2 * _lifted(u, u)
        of_vv = v * v + 2 * _lifted(v, v)
        out = (of_uv - uv[:, None] / 2 * (of_uu / uu[:, None] + of_vv / vv)) / norm[:, None]
    return np.asarray(100 * (out - out.mean(axis=1, keepdims=True)))


def _lifted(ranks: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Mean of `other` over the pairs that lie above each one in `ranks`, equal ones by half; rows of shape (m, n)."""
    order = np.argsort(ranks, axis=1, kind="stable")
    ordered = np.take_along_axis(ranks, order, axis=1)
    sums = np.cumsum(np.take_along_axis(other, order, axis=1), axis=1)
    total = sums[:, -1:]
    before = np.concatenate([np.zeros_like(total), sums], axis=1)
    out = np.empty(ranks.shape)
    for row in range(len(ranks)):
        low = np.searchsorted(ordered[row], ranks[row], side="left")
        high = np.searchsorted(ordered[row], ranks[row], side="right")
        out[row] = total[row] - (before[row, low] + before[row, high]) / 2
    return out / ranks.shape[1]
