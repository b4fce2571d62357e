"""The cluster-based method for every number of removed directions: a removal curve without a closed form."""

from typing import Any

from ...geometry.cluster_curve import cluster_curve
from ...geometry.isotropy import CONVENTIONS
from ...geometry.rank_correlation import spearman_rows
from ...progress import Progress
from ..question import Context
from ..shim import Study
from ..space.clusters import cluster_centres_of


def cluster_based_curve(context: Context, progress: Progress) -> dict[str, Any]:
    """log10 I(W) in every convention and Spearman (points, None without gold scores) over k = 0 .. K."""
    chosen, texts = context.selection, context.texts
    rows, sentence = context.space.select(chosen.layer, chosen.tokens)
    centres = cluster_centres_of(context, progress)
    found = cluster_curve(rows, sentence, len(texts.sentences), texts.n_pairs, centres, progress)
    return {
        "clusters": len(centres),
        "isotropy": {name: found.isotropy[name] for name in CONVENTIONS},
        "spearman": None if texts.scores is None else spearman_rows(found.cosines, texts.scores),
    }


CLUSTER_BASED_CURVE = Study(
    "cluster-curve",
    "Cluster-based, every k",
    ("layer", "tokens", "clusters", "seed", "kmeans", "starts"),
    cluster_based_curve,
)
