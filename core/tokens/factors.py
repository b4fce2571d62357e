"""What tokens differ in that a direction may encode, and the tokens at a direction's two ends."""

from dataclasses import dataclass

import numpy as np

from ..spaces import Space
from ..spaces.alignment import word_places
from ..spaces.tokens import TokenTable
from ..texts import Texts
from ..texts.words import folded, is_word
from .excerpts import token_details

FACTORS = {
    "frequency": "How common the token's word is (Zipf scale); unknown words and punctuation are left out.",
    "position": "The token's place in its sentence, counted from the first token.",
    "sentence length": "How many tokens the token's sentence has, special ones included.",
    "punctuation": "Whether the token is punctuation, a symbol or a special token (1) or part of a word (0).",
    "sub-word": "Whether the token is a piece of a word that the tokenizer cut (1) or a whole word (0).",
    "genre": "The source of the token's sentence pair: news, image captions or forums.",
}
OF_SENTENCES = "sentence length"  # which is the same for all tokens of a sentence
OF_PAIRS = "genre"  # and for both sentences of a pair


def token_factors(table: TokenTable, texts: Texts, index: np.ndarray) -> dict[str, np.ndarray]:
    """Every factor over some tokens, as `core.geometry.probes.direction_probes` reads it.

    Parameters
    ----------
    table : TokenTable
    texts : Texts
    index : ndarray of shape (m,)
        Rows of the table.

    Returns
    -------
    dict of name -> ndarray of shape (m,)
        Keys of `FACTORS` in their order. Floats, but strings for 'genre', which is absent where the texts name no
        genres. 'frequency' is NaN where the word is unknown or punctuation.
    """
    sentence = table.sentence[index]
    punctuation = _punctuation(table)[index]
    frequency = table.zipf[index].astype(np.float64)
    frequency[(frequency <= 0) | punctuation] = np.nan
    factors = {
        "frequency": frequency,
        "position": table.position[index].astype(np.float64),
        "sentence length": np.diff(table.offsets)[sentence].astype(np.float64),
        "punctuation": punctuation.astype(np.float64),
        "sub-word": cut_words(table, texts, sentence)[index].astype(np.float64),
    }
    if texts.genres:
        # Pair i is sentences i and n_pairs + i.
        factors["genre"] = np.array(texts.genres)[sentence % texts.n_pairs]
    return factors


def _punctuation(table: TokenTable) -> np.ndarray:
    """Whether each token is of no word with a letter or digit, shape (n,), as `token_details` has it."""
    # The last entry answers for word -1: special tokens and pieces of no word.
    return np.array([not is_word(str(word)) for word in table.words] + [True])[table.word]


def cut_words(table: TokenTable, texts: Texts, sentences: np.ndarray) -> np.ndarray:
    """Whether each token of some sentences belongs to a word of more than one piece, shape (n,); others False."""
    owner = word_places(table, texts.sentences, sentences).owner
    pieces = np.bincount(owner[owner >= 0], minlength=1)
    return np.asarray((owner >= 0) & (pieces[owner] > 1))


@dataclass(frozen=True)
class EndToken:
    """A token at an end of a direction.

    Attributes
    ----------
    row : int
        Its row in the token table.
    word : str
        The word it belongs to; the piece itself for special tokens.
    coordinate : float
        Its centred coordinate on the direction.
    context : str
        It in its sentence, in bold, with plotly's mark-up.
    """

    row: int
    word: str
    coordinate: float
    context: str


@dataclass(frozen=True)
class Ends:
    """Tokens at the two ends of a direction, the outermost first."""

    low: tuple[EndToken, ...]
    high: tuple[EndToken, ...]


def ends(
    space: Space, texts: Texts, layer: int, tokens: str, mean: np.ndarray, direction: np.ndarray, count: int = 8
) -> Ends:
    """The tokens at the two ends of a direction.

    Parameters
    ----------
    space : Space
    texts : Texts
        That it was encoded from.
    layer : int
    tokens : {'words', 'all', 'cls'}
    mean : ndarray of shape (d,)
        Of the token set.
    direction : ndarray of shape (d,)
        Unit vector.
    count : int
        Tokens at each end, of different words (see `folded`) while there are enough of them;
        no token stands at both ends.

    Raises
    ------
    UsageError
        No such layer or token set.
    """
    rows, _ = space.select(layer, tokens)
    index = space.table.rows(tokens)
    coordinates = np.concatenate([(block - mean) @ direction for _, block in rows.blocks()])
    order = np.argsort(coordinates, kind="stable")
    middle = len(order) // 2
    words = _word_keys(space.table, index)
    chosen = [_first_of_each(end, words, min(count, middle)) for end in (order[:middle], order[::-1][:middle])]
    low, high = (_described(space.table, texts, index[end], coordinates[end]) for end in chosen)
    return Ends(low, high)


def _word_keys(table: TokenTable, index: np.ndarray) -> np.ndarray:
    """A number for each token's word, shape (m,), the same for every spelling of it; special tokens by their piece."""
    number: dict[str, int] = {}
    of_word = np.array([number.setdefault(folded(str(word)), len(number)) for word in table.words])
    word = table.word[index]
    return np.where(word >= 0, of_word[word], -1 - table.piece[index])


def _first_of_each(order: np.ndarray, words: np.ndarray, count: int) -> np.ndarray:
    """The first `count` entries of `order` with different words, filled up in order where words run out."""
    _, firsts = np.unique(words[order], return_index=True)
    firsts = np.sort(firsts)[:count]
    others = np.setdiff1d(np.arange(len(order)), firsts)[: count - len(firsts)]
    return order[np.sort(np.concatenate([firsts, others]))]


def _described(table: TokenTable, texts: Texts, index: np.ndarray, coordinates: np.ndarray) -> tuple[EndToken, ...]:
    context = token_details(table, texts, index).context
    word = [
        str(table.words[w]) if w >= 0 else str(table.pieces[p])
        for w, p in zip(table.word[index], table.piece[index], strict=True)
    ]
    return tuple(
        EndToken(int(row), name, float(coordinate), text)
        for row, name, coordinate, text in zip(index, word, coordinates, context, strict=True)
    )
