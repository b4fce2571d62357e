"""Every declared projection: the same again by seed, of the right shape, told apart from nonsense; PCA against scikit-learn."""

import numpy as np
import pytest

from core.errors import Cancelled, GeometryError, UsageError
from core.geometry.low_dimensional import fit_projection, projections
from core.geometry.projections.pca import LEADING, principal_basis
from core.geometry.projections.umap import nearest
from core.geometry.trust import trust
from core.parameters import Value, Values

RNG = np.random.default_rng(41)
CLUSTERS = 8 * RNG.standard_normal((4, 20))[np.arange(120) % 4] + RNG.standard_normal((120, 20))
SPACE = (CLUSTERS + 5).astype(np.float32)
OPTIONS = Values(neighbours=8, perplexity=12.0)
EVERY = [pytest.param(key, marks=[pytest.mark.slow] if key == "umap" else []) for key in projections()]


def quiet(done: float, total: float, unit: str) -> None:
    """Tell nobody."""


def fitted(key: str, **options: Value) -> np.ndarray:
    return fit_projection(key, SPACE, OPTIONS | options, quiet).points


def test_projections_are_declared_whole() -> None:
    assert list(projections()) == ["pca", "umap", "tsne"]
    for projection in projections().values():
        assert projection.label
        assert projection.steps.endswith(".")
        assert projection.reference
        assert projection.parameters
        for parameter in projection.parameters:
            assert parameter.checked(parameter.default, projection.label) == parameter.default
            assert parameter.help.endswith(".")


@pytest.mark.parametrize("key", EVERY)
def test_points_are_single_precision_and_the_same_again_by_seed(key: str) -> None:
    first, again, third = fitted(key), fitted(key), fitted(key, dimensions=3, components=(1, 2, 3))
    assert first.shape == (120, 2)
    assert third.shape == (120, 3)
    assert first.dtype == third.dtype == np.float32
    np.testing.assert_array_equal(first, again)
    assert np.isfinite(first).all()


@pytest.mark.parametrize("key", EVERY)
def test_clusters_stay_clusters_and_progress_is_told(key: str) -> None:
    told: list[tuple[float, float, str]] = []
    points = fit_projection(key, SPACE, OPTIONS, lambda *now: told.append(now)).points
    assert trust(SPACE, points, 10).trustworthiness > 0.85
    if key != "pca":
        done, total, unit = told[-1]
        assert done == total > 0
        assert unit in ("epochs", "iterations")


@pytest.mark.parametrize("key", EVERY)
def test_work_stops_where_progress_says_so(key: str) -> None:
    def stop(done: float, total: float, unit: str) -> None:
        raise Cancelled("enough")

    if key == "pca":
        pytest.skip("over at once")
    with pytest.raises(Cancelled):
        fit_projection(key, SPACE, OPTIONS, stop)


@pytest.mark.parametrize("key", EVERY)
def test_what_was_fitted_places_others_or_says_that_it_cannot(key: str) -> None:
    fit = fit_projection(key, SPACE, OPTIONS, quiet)
    assert (fit.apply is not None) == projections()[key].places_others
    if fit.apply is not None:
        near = fit.apply(SPACE + np.float32(1e-4), quiet)
        apart = np.linalg.norm(near - fit.points, axis=1).mean() / np.linalg.norm(np.ptp(fit.points, axis=0))
        assert near.shape == fit.points.shape
        assert apart < 0.03


# --- PCA --------------------------------------------------------------------------------------------------------


def test_pca_is_scikit_learns_up_to_sign() -> None:
    from sklearn.decomposition import PCA

    model = PCA(5, svd_solver="full").fit(SPACE.astype(np.float64))
    basis, theirs = principal_basis(SPACE), model.transform(SPACE.astype(np.float64))
    mine = basis.coordinates(SPACE)[:, :5]
    np.testing.assert_allclose(np.abs(mine), np.abs(theirs), rtol=1e-4, atol=1e-4)
    np.testing.assert_allclose(basis.share[:5], 100 * model.explained_variance_ratio_, rtol=1e-6)


