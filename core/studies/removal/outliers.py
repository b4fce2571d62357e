"""Outlier dimensions, layer by layer: what they hold of the mean cosine, and what zeroing them does."""

from typing import Any

import numpy as np

from ...geometry.moments import moments
from ...geometry.outlier_dimensions import cosine_contributions, cosine_shares, outlier_dimensions, zero_dimensions
from ...geometry.post_processing import processed
from ...progress import Progress
from ..question import Context
from ..shim import Study
from ..space.measured import isotropy_of, pair_cosines, pair_score

TOP = 10


def outliers(context: Context, progress: Progress) -> list[dict[str, Any]]:
    """For each layer: mean cosine, the dimensions of largest share in it, and I(W) and score with outliers set to 0.

    Returns
    -------
    list of dict
        `layer`, `mean_cosine`, `top` (dimension numbers from 0) and `share` of each, `outliers` (those over three
        standard deviations, at most three), and `isotropy`, `sts` both `as_is` and `zeroed` (None without outliers).
    """
    space, chosen, texts = context.space, context.selection, context.texts
    answers = []
    for layer in range(space.n_layers):
        progress(layer, space.n_layers, "layers")
        rows, sentence = space.select(layer, chosen.tokens)
        contributions = cosine_contributions(rows)
        shares = cosine_shares(contributions)
        found = outlier_dimensions(shares)
        top = np.argsort(-np.nan_to_num(shares), kind="stable")[:TOP]
        variants = {"as_is": rows} | (
            {"zeroed": processed(rows, zero_dimensions(found.tolist()))} if len(found) else {}
        )
        answers.append(
            {
                "layer": layer,
                "mean_cosine": float(contributions.sum()),
                "top": top,
                "share": shares[top],
                "outliers": found,
                "isotropy": {name: isotropy_of(one, moments(one)) for name, one in variants.items()},
                "sts": {
                    name: pair_score(pair_cosines(one, sentence, texts), texts, chosen.seed)
                    for name, one in variants.items()
                },
            }
        )
    progress(space.n_layers, space.n_layers, "layers")
    return answers


OUTLIERS = Study("outliers", "Outlier dimensions", ("tokens", "seed"), outliers)
