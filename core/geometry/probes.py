"""What a direction encodes: the share of its coordinate's variance that a factor of the tokens explains."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ..errors import GeometryError
from .principal import Principal, rank
from .rows import Rows, as_rows

_EPS = float(np.finfo(np.float64).eps)


@dataclass(frozen=True)
class _Continuous:
    """Values around their mean, 0 where missing; `there` says where not (None: everywhere)."""

    values: np.ndarray
    square: float
    count: int
    there: np.ndarray | None


@dataclass(frozen=True)
class _Categories:
    """Category number of each row, and rows per category."""

    labels: np.ndarray
    counts: np.ndarray


def direction_probes(
    vectors: "np.ndarray | Rows", mean: np.ndarray, principal: Principal, factors: Mapping[str, np.ndarray]
) -> dict[str, np.ndarray]:
    """How much of each principal direction's variance each factor explains.

    Parameters
    ----------
    vectors : ndarray of shape (n, d) or Rows
        Not centred.
    mean : ndarray of shape (d,)
        Of these rows.
    principal : Principal
        Of their scatter matrix.
    factors : dict of name -> ndarray of shape (n,)
        Floating-point values are continuous, and NaN ones missing: their rows are left out of that factor
        alone. Integers, booleans and strings are categories.

    Returns
    -------
    dict of name -> ndarray of shape (d,)
        R^2 (squared Pearson correlation) for a continuous factor, eta^2 for categories, from 0 to 1; NaN where
        the direction or the factor has no variance.

    Raises
    ------
    GeometryError
        A factor has another number of values than there are rows, or infinite ones.

    Notes
    -----
    R^2_j = (v_j . c)^2 / (lambda_j sum_i z_i^2) with c = sum_i (w_i - mean) z_i, z the centred factor.
    eta^2_j = sum_g (v_j . s_g)^2 / n_g / lambda_j with s_g the sum of category g's centred rows.
    Cost: one reading, n d for each factor; n d^2 more for each set of rows that missing values leave, because
    lambda_j is then of those rows. No coordinates of rows are kept.
    """
    rows = as_rows(vectors)
    n, d = rows.shape
    wrong = [name for name, values in factors.items() if np.shape(values) != (n,)]
    if wrong:
        raise GeometryError(f"The factor {wrong[0]!r} has not one value for each of the {n:,} rows.")
    prepared = {name: _prepare(name, np.asarray(values)) for name, values in factors.items()}
    continuous = {name: factor for name, factor in prepared.items() if isinstance(factor, _Continuous)}
    categories = {name: factor for name, factor in prepared.items() if isinstance(factor, _Categories)}
    masks = {f.there.tobytes(): f.there for f in continuous.values() if f.there is not None}

    columns = np.stack([factor.values for factor in continuous.values()], axis=1) if continuous else np.zeros((n, 0))
    cross = np.zeros((d, columns.shape[1]))
    sums = {name: np.zeros((len(factor.counts), d)) for name, factor in categories.items()}
    scatters = {key: np.zeros((d, d)) for key in masks}
    totals = {key: np.zeros(d) for key in masks}
    for start, block in rows.blocks():
        here = slice(start, start + len(block))
        block -= mean
        cross += block.T @ columns[here]
        for name, factor in categories.items():
            _add_by_label(sums[name], factor.labels[here], block)
        for key, there in masks.items():
            part = block[there[here]]
            scatters[key] += part.T @ part
            totals[key] += part.sum(axis=0)

    basis = principal.vectors
    variation = np.where(np.arange(d) < rank(principal.values, n), principal.values, 0.0)
    explained = basis.T @ cross
    out: dict[str, np.ndarray] = {}
    for column, (name, continuous_factor) in enumerate(continuous.items()):
        square = variation
        if continuous_factor.there is not None:
            key = continuous_factor.there.tobytes()
            square = _variation(basis, scatters[key], totals[key], continuous_factor.count)
            square[variation == 0] = 0.0
        out[name] = _share(explained[:, column] ** 2, square * continuous_factor.square)
    for name, factor in categories.items():
        between = ((sums[name] @ basis) ** 2 / factor.counts[:, None]).sum(axis=0)
        out[name] = _share(between, variation if len(factor.counts) > 1 else np.zeros(d))
    return {name: out[name] for name in factors}


def pair_probe(first: np.ndarray, second: np.ndarray, gold: np.ndarray) -> np.ndarray:
    """R^2 of the gold score with what each direction adds to the cosine's numerator.

    Parameters
    ----------
    first, second : ndarray of shape (n_pairs, d)
        The pairs' sentences, centred, in the principal basis: direction j adds a_j b_j.
    gold : ndarray of shape (n_pairs,)

    Returns
    -------
    ndarray of shape (d,)
        From 0 to 1; NaN where the term or the gold score is the same for every pair.

    Raises
    ------
    GeometryError
        The three do not belong to the same pairs.
    """
    if first.shape != second.shape or len(first) != len(gold):
        raise GeometryError(f"{len(first)} and {len(second)} sentences and {len(gold)} scores are not pairs.")
    if not len(gold):
        return np.full(first.shape[1], np.nan)
    terms = first * second
    means = terms.mean(axis=0)
    terms -= means
    target = gold - gold.mean()
    square = np.einsum("ij,ij->j", terms, terms)
    square[square <= len(gold) * (16 * _EPS * means) ** 2] = 0.0
    goal = 0.0 if np.ptp(gold) == 0 else float(target @ target)
    return _share((target @ terms) ** 2, square * goal)


def expected_by_chance(n: int, groups: int = 2) -> float:
    """What R^2 (two groups) or eta^2 (of `groups` categories) would be on average if the factor meant nothing.

    Notes
    -----
    (groups - 1) / (n - 1): exactly the mean over all orders in which the factor's values could be dealt to the n
    rows, whatever their distribution. A factor of sentences (their length, their genre) is dealt to sentences,
    not tokens, and tokens of one sentence resemble each other: chance then gives several times more, see
    `expected_by_unit`.
    """
    return (groups - 1) / (n - 1) if n > 1 else float("nan")


def expected_by_unit(
    vectors: "np.ndarray | Rows", mean: np.ndarray, principal: Principal, unit: np.ndarray, groups: int = 2
) -> np.ndarray:
    """What `expected_by_chance` is for a factor that belongs to units (sentences, words), for each direction, shape (d,).

    Parameters
    ----------
    vectors, mean, principal
        As in `direction_probes`.
    unit : ndarray of int of shape (n,)
        Of each row; a factor is constant in it, and dealt to other units by chance.
    groups : int

    Notes
    -----
    (groups - 1) sum_u (S_uj - n_u m_j)^2 / (n lambda_j) u / (u - 1), S_uj the sum of unit u's coordinates, m_j its mean
    over rows (0): exact where units have equally many rows, close where they do not. One row a unit gives (groups - 1) /
    (n - 1); units of b equal rows b times as much. Cost: one reading, n d, and the units' sums times d^2.
    """
    rows = as_rows(vectors)
    names, of_row = np.unique(unit, return_inverse=True)
    sums = np.zeros((len(names), rows.shape[1]))
    for start, block in rows.blocks():
        block -= mean
        _add_by_label(sums, of_row[start : start + len(block)], block)
    between = ((sums @ principal.vectors) ** 2).sum(axis=0)
    count = len(names)
    if count < 2:
        return np.full(len(between), np.nan)
    there = np.arange(len(between)) < rank(principal.values, len(rows))
    whole = np.where(there, principal.values, 0.0) * len(rows)
    return _share((groups - 1) * between * count / (count - 1), whole)


def _prepare(name: str, values: np.ndarray) -> _Continuous | _Categories:
    if values.dtype.kind != "f":
        distinct, labels = np.unique(values, return_inverse=True)
        return _Categories(labels, np.bincount(labels, minlength=len(distinct)))
    if np.isinf(values).any():
        raise GeometryError(f"The factor {name!r} has infinite values.")
    numbers = values.astype(np.float64)
    there = ~np.isnan(numbers)
    count = int(there.sum())
    if not count or np.ptp(numbers[there]) == 0:
        return _Continuous(np.zeros(len(numbers)), 0.0, count, None)
    centred = np.where(there, numbers - numbers[there].mean(), 0.0)
    return _Continuous(centred, float(centred @ centred), count, None if there.all() else there)


def _add_by_label(out: np.ndarray, labels: np.ndarray, block: np.ndarray) -> None:
    """Add each row of a block (b, d) to its label's row of `out`."""
    order = np.argsort(labels, kind="stable")
    ordered = labels[order]
    firsts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    out[ordered[firsts]] += np.add.reduceat(block[order], firsts, axis=0)


def _variation(basis: np.ndarray, scatter: np.ndarray, total: np.ndarray, count: int) -> np.ndarray:
    """Sum of squares of each direction's coordinate around its mean over `count` rows, (d,); 0 where it is rounding."""
    raw = np.einsum("cj,cj->j", basis, scatter @ basis)
    square = raw - (total @ basis) ** 2 / count
    return np.where(square > raw.max() * max(count, len(raw)) * _EPS, square, 0.0)


def _share(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    share = np.divide(part, whole, out=np.full(len(part), np.nan), where=whole > 0)
    return np.minimum(share, 1.0)
