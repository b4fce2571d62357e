"""Intervals of what a whole procedure gives, fitting included: leave out a group of words, do everything again."""

from collections.abc import Sequence
from zlib import crc32

import numpy as np

from ..uncertainty import students_t

GROUPS = 20


def groups_of(n: int, seed: int, groups: int = GROUPS) -> np.ndarray:
    """A random group of each of n things, of equal sizes to one, shape (n,)."""
    return np.random.default_rng((seed, n)).permutation(n) % groups


def groups_by_name(names: Sequence[str] | np.ndarray, groups: int = GROUPS) -> np.ndarray:
    """Group of each word by its name alone, shape (n,): the same in any list of words, so that spaces pair up."""
    return np.array([crc32(str(name).encode()) % groups for name in names], dtype=np.int64)


def jackknife95(value: float, without: np.ndarray) -> tuple[float, float]:
    """95 % interval of a value from what it is without each group, shape (groups,); NaN where one is not defined.

    Notes
    -----
    Value +- t sqrt((g - 1) / g sum (w - mean w)^2) with g - 1 degrees of freedom. For smooth statistics of independent
    groups, however much is fitted in between; a difference of two values has the differences without each group.

    References
    ----------
    Kott 2001, Journal of Official Statistics 17 (the delete-a-group jackknife).
    """
    g = len(without)
    if g < 2 or not np.isfinite(without).all():
        return float("nan"), float("nan")
    error = np.sqrt((g - 1) / g * ((without - without.mean()) ** 2).sum())
    margin = students_t(g - 1) * float(error)
    return value - margin, value + margin
