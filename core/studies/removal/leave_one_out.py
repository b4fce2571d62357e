"""What each principal direction is worth on its own: the score with it alone removed."""

from dataclasses import dataclass

from ...codec import Floats
from ...geometry.leave_one_out import leave_one_out
from ...progress import Progress
from ...texts.units import connected_pairs
from ..question import Context, of_one
from .basis import scored_removal


@dataclass(frozen=True)
class LeaveOneOut:
    """Scores with a single direction removed, in points, over the r directions that hold any variance.

    Attributes
    ----------
    before : float
        With nothing removed.
    change : ndarray of shape (r,)
        Without direction i, minus `before`; positive: the direction hurt.
    low, high : ndarray of shape (r,)
        95 % paired-bootstrap interval of `change`, each direction by itself; NaN where it is not known.
    all_low, all_high : ndarray of shape (r,)
        Intervals that hold all changes together in 95 of 100 cases: those without 0 are directions that matter.
    by_chance : float
        How many of `low` .. `high` leave out 0 on average where gold scores are dealt to other pairs; NaN where not known.
    """

    before: float
    change: Floats
    low: Floats
    high: Floats
    all_low: Floats
    all_high: Floats
    by_chance: float


def each_left_out(context: Context, progress: Progress) -> LeaveOneOut:
    """The score with each direction of the selection's layer alone removed."""
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
    return LeaveOneOut(**vars(scores))


LEAVE_ONE_OUT = of_one(
    "leave-one-out",
    "Each direction alone removed",
    ("layer", "tokens", "seed"),
    each_left_out,
    LeaveOneOut,
    verb="directions --part leave-one-out",
    version=2,
)
