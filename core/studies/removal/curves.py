"""Removal curves: I(W) and the STS score after removing k principal directions, for every k and both ends."""

from dataclasses import dataclass

import numpy as np

from ...codec import Floats, Ints
from ...geometry.pooling import mean_pool
from ...geometry.rank_correlation import pearson_rows, spearman_rows
from ...geometry.removal_curve import ENDS, CentredSpectrum, centred_spectrum, cosine_curve, isotropy_curve
from ...progress import Progress
from ..question import Context, of_one
from ..space.measured import Provenance, provenance


@dataclass(frozen=True)
class ScoreCurve:
    """Correlation of the pairs' cosines with the gold score, in points, over k; NaN where it is not defined.

    Attributes
    ----------
    spearman, pearson : ndarray of shape (d,)
    """

    spearman: Floats
    pearson: Floats


@dataclass(frozen=True)
class RemovalCurves:
    """Curves of the global method over k = 0 .. d - 1.

    Attributes
    ----------
    checkpoint, texts : str
    layer : int
        From 0.
    tokens : str
    n_tokens, dim : int
    method : str
        'global'.
    k : ndarray of shape (d,)
    eigenvalues : ndarray of shape (d,)
        Of the covariance, decreasing.
    isotropy : dict of str to dict of str to ndarray of shape (d,)
        log10 I(W) over k, by end and convention.
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
    """The global method's curves, by the closed form."""
    chosen, texts = context.selection, context.texts
    rows, sentence = context.space.select(chosen.layer, chosen.tokens)
    spectrum = centred_spectrum(rows)
    scores = None
    if texts.scores is not None:
        pooled = mean_pool(rows, sentence, len(texts.sentences))
        pairs = pooled[: texts.n_pairs], pooled[texts.n_pairs :]
        scores = {end: _score_curve(pairs, texts.scores, spectrum, end) for end in ENDS}
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


def _score_curve(
    pairs: tuple[np.ndarray, np.ndarray], gold: np.ndarray, spectrum: CentredSpectrum, end: str
) -> ScoreCurve:
    cosines = cosine_curve(*pairs, spectrum, end)
    return ScoreCurve(spearman_rows(cosines, gold), 100 * pearson_rows(cosines, gold))


REMOVAL_CURVES = of_one(
    "directions", "Removal curves", ("layer", "tokens"), removal_curves, RemovalCurves, verb="directions"
)
