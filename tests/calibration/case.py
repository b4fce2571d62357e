"""One claim about chance, simulated: how often it should come true, how often it does, and what is still allowed."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.stats import binom

ALARM, COVER = (0.0, 0.06), (0.93, 1.0)  # true rates that pass for 5 in 100 and 95 in 100: the other side is caution
FOUND, AS_STATED = (0.8, 1.0), (0.9, 1.1)
RARE = 1e-3  # how often a test may fail although the true rate is allowed


@dataclass(frozen=True)
class Case:
    """A claim in a world whose truth is known.

    Attributes
    ----------
    quantity, situation, claim : str
        What is claimed of what, where: 'the interval holds the truth', 'a false alarm'.
    nominal : float
        How often that should be.
    before : float
        How often it was, before it was mended, in the same world (100 simulations or more, or by theory); NaN: not asked then.
    trial : callable
        Seed -> whether it came true; or (seen, stated), two numbers whose means should be equal, nominal 1.
    allowed : (float, float)
        Rates, or ratios of seen to stated, that pass.
    simulations, short : int
        In `make calibrate`, and in the test.
    """

    quantity: str
    situation: str
    claim: str
    nominal: float
    before: float
    trial: Callable[[int], "bool | tuple[float, float]"]
    allowed: tuple[float, float]
    simulations: int
    short: int


@dataclass(frozen=True)
class Achieved:
    """What simulations gave: a rate (or seen / stated), its standard error, how many there were, whether it is allowed."""

    value: float
    error: float
    n: int
    allowed: bool


def simulate(case: Case, n: int) -> Achieved:
    """A case over n seeds."""
    outcomes = np.array([case.trial(seed) for seed in range(n)], dtype=np.float64)
    if outcomes.ndim == 1:
        hits = int(outcomes.sum())
        value = hits / n
        return Achieved(value, (value * (1 - value) / n) ** 0.5, n, _count_allowed(hits, n, case.allowed))
    seen, stated = outcomes.T
    ratio = float(seen.mean() / stated.mean())
    error = float(np.std(seen - ratio * stated, ddof=1) / n**0.5 / stated.mean())
    low, high = case.allowed
    return Achieved(ratio, error, n, low - 3.3 * error <= ratio <= high + 3.3 * error)


def _count_allowed(hits: int, n: int, allowed: tuple[float, float]) -> bool:
    """Whether so many of n are not too rare for some rate that is allowed."""
    low, high = allowed
    return bool(binom.cdf(hits, n, low) > RARE and binom.sf(hits - 1, n, high) > RARE)
