"""Participation ratio: how many dimensions the variance takes part in."""

import numpy as np

from ..measure import Measure
from ..moments import Moments


def participation_ratio(known: Moments) -> float:
    """tr(C)^2 / |C|_F^2 of the covariance C: from 1 (one direction) to d (all alike)."""
    square = float(np.sum(known.scatter**2))
    return float(np.trace(known.scatter) ** 2 / square) if square > 0 else float("nan")


def unbiased_participation_ratio(known: Moments) -> float:
    """The ratio with tr(C)^2 and |C|_F^2 each replaced by its unbiased estimate.

    The plain ratio is too small at small n even for a perfectly isotropic space. NaN below 4 rows.

    References
    ----------
    Himeno & Yamada 2014, Journal of Multivariate Analysis 130 (estimators of tr(C^2) and tr(C)^2).
    """
    n = known.n
    if n < 4:
        return float("nan")
    covariance = known.scatter / (n - 1)
    trace, square = float(np.trace(covariance)), float(np.sum(covariance**2))
    quartic = known.quartic / (n - 1)
    factor = (n - 1) / (n * (n - 2) * (n - 3))
    trace_squared = factor * (2 * square + (n * n - 3 * n + 1) * trace**2 - n * quartic)
    frobenius = factor * ((n - 1) * (n - 2) * square + trace**2 - n * quartic)
    return trace_squared / frobenius if frobenius > 0 else float("nan")


PARTICIPATION_RATIO = Measure(
    "participation_ratio",
    "Participation ratio",
    "Effective number of dimensions the variance is spread over: d in an isotropic space, 1 on a line.",
    r"\frac{(\sum_j \lambda_j)^2}{\sum_j \lambda_j^2}",
    "Gao et al. 2017; equals 1 + (d - 1) IsoScore",
    participation_ratio,
    order=3,
)
