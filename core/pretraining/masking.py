"""Whole-word masking: a word is hidden with all its pieces or not at all (BERT's second release)."""

import numpy as np

from .vocabulary import MASK, SPECIAL

SHARE = 0.2  # of the words; Wettig et al. 2023 find 20 % at least as good as 15 % for small models


def mask(
    batch: np.ndarray, continues: np.ndarray, random: np.random.Generator, share: float = SHARE
) -> tuple[np.ndarray, np.ndarray]:
    """Choose words and hide them: 80 % as [MASK], 10 % as random pieces, 10 % as they are (Devlin et al. 2019).

    Parameters
    ----------
    batch : ndarray of int, shape (n_sequences, width)
    continues : ndarray of bool, shape (n_vocabulary,)
        Whether a piece continues the word before it.
    random : Generator
    share : float
        Of the words of the batch.

    Returns
    -------
    ndarray of int, shape (n_sequences, width)
        What the model sees.
    ndarray of bool, shape (n_sequences, width)
        The pieces that it must guess.
    """
    ordinary = batch >= len(SPECIAL)
    begins = ordinary & ~continues[batch]
    begins |= ordinary & ~np.roll(ordinary, 1, axis=1)  # a sequence cut inside a word
    words = np.cumsum(begins.ravel()).reshape(batch.shape) * ordinary  # from 1; 0 for special tokens
    n_words = int(words.max(initial=0))
    chosen = np.zeros(n_words + 1, dtype=bool)
    chosen[1 + random.permutation(n_words)[: max(1, round(share * n_words))]] = n_words > 0
    hidden = chosen[words] & ordinary
    way = random.random(n_words + 1)[words]  # one way for all pieces of a word
    seen = np.where(hidden & (way < 0.8), MASK, batch)
    swapped = hidden & (way >= 0.9)
    return np.where(swapped, random.integers(len(SPECIAL), len(continues), batch.shape), seen), hidden
