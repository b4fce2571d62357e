"""Procrustes against scipy, and the rotations that were put in."""

import numpy as np
import pytest
from scipy.linalg import orthogonal_procrustes
from scipy.spatial import procrustes as scipy_procrustes

from core.errors import GeometryError
from core.geometry import cross_scatter
from core.geometry.procrustes import procrustes
from core.geometry.rows import as_rows

RNG = np.random.default_rng(13)
X = RNG.standard_normal((80, 6)) * np.linspace(2, 0.3, 6) + RNG.standard_normal(6)
Y = np.tanh(X) + 0.4 * RNG.standard_normal((80, 6)) - 2.0
ROTATION = np.linalg.qr(RNG.standard_normal((6, 6)))[0]
SHIFT = RNG.standard_normal(6)


def test_it_equals_scipy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cross_scatter, "GRAM_BLOCK", 13)
    found = procrustes(X, Y)
    centred_x, centred_y = X - X.mean(axis=0), Y - Y.mean(axis=0)
    rotation, singular_sum = orthogonal_procrustes(centred_x, centred_y)
    np.testing.assert_allclose(found.rotation, rotation, atol=1e-12)
    assert found.scale == pytest.approx(singular_sum / np.sum(centred_x**2))
    assert found.residual == pytest.approx(scipy_procrustes(X, Y)[2], rel=1e-10)
    assert procrustes(Y, X).residual == pytest.approx(found.residual, rel=1e-10)


def test_the_residual_is_what_the_rotated_and_scaled_source_leaves_of_the_target() -> None:
    found = procrustes(X, Y)
    left = np.sum((found.apply(X, scaled=True) - Y) ** 2)
    assert found.residual == pytest.approx(left / np.sum((Y - Y.mean(axis=0)) ** 2))
    for factor in (0.95, 1.05):
        assert np.sum((factor * (found.apply(X, scaled=True) - Y.mean(0)) + Y.mean(0) - Y) ** 2) > left


@pytest.mark.parametrize("factor", [1.0, 0.02, 300.0])
def test_a_rotated_copy_is_recovered(factor: float) -> None:
    copy = factor * X @ ROTATION + SHIFT
    found = procrustes(X, copy)
    np.testing.assert_allclose(found.rotation, ROTATION, atol=1e-12)
    assert found.scale == pytest.approx(factor, rel=1e-12)
    assert found.residual == pytest.approx(0, abs=1e-12)
    np.testing.assert_allclose(found.apply(X, scaled=True), copy, rtol=1e-10, atol=1e-10)
    apart = np.linalg.norm(found.apply(X)[1:] - found.apply(X)[:-1], axis=1)
    np.testing.assert_allclose(apart, np.linalg.norm(X[1:] - X[:-1], axis=1))


def test_a_space_onto_itself_is_not_rotated() -> None:
    found = procrustes(X, X)
    np.testing.assert_allclose(found.rotation, np.eye(6), atol=1e-12)
    assert (found.scale, found.residual) == pytest.approx((1, 0), abs=1e-12)


def test_widths_may_differ_and_a_narrower_space_is_one_with_zeros() -> None:
    wide = np.hstack([X @ ROTATION, np.zeros((80, 4))]) @ np.linalg.qr(RNG.standard_normal((10, 10)))[0]
    up, down = procrustes(X, wide), procrustes(wide, X)
    assert up.rotation.shape == (6, 10)
    assert (up.residual, down.residual) == pytest.approx((0, 0), abs=1e-12)
    np.testing.assert_allclose(up.apply(X), wide, atol=1e-10)
    np.testing.assert_allclose(down.apply(wide), X, atol=1e-10)

    noisy = wide + 0.3 * RNG.standard_normal(wide.shape)
    padded = np.hstack([X, np.zeros((80, 4))])
    for found, wanted in (
        (procrustes(X, noisy), procrustes(padded, noisy)),
        (procrustes(noisy, X), procrustes(noisy, padded)),
    ):
        assert found.residual == pytest.approx(wanted.residual, rel=1e-10)
        assert found.scale == pytest.approx(wanted.scale, rel=1e-10)
    np.testing.assert_allclose(procrustes(noisy, X).apply(noisy), procrustes(noisy, padded).apply(noisy)[:, :6])


def test_unrelated_spaces_leave_nearly_everything_and_few_rows_hide_that() -> None:
    many = RNG.standard_normal((2, 20_000, 8))
    assert procrustes(*many).residual > 0.99
    few = RNG.standard_normal((2, 20, 500))
    assert procrustes(*few).residual < 0.2  # a rotation of 500 dimensions can move 20 rows nearly anywhere


def test_fewer_rows_than_dimensions_still_give_a_rotation() -> None:
    found = procrustes(X[:3], X[:3] @ ROTATION)
    np.testing.assert_allclose(found.rotation @ found.rotation.T, np.eye(6), atol=1e-12)
    assert found.residual == pytest.approx(0, abs=1e-12)


def test_what_has_no_best_rotation_is_refused() -> None:
    with pytest.raises(GeometryError, match="row by row; these have 79 and 80 rows"):
        procrustes(X[:-1], Y)
    for flat in (np.zeros((80, 6)), np.full((80, 2), 0.1), X[:1]):
        with pytest.raises(GeometryError, match="All rows of a space are equal"):
            procrustes(X[: len(flat)], as_rows(flat))
    with pytest.raises(GeometryError, match="NaN or infinite"):
        procrustes(X, np.where(Y > -2, np.inf, Y))
    with pytest.raises(GeometryError, match=r"rows of 6 dimensions, not \(80, 5\)"):
        procrustes(X, Y).apply(X[:, :5])
