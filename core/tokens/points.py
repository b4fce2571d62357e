"""What a point of a map stands for, and what it can be coloured by: tokens, words and sentences alike."""

from dataclasses import dataclass

import numpy as np

from ..errors import UsageError
from ..spaces.tokens import TokenTable
from ..texts import Texts
from .excerpts import excerpts, literal, marked_up
from .factors import token_factors
from .word_types import occurrences, word_types


@dataclass(frozen=True)
class Colour:
    """Something to colour points by.

    Attributes
    ----------
    label : str
    unit : str
        Title of the colour bar, with plotly's mark-up; '' for categories.
    units : tuple of str
        Of points that have it.
    """

    label: str
    unit: str
    units: tuple[str, ...]

    @property
    def categories(self) -> bool:
        """Whether points fall into groups (otherwise they have numbers)."""
        return not self.unit


_EVERY = ("tokens", "words", "sentences")
COLOURS = {
    "frequency": Colour("Word frequency", "Zipf<br>frequency", _EVERY),
    "position": Colour("Position in the sentence", "Position", ("tokens", "words")),
    "length": Colour("Sentence length", "Tokens in<br>sentence", _EVERY),
    "sub-word": Colour("Cut into sub-words", "", ("tokens", "words")),
    "punctuation": Colour("Punctuation", "", ("tokens", "words")),
    "cluster": Colour("Cluster (k-means)", "", _EVERY),
    "genre": Colour("Genre", "", _EVERY),
    "sentence": Colour("Sentence", "", ("tokens",)),
}


def colours(unit: str, tokens: str, texts: Texts) -> list[str]:
    """Keys of `COLOURS` that tell points apart: a [CLS] vector has no word, and its place is always the first."""
    offered = [key for key, colour in COLOURS.items() if unit in colour.units and (key != "genre" or texts.genres)]
    of_words = ("frequency", "position", "sub-word", "punctuation")
    return [key for key in offered if tokens != "cls" or key not in of_words]


@dataclass(frozen=True)
class PointDetails:
    """Details of points; for a word or a sentence, over its tokens.

    Attributes
    ----------
    name : ndarray of str of shape (m,)
        The word (the piece, for special tokens), or the beginning of the sentence.
    row : ndarray of int of shape (m,)
        The token itself, or the first token of the word or sentence, in the token table.
    count : ndarray of int of shape (m,)
        Tokens.
    frequency : ndarray of shape (m,)
        Zipf frequency of the word, or the mean over a sentence's words; NaN for punctuation and unknown words.
    position, length : ndarray of shape (m,)
        Place in the sentence, and tokens of the sentence (means over a word's tokens).
    sub_word, punctuation : ndarray of shape (m,), bool
        Whether the word is cut (once at least); whether there is no letter or digit in it.
    sentence : ndarray of int of shape (m,)
        Its number; of a word, that of its first token.
    genre : ndarray of str of shape (m,)
        That of most of its tokens; '' where the texts name none.
    """

    name: np.ndarray
    row: np.ndarray
    count: np.ndarray
    frequency: np.ndarray
    position: np.ndarray
    length: np.ndarray
    sub_word: np.ndarray
    punctuation: np.ndarray
    sentence: np.ndarray
    genre: np.ndarray

    def __len__(self) -> int:
        return len(self.name)

    def values(self, colour: str) -> np.ndarray:
        """What a colour of `COLOURS` shows of each point, shape (m,): floats, or strings for categories.

        Raises
        ------
        UsageError
            Not one that the texts themselves decide.
        """
        numbers = {"frequency": self.frequency, "position": self.position, "length": self.length}
        if colour in numbers:
            return numbers[colour]
        groups = {
            "sub-word": lambda: np.where(self.sub_word, "cut into sub-words", "whole word"),
            "punctuation": lambda: np.where(self.punctuation, "punctuation, symbol or special", "word"),
            "genre": lambda: np.where(self.genre == "", "no genre", self.genre),
            "sentence": lambda: np.char.add("sentence ", (self.sentence + 1).astype(str)),
        }
        if colour not in groups:
            raise UsageError(
                f"Points cannot be coloured by {colour!r}. Choose one of: {', '.join((*numbers, *groups))}."
            )
        return np.asarray(groups[colour]())


