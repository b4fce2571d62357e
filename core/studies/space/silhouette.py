"""How well k-means clusters of a token set stand apart: to judge a number of clusters by."""

from typing import Any

import numpy as np

from ...geometry.clusters import labels
from ...geometry.rows import sample
from ...progress import Progress
from ..question import Context
from ..shim import Study
from .clusters import kept_centres

SAMPLE = 3000


def silhouette(context: Context, progress: Progress) -> dict[str, Any]:
    """Mean silhouette of a seeded sample of tokens.

    Returns
    -------
    dict
        `silhouette` (-1 to 1; near 0 where clusters run into each other; None for one cluster), `n_tokens`,
        `smallest` (tokens of the smallest cluster in the sample).

    References
    ----------
    Rousseeuw 1987, Journal of Computational and Applied Mathematics 20.
    """
    from sklearn.metrics import silhouette_score

    rows, _ = context.space.select(context.selection.layer, context.selection.tokens)
    centres = kept_centres(context, progress)
    picked = sample(rows, SAMPLE, context.selection.seed)
    owner = labels(picked, centres)
    present = np.unique(owner)
    whole = 1 < len(present) < len(picked)
    return {
        "silhouette": float(silhouette_score(picked.to_array(np.float32), owner)) if whole else None,
        "n_tokens": len(picked),
        "smallest": int(np.bincount(owner)[present].min()),
    }


SILHOUETTE = Study(
    "silhouette", "Silhouette of clusters", ("layer", "tokens", "clusters", "seed", "kmeans", "starts"), silhouette
)
