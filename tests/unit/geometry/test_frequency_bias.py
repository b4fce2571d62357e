"""Frequency bias: what is planted is found, what is shuffled is not, and neither scale nor rotation hide it."""

from dataclasses import replace

import numpy as np
import pytest

from core.errors import GeometryError
from core.geometry.frequency_bias import (
    NeighbourGap,
    Predictability,
    difference,
    mean_difference,
    neighbour_gap,
    places,
    predictability,
    r2_columns,
    r2_of,
    ratio_of,
)
from core.geometry.jackknife import GROUPS, groups_by_name, groups_of, jackknife95
from core.uncertainty import students_t

RNG = np.random.default_rng(31)
WORDS, D = 400, 12
ZIPF = RNG.uniform(1, 8, WORDS)
COUNTS = np.round(10 ** ((ZIPF - 1) / 4)).astype(int)  # frequent words occur more often, as in texts
WORD = RNG.permutation(np.concatenate([np.repeat(np.arange(WORDS), COUNTS), np.full(50, -1)]))
FOLD = WORD % 5
NOISE = RNG.standard_normal((len(WORD), D)) + 3
DIRECTION = np.eye(D)[4]


def planted(strength: float, zipf: np.ndarray = ZIPF) -> np.ndarray:
    """Noise around one place, moved along one direction by frequency."""
    return NOISE + strength * np.where(WORD >= 0, (zipf - 4.5)[WORD], 0.0)[:, None] * DIRECTION


def probe(space: np.ndarray, **options: bool) -> Predictability:
    return predictability(space, WORD, ZIPF, FOLD, **options)


def one_row_each() -> np.ndarray:
    return np.sort(np.unique(WORD, return_index=True)[1][1:])


def gap(space: np.ndarray, k: int = 10) -> NeighbourGap:
    rows = one_row_each()
    return neighbour_gap(space, rows, WORD[rows], ZIPF, k)


# --- the probe --------------------------------------------------------------------------------------------------


def test_planted_frequency_is_found() -> None:
    found = probe(planted(1.0))
    noise_over_signal = 1 / (1 + ZIPF.var())
    assert found.r2.value == pytest.approx(1 - noise_over_signal, abs=0.06)
    assert found.r2.low < found.r2.value < found.r2.high
    assert found.r2.high - found.r2.low < 0.1
    assert found.r2.low > found.chance_high
    assert 0 < found.fold_sd < 0.1


@pytest.mark.parametrize("equal_words", [True, False])
def test_a_space_that_knows_nothing_of_frequency_is_at_chance(equal_words: bool) -> None:
    found = probe(planted(0.0), equal_words=equal_words)
    assert found.r2.low < 0.03
    assert found.r2.value < 0.05
    assert abs(found.chance) < 0.05


def test_frequencies_dealt_out_at_random_are_not_found_in_a_space_planted_with_the_true_ones() -> None:
    shuffled = RNG.permutation(ZIPF)
    found = predictability(planted(1.0), WORD, shuffled, FOLD)
    assert found.r2.value < 0.05
    assert probe(planted(1.0)).chance_high < 0.05


def test_words_known_by_heart_pass_for_frequency_only_where_folds_share_them() -> None:
    names = RNG.standard_normal((WORDS, 300))  # a place for each word, which has nothing to do with its frequency
    space = np.where(WORD[:, None] >= 0, names[WORD], 0.0)
    apart = predictability(space, WORD, ZIPF, FOLD, equal_words=False)
    shared = predictability(space, WORD, ZIPF, RNG.integers(0, 5, len(WORD)), equal_words=False)
    assert apart.r2.value < 0.1
    assert shared.r2.value > 0.5
    assert shared.chance > 0.5  # which gives it away


def test_every_word_counts_once_or_every_token() -> None:
    frequent = ZIPF > 6
    wrong = np.where(frequent, 12.0 - ZIPF, ZIPF)  # the space misleads about frequent words
    space = planted(5.0, wrong)
    assert probe(space).r2.value > probe(space, equal_words=False).r2.value + 0.1


def test_the_errors_of_words_make_the_r2() -> None:
    found = probe(planted(0.7))
    value = 1 - found.error.sum() / ((ZIPF - ZIPF.mean()) ** 2).sum()
    assert found.r2.value == pytest.approx(value)


def test_scale_shift_and_rotation_do_not_matter_to_the_probe() -> None:
    turn = np.linalg.qr(RNG.standard_normal((D, D)))[0]
    first, second = probe(planted(0.7)), probe(planted(0.7) @ turn * 40 - 9)
    assert first.r2.value == pytest.approx(second.r2.value, rel=1e-6)
    assert first.r2.low == pytest.approx(second.r2.low, rel=1e-6)


