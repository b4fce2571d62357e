"""Both scores of a checkpoint that embeds in a way of its own, each named."""

from ...checkpoints.modules import in_short, own_way
from ...numbers_in_words import defined, interval, points
from ...studies.space.measured import PairScore
from ...studies.space.own_embedding import OwnEmbedding

PAPERS, OWN = "words, mean-pooled", "as the checkpoint itself embeds"


def own_embedding_sentence(answer: OwnEmbedding) -> str:
    """Two scores, what each is of, and what the checkpoint does otherwise; '' where it states no way of its own."""
    if answer.own is None or answer.words_mean_pooled is None:
        return ""
    way = own_way(answer.pooling, answer.modules, answer.prompt)
    how = f" ({way})" if way else ""
    return f"Two scores of {answer.provenance.title}; {PAPERS}: {_score(answer.words_mean_pooled)}; {OWN}{how}: {_score(answer.own)}."


def own_embedding_help(answer: OwnEmbedding) -> dict[str, str]:
    """What pooling, modules, prompt and length are, and which the checkpoint has, by name."""
    return {
        "Pooling": f"how token vectors become a sentence vector. Its own: {answer.pooling or 'not stated'}; here: mean of words.",
        "Modules": f"what a sentence passes through, as sentence-transformers lists it: {', '.join(answer.modules) or 'none'}. "
        "Dense and LayerNorm change the vector after pooling and belong to no layer.",
        "Prompt": f"what stands before every sentence: {in_short(answer.prompt) if answer.prompt else 'nothing'}. Words here are without it.",
        "Length": f"sentences are read to {answer.max_length:,} tokens, both times.",
    }


def _score(score: PairScore) -> str:
    if not defined(score.spearman):
        return "not defined"
    between = f" (95 % interval {interval(*score.ci95)})" if all(map(defined, score.ci95)) else ""
    return f"{points(score.spearman)} points{between}"
