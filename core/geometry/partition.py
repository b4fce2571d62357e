"""The partition function F(u) = sum_i exp(u . w_i) of Arora et al. 2016, for u and for -u."""

import numpy as np

from .rows import Rows, as_rows

_SAFE = 600.0  # exp(600) times 1e40 rows still fits a double


def log_partition(vectors: "np.ndarray | Rows", directions: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """log F(u) and log F(-u) for unit directions u.

    Parameters
    ----------
    vectors : ndarray of shape (n, d) or Rows
        Of any norm: blocks whose norms could overflow exp go through log-sum-exp.
    directions : ndarray of shape (d, m)
        Unit columns.

    Returns
    -------
    plus, minus : ndarray of shape (m,)
        Natural logarithms.

    Notes
    -----
    One product and one exp a block: exp(-x) is had as 1 / exp(x). |u . w| <= |w| bounds the exponent.
    """
    rows = as_rows(vectors)
    m = directions.shape[1]
    plus, minus = np.zeros(m), np.zeros(m)
    far_plus, far_minus = np.full(m, -np.inf), np.full(m, -np.inf)
    buffer = np.empty((0, m))
    for _, block in rows.blocks():
        if len(buffer) != len(block):
            buffer = np.empty((len(block), m))
        x = np.matmul(block, directions, out=buffer)
        if np.einsum("ij,ij->i", block, block).max() < _SAFE**2:
            np.exp(x, out=x)
            plus += x.sum(axis=0)
            np.reciprocal(x, out=x)
            minus += x.sum(axis=0)
        else:
            high, low = x.max(axis=0), x.min(axis=0)
            far_plus = np.logaddexp(far_plus, high + np.log(np.exp(x - high).sum(axis=0)))
            far_minus = np.logaddexp(far_minus, -low + np.log(np.exp(low - x).sum(axis=0)))
    with np.errstate(divide="ignore"):  # log 0 = -inf: no block took the fast path
        return np.logaddexp(np.log(plus), far_plus), np.logaddexp(np.log(minus), far_minus)
