"""Whether a sentence has anything to see: zero-width marks and blanks alone are no sentence."""

import unicodedata

_INVISIBLE = frozenset("\u115f\u1160\u3164\uffa0\u2800\ufe0e\ufe0f")


def is_visible(sentence: str) -> bool:
    """Whether a character of it is neither a blank, nor a control or format mark, nor a filler."""
    if sentence[:1].isascii() and sentence[:1].isalnum():
        return True
    return any(c not in _INVISIBLE and (c.isalnum() or unicodedata.category(c)[0] not in "ZC") for c in sentence)


def is_unicode(text: str) -> bool:
    """Whether it can be written as UTF-8: half a character (a lone surrogate) cannot."""
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
