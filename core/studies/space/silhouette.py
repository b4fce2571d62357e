"""How well k-means clusters of a token set stand apart: to judge a number of clusters by."""

from dataclasses import dataclass

import numpy as np

from ...geometry.clusters import labels
from ...geometry.rows import sample
from ...progress import Progress
from ..question import Context, of_one
from .clusters import CLUSTERING, cluster_centres_of

SAMPLE = 3000


@dataclass(frozen=True)
class Silhouette:
    """Mean silhouette of a seeded sample of tokens.

    Attributes
    ----------
    silhouette : float
        -1 to 1; near 0 where clusters run into each other; NaN for a single cluster.
    n_tokens : int
    smallest : int
        Tokens of the smallest cluster in the sample.

    References
    ----------
    Rousseeuw 1987, Journal of Computational and Applied Mathematics 20.
    """

    silhouette: float
    n_tokens: int
    smallest: int


def silhouette(context: Context, progress: Progress) -> Silhouette:
    """How well the selection's clusters stand apart."""
    from sklearn.metrics import silhouette_score

    rows, _ = context.space.select(context.selection.layer, context.selection.tokens)
    centres = cluster_centres_of(context, progress)
    picked = sample(rows, SAMPLE, context.selection.seed)
    owner = labels(picked, centres)
    present = np.unique(owner)
    whole = 1 < len(present) < len(picked)
    return Silhouette(
        float(silhouette_score(picked.to_array(np.float32), owner)) if whole else float("nan"),
        len(picked),
        int(np.bincount(owner)[present].min()),
    )


SILHOUETTE = of_one("silhouette", "Silhouette of clusters", CLUSTERING, silhouette, Silhouette)
