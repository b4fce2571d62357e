"""Means over a few seeds: intervals that hold what all seeds there could be would give."""

from functools import partial

import numpy as np

from core.seeds import OverSeeds, over_seeds

from .case import ALARM, COVER, Case
from .worlds import WORLD

DRAWS = 999


def _found(seed: int, seeds: int, between: float) -> OverSeeds:
    """A number of true mean 0, in error by the texts (1) and by each seed (`between`)."""
    random = np.random.default_rng((seed, WORLD))
    texts = random.standard_normal()
    values = texts + between * random.standard_normal(seeds)
    drawn = values[:, None] + random.standard_normal(DRAWS)  # the same texts for every seed
    return over_seeds(values.tolist(), drawn, seed)


def _holds(seed: int, seeds: int, between: float) -> bool:
    low, high = _found(seed, seeds, between).ci95
    return low <= 0 <= high


_BEFORE = {(3, 0.3): 0.947, (3, 2.0): 0.800, (5, 1.0): 0.926, (10, 2.0): 0.902}
CASES = [
    Case(
        "mean over seeds",
        f"{seeds} seeds, their sd {between:g} times the texts'",
        "95 % interval holds the truth",
        0.95,
        before,
        partial(_holds, seeds=seeds, between=between),
        COVER,
        1000,
        150,
    )
    for (seeds, between), before in _BEFORE.items()
] + [
    Case(
        "mean over seeds",
        "3 seeds, their sd 2 times the texts'",
        "p <= 0.05",
        0.05,
        0.2,
        lambda seed: _found(seed, 3, 2.0).p <= 0.05,
        ALARM,
        1000,
        150,
    )
]
