"""The removal lab: what windows, random directions and single directions do to the score, on one layer."""

from functools import partial
from typing import Any

import numpy as np

from ...errors import UsageError
from ...geometry.leave_one_out import leave_one_out
from ...geometry.null_removal import KINDS, null_curves
from ...geometry.removal_curve import ENDS
from ...geometry.windows import best_window, window_edges, window_isotropies, window_scores
from ...progress import Progress
from ..question import Context
from ..shim import Study
from .basis import Removal, removal


def lab_of(context: Context) -> tuple[Removal, np.ndarray]:
    """The layer in its principal basis, and the gold scores.

    Raises
    ------
    UsageError
        Texts without scores: there is nothing to ask of the score.
    """
    chosen = context.selection
    if context.texts.scores is None:
        raise UsageError(f"{context.texts.title} has no gold scores. Choose texts with pairs and scores.")
    return removal(context.space, context.texts, chosen.layer, chosen.tokens), context.texts.scores


def windows(context: Context, progress: Progress, full: bool = False) -> dict[str, Any]:
    """Score and isotropy after removing directions a .. b-1, for all windows between `edges`.

    `edges` are every number up to 16 and 5 % steps beyond, in a second; with `full` every number, in half a minute.

    Returns
    -------
    dict
        `edges`; `spearman` and `isotropy` (log10), each (e, e), row a, column b; `best` = [a, b, points].
    """
    lab, gold = lab_of(context)
    edges = window_edges(lab.dim, full)
    scores = window_scores(lab.first, lab.second, gold, edges, progress)
    isotropy = window_isotropies(lab.spectrum, edges)
    return {"edges": edges, "spearman": scores, "isotropy": isotropy, "best": best_window(scores, edges)}


def null(context: Context, progress: Progress) -> dict[str, Any]:
    """Removing dominant and least dominant directions against removing random ones, 20 draws.

    Returns
    -------
    dict
        `k`, a grid; `dominant` and `least` (points over k); for each kind of null a list of draws over k,
        and for random principal directions of the same variance how many went (`removed`).
    """
    lab, gold = lab_of(context)
    grid = window_edges(lab.dim)
    grid = grid[grid < lab.rank]
    found = null_curves(lab.spectrum, lab.first, lab.second, gold, grid, seed=context.selection.seed, progress=progress)
    curves = lab.curves()
    return {
        "k": grid,
        **{end: curves[end]["spearman"][grid] for end in ENDS},
        "null": {kind: found[kind]["spearman"] for kind in KINDS},
        "removed": found[KINDS[1]]["removed"],
    }


def single(context: Context, progress: Progress) -> dict[str, Any]:
    """Change of the score with each direction alone removed: `change`, `low`, `high` over directions, in points."""
    lab, gold = lab_of(context)
    kept = slice(0, lab.rank)
    found = leave_one_out(lab.first[:, kept], lab.second[:, kept], gold, seed=context.selection.seed, progress=progress)
    return {"before": found.before, "change": found.change, "low": found.low, "high": found.high}


LAB = [
    Study("windows", "Windows of removed directions", ("layer", "tokens"), windows),
    Study("every-window", "Every window of removed directions", ("layer", "tokens"), partial(windows, full=True)),
    Study("null", "Removing random directions", ("layer", "tokens", "seed"), null),
    Study("leave-one-out", "Each direction alone removed", ("layer", "tokens", "seed"), single),
]
