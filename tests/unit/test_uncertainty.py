"""p-values, Holm's correction and verdicts."""

import numpy as np
import pytest

from core.uncertainty import HIGHER, LOWER, UNCLEAR, UNDEFINED, holm, interval95, placed, two_sided_p, verdict


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
    assert np.ptp(moved) == pytest.approx(np.ptp(drawn))
    assert interval95(moved)[0] < 2 < interval95(moved)[1]
    assert np.isnan(placed(np.full(3, np.nan), 1.0)).all()
    assert np.isnan(interval95(np.full(3, np.nan))).all()
