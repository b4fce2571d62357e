"""Ranking: a pair with a higher score is to have the higher cosine."""

from typing import Any

from ..examples import scored_columns
from ..objective import Objective


def cosent_loss(model: Any) -> Any:
    """Log-sum-exp over all wrongly ordered couples of pairs in the batch."""
    from sentence_transformers.sentence_transformer.losses import CoSENTLoss

    return CoSENTLoss(model)


COSENT = Objective(
    "cosent",
    "CoSENT",
    "pairs with a higher score are to have the higher cosine; only the order counts",
    "Su 2022",
    columns=scored_columns,
    loss=cosent_loss,
    least_batch=2,
    order=1,
)
