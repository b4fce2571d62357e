"""Effective rank: the entropy of the singular values, as a number of dimensions."""

import numpy as np

from ..measure import Measure
from ..moments import Moments


def effective_rank(known: Moments) -> float:
    """exp of the entropy of the normalised singular values of W, as the method left it (not centred)."""
    return entropy_rank(np.linalg.eigvalsh(known.gram))


def entropy_rank(eigenvalues: np.ndarray) -> float:
    """The same from the eigenvalues of a Gram or scatter matrix, shape (d,): squares of the singular values."""
    singular = np.sqrt(np.maximum(eigenvalues, 0.0))
    if singular.sum() <= 0:
        return float("nan")
    share = singular[singular > 0] / singular.sum()
    return float(np.exp(-np.sum(share * np.log(share))))


EFFECTIVE_RANK = Measure(
    "effective_rank",
    "Effective rank",
    "Number of dimensions that singular values use evenly: d in an isotropic space, 1 on a line.",
    r"\exp\Big(-\sum_j p_j \log p_j\Big),\; p_j = \sigma_j / \sum_i \sigma_i",
    "Roy & Vetterli 2007",
    effective_rank,
    order=4,
)