def point_details(
    table: TokenTable, texts: Texts, unit: str, number: np.ndarray, tokens: str = "words"
) -> PointDetails:
    """Details of some points.

    Parameters
    ----------
    table : TokenTable
    texts : Texts
    unit : {'tokens', 'words', 'sentences'}
    number : ndarray of int of shape (m,)
        As in `core.tokens.units.Units`.
    tokens : {'words', 'all', 'cls'}
        The token set that words and sentences are the means of.
    """
    owner, rows = _owned(table, unit, number, tokens)
    factors = token_factors(table, texts, rows)
    order = np.argsort(owner, kind="stable")
    first = rows[order[np.searchsorted(owner[order], np.arange(len(number)))]]
    genre = np.full(len(number), "")
    means = {name: _means(values, owner, len(number)) for name, values in factors.items() if name != "genre"}
    return PointDetails(
        name=_names(table, texts, unit, first),
        row=first,
        count=np.bincount(owner, minlength=len(number)),
        frequency=means["frequency"],
        position=means["position"],
        length=means["sentence length"],
        sub_word=means["sub-word"] > 0,
        punctuation=means["punctuation"] == 1,
        sentence=table.sentence[first].astype(np.int64),
        genre=_commonest(factors["genre"], owner, len(number)) if "genre" in factors else genre,
    )


def hover_texts(details: PointDetails, table: TokenTable, texts: Texts, unit: str) -> list[str]:
    """What to show at each point, with plotly's mark-up: the token in its sentence."""
    contexts = [marked_up(*parts) for parts in excerpts(table, texts, details.row)]
    if unit == "tokens":
        return contexts
    if unit == "sentences":
        return [literal(str(name)) for name in details.name]
    counted = zip(details.name, details.count, contexts, strict=True)
    return [f"{marked_up('', str(name), '')} ({n:,} tokens)<br>{context}" for name, n, context in counted]


def points_of_word(table: TokenTable, unit: str, number: np.ndarray, word: str) -> np.ndarray:
    """Which points are (or, sentences, have) a word, in any case: indices into `number`; a final star is any ending."""
    types = word_types(table)
    rows = occurrences(types, word)
    of_word = {"tokens": rows, "words": types.of_token[rows], "sentences": table.sentence[rows]}[unit]
    return np.flatnonzero(np.isin(number, of_word))


def _owned(table: TokenTable, unit: str, number: np.ndarray, tokens: str) -> tuple[np.ndarray, np.ndarray]:
    """Which point each token belongs to (an index into `number`), and its row in the table: the tokens of some point."""
    if unit == "tokens":
        return np.arange(len(number)), number
    rows = table.rows(tokens)
    key = table.sentence[rows] if unit == "sentences" else word_types(table).of_token[rows]
    place = np.full(max(int(number.max(initial=0)), int(key.max(initial=0))) + 2, -1)
    place[number] = np.arange(len(number))
    there = place[key] >= 0
    return place[key][there], rows[there]


def _means(values: np.ndarray, owner: np.ndarray, n: int) -> np.ndarray:
    """Mean of each owner's values that are known, shape (n,); NaN where it has none."""
    known = np.isfinite(values)
    counts = np.bincount(owner[known], minlength=n)
    sums = np.bincount(owner[known], values[known], n)
    return np.divide(sums, counts, out=np.full(n, np.nan), where=counts > 0)


def _names(table: TokenTable, texts: Texts, unit: str, first: np.ndarray) -> np.ndarray:
    if unit == "sentences":
        return np.array([_cut(texts.sentences[number]) for number in table.sentence[first]])
    word, piece = table.word[first], table.piece[first]
    return np.where(word >= 0, table.words[word], table.pieces[piece])


def _cut(sentence: str, most: int = 90) -> str:
    return sentence if len(sentence) <= most else sentence[:most] + "…"


def _commonest(values: np.ndarray, owner: np.ndarray, n: int) -> np.ndarray:
    """The commonest value of each owner, shape (n,)."""
    names, code = np.unique(values, return_inverse=True)
    counts = np.bincount(owner * len(names) + code, minlength=n * len(names)).reshape(n, len(names))
    return np.asarray(names[counts.argmax(axis=1)])
