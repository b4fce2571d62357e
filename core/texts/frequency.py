"""Words of a sentence, by character offsets, and how frequent each is."""

import re
from functools import lru_cache

import numpy as np

# Marks that stand as characters of their own inside words: accents (Latin, Greek, Cyrillic), points (Hebrew, Arabic),
# vowel signs (Devanagari, Bengali, Tamil), joiners (Persian, Indic).
_MARKS = (
    "\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc"
    "\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0900-\u0903\u093a-\u093c\u093e-\u094f\u0951-\u0957\u0962\u0963"
    "\u0981-\u0983\u09bc\u09be-\u09cd\u09d7\u09e2\u09e3\u0b82\u0bbe-\u0bcd\u0bd7\u200c\u200d"
)
# A word is a run of letters and digits, with inner apostrophes; anything else that is visible stands alone.
_WORD = re.compile(rf"\w[\w{_MARKS}]*(?:['’][\w{_MARKS}]+)*|[^\w\s]")
_UNSPACED = {"ja": "Japanese", "ko": "Korean", "zh": "Chinese"}


def word_spans(sentence: str) -> list[tuple[int, int]]:
    """Start and end (characters) of every word of a sentence, in order."""
    return [match.span() for match in _WORD.finditer(sentence)]


def languages() -> list[str]:
    """Codes of the languages that wordfreq has lists for and whose words stand apart in writing."""
    from wordfreq import available_languages

    return sorted(set(available_languages("best")) - set(_UNSPACED))


def check_language(language: str) -> None:
    """Refuse a language before anything is encoded.

    Raises
    ------
    TextError
        wordfreq has no list for it, or its words do not stand apart.
    """
    from ..errors import TextError

    known = languages()
    if language in known:
        return
    if language in _UNSPACED:
        problem = f"Words of {_UNSPACED[language]} are not told apart here: that needs a tokenizer of its own."
    else:
        problem = f"wordfreq has no word list for the language {language!r}."
    raise TextError(f"{problem} Languages with word frequencies: {', '.join(known)}.")


@lru_cache(maxsize=200_000)
def zipf(word: str, language: str = "en") -> float:
    """Zipf frequency of a word: log10 of its occurrences in a billion words; 8 = the commonest, 0 = unknown.

    Raises
    ------
    TextError
        wordfreq has no list for the language.
    """
    from wordfreq import zipf_frequency

    from ..errors import TextError

    try:
        return float(zipf_frequency(word.replace("’", "'"), language))  # French and Italian lists know only ''
    except LookupError as error:
        raise TextError(f"wordfreq has no word list for the language {language!r}.") from error


def words_of_pieces(sentence: str, spans: list[tuple[int, int]], offsets: np.ndarray) -> np.ndarray:
    """Which word each piece belongs to.

    Parameters
    ----------
    sentence : str
        The sentence as it was given to the tokenizer.
    spans : list of (int, int)
        Its words (`word_spans`).
    offsets : ndarray of shape (n_pieces, 2)
        First and last + 1 character of each piece, as the tokenizer reports them.

    Returns
    -------
    ndarray of shape (n_pieces,), int32
        Index into `spans`; -1 for a piece that covers no visible character.
    """
    owner = np.full(len(sentence) + 1, -1, dtype=np.int32)
    for index, (start, end) in enumerate(spans):
        owner[start:end] = index
    words = np.full(len(offsets), -1, dtype=np.int32)
    for piece, (start, end) in enumerate(offsets):
        # The first visible character decides: some tokenizers count the space before a word as its own.
        inside = owner[start:end]
        visible = inside[inside >= 0]
        if len(visible):
            words[piece] = visible[0]
    return words


_EDGES = (3.0, 4.0, 5.0, 6.0, 7.0)
BANDS = ("below 3", "3 to 4", "4 to 5", "5 to 6", "6 to 7", "7 and above")


def frequency_band(values: np.ndarray) -> np.ndarray:
    """Which of `BANDS` each Zipf frequency lies in, shape (n,); an unknown word is in the rarest."""
    return np.digitize(values, _EDGES)
