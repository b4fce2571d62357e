"""Planted directions are counted, whatever the basis and however awkward the rows; where there are none, none are."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.geometry import elongation as module
from core.geometry.elongation import ElongationInterval, bootstrap_elongation
from core.geometry.resampled import half_samples
from tests.reference import elongation as reference
from tests.support.planted import NOISE, planted, rotation, sentences, spiked

D = 48


@pytest.fixture(autouse=True)
def _few_horn_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "HORN_DRAWS", 2)


def judged(space: np.ndarray, draws: int = 12, seed: int = 0) -> ElongationInterval:
    return bootstrap_elongation(space, sentences(len(space)), draws=draws, seed=seed)


@pytest.mark.parametrize("noise", NOISE)
def test_planted_directions_are_counted_in_any_basis(noise: str) -> None:
    for variances in (spiked(D, 20), spiked(D, 20, first=1000.0)):
        for rotated in (False, True):
            found = judged(planted(noise, variances, rotated=rotated)).value
            assert found.elongated == 20
            assert 20 <= found.above_chance <= 21


@pytest.mark.parametrize("noise", NOISE)
def test_nothing_is_elongated_by_chance_but_an_outlier_dimension_is_by_itself(noise: str) -> None:
    nothing = [judged(planted(noise, np.ones(D), seed=seed)).value for seed in range(4)]
    assert sum(one.above_chance for one in nothing) <= 1
    assert all(one.elongated == 0 for one in nothing)
    alone = judged(planted(noise, spiked(D, 1, 400.0), rotated=False)).value
    assert alone.elongated == 1
    assert alone.above_chance <= 2


def test_shorter_directions_stand_out_of_chance_but_are_not_twice_as_long_as_the_rest() -> None:
    for noise in ("independent", "30 % shared within sentences"):
        found = judged(planted(noise, spiked(D, 20, 3.0, first=1000.0), n=4000, rotated=True))
        assert 20 <= found.value.above_chance <= 21
        assert found.elongated_at[2.0].value == 20
        assert found.value.elongated == found.elongated_at[6.0].value == 1


def test_horn_and_marchenko_pastur_fail_where_held_out_sentences_do_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "HORN_DRAWS", 50)
    along, huge = (judged(planted("independent", v)).value for v in (spiked(D, 20), spiked(D, 20, first=3000.0)))
    shared = judged(planted("30 % shared within sentences", np.ones(D))).value
    assert along.above_horn <= 1  # of 20
    assert (along.elongated, huge.elongated, shared.above_chance) == (20, 20, 0)
    assert huge.above_horn <= 1
    assert huge.above_marchenko_pastur == 1
    assert min(shared.above_horn, shared.above_marchenko_pastur) > 2  # of none


@settings(max_examples=8, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    noise=st.sampled_from(sorted(NOISE)),
    count=st.integers(0, 6),
    scale=st.floats(0.01, 100),
)
def test_a_rotation_a_shift_and_a_scale_change_no_count(seed: int, noise: str, count: int, scale: float) -> None:
    space = planted(noise, spiked(16, count, 4.0) * np.linspace(1.5, 1, 16), n=400, seed=seed)
    moved = scale * (space @ rotation(16, seed) + 3.0)
    first, second = judged(space, 6), judged(moved, 6)
    assert first.elongated_at == second.elongated_at
    assert second.value.participation_ratio == pytest.approx(first.value.participation_ratio)


@pytest.mark.parametrize("seed", range(3))
def test_counts_are_those_of_the_naive_reference(seed: int) -> None:
    space = planted("30 % shared within sentences", np.linspace(8, 0.5, 12), n=300, seed=seed)
    sentence = sentences(300)
    halves = [half[sentence] == 1 for half in half_samples(30, 8, seed)]
    found = judged(space, 8, seed)
    for ratio, count in found.elongated_at.items():
        assert count.value == reference.elongated(space, halves, ratio)


def test_a_spectrum_without_a_flat_part_reaches_the_half_and_is_counted_by_ratios() -> None:
    space = planted("30 % shared within sentences", 1 / np.arange(1, D + 1.0), n=4000, rotated=True)
    found = judged(space)
    counts = [one.value for one in found.elongated_at.values()]
    assert counts[0] == D // 2
    assert counts == sorted(counts, reverse=True)
    population = 1 / np.arange(1, D + 1.0)
    ratios = [population[k] / population[k + 1 :].mean() for k in range(D // 2)]
    assert found.elongated_at[3.0].low <= sum(r > 3 for r in ratios) <= found.elongated_at[3.0].high


def test_intervals_cover_what_other_texts_of_that_size_give() -> None:
    variances = 1 / np.arange(1, 25.0)
    trials = [judged(planted("30 % shared within sentences", variances, 1000, seed), 20, seed) for seed in range(30)]
    for ratio in (2.0, 3.0):
        typical = np.median([one.elongated_at[ratio].value for one in trials])
        hits = [one.elongated_at[ratio].low <= typical <= one.elongated_at[ratio].high for one in trials]
        assert np.mean(hits) >= 0.9
        widths = [one.elongated_at[ratio].high - one.elongated_at[ratio].low for one in trials]
        assert np.mean(widths) < 4


def test_pairs_of_draws_are_of_the_same_sentences() -> None:
    space = planted("independent", spiked(16, 3), n=600)
    first, second = judged(space), judged(2 * space)
    assert [one.elongated for one in first.drawn] == [one.elongated for one in second.drawn]
    assert [one.above_chance for one in first.drawn] == list(first.elongated_at[1.0].drawn)
    assert len(first.drawn) == first.draws == 12
