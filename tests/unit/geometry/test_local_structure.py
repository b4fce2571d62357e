"""Planted structure is found, shuffled labels are not; values equal scikit-learn's."""

import numpy as np
import pytest
from sklearn.metrics import normalized_mutual_info_score, silhouette_score

from core.errors import GeometryError, UsageError
from core.geometry import local_structure
from core.geometry.local_structure import (
    Separation,
    agreement_among,
    agreement_of_rows,
    mutual_information,
    neighbour_agreement,
    pairwise_distances,
    silhouette,
    silhouette_among,
)
from core.geometry.neighbours import NOBODY, nearest_neighbours

RNG = np.random.default_rng(16)
N = 240
KINDS = np.array(["function word", "punctuation", "sub-word"])[RNG.choice(3, N, p=[0.6, 0.3, 0.1])]
CENTRES = {kind: RNG.standard_normal(7) for kind in np.unique(KINDS)}
PLANTED = np.array([3 * CENTRES[kind] for kind in KINDS]) + RNG.standard_normal((N, 7))
SHUFFLED = RNG.permutation(KINDS)
NEIGHBOURS = nearest_neighbours(PLANTED, 10)
CLUSTERS = np.where(RNG.random(N) < 0.9, np.unique(KINDS, return_inverse=True)[1], RNG.integers(0, 4, N))


def every_measure(labels: np.ndarray, seed: int = 0) -> list[Separation]:
    return [
        silhouette(PLANTED, labels, seed=seed),
        silhouette(PLANTED, labels, metric="euclidean", seed=seed),
        mutual_information(CLUSTERS, labels, seed=seed),
        neighbour_agreement(NEIGHBOURS, labels, seed=seed),
    ]


def test_planted_labels_are_found_and_shuffled_ones_are_not() -> None:
    for found in every_measure(KINDS):
        assert found.p == pytest.approx(1 / 201)
        assert found.above_chance > 10 * found.chance_sd
        assert found.n == N
    for found in every_measure(SHUFFLED):
        assert found.p > 0.01
        assert abs(found.above_chance) < 4 * found.chance_sd


def test_p_values_of_shuffled_labels_are_even() -> None:
    drawn = [neighbour_agreement(NEIGHBOURS, RNG.permutation(KINDS), seed=seed, draws=39).p for seed in range(300)]
    assert np.mean(np.array(drawn) <= 0.05) == pytest.approx(0.05, abs=0.04)
    assert np.mean(drawn) == pytest.approx(0.5, abs=0.07)


