"""Sentence vectors from token vectors, and the cosine of two of them."""

import numpy as np

from .cosine import cosine_from
from .rows import Rows, as_rows


def mean_pool(
    vectors: "np.ndarray | Rows", sentence: np.ndarray, n_sentences: int, weights: np.ndarray | None = None
) -> np.ndarray:
    """Mean token vector of each sentence.

    Parameters
    ----------
    vectors : ndarray of shape (n, d) or Rows
    sentence : ndarray of shape (n,)
        Sentence of each row, not decreasing.
    n_sentences : int
    weights : ndarray of shape (n,), optional
        Of the tokens, not negative; the same for all by default.

    Returns
    -------
    ndarray of shape (n_sentences, d)
        Zero for a sentence without tokens, or without any weight.
    """
    rows = as_rows(vectors)
    out = np.zeros((n_sentences, rows.shape[1]))
    for start, block in rows.blocks():
        owners = sentence[start : start + len(block)]
        if weights is not None:
            block *= weights[start : start + len(block), None]
        firsts = np.flatnonzero(np.r_[True, owners[1:] != owners[:-1]])
        out[owners[firsts]] += np.add.reduceat(block, firsts, axis=0)  # += : a sentence may span two blocks
    counts = np.bincount(sentence, weights, minlength=n_sentences)[:, None]
    return np.divide(out, counts, out=out, where=counts > 0)


def cosine(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Row-wise cosine of two arrays of shape (n, d); 0 where a row is zero."""
    dots = [np.einsum("ij,ij->i", a, b) for a, b in ((first, second), (first, first), (second, second))]
    return cosine_from(*dots)