def test_the_interval_holds_the_value_of_other_words_about_as_often_as_it_says() -> None:
    truth, held = [], 0
    for seed in range(60):
        random = np.random.default_rng(seed)
        zipf = random.uniform(1, 8, 150)
        space = random.standard_normal((150, 4)) + 0.5 * (zipf[:, None] - 4.5) * np.eye(4)[0]
        found = predictability(space, np.arange(150), zipf, np.arange(150) % 5)
        truth.append(found.r2)
    mean = np.mean([one.value for one in truth])
    held = sum(one.low <= mean <= one.high for one in truth)
    assert 50 <= held <= 60


def test_equally_frequent_words_have_no_r2() -> None:
    found = predictability(planted(1.0), WORD, np.full(WORDS, 4.0), FOLD)
    assert np.isnan(found.r2.value)
    assert np.isnan(found.r2.low)


def test_a_handful_of_words_is_refused() -> None:
    with pytest.raises(GeometryError, match="20 different words"):
        predictability(NOISE[:30], np.arange(30) % 12, ZIPF, np.arange(30) % 5)


# --- neighbours -------------------------------------------------------------------------------------------------


def test_neighbours_share_a_planted_frequency_and_only_that() -> None:
    close, far = gap(planted(3.0)), gap(planted(0.0))
    assert close.ratio.high < 0.6
    assert close.p == pytest.approx(1 / 201)
    assert far.ratio.value == pytest.approx(1.0, abs=0.08)
    assert far.p > 0.02
    assert close.expected == pytest.approx(far.expected)
    assert close.ratio.value == pytest.approx(close.gap / close.expected)


def test_expected_is_the_mean_over_permutations() -> None:
    found = gap(planted(0.0))
    assert found.expected == pytest.approx(np.abs(ZIPF[:, None] - ZIPF).sum() / (WORDS * (WORDS - 1)))
    np.testing.assert_allclose(
        mean_difference(ZIPF), np.abs(ZIPF[:, None] - ZIPF).sum(axis=1) / (WORDS - 1), rtol=1e-10
    )
    assert mean_difference(np.array([3.0])).tolist() == [0.0]


def test_gaps_are_those_of_the_nearest_by_cosine() -> None:
    space, rows = planted(1.0), one_row_each()
    unit = space[rows] / np.linalg.norm(space[rows], axis=1, keepdims=True)
    near = np.argsort(-(unit @ unit.T) + 9 * np.eye(len(rows)), axis=1)[:, :3]
    frequency = ZIPF[WORD[rows]]
    wanted = np.abs(frequency[near] - frequency[:, None]).mean(axis=1)
    found = gap(space, 3)
    np.testing.assert_allclose(found.of_word[WORD[rows]], wanted)
    assert (found.k, found.n) == (3, WORDS)


def test_words_whose_vector_is_zero_are_left_out() -> None:
    space, rows = planted(2.0), one_row_each()
    space[rows[::4]] = 0.0
    found = gap(space)
    assert np.isnan(found.of_word[WORD[rows[::4]]]).all()
    assert np.isfinite(found.of_word[WORD[np.delete(rows, np.s_[::4])]]).all()


# --- where words stand ------------------------------------------------------------------------------------------


