"""Two-dimensional PCA of a post-processed space, for methods without a closed form."""

from typing import Any

import numpy as np

from ...geometry.moments import moments
from ...geometry.principal import principal_directions
from ...geometry.rows import sample_index, take
from ...progress import Progress
from ..question import Context
from ..shim import Study
from ..space.clusters import cluster_of
from ..space.processed import processed_space
from .basis import SHOWN


def projected(context: Context, progress: Progress) -> dict[str, Any]:
    """First two principal coordinates of a seeded sample of the processed tokens.

    Returns
    -------
    dict
        `index` (rows of the token table), `points` (m, 2), `share` (% of variance of the two), `eigenvalues`,
        and `cluster` of each point where the method clusters.
    """
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
    return {
        "index": index,
        "points": points.round(5),
        "share": 100 * principal.values[:2] / total,
        "eigenvalues": principal.values / known.n,
        "cluster": clusters,
    }


PROJECTION = Study(
    "projection",
    "PCA projection",
    ("layer", "tokens", "method", "directions", "end", "clusters", "seed", "kmeans", "starts"),
    projected,
)
