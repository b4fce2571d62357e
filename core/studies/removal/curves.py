"""Removal curves: I(W) and the STS score after removing k principal directions, for every k and both ends."""

from dataclasses import dataclass

import numpy as np

from ...codec import Floats, Ints
from ...geometry.pooling import mean_pool
from ...geometry.rank_correlation import pearson_rows, spearman_rows
from ...geometry.removal_curve import ENDS, centred_spectrum, cosine_curve, isotropy_curve
from ...progress import Progress
from ..question import Context, of_one
from ..space.measured import Provenance, provenance


@dataclass(frozen=True)
class ScoreCurve:
    """Score in points over k = 0 .. d - 1, each of shape (d,)."""

    spearman: Floats
    pearson: Floats


@dataclass(frozen=True)
class RemovalCurves:
    """The global method's curves over k = 0 .. d - 1, by the closed form.

    Attributes
    ----------
    checkpoint, texts : str
    layer : int
    tokens : str
    n_tokens, dim : int
    method : str
    k : ndarray of int of shape (d,)
    eigenvalues : ndarray of shape (d,)
        Of the covariance.
    isotropy : dict of str to dict of str to ndarray of shape (d,)
        End -> convention -> log10 I(W).
    sts : dict of str to ScoreCurve, or None
        By end; None for texts without gold scores.
    provenance : Provenance
    """

    checkpoint: str
    texts: str
    layer: int
    tokens: str
    n_tokens: int
    dim: int
    method: str
    k: Ints
    eigenvalues: Floats
    isotropy: dict[str, dict[str, Floats]]
    sts: dict[str, ScoreCurve] | None
    provenance: Provenance


def removal_curves(context: Context, progress: Progress) -> RemovalCurves:
    """Every curve of the selection's layer and token set."""
    chosen, texts = context.selection, context.texts
    rows, sentence = context.space.select(chosen.layer, chosen.tokens)
    spectrum = centred_spectrum(rows)
    scores: dict[str, ScoreCurve] | None = None
    if texts.scores is not None:
        pooled = mean_pool(rows, sentence, len(texts.sentences))
        scores = {}
        for end in ENDS:
            cosines = cosine_curve(pooled[: texts.n_pairs], pooled[texts.n_pairs :], spectrum, end)
            scores[end] = ScoreCurve(spearman_rows(cosines, texts.scores), 100 * pearson_rows(cosines, texts.scores))
    return RemovalCurves(
        chosen.checkpoint,
        texts.key,
        context.space.layer_index(chosen.layer),
        chosen.tokens,
        len(rows),
        context.space.dim,
        "global",
        np.arange(context.space.dim),
        spectrum.principal.values / len(rows),
        {end: isotropy_curve(spectrum, end) for end in ENDS},
        scores,
        provenance(context),
    )


REMOVAL_CURVES = of_one(
    "directions", "Removal curves", ("layer", "tokens"), removal_curves, RemovalCurves, verb="directions"
)
