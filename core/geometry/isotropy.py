"""Isotropy I(W) = min_u F(u) / max_u F(u), in the four conventions that the sign of u leaves open."""

from dataclasses import dataclass

import numpy as np

from .moments import Moments
from .partition import log_partition
from .principal import principal_directions
from .rows import GRAM_BLOCK, Rows, as_rows

CONVENTIONS = {
    "symmetric": "sign-free: smallest and largest F over both u and -u (the default)",
    "lowest": "the smallest I(W) that one sign per eigenvector can give",
    "as_published": "one sign per eigenvector, its largest coordinate positive",
    "highest": "the largest I(W) that one sign per eigenvector can give",
}


@dataclass(frozen=True)
class Isotropy:
    """log10 I(W) in each convention; 0 is perfectly isotropic.

    Always symmetric <= lowest <= as_published <= highest.
    """

    symmetric: float
    lowest: float
    highest: float
    as_published: float

    def value(self, convention: str = "symmetric") -> float:
        """I(W) itself, between 0 and 1 (0.0 below 1e-308: use the logarithm)."""
        return float(10.0 ** getattr(self, convention))

    def to_dict(self) -> dict[str, dict[str, float]]:
        """Convention -> {value, log10}."""
        return {name: {"value": self.value(name), "log10": getattr(self, name)} for name in CONVENTIONS}


def isotropy(vectors: "np.ndarray | Rows", known: Moments | None = None) -> Isotropy:
    """I(W) of a space (Mu & Viswanath 2018; equation 1 of Rajaee & Pilehvar 2021).

    Parameters
    ----------
    vectors : ndarray of shape (n, d) or Rows
        As a method left it: I(W) centres nothing.
    known : Moments, optional
        Of the same space, if they are at hand; saves a reading.

    Notes
    -----
    U is the set of eigenvectors of W^T W. Cost: two products with d columns and one exp pass.
    I(W) depends on the scale of W and on n: compare at equal n only.
    """
    rows = as_rows(vectors)
    gram = known.gram if known is not None else _gram(rows)
    return from_partition(*log_partition(rows, principal_directions(gram).vectors))


def _gram(rows: Rows) -> np.ndarray:
    gram = np.zeros((rows.shape[1], rows.shape[1]))
    for _, block in rows.blocks(GRAM_BLOCK):
        gram += block.T @ block
    return gram


def from_partition(plus: np.ndarray, minus: np.ndarray) -> Isotropy:
    """I(W) from log F(u_j) and log F(-u_j), each of shape (d,)."""
    smaller, larger = np.minimum(plus, minus), np.maximum(plus, minus)
    natural = {
        "symmetric": smaller.min() - larger.max(),
        "lowest": _lowest(smaller, larger),
        "highest": _highest(smaller, larger),
        "as_published": plus.min() - plus.max(),
    }
    return Isotropy(**{name: float(value / np.log(10)) for name, value in natural.items()})


def _lowest(smaller: np.ndarray, larger: np.ndarray) -> float:
    """min over i != j of smaller_i - larger_j: the two extremes must come from two directions."""
    if len(smaller) == 1:
        return 0.0
    i, j = int(smaller.argmin()), int(larger.argmax())
    if i != j:
        return float(smaller[i] - larger[j])
    second_smaller = np.delete(smaller, i).min()
    second_larger = np.delete(larger, j).max()
    return float(min(second_smaller - larger[j], smaller[i] - second_larger))


def _highest(smaller: np.ndarray, larger: np.ndarray) -> float:
    """Largest min - max when each direction may take either of its two values.

    Sorted, the 2d candidates hold a narrowest window that covers every direction: for each left end,
    the right end is the largest over directions of their least value not below it.
    """
    d = len(smaller)
    values = np.concatenate([smaller, larger])
    owners = np.tile(np.arange(d), 2)
    order = np.argsort(values, kind="stable")
    counts = np.zeros(d, dtype=np.int64)
    covered, left, best = 0, 0, -np.inf
    for right in order:
        counts[owners[right]] += 1
        covered += counts[owners[right]] == 1
        while covered == d:
            best = max(best, values[order[left]] - values[right])
            counts[owners[order[left]]] -= 1
            covered -= counts[owners[order[left]]] == 0
            left += 1
    return float(best)
