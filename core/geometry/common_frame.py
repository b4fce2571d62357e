"""Two spaces in one frame: around their means, at one scale, in the coordinates of the wider one."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..errors import GeometryError
from .cross_scatter import cross_scatter
from .procrustes import procrustes
from .rows import Rows, as_rows


@dataclass(frozen=True)
class CommonFrame:
    """How each of two spaces goes into the frame.

    Attributes
    ----------
    first, second : callable
        Block of shape (b, d1) or (b, d2), which it may overwrite -> (b, dim), around 0 with a mean squared norm of 1.
    dim : int
        max(d1, d2).
    rotated : {'', 'first', 'second'}
        Which was rotated onto the other.
    residual : float
        Share of variance that the frame does not bring together: 0 to 1 (see `Procrustes.residual`); without a
        rotation, of what a shift and a scale leave.
    rms : (float, float)
        Root-mean-square distance from the mean that each space had.
    """

    first: Callable[[np.ndarray], np.ndarray]
    second: Callable[[np.ndarray], np.ndarray]
    dim: int
    rotated: str
    residual: float
    rms: tuple[float, float]

    def both(self, first: "np.ndarray | Rows", second: "np.ndarray | Rows") -> tuple[Rows, Rows]:
        """Rows of the two spaces, of whichever words, in the frame."""
        x, y = as_rows(first), as_rows(second)
        return (
            Rows((len(x), self.dim), lambda start, stop: self.first(x.read(start, stop))),
            Rows((len(y), self.dim), lambda start, stop: self.second(y.read(start, stop))),
        )


def common_frame(first: "np.ndarray | Rows", second: "np.ndarray | Rows", rotate: bool = True) -> CommonFrame:
    """The frame that two spaces of the same rows have in common.

    Parameters
    ----------
    first, second : ndarray of shape (n, d1), (n, d2) or Rows
        Row i of both is the same word.
    rotate : bool
        Whether a space is rotated onto the other (orthogonal Procrustes): the second onto the first, but never a wider
        space onto a narrower. Without, the coordinates are taken to be the same already, as in a checkpoint and what was
        fine-tuned from it.

    Raises
    ------
    GeometryError
        Not the same number of rows, NaN or infinite values, a space whose rows are all equal, different widths
        without a rotation.
    """
    x, y = as_rows(first), as_rows(second)
    widths = x.shape[1], y.shape[1]
    if not rotate and widths[0] != widths[1]:
        raise GeometryError(
            f"Spaces of {widths[0]} and {widths[1]} dimensions have no coordinates in common: rotate them."
        )
    scatter = cross_scatter(x, y)
    if scatter.square_x == 0 or scatter.square_y == 0:
        raise GeometryError("All rows of a space are equal, so that it cannot be brought to the other's scale.")
    rms = (scatter.square_x / len(x)) ** 0.5, (scatter.square_y / len(y)) ** 0.5
    rotations: list[np.ndarray | None] = [None, None]
    if rotate:
        source = 0 if widths[0] < widths[1] else 1
        fitted = procrustes(*((x, y) if source == 0 else (y, x)))
        rotations[source], residual = fitted.rotation, fitted.residual
    else:
        source = -1
        shared = max(0.0, float(np.trace(scatter.product) / np.sqrt(scatter.square_x) / np.sqrt(scatter.square_y)))
        residual = 1.0 - min(1.0, shared) ** 2
    return CommonFrame(
        _into(scatter.mean_x, rms[0], rotations[0]),
        _into(scatter.mean_y, rms[1], rotations[1]),
        max(widths),
        ("first", "second", "")[source],
        residual,
        rms,
    )


def distances(first: Rows, second: Rows) -> np.ndarray:
    """Euclidean distance of row i of the first from row i of the second, shape (n,).

    In a common frame: 0 where nothing moved, about sqrt(2) where the spaces have nothing to do with each other.
    """
    lengths = np.empty(len(first))
    for (start, difference), (_, other) in zip(first.blocks(), second.blocks(), strict=True):
        difference -= other
        lengths[start : start + len(difference)] = np.sqrt(np.einsum("ij,ij->i", difference, difference))
    return lengths


def _into(mean: np.ndarray, rms: float, rotation: np.ndarray | None) -> Callable[[np.ndarray], np.ndarray]:
    """What brings a block of shape (b, d) into the frame; it may overwrite the block."""

    def apply(block: np.ndarray) -> np.ndarray:
        block -= mean
        block /= rms
        return block if rotation is None else block @ rotation

    return apply
