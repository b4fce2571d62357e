"""What must hold of every comparison of two spaces, whatever they are."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core.errors import GeometryError
from core.geometry.alignment_uniformity import alignment, uniformity
from core.geometry.cka import linear_cka
from core.geometry.local_structure import mutual_information, neighbour_agreement, silhouette
from core.geometry.moments import moments
from core.geometry.neighbours import NOBODY, nearest_neighbours, neighbour_overlap
from core.geometry.principal import principal_directions
from core.geometry.principal_angles import principal_angles, shares_inside, subspace_overlap
from core.geometry.procrustes import procrustes
from core.geometry.trust import trust
from tests.reference import two_spaces as naive

FINITE = st.floats(-50, 50, allow_nan=False, width=32)
SIZES = st.tuples(st.integers(4, 30), st.integers(1, 6), st.integers(1, 6))
PAIRS = SIZES.flatmap(
    lambda size: st.tuples(
        arrays(np.float64, (size[0], size[1]), elements=FINITE), arrays(np.float64, (size[0], size[2]), elements=FINITE)
    )
)
SETTINGS = settings(max_examples=120, deadline=None)


LATTICE = st.tuples(st.integers(4, 25), st.integers(1, 4)).flatmap(  # full of ties, equal rows and zero rows
    lambda shape: arrays(np.float64, shape, elements=st.integers(-2, 2).map(float))
)


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
    assume(min(part.std(axis=0).max() for part in pair) > 1e-3)  # far above the rounding of the shift below
    found = procrustes(x, y)
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


@SETTINGS
@given(LATTICE, st.integers(1, 5))
def test_neighbours_are_those_of_a_loop_however_many_ties(space: np.ndarray, k: int) -> None:
    assume(space.any(axis=1).sum() > k)
    found = nearest_neighbours(space, k)
    np.testing.assert_array_equal(found, naive.nearest_neighbours(space, k))
    overlap = neighbour_overlap(found, found)
    np.testing.assert_array_equal(np.isnan(overlap), found[:, 0] == NOBODY)
    assert np.nanmin(overlap) == np.nanmax(overlap) == 1


@SETTINGS
@given(LATTICE, st.data())
def test_separations_are_bounded_and_blind_to_the_labels_names(space: np.ndarray, data: st.DataObject) -> None:
    labels = data.draw(arrays(np.int64, len(space), elements=st.integers(0, 3)))
    names = np.array(["d", "a", "c", "b"])[labels]
    for measure, low in (
        (lambda one: silhouette(space, one, draws=9), -1),
        (lambda one: silhouette(space, one, metric="euclidean", draws=9), -1),
        (lambda one: mutual_information(space[:, 0], one, draws=9), 0),
    ):
        found = measure(labels)
        assert measure(names).value == pytest.approx(found.value, abs=1e-9, nan_ok=True)
        if not np.isnan(found.value):
            assert low - 1e-9 <= found.value <= 1 + 1e-9
            assert 0.1 <= found.p <= 1
    if space.any(axis=1).sum() > 2:
        near = nearest_neighbours(space, 2)
        shares = [neighbour_agreement(near, one, draws=9).value for one in (labels, names)]
        assert shares[0] == pytest.approx(shares[1], nan_ok=True)


@SETTINGS
@given(PAIRS, st.integers(1, 3))
def test_trust_is_bounded_and_exchanging_the_two_exchanges_its_numbers(
    pair: tuple[np.ndarray, np.ndarray], k: int
) -> None:
    assume(len(pair[0]) > 2 * k)
    there, back = trust(*pair, k, metric="euclidean"), trust(*pair[::-1], k, metric="euclidean")
    assert (there.trustworthiness, there.continuity, there.kept) == (back.continuity, back.trustworthiness, back.kept)
    for value in (there.trustworthiness, there.continuity, there.kept):
        assert 0 <= value <= 1
    itself = trust(pair[0], pair[0], k, metric="euclidean")
    assert (itself.trustworthiness, itself.continuity, itself.kept) == (1, 1, 1)
