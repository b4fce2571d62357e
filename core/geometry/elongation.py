"""How many directions a space is elongated along, by what chance alone would give, and how sure that is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ..errors import GeometryError, UsageError
from .chance_edges import count_above, count_above_horn, horn_edge, marchenko_pastur_edge
from .deflation import count_longer, deflated_count, rest_shares
from .held_out import HeldOut, held_out_shares
from .measures.effective_rank import effective_rank, entropy_rank
from .measures.participation_ratio import participation_ratio
from .moments import Moments, moments
from .principal import principal_directions
from .removal_curve import CentredSpectrum, centred_spectrum, isotropy_curve
from .resampled import half_samples, weighted_log_partition, weighted_moments
from .rows import Rows, as_rows

TAUS = (0.1, 0.5, 0.9)
HORN_DRAWS = 50
TWICE_AS_LONG = 4.0  # in variance
RATIOS = (1.0, 2.0, 3.0, TWICE_AS_LONG, 6.0, 9.0)


@dataclass(frozen=True)
class Elongation:
    """Counts and numbers of dimensions of a space; all depend on its number of tokens.

    Attributes
    ----------
    above_marchenko_pastur : int
        Eigenvalues above the largest that equal variance in every direction would give. A huge one hides others.
    above_horn : int
        Leading eigenvalues above those of independent dimensions with the space's own variances. Depends on the basis.
    participation_ratio : float
    effective_rank : float
        Of the space as it is, its mean included.
    centred_effective_rank : float
        Of the space around its mean.
    smallest_k : dict of float -> int or None
        For each tau: smallest number of removed dominant directions with I(W) >= tau; None: never.
    above_chance : int
        Leading directions with more variance than the mean of all later ones, beyond chance, in any basis; at most
        half of the directions. Planted directions are recovered, however long. A space whose spectrum falls without
        a flat part reaches the half, which then says just that.
    elongated : int
        Of these, up to the last that is at least twice as long (`TWICE_AS_LONG` times the variance) as the later ones
        are on average: so many must go until what remains has no such direction. The number to compare spaces by.
    """

    above_marchenko_pastur: int
    above_horn: int
    participation_ratio: float
    effective_rank: float
    centred_effective_rank: float
    smallest_k: dict[float, int | None]
    above_chance: int
    elongated: int


@dataclass(frozen=True)
class Count:
    """A number of elongated directions, both ends of its 95 % interval, and its value in each half-sample."""

    value: int
    low: int
    high: int
    drawn: tuple[int, ...]


@dataclass(frozen=True)
class ElongationInterval:
    """The space's own numbers, and both ends of their 95 % intervals over sentences.

    Attributes
    ----------
    value, low, high : Elongation
    draws : int
    drawn : tuple of Elongation
        Of each half-sample. The same seed draws the same sentences, so that draws of two spaces can be paired.
    elongated_at : dict of float -> Count
        For each ratio of `RATIOS`: directions with more than so many times the mean variance of the rest;
        `above_chance` is that at 1, `elongated` that at `TWICE_AS_LONG`.
    """

    value: Elongation
    low: Elongation
    high: Elongation
    draws: int
    drawn: tuple[Elongation, ...]
    elongated_at: dict[float, Count]


def smallest_k(curve_log10: np.ndarray, tau: float) -> int | None:
    """Smallest number of removed directions with I(W) >= tau, given log10 I(W) over k; None if there is none.

    Raises
    ------
    UsageError
        tau is not above 0 and at most 1.
    """
    if not 0 < tau <= 1:
        raise UsageError(f"I(W) lies between 0 and 1: {tau} is no threshold for it.")
    reached = np.flatnonzero(curve_log10 >= np.log10(tau))
    return int(reached[0]) if len(reached) else None


def elongation(
    known: Moments, spectrum: CentredSpectrum, edges: np.ndarray, taus: Sequence[float] = TAUS
) -> Elongation:
    """Every count and number of a space whose rows are taken to be independent.

    Parameters
    ----------
    known : Moments
    spectrum : CentredSpectrum
    edges : ndarray of shape (d,)
        As `horn_edge` gives them for the diagonal of the covariance.
    taus : sequence of float
    """
    values = spectrum.principal.values / known.n
    curve = isotropy_curve(spectrum, "dominant")["symmetric"]
    leading = deflated_count(values, known.n)
    return Elongation(
        above_marchenko_pastur=count_above(values, marchenko_pastur_edge(values.sum(), known.n, known.dim)),
        above_horn=count_above_horn(values, edges),
        participation_ratio=participation_ratio(known),
        effective_rank=effective_rank(known),
        centred_effective_rank=entropy_rank(values),
        smallest_k={tau: smallest_k(curve, tau) for tau in taus},
        above_chance=leading,
        elongated=count_longer(rest_shares(values), leading, TWICE_AS_LONG),
    )


def bootstrap_elongation(
    vectors: "np.ndarray | Rows",
    sentence: np.ndarray,
    draws: int = 50,
    seed: int = 0,
    taus: Sequence[float] = TAUS,
    progress: Callable[[float, float, str], None] | None = None,
) -> ElongationInterval:
    """A space's elongation with 95 % intervals over its sentences.

    Parameters
    ----------
    vectors : ndarray of shape (n, d) or Rows
    sentence : ndarray of shape (n,)
        Sentence of each row: whole sentences are drawn, because their tokens go together.
    draws, seed : int
        Half-samples of the sentences, without replacement.
    taus : sequence of float
        Thresholds for I(W).
    progress : callable, optional
        (done, total, unit).

    Raises
    ------
    UsageError
        Fewer than two draws, or a threshold that I(W) cannot have.
    GeometryError
        Not a space, or one of a single sentence.

    Notes
    -----
    Cost of a draw: n d^2 / 2 (scatter, projection, F(u), in blocks) and some d^3.

    A half-sample's directions are judged by their variance on the other half (`held_out`), in the mean over draws. A
    bootstrap would not do: its repeated sentences look like directions.

    Half-samples spread around the whole as wholes do around the mean of many texts. They have fewer rows, on which every
    number here depends, so that they give an interval's width but not its place: it is moved until their median falls on
    the space's own value. It is an interval for other texts with as many sentences, not for infinitely many.
    """
    if draws < 2:
        raise UsageError(f"An interval needs at least two draws; {draws} asked for.")
    rows = as_rows(vectors)
    distinct, owner = np.unique(sentence, return_inverse=True)
    if len(distinct) < 2:
        raise GeometryError("An interval over sentences needs at least two of them.")
    tell = progress or (lambda done, total, unit: None)
    known = moments(rows)
    spectrum = centred_spectrum(rows, known)
    tell(0, draws, "draws")
    variances = np.diag(known.scatter) / known.n
    half_edges = horn_edge(variances, max(2, known.n // 2), HORN_DRAWS, seed)
    drawn, shares = [], []
    for done, half in enumerate(half_samples(len(distinct), draws, seed), start=1):
        part, of_part = _weighted(rows, half[owner], known.mean)
        drawn.append(elongation(part, of_part, half_edges, taus))
        shares.append(held_out_shares(known, part, of_part.principal.vectors))
        tell(done, draws, "draws")
    own = elongation(known, spectrum, horn_edge(variances, known.n, HORN_DRAWS, seed), taus)
    return _together(own, drawn, HeldOut(np.stack(shares)), _spread_of_wholes(len(distinct)), known.dim)


def _weighted(rows: Rows, weight: np.ndarray, near: np.ndarray) -> tuple[Moments, CentredSpectrum]:
    """`moments` and `centred_spectrum` of rows that count `weight` times."""
    known = weighted_moments(rows, weight, near)
    principal = principal_directions(known.scatter)
    plus, minus = weighted_log_partition(rows, weight, principal.vectors, known.mean)
    return known, CentredSpectrum(known.n, known.mean, principal, plus, minus)


def _spread_of_wholes(n_sentences: int) -> float:
    """How much wider samples of n sentences spread than their half-samples without replacement: 1 for even n."""
    drawn = n_sentences // 2
    return (drawn / (n_sentences - drawn)) ** 0.5


def _together(own: Elongation, drawn: list[Elongation], held: HeldOut, scale: float, d: int) -> ElongationInterval:
    """The counts of independent rows replaced by held-out ones, and an interval for every number."""
    at = {ratio: _count(held, ratio, scale, d) for ratio in RATIOS}
    chance, longer = at[1.0], at[TWICE_AS_LONG]
    own = replace(own, above_chance=chance.value, elongated=longer.value)
    drawn = [
        replace(one, above_chance=of_chance, elongated=of_longer)
        for one, of_chance, of_longer in zip(drawn, chance.drawn, longer.drawn, strict=True)
    ]
    low, high = _interval(own, drawn, scale, d)
    return ElongationInterval(own, low, high, len(drawn), tuple(drawn), at)


def _count(held: HeldOut, ratio: float, scale: float, d: int) -> Count:
    value, drawn = held.count(ratio), held.counts(ratio)
    low, high = _outwards(*_ends(np.array(value), np.array(drawn), scale), d // 2)
    return Count(value, int(low), int(high), tuple(drawn))


def _interval(own: Elongation, found: list[Elongation], scale: float, d: int) -> tuple[Elongation, Elongation]:
    low, high = _ends(_numbers(own, d), np.array([_numbers(one, d) for one in found]), scale)
    taus = list(own.smallest_k)
    whole = _outwards(low, high, d)
    return _from_numbers(low, whole[0], taus, d), _from_numbers(high, whole[1], taus, d)


def _ends(own: np.ndarray, drawn: np.ndarray, scale: float) -> tuple[np.ndarray, np.ndarray]:
    """Both ends of an interval, from draws moved so that their median is the space's own value, and widened."""
    low, high = scale * (np.quantile(drawn, [0.025, 0.975], axis=0) - np.median(drawn, axis=0)) + own
    return low, high


