"""What sorts of words a space may keep apart: kinds and frequency bands of aligned words."""

from dataclasses import dataclass

import numpy as np

from ..geometry.neighbours import mean_by_label
from ..spaces.alignment import Alignment
from ..texts.frequency import BANDS, frequency_band
from ..texts.function_words import is_function_word
from ..texts.words import is_word

PUNCTUATION = "punctuation"
KINDS = {
    PUNCTUATION: "Without a letter or digit.",
    "number": "With a digit.",
    "function word": "Of a closed class: articles, pronouns, prepositions, conjunctions, auxiliaries, ...",
    "sub-words": "Any other word that a tokenizer of the two cuts into pieces.",
    "content word": "All others.",
}
NO_BAND = PUNCTUATION


@dataclass(frozen=True)
class BandMean:
    """Mean of the values of words of one frequency band.

    Attributes
    ----------
    band : str
        Of `BANDS`, or `NO_BAND`.
    mean : float
        NaN where none of its words has a value.
    n : int
        Words that have a value.
    """

    band: str
    mean: float
    n: int


def word_kinds(words: Alignment, language: str = "en") -> np.ndarray:
    """The kind of each word, shape (m,): the first of `KINDS` that holds."""
    names = list(KINDS)
    of_word = np.array([_kind(str(word), language) for word in words.words])[words.word]
    cut = (words.first.counts > 1) | (words.second.counts > 1)
    return np.array(names)[np.where(cut & (of_word == names.index("content word")), names.index("sub-words"), of_word)]


def word_bands(words: Alignment) -> np.ndarray:
    """The frequency band of each word, shape (m,); `NO_BAND` for punctuation."""
    bands = np.array(BANDS, dtype=object)[frequency_band(words.zipf)]
    bands[~np.array([is_word(str(word)) for word in words.words])[words.word]] = NO_BAND
    return bands.astype(str)


def mean_by_band(values: np.ndarray, bands: np.ndarray) -> tuple[BandMean, ...]:
    """Mean value, of values and bands of shape (m,), in each band that there is: rare words first, punctuation last."""
    means = {group.label: group for group in mean_by_label(values, bands)}
    return tuple(BandMean(name, means[name].mean, means[name].n) for name in (*BANDS, NO_BAND) if name in means)


def _kind(word: str, language: str) -> int:
    names = list(KINDS)
    if not is_word(word):
        return names.index(PUNCTUATION)
    if any(c.isdigit() for c in word):
        return names.index("number")
    return names.index("function word" if is_function_word(word, language) else "content word")
