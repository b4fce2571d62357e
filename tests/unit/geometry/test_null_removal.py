"""Removing directions at random: against projecting them out, and against what is known of isotropic data."""

import numpy as np
import pytest

from core.geometry.isotropy import isotropy
from core.geometry.null_removal import (
    KINDS,
    null_curves,
    random_basis,
    random_directions_cosines,
    random_principal_order,
)
from core.geometry.pooling import cosine
from core.geometry.rank_correlation import spearman_rows
from core.geometry.removal_curve import centred_spectrum, cosine_curve_in_basis
from tests.support.spaces import SPACES, D, pairs_of, projected

NAMES = list(SPACES)
VALUES = np.array([5.0, 3.0, 2.0, 1.0, 1.0, 0.5, 0.0, 0.0])


def _isotropic_pairs(seed: int, n_pairs: int, d: int) -> tuple[np.ndarray, np.ndarray]:
    """Single-token sentences of a Gaussian with equal variances: (space (2 n_pairs, d), agreement of each pair)."""
    random = np.random.default_rng(seed)
    agreement, first = random.random(n_pairs), random.standard_normal((n_pairs, d))
    noise = random.standard_normal((n_pairs, d))
    second = agreement[:, None] * first + np.sqrt(1 - agreement**2)[:, None] * noise
    return np.concatenate([first, second]), agreement


