"""The two sides of a comparison: what they are, and their words row by row."""

from dataclasses import dataclass, replace

import numpy as np

from ...geometry.post_processing import methods
from ...geometry.rows import sample_index
from ...progress import Progress
from ...spaces.alignment import Alignment, Pieces, align, word_vectors
from ..comparison import PairContext
from ..question import Context
from ..side import Side, side_of
from ..space.measured import fitting_note
from ..space.processed import PROCESSING, processed_space

SIZE = 20_000  # words, which bound time and memory
# What vectors of aligned words depend on; the token set is always that of words.
SETTINGS = tuple(name for name in PROCESSING if name != "tokens")


@dataclass(frozen=True)
class TwoSides:
    """What every answer of a comparison says.

    Attributes
    ----------
    first, second : Side
    notes : tuple of str
        What a reader of the numbers must know.
    """

    first: Side
    second: Side
    notes: tuple[str, ...]


@dataclass(frozen=True)
class OnWords(TwoSides):
    """An answer that stands on aligned words.

    Attributes
    ----------
    n_words : int
        Occurrences of words that it is of.
    total : int
        Occurrences that both spaces have.
    """

    n_words: int
    total: int


@dataclass(frozen=True)
class AlignedSpaces:
    """Words of two spaces, as each selection's layer and method give them.

    Attributes
    ----------
    words : Alignment
        A seeded sample of them.
    total : int
        Words that both spaces have.
    first, second : ndarray of shape (m, d1), (m, d2), float32
    """

    words: Alignment
    total: int
    first: np.ndarray
    second: np.ndarray


def aligned_words(context: PairContext, size: int = SIZE) -> tuple[Alignment, int]:
    """A seeded sample of the words that both spaces have, and how many they are.

    Raises
    ------
    GeometryError
        None is in both.
    """
    words = align(context.first.space.table, context.second.space.table, context.texts.sentences)
    return words.take(sample_index(len(words), size, context.first.selection.seed)), len(words)


def aligned_spaces(context: PairContext, progress: Progress, size: int = SIZE) -> AlignedSpaces:
    """Vectors of a sample of words in both spaces.

    Notes
    -----
    Words are tokens without special ones, whatever the selections' token sets; a method is fitted on all of these
    and applied to tokens, whose mean is a word's vector.
    """
    words, total = aligned_words(context, size)
    sides = (context.first, words.first), (context.second, words.second)
    first, second = (_vectors(side, pieces, progress) for side, pieces in sides)
    return AlignedSpaces(words, total, first, second)


def _vectors(side: Context, pieces: Pieces, progress: Progress) -> np.ndarray:
    of_words = replace(side, selection=side.selection.but(tokens="words"))
    fitted = processed_space(of_words, progress).fitted
    return word_vectors(side.space.vectors(side.selection.layer), pieces, fitted.apply).to_array(np.float32)


def on_words(
    context: PairContext, words: Alignment, total: int, *more: str
) -> tuple[Side, Side, tuple[str, ...], int, int]:
    """The fields of `OnWords` for a sample of the `total` words that both spaces have; `more` are further notes."""
    notes = (*_word_notes(context, words, total), *more)
    return side_of(context.first), side_of(context.second), notes, len(words), total


def _fitting_notes(context: PairContext) -> list[str]:
    """What methods are fitted on, if it is other texts and any of the two methods learns something of them."""
    sides = context.first, context.second
    titles = [
        side.fitted_on.texts.title for side in sides if side.fitted_on and methods()[side.selection.method].learns
    ]
    return [fitting_note(title) for title in dict.fromkeys(titles)]


def _word_notes(context: PairContext, words: Alignment, total: int) -> tuple[str, ...]:
    """What a reader of numbers over aligned words must know."""
    notes = _fitting_notes(context)
    if words.left_out:
        notes.append(f"{words.left_out:,} of {total + words.left_out:,} words are left out: one of the two lacks them.")
    dims = context.first.space.dim, context.second.space.dim
    if len(words) <= max(dims):
        notes.append(
            f"There are {len(words):,} words in {max(dims)} dimensions: a rotation fits so few by chance. Give more texts."
        )
    return tuple(notes)
