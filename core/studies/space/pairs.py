"""Sentence pairs of a token set: their cosines after a method, and their place on its principal directions."""

from dataclasses import dataclass

import numpy as np

from ...codec import Floats
from ...geometry.moments import moments
from ...geometry.pooling import mean_pool
from ...geometry.principal import principal_directions, rank
from ...progress import Progress
from ..question import Context, of_one
from .measured import pair_cosines
from .processed import PROCESSING, processed_space


@dataclass(frozen=True)
class PairCosines:
    """Cosine of every pair, shape (n_pairs,); empty for texts without gold scores."""

    cosines: Floats


@dataclass(frozen=True)
class PrincipalPairs:
    """The pairs' mean token vectors, centred, on the token set's principal directions.

    Attributes
    ----------
    first, second : ndarray of shape (n_pairs, d)
        Most dominant direction first.
    raw : ndarray of shape (n_pairs,)
        Cosine of the pairs as they are, not centred.
    rank : int
        Directions that hold any variance.
    """

    first: np.ndarray
    second: np.ndarray
    raw: np.ndarray
    rank: int


def cosines_of(context: Context, progress: Progress) -> PairCosines:
    """Fit the selection's method and compare the pairs; nothing else is measured."""
    space = processed_space(context, progress)
    similarity = pair_cosines(space.rows, space.sentence, context.texts)
    return PairCosines(np.zeros(0) if similarity is None else similarity)


PAIR_COSINES = of_one("pair-cosines", "Cosines of the pairs", PROCESSING, cosines_of, PairCosines)


def principal_pairs(context: Context, tokens: str) -> PrincipalPairs:
    """The last layer's pairs on its principal directions: about a second, so it is not kept."""
    rows, sentence = context.space.select(context.selection.layer, tokens)
    known, n = moments(rows), context.texts.n_pairs
    principal = principal_directions(known.scatter)
    pooled = (mean_pool(rows, sentence, len(context.texts.sentences)) - known.mean) @ principal.vectors
    raw = pair_cosines(rows, sentence, context.texts)
    there = np.zeros(0) if raw is None else raw
    return PrincipalPairs(pooled[:n], pooled[n : 2 * n], there, max(1, rank(principal.values, known.n)))
