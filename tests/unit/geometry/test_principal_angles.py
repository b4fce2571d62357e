"""Principal angles against scipy, angles that were put in, and the shares that belong to them."""

import numpy as np
import pytest
from scipy.linalg import subspace_angles

from core.errors import GeometryError, UsageError
from core.geometry.moments import moments
from core.geometry.principal import Principal, principal_directions
from core.geometry.principal_angles import principal_angles, shares_inside, subspace_overlap

RNG = np.random.default_rng(14)
D = 9


def directions(space: np.ndarray) -> Principal:
    return principal_directions(moments(space).scatter)


FIRST = directions(RNG.standard_normal((200, D)) * np.linspace(3, 0.5, D))
SECOND = directions(RNG.standard_normal((200, D)) @ RNG.standard_normal((D, D)))


@pytest.mark.parametrize("k", range(1, D + 1))
def test_angles_equal_scipy(k: int) -> None:
    wanted = subspace_angles(FIRST.vectors[:, :k], SECOND.vectors[:, :k])[::-1]
    np.testing.assert_allclose(
        principal_angles(FIRST, SECOND, k), wanted, atol=1e-7
    )  # scipy takes small ones from arccos


@pytest.mark.parametrize("k", [1, 4, D])
def test_a_space_makes_no_angle_with_itself(k: int) -> None:
    np.testing.assert_allclose(principal_angles(FIRST, FIRST, k), 0, atol=1e-14)
    turned = Principal(FIRST.values, FIRST.vectors.copy())
    turned.vectors[:, :k] @= np.linalg.qr(RNG.standard_normal((k, k)))[0]  # another basis of the same subspace
    np.testing.assert_allclose(principal_angles(FIRST, turned, k), 0, atol=1e-14)


@pytest.mark.parametrize("angle", [1e-9, 1e-4, 0.5, np.pi / 4, 1.2, np.pi / 2])
def test_an_angle_that_was_put_in_comes_out_however_small(angle: float) -> None:
    axes = Principal(np.linspace(3, 1, D), np.eye(D))
    turned = Principal(axes.values, np.eye(D))
    turned.vectors[[2, 5], 2] = np.cos(angle), np.sin(angle)
    turned.vectors[[2, 5], 5] = -np.sin(angle), np.cos(angle)
    np.testing.assert_allclose(principal_angles(axes, turned, 3), [0, 0, angle], rtol=1e-9, atol=1e-15)
    np.testing.assert_allclose(principal_angles(axes, turned, D), 0, atol=1e-14)


def test_shares_are_squared_lengths_inside_the_subspace() -> None:
    shares = shares_inside(FIRST, SECOND)
    for k in range(1, D + 1):
        inside = FIRST.vectors[:, :k] @ (FIRST.vectors[:, :k].T @ SECOND.vectors)
        np.testing.assert_allclose(shares[k - 1], np.sum(inside**2, axis=0), rtol=1e-12)
        angles = principal_angles(FIRST, SECOND, k)
        assert subspace_overlap(shares)[k - 1] == pytest.approx(np.mean(np.cos(angles) ** 2), rel=1e-10)
    np.testing.assert_allclose(shares[-1], 1)
    assert (shares <= 1).all()


def test_shares_of_a_space_in_itself_are_a_staircase() -> None:
    np.testing.assert_allclose(shares_inside(FIRST, FIRST), np.tri(D), atol=1e-14)
    np.testing.assert_allclose(subspace_overlap(shares_inside(FIRST, FIRST)), 1)


def test_random_directions_share_k_of_d() -> None:
    d = 60
    drawn = [np.linalg.qr(RNG.standard_normal((d, d)))[0] for _ in range(30)]
    axes = Principal(np.ones(d), np.eye(d))
    overlap = np.mean([subspace_overlap(shares_inside(axes, Principal(np.ones(d), q))) for q in drawn], axis=0)
    np.testing.assert_allclose(overlap, np.arange(1, d + 1) / d, atol=0.02)


def test_subspaces_that_are_not_there_are_refused() -> None:
    for k in (0, D + 1):
        with pytest.raises(UsageError, match=f"give 1 to {D}"):
            principal_angles(FIRST, SECOND, k)
    flat = directions(RNG.standard_normal((200, 4)) @ RNG.standard_normal((4, D)))
    assert principal_angles(FIRST, flat, 4).shape == (4,)
    with pytest.raises(GeometryError, match="4 directions of any variance"):
        principal_angles(FIRST, flat, 5)
    narrow = directions(RNG.standard_normal((50, 4)))
    for compare in (lambda: principal_angles(FIRST, narrow, 2), lambda: shares_inside(narrow, FIRST)):
        with pytest.raises(GeometryError, match="in the same coordinates"):
            compare()
