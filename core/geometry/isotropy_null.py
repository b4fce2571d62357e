"""I(W) of spaces that are isotropic by construction: what a space of this size reaches with nothing to see in it.

log10 I(W) of a perfect sphere is not 0: it depends on how many rows there are, in how many dimensions, and how long they
are. Two nulls: Gaussian rows of the same root-mean-square norm, and the space's own norms in random directions.
"""

from collections.abc import Callable

import numpy as np

from .isotropy import CONVENTIONS, isotropy
from .rows import Rows, as_rows

DRAWS = 20
_CHUNK = 2048  # rows that one generator makes

Progress = Callable[[float, float, str], None]


def _quiet(done: float, total: float, unit: str) -> None:
    return None


def gaussian_null(
    n: int, dim: int, rms: float, draws: int = DRAWS, seed: int = 0, progress: Progress = _quiet
) -> dict[str, np.ndarray]:
    """log10 I(W) of Gaussian spaces of shape (n, dim), in every convention.

    Parameters
    ----------
    n, dim : int
        Of the space that they stand beside.
    rms : float
        Its root-mean-square norm.
    draws, seed : int
    progress : callable
        Called with (draws done, draws, 'draws'); may raise to stop.

    Returns
    -------
    dict of convention -> ndarray of shape (draws,)

    Notes
    -----
    Rows are made again, block by block, each time they are read: nothing of size n is kept. Cost of a draw: that of
    `isotropy`, and two times n dim random numbers.
    """

    def chunk(generator: np.random.Generator, start: int, stop: int) -> np.ndarray:
        return generator.standard_normal((stop - start, dim), dtype=np.float32) * np.float32(rms / dim**0.5)

    return _drawn(n, dim, chunk, draws, seed, progress)


def own_norms_null(
    norms: np.ndarray, dim: int, draws: int = DRAWS, seed: int = 0, progress: Progress = _quiet
) -> dict[str, np.ndarray]:
    """log10 I(W) of rows with given norms, shape (n,), in uniformly random directions; otherwise as `gaussian_null`."""

    def chunk(generator: np.random.Generator, start: int, stop: int) -> np.ndarray:
        rows = generator.standard_normal((stop - start, dim), dtype=np.float32)
        rows *= (norms[start:stop] / np.sqrt(np.einsum("ij,ij->i", rows, rows)))[:, None].astype(np.float32)
        return rows

    return _drawn(len(norms), dim, chunk, draws, seed, progress)


def norms_of(vectors: "np.ndarray | Rows") -> np.ndarray:
    """Euclidean norm of each row, shape (n,)."""
    return np.concatenate([np.sqrt(np.einsum("ij,ij->i", block, block)) for _, block in as_rows(vectors).blocks()])


def _drawn(
    n: int,
    dim: int,
    chunk: Callable[[np.random.Generator, int, int], np.ndarray],
    draws: int,
    seed: int,
    progress: Progress,
) -> dict[str, np.ndarray]:
    found = []
    for draw in range(draws):
        progress(draw, draws, "draws")
        found.append(isotropy(_generated(n, dim, chunk, (seed, draw))))
    progress(draws, draws, "draws")
    return {name: np.array([getattr(one, name) for one in found]) for name in CONVENTIONS}


def _generated(
    n: int, dim: int, chunk: Callable[[np.random.Generator, int, int], np.ndarray], seed: tuple[int, int]
) -> Rows:
    """Random rows that are the same whenever and in whatever blocks they are read."""

    def read(start: int, stop: int) -> np.ndarray:
        parts = []
        for number in range(start // _CHUNK, (stop - 1) // _CHUNK + 1):
            first, last = number * _CHUNK, min(n, (number + 1) * _CHUNK)
            rows = made(number, first, last)
            parts.append(rows[max(start, first) - first : min(stop, last) - first])
        return np.concatenate(parts).astype(np.float64)

    latest: dict[int, np.ndarray] = {}  # blocks are smaller than chunks: the one at hand is read several times

    def made(number: int, first: int, last: int) -> np.ndarray:
        if number not in latest:
            latest.clear()
            latest[number] = chunk(np.random.default_rng((*seed, number)), first, last)
        return latest[number]

    return Rows((n, dim), read)
