"""I(W) and the partition function against the paper's equations as loops."""

import numpy as np
import pytest

from core.errors import GeometryError
from core.geometry.isotropy import CONVENTIONS, from_partition, isotropy
from core.geometry.moments import moments
from core.geometry.partition import log_partition
from core.geometry.rows import as_rows, sample, subset
from tests.reference import naive

RNG = np.random.default_rng(0)


@pytest.mark.parametrize("shape", [(40, 3), (7, 6), (4, 6), (2000, 5), (3, 1)])
@pytest.mark.parametrize("mean", [0.0, 0.7])
def test_every_convention_equals_the_equation(shape: tuple[int, int], mean: float) -> None:
    space = RNG.standard_normal(shape) + mean
    if shape[0] < shape[1]:  # null directions are any basis: F = n there whatever the basis
        space = space[:, :4] @ np.linalg.qr(RNG.standard_normal((shape[1], 4)))[0].T
    found, expected = isotropy(space), naive.isotropy_conventions(space)
    for name in CONVENTIONS:
        assert found.value(name) == pytest.approx(expected[name], rel=1e-8), name


def test_known_moments_change_nothing() -> None:
    space = RNG.standard_normal((300, 8)) + 2
    one, other = isotropy(space), isotropy(space, moments(space))
    assert one.to_dict()["symmetric"]["log10"] == pytest.approx(other.symmetric, rel=1e-9)


def test_large_norms_do_not_overflow() -> None:
    space = RNG.standard_normal((600, 6)) * 1e3
    found = isotropy(space)
    u = naive.eigenvectors(space)
    exponents = np.concatenate([space @ u.T, -space @ u.T], axis=1)
    log = np.array([np.logaddexp.reduce(column) for column in exponents.T])
    assert found.symmetric == pytest.approx((log.min() - log.max()) / np.log(10), rel=1e-10)
    assert found.value() == 0.0
    assert np.isfinite(found.highest)


def test_blocks_of_small_and_large_norms_add_up() -> None:
    space = np.concatenate([RNG.standard_normal((700, 4)), 900 * RNG.standard_normal((700, 4))])
    u = np.eye(4)
    plus, minus = log_partition(space, u)
    np.testing.assert_allclose(plus, np.logaddexp.reduce(space, axis=0), rtol=1e-12)
    np.testing.assert_allclose(minus, np.logaddexp.reduce(-space, axis=0), rtol=1e-12)


def test_float32_memory_is_accumulated_in_double_precision() -> None:
    space = (RNG.standard_normal((5000, 6)) + 3).astype(np.float32)
    assert isotropy(space).symmetric == pytest.approx(isotropy(space.astype(np.float64)).symmetric, rel=1e-12)


def test_isotropic_data_score_near_one() -> None:
    space = RNG.standard_normal((200_000, 4)) * 0.1
    assert isotropy(space).value() > 0.97


def test_highest_picks_one_value_for_each_direction() -> None:
    plus, minus = np.log([1.0, 10.0, 5.0]), np.log([8.0, 9.0, 100.0])
    found = from_partition(plus, minus)
    assert found.value("highest") == pytest.approx(5 / 9)  # 8, 9, 5
    assert found.value("lowest") == pytest.approx(1 / 100)
    assert found.value("as_published") == pytest.approx(1 / 10)


def test_lowest_does_not_take_both_extremes_from_one_direction() -> None:
    found = from_partition(np.log([1.0, 4.0]), np.log([100.0, 5.0]))
    assert found.value("symmetric") == pytest.approx(1 / 100)
    assert found.value("lowest") == pytest.approx(4 / 100)


@pytest.mark.parametrize("bad", [np.zeros((0, 3)), np.zeros((3, 0)), np.zeros(3)])
def test_what_is_not_a_space_is_refused(bad: np.ndarray) -> None:
    with pytest.raises(GeometryError, match="shape"):
        isotropy(bad)


def test_nan_is_refused() -> None:
    with pytest.raises(GeometryError, match="NaN"):
        moments(np.array([[1.0, np.nan]]))


def test_blocks_of_a_subset_are_its_rows() -> None:
    space = RNG.standard_normal((3000, 4)).astype(np.float32)
    index = np.flatnonzero(RNG.random(3000) < 0.4)
    np.testing.assert_array_equal(subset(space, index).to_array(), space[index].astype(np.float64))


def test_a_sample_is_seeded_and_keeps_order() -> None:
    space = np.arange(20_000.0)[:, None] + [0, 1]
    first, again, other = (sample(as_rows(space), 500, seed).to_array() for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)
    assert len(np.unique(first[:, 0])) == 500
    assert (np.diff(first[:, 0]) > 0).all()
