"""What the points of a map stand for: a sample of a space's tokens, words or sentences, with their vectors."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ...errors import UsageError
from ...geometry.rows import as_rows
from ...progress import Progress
from ...tokens.units import unit_vectors, units
from ..compare.drift import matched_layer
from ..question import Context
from ..space.processed import processed_space


@dataclass(frozen=True)
class ShownUnits:
    """Units that are shown.

    Attributes
    ----------
    number : ndarray of int of shape (m,)
        As in `core.tokens.units.Units`, increasing.
    vectors : ndarray of shape (m, d), float32
    n_units : int
        Units in all.
    """

    number: np.ndarray
    vectors: np.ndarray
    n_units: int


def shown_units(context: Context, unit: str, size: int, progress: Progress) -> ShownUnits:
    """A seeded sample of at most `size` units, as the selection's method leaves them.

    Raises
    ------
    UsageError
        The token set has no such units.
    """
    chosen = context.selection
    rows = processed_space(context, progress).rows
    every = units(context.space.table, chosen.tokens, unit, chosen.seed)
    if not len(every.number):
        raise UsageError(f"The token set {chosen.tokens!r} has no {unit}. Choose another unit or token set.")
    sampled = every.sample(size)
    return ShownUnits(every.number[sampled], unit_vectors(rows, every, sampled), len(every.number))


def matched(contexts: Sequence[Context]) -> list[Context]:
    """The shown space and, if it is another, the space that is fitted on, at the layer matched with the shown layer.

    Raises
    ------
    UsageError
        Spaces of different widths.
    """
    if len(contexts) == 1:
        return list(contexts)
    shown, fitted = contexts
    if shown.space.dim != fitted.space.dim:
        raise UsageError(
            f"{fitted.located.card.title} has {fitted.space.dim} dimensions and {shown.located.card.title} "
            f"{shown.space.dim}: a projection of one cannot be applied to the other. Let each have its own."
        )
    layer = matched_layer(shown.selection.layer, shown.space.n_layers, fitted.space.n_layers)
    return [shown, replace(fitted, selection=fitted.selection.but(layer=layer))]


def variance_shares(points: np.ndarray, vectors: np.ndarray) -> tuple[float, ...]:
    """Percent of the variance of vectors (m, d) along each axis of their points (m, axes)."""
    mean, square = vectors.mean(axis=0, dtype=np.float64), 0.0
    for _, block in as_rows(vectors).blocks():
        block -= mean
        square += float(np.einsum("ij,ij->", block, block))
    return tuple((100 * points.var(axis=0, dtype=np.float64) * len(vectors) / (square or 1.0)).tolist())
