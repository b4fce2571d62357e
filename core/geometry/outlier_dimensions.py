"""Outlier ("rogue") dimensions: the few coordinates that make most of the mean cosine."""

from collections.abc import Iterable

import numpy as np

from ..errors import GeometryError, UsageError
from .post_processing import Fitted
from .rows import Rows, as_rows


def cosine_contributions(vectors: "np.ndarray | Rows") -> np.ndarray:
    """What each coordinate adds to the mean cosine of two different tokens, exactly, over all pairs.

    Parameters
    ----------
    vectors : ndarray of shape (n, d) or Rows

    Returns
    -------
    ndarray of shape (d,)
        Their sum is the mean cosine. NaN where fewer than two rows are not zero.

    Raises
    ------
    GeometryError
        NaN or infinite values.

    Notes
    -----
    contribution_c = ((sum_i x_ic)^2 - sum_i x_ic^2) / (n (n - 1)) with x_i = w_i / |w_i|; rows that are zero are
    left out. Cost: one reading, n d.

    References
    ----------
    Timkey & van Schijndel 2021, EMNLP (there on a sample of pairs).
    """
    rows = as_rows(vectors)
    total, square, n = np.zeros(rows.shape[1]), np.zeros(rows.shape[1]), 0
    for _, block in rows.blocks():
        length = np.sqrt(np.einsum("ij,ij->i", block, block))
        there = length > 0
        n += int(there.sum())
        block *= np.divide(1.0, length, out=np.zeros_like(length), where=there)[:, None]
        total += block.sum(axis=0)
        square += np.einsum("ij,ij->j", block, block)
    if not np.isfinite(total).all():
        raise GeometryError("The space has NaN or infinite values, so nothing can be measured on it.")
    return (total**2 - square) / (n * (n - 1)) if n > 1 else np.full(len(total), np.nan)


def cosine_shares(contributions: np.ndarray) -> np.ndarray:
    """Each coordinate's share of the mean cosine, of shape (d,), with sum 1.

    NaN where the mean cosine is not positive: there is nothing to share. A share can be negative, and where the
    mean cosine is near 0 (a centred space) shares say little.
    """
    whole = float(contributions.sum())
    return contributions / whole if whole > 0 else np.full(len(contributions), np.nan)


def outlier_dimensions(shares: np.ndarray, most: int = 3, deviations: float = 3.0) -> np.ndarray:
    """Coordinates whose share stands out, largest first.

    Parameters
    ----------
    shares : ndarray of shape (d,)
        As `cosine_shares` gives them.
    most : int
        No more than this many (Timkey & van Schijndel look at three).
    deviations : float
        Only shares this many standard deviations (over the d shares) above their mean.

    Returns
    -------
    ndarray of shape (m,), int64
        Empty where none stands out or shares are not defined. Of d coordinates none can lie (d - 1) / sqrt(d)
        deviations out, so that below 11 dimensions three are never reached.
    """
    if not np.isfinite(shares).all():
        return np.zeros(0, dtype=np.int64)
    order = np.argsort(-shares, kind="stable")[: max(0, most)]
    return order[shares[order] > shares.mean() + deviations * shares.std()].astype(np.int64)


def zero_dimensions(dimensions: Iterable[int]) -> Fitted:
    """A post-processing that sets these coordinates (from 0) of every row to 0 and leaves the others as they are.

    Raises
    ------
    UsageError
        A coordinate below 0. One that the space has not is told on applying it.
    """
    chosen = np.array(sorted(set(dimensions)), dtype=np.int64)
    if (chosen < 0).any():
        raise UsageError(f"Dimensions are counted from 0: there is no dimension {chosen[0]}.")

    def apply(block: np.ndarray) -> np.ndarray:
        if len(chosen) and chosen[-1] >= block.shape[1]:
            raise UsageError(f"There is no dimension {chosen[-1]}: this space has 0 to {block.shape[1] - 1}.")
        block[:, chosen] = 0.0
        return block

    names = ", ".join(map(str, chosen))
    return Fitted(apply, (f"Set to 0: dimension{'s' * (len(chosen) > 1)} {names}.",) if len(chosen) else ())
