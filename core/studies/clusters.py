"""k-means centres of a token set, kept: five settings and every slider position share them."""

from typing import Any

import numpy as np

from core.geometry.clusters import cluster_centres, nearest_centre
from core.spaces import Space
from core.spaces.encode import Progress
from core.studies.study import Context, Study


def centres(context: Context, progress: Progress) -> Any:
    """Centres of the selection's clusters, (clusters, d) as nested lists."""
    rows, _ = context.space.select(context.selection.layer, context.selection.tokens)
    chosen = context.selection
    return cluster_centres(rows, chosen.clusters, chosen.seed, chosen.kmeans, chosen.starts)


CLUSTERS = Study("clusters", "k-means clusters", ("layer", "tokens", "clusters", "seed", "kmeans", "starts"), centres)


def kept_centres(context: Context, progress: Progress) -> np.ndarray:
    """The same, from disk where they are."""
    from core.studies.study import run

    return np.array(run("clusters", context.selection, progress), dtype=np.float64)


def cluster_of(space: Space, layer: int, index: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """Cluster of the tokens in rows `index` of the token table, shape (m,)."""
    return nearest_centre(space.vectors(layer)[index].astype(np.float64), centres)
