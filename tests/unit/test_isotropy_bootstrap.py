"""Draws of I(W) over sentences, against measuring each resample."""

import numpy as np
import pytest

from core.geometry.isotropy import isotropy
from core.geometry.isotropy_bootstrap import isotropy_draws, sentence_counts
from core.geometry.principal import principal_directions
from tests.support.spaces import SPACES


@pytest.fixture(params=list(SPACES))
def space(request: pytest.FixtureRequest) -> np.ndarray:
    return SPACES[request.param]


def test_one_of_each_sentence_is_the_space_itself(space: np.ndarray) -> None:
    sentence = np.arange(len(space)) // 3
    ones = np.ones((1, sentence[-1] + 1))
    assert isotropy_draws(space, sentence, ones)[0] == pytest.approx(isotropy(space).symmetric, abs=1e-9)


def test_a_draw_is_what_its_tokens_give_with_the_same_eigenvectors(space: np.ndarray) -> None:
    sentence = np.arange(len(space)) // 3
    counts = sentence_counts(sentence[-1] + 1, 4, seed=1)
    found = isotropy_draws(space, sentence, counts)
    u = principal_directions(space.T @ space).vectors
    for value, times in zip(found, counts, strict=True):
        x = np.repeat(space, times[sentence].astype(int), axis=0) @ u
        peak = np.abs(x).max()
        f = np.log(np.exp(np.hstack([x, -x]) - peak).sum(axis=0))
        assert value == pytest.approx((f.min() - f.max()) / np.log(10), abs=1e-9)


def test_counts_are_seeded_resamples() -> None:
    counts = sentence_counts(50, 200, seed=0)
    assert counts.shape == (200, 50)
    assert (counts.sum(axis=1) == 50).all()
    assert np.array_equal(counts, sentence_counts(50, 200, seed=0))
    assert abs(float((counts == 0).mean()) - np.exp(-1)) < 0.02


def test_large_norms_do_not_overflow() -> None:
    space = SPACES["plain"] * 400
    sentence = np.arange(len(space)) // 3
    found = isotropy_draws(space, sentence, sentence_counts(sentence[-1] + 1, 3, 0))
    assert np.isfinite(found).all()
