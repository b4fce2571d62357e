"""Elongated directions as loops, written to be read and compared with, not to be fast."""

import numpy as np


def variance_along(space: np.ndarray, direction: np.ndarray) -> float:
    """Of the rows around their mean."""
    projected = [float(row @ direction) for row in space]
    mean = sum(projected) / len(projected)
    return sum((x - mean) ** 2 for x in projected) / len(projected)


def held_out_ratios(space: np.ndarray, chosen: np.ndarray) -> list[float]:
    """For each direction of the chosen rows: its variance on the other rows over the mean of the later directions'."""
    values, vectors = np.linalg.eigh(np.cov(space[chosen].T))
    order = np.argsort(values)[::-1]
    variances = [variance_along(space[~chosen], vectors[:, j]) for j in order]
    return [variances[k] / (sum(variances[k + 1 :]) / len(variances[k + 1 :])) for k in range(len(variances) - 1)]


def elongated(space: np.ndarray, halves: list[np.ndarray], ratio: float) -> int:
    """Directions with more than `ratio` times the variance of the rest, each half a mask over rows."""
    shares = [[r / (1 + r) for r in held_out_ratios(space, chosen)] for chosen in halves]
    count = 0
    for k in range(space.shape[1] // 2):
        column = [row[k] for row in shares]
        mean = sum(column) / len(column)
        deviation = (sum((x - mean) ** 2 for x in column) / (len(column) - 1)) ** 0.5
        if mean - 1.6448536269514722 * deviation <= 0.5:
            break
        if mean > ratio / (1 + ratio):
            count = k + 1
    return count
