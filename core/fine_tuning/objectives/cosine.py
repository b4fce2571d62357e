"""Regression of the cosine on the gold score, as in the paper."""

from typing import Any

from ...errors import TextError
from ...parameters import Values
from ..examples import Examples, scored_columns
from ..objective import Objective


def two_sided_columns(examples: Examples, values: Values) -> dict[str, list[Any]]:
    """All pairs, where there are both dissimilar and similar ones.

    Raises
    ------
    TextError
        All scores lie in one half of the scale: every cosine would be pushed the same way, and the space collapse.
    """
    columns = scored_columns(examples, values)
    lowest, highest = min(examples.labels), max(examples.labels)
    if lowest >= 0.5 or highest <= 0.5:
        raise TextError(
            f"All scores lie between {lowest * examples.scale:g} and {highest * examples.scale:g} of {examples.scale:g}, in one half "
            "of the scale. Cosine regression would push every cosine the same way. Add pairs from the other half, check which column "
            "holds the score, or choose an objective that only ranks (cosent) or contrasts (multiple-negatives)."
        )
    return columns


def cosine_loss(model: Any) -> Any:
    """Mean squared difference of cosine and score."""
    from sentence_transformers.sentence_transformer.losses import CosineSimilarityLoss

    return CosineSimilarityLoss(model)


COSINE = Objective(
    "cosine",
    "Cosine regression",
    "the cosine of a pair is to equal its score (squared error), as in the paper",
    "Reimers & Gurevych 2019",
    columns=two_sided_columns,
    loss=cosine_loss,
    order=0,
)
