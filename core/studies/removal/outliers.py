"""Outlier dimensions, layer by layer: what they hold of the mean cosine, and what zeroing them does."""

from dataclasses import dataclass

import numpy as np

from ...codec import Floats, Ints
from ...geometry.moments import moments
from ...geometry.outlier_dimensions import cosine_contributions, cosine_shares, outlier_dimensions, zero_dimensions
from ...geometry.post_processing import processed
from ...geometry.rows import Rows
from ...progress import Progress
from ..question import Context, of_one
from ..space.measured import PairScore, SpaceIsotropy, isotropy_of, pair_cosines, pair_score

TOP = 10


@dataclass(frozen=True)
class ZeroedIsotropy:
    """I(W) of a layer as it is, and with its outlier dimensions set to 0 (None where it has none)."""

    as_is: SpaceIsotropy
    zeroed: SpaceIsotropy | None


@dataclass(frozen=True)
class ZeroedScore:
    """The same of the score; both None for texts without gold scores."""

    as_is: PairScore | None
    zeroed: PairScore | None


@dataclass(frozen=True)
class OutlierDimensions:
    """Coordinates of a layer that hold much of the mean cosine of two tokens.

    Attributes
    ----------
    layer : int
        From 0.
    mean_cosine : float
    top : ndarray of shape (`TOP`,)
        Numbers, from 0, of the coordinates with the largest share in it, largest first.
    share : ndarray of shape (`TOP`,)
        Of each of these; NaN where the mean cosine is 0.
    outliers : ndarray of shape (0 to 3,)
        Those over three standard deviations.
    isotropy : ZeroedIsotropy
    sts : ZeroedScore
    """

    layer: int
    mean_cosine: float
    top: Ints
    share: Floats
    outliers: Ints
    isotropy: ZeroedIsotropy
    sts: ZeroedScore


@dataclass(frozen=True)
class LayersOutliers:
    """Outlier dimensions of every layer, the embeddings first."""

    layers: tuple[OutlierDimensions, ...]


def layers_outliers(context: Context, progress: Progress) -> LayersOutliers:
    """The outlier dimensions of every layer, and its isotropy and score with and without them."""
    n_layers, layers = context.space.n_layers, []
    for layer in range(n_layers):
        progress(layer, n_layers, "layers")
        layers.append(_outliers_of(context, layer))
    progress(n_layers, n_layers, "layers")
    return LayersOutliers(tuple(layers))


def _outliers_of(context: Context, layer: int) -> OutlierDimensions:
    rows, sentence = context.space.select(layer, context.selection.tokens)
    contributions = cosine_contributions(rows)
    shares = cosine_shares(contributions)
    outliers = outlier_dimensions(shares)
    top = np.argsort(-np.nan_to_num(shares), kind="stable")[:TOP]
    zeroed = processed(rows, zero_dimensions(outliers.tolist())) if len(outliers) else None
    return OutlierDimensions(
        layer,
        float(contributions.sum()),
        top,
        shares[top],
        outliers,
        ZeroedIsotropy(
            isotropy_of(rows, moments(rows)), isotropy_of(zeroed, moments(zeroed)) if zeroed is not None else None
        ),
        ZeroedScore(_score(context, rows, sentence), _score(context, zeroed, sentence) if zeroed is not None else None),
    )


def _score(context: Context, rows: Rows, sentence: np.ndarray) -> PairScore | None:
    return pair_score(pair_cosines(rows, sentence, context.texts), context.texts, context.selection.seed)


OUTLIERS = of_one(
    "outliers",
    "Outlier dimensions",
    ("tokens", "seed"),
    layers_outliers,
    LayersOutliers,
    verb="directions --part outliers",
    version=2,
)
