"""The rule by which other seeds' numbers are accepted: right where nothing changed, and not blind."""

import numpy as np
import pytest

from tests.real.stated import TESTED, Spread, as_printed, cell_stands, half_unit, reaches, spread, within
from tests.support.readme_pair import SEEDS

DRAWS = 2000


@pytest.fixture
def draws() -> np.ndarray:
    return np.random.default_rng(0).standard_normal((DRAWS, len(SEEDS) + len(TESTED)))


def _refused(draws: np.ndarray, change: float = 0.0) -> float:
    """Share of draws whose first ten, as stated, refuse the rest moved by `change` sd."""
    told, found = np.split(draws, [len(SEEDS)], axis=1)
    stated = [Spread(one.mean(), one.std(ddof=1), 0.0) for one in told]
    return float(np.mean([not within(a, b + change) for a, b in zip(stated, found, strict=True)]))


def test_other_seeds_of_the_same_are_accepted(draws: np.ndarray) -> None:
    assert _refused(draws) <= 0.003


def test_a_change_of_a_few_sd_is_refused(draws: np.ndarray) -> None:
    assert _refused(draws, change=4) >= 0.95


def test_a_spread_that_is_not_the_stated_one_is_refused() -> None:
    assert within(spread("62.25", "0.35"), [62.0, 62.4, 62.9, 61.9, 62.2])
    assert not within(spread("62.25", "0.35"), [56.0, 68.5, 62.0, 58.0, 67.0])


def test_isotropy_is_refused_where_all_of_it_lies_beyond_one_end() -> None:
    assert reaches("0.020", "0.15", np.log10([0.17, 0.16, 0.19, 0.154, 0.2]))
    assert not reaches("0.020", "0.15", np.log10([0.17, 0.16, 0.19, 0.156, 0.2]))
    assert not reaches("0.020", "0.15", np.log10([0.01, 0.019, 1e-3, 0.01, 0.01]))
    assert reaches("0.020", "0.15", np.log10([0.01, 0.2]))


def test_what_is_exact_is_exact() -> None:
    assert cell_stands("53.99, 1.1e-7", [53.9912], [-6.96])
    assert not cell_stands("53.98, 1.1e-7", [53.9912], [-6.96])
    assert not cell_stands("53.99, 1.1e-7", [53.9912, 53.9911], [-6.96, -6.96])
    assert not cell_stands("53.99 ± 0.01, 1.1e-7", [53.9912], [-6.96])
    assert as_printed("+1.76", 1.76503)
    assert not as_printed("+1.76", 1.7656)


def test_half_a_unit_of_the_last_digit() -> None:
    assert [half_unit(one) for one in ("62.25", "0.017", "1.1e-7", "62")] == pytest.approx([0.005, 5e-4, 5e-9, 0.5])
