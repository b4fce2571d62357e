"""Estimates taken together: draws that are shared, seeds that are drawn."""

import numpy as np
import pytest

from core.findings.pooled import pooled, seed_error
from core.findings.specification import Estimate, Specification

RANDOM = np.random.default_rng(0)


def width(estimates: list[Estimate]) -> float:
    low, high = pooled(estimates, 0.1).ci95
    return high - low


def test_what_specifications_share_does_not_average_out() -> None:
    shared = RANDOM.standard_normal(1000)
    alike = [Estimate(Specification("a", amount=float(k)), 1.0, shared) for k in range(10)]
    own = [Estimate(Specification("a", amount=float(k)), 1.0, RANDOM.standard_normal(1000)) for k in range(10)]
    assert width(alike) == pytest.approx(width(alike[:1]))
    assert width(own) == pytest.approx(width(alike) / 10**0.5, rel=0.15)


def test_an_estimate_without_draws_counts_for_the_mean_and_not_for_the_width() -> None:
    drawn = Estimate(Specification("a", tokens="words"), 1.0, RANDOM.standard_normal(500))
    found = pooled([drawn, Estimate(Specification("a", tokens="all"), 3.0)], 0.1)
    assert found.value == 2.0
    assert found.ci95[1] - found.ci95[0] == pytest.approx(width([drawn]))


def test_seeds_are_drawn_not_averaged() -> None:
    values = [1.0, 2.0, 3.0]
    estimates = [Estimate(Specification("a", kmeans=i), value, np.zeros(100)) for i, value in enumerate(values)]
    assert seed_error(estimates, "kmeans") == (pytest.approx(1 / 3**0.5), 2)
    assert seed_error(estimates[:1], "kmeans") is None
    low, high = pooled(estimates, 0.1).ci95
    assert (high - low) / 2 == pytest.approx(4.303 / 3**0.5, rel=0.1)  # Student's t with two degrees of freedom


def test_what_does_not_hang_on_a_seed_counts_with_each_of_them() -> None:
    seeds = [Estimate(Specification("b", kmeans=i), float(i), np.zeros(10)) for i in range(2)]
    both = seed_error([Estimate(Specification("a"), 5.0, np.zeros(10)), *seeds], "kmeans")
    alone = seed_error(seeds, "kmeans")
    assert both is not None
    assert alone is not None
    assert both[0] == pytest.approx(alone[0] / 2)


def test_few_units_widen_and_undefined_draws_do_not_count() -> None:
    drawn = np.r_[RANDOM.standard_normal(400), np.nan]
    estimates = [Estimate(Specification("a"), 0.0, drawn)]
    few, many = pooled(estimates, 0.1, units=5).ci95, pooled(estimates, 0.1, units=500).ci95
    assert few[1] - few[0] > 1.3 * (many[1] - many[0])
    assert np.isfinite(many).all()
