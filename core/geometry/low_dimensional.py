"""What a projection to two or three dimensions is: fitted on one space, applied to that or (some) to another."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..errors import GeometryError
from ..parameters import Parameter, Value, Values, complete
from ..registry import declared, pick

METRICS = ("cosine", "euclidean")
Progress = Callable[[float, float, str], None]


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
        (vectors of shape (n, d), values of its parameters, seed, progress) -> Fit.
    parameters : tuple of Parameter
        What it can be told, beside seed; its result depends on nothing else.
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
    fit: Callable[[np.ndarray, Values, int, Progress], Fit]
    parameters: tuple[Parameter[Any], ...] = ()
    linear: bool = False
    places_others: bool = True
    points: int = 10_000
    order: int = 0


DIMENSIONS = Parameter("dimensions", "Dimensions", "Two, or three to turn around.", 2, choices=(2, 3))
METRIC = Parameter(
    "metric",
    "Distance",
    "In the space. Cosine: by direction alone, as similarities are measured.",
    "cosine",
    choices=METRICS,
)


def projections() -> dict[str, Projection]:
    """Every declared projection, by key."""
    return declared(f"{__package__}.projections", Projection)


def fit_projection(key: str, vectors: np.ndarray, given: Mapping[str, Value], progress: Progress, seed: int = 0) -> Fit:
    """A projection fitted on vectors of shape (n, d), which are finite.

    Parameters
    ----------
    key : str
    vectors : ndarray of shape (n, d)
    given : mapping of str to value
        Of the projection's parameters; those that are missing are as usual.
    progress : callable
    seed : int
        Of projections that draw lots.

    Raises
    ------
    UsageError
        Unknown projection, or values that it does not take.
    GeometryError
        Too few rows, or NaN or infinite values.
    """
    projection = pick(projections(), key, "projection")
    values = complete(projection, given)
    if len(vectors) < 4:
        raise GeometryError(f"A map needs 4 points or more, not {len(vectors)}. Give more texts.")
    if not np.isfinite(vectors).all():
        raise GeometryError("The space has NaN or infinite values, so nothing can be drawn of it.")
    return projection.fit(vectors, values, seed, progress)
