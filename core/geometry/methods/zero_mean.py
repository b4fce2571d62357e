"""Zero-mean: move the whole space so that its mean is the origin."""

import numpy as np

from ..post_processing import Fitted, Method, Options
from ..projection import drop_rounding
from ..rows import Rows


def fit(rows: Rows, options: Options) -> Fitted:
    """The method fitted: the mean of the fitted rows is subtracted."""
    total = np.zeros(rows.shape[1])
    for _, block in rows.blocks():
        total += block.sum(axis=0)
    mean = total / len(rows)
    return Fitted(lambda block: drop_rounding(block - mean, block))


ZERO_MEAN = Method(
    "zero-mean", "Zero-mean", "Subtract the mean of all tokens.", "Rajaee & Pilehvar 2021, section 3.2", fit, order=1
)
