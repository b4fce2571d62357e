"""One way to measure a finding, and what it gives; and how much each way weighs where many are taken together."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np


@dataclass(frozen=True)
class Specification:
    """Every choice that a number hangs on; None for those that do not concern it.

    Attributes
    ----------
    approach : str
        What is measured or removed: 'global', 'smallest k', ...
    against : str or None
        What it is held against: a null, a grouping of words.
    texts : str
    tokens : str
    layer : int or None
        From 0.
    amount : float or None
        D, k or tau: what is varied along an order.
    kmeans : int or None
        Seed of k-means.
    training : str or None
        The fine-tuned checkpoint, where there are several: seeds of one training.
    """

    approach: str
    against: str | None = None
    texts: str = ""
    tokens: str = "words"
    layer: int | None = None
    amount: float | None = None
    kmeans: int | None = None
    training: str | None = None


NAMES = tuple(field.name for field in fields(Specification))
RANDOM = ("kmeans", "training")  # a few draws of all seeds that there could be


@dataclass(frozen=True)
class Estimate:
    """A finding measured in one way.

    Attributes
    ----------
    specification : Specification
    value : float
        In the finding's unit; above zero the claim holds.
    deviations : ndarray of shape (draws,) or None
        How resamples of the sentences move it; paired with those of the other estimates on the same texts. None where
        it has none of its own: it counts for sign and mean, and others give the width.
    """

    specification: Specification
    value: float
    deviations: np.ndarray | None = None


def deviations(drawn: np.ndarray, axis: int = 0) -> np.ndarray:
    """Draws around their median: a resample gives an interval's width, not its place."""
    return np.asarray(drawn - np.median(drawn, axis=axis, keepdims=True))


def weights(specifications: Sequence[Specification], names: Sequence[str] = NAMES) -> np.ndarray:
    """Weight of each, shape (n,), summing to 1: at every choice its values share equally, however many ways lie below them.

    Fifty numbers of directions of one approach do not outweigh three seeds of the other.
    """
    out = np.ones(len(specifications))
    _share(list(specifications), np.arange(len(specifications)), list(names), out)
    return out / out.sum() if len(out) else out


def _share(specifications: list[Specification], index: np.ndarray, names: list[str], out: np.ndarray) -> None:
    if not names:
        out[index] /= max(1, len(index))
        return
    values = [getattr(specifications[i], names[0]) for i in index]
    levels = list(dict.fromkeys(values))
    for level in levels:
        members = np.array([i for i, value in zip(index, values, strict=True) if value == level])
        out[members] /= len(levels)
        _share(specifications, members, names[1:], out)
