"""Probes find what was planted in a direction, and equal the textbook formulas."""

import numpy as np
import pytest
from scipy.stats import pearsonr

from core.errors import GeometryError
from core.geometry.moments import moments
from core.geometry.principal import Principal, principal_directions
from core.geometry.probes import direction_probes, expected_by_chance, expected_by_unit, pair_probe

N, D = 1500, 12
RNG = np.random.default_rng(5)
FREQUENCY = RNG.uniform(0, 8, N)
GROUPS = np.array(["news", "captions", "forums"])[RNG.integers(0, 3, N)]
SPACE = RNG.standard_normal((N, D)) * np.linspace(1, 0.5, D) + RNG.standard_normal(D)
SPACE[:, 0] += 4 * FREQUENCY
SPACE[:, 1] += 6 * (GROUPS == "news") + 3 * (GROUPS == "forums")
MISSING = np.where(RNG.random(N) < 0.3, np.nan, RNG.standard_normal(N) + SPACE[:, 2])


def probes(space: np.ndarray, **factors: np.ndarray) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """(what probes say, coordinates of every row on every direction)."""
    known = moments(space)
    principal = principal_directions(known.scatter)
    return direction_probes(space, known.mean, principal, factors), (space - known.mean) @ principal.vectors


def naive_eta(coordinate: np.ndarray, labels: np.ndarray) -> float:
    mean = coordinate.mean()
    between = sum((labels == one).sum() * (coordinate[labels == one].mean() - mean) ** 2 for one in np.unique(labels))
    return float(between / ((coordinate - mean) ** 2).sum())


def test_planted_factors_are_found_and_others_stay_near_chance() -> None:
    found, _ = probes(SPACE, frequency=FREQUENCY, genre=GROUPS, nothing=RNG.standard_normal(N))
    assert found["frequency"][0] > 0.98
    assert found["genre"][1] > 0.8
    assert found["genre"][0] < 0.02
    assert found["nothing"].mean() == pytest.approx(expected_by_chance(N), abs=5 * expected_by_chance(N) / D**0.5)


def test_continuous_factors_equal_scipys_pearson_squared() -> None:
    found, coordinates = probes(SPACE, frequency=FREQUENCY)
    wanted = [pearsonr(coordinates[:, j], FREQUENCY)[0] ** 2 for j in range(D)]
    np.testing.assert_allclose(found["frequency"], wanted, rtol=1e-9, atol=1e-14)


def test_missing_values_leave_their_rows_out_of_that_factor_alone() -> None:
    there = np.isfinite(MISSING)
    found, coordinates = probes(SPACE, missing=MISSING, frequency=FREQUENCY)
    wanted = [pearsonr(coordinates[there, j], MISSING[there])[0] ** 2 for j in range(D)]
    np.testing.assert_allclose(found["missing"], wanted, rtol=1e-9, atol=1e-14)
    np.testing.assert_allclose(found["frequency"], probes(SPACE, frequency=FREQUENCY)[0]["frequency"])


@pytest.mark.parametrize(
    "labels", [GROUPS, RNG.integers(0, 400, N), FREQUENCY > 4], ids=["strings", "many integers", "booleans"]
)
def test_categories_equal_the_naive_eta_squared(labels: np.ndarray) -> None:
    found, coordinates = probes(SPACE, groups=labels)
    wanted = [naive_eta(coordinates[:, j], labels) for j in range(D)]
    np.testing.assert_allclose(found["groups"], wanted, rtol=1e-9)


def test_two_categories_are_the_same_as_a_factor_of_0_and_1() -> None:
    found, _ = probes(SPACE, integers=(FREQUENCY > 4).astype(int), floats=(FREQUENCY > 4).astype(float))
    np.testing.assert_allclose(found["integers"], found["floats"], rtol=1e-10)


def test_what_has_no_variance_has_no_number() -> None:
    flat = np.hstack([SPACE[:, :3], SPACE[:, :1] + SPACE[:, 1:2]])
    half = np.where(np.arange(N) < 5, 1.0, np.nan)
    constant = {"float": np.full(N, 0.1), "text": np.full(N, "a"), "none": np.full(N, np.nan), "five": half}
    with np.errstate(all="raise"):
        found, _ = probes(flat, frequency=FREQUENCY, missing=MISSING, genre=GROUPS, **constant)
    for name in ("frequency", "missing", "genre"):
        assert np.isnan(found[name]).tolist() == [False, False, False, True]
    for name in constant:
        assert np.isnan(found[name]).all()
    assert list(found) == ["frequency", "missing", "genre", *constant]


