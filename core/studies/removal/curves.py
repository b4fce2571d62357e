"""Removal curves: I(W) and the STS score after removing k principal directions, for every k and both ends."""

from typing import Any

import numpy as np

from ...geometry.pooling import mean_pool
from ...geometry.rank_correlation import pearson_rows, spearman_rows
from ...geometry.removal_curve import ENDS, centred_spectrum, cosine_curve, isotropy_curve
from ...progress import Progress
from ..question import Context
from ..shim import Study
from ..space.measurement import provenance


def removal_curves(context: Context, progress: Progress) -> dict[str, Any]:
    """The global method's curves over k = 0 .. d-1, by the closed form.

    Returns
    -------
    dict
        `k`; `eigenvalues` of the covariance; `isotropy[end][convention]` = log10 I(W) and `sts[end]` =
        {spearman, pearson} in points (None without a gold score), each an array over k.
    """
    chosen, texts = context.selection, context.texts
    rows, sentence = context.space.select(chosen.layer, chosen.tokens)
    spectrum = centred_spectrum(rows)
    scores: dict[str, Any] | None = None
    if texts.scores is not None:
        pooled = mean_pool(rows, sentence, len(texts.sentences))
        scores = {}
        for end in ENDS:
            cosines = cosine_curve(pooled[: texts.n_pairs], pooled[texts.n_pairs :], spectrum, end)
            scores[end] = {
                "spearman": spearman_rows(cosines, texts.scores),
                "pearson": 100 * pearson_rows(cosines, texts.scores),
            }
    return {
        "checkpoint": chosen.checkpoint,
        "texts": texts.key,
        "layer": context.space.layer_index(chosen.layer),
        "tokens": chosen.tokens,
        "n_tokens": len(rows),
        "dim": context.space.dim,
        "method": "global",
        "k": np.arange(context.space.dim),
        "eigenvalues": spectrum.principal.values / len(rows),
        "isotropy": {end: isotropy_curve(spectrum, end) for end in ENDS},
        "sts": scores,
        "provenance": provenance(context),
    }


DIRECTIONS = Study("directions", "Removal curves", ("layer", "tokens"), removal_curves)
