"""The scale that gold scores are on."""

import numpy as np

SCALES = (1.0, 5.0, 10.0, 100.0)
_ROUNDING = 1e-6  # 1.0000001 is a cosine of 1 in float32


def scale_of(scores: np.ndarray) -> float:
    """The first of `SCALES` that no score exceeds by more than rounding, else the largest score, signs aside."""
    reach = float(np.abs(scores).max())
    return next((scale for scale in SCALES if reach <= scale * (1 + _ROUNDING)), reach)
