"""Shares of the mean cosine against a double loop, and a planted rogue dimension."""

import itertools

import numpy as np
import pytest

from core.errors import GeometryError, UsageError
from core.geometry.measures.mean_cosine import mean_cosine
from core.geometry.moments import moments
from core.geometry.outlier_dimensions import cosine_contributions, cosine_shares, outlier_dimensions, zero_dimensions
from core.geometry.post_processing import processed

RNG = np.random.default_rng(8)
SPACE = RNG.standard_normal((25, 6)) + np.array([3.0, 0.5, 0, 0, -1, 0])
ROGUE = RNG.standard_normal((2000, 64))
ROGUE[:, 17] += 30.0


def test_contributions_equal_a_double_loop_and_shares_sum_to_one() -> None:
    unit = SPACE / np.linalg.norm(SPACE, axis=1, keepdims=True)
    wanted = np.mean([unit[i] * unit[j] for i, j in itertools.permutations(range(len(unit)), 2)], axis=0)
    found = cosine_contributions(SPACE)
    np.testing.assert_allclose(found, wanted, rtol=1e-10, atol=1e-15)
    assert cosine_shares(found).sum() == pytest.approx(1)
    np.testing.assert_allclose(cosine_shares(found), wanted / wanted.sum(), rtol=1e-9, atol=1e-15)


def test_contributions_sum_to_the_mean_cosine_and_zero_rows_are_left_out() -> None:
    with_zeros = np.vstack([np.zeros((3, 6)), SPACE, np.zeros((2, 6))])
    with np.errstate(all="raise"):
        found = cosine_contributions(with_zeros)
    assert found.sum() == pytest.approx(mean_cosine(moments(with_zeros)))
    np.testing.assert_allclose(found, cosine_contributions(SPACE), rtol=1e-12, atol=1e-15)


def test_a_planted_rogue_dimension_is_found_and_zeroing_it_takes_its_mean_cosine_away() -> None:
    shares = cosine_shares(cosine_contributions(ROGUE))
    assert outlier_dimensions(shares).tolist() == [17]
    assert shares[17] > 0.99
    left = processed(ROGUE, zero_dimensions(outlier_dimensions(shares)))
    assert mean_cosine(moments(ROGUE)) > 0.9
    assert abs(mean_cosine(moments(left))) < 0.005


def test_outliers_are_the_largest_first_and_no_more_than_asked_for() -> None:
    shares = np.zeros(400)
    shares[[5, 9, 200, 300]] = [0.2, 0.4, 0.1, 0.3]
    assert outlier_dimensions(shares, most=10).tolist() == [9, 300, 5, 200]
    assert outlier_dimensions(shares).tolist() == [9, 300, 5]
    assert outlier_dimensions(shares, deviations=8).tolist() == [9, 300]
    assert outlier_dimensions(shares, most=0).tolist() == []


def test_an_isotropic_space_has_nothing_to_share_or_nothing_that_lasts() -> None:
    assert outlier_dimensions(np.full(400, 1 / 400)).tolist() == []
    opposite = np.vstack([SPACE, -SPACE])
    shares = cosine_shares(cosine_contributions(opposite))
    assert np.isnan(shares).all()
    assert outlier_dimensions(shares).tolist() == []


@pytest.mark.parametrize("space", [np.zeros((4, 3)), np.ones((1, 3))], ids=["zero", "one row"])
def test_without_two_rows_to_compare_there_are_no_numbers(space: np.ndarray) -> None:
    with np.errstate(all="raise"):
        found = cosine_contributions(space)
    assert np.isnan(found).all()
    assert np.isnan(cosine_shares(found)).all()


def test_nan_is_refused() -> None:
    with pytest.raises(GeometryError, match="NaN or infinite"), np.errstate(invalid="ignore"):
        cosine_contributions(np.array([[1.0, np.nan], [1.0, 2.0]]))


def test_zeroing_leaves_the_other_dimensions_and_says_what_it_did() -> None:
    fitted = zero_dimensions([4, 1, 4])
    after = fitted.apply(SPACE.copy())
    assert not after[:, [1, 4]].any()
    np.testing.assert_array_equal(after[:, [0, 2, 3, 5]], SPACE[:, [0, 2, 3, 5]])
    assert fitted.notes == ("Set to 0: dimensions 1, 4.",)
    assert zero_dimensions([2]).notes == ("Set to 0: dimension 2.",)
    nothing = zero_dimensions([])
    np.testing.assert_array_equal(nothing.apply(SPACE.copy()), SPACE)
    assert nothing.notes == ()


def test_dimensions_that_are_not_there_are_refused() -> None:
    with pytest.raises(UsageError, match="no dimension -1"):
        zero_dimensions([-1])
    with pytest.raises(UsageError, match="no dimension 6: this space has 0 to 5"):
        zero_dimensions([6]).apply(SPACE.copy())
