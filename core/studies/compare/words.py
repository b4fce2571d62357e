"""Which words moved most and least between two spaces, and who were their neighbours before and after."""

from dataclasses import dataclass

import numpy as np

from ...codec import Floats, Ints, Names
from ...geometry.common_frame import common_frame, distances
from ...geometry.neighbours import nearest_neighbours, neighbour_overlap, overlap_by_chance
from ...geometry.permuted_rows import permuted_rows
from ...progress import Progress
from ...spaces.alignment import Alignment
from ...texts.words import folded
from ...tokens.word_kinds import BandMean, mean_by_band, word_bands
from ..comparison import PairContext, of_two
from .aligned import SETTINGS, OnWords, aligned_spaces, on_words
from .directions import SHUFFLED
from .drift import neighbours_sought

MOST = 50_000  # occurrences
OCCURRENCES = (5, 3, 2, 1)  # that a word needs; fewer where too few words have so many
ENOUGH = 50  # words


@dataclass(frozen=True)
class ComparedWords(OnWords):
    """Every word that is frequent enough, all its spellings as one (see `folded`), the most moved first.

    Attributes
    ----------
    least : int
        Occurrences that each word has at least.
    residual : float
        Share of variance that the common frame does not bring together.
    rotated : {'', 'first', 'second'}
        Which space the common frame rotated onto the other.
    mean : float
        Of how far all occurrences moved.
    bands : tuple of BandMean
        The same in each frequency band.
    k : int
        Nearest words of a word.
    chance : float
        Share of them that would stay among the nearest by chance.
    words : ndarray of str of shape (w,)
    n : ndarray of shape (w,)
        Occurrences.
    zipf : ndarray of shape (w,)
        0 = unknown.
    moved : ndarray of shape (w,)
        Mean distance of its occurrences in the common frame: 0 = where it was, `unrelated` = as far as two unrelated
        spaces are.
    kept : ndarray of shape (w,)
        Share of its k nearest words in the first that are among the k nearest in the second; NaN for a zero vector.
    near_first, near_second : ndarray of shape (w, k)
        These words, as indices into `words`; -1 for none.
    unrelated : float
        `mean` where the frame is fitted to shuffled words: the fewer there are, the more a rotation fits by chance.
    """

    least: int
    residual: float
    rotated: str
    mean: float
    bands: tuple[BandMean, ...]
    k: int
    chance: float
    words: Names
    n: Ints
    zipf: Floats
    moved: Floats
    kept: Floats
    near_first: Ints
    near_second: Ints
    unrelated: float


def compared_words(context: PairContext, progress: Progress) -> ComparedWords:
    """How far every word that is frequent enough moved, and who was near it."""
    spaces = aligned_spaces(context, progress, MOST)
    progress(0, 3, "steps")
    frame = common_frame(spaces.first, spaces.second)
    moved = distances(*frame.both(spaces.first, spaces.second))
    progress(1, 3, "steps")
    types, far = _most_moved_first(frequent_words(spaces.words), moved)
    n, counted = types.n, types.of_occurrence >= 0
    zipf = np.zeros(len(types.names))
    np.maximum.at(zipf, types.of_occurrence[counted], spaces.words.zipf[counted])
    k = neighbours_sought(len(types.names))
    before, after = (
        nearest_neighbours(_means(vectors, types.of_occurrence, n), k) for vectors in (spaces.first, spaces.second)
    )
    progress(2, 3, "steps")
    by_chance = permuted_rows(spaces.first, spaces.second, draws=SHUFFLED, seed=context.first.selection.seed)
    progress(3, 3, "steps")
    return ComparedWords(
        *on_words(context, spaces.words, spaces.total),
        least=types.least,
        residual=frame.residual,
        rotated=frame.rotated,
        mean=float(moved.mean()),
        bands=mean_by_band(moved, word_bands(spaces.words)),
        k=k,
        chance=overlap_by_chance(len(types.names), k),
        words=types.names,
        n=n,
        zipf=zipf.round(2),
        moved=far.round(5),
        kept=neighbour_overlap(before, after),
        near_first=before,
        near_second=after,
        unrelated=float(by_chance.distance.mean()),
    )


@dataclass(frozen=True)
class FrequentWords:
    """Words that occur often enough.

    Attributes
    ----------
    names : ndarray of str of shape (w,)
        As `folded` spells them.
    of_occurrence : ndarray of int of shape (m,)
        The word of each occurrence; -1: of a word that is not frequent enough.
    least : int
        Occurrences that each has at least.
    """

    names: np.ndarray
    of_occurrence: np.ndarray
    least: int

    @property
    def n(self) -> np.ndarray:
        """Occurrences of each word, shape (w,)."""
        return np.bincount(self.of_occurrence[self.of_occurrence >= 0], minlength=len(self.names))


def frequent_words(words: Alignment, enough: int = ENOUGH) -> FrequentWords:
    """Words by the largest of `OCCURRENCES` that leaves `enough` of them, in alphabetical order."""
    spelled = np.array([folded(str(word)) for word in words.words])
    names, owner = np.unique(spelled[words.word], return_inverse=True)
    counts = np.bincount(owner)
    least = next((least for least in OCCURRENCES if (counts >= least).sum() >= enough), 1)
    frequent = counts >= least
    index = np.where(frequent, np.cumsum(frequent) - 1, -1)
    return FrequentWords(names[frequent], index[owner], least)


def _most_moved_first(types: FrequentWords, moved: np.ndarray) -> tuple[FrequentWords, np.ndarray]:
    """The words in order of how far their occurrences moved on average, and how far, shape (w,)."""
    counted = types.of_occurrence >= 0
    far = np.bincount(types.of_occurrence[counted], moved[counted], minlength=len(types.names)) / types.n
    order = np.argsort(-far, kind="stable")
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    of_occurrence = np.where(counted, rank[types.of_occurrence], -1)
    return FrequentWords(types.names[order], of_occurrence, types.least), far[order]


def _means(vectors: np.ndarray, owner: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Mean vector of each word, shape (w, d)."""
    counted = np.flatnonzero(owner >= 0)
    order = counted[np.argsort(owner[counted], kind="stable")]
    firsts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    return np.add.reduceat(vectors[order].astype(np.float64), firsts, axis=0) / counts[:, None]


# Version 3: how far unrelated spaces are apart.
COMPARED_WORDS = of_two("words", "Words that moved", SETTINGS, compared_words, ComparedWords, version=3)
