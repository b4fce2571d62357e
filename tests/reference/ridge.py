"""Nested cross-validation of ridge regression as loops over explicit matrices, used only by tests."""

import numpy as np


def ridge(x: np.ndarray, y: np.ndarray, weight: np.ndarray, penalty: float) -> tuple[np.ndarray, float]:
    """(coefficients, intercept) by the normal equations; the penalty is in units of the mean eigenvalue."""
    mean, middle = np.average(x, axis=0, weights=weight), np.average(y, weights=weight)
    around, target = x - mean, y - middle
    scatter = around.T @ (weight[:, None] * around)
    shrunk = scatter + penalty * np.trace(scatter) / x.shape[1] * np.eye(x.shape[1])
    coefficients = np.linalg.solve(shrunk, around.T @ (weight * target))
    return coefficients, float(middle - mean @ coefficients)


def held_out(
    x: np.ndarray, y: np.ndarray, fold: np.ndarray, weight: np.ndarray, penalties: np.ndarray
) -> tuple[np.ndarray, list[float]]:
    """(predictions, the penalty of each fold): chosen inside the other folds, fold by fold."""
    predicted, chosen = np.empty(len(y)), []
    for f in np.unique(fold):
        rest = fold != f
        errors = []
        for penalty in penalties:
            error = 0.0
            for g in np.unique(fold[rest]):
                train, test = rest & (fold != g), fold == g
                w, b = ridge(x[train], y[train], weight[train], penalty)
                error += float(weight[test] @ (y[test] - b - x[test] @ w) ** 2)
            errors.append(error)
        chosen.append(float(penalties[int(np.argmin(errors))]))
        w, b = ridge(x[rest], y[rest], weight[rest], chosen[-1])
        predicted[fold == f] = x[fold == f] @ w + b
    return predicted, chosen
