"""Words whatever their case and wherever they stand: 'The', 'the' and all their tokens are one."""

import hashlib
from dataclasses import dataclass

import numpy as np

from ..spaces.tokens import TokenTable
from ..texts.words import folded, is_word


@dataclass(frozen=True)
class WordTypes:
    """The different words of a token table, in alphabetical order.

    Attributes
    ----------
    names : ndarray of str of shape (w,)
        As `folded` spells them.
    zipf : ndarray of shape (w,)
        Zipf frequency; 0 = not in wordfreq's list.
    is_word : ndarray of shape (w,), bool
        Whether it has a letter or digit; others are punctuation and symbols.
    of_token : ndarray of shape (n_tokens,), int64
        Each token's word; -1 for special tokens and pieces of no word.
    """

    names: np.ndarray
    zipf: np.ndarray
    is_word: np.ndarray
    of_token: np.ndarray

    @property
    def known(self) -> np.ndarray:
        """Words of known frequency, shape (w,), bool."""
        return np.asarray(self.is_word & (self.zipf > 0))

    def shuffled(self, seed: int) -> np.ndarray:
        """A number for each word, shape (w,), uint64, that its letters and the seed alone decide.

        Sorted by it, or taken modulo something, words fall the same way in every space, whatever other words there are.
        """
        drawn = (hashlib.blake2b(f"{seed}:{name}".encode(), digest_size=8).digest() for name in self.names)
        return np.frombuffer(b"".join(drawn), dtype=np.uint64)


def word_types(table: TokenTable) -> WordTypes:
    """The words of a token table; spellings that differ in case, or in how their accents are written, are the same word."""
    names, index = np.unique([folded(str(word)) for word in table.words], return_inverse=True)
    of_token = np.where(table.word >= 0, index[table.word], -1)
    zipf = np.zeros(len(names))
    there = of_token >= 0
    np.maximum.at(zipf, of_token[there], table.zipf[there])
    return WordTypes(names, zipf, np.array([is_word(str(name)) for name in names]), of_token.astype(np.int64))


def occurrences(types: WordTypes, word: str) -> np.ndarray:
    """Rows of the token table that spell a word, in any case, all its pieces; 'play*' also finds what begins so."""
    wanted = folded(word.strip())
    if wanted.endswith("*") and len(wanted) > 1:
        chosen = np.char.startswith(types.names, wanted[:-1])
    else:
        chosen = types.names == wanted
    return np.flatnonzero((types.of_token >= 0) & chosen[types.of_token])
