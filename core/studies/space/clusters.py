"""k-means centres of a token set, kept: five settings and every slider position share them."""

from typing import Any

import numpy as np

from ...geometry.clusters import cluster_centres, labels, nearest_centre
from ...geometry.rows import as_rows
from ...progress import Progress
from ...spaces import Space
from ...tokens.units import unit_vectors, units
from ..question import Context
from ..shim import Study


def centres(context: Context, progress: Progress) -> Any:
    """Centres of the selection's clusters, (clusters, d) as nested lists."""
    rows, _ = context.space.select(context.selection.layer, context.selection.tokens)
    chosen = context.selection
    return cluster_centres(rows, chosen.clusters, chosen.seed, chosen.kmeans, chosen.starts)


CLUSTERS = Study("clusters", "k-means clusters", ("layer", "tokens", "clusters", "seed", "kmeans", "starts"), centres)


def kept_centres(context: Context, progress: Progress) -> np.ndarray:
    """The same, from disk where they are."""
    from ..shim import run

    return np.array(run("clusters", context.selection, progress), dtype=np.float64)


def cluster_of_units(
    space: Space, layer: int, tokens: str, unit: str, number: np.ndarray, centres: np.ndarray
) -> np.ndarray:
    """Cluster of tokens, words or sentences (numbers as in `core.tokens.units.Units`, increasing), shape (m,)."""
    rows, _ = space.select(layer, tokens)
    found = units(space.table, tokens, unit)
    return labels(as_rows(unit_vectors(rows, found, np.searchsorted(found.number, number))), centres)


def cluster_of(space: Space, layer: int, index: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """Cluster of the tokens in rows `index` of the token table, shape (m,)."""
    return nearest_centre(space.vectors(layer)[index].astype(np.float64), centres)
