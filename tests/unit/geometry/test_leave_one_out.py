"""Each direction alone removed: against projecting it out, and intervals against those of one setting."""

import numpy as np
import pytest

from core.errors import UsageError
from core.geometry.leave_one_out import leave_one_out, without_each
from core.geometry.pooling import cosine
from core.geometry.rank_correlation import spearman_rows
from core.scoring import difference
from tests.support.spaces import SPACES, D, pairs_of

NAMES = list(SPACES)


@pytest.mark.parametrize("name", NAMES)
def test_cosines_equal_projecting_it_out(name: str) -> None:
    pairs = pairs_of(SPACES[name])
    found = without_each(pairs.first, pairs.second)
    assert found.shape == (D, len(pairs.gold))
    length = np.linalg.norm(np.concatenate([pairs.first, pairs.second]), axis=1).max()
    for i in range(D):
        after = [np.delete(one, i, axis=1) for one in (pairs.first, pairs.second)]
        there = np.minimum(*(np.linalg.norm(one, axis=1) for one in after)) > 1e-6 * length
        np.testing.assert_allclose(found[i][there], cosine(*after)[there], atol=1e-7)


@pytest.mark.parametrize("name", NAMES)
def test_change_and_interval_are_those_of_a_difference(name: str) -> None:
    pairs = pairs_of(SPACES[name])
    found = leave_one_out(pairs.first, pairs.second, pairs.gold, seed=3, draws=80)
    before = cosine(pairs.first, pairs.second)
    assert found.before == pytest.approx(spearman_rows(before[None], pairs.gold)[0], abs=1e-9)
    for i, after in enumerate(without_each(pairs.first, pairs.second)):
        _, change = difference(after, before, pairs.gold, seed=3, draws=80)
        expected = [change.value, *change.ci95]
        np.testing.assert_allclose([found.change[i], found.low[i], found.high[i]], expected, atol=1e-9)


def test_a_direction_without_variance_changes_nothing() -> None:
    pairs = pairs_of(SPACES["rank-deficient"])  # rank 4
    found = leave_one_out(pairs.first, pairs.second, pairs.gold, draws=50)
    for values in (found.change, found.low, found.high):
        np.testing.assert_array_equal(values[4:], 0.0)
    assert (found.change[:4] != 0).all()


def test_planted_directions_are_found() -> None:
    """One direction is noise that outweighs the rest; one carries most of the agreement."""
    random = np.random.default_rng(0)
    n, d = 500, 10
    agreement = random.random(n)
    first, noise = random.standard_normal((n, d)), random.standard_normal((n, d))
    second = agreement[:, None] * first + (1 - agreement)[:, None] * noise
    first[:, 2], second[:, 2] = 3 * random.standard_normal((2, n))
    first[:, 6] *= 2
    second[:, 6] *= 2
    found = leave_one_out(first, second, agreement, draws=200)
    assert found.change.argmax() == 2
    assert found.low[2] > 0
    assert found.change.argmin() == 6
    assert found.high[6] < 0
    assert (found.low <= found.high).all()


def test_seeds_repeat_and_only_move_intervals() -> None:
    pairs = pairs_of(SPACES["skewed"])
    one, same, other = (leave_one_out(pairs.first, pairs.second, pairs.gold, seed, 60) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one.low, same.low)
    np.testing.assert_array_equal(one.high, same.high)
    np.testing.assert_array_equal(one.change, other.change)
    assert (one.low != other.low).any()


def test_progress_counts_directions() -> None:
    pairs, calls = pairs_of(SPACES["plain"]), []
    leave_one_out(pairs.first, pairs.second, pairs.gold, 0, 10, lambda *call: calls.append(call))
    assert calls == [(i, D, "directions") for i in range(D + 1)]


def test_a_constant_score_has_no_interval() -> None:
    pairs = pairs_of(SPACES["plain"])
    found = leave_one_out(pairs.first, pairs.second, np.ones_like(pairs.gold), draws=10)
    for values in (found.change, found.low, found.high):
        assert np.isnan(values).all()


def test_the_only_direction_cannot_be_left_out() -> None:
    with pytest.raises(UsageError, match="cannot be removed"):
        without_each(np.ones((3, 1)), np.ones((3, 1)))


def test_intervals_of_all_directions_are_wider_and_hold_what_is_planted() -> None:
    random = np.random.default_rng(0)
    n, d = 300, 12
    shared, gold = random.standard_normal((n, d)), random.random(n)
    first, second = (shared + 0.5 * random.standard_normal((n, d)) for _ in range(2))
    found = leave_one_out(first, second, gold, draws=200)
    assert ((found.all_low <= found.low) & (found.all_high >= found.high)).mean() > 0.9
    assert 0 <= found.by_chance < 3
    assert not ((found.all_low > 0) | (found.all_high < 0)).any()  # these scores have nothing to do with the pairs
