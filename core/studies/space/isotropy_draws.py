"""How I(W) of one setting varies with the sentences: the same draws for every checkpoint that reads the same texts."""

from typing import Any

import numpy as np

from ...geometry.isotropy import isotropy
from ...geometry.resampled import sentence_draws
from ...geometry.resampled_measures import resampled_measures
from ...progress import Progress
from ..question import Context
from ..shim import Study
from .processed import processed_space

DRAWS = 100


def isotropy_draws(context: Context, progress: Progress) -> dict[str, Any]:
    """Sign-free I(W), and that of resampled sentences, each with eigenvectors of its own.

    Returns
    -------
    dict
        `log10`, `draws` (log10, a list of `DRAWS`). Draw i has the same sentences in every space of the same texts
        and seed, so that the draws of two spaces pair up.
    """
    space = processed_space(context, progress)
    vectors = space.rows.to_array(np.float32)
    weights = [
        one[space.sentence] for one in sentence_draws(len(context.texts.sentences), DRAWS, context.selection.seed)
    ]

    def tell(done: int) -> None:
        progress(done, DRAWS, "draws")

    drawn = resampled_measures(vectors, weights, context.selection.unit_rms, tell)["symmetric"]
    return {"log10": isotropy(space.rows).symmetric, "draws": drawn}


ISOTROPY_DRAWS = Study(
    "isotropy-draws",
    "I(W) on resampled sentences",
    ("layer", "tokens", "method", "directions", "end", "clusters", "seed", "kmeans", "starts", "unit_rms"),
    isotropy_draws,
)
