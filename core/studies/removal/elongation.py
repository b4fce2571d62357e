"""How many directions are elongated, with intervals: the number that the paper says grows in fine-tuning."""

from dataclasses import dataclass

from ...geometry.elongation import Count, Elongation, bootstrap_elongation
from ...progress import Progress
from ...texts.units import distinct_sentences
from ..question import Context, of_one

TAUS = (0.1, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
COUNTS = {
    "elongated": "Elongated directions: twice as long as the rest, held-out sentences, any basis",
    "above_chance": "Directions longer than the rest beyond chance (at most half of all)",
    "above_horn": "Directions above Horn's edge (parallel analysis)",
    "above_marchenko_pastur": "Directions above the Marchenko-Pastur edge",
    "participation_ratio": "Participation ratio",
    "centred_effective_rank": "Effective rank, centred",
}


@dataclass(frozen=True)
class ElongatedDirections:
    """Counts and numbers of dimensions, with 95 % intervals over sentences.

    Attributes
    ----------
    value : Elongation
        The space's own; `smallest_k` has the thresholds `TAUS`.
    low, high : Elongation
        Both ends of the intervals.
    n_tokens, dim : int
        That all of these depend on.
    draws : int
        Half-samples of the sentences.
    elongated_at : dict of float to Count
        Directions with more than so many times the mean variance of the rest; `elongated` is that at 4.
    """

    value: Elongation
    low: Elongation
    high: Elongation
    n_tokens: int
    dim: int
    draws: int
    elongated_at: dict[float, Count]


def elongated_directions(context: Context, progress: Progress) -> ElongatedDirections:
    """The number of elongated directions of the selection's layer, with intervals."""
    rows, sentence = context.space.select(context.selection.layer, context.selection.tokens)
    # Of a sentence that comes twice, half-samples hold both or neither: otherwise it would vouch for itself.
    unit = distinct_sentences(context.texts)[sentence]
    counted = bootstrap_elongation(rows, unit, seed=context.selection.seed, taus=TAUS, progress=progress)
    return ElongatedDirections(
        counted.value,
        counted.low,
        counted.high,
        len(rows),
        context.space.dim,
        counted.draws,
        counted.elongated_at,
    )


ELONGATION = of_one(
    "elongation",
    "Elongated directions",
    ("layer", "tokens", "seed"),
    elongated_directions,
    ElongatedDirections,
    verb="directions --part elongation",
    version=3,
)
