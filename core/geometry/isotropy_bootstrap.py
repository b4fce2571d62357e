"""How I(W) varies with the sentences it is measured on: resample them, keep the eigenvectors."""

import numpy as np

from core.geometry.principal import principal_directions
from core.geometry.rows import GRAM_BLOCK, Rows, as_rows


def sentence_counts(n_sentences: int, draws: int, seed: int) -> np.ndarray:
    """How often each sentence occurs in each resample, shape (draws, n_sentences)."""
    drawn = np.random.default_rng(seed).integers(0, n_sentences, (draws, n_sentences))
    drawn += np.arange(draws)[:, None] * n_sentences
    return np.bincount(drawn.ravel(), minlength=draws * n_sentences).reshape(draws, n_sentences).astype(np.float64)


def isotropy_draws(vectors: "np.ndarray | Rows", sentence: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """log10 of the sign-free I(W) on resampled sentences: `drawn_isotropy` of `sentence_partition`."""
    return drawn_isotropy(sentence_partition(vectors, sentence, counts.shape[1]), counts)


def sentence_partition(vectors: "np.ndarray | Rows", sentence: np.ndarray, n_sentences: int) -> np.ndarray:
    """Each sentence's share of log F(u_j) and log F(-u_j), shape (n_sentences, 2d); -inf for one without tokens.

    Parameters
    ----------
    vectors : ndarray of shape (n, d) or Rows
    sentence : ndarray of shape (n,)
        Sentence of each row, not decreasing, below `n_sentences`.
    """
    rows = as_rows(vectors)
    d = rows.shape[1]
    gram = np.zeros((d, d))
    for _, block in rows.blocks(GRAM_BLOCK):
        gram += block.T @ block
    directions = principal_directions(gram).vectors
    logs = np.full((n_sentences, 2 * d), -np.inf)
    for start, block in rows.blocks():
        x = block @ directions
        x = np.hstack([x, -x])
        owners = sentence[start : start + len(block)]
        firsts = np.flatnonzero(np.r_[True, owners[1:] != owners[:-1]])
        high = np.maximum.reduceat(x, firsts, axis=0)
        x -= np.repeat(high, np.diff(np.r_[firsts, len(block)]), axis=0)
        high += np.log(np.add.reduceat(np.exp(x, out=x), firsts, axis=0))
        logs[owners[firsts]] = np.logaddexp(logs[owners[firsts]], high)  # a sentence may span two blocks
    return logs


def drawn_isotropy(logs: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """log10 of the sign-free I(W) of each draw, shape (draws,).

    Parameters
    ----------
    logs : ndarray of shape (n_sentences, 2d)
        As `sentence_partition` gives it.
    counts : ndarray of shape (draws, n_sentences)
        How often each sentence occurs in each draw; the same for two spaces pairs their draws.

    Notes
    -----
    F(u) is a sum over tokens, so each sentence's share of F is summed once and draws are one product. The eigenvectors
    are those of all sentences: how they move from draw to draw is left out, so that intervals are a little too
    narrow where leading eigenvalues lie close together. Cost: that of one I(W), and draws x n_sentences x 2d.
    """
    top = logs.max(axis=0)
    with np.errstate(divide="ignore"):
        log = np.log(counts @ np.exp(logs - top)) + top
        for draw in np.flatnonzero(np.isneginf(log).any(axis=1)):  # its sentences are all far below the largest one
            log[draw] = np.logaddexp.reduce(logs + np.log(counts[draw])[:, None], axis=0)
    return np.asarray((log.min(axis=1) - log.max(axis=1)) / np.log(10))
