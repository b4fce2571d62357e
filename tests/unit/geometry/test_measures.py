"""Measures against naive references, scipy and the IsoScore package."""

import numpy as np
import pytest

from core.geometry.measure import measure_all, measures
from core.geometry.moments import moments
from tests.reference import naive

RNG = np.random.default_rng(1)
SPACE = RNG.standard_normal((60, 7)) @ np.diag([5, 3, 1, 1, 0.5, 0.2, 0.1]) + RNG.standard_normal(7)


def test_mean_cosine_equals_the_average_over_all_pairs() -> None:
    assert measure_all(moments(SPACE))["mean_cosine"] == pytest.approx(naive.mean_cosine(SPACE), rel=1e-12)


def test_zero_vectors_are_left_out_of_the_mean_cosine() -> None:
    padded = np.concatenate([SPACE, np.zeros((5, 7))])
    assert measure_all(moments(padded))["mean_cosine"] == pytest.approx(naive.mean_cosine(SPACE), rel=1e-12)


@pytest.mark.parametrize("shape", [(60, 7), (500, 20), (3000, 48)])
def test_isoscore_equals_the_package_of_its_authors(shape: tuple[int, int]) -> None:
    import torch
    from IsoScore.IsoScore import IsoScore

    space = RNG.standard_normal(shape) * RNG.gamma(1.0, 2.0, shape[1]) + 1
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)  # the package takes sqrt(d) in the default precision
    try:
        theirs = float(IsoScore(space))
    finally:
        torch.set_default_dtype(before)
    assert measure_all(moments(space))["isoscore"] == pytest.approx(theirs, rel=1e-12)


def test_participation_ratio_is_the_eigenvalues_ratio() -> None:
    values = np.linalg.eigvalsh(np.cov(SPACE.T))
    assert measure_all(moments(SPACE))["participation_ratio"] == pytest.approx(values.sum() ** 2 / (values**2).sum())


def test_unbiased_isoscore_is_the_u_statistic_over_quadruples() -> None:
    space = RNG.standard_normal((9, 4)) * [3, 1, 1, 0.5]
    square, trace = naive.unbiased_square_and_trace(space)
    assert measure_all(moments(space))["isoscore_unbiased"] == pytest.approx((trace / square - 1) / 3, rel=1e-10)


def test_unbiased_isoscore_of_a_gaussian_does_not_depend_on_n() -> None:
    plain, unbiased = [], []
    for seed in range(20):
        found = measure_all(moments(np.random.default_rng(seed).standard_normal((200, 100))))
        plain.append(found["isoscore"])
        unbiased.append(found["isoscore_unbiased"])
    assert np.mean(plain) < 0.7
    assert np.mean(unbiased) == pytest.approx(1.0, abs=0.02)


def test_effective_rank_is_the_entropy_of_singular_values() -> None:
    from scipy.stats import entropy

    singular = np.linalg.svd(SPACE, compute_uv=False)
    assert measure_all(moments(SPACE))["effective_rank"] == pytest.approx(np.exp(entropy(singular)), rel=1e-6)


def test_moments_are_those_of_numpy() -> None:
    found = moments(SPACE)
    np.testing.assert_allclose(found.scatter / 59, np.cov(SPACE.T), rtol=1e-10)
    np.testing.assert_allclose(found.gram, SPACE.T @ SPACE, rtol=1e-10)
    assert found.quartic == pytest.approx((((SPACE - SPACE.mean(0)) ** 2).sum(1) ** 2).sum())


@pytest.mark.parametrize("key", list(measures()))
@pytest.mark.parametrize(
    "space",
    [np.zeros((5, 3)), np.ones((5, 3)), np.eye(3)[:1], np.ones((2, 1)), RNG.standard_normal((3, 10))],
    ids=["zero", "duplicates", "one row", "one dimension", "n < d"],
)
def test_degenerate_spaces_give_a_number_or_nan(key: str, space: np.ndarray) -> None:
    with np.errstate(all="raise"):
        value = measures()[key].compute(moments(space))
    assert isinstance(value, float)
    assert not np.isinf(value)


@pytest.mark.parametrize("key", list(measures()))
def test_every_measure_says_what_it_is(key: str) -> None:
    measure = measures()[key]
    assert measure.label
    assert measure.meaning.endswith(".")
    assert measure.reference
    assert measure.formula
