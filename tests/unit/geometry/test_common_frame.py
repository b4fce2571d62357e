"""Two spaces in one frame."""

import numpy as np
import pytest

from core.errors import GeometryError
from core.geometry.common_frame import common_frame, distances

RANDOM = np.random.default_rng(1)
SPACE = RANDOM.standard_normal((300, 6)) * [5, 3, 2, 1, 0.5, 0.2] + 4


def turned(d: int, seed: int = 0) -> np.ndarray:
    return np.linalg.qr(np.random.default_rng(seed).standard_normal((d, d)))[0]


def test_a_rotated_shifted_scaled_copy_falls_onto_the_original() -> None:
    copy = 3 * (SPACE @ turned(6)) - 7
    frame = common_frame(SPACE, copy)
    assert frame.rotated == "second"
    assert frame.residual == pytest.approx(0, abs=1e-12)
    assert frame.rms[1] == pytest.approx(3 * frame.rms[0])
    first, second = frame.both(SPACE, copy)
    np.testing.assert_allclose(first.to_array(), second.to_array(), atol=1e-12)
    assert np.mean(np.sum(first.to_array() ** 2, axis=1)) == pytest.approx(1)
    np.testing.assert_allclose(first.to_array().mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(distances(first, second), 0, atol=1e-12)


@pytest.mark.parametrize("swapped", [False, True])
def test_the_narrower_space_is_rotated_into_the_wider(swapped: bool) -> None:
    wide = np.hstack([SPACE, np.zeros((300, 3))]) @ turned(9, 2)
    pair = (wide, SPACE) if swapped else (SPACE, wide)
    frame = common_frame(*pair)
    assert (frame.dim, frame.rotated) == (9, "second" if swapped else "first")
    assert frame.residual == pytest.approx(0, abs=1e-12)
    first, second = frame.both(*pair)
    assert first.shape == second.shape == (300, 9)
    np.testing.assert_allclose(distances(first, second), 0, atol=1e-10)


def test_without_rotation_coordinates_stay() -> None:
    frame = common_frame(SPACE, 2 * SPACE + 1, rotate=False)
    assert frame.rotated == ""
    assert frame.residual == pytest.approx(0, abs=1e-12)
    first, second = frame.both(SPACE, 2 * SPACE + 1)
    np.testing.assert_allclose(first.to_array(), second.to_array(), atol=1e-12)
    turned_copy = SPACE @ turned(6)
    assert common_frame(SPACE, turned_copy, rotate=False).residual > 0.1
    assert common_frame(SPACE, -SPACE, rotate=False).residual == 1.0


def test_unrelated_spaces_are_a_square_root_of_two_apart() -> None:
    others = np.random.default_rng(8).standard_normal((20_000, 2, 5))
    frame = common_frame(others[:, 0], others[:, 1])
    assert frame.residual == pytest.approx(1, abs=0.01)
    apart = distances(*frame.both(others[:, 0], others[:, 1]))
    assert np.sqrt(np.mean(apart**2)) == pytest.approx(2**0.5, abs=0.02)
    assert np.mean(apart**2) == pytest.approx(2 * (1 - np.sqrt(1 - frame.residual)), rel=1e-9)


def test_what_cannot_be_framed() -> None:
    with pytest.raises(GeometryError, match="no coordinates in common"):
        common_frame(SPACE, SPACE[:, :4], rotate=False)
    with pytest.raises(GeometryError, match="equal"):
        common_frame(SPACE, np.ones_like(SPACE))
    with pytest.raises(GeometryError, match="rows"):
        common_frame(SPACE, SPACE[:-1])
