"""The learning rate: up, level, down. The level part may be made longer or shorter while the run is in it."""

import math

WARM_UP = 0.04  # of all steps
DECAY = 0.3


def rate(step: int, steps: int, peak: float) -> float:
    """The learning rate of a step (from 0): a linear rise, a plateau, then 1 - sqrt down to 0.

    References
    ----------
    Hägele et al. 2024, "Scaling laws and compute-optimal training beyond fixed training durations".
    """
    rise = max(1, round(WARM_UP * steps))
    fall = max(1, round(DECAY * steps))
    if step < rise:
        return peak * (step + 1) / rise
    into = step - (steps - fall)
    return peak if into < 0 else peak * (1 - math.sqrt((into + 1) / (fall + 1)))


def falls(step: int, steps: int) -> bool:
    """Whether a step lies beyond the plateau."""
    return step >= steps - max(1, round(DECAY * steps))
