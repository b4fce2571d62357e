"""p-values, Holm's correction and verdicts."""

import numpy as np
import pytest

from core.uncertainty import (
    FEW,
    HIGHER,
    LOWER,
    UNCLEAR,
    UNDEFINED,
    few_units,
    holm,
    interval95,
    placed,
    simultaneous95,
    two_sided_p,
    verdict,
)


def test_p_is_twice_the_smaller_tail_with_the_value_counted() -> None:
    assert two_sided_p(np.array([1.0] * 99)) == pytest.approx(0.02)
    assert two_sided_p(np.array([-1.0] * 99)) == pytest.approx(0.02)
    assert two_sided_p(np.array([1.0] * 95 + [-1.0] * 4)) == pytest.approx(0.1)
    assert two_sided_p(np.zeros(50)) == 1.0
    assert two_sided_p(np.array([np.nan, 1.0, 1.0, 1.0])) == pytest.approx(0.5)
    assert np.isnan(two_sided_p(np.array([np.nan])))


def test_holm_on_a_worked_example() -> None:
    # Holm 1979 by hand: 4 x 0.01, 3 x 0.02, 2 x 0.03, and no smaller than the one before.
    assert holm([0.03, 0.01, 0.04, 0.02]) == pytest.approx([0.06, 0.04, 0.06, 0.06])
    assert holm([0.5, 0.9]) == pytest.approx([1.0, 1.0])
    assert holm([]) == []
    found = holm([0.04, float("nan"), 0.01])
    assert found[0] == pytest.approx(0.04)
    assert found[2] == pytest.approx(0.02)
    assert np.isnan(found[1])


def test_verdicts() -> None:
    assert verdict(-1.0, (-2.0, -0.5)) == LOWER
    assert verdict(1.0, (0.5, 2.0)) == HIGHER
    assert verdict(1.0, (-0.1, 2.0)) == verdict(0.0, (0.0, 0.0)) == UNCLEAR
    assert verdict(1e-9, (1e-10, 1e-8), rounding=1e-6) == UNCLEAR
    assert verdict(float("nan"), (0.0, 1.0)) == verdict(1.0, (float("nan"), float("nan"))) == UNDEFINED


def test_draws_are_placed_on_the_value() -> None:
    drawn = np.random.default_rng(0).standard_normal(1001) + 7
    moved = placed(drawn, 2.0)
    assert np.median(moved) == pytest.approx(2.0)
    away = np.sort(np.abs(drawn - np.median(drawn)))
    np.testing.assert_allclose(np.sort(moved), np.r_[2 - away[::-1], 2 + away])  # as far above as below
    wider = placed(drawn, 2.0, units=10)
    assert np.ptp(wider) / np.ptp(moved) == pytest.approx(2.262 / 1.960, abs=1e-3)  # Student's over the normal's
    assert interval95(moved)[0] < 2 < interval95(moved)[1]
    assert np.isnan(placed(np.full(3, np.nan), 1.0)).all()
    assert np.isnan(interval95(np.full(3, np.nan))).all()


def test_p_is_at_most_a_twentieth_where_the_interval_leaves_out_zero() -> None:
    random = np.random.default_rng(2)
    for _ in range(300):
        drawn = random.standard_normal(int(random.integers(40, 400))) + random.uniform(1.2, 2.6)
        low, high = interval95(drawn)
        assert (not low <= 0 <= high) == (two_sided_p(drawn) <= 0.05) or abs(two_sided_p(drawn) - 0.05) < 2 / len(drawn)


def test_a_few_units_spread_as_students_t() -> None:
    drawn = np.random.default_rng(1).standard_normal(4000) + 2.2
    (low, high), p = few_units(drawn, 2.2, 6)
    assert (low, high) == pytest.approx((2.2 - 2.571, 2.2 + 2.571), abs=0.06)
    assert p == pytest.approx(0.079, abs=0.003)  # Student's t of 2.2 with 5 degrees of freedom
    assert p > two_sided_p(drawn)
    assert few_units(drawn, 2.2, FEW) == (interval95(drawn), two_sided_p(drawn))
    assert few_units(np.zeros(9), 0.0, 6) == ((0.0, 0.0), 1.0)
    assert few_units(np.zeros(9), 0.0, 6, 1.0)[0] == pytest.approx((-2.571, 2.571), abs=1e-3)


def test_all_of_many_values_are_held_together() -> None:
    random = np.random.default_rng(5)
    scale = np.array([1.0, 3.0, 0.0, 0.2])
    low, high = simultaneous95(random.standard_normal((9999, 4)) * scale, np.arange(4.0))
    # The largest of three independent normal deviations is below 2.388 in 95 of 100 cases.
    np.testing.assert_allclose(high - np.arange(4), 2.388 * scale, rtol=0.03)
    np.testing.assert_allclose(low + high, 2 * np.arange(4.0))
    assert np.isnan(simultaneous95(np.full((5, 2), np.nan), np.zeros(2))[0]).all()
