"""I(W) and the STS score after removing k principal directions, for every k at once.

On centred data a removed direction has F = n exactly, every other F is at least n (Jensen) and does not
change. So for any non-empty set R of removed principal directions, I = n / max F over all others.
"""

from dataclasses import dataclass

import numpy as np

from .cosine import cosine_from
from .isotropy import CONVENTIONS, from_partition
from .moments import Moments, moments
from .partition import log_partition
from .principal import Principal, principal_directions
from .projection import or_zero
from .rows import Rows, as_rows

ENDS = {"dominant": "most dominant directions", "least": "least dominant directions"}


@dataclass(frozen=True)
class CentredSpectrum:
    """One decomposition and one pass over a centred space: all that removal curves need.

    Attributes
    ----------
    n : int
    mean : ndarray of shape (d,)
    principal : Principal
        Of the scatter matrix, most dominant first.
    plus, minus : ndarray of shape (d,)
        log F(u_j) and log F(-u_j) on the centred space.
    """

    n: int
    mean: np.ndarray
    principal: Principal
    plus: np.ndarray
    minus: np.ndarray


def centred_spectrum(vectors: "np.ndarray | Rows", known: Moments | None = None) -> CentredSpectrum:
    """The decomposition of a space of shape (n, d), which serves every removal."""
    rows = as_rows(vectors)
    known = known or moments(rows)
    principal = principal_directions(known.scatter)
    mean = known.mean
    centred = Rows(rows.shape, lambda start, stop: rows.read(start, stop) - mean)
    plus, minus = log_partition(centred, principal.vectors)
    return CentredSpectrum(known.n, mean, principal, plus, minus)


def isotropy_curve(spectrum: CentredSpectrum, end: str) -> dict[str, np.ndarray]:
    """log10 I(W) after removing k = 0 .. d-1 directions from one end.

    Parameters
    ----------
    spectrum : CentredSpectrum
    end : {'dominant', 'least'}

    Returns
    -------
    dict of convention -> ndarray of shape (d,)
        Entry k: after k directions were removed; entry 0 is zero-mean alone.

    Notes
    -----
    A removed direction supplies the minimum n for every convention, so with k > 0 'lowest' equals
    'symmetric', and 'highest' takes the smaller F of each direction that remains.
    """
    smaller, larger = np.minimum(spectrum.plus, spectrum.minus), np.maximum(spectrum.plus, spectrum.minus)
    log_n = np.log(spectrum.n)
    curves = {
        "symmetric": log_n - _running_max(larger, end),
        "lowest": log_n - _running_max(larger, end),
        "highest": log_n - _running_max(smaller, end),
        "as_published": log_n - _running_max(spectrum.plus, end),
    }
    none_removed = from_partition(spectrum.plus, spectrum.minus)
    out = {}
    for name in CONVENTIONS:
        curve = np.minimum(curves[name], 0.0) / np.log(10)  # F >= n up to rounding
        curve[0] = getattr(none_removed, name)
        out[name] = curve
    return out


def _running_max(values: np.ndarray, end: str) -> np.ndarray:
    """Entry k: the maximum over what remains when k are removed from an end."""
    if end == "dominant":
        return np.maximum.accumulate(values[::-1])[::-1]
    return np.maximum.accumulate(values)[::-1]


def cosine_curve(first: np.ndarray, second: np.ndarray, spectrum: CentredSpectrum, end: str) -> np.ndarray:
    """Cosine of every pair of sentences after removing k = 0 .. d-1 directions from one end.

    Parameters
    ----------
    first, second : ndarray of shape (n_pairs, d)
        Mean token vectors of the two sentences, not centred.
    spectrum : CentredSpectrum
    end : {'dominant', 'least'}

    Returns
    -------
    ndarray of shape (d, n_pairs)
        cos_k = sum over remaining j of a_j b_j / sqrt(sum a_j^2 sum b_j^2), sentences in the principal basis;
        0 where a sentence has nothing left.
    """
    basis = spectrum.principal.vectors
    return cosine_curve_in_basis((first - spectrum.mean) @ basis, (second - spectrum.mean) @ basis, end)


def cosine_curve_in_basis(a: np.ndarray, b: np.ndarray, end: str) -> np.ndarray:
    """`cosine_curve` for sentences that are centred and in the principal basis already, each (n_pairs, d)."""

    def remaining_sums(products: np.ndarray) -> np.ndarray:
        # Sum upwards from the end that remains: subtracting removed terms from the total would cancel digits.
        ordered = products.T[::-1] if end == "dominant" else products.T
        return np.cumsum(ordered, axis=0)[::-1]

    square_a, square_b = remaining_sums(a * a), remaining_sums(b * b)
    return cosine_from(remaining_sums(a * b), or_zero(square_a, square_a[0]), or_zero(square_b, square_b[0]))