@pytest.mark.parametrize("metric", ["cosine", "euclidean"])
@pytest.mark.parametrize("columns", [1, 7, 2048])
def test_silhouettes_equal_scikit_learns(metric: str, columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local_structure, "_COLUMNS", columns)
    for labels in (KINDS, SHUFFLED == "sub-word", np.arange(N) // 3, np.maximum(np.arange(N) - 200, 0)):
        found = silhouette(PLANTED, labels, metric=metric, draws=5, seed=3)
        assert found.value == pytest.approx(silhouette_score(PLANTED, labels, metric=metric), abs=1e-9)
        random, codes = np.random.default_rng(3), np.unique(labels, return_inverse=True)[1]
        drawn = [silhouette_score(PLANTED, random.permutation(codes), metric=metric) for _ in range(5)]
        assert (found.chance, found.chance_sd) == pytest.approx((np.mean(drawn), np.std(drawn)), abs=1e-9)


def test_a_sampled_silhouette_is_near_the_whole_one_and_seeded() -> None:
    whole, part = silhouette(PLANTED, KINDS), silhouette(PLANTED, KINDS, size=120, seed=1)
    assert part.n == 120
    assert part.value == pytest.approx(whole.value, abs=0.08)
    assert part == silhouette(PLANTED, KINDS, size=120, seed=1)
    assert part != silhouette(PLANTED, KINDS, size=120, seed=2)


def test_mutual_information_equals_scikit_learns_with_shuffled_labels_too() -> None:
    found = mutual_information(CLUSTERS, KINDS, seed=4, draws=6)
    assert found.value == pytest.approx(normalized_mutual_info_score(CLUSTERS, KINDS), rel=1e-12)
    random, codes = np.random.default_rng(4), np.unique(KINDS, return_inverse=True)[1]
    drawn = [normalized_mutual_info_score(CLUSTERS, random.permutation(codes)) for _ in range(6)]
    assert (found.chance, found.chance_sd) == pytest.approx((np.mean(drawn), np.std(drawn)), rel=1e-9)
    assert mutual_information(KINDS, KINDS).value == pytest.approx(1)


def test_neighbour_agreement_is_the_mean_over_rows_and_by_chance_the_squared_shares() -> None:
    rows = agreement_of_rows(NEIGHBOURS, KINDS)
    assert rows[5] == sum(KINDS[j] == KINDS[5] for j in NEIGHBOURS[5]) / 10
    found = neighbour_agreement(NEIGHBOURS, KINDS)
    assert found.value == pytest.approx(rows.mean())
    counts = np.unique(KINDS, return_counts=True)[1]
    assert found.chance == pytest.approx((counts * (counts - 1)).sum() / (N * (N - 1)), abs=0.005)


def test_rows_without_neighbours_are_left_out() -> None:
    gaps = np.insert(PLANTED, [0, 50], 0.0, axis=0)
    labels = np.insert(KINDS, [0, 50], "punctuation")
    neighbours = nearest_neighbours(gaps, 10)
    found = neighbour_agreement(neighbours, labels)
    assert found == neighbour_agreement(NEIGHBOURS, KINDS)
    assert np.isnan(agreement_of_rows(neighbours, labels)[neighbours[:, 0] == NOBODY]).all()


@pytest.mark.parametrize("labels", [np.zeros(N), np.arange(N)], ids=["one label", "a label for every row"])
def test_labels_that_separate_nothing_have_no_number(labels: np.ndarray) -> None:
    for found in every_measure(labels.astype(int)):
        assert np.isnan([found.value, found.chance, found.chance_sd, found.p, found.above_chance]).all()


@pytest.mark.parametrize("row", [np.zeros(7), np.full(7, 0.1), RNG.standard_normal(7)], ids=["zero", "0.1", "any"])
def test_equal_rows_separate_nothing(row: np.ndarray) -> None:
    with np.errstate(all="raise"):
        for found in (
            silhouette(np.tile(row, (N, 1)), KINDS, metric="euclidean"),
            silhouette(RNG.uniform(0.1, 9, (N, 1)) * row, KINDS),
        ):
            assert (found.value, found.chance, found.chance_sd, found.p) == (0, 0, 0, 1)


def test_without_shufflings_there_is_a_value_and_no_chance() -> None:
    assert silhouette(PLANTED, KINDS, draws=0).value == silhouette(PLANTED, KINDS).value
    assert np.isnan(silhouette(PLANTED, KINDS, draws=0).p)


def test_what_does_not_fit_is_refused() -> None:
    for refused in (
        lambda: silhouette(PLANTED, KINDS[:-1]),
        lambda: mutual_information(CLUSTERS, KINDS[:-1]),
        lambda: neighbour_agreement(NEIGHBOURS, KINDS[:-1]),
        lambda: agreement_of_rows(NEIGHBOURS, KINDS[:-1]),
    ):
        with pytest.raises(GeometryError, match=r"Labels of shape \(239,\) are not one for each of 240 rows"):
            refused()
    with pytest.raises(UsageError, match="Unknown metric 'manhattan'"):
        silhouette(PLANTED, KINDS, metric="manhattan")
    with pytest.raises(GeometryError, match="NaN or infinite"):
        silhouette(np.where(PLANTED > 3, np.nan, PLANTED), KINDS)


def test_neighbours_and_silhouettes_among_some_rows_are_those_of_a_space_of_these() -> None:
    random = np.random.default_rng(11)
    space, groups = random.standard_normal((80, 5)), random.integers(0, 3, 80)
    space[7] = 0.0
    chosen = random.random(80) < 0.5
    chosen[7] = True
    inside = space[chosen]
    ordered = nearest_neighbours(space, 60)
    alone = agreement_of_rows(nearest_neighbours(inside, 4), groups[chosen])
    assert agreement_among(ordered, groups, chosen, 4) == pytest.approx(np.nanmean(alone))
    found = silhouette_among(pairwise_distances(space, "cosine"), groups, chosen)
    assert found == pytest.approx(silhouette(inside, groups[chosen], draws=1).value)
    assert np.isnan(silhouette_among(pairwise_distances(space, "cosine"), np.zeros(80), chosen))


def test_labels_of_sentences_without_meaning_are_no_structure() -> None:
    """Rows of a sentence are alike, and so are their labels: dealt row by row, that alone passes for structure."""
    random = np.random.default_rng(2)
    sentence = np.repeat(np.arange(30), 6)
    space = 2 * random.standard_normal((30, 8))[sentence] + random.standard_normal((180, 8))
    groups = random.integers(0, 3, 30)[sentence]
    near = nearest_neighbours(space, 5)
    assert neighbour_agreement(near, groups).p < 0.01
    found = neighbour_agreement(near, groups, unit=sentence)
    assert found.p > 0.05
    assert found.chance > neighbour_agreement(near, groups).chance + 0.2
    assert silhouette(space, groups, unit=sentence).p > 0.05
