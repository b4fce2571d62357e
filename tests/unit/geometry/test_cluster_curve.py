"""The incremental curve of the cluster-based method against fitting each k on its own."""

from collections.abc import Callable

import numpy as np
import pytest

from core.errors import UsageError
from core.geometry.cluster_curve import ClusterCurve, cluster_curve, cluster_directions
from core.geometry.clusters import cluster_centres, labels
from core.geometry.isotropy import CONVENTIONS, isotropy
from core.geometry.pooling import cosine, mean_pool
from core.geometry.post_processing import Options, fit, processed
from core.geometry.removal_curve import ENDS
from core.geometry.rows import as_rows
from tests.reference.naive import isotropy_conventions, remove_by_cluster
from tests.support.spaces import SPACES

RANDOM = np.random.default_rng(9)
CLUSTERED = np.concatenate(  # 1,500 rows: several blocks, and three clusters of different shapes
    [
        RANDOM.standard_normal((700, 12)) * np.linspace(1.5, 0.2, 12) + 4,
        RANDOM.gamma(2.0, 0.4, (600, 12)) - 4,
        RANDOM.standard_normal((200, 5)) @ RANDOM.standard_normal((5, 12)) / 2,
    ]
)[RANDOM.permutation(1500)]
ALL = {**SPACES, "three clusters": CLUSTERED}
CLUSTERS = {"n < d": 2}


