"""What removing directions at random does: the null that removing dominant directions is held against.

Two nulls. Directions of a random basis say what losing k dimensions does; random principal directions of at
least the same variance say whether it matters which variance is lost.
"""

from collections.abc import Callable

import numpy as np

from .isotropy import from_partition
from .rank_correlation import spearman_rows
from .removal_curve import CentredSpectrum, cosine_curve_in_basis

DRAWS = 99  # of which `null_band` makes a band that holds 95 of 100 more; the extremes of 20 leave out 10 of 100
KINDS = ("random directions", "random principal directions of the same variance")

Seed = int | tuple[int, ...]  # whatever numpy makes a generator of


def random_basis(dim: int, seed: Seed) -> np.ndarray:
    """An orthogonal matrix of shape (dim, dim), uniformly at random (Haar).

    Notes
    -----
    Q of a Gaussian matrix, its columns' signs such that R's diagonal is positive: without that, Q depends
    on a convention inside the factorization. Cost: O(dim^3).
    """
    q, r = np.linalg.qr(np.random.default_rng(seed).standard_normal((dim, dim)))
    return np.asarray(q * np.where(np.diag(r) < 0, -1.0, 1.0))


def random_directions_cosines(first: np.ndarray, second: np.ndarray, seed: Seed) -> np.ndarray:
    """Cosine of every pair after removing the first k directions of a random basis, for every k.

    Parameters
    ----------
    first, second : ndarray of shape (n_pairs, d)
        The pairs' sentences, centred, in any orthogonal basis.
    seed : int or tuple of int

    Returns
    -------
    ndarray of shape (d, n_pairs)
        Row k: k directions removed. What is removed at k is removed at every larger k.
    """
    basis = random_basis(first.shape[1], seed)
    return cosine_curve_in_basis(first @ basis, second @ basis, "dominant")


def random_principal_order(values: np.ndarray, seed: Seed) -> tuple[np.ndarray, np.ndarray]:
    """Principal directions in random order, and how many of them hold the variance of the k most dominant.

    Parameters
    ----------
    values : ndarray of shape (d,)
        Eigenvalues, decreasing.
    seed : int or tuple of int

    Returns
    -------
    order : ndarray of shape (d,)
        A permutation of the directions' numbers.
    counts : ndarray of shape (d,)
        Entry k: the smallest m such that the first m of the order hold at least as much variance as the k
        most dominant; d where only all of them do.

    Notes
    -----
    A direction with more than half of the variance is in every such set, so a set is larger than k mostly
    by what precedes that direction in the order.
    """
    d = len(values)
    order = np.random.default_rng(seed).permutation(d)
    sought = np.r_[0.0, np.cumsum(values)[:-1]]
    held = np.cumsum(values[order])
    # Sums of the same numbers in another order differ in their last digits.
    counts = np.searchsorted(held, sought * (1 - d * np.finfo(np.float64).eps)) + 1
    counts[sought <= 0] = 0
    return order, np.minimum(counts, d)


def null_curves(
    spectrum: CentredSpectrum,
    first: np.ndarray,
    second: np.ndarray,
    gold: np.ndarray,
    ks: np.ndarray,
    draws: int = DRAWS,
    seed: int = 0,
    progress: Callable[[float, float, str], None] = lambda done, total, unit: None,
) -> dict[str, dict[str, np.ndarray]]:
    """Scores after removing directions at random, and I(W) where a closed form gives it.

    Parameters
    ----------
    spectrum : CentredSpectrum
    first, second : ndarray of shape (n_pairs, d)
        The pairs' sentences, centred and in the principal basis, most dominant first.
    gold : ndarray of shape (n_pairs,)
    ks : ndarray of int of shape (m,)
        Numbers of dominant directions, 0 .. d-1, that the nulls stand against.
    draws : int
        Random bases, and random orders.
    seed : int
    progress : callable
        Called with (draws done, draws in all, 'draws'); may raise to stop.

    Returns
    -------
    dict of kind (`KINDS`) -> dict of ndarray of shape (draws, m)
        `spearman` in points for both. For random principal directions also `isotropy`, log10 I(W)
        (sign-free), and `removed`, how many directions went. NaN where that is all of them.

    Notes
    -----
    Cost of a draw: one factorization and two products with a d x d matrix, two passes over the sentences,
    and 2 m rankings of n_pairs cosines.
    """
    ks = np.asarray(ks, dtype=np.int64)
    scores = {kind: np.full((draws, len(ks)), np.nan) for kind in KINDS}
    isotropies, removed = np.full((draws, len(ks)), np.nan), np.zeros((draws, len(ks)), dtype=np.int64)
    for draw in range(draws):
        progress(draw, draws, "draws")
        scores[KINDS[0]][draw] = spearman_rows(random_directions_cosines(first, second, (seed, draw))[ks], gold)
        order, counts = random_principal_order(spectrum.principal.values, (seed, draw))
        removed[draw] = counts[ks]
        some = np.flatnonzero(removed[draw] < len(order))
        cosines = cosine_curve_in_basis(first[:, order], second[:, order], "dominant")
        scores[KINDS[1]][draw, some] = spearman_rows(cosines[removed[draw, some]], gold)
        isotropies[draw, some] = _isotropy_along(spectrum, order)[removed[draw, some]]
    progress(draws, draws, "draws")
    return {
        KINDS[0]: {"spearman": scores[KINDS[0]]},
        KINDS[1]: {"spearman": scores[KINDS[1]], "isotropy": isotropies, "removed": removed},
    }


def _isotropy_along(spectrum: CentredSpectrum, order: np.ndarray) -> np.ndarray:
    """log10 I(W), sign-free, after removing the first m of an order, m = 0 .. d-1: n / max over the kept of F."""
    larger = np.maximum(spectrum.plus, spectrum.minus)[order]
    curve = np.minimum(np.log(spectrum.n) - np.maximum.accumulate(larger[::-1])[::-1], 0.0) / np.log(10)
    curve[0] = from_partition(spectrum.plus, spectrum.minus).symmetric
    return np.asarray(curve)
