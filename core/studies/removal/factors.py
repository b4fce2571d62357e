"""What directions encode: which factor of tokens, and how much of the gold score, goes with each."""

from typing import Any

import numpy as np

from ...geometry.probes import direction_probes, expected_by_chance, pair_probe
from ...progress import Progress
from ...spaces import Space
from ...texts import Texts
from ...tokens.factors import ends, token_factors
from ..question import Context
from ..shim import Study
from .basis import removal

SHOWN = 30  # leading directions
GOLD = "gold score"


def encoded_factors(context: Context, progress: Progress) -> dict[str, Any]:
    """Share of each direction's variance that each factor explains (R^2, or eta^2 for genre).

    Returns
    -------
    dict
        `share`: factor -> array over all directions; under 'gold score' R^2 of the gold score with the term that the
        direction adds to the cosine. `variance`: share of the variance of each direction. `chance`: what R^2 would be
        on average by chance.
    """
    chosen, space, texts = context.selection, context.space, context.texts
    lab = removal(space, texts, chosen.layer, chosen.tokens)
    rows, _ = space.select(chosen.layer, chosen.tokens)
    factors = token_factors(space.table, texts, space.table.rows(chosen.tokens))
    share = direction_probes(rows, lab.spectrum.mean, lab.spectrum.principal, factors)
    if texts.scores is not None:
        share[GOLD] = pair_probe(lab.first, lab.second, texts.scores)
    values = lab.spectrum.principal.values
    return {
        "share": share,
        "variance": values / max(float(values.sum()), np.finfo(float).tiny),
        "chance": expected_by_chance(len(rows)),
        "n_tokens": len(rows),
        "rank": lab.rank,
    }


def ends_of(
    space: Space, texts: Texts, layer: int, tokens: str, mean: np.ndarray, direction: np.ndarray
) -> dict[str, list[dict[str, Any]]]:
    """Tokens at the two ends of a unit direction, in context: `low` and `high`, each {word, coordinate, context}."""
    found = ends(space, texts, layer, tokens, mean, direction)
    return {
        side: [{"word": one.word, "coordinate": one.coordinate, "context": one.context} for one in tokens_]
        for side, tokens_ in (("low", found.low), ("high", found.high))
    }


ENCODED_FACTORS = Study("factors", "What directions encode", ("layer", "tokens"), encoded_factors)
