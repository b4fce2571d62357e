"""What is said of texts, beside the numbers that come of them."""

from ..spaces import Space
from ..texts import Texts


def cut_sentences(space: Space) -> str:
    """How many sentences were longer than the checkpoint reads, '' where none was."""
    cut, length = space.manifest.truncated_sentences, space.manifest.checkpoint.max_length
    if not cut:
        return ""
    return (
        f"{cut:,} sentence{'s were' if cut > 1 else ' was'} cut at {length} tokens, the most that the checkpoint reads"
    )


def texts_in_words(texts: Texts) -> str:
    """How a user's file was read, and what makes numbers of it doubtful; '' for a declared text."""
    if texts.layout is None:
        return ""
    parts = [f"Read as: {texts.layout.in_words}."]
    parts += [f"{_capital(note)}." for note in (*texts.layout.notes, *texts.doubts)]
    return " ".join(parts)


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
