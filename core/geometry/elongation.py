"""How many directions a space is elongated along, by what chance alone would give, and how sure that is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from ..errors import UsageError
from .measures.effective_rank import effective_rank, entropy_rank
from .measures.participation_ratio import participation_ratio
from .moments import Moments, moments
from .principal import principal_directions
from .removal_curve import CentredSpectrum, centred_spectrum, isotropy_curve
from .resampled import sentence_draws, weighted_log_partition, weighted_moments
from .rows import Rows, as_rows

TAUS = (0.1, 0.5, 0.9)
HORN_DRAWS = 50


@dataclass(frozen=True)
class Elongation:
    """Counts and numbers of dimensions of a space; all depend on its number of tokens.

    Attributes
    ----------
    above_marchenko_pastur : int
        Eigenvalues above the largest that equal variance in every direction would give.
    above_horn : int
        Leading eigenvalues above those of independent dimensions with the space's own variances.
    participation_ratio : float
    effective_rank : float
        Of the space as it is, its mean included.
    centred_effective_rank : float
        Of the space around its mean.
    smallest_k : dict of float -> int or None
        For each tau: smallest number of removed dominant directions with I(W) >= tau; None: never.
    """

    above_marchenko_pastur: int
    above_horn: int
    participation_ratio: float
    effective_rank: float
    centred_effective_rank: float
    smallest_k: dict[float, int | None]


@dataclass(frozen=True)
class ElongationInterval:
    """The space's own numbers, and both ends of their 95 % intervals over sentences."""

    value: Elongation
    low: Elongation
    high: Elongation
    draws: int


def horn_edge(variances: np.ndarray, n: int, draws: int, seed: int, quantile: float = 0.95) -> np.ndarray:
    """Horn's parallel analysis: eigenvalues that n rows of independent dimensions reach by chance.

    Parameters
    ----------
    variances : ndarray of shape (d,)
        Of the space's coordinates; the diagonal of its covariance.
    n : int
        Rows that the covariance is of; its mean is taken to be estimated from them.
    draws, seed : int
    quantile : float
        Of the j-th eigenvalue over draws, for each j.

    Returns
    -------
    ndarray of shape (d,)
        Decreasing, on the scale of `variances`.

    Raises
    ------
    UsageError
        Fewer than two rows, or no draws.

    Notes
    -----
    (n - 1) C ~ Wishart(n - 1, diag(variances)) is drawn as (L A)(L A)^T, L = diag(sqrt(variances)), A lower
    triangular with chi on its diagonal and normals below (with fewer than d degrees of freedom, so many columns).
    Cost: d^3 a draw, whatever n is.

    References
    ----------
    Horn 1965, Psychometrika 30; Bartlett 1933, Proc. Royal Society of Edinburgh 53 (the decomposition).
    """
    if n < 2 or draws < 1:
        raise UsageError(f"Parallel analysis needs two rows and one draw; there are {n} and {draws}.")
    generator = np.random.default_rng(seed)
    scale = np.sqrt(variances / (n - 1))[:, None]
    found = np.stack([_wishart_eigenvalues(scale, n - 1, generator) for _ in range(draws)])
    return np.quantile(found, quantile, axis=0)


def _wishart_eigenvalues(scale: np.ndarray, freedom: int, generator: np.random.Generator) -> np.ndarray:
    d = len(scale)
    columns = min(d, freedom)
    factor = np.tril(generator.standard_normal((d, columns)), -1)
    diagonal = np.arange(columns)
    factor[diagonal, diagonal] = np.sqrt(generator.chisquare(freedom - diagonal))
    factor *= scale
    return np.maximum(np.linalg.eigvalsh(factor @ factor.T)[::-1], 0.0)


def count_above_horn(values: np.ndarray, edges: np.ndarray) -> int:
    """Number of leading eigenvalues above their edge, each of shape (d,) and decreasing; ends at the first that is not."""
    return int(np.logical_and.accumulate(values > edges).sum())


def marchenko_pastur_edge(total_variance: float, n: int | float, d: int) -> float:
    """Largest eigenvalue that n rows of d dimensions would show if variance were the same in every direction.

    Notes
    -----
    sigma^2 (1 + sqrt(d / n))^2 with sigma^2 = total_variance / d: the limit for large n and d. The largest
    eigenvalue of a finite sample swings around it by about n^(-2/3), so that one can lie above by chance.

    References
    ----------
    Marchenko & Pastur 1967, Mathematics of the USSR-Sbornik 1.
    """
    return total_variance / d * (1 + (d / n) ** 0.5) ** 2


