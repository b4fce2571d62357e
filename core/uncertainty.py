"""Bootstrap draws of a difference in words that a reader can use: an interval, a p-value, a verdict."""

from collections.abc import Sequence
from typing import Final, Literal

import numpy as np

Verdict = Literal["not distinguishable", "lower", "higher", "not defined"]
NOT_DISTINGUISHABLE: Final = "not distinguishable"
UNCLEAR: Verdict = NOT_DISTINGUISHABLE
LOWER: Verdict = "lower"
HIGHER: Verdict = "higher"
UNDEFINED: Verdict = "not defined"
LEVEL = 0.95
FEW = 50  # units below which draws alone make intervals too short


def interval95(drawn: np.ndarray) -> tuple[float, float]:
    """95 % of the draws, shape (draws,); (NaN, NaN) where none is defined.

    Notes
    -----
    Quantiles at i / (draws + 1): of few draws the inner 95 % are less than 95 % of all that there could be. So the
    interval leaves out 0 where `two_sided_p` is at most 0.05.
    """
    there = drawn[np.isfinite(drawn)]
    if not len(there):
        return float("nan"), float("nan")
    low, high = np.quantile(there, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], method="weibull")
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


def placed(drawn: np.ndarray, value: float, units: int = 0) -> np.ndarray:
    """Draws around the value itself, as far above it as below, shape (2 draws,); NaN where none is defined.

    Parameters
    ----------
    drawn : ndarray of shape (draws,)
        NaN ones count for nothing.
    value : float
    units : int
        What was drawn (sentences, say), how many there are; of few, draws spread as a normal distribution does where
        Student's should; 0: as many as need be.

    Notes
    -----
    A resample repeats sentences or leaves some out, which shifts many measures: it gives an interval's width, not its
    place nor its skew. In simulation the mirrored draws hold the truth most nearly as often as they say (`make calibrate`).
    """
    if not np.isfinite(drawn).any():
        return drawn
    away = (drawn - np.nanmedian(drawn)) * _widening(units)
    return np.concatenate([value + away, value - away])


def few_units(
    drawn: np.ndarray, value: float, units: int, resolution: float = 0.0
) -> tuple[tuple[float, float], float]:
    """(95 % interval, two-sided p) of draws of a few units: no narrower than Student's t makes them.

    Parameters
    ----------
    drawn : ndarray of shape (draws,)
    value : float
    units : int
        How many things were drawn from, at least 2; from `FEW` on the draws speak for themselves.
    resolution : float
        The smallest step that the statistic can make, as an error of its own: the ranks of ten pairs often do not
        move at all, in any draw, where those of all pairs would.
    """
    ci95, p = interval95(drawn), two_sided_p(drawn)
    if units >= FEW or not np.isfinite(p):
        return ci95, p
    from scipy.special import stdtr

    spread = float(np.hypot(np.nanstd(drawn), resolution))
    if spread == 0:
        return ci95, p
    margin = spread * students_t(units - 1)
    wider = float(2 * stdtr(max(1, units - 1), -abs(value) / spread))
    return (min(ci95[0], value - margin), max(ci95[1], value + margin)), max(p, wider)


def simultaneous95(drawn: np.ndarray, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(low, high) of many values, each of shape (m,), that hold all of them together in 95 of 100 cases.

    Parameters
    ----------
    drawn : ndarray of shape (draws, m)
        Row by row of the same resamples.
    values : ndarray of shape (m,)

    Notes
    -----
    Each value +- q of its own standard deviations, q the 95 % quantile over draws of the largest of the m deviations.
    A value whose draws do not differ has no width. Resamples in which any value is not defined are left out; NaN without
    others.
    """
    whole = drawn[np.isfinite(drawn).all(axis=1)]
    if not len(whole):
        return np.full(len(values), np.nan), np.full(len(values), np.nan)
    spread = whole.std(axis=0)
    there = spread > 0
    if not there.any():
        return values - spread, values + spread
    largest = (np.abs(whole - whole.mean(axis=0))[:, there] / spread[there]).max(axis=1)
    margin = spread * float(np.quantile(largest, LEVEL, method="weibull"))
    return values - margin, values + margin


def students_t(freedom: int) -> float:
    """The deviation that 95 of 100 of Student's t stay within; of one degree of freedom where there are none."""
    from scipy.special import stdtrit  # a tenth of the time that scipy.stats takes to import

    return float(stdtrit(max(1, freedom), (1 + LEVEL) / 2))


def _widening(units: int) -> float:
    return students_t(units - 1) / students_t(10**9) if units else 1.0


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
