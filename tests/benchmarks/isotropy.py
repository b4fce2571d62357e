"""I(W) of one layer against the recipe of the authors' public code, and against the arithmetic it can't avoid."""

import numpy as np

from core.geometry.isotropy import Isotropy, isotropy
from tests.benchmarks.spaces import N, layer_384, seeded
from tests.benchmarks.timing import best_of, report


def published_recipe(vectors: np.ndarray) -> float:
    """One general eigendecomposition, then a loop over its eigenvectors; one sign of each, whichever came out."""
    _, eigenvectors = np.linalg.eig(vectors.T @ vectors)
    smallest, largest = np.inf, -np.inf
    for u in eigenvectors.T:
        value = np.sum(np.exp(vectors @ u))
        smallest, largest = min(smallest, value), max(largest, value)
    return float(smallest / largest)


def bare_arithmetic(vectors: np.ndarray, eigenvectors: np.ndarray) -> None:
    """Two products and one exp pass in double precision, on an array that is there already; nothing else."""
    _ = vectors.T @ vectors
    product = vectors @ eigenvectors
    np.exp(product, out=product)


def run() -> bool:
    """Print the lines; True when all targets are met."""
    real, source = layer_384()
    return all(
        [
            _against_recipe(real, f"I(W), {N:,} x 384 ({source})", 5),
            _against_recipe(seeded(768), f"I(W), {N:,} x 768 (seeded)", 10),
            _against_arithmetic(real, f"I(W), {N:,} x 384 ({source})"),
            _against_arithmetic(seeded(768), f"I(W), {N:,} x 768 (seeded)"),
        ]
    )


def _against_recipe(vectors: np.ndarray, name: str, target: float) -> bool:
    single, double = vectors, vectors.astype(np.float64)
    found: list[Isotropy] = []
    peers: list[float] = []
    ours, of_single, of_double = best_of(
        lambda: found.append(isotropy(single)),
        lambda: peers.append(published_recipe(single)),
        lambda: peers.append(published_recipe(double)),
    )
    low, high = found[0].lowest, found[0].highest
    assert all(low - 0.01 <= np.log10(value) <= high + 0.01 for value in peers), "the two do not measure the same"
    met = report(f"{name} / recipe, float32", ours, of_single, target, faster=True)
    return report(f"{name} / recipe, float64", ours, of_double, target, faster=True) and met


def _against_arithmetic(vectors: np.ndarray, name: str) -> bool:
    double = vectors.astype(np.float64)
    eigenvectors = np.linalg.eigh(double.T @ double)[1]
    ours, bare = best_of(lambda: isotropy(vectors), lambda: bare_arithmetic(double, eigenvectors))
    return report(f"{name} / bare arithmetic", ours, bare, 2, faster=False)
