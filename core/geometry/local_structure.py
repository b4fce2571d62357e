"""How well given labels (clusters, kinds of token, frequency bands) are separated, against shuffled labels."""

from dataclasses import dataclass

import numpy as np

from ..errors import GeometryError, UsageError
from .dealt_labels import dealt
from .distances import squared_distances
from .neighbours import NOBODY
from .rows import Rows, as_rows, sample_index, take
from .unit_rows import unit_rows

DRAWS = 200
SILHOUETTE_SIZE = 2000
METRICS = ("cosine", "euclidean")
_TIE = 1e-12
_COLUMNS = 2048  # of label indicators multiplied with at once


@dataclass(frozen=True)
class Separation:
    """A separation of labels and what the same labels reach when shuffled over the rows.

    Attributes
    ----------
    value : float
        NaN, as everything else here, where there are fewer than two labels, or a label for every row.
    chance, chance_sd : float
        Mean and standard deviation of shuffled labels.
    p : float
        Share of shufflings that reach the value, itself counted as one: at least 1 / (draws + 1). Shuffling
        takes rows as independent where no `unit` is given; tokens of one sentence or word are not.
    n : int
        Rows.
    """

    value: float
    chance: float
    chance_sd: float
    p: float
    n: int

    @property
    def above_chance(self) -> float:
        """`value` - `chance`: comparable between spaces when n and labels are the same."""
        return self.value - self.chance


