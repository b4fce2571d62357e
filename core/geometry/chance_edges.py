"""Eigenvalues that chance alone reaches: Horn's parallel analysis by coordinates, and the Marchenko-Pastur edge.

Both are the field's customary edges, and both have known faults: Horn's depends on the basis (independent coordinates
of unequal variance are its null, so that directions along coordinates are no surprise to it), and both take rows to be
independent and let one huge direction raise the edge for all others. `deflation` and `held_out` have neither fault.
"""

import numpy as np

from ..errors import UsageError


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
