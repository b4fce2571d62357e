"""What a checkpoint scores as it itself embeds: its own pooling, further modules and prompt, by sentence-transformers."""

from dataclasses import dataclass

import numpy as np

from ...checkpoints.own_encoder import embed, own_encoder
from ...geometry.pooling import cosine
from ...progress import Progress
from ..question import Context, of_one
from .measured import PairScore, Provenance, pair_cosines, pair_score, provenance


@dataclass(frozen=True)
class OwnEmbedding:
    """The paper's score and the checkpoint's own.

    Attributes
    ----------
    checkpoint, texts : str
    pooling : str
        As the checkpoint states it; '' where it states none.
    modules : tuple of str
        Of sentence-transformers, in their order; none for a plain transformer.
    prompt : str
        What stands before every sentence.
    own : PairScore or None
        As the checkpoint itself embeds; None for a plain transformer, an untrained twin, or texts without gold scores.
    words_mean_pooled : PairScore or None
        Words of the last layer, mean-pooled: the paper's score.
    provenance : Provenance
    max_length : int
        Tokens of a sentence that are read, both times.
    """

    checkpoint: str
    texts: str
    pooling: str
    modules: tuple[str, ...]
    prompt: str
    own: PairScore | None
    words_mean_pooled: PairScore | None
    provenance: Provenance
    max_length: int


def own_embedding(context: Context, progress: Progress) -> OwnEmbedding:
    """Score the texts both ways."""
    located, texts, seed = context.located, context.texts, context.selection.seed
    rows, sentence = context.space.select(-1, "words")
    return OwnEmbedding(
        context.selection.checkpoint,
        texts.key,
        located.card.pooling,
        located.modules,
        located.prompt,
        pair_score(_own_cosines(context, progress), texts, seed),
        pair_score(pair_cosines(rows, sentence, texts), texts, seed),
        provenance(context),
        located.max_length,
    )


def _own_cosines(context: Context, progress: Progress) -> np.ndarray | None:
    """Cosine of each pair as the checkpoint itself embeds, shape (n_pairs,); None where it states no way, or no pair has a score."""
    texts = context.texts
    if texts.scores is None:
        return None
    encoder = own_encoder(context.located, context.space.manifest.device)
    if encoder is None:
        return None
    vectors = embed(encoder, texts.sentences, progress)
    return cosine(vectors[: texts.n_pairs], vectors[texts.n_pairs : 2 * texts.n_pairs])


OWN_EMBEDDING = of_one(
    "own-embedding", "As the checkpoint itself embeds", ("seed",), own_embedding, OwnEmbedding, verb="own", version=2
)
