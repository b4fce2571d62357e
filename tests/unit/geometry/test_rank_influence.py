"""Influence of pairs on a rank correlation: as wide as the bootstrap, and zero where a pair changes nothing."""

import numpy as np
import pytest

from core.geometry.rank_correlation import Resamples, resample_counts
from core.geometry.rank_influence import spearman_influence


@pytest.mark.parametrize("ties", [False, True])
def test_it_moves_a_score_as_the_bootstrap_does(ties: bool) -> None:
    random = np.random.default_rng(0)
    gold = random.random(800) * 5
    gold = np.round(gold) if ties else gold
    one = gold + 2 * random.standard_normal(800)
    other = one + 0.5 * random.standard_normal(800)
    if ties:
        one, other = np.round(one), np.round(other)
    influence = spearman_influence(np.stack([one, other]), gold)
    counts, _ = resample_counts(800, 0, 1000, None)
    resamples = Resamples(gold, 0, 1000)
    drawn = [resamples.spearman(one), resamples.spearman(one) - resamples.spearman(other)]
    for exact, first_order in zip(drawn, (influence[0], influence[0] - influence[1]), strict=True):
        moved = counts @ first_order / 800
        assert moved.std() == pytest.approx(exact.std(), rel=0.03)
        assert np.corrcoef(moved, exact)[0, 1] > 0.98


def test_it_sums_to_nothing_and_is_not_defined_where_the_score_is_not() -> None:
    random = np.random.default_rng(1)
    gold = random.random(50)
    found = spearman_influence(np.stack([random.random(50), np.ones(50)]), gold)
    assert found[0].sum() == pytest.approx(0, abs=1e-9)
    assert np.isnan(found[1]).all()
    assert spearman_influence(gold[None], gold) == pytest.approx(np.zeros((1, 50)), abs=1e-9)
