"""The paper's equations as loops, written to be read and compared with, not to be fast."""

import itertools

import numpy as np


def partition(space: np.ndarray, direction: np.ndarray) -> float:
    """Equation 2: F(u) = sum_i exp(u . w_i)."""
    return sum(float(np.exp(direction @ row)) for row in space)


def eigenvectors(space: np.ndarray) -> np.ndarray:
    """Unit eigenvectors of W^T W, as rows, each with its largest coordinate positive."""
    _, vectors = np.linalg.eigh(space.T @ space)
    return np.array([v if v[np.abs(v).argmax()] > 0 else -v for v in vectors.T])


def isotropy_conventions(space: np.ndarray) -> dict[str, float]:
    """Equation 1 in every convention; 'lowest' and 'highest' by trying every choice of signs (d small)."""
    directions = eigenvectors(space)
    plus = [partition(space, u) for u in directions]
    minus = [partition(space, -u) for u in directions]
    choices = [min(c) / max(c) for c in itertools.product(*zip(plus, minus, strict=True))]
    return {
        "symmetric": min(plus + minus) / max(plus + minus),
        "lowest": min(choices),
        "highest": max(choices),
        "as_published": min(plus) / max(plus),
    }


def mean_cosine(space: np.ndarray) -> float:
    """Average cosine over all ordered pairs of different rows."""
    total, count = 0.0, 0
    for i, j in itertools.permutations(range(len(space)), 2):
        total += space[i] @ space[j] / (np.linalg.norm(space[i]) * np.linalg.norm(space[j]))
        count += 1
    return total / count


def remove_global(space: np.ndarray, directions: int, end: str) -> np.ndarray:
    """Centre, then subtract the component along each removed principal direction."""
    centred = space - space.mean(axis=0)
    _, _, right = np.linalg.svd(centred, full_matrices=True)
    gone = right[:directions] if end == "dominant" else right[len(right) - directions :]
    for u in gone:
        centred = np.array([row - (row @ u) * u for row in centred])
    return centred


def remove_by_cluster(space: np.ndarray, labels: np.ndarray, directions: int, end: str) -> np.ndarray:
    """`remove_global` inside each cluster."""
    out = np.empty_like(space)
    for label in np.unique(labels):
        out[labels == label] = remove_global(space[labels == label], directions, end)
    return out


def unbiased_square_and_trace(space: np.ndarray) -> tuple[float, float]:
    """U-statistics of |C|_F^2 and tr(C)^2: averages over all quadruples of different rows."""
    square, trace = [], []
    for a, b, c, d in itertools.permutations(range(len(space)), 4):
        first, second = space[a] - space[b], space[c] - space[d]
        square.append((first @ second) ** 2 / 4)
        trace.append((first @ first) * (second @ second) / 4)
    return float(np.mean(square)), float(np.mean(trace))
