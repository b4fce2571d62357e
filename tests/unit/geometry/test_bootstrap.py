"""Resamples as sums: against drawing rows one by one, and paired."""

import numpy as np
import pytest

from core.geometry import bootstrap as module
from core.geometry.bootstrap import bootstrap_sums

RNG = np.random.default_rng(11)


@pytest.mark.parametrize("cells", [1, 70, 10**6])
def test_sums_are_of_rows_drawn_with_replacement_in_any_chunks(cells: int, monkeypatch: pytest.MonkeyPatch) -> None:
    columns = RNG.standard_normal((10, 3))
    monkeypatch.setattr(module, "_CELLS", cells)
    drawn = np.random.default_rng(5).integers(0, 10, size=(40, 10))
    np.testing.assert_allclose(bootstrap_sums(columns, 40, 5), columns[drawn].sum(axis=1), atol=1e-12)


def test_columns_of_one_call_and_calls_of_train_seed_see_the_same_resamples() -> None:
    columns = RNG.standard_normal((200, 1))
    both = bootstrap_sums(np.hstack([columns, 2 * columns]), 50, 1)
    np.testing.assert_allclose(2 * both[:, 0], both[:, 1])
    np.testing.assert_allclose(bootstrap_sums(columns, 50, 1)[:, 0], both[:, 0])
    assert not np.allclose(bootstrap_sums(columns, 50, 2)[:, 0], both[:, 0])


def test_the_spread_of_a_mean_is_its_standard_error() -> None:
    values = RNG.standard_normal((900, 1))
    means = bootstrap_sums(values, 2000, 0) / 900
    assert means.std() == pytest.approx(values.std() / 30, rel=0.06)
