"""I(W) and the STS score after removing k directions, for every k and both ends, against one I(W)."""

import numpy as np

from core.geometry.isotropy import isotropy
from core.geometry.pooling import mean_pool
from core.geometry.rank_correlation import spearman_rows
from core.geometry.removal_curve import ENDS, centred_spectrum, cosine_curve, isotropy_curve
from tests.benchmarks.spaces import N, layer_384, seeded_sentences
from tests.benchmarks.timing import best_of, report

N_PAIRS = 1500


def whole_curve(vectors: np.ndarray, sentence: np.ndarray, gold: np.ndarray) -> None:
    """Everything that the slider shows for all its positions."""
    spectrum = centred_spectrum(vectors)
    pooled = mean_pool(vectors, sentence, 2 * N_PAIRS)
    for end in ENDS:
        isotropy_curve(spectrum, end)
        spearman_rows(cosine_curve(pooled[:N_PAIRS], pooled[N_PAIRS:], spectrum, end), gold)


def run() -> bool:
    """Print the line; True when the target is met."""
    vectors, source = layer_384()
    sentence, gold = seeded_sentences(2 * N_PAIRS), np.random.default_rng(2).integers(0, 26, N_PAIRS) / 5
    curve, one = best_of(lambda: whole_curve(vectors, sentence, gold), lambda: isotropy(vectors))
    return report(f"removal curve, all k, both ends, {N:,} x 384 ({source}) / one I(W)", curve, one, 3, faster=False)
