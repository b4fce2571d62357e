"""Counts of elongated directions: none by chance, exactly the planted ones, and intervals that hold."""

from dataclasses import astuple

import numpy as np
import pytest

from core.errors import GeometryError, UsageError
from core.geometry import elongation as module
from core.geometry.chance_edges import horn_edge
from core.geometry.elongation import bootstrap_elongation, elongation, smallest_k
from core.geometry.measures.effective_rank import effective_rank, entropy_rank
from core.geometry.measures.participation_ratio import participation_ratio
from core.geometry.moments import moments
from core.geometry.removal_curve import centred_spectrum, isotropy_curve
from tests.support.spaces import SPACES


def spectrum(space: np.ndarray) -> np.ndarray:
    """Eigenvalues of the covariance, decreasing."""
    return np.linalg.eigvalsh(np.cov(space.T))[::-1]


def isotropic(n: int, d: int, seed: int = 0, spikes: int = 0) -> np.ndarray:
    space = np.random.default_rng(seed).standard_normal((n, d))
    space[:, :spikes] *= 3.0
    return space


# --- counts -----------------------------------------------------------------------------------------------------


def counts(space: np.ndarray) -> tuple[int, int]:
    known = moments(space)
    edges = horn_edge(np.diag(known.scatter) / known.n, known.n, 100, 0)
    found = elongation(known, centred_spectrum(space, known), edges)
    return found.above_marchenko_pastur, found.above_horn


def test_an_isotropic_space_has_about_no_elongated_direction() -> None:
    found = np.array([counts(isotropic(1000, 40, seed)) for seed in range(20)])
    assert (found.mean(axis=0) <= 0.3).all()
    assert found.max() <= 1


@pytest.mark.parametrize("spikes", [1, 4])
def test_planted_spikes_along_coordinates_are_no_surprise_to_horn_but_rotated_ones_are(spikes: int) -> None:
    along = isotropic(3000, 40, 1, spikes)
    assert counts(along)[0] == spikes
    assert counts(along)[1] <= 1  # independent coordinates of these variances give exactly such eigenvalues
    rotation = np.linalg.qr(np.random.default_rng(2).standard_normal((40, 40)))[0]
    assert counts(along @ rotation) == (spikes, spikes)


def test_the_centred_effective_rank_is_the_effective_rank_of_the_centred_space() -> None:
    space = isotropic(300, 10) * np.linspace(1, 3, 10) + 7
    found = entropy_rank(spectrum(space))
    assert found == pytest.approx(effective_rank(moments(space - space.mean(axis=0))))
    assert found != pytest.approx(effective_rank(moments(space)), rel=0.05)
    assert np.isnan(entropy_rank(np.zeros(4)))


def test_smallest_k_is_the_first_that_reaches_the_threshold() -> None:
    curve = np.log10([0.2, 0.1, 0.3, 0.5, 0.95])
    assert [smallest_k(curve, tau) for tau in (0.05, 0.2, 0.3, 0.5, 0.9)] == [0, 0, 2, 3, 4]
    assert smallest_k(curve, 0.99) is None
    for tau in (0.0, 1.1, -1.0):
        with pytest.raises(UsageError, match="no threshold"):
            smallest_k(curve, tau)


# --- intervals -------------------------------------------------------------------------------------------------


def sentences(n: int, length: int = 5) -> np.ndarray:
    return np.arange(n) // length


def test_the_bootstrap_holds_the_spaces_own_numbers_and_reports_progress() -> None:
    space, seen = isotropic(600, 8, 4, 2) + 1, []
    found = bootstrap_elongation(
        space,
        sentences(600),
        draws=12,
        taus=(0.1, 0.6, 1.0),
        progress=lambda done, total, unit: seen.append((done, total, unit)),
    )
    assert seen == [(done, 12, "draws") for done in range(13)]
    own, low, high = found.value, found.low, found.high
    known = moments(space)
    assert own.participation_ratio == participation_ratio(known)
    assert own.effective_rank == effective_rank(known)
    curve = isotropy_curve(centred_spectrum(space), "dominant")["symmetric"]
    assert own.smallest_k == {tau: smallest_k(curve, tau) for tau in (0.1, 0.6, 1.0)}
    assert own.smallest_k[1.0] is low.smallest_k[1.0] is high.smallest_k[1.0] is None
    for name in (
        "above_marchenko_pastur",
        "above_horn",
        "above_chance",
        "elongated",
        "participation_ratio",
        "effective_rank",
    ):
        assert getattr(low, name) <= getattr(own, name) <= getattr(high, name)
    assert found == bootstrap_elongation(space, sentences(600), draws=12, taus=(0.1, 0.6, 1.0))


