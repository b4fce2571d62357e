"""The words of known frequency in a space's texts: what frequency bias is measured on."""

from dataclasses import dataclass

import numpy as np

from ...errors import UsageError
from ...geometry.frequency_bias import LEAST_WORDS
from ...tokens.factors import cut_words
from ...tokens.word_types import word_types
from ..question import Context

FOLDS = {
    "words": "No word is both learnt from and asked for",
    "sentences": "Words may be in both: the probe can know them by heart",
}
NEIGHBOURHOOD = 5000  # words among which neighbours are sought
_PARTS = 5  # folds


@dataclass(frozen=True)
class KnownWords:
    """Words of known frequency, and the tokens that spell them.

    Attributes
    ----------
    names : ndarray of str of shape (w,)
    zipf : ndarray of shape (w,)
    word : ndarray of int of shape (n,)
        Index into `names` of each row of the token set 'words'; -1: of no known word.
    fold : ndarray of int of shape (n,)
    near : ndarray of int of shape (m,)
        A row each of `NEIGHBOURHOOD` words (or all), increasing.
    cut : int
        Tokens left out because they are pieces of a cut word.
    """

    names: np.ndarray
    zipf: np.ndarray
    word: np.ndarray
    fold: np.ndarray
    near: np.ndarray
    cut: int

    @property
    def tokens(self) -> np.ndarray:
        """Tokens of each word, shape (w,)."""
        return np.bincount(self.word[self.word >= 0], minlength=len(self.names))


def known_words(context: Context, folds: str = "words", whole_words: bool = False) -> KnownWords:
    """The words of known frequency.

    Parameters
    ----------
    context : Context
        Its question declares 'seed'.
    folds : str
        Key of `FOLDS`.
    whole_words : bool
        Whether words that the tokenizer cuts are left out.

    Raises
    ------
    UsageError
        Fewer than `LEAST_WORDS`.
    """
    table, texts, seed = context.space.table, context.texts, context.selection.seed
    types, rows = word_types(table), table.rows("words")
    word = types.of_token[rows]
    counted = (word >= 0) & types.known[word]
    cut = counted & cut_words(table, texts, np.arange(table.n_sentences))[rows] if whole_words else counted & False
    counted &= ~cut
    different = np.unique(word[counted])
    if len(different) < LEAST_WORDS:
        raise UsageError(
            f"{texts.title} has {len(different)} different words of known frequency (language: {texts.language}) and "
            f"frequency bias needs {LEAST_WORDS}. Give more texts, or the right language."
        )
    word = np.where(counted, np.searchsorted(different, word), -1)
    order = types.shuffled(seed)[different]
    if folds == "words":
        fold = (order % _PARTS).astype(np.int64)[word]
    else:
        fold = _fold_of_sentence(table.sentence[rows], texts.n_pairs, seed)
    near = _a_row_each(word, np.argsort(order, kind="stable")[:NEIGHBOURHOOD], seed)
    return KnownWords(types.names[different], types.zipf[different], word, fold, near, int(cut.sum()))


def _fold_of_sentence(sentence: np.ndarray, n_pairs: int, seed: int) -> np.ndarray:
    """Fold of each row by its sentence, shape (n,); both sentences of a pair, which are much alike, are in the same."""
    pair = sentence % n_pairs if n_pairs else sentence
    return np.asarray(np.random.default_rng(seed).permutation(int(pair.max()) + 1)[pair] % _PARTS)


def _a_row_each(word: np.ndarray, chosen: np.ndarray, seed: int) -> np.ndarray:
    """A random row of each chosen word, increasing."""
    shuffled = np.random.default_rng(seed).permutation(len(word))
    names, firsts = np.unique(word[shuffled], return_index=True)
    return np.sort(shuffled[firsts[np.isin(names, chosen)]])
