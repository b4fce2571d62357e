"""p-values as they are printed, among draws of a null, and after Holm's correction."""

import numpy as np
import pytest

from core.errors import UsageError
from core.p_value import PValue, holm_of, null_band, p_of, rank_p
from core.uncertainty import holm


@pytest.mark.parametrize(
    ("p", "shown"),
    [
        (p_of(np.ones(1000)), "< 0.002"),
        (p_of(np.ones(100)), "< 0.02"),
        (p_of(np.ones(200)), "< 0.01"),
        (p_of(np.r_[np.ones(995), -np.ones(5)]), "0.012"),
        (p_of(np.zeros(50)), "1.000"),
        (p_of(np.full(3, np.nan)), "–"),
        (PValue(1 / 201, 200, 1), "< 0.005"),
        (PValue(0.0004, 10_000), "0.0004"),
    ],
)
def test_what_is_printed(p: PValue, shown: str) -> None:
    assert p.shown() == shown


def test_p_is_never_below_what_the_draws_can_show() -> None:
    for draws in (1, 19, 100, 999):
        assert p_of(np.ones(draws)).value == pytest.approx(p_of(np.ones(draws)).floor)
        assert rank_p(1e9, np.arange(draws), 1).value == pytest.approx(1 / (draws + 1))


def test_the_rank_among_draws_is_exact() -> None:
    random = np.random.default_rng(0)
    alarms = [rank_p(random.standard_normal(), random.standard_normal(39)).value <= 0.05 for _ in range(4000)]
    assert np.mean(alarms) == pytest.approx(0.05, abs=0.011)  # three standard errors
    assert rank_p(5.0, np.array([1, 2, 3, np.nan])).value == pytest.approx(0.5)
    assert np.isnan(rank_p(np.nan, np.arange(3)).value)


def test_a_band_holds_95_of_100_further_draws() -> None:
    random = np.random.default_rng(1)
    low, high = null_band(random.standard_normal((39, 5000)))
    further = random.standard_normal(5000)
    assert ((low <= further) & (further <= high)).mean() == pytest.approx(0.95, abs=0.01)
    with pytest.raises(UsageError, match="39"):
        null_band(np.zeros((20, 3)))


def test_holm_is_that_of_plain_numbers_and_keeps_the_floor() -> None:
    given = [p_of(np.ones(999)), PValue(0.04, 999), PValue(float("nan"), 0), PValue(0.03, 999)]
    found = holm_of(given)
    np.testing.assert_allclose([one.value for one in found], holm([one.value for one in given]))
    assert found[0].shown() == "< 0.007"
