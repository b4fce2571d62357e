"""IsoScore: the participation ratio on a scale from 0 to 1."""

from ..measure import Measure
from ..moments import Moments
from .participation_ratio import participation_ratio, unbiased_participation_ratio


def isoscore(known: Moments) -> float:
    """(PR - 1) / (d - 1), identical to Rudman et al. 2022."""
    return (participation_ratio(known) - 1) / (known.dim - 1) if known.dim > 1 else float("nan")


def isoscore_unbiased(known: Moments) -> float:
    """IsoScore from the n-unbiased participation ratio; can leave 0..1 by chance at small n."""
    return (unbiased_participation_ratio(known) - 1) / (known.dim - 1) if known.dim > 1 else float("nan")


ISOSCORE = [
    Measure(
        "isoscore",
        "IsoScore",
        "Share of dimensions in uniform use: 1 isotropic, 0 one direction. Too small at small n.",
        r"\frac{PR - 1}{d - 1}",
        "Rudman et al. 2022",
        isoscore,
        order=1,
    ),
    Measure(
        "isoscore_unbiased",
        "IsoScore (n-unbiased)",
        "IsoScore with the bias of small samples taken out, so that spaces of different n compare.",
        r"\frac{\widehat{PR} - 1}{d - 1}",
        "Rudman et al. 2022 with the estimators of Himeno & Yamada 2014",
        isoscore_unbiased,
        order=2,
    ),
]
