"""Counting by deflation, and the edge that it compares with."""

import numpy as np
import pytest

from core.geometry.chance_edges import _wishart_eigenvalues
from core.geometry.deflation import count_in_a_row, count_longer, deflated_count, rest_shares, share_of
from core.geometry.tracy_widom import largest_eigenvalue_edge


def spectra(variances: np.ndarray, n: int, draws: int) -> list[np.ndarray]:
    """Eigenvalues of sample covariances of n independent rows."""
    generator = np.random.default_rng(0)
    scale = np.sqrt(variances / (n - 1))[:, None]
    return [_wishart_eigenvalues(scale, n - 1, generator) for _ in range(draws)]


@pytest.mark.parametrize(("n", "d"), [(100, 5), (400, 40), (40, 40), (30, 60)])
def test_noise_exceeds_the_tracy_widom_edge_in_one_of_twenty_samples(n: int, d: int) -> None:
    found = spectra(np.ones(d), n, 1000)
    above = np.mean([values[0] > largest_eigenvalue_edge(n - 1, d) for values in found])
    assert above == pytest.approx(0.05, abs=0.025)
    assert np.mean([deflated_count(values, n) > 0 for values in found]) <= 0.065  # and its ratio to the rest less often


@pytest.mark.parametrize("first", [9.0, 1000.0])
def test_deflation_counts_planted_directions_beside_a_huge_one(first: float) -> None:
    variances = np.r_[first, np.full(9, 4.0), np.ones(30)]
    counts = [deflated_count(values, 600) for values in spectra(variances, 600, 100)]
    assert min(counts) == 10
    assert np.mean(np.array(counts) > 10) <= 0.1


def test_shares_set_a_direction_against_the_mean_of_the_later_ones() -> None:
    np.testing.assert_allclose(rest_shares(np.array([6.0, 3, 2, 1])), [6 / 8, 3 / 4.5, 2 / 3])
    np.testing.assert_array_equal(rest_shares(np.array([2.0, 0, 0])), [1, 0])
    np.testing.assert_array_equal(rest_shares(np.zeros(3)), [0, 0])
    assert rest_shares(np.ones(1)).shape == (0,)
    assert share_of(1) == 0.5
    assert share_of(4) == 0.8


def test_counting_ends_at_the_first_that_is_not_above_and_at_half_of_the_directions() -> None:
    assert count_in_a_row(np.array([True, True, False, True, True])) == 2
    assert count_in_a_row(np.ones(5, dtype=bool)) == 3  # of six directions
    assert count_in_a_row(np.ones(6, dtype=bool)) == 3  # of seven
    assert count_in_a_row(np.ones(0, dtype=bool)) == 0


def test_equally_long_directions_do_not_hide_each_other() -> None:
    values = np.r_[np.full(20, 5.0), np.ones(30)]
    assert rest_shares(values)[0] < share_of(4)
    assert count_longer(rest_shares(values), 20, 4) == 20
    assert count_longer(rest_shares(values), 12, 4) < 20
    assert count_longer(rest_shares(values), 20, 6) == 0


def test_without_freedom_nothing_is_above_chance() -> None:
    assert deflated_count(np.array([3.0, 2, 1]), 1) == 0
    assert deflated_count(np.array([3.0]), 10) == 0
