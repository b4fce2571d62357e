"""PCA: the coordinates on principal directions, which are what they are whatever else is shown."""

from dataclasses import dataclass

import numpy as np

from ...errors import UsageError
from ...parameters import Parameter, Values
from ..low_dimensional import Fit, Progress, Projection
from ..moments import moments
from ..principal import principal_directions, rank
from ..rows import GRAM_BLOCK, as_rows

LEADING = 30  # principal directions that can be shown
COMPONENTS = Parameter(
    "components", "Principal directions", "Which two or three, 1 = the most dominant.", (1, 2), low=1, high=LEADING
)


@dataclass(frozen=True)
class Basis:
    """Leading principal directions of some vectors.

    Attributes
    ----------
    mean : ndarray of shape (d,)
    directions : ndarray of shape (d, c)
    share : ndarray of shape (c,)
        Of the variance that each holds, in percent.
    """

    mean: np.ndarray
    directions: np.ndarray
    share: np.ndarray

    def coordinates(self, vectors: np.ndarray, components: tuple[int, ...] = ()) -> np.ndarray:
        """Coordinates of vectors (n, d) on some directions (from 1; all by default), shape (n, c), float32.

        Raises
        ------
        UsageError
            There is no such direction.
        """
        most = self.directions.shape[1]
        if not all(1 <= component <= most for component in components):
            raise UsageError(f"There is no direction {components}: the space has directions 1 to {most} to be shown.")
        chosen = self.directions[:, [component - 1 for component in components]] if components else self.directions
        out = np.empty((len(vectors), chosen.shape[1]), dtype=np.float32)
        for start, block in as_rows(vectors).blocks(GRAM_BLOCK):
            out[start : start + len(block)] = (block - self.mean) @ chosen
        return out


def principal_basis(vectors: np.ndarray) -> Basis:
    """The first `LEADING` principal directions of vectors of shape (n, d); at least two, though they hold nothing."""
    known = moments(vectors)
    principal = principal_directions(known.scatter)
    count = min(known.dim, max(3, min(LEADING, rank(principal.values, known.n))))
    share = 100 * principal.values / max(float(principal.values.sum()), np.finfo(float).tiny)
    return Basis(known.mean, principal.vectors[:, :count], share[:count])


def fit(vectors: np.ndarray, values: Values, seed: int, progress: Progress) -> Fit:
    """Coordinates on the chosen directions, which other vectors can be placed on too."""
    components = COMPONENTS.of(values)
    if len(set(components)) != len(components) or len(components) not in (2, 3):
        raise UsageError(f"Choose two or three different principal directions, not {components}.")
    basis = principal_basis(vectors)
    return Fit(
        basis.coordinates(vectors, components),
        tuple(f"Direction {component}" for component in components),
        lambda others, progress: basis.coordinates(others, components),
    )


PCA = Projection(
    "pca",
    "PCA",
    "Coordinates on principal directions: distances in the picture are distances in the space, less what the other directions hold.",
    "Pearson 1901; Hotelling 1933",
    fit,
    (COMPONENTS,),
    linear=True,
    points=50_000,
    order=0,
)
