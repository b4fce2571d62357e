"""The score and I(W) after removing a window of directions, a to b, for all windows at once."""

from dataclasses import dataclass

from ...codec import Floats, Ints
from ...geometry.windows import best_window, window_edges, window_isotropies, window_scores
from ...progress import Progress
from ..question import Context, of_one
from .basis import scored_removal


@dataclass(frozen=True)
class Windows:
    """Score and isotropy with directions a .. b - 1 removed, for all a <= b among `edges`.

    Attributes
    ----------
    edges : ndarray of shape (e,)
        Increasing, from 0 to d.
    spearman : ndarray of shape (e, e)
        Points, row a, column b; NaN where a > b, and where a window leaves nothing.
    isotropy : ndarray of shape (e, e)
        log10 I(W), likewise.
    best : (int, int, float) or None
        a, b and the score of the best window; None where no score is defined.
    """

    edges: Ints
    spearman: Floats
    isotropy: Floats
    best: tuple[int, int, float] | None


def windows(context: Context, progress: Progress) -> Windows:
    """Windows between every number up to 16 and 5 % steps beyond: a second."""
    return _windows(context, progress, every=False)


def every_window(context: Context, progress: Progress) -> Windows:
    """Windows between all numbers: half a minute."""
    return _windows(context, progress, every=True)


def _windows(context: Context, progress: Progress, every: bool) -> Windows:
    layer, gold = scored_removal(context)
    edges = window_edges(layer.dim, every)
    scores = window_scores(layer.first, layer.second, gold, edges, progress)
    return Windows(edges, scores, window_isotropies(layer.spectrum, edges), best_window(scores, edges))


WINDOWS = of_one(
    "windows",
    "Windows of removed directions",
    ("layer", "tokens"),
    windows,
    Windows,
    verb="directions --part windows",
)
EVERY_WINDOW = of_one(
    "every-window",
    "Every window of removed directions",
    ("layer", "tokens"),
    every_window,
    Windows,
    verb="directions --part every-window",
)
