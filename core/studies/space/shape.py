"""How a token set lies in space: I(W) beside isotropic spaces of its size, the removal curve, and both in half-samples."""

from dataclasses import dataclass
from functools import partial

import numpy as np

from ...codec import Floats
from ...geometry.half_sampled import half_sampled
from ...geometry.isotropy import isotropy
from ...geometry.isotropy_null import gaussian_null, norms_of, own_norms_null
from ...geometry.moments import moments
from ...geometry.removal_curve import centred_spectrum, isotropy_curve
from ...progress import Progress
from ..question import Context, of_one

FEW_HALVES = 10  # enough for a count without an interval
HALVES = 100  # mirrored 200: so that p after Holm over five findings can reach 0.05
_LARGE = 5000  # rows from which isotropic spaces hardly differ from each other, so that a single one will do
GAUSSIAN, OWN_NORMS = "Gaussian, same mean square norm", "own norms, random directions"


@dataclass(frozen=True)
class BesideNulls:
    """log10 I(W), sign-free, of a token set and of isotropic spaces of its size.

    Attributes
    ----------
    log10 : float
    nulls : dict of str to ndarray of shape (draws,)
        `GAUSSIAN`, and `OWN_NORMS` on the last layer.
    """

    log10: float
    nulls: dict[str, Floats]


@dataclass(frozen=True)
class RemovalShape:
    """log10 I(W) after removing k = 0 .. d-1 dominant directions, sign-free, shape (d,)."""

    curve: Floats


@dataclass(frozen=True)
class ShapeDraws:
    """The same numbers in half-samples of the sentences, see `core.geometry.half_sampled.HalfSampled`."""

    isotropy: Floats
    curves: Floats
    shares: Floats


def beside_nulls(context: Context, progress: Progress) -> BesideNulls:
    """Measure I(W), and that of isotropic spaces with as many rows, as many dimensions, and rows as long."""
    rows, _ = context.space.select(context.selection.layer, context.selection.tokens)
    known = moments(rows)
    draws = 1 if len(rows) > _LARGE else 20
    rms = float(np.sqrt(known.gram.trace() / known.n))
    nulls = {GAUSSIAN: gaussian_null(len(rows), known.dim, rms, draws)["symmetric"]}
    if context.space.layer_index(context.selection.layer) == context.space.n_layers - 1:
        nulls[OWN_NORMS] = own_norms_null(norms_of(rows), known.dim, draws)["symmetric"]
    return BesideNulls(isotropy(rows, known).symmetric, nulls)


def removal_shape(context: Context, progress: Progress) -> RemovalShape:
    """Measure I(W) for every number of removed directions."""
    rows, _ = context.space.select(context.selection.layer, context.selection.tokens)
    return RemovalShape(isotropy_curve(centred_spectrum(rows), "dominant")["symmetric"])


def shape_draws(context: Context, progress: Progress, draws: int = HALVES) -> ShapeDraws:
    """Measure half-samples of the sentences."""
    rows, sentence = context.space.select(context.selection.layer, context.selection.tokens)
    drawn = half_sampled(rows.to_array(np.float32), sentence, draws, context.selection.seed, progress)
    return ShapeDraws(drawn.isotropy, drawn.curves, drawn.shares)


BESIDE_NULLS = of_one("beside-nulls", "I(W) beside isotropic spaces", ("layer", "tokens"), beside_nulls, BesideNulls)
REMOVAL_SHAPE = of_one("removal-shape", "I(W) for every k", ("layer", "tokens"), removal_shape, RemovalShape)
SHAPE_DRAWS = of_one(
    "shape-draws", "Half-samples of the sentences", ("layer", "tokens", "seed"), shape_draws, ShapeDraws
)
SHAPE_OF_TWIN = of_one(
    "shape-of-twin",
    "A few half-samples of the sentences",
    ("layer", "tokens", "seed"),
    partial(shape_draws, draws=FEW_HALVES),
    ShapeDraws,
)
