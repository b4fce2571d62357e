"""What a point of a projection stands for: its token in its sentence, and what it can be coloured by."""

from dataclasses import dataclass

import numpy as np

from ..spaces.tokens import TokenTable
from ..texts import Texts
from ..texts.words import is_word

COLOURS = {
    "frequency": "Word frequency",
    "position": "Position in the sentence",
    "length": "Sentence length",
    "cluster": "Cluster (k-means)",
}
_CONTEXT = 42  # characters on either side


@dataclass(frozen=True)
class TokenDetails:
    """Per token: hover text, and the values that colour it.

    Attributes
    ----------
    context : list of str
        The token in its sentence, in bold, with plotly's mark-up.
    frequency, position, length : ndarray of shape (m,)
        Zipf frequency of the word; place in the sentence; tokens of the sentence.
    punctuation : ndarray of shape (m,), bool
        Tokens of no word in wordfreq's sense: punctuation, symbols and special tokens.
    """

    context: list[str]
    frequency: np.ndarray
    position: np.ndarray
    length: np.ndarray
    punctuation: np.ndarray


def token_details(table: TokenTable, texts: Texts, index: np.ndarray) -> TokenDetails:
    """Details of the tokens in rows `index` of the table."""
    context = [marked_up(*parts) for parts in excerpts(table, texts, index)]
    words = [table.words[w] if w >= 0 else "" for w in table.word[index]]
    lengths = np.diff(table.offsets)
    punctuation = np.array([not is_word(word) for word in words])
    return TokenDetails(context, table.zipf[index], table.position[index], lengths[table.sentence[index]], punctuation)


def excerpts(table: TokenTable, texts: Texts, index: np.ndarray) -> list[tuple[str, str, str]]:
    """The tokens in rows `index` of the table, between some of what stands before and after."""
    in_sentences = []
    for row in index:
        sentence = texts.sentences[table.sentence[row]]
        if table.special[row]:
            in_sentences.append(("", str(table.pieces[table.piece[row]]), f" of: {_cut(sentence, 2 * _CONTEXT)}"))
        else:
            in_sentences.append(excerpt(sentence, int(table.start[row]), int(table.end[row])))
    return in_sentences


def excerpt(sentence: str, start: int, end: int) -> tuple[str, str, str]:
    """Characters start to end of a sentence, between some of what stands before and after."""
    before, after = sentence[max(0, start - _CONTEXT) : start], sentence[end : end + _CONTEXT]
    return (
        f"{'…' if start > _CONTEXT else ''}{before}",
        sentence[start:end],
        f"{after}{'…' if end + _CONTEXT < len(sentence) else ''}",
    )


def in_context(sentence: str, start: int, end: int) -> str:
    """The same as a single string, the middle in bold, with plotly's mark-up."""
    return marked_up(*excerpt(sentence, start, end))


def marked_up(before: str, word: str, after: str) -> str:
    """A word in its context, in bold, with plotly's mark-up."""
    return f"{literal(before)}<b>{literal(word)}</b>{literal(after)}"


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[:most] + "…"


def literal(text: str) -> str:
    """Text as plotly shows it, no mark-up in it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
