"""When two spellings are the same word, and what is a word at all: one answer for everything that counts or compares them."""

import unicodedata


def folded(word: str) -> str:
    """A word as it is compared with others: in lower case, accents composed (NFC), apostrophes straight."""
    return unicodedata.normalize("NFC", word.casefold()).replace("’", "'")


def is_word(word: str) -> bool:
    """Whether it has a letter or digit; what has none is punctuation or a symbol."""
    return any(c.isalnum() for c in word)
