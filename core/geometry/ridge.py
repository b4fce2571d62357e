"""Ridge regression by cross-validation, from sums over folds: one decomposition a fold, no copy of the rows."""

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from ..errors import GeometryError
from .rows import GRAM_BLOCK, Rows, as_rows

PENALTIES = 10.0 ** np.arange(-6.0, 3.5, 0.5)  # times the mean eigenvalue of what is fitted


@dataclass(frozen=True)
class Held:
    """What each row's target is predicted to be by a regression that has not seen the row's fold.

    Attributes
    ----------
    predicted : ndarray of shape (n,)
        Of the first target; NaN for rows that were left out.
    square : ndarray of shape (folds, t)
        Weighted sum of squared errors in each fold, for every target.
    around : ndarray of shape (folds, t)
        The same with the mean of the other folds as the prediction.
    penalties : ndarray of shape (folds,)
        Chosen for the first target, as multiples of the mean eigenvalue.
    r2_without : ndarray of shape (groups,)
        R^2 of the first target, against its mean, where each group of rows is left out of everything: of what is learnt
        from and of what is predicted; with the penalties of all rows.
    """

    predicted: np.ndarray
    square: np.ndarray
    around: np.ndarray
    penalties: np.ndarray
    r2_without: np.ndarray


@dataclass(frozen=True)
class _Sums:
    """Weighted sums over some rows of x, y and their products."""

    weight: float
    x: np.ndarray
    y: np.ndarray
    gram: np.ndarray
    cross: np.ndarray
    square: np.ndarray

    def __add__(self, other: "_Sums") -> "_Sums":
        return _Sums(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))

    def __sub__(self, other: "_Sums") -> "_Sums":
        return _Sums(*(getattr(self, name) - getattr(other, name) for name in self.__dataclass_fields__))

    def around(self, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """(gram, cross, square) of the same rows with x (d,) and y (t,) subtracted."""
        moved = np.outer(self.x, x)
        gram = self.gram - moved - moved.T + self.weight * np.outer(x, x)
        cross = self.cross - np.outer(self.x, y) - np.outer(x, self.y) + self.weight * np.outer(x, y)
        return gram, cross, self.square - 2 * y * self.y + self.weight * y**2


@dataclass(frozen=True)
class _Fit:
    """A centred regression in its own principal basis, for every penalty."""

    x: np.ndarray
    y: np.ndarray
    basis: np.ndarray
    cross: np.ndarray
    denominators: np.ndarray

    def weights(self, target: int, penalty: int) -> np.ndarray:
        """Coefficients, shape (d,)."""
        return np.asarray(self.basis @ (self.cross[:, target] / self.denominators[penalty]))

    def errors(self, held: _Sums) -> np.ndarray:
        """Sum of squared errors on held-out rows, shape (penalties, targets)."""
        gram, cross, square = held.around(self.x, self.y)
        gram, cross = self.basis.T @ gram @ self.basis, self.basis.T @ cross
        out = np.empty((len(self.denominators), self.cross.shape[1]))
        for i, denominator in enumerate(self.denominators):
            coefficients = self.cross / denominator[:, None]
            out[i] = square + np.einsum("jt,jt->t", coefficients, gram @ coefficients - 2 * cross)
        return out


def held_out(
    vectors: "np.ndarray | Rows",
    group: np.ndarray,
    targets: np.ndarray,
    fold: np.ndarray,
    weight: np.ndarray,
    left_out: np.ndarray | None = None,
) -> Held:
    """Predict targets from vectors by ridge regression, each fold from the others.

    Parameters
    ----------
    vectors : ndarray of shape (n, d) or Rows
    group : ndarray of int of shape (n,)
        Which row of `targets` belongs to a vector; -1 leaves it out.
    targets : ndarray of shape (groups, t)
        The penalty is chosen for each column by itself.
    fold : ndarray of int of shape (n,)
        From 0; read where `group` is not -1.
    weight : ndarray of shape (n,)
        Of each row, not negative.
    left_out : ndarray of int of shape (n,), optional
        Group of each row, for `Held.r2_without`; read where `group` is not -1.

    Raises
    ------
    GeometryError
        Fewer than 3 folds have rows, or NaN or infinite values.

    Notes
    -----
    Minimises sum_i weight_i (y_i - b - w.x_i)^2 + penalty |w|^2; the penalty is a multiple of the mean eigenvalue of
    the weighted scatter matrix, so that the result does not depend on the scale of the vectors, nor on their rotation.
    For each fold it is chosen by cross-validation among the other folds (nested), without a look at the fold itself.
    With folds F: F (F - 1) / 2 + F symmetric eigenproblems of size d, and two readings of the space. Memory: F d^2, and
    d^2 for each fold of each group that is left out, each of which costs F linear systems.
    """
    rows = as_rows(vectors)
    n, d = rows.shape
    there = group >= 0
    names = np.unique(fold[there])
    if len(names) < 3:
        raise GeometryError(f"Cross-validation needs 3 folds or more that have rows, not {len(names)}.")
    place = np.searchsorted(names, fold)
    mean = _mean(rows, there)
    target_mean = targets[np.unique(group[there])].mean(axis=0)
    cells, of_cell = _cells(place, np.zeros(n, dtype=np.int64) if left_out is None else left_out, there)
    cell_sums = _sums(rows, group, targets - target_mean, of_cell, weight, mean, len(cells))
    parts = [_total([cell_sums[c] for c in np.flatnonzero(cells[:, 0] == f)]) for f in range(len(names))]
    errors = _inner_errors(parts)
    predictors, intercepts, penalties = np.empty((len(names), d)), np.empty(len(names)), np.empty(len(names))
    square, around = np.empty((2, len(names), targets.shape[1]))
    for f, held in enumerate(parts):
        fit = _fit(_total([part for g, part in enumerate(parts) if g != f]))
        best = errors[f].argmin(axis=0)
        square[f] = fit.errors(held)[best, np.arange(len(best))]
        around[f] = held.around(fit.x, fit.y)[2]
        predictors[f], penalties[f] = fit.weights(0, best[0]), PENALTIES[best[0]]
        intercepts[f] = fit.y[0] + target_mean[0] - fit.x @ predictors[f]
    predicted = np.full(n, np.nan)
    for start, block in rows.blocks():
        here = slice(start, start + len(block))
        block -= mean
        of = place[here].clip(0, len(names) - 1)
        predicted[here] = (block @ predictors.T)[np.arange(len(block)), of] + intercepts[of]
    predicted[~there] = np.nan
    without = np.empty(0) if left_out is None else _r2_without(cell_sums, cells, parts, penalties)
    return Held(predicted, square, around, penalties, without)


def _cells(place: np.ndarray, left_out: np.ndarray, there: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(fold and group of each cell that has rows, cell of each row): (cells, 2), (n,)."""
    both = np.stack([place, left_out], axis=1)
    cells, index = np.unique(both[there], axis=0, return_inverse=True)
    of_cell = np.zeros(len(place), dtype=np.int64)
    of_cell[there] = index.ravel()
    return cells, of_cell


def _r2_without(cell_sums: list[_Sums], cells: np.ndarray, parts: list[_Sums], penalties: np.ndarray) -> np.ndarray:
    """R^2 of the first target with each group left out, shape (groups,)."""
    out = []
    for group in np.unique(cells[:, 1]):
        rest = list(parts)
        for c in np.flatnonzero(cells[:, 1] == group):
            rest[cells[c, 0]] = rest[cells[c, 0]] - cell_sums[c]
        whole = _total(rest)
        error = sum(_error(whole - held, held, penalty) for held, penalty in zip(rest, penalties, strict=True))
        around = float(whole.square[0] - whole.y[0] ** 2 / whole.weight)
        out.append(1 - error / around if around > 1e-12 * abs(float(whole.square[0])) else np.nan)
    return np.array(out)


def _error(train: _Sums, held: _Sums, penalty: float) -> float:
    """Sum of squared errors of the first target on held-out rows."""
    if train.weight <= 0:
        return float("nan")
    x, y = train.x / train.weight, train.y / train.weight
    gram, cross, _ = train.around(x, y)
    scale = float(np.trace(gram)) / len(gram) or 1.0
    gram[np.diag_indices(len(gram))] += scale * penalty
    coefficients = np.linalg.solve(gram, cross[:, 0])
    gram, cross, square = held.around(x, y)
    return float(square[0] + coefficients @ (gram @ coefficients - 2 * cross[:, 0]))


def _mean(rows: Rows, there: np.ndarray) -> np.ndarray:
    """A point amid the rows, so that sums of squares lose nothing: their unweighted mean."""
    total = np.zeros(rows.shape[1])
    for start, block in rows.blocks():
        total += there[start : start + len(block)] @ block
    if not np.isfinite(total).all():
        raise GeometryError("The space has NaN or infinite values, so nothing can be measured on it.")
    return np.asarray(total / there.sum())


def _sums(
    rows: Rows,
    group: np.ndarray,
    targets: np.ndarray,
    place: np.ndarray,
    weight: np.ndarray,
    mean: np.ndarray,
    folds: int,
) -> list[_Sums]:
    d, t = rows.shape[1], targets.shape[1]
    weights, xs, ys = np.zeros(folds), np.zeros((folds, d)), np.zeros((folds, t))
    grams, crosses, squares = np.zeros((folds, d, d)), np.zeros((folds, d, t)), np.zeros((folds, t))
    for start, block in rows.blocks(GRAM_BLOCK):
        here = slice(start, start + len(block))
        for f in range(folds):
            members = (place[here] == f) & (group[here] >= 0)
            w = weight[here][members]
            x, y = block[members] - mean, targets[group[here][members]]
            weighted = x * w[:, None]
            weights[f] += w.sum()
            xs[f] += weighted.sum(axis=0)
            ys[f] += w @ y
            grams[f] += weighted.T @ x
            crosses[f] += weighted.T @ y
            squares[f] += w @ y**2
    return [_Sums(*one) for one in zip(weights, xs, ys, grams, crosses, squares, strict=True)]


def _total(parts: list[_Sums]) -> _Sums:
    total = parts[0]
    for part in parts[1:]:
        total = total + part
    return total


def _fit(train: _Sums) -> _Fit:
    x, y = train.x / train.weight, train.y / train.weight
    gram, cross, _ = train.around(x, y)
    values, basis = np.linalg.eigh(gram)
    values = np.maximum(values, 0.0)
    scale = float(values.mean()) or 1.0  # of rows that are all equal nothing is predicted
    return _Fit(x, y, basis, basis.T @ cross, values + scale * PENALTIES[:, None])


def _inner_errors(parts: list[_Sums]) -> np.ndarray:
    """Errors inside each fold's training rows, shape (folds, penalties, targets).

    Fold f's training rows without fold g are fold g's without fold f: one decomposition serves both.
    """
    folds = range(len(parts))
    found = np.zeros((len(parts), len(PENALTIES), len(parts[0].y)))
    for f, g in combinations(folds, 2):
        fit = _fit(_total([part for h, part in enumerate(parts) if h not in (f, g)]))
        found[f] += fit.errors(parts[g])
        found[g] += fit.errors(parts[f])
    return found
