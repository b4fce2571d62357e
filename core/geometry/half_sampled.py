"""A space's isotropy, removal curve and elongated directions in half-samples of its sentences."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .held_out import held_out_shares
from .isotropy import from_partition
from .moments import moments
from .principal import principal_directions
from .removal_curve import CentredSpectrum, isotropy_curve
from .resampled import half_samples, weighted_log_partition, weighted_moments
from .rows import as_rows


@dataclass(frozen=True)
class HalfSampled:
    """Of each half-sample.

    Attributes
    ----------
    isotropy : ndarray of shape (draws,)
        log10 I(W) of the space as it is, sign-free.
    curves : ndarray of shape (draws, d)
        log10 I(W) after removing k = 0 .. d-1 dominant directions.
    shares : ndarray of shape (draws, d - 1)
        As `held_out_shares` gives them, of the other half's variance.
    """

    isotropy: np.ndarray
    curves: np.ndarray
    shares: np.ndarray


def half_sampled(
    vectors: np.ndarray,
    sentence: np.ndarray,
    draws: int,
    seed: int = 0,
    progress: Callable[[float, float, str], None] = lambda done, total, unit: None,
) -> HalfSampled:
    """Measure half-samples of a space's sentences, without replacement, each in its own directions.

    Parameters
    ----------
    vectors : ndarray of shape (n, d)
        float32 is twice as fast.
    sentence : ndarray of shape (n,)
        Of each row; at least two different ones.
    draws, seed : int
        The same seed draws the same sentences in every space of the same texts.
    progress : callable
        (done, total, unit).

    Notes
    -----
    Cost of a draw: 3 passes of n d^2 over half of the rows, and two eigendecompositions.
    """
    known = moments(as_rows(vectors))
    count, owner = (found := np.unique(sentence, return_inverse=True))[0].size, found[1]
    isotropies, curves, shares = [], [], []
    for done, half in enumerate(half_samples(count, draws, seed), start=1):
        weight = half[owner]
        part = weighted_moments(vectors, weight, known.mean)
        around = principal_directions(part.scatter)
        plus, minus = weighted_log_partition(vectors, weight, around.vectors, part.mean)
        curves.append(isotropy_curve(CentredSpectrum(part.n, part.mean, around, plus, minus), "dominant")["symmetric"])
        own = principal_directions(part.gram).vectors
        isotropies.append(from_partition(*weighted_log_partition(vectors, weight, own)).symmetric)
        shares.append(held_out_shares(known, part, around.vectors))
        progress(done, draws, "draws")
    return HalfSampled(np.array(isotropies), np.stack(curves), np.stack(shares))
