"""A user's own corpus: plain text, one sentence a line."""

from ..errors import TextError
from .text import Texts


def read_corpus(content: bytes, key: str, title: str) -> Texts:
    """Every line that is not blank, as a sentence.

    Raises
    ------
    TextError
        Not UTF-8, or no sentence in it.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TextError(f"{title} is not UTF-8 text (byte {error.start:,}). Save it as UTF-8 and try again.") from error
    sentences = tuple(line.strip() for line in text.split("\n") if line.strip())
    if not sentences:
        raise TextError(f"{title} has no sentences. Expected one a line.")
    return Texts(key, title, sentences)
