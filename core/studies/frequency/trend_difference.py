"""How much more, or less, norm and distance from the centre go with frequency in one space than in another."""

import math
from dataclasses import dataclass

from ...geometry.frequency_bias import Estimate
from .bias_entry import BiasEntry

_UNKNOWN = Estimate(math.nan, math.nan, math.nan)


@dataclass(frozen=True)
class TrendDifference:
    """The strength |rho| of a trend in two spaces, and the second minus the first."""

    first: Estimate
    second: Estimate
    difference: Estimate


def trend_differences(before: BiasEntry, after: BiasEntry) -> dict[str, TrendDifference]:
    """By what goes with frequency: the distance from the centre, and the norm.

    Notes
    -----
    Intervals are made of those of the two sides as if their words were others, so they are too wide where a word that
    stands out in one space does so in the other.

    References
    ----------
    Zou 2007, Psychological Methods 12: differences of correlations from their intervals.
    """
    pairs = {
        "distance from the centre": (before.distance_trend, after.distance_trend),
        "norm": (before.norm_trend, after.norm_trend),
    }
    return {name: _difference(strength(first), strength(second)) for name, (first, second) in pairs.items()}


def strength(trend: Estimate) -> Estimate:
    """|rho| with its interval, which begins at 0 where rho may be of either sign."""
    low, high = sorted((abs(trend.low), abs(trend.high)))
    return Estimate(abs(trend.value), 0.0 if trend.low <= 0 <= trend.high else low, high)


def _difference(first: Estimate, second: Estimate) -> TrendDifference:
    value = second.value - first.value
    ends = (first.low, first.high, second.low, second.high, value)
    if not all(map(math.isfinite, ends)):
        return TrendDifference(first, second, _UNKNOWN)
    low = value - math.hypot(second.value - second.low, first.high - first.value)
    high = value + math.hypot(second.high - second.value, first.value - first.low)
    return TrendDifference(first, second, Estimate(value, low, high))
