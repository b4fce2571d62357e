"""k-means centres of a token set, stored: five settings and every slider position share them."""

from dataclasses import dataclass

import numpy as np

from ...codec import Floats
from ...geometry.clusters import cluster_centres, labels, nearest_centre
from ...geometry.rows import as_rows
from ...progress import Progress
from ...spaces import Space
from ...tokens.units import unit_vectors, units
from ..question import Context, answer, of_one

CLUSTERING = ("layer", "tokens", "clusters", "seed", "kmeans", "starts")  # what centres depend on


@dataclass(frozen=True)
class Clusters:
    """k-means centres of a token set, shape (clusters, d)."""

    centres: Floats


def clusters(context: Context, progress: Progress) -> Clusters:
    """The centres of the selection's clusters."""
    chosen = context.selection
    rows, _ = context.space.select(chosen.layer, chosen.tokens)
    return Clusters(cluster_centres(rows, chosen.clusters, chosen.seed, chosen.kmeans, chosen.starts))


CLUSTERS = of_one("clusters", "k-means clusters", CLUSTERING, clusters, Clusters)


def cluster_centres_of(context: Context, progress: Progress) -> np.ndarray:
    """The same centres, shape (clusters, d), from disk where they are."""
    return answer(CLUSTERS, context.selection, progress).centres


def cluster_of_units(
    space: Space, layer: int, tokens: str, unit: str, number: np.ndarray, centres: np.ndarray
) -> np.ndarray:
    """Cluster of tokens, words or sentences (numbers as in `core.tokens.units.Units`, increasing), shape (m,)."""
    rows, _ = space.select(layer, tokens)
    every = units(space.table, tokens, unit)
    return labels(as_rows(unit_vectors(rows, every, np.searchsorted(every.number, number))), centres)


def cluster_of(space: Space, layer: int, index: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """Cluster of the tokens in rows `index` of the token table, shape (m,)."""
    return nearest_centre(space.vectors(layer)[index].astype(np.float64), centres)
