"""p-values that know how many draws they were counted from, and so how small they can be."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from .errors import UsageError
from .uncertainty import two_sided_p


@dataclass(frozen=True)
class PValue:
    """A p-value counted from draws.

    Attributes
    ----------
    value : float
        NaN where no draw is defined.
    draws : int
    sides : int
        2 where twice the smaller tail was counted.
    tests : int
        What Holm's correction multiplied by; 1 without.
    """

    value: float
    draws: int
    sides: int = 2
    tests: int = 1

    @property
    def floor(self) -> float:
        """The smallest p that so many draws can show."""
        return min(1.0, self.tests * self.sides / (self.draws + 1))

    @property
    def at_floor(self) -> bool:
        """Whether no draw was beyond: more draws might show a smaller p."""
        return self.value <= self.floor * (1 + 1e-9)

    def shown(self) -> str:
        """As it is printed: '< 0.002' where no draw was beyond, '0.013' otherwise, '–' where it is not defined."""
        if not math.isfinite(self.value):
            return "–"
        if self.at_floor and self.floor < 1:
            return f"< {_above(self.tests * self.sides / self.draws)}"
        return f"{self.value:.3f}" if self.value >= 0.001 else f"{self.value:.1g}"


def p_of(drawn: np.ndarray) -> PValue:
    """Two-sided p of a difference from its draws, shape (draws,), around the difference itself."""
    return PValue(two_sided_p(drawn), int(np.isfinite(drawn).sum()))


def rank_p(value: float, null: np.ndarray, sides: int = 2) -> PValue:
    """p of a value among draws of a null, shape (draws,), to which it would be a draw like any other.

    Notes
    -----
    Exact for any number of draws, unlike "outside the smallest and the largest", which of 20 draws is 2 in 21. One-sided:
    the share of draws as large, the value counted.
    """
    there = null[np.isfinite(null)]
    if not len(there) or not math.isfinite(value):
        return PValue(float("nan"), len(there), sides)
    as_large, as_small = int((there >= value).sum()), int((there <= value).sum())
    beyond = as_large if sides == 1 else min(as_large, as_small)
    return PValue(min(1.0, sides * (1 + beyond) / (1 + len(there))), len(there), sides)


def null_band(null: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(low, high) between which 95 of 100 further draws of a null fall, of draws of shape (draws, m), each (m,).

    At least 39 draws: of fewer, even the smallest and the largest hold less.
    """
    if len(null) < 39:
        raise UsageError(f"95 % of a null need 39 draws, not {len(null)}.")
    low, high = np.quantile(null, [0.025, 0.975], axis=0, method="weibull")
    return np.asarray(low), np.asarray(high)


def holm_of(given: Sequence[PValue]) -> list[PValue]:
    """p-values of several tests, raised as `core.uncertainty.holm` raises them, with how small each could have been."""
    order = sorted((i for i, one in enumerate(given) if math.isfinite(one.value)), key=lambda i: given[i].value)
    out, least = list(given), 0.0
    for rank, i in enumerate(order):
        times = len(order) - rank
        least = max(least, min(1.0, given[i].value * times))
        out[i] = replace(given[i], value=least, tests=given[i].tests * times)
    return out


def _above(p: float) -> str:
    """The next number of one digit, no smaller than p."""
    digits = -math.floor(math.log10(p))
    step = 10.0**-digits
    return f"{math.ceil(p / step - 1e-9) * step:.{max(0, digits)}f}"
