"""Many estimates taken together: their weighted mean, its interval over sentences and seeds, and where it lies."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..uncertainty import FEW, interval95, students_t
from .specification import RANDOM, Estimate, weights

_DRAWS_OF_SEEDS = 2000


@dataclass(frozen=True)
class Pooled:
    """Estimates taken together.

    Attributes
    ----------
    value : float
        Their weighted mean.
    ci95 : (float, float)
        Over sentences and seeds; NaN where no estimate has draws.
    p_above, p_below, p_within : float
        Twice the share of draws that are not above the smallest effect that matters, not below minus it, or not between
        the two. NaN without draws.
    positive, n : int
        Estimates above zero, and all.
    share : float
        Weight of those above zero, 0 to 1.
    within : float
        Weight of those no further from zero than the smallest effect that matters.
    """

    value: float
    ci95: tuple[float, float]
    p_above: float
    p_below: float
    p_within: float
    positive: int
    n: int
    share: float
    within: float


def pooled(estimates: Sequence[Estimate], smallest: float, units: int = 0) -> Pooled:
    """Take estimates together.

    Parameters
    ----------
    estimates : sequence of Estimate
        All defined; at least one.
    smallest : float
        Effect that matters, in their unit.
    units : int
        Sentences, or groups of pairs, that were drawn; of few, Student's t widens the draws. 0: as many as need be.

    Notes
    -----
    Draws are averaged draw by draw, so that what estimates share does not average out, and mirrored around the mean.
    Seeds are random effects: to each draw Student's t with m - 1 degrees of freedom is added, times the standard error over
    the m seeds' pooled values. One seed adds nothing: it speaks of itself.
    """
    values = np.array([one.value for one in estimates])
    weight = weights([one.specification for one in estimates])
    value = float(weight @ values)
    drawn = _draws(estimates, weight, units)
    around = value + drawn
    total = 1 + len(drawn)

    def p(wrong: np.ndarray) -> float:
        return min(1.0, 2 * (1 + int(wrong.sum())) / total) if len(drawn) else float("nan")

    return Pooled(
        value,
        interval95(around),
        p(around <= smallest),
        p(around >= -smallest),
        max(p(around >= smallest), p(around <= -smallest)),
        int((values > 0).sum()),
        len(values),
        float(weight @ (values > 0)),
        float(weight @ (np.abs(values) <= smallest)),
    )


def _draws(estimates: Sequence[Estimate], weight: np.ndarray, units: int) -> np.ndarray:
    """Deviations of the weighted mean, shape (draws,), symmetric around 0; empty where there are none."""
    known = [i for i, one in enumerate(estimates) if one.deviations is not None]
    if not known:
        return np.zeros(0)
    share = weight[known] / weight[known].sum()
    mean = sum(w * np.asarray(estimates[i].deviations, dtype=np.float64) for w, i in zip(share, known, strict=True))
    mean = mean[np.isfinite(mean)]
    if 0 < units < FEW:
        mean = mean * students_t(units - 1) / students_t(10**9)
    errors = [error for axis in RANDOM if (error := seed_error(estimates, axis)) is not None]
    if errors and 0 < len(mean) < _DRAWS_OF_SEEDS:
        mean = np.tile(mean, -(-_DRAWS_OF_SEEDS // len(mean)))
    random = np.random.default_rng(0)
    for standard_error, freedom in errors:
        mean = mean + standard_error * random.standard_t(freedom, mean.shape)
    return np.concatenate([mean, -mean])


def seed_error(estimates: Sequence[Estimate], axis: str) -> tuple[float, int] | None:
    """(standard error of the pooled value over the seeds along an axis, seeds - 1); None for one seed or none."""
    levels = [getattr(one.specification, axis) for one in estimates]
    seeds = sorted({level for level in levels if level is not None})
    if len(seeds) < 2:
        return None
    of_seed = []
    for seed in seeds:  # what does not hang on the seed counts with every one of them
        some = [one for one, level in zip(estimates, levels, strict=True) if level in (None, seed)]
        of_seed.append(float(weights([one.specification for one in some]) @ [one.value for one in some]))
    return float(np.std(of_seed, ddof=1)) / len(seeds) ** 0.5, len(seeds) - 1
