"""Horn's and Marchenko and Pastur's edges are what noise gives."""

import numpy as np
import pytest

from core.errors import UsageError
from core.geometry import chance_edges as module
from core.geometry.chance_edges import count_above, count_above_horn, horn_edge, marchenko_pastur_edge


def spectrum(space: np.ndarray) -> np.ndarray:
    """Eigenvalues of the covariance, decreasing."""
    return np.linalg.eigvalsh(np.cov(space.T))[::-1]


@pytest.mark.parametrize(("n", "d"), [(200, 12), (13, 12), (8, 12), (2, 5)])
def test_bartlett_draws_have_the_distribution_of_gaussian_data(n: int, d: int) -> None:
    variances, draws = np.linspace(3, 0.5, d), 1500
    generator = np.random.default_rng(1)
    scale = np.sqrt(variances / (n - 1))[:, None]
    mine = np.stack([module._wishart_eigenvalues(scale, n - 1, generator) for _ in range(draws)])
    brute = np.stack([spectrum(generator.standard_normal((n, d)) * variances**0.5) for _ in range(draws)])
    for statistic in (lambda x: x, lambda x: x**2):  # means and spreads of every eigenvalue
        a, b = statistic(mine), statistic(brute)
        error = np.sqrt((a.var(axis=0) + b.var(axis=0)) / draws)
        assert (np.abs(a.mean(axis=0) - b.mean(axis=0)) <= 4.5 * error + 1e-12).all()


def test_horns_quantile_is_of_brute_force_data() -> None:
    n, variances = 150, np.linspace(2, 0.3, 8)
    edges = horn_edge(variances, n, 2000, seed=3)
    generator = np.random.default_rng(4)
    brute = np.stack([spectrum(generator.standard_normal((n, 8)) * variances**0.5) for _ in range(2000)])
    np.testing.assert_allclose((brute <= edges).mean(axis=0), 0.95, atol=0.025)
    assert (np.diff(edges) < 0).all()


def test_horns_edge_is_seeded_and_needs_rows_and_draws() -> None:
    np.testing.assert_array_equal(horn_edge(np.ones(4), 50, 5, 0), horn_edge(np.ones(4), 50, 5, 0))
    for n, draws in ((1, 10), (10, 0)):
        with pytest.raises(UsageError, match="needs two rows and one draw"):
            horn_edge(np.ones(4), n, draws, 0)


def test_horn_stops_at_the_first_eigenvalue_that_is_not_above() -> None:
    assert count_above_horn(np.array([5.0, 3, 1, 0.9]), np.array([2.0, 2, 2, 0.5])) == 2
    assert count_above_horn(np.array([1.0, 1]), np.array([2.0, 0])) == 0


def test_the_marchenko_pastur_edge_is_its_formula_and_the_largest_eigenvalue_of_noise() -> None:
    assert marchenko_pastur_edge(8.0, 100, 4) == pytest.approx(2 * (1 + 0.2) ** 2)
    tops = [spectrum(np.random.default_rng(seed).standard_normal((800, 200)))[0] for seed in range(5)]
    assert np.mean(tops) == pytest.approx(marchenko_pastur_edge(200, 800, 200), rel=0.03)
    assert count_above(np.array([3.0, 2, 1]), 2.0) == 1
