"""Any window of principal directions: sums from both ends against projecting it out."""

import numpy as np
import pytest
from scipy.stats import spearmanr

from core.errors import UsageError
from core.geometry.isotropy import isotropy
from core.geometry.pooling import mean_pool
from core.geometry.rank_correlation import spearman_rows
from core.geometry.removal_curve import centred_spectrum, cosine_curve_in_basis, isotropy_curve
from core.geometry.windows import (
    best_window,
    window_cosines,
    window_edges,
    window_isotropies,
    window_isotropy,
    window_scores,
)
from tests.support.spaces import SPACES, D, pairs_of, projected

NAMES = list(SPACES)


def _quiet(done: float, total: float, unit: str) -> None:
    pass


def _every(d: int) -> list[tuple[int, int]]:
    return [(a, b) for a in range(d + 1) for b in range(a, d + 1) if b - a < d]


def _directions(space: np.ndarray) -> np.ndarray:
    """Principal directions as rows, by another decomposition than ours."""
    return np.linalg.svd(space - space.mean(axis=0), full_matrices=len(space) < D)[2]


@pytest.mark.parametrize("name", NAMES)
def test_isotropy_of_every_window_equals_brute_force(name: str) -> None:
    space = SPACES[name]
    directions, ours = _directions(space), window_isotropy(centred_spectrum(space), _every(D))
    for (a, b), value in zip(_every(D), ours, strict=True):
        left = projected(space - space.mean(axis=0), directions[a:b])
        assert value == pytest.approx(isotropy(left).symmetric, rel=1e-6, abs=1e-8), (a, b)


@pytest.mark.parametrize("name", NAMES)
def test_cosines_and_scores_of_every_window_equal_brute_force(name: str) -> None:
    space, pairs = SPACES[name], pairs_of(SPACES[name])
    n, directions, rank = len(pairs.gold), _directions(space), np.linalg.matrix_rank(space - space.mean(axis=0))
    found = window_cosines(pairs.first, pairs.second, _every(D))
    length = np.linalg.norm(np.concatenate([pairs.first, pairs.second]), axis=1).max()
    compared = 0
    for (a, b), ours in zip(_every(D), found, strict=True):
        pooled = mean_pool(projected(space - space.mean(axis=0), directions[a:b]), pairs.sentence, 2 * n)
        norms = np.linalg.norm(pooled, axis=1).reshape(2, n)
        there = norms.min(axis=0) > 1e-6 * length  # below that a cosine is that of rounding errors
        expected = np.einsum("ij,ij->i", pooled[:n], pooled[n:])[there] / norms.prod(axis=0)[there]
        np.testing.assert_allclose(ours[there], expected, atol=1e-7)
        # On one direction every cosine is 1 or -1, and the brute force would rank their rounding errors.
        if there.all() and sum(not a <= i < b for i in range(rank)) > 1:
            compared += 1
            # Nor may it rank those of pairs that are equal in truth.
            score = 100 * spearmanr(np.round(expected, 10), pairs.gold).statistic
            assert spearman_rows(ours[None], pairs.gold)[0] == pytest.approx(score, abs=1e-6), (a, b)
    assert compared > 0 or name == "duplicated rows", "no window was compared"


@pytest.mark.parametrize("name", NAMES)
def test_windows_at_the_ends_are_the_removal_curves(name: str) -> None:
    pairs, spectrum = pairs_of(SPACES[name]), centred_spectrum(SPACES[name])
    ends = {"dominant": [(0, k) for k in range(D)], "least": [(D - k, D) for k in range(D)]}
    for end, windows in ends.items():
        curve = cosine_curve_in_basis(pairs.first, pairs.second, end)
        np.testing.assert_array_equal(window_cosines(pairs.first, pairs.second, windows), curve)
        np.testing.assert_allclose(
            window_isotropy(spectrum, windows), isotropy_curve(spectrum, end)["symmetric"], rtol=1e-14
        )


