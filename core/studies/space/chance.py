"""What a checkpoint's score owes to nothing that its layers learnt: static vectors, and pooling by inverse frequency."""

from dataclasses import dataclass

import numpy as np

from ...geometry.pooling import cosine, mean_pool
from ...progress import Progress
from ...tokens.inverse_frequency import inverse_frequency
from ..question import Context, of_one
from .measured import PairScore, pair_cosines, pair_score


@dataclass(frozen=True)
class Chance:
    """Scores to hold a layer's score against; None each for texts without gold scores.

    Attributes
    ----------
    as_is : PairScore or None
        Mean-pooled tokens of the selection's layer.
    static : PairScore or None
        Mean-pooled vectors of the embedding layer: no context at all.
    inverse_frequency : PairScore or None
        The layer's tokens weighted by -log of their piece's share of the text.
    """

    as_is: PairScore | None
    static: PairScore | None
    inverse_frequency: PairScore | None


def chance(context: Context, progress: Progress) -> Chance:
    """Scores of the selection's layer as it is, of the embedding layer, and of the layer pooled by inverse frequency."""
    chosen, texts = context.selection, context.texts
    rows, sentence = context.space.select(chosen.layer, chosen.tokens)
    embeddings, _ = context.space.select(0, chosen.tokens)
    weights = inverse_frequency(context.space.table, context.space.table.rows(chosen.tokens))
    pooled = mean_pool(rows, sentence, len(texts.sentences), weights)
    weighted = None if texts.scores is None else cosine(pooled[: texts.n_pairs], pooled[texts.n_pairs :])
    similarities: tuple[np.ndarray | None, ...] = (
        pair_cosines(rows, sentence, texts),
        pair_cosines(embeddings, sentence, texts),
        weighted,
    )
    return Chance(*(pair_score(similarity, texts, chosen.seed) for similarity in similarities))


CHANCE = of_one("chance", "Baselines of chance", ("layer", "tokens", "seed"), chance, Chance, version=2)
