"""What directions encode: which factor of tokens, and how much of the gold score, goes with each."""

from dataclasses import dataclass

import numpy as np

from ...codec import Floats
from ...geometry.probes import direction_probes, expected_by_chance, expected_by_unit, pair_probe
from ...progress import Progress
from ...tokens.factors import OF_PAIRS, OF_SENTENCES, token_factors
from ..question import Context, of_one
from .basis import removal

SHOWN = 30  # leading directions
GOLD = "gold score"


@dataclass(frozen=True)
class EncodedFactors:
    """How much of each principal direction each factor explains.

    Attributes
    ----------
    share : dict of str to ndarray of shape (d,)
        By factor: share of the direction's variance that it explains (R^2, or eta^2 for genre), NaN where that is not
        defined; under 'gold score' R^2 of the gold score with the term that the direction adds to the cosine.
    variance : ndarray of shape (d,)
        Share of the whole variance.
    chance : float
        R^2 on average by chance, of a factor that single tokens have.
    n_tokens : int
    rank : int
        Directions that hold any variance.
    chance_of_sentences : dict of str to ndarray of shape (d,)
        By factor that belongs to sentences or to pairs of them: what it explains on average if dealt to others. Tokens of a
        sentence are alike, so that this is several times `chance`.
    """

    share: dict[str, Floats]
    variance: Floats
    chance: float
    n_tokens: int
    rank: int
    chance_of_sentences: dict[str, Floats]


def encoded_factors(context: Context, progress: Progress) -> EncodedFactors:
    """How much of every direction of the selection's layer each factor explains."""
    chosen, space, texts = context.selection, context.space, context.texts
    layer = removal(space, texts, chosen.layer, chosen.tokens)
    rows, sentence = space.select(chosen.layer, chosen.tokens)
    factors = token_factors(space.table, texts, space.table.rows(chosen.tokens))
    mean, principal = layer.spectrum.mean, layer.spectrum.principal
    share = direction_probes(rows, mean, principal, factors)
    by_chance = {OF_SENTENCES: expected_by_unit(rows, mean, principal, sentence)}
    if OF_PAIRS in factors:
        groups = len(np.unique(factors[OF_PAIRS]))
        by_chance[OF_PAIRS] = expected_by_unit(rows, mean, principal, sentence % texts.n_pairs, groups)
    if texts.scores is not None:
        share[GOLD] = pair_probe(layer.first, layer.second, texts.scores)
        by_chance[GOLD] = np.full(len(share[GOLD]), expected_by_chance(texts.n_pairs))
    values = principal.values
    variance = values / max(float(values.sum()), np.finfo(float).tiny)
    return EncodedFactors(share, variance, expected_by_chance(len(rows)), len(rows), layer.rank, by_chance)


ENCODED_FACTORS = of_one(
    "factors",
    "What directions encode",
    ("layer", "tokens"),
    encoded_factors,
    EncodedFactors,
    verb="directions --part factors",
    version=2,
)
