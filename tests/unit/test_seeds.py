"""Seeds as a random effect."""

import numpy as np
import pytest

from core.seeds import over_seeds
from core.uncertainty import interval95

DRAWN = np.random.default_rng(0).standard_normal(2000)


def test_one_seed_is_called_one_seed() -> None:
    found = over_seeds([2.0], DRAWN[None] + 2)
    assert (found.seeds, found.words()) == (1, "one seed")
    assert np.isnan(found.sd)
    assert found.ci95 == interval95(DRAWN + 2)


def test_seeds_that_agree_add_nothing() -> None:
    assert over_seeds([2.0] * 4, np.tile(DRAWN + 2, (4, 1))).ci95 == pytest.approx(interval95(DRAWN + 2))


def test_seeds_alone_give_students_interval() -> None:
    values = np.array([1.0, 2.0, 4.0])
    found = over_seeds(values, np.tile(values[:, None], (1, 40_000)))
    margin = 4.303 * values.std(ddof=1) / 3**0.5
    assert found.ci95 == pytest.approx((values.mean() - margin, values.mean() + margin), rel=0.05)
    assert found.words() == "3 seeds (sd 1.5)"