def test_any_pair_and_triple_of_directions_is_read_off_the_same_coordinates() -> None:
    every = principal_basis(SPACE).coordinates(SPACE)
    np.testing.assert_array_equal(fitted("pca", components=(3, 1)), every[:, [2, 0]])
    np.testing.assert_array_equal(fitted("pca", components=(5, 2, 7)), every[:, [4, 1, 6]])
    assert every.shape[1] == min(LEADING, 20)


@pytest.mark.parametrize("components", [(1,), (1, 1), (1, 2, 3, 4), (0, 1), (1, 99)])
def test_directions_that_are_not_there_are_refused(components: tuple[int, ...]) -> None:
    with pytest.raises(UsageError):
        fitted("pca", components=components)


def test_a_space_of_one_point_is_drawn_in_one_place() -> None:
    points = fit_projection("pca", np.ones((9, 5), np.float32), OPTIONS, quiet).points
    np.testing.assert_allclose(points, 0, atol=1e-6)


# --- refusals ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "options", "words"),
    [
        ("umap", {"neighbours": 1}, "Neighbours of UMAP cannot be 1: give 2 to 200"),
        ("umap", {"min_dist": 1.5}, "Least distance of UMAP cannot be 1.5"),
        ("umap", {"metric": "dot"}, "Distance of UMAP cannot be 'dot'"),
        ("tsne", {"dimensions": 4}, "Dimensions of t-SNE cannot be 4"),
        ("tsne", {"perplexity": 0.5}, "Perplexity of t-SNE cannot be 0.5"),
        ("nothing", {}, "Unknown projection 'nothing'. Choose one of: pca, umap, tsne"),
    ],
)
def test_options_out_of_range_are_refused_with_the_range(key: str, options: dict[str, Value], words: str) -> None:
    with pytest.raises(UsageError, match=words.replace("(", r"\(").replace(".", r"\.")):
        fitted(key, **options)


@pytest.mark.parametrize(
    ("key", "options"), [("pca", {}), ("umap", {"neighbours": 120}), ("tsne", {"perplexity": 40.0})]
)
def test_too_few_points_are_refused(key: str, options: dict[str, object]) -> None:
    few = SPACE[:3] if key == "pca" else SPACE
    with pytest.raises(GeometryError):
        fit_projection(key, few, OPTIONS | options, quiet)


def test_broken_vectors_are_refused() -> None:
    broken = SPACE.copy()
    broken[7, 3] = np.inf
    with pytest.raises(GeometryError, match="NaN or infinite"):
        fit_projection("pca", broken, OPTIONS, quiet)


# --- neighbours for UMAP ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("metric", ["cosine", "euclidean"])
@pytest.mark.parametrize("cells", [1, 500, 10**7])
def test_neighbours_are_the_nearest_in_any_chunks(metric: str, cells: int, monkeypatch: pytest.MonkeyPatch) -> None:
    from core.geometry.projections import umap as module

    monkeypatch.setattr(module, "_CELLS", cells)
    points = CLUSTERS / np.linalg.norm(CLUSTERS, axis=1, keepdims=True) if metric == "cosine" else CLUSTERS
    fresh = points[::7] + 0.01

    def wanted(queries: np.ndarray) -> np.ndarray:
        apart = np.linalg.norm(queries[:, None] - points, axis=2)
        return apart**2 / 2 if metric == "cosine" else apart

    for queries in (points, fresh):
        near, far = nearest(queries, points, 6, metric, quiet)
        np.testing.assert_allclose(far, np.sort(wanted(queries), axis=1)[:, :6], atol=1e-6)
        np.testing.assert_allclose(np.take_along_axis(wanted(queries), near, axis=1), far, atol=1e-6)
    assert nearest(points, points, 6, metric, quiet)[0][:, 0].tolist() == list(range(120))
