"""Spaces that have nothing to do with each other, and how near a rotation brings them all the same."""

import numpy as np
import pytest

from core.geometry.common_frame import common_frame, distances
from core.geometry.moments import moments
from core.geometry.permuted_rows import permuted_rows
from core.geometry.principal import principal_directions
from core.geometry.principal_angles import shares_inside, subspace_overlap

SCALE = np.arange(1, 17) ** -0.5


def space(seed: int, n: int = 300) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal((n, 16)) * SCALE


def measured(first: np.ndarray, second: np.ndarray) -> tuple[float, float]:
    """(overlap at 3, mean distance) after a rotation."""
    x, y = common_frame(first, second).both(first, second)
    one, other = (principal_directions(moments(rows).scatter) for rows in (x, y))
    return float(subspace_overlap(shares_inside(one, other))[2]), float(distances(x, y).mean())


def test_unrelated_spaces_are_at_chance_which_is_not_k_in_d_nor_the_root_of_two() -> None:
    seen = np.array([measured(space(2 * seed), space(2 * seed + 1)) for seed in range(30)])
    found = permuted_rows(space(0), space(1), draws=30)
    stated = found.overlap[:, 2].mean(), found.distance.mean()
    error = np.hypot(seen.std(axis=0), [found.overlap[:, 2].std(), found.distance.std()]) / 30**0.5
    assert (np.abs(seen.mean(axis=0) - stated) < 4 * error).all()
    assert stated[0] > 1.3 * 3 / 16
    assert stated[1] < 2**0.5 - 0.05


def test_a_rotated_copy_is_far_above_chance() -> None:
    turn = np.linalg.qr(np.random.default_rng(9).standard_normal((16, 16)))[0]
    overlap, distance = measured(space(0), space(0) @ turn)
    found = permuted_rows(space(0), space(0) @ turn)
    assert overlap > found.overlap[:, 2].max() + 0.3
    assert distance < 0.01 < found.distance.min()


def test_of_one_frame_without_a_fit_only_the_distance_depends_on_the_rows() -> None:
    found = permuted_rows(space(0), space(0) + 0.01 * space(1), rotate=False)
    assert found.overlap[:, 2].min() > 0.9
    assert found.distance.mean() == pytest.approx(2**0.5, rel=0.06)


def test_spaces_of_different_widths() -> None:
    found = permuted_rows(space(0), space(1)[:, :7], draws=2)
    assert found.overlap.shape == (2, 16)