def _outwards(low: np.ndarray, high: np.ndarray, most: int) -> tuple[np.ndarray, np.ndarray]:
    """Ends of counts as whole numbers: outwards, but not because of rounding in the last digit."""
    return np.clip(np.floor(low + 1e-6), 0, most), np.clip(np.ceil(high - 1e-6), 0, most)


def _numbers(one: Elongation, d: int) -> np.ndarray:
    """As a vector; `never` is d directions, one more than can be removed."""
    removed = [d if k is None else k for k in one.smallest_k.values()]
    counts = [one.above_marchenko_pastur, one.above_horn, one.above_chance, one.elongated]
    ranks = [one.participation_ratio, one.effective_rank, one.centred_effective_rank]
    return np.array([*ranks, *counts, *removed], dtype=np.float64)


def _from_numbers(numbers: np.ndarray, counts: np.ndarray, taus: list[float], d: int) -> Elongation:
    """Back from `_numbers`; `counts` is the same vector in whole numbers."""
    return Elongation(
        participation_ratio=float(numbers[0]),
        effective_rank=float(numbers[1]),
        centred_effective_rank=float(numbers[2]),
        above_marchenko_pastur=int(counts[3]),
        above_horn=int(counts[4]),
        above_chance=int(counts[5]),
        elongated=int(counts[6]),
        smallest_k={tau: None if k >= d else int(k) for tau, k in zip(taus, counts[7:], strict=True)},
    )
