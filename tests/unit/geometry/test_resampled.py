"""Resamples by weights are what repeating the rows gives."""

import numpy as np
import pytest

from core.geometry.moments import Moments, moments
from core.geometry.partition import log_partition
from core.geometry.resampled import half_samples, weighted_log_partition, weighted_moments
from core.geometry.rows import as_rows


def space(far: float) -> np.ndarray:
    found = np.random.default_rng(3).standard_normal((1300, 6)) * np.array([far, 3, 1, 1, 0.5, 0.2]) + 2
    found[7] = 0
    return found


WEIGHT = np.random.default_rng(0).poisson(1.0, 1300)


@pytest.mark.parametrize("far", [1.0, 400.0], ids=["exp is safe", "exp could overflow"])
@pytest.mark.parametrize("centred", [False, True])
def test_weights_are_repeated_rows(far: float, centred: bool) -> None:
    vectors = space(far)
    repeated = np.repeat(vectors, WEIGHT, axis=0)
    wanted = moments(repeated)
    known = weighted_moments(as_rows(vectors), WEIGHT, vectors.mean(axis=0))
    for name in Moments.__dataclass_fields__:
        np.testing.assert_allclose(getattr(known, name), getattr(wanted, name), rtol=1e-9, atol=1e-9, err_msg=name)
    directions = np.linalg.eigh(wanted.scatter)[1]
    centre = wanted.mean if centred else None
    mine = weighted_log_partition(as_rows(vectors), WEIGHT, directions, centre)
    theirs = log_partition(repeated - (wanted.mean if centred else 0), directions)
    np.testing.assert_allclose(mine, theirs, rtol=1e-8)


def test_single_precision_differs_by_its_rounding_alone() -> None:
    vectors = space(1.0)
    exact, rough = (weighted_moments(one, WEIGHT, np.full(6, 2.2)) for one in (vectors, vectors.astype(np.float32)))
    for name in Moments.__dataclass_fields__:
        np.testing.assert_allclose(getattr(rough, name), getattr(exact, name), rtol=1e-4, atol=0.02, err_msg=name)
    directions = np.eye(6)
    np.testing.assert_allclose(
        weighted_log_partition(vectors.astype(np.float32), WEIGHT, directions),
        weighted_log_partition(vectors, WEIGHT, directions),
        rtol=1e-5,
    )


def test_the_space_is_left_as_it_was() -> None:
    vectors = space(1.0).astype(np.float32)
    before = vectors.copy()
    weighted_moments(vectors, WEIGHT, np.ones(6))
    weighted_log_partition(vectors, WEIGHT, np.eye(6), np.ones(6))
    np.testing.assert_array_equal(vectors, before)


def test_halves_hold_half_of_the_sentences_once() -> None:
    found = np.array(list(half_samples(9, 400, 3)))
    assert (found.sum(axis=1) == 4).all()
    assert found.max() == 1
    np.testing.assert_allclose(found.mean(axis=0), 4 / 9, atol=0.1)
    assert [one.tolist() for one in half_samples(1, 2, 0)] == [[1], [1]]


def test_a_mean_over_halves_varies_as_the_mean_over_all() -> None:
    values = np.random.default_rng(0).standard_normal(200)
    means = [half @ values / half.sum() for half in half_samples(200, 4000, 1)]
    assert np.std(means) == pytest.approx(values.std(ddof=1) / 200**0.5, rel=0.05)
