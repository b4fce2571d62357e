"""t-SNE: nearest neighbours stay neighbours, everything else is up to the picture."""

import contextlib
import re
from collections.abc import Iterator

import numpy as np

from ...errors import GeometryError
from ...parameters import Parameter, Values
from ..low_dimensional import DIMENSIONS, METRIC, Fit, Progress, Projection
from ..unit_rows import unit_rows

ITERATIONS = 1000
PERPLEXITY = Parameter(
    "perplexity",
    "Perplexity",
    "About how many neighbours count: higher shows coarser structure.",
    30.0,
    low=5,
    high=100,
    step=1,
)
_ITERATION = re.compile(r"Iteration (\d+)")


def fit(vectors: np.ndarray, values: Values, seed: int, progress: Progress) -> Fit:
    """Barnes-Hut t-SNE of scikit-learn, begun from the first principal coordinates.

    Notes
    -----
    By cosine, the vectors are brought to length 1 first: their squared distances, of which t-SNE is made, are then
    2 - 2 cosine. One thread: sums over several differ in their last digits, of which t-SNE makes another picture, and
    a thousand short rounds of threads that wait for each other take longest where the cores are shared.
    """
    from sklearn.manifold import TSNE
    from threadpoolctl import threadpool_limits

    perplexity, dimensions = PERPLEXITY.of(values), DIMENSIONS.of(values)
    if 3 * perplexity >= len(vectors):
        raise GeometryError(
            f"t-SNE of {len(vectors):,} points bears a perplexity below {len(vectors) / 3:g}, not {perplexity:g}."
        )
    ready = unit_rows(vectors) if METRIC.of(values) == "cosine" else np.asarray(vectors, dtype=np.float64)
    progress(0, 0, "finding neighbours")
    model = TSNE(
        n_components=dimensions,
        perplexity=perplexity,
        init="pca",
        learning_rate="auto",
        max_iter=ITERATIONS,
        random_state=seed,
        verbose=2,
    )
    with _printed(progress), threadpool_limits(1, "openmp"):
        points = model.fit_transform(ready.astype(np.float32))
    progress(ITERATIONS, ITERATIONS, "iterations")
    return Fit(points.astype(np.float32), tuple(f"t-SNE {i + 1}" for i in range(dimensions)))


class _Reader:
    """Stands in for standard output: scikit-learn says how far it is only there."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    def write(self, text: str) -> int:
        if match := _ITERATION.search(text):
            self._progress(int(match[1]), ITERATIONS, "iterations")
        return len(text)

    def flush(self) -> None:
        """Nothing waits."""


@contextlib.contextmanager
def _printed(progress: Progress) -> Iterator[None]:
    with contextlib.redirect_stdout(_Reader(progress)):
        yield


TSNE = Projection(
    "tsne",
    "t-SNE",
    "Keeps each point's nearest neighbours near; distances between groups, their sizes and the axes mean nothing.",
    "van der Maaten & Hinton 2008, JMLR 9; van der Maaten 2014, JMLR 15",
    fit,
    (DIMENSIONS, PERPLEXITY, METRIC),
    places_others=False,
    points=5_000,
    order=2,
)
