"""How many words two sentences share: a similarity that knows nothing but spelling."""

import numpy as np
from scipy.sparse import csr_matrix

from ..geometry.cosine import cosine_from
from ..spaces.tokens import TokenTable
from ..texts.function_words import is_function_word
from ..texts.words import is_word


def content_words(table: TokenTable, rows: np.ndarray, language: str) -> np.ndarray:
    """Whether each token in `rows` (row numbers, shape (n,)) is of a word of content: no function word, no punctuation."""
    content = [is_word(str(word)) and not is_function_word(str(word), language) for word in table.words]
    return np.array([*content, False])[table.word[rows]]  # the last entry answers for word -1


def bag_cosines(table: TokenTable, rows: np.ndarray, n_pairs: int, weights: np.ndarray | None = None) -> np.ndarray:
    """Cosine of each pair's bags of pieces, shape (n_pairs,); 0 where one of the two is empty.

    Parameters
    ----------
    table : TokenTable
        Of 2 * n_pairs sentences or more; pair i is sentences i and n_pairs + i.
    rows : ndarray of shape (n,)
        Row numbers of the tokens that count.
    n_pairs : int
    weights : ndarray of shape (n,), optional
        Of the tokens, not negative; the same for all by default.
    """
    counted = np.ones(len(rows)) if weights is None else np.asarray(weights, dtype=np.float64)
    shape = table.n_sentences, len(table.pieces)
    bags = csr_matrix((counted, (table.sentence[rows], table.piece[rows])), shape=shape)
    first, second = bags[:n_pairs], bags[n_pairs : 2 * n_pairs]
    dot, one, other = (
        np.asarray(a.multiply(b).sum(axis=1)).ravel() for a, b in ((first, second), (first, first), (second, second))
    )
    return cosine_from(dot, one, other)