def _in_basis(space: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    spectrum = centred_spectrum(space)
    sentences = (space - spectrum.mean) @ spectrum.principal.vectors
    return sentences[: len(space) // 2], sentences[len(space) // 2 :]


def test_random_basis_is_orthogonal_and_prefers_no_sign() -> None:
    bases = np.stack([random_basis(4, seed) for seed in range(400)])
    np.testing.assert_allclose(bases @ bases.transpose(0, 2, 1), np.tile(np.eye(4), (400, 1, 1)), atol=1e-12)
    # Uniform: each entry has mean 0 and variance 1/4; the unfixed signs of a factorization fail the first.
    assert np.abs(bases.mean(axis=0)).max() < 5 * 0.5 / np.sqrt(400)
    assert np.abs((bases**2).mean(axis=0) - 0.25).max() < 5 * 0.25 / np.sqrt(400)


@pytest.mark.parametrize("name", NAMES)
def test_random_directions_equal_projecting_them_out(name: str) -> None:
    pairs = pairs_of(SPACES[name])
    found, basis = random_directions_cosines(pairs.first, pairs.second, 7), random_basis(D, 7)
    length = np.linalg.norm(np.concatenate([pairs.first, pairs.second]), axis=1).max()
    for k in range(D):
        after = [projected(one, basis.T[:k]) for one in (pairs.first, pairs.second)]
        there = np.minimum(*(np.linalg.norm(one, axis=1) for one in after)) > 1e-6 * length
        np.testing.assert_allclose(found[k][there], cosine(*after)[there], atol=1e-7)


@pytest.mark.parametrize("values", [VALUES, np.ones(8), np.r_[1e6, VALUES[:7]], np.zeros(8), np.array([2.0])])
def test_smallest_count_that_holds_the_variance(values: np.ndarray) -> None:
    d = len(values)
    for seed in range(20):
        order, counts = random_principal_order(values, seed)
        assert sorted(order) == list(range(d))
        for k in range(d):
            enough = [m for m in range(d + 1) if values[order[:m]].sum() >= values[:k].sum() * (1 - 1e-12)]
            assert counts[k] == enough[0]
            assert counts[k] >= k or values[:k].sum() == values[: counts[k]].sum()


def test_directions_without_variance_are_not_needed_for_all_of_it() -> None:
    """The sum of all variance differs in its last digits between orders, which must not ask for one more."""
    values = np.r_[np.sort(np.random.default_rng(0).random(30))[::-1], np.zeros(10)]
    for seed in range(50):
        order, counts = random_principal_order(values, seed)
        assert (counts[30:] == np.flatnonzero(order < 30)[-1] + 1).all()


def test_order_is_uniform() -> None:
    first = [random_principal_order(VALUES, seed)[0][0] for seed in range(800)]
    counts = np.bincount(first, minlength=8)
    assert np.abs(counts - 100).max() < 5 * np.sqrt(100)


@pytest.mark.parametrize("name", NAMES)
def test_principal_directions_equal_projecting_them_out(name: str) -> None:
    space, pairs, spectrum = SPACES[name], pairs_of(SPACES[name]), centred_spectrum(SPACES[name])
    ks = np.arange(D)
    found = null_curves(spectrum, pairs.first, pairs.second, pairs.gold, ks, draws=3, seed=4)[KINDS[1]]
    centred, basis = space - space.mean(axis=0), spectrum.principal.vectors
    compared = 0
    for draw in range(3):
        order, counts = random_principal_order(spectrum.principal.values, (4, draw))
        np.testing.assert_array_equal(found["removed"][draw], counts)
        for k in ks:
            if counts[k] == D:
                assert np.isnan(found["isotropy"][draw, k])
                assert np.isnan(found["spearman"][draw, k])
                continue
            gone = order[: counts[k]]
            brute = isotropy(projected(centred, basis.T[gone])).symmetric
            assert found["isotropy"][draw, k] == pytest.approx(brute, rel=1e-6, abs=1e-8)
            first, second = pairs.first.copy(), pairs.second.copy()
            first[:, gone], second[:, gone] = 0.0, 0.0
            kept = spectrum.principal.values[order[counts[k] :]]
            if (kept > 1e-10 * spectrum.principal.values[0]).sum() > 1:  # else rounding errors would be ranked
                compared += 1
                expected = spearman_rows(cosine(first, second)[None], pairs.gold)[0]
                assert found["spearman"][draw, k] == pytest.approx(expected, abs=1e-9)
    assert compared > 0


def test_only_the_asked_ks_and_nothing_removed_is_exact() -> None:
    pairs, spectrum = pairs_of(SPACES["skewed"]), centred_spectrum(SPACES["skewed"])
    every = null_curves(spectrum, pairs.first, pairs.second, pairs.gold, np.arange(D), draws=4)
    some = null_curves(spectrum, pairs.first, pairs.second, pairs.gold, np.array([0, 3, 5]), draws=4)
    for kind, arrays in some.items():
        for name, values in arrays.items():
            assert values.shape == (4, 3)
            np.testing.assert_array_equal(values, every[kind][name][:, [0, 3, 5]])
        untouched = spearman_rows(cosine_curve_in_basis(pairs.first, pairs.second, "dominant")[:1], pairs.gold)
        np.testing.assert_allclose(arrays["spearman"][:, 0], untouched[0], atol=1e-9)
    assert (some[KINDS[1]]["removed"][:, 0] == 0).all()


def test_seeds_repeat_and_differ() -> None:
    pairs, spectrum = pairs_of(SPACES["plain"]), centred_spectrum(SPACES["plain"])
    one, same, other = (
        null_curves(spectrum, pairs.first, pairs.second, pairs.gold, np.array([3]), 5, seed) for seed in (1, 1, 2)
    )
    for kind in KINDS:
        np.testing.assert_array_equal(one[kind]["spearman"], same[kind]["spearman"])
        assert (one[kind]["spearman"] != other[kind]["spearman"]).any()
        assert len(np.unique(one[kind]["spearman"])) > 1


def test_progress_counts_draws_and_may_stop() -> None:
    pairs, spectrum = pairs_of(SPACES["plain"]), centred_spectrum(SPACES["plain"])
    calls: list[tuple[float, float, str]] = []
    null_curves(spectrum, pairs.first, pairs.second, pairs.gold, np.array([1]), 3, 0, lambda *call: calls.append(call))
    assert calls == [(i, 3, "draws") for i in range(4)]


def test_isotropic_data_lies_inside_the_band() -> None:
    """Where no direction dominates, the k most dominant are as good as any k.

    The directions are of other tokens than the sentences': those of the sentences themselves would have a
    little more of their variance, and of what pairs share, than random ones have, and removing them cost more.
    """
    d, ks, draws, datasets = 12, np.array([1, 3, 6, 9]), 19, 30
    ranks = np.zeros((datasets, len(ks)))
    for seed in range(datasets):
        sentences, agreement = _isotropic_pairs(seed, 200, d)
        spectrum = centred_spectrum(np.random.default_rng((seed, 2)).standard_normal((4000, d)))
        first, second = np.split((sentences - spectrum.mean) @ spectrum.principal.vectors, 2)
        found = null_curves(spectrum, first, second, agreement, ks, draws, seed)
        dominant = spearman_rows(cosine_curve_in_basis(first, second, "dominant")[ks], agreement)
        ranks[seed] = (found[KINDS[0]]["spearman"] < dominant).sum(axis=0)
        # No k directions hold more than the dominant, so about one more of others is needed.
        assert (found[KINDS[1]]["removed"] >= ks).all()
        assert (found[KINDS[1]]["removed"] <= ks + 2).all()
    # A rank among 19 equals is uniform over 0 .. 19: outside the band in 1 of 10 cases.
    outside = ((ranks == 0) | (ranks == draws)).mean(axis=0)
    assert (outside < 0.1 + 4 * np.sqrt(0.1 * 0.9 / datasets)).all()
    error = np.sqrt(((draws + 1) ** 2 - 1) / 12 / datasets)
    assert (np.abs(ranks.mean(axis=0) - draws / 2) < 4 * error).all()


def test_changes_average_zero_where_there_is_no_signal() -> None:
    d, ks = 8, np.array([1, 3, 5])
    changes: dict[str, list[np.ndarray]] = {kind: [] for kind in KINDS}
    for seed in range(60):
        space, _ = _isotropic_pairs(seed, 60, d)
        first, second = _in_basis(space)
        gold = np.random.default_rng((seed, 1)).random(60)
        found = null_curves(centred_spectrum(space), first, second, gold, np.r_[0, ks], draws=5, seed=seed)
        for kind in KINDS:
            scores = found[kind]["spearman"].mean(axis=0)
            changes[kind].append(scores[1:] - scores[0])
    for kind in KINDS:
        each = np.array(changes[kind])
        error = each.std(axis=0, ddof=1) / np.sqrt(len(each))
        assert (np.abs(each.mean(axis=0)) < 4 * error).all(), kind
