"""Cross-validated ridge from sums over folds: against loops, scikit-learn, and what must not change it."""

import numpy as np
import pytest

from core.errors import GeometryError
from core.geometry.ridge import PENALTIES, Held, held_out
from core.geometry.rows import Rows
from tests.reference import ridge as naive

RNG = np.random.default_rng(23)
N, D, GROUPS = 180, 7, 60
X = RNG.standard_normal((N, D)) * np.linspace(3, 0.2, D) + 50
GROUP = RNG.permutation(np.arange(N) % GROUPS)
TARGETS = RNG.standard_normal((GROUPS, 3)) + 4
TARGETS[:, 0] += np.array([X[g == GROUP].mean(axis=0) @ np.linspace(0.3, 0, D) for g in range(GROUPS)])
FOLD = GROUP % 5
WEIGHT = RNG.random(N) + 0.1


def solved(**other: np.ndarray) -> Held:
    given = {"vectors": X, "group": GROUP, "targets": TARGETS, "fold": FOLD, "weight": WEIGHT} | other
    return held_out(**given)


@pytest.mark.parametrize("target", [0, 1])
def test_predictions_penalties_and_errors_are_those_of_the_loops(target: int) -> None:
    targets = TARGETS[:, [target, 2]]
    found = solved(targets=targets)
    predicted, penalties = naive.held_out(X, targets[GROUP, 0], FOLD, WEIGHT, PENALTIES)
    np.testing.assert_allclose(found.penalties, penalties)
    np.testing.assert_allclose(found.predicted, predicted, rtol=1e-7)
    for column in range(2):
        y = targets[GROUP, column]
        predicted, _ = naive.held_out(X, y, FOLD, WEIGHT, PENALTIES)
        for f in range(5):
            w = WEIGHT[f == FOLD]
            assert found.square[f, column] == pytest.approx(w @ (y - predicted)[f == FOLD] ** 2, rel=1e-6)
            outside = np.average(y[f != FOLD], weights=WEIGHT[f != FOLD])
            assert found.around[f, column] == pytest.approx(w @ (y[f == FOLD] - outside) ** 2, rel=1e-6)


def test_one_fit_is_scikit_learns() -> None:
    from sklearn.linear_model import Ridge

    found = solved()
    train = FOLD != 2
    around = X[train] - np.average(X[train], axis=0, weights=WEIGHT[train])
    scale = (WEIGHT[train] @ around**2).sum() / D
    model = Ridge(alpha=found.penalties[2] * scale).fit(X[train], TARGETS[GROUP[train], 0], WEIGHT[train])
    np.testing.assert_allclose(found.predicted[~train], model.predict(X[~train]), rtol=1e-6)


def test_scale_shift_and_rotation_of_the_space_do_not_matter() -> None:
    turn = np.linalg.qr(RNG.standard_normal((D, D)))[0]
    moved = solved(vectors=1e-3 * (X @ turn) - 7)
    np.testing.assert_allclose(moved.predicted, solved().predicted, rtol=1e-6)


def test_rows_without_a_group_are_left_out_and_blocks_do_not_matter() -> None:
    group = np.where(np.arange(N) % 3 == 0, -1, GROUP)
    there = group >= 0
    found = solved(group=group)
    assert np.isnan(found.predicted[~there]).all()
    alone = held_out(X[there], group[there], TARGETS, FOLD[there], WEIGHT[there])
    np.testing.assert_allclose(found.predicted[there], alone.predicted, rtol=1e-9)

    class Small(Rows):
        def blocks(self, size: int = 0):  # type: ignore[no-untyped-def]
            return super().blocks(11)

    small = Small(X.shape, lambda start, stop: X[start:stop].copy())
    np.testing.assert_allclose(solved(vectors=small).predicted, solved().predicted, rtol=1e-9)


def test_a_space_of_equal_rows_predicts_the_mean_of_the_other_folds() -> None:
    found = solved(vectors=np.ones((N, D)))
    for f in range(5):
        outside = np.average(TARGETS[GROUP, 0][f != FOLD], weights=WEIGHT[f != FOLD])
        np.testing.assert_allclose(found.predicted[f == FOLD], outside)


def test_too_few_folds_and_broken_vectors_are_refused() -> None:
    with pytest.raises(GeometryError, match="3 folds or more that have rows, not 2"):
        solved(fold=GROUP % 2)
    broken = X.copy()
    broken[3, 2] = np.nan
    with pytest.raises(GeometryError, match="NaN"):
        solved(vectors=broken)
