"""How many directions are elongated, with intervals: the number that the paper says grows in fine-tuning."""

from dataclasses import asdict
from typing import Any

from ...geometry.elongation import bootstrap_elongation
from ...progress import Progress
from ..question import Context
from ..shim import Study

TAUS = (0.1, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
ROWS = {
    "above_horn": "Directions above Horn's edge (parallel analysis)",
    "above_marchenko_pastur": "Directions above the Marchenko-Pastur edge",
    "participation_ratio": "Participation ratio",
    "centred_effective_rank": "Effective rank, centred",
}


def elongated(context: Context, progress: Progress) -> dict[str, Any]:
    """Counts and numbers of dimensions: `value`, `low`, `high` (95 % over sentences), each as `Elongation`.

    `smallest_k` maps tau to the least number of removed dominant directions with I(W) >= tau.
    """
    rows, sentence = context.space.select(context.selection.layer, context.selection.tokens)
    found = bootstrap_elongation(rows, sentence, seed=context.selection.seed, taus=TAUS, progress=progress)
    sides = {side: asdict(getattr(found, side)) for side in ("value", "low", "high")}
    return sides | {"n_tokens": len(rows), "dim": context.space.dim, "draws": found.draws}


ELONGATED = Study("elongation", "Elongated directions", ("layer", "tokens", "seed"), elongated)
