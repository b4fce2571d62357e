"""What must hold of every comparison of two spaces, whatever they are."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core.errors import GeometryError
from core.geometry.alignment_uniformity import alignment, uniformity
from core.geometry.cka import linear_cka
from core.geometry.moments import moments
from core.geometry.principal import principal_directions
from core.geometry.principal_angles import principal_angles, shares_inside, subspace_overlap
from core.geometry.procrustes import procrustes
from tests.reference import two_spaces as naive

FINITE = st.floats(-50, 50, allow_nan=False, width=32)
SIZES = st.tuples(st.integers(4, 30), st.integers(1, 6), st.integers(1, 6))
PAIRS = SIZES.flatmap(
    lambda size: st.tuples(
        arrays(np.float64, (size[0], size[1]), elements=FINITE), arrays(np.float64, (size[0], size[2]), elements=FINITE)
    )
)
SETTINGS = settings(max_examples=120, deadline=None)


def rotation(d: int, seed: int) -> np.ndarray:
    return np.linalg.qr(np.random.default_rng(seed).standard_normal((d, d)))[0]


def structured(space: np.ndarray) -> bool:
    """Whether distances between rows differ by far more than rounding."""
    gram = (space - space.mean(0)) @ (space - space.mean(0)).T
    return naive.unbiased_hsic(gram, gram) > 1e-6 * max(np.mean(gram**2), 1e-9)


@SETTINGS
@given(PAIRS, st.integers(0, 2**31))
def test_cka_is_bounded_symmetric_and_does_not_see_rotation_shift_and_scale(
    pair: tuple[np.ndarray, np.ndarray], seed: int
) -> None:
    x, y = pair
    assume(structured(x) and structured(y))
    found = linear_cka(x, y)
    assert -1 <= found <= 1
    assert found == pytest.approx(naive.debiased_cka(x, y), abs=1e-6)
    assert linear_cka(y, x) == pytest.approx(found, abs=1e-9)
    assert linear_cka(x, -0.3 * x @ rotation(x.shape[1], seed) + 20) == pytest.approx(1, abs=1e-9)
    order = np.random.default_rng(seed).permutation(len(x))
    assert linear_cka(x[order], y[order]) == pytest.approx(found, abs=1e-9)


@SETTINGS
@given(PAIRS, st.integers(0, 2**31))
def test_procrustes_leaves_the_same_share_both_ways_and_none_of_a_rotated_copy(
    pair: tuple[np.ndarray, np.ndarray], seed: int
) -> None:
    x, y = pair
    try:
        found = procrustes(x, y)
    except GeometryError:
        assume(False)
        return
    assert 0 <= found.residual <= 1
    assert found.scale >= 0
    assert procrustes(y, x).residual == pytest.approx(found.residual, abs=1e-9)
    narrow = min(x.shape[1], y.shape[1])
    product = found.rotation @ found.rotation.T if x.shape[1] == narrow else found.rotation.T @ found.rotation
    np.testing.assert_allclose(product, np.eye(narrow), atol=1e-10)
    assert procrustes(x, 7 * x @ rotation(x.shape[1], seed) - 3).residual == pytest.approx(0, abs=1e-9)


@SETTINGS
@given(PAIRS)
def test_angles_and_shares_of_two_spaces_agree(pair: tuple[np.ndarray, np.ndarray]) -> None:
    narrow = min(part.shape[1] for part in pair)
    first, second = (principal_directions(moments(part[:, :narrow]).scatter) for part in pair)
    shares = shares_inside(first, second)
    assert (np.diff(shares, axis=0) >= 0).all()
    np.testing.assert_allclose(shares[-1], 1, atol=1e-10)
    for k in range(1, narrow + 1):
        try:
            angles = principal_angles(first, second, k)
        except GeometryError:
            continue
        assert (np.diff(angles) >= -1e-9).all()
        assert angles[0] >= 0
        assert angles[-1] <= np.pi / 2
        assert subspace_overlap(shares)[k - 1] == pytest.approx(np.mean(np.cos(angles) ** 2), abs=1e-9)


@SETTINGS
@given(PAIRS, st.integers(0, 2**31))
def test_alignment_and_uniformity_are_bounded_and_do_not_see_rotation_and_scale(
    pair: tuple[np.ndarray, np.ndarray], seed: int
) -> None:
    narrow = min(part.shape[1] for part in pair)
    x, y = (part[:, :narrow] for part in pair)
    turn = rotation(narrow, seed)
    gold = np.full(len(x), 5.0)
    for value, turned, low, high in (
        (alignment(x, y, gold), alignment(2 * x @ turn, 3 * y @ turn, gold), 0, 4),
        (uniformity(x), uniformity(2 * x @ turn), -8, 0),
    ):
        if np.isnan(value):
            assert np.isnan(turned)
        else:
            assert low - 1e-9 <= value <= high + 1e-9
            assert turned == pytest.approx(value, abs=1e-9)