@pytest.mark.parametrize("chunk", [1, 150, 10**6])
def test_matrix_holds_the_score_of_each_window(chunk: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.geometry.windows._CELLS", chunk)
    pairs, edges = pairs_of(SPACES["skewed"]), np.array([0, 1, 4, 7, 8])
    calls: list[tuple[float, float, str]] = []
    matrix = window_scores(pairs.first, pairs.second, pairs.gold, edges, lambda *call: calls.append(call))
    isotropies = window_isotropies(centred_spectrum(SPACES["skewed"]), edges)
    for i, a in enumerate(edges):
        for j, b in enumerate(edges):
            if i > j or b - a == D:
                assert np.isnan(matrix[i, j])
                assert np.isnan(isotropies[i, j])
                continue
            alone = window_cosines(pairs.first, pairs.second, [(a, b)])
            assert matrix[i, j] == spearman_rows(alone, pairs.gold)[0]
            assert isotropies[i, j] == window_isotropy(centred_spectrum(SPACES["skewed"]), [(a, b)])[0]
    assert calls[0][0] == 0
    assert calls[-1] == (10, 10, "windows")  # 9 windows that remove something and leave something, and nothing
    assert [call[0] for call in calls] == sorted(call[0] for call in calls)


def test_progress_may_stop_the_work() -> None:
    def stop(done: float, total: float, unit: str) -> None:
        raise KeyboardInterrupt

    pairs = pairs_of(SPACES["plain"])
    with pytest.raises(KeyboardInterrupt):
        window_scores(pairs.first, pairs.second, pairs.gold, window_edges(D), stop)


def test_best_window_prefers_removing_less_then_the_dominant_end() -> None:
    edges = np.array([0, 2, 5, 9])
    matrix = np.full((4, 4), np.nan)
    assert best_window(matrix, edges) is None
    matrix[np.triu_indices(4)] = 1.0
    matrix[0, 2] = matrix[1, 2] = matrix[0, 1] = matrix[2, 3] = 3.0
    assert best_window(matrix, edges) == (0, 2, 3.0)
    matrix[3, 3] = 3.0
    assert best_window(matrix, edges) == (9, 9, 3.0)
    matrix[1, 3] = 4.0
    assert best_window(matrix, edges) == (2, 9, 4.0)


def test_a_planted_window_is_found() -> None:
    """Sentences agree with gold everywhere but in directions 3 to 5, which hold noise."""
    random = np.random.default_rng(0)
    n, d = 400, 12
    agreement = random.random(n)
    first = random.standard_normal((n, d))
    second = agreement[:, None] * first + (1 - agreement)[:, None] * random.standard_normal((n, d))
    second[:, 3:6] = 4 * random.standard_normal((n, 3))
    first[:, 3:6] = 4 * random.standard_normal((n, 3))
    edges = window_edges(d)
    found = best_window(window_scores(first, second, agreement, edges, _quiet), edges)
    assert found is not None
    assert found[:2] == (3, 6)


@pytest.mark.parametrize(("dim", "full"), [(2, False), (64, False), (384, True)])
def test_every_window_of_small_spaces_and_on_demand(dim: int, full: bool) -> None:
    np.testing.assert_array_equal(window_edges(dim, full), np.arange(dim + 1))


@pytest.mark.parametrize("dim", [65, 128, 384, 768, 4096])
def test_grid_is_dense_at_the_dominant_end(dim: int) -> None:
    edges = window_edges(dim)
    assert list(edges[:17]) == list(range(17))
    assert edges[-1] == dim
    steps = np.diff(edges)
    assert (steps > 0).all()
    assert (steps[16:] <= np.ceil(0.05 * edges[16:-1])).all()
    assert len(edges) < 140


@pytest.mark.parametrize("window", [(0, D), (-1, 2), (3, 2), (2, D + 1)])
def test_windows_that_are_none_are_refused(window: tuple[int, int]) -> None:
    pairs = pairs_of(SPACES["plain"])
    with pytest.raises(UsageError, match="cannot be removed"):
        window_cosines(pairs.first, pairs.second, [(0, 1), window])
    with pytest.raises(UsageError, match="cannot be removed"):
        window_isotropy(centred_spectrum(SPACES["plain"]), [window])


def test_nothing_left_scores_nan_and_not_rounding_errors() -> None:
    pairs = pairs_of(SPACES["rank-deficient"])  # rank 4
    assert not window_cosines(pairs.first, pairs.second, [(0, 4), (0, 6)]).any()
    matrix = window_scores(pairs.first, pairs.second, pairs.gold, window_edges(D), _quiet)
    assert np.isnan(matrix[0, 4:]).all()
    assert np.isfinite(matrix[0, :4]).all()


def test_no_windows() -> None:
    pairs = pairs_of(SPACES["plain"])
    assert window_cosines(pairs.first, pairs.second, []).shape == (0, len(pairs.gold))
