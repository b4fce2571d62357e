"""Single directions removed: how many seem to matter where none does."""

import numpy as np

from core.geometry.leave_one_out import LeaveOneOut, leave_one_out

from .case import ALARM, AS_STATED, FOUND, Case
from .worlds import WORLD

PAIRS, D, DRAWS = 200, 30, 199


def _found(seed: int, related: bool) -> LeaveOneOut:
    random = np.random.default_rng((seed, WORLD))
    scale = np.arange(1, D + 1) ** -0.5
    shared, gold = random.standard_normal((PAIRS, D)), random.random(PAIRS)
    first = shared + 0.7 * random.standard_normal((PAIRS, D))
    second = shared + 0.7 * random.standard_normal((PAIRS, D))
    if related:  # the fourth direction alone knows how much alike the pairs are
        second[:, 3] = np.where(random.random(PAIRS) < gold, 1, -1) * first[:, 3]
    return leave_one_out(scale * first, scale * second, gold, seed, DRAWS)


def _count(found: LeaveOneOut) -> float:
    return float(((found.low > 0) | (found.high < 0)).sum())


def _by_chance(seed: int) -> tuple[float, float]:
    found = _found(seed, False)
    return _count(found), found.by_chance


def _any(seed: int) -> bool:
    found = _found(seed, False)
    return bool(((found.all_low > 0) | (found.all_high < 0)).any())


CASES = [
    Case(
        "directions that matter by chance",
        "200 pairs, 30 directions, scores of other pairs",
        "seen / stated",
        1.0,
        0.62,
        _by_chance,
        AS_STATED,
        300,
        25,
    ),
    Case(
        "a direction matters",
        "200 pairs, 30 directions, scores of other pairs",
        "any of 30 seems to",
        0.05,
        0.62,
        _any,
        ALARM,
        300,
        25,
    ),
    Case(
        "a direction matters",
        "one of 30 carries the score",
        "found",
        0.8,
        1.0,
        lambda seed: bool(_found(seed, True).all_high[3] < 0),
        FOUND,
        100,
        10,
    ),
]
