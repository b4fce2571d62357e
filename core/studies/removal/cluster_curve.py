"""The cluster-based method for every number of removed directions: a removal curve without a closed form."""

from dataclasses import dataclass

from ...geometry.cluster_curve import cluster_curve, cluster_directions
from ...geometry.rank_correlation import spearman_rows
from ...progress import Progress
from ..question import Context, of_one
from ..space.clusters import CLUSTERING, cluster_centres_of
from .curve import Curve


@dataclass(frozen=True)
class ClusterBasedCurve(Curve):
    """The dominant end's curve; k = 0 is clustering + zero-mean.

    Attributes
    ----------
    clusters : int
        That k directions are removed from each of.
    """

    clusters: int


def cluster_based_curve(context: Context, progress: Progress) -> ClusterBasedCurve:
    """Isotropy and score with k = 0 .. K directions removed from every cluster."""
    chosen, texts = context.selection, context.texts
    rows, sentence = context.space.select(chosen.layer, chosen.tokens)
    centres = cluster_centres_of(context, progress)
    directions = cluster_directions(rows, centres)
    computed = cluster_curve(rows, sentence, len(texts.sentences), texts.n_pairs, directions, progress)
    spearman = None if texts.scores is None else spearman_rows(computed.cosines, texts.scores)
    return ClusterBasedCurve(computed.isotropy, spearman, len(centres))


CLUSTER_CURVE = of_one(
    "cluster-curve",
    "Cluster-based, every k",
    CLUSTERING,
    cluster_based_curve,
    ClusterBasedCurve,
    verb="directions --part cluster-curve",
)
