"""What a projection to two or three dimensions is: fitted on one space, applied to that or (some) to another."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..errors import GeometryError, UsageError
from ..registry import declared, pick

METRICS = ("cosine", "euclidean")
Progress = Callable[[float, float, str], None]


@dataclass(frozen=True)
class MapOptions:
    """What projections can be told.

    Attributes
    ----------
    dimensions : int
        2 or 3.
    components : tuple of int
        PCA: which principal directions, from 1; as many as there are dimensions.
    neighbours : int
        UMAP: how many nearest neighbours, itself among them, a point is tied to.
    min_dist : float
        UMAP: how close points may come.
    perplexity : float
        t-SNE: about how many neighbours count.
    metric : {'cosine', 'euclidean'}
        UMAP, t-SNE: distance in the space.
    seed : int
    """

    dimensions: int = 2
    components: tuple[int, ...] = (1, 2)
    neighbours: int = 15
    min_dist: float = 0.1
    perplexity: float = 30.0
    metric: str = "cosine"
    seed: int = 0


@dataclass(frozen=True)
class Parameter:
    """One thing that a projection can be told, as forms and the command line offer it.

    Attributes
    ----------
    field : str
        Of `MapOptions`.
    label, help : str
    low, high, step : float
        Of a number; 0, 0, 0 for others.
    choices : tuple
        Of a choice; empty for numbers.
    """

    field: str
    label: str
    help: str
    low: float = 0.0
    high: float = 0.0
    step: float = 0.0
    choices: tuple[str | int, ...] = ()


@dataclass(frozen=True)
class Fit:
    """A projection after fitting.

    Attributes
    ----------
    points : ndarray of shape (n, dimensions), float32
        Of the rows it was fitted on.
    axes : tuple of str
        What the coordinates are.
    apply : callable, optional
        Rows of shape (m, d) of another space, and a progress -> their points, shape (m, dimensions); None where the
        projection can place no new points.
    """

    points: np.ndarray
    axes: tuple[str, ...]
    apply: Callable[[np.ndarray, Progress], np.ndarray] | None = None


@dataclass(frozen=True)
class Projection:
    """A declared projection.

    Attributes
    ----------
    key, label : str
    steps : str
        One sentence: what it does, and what of the picture means something.
    reference : str
    fit : callable
        (vectors of shape (n, d), options, progress) -> Fit.
    parameters : tuple of Parameter
        What it can be told, beside seed; its result depends on no other.
    linear : bool
        Whether distances along its axes are distances in the space, and shares of variance mean something.
    places_others : bool
        Whether its fit can be applied to other vectors.
    points : int
        Most points that it shows in reasonable time.
    """

    key: str
    label: str
    steps: str
    reference: str
    fit: Callable[[np.ndarray, MapOptions, Progress], Fit]
    parameters: tuple[Parameter, ...]
    linear: bool = False
    places_others: bool = True
    points: int = 10_000
    order: int = 0

    @property
    def fields(self) -> tuple[str, ...]:
        """The options that its result depends on."""
        return (*(parameter.field for parameter in self.parameters), *(() if self.linear else ("seed",)))


DIMENSIONS = Parameter("dimensions", "Dimensions", "Two, or three to turn around.", choices=(2, 3))
METRIC = Parameter(
    "metric", "Distance", "In the space. Cosine: by direction alone, as similarities are measured.", choices=METRICS
)


def projections() -> dict[str, Projection]:
    """Every declared projection, by key."""
    return declared(f"{__package__}.projections", Projection)


def fit_projection(key: str, vectors: np.ndarray, options: MapOptions, progress: Progress) -> Fit:
    """Fit a projection on vectors of shape (n, d), which are finite.

    Raises
    ------
    UsageError
        Unknown projection, or options that it does not take.
    GeometryError
        Too few rows, or NaN or infinite values.
    """
    projection = pick(projections(), key, "projection")
    if len(vectors) < 4:
        raise GeometryError(f"A map needs 4 points or more, not {len(vectors)}. Give more texts.")
    if not np.isfinite(vectors).all():
        raise GeometryError("The space has NaN or infinite values, so nothing can be drawn of it.")
    for parameter in projection.parameters:
        _check(projection, parameter, getattr(options, parameter.field))
    return projection.fit(vectors, options, progress)


def _check(projection: Projection, parameter: Parameter, value: object) -> None:
    if parameter.choices and value not in parameter.choices:
        choices = ", ".join(map(str, parameter.choices))
        raise UsageError(f"{parameter.label} of {projection.label} cannot be {value!r}. Choose one of: {choices}.")
    if parameter.step and not (isinstance(value, int | float) and parameter.low <= value <= parameter.high):
        raise UsageError(
            f"{parameter.label} of {projection.label} cannot be {value!r}: give {parameter.low:g} to {parameter.high:g}."
        )
