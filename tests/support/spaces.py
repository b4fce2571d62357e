"""Small spaces on which closed forms go wrong first, and sentence pairs made of them."""

from dataclasses import dataclass

import numpy as np

from core.geometry.pooling import mean_pool
from core.geometry.removal_curve import centred_spectrum

D = 8


def _spaces() -> dict[str, np.ndarray]:
    random = np.random.default_rng(3)
    plain = random.standard_normal((400, D)) * np.linspace(2, 0.4, D) + random.standard_normal(D)
    return {
        "plain": plain,
        "skewed": random.gamma(2.0, 0.5, (400, D)) * np.linspace(1.5, 0.5, D),
        "rank-deficient": plain[:, :4] @ np.linalg.qr(random.standard_normal((D, 4)))[0].T,
        "duplicated rows": np.repeat(plain[:12], 30, axis=0),
        "n < d": plain[:6],
        "one direction with 99.9 % of the variance": plain * np.r_[60.0, np.ones(D - 1)],
    }


SPACES = _spaces()


@dataclass(frozen=True)
class SentencePairs:
    """A space whose rows are tokens of sentences, and the sentences of each pair.

    Attributes
    ----------
    space : ndarray of shape (n, D)
    sentence : ndarray of shape (n,)
    first, second : ndarray of shape (n_pairs, D)
        Centred, in the principal basis.
    gold : ndarray of shape (n_pairs,)
    """

    space: np.ndarray
    sentence: np.ndarray
    first: np.ndarray
    second: np.ndarray
    gold: np.ndarray


def pairs_of(space: np.ndarray) -> SentencePairs:
    """Sentences of two tokens (of one in tiny spaces); sentence i and n_pairs + i are pair i, with a random gold."""
    length = 2 if len(space) > 20 else 1
    n_pairs = len(space) // (2 * length)
    sentence = np.minimum(np.arange(len(space)) // length, 2 * n_pairs - 1)
    spectrum = centred_spectrum(space)
    pooled = (mean_pool(space, sentence, 2 * n_pairs) - spectrum.mean) @ spectrum.principal.vectors
    gold = np.random.default_rng(5).random(n_pairs)
    return SentencePairs(space, sentence, pooled[:n_pairs], pooled[n_pairs:], gold)


def projected(centred: np.ndarray, directions: np.ndarray) -> np.ndarray:
    """Rows of shape (n, d) without their components along each row of `directions`, one after the other."""
    for u in directions:
        centred = centred - np.outer(centred @ u, u)
    return centred
