"""What a point of a map is: a token, a word (the mean of its tokens) or a sentence (the mean of its tokens)."""

from dataclasses import dataclass

import numpy as np

from ..geometry.rows import Rows
from ..registry import pick
from ..spaces.tokens import TokenTable
from .word_types import word_types

UNITS = {
    "tokens": "Tokens",
    "words": "Words (the mean of their tokens)",
    "sentences": "Sentences (the mean of their tokens)",
}


@dataclass(frozen=True)
class Units:
    """The units of a token set.

    Attributes
    ----------
    number : ndarray of int of shape (u,)
        Of each unit that has tokens, increasing: a token's row in the table, a word's place in `word_types`, a sentence's
        number.
    of_row : ndarray of int of shape (n,)
        Index into `number` of each row of the token set; -1: of none.
    order : ndarray of shape (u,)
        What a sample takes the smallest of.
    """

    number: np.ndarray
    of_row: np.ndarray
    order: np.ndarray

    def sample(self, size: int) -> np.ndarray:
        """Indices into `number`, increasing: a seeded sample; all where there are no more than `size`."""
        return np.sort(np.argsort(self.order, kind="stable")[:size])


def units(table: TokenTable, tokens: str, unit: str, seed: int = 0) -> Units:
    """The units of a token set.

    Notes
    -----
    The sample of words is the same in every space that has them; those of tokens and sentences are the same in spaces
    with as many of them.

    Raises
    ------
    UsageError
        No such unit.
    """
    pick(UNITS, unit, "unit")
    rows = table.rows(tokens)
    if unit == "tokens":
        return Units(rows, np.arange(len(rows)), _random(len(rows), seed))
    if unit == "sentences":
        number, of_row = np.unique(table.sentence[rows], return_inverse=True)
        return Units(number, of_row, _random(table.n_sentences, seed)[number])
    types = word_types(table)
    word = types.of_token[rows]
    number = np.unique(word[word >= 0])
    return Units(number, np.where(word >= 0, np.searchsorted(number, word), -1), types.shuffled(seed)[number])


def unit_vectors(rows: Rows, every: Units, chosen: np.ndarray) -> np.ndarray:
    """Mean vector of some units' rows, shape (m, d), float32: all that is in memory of a space, however large that is.

    Parameters
    ----------
    rows : Rows of shape (n, d)
        The token set.
    every : Units
        Of these rows.
    chosen : ndarray of int of shape (m,)
        Indices into `every.number`, increasing.
    """
    place = np.full(len(every.number) + 1, -1)  # the last: rows of none
    place[chosen] = np.arange(len(chosen))
    owner = place[every.of_row]
    counts = np.bincount(owner[owner >= 0], minlength=len(chosen))
    out = np.zeros((len(chosen), rows.shape[1]), np.float32 if counts.max(initial=1) == 1 else np.float64)
    for start, block in rows.blocks(2048):
        here = owner[start : start + len(block)]
        order = np.argsort(here, kind="stable")
        order = order[np.searchsorted(here[order], 0) :]
        if len(order):
            firsts = np.flatnonzero(np.diff(here[order], prepend=-1))
            out[here[order][firsts]] += np.add.reduceat(block[order], firsts, axis=0)
    if out.dtype == np.float64:
        out /= counts[:, None]
    return out.astype(np.float32, copy=False)


def _random(n: int, seed: int) -> np.ndarray:
    order = np.empty(n, dtype=np.int64)
    order[np.random.default_rng(seed).permutation(n)] = np.arange(n)
    return order
