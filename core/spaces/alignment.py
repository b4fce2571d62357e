"""Rows of two spaces of the same sentences, aligned on words: whatever the tokenizers, a row is a word in its place."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from ..errors import GeometryError
from ..geometry.rows import Rows
from ..texts.frequency import word_spans, words_of_pieces
from .tokens import TokenTable

_ACCENTS = "".join(map(chr, range(0x300, 0x370)))  # a tokenizer may drop them


@dataclass(frozen=True)
class WordPlaces:
    """Every word of some sentences in its place, and which of them each token is a piece of.

    Attributes
    ----------
    sentence, start, end, number : ndarray of shape (w,), int32
        Its sentence, its characters there, and which word of the sentence it is (from 1).
    owner : ndarray of shape (n_tokens,), int64
        Index of each token's word; -1 for special tokens, pieces of no word and tokens of other sentences.
    """

    sentence: np.ndarray
    start: np.ndarray
    end: np.ndarray
    number: np.ndarray
    owner: np.ndarray


@dataclass(frozen=True)
class Pieces:
    """Which rows of a token table make each word: rows[firsts[i] : firsts[i + 1]].

    Attributes
    ----------
    rows : ndarray of shape (p,), int64
    firsts : ndarray of shape (m + 1,), int64
    """

    rows: np.ndarray
    firsts: np.ndarray

    @property
    def counts(self) -> np.ndarray:
        """Number of pieces of each word, shape (m,)."""
        return np.diff(self.firsts)

    def take(self, chosen: np.ndarray) -> "Pieces":
        """The pieces of some of the words."""
        counts = self.counts[chosen]
        firsts = np.concatenate([[0], np.cumsum(counts)])
        within = np.arange(firsts[-1]) - np.repeat(firsts[:-1], counts)
        return Pieces(self.rows[np.repeat(self.firsts[chosen], counts) + within], firsts)


@dataclass(frozen=True)
class Alignment:
    """Words that both spaces have, in the order of the sentences.

    Attributes
    ----------
    sentence, start, end, number : ndarray of shape (m,), int32
        As in `WordPlaces`.
    word : ndarray of shape (m,), int32
        Index into `words`.
    zipf : ndarray of shape (m,), float32
        Of the whole word; 0 = unknown.
    words : ndarray of str
    first, second : Pieces
        Of each word in either space.
    left_out : int
        Words that either space lacks: cut off by a length limit, or without a piece of their own.
    """

    sentence: np.ndarray
    start: np.ndarray
    end: np.ndarray
    number: np.ndarray
    word: np.ndarray
    zipf: np.ndarray
    words: np.ndarray
    first: Pieces
    second: Pieces
    left_out: int

    def __len__(self) -> int:
        return len(self.sentence)

    def take(self, chosen: np.ndarray) -> "Alignment":
        """Some of the words."""
        columns = {name: getattr(self, name)[chosen] for name in ("sentence", "start", "end", "number", "word", "zipf")}
        return replace(self, **columns, first=self.first.take(chosen), second=self.second.take(chosen))


def word_places(table: TokenTable, sentences: tuple[str, ...], among: np.ndarray | None = None) -> WordPlaces:
    """The words of the sentences in their places: the table knows which word a piece spells, but not which occurrence.

    Parameters
    ----------
    table : TokenTable
    sentences : tuple of str
        That it was made of.
    among : ndarray, optional
        Numbers of the sentences that matter; all by default.
    """
    owner = np.full(len(table), -1, dtype=np.int64)
    words: list[tuple[int, int, int, int]] = []
    for number in range(len(sentences)) if among is None else np.unique(among):
        rows = slice(int(table.offsets[number]), int(table.offsets[number + 1]))
        spans = word_spans(sentences[number])
        offsets = np.stack([table.start[rows], table.end[rows]], axis=1)
        own = words_of_pieces(sentences[number], spans, offsets)
        own[table.special[rows]] = -1
        owner[rows] = np.where(own >= 0, own + len(words), -1)
        words += [(number, start, end, place) for place, (start, end) in enumerate(spans, 1)]
    sentence, start, end, place = np.array(words, dtype=np.int32).reshape(-1, 4).T
    return WordPlaces(sentence, start, end, place, owner)


def align(first: TokenTable, second: TokenTable, sentences: tuple[str, ...]) -> Alignment:
    """The words that two token tables of the same sentences share.

    Raises
    ------
    GeometryError
        No word is in both.
    """
    places, others = word_places(first, sentences), word_places(second, sentences)
    both = _whole(first, places, sentences) & _whole(second, others, sentences)
    if not both.any():
        raise GeometryError("The two spaces have no word in common, so that nothing can be aligned.")
    words = np.flatnonzero(both)
    own = _pieces(places.owner, len(both)).take(words)
    representative = own.rows[own.firsts[:-1]]
    return Alignment(
        sentence=places.sentence[words],
        start=places.start[words],
        end=places.end[words],
        number=places.number[words],
        word=first.word[representative],
        zipf=first.zipf[representative],
        words=first.words,
        first=own,
        second=_pieces(others.owner, len(both)).take(words),
        left_out=int(len(both) - len(words)),
    )


def word_vectors(vectors: np.ndarray, pieces: Pieces, apply: Callable[[np.ndarray], np.ndarray] | None = None) -> Rows:
    """The mean of each word's pieces, read in blocks.

    Parameters
    ----------
    vectors : ndarray of shape (n_tokens, d)
        A layer's token vectors (a memory map).
    pieces : Pieces
        Of m words.
    apply : callable, optional
        A fitted method, for token vectors before their mean is taken.

    Returns
    -------
    Rows of shape (m, d)
    """

    def read(start: int, stop: int) -> np.ndarray:
        firsts = pieces.firsts[start : stop + 1]
        block = np.asarray(vectors[pieces.rows[firsts[0] : firsts[-1]]], dtype=np.float64)
        if apply is not None:
            block = apply(block)
        if len(block) == stop - start:  # every word is one piece
            return block
        return np.add.reduceat(block, firsts[:-1] - firsts[0], axis=0) / np.diff(firsts)[:, None]

    return Rows((len(pieces.firsts) - 1, vectors.shape[1]), read)


def _pieces(owner: np.ndarray, n_words: int) -> Pieces:
    order = np.argsort(owner, kind="stable")
    order = order[np.searchsorted(owner[order], 0) :]
    counts = np.bincount(owner[order], minlength=n_words)
    return Pieces(order, np.concatenate([[0], np.cumsum(counts)]))


def _whole(table: TokenTable, places: WordPlaces, sentences: tuple[str, ...]) -> np.ndarray:
    """Which words have pieces up to their end, shape (w,): a length limit may cut a sentence's last word."""
    pieces = places.owner >= 0
    reached = np.full(len(places.sentence), -1, dtype=np.int64)
    np.maximum.at(reached, places.owner[pieces], table.end[pieces])
    there = reached >= 0
    last = there & np.r_[~(there[1:] & (places.sentence[1:] == places.sentence[:-1])), True]
    for word in np.flatnonzero(last & (reached < places.end)):
        rest = sentences[places.sentence[word]][reached[word] : places.end[word]]
        there[word] = not rest.strip(_ACCENTS)
    return there
