"""What sorts of words a space may keep apart: kinds and frequency bands of aligned words."""

from typing import Any

import numpy as np

from ..geometry.neighbours import mean_by_label
from ..spaces.alignment import Alignment
from ..texts.frequency import BANDS, frequency_band
from ..texts.function_words import is_function_word

KINDS = {
    "punctuation": "Without a letter or digit.",
    "number": "With a digit.",
    "function word": "Of a closed class: articles, pronouns, prepositions, conjunctions, auxiliaries, ...",
    "sub-words": "Any other word that a tokenizer of the two cuts into pieces.",
    "content word": "All others.",
}
NO_BAND = "punctuation"


def word_kinds(words: Alignment, language: str = "en") -> np.ndarray:
    """The kind of each word, shape (m,): the first of `KINDS` that holds."""
    names = list(KINDS)
    of_word = np.array([_kind(str(word), language) for word in words.words])[words.word]
    cut = (words.first.counts > 1) | (words.second.counts > 1)
    return np.array(names)[np.where(cut & (of_word == names.index("content word")), names.index("sub-words"), of_word)]


def word_bands(words: Alignment) -> np.ndarray:
    """The frequency band of each word, shape (m,); `NO_BAND` for punctuation."""
    bands = np.array(BANDS, dtype=object)[frequency_band(words.zipf)]
    bands[~np.array([_is_word(str(word)) for word in words.words])[words.word]] = NO_BAND
    return bands.astype(str)


def mean_by_band(values: np.ndarray, bands: np.ndarray) -> list[dict[str, Any]]:
    """`band`, `mean` and `n` of the bands that there are, rare words first, punctuation last."""
    found = {one.label: {"band": one.label, "mean": one.mean, "n": one.n} for one in mean_by_label(values, bands)}
    return [found[name] for name in (*BANDS, NO_BAND) if name in found]


def _kind(word: str, language: str) -> int:
    names = list(KINDS)
    if not _is_word(word):
        return names.index("punctuation")
    if any(c.isdigit() for c in word):
        return names.index("number")
    return names.index("function word" if is_function_word(word, language) else "content word")


def _is_word(word: str) -> bool:
    return any(c.isalnum() for c in word)
