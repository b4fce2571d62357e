"""How rare each token's piece is in the text itself: weights that let content count more than grammar."""

import numpy as np

from ..spaces.tokens import TokenTable


def inverse_frequency(table: TokenTable, rows: np.ndarray) -> np.ndarray:
    """-log of the share that each token's piece has of all tokens in `rows` (row numbers, shape (n,)); shape (n,).

    References
    ----------
    Robertson 2004, Journal of Documentation 60; as a baseline of sentence embeddings: Arora, Liang & Ma 2017.
    """
    piece = table.piece[rows]
    share = np.bincount(piece, minlength=len(table.pieces))[piece] / max(1, len(rows))
    return np.asarray(-np.log(share))
