"""Contrast: the second sentence of a high-scored pair is to be nearer than those of all other pairs."""

from typing import Any

from ...errors import TextError
from ...parameters import Parameter, Values
from ..examples import Examples
from ..objective import Objective

HIGH_SCORE = Parameter(
    "high_score",
    "A high score, share of the highest",
    "Pairs from this share of the highest score on are learned from; the others are left out.",
    0.8,
    low=0.01,
    high=1.0,
    step=0.05,
)


def high_scored_columns(examples: Examples, values: Values) -> dict[str, list[Any]]:
    """The pairs whose score is at least the share `high_score` of the highest; all pairs and triplets without scores.

    Raises
    ------
    TextError
        Fewer than two such pairs.
    """
    least = HIGH_SCORE.of(values)
    high = [i for i, label in enumerate(examples.labels) if label >= least]
    if len(high) < 2:
        raise TextError(
            f"{len(high)} of {len(examples.labels):,} pairs have a score of at least {least:g} of the highest; "
            "multiple negatives needs two or more. Lower the high score or choose another objective."
        )
    columns: dict[str, list[Any]] = {
        "anchor": [examples.first[i] for i in high],
        "positive": [examples.second[i] for i in high],
    }
    return columns | ({"negative": [examples.third[i] for i in high]} if examples.third else {})


def multiple_negatives_loss(model: Any) -> Any:
    """Cross-entropy of finding each sentence's partner among all of the batch."""
    from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss

    return MultipleNegativesRankingLoss(model)


MULTIPLE_NEGATIVES = Objective(
    "multiple-negatives",
    "Multiple negatives",
    "in a batch of high-scored pairs, each sentence is to find its partner among all second sentences",
    "Henderson et al. 2017",
    columns=high_scored_columns,
    loss=multiple_negatives_loss,
    distinct=True,
    least_batch=2,
    parameters=(HIGH_SCORE,),
    order=2,
)
