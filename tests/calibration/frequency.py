"""Frequency bias: R2 of a probe, neighbours' ratio, trends and bands, over words."""

from functools import cache

import numpy as np

from core.geometry.frequency_bias import (
    Estimate,
    NeighbourGap,
    Predictability,
    difference,
    mean_difference,
    neighbour_gap,
    places,
    predictability,
    r2_columns,
    r2_of,
    ratio_of,
)

from .case import ALARM, COVER, FOUND, Case
from .worlds import WORLD, frequencies

COUNT = 150
# Means of 2,000 simulations: what these are, on average, of so many words.
TRUTH = {"r2": 0.4718, "ratio": 0.7758, "trend": 0.0015}


@cache
def _probes(seed: int, second: float = 0.7) -> tuple[Predictability, Predictability]:
    world = frequencies(seed, COUNT, strengths=(0.7, second))
    one, other = (
        predictability(space, world.word, world.zipf, world.fold, seed) for space in (world.first, world.second)
    )
    return one, other


@cache
def _gaps(seed: int, second: float = 0.7) -> tuple[NeighbourGap, NeighbourGap]:
    world = frequencies(seed, COUNT, strengths=(0.7, second))
    row = np.sort(np.unique(world.word, return_index=True)[1])
    one, other = (
        neighbour_gap(space, row, world.word[row], world.zipf, 10, seed) for space in (world.first, world.second)
    )
    return one, other


def _r2_change(seed: int, second: float = 0.7) -> Estimate:
    probes, zipf = _probes(seed, second), frequencies(seed, COUNT).zipf
    columns = [r2_columns(one.error, zipf, np.ones(COUNT)) for one in probes]
    return difference(columns[0], columns[1], r2_of, (probes[0].without, probes[1].without))[2]


def _ratio_change(seed: int, second: float = 0.7) -> Estimate:
    gaps, expected = _gaps(seed, second), mean_difference(frequencies(seed, COUNT).zipf)
    columns = [np.stack([one.of_word, expected], axis=1) for one in gaps]
    return difference(columns[0], columns[1], ratio_of, (gaps[0].without, gaps[1].without))[2]


def _trend(seed: int) -> Estimate:
    world = frequencies(seed, COUNT)
    return places(world.first, world.word, world.zipf, np.zeros(COUNT, dtype=int), seed).distance_trend


def _band(seed: int) -> Estimate:
    """Mean norm of five words, each a token, whose true mean is 1."""
    random = np.random.default_rng((seed, WORLD))
    lengths = np.r_[1 + 0.1 * random.standard_normal(5), np.ones(20)]
    band = np.repeat([0, 1], [5, 20])
    return places(np.diag(lengths), np.arange(25), random.uniform(1, 8, 25), band).bands[0].norm


def _knows_nothing(seed: int) -> bool:
    random = np.random.default_rng((seed, WORLD))
    space, zipf = random.standard_normal((100, 8)), random.uniform(1, 8, 100)
    return predictability(space, np.arange(100), zipf, np.arange(100) % 5, seed).p <= 0.05


def _in(found: Estimate, truth: float) -> bool:
    return found.low <= truth <= found.high


HELD = "95 % interval holds the truth"
CASES = [
    Case(
        "frequency R2",
        "150 words",
        HELD,
        0.95,
        0.87,
        lambda seed: _in(_probes(seed)[0].r2, TRUTH["r2"]),
        COVER,
        500,
        20,
    ),
    Case(
        "frequency R2, difference",
        "150 words, no difference",
        "a verdict",
        0.05,
        0.107,
        lambda seed: not _in(_r2_change(seed), 0.0),
        ALARM,
        500,
        20,
    ),
    Case(
        "frequency R2, difference",
        "bias 0.4 times as strong",
        "found",
        0.8,
        np.nan,
        lambda seed: _r2_change(seed, 0.28).high < 0,
        FOUND,
        60,
        10,
    ),
    Case(
        "neighbours' difference in frequency",
        "150 words",
        HELD,
        0.95,
        0.753,
        lambda seed: _in(_gaps(seed)[0].ratio, TRUTH["ratio"]),
        COVER,
        500,
        20,
    ),
    Case(
        "neighbours' difference in frequency, difference",
        "150 words, no difference",
        "a verdict",
        0.05,
        0.173,
        lambda seed: not _in(_ratio_change(seed), 0.0),
        ALARM,
        500,
        20,
    ),
    Case(
        "neighbours' difference in frequency, difference",
        "bias 0.2 times as strong",
        "found",
        0.8,
        np.nan,
        lambda seed: _ratio_change(seed, 0.14).low > 0,
        FOUND,
        60,
        10,
    ),
    Case(
        "distance and frequency, correlation",
        "150 words",
        HELD,
        0.95,
        0.95,
        lambda seed: _in(_trend(seed), TRUTH["trend"]),
        COVER,
        500,
        60,
    ),
    Case("mean norm of a band", "5 words", HELD, 0.95, 0.88, lambda seed: _in(_band(seed), 1.0), COVER, 2000, 200),
    Case(
        "frequency R2 against chance",
        "a space that knows nothing",
        "p <= 0.05",
        0.05,
        0.048,
        _knows_nothing,
        ALARM,
        500,
        30,
    ),
]
