"""Orthogonal Procrustes: the rotation of one space that brings it nearest to another, and what it leaves."""

from dataclasses import dataclass

import numpy as np

from ..errors import GeometryError
from .cross_scatter import cross_scatter
from .rows import Rows, as_rows


@dataclass(frozen=True)
class Procrustes:
    """The best rotation (or reflection) of a source onto a target, row by row.

    Attributes
    ----------
    rotation : ndarray of shape (d_source, d_target)
        Orthonormal rows and columns at equal widths; onto a wider target, orthonormal rows (all distances of
        the source are preserved); onto a narrower target, orthonormal columns (of the source, the d_target
        directions that match best).
    source_mean, target_mean : ndarray of shape (d_source,), (d_target,)
    scale : float
        Factor on the rotated source that brings it nearest: below 1, the source is the more spread out.
    residual : float
        Share of variance that no rotation, shift and scale explains: 0 (the same up to these) to 1. The same
        in both directions.
    """

    rotation: np.ndarray
    source_mean: np.ndarray
    target_mean: np.ndarray
    scale: float
    residual: float

    def apply(self, block: np.ndarray, scaled: bool = False) -> np.ndarray:
        """Rows of the source, shape (b, d_source), in the target's coordinates, shape (b, d_target).

        Without `scaled`, distances between the source's rows are preserved (not onto a narrower target).
        """
        if block.ndim != 2 or block.shape[1] != len(self.rotation):
            raise GeometryError(f"This rotation takes rows of {len(self.rotation)} dimensions, not {block.shape}.")
        moved = (block - self.source_mean) @ self.rotation
        return np.asarray((self.scale * moved if scaled else moved) + self.target_mean)


def procrustes(source: "np.ndarray | Rows", target: "np.ndarray | Rows") -> Procrustes:
    """The rotation of a space that brings it nearest to another.

    Parameters
    ----------
    source, target : ndarray of shape (n, d_source), (n, d_target) or Rows
        Row i of both is the same token or word.

    Raises
    ------
    GeometryError
        Not the same number of rows, NaN or infinite values, a space whose rows are all equal.

    Notes
    -----
    With X and Y centred and X^T Y = U S V^T, R = U V^T minimises |s X R - Y|_F, s = tr S / |X|_F^2, and the
    share |s X R - Y|^2 / |Y|^2 that is left is 1 - (tr S)^2 / (|X|^2 |Y|^2). Of two widths, the narrower space is
    taken as of the other's width, with zeros in the missing coordinates: a wider source's variance that has no room
    in the target therefore counts as left. Where X^T Y has not full rank (n <= d), R is not unique; the residual is.
    Cost: two readings of each space, n d^2, one singular value decomposition.

    References
    ----------
    Schonemann 1966, Psychometrika 31(1). Ding, Denain & Steinhardt 2021, NeurIPS (as a measure of representations).
    """
    scatter = cross_scatter(as_rows(source), as_rows(target))
    if scatter.square_x == 0 or scatter.square_y == 0:
        raise GeometryError("All rows of a space are equal, so that no rotation of it is better than another.")
    left, singular, right = np.linalg.svd(scatter.product, full_matrices=False)
    explained = (singular.sum() / np.sqrt(scatter.square_x) / np.sqrt(scatter.square_y)) ** 2
    return Procrustes(
        left @ right,
        scatter.mean_x,
        scatter.mean_y,
        float(singular.sum() / scatter.square_x),
        float(np.clip(1.0 - explained, 0.0, 1.0)),
    )
