"""Unrelated spaces in one frame: what 'by chance' says of overlap and distance, and what a rotation really gives."""

import numpy as np

from core.geometry.common_frame import common_frame, distances
from core.geometry.moments import moments
from core.geometry.permuted_rows import permuted_rows
from core.geometry.principal import principal_directions
from core.geometry.principal_angles import shares_inside, subspace_overlap

from .case import AS_STATED, Case
from .worlds import WORLD

N, D, K = 300, 24, 3


def _spaces(seed: int) -> tuple[np.ndarray, np.ndarray]:
    random, scale = np.random.default_rng((seed, WORLD)), np.arange(1, D + 1) ** -0.5
    first, second = (scale * random.standard_normal((N, D)) for _ in range(2))
    return first, second @ np.linalg.qr(random.standard_normal((D, D)))[0]


def _overlap(seed: int) -> tuple[float, float]:
    first, second = _spaces(seed)
    one, other = (
        principal_directions(moments(rows).scatter) for rows in common_frame(first, second).both(first, second)
    )
    stated = permuted_rows(first, second, seed=seed).overlap[:, K - 1].mean()
    return float(subspace_overlap(shares_inside(one, other))[K - 1]), float(stated)


def _distance(seed: int) -> tuple[float, float]:
    first, second = _spaces(seed)
    seen = distances(*common_frame(first, second).both(first, second)).mean()
    return float(seen), float(permuted_rows(first, second, seed=seed).distance.mean())


CASES = [
    Case(
        "overlap by chance, rotated",
        "unrelated spaces, 3 of 24 directions",
        "seen / stated",
        1.0,
        1.77,
        _overlap,
        AS_STATED,
        200,
        25,
    ),
    Case(
        "distance by chance, rotated",
        "unrelated spaces, 300 words",
        "seen / stated",
        1.0,
        0.88,
        _distance,
        (0.98, 1.02),
        200,
        25,
    ),
]
