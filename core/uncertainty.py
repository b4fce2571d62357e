"""Bootstrap draws of a difference in words that a reader can use: an interval, a p-value, a verdict."""

from collections.abc import Sequence
from typing import Literal

import numpy as np

Verdict = Literal["not distinguishable", "lower", "higher", "not defined"]
UNCLEAR: Verdict = "not distinguishable"
LOWER: Verdict = "lower"
HIGHER: Verdict = "higher"
UNDEFINED: Verdict = "not defined"


def interval95(drawn: np.ndarray) -> tuple[float, float]:
    """95 % of the draws, shape (draws,); (NaN, NaN) where none is defined."""
    if not np.isfinite(drawn).any():
        return float("nan"), float("nan")
    low, high = np.nanpercentile(drawn, [2.5, 97.5])
    return float(low), float(high)


def two_sided_p(drawn: np.ndarray) -> float:
    """Twice the smaller share of draws on either side of 0, draws of shape (draws,); NaN where none is defined.

    Notes
    -----
    The value itself counts as a draw, so p is at least 2 / (draws + 1): fewer draws cannot show less.
    """
    there = drawn[np.isfinite(drawn)]
    if not len(there):
        return float("nan")
    beyond = min(int((there <= 0).sum()), int((there >= 0).sum()))
    return min(1.0, 2 * (1 + beyond) / (1 + len(there)))


def placed(drawn: np.ndarray, value: float) -> np.ndarray:
    """Draws moved so that their median is the value itself, shape (draws,).

    A resample repeats sentences, which shifts many measures; it gives an interval's width, not its place.
    """
    return drawn - np.nanmedian(drawn) + value if np.isfinite(drawn).any() else drawn


def holm(p: Sequence[float]) -> list[float]:
    """p-values of several tests, each raised so that the chance of any false alarm among them stays what it says.

    NaN where a p-value is NaN; such tests do not count.

    References
    ----------
    Holm 1979, Scandinavian Journal of Statistics 6.
    """
    given = np.asarray(p, dtype=np.float64)
    there = np.flatnonzero(np.isfinite(given))
    order = there[np.argsort(given[there], kind="stable")]
    raised = np.full(len(given), np.nan)
    raised[order] = np.minimum(1.0, np.maximum.accumulate(given[order] * np.arange(len(order), 0, -1)))
    return [float(value) for value in raised]


def verdict(difference: float, ci95: tuple[float, float], rounding: float = 0.0) -> Verdict:
    """What a difference and its interval say: 'lower', 'higher', or 'not distinguishable' where the interval holds 0.

    A difference of no more than `rounding` is none.
    """
    low, high = ci95
    if not np.isfinite(difference + low + high):
        return UNDEFINED
    if low <= 0 <= high or abs(difference) <= rounding:
        return UNCLEAR
    return LOWER if difference < 0 else HIGHER
