"""Words of a sentence, by character offsets, and how frequent each is."""

import re
from functools import lru_cache

import numpy as np

# A word is a run of letters and digits (accents that stand as characters of their own too), with inner apostrophes;
# anything else that is visible stands alone.
_WORD = re.compile(r"\w[\w\u0300-\u036f]*(?:['’][\w\u0300-\u036f]+)*|[^\w\s]")


def word_spans(sentence: str) -> list[tuple[int, int]]:
    """Start and end (characters) of every word of a sentence, in order."""
    return [match.span() for match in _WORD.finditer(sentence)]


@lru_cache(maxsize=200_000)
def zipf(word: str, language: str = "en") -> float:
    """Zipf frequency of a word: log10 of its occurrences in a billion words; 8 = the commonest, 0 = unknown.

    Raises
    ------
    TextError
        wordfreq has no list for the language.
    """
    from wordfreq import zipf_frequency

    from core.errors import TextError

    try:
        return float(zipf_frequency(word, language))
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
