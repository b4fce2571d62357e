"""Angles between dominant subspaces."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from core.studies.compare.directions import COMPARED_DIRECTIONS, FRAMES

Compare = Callable[..., Any]


def test_a_checkpoint_has_its_own_directions(compare: Compare) -> None:
    directions = compare(COMPARED_DIRECTIONS, "tiny", "tiny")
    assert list(directions.frames) == list(FRAMES)
    for frame in directions.frames.values():
        assert max(angles.max() for angles in frame.angles.values()) < 1e-6
        np.testing.assert_allclose(frame.overlap, 1, atol=1e-9)
        assert frame.residual == pytest.approx(0, abs=1e-9)


def test_a_rotation_is_recovered(compare: Compare) -> None:
    directions = compare(COMPARED_DIRECTIONS, "tiny", "rotated")
    own, rotated = directions.frames["own"], directions.frames["rotated"]
    assert own.angles[12].max() > 20
    assert rotated.angles[12].max() < 0.1
    np.testing.assert_allclose(rotated.overlap, 1, atol=1e-4)
    assert (own.rotated, rotated.rotated) == ("", "second")
    assert own.residual > 0.1
    assert rotated.residual == pytest.approx(0, abs=1e-9)


def test_another_width_is_reached_by_rotation(compare: Compare) -> None:
    directions = compare(COMPARED_DIRECTIONS, "tiny", "wider")
    assert set(directions.frames) == {"rotated"}
    frame = directions.frames["rotated"]
    assert (directions.dim, frame.rotated) == (48, "first")
    assert frame.angles[12].max() < 0.1
    assert any("different widths" in note for note in directions.notes)


def test_shapes(compare: Compare) -> None:
    directions = compare(COMPARED_DIRECTIONS, "tiny", "other")
    for frame in directions.frames.values():
        assert frame.share.shape[0] == len(frame.k) == len(frame.overlap) == len(directions.chance)
        assert {k: len(angles) for k, angles in frame.angles.items()} == {k: k for k in frame.angles}


def test_a_rotation_brings_together_more_by_chance_than_random_positions(compare: Compare) -> None:
    directions = compare(COMPARED_DIRECTIONS, "tiny", "noise")
    own, rotated = directions.frames["own"], directions.frames["rotated"]
    np.testing.assert_allclose(own.chance, own.k / 32)
    assert (rotated.chance[:-1] > own.chance[: len(rotated.chance) - 1]).mean() > 0.8
    assert rotated.chance[4] == pytest.approx(
        rotated.overlap[4], abs=0.1
    )  # noise has nothing to do with the checkpoint