def test_a_direction_without_variance_on_the_rows_that_are_left_has_no_number() -> None:
    space = np.zeros((N, 2))
    space[:, 0], space[: N // 2, 1] = RNG.standard_normal(N), 1.0
    known = moments(space)
    factor = np.where(np.arange(N) < N // 2, space[:, 0], np.nan)
    axes = Principal(np.sort(np.diag(known.scatter))[::-1], np.eye(2))
    found = direction_probes(space, known.mean, axes, {"half": factor})["half"]
    assert found[0] == pytest.approx(1)
    assert np.isnan(found[1])


def test_a_direction_of_rounding_noise_stays_without_a_number_on_fewer_rows() -> None:
    space = RNG.standard_normal((N, 2)) * np.array([1, 3e-7])
    known = moments(space)
    few = np.where(np.arange(N) < 200, FREQUENCY, np.nan)
    axes = Principal(np.diag(known.scatter).copy(), np.eye(2))
    found = direction_probes(space, known.mean, axes, {"all": FREQUENCY, "few": few})
    for values in found.values():
        assert np.isnan(values).tolist() == [False, True]


def test_factors_of_the_wrong_length_or_with_infinities_are_refused() -> None:
    with pytest.raises(GeometryError, match="'short' has not one value for each of the 1,500 rows"):
        probes(SPACE, short=FREQUENCY[:-1])
    with pytest.raises(GeometryError, match="'far' has infinite values"):
        probes(SPACE, far=np.where(FREQUENCY > 7, np.inf, FREQUENCY))


def test_no_factors_give_no_numbers() -> None:
    assert probes(SPACE)[0] == {}


def test_a_pair_probe_is_the_squared_correlation_of_each_term_with_the_gold_score() -> None:
    first, second = RNG.standard_normal((2, 300, D))
    gold = first[:, 4] * second[:, 4] + 0.1 * RNG.standard_normal(300)
    first[:, 7] = 0.0
    with np.errstate(all="raise"):
        found = pair_probe(first, second, gold)
    wanted = [pearsonr(first[:, j] * second[:, j], gold)[0] ** 2 for j in range(D) if j != 7]
    np.testing.assert_allclose(np.delete(found, 7), wanted, rtol=1e-9)
    assert found[4] > 0.95
    assert np.isnan(found[7])
    assert np.isnan(pair_probe(first, second, np.full(300, 2.5))).all()
    assert np.isnan(pair_probe(first[:0], second[:0], gold[:0])).all()
    with pytest.raises(GeometryError, match="are not pairs"):
        pair_probe(first, second[:-1], gold)


@pytest.mark.parametrize("groups", [2, 5])
def test_chance_is_the_mean_over_shufflings(groups: int) -> None:
    n = 40
    space = np.exp(RNG.standard_normal((n, 3)))
    labels = np.arange(n) ** 2 % groups if groups > 2 else (np.arange(n) < 7).astype(int)
    count = len(np.unique(labels))
    drawn = [probes(space, shuffled=RNG.permutation(labels))[0]["shuffled"] for _ in range(2000)]
    assert np.mean(drawn) == pytest.approx(expected_by_chance(n, count), rel=0.06)
    assert np.isnan(expected_by_chance(1))


def test_chance_of_a_factor_of_sentences_is_what_dealing_it_to_sentences_gives() -> None:
    random = np.random.default_rng(8)
    sentence = np.repeat(np.arange(40), 5)
    space = 1.5 * random.standard_normal((40, 6))[sentence] + random.standard_normal((200, 6))
    mean = space.mean(axis=0)
    principal = principal_directions((space - mean).T @ (space - mean))
    stated = expected_by_unit(space, mean, principal, sentence)
    lengths = random.random(40)
    factors = {str(i): random.permutation(lengths)[sentence] for i in range(600)}
    seen = np.mean(list(direction_probes(space, mean, principal, factors).values()), axis=0)
    np.testing.assert_allclose(stated, seen, rtol=0.15)
    assert (stated > 2.5 * expected_by_chance(200)).all()
    np.testing.assert_allclose(expected_by_unit(space, mean, principal, np.arange(200)), expected_by_chance(200))
