"""How I(W) of one setting varies with the sentences: the same draws for every checkpoint that reads the same texts."""

from dataclasses import dataclass

import numpy as np

from ...codec import Floats
from ...geometry.isotropy import isotropy
from ...geometry.resampled import sentence_draws
from ...geometry.resampled_measures import resampled_measures
from ...progress import Progress
from ..question import Context, of_one
from .processed import PROCESSING, processed_space

DRAWS = 100


@dataclass(frozen=True)
class IsotropyDraws:
    """Sign-free I(W), and that of resampled sentences, each with eigenvectors of its own.

    Attributes
    ----------
    log10 : float
    draws : ndarray of shape (DRAWS,)
        log10; draw i has the same sentences in every space of the same texts and seed, so that the draws of two spaces
        pair up.
    """

    log10: float
    draws: Floats


def isotropy_draws(context: Context, progress: Progress) -> IsotropyDraws:
    """I(W) of the selection's setting and of its resamples."""
    space = processed_space(context, progress)
    vectors = space.rows.to_array(np.float32)
    weights = [
        drawn[space.sentence] for drawn in sentence_draws(len(context.texts.sentences), DRAWS, context.selection.seed)
    ]

    def tell(done: int) -> None:
        progress(done, DRAWS, "draws")

    draws = resampled_measures(vectors, weights, context.selection.unit_rms, tell)["symmetric"]
    return IsotropyDraws(isotropy(space.rows).symmetric, np.asarray(draws))


ISOTROPY_DRAWS = of_one(
    "isotropy-draws", "I(W) on resampled sentences", (*PROCESSING, "unit_rms"), isotropy_draws, IsotropyDraws
)
