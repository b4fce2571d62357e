"""Verdicts on the paper's findings: how often a pair in which nothing differs is told to differ, and what is planted is seen."""

from functools import cache, partial

import numpy as np

from core.findings.contrast import minus
from core.findings.few_directions import top_against_random
from core.findings.hurts import CENTRING, global_losses
from core.findings.scores import PairDraws
from core.findings.specification import Estimate, Specification
from core.findings.verdict import FAILS, HOLDS
from tests.support.planted_pairs import PlantedText, judged, planted_text, principal, space

from .case import ALARM, COVER, FOUND, Case

D = 16
LONG = np.r_[np.full(3, 3.0), np.full(D - 3, 0.6)]
EVEN = np.ones(D)
MOVED = np.r_[np.full(3, 9.0), np.full(D - 3, 0.1)]
NAMED = Specification("global")
DRAWS = 199


@cache
def _text(seed: int) -> tuple[PlantedText, PairDraws]:
    text = planted_text(150, D, seed)
    return text, PairDraws(text.texts, DRAWS, seed)


def _reliance(seed: int, signal: np.ndarray, noise: np.ndarray, copy: int) -> list[Estimate]:
    text, draws = _text(seed)
    assert text.texts.scores is not None
    return top_against_random(
        principal(space(text, signal, noise, 1000 * seed + copy), text), text.texts.scores, draws, NAMED
    )


def _relies(seed: int, after: np.ndarray) -> str:
    """The verdict on a pair whose second half has its meaning along `after`; noise is alike in both."""
    before, second = _reliance(seed, EVEN, LONG, 0), _reliance(seed, after, LONG, 1)
    apart = [minus(one, other) for one, other in zip(second, before, strict=True)]
    return judged(apart, 0.5)[0]


def _loss_holds_truth(seed: int) -> bool:
    """Whether the pooled interval of the loss by removal holds what a text of 20 times as many pairs gives."""
    text, draws = _text(seed)
    assert text.texts.scores is not None
    estimates = global_losses(principal(space(text, LONG, EVEN, seed), text), text.texts.scores, draws, NAMED)
    low, high = judged([one for one in estimates if one.specification.approach != CENTRING], 0.5)[1].ci95
    return low <= _true_loss() <= high


@cache
def _true_loss() -> float:
    text = planted_text(6000, D, 10**6)
    assert text.texts.scores is not None
    draws = PairDraws(text.texts, 3)
    estimates = global_losses(principal(space(text, LONG, EVEN, 10**6), text), text.texts.scores, draws, NAMED, False)
    return judged([one for one in estimates if one.specification.approach != CENTRING], 0.5)[1].value


def _is(words: tuple[str, ...], after: np.ndarray, seed: int) -> bool:
    return _relies(seed, after) in words


CASES = [
    Case(
        "finding 2, loss by removal",
        "150 pairs",
        "pooled 95 % interval holds the truth",
        0.95,
        float("nan"),
        _loss_holds_truth,
        COVER,
        300,
        40,
    ),
    Case(
        "finding 3, reliance on top directions",
        "two copies with noise",
        "holds, or does not hold",
        0.05,
        float("nan"),
        partial(_is, (HOLDS, FAILS), EVEN),
        ALARM,
        200,
        20,
    ),
    Case(
        "finding 3, reliance on top directions",
        "all meaning moved into the long directions",
        "holds",
        0.8,
        float("nan"),
        partial(_is, (HOLDS,), MOVED),
        FOUND,
        100,
        10,
    ),
]
