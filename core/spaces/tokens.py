"""The token table: for every token vector, which piece of which word of which sentence it stands for."""

import io
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..texts.frequency import word_spans, words_of_pieces, zipf

TOKEN_SETS = {
    "words": "Tokens (without special ones)",
    "all": "All tokens ([CLS] and [SEP] too)",
    "cls": "[CLS] only",
}


_COLUMNS = ("piece", "word", "start", "end", "position", "special", "zipf")  # of a sentence
LONGEST_WORD = 64  # characters; a single run of letters without spaces must not widen the whole column


@dataclass(frozen=True)
class TokenTable:
    """An entry for each token, in the order of the sentences.

    Attributes
    ----------
    piece : ndarray of shape (n,), int32
        Index into `pieces`.
    word : ndarray of shape (n,), int32
        Index into `words`; -1 for special tokens and pieces of no word.
    start, end : ndarray of shape (n,), int32
        First and last + 1 character in the sentence (0, 0 for special tokens).
    sentence : ndarray of shape (n,), int32
        Index of the sentence.
    position : ndarray of shape (n,), int32
        Place in the sentence, special tokens counted; 0 is [CLS].
    special : ndarray of shape (n,), bool
        Whether the tokenizer added it.
    zipf : ndarray of shape (n,), float32
        Zipf frequency of the whole word (8 = the commonest, 0 = unknown); 0 for special tokens.
    pieces, words : ndarray of str
        The distinct pieces and words.
    offsets : ndarray of shape (n_sentences + 1,), int64
        Tokens of sentence s are rows offsets[s] to offsets[s + 1].
    """

    piece: np.ndarray
    word: np.ndarray
    start: np.ndarray
    end: np.ndarray
    sentence: np.ndarray
    position: np.ndarray
    special: np.ndarray
    zipf: np.ndarray
    pieces: np.ndarray
    words: np.ndarray
    offsets: np.ndarray

    def __len__(self) -> int:
        return len(self.piece)

    @property
    def n_sentences(self) -> int:
        """Number of sentences."""
        return len(self.offsets) - 1

    def rows(self, tokens: str) -> np.ndarray:
        """Row numbers of a token set: 'words', 'all' or 'cls'."""
        if tokens == "all":
            return np.arange(len(self))
        keep = ~self.special if tokens == "words" else self.special & (self.position == 0)
        return np.flatnonzero(keep)

    def to_bytes(self) -> bytes:
        """As an .npz without pickles."""
        out = io.BytesIO()
        np.savez(out, **{name: getattr(self, name) for name in self.__dataclass_fields__})
        return out.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> "TokenTable":
        """The table that `to_bytes` wrote."""
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            return cls(**{name: arrays[name] for name in cls.__dataclass_fields__})


@dataclass(frozen=True)
class Tokenized:
    """What a tokenizer made of some sentences: per sentence ids and masks, and the table of all tokens."""

    ids: list[np.ndarray]
    table: TokenTable
    truncated: int


def tokenize(sentences: tuple[str, ...], tokenizer: Any, max_length: int, language: str = "en") -> Tokenized:
    """Tokens of the sentences, every piece traced to its word.

    Parameters
    ----------
    sentences : tuple of str
    tokenizer : transformers fast tokenizer
    max_length : int
        Longer sentences are cut, special tokens included.
    language : str
        For word frequencies.
    """
    ids: list[np.ndarray] = []
    pieces: dict[int, int] = {}
    words: dict[str, int] = {}
    columns: dict[str, list[np.ndarray]] = {name: [] for name in _COLUMNS}
    truncated = 0
    for first in range(0, len(sentences), 4096):
        chunk = list(sentences[first : first + 4096])
        encoded = tokenizer(
            chunk,
            truncation=True,
            max_length=max_length,
            padding=False,
            return_offsets_mapping=True,
            return_special_tokens_mask=True,
        )
        for i, sentence in enumerate(chunk):
            row = np.array(encoded["input_ids"][i], dtype=np.int32)
            offsets = np.array(encoded["offset_mapping"][i], dtype=np.int32).reshape(-1, 2)
            special = np.array(encoded["special_tokens_mask"][i], dtype=bool)
            truncated += bool(encoded.encodings[i].overflowing)
            word, frequency = _words_of(sentence, offsets, special, words, language)
            piece = np.array([pieces.setdefault(int(p), len(pieces)) for p in row], dtype=np.int32)
            position = np.arange(len(row), dtype=np.int32)
            ids.append(row)
            values = piece, word, offsets[:, 0], offsets[:, 1], position, special, frequency
            for name, column in zip(_COLUMNS, values, strict=True):
                columns[name].append(column)
    lengths = np.array([len(row) for row in ids], dtype=np.int64)
    table = TokenTable(
        **{name: np.concatenate(parts) for name, parts in columns.items()},
        sentence=np.repeat(np.arange(len(ids), dtype=np.int32), lengths),
        pieces=np.array(tokenizer.convert_ids_to_tokens(list(pieces)), dtype=np.str_),
        words=np.array(list(words) or [""], dtype=np.str_),
        offsets=np.concatenate([[0], np.cumsum(lengths)]),
    )
    return Tokenized(ids, table, truncated)


def _words_of(
    sentence: str, offsets: np.ndarray, special: np.ndarray, words: dict[str, int], language: str
) -> tuple[np.ndarray, np.ndarray]:
    """The word of each token (its index in `words`, which grows; -1: none) and its Zipf frequency, shape (n,) each.

    Parameters
    ----------
    sentence : str
    offsets : ndarray of shape (n, 2)
        First and last + 1 character of each token.
    special : ndarray of shape (n,), bool
    words : dict of word to index
    language : str
    """
    spans = word_spans(sentence)
    owner = words_of_pieces(sentence, spans, offsets)
    owner[special] = -1
    index = np.full(len(spans) + 1, -1, dtype=np.int32)  # the last: pieces of no word
    frequency = np.zeros(len(spans) + 1, dtype=np.float32)
    for word in np.unique(owner[owner >= 0]):  # words cut off by the length limit own no piece
        start, end = spans[word]
        text = sentence[start : min(end, start + LONGEST_WORD)]
        index[word] = words.setdefault(text, len(words))
        frequency[word] = zipf(text, language)
    return index[owner], frequency[owner]
