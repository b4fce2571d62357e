"""Two-dimensional PCA of a post-processed space, for methods without a closed form."""

from dataclasses import dataclass

import numpy as np

from ...codec import Floats, Ints
from ...geometry.moments import moments
from ...geometry.principal import principal_directions
from ...geometry.rows import sample_index, take
from ...progress import Progress
from ..question import Context, of_one
from ..space.clusters import cluster_of
from ..space.processed import PROCESSING, processed_space
from .basis import SHOWN


@dataclass(frozen=True)
class Projection:
    """A seeded sample of the processed tokens on their two dominant directions.

    Attributes
    ----------
    index : ndarray of shape (m,)
        Rows of the token table.
    points : ndarray of shape (m, 2)
        Centred coordinates.
    share : ndarray of shape (2,)
        Percent of the variance on each axis.
    eigenvalues : ndarray of shape (d,)
        Of the covariance, decreasing.
    cluster : ndarray of shape (m,) or None
        Of each token; None where the method does not cluster.
    """

    index: Ints
    points: Floats
    share: Floats
    eigenvalues: Floats
    cluster: Ints | None


def projection(context: Context, progress: Progress) -> Projection:
    """A sample of the selection's processed tokens on their two dominant directions."""
    chosen = context.selection
    space = processed_space(context, progress)
    known = moments(space.rows)
    principal = principal_directions(known.scatter)
    picked = sample_index(known.n, SHOWN, chosen.seed)
    points = (take(space.rows, picked).to_array() - known.mean) @ principal.vectors[:, :2]
    index = context.space.table.rows(chosen.tokens)[picked]
    clusters = None
    if space.centres is not None:
        clusters = cluster_of(context.space, chosen.layer, index, space.centres)
    total = max(float(principal.values.sum()), np.finfo(float).tiny)
    share = 100 * principal.values[:2] / total
    return Projection(index, points.round(5), share, principal.values / known.n, clusters)


PROJECTION = of_one("projection", "PCA projection", PROCESSING, projection, Projection)
