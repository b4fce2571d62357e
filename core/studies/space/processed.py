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

# What a space depends on that is processed by a method fitted on it.
TRANSDUCTIVE = ("layer", "tokens", "method", "directions", "end", "clusters", "seed", "kmeans", "starts", "values")
PROCESSING = (*TRANSDUCTIVE, "fit_on")  # and by one that may be fitted on other texts


@dataclass(frozen=True)
class ProcessedSpace:
    """A processed space.

    Attributes
    ----------
    rows : Rows of shape (n, d)
    sentence : ndarray of shape (n,)
        Of each row.
    fitted : Fitted
        On all tokens of the set: of the same texts, or of others (inductive).
    centres : ndarray of shape (clusters, d), optional
        k-means centres of the space that was fitted on, before the method, where that clusters.
    """

    rows: Rows
    sentence: np.ndarray
    fitted: Fitted
    centres: np.ndarray | None


def processed_space(context: Context, progress: Progress) -> ProcessedSpace:
    """The selection's token set as its method leaves it, fitted on it or on the same token set of other texts.

    Notes
    -----
    All that a method learns is of the tokens that it is fitted on: mean, directions, k-means centres and the means and
    directions of their clusters, the mean of sentence vectors. A token that is measured belongs to its nearest centre.

    Raises
    ------
    UsageError
        No such layer, token set or method, or a method that this space cannot bear.
    """
    chosen, fitting = context.selection, context.fitting
    rows, sentence = context.space.select(chosen.layer, chosen.tokens)
    learnt, of_sentence = fitting.space.select(chosen.layer, chosen.tokens)
    method = pick(methods(), chosen.method, "method")
    centres = cluster_centres_of(fitting, progress) if method.uses_clusters else None
    options = Options(
        chosen.directions,
        chosen.end,
        chosen.clusters,
        chosen.seed,
        centres,
        Values(chosen.values),
        of_sentence,
        elsewhere=fitting.space.key != context.space.key,
    )
    fitted = fit(chosen.method, learnt, options)
    return ProcessedSpace(processed(rows, fitted), sentence, fitted, centres)
