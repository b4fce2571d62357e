"""Methods that are fitted on one text and applied to another, as loops: what they learn is of the first alone."""

import numpy as np


def applied(method: str, fitted: np.ndarray, sentence: np.ndarray, other: np.ndarray, **options: object) -> np.ndarray:
    """Rows of `other` after a method that was fitted on rows (n, d) of sentences (n,).

    `options`: `directions`, `end`, and the `centres` of the fitted rows' clusters.
    """
    if method == "baseline":
        return other.copy()
    if method == "zero-mean":
        return np.array([row - fitted.mean(axis=0) for row in other])
    if method == "sentence-mean":
        means = [fitted[sentence == one].mean(axis=0) for one in np.unique(sentence)]
        return np.array([row - np.mean(means, axis=0) for row in other])
    if method == "global":
        return _without(fitted, other, options["directions"], options["end"])
    directions = 0 if method == "clustering-zero-mean" else options["directions"]
    centres = np.asarray(options["centres"])
    of_fitted, of_other = (np.array([_nearest(row, centres) for row in rows]) for rows in (fitted, other))
    out = other.copy()
    for cluster in np.unique(of_other):
        mine = of_other == cluster
        out[mine] = _without(fitted[of_fitted == cluster], other[mine], directions, options["end"])
    return out


def _nearest(row: np.ndarray, centres: np.ndarray) -> int:
    return int(np.argmin([np.linalg.norm(row - centre) for centre in centres]))


def _without(fitted: np.ndarray, other: np.ndarray, directions: object, end: object) -> np.ndarray:
    """Minus the mean of `fitted`, and its principal directions of one end, of those in which it has any variance."""
    mean = fitted.mean(axis=0)
    _, lengths, right = np.linalg.svd(fitted - mean, full_matrices=True)
    assert isinstance(directions, int)
    first = 0 if end == "dominant" else len(right) - directions
    span = int((lengths > 1e-6 * lengths[0]).sum())
    after = other - mean
    for u in right[first : min(first + directions, span)]:
        after = np.array([row - (row @ u) * u for row in after])
    return after
