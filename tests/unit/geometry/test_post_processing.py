"""The five methods of table 1 against loops, and the properties that tie them together."""

import numpy as np
import pytest

from core.errors import UsageError
from core.geometry.clusters import cluster_centres, labels
from core.geometry.pooling import mean_pool
from core.geometry.post_processing import Options, fit, methods, processed
from core.geometry.rows import as_rows
from tests.reference import naive

RNG = np.random.default_rng(2)
SPACE = np.concatenate(
    [RNG.standard_normal((120, 6)) @ np.diag([4, 2, 1, 1, 0.5, 0.3]) + shift for shift in (0, 8, -8)]
)


def run(key: str, options: Options, space: np.ndarray = SPACE) -> np.ndarray:
    return processed(space, fit(key, space, options)).to_array()


def test_the_five_settings_of_table_1_are_there_in_order() -> None:
    in_order = [key for key, method in methods().items() if method.in_table_1]
    assert in_order == ["baseline", "zero-mean", "clustering-zero-mean", "global", "cluster-based"]


def test_baseline_changes_nothing() -> None:
    np.testing.assert_array_equal(run("baseline", Options()), SPACE)


def test_zero_mean_twice_is_once() -> None:
    once = run("zero-mean", Options())
    np.testing.assert_allclose(run("zero-mean", Options(), once), once, atol=1e-12)
    np.testing.assert_allclose(once, SPACE - SPACE.mean(0), atol=1e-12)


@pytest.mark.parametrize("end", ["dominant", "least"])
@pytest.mark.parametrize("directions", [0, 1, 2, 4, 5])
def test_global_equals_subtracting_one_component_after_another(directions: int, end: str) -> None:
    ours = run("global", Options(directions=directions, end=end))
    np.testing.assert_allclose(ours, naive.remove_global(SPACE, directions, end), atol=1e-9)


@pytest.mark.parametrize("end", ["dominant", "least"])
@pytest.mark.parametrize("directions", [1, 3, 5])
def test_cluster_based_equals_global_inside_each_cluster(directions: int, end: str) -> None:
    options = Options(directions=directions, end=end, clusters=3)
    found = labels(as_rows(SPACE), cluster_centres(as_rows(SPACE), 3, 0))
    assert sorted(np.bincount(found)) == [120, 120, 120]
    np.testing.assert_allclose(
        run("cluster-based", options), naive.remove_by_cluster(SPACE, found, directions, end), atol=1e-9
    )


def test_removed_directions_are_orthogonal_to_the_result() -> None:
    _, _, right = np.linalg.svd(SPACE - SPACE.mean(0))
    np.testing.assert_allclose(run("global", Options(directions=2)) @ right[:2].T, 0, atol=1e-9)


def test_one_cluster_is_global() -> None:
    options = Options(directions=2, clusters=1)
    np.testing.assert_allclose(run("cluster-based", options), run("global", options), atol=1e-9)
    np.testing.assert_allclose(run("clustering-zero-mean", options), run("zero-mean", options), atol=1e-9)


def test_no_direction_removed_leaves_the_centring() -> None:
    options = Options(directions=0, clusters=3)
    np.testing.assert_allclose(run("cluster-based", options), run("clustering-zero-mean", options), atol=1e-12)
    np.testing.assert_allclose(run("global", options), run("zero-mean", options), atol=1e-12)


def test_every_cluster_has_mean_zero_afterwards() -> None:
    found = labels(as_rows(SPACE), cluster_centres(as_rows(SPACE), 5, 0))
    for key in ("clustering-zero-mean", "cluster-based"):
        after = run(key, Options(directions=1, clusters=5))
        for cluster in range(5):
            np.testing.assert_allclose(after[found == cluster].mean(0), 0, atol=1e-9)


def test_a_cluster_with_fewer_tokens_than_directions_is_noted_and_does_not_crash() -> None:
    space = np.concatenate([SPACE, np.full((1, 6), 500.0), np.full((2, 6), -500.0) + RNG.standard_normal((2, 6))])
    fitted = fit("cluster-based", space, Options(directions=3, clusters=5))
    after = processed(space, fitted).to_array()
    np.testing.assert_allclose(after[-3:], 0, atol=1e-9)
    assert fitted.notes == (
        "2 of 5 clusters had no more than 3 directions of any variance: nothing is left of these tokens.",
    )


def test_duplicated_rows_do_not_crash() -> None:
    space = np.repeat(RNG.standard_normal((4, 6)), 10, axis=0)
    for key in methods():
        assert np.isfinite(run(key, Options(directions=2, clusters=4), space)).all()


@pytest.mark.parametrize("key", list(methods()))
def test_a_method_fitted_on_one_text_applies_to_another(key: str) -> None:
    fitted = fit(key, SPACE[::2], Options(directions=2, clusters=3))
    other = SPACE[1::2]
    assert processed(other, fitted).to_array().shape == other.shape


@pytest.mark.parametrize("key", list(methods()))
def test_k_means_and_methods_are_repeatable(key: str) -> None:
    options = Options(directions=2, clusters=4, seed=3)
    np.testing.assert_array_equal(run(key, options), run(key, options))


@pytest.mark.parametrize(
    ("key", "options", "words"),
    [
        ("global", Options(directions=6), "give 0 to 5"),
        ("global", Options(directions=-1), "give 0 to 5"),
        ("global", Options(end="middle"), "dominant"),
        ("cluster-based", Options(directions=2, clusters=0), "clusters"),
        ("cluster-based", Options(directions=2, clusters=10_000), "clusters"),
        ("whitening", Options(), "Choose one of"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_the_choices(key: str, options: Options, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        fit(key, SPACE, options)


def test_sentence_mean_centres_what_is_pooled() -> None:
    random = np.random.default_rng(3)
    space, sentence = random.standard_normal((40, 5)) + 2, np.sort(random.integers(0, 9, 40))
    fitted = fit("sentence-mean", space, Options(sentence=sentence))
    pooled = mean_pool(processed(space, fitted), np.unique(sentence, return_inverse=True)[1], len(np.unique(sentence)))
    assert pooled.mean(axis=0) == pytest.approx(0, abs=1e-12)
    alone, zero_mean = (
        processed(space, fit(key, space, Options())).to_array() for key in ("sentence-mean", "zero-mean")
    )
    assert alone == pytest.approx(zero_mean)