def count_above(values: np.ndarray, edge: float) -> int:
    """Number of eigenvalues above an edge."""
    return int((values > edge).sum())


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
    known: Moments, spectrum: CentredSpectrum, edges: np.ndarray, taus: Sequence[float] = TAUS, n: float | None = None
) -> Elongation:
    """Every count and number of a space.

    Parameters
    ----------
    known : Moments
    spectrum : CentredSpectrum
    edges : ndarray of shape (d,)
        As `horn_edge` gives them for the diagonal of the covariance.
    taus : sequence of float
    n : float, optional
        Rows for the Marchenko-Pastur edge, where they are not those of `known`.
    """
    values = spectrum.principal.values / known.n
    curve = isotropy_curve(spectrum, "dominant")["symmetric"]
    return Elongation(
        above_marchenko_pastur=count_above(values, marchenko_pastur_edge(values.sum(), n or known.n, known.dim)),
        above_horn=count_above_horn(values, edges),
        participation_ratio=participation_ratio(known),
        effective_rank=effective_rank(known),
        centred_effective_rank=entropy_rank(values),
        smallest_k={tau: smallest_k(curve, tau) for tau in taus},
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
        Sentence of each row: whole sentences are drawn, with replacement, because their tokens go together.
    draws, seed : int
    taus : sequence of float
        Thresholds for I(W).
    progress : callable, optional
        (done, total, unit).

    Raises
    ------
    UsageError
        No draws, or a threshold that I(W) cannot have.
    GeometryError
        Not a space.

    Notes
    -----
    A draw is a weight for each row (how often its sentence was drawn): a weighted scatter matrix, one
    eigendecomposition and a weighted F(u). Cost: 0.63 of the rows are drawn at least once, so 0.63 n d^2 (3
    operations) and some d^3 a draw, in blocks.

    A resample repeats sentences, so that its eigenvalues spread as if it had (sum w)^2 / sum w^2, about half as
    many, rows; its edges are for so many. The draws then give the width of an interval but not its place, which is
    moved so that their median falls on the space's own value. It is an interval for what other texts with as many
    sentences would give, not for infinitely many: every number here depends on n.
    """
    if draws < 1:
        raise UsageError("An interval needs at least one draw.")
    rows = as_rows(vectors)
    tell = progress or (lambda done, total, unit: None)
    known = moments(rows)
    variances = np.diag(known.scatter) / known.n
    spectrum = centred_spectrum(rows, known)
    tell(0, draws, "draws")
    own = elongation(known, spectrum, horn_edge(variances, known.n, HORN_DRAWS, seed), taus)

    weights = _sentence_weights(sentence, draws, seed)
    effective = [_effective_rows(one) for one in weights]
    # Edges are drawn once for all resamples and follow each one's total variance.
    edges = (
        horn_edge(variances / variances.sum(), max(2, round(float(np.mean(effective)))), HORN_DRAWS, seed)
        if variances.sum() > 0
        else np.zeros(known.dim)
    )
    found = []
    for done, (weight, n) in enumerate(zip(weights, effective, strict=True), start=1):
        drawn = weighted_moments(rows, weight, known.mean)
        total = float(np.trace(drawn.scatter)) / drawn.n
        found.append(elongation(drawn, _weighted_spectrum(rows, weight, drawn), edges * total, taus, n))
        tell(done, draws, "draws")
    low, high = _interval(own, found, known.dim)
    return ElongationInterval(own, low, high, draws)


def _sentence_weights(sentence: np.ndarray, draws: int, seed: int) -> list[np.ndarray]:
    """For each draw, how often each row's sentence was drawn, shape (n,)."""
    distinct, owner = np.unique(sentence, return_inverse=True)
    return [drawn[owner] for drawn in sentence_draws(len(distinct), draws, seed)]


def _effective_rows(weight: np.ndarray) -> float:
    """Kish's effective sample size."""
    return float(weight.sum()) ** 2 / float(weight @ weight)


def _weighted_spectrum(rows: Rows, weight: np.ndarray, known: Moments) -> CentredSpectrum:
    """`centred_spectrum` of rows that count `weight` times."""
    principal = principal_directions(known.scatter)
    plus, minus = weighted_log_partition(rows, weight, principal.vectors, known.mean)
    return CentredSpectrum(known.n, known.mean, principal, plus, minus)


def _interval(own: Elongation, found: list[Elongation], d: int) -> tuple[Elongation, Elongation]:
    """Both ends, from the draws moved so that their median is the space's own value."""
    numbers, draws = _numbers(own, d), np.array([_numbers(one, d) for one in found])
    low, high = np.quantile(draws, [0.025, 0.975], axis=0) - np.median(draws, axis=0) + numbers
    taus = list(own.smallest_k)
    # Counts go outwards to whole numbers, but not because of rounding in the last digit.
    return _from_numbers(low, np.floor(low + 1e-6), taus, d), _from_numbers(high, np.ceil(high - 1e-6), taus, d)


def _numbers(one: Elongation, d: int) -> np.ndarray:
    """As a vector; `never` is d directions, one more than can be removed."""
    removed = [d if k is None else k for k in one.smallest_k.values()]
    ranks = [one.participation_ratio, one.effective_rank, one.centred_effective_rank]
    return np.array([one.above_marchenko_pastur, one.above_horn, *ranks, *removed], dtype=np.float64)


def _from_numbers(numbers: np.ndarray, counts: np.ndarray, taus: list[float], d: int) -> Elongation:
    """Back from `_numbers`; `counts` is the same vector in whole numbers."""
    whole = np.clip(counts, 0, d)
    return Elongation(
        above_marchenko_pastur=int(whole[0]),
        above_horn=int(whole[1]),
        participation_ratio=float(numbers[2]),
        effective_rank=float(numbers[3]),
        centred_effective_rank=float(numbers[4]),
        smallest_k={tau: None if k >= d else int(k) for tau, k in zip(taus, whole[5:], strict=True)},
    )
