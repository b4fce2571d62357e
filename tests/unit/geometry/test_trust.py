"""Trust in projections against scikit-learn, and projections that keep or lose everything."""

import numpy as np
import pytest
from sklearn.manifold import trustworthiness

from core.errors import GeometryError, UsageError
from core.geometry import trust as module
from core.geometry.neighbours import nearest_neighbours, neighbour_overlap
from core.geometry.trust import trust

RNG = np.random.default_rng(17)
SPACE = RNG.standard_normal((150, 9)) * np.linspace(3, 1, 9)
PROJECTION = SPACE[:, :2] + 0.1 * RNG.standard_normal((150, 2))


@pytest.mark.parametrize("k", [1, 10, 74])
def test_it_equals_scikit_learn_in_both_directions_and_in_any_blocks(k: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_CELLS", 150 * 40)
    found = trust(SPACE, PROJECTION, k, metric="euclidean")
    assert found.trustworthiness == pytest.approx(trustworthiness(SPACE, PROJECTION, n_neighbors=k), rel=1e-12)
    assert found.continuity == pytest.approx(trustworthiness(PROJECTION, SPACE, n_neighbors=k), rel=1e-12)
    cosine = trust(SPACE, PROJECTION, k)
    assert cosine.trustworthiness == pytest.approx(
        trustworthiness(SPACE, PROJECTION, n_neighbors=k, metric="cosine"), rel=1e-12
    )
    unit = SPACE / np.linalg.norm(SPACE, axis=1, keepdims=True)
    assert cosine.continuity == pytest.approx(trustworthiness(PROJECTION, unit, n_neighbors=k), rel=1e-12)


def test_the_kept_share_is_the_overlap_of_neighbours() -> None:
    # On the unit circle Euclidean and cosine neighbours are the same.
    circle = PROJECTION / np.linalg.norm(PROJECTION, axis=1, keepdims=True)
    wanted = neighbour_overlap(nearest_neighbours(SPACE, 10), nearest_neighbours(circle, 10)).mean()
    found = trust(SPACE, circle)
    assert found.kept == pytest.approx(wanted)
    assert (found.kept_by_chance, found.k, found.n) == (10 / 149, 10, 150)


@pytest.mark.parametrize("scale", [1e-9, 1.0, 1e9])
def test_a_rotated_scaled_copy_keeps_everything(scale: float) -> None:
    copy = scale * (SPACE @ np.linalg.qr(RNG.standard_normal((9, 9)))[0] + 5)
    found = trust(SPACE, copy, metric="euclidean")
    assert (found.trustworthiness, found.continuity, found.kept) == (1, 1, 1)


def test_a_random_projection_keeps_what_chance_keeps() -> None:
    found = trust(RNG.standard_normal((2000, 30)), RNG.standard_normal((2000, 2)), size=0)
    assert found.kept == pytest.approx(found.kept_by_chance, abs=0.002)
    assert found.trustworthiness == pytest.approx(0.5, abs=0.02)
    assert found.continuity == pytest.approx(0.5, abs=0.02)


def test_false_neighbours_lower_trust_and_torn_ones_continuity() -> None:
    line = np.c_[np.linspace(0, 1, 150), np.zeros(150)]
    folded = np.c_[np.abs(line[:, 0] - 0.501), np.zeros(150)]
    cut = line + np.where(line[:, :1] > 0.5, [[5.0, 0]], [[0.0, 0]])
    fold, tear = trust(line, folded, metric="euclidean"), trust(folded, line, metric="euclidean")
    assert fold.trustworthiness < fold.continuity
    assert (tear.trustworthiness, tear.continuity) == (fold.continuity, fold.trustworthiness)
    assert trust(line, cut, metric="euclidean").continuity < 1


def test_a_sample_is_seeded() -> None:
    found = trust(SPACE, PROJECTION, size=60, seed=1)
    assert found.n == 60
    assert found == trust(SPACE, PROJECTION, size=60, seed=1)
    assert found != trust(SPACE, PROJECTION, size=60, seed=2)


def test_equal_and_zero_rows_are_no_obstacle() -> None:
    with np.errstate(all="raise"):
        assert trust(np.ones((30, 4)), np.ones((30, 2))).trustworthiness == 1
        found = trust(np.vstack([np.zeros((5, 9)), SPACE]), np.vstack([np.zeros((5, 2)), PROJECTION]))
    assert 0 < found.trustworthiness < 1


def test_what_cannot_be_trusted_is_refused() -> None:
    with pytest.raises(GeometryError, match="more than 20 rows, not 20"):
        trust(SPACE[:20], PROJECTION[:20])
    with pytest.raises(GeometryError, match="a point for each, not 149"):
        trust(SPACE, PROJECTION[:-1])
    with pytest.raises(UsageError, match="Unknown metric 'l1'"):
        trust(SPACE, PROJECTION, metric="l1")
    with pytest.raises(UsageError, match="no 0 nearest"):
        trust(SPACE, PROJECTION, k=0)
    with pytest.raises(GeometryError, match="NaN or infinite"):
        trust(SPACE, np.where(PROJECTION > 3, np.nan, PROJECTION), metric="euclidean")
