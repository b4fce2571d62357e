"""Points that are labelled: well apart, amid others, none said twice."""

import numpy as np
import pytest

from core.geometry import spread as module
from core.geometry.spread import well_spread

RNG = np.random.default_rng(43)
CLOUD = np.concatenate([RNG.standard_normal((3000, 2)), 0.3 * RNG.standard_normal((600, 2)) + [6, 5]])


def apart(points: np.ndarray, chosen: np.ndarray) -> float:
    scaled = points[chosen] / np.ptp(points, axis=0)
    distance = np.linalg.norm(scaled[:, None] - scaled, axis=2)
    return float(distance[~np.eye(len(chosen), dtype=bool)].min())


@pytest.mark.parametrize("dimensions", [2, 3])
def test_labels_are_never_nearer_than_they_can_be_printed(dimensions: int) -> None:
    points = RNG.standard_normal((2000, dimensions)) * np.array([100, 1, 0.01])[:dimensions]
    chosen = well_spread(points, 25)
    assert 8 < len(chosen) <= 25
    assert len(set(chosen.tolist())) == len(chosen)
    assert apart(points, chosen) >= module._APART - 1e-9


def test_both_lumps_of_a_cloud_are_labelled_and_its_fringe_is_not() -> None:
    chosen = well_spread(CLOUD, 12)
    assert (chosen >= 3000).any()
    assert (chosen < 3000).sum() > 3
    near = (np.linalg.norm(CLOUD[chosen][:, None] - CLOUD, axis=2) < 1).sum(axis=1)
    assert near.min() >= 3


def test_a_label_is_said_once_and_an_empty_one_never() -> None:
    name = np.array(["the", "a", "", "dog"])[RNG.integers(0, 4, len(CLOUD))]
    chosen = well_spread(CLOUD, 20, name)
    assert sorted(name[chosen].tolist()) == ["a", "dog", "the"]


def test_fewer_labels_are_the_first_of_more() -> None:
    assert well_spread(CLOUD, 5).tolist() == well_spread(CLOUD, 12)[:5].tolist()


def test_clouds_of_nothing_and_of_one_place() -> None:
    assert well_spread(np.zeros((0, 2)), 5).tolist() == []
    assert well_spread(CLOUD, 0).tolist() == []
    assert well_spread(CLOUD, 5, np.full(len(CLOUD), "")).tolist() == []
    assert len(well_spread(np.ones((7, 2)), 5)) == 1
    assert len(well_spread(np.array([[0.0, 0.0], [1.0, 1.0], [0.0, 1.0]]), 5)) == 3
