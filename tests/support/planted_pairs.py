"""Token vectors of sentence pairs in which a claim is true or false by construction."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.findings.pooled import Pooled
from core.findings.specification import Estimate
from core.findings.verdict import Verdict, judgement, verdicts
from core.geometry.moments import moments
from core.geometry.pooling import cosine, mean_pool
from core.geometry.principal import principal_directions
from core.studies.space.pairs import PrincipalPairs
from core.texts import Texts

LENGTH = 6  # tokens of a sentence


@dataclass(frozen=True)
class PlantedText:
    """Sentence pairs with known meanings, of which a space shows as much as it is told to.

    Attributes
    ----------
    texts : Texts
    meaning : ndarray of shape (2 n_pairs, d)
        Of each sentence; those of a pair are as alike as its gold score says.
    sentence : ndarray of shape (n,)
        Of each token.
    """

    texts: Texts
    meaning: np.ndarray
    sentence: np.ndarray


def planted_text(n_pairs: int = 300, d: int = 32, seed: int = 0) -> PlantedText:
    """Pairs whose second meaning is the first, mixed with another in a proportion that is the gold score."""
    random = np.random.default_rng(seed)
    gold = random.random(n_pairs)
    first, other = random.standard_normal((2, n_pairs, d))
    second = gold[:, None] * first + np.sqrt(1 - gold[:, None] ** 2) * other
    sentences = tuple(f"{side} {i}" for side in "ab" for i in range(n_pairs))
    sentence = np.repeat(np.arange(2 * n_pairs), LENGTH)
    return PlantedText(Texts("planted", "Planted", sentences, 5 * gold), np.concatenate([first, second]), sentence)


def space(text: PlantedText, signal: np.ndarray, noise: np.ndarray, seed: int = 0) -> np.ndarray:
    """Tokens: meaning times `signal` (d,), and for each sentence and each token noise times `noise` (d,)."""
    random = np.random.default_rng((7, seed))
    shared = random.standard_normal(text.meaning.shape) * noise
    own = random.standard_normal((len(text.sentence), text.meaning.shape[1])) * 0.3 * np.hypot(signal, noise)
    return np.asarray((text.meaning * signal + shared)[text.sentence] + own)


def principal(vectors: np.ndarray, text: PlantedText) -> PrincipalPairs:
    """The pairs on the space's principal directions."""
    n, known = text.texts.n_pairs, moments(vectors)
    pooled = mean_pool(vectors, text.sentence, 2 * n)
    around = (pooled - known.mean) @ principal_directions(known.scatter).vectors
    return PrincipalPairs(around[:n], around[n:], cosine(pooled[:n], pooled[n:]), vectors.shape[1])


def judged(estimates: Sequence[Estimate], smallest: float) -> tuple[Verdict, Pooled]:
    """The verdict on a single finding, and what its estimates say together."""
    found = judgement(estimates, smallest)
    assert found.pooled is not None
    return verdicts({"finding": found})["finding"][0], found.pooled
