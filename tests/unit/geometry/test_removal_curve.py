"""The closed form for every k against removing directions one setting at a time."""

import numpy as np
import pytest
from scipy.stats import spearmanr

from core.geometry.isotropy import CONVENTIONS, isotropy
from core.geometry.pooling import cosine, mean_pool
from core.geometry.post_processing import Options, fit, processed
from core.geometry.rank_correlation import spearman_rows
from core.geometry.removal_curve import ENDS, centred_spectrum, cosine_curve, isotropy_curve
from tests.support.spaces import SPACES, D

RNG = np.random.default_rng(3)


@pytest.mark.parametrize("end", list(ENDS))
@pytest.mark.parametrize("name", list(SPACES))
def test_isotropy_curve_equals_brute_force_at_every_k(name: str, end: str) -> None:
    space = SPACES[name]
    curves = isotropy_curve(centred_spectrum(space), end)
    rank = np.linalg.matrix_rank(space - space.mean(0))
    for k in range(D):
        removed = processed(space, fit("global", space, Options(directions=k, end=end)))
        brute = isotropy(removed)
        for convention in CONVENTIONS:
            # Signs of null directions do not matter; those of the kept ones are fixed by the same rule.
            assert curves[convention][k] == pytest.approx(getattr(brute, convention), rel=1e-6, abs=1e-8), (k, rank)


@pytest.mark.parametrize("end", list(ENDS))
@pytest.mark.parametrize("name", list(SPACES))
def test_score_curve_equals_brute_force_at_every_k(name: str, end: str) -> None:
    space = SPACES[name]
    n = len(space) - len(space) % 2
    sentence = np.repeat(np.arange(n // 2 if n > 20 else n), 2 if n > 20 else 1)[:n]
    space = space[:n]
    sentences = int(sentence[-1]) + 1
    pairs = sentences // 2
    gold = RNG.random(pairs)
    spectrum = centred_spectrum(space)
    pooled = mean_pool(space, sentence, sentences)
    curve = cosine_curve(pooled[:pairs], pooled[pairs : 2 * pairs], spectrum, end)
    norms = np.linalg.norm(pooled - spectrum.mean, axis=1)
    for k in range(D):
        removed = processed(space, fit("global", space, Options(directions=k, end=end)))
        after = mean_pool(removed, sentence, sentences)
        left = np.minimum(*np.linalg.norm(after[: 2 * pairs], axis=1).reshape(2, -1))
        there = left > 1e-6 * norms.max()  # below that a cosine is that of rounding errors
        expected = cosine(after[:pairs], after[pairs : 2 * pairs])
        np.testing.assert_allclose(curve[k][there], expected[there], atol=1e-7)
        if there.all() and pairs > 2:
            ours = float(spearman_rows(curve[k][None], gold)[0])
            assert ours == pytest.approx(100 * spearmanr(expected, gold).statistic, abs=1e-6, nan_ok=True)


def test_nothing_removed_is_zero_mean() -> None:
    space = SPACES["skewed"]
    brute = isotropy(processed(space, fit("zero-mean", space, Options())))
    for end in ENDS:
        for convention, curve in isotropy_curve(centred_spectrum(space), end).items():
            assert curve[0] == pytest.approx(getattr(brute, convention), rel=1e-10)


def test_more_removed_dominant_directions_never_lower_isotropy() -> None:
    for space in SPACES.values():
        curve = isotropy_curve(centred_spectrum(space), "dominant")["symmetric"]
        assert (np.diff(curve[1:]) >= -1e-12).all()
