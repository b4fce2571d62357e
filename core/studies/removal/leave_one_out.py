"""What each principal direction is worth on its own: the score with that one alone removed."""

from dataclasses import dataclass

from ...codec import Floats
from ...geometry.leave_one_out import leave_one_out
from ...progress import Progress
from ...texts.units import connected_pairs
from ..question import Context, of_one
from .basis import scored_removal


@dataclass(frozen=True)
class LeaveOneOut:
    """Scores without one direction, in points, over the r directions that hold any variance.

    Attributes
    ----------
    before : float
        With nothing removed.
    change : ndarray of shape (r,)
        Without direction i, minus `before`; positive: the direction hurt.
    low, high : ndarray of shape (r,)
        95 % paired-bootstrap interval of `change`, each direction by itself; NaN where it is not known.
    """

    before: float
    change: Floats
    low: Floats
    high: Floats


def each_left_out(context: Context, progress: Progress) -> LeaveOneOut:
    """Remove each of the selection's directions alone."""
    layer, gold = scored_removal(context)
    some = slice(0, layer.rank)
    scores = leave_one_out(
        layer.first[:, some],
        layer.second[:, some],
        gold,
        seed=context.selection.seed,
        progress=progress,
        unit=connected_pairs(context.texts),
    )
    return LeaveOneOut(scores.before, scores.change, scores.low, scores.high)


LEAVE_ONE_OUT = of_one(
    "leave-one-out",
    "Each direction alone removed",
    ("layer", "tokens", "seed"),
    each_left_out,
    LeaveOneOut,
    verb="directions --part leave-one-out",
    version=2,
)