def test_norms_and_distances_are_means_over_words_in_each_band() -> None:
    space, band = planted(1.0), (ZIPF // 2).astype(int)
    found = places(space, WORD, ZIPF, band)
    norm = np.linalg.norm(space, axis=1)
    distance = np.linalg.norm(space - space.mean(axis=0), axis=1)
    assert found.spread == pytest.approx(np.sqrt((distance**2).mean()))
    assert [one.number for one in found.bands] == np.unique(band).tolist()
    for one in found.bands:
        words = np.flatnonzero(band == one.number)
        means = np.array([[values[word == WORD].mean() for word in words] for values in (norm, distance)])
        assert (one.n_words, one.n_tokens) == (len(words), COUNTS[words].sum())
        assert one.norm.value == pytest.approx(means[0].mean())
        assert one.distance.value == pytest.approx(means[1].mean())
        margin = students_t(len(words) - 1) * means[0].std(ddof=1) / np.sqrt(len(words))
        assert one.norm.high - one.norm.value == pytest.approx(margin)


def test_trends_are_rank_correlations_over_words() -> None:
    from scipy.stats import spearmanr

    scale = np.where(WORD >= 0, 1 / ZIPF[WORD], 0.3)
    space = NOISE * scale[:, None]
    found = places(space, WORD, ZIPF, np.zeros(WORDS, int))
    norm = np.linalg.norm(space, axis=1)
    means = np.bincount(WORD[WORD >= 0], norm[WORD >= 0]) / COUNTS
    assert found.norm_trend.value == pytest.approx(spearmanr(means, ZIPF).statistic)
    assert found.norm_trend.high < -0.8
    assert places(NOISE, WORD, ZIPF, np.zeros(WORDS, int)).norm_trend.low < 0.05


def test_how_often_a_word_occurs_in_these_texts_is_no_bias() -> None:
    """Means over occurrences would put frequent words nearer to the centre; tokens do not."""
    found = places(NOISE, WORD, ZIPF, np.zeros(WORDS, int))
    assert found.distance_trend.low < 0 < found.distance_trend.high
    assert gap(NOISE).ratio.value == pytest.approx(1.0, abs=0.08)


# --- differences ------------------------------------------------------------------------------------------------


def test_a_weaker_bias_is_told_from_a_stronger_one_of_the_same_words() -> None:
    strong, weak = probe(planted(1.0)), probe(planted(0.8))
    columns = [r2_columns(one.error, ZIPF, np.ones(WORDS)) for one in (strong, weak)]
    first, second, change = difference(columns[0], columns[1], r2_of, (strong.without, weak.without))
    assert change.high < 0
    assert change.value == pytest.approx(second.value - first.value)
    apart = np.hypot(first.high - first.low, second.high - second.low)
    assert change.high - change.low < 0.6 * apart  # words are paired


def test_ratios_differ_as_their_gaps_do() -> None:
    expected = mean_difference(ZIPF)
    gaps = [gap(planted(strength)) for strength in (3.0, 1.0)]
    columns = [np.stack([each.of_word, expected], axis=1) for each in gaps]
    first, _, change = difference(columns[0], columns[1], ratio_of, (gaps[0].without, gaps[1].without))
    assert first.value == pytest.approx(gap(planted(3.0)).ratio.value)
    assert change.low > 0


def test_everything_is_the_same_again_with_the_same_seed() -> None:
    first, again = probe(planted(0.5)), probe(planted(0.5))
    np.testing.assert_array_equal(first.error, again.error)
    np.testing.assert_array_equal(first.without, again.without)
    assert replace(first, error=None, without=None) == replace(again, error=None, without=None)  # type: ignore[arg-type]
    assert gap(planted(0.5)).p == gap(planted(0.5)).p


# --- intervals --------------------------------------------------------------------------------------------------


def test_r2_without_a_group_of_words_is_that_of_the_others() -> None:
    space = planted(0.7)
    found = probe(space)
    group = groups_of(WORDS, 0)
    assert len(found.without) == GROUPS
    for one in (0, 7):
        word = np.where(group[WORD] == one, -1, WORD)
        alone = predictability(space, word, ZIPF, FOLD)
        assert found.without[one] == pytest.approx(alone.r2.value, abs=2e-3)  # whose penalties may be others


def test_words_in_several_folds_are_left_out_of_all() -> None:
    fold = RNG.integers(0, 5, len(WORD))
    found = predictability(planted(0.7), WORD, ZIPF, fold)
    assert len(found.without) == 8
    word = np.where(groups_of(WORDS, 0)[WORD] % 8 == 3, -1, WORD)
    assert found.without[3] == pytest.approx(predictability(planted(0.7), word, ZIPF, fold).r2.value, abs=2e-3)


def test_the_ratio_without_a_group_is_that_of_the_others_among_themselves() -> None:
    space, rows = planted(2.0), one_row_each()
    found, group = gap(space), groups_of(WORDS, 0)
    some = rows[group[WORD[rows]] != 4]
    assert found.without[4] == pytest.approx(neighbour_gap(space, some, WORD[some], ZIPF, 10).ratio.value)


def test_a_difference_of_spaces_has_the_differences_without_each_group() -> None:
    one, two = probe(planted(1.0)), probe(planted(0.8))
    columns = [r2_columns(each.error, ZIPF, np.ones(WORDS)) for each in (one, two)]
    first, second, change = difference(columns[0], columns[1], r2_of, without=(one.without, two.without))
    assert (first, second) == (one.r2, two.r2)
    assert change.low < change.value < change.high < 0
    same = difference(columns[0], columns[0], r2_of, without=(one.without, one.without))[2]
    assert (same.value, same.low, same.high) == (0.0, 0.0, 0.0)


def test_a_jackknife_of_means_is_students_interval() -> None:
    values = RNG.standard_normal(20)
    without = (values.sum() - values) / 19
    low, high = jackknife95(float(values.mean()), without)
    assert high - values.mean() == pytest.approx(2.093 * values.std(ddof=1) / 20**0.5, rel=1e-3)
    assert low + high == pytest.approx(2 * values.mean())
    assert np.isnan(jackknife95(0.0, np.array([1.0]))).all()


def test_groups_by_name_do_not_depend_on_the_other_words() -> None:
    names = [f"word{i}" for i in range(500)]
    every = groups_by_name(names)
    np.testing.assert_array_equal(groups_by_name(names[::7]), every[::7])
    assert np.bincount(every).min() > 10
