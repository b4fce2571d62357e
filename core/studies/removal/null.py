"""Removing dominant directions against removing random directions: what a removal costs whatever is removed."""

from dataclasses import dataclass

from ...codec import Floats, Ints
from ...geometry.null_removal import KINDS, null_curves
from ...geometry.windows import window_edges
from ...progress import Progress
from ..question import Context, of_one
from .basis import scored_removal


@dataclass(frozen=True)
class NullRemoval:
    """Scores, in points, after removing directions of both ends and at random; NaN where they are not defined.

    Attributes
    ----------
    k : ndarray of shape (m,)
        Numbers of directions, a grid from 0.
    dominant, least : ndarray of shape (m,)
        With the k most, or least, dominant directions removed.
    null : dict of str to ndarray of shape (draws, m)
        By kind of random removal, `core.geometry.null_removal.KINDS`.
    removed : ndarray of shape (draws, m)
        How many random principal directions were removed, to lose the same variance.
    """

    k: Ints
    dominant: Floats
    least: Floats
    null: dict[str, Floats]
    removed: Ints


def null_removal(context: Context, progress: Progress) -> NullRemoval:
    """The score with dominant, least dominant and, in many draws, random directions removed."""
    layer, gold = scored_removal(context)
    grid = window_edges(layer.dim)
    grid = grid[grid < layer.rank]
    at_random = null_curves(
        layer.spectrum, layer.first, layer.second, gold, grid, seed=context.selection.seed, progress=progress
    )
    dominant, least = (layer.score_curve(end, gold)[grid] for end in ("dominant", "least"))
    scores = {kind: at_random[kind]["spearman"] for kind in KINDS}
    return NullRemoval(grid, dominant, least, scores, at_random[KINDS[1]]["removed"])


NULL = of_one(
    "null",
    "Removing random directions",
    ("layer", "tokens", "seed"),
    null_removal,
    NullRemoval,
    verb="directions --part null",
    version=2,
)
