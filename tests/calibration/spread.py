"""Measures of a space and their differences, over halves of its sentences."""

from functools import cache, partial

import numpy as np

from core.geometry.resampled import half_samples
from core.geometry.resampled_measures import resampled_measures
from core.uncertainty import interval95, placed, two_sided_p

from .case import ALARM, COVER, FOUND, Case
from .worlds import tokens

SENTENCES, DRAWS = 60, 199
# Means of 4,000 simulations: what these measures are, on average, of a space of this size.
TRUTH = {"participation_ratio": 7.0617, "effective_rank": 13.756, "mean_cosine": 0.3145, "symmetric": -1.0135}
_BEFORE = {
    "participation_ratio": (0.88, 0.093),
    "effective_rank": (0.933, 0.083),
    "mean_cosine": (0.917, 0.113),
    "symmetric": (0.893, 0.11),
}
NAMES = {
    "participation_ratio": "participation ratio",
    "effective_rank": "effective rank",
    "mean_cosine": "mean cosine",
    "symmetric": "log10 I(W)",
}


@cache
def _measured(seed: int, stretched: float = 1.0) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Both spaces' measures: of all sentences, then of each half."""
    first, second, sentence = tokens(seed)
    second = second * np.r_[stretched, np.ones(second.shape[1] - 1)]
    weights = [
        np.ones(len(sentence), dtype=np.int64),
        *(half[sentence] for half in half_samples(SENTENCES, DRAWS, seed)),
    ]
    one, other = (resampled_measures(space, weights) for space in (first, second))
    return one, other


def _holds(seed: int, name: str) -> bool:
    found = _measured(seed)[0][name]
    low, high = interval95(placed(found[1:], found[0], SENTENCES))
    return bool(low <= TRUTH[name] <= high)


def _p(seed: int, name: str, stretched: float = 1.0) -> float:
    one, other = (side[name] for side in _measured(seed, stretched))
    change = other - one
    return two_sided_p(placed(change[1:], change[0], SENTENCES))


CASES = (
    [
        Case(
            NAMES[name],
            "60 sentences of 8 tokens",
            "95 % interval holds the truth",
            0.95,
            before[0],
            partial(_holds, name=name),
            COVER,
            500,
            15,
        )
        for name, before in _BEFORE.items()
    ]
    + [
        Case(
            f"{NAMES[name]}, difference",
            "60 sentences of 8 tokens, no difference",
            "a verdict",
            0.05,
            before[1],
            lambda seed, name=name: _p(seed, name) <= 0.05,
            ALARM,
            500,
            15,
        )
        for name, before in _BEFORE.items()
    ]
    + [
        Case(
            "participation ratio, difference",
            "largest direction twice as long",
            "found",
            0.8,
            1.0,
            lambda seed: _p(seed, "participation_ratio", 2.0) <= 0.05,
            FOUND,
            40,
            8,
        )
    ]
)
