"""Two-dimensional PCA of a post-processed space, for methods without a closed form."""

from typing import Any

import numpy as np

from core.geometry.moments import moments
from core.geometry.post_processing import Options, fit, methods, processed
from core.geometry.principal import principal_directions
from core.registry import pick
from core.spaces.encode import Progress
from core.studies.clusters import cluster_of, kept_centres
from core.studies.removal import SHOWN
from core.studies.study import Context, Study


def projected(context: Context, progress: Progress) -> dict[str, Any]:
    """First two principal coordinates of a seeded sample of the processed tokens.

    Returns
    -------
    dict
        `index` (rows of the token table), `points` (m, 2), `share` (% of variance of the two), `eigenvalues`,
        and `cluster` of each point where the method clusters.
    """
    chosen = context.selection
    rows, _ = context.space.select(chosen.layer, chosen.tokens)
    centres = kept_centres(context, progress) if pick(methods(), chosen.method, "method").uses_clusters else None
    space = processed(
        rows, fit(chosen.method, rows, Options(chosen.directions, chosen.end, chosen.clusters, chosen.seed, centres))
    )
    known = moments(space)
    principal = principal_directions(known.scatter)
    picked = np.arange(len(rows))
    if len(rows) > SHOWN:
        picked = np.sort(np.random.default_rng(chosen.seed).choice(len(rows), SHOWN, replace=False))
    points = np.concatenate(
        [
            (
                block[picked[np.searchsorted(picked, start) : np.searchsorted(picked, start + len(block))] - start]
                - known.mean
            )
            @ principal.vectors[:, :2]
            for start, block in space.blocks(4096)
        ]
    )
    index = context.space.table.rows(chosen.tokens)[picked]
    clusters = None
    if centres is not None:
        clusters = cluster_of(context.space, chosen.layer, index, centres)
    total = max(float(principal.values.sum()), np.finfo(float).tiny)
    return {
        "index": index,
        "points": points.round(5),
        "share": 100 * principal.values[:2] / total,
        "eigenvalues": principal.values / len(rows),
        "cluster": clusters,
    }


PROJECTION = Study(
    "projection",
    "PCA projection",
    ("layer", "tokens", "method", "directions", "end", "clusters", "seed", "kmeans", "starts"),
    projected,
)