def _sentences(n: int) -> tuple[np.ndarray, int]:
    length = 3 if n > 20 else 1
    n_pairs = n // (2 * length)
    return np.minimum(np.arange(n) // length, 2 * n_pairs - 1), n_pairs


def _curve(space: np.ndarray, centres: np.ndarray, end: str = "dominant", most: int = 128) -> ClusterCurve:
    sentence, n_pairs = _sentences(len(space))
    rows = as_rows(space)
    directions = cluster_directions(rows, centres, most, end)
    return cluster_curve(rows, sentence, 2 * n_pairs, n_pairs, directions, lambda done, total, unit: None)


def _centres(name: str) -> np.ndarray:
    return cluster_centres(as_rows(ALL[name]), CLUSTERS.get(name, 3), seed=0)


@pytest.mark.parametrize("end", list(ENDS))
@pytest.mark.parametrize("name", list(ALL))
def test_every_k_equals_fitting_it(name: str, end: str) -> None:
    space, centres = ALL[name], _centres(name)
    sentence, n_pairs = _sentences(len(space))
    found = _curve(space, centres, end)
    untouched = np.linalg.norm(mean_pool(space - space.mean(axis=0), sentence, 2 * n_pairs), axis=1)
    for k in range(len(found.cosines)):
        left = processed(space, fit("cluster-based", space, Options(directions=k, end=end, centres=centres)))
        brute = isotropy(left)
        for convention in CONVENTIONS:
            expected = getattr(brute, convention)
            assert found.isotropy[convention][k] == pytest.approx(expected, rel=1e-6, abs=1e-8), (convention, k)
        pooled = mean_pool(left, sentence, 2 * n_pairs)
        norms = np.linalg.norm(pooled, axis=1).reshape(2, -1).min(axis=0)
        there = norms > 1e-6 * untouched.max()  # below that a cosine is that of rounding errors
        expected = cosine(pooled[:n_pairs], pooled[n_pairs:])
        np.testing.assert_allclose(found.cosines[k][there], expected[there], atol=1e-7)


@pytest.mark.parametrize("end", list(ENDS))
def test_equals_the_naive_reference(end: str) -> None:
    space = SPACES["skewed"][:90, :4]
    centres = cluster_centres(as_rows(space), 2, seed=0)
    found = _curve(space, centres, end)
    assert len(found.cosines) == 4
    for k in range(4):
        naive = isotropy_conventions(remove_by_cluster(space, labels(as_rows(space), centres), k, end))
        assert 10 ** found.isotropy["symmetric"][k] == pytest.approx(naive["symmetric"], rel=1e-8)


def test_nothing_removed_is_clustering_zero_mean() -> None:
    centres = _centres("three clusters")
    left = processed(CLUSTERED, fit("clustering-zero-mean", CLUSTERED, Options(centres=centres)))
    found = _curve(CLUSTERED, centres)
    for convention in CONVENTIONS:
        assert found.isotropy[convention][0] == pytest.approx(getattr(isotropy(left), convention), rel=1e-10)


@pytest.mark.parametrize("cells", [1, 1644 * 3, 1644 * 5])
def test_batches_do_not_change_the_curve(cells: int, monkeypatch: pytest.MonkeyPatch) -> None:
    centres = _centres("three clusters")
    whole = _curve(CLUSTERED, centres)
    monkeypatch.setattr("core.geometry.cluster_curve._CELLS", cells)  # 12 * 12 + 1,500 cells hold one k
    parts = _curve(CLUSTERED, centres)
    np.testing.assert_allclose(parts.cosines, whole.cosines, atol=1e-11)
    for convention in CONVENTIONS:
        np.testing.assert_allclose(parts.isotropy[convention], whole.isotropy[convention], rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("end", list(ENDS))
def test_a_shorter_curve_is_the_beginning_of_a_longer_one(end: str) -> None:
    centres = _centres("three clusters")
    whole, short = _curve(CLUSTERED, centres, end), _curve(CLUSTERED, centres, end, most=4)
    assert short.cosines.shape[0] == 5
    np.testing.assert_allclose(short.cosines, whole.cosines[:5], atol=1e-11)
    np.testing.assert_allclose(short.isotropy["symmetric"], whole.isotropy["symmetric"][:5], rtol=1e-9)


def test_none_removed_alone() -> None:
    found = _curve(CLUSTERED, _centres("three clusters"), most=0)
    assert found.cosines.shape[0] == len(found.isotropy["symmetric"]) == len(found.gone) == 1


def test_a_centre_without_tokens_changes_nothing() -> None:
    centres = _centres("three clusters")
    with_empty = np.concatenate([centres[:1], np.full((1, 12), 1e3), centres[1:]])
    one, other = _curve(CLUSTERED, centres), _curve(CLUSTERED, with_empty)
    np.testing.assert_allclose(one.cosines, other.cosines, atol=1e-11)
    np.testing.assert_allclose(one.isotropy["symmetric"], other.isotropy["symmetric"], rtol=1e-9)
    np.testing.assert_array_equal(one.gone, other.gone)


def test_tokens_of_exhausted_clusters_are_counted_and_the_curve_goes_on() -> None:
    centres = _centres("three clusters")
    found = _curve(CLUSTERED, centres)
    ranks = cluster_directions(as_rows(CLUSTERED), centres, 128, "dominant").ranks
    assert sorted(ranks) == [5, 12, 12]  # one cluster spans five directions
    assert len(found.gone) == 12  # the others have a twelfth direction left at the end
    sizes = np.bincount(labels(as_rows(CLUSTERED), centres))
    expected = [sizes[ranks <= k].sum() for k in range(12)]
    np.testing.assert_array_equal(found.gone, expected)
    centred_only = fit("cluster-based", CLUSTERED, Options(directions=5, centres=centres)).notes
    assert centred_only[0].startswith("1 of 3 clusters")


def test_the_curve_ends_where_nothing_would_be_left() -> None:
    space = SPACES["rank-deficient"]
    found = _curve(space, _centres("rank-deficient"))
    assert len(found.cosines) == 4  # rank 4: k = 0 .. 3
    same = np.repeat(space[:1], 30, axis=0)
    alone = _curve(same, same[:1])
    assert len(alone.cosines) == 1
    assert alone.isotropy["symmetric"][0] == 0.0
    assert not alone.cosines.any()
    assert alone.gone[0] == 30


def test_texts_without_pairs() -> None:
    sentence = np.arange(len(CLUSTERED)) // 3
    rows = as_rows(CLUSTERED)
    directions = cluster_directions(rows, _centres("three clusters"), 3)
    found = cluster_curve(rows, sentence, 500, 0, directions, lambda done, total, unit: None)
    assert found.cosines.shape == (4, 0)


def test_progress_rises_to_all_and_may_stop() -> None:
    calls: list[tuple[float, float, str]] = []
    sentence, n_pairs = _sentences(1500)

    def run(progress: Callable[[float, float, str], None]) -> None:
        rows = as_rows(CLUSTERED)
        directions = cluster_directions(rows, _centres("three clusters"))
        cluster_curve(rows, sentence, 2 * n_pairs, n_pairs, directions, progress)

    run(lambda *call: calls.append(call))
    done = [call[0] for call in calls]
    assert done == sorted(done)
    assert calls[0] == (0, 12, "directions")
    assert calls[-1] == (12, 12, "directions")

    def stop(done: float, total: float, unit: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(stop)


def test_the_space_is_not_changed() -> None:
    before = CLUSTERED.copy()
    _curve(CLUSTERED, _centres("three clusters"))
    np.testing.assert_array_equal(CLUSTERED, before)


def test_unknown_end() -> None:
    with pytest.raises(UsageError, match="Unknown end"):
        _curve(SPACES["plain"], SPACES["plain"][:2], end="both")
