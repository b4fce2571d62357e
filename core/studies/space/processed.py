"""A selection's token set as its method leaves it."""

from dataclasses import dataclass

import numpy as np

from ...geometry.post_processing import Fitted, Options, fit, methods, processed
from ...geometry.rows import Rows
from ...parameters import Values
from ...progress import Progress
from ...registry import pick
from ..question import Context
from .clusters import cluster_centres_of

# What a processed space depends on.
PROCESSING = ("layer", "tokens", "method", "directions", "end", "clusters", "seed", "kmeans", "starts", "values")


@dataclass(frozen=True)
class ProcessedSpace:
    """A processed space.

    Attributes
    ----------
    rows : Rows of shape (n, d)
    sentence : ndarray of shape (n,)
        Of each row.
    fitted : Fitted
        On all tokens of the set.
    centres : ndarray of shape (clusters, d), optional
        k-means centres of the space before, where the method clusters.
    """

    rows: Rows
    sentence: np.ndarray
    fitted: Fitted
    centres: np.ndarray | None


def processed_space(context: Context, progress: Progress) -> ProcessedSpace:
    """The selection's token set as its method, fitted on it, leaves it.

    Raises
    ------
    UsageError
        No such layer, token set or method, or a method that this space cannot bear.
    """
    chosen = context.selection
    rows, sentence = context.space.select(chosen.layer, chosen.tokens)
    method = pick(methods(), chosen.method, "method")
    centres = cluster_centres_of(context, progress) if method.uses_clusters else None
    fitted = fit(
        chosen.method,
        rows,
        Options(chosen.directions, chosen.end, chosen.clusters, chosen.seed, centres, Values(chosen.values), sentence),
    )
    return ProcessedSpace(processed(rows, fitted), sentence, fitted, centres)
