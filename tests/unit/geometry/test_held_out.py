"""Variance on the rows that did not choose a direction."""

import numpy as np

from core.geometry.deflation import rest_shares
from core.geometry.held_out import HeldOut, held_out_shares
from core.geometry.moments import moments
from core.geometry.principal import principal_directions


def test_held_out_shares_are_those_of_the_other_rows_around_their_own_mean() -> None:
    generator = np.random.default_rng(0)
    space = generator.standard_normal((70, 6)) * np.linspace(2, 1, 6) + 100
    space[:30] += 5  # both parts have a mean of their own
    known, chosen = moments(space), moments(space[:30])
    directions = principal_directions(chosen.scatter).vectors
    along = np.var(space[30:] @ directions, axis=0)
    np.testing.assert_allclose(held_out_shares(known, chosen, directions), rest_shares(along), rtol=1e-9)


def test_a_chosen_direction_of_noise_is_as_long_as_the_rest_on_other_rows() -> None:
    found, seen = [], []
    for seed in range(60):
        space = np.random.default_rng(seed).standard_normal((120, 30))
        chosen = moments(space[:60])
        directions = principal_directions(chosen.scatter)
        found.append(held_out_shares(moments(space), chosen, directions.vectors)[0])
        seen.append(rest_shares(directions.values)[0])
    assert abs(np.mean(found) - 0.5) < 0.02
    assert min(seen) > 0.65  # where it was chosen it looks twice as long and more


def test_a_share_counts_where_it_exceeds_what_half_samples_swing_by() -> None:
    steady = np.array([[0.9, 0.6, 0.5, 0.5], [0.9, 0.61, 0.52, 0.5], [0.9, 0.59, 0.48, 0.5]])
    held = HeldOut(steady)
    assert [held.count(ratio) for ratio in (1.0, 2.0, 10.0)] == [2, 1, 0]
    assert held.counts(1.0) == [2, 2, 2]
    swinging = HeldOut(steady + np.array([[0, 0.2, 0, 0], [0, -0.2, 0, 0], [0, 0, 0, 0]]))
    assert swinging.count(1.0) == 1
