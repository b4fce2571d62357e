"""Agreement with two similarities, against scipy and in a world whose truth is known."""

import numpy as np
import pytest
from scipy.stats import spearmanr

from core.geometry.agreement import Agreement


def test_correlations_are_spearmans() -> None:
    first, second, third = np.random.default_rng(0).standard_normal((3, 60))
    agreed = Agreement(first, second).of(third)
    assert agreed.first == pytest.approx(100 * spearmanr(third, first).statistic)
    assert agreed.second == pytest.approx(100 * spearmanr(third, second).statistic)
    assert agreed.lead == agreed.second - agreed.first


def test_what_moved_is_found_and_its_way() -> None:
    first, second, noise = np.random.default_rng(1).standard_normal((3, 300))
    agreement = Agreement(first, second)
    before, after = agreement.of(first + noise), agreement.of(second + noise)
    value, (low, high) = agreement.moved(before, after)
    assert 0 < low < value < high
    back, ends = agreement.moved(after, before)
    assert (back, *ends) == pytest.approx((-value, -high, -low))
    assert agreement.moved(before, before) == (0.0, (0.0, 0.0))
