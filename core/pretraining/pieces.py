"""A corpus as numbers: the pieces of all sentences in one row, and where sentences and blocks begin."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from .corpus import Documents

_AT_ONCE = 4096  # sentences


@dataclass(frozen=True)
class Pieces:
    """Documents in pieces.

    Attributes
    ----------
    ids : ndarray of uint16, shape (n_pieces,)
        All sentences one after the other, without special tokens.
    sentences : ndarray of int64, shape (n_sentences + 1,)
        Where each sentence begins in `ids`; the last entry is the end.
    documents : ndarray of int64, shape (n_documents + 1,)
        Where each document begins in `sentences`.
    """

    ids: np.ndarray
    sentences: np.ndarray
    documents: np.ndarray


def cut(documents: Documents, tokenizer: Any) -> Pieces:
    """Tokenize every sentence."""
    flat = [sentence for document in documents for sentence in document]
    ids: list[np.ndarray] = []
    for start in range(0, len(flat), _AT_ONCE):
        found = tokenizer(flat[start : start + _AT_ONCE], add_special_tokens=False, truncation=False, verbose=False)
        ids.extend(np.array(row, dtype=np.uint16) for row in found["input_ids"])
    return Pieces(
        np.concatenate(ids) if ids else np.empty(0, np.uint16),
        _starts([len(row) for row in ids]),
        _starts([len(document) for document in documents]),
    )


def _starts(lengths: list[int]) -> np.ndarray:
    return np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)]).astype(np.int64)
