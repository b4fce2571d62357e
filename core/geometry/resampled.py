"""A space whose sentences are drawn again, with or without repeats: every resample is a weight for each row, and nothing is copied."""

from collections.abc import Iterator

import numpy as np

from .moments import Moments
from .rows import BLOCK, GRAM_BLOCK, Rows


def half_samples(n_sentences: int, draws: int, seed: int) -> Iterator[np.ndarray]:
    """Which of n sentences are in a half-sample, 0 or 1 each, shape (n_sentences,), for each draw; floor(n / 2) are.

    Notes
    -----
    Of a mean, a half-sample's distance from the whole varies as the whole's from the truth: draws need no scaling. And no
    sentence comes twice: one that does looks like a direction, a neighbour or a cluster of its own. Of one sentence, that
    one is drawn.
    """
    generator = np.random.default_rng(seed)
    for _ in range(draws):
        drawn = np.zeros(n_sentences, dtype=np.int64)
        drawn[generator.permutation(n_sentences)[: max(1, n_sentences // 2)]] = 1
        yield drawn


def weighted_moments(vectors: "np.ndarray | Rows", weight: np.ndarray, near: np.ndarray) -> Moments:
    """Moments of rows that count `weight` times.

    Parameters
    ----------
    vectors : ndarray of shape (n, d) or Rows
    weight : ndarray of shape (n,)
        Whole numbers, not all 0.
    near : ndarray of shape (d,)
        The mean of the space, or something near: sums are taken around it.

    Notes
    -----
    Products of float32 arrays are float32 within a block, sums over blocks float64.
    """
    d = len(near)
    total, square, cubic = np.zeros(d), np.zeros((d, d)), np.zeros(d)
    unit_sum, n_nonzero, quartic = np.zeros(d), 0, 0.0
    for block, times in _drawn_blocks(vectors, weight, GRAM_BLOCK):
        length = np.sqrt(np.einsum("ij,ij->i", block, block))
        there = length > 0
        n_nonzero += int(times[there].sum())
        unit_sum += np.divide(times, length, out=np.zeros_like(length), where=there) @ block
        block -= near.astype(block.dtype)
        total += times @ block
        around = np.einsum("ij,ij->i", block, block)
        quartic += float(times @ np.square(around, dtype=np.float64))
        cubic += (times * around) @ block
        block *= np.sqrt(times)[:, None]
        square += block.T @ block
    n = int(weight.sum())
    shift = total / n
    return Moments(
        n,
        near + shift,
        square - n * np.outer(shift, shift),
        unit_sum,
        n_nonzero,
        _around_the_mean(quartic, cubic, square, shift, n),
    )


def weighted_log_partition(
    vectors: "np.ndarray | Rows", weight: np.ndarray, directions: np.ndarray, centre: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """log F(u) and log F(-u) of rows that count `weight` times, as `log_partition` gives them, around a centre.

    Parameters
    ----------
    vectors : ndarray of shape (n, d) or Rows
    weight : ndarray of shape (n,)
    directions : ndarray of shape (d, m)
        Unit columns, or all of another length, which scales the space.
    centre : ndarray of shape (d,), optional
        Taken from every row first.
    """
    m = directions.shape[1]
    plus, minus = np.full(m, -np.inf), np.full(m, -np.inf)
    length = np.sqrt(np.einsum("ij,ij->j", directions, directions).max())
    for block, times in _drawn_blocks(vectors, weight, BLOCK):
        if centre is not None:
            block -= centre.astype(block.dtype)
        x = block @ directions.astype(block.dtype)
        safe = 0.85 * np.log(np.finfo(block.dtype).max)  # exp of it, times 1e10 rows, still fits
        if length**2 * np.einsum("ij,ij->i", block, block).max() < safe**2:
            np.exp(x, out=x)
            plus = np.logaddexp(plus, np.log(times @ x))
            np.reciprocal(x, out=x)
            minus = np.logaddexp(minus, np.log(times @ x))
        else:
            high, low = x.max(axis=0), x.min(axis=0)
            plus = np.logaddexp(plus, high + np.log(times @ np.exp(x - high)))
            minus = np.logaddexp(minus, -low + np.log(times @ np.exp(low - x)))
    return plus, minus


def _drawn_blocks(
    vectors: "np.ndarray | Rows", weight: np.ndarray, size: int
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """(copies of the rows with any weight, their weights in the rows' type), block by block."""
    if isinstance(vectors, Rows):
        for start, block in vectors.blocks(size):
            times = weight[start : start + len(block)]
            drawn = np.flatnonzero(times)
            if len(drawn):
                yield block[drawn], times[drawn].astype(np.float64)
        return
    drawn = np.flatnonzero(weight)
    for start in range(0, len(drawn), size):
        index = drawn[start : start + size]
        yield vectors[index], weight[index].astype(vectors.dtype)


def _around_the_mean(quartic: float, cubic: np.ndarray, square: np.ndarray, shift: np.ndarray, n: int) -> float:
    """sum |x - shift|^4 from sums of |x|^4, |x|^2 x and x x^T of n rows whose mean is `shift`."""
    length = float(shift @ shift)
    second = 4 * float(shift @ square @ shift) + 2 * length * float(np.trace(square))
    return quartic - 4 * float(cubic @ shift) + second - 3 * n * length**2