def test_isotropic_and_spiked_spaces_stay_so_in_every_draw() -> None:
    rotation = np.linalg.qr(np.random.default_rng(2).standard_normal((30, 30)))[0]
    for spikes in (0, 3):
        found = bootstrap_elongation(2 * isotropic(3000, 30, 5, spikes) @ rotation, sentences(3000), draws=20)
        for one in [*found.drawn, found.low, found.value, found.high]:
            assert abs(one.above_marchenko_pastur - spikes) <= 1
            assert abs(one.above_horn - spikes) <= 1
            assert abs(one.above_chance - spikes) <= 1
            assert one.elongated == spikes
        assert found.value.above_marchenko_pastur == spikes
        assert np.median([one.above_horn for one in found.drawn]) == spikes


def test_intervals_stand_around_the_spaces_value_where_every_half_sample_is_more_elongated() -> None:
    found = bootstrap_elongation(isotropic(400, 40), sentences(400), draws=20)
    for name in ("effective_rank", "centred_effective_rank"):
        own = getattr(found.value, name)
        assert max(getattr(one, name) for one in found.drawn) < own
        assert getattr(found.low, name) < own < getattr(found.high, name)


def clustered(seed: int, count: int) -> np.ndarray:
    """`count` sentences of four tokens that share most of their vector."""
    generator = np.random.default_rng(seed)
    shared = np.repeat(generator.standard_normal((count, 6)), 4, axis=0)
    return (shared + 0.5 * generator.standard_normal(shared.shape)) * np.array([2, 1.5, 1, 1, 0.7, 0.5])


def test_intervals_cover_what_other_texts_of_that_size_give(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "HORN_DRAWS", 2)
    count, trials = 120, 40
    typical = np.mean([participation_ratio(moments(clustered(1000 + seed, count))) for seed in range(400)])
    rank = np.mean([entropy_rank(spectrum(clustered(1000 + seed, count))) for seed in range(400)])
    hits = np.zeros(2)
    for seed in range(trials):
        found = bootstrap_elongation(clustered(seed, count), sentences(4 * count, 4), draws=60, seed=seed)
        hits += [
            found.low.participation_ratio <= typical <= found.high.participation_ratio,
            found.low.centred_effective_rank <= rank <= found.high.centred_effective_rank,
        ]
    assert (hits >= 0.8 * trials).all()  # 95 % less what 60 draws and 120 sentences cost


def test_intervals_narrow_with_more_sentences_and_widen_with_tokens_that_go_together() -> None:
    def width(space: np.ndarray, length: int) -> float:
        found = bootstrap_elongation(space, sentences(len(space), length), draws=60)
        return found.high.participation_ratio - found.low.participation_ratio

    few, many = width(clustered(0, 100), 4), width(clustered(0, 1600), 4)
    assert 2 < few / many < 8  # 4 in expectation
    assert width(clustered(0, 400), 4) > 1.2 * width(clustered(0, 400), 1)


def test_a_space_without_variance_gives_numbers_or_nan() -> None:
    found = bootstrap_elongation(np.ones((20, 3)), sentences(20), draws=3)
    assert found.value.above_marchenko_pastur == found.high.above_horn == 0
    assert np.isnan(found.value.participation_ratio)
    assert found.value.smallest_k == {0.1: 0, 0.5: 0, 0.9: 0}
    assert found.value.above_chance == found.high.elongated == 0


def test_an_interval_needs_two_draws_and_two_sentences() -> None:
    for draws in (0, 1):
        with pytest.raises(UsageError, match="at least two draws"):
            bootstrap_elongation(isotropic(20, 3), sentences(20), draws=draws)
    with pytest.raises(GeometryError, match="at least two of them"):
        bootstrap_elongation(isotropic(20, 3), np.zeros(20))
    found = bootstrap_elongation(isotropic(20, 3), np.arange(20) > 0, draws=4)  # one sentence of a single token
    assert found.low.elongated <= found.value.elongated <= found.high.elongated


@pytest.mark.parametrize("space", SPACES.values(), ids=SPACES)
def test_degenerate_spaces_are_counted(space: np.ndarray) -> None:
    found = bootstrap_elongation(space, sentences(len(space), 3), draws=6)
    for low, own, high in zip(*(astuple(side)[-2:] for side in (found.low, found.value, found.high)), strict=True):
        assert 0 <= low <= own <= high <= space.shape[1] // 2


def test_a_flat_space_in_more_dimensions_than_it_fills_is_elongated_along_those_it_fills() -> None:
    space = isotropic(600, 3) @ np.linalg.qr(np.random.default_rng(0).standard_normal((10, 3)))[0].T + 5
    found = bootstrap_elongation(space, sentences(600), draws=6)
    assert found.value.elongated == found.value.above_chance == 3
