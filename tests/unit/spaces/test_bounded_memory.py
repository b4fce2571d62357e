"""Large texts: what is kept in memory of 200,000 tokens does not grow with them."""

import tracemalloc
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from core.geometry.frequency_bias import neighbour_gap, places, predictability
from core.geometry.rows import Rows
from core.tokens.units import Units, unit_vectors

TOKENS, WORDS, D = 200_000, 3000, 96
MOST = 40e6  # bytes; the tokens themselves would be 154e6 in double precision
RNG = np.random.default_rng(61)
WORD = RNG.integers(-1, WORDS, TOKENS)
ZIPF = RNG.uniform(1, 8, WORDS)


def made(start: int, stop: int) -> np.ndarray:
    """Rows as if read from disk, none of which is there before."""
    rows = np.arange(start, stop)
    out = np.sin(rows[:, None] * np.linspace(0.1, 2.0, D))
    out[:, 0] += np.where(WORD[start:stop] >= 0, ZIPF[WORD[start:stop]], 0.0)
    return np.asarray(out)


SPACE = Rows((TOKENS, D), made)


def peak(work: Callable[[], Any]) -> float:
    tracemalloc.start()
    try:
        work()
        return float(tracemalloc.get_traced_memory()[1])
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "work",
    [
        pytest.param(lambda: predictability(SPACE, WORD, ZIPF, WORD % 5), id="probe"),
        pytest.param(lambda: places(SPACE, WORD, ZIPF, (ZIPF // 2).astype(int)), id="places"),
        pytest.param(
            lambda: neighbour_gap(
                SPACE, np.sort(np.unique(WORD, return_index=True)[1][1:1001]), WORD[:1000], ZIPF, draws=5
            ),
            id="neighbours",
        ),
        pytest.param(
            lambda: unit_vectors(SPACE, Units(np.arange(WORDS), WORD, np.arange(WORDS)), np.arange(WORDS)), id="words"
        ),
        pytest.param(
            lambda: unit_vectors(
                SPACE, Units(np.arange(TOKENS), np.arange(TOKENS), np.arange(TOKENS)), np.arange(0, TOKENS, 20)
            ),
            id="sampled tokens",
        ),
    ],
)
def test_no_function_keeps_the_tokens(work: Callable[[], Any]) -> None:
    assert peak(work) < MOST
