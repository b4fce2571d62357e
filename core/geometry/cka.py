"""Linear CKA of two spaces of the same rows: 1 where they are equal up to rotation, shift and scale; 0 by chance.

Debiased: with fewer rows than dimensions the plain estimate is near 1 for any two spaces, unrelated ones too.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from ..errors import GeometryError
from .cross_scatter import finite_mean, or_no_spread, same_rows
from .rows import GRAM_BLOCK, Rows, as_rows

MIN_ROWS = 4  # the debiased estimate divides by n - 3
_CELLS = 2**24  # doubles in memory at once: 128 MB
_EPS = float(np.finfo(np.float64).eps)


@dataclass(frozen=True)
class _Centred:
    """A space around its mean: all that CKA needs of it whatever the other is.

    Attributes
    ----------
    rows : Rows of shape (n, d)
    mean : ndarray of shape (d,)
    squares : ndarray of shape (n,)
        Squared distances of the rows from the mean.
    hsic : float
        n (n - 3) HSIC(X, X); 0 where the space has no structure between rows.
    """

    rows: Rows
    mean: np.ndarray
    squares: np.ndarray
    hsic: float


def linear_cka(first: "np.ndarray | Rows", second: "np.ndarray | Rows") -> float:
    """Debiased linear centred kernel alignment of two spaces.

    Parameters
    ----------
    first, second : ndarray of shape (n, d1), (n, d2) or Rows
        Row i of both is the same token or word; widths may differ.

    Returns
    -------
    float
        From -1 to 1. NaN where a space has no structure between rows: they are all equal, or all equally far
        from each other.

    Raises
    ------
    GeometryError
        Fewer than four rows, not the same number of them, NaN or infinite values.

    Notes
    -----
    CKA = HSIC(X, Y) / sqrt(HSIC(X, X) HSIC(Y, Y)), with the unbiased HSIC of Song et al. on linear kernels.
    For centred X and Y, k_i = |x_i|^2 and l_i = |y_i|^2,

        n (n - 3) HSIC(X, Y) = |X^T Y|_F^2 - n / (n - 2) sum_i k_i l_i + sum_i k_i sum_i l_i / ((n - 1) (n - 2)).

    This is an inner product of the kernels without their diagonals (Szekely & Rizzo), hence the bounds.
    Cost: two readings of each space, n d^2; no n x n matrix.

    References
    ----------
    Kornblith et al. 2019, ICML. Song et al. 2012, JMLR 13. Nguyen, Raghu & Kornblith 2021, ICLR.
    Szekely & Rizzo 2014, Annals of Statistics 42(6).
    """
    return float(cka_map([first], [second])[0, 0])


def cka_map(
    layers_x: "Sequence[np.ndarray | Rows]",
    layers_y: "Sequence[np.ndarray | Rows]",
    progress: Callable[[float, float, str], None] = lambda done, total, unit: None,
) -> np.ndarray:
    """Debiased linear CKA of every layer of one checkpoint with every layer of another.

    Parameters
    ----------
    layers_x, layers_y : sequence of ndarray of shape (n, d) or Rows
        All with the same n rows; d may differ from layer to layer.
    progress : callable
        Called with (pairs done, pairs, 'pairs of layers'), fractions included; may raise to stop.

    Returns
    -------
    ndarray of shape (len(layers_x), len(layers_y))
        As `linear_cka` gives them.

    Raises
    ------
    GeometryError
        As for `linear_cka`.

    Notes
    -----
    Cost: n d^2 for each layer and for each pair of layers. Memory: about 130 MB, whatever n (more where a layer's
    products with all layers of the second checkpoint are larger); layers of the first checkpoint are taken in
    groups, and those of the second read once for each group.
    """
    xs, ys = [as_rows(layer) for layer in layers_x], [as_rows(layer) for layer in layers_y]
    same_rows(*xs, *ys)
    cka = np.full((len(xs), len(ys)), np.nan)
    if not cka.size:
        return cka
    centred: list[_Centred] = []
    for rows in (*xs, *ys):
        progress(0, cka.size, "pairs of layers")
        centred.append(_centred(rows))
    centred_x, centred_y = centred[: len(xs)], centred[len(xs) :]
    width = max(rows.shape[1] for rows in xs) * sum(rows.shape[1] for rows in ys)
    together = max(1, _CELLS // width)
    for start in range(0, len(xs), together):
        group = centred_x[start : start + together]

        def report(part: float, before: int = start, now: int = len(group)) -> None:
            progress((before + part * now) * len(ys), cka.size, "pairs of layers")

        for i, squares in enumerate(_cross_squares(group, centred_y, report)):
            for j, y in enumerate(centred_y):
                cka[start + i, j] = _alignment(group[i], y, squares[j])
    progress(cka.size, cka.size, "pairs of layers")
    return cka


def unbiased_hsic(cross_square: float, squares_x: np.ndarray, squares_y: np.ndarray) -> float:
    """n (n - 3) times the unbiased HSIC of two centred spaces X and Y under linear kernels.

    Parameters
    ----------
    cross_square : float
        |X^T Y|_F^2.
    squares_x, squares_y : ndarray of shape (n,)
        Squared norms of the rows of X and of Y.
    """
    n = len(squares_x)
    diagonal = n / (n - 2) * (squares_x @ squares_y)
    return float(cross_square - diagonal + squares_x.sum() * squares_y.sum() / ((n - 1) * (n - 2)))


def _centred(rows: Rows) -> _Centred:
    n, d = rows.shape
    if n < MIN_ROWS:
        raise GeometryError(f"Debiased CKA needs at least {MIN_ROWS} rows; this space has {n}.")
    mean = finite_mean(rows)
    scatter, squares = np.zeros((d, d)), np.zeros(n)
    for start, block in rows.blocks(GRAM_BLOCK):
        block -= mean
        scatter += block.T @ block
        squares[start : start + len(block)] = np.einsum("ij,ij->i", block, block)
    square = float(np.einsum("ij,ij->", scatter, scatter))
    hsic = unbiased_hsic(square, squares, squares)
    structure = or_no_spread(float(squares.sum()), n, mean) > 0 and hsic > 64 * n * _EPS * square
    return _Centred(rows, mean, squares, hsic if structure else 0.0)


def _cross_squares(xs: Sequence[_Centred], ys: Sequence[_Centred], progress: Callable[[float], None]) -> np.ndarray:
    """|X^T Y|_F^2 for each pair of spaces, shape (len(xs), len(ys)), in one reading of all."""
    n = len(xs[0].rows)
    products = [[np.zeros((x.rows.shape[1], y.rows.shape[1])) for y in ys] for x in xs]
    for start in range(0, n, GRAM_BLOCK):
        progress(start / n)
        stop = min(start + GRAM_BLOCK, n)
        blocks_x = [x.rows.read(start, stop) - x.mean for x in xs]
        for j, y in enumerate(ys):
            block_y = y.rows.read(start, stop) - y.mean
            for i, block_x in enumerate(blocks_x):
                products[i][j] += block_x.T @ block_y
    return np.array([[np.einsum("ij,ij->", product, product) for product in row] for row in products])


def _alignment(x: _Centred, y: _Centred, cross_square: float) -> float:
    if x.hsic == 0 or y.hsic == 0:
        return float("nan")
    cka = unbiased_hsic(cross_square, x.squares, y.squares) / (np.sqrt(x.hsic) * np.sqrt(y.hsic))
    return float(np.clip(cka, -1.0, 1.0))
