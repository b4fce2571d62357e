"""Taking principal directions out of vectors."""

from collections.abc import Callable

import numpy as np

from .principal import Principal

_ROUNDING = 1e-26  # of a squared norm: 1e-13 of a vector is what subtraction in double precision leaves


def drop_rounding(after: np.ndarray, before: np.ndarray) -> np.ndarray:
    """Set rows of `after` to zero where all that a subtraction left of `before` is rounding error.

    Both of shape (b, d); `after` is changed. Without this, measures that look at directions alone (cosines)
    would measure noise where nothing is left to measure.
    """
    is_rounding = np.einsum("ij,ij->i", after, after) <= _ROUNDING * np.einsum("ij,ij->i", before, before)
    if is_rounding.any():
        after[is_rounding] = 0.0
    return after


def or_zero(square: np.ndarray, of: np.ndarray) -> np.ndarray:
    """Squared norms of what a removal left, 0 where that is rounding error of the squared norms `of` before it."""
    return np.where(square > of * _ROUNDING, square, 0.0)


def remove_directions(
    principal: Principal, count: int, end: str, span: int | None = None
) -> Callable[[np.ndarray], np.ndarray]:
    """A function that projects `count` directions of one end out of centred rows of shape (b, d).

    `span`: only of the so many first directions; the others are left alone.

    Notes
    -----
    The smaller of the two sets, removed or remaining, is multiplied with.
    """
    d = len(principal.values)
    last = d if span is None else span
    remaining = slice(count, d) if end == "dominant" else slice(0, d - count)
    removed = slice(0, min(count, last)) if end == "dominant" else slice(d - count, max(last, d - count))
    if removed.start == removed.stop:
        return lambda block: block
    if 2 * count <= d or last < d:
        taken = np.ascontiguousarray(principal.vectors[:, removed])
        return lambda block: drop_rounding(block - (block @ taken) @ taken.T, block)
    basis = np.ascontiguousarray(principal.vectors[:, remaining])
    return lambda block: drop_rounding((block @ basis) @ basis.T, block)


def removal_notes(
    ranks: list[int], dim: int, count: int, end: str, what: str, elsewhere: bool = False
) -> tuple[str, ...]:
    """What a reader must know where a space (or some clusters) had fewer directions than were asked for.

    Parameters
    ----------
    ranks : list of int
        Number of directions with any variance, of the space or of each cluster.
    dim, count : int
        Dimensions, and directions to remove.
    end : {'dominant', 'least'}
    what : str
        'space' or 'clusters'.
    elsewhere : bool
        As in `core.geometry.post_processing.Options`.
    """
    if count == 0:
        return ()
    whose = "The space" if what == "space" else "{} of " + f"{len(ranks)} clusters"
    if end == "dominant":
        short = sum(rank <= count for rank in ranks)
        text = f"{whose} had no more than {count} directions of any variance: "
        text += "these alone are removed." if elsewhere else "nothing is left of these tokens."
    else:
        short = sum(rank <= dim - count for rank in ranks)
        text = f"{whose} had no variance in the {count} least dominant directions: these tokens are only centred."
    return (text.format(short),) if short else ()
