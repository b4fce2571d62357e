"""Comparisons of two spaces with n x n matrices and loops over pairs, as their papers write them."""

import itertools

import numpy as np


def unbiased_hsic(k: np.ndarray, l: np.ndarray) -> float:  # noqa: E741
    """Song et al. 2012, equation 5."""
    n, one = len(k), np.ones(len(k))
    k, l = k - np.diag(np.diag(k)), l - np.diag(np.diag(l))  # noqa: E741
    middle = (one @ k @ one) * (one @ l @ one) / ((n - 1) * (n - 2))
    return float((np.trace(k @ l) + middle - 2 / (n - 2) * (one @ k @ l @ one)) / (n * (n - 3)))


def debiased_cka(x: np.ndarray, y: np.ndarray) -> float:
    """Nguyen et al. 2021, equation 2, for one batch of all rows."""
    k, l = x @ x.T, y @ y.T  # noqa: E741
    return unbiased_hsic(k, l) / np.sqrt(unbiased_hsic(k, k) * unbiased_hsic(l, l))


def biased_cka(x: np.ndarray, y: np.ndarray) -> float:
    """Kornblith et al. 2019, section 3: HSIC of centred kernels."""
    centre = np.eye(len(x)) - 1 / len(x)
    k, l = centre @ x @ x.T @ centre, centre @ y @ y.T @ centre  # noqa: E741
    return float(np.trace(k @ l) / np.sqrt(np.trace(k @ k) * np.trace(l @ l)))


def uniformity(vectors: np.ndarray, t: float = 2.0) -> float:
    """Wang & Isola 2020, section 4.1.2, over every two rows."""
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    apart = [np.sum((a - b) ** 2) for a, b in itertools.combinations(unit, 2)]
    return float(np.log(np.mean(np.exp(-t * np.array(apart)))))


def alignment(first: np.ndarray, second: np.ndarray) -> float:
    """Wang & Isola 2020, section 4.1.1, over the given pairs."""
    return float(
        np.mean(
            [np.sum((a / np.linalg.norm(a) - b / np.linalg.norm(b)) ** 2) for a, b in zip(first, second, strict=True)]
        )
    )


def nearest_neighbours(space: np.ndarray, k: int) -> np.ndarray:
    """Every other row that is not zero sorted by its cosine, then by its number; -1 for zero rows."""
    length = np.linalg.norm(space, axis=1)
    found = np.full((len(space), k), -1)
    for i in np.flatnonzero(length):
        others = [j for j in np.flatnonzero(length) if j != i]
        cosines = {j: round(float(space[i] @ space[j] / (length[i] * length[j])), 9) for j in others}
        found[i] = sorted(others, key=lambda j, near=cosines: (-near[j], j))[:k]
    return found
