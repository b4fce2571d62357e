"""Whether a method moved a space's cosines towards shared words of content."""

import numpy as np

from core.geometry.agreement import Agreement

from .case import COVER, FOUND, Case

DRAWS = 399


def _moved(seed: int, towards: float) -> tuple[float, float]:
    """The interval in a world where two similarities of 160 pairs in groups of 4 follow two alike bags of words."""
    random = np.random.default_rng(seed)
    shared = np.repeat(random.standard_normal((40, 3)), 4, axis=0)
    whole, content, own = (0.8 * shared + 0.6 * random.standard_normal((160, 3))).T
    content = 0.7 * whole + 0.7 * content
    before = whole + content + own + random.standard_normal(160)
    after = (1 - towards) * whole + (1 + towards) * content + own + random.standard_normal(160)
    agreement = Agreement(whole, content, seed, np.repeat(np.arange(40), 4), DRAWS)
    return agreement.moved(agreement.of(before), agreement.of(after))[1]


def _holds(seed: int) -> bool:
    low, high = _moved(seed, 0.0)
    return low <= 0 <= high


def _found(seed: int) -> bool:
    return _moved(seed, 0.8)[0] > 0


SITUATION = "160 pairs in groups of 4"
CASES = [
    Case(
        "towards words of content",
        f"{SITUATION}, not moved",
        "95 % interval holds 0",
        0.95,
        float("nan"),
        _holds,
        COVER,
        1000,
        60,
    ),
    Case(
        "towards words of content", f"{SITUATION}, moved", "found, at least", 0.8, float("nan"), _found, FOUND, 100, 20
    ),
]
