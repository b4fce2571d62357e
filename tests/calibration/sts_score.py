"""STS scores and their differences."""

import numpy as np

from core.scoring import difference, score

from .case import ALARM, COVER, Case
from .worlds import pairs

DRAWS = 399
TRUE_SCORE = 100 * 6 / np.pi * np.arcsin(0.35)  # Spearman of a normal world of correlation 0.7


def _holds(n: int, correlations: tuple[float, float], together: int = 1, alike: float = 0.6) -> Case:
    def trial(seed: int) -> bool:
        world = pairs(seed, n, correlations, together, alike)
        unit = world.unit if together > 1 else None
        low, high = difference(world.second, world.first, world.gold, seed, DRAWS, unit)[1].ci95
        return low <= world.truth <= high

    hang = f" in groups of {together}" if together > 1 else ""
    what = f"{n} pairs{hang}, correlations {correlations[0]} and {correlations[1]}"
    return Case(
        "difference of STS scores", what, HELD, 0.95, _BEFORE[n, correlations, together], trial, COVER, 1000, 60
    )


def _alarm(n: int, together: int, before: float) -> Case:
    def trial(seed: int) -> bool:
        world = pairs(seed, n, together=together)
        unit = world.unit if together > 1 else None
        return difference(world.second, world.first, world.gold, seed, DRAWS, unit)[1].p <= 0.05

    hang = f" in groups of {together}" if together > 1 else ""
    return Case(
        "difference of STS scores", f"{n} pairs{hang}, no difference", "p <= 0.05", 0.05, before, trial, ALARM, 1000, 60
    )


def _score_holds(seed: int) -> bool:
    world = pairs(seed, 160, together=4)
    low, high = score(world.first, world.gold, seed, DRAWS, world.unit).ci95
    return low <= TRUE_SCORE <= high


def _found(seed: int) -> bool:
    world = pairs(seed, 160, (0.6, 0.75), 4)
    return difference(world.second, world.first, world.gold, seed, DRAWS, world.unit)[1].p <= 0.05


HELD = "95 % interval holds the truth"
_BEFORE = {
    (10, (0.7, 0.75), 1): 0.783,
    (10, (0.3, 0.8), 1): 0.935,
    (150, (0.6, 0.75), 1): 0.953,
    (160, (0.7, 0.7), 4): 0.889,
    (160, (0.6, 0.75), 4): 0.870,
}
CASES = [
    _holds(10, (0.7, 0.75), alike=0.98),
    _holds(10, (0.3, 0.8)),
    _holds(150, (0.6, 0.75)),
    _holds(160, (0.7, 0.7), 4),
    _holds(160, (0.6, 0.75), 4),
    _alarm(10, 1, 0.013),
    _alarm(150, 1, 0.044),
    _alarm(160, 4, 0.099),
    Case("STS score", "160 pairs in groups of 4", HELD, 0.95, 0.870, _score_holds, COVER, 1000, 60),
    Case(
        "difference of STS scores",
        "160 pairs in groups of 4, 15 points",
        "found",
        0.7,
        0.889,
        _found,
        (0.7, 1.0),
        300,
        30,
    ),
]
