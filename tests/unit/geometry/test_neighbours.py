"""Neighbours against scikit-learn, ties, duplicates and zero rows; overlap against sets."""

import numpy as np
import pytest
from sklearn.neighbors import NearestNeighbors

from core.errors import GeometryError, UsageError
from core.geometry import neighbours
from core.geometry.neighbours import (
    NOBODY,
    GroupMean,
    mean_by_label,
    nearest_neighbours,
    neighbour_overlap,
    overlap_by_chance,
)
from core.geometry.rows import as_rows

RNG = np.random.default_rng(15)
SPACE = RNG.standard_normal((300, 8)) + 0.5


def by_scikit_learn(space: np.ndarray, k: int) -> np.ndarray:
    found = NearestNeighbors(n_neighbors=k + 1, metric="cosine", algorithm="brute").fit(space)
    return found.kneighbors(space, return_distance=False)[:, 1:]


@pytest.mark.parametrize("k", [1, 10, 299])
def test_neighbours_equal_scikit_learns_in_any_blocks(k: int, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = by_scikit_learn(SPACE, k)
    np.testing.assert_array_equal(nearest_neighbours(SPACE, k), wanted)
    monkeypatch.setattr(neighbours, "_CELLS", 300 * 7)
    np.testing.assert_array_equal(nearest_neighbours(as_rows(1e-3 * SPACE), k), wanted)


def test_equally_near_rows_come_in_order_of_their_numbers() -> None:
    around = np.array([[1.0, 0, 0], [1, 1, 0], [1, 0, 1], [1, -1, 0], [1, 0, -1], [0, 1, 0]])
    assert nearest_neighbours(around, 3)[0].tolist() == [1, 2, 3]
    assert nearest_neighbours(around, 4)[0].tolist() == [1, 2, 3, 4]
    np.testing.assert_array_equal(
        nearest_neighbours(around * np.array([[1.0], [7], [0.1], [3], [9], [1]]), 4)[0], [1, 2, 3, 4]
    )


def test_equal_rows_are_neighbours_of_each_other_but_none_of_itself() -> None:
    repeated = np.repeat(SPACE[:20], 15, axis=0) * RNG.uniform(0.1, 10, (300, 1))
    found = nearest_neighbours(repeated, 10)
    for i, near in enumerate(found):
        others = [j for j in range(i // 15 * 15, i // 15 * 15 + 15) if j != i]
        assert near.tolist() == others[:10]


def test_zero_rows_have_no_neighbours_and_are_none() -> None:
    gaps = np.insert(SPACE, [0, 100, 300], 0.0, axis=0)
    there = gaps.any(axis=1)
    with np.errstate(all="raise"):
        found = nearest_neighbours(gaps, 10)
    assert (found[~there] == NOBODY).all()
    np.testing.assert_array_equal(found[there], np.flatnonzero(there)[nearest_neighbours(SPACE, 10)])
    overlap = neighbour_overlap(found, found)
    assert np.isnan(overlap[~there]).all()
    assert (overlap[there] == 1).all()


def test_progress_counts_rows_and_can_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbours, "_CELLS", 300 * 100)
    told: list[float] = []
    nearest_neighbours(SPACE, 2, lambda done, total, unit: told.append(done))
    assert told == [0, 100, 200, 300]


def test_overlap_equals_sets_and_is_one_for_rotated_and_scaled_copies() -> None:
    first, second = nearest_neighbours(SPACE, 10), nearest_neighbours(SPACE + RNG.standard_normal(SPACE.shape), 10)
    wanted = [len(set(a) & set(b)) / 10 for a, b in zip(first.tolist(), second.tolist(), strict=True)]
    np.testing.assert_allclose(neighbour_overlap(first, second), wanted)
    turned = 5 * SPACE @ np.linalg.qr(RNG.standard_normal((8, 8)))[0]
    assert (neighbour_overlap(first, nearest_neighbours(turned, 10)) == 1).all()
    assert (neighbour_overlap(first, first[:, ::-1]) == 1).all()


def test_unrelated_spaces_overlap_by_chance() -> None:
    drawn = [
        neighbour_overlap(*(nearest_neighbours(RNG.standard_normal((60, 30)), 10) for _ in range(2))).mean()
        for _ in range(200)
    ]
    assert np.mean(drawn) == pytest.approx(overlap_by_chance(60, 10), abs=4 * np.std(drawn) / 200**0.5)
    assert overlap_by_chance(11, 10) == overlap_by_chance(3, 10) == 1
    assert np.isnan(overlap_by_chance(1))


def test_means_by_label_leave_out_rows_without_a_value() -> None:
    values = np.array([1.0, 0.5, np.nan, 0.25, np.nan])
    with np.errstate(all="raise"):
        found = mean_by_label(values, np.array(["rare", "common", "rare", "common", "none"]))
    assert found[0] == GroupMean("common", 0.375, 2)
    assert found[2] == GroupMean("rare", 1.0, 1)
    assert (found[1].label, found[1].n) == ("none", 0)
    assert np.isnan(found[1].mean)
    assert [one.label for one in mean_by_label(values, np.array([3, 1, 2, 1, 1]))] == [1, 2, 3]


def test_what_has_no_neighbours_is_refused() -> None:
    with pytest.raises(GeometryError, match="at least 11 rows that are not zero, not 10"):
        nearest_neighbours(np.vstack([SPACE[:10], np.zeros((5, 8))]))
    with pytest.raises(UsageError, match="no 0 nearest neighbours"):
        nearest_neighbours(SPACE, 0)
    with pytest.raises(GeometryError, match="NaN or infinite"):
        nearest_neighbours(np.where(SPACE > 2, np.nan, SPACE))
    found = nearest_neighbours(SPACE, 3)
    with pytest.raises(GeometryError, match="row by row"):
        neighbour_overlap(found, found[:-1])
    with pytest.raises(GeometryError, match="row by row"):
        neighbour_overlap(found, found[:, :2])
    with pytest.raises(GeometryError, match="2 labels do not belong to 3 rows"):
        mean_by_label(np.zeros(3), np.zeros(2))
