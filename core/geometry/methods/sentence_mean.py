"""Sentence-mean: move the whole space so that the mean of its sentences, not of its tokens, is the origin."""

import numpy as np

from ..pooling import mean_pool
from ..post_processing import Fitted, Method, Options
from ..projection import drop_rounding
from ..rows import Rows


def fit(rows: Rows, options: Options) -> Fitted:
    """Subtract the mean of the sentences' mean vectors: long sentences weigh no more than short ones.

    It is one vector, that of the sentences fitted on, whatever sentence it is subtracted from.

    Without sentences each row counts as one.
    """
    sentence = np.arange(len(rows)) if options.sentence is None else options.sentence
    owner = np.unique(sentence, return_inverse=True)[1]
    mean = mean_pool(rows, owner, int(owner.max()) + 1).mean(axis=0)
    return Fitted(lambda block: drop_rounding(block - mean, block))


SENTENCE_MEAN = Method(
    "sentence-mean",
    "Sentence-mean",
    "Subtract the mean of all sentence vectors (each the mean of its tokens).",
    "beyond the paper: what is pooled is centred",
    fit,
    in_table_1=False,
    order=5,
)
