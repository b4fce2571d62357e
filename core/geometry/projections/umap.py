"""UMAP: a graph of nearest neighbours, laid out so that neighbours are near and others are not."""

import logging
import re
import warnings
from typing import Any

import numpy as np

from ...errors import GeometryError
from ...parameters import Parameter, Values
from ..distances import squared_distances
from ..low_dimensional import DIMENSIONS, METRIC, Fit, Progress, Projection
from ..unit_rows import unit_rows
from .pca import principal_basis

NEIGHBOURS = Parameter(
    "neighbours", "Neighbours", "How many tie a point down: more shows coarser structure.", 15, low=2, high=200, step=1
)
MIN_DIST = Parameter(
    "min_dist", "Least distance", "How close points may come: 0 gives tight clumps.", 0.1, low=0.0, high=0.99, step=0.05
)
_CELLS = 2**22  # distances in memory at once: 32 MB
_DONE = re.compile(r"(\d+)/(\d+)")


def fit(vectors: np.ndarray, values: Values, seed: int, progress: Progress) -> Fit:
    """umap-learn on exact nearest neighbours, begun from the first principal coordinates.

    Notes
    -----
    Neighbours are sought here and handed over: umap-learn's own search is approximate, and compiling it takes a minute of
    every new process. With a seed, umap-learn runs on one core, and gives the same picture again.
    Cost: n^2 d for the neighbours.
    """
    n, k = len(vectors), NEIGHBOURS.of(values)
    dimensions, metric = DIMENSIONS.of(values), METRIC.of(values)
    if n <= k:
        raise GeometryError(f"UMAP with {k} neighbours needs more than {k} points, not {n}.")
    points, mean = _ready(vectors, metric)
    near, distance = nearest(points, points, k, metric, progress)
    progress(0, 0, "loading UMAP")
    umap, sparse = _umap()
    model = umap.UMAP(
        n_neighbors=k,
        n_components=dimensions,
        min_dist=MIN_DIST.of(values),
        metric="precomputed",
        precomputed_knn=(near, distance),
        init=principal_basis(points).coordinates(points)[:, :dimensions],
        random_state=seed,
        transform_seed=seed,
        n_jobs=1,
        tqdm_kwds={"file": _Bar(progress), "bar_format": "{n_fmt}/{total_fmt}", "disable": False, "mininterval": 0.2},
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that it cannot search for neighbours itself
        model.fit(sparse.csr_matrix((n, n), dtype=np.float32))

    def apply(others: np.ndarray, progress: Progress) -> np.ndarray:
        """Places of other points among these, which stay where they are."""
        fresh, _ = _ready(others, metric, mean)
        near, distance = nearest(fresh, points, k, metric, progress)
        model.tqdm_kwds = model.tqdm_kwds | {"file": _Bar(progress)}
        places = (distance.ravel(), (np.repeat(np.arange(len(fresh)), k), near.ravel()))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that it takes distances on trust
            return np.asarray(model.transform(sparse.csr_matrix(places, shape=(len(fresh), n))), dtype=np.float32)

    axes = tuple(f"UMAP {i + 1}" for i in range(dimensions))
    return Fit(np.asarray(model.embedding_, dtype=np.float32), axes, apply)


def nearest(
    queries: np.ndarray, points: np.ndarray, k: int, metric: str, progress: Progress
) -> tuple[np.ndarray, np.ndarray]:
    """The k nearest points to each query, nearest first, and their distances, each of shape (m, k).

    Parameters
    ----------
    queries : ndarray of shape (m, d)
    points : ndarray of shape (n, d)
        The same array as `queries`: each is its own nearest.
    k : int
    metric : {'cosine', 'euclidean'}
        Cosine distance is 1 - cosine, of rows of length 1.
    progress : callable
    """
    nearby, far = np.empty((len(queries), k), np.int64), np.empty((len(queries), k), np.float32)
    step = max(1, _CELLS // len(points))
    for start in range(0, len(queries), step):
        progress(start, len(queries), "points")
        square = squared_distances(queries[start : start + step], points)
        here = np.arange(len(square))
        if queries is points:
            square[here, start + here] = -1.0
        near = np.argpartition(square, k - 1, axis=1)[:, :k]
        near = np.take_along_axis(near, np.argsort(np.take_along_axis(square, near, axis=1), axis=1), axis=1)
        nearby[start : start + step] = near
        gap = np.maximum(np.take_along_axis(square, near, axis=1), 0.0)
        far[start : start + step] = gap / 2 if metric == "cosine" else np.sqrt(gap)
    progress(len(queries), len(queries), "points")
    return nearby, far


def _ready(vectors: np.ndarray, metric: str, mean: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Vectors whose Euclidean distances are those of the metric, around a mean that does not matter to them."""
    ready = unit_rows(vectors) if metric == "cosine" else np.asarray(vectors, dtype=np.float64)
    mean = ready.mean(axis=0) if mean is None else mean
    return ready - mean, mean


def _umap() -> tuple[Any, Any]:
    from scipy import sparse

    logging.getLogger("numba").setLevel(logging.WARNING)
    import umap

    return umap, sparse


class _Bar:
    """Where umap-learn's progress bar writes."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    def write(self, text: str) -> None:
        if match := _DONE.search(text):
            self._progress(int(match[1]), int(match[2]), "epochs")

    def flush(self) -> None:
        """Nothing waits."""


UMAP = Projection(
    "umap",
    "UMAP",
    "Keeps each point's nearest neighbours near; distances between groups, their sizes and the axes mean little.",
    "McInnes, Healy & Melville 2018, arXiv:1802.03426",
    fit,
    (DIMENSIONS, NEIGHBOURS, MIN_DIST, METRIC),
    order=1,
)