def silhouette(
    vectors: "np.ndarray | Rows",
    labels: np.ndarray,
    metric: str = "cosine",
    size: int = SILHOUETTE_SIZE,
    seed: int = 0,
    draws: int = DRAWS,
    unit: np.ndarray | None = None,
) -> Separation:
    """Mean silhouette of the labels, on a seeded sample of the rows.

    Parameters
    ----------
    vectors : ndarray of shape (n, d) or Rows
    labels : ndarray of shape (n,)
        Integers, booleans or strings.
    metric : {'cosine', 'euclidean'}
        Distance. By cosine, a zero row is at distance 1 from every row.
    size : int
        Rows of the sample; 0: all.
    seed : int
        Of the sample and of the shufflings.
    draws : int
        Shufflings.
    unit : ndarray of int of shape (n,), optional
        Sentence or word that labels are dealt to, see `dealt`.

    Returns
    -------
    Separation
        Value from -1 (rows are nearer to another label) over 0 to 1 (labels far apart). The silhouette of a
        row that is alone with its label is 0.

    Raises
    ------
    GeometryError
        Not one label for each row, NaN or infinite values.
    UsageError
        Unknown metric.

    Notes
    -----
    (b - a) / max(a, b): a is a row's mean distance to the others of its label, b to the nearest other label.
    Cost for a sample of n: n^2 d, and n^2 for each label and shuffling: distances are computed once. Memory: n^2.

    References
    ----------
    Rousseeuw 1987, Journal of Computational and Applied Mathematics 20.
    """
    rows = as_rows(vectors)
    _one_each(labels, len(rows))
    chosen = sample_index(len(rows), size, seed)
    codes = _codes(labels[chosen])
    if not _comparable(codes):
        return _undefined(len(codes))
    distances = pairwise_distances(take(rows, chosen).to_array(), metric)
    shuffled = dealt(codes, draws, seed, None if unit is None else unit[chosen])
    together = max(1, _COLUMNS // (int(codes.max()) + 1))
    values = [
        _silhouettes(distances, shuffled[start : start + together]).mean(axis=1)
        for start in range(0, len(shuffled), together)
    ]
    return _against_chance(np.concatenate(values), len(codes))


def silhouette_among(distances: np.ndarray, labels: np.ndarray, chosen: np.ndarray) -> float:
    """Mean silhouette of the rows `chosen` (n,) among themselves, from distances (n, n); NaN where it is not defined."""
    codes = _codes(labels[chosen])
    if not _comparable(codes):
        return float("nan")
    return float(_silhouettes(distances[np.ix_(chosen, chosen)], codes[None]).mean())


def mutual_information(
    clusters: np.ndarray, labels: np.ndarray, seed: int = 0, draws: int = DRAWS, unit: np.ndarray | None = None
) -> Separation:
    """Normalised mutual information of found clusters and given labels.

    Parameters
    ----------
    clusters, labels : ndarray of shape (n,)
        Integers, booleans or strings; clusters as k-means finds them.
    seed, draws : int
        Of the shufflings.
    unit : ndarray of int of shape (n,), optional
        Sentence or word that labels are dealt to, see `dealt`.

    Returns
    -------
    Separation
        Value from 0 (independent) to 1 (the same partition). More clusters and labels reach more by chance.

    Raises
    ------
    GeometryError
        Not one label for each row.

    Notes
    -----
    2 I(clusters; labels) / (H(clusters) + H(labels)). Shuffling changes the contingency table alone: n a draw.

    References
    ----------
    Strehl & Ghosh 2002, JMLR 3. Vinh, Epps & Bailey 2010, JMLR 11 (on chance).
    """
    _one_each(labels, len(clusters))
    found, codes = _codes(clusters), _codes(labels)
    if not (_comparable(found) and _comparable(codes)):
        return _undefined(len(codes))
    shape = int(found.max()) + 1, int(codes.max()) + 1
    values = []
    for shuffled in dealt(codes, draws, seed, unit):
        table = np.bincount(found * shape[1] + shuffled, minlength=shape[0] * shape[1]).reshape(shape)
        values.append(normalised_information(table))
    return _against_chance(np.array(values), len(codes))


def normalised_information(table: np.ndarray) -> float:
    """Normalised mutual information from how many rows fall in each cluster and label, shape (clusters, labels).

    NaN where all rows have one cluster and one label.
    """
    shares = table / table.sum()
    one, other, both = (_entropy(part) for part in (shares.sum(axis=1), shares.sum(axis=0), shares))
    if one + other <= 0:
        return float("nan")
    return max(0.0, 2 * (one + other - both) / (one + other))


def _entropy(shares: np.ndarray) -> float:
    there = shares[shares > 0]
    return -float(there @ np.log(there))


def neighbour_agreement(
    neighbours: np.ndarray, labels: np.ndarray, seed: int = 0, draws: int = DRAWS, unit: np.ndarray | None = None
) -> Separation:
    """Share of the rows' nearest neighbours that have the rows' own label.

    Parameters
    ----------
    neighbours : ndarray of shape (n, k)
        As `nearest_neighbours` gives them; rows without neighbours are left out.
    labels : ndarray of shape (n,)
        Integers, booleans or strings.
    seed, draws : int
        Of the shufflings.
    unit : ndarray of int of shape (n,), optional
        Sentence or word that labels are dealt to, see `dealt`.

    Returns
    -------
    Separation
        Value from 0 to 1; by chance about the sum of the labels' squared shares.

    Raises
    ------
    GeometryError
        Not one label for each row.

    Notes
    -----
    Labels are shuffled, neighbours stay: n k a draw.
    """
    _one_each(labels, len(neighbours))
    there = neighbours[:, 0] != NOBODY
    codes = _codes(labels[there])
    if not _comparable(codes):
        return _undefined(len(codes))
    near = (np.cumsum(there) - 1)[neighbours[there]]
    every = dealt(codes, draws, seed, None if unit is None else unit[there])
    values = [float((one[near] == one[:, None]).mean()) for one in every]
    return _against_chance(np.array(values), len(codes))


def agreement_of_rows(neighbours: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Share of each row's neighbours, shape (n, k), that have its own label, shape (n,); NaN where it has none."""
    _one_each(labels, len(neighbours))
    share = (labels[neighbours] == labels[:, None]).mean(axis=1)
    return np.where(neighbours[:, 0] == NOBODY, np.nan, share)


def agreement_among(ordered: np.ndarray, labels: np.ndarray, chosen: np.ndarray, k: int) -> float:
    """Share of own label among the k nearest of the rows `chosen`, sought among these.

    Parameters
    ----------
    ordered : ndarray of shape (n, m)
        Neighbours of each row among all rows, nearest first, m several times k: those that are not chosen are passed over,
        and a row with fewer than k of them left has so many.
    labels : ndarray of shape (n,)
    chosen : ndarray of bool of shape (n,)
    k : int
    """
    rows = np.flatnonzero(chosen & (ordered[:, 0] != NOBODY))
    near = ordered[rows]
    inside = chosen[near]
    inside &= np.cumsum(inside, axis=1) <= k
    count = inside.sum(axis=1)
    same = (inside & (labels[near] == labels[rows][:, None])).sum(axis=1)
    return float((same[count > 0] / count[count > 0]).mean()) if count.any() else float("nan")


def _one_each(labels: np.ndarray, n: int) -> None:
    if labels.shape != (n,):
        raise GeometryError(f"Labels of shape {labels.shape} are not one for each of {n:,} rows.")


def _codes(labels: np.ndarray) -> np.ndarray:
    """Labels as numbers from 0, shape (n,)."""
    return np.asarray(np.unique(labels, return_inverse=True)[1])


def _comparable(codes: np.ndarray) -> bool:
    return len(codes) > 0 and 1 <= codes.max() < len(codes) - 1


def _against_chance(values: np.ndarray, n: int) -> Separation:
    """Separation of the first value against the others."""
    value, drawn = float(values[0]), values[1:]
    if not len(drawn):
        return Separation(value, float("nan"), float("nan"), float("nan"), n)
    p = (1 + int((drawn >= value - _TIE).sum())) / (1 + len(drawn))
    return Separation(value, float(drawn.mean()), float(drawn.std()), p, n)


def _undefined(n: int) -> Separation:
    return Separation(float("nan"), float("nan"), float("nan"), float("nan"), n)


def pairwise_distances(points: np.ndarray, metric: str) -> np.ndarray:
    """Distances of all pairs of points (n, d), shape (n, n), 0 from itself; rounding errors are 0 too."""
    if metric not in METRICS:
        raise UsageError(f"Unknown metric {metric!r}. Choose 'cosine' or 'euclidean'.")
    unit = unit_rows(points)  # which refuses NaN for both
    if metric == "cosine":
        found = 1.0 - unit @ unit.T
        rounding = _TIE
    else:
        mean = points.mean(axis=0)
        points = points - mean
        found = np.sqrt(squared_distances(points, points))
        rounding = 1e-7 * np.sqrt((points**2).sum(axis=1).mean()) + 1e-13 * np.sqrt(mean @ mean)
    found[found <= rounding] = 0.0  # silhouettes are ratios: of equal rows they would be those of rounding errors
    np.fill_diagonal(found, 0.0)
    return np.asarray(found)


def _silhouettes(distances: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """Silhouette of each row for each labelling: distances (n, n), codes (m, n) -> (m, n)."""
    m, n = codes.shape
    labels = int(codes.max()) + 1
    row, each = np.arange(n), np.arange(m)[:, None]
    sizes = np.bincount((codes + labels * each).ravel(), minlength=m * labels).reshape(m, labels)
    indicators = np.zeros((n, m, labels))
    indicators[row, each, codes] = 1.0
    sums = (distances @ indicators.reshape(n, -1)).reshape(indicators.shape)
    size = sizes[each, codes]
    own = sums[row, each, codes] / np.maximum(size - 1, 1)
    sums = np.divide(sums, sizes, out=np.full_like(sums, np.inf), where=sizes > 0)
    sums[row, each, codes] = np.inf
    other = sums.min(axis=2).T
    larger = np.maximum(own, other)
    defined = (larger > 0) & (size > 1) & np.isfinite(larger)
    return np.asarray(np.divide(other - own, larger, out=np.zeros_like(own), where=defined))
