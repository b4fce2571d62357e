"""Bands and ranks of draws of a null, Holm's correction, and factors dealt to sentences."""

import numpy as np

from core.geometry.isotropy import isotropy
from core.geometry.isotropy_null import gaussian_null
from core.geometry.principal import principal_directions
from core.geometry.probes import direction_probes, expected_by_unit
from core.p_value import PValue, holm_of, null_band, rank_p

from .case import ALARM, AS_STATED, FOUND, Case
from .worlds import WORLD, tokens


def _outside(seed: int) -> bool:
    random = np.random.default_rng((seed, WORLD))
    low, high = null_band(random.standard_normal((99, 1)))
    return not low[0] <= random.standard_normal() <= high[0]


def _rank(seed: int) -> bool:
    random = np.random.default_rng((seed, WORLD))
    return rank_p(random.standard_normal(), random.standard_normal(39)).value <= 0.05


def _any_of_eight(seed: int) -> bool:
    random = np.random.default_rng((seed, WORLD))
    ranks = [rank_p(random.standard_normal(), random.standard_normal(399)) for _ in range(8)]
    return any(one.value <= 0.05 for one in holm_of(ranks))


def _isotropy_p(seed: int, shift: float) -> PValue:
    space = np.random.default_rng((seed, WORLD, 1)).standard_normal((200, 10)) + shift
    null = gaussian_null(200, 10, float(np.sqrt((space**2).sum(axis=1).mean())), 39, seed)
    return rank_p(-isotropy(space).symmetric, -null["symmetric"], sides=1)


def _factor(seed: int) -> tuple[float, float]:
    space, _, sentence = tokens(seed)
    mean = space.mean(axis=0)
    principal = principal_directions((space - mean).T @ (space - mean))
    factor = np.random.default_rng((seed, WORLD, 1)).random(sentence.max() + 1)[sentence]
    seen = direction_probes(space, mean, principal, {"length": factor})["length"]
    return float(seen.mean()), float(expected_by_unit(space, mean, principal, sentence).mean())


CASES = [
    Case("band of random removals", "one more draw", "outside the band", 0.05, 0.095, _outside, ALARM, 2000, 400),
    Case("rank among draws of a null", "39 draws, one more", "p <= 0.05", 0.05, np.nan, _rank, ALARM, 2000, 400),
    Case(
        "verdicts of a table",
        "eight tests, no difference",
        "any after Holm",
        0.05,
        0.34,
        _any_of_eight,
        ALARM,
        1000,
        200,
    ),
    Case(
        "I(W) against an isotropic null",
        "a Gaussian space",
        "p <= 0.05",
        0.05,
        np.nan,
        lambda seed: _isotropy_p(seed, 0.0).value <= 0.05,
        ALARM,
        400,
        60,
    ),
    Case(
        "I(W) against an isotropic null",
        "moved by 0.2 along every coordinate",
        "found",
        0.8,
        np.nan,
        lambda seed: _isotropy_p(seed, 0.2).value <= 0.05,
        FOUND,
        100,
        15,
    ),
    Case(
        "R2 by chance of a factor of sentences",
        "60 sentences of 8 tokens",
        "seen / stated",
        1.0,
        3.0,
        _factor,
        AS_STATED,
        300,
        60,
    ),
]
