"""Mean cosine of two different tokens, exactly, over all pairs."""

from ..measure import Measure
from ..moments import Moments


def mean_cosine(known: Moments) -> float:
    """(|sum of unit vectors|^2 - n) / (n (n - 1)); zero vectors are left out."""
    n = known.n_nonzero
    return float((known.unit_sum @ known.unit_sum - n) / (n * (n - 1))) if n > 1 else float("nan")


MEAN_COSINE = Measure(
    "mean_cosine",
    "Mean cosine",
    "Average cosine of two random tokens: 0 where directions are balanced, near 1 in a narrow cone.",
    r"\frac{\lVert\sum_i \hat w_i\rVert^2 - n}{n(n-1)}",
    "Ethayarajh 2019",
    mean_cosine,
    order=0,
)
