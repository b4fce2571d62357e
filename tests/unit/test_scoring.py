"""Scores against scipy and sentence-transformers, the bootstrap against drawing pairs one by one."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import pearsonr, rankdata, spearmanr

from core import scoring
from core.geometry.pooling import cosine, mean_pool
from core.geometry.rank_correlation import Resamples, average_ranks
from core.texts.text import pairs
from core.texts.units import connected_pairs

RNG = np.random.default_rng(4)
GOLD = RNG.integers(0, 11, 200) / 2.0  # many ties, as in STS-B
SIMILARITY = GOLD + RNG.standard_normal(200)


def test_spearman_and_pearson_are_scipys() -> None:
    found = scoring.score(SIMILARITY, GOLD)
    assert found.spearman == pytest.approx(100 * spearmanr(SIMILARITY, GOLD).statistic, abs=1e-9)
    assert found.pearson == pytest.approx(100 * pearsonr(SIMILARITY, GOLD).statistic, abs=1e-9)


def test_score_equals_sentence_transformers_evaluator() -> None:
    from sentence_transformers.sentence_transformer.evaluation import EmbeddingSimilarityEvaluator

    first, second = RNG.standard_normal((2, 200, 16))
    second += first * GOLD[:, None] / 3

    evaluator = EmbeddingSimilarityEvaluator(
        ["a"] * 200, ["b"] * 200, GOLD.tolist(), main_similarity="cosine", write_csv=False
    )
    evaluator.embed_inputs = lambda model, sentences, **_: first if sentences[0] == "a" else second  # type: ignore[method-assign]
    evaluator.store_metrics_in_model_card_data = lambda *a, **k: None  # type: ignore[method-assign]
    theirs = evaluator(type("Model", (), {"similarity_fn_name": "cosine"})())
    ours = scoring.score(cosine(first, second), GOLD)
    spearman = next(value for name, value in theirs.items() if "spearman" in name)
    pearson = next(value for name, value in theirs.items() if "pearson" in name)
    assert ours.spearman == pytest.approx(100 * spearman, abs=1e-4)
    assert ours.pearson == pytest.approx(100 * pearson, abs=1e-4)


@pytest.mark.parametrize(
    "values", [RNG.random((3, 40)), RNG.integers(0, 5, (3, 40)).astype(float)], ids=["distinct", "ties"]
)
def test_ranks_are_scipys(values: np.ndarray) -> None:
    np.testing.assert_array_equal(average_ranks(values), rankdata(values, axis=1))


def test_bootstrap_equals_drawing_pairs_and_ranking_again() -> None:
    draws, n = 25, len(GOLD)
    ours = Resamples(GOLD, seed=5, draws=draws).spearman(SIMILARITY)
    chosen = np.random.default_rng(5).integers(0, n, size=(draws, n))
    theirs = [100 * spearmanr(SIMILARITY[i], GOLD[i]).statistic for i in chosen]
    np.testing.assert_allclose(ours, theirs, atol=1e-9)


def test_bootstrap_interval_agrees_with_scipys() -> None:
    from scipy.stats import bootstrap

    theirs = bootstrap(
        (SIMILARITY, GOLD),
        lambda x, y: 100 * spearmanr(x, y).statistic,
        paired=True,
        vectorized=False,
        n_resamples=2000,
        method="percentile",
        rng=np.random.default_rng(0),
    ).confidence_interval
    low, high = scoring.score(SIMILARITY, GOLD, draws=4000).ci95
    assert low == pytest.approx(theirs.low, abs=0.6)
    assert high == pytest.approx(theirs.high, abs=0.6)


def test_a_difference_with_itself_is_exactly_zero() -> None:
    _, found = scoring.difference(SIMILARITY, SIMILARITY, GOLD)
    assert found.value == 0.0
    assert found.ci95 == (0.0, 0.0)


def test_pairing_narrows_the_interval_of_a_difference() -> None:
    other = SIMILARITY + 0.05 * RNG.standard_normal(200)
    low, high = scoring.difference(other, SIMILARITY, GOLD)[1].ci95
    alone = scoring.score(SIMILARITY, GOLD).ci95
    assert high - low < 0.3 * (alone[1] - alone[0])


def test_mean_pool_is_the_mean_of_each_sentence_across_block_edges() -> None:
    lengths = RNG.integers(0, 40, 200)
    sentence = np.repeat(np.arange(200), lengths)
    vectors = RNG.standard_normal((len(sentence), 5))
    pooled = mean_pool(vectors, sentence, 200)
    for i in range(200):
        expected = vectors[sentence == i].mean(0) if lengths[i] else np.zeros(5)
        np.testing.assert_allclose(pooled[i], expected, atol=1e-12)


def test_cosine_of_a_zero_vector_is_zero() -> None:
    np.testing.assert_array_equal(cosine(np.zeros((2, 3)), np.ones((2, 3))), [0, 0])


def test_a_constant_similarity_has_no_score() -> None:
    with np.errstate(all="raise"):
        found = scoring.score(np.ones(10), np.arange(10.0))
    assert np.isnan(found.spearman)
    assert np.isnan(found.ci95[0])


def test_units_of_single_pairs_are_the_pairs() -> None:
    alone = scoring.difference(SIMILARITY**3, np.roll(SIMILARITY, 1), GOLD, draws=50)
    assert alone == scoring.difference(SIMILARITY**3, np.roll(SIMILARITY, 1), GOLD, draws=50, unit=np.arange(200))


def test_a_unit_is_drawn_with_all_of_its_pairs() -> None:
    unit = np.repeat(np.arange(40), 5)
    random = np.random.default_rng(3)
    expected = []
    for drawn in random.integers(0, 40, size=(30, 40)):
        index = np.concatenate([np.flatnonzero(unit == one) for one in drawn])
        expected.append(100 * spearmanr(SIMILARITY[index], GOLD[index]).statistic)
    np.testing.assert_allclose(Resamples(GOLD, 3, 30, unit + 7).spearman(SIMILARITY), expected, atol=1e-9)


def test_pairs_that_say_the_same_five_times_count_once() -> None:
    first, gold = np.repeat(SIMILARITY, 5), np.repeat(GOLD, 5)
    unit = np.repeat(np.arange(200), 5)
    widths = [np.ptp(scoring.score(first, gold, unit=one).ci95) for one in (None, unit)]
    assert widths[1] == pytest.approx(np.ptp(scoring.score(SIMILARITY, GOLD).ci95))
    assert widths[1] / widths[0] == pytest.approx(5**0.5, rel=0.15)


def test_ten_pairs_that_rank_alike_are_no_proof_that_nothing_changed() -> None:
    similarity, gold = SIMILARITY[:10], GOLD[:10]
    low, high = scoring.difference(similarity * 1.001, similarity, gold)[1].ci95
    step = 12 / 990 * 100  # what two neighbours that change places are worth
    assert (low, high) == pytest.approx((-2.262 * 2 * step, 2.262 * 2 * step), abs=0.01)
    assert scoring.difference(similarity, similarity, gold)[1].ci95 == (0.0, 0.0)


def test_texts_scores_are_drawn_by_pairs_that_share_no_sentence_and_differences_by_source_too() -> None:
    rows = [
        (f"a {i % 40}", f"b {i}", float(gold)) for i, gold in enumerate(GOLD)
    ]  # 40 first sentences, five pairs each
    texts, other = pairs("k", "t", rows), np.roll(SIMILARITY, 1)
    unit = connected_pairs(texts)
    assert unit.max() == 39
    assert scoring.score_of_texts(SIMILARITY, texts, 2) == scoring.score(SIMILARITY, GOLD, 2, unit=unit)
    expected = scoring.difference(other, SIMILARITY, GOLD, 2, unit=unit)
    assert scoring.difference_of_texts(other, SIMILARITY, texts, 2) == expected
    assert scoring.interval_by_source(other, SIMILARITY, texts) is None
    assert scoring.interval_by_source(other, SIMILARITY, replace(texts, files=("x",) * 200)) is None
    sources = replace(texts, files=tuple(f"file {i % 4}" for i in range(200)))
    by_source = scoring.interval_by_source(other, SIMILARITY, sources, 2)
    assert by_source == scoring.difference(other, SIMILARITY, GOLD, 2, unit=np.arange(200) % 4)[1].ci95
